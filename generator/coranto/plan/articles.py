"""A page for each article that has one, and a notice for each that was retracted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from coranto.body import Body
from coranto.config import Config
from coranto.model import Article, Retraction
from coranto.plan.cards import Cards, Late
from coranto.plan.days import moved_of
from coranto.plan.kindred import kindred
from coranto.plan.letters import seal
from coranto.planned import Page
from coranto.text import shorten
from coranto.texts import Typeset
from coranto.view_parts import CorrectionView, Excerpt, Head, Link, Person, SourceView
from coranto.views import ArticleView, RetractedView

LONG_TITLE = 110
DESCRIPTION = 200


def pages(cards: Cards, config: Config) -> Iterator[Page]:
    """Article pages, each with links to the one before and the one after it."""
    shown = [article for article in cards.digest.articles if article.path in cards.addresses.pages]
    akin = kindred(cards.digest)
    links = (Link(article.title, cards.addresses.pages[article.path], article.language) for article in shown)
    turns = [None, *links, None]
    for place, article in enumerate(shown):
        reports = cards.reports(article)
        copy = _is_copy(article) and not config.robots.copies
        yield cards.page(
            "article.html",
            cards.addresses.pages[article.path],
            article.path,
            _article,
            {
                "article": article,
                "text": _text(article.path),
                "note": _text(f"{article.path}#note") if article.note else None,
                "tags": tuple(cards.link("tag", name) for name in article.tags),
                "people": Late(partial(_people, article.authors)) if article.authors else (),
                "turns": (turns[place + 2], turns[place]),
                "story": cards.story(article),
                "reports": reports if len(reports) > 1 else (),
                "akin": Late(partial(_akin, akin, article.id)),
                "copy": copy,
            },
            noindex=copy or article.path in cards.digest.marks,
            article=article,
        )
    for article in cards.digest.retracted:
        if article.path in cards.addresses.pages:
            yield _notice(cards, article)


def _text(name: str) -> Late:
    return Late(lambda cards: cards.texts[name])


def _akin(akin: Callable[[str], tuple[Article, ...]], name: str, _: Cards) -> tuple[Article, ...]:
    return akin(name)


def _people(names: tuple[str, ...], cards: Cards) -> tuple[Person, ...]:
    return tuple(map(cards.person, names))


def _is_copy(article: Article) -> bool:
    """The whole text of another outlet: it is theirs to be found by."""
    return (article.republish or "own") == "full" and bool(article.source.name or article.imported)


def _article(
    cards: Cards,
    article: Article,
    text: Typeset,
    note: Typeset | None,
    tags: tuple[Link, ...],
    people: tuple[Person, ...],
    turns: tuple[Link | None, Link | None],
    story: Link | None,
    reports: tuple[Article, ...],
    akin: tuple[Article, ...],
    copy: bool,
) -> ArticleView:
    card = cards.card(article)
    earlier, later = turns
    policy = article.republish or "own"
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
        moved=moved_of(article),
        corrections=tuple(
            CorrectionView(each.date, each.text)
            for each in sorted(article.corrections, key=lambda each: each.date.at, reverse=True)
        ),
        tags=tags,
        people=people,
        story=story,
        coverage=cards.cards(reports),
        kindred=cards.cards(akin),
        related=tuple(Link(teaser.title, teaser.url, article.language) for teaser in article.related),
        earlier=earlier,
        later=later,
        long=len(article.title) > LONG_TITLE,
        language=article.language,
        archived=article.source.archived,
        extra=article.extra,
    )


def _notice(cards: Cards, article: Article) -> Page:
    """What stands where an article was. Its address and its id stay taken."""
    url = cards.addresses.pages[article.path]
    name = article.source.name
    source = cards.source(name) or (SourceView(name, "", seal=seal(name)) if name else None)
    seen = {
        "url": url,
        "title": article.title,
        "language": article.language,
        "why": article.retracted,
        "source": source,
        "original": article.source.url,
    }
    return cards.page("retracted.html", url, article.path, _retracted, seen, noindex=True, article=article)


def _retracted(
    cards: Cards, url: str, title: str, language: str, why: Retraction, source: SourceView | None, original: str
) -> RetractedView:
    head = Head("retracted", url, title, noindex=True)
    return RetractedView(head, title, why.date, why.reason, source, original, language)
