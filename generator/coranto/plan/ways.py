"""Pages that lead on: where to look for an article, what to subscribe to, what was corrected.

A page of the site's own at one of these addresses takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from coranto.config import Config
from coranto.plan import archive
from coranto.plan.addresses import CORRECTIONS, OPML, SEARCH, SOURCES, SUBSCRIBE, kinds
from coranto.plan.cards import Cards
from coranto.plan.lists import term
from coranto.plan.offers import links
from coranto.planned import Feed, Page
from coranto.problems import Place, Problem, warning
from coranto.program import install_extra, installed
from coranto.view_parts import Corrected, Head, Offer, OfferGroup, TermList
from coranto.views import CorrectionsView, SearchView, SubscribeView

BUNDLE = "/pagefind/"
"""Where the index stands that is searched. Its name is that of the program that makes and reads it."""
FULLEST = 40  # of each kind: so many names a page can show at a glance


def search(cards: Cards, config: Config) -> Iterator[Page]:
    """The search page; without an index to search it leads on by day, topic and outlet alone."""
    if not _ours(cards, SEARCH):
        return
    view = SearchView(
        head=Head("search", SEARCH, cards.language.say("Search")),
        bundle=BUNDLE if config.search and indexer() else "",
        years=archive.years(cards),
        lists=tuple(_lists(cards)),
    )
    yield cards.whole("search.html", SEARCH, "the search page", lambda _: view)


def indexer() -> str:
    """The package that makes the index, if the extra is installed; the extended one also cuts Chinese and Japanese."""
    return next((name for name in ("pagefind_bin_extended", "pagefind_bin") if installed(name)), "")


def complaints(config: Config) -> list[Problem]:
    """That search was asked for and cannot be had."""
    if not config.search or indexer():
        return []
    message = "search: true needs the extra 'search', which is not installed: the search page has no field"
    return [warning(message, Place("config.yaml"), f"{install_extra('search')}, or write search: false")]


def _lists(cards: Cards) -> Iterator[TermList]:
    for kind, found in kinds(cards.digest).items():
        topics = [topic for topic in found if cards.addresses.topic(kind, topic.name)]
        fullest = {topic.name for topic in sorted(topics, key=lambda topic: -len(topic.articles))[:FULLEST]}
        if topics:
            terms = tuple(term(cards, kind, topic) for topic in topics if topic.name in fullest)
            yield TermList(kind, cards.addresses.made(f"/{kind}/"), len(topics), terms)


def subscribe(cards: Cards, planned: Sequence[Feed]) -> Iterator[Page]:
    """Every feed, that of the site first, then by kind; and lists of them, and of the outlets' own."""
    if not _ours(cards, SUBSCRIBE):
        return
    groups = [
        OfferGroup(kind, tuple(Offer(feed.name, cards.addresses.made(feed.home), links(feed)) for feed in found))
        for kind, found in groupby(planned, key=attrgetter("kind"))
    ]
    [site], others = groups[0].offers, groups[1:]
    head = Head("subscribe", SUBSCRIBE, cards.language.say("Subscribe"))
    view = SubscribeView(head, site, tuple(others), OPML, cards.addresses.made(SOURCES))
    yield cards.whole("subscribe.html", SUBSCRIBE, "the list of feeds", lambda _: view)


def corrections(cards: Cards) -> Iterator[Page]:
    """Every dated correction of a published article, newest first."""
    if not _ours(cards, CORRECTIONS):
        return
    found = [(each, article) for article in cards.digest.articles for each in article.corrections]
    found.sort(key=lambda pair: pair[0].date.at, reverse=True)
    head = Head("corrections", CORRECTIONS, cards.language.say("Corrections"))

    def view(cards: Cards) -> CorrectionsView:
        return CorrectionsView(
            head, tuple(Corrected(each.date, each.text, cards.card(article)) for each, article in found)
        )

    yield cards.whole("corrections.html", CORRECTIONS, "the list of corrections", view)


def _ours(cards: Cards, url: str) -> bool:
    """Is there to be such a page, and does no page of the site's own stand there?"""
    return bool(cards.addresses.made(url)) and url not in cards.addresses.pages.values()
