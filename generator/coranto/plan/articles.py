"""A page for each article that has one."""

from __future__ import annotations

from collections.abc import Iterator

from coranto.model import Article
from coranto.plan.cards import Cards, page
from coranto.text import shorten
from coranto.view_parts import Body, CorrectionView, Excerpt, Head, Link
from coranto.views import ArticleView, Page

LONG_TITLE = 110
DESCRIPTION = 200


def pages(cards: Cards) -> Iterator[Page]:
    """Article pages, each with links to the one before and the one after it."""
    shown = [article for article in cards.digest.articles if article.path in cards.addresses.pages]
    for place, article in enumerate(shown):
        later = shown[place - 1] if place else None
        earlier = shown[place + 1] if place + 1 < len(shown) else None
        yield page("article.html", _article(cards, article, earlier, later), article.path)


def _article(cards: Cards, article: Article, earlier: Article | None, later: Article | None) -> ArticleView:
    card = cards.card(article)
    text = cards.texts[article.path]
    note = cards.texts.get(f"{article.path}#note")
    policy = article.republish or "own"
    copy = policy == "full" and bool(article.source.name or article.imported)
    reports = cards.reports(article)

    def turn(other: Article | None) -> Link | None:
        return Link(other.title, cards.addresses.pages[other.path]) if other else None

    return ArticleView(
        head=Head(
            "article",
            card.url,
            article.title,
            description=shorten(card.summary, DESCRIPTION),
            noindex=copy or bool(card.mark),
            canonical=article.source.url if copy else "",
            section=card.section.url if card.section else "",
            mark=card.mark,
        ),
        card=card,
        republish=policy,
        standfirst="" if policy == "excerpt" else article.standfirst,  # an excerpt is all there is of their words
        summary=article.summary,
        note=note.body if note else Body(),
        body=text.body if policy in ("own", "full") else Body(),
        excerpt=Excerpt(text.excerpt, text.excerpt_words, text.words) if policy == "excerpt" and text.words else None,
        licence=article.licence,
        updated=article.updated,
        corrections=tuple(
            CorrectionView(each.date, each.text)
            for each in sorted(article.corrections, key=lambda each: each.date.at, reverse=True)
        ),
        tags=tuple(cards.link("tag", name) for name in article.tags),
        people=tuple(cards.person(name) for name in article.authors),
        story=cards.story(article),
        coverage=cards.cards(reports) if len(reports) > 1 else (),
        related=tuple(Link(teaser.title, teaser.url) for teaser in article.related),
        earlier=turn(earlier),
        later=turn(later),
        long=len(article.title) > LONG_TITLE,
        language=article.language,
        extra=article.extra,
    )
