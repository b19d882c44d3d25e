"""What feeds hold: the same published list, newest first, as entries; that of the site has the editions too. Their file
formats are in ``outputs/``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coranto.body import Body
from coranto.cache import key_of
from coranto.config import Config
from coranto.curation import Topic
from coranto.model import Article, Edition, Moment
from coranto.permalinks import output_path
from coranto.plan.addresses import FEED, kinds
from coranto.plan.cards import Cards
from coranto.plan.editions import feed_item, id_of
from coranto.planned import Feed
from coranto.problems import Place, error
from coranto.text import fold
from coranto.view_parts import FeedLink
from coranto.views import FeedItem, FeedView

RSS = "application/rss+xml"


def feeds(cards: Cards, config: Config) -> Iterator[Feed]:
    """The site's feed, and one of each topic of the kinds in ``feeds.per``. An article is the same item in all of them.

    Without a base_url there is none: a feed needs absolute addresses.
    """
    if not config.base_url:
        return
    outward = config.feeds.link_to == "original"
    keys: dict[str, bytes] = {}
    items: dict[str, FeedItem] = {}

    def key_of_item(article: Article | Edition) -> bytes:
        found = keys.get(article.path)
        if found is not None:
            return found
        if isinstance(article, Edition):
            key = cards.key(item(article))
        else:
            text, names = cards.texts[article.path], _names(article)
            about = (_source_feed(cards, article), [cards.link(*name) for name in names])
            key = cards.key(article) + text.key + cards.key(about)
        keys[article.path] = key
        return key

    def item(article: Article | Edition) -> FeedItem:
        if article.path not in items:
            if isinstance(article, Edition):
                items[article.path] = feed_item(cards, article)
            else:
                items[article.path] = _item(cards, article, outward)
        return items[article.path]

    def feed(path: str, title: str, description: str, home: str, articles: Sequence[Article | Edition]) -> Feed:
        newest = articles[: config.feeds.limit]

        def make() -> FeedView:
            held = tuple(map(item, newest))
            updated = max((each.updated for each in held), key=lambda moment: moment.at, default=None)
            return FeedView(output_path(path), title, description, home, updated, held)

        sees = key_of(cards.key((path, title, description, home, outward)), *map(key_of_item, newest))
        return Feed(output_path(path), title, home, sees, make)

    yield feed(FEED, config.title, config.tagline or config.title, "/", _all(cards, config.feeds.limit))
    for kind, found in kinds(cards.digest).items():
        for topic in found:
            link = own_feed(cards, kind, topic, config)
            if link:
                home = cards.addresses.topic(kind, topic.name)
                yield feed(link.url, link.title, config.tagline or link.title, home, topic.articles)


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


def own_feed(cards: Cards, kind: str, topic: Topic, config: Config) -> FeedLink | None:
    """The feed of a section, tag, author or source, when it has one."""
    url = cards.addresses.feeds.get((kind, fold(topic.name)))
    return FeedLink(f"{config.title}: {topic.name}", url, RSS) if url else None


def _item(cards: Cards, article: Article, outward: bool) -> FeedItem:
    card = cards.card(article)
    text = cards.texts[article.path]
    body = {"own": text.body, "full": text.body, "excerpt": text.excerpt, "link": Body()}[article.republish or "own"]
    # A correction moves `updated`; a rebuild or a new theme never does.
    moved = (article.out, article.updated, *(correction.date for correction in article.corrections))
    return FeedItem(
        id=article.id,
        title=article.title,
        url=card.original if outward and card.original else card.url,
        published=article.out,
        updated=max((moment for moment in moved if moment), key=lambda moment: moment.at),
        original_date=card.date,
        authors=article.authors,
        source=card.source,
        source_feed=_source_feed(cards, article),
        original=card.original,
        summary=card.summary or article.title,
        body=body,
        categories=tuple(cards.link(*name) for name in _names(article)),
    )


def _names(article: Article) -> list[tuple[str, str]]:
    """What it is about: its section, then its tags."""
    names = [("section", article.section), *(("tag", tag) for tag in article.tags)]
    return [(kind, name) for kind, name in names if name]


def _source_feed(cards: Cards, article: Article) -> str:
    topic = cards.topic("source", article.source.name)
    return topic.record.feed if topic and topic.record else ""
