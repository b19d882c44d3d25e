"""Pages that list articles: the latest; sections, tags, authors, sources, and their indexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import Literal

from coranto.body import Body
from coranto.config import Config
from coranto.curation import Topic
from coranto.imprint import INDEX_TITLES
from coranto.model import Article, altered
from coranto.permalinks import page_number_url, pages_of
from coranto.plan import alphabet, stories
from coranto.plan.addresses import LATEST, kinds
from coranto.plan.cards import Cards, Late
from coranto.plan.offers import own_feeds
from coranto.planned import Page
from coranto.view_parts import Group, Head, Letter, Pager, Person, SourceFacts, Term
from coranto.views import ListView, TermsView

Grouping = Literal["day", "month", "own day", "own month"]
GROUPINGS: Mapping[Grouping, Callable[[Cards, tuple[Article, ...]], tuple[Group, ...]]] = {
    "day": Cards.by_day,
    "month": Cards.by_month,
    "own day": partial(Cards.by_day, moment=attrgetter("date")),
    "own month": partial(Cards.by_month, moment=attrgetter("date")),
}
ONCE = ("latest", "section", "tag")  # lists of what happened; those of an author, outlet or day hold all of theirs
NOTHING = Body()
MANY = 30  # names: from here on an index is by letter
SCRIPTS = 60  # letters: more have only scripts whose letters are words


def latest(cards: Cards, config: Config) -> Iterator[Page]:
    """All that was published, by day: what the front page's rail begins."""
    if "latest" in config.pages and cards.digest.articles:
        title = cards.language.say("Latest")
        view = ListView(Head("latest", LATEST, title), title, Body(), (), Pager())
        yield from paged(cards, view, cards.digest.articles, config.per_page, "the list of the latest", "day")


def topics(cards: Cards, config: Config) -> Iterator[Page]:
    """The pages of every section, tag, author and source, and an index of each kind that has any."""
    for kind, found in kinds(cards.digest).items():
        if kind not in config.pages:
            continue
        for topic in found:
            yield from _topic(cards, kind, topic, config)
        if found and "terms" in config.pages:
            terms = tuple(term(cards, kind, topic) for topic in found)
            title = cards.language.say(INDEX_TITLES[kind])
            letters = by_letter(terms, config.language, kind == "source")
            view = TermsView(Head("terms", f"/{kind}/", title), title, terms, letters)
            template = "letters.html" if letters else "terms.html"
            yield cards.whole(template, view.head.url, f"the index /{kind}/", partial(_ready, view))


def _ready(view: TermsView, _: Cards) -> TermsView:
    return view


def by_letter(terms: tuple[Term, ...], language: str, bare: bool) -> tuple[Letter, ...]:
    """Many names by letter, in the order of the language's alphabet; ``bare``: without their articles. Of a few there
    are none, nor of a script that has too many letters."""
    if len(terms) <= MANY:
        return ()
    named = [(alphabet.bare(each.name, language) if bare else each.name, each) for each in terms]
    named.sort(key=lambda pair: alphabet.order(pair[0], language))
    named.sort(key=lambda pair: alphabet.letter(pair[0], language) != alphabet.OTHERS)
    letters = [
        (letter, tuple(each for _, each in run))
        for letter, run in groupby(named, key=lambda pair: alphabet.letter(pair[0], language))
    ]
    if len(letters) > SCRIPTS:
        return ()
    return tuple(Letter(letter, f"{ord(letter):x}", found) for letter, found in letters)


def term(cards: Cards, kind: str, topic: Topic) -> Term:
    """A section, tag, author or source in an index."""
    label = topic.record.label if topic.record else ""
    return Term(topic.name, cards.addresses.topic(kind, topic.name), len(topic.articles), label)


def _topic(cards: Cards, kind: str, topic: Topic, config: Config) -> Iterator[Page]:
    record = topic.record
    url = cards.addresses.topic(kind, topic.name)
    view = ListView(
        head=Head(
            kind,
            url,
            topic.name,
            section=url if kind == "section" else "",
            feeds=own_feeds(cards, kind, topic.name, config),
        ),
        title=topic.name,
        intro=Body(),
        groups=(),
        pager=Pager(),
        facts=_facts(cards, topic) if kind == "source" else None,
    )
    origin = record.path if record else f"the {kind} {topic.name!r} ({topic.articles[0].path})"
    about: dict[str, Late] = {}
    if record:
        about["intro"] = Late(lambda cards: cards.texts[record.path].body)
    if kind == "author":
        about["person"] = Late(lambda cards: cards.person(topic.name))
    yield from paged(cards, view, topic.articles, config.per_page, origin, "month", about=about)


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


def paged(
    cards: Cards,
    view: ListView,
    articles: tuple[Article, ...],
    per_page: int,
    origin: str,
    group: Grouping,
    template: str = "list.html",
    about: Mapping[str, Late] = MappingProxyType({}),
) -> Iterator[Page]:
    """A list cut into pages; what stands above it is on the first alone, and so is how many there are in all: an
    article more is to change no other page. ``about``: its ``intro`` and ``person``, if it has them."""
    cuts = list(pages_of(len(articles), per_page))
    urls = [page_number_url(view.head.url, number) if number else view.head.url for number, _, _ in cuts]
    for place, (number, first, last) in enumerate(cuts):
        pager = Pager(
            newer=urls[place - 1] if place else "",
            older=urls[place + 1] if place + 1 < len(cuts) else "",
            shown=last - first,
            total=0 if number else len(articles),
        )
        title = cards.language.say("{title}, page {number}", title=view.title, number=number)
        head = replace(view.head, url=urls[place], title=title) if number else view.head
        frame = altered(view, head=head, pager=pager)
        if number:
            frame = altered(frame, weeks=(), earlier=None, later=None)
        told = {name: each for name, each in about.items() if not number or name != "intro"}
        seen = {"frame": frame, "articles": articles[first:last], "group": group, **told}
        yield cards.page(template, urls[place], origin, _list, seen)


def _list(
    cards: Cards,
    frame: ListView,
    articles: tuple[Article, ...],
    group: Grouping,
    intro: Body = NOTHING,
    person: Person | None = None,
) -> ListView:
    shown = tuple(stories.once(cards, articles)) if frame.head.kind in ONCE else articles
    return replace(frame, groups=GROUPINGS[group](cards, shown), intro=intro, person=person)
