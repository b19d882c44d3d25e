"""A page for each edition, the shelf of all of them, and what the site's feed tells of one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from coranto.config import Config
from coranto.language import Language
from coranto.model import Edition
from coranto.plan.addresses import EDITIONS
from coranto.plan.cards import Cards
from coranto.plan.letters import roman
from coranto.plan.offers import own_feeds
from coranto.planned import Page
from coranto.text import shorten
from coranto.view_parts import Head
from coranto.views import EditionItem, EditionPart, EditionsView, EditionView, FeedItem

SUMMARY = 200  # characters


def pages(cards: Cards, config: Config) -> Iterator[Page]:
    """Editions, newest first, each with its neighbours; then the shelf."""
    shelf = list(cards.digest.editions)
    for place, edition in enumerate(shelf if "edition" in config.pages else ()):
        later = shelf[place - 1] if place else None
        earlier = shelf[place + 1] if place + 1 < len(shelf) else None
        make = partial(_edition, edition=edition, earlier=earlier, later=later)
        url, mark = cards.addresses.pages[edition.path], cards.digest.marks.get(edition.path, "")
        yield cards.whole("edition.html", url, edition.path, make, noindex=bool(mark))
    if shelf and "editions" in config.pages:
        title = cards.language.say("Editions")
        head = Head("editions", EDITIONS, title, feeds=own_feeds(cards, "editions", "", config))

        def view(cards: Cards) -> EditionsView:
            return EditionsView(head, tuple(map(cards.edition, shelf)))

        yield cards.whole("editions.html", EDITIONS, "the list of editions", view)


def _edition(cards: Cards, edition: Edition, earlier: Edition | None, later: Edition | None) -> EditionView:
    text = cards.texts[edition.path]
    card = cards.edition(edition)
    mark = cards.digest.marks.get(edition.path, "")
    return EditionView(
        head=Head(
            "edition",
            card.url,
            title_of(edition, cards.language),
            description=text.lead,
            noindex=bool(mark),
            mark=mark,
        ),
        card=card,
        editor=edition.editor,
        intro=text.body,
        parts=tuple(_parts(cards, edition)),
        earlier=cards.edition(earlier) if earlier else None,
        later=cards.edition(later) if later else None,
        total=len(cards.digest.editions),
        extra=edition.extra,
    )


def _parts(cards: Cards, edition: Edition) -> Iterator[EditionPart]:
    number = 0
    for place, part in enumerate(edition.parts, 1):
        items = []
        for item in part.items:
            number += 1
            article = cards.by_id[item.article]
            own = (article.republish or "own") == "own"
            items.append(EditionItem(number, cards.card(article), item.note, own))
        yield EditionPart(roman(place), part.title, tuple(items))


def title_of(edition: Edition, language: Language) -> str:
    """What tells an edition from others: its title with its number; a draft may have the number alone."""
    number = edition.number
    if not edition.title:
        return language.say("Edition {number}", number=number)
    return language.say("{title} (edition {number})", title=edition.title, number=number)


def id_of(edition: Edition) -> str:
    """The id of an edition in the site's feed: it outlives title, file and date."""
    return f"edition/{edition.number}"


def feed_item(cards: Cards, edition: Edition) -> FeedItem:
    """An edition as an entry of the site's feed: the intro, and its items with their source lines."""
    text = cards.texts[edition.path]
    return FeedItem(
        id=id_of(edition),
        title=title_of(edition, cards.language),
        url=cards.addresses.pages.get(edition.path, ""),
        published=edition.date,
        updated=edition.date,
        original_date=edition.date,
        authors=(edition.editor,) if edition.editor else (),
        source=None,
        source_feed="",
        original="",
        summary=shorten(text.lead, SUMMARY) or title_of(edition, cards.language),
        body=text.body,
        categories=(),
        parts=tuple(_parts(cards, edition)),
    )
