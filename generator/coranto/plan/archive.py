"""The archive: a page for each year, month and day that has articles, and the archive's own.

All go by the article's own date, which its address has too.
"""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from coranto.body import Body
from coranto.config import Config
from coranto.curation import original
from coranto.language import upper_first
from coranto.model import Article, Moment
from coranto.moments import day as day_name
from coranto.moments import month as month_name
from coranto.plan.addresses import ARCHIVE, day_url
from coranto.plan.cards import Cards
from coranto.plan.days import midnight
from coranto.plan.lists import Grouping, paged
from coranto.planned import Page
from coranto.view_parts import Dated, DayCount, Head, MonthCount, Pager, YearCount
from coranto.views import ArchiveView, ListView

Span = tuple[Moment, tuple[Article, ...]]
"""The first moment of a day, month or year, and its articles, newest first."""


def pages(cards: Cards, config: Config) -> Iterator[Page]:
    """Years, months, days and the archive."""
    if not config.pages & {"archive", "year", "month", "day"}:
        return
    dated = _dated(cards)
    days, months = _spans(dated, 3), _spans(dated, 2)
    if "year" in config.pages:
        for start, articles in _spans(dated, 1):
            year = f"{start.at.year:04d}"
            yield from _span(cards, config, _view("year", f"/{year}/", year), articles)
    if "month" in config.pages:
        for place, (start, articles) in enumerate(months):
            view = _view("month", month_url(start), upper_first(month_name(start, cards.language.dates)))
            turns = [Dated(near, month_url(near)) if near else None for near in _near(months, place)]
            view = replace(view, weeks=_weeks(cards, start, articles), earlier=turns[0], later=turns[1])
            yield from _span(cards, config, view, articles)
    if "day" in config.pages:
        made = cards.addresses.made
        for place, (start, articles) in enumerate(days):
            view = _view("day", day_url(start.at), day_name(start, dates=cards.language.dates))
            turns = [Dated(near, day_url(near.at)) if near else None for near in _near(days, place)]
            up = Dated(midnight(start, first=True), made(month_url(start)))
            yield from _span(cards, config, replace(view, up=up, earlier=turns[0], later=turns[1]), articles)
    if "archive" in config.pages:
        head, counts = Head("archive", ARCHIVE, cards.language.say("Archive")), years(cards)

        def whole(cards: Cards) -> ArchiveView:
            return ArchiveView(head, counts, len(dated), tuple(map(cards.edition, cards.digest.editions)))

        yield cards.whole("archive.html", ARCHIVE, "the archive", whole)


def years(cards: Cards) -> tuple[YearCount, ...]:
    """All years with their months, newest first."""
    made = cards.addresses.made
    found = []
    for year, months in groupby(_spans(_dated(cards), 2), key=lambda span: span[0].at.year):
        counts = tuple(MonthCount(start, made(month_url(start)), len(articles)) for start, articles in months)
        found.append(YearCount(year, made(f"/{year:04d}/"), sum(month.count for month in counts), counts))
    return tuple(found)


def month_url(moment: Moment) -> str:
    """The page of a month, in the folder of its year."""
    return f"/{moment.at.year:04d}/{moment.at.month:02d}/"


def _dated(cards: Cards) -> list[Article]:
    return sorted(cards.digest.articles, key=lambda article: original(article).at, reverse=True)


def _spans(dated: list[Article], depth: int) -> list[Span]:
    """Articles in runs of one year, month or day."""
    runs = groupby(dated, key=lambda article: _date(original(article).at)[:depth])
    found = [tuple(run) for _, run in runs]
    return [(midnight(original(run[0]), first=depth < 3), run) for run in found]


def _date(at: datetime) -> tuple[int, int, int]:
    return at.year, at.month, at.day


def _near(spans: Sequence[Span], place: int) -> tuple[Moment | None, Moment | None]:
    """The earlier and the later neighbour of a span; they are newest first."""
    earlier = spans[place + 1][0] if place + 1 < len(spans) else None
    return earlier, spans[place - 1][0] if place else None


def _view(kind: str, url: str, name: str) -> ListView:
    return ListView(Head(kind, url, name), name, Body(), (), Pager())


def _span(cards: Cards, config: Config, view: ListView, articles: tuple[Article, ...]) -> Iterator[Page]:
    cut: Grouping = "own month" if view.head.kind == "year" else "own day"
    template = {"month": "month.html", "day": "day.html"}.get(view.head.kind, "list.html")
    yield from paged(cards, view, articles, config.per_page, f"the archive of {view.title}", cut, template)


def _weeks(cards: Cards, start: Moment, articles: tuple[Article, ...]) -> tuple[tuple[DayCount | None, ...], ...]:
    """The month as weeks from Monday to Sunday, with how many articles each day has."""
    found = {begin.at.day: (day_url(begin.at), len(run)) for begin, run in _spans(list(articles), 3)}

    def day(number: int) -> DayCount | None:
        if not number:
            return None
        url, count = found.get(number, ("", 0))
        return DayCount(number, cards.addresses.made(url) if url else "", count)

    weeks = Calendar().monthdayscalendar(start.at.year, start.at.month)
    return tuple(tuple(map(day, week)) for week in weeks)
