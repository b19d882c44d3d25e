"""Whose words a page shows: a view in, its cards out, and the outlets that the finished page does not name.

A theme may show a card as it likes, but not without its outlet. Values only: renders nothing, reads nothing.
Decision: docs/decisions/0023-whose-words.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import escape

from coranto.view_parts import Card
from coranto.views import (
    ArticleView,
    CorrectionsView,
    EditionView,
    HomeView,
    ListView,
    MissingView,
    PageViews,
    RetractedView,
    StoryView,
)


def cards_of(view: PageViews) -> Iterator[Card]:
    """Every card of a view, in the order of the page; one may come twice."""
    if isinstance(view, ArticleView):
        yield view.card
        yield from view.coverage
        yield from view.kindred
    elif isinstance(view, HomeView):
        yield from (view.lead,) if view.lead else ()
        yield from (*view.cluster, *view.picks)
        for group in (*view.latest, *view.sections):
            yield from group.cards
    elif isinstance(view, ListView):
        for group in view.groups:
            yield from group.cards
    elif isinstance(view, StoryView):
        for group in view.days:
            yield from group.cards
    elif isinstance(view, MissingView):
        for group in view.latest:
            yield from group.cards
    elif isinstance(view, EditionView):
        for part in view.parts:
            yield from (item.card for item in part.items)
    elif isinstance(view, CorrectionsView):
        yield from (each.card for each in view.corrections)


def unnamed(view: PageViews, page: str) -> str:
    """What a page shows without saying from whom: the name of an outlet, or the address of an original; empty when it
    names all. Only below its head: that speaks to machines.

    An outlet is asked for once: where its name stands, nearly always, nothing more is looked at.
    """
    head = max(page.find("</head>"), 0)

    def stands(text: str) -> bool:
        return page.find(str(escape(text)), head) >= 0

    if isinstance(view, RetractedView):
        name = view.source.name if view.source else ""
        return "" if stands(name) else name
    told: dict[str, list[Card]] = {}
    for card in cards_of(view):
        if card.source:
            told.setdefault(card.source.name, []).append(card)
    for name, cards in told.items():
        if not stands(name) and any(stands(card.title) for card in cards):
            return name
    original = view.card.original if isinstance(view, ArticleView) else ""
    return "" if stands(original) else original
