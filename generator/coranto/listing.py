"""Every article of a site with its standing and its open doubts, and which of them are asked for.

In: a site's folder, ``now``, and what a curator wants to see. Out: a list, newest first. What builds remember makes it
quick; texts are read only when words are looked for in them. Never writes into content/.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal

from coranto.cache import Cache, key_of, memory, opened
from coranto.config import Config
from coranto.content import Text, read_articles, read_editions, read_source
from coranto.curation import Standing, article_standing, story_key
from coranto.hands import Hands
from coranto.merge import digest, noted
from coranto.model import Article, Edition, Moment
from coranto.packing import pack, unpack
from coranto.problems import CorantoError, Place, Problem
from coranto.program import program
from coranto.text import fold
from coranto.yamltree import parse

State = Literal["draft", "scheduled", "published", "retracted", "doubt"]
STATES: tuple[State, ...] = ("draft", "scheduled", "published", "retracted", "doubt")
Doubts = tuple[tuple[str, str], ...]
"""Fields that are not settled, each with what the import saw instead."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An article, its standing, and its open doubts."""

    article: Article
    standing: Standing
    doubts: Doubts
    text: Text

    @property
    def state(self) -> State:
        """The standing; ``doubt`` of one that is out with a doubt still open."""
        return "doubt" if self.standing == "published" and self.doubts else self.standing

    @property
    def moment(self) -> Moment | None:
        """When it goes out, or was to; none while it has no date."""
        return self.article.published or self.article.date


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is to show: all of it must hold. ``until`` is the last moment; all of the ``words`` are there."""

    states: frozenset[str] = frozenset()
    section: str = ""
    tags: tuple[str, ...] = ()
    outlet: str = ""
    story: str = ""
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""
    doubts: bool = False


def listed(root: Path, config: Config, now: datetime) -> tuple[list[Listed], list[Problem]]:
    """Every article, newest first, those without a date before all; and what could not be read."""
    found: list[Listed] = []
    with opened(memory(root), sweep=False) as cache:
        articles, problems = read_articles(read_source(root, cache), config.timezone, cache, Hands(0))
        for article, text in articles:
            try:
                found.append(Listed(article, article_standing(article, now), _doubts(article, text, cache), text))
            except CorantoError as fault:
                problems += fault.problems
    found.sort(key=lambda each: each.article.id)
    found.sort(key=lambda each: each.moment.at.timestamp() if each.moment else float("inf"), reverse=True)
    return found, problems


def named_in(root: Path, config: Config, name: str) -> list[tuple[Edition, Place]]:
    """The editions that name an article by its id, by number, each with the line that does."""
    with opened(memory(root), sweep=False) as cache:
        editions = read_editions(read_source(root, cache), config.timezone, cache)
    return [
        (edition, Place(edition.path, item.line))
        for edition in sorted(editions, key=lambda each: each.number)
        for part in edition.parts
        for item in part.items
        if item.article == name
    ]


def _doubts(article: Article, text: Text, cache: Cache) -> Doubts:
    """Most articles have none; of the others the whole file tells, once."""
    if not article.imported.get("doubts"):
        return ()
    row = key_of(b"doubts", program(), text.head, text.body)
    found: Doubts | None = cache.value(row, partial(unpack, Doubts))
    if found is None:
        head, body = text.parts()
        found = doubts_of(parse(head, text.name, first_line=2).plain(), body)
        cache.keep("doubts", row, pack(found))
    return found


def doubts_of(values: Mapping[str, Any], body: str) -> Doubts:
    """The doubts of an import that are still open: their fields are empty, or stand as import wrote them."""
    imported = values.get("imported")
    if not isinstance(imported, dict):
        return ()
    named, evidence, was = imported.get("doubts") or [], imported.get("evidence") or {}, noted(imported)
    if not isinstance(named, list) or not isinstance(evidence, dict):
        return ()
    have = {**values, "body": body.strip()}
    open_ = [name for name in map(str, named) if not have.get(name) or digest(have[name]) == was.get(name)]
    return tuple((name, str(evidence.get(name) or "")) for name in open_)


def choose(found: list[Listed], wanted: Wanted) -> list[Listed]:
    """Those that are asked for, in their order. Raises CorantoError when a text has to be read and cannot be."""
    words = _plain(wanted.words).split()
    return [each for each in found if _fits(each, wanted) and (not words or _holds(each, words))]


def _fits(each: Listed, wanted: Wanted) -> bool:
    article, moment = each.article, each.moment
    if (wanted.since or wanted.until) and moment is None:
        return False
    if moment and ((wanted.since and moment.at < wanted.since) or (wanted.until and moment.at > wanted.until)):
        return False
    tags = {fold(tag) for tag in article.tags} if wanted.tags else set()
    return (
        (not wanted.states or each.state in wanted.states)
        and (not wanted.doubts or bool(each.doubts))
        and (not wanted.section or fold(article.section) == fold(wanted.section))
        and (not wanted.outlet or fold(article.source.name) == fold(wanted.outlet))
        and (not wanted.story or story_key(article.story) == story_key(wanted.story))
        and all(fold(tag) in tags for tag in wanted.tags)
    )


def _holds(each: Listed, words: list[str]) -> bool:
    """Is each word anywhere in what the article says? Its text is read only for words that nothing before it has."""
    article = each.article
    said = (article.title, article.standfirst, article.summary, article.note, article.source.name, article.section)
    about = _plain("\n".join((*said, article.story, *article.tags, *article.authors)))
    left = [word for word in words if word not in about]
    if left:
        body = _plain(each.text.markdown())
        left = [word for word in left if word not in body]
    return not left


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
