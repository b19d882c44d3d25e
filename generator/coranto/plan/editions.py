"""A page for each edition, and the shelf of all of them."""

from __future__ import annotations

from collections.abc import Iterator

from coranto.config import Config
from coranto.model import Edition
from coranto.plan.addresses import EDITIONS
from coranto.plan.cards import Cards, roman
from coranto.view_parts import Head
from coranto.views import EditionItem, EditionPart, EditionsView, EditionView, Page


def pages(cards: Cards, config: Config) -> Iterator[Page]:
    """Editions, newest first, each with its neighbours; then the shelf."""
    shelf = list(cards.digest.editions)
    for place, edition in enumerate(shelf if "edition" in config.pages else ()):
        later = shelf[place - 1] if place else None
        earlier = shelf[place + 1] if place + 1 < len(shelf) else None
        yield cards.whole("edition.html", _edition(cards, edition, earlier, later), edition.path)
    if shelf and "editions" in config.pages:
        view = EditionsView(Head("editions", EDITIONS, "Editions"), tuple(map(cards.edition, shelf)))
        yield cards.whole("editions.html", view, "the list of editions")


def _edition(cards: Cards, edition: Edition, earlier: Edition | None, later: Edition | None) -> EditionView:
    text = cards.texts[edition.path]
    number = 0
    parts = []
    for place, part in enumerate(edition.parts, 1):
        items = []
        for item in part.items:
            number += 1
            items.append(EditionItem(number, cards.card(cards.by_id[item.article]), item.note))
        parts.append(EditionPart(roman(place), part.title, tuple(items)))
    card = cards.edition(edition)
    mark = cards.digest.marks.get(edition.path, "")
    return EditionView(
        head=Head(
            "edition",
            card.url,
            f"{edition.title} (edition {edition.number})",
            description=text.lead,
            noindex=bool(mark),
            mark=mark,
        ),
        card=card,
        editor=edition.editor,
        intro=text.body,
        parts=tuple(parts),
        earlier=cards.edition(earlier) if earlier else None,
        later=cards.edition(later) if later else None,
        total=len(cards.digest.editions),
        extra=edition.extra,
    )
