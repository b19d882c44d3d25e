"""What a feed of any format says, before it is judged: the feed, and its entries newest first.

Values only. Titles and names are plain text, contents and summaries HTML; addresses and dates as they are written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from coranto.model import Image
from coranto.problems import Place, Problem, warning

MOST = 20_000  # entries of a feed that are looked at
LONGEST = 1_000_000  # characters of an entry
MOST_TEXT = 8_000_000  # characters of all entries together, a tag counting as so many:
TAG = 40

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``published`` and ``updated`` name the element and what it says, the best first."""

    guid: str = ""
    title: str = ""
    link: str = ""
    base: str = ""
    authors: tuple[str, ...] = ()
    published: tuple[tuple[str, str], ...] = ()
    updated: tuple[tuple[str, str], ...] = ()
    outlet: str = ""
    categories: tuple[tuple[str, str], ...] = ()
    language: str = ""
    licence: str = ""
    image: Image | None = None
    image_where: str = ""
    contents: tuple[str, ...] = ()
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, and as many of its entries as were asked for. ``left`` counts those beyond."""

    title: str = ""
    link: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    licence: str = ""
    entries: tuple[Entry, ...] = ()
    left: int = 0
    problems: tuple[Problem, ...] = ()


def newest_first(dated: Sequence[tuple[datetime | None, T]]) -> list[T]:
    """The dated ones newest first; those without a date keep the place they have in the feed."""
    latest = sorted((pair for pair in dated if pair[0]), key=_moment, reverse=True)
    rest = iter(latest)
    return [next(rest)[1] if at else each for at, each in dated]


def affordable(texts: Sequence[str]) -> int:
    """How many of the texts, from the first on, can be read in the time that one input has."""
    spent = 0
    for number, each in enumerate(texts):
        spent += weight(each)
        if spent > MOST_TEXT:
            return number
    return len(texts)


def weight(html: str) -> int:
    """What a text costs to read."""
    return len(html) + TAG * (html.count("<") + html.count("&lt;"))


def too_much(left: int, name: str) -> Problem:
    """What is said of entries that are left for their sheer size."""
    many = "1 entry is" if left == 1 else f"{left} entries are"
    return warning(f"{many} left out: there is more text than is read at once", Place(name), "give a lower limit")


def _moment(pair: tuple[datetime | None, T]) -> datetime:
    assert pair[0] is not None
    return pair[0]
