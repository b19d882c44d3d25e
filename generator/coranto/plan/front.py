"""The front page and the 404 page: what matters, what not to miss, what is new, this week's issue, what else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from coranto.config import Config
from coranto.model import Article
from coranto.plan.cards import Cards
from coranto.plan.stories import once
from coranto.planned import Page
from coranto.view_parts import Card, Group, Head
from coranto.views import HomeView, MissingView

PICKS = 5
RAIL = 23  # lines, of which an article takes two and the heading of a day one
SECTION_CARDS = 7
MISSING_ITEMS = 5


def home(cards: Cards, config: Config) -> Iterator[Page]:
    """The front page. The lead is the pick of rank 1, else the newest article; its story is told once."""
    if "home" not in config.pages:
        return
    articles, picks = cards.digest.articles, cards.digest.picks
    lead = next((pick for pick in picks if pick.featured == 1), articles[0] if articles else None)
    leading = (lead,) if lead else ()
    picked = list(once(cards, picks, leading))[:PICKS]
    cluster = [report for report in cards.reports(lead) if report is not lead] if lead else []
    near = {report.id for report in cluster}
    rail = list(_rail(once(cards, (article for article in articles if article.id not in near))))
    current = next(iter(cards.digest.editions), None)

    def view(cards: Cards) -> HomeView:
        return HomeView(
            head=Head("home", "/", "", description=config.tagline),
            lead=cards.card(lead) if lead else None,
            cluster=cards.cards(cluster),
            picks=cards.cards(picked),
            latest=cards.by_day(rail) if len(rail) > 1 else (),
            sections=tuple(_sections(cards, [*leading, *cluster, *picked])),
            edition=cards.edition(current) if current else None,
            newest=articles[0].out if articles else None,
            count=len(articles),
        )

    yield cards.whole("home.html", "/", "the front page", view)


def _rail(articles: Iterable[Article]) -> Iterator[Article]:
    """The newest, as many as are as high as what stands beside them, however many days they are of."""
    lines, day = RAIL, None
    for article in articles:
        lines -= 2 if article.out.at.date() == day else 3
        if lines < 0:
            return
        yield article
        day = article.out.at.date()


def _sections(cards: Cards, told: list[Article]) -> Iterator[Group]:
    for topic in cards.sections():
        shown = list(islice(once(cards, topic.articles, told), SECTION_CARDS))
        told += shown
        if shown:
            yield Group(_pictured_first(cards.cards(shown)), link=cards.link("section", topic.name))


def _pictured_first(shown: tuple[Card, ...]) -> tuple[Card, ...]:
    """The newest that has a picture opens its section, since the first is shown large; the others as they were."""
    first = next((card for card in shown if card.image), shown[0])
    return (first, *(card for card in shown if card is not first))


def missing(cards: Cards, config: Config) -> Iterator[Page]:
    """``404.html``: shown at any depth, so its links start at the root."""
    if "missing" in config.pages:
        head = Head("missing", "/404.html", cards.language.say("Not found"), noindex=True, rooted=True)
        newest = tuple(islice(once(cards, cards.digest.articles), MISSING_ITEMS))

        def view(cards: Cards) -> MissingView:
            return MissingView(head, cards.by_day(newest))

        yield cards.whole("missing.html", head.url, "the 404 page", view, noindex=True)
