"""The front page and the 404 page: what matters, what not to miss, what is new, this week's issue, what else."""

from __future__ import annotations

from collections.abc import Iterator

from coranto.config import Config
from coranto.model import Article
from coranto.plan.cards import Cards
from coranto.view_parts import Group, Head
from coranto.views import HomeView, MissingView, Page

PICKS = 5
RAIL = 12
SECTION_CARDS = 7
MISSING_ITEMS = 5


def home(cards: Cards, config: Config) -> Iterator[Page]:
    """The front page. The lead is the pick of rank 1, else the newest article; its story is told once."""
    if "home" not in config.pages:
        return
    articles, picks = cards.digest.articles, cards.digest.picks
    lead = next((pick for pick in picks if pick.featured == 1), articles[0] if articles else None)
    picked = [pick for pick in picks if pick is not lead][:PICKS]
    reports = cards.reports(lead) if lead else ()
    current = next(iter(cards.digest.editions), None)
    view = HomeView(
        head=Head("home", "/", "", description=config.tagline),
        lead=cards.card(lead) if lead else None,
        cluster=cards.cards(report for report in reports if report is not lead and report not in picked),
        picks=cards.cards(picked),
        latest=cards.by_day(articles[:RAIL]) if len(articles) > 1 else (),
        sections=tuple(_sections(cards, {report.id for report in reports})),
        edition=cards.edition(current) if current else None,
        newest=articles[0].out if articles else None,
        count=len(articles),
    )
    yield cards.whole("home.html", view, "the front page")


def _sections(cards: Cards, told: set[str]) -> Iterator[Group]:
    for topic in cards.sections():
        shown: list[Article] = []
        seen = set(told)
        for article in topic.articles:
            if article.id not in seen and len(shown) < SECTION_CARDS:
                shown.append(article)
                seen.update(report.id for report in cards.reports(article))
        if shown:
            yield Group(cards.cards(shown), link=cards.link("section", topic.name))


def missing(cards: Cards, config: Config) -> Iterator[Page]:
    """``404.html``: shown at any depth, so its links start at the root."""
    if "missing" in config.pages:
        head = Head("missing", "/404.html", "Not found", noindex=True, rooted=True)
        view = MissingView(head, cards.by_day(cards.digest.articles[:MISSING_ITEMS]))
        yield cards.whole("missing.html", view, "the 404 page")
