"""The first program: inputs in, drafts in content/ out. Nothing that people have edited is ever overwritten.

In: files, folders or standard input. Out: Markdown files, and a report of what came in, what was there already and what
is doubted. One bad input never stops the rest. No network, no clock: ``now`` is handed in.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from coranto import frontmatter
from coranto.extract.markdown import paragraph
from coranto.files import read_bytes, real, refuse_links, regular_files, write_new
from coranto.model import Bio, Clipping
from coranto.problems import CorantoError, Place, Problem, error
from coranto.reading import read
from coranto.text import decode, fold, slugify

BLOCKING = ("title", "body", "date")  # an article is not published while one of these is in doubt (SPEC §7)
LIMIT = 500  # entries of a feed in one run
SLUG_LENGTH = 80  # how much of a headline makes a file's name


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of one clipping. ``status``: new, published, or known (it was there already)."""

    path: Path
    status: str
    clipping: Clipping
    records: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Destination:
    """Where clippings go: into the site at ``root``, or as ``folder/<input's stem>.md`` alone.

    ``known`` (fingerprint -> file) and ``ids`` are what the site holds already; they grow with each article.
    """

    root: Path
    now: datetime
    folder: Path | None = None
    publish: bool = False
    known: dict[str, Path] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Input:
    """Bytes to be read, and what they are called."""

    name: str
    data: bytes


def gather(inputs: Iterable[Input | CorantoError], to: Destination) -> Iterator[Filed | Problem]:
    """File what each input holds, one after the other; a bad one yields its problems and the next is read."""
    if to.folder is None:
        _look_round(to)
    for each in inputs:
        if isinstance(each, CorantoError):
            yield from each.problems
            continue
        try:
            for clipping in read(each.data, each.name, LIMIT).clippings:
                yield file_clipping(clipping, to)
        except CorantoError as fault:
            yield from fault.problems


def inputs(names: Iterable[str], stdin: bytes | None = None) -> Iterator[Input | CorantoError]:
    """The inputs that arguments name: files, all files of a folder, ``-`` for standard input."""
    for name in names:
        path = Path(name)
        if name == "-":
            yield Input("stdin", stdin or b"")
        elif path.is_dir():
            problems: list[Problem] = []
            for below in list(regular_files(path, name, problems)):  # what is written meanwhile is no input
                yield _input(str(path / below), path / below)
            if problems:
                yield CorantoError(*problems)
        elif name.startswith(("http://", "https://")):
            yield error("addresses are not read in this version", Place(name), "save the page's text to a file")
        else:
            yield _input(name, real(path))


def _input(name: str, path: Path) -> Input | CorantoError:
    try:
        return Input(name, read_bytes(path, name))
    except CorantoError as fault:
        return fault


def file_clipping(clipping: Clipping, to: Destination) -> Filed:
    """Write one clipping as a draft, or as published when nothing blocks and that was asked for."""
    key = fingerprint(clipping)
    out = to.publish and not set(BLOCKING) & set(clipping.doubts)
    if to.folder is not None:
        path = to.folder / f"{_stem(clipping)}.md"
        if path.exists():
            if key.encode() in read_bytes(path, str(path)):
                return Filed(path, "known", clipping)
            raise error(
                f"{clipping.origin}: another article stands there, and is not overwritten",
                Place(str(path)),
                "give -o another folder, or move that file away",
            )
        values = article_values(clipping, path.stem, to.now if out else None, key, bios=clipping.bios)
        write_new(path, frontmatter.join(values, clipping.body))
        return Filed(path, "published" if out else "new", clipping)
    if key in to.known:
        return Filed(to.known[key], "known", clipping)
    path = _free_path(to, clipping)
    refuse_links(path, to.root)
    records = tuple(record for bio in clipping.bios if (record := _file_author(bio, clipping, to.root)))
    values = article_values(clipping, path.stem, to.now if out else None, key)
    write_new(path, frontmatter.join(values, clipping.body))
    to.known[key] = path
    to.ids.add(path.stem)
    return Filed(path, "published" if out else "new", clipping, records)


def fingerprint(clipping: Clipping) -> str:
    """What makes two clippings the same article, however they were brought: headline and story."""
    text = f"{fold(clipping.title)}\n{' '.join(clipping.body.split())}"
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:24]


def article_values(
    clipping: Clipping, stem: str, published: datetime | None, key: str, bios: tuple[Bio, ...] = ()
) -> dict[str, Any]:
    """A clipping as front matter, in the order of the specification; what is empty is left out."""
    image = clipping.image
    values: dict[str, Any] = {
        "title": clipping.title,
        "date": clipping.date,
        "published": published.isoformat(timespec="minutes") if published else "",
        "updated": clipping.updated,
        "id": stem if re.fullmatch(r"[^\s<>]+", stem) else slugify(stem),
        "authors": list(clipping.authors),
        "source": {"name": clipping.source.name, "url": clipping.source.url},
        "section": clipping.section,
        "tags": list(clipping.tags),
        "language": clipping.language,
        "standfirst": clipping.standfirst,
        "image": {"src": image.src, "alt": image.alt, "caption": image.caption, "credit": image.credit}
        if image
        else {},
        "related": [{"title": teaser.title, "url": teaser.url} for teaser in clipping.related],
        "draft": published is None or None,
    }
    imported = {
        "from": Path(clipping.origin).name,
        "fingerprint": key,
        "doubts": list(clipping.doubts),
        "evidence": dict(clipping.evidence),
    }
    if bios:
        imported["authors"] = [_without_empty({"name": bio.name, "role": bio.role, "bio": bio.text}) for bio in bios]
    return {**_without_empty(values), "imported": imported}


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _without_empty(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in ("", None, [], {})}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value


def _stem(clipping: Clipping) -> str:
    """The name of the input without folders and ending."""
    return Path(clipping.origin).stem or "clipping"


def _free_path(to: Destination, clipping: Clipping) -> Path:
    """``2026-11-20-grid-repairs.md``, or without the day when it is not known; numbered when name or id is taken."""
    slug = slugify(clipping.title) or slugify(_stem(clipping)) or "article"
    if len(slug) > SLUG_LENGTH:
        slug = slug[:SLUG_LENGTH].rpartition("-")[0] or slug[:SLUG_LENGTH]
    name = f"{clipping.date[:10]}-{slug}" if clipping.date else slug
    stem, number = name, 2
    while stem in to.ids or (path := to.root / "content" / "articles" / f"{stem}.md").exists():
        stem, number = f"{name}-{number}", number + 1
    return path


def _file_author(bio: Bio, clipping: Clipping, root: Path) -> Path | None:
    """A record of an author, unless the site has one of that name."""
    folder = root / "content" / "authors"
    path = folder / f"{slugify(bio.name)}.md"
    names = (_name_in(each) for each in sorted(folder.glob("*.md"))) if folder.is_dir() else ()
    if not slugify(bio.name) or path.exists() or fold(bio.name) in names:
        return None
    refuse_links(path, root)
    values = _without_empty({"name": bio.name, "role": bio.role, "imported": {"from": Path(clipping.origin).name}})
    return write_new(path, frontmatter.join(values, paragraph(bio.text)))


def _name_in(path: Path) -> str:
    """The name a record is for, folded; the build tells what is wrong with a file that cannot be read."""
    try:
        text, _ = decode(read_bytes(path, path.name), path.name)
        return fold(str(frontmatter.split(text, path.name).fields.plain().get("name") or path.stem))
    except CorantoError:
        return fold(path.stem)


_FINGERPRINT = re.compile(rb"^  fingerprint: [\"']?([0-9a-f]+)", re.MULTILINE)
_ID = re.compile(rb"^id: [\"']?([^\"'\s]+)", re.MULTILINE)


def _look_round(to: Destination) -> None:
    """Note the fingerprints and ids of what content/ holds. Ten thousand heads are searched, not parsed: a second."""
    folder = to.root / "content"
    for below in regular_files(folder, "content", []) if folder.is_dir() else ():
        if below.endswith(".md"):
            head = read_bytes(folder / below, f"content/{below}").partition(b"\n---")[0]
            if found := _FINGERPRINT.search(head):
                to.known[found[1].decode()] = folder / below
            if found := _ID.search(head):
                to.ids.add(found[1].decode("utf-8", "replace"))
