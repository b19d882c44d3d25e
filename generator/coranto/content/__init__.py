"""content/ in; typed articles, editions, pages and records out, with every mistake at its line.

Reads only regular files below content/: links, FIFOs and dotfiles are left alone. Knows nothing of what is published,
of addresses or of HTML; never writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from coranto import frontmatter
from coranto.cache import Cache, key_of
from coranto.content.article import read_article
from coranto.content.others import read_edition, read_page, read_record
from coranto.fields import Fields
from coranto.files import read_bytes, regular_files
from coranto.model import Article, Content, Edition, FreePage, Record
from coranto.packing import packer, unpacker
from coranto.problems import CorantoError, Place, Problem, error, stop_on_errors, warning
from coranto.program import program, stamp, zone_data
from coranto.text import decode, fold
from coranto.yamltree import parse

RECORDS = ("authors", "sources", "sections", "tags")
NO_ARTICLES = ("editions", "pages", *RECORDS)


def is_article(below: str) -> bool:
    """Does a path below content/ belong to an article?"""
    top, _, rest = below.partition("/")
    return below.endswith(".md") and not (rest and top in NO_ARTICLES)


@dataclass(frozen=True, slots=True)
class Source:
    """What lies in content/, its texts read: path below the site's root -> bytes. ``assets`` are the other files.

    ``key`` tells whether any of it has changed. ``problems`` says what was left out, or could not be read.
    """

    texts: Mapping[str, bytes]
    assets: tuple[str, ...]
    key: bytes
    problems: tuple[Problem, ...]


def read_source(root: Path) -> Source:
    """The bytes of ``root/content``. Raises CorantoError when there is none."""
    folder = root / "content"
    if not folder.is_dir():
        raise error("there is no content/ folder", Place("content"), "run coranto init, or give --root FOLDER")
    problems: list[Problem] = []
    texts: dict[str, bytes] = {}
    assets: list[str] = []
    parts: list[bytes] = []
    for path in regular_files(folder, "content", problems):
        name = f"content/{path}"
        if path.endswith(".md"):
            try:
                texts[name] = read_bytes(folder / path, name)
            except CorantoError as fault:
                problems += fault.problems
                continue
            parts += [name.encode("utf-8", "surrogatepass"), texts[name]]
        elif ".original." not in path.rpartition("/")[2]:  # what `import --keep-original` keeps: never ours to publish
            assets.append(name)
            parts.append(f"{name}\0{stamp(folder / path)}".encode("utf-8", "surrogatepass"))
            if path.lower().endswith((".md", ".markdown", ".mdown")):
                problems.append(warning("not read: the names of articles end in .md", Place(name)))
    return Source(texts, tuple(assets), key_of(*parts), tuple(problems))


def read_content(source: Source, zone: ZoneInfo, cache: Cache | None = None) -> tuple[Content, list[Problem]]:
    """What the texts say. Raises CorantoError with the mistakes of all files when there is one."""
    cache = cache or Cache()
    where = key_of(program(), zone_data(zone))
    problems = list(source.problems)
    pieces: dict[type, list[Any]] = {Article: [], Edition: [], FreePage: [], Record: []}
    for name, data in source.texts.items():
        try:
            piece = _read(name, data, zone, cache, where, problems)
        except CorantoError as fault:
            problems += fault.problems
            continue
        pieces[type(piece)].append(piece)
    articles, editions, records = pieces[Article], pieces[Edition], pieces[Record]
    _refuse_twins("id", ((article.id, article.path) for article in articles), problems)
    _refuse_twins("number", ((str(edition.number), edition.path) for edition in editions), problems)
    named = (((f"{record.kind}: {fold(record.name)}"), record.path) for record in records)
    _refuse_twins("name", named, problems)
    problems = _once(problems)
    stop_on_errors(problems)
    return Content(tuple(articles), tuple(editions), tuple(pieces[FreePage]), tuple(records), source.assets), problems


Piece = Article | Edition | FreePage | Record


def _read(name: str, data: bytes, zone: ZoneInfo, cache: Cache, where: bytes, problems: list[Problem]) -> Piece:
    """One file of content/, by its front matter alone: an edited text is no new front matter. Raises CorantoError."""
    path = name.removeprefix("content/")
    text, said = decode(data, name)
    problems += said
    head, body, line = frontmatter.fences(text, name)
    kind = _kind(path)
    row = key_of(b"read", where, name.encode("utf-8", "surrogatepass"), head.encode())
    piece: Piece | None = _remembered(kind, cache.find(row), body)
    if piece is None:
        said = []
        document = frontmatter.Document(parse(head, name, first_line=2), body, line)
        fields = Fields(document.fields, said, "front matter", zone)
        if kind is Edition:
            piece = read_edition(name, fields, document)
        elif kind is FreePage:
            piece = read_page(name, fields, document)
        elif kind is Record:
            piece = read_record(name, path.partition("/")[0], fields, document)
        else:
            piece = read_article(name, fields, document)
        if not said:  # what is wrong with a file is said each time
            cache.keep("read", row, json.dumps(packer(kind)(replace(piece, body=""))).encode())
        problems += said
    return piece


def _kind(path: str) -> Any:
    top, inside, _ = path.partition("/")
    if not inside:
        return Article
    return {"editions": Edition, "pages": FreePage, **dict.fromkeys(RECORDS, Record)}.get(top, Article)


def _remembered(kind: Any, found: bytes | None, body: str) -> Any:
    """What an earlier build read, with the body of today; None when nothing is remembered, or what is does not fit."""
    if found is None:
        return None
    try:
        values = json.loads(found)
        values[_body_place(kind)] = body
        return unpacker(kind)(values)
    except (ValueError, TypeError, IndexError, RecursionError):
        return None


@lru_cache
def _body_place(kind: Any) -> int:
    return [each.name for each in dataclass_fields(kind)].index("body")


def _refuse_twins(what: str, owners: Iterable[tuple[str, str]], problems: list[Problem]) -> None:
    """An error for each file that has the id, number or name of another."""
    seen: dict[str, str] = {}
    for key, path in owners:
        first = seen.setdefault(key, path)
        if first != path:
            message = f"the {what} {key!r} is taken by {first}"
            problems.append(Problem(message, Place(path), f"give one of them another {what}"))


def _once(problems: list[Problem]) -> list[Problem]:
    """Warnings of one wording once, with the number of further files: an unknown key may stand in a thousand."""
    kept: dict[tuple[str, str], tuple[Problem, int]] = {}
    for number, problem in enumerate(problems):
        same = problem.severity == "warning" and problem.message.startswith("unknown key")
        key = (problem.message, "" if same else str(number))
        first, count = kept.get(key, (problem, 0))
        kept[key] = (first, count + 1)
    return [
        replace(problem, message=f"{problem.message} (and in {count - 1} more files)") if count > 1 else problem
        for problem, count in kept.values()
    ]
