"""Days and months of lists, and when an article last changed. Values only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import attrgetter

from coranto.model import Article, Moment
from coranto.view_parts import Card

Stamp = Callable[[Card], Moment]


def moved_of(article: Article) -> Moment:
    """When a page of ours last changed for its readers: a rebuild or a new theme never moves it."""
    corrected = (each.date for each in article.corrections)
    return max(filter(None, (article.out, article.updated, *corrected)), key=attrgetter("at"))


def runs(cards: tuple[Card, ...], moment: Stamp, days: bool) -> Iterator[tuple[Card, ...]]:
    """Cards of one day each, or of one month."""

    def span(card: Card) -> tuple[int, int, int]:
        at = moment(card).at
        return at.year, at.month, at.day if days else 0

    for _, run in groupby(cards, key=span):
        yield tuple(run)


def midnight(moment: Moment, first: bool = False) -> Moment:
    """The day of a moment, or the first day of its month."""
    start = moment.at.replace(hour=0, minute=0, second=0)
    return Moment(start.replace(day=1) if first else start, day_only=True)
