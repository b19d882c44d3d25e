"""The list at the left of the desk: which articles are shown, in what order. Facts in, lines out; reads no file but for
doubts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from coranto.curation import Standing, article_standing
from coranto.desk.stock import Leaf
from coranto.listing import Doubts
from coranto.model import Article, Moment
from coranto.text import fold

Show = Literal["draft", "doubt", "ready", "scheduled", "published", "pick", "retracted", "rejected"]
SHOWS: tuple[Show, ...] = ("draft", "doubt", "ready", "scheduled", "published", "pick", "retracted", "rejected")
PAGE = 60  # lines that are shown at once


@dataclass(frozen=True, slots=True)
class View:
    """Which list: what is shown, words that must be in it, and how many are passed over."""

    show: str = "draft"
    words: str = ""
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Age:
    """How long ago, in the largest unit that is whole."""

    count: int
    unit: Literal["minute", "hour", "day"]


@dataclass(frozen=True, slots=True)
class Line:
    """One article of the list."""

    article: Article
    doubts: Doubts
    age: Age | None

    @property
    def moment(self) -> Moment | None:
        """By what it is ordered; none while it has no date."""
        return moment_of(self.article)


def moment_of(article: Article) -> Moment | None:
    """When it goes out, or was to."""
    return article.published or article.date


def chosen(
    articles: Iterable[Leaf],
    view: View,
    now: datetime,
    doubts: Callable[[Leaf], Doubts],
    about: Callable[[Leaf], str],
) -> list[Leaf]:
    """Those that are asked for: newest first, those without a date before all; picks by rank, scheduled by hour."""
    words = fold(view.words).split()
    found = []
    for leaf in articles:
        article = leaf.piece
        assert isinstance(article, Article)
        state = article_standing(article, now)
        if _wanted(view.show, article, state) and all(word in about(leaf) for word in words):
            found.append(leaf)
    if view.show in ("doubt", "ready"):
        found = [leaf for leaf in found if bool(doubts(leaf)) == (view.show == "doubt")]
    return sorted(found, key=_order(view.show))


def _wanted(show: str, article: Article, state: Standing) -> bool:
    if show == "pick":
        return bool(article.featured) and not article.retracted
    if show in ("doubt", "ready"):
        return state == "draft" or (show == "doubt" and state == "published" and bool(article.imported.get("doubts")))
    return state == show


def _order(show: str) -> Callable[[Leaf], tuple[float, str]]:
    def key(leaf: Leaf) -> tuple[float, str]:
        article = leaf.piece
        assert isinstance(article, Article)
        moment = moment_of(article)
        if show == "pick":
            return (article.featured, article.path)
        if moment is None:
            return (-float("inf"), article.path)
        seconds = moment.at.timestamp()
        return (seconds if show == "scheduled" else -seconds, article.path)

    return key


def line(leaf: Leaf, now: datetime, doubts: Doubts) -> Line:
    """An article as the list has it."""
    assert isinstance(leaf.piece, Article)
    moment = moment_of(leaf.piece)
    return Line(leaf.piece, doubts, age(moment, now) if moment else None)


def age(moment: Moment, now: datetime) -> Age | None:
    """How old it is; none for what has yet to come."""
    minutes = int((now - moment.at).total_seconds() // 60)
    if minutes < 0:
        return None
    if moment.day_only or minutes >= 48 * 60:
        return Age(minutes // (24 * 60), "day")
    return Age(minutes // 60, "hour") if minutes >= 60 else Age(minutes, "minute")


def following(names: list[str], name: str) -> str:
    """Which is to be opened when one leaves the list: the next, at the end the one before; empty for none."""
    if name not in names:
        return ""
    at = names.index(name)
    return names[at + 1] if at + 1 < len(names) else names[at - 1] if at else ""
