"""What feeds hold: the same published list, newest first, as entries; that of the site has the editions too. Their file
formats are in ``syndication/``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import unquote

from coranto.body import Body
from coranto.cache import key_of
from coranto.config import Config
from coranto.model import Article, Edition, Moment
from coranto.permalinks import encode
from coranto.plan.addresses import EDITIONS, kinds
from coranto.plan.cards import Cards
from coranto.plan.days import moved_of
from coranto.plan.editions import feed_item, id_of
from coranto.plan.offers import title_of
from coranto.planned import Feed
from coranto.problems import Place, Problem, error, warning
from coranto.text import one_line
from coranto.view_parts import CorrectionView
from coranto.views import FeedItem, FeedView


def feeds(cards: Cards, config: Config) -> Iterator[Feed]:
    """The site's feed, one of each topic, and that of the editions, as far as config.yaml has formats for their kind.

    Without a base_url there is none: a feed needs absolute addresses.
    """
    if not config.base_url:
        return
    outward = config.feeds.link_to == "original"
    limit, about = config.feeds.limit, config.tagline or config.title

    def feed(
        kind: str, name: str, title: str, description: str, home: str, articles: Sequence[Article | Edition]
    ) -> Feed:
        newest = tuple(articles[:limit])
        head = (title, description, home)
        files = cards.addresses.feed(kind, name if kind in kinds(cards.digest) else "")
        make, sees = partial(_view, head, newest, outward), partial(_sees, (kind, *head, outward), newest, outward)
        return Feed(kind, name, files, title, home, make, sees)

    yield feed("site", config.title, config.title, about, "/", _all(cards, limit))
    for kind, found in kinds(cards.digest).items():
        for topic in found:
            title = title_of(config, topic.name)
            home = cards.addresses.topic(kind, topic.name)
            if cards.addresses.feed(kind, topic.name):
                yield feed(kind, topic.name, title, config.tagline or title, home, topic.articles)
    if cards.addresses.feed("editions"):
        name = cards.language.say("Editions")
        yield feed("editions", name, title_of(config, name), about, EDITIONS, _editions(cards))


Head = tuple[str, str, str]  # title, description, home


def _view(head: Head, newest: tuple[Article | Edition, ...], outward: bool, cards: Cards) -> FeedView:
    title, description, home = head
    held = tuple(_item(cards, each, outward) for each in newest)
    updated = max((each.updated for each in held), key=lambda moment: moment.at, default=None)
    return FeedView(f"feed:{home}", title, description, home, updated, held)


def _sees(about: tuple[object, ...], newest: tuple[Article | Edition, ...], outward: bool, cards: Cards) -> bytes:
    return key_of(cards.key(about), *(_key(cards, each, outward) for each in newest))


def _key(cards: Cards, article: Article | Edition, outward: bool) -> bytes:
    """What an item shows, as a key: all of it, and made without making the item."""

    def make() -> bytes:
        if isinstance(article, Edition):
            return cards.key(_item(cards, article, outward))
        note = cards.texts[_note(article)].key if article.note else b""
        about = (_source_feed(cards, article), [cards.link(*name) for name in _names(article)])
        return key_of(cards.key(article), cards.texts[article.path].key, note, cards.key(about))

    return cards.once(("key of item", article.path), make)


def _item(cards: Cards, article: Article | Edition, outward: bool) -> FeedItem:
    """An item, one value for all feeds that hold it."""

    def make() -> FeedItem:
        return feed_item(cards, article) if isinstance(article, Edition) else _made(cards, article, outward)

    return cards.once(("item", article.path), make)


def _made(cards: Cards, article: Article, outward: bool) -> FeedItem:
    card = cards.card(article)
    policy = article.republish or "own"
    text = cards.texts[article.path]
    body = {"own": text.body, "full": text.body, "excerpt": text.excerpt, "link": Body()}[policy]
    fixed = sorted(article.corrections, key=lambda each: each.date.at, reverse=True)
    return FeedItem(
        id=article.id,
        title=one_line(article.title),
        url=card.original if outward and card.original else card.url,
        published=article.out,
        updated=moved_of(article),
        original_date=card.date,
        authors=article.authors,
        source=card.source,
        source_feed=_source_feed(cards, article),
        original=card.original,
        summary=card.summary or article.title,
        body=body,
        categories=tuple(cards.link(*name) for name in _names(article)),
        own=policy == "own",
        language=article.language,
        image=card.image,
        note=cards.texts[_note(article)].body if article.note else Body(),
        corrections=tuple(CorrectionView(each.date, each.text) for each in fixed),
    )


def _all(cards: Cards, limit: int) -> list[Article | Edition]:
    """Articles and editions, newest first; an edition before the articles that went out with it."""
    names = {id_of(edition): edition for edition in cards.digest.editions}
    for article in cards.digest.articles:
        if article.id in names:
            where = names[article.id].path
            raise error(f"its id {article.id!r} is that of {where} in feeds", Place(article.path), "write another id:")
    out: list[tuple[Moment, Article | Edition]] = [(edition.date, edition) for edition in cards.digest.editions]
    out += [(article.out, article) for article in cards.digest.articles[:limit]]
    return [each for _, each in sorted(out, key=lambda pair: pair[0].at, reverse=True)[:limit]]


def _editions(cards: Cards) -> list[Edition]:
    """Editions, newest first."""
    return sorted(cards.digest.editions, key=lambda edition: edition.date.at, reverse=True)


def old_names(planned: Sequence[Feed], config: Config, problems: list[Problem]) -> tuple[tuple[str, str], ...]:
    """(address, address of the feed that is to stand there too), of those that lead to a feed."""
    known = {url for feed in planned for _, url in feed.files}
    found = []
    for old, now in config.feeds.old:
        if encode(unquote(now)) in known:
            found.append((encode(unquote(old)), encode(unquote(now))))
        elif planned:
            message = f"feeds.old names {now!r}, which is no feed of this site: left out"
            problems.append(warning(message, Place("config.yaml"), "the page to subscribe lists those there are"))
    return tuple(found)


def _names(article: Article) -> list[tuple[str, str]]:
    """What it is about: its section, then its tags."""
    names = [("section", article.section), *(("tag", tag) for tag in article.tags)]
    return [(kind, name) for kind, name in names if name]


def _note(article: Article) -> str:
    """Where its note is among the texts."""
    return f"{article.path}#note"


def _source_feed(cards: Cards, article: Article) -> str:
    topic = cards.topic("source", article.source.name)
    return topic.record.feed if topic and topic.record else ""
