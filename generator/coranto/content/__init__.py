"""content/ in; typed articles, editions, pages and records out, with every mistake at its line; and the texts.

Knows nothing of what is published, of addresses or of HTML; never writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from coranto.cache import Cache, key_of
from coranto.content.article import read_article
from coranto.content.others import read_edition, read_page, read_record
from coranto.content.source import Source, Text, read_source, reread
from coranto.fields import Fields
from coranto.hands import MANY, Hands
from coranto.held import Held
from coranto.model import Article, Content, Edition, FreePage, Manuscript, Record
from coranto.packing import pack, unpack
from coranto.problems import CorantoError, Place, Problem, stop_on_errors
from coranto.program import program, zone_data
from coranto.text import fold
from coranto.yamltree import parse

__all__ = ["Source", "Text", "is_article", "read_articles", "read_content", "read_editions", "read_source", "reread"]

RECORDS = ("authors", "sources", "sections", "tags")
NO_ARTICLES = ("editions", "pages", *RECORDS)


def is_article(below: str) -> bool:
    """Does a path below content/ belong to an article?"""
    top, _, rest = below.partition("/")
    return below.endswith(".md") and not (rest and top in NO_ARTICLES)


def read_content(
    source: Source, zone: ZoneInfo, cache: Cache | None = None, hands: Hands | None = None, held: Held | None = None
) -> tuple[Content, list[Problem]]:
    """What the texts say. Raises CorantoError with the mistakes of all files when there is one."""
    cache, held = cache or Cache(), held or Held()
    where = key_of(program(), zone_data(zone))
    known: Fronts = held.same("read", where, dict)
    seen = (where, source.fronts, source.problems)
    content, problems = held.same("fronts", seen, lambda: _content(source, zone, cache, where, hands or Hands(), known))
    bodies = held.each("manuscripts", source.texts, _manuscript)
    return replace(content, assets=source.assets, texts=bodies), problems


def _content(
    source: Source, zone: ZoneInfo, cache: Cache, where: bytes, hands: Hands, known: Fronts
) -> tuple[Content, list[Problem]]:
    """What all front matter says. ``known``: what single files said before; it is brought up to date."""
    fresh = [text for text in source.texts.values() if text.name not in known or known[text.name][0] != text.head]
    for text in fresh:
        known.pop(text.name, None)
        if (piece := _recalled(text, cache, _row(text, where))) is not None:
            known[text.name] = text.head, piece
    _ahead([text for text in fresh if text.name not in known], zone, cache, where, hands)
    problems = list(source.problems)
    pieces: dict[type, list[Any]] = {Article: [], Edition: [], FreePage: [], Record: []}
    for text in source.texts.values():
        if text.name in known:
            piece = known[text.name][1]
        else:
            count = len(problems)
            try:
                piece = _read(text, zone, cache, where, problems)
            except CorantoError as fault:
                problems += fault.problems
                continue
            if len(problems) == count:  # what is wrong with a file is said each time
                known[text.name] = text.head, piece
        pieces[type(piece)].append(piece)
    problems.sort(key=lambda problem: problem.place.path if problem.place else "")
    articles, editions, records = pieces[Article], pieces[Edition], pieces[Record]
    _refuse_twins("id", ((article.id, article.path) for article in articles), source, problems)
    numbers = ((str(edition.number), edition.path) for edition in editions if edition.number)
    _refuse_twins("number", numbers, source, problems)
    named = (((f"{record.kind}: {fold(record.name)}"), record.path) for record in records)
    _refuse_twins("name", named, source, problems)
    problems = _once(problems)
    stop_on_errors(problems)
    content = Content(tuple(articles), tuple(editions), tuple(pieces[FreePage]), tuple(records))
    return content, problems


def _manuscript(text: Text) -> Manuscript:
    return Manuscript(text.markdown, text.name, text.line, text.body)


def read_articles(
    source: Source, zone: ZoneInfo, cache: Cache, hands: Hands
) -> tuple[list[tuple[Article, Text]], list[Problem]]:
    """The articles alone, each with its text, in the order of paths. One that cannot be read is only a problem."""
    found: list[tuple[Article, Text]] = []
    problems = list(source.problems)
    where = key_of(program(), zone_data(zone))
    texts = [text for text in source.texts.values() if is_article(text.name.removeprefix("content/"))]
    _ahead(texts, zone, cache, where, hands)
    for text in texts:
        try:
            piece = _read(text, zone, cache, where, problems)
        except CorantoError as fault:
            problems += fault.problems
            continue
        assert isinstance(piece, Article)
        found.append((piece, text))
    return found, problems


def read_editions(source: Source, zone: ZoneInfo, cache: Cache) -> list[Edition]:
    """The editions alone, in the order of paths; one that cannot be read is left out, for the build tells of it."""
    found: list[Edition] = []
    where = key_of(program(), zone_data(zone))
    for text in source.texts.values():
        if _kind(text.name) is Edition:
            problems: list[Problem] = []
            with suppress(CorantoError):
                piece = _read(text, zone, cache, where, problems)
                assert isinstance(piece, Edition)
                found.append(piece)
    return found


Piece = Article | Edition | FreePage | Record
Fronts = dict[str, tuple[bytes, Piece]]
"""The name of a file -> the key of its front matter, and what that says."""


def _read(text: Text, zone: ZoneInfo, cache: Cache, where: bytes, problems: list[Problem]) -> Piece:
    """One file of content/, by its front matter alone: an edited text is no new front matter. Raises CorantoError."""
    row = _row(text, where)
    piece = _recalled(text, cache, row)
    if piece is None:
        kind = _kind(text.name)
        said: list[Problem] = []
        fields = Fields(parse(text.parts()[0], text.name, first_line=2), said, "front matter", zone)
        if kind is Edition:
            piece = read_edition(text.name, fields)
        elif kind is FreePage:
            piece = read_page(text.name, fields)
        elif kind is Record:
            piece = read_record(text.name, text.name.split("/")[1], fields)
        else:
            piece = read_article(text.name, fields)
        if not said:  # what is wrong with a file is said each time
            cache.keep("read", row, pack(piece))
        problems += said
    return piece


def _recalled(text: Text, cache: Cache, row: bytes) -> Piece | None:
    found: Piece | None = cache.value(row, partial(unpack, _kind(text.name)))
    return found


def _row(text: Text, where: bytes) -> bytes:
    return key_of(b"read", where, text.name.encode("utf-8", "surrogatepass"), text.head)


def _ahead(texts: Iterable[Text], zone: ZoneInfo, cache: Cache, where: bytes, hands: Hands) -> None:
    """Read what is not remembered, if it is much."""
    fresh = [text for text in texts if not cache.has(_row(text, where))]
    if len(fresh) >= MANY:
        hands.ahead(cache, len(fresh), lambda number: _read(fresh[number], zone, cache, where, []), "read")


def _kind(name: str) -> type[Piece]:
    top, inside, _ = name.removeprefix("content/").partition("/")
    return _KINDS.get(top, Article) if inside else Article


_KINDS: Mapping[str, type[Piece]] = {"editions": Edition, "pages": FreePage, **dict.fromkeys(RECORDS, Record)}


def _refuse_twins(what: str, owners: Iterable[tuple[str, str]], source: Source, problems: list[Problem]) -> None:
    """An error for each file that has the id, number or name of another, where it says so."""
    seen: dict[str, str] = {}
    for key, path in owners:
        first = seen.setdefault(key, path)
        if first != path:
            message = f"the {what} {key!r} is taken by {first}"
            fields = Fields(parse(source.texts[path].parts()[0], path, first_line=2), [])
            place = fields.keys[what][1].place if what in fields else Place(path)
            problems.append(Problem(message, place, f"give one of them another {what}"))


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
