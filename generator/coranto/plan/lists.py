"""Pages that list articles: the latest; sections, tags, authors, sources, their indexes; years, months, the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Literal

from coranto.config import Config
from coranto.curation import Topic, original
from coranto.model import Article
from coranto.moments import month as month_name
from coranto.permalinks import page_number_url, pages_of
from coranto.plan.addresses import ARCHIVE, LATEST, kinds
from coranto.plan.cards import Cards, midnight
from coranto.plan.feeds import own_feed
from coranto.view_parts import Body, Group, Head, Pager
from coranto.views import ArchiveView, ListView, MonthCount, Page, SourceFacts, Term, TermsView, YearCount

Grouping = Literal["day", "month", "own day", "own month"]
GROUPINGS: Mapping[Grouping, Callable[[Cards, tuple[Article, ...]], tuple[Group, ...]]] = {
    "day": Cards.by_day,
    "month": Cards.by_month,
    "own day": partial(Cards.by_day, moment=attrgetter("date")),
    "own month": partial(Cards.by_month, moment=attrgetter("date")),
}
INDEX_TITLES = {"section": "Sections", "tag": "Topics", "author": "Authors", "source": "Sources"}


def latest(cards: Cards, config: Config) -> Iterator[Page]:
    """All that was published, by day: what the front page's rail begins."""
    if "latest" in config.pages and cards.digest.articles:
        view = ListView(Head("latest", LATEST, "Latest"), "Latest", Body(), (), Pager())
        yield from _paged(cards, view, cards.digest.articles, config.per_page, "the list of the latest", "day")


def topics(cards: Cards, config: Config) -> Iterator[Page]:
    """The pages of every section, tag, author and source, and an index of each kind that has any."""
    for kind, found in kinds(cards.digest).items():
        if kind not in config.pages:
            continue
        for topic in found:
            yield from _topic(cards, kind, topic, config)
        if found and "terms" in config.pages:
            terms = tuple(_term(cards, kind, topic) for topic in found)
            view = TermsView(Head("terms", f"/{kind}/", INDEX_TITLES[kind]), INDEX_TITLES[kind], terms)
            yield cards.whole("terms.html", view, f"the index /{kind}/")


def _term(cards: Cards, kind: str, topic: Topic) -> Term:
    label = topic.record.label if topic.record else ""
    return Term(topic.name, cards.addresses.topic(kind, topic.name), len(topic.articles), label)


def _topic(cards: Cards, kind: str, topic: Topic, config: Config) -> Iterator[Page]:
    record = topic.record
    url = cards.addresses.topic(kind, topic.name)
    view = ListView(
        head=Head(
            kind, url, topic.name, section=url if kind == "section" else "", feed=own_feed(cards, kind, topic, config)
        ),
        title=topic.name,
        intro=cards.texts[record.path].body if record else Body(),
        groups=(),
        pager=Pager(),
        facts=_facts(cards, topic) if kind == "source" else None,
        person=cards.person(topic.name) if kind == "author" else None,
    )
    origin = record.path if record else f"the {kind} {topic.name!r} ({topic.articles[0].path})"
    yield from _paged(cards, view, topic.articles, config.per_page, origin, "month")


def _facts(cards: Cards, topic: Topic) -> SourceFacts | None:
    source = cards.source(topic.name)
    if source is None:
        return None
    record = topic.record
    policies = Counter(article.republish for article in topic.articles)
    return SourceFacts(
        source=source,
        why=record.why if record else "",
        home=record.url if record else "",
        feed=record.feed if record else "",
        republish=policies.most_common(1)[0][0] or "own",
        licence=record.licence if record else "",
        since=topic.articles[-1].out,
    )


def _paged(
    cards: Cards, view: ListView, articles: tuple[Article, ...], per_page: int, origin: str, group: Grouping
) -> Iterator[Page]:
    """A list cut into pages; what stands above it is on the first alone, and so is how many there are in all: an
    article more is to change no other page."""
    cuts = list(pages_of(len(articles), per_page))
    urls = [page_number_url(view.head.url, number) if number else view.head.url for number, _, _ in cuts]
    for place, (number, first, last) in enumerate(cuts):
        pager = Pager(
            newer=urls[place - 1] if place else "",
            older=urls[place + 1] if place + 1 < len(cuts) else "",
            shown=last - first,
            total=0 if number else len(articles),
        )
        head = replace(view.head, url=urls[place], title=f"{view.title}, page {number}") if number else view.head
        frame = replace(view, head=head, intro=Body() if number else view.intro, pager=pager)
        seen = {"frame": frame, "articles": articles[first:last], "group": group}
        yield cards.page("list.html", urls[place], origin, _list, seen)


def _list(cards: Cards, frame: ListView, articles: tuple[Article, ...], group: Grouping) -> ListView:
    return replace(frame, groups=GROUPINGS[group](cards, articles))


def archive(cards: Cards, config: Config) -> Iterator[Page]:
    """Years, months and the archive's own page, by the article's own date: the folders of its permalinks."""
    if not config.pages & {"archive", "year", "month"}:
        return
    made = cards.addresses.made
    dated = sorted(cards.digest.articles, key=lambda article: original(article).at, reverse=True)
    years = []
    for year, in_year in groupby(dated, key=lambda article: original(article).at.year):
        of_year = tuple(in_year)
        url = f"/{year:04d}/"
        months = []
        for month, in_month in groupby(of_year, key=lambda article: original(article).at.month):
            of_month = tuple(in_month)
            start = midnight(original(of_month[0]), first=True)
            months.append(MonthCount(start, made(f"{url}{month:02d}/"), len(of_month)))
            yield from _span(cards, config, "month", f"{url}{month:02d}/", month_name(start), of_month)
        years.append(YearCount(year, made(url), len(of_year), tuple(months)))
        yield from _span(cards, config, "year", url, f"{year:04d}", of_year)
    if "archive" in config.pages:
        view = ArchiveView(
            head=Head("archive", ARCHIVE, "Archive"),
            years=tuple(years),
            count=len(dated),
            editions=tuple(map(cards.edition, cards.digest.editions)),
        )
        yield cards.whole("archive.html", view, "the archive")


def _span(
    cards: Cards, config: Config, kind: str, url: str, name: str, articles: tuple[Article, ...]
) -> Iterator[Page]:
    if kind in config.pages:
        view = ListView(Head(kind, url, name), name, Body(), (), Pager())
        cut: Grouping = "own day" if kind == "month" else "own month"
        yield from _paged(cards, view, articles, config.per_page, f"the archive of {name}", cut)
