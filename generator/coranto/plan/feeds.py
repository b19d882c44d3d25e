"""What feeds hold: the same published list, newest first, as entries. Their file formats are in ``outputs/``."""

from __future__ import annotations

from collections.abc import Iterator

from coranto.config import Config
from coranto.model import Article
from coranto.permalinks import output_path
from coranto.plan.addresses import FEED
from coranto.plan.cards import Cards
from coranto.views import Body, FeedItem, FeedView


def feeds(cards: Cards, config: Config) -> Iterator[FeedView]:
    """The site's feed. Without a base_url there is none: a feed needs absolute addresses."""
    if not config.base_url:
        return
    outward = config.feeds.link_to == "original"
    items = tuple(_item(cards, article, outward) for article in cards.digest.articles[: config.feeds.limit])
    yield FeedView(
        path=output_path(FEED),
        title=config.title,
        description=config.tagline or config.title,
        home="/",
        updated=max((item.updated for item in items), key=lambda moment: moment.at, default=None),
        items=items,
    )


def _item(cards: Cards, article: Article, outward: bool) -> FeedItem:
    card = cards.card(article)
    text = cards.texts[article.path]
    topic = cards.topic("source", article.source.name)
    body = {"own": text.body, "full": text.body, "excerpt": text.excerpt, "link": Body()}[article.republish or "own"]
    # A correction moves `updated`; a rebuild or a new theme never does.
    moved = (article.out, article.updated, *(correction.date for correction in article.corrections))
    names = (("section", article.section), *(("tag", tag) for tag in article.tags))
    return FeedItem(
        id=article.id,
        title=article.title,
        url=card.original if outward and card.original else card.url,
        published=article.out,
        updated=max((moment for moment in moved if moment), key=lambda moment: moment.at),
        original_date=card.date,
        authors=article.authors,
        source=card.source,
        source_feed=topic.record.feed if topic and topic.record else "",
        original=card.original,
        summary=card.summary or article.title,
        body=body,
        categories=tuple(cards.link(kind, name) for kind, name in names if name),
    )
