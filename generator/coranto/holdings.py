"""What a site, or a folder of articles, holds already: its files in, an index and their texts out. Judges nothing.

Heads are searched, not parsed, and bodies read only when something is to be held against them: ten thousand articles
take a second.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from coranto import frontmatter
from coranto.content import is_article
from coranto.files import read_bytes, regular_files
from coranto.inputs import is_address
from coranto.likeness import Shelf
from coranto.problems import CorantoError, Place, Problem, error
from coranto.text import fold

REJECTED = "content/.rejected/"
Index = defaultdict[str, list[Path]]


@dataclass(slots=True)
class Holdings:
    """What a site, or a folder, holds already. Grows with each article that is filed.

    ``rejected``: what was put aside at the desk, so that it does not come in again.
    """

    prints: dict[str, Path] = field(default_factory=dict)
    addresses: Index = field(default_factory=lambda: defaultdict(list))
    guids: Index = field(default_factory=lambda: defaultdict(list))
    origins: Index = field(default_factory=lambda: defaultdict(list))
    ids: set[str] = field(default_factory=set)
    outlets: dict[str, tuple[str, Path]] = field(default_factory=dict)  # of source records: feed -> name
    sources: dict[str, Path] = field(default_factory=dict)  # folded name -> record
    articles: dict[Path, str] = field(default_factory=dict)  # each with its outlet
    written: dict[Path, str] = field(default_factory=dict)  # in this run
    shelf: Shelf | None = None
    rejected: Holdings | None = None


def same_place(address: str) -> str:
    """An address without what does not change the page: scheme, ``www.``, a slash at the end, the fragment."""
    bare = re.sub(r"^https?://(?:www\.)?", "", address.partition("#")[0], flags=re.IGNORECASE)
    host, slash, path = bare.partition("/")
    return f"{host.lower()}{slash}{path}".rstrip("/")


_VALUE = rb"""[ \t]+(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\n]|'')*)'|([^\s"'][^\r\n]*?)(?:[ \t]+#[^\r\n]*)?[ \t]*\r?$)"""
_FINGERPRINT = re.compile(rb"^[ ]+fingerprint:" + _VALUE, re.MULTILINE)
_GUID = re.compile(rb"^[ ]+guid:" + _VALUE, re.MULTILINE)
_FROM = re.compile(rb"^[ ]+from:" + _VALUE, re.MULTILINE)
_ID = re.compile(rb"^id:" + _VALUE, re.MULTILINE)
_NAME = re.compile(rb"^name:" + _VALUE, re.MULTILINE)
_FEED = re.compile(rb"^feed:" + _VALUE, re.MULTILINE)
_SOURCE = re.compile(rb"^source:[^\n]*(?:\n[ \t]+[^\n]*)*", re.MULTILINE)
_INSIDE = rb"""[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\n]|'')*)'|([^\s"',{}][^\r\n,}]*))"""
_OUTLET = re.compile(rb"(?:\bname:|^source:)" + _INSIDE)
_URL = re.compile(rb"\burl:" + _INSIDE)


def holdings(folder: Path, problems: list[Problem], *, site: bool) -> Holdings:
    """The index of a site's content folder, with what was rejected, or of a folder that holds nothing but articles.

    What cannot be read is noted as a warning: an article in it could come in twice.
    """
    held = Holdings()
    if not folder.is_dir():
        return held
    said: list[Problem] = []
    for below in regular_files(folder, folder.name, said):
        if not below.endswith(".md") or (not site and "/" in below):
            continue
        path = folder / below
        try:
            head = read_bytes(path, str(path)).partition(b"\n---")[0]
        except CorantoError as fault:
            said += fault.problems
            continue
        if site and not is_article(below):
            if below.startswith("sources/"):
                name = _first(_NAME, head) or path.stem
                held.sources.setdefault(fold(name), path)
                if feed := _first(_FEED, head):
                    held.outlets.setdefault(feed, (name, path))
            continue
        for print_ in _first(_FINGERPRINT, head).split():
            held.prints.setdefault(print_, path)
        if guid := _first(_GUID, head):
            held.guids[guid].append(path)
        elif found := _first(_FROM, head):  # of an entry it is the feed, which has many
            held.origins[found].append(path)
            if is_address(found):
                held.addresses[same_place(found)].append(path)
        if found := _first(_ID, head):
            held.ids.add(found)
        source = _SOURCE.search(head)
        held.articles[path] = _first(_OUTLET, source[0]) if source else ""
        if source and (url := _first(_URL, source[0])):
            held.addresses[same_place(url)].append(path)
    if site and (aside := folder / Path(REJECTED).name).is_dir():
        held.rejected = holdings(aside, problems, site=True)
    hint = "an article in it may come in twice"
    problems += [replace(each, severity="warning", hint=hint) for each in said if "left out: " not in each.message]
    return held


def _first(pattern: re.Pattern[bytes], head: bytes) -> str:
    """A value that front matter states on one line, however it is quoted."""
    found = pattern.search(head)
    if not found:
        return ""
    double, single, plain = (part.decode("utf-8", "replace") if part is not None else None for part in found.groups())
    if double is not None:
        return re.sub(r"\\(.)", r"\1", double)
    return single.replace("''", "'") if single is not None else (plain or "").strip()


def stands(path: Path, held: Holdings) -> bool:
    """Is there such a file, or would this run have written one?"""
    return path in held.written or path.exists()


def text_of(path: Path, held: Holdings) -> str:
    """A file's text as it stands, or as this run would have left it. Raises CorantoError when it is not UTF-8."""
    if path in held.written:
        return held.written[path]
    try:
        return read_bytes(path, str(path)).decode("utf-8")
    except UnicodeDecodeError:
        raise error("this is not UTF-8", Place(str(path)), "save it as UTF-8") from None


def document_of(path: Path, held: Holdings) -> frontmatter.Document | None:
    """An article taken apart; None when it cannot be read, of which the build tells."""
    try:
        return frontmatter.read(text_of(path, held), str(path))
    except CorantoError:
        return None


def body_of(path: Path, held: Holdings) -> str | None:
    """An article's body, quickly and as it stands; None when it cannot be read."""
    try:
        text = held.written.get(path) or read_bytes(path, str(path)).decode("utf-8", "replace")
        return text.partition("\n---")[2]
    except CorantoError:
        return None
