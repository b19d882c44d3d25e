"""What a site, or a folder of articles, holds already: its files in, an index out. Never judges, never writes.

Heads are searched, not parsed, and bodies read only when something is to be held against them: ten thousand articles
take a second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from coranto.content import is_article
from coranto.files import read_bytes, regular_files
from coranto.inputs import is_address
from coranto.likeness import Shelf
from coranto.text import fold


@dataclass(slots=True)
class Holdings:
    """What a site, or a folder, holds already. Grows with each article that is filed."""

    prints: dict[str, Path] = field(default_factory=dict)
    addresses: dict[str, Path] = field(default_factory=dict)
    guids: dict[str, Path] = field(default_factory=dict)
    origins: dict[str, Path] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    outlets: dict[str, tuple[str, Path]] = field(default_factory=dict)  # of source records: feed -> name
    sources: dict[str, Path] = field(default_factory=dict)  # folded name -> record
    articles: dict[Path, str] = field(default_factory=dict)  # each with its outlet
    written: dict[Path, str] = field(default_factory=dict)  # in this run
    shelf: Shelf | None = None


def same_place(address: str) -> str:
    """An address without what does not change the page: scheme, ``www.``, a slash at the end, the fragment."""
    bare = re.sub(r"^https?://(?:www\.)?", "", address.partition("#")[0], flags=re.IGNORECASE)
    host, slash, path = bare.partition("/")
    return f"{host.lower()}{slash}{path}".rstrip("/")


_VALUE = rb"[ \t]*[\"']?([^\"'\r\n]+)"
_FINGERPRINT = re.compile(rb"^  fingerprint:" + _VALUE, re.MULTILINE)
_GUID = re.compile(rb"^  guid:" + _VALUE, re.MULTILINE)
_FROM = re.compile(rb"^  from:" + _VALUE, re.MULTILINE)
_ID = re.compile(rb"^id:" + _VALUE, re.MULTILINE)
_NAME = re.compile(rb"^name:" + _VALUE, re.MULTILINE)
_FEED = re.compile(rb"^feed:" + _VALUE, re.MULTILINE)
_SOURCE = re.compile(rb"^source:[^\n]*(?:\n[ \t]+[^\n]*)*", re.MULTILINE)
_OUTLET = re.compile(rb"(?:\bname:|^source:(?=[ \t]*[^\s{]))[ \t]*[\"']?([^\"'\r\n,}]+)")
_URL = re.compile(rb"\burl:[ \t]*[\"']?([^\"'\s}]+)")


def holdings(folder: Path, *, site: bool) -> Holdings:
    """The index of a site's content folder, or of a folder that holds nothing but articles."""
    held = Holdings()
    if not folder.is_dir():
        return held
    for below in regular_files(folder, folder.name, []):
        if not below.endswith(".md") or (not site and "/" in below):
            continue
        path = folder / below
        head = read_bytes(path, str(path)).partition(b"\n---")[0]
        if site and not is_article(below):
            if below.startswith("sources/"):
                name = _first(_NAME, head) or path.stem
                held.sources.setdefault(fold(name), path)
                if feed := _first(_FEED, head):
                    held.outlets.setdefault(feed, (name, path))
            continue
        for pattern, into in ((_FINGERPRINT, held.prints), (_GUID, held.guids)):
            if found := _first(pattern, head):
                into.setdefault(found, path)
        if not _GUID.search(head) and (found := _first(_FROM, head)):  # of an entry it is the feed, which has many
            held.origins.setdefault(found, path)
            if is_address(found):
                held.addresses.setdefault(same_place(found), path)
        if found := _first(_ID, head):
            held.ids.add(found)
        source = _SOURCE.search(head)
        held.articles[path] = _first(_OUTLET, source[0]) if source else ""
        if source and (url := _first(_URL, source[0])):
            held.addresses.setdefault(same_place(url), path)
    return held


def _first(pattern: re.Pattern[bytes], head: bytes) -> str:
    found = pattern.search(head)
    return found[1].decode("utf-8", "replace").strip() if found else ""
