"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): feeds and items in, bytes out, written by hand.

``_digest``, our own extension, holds the date of the original and its outlet: what a digest knows and a feed has no
other place for.
"""

from __future__ import annotations

import json
from typing import Any

from coranto.config import Config
from coranto.moments import iso
from coranto.permalinks import absolute, feed_id
from coranto.views import FeedItem, FeedView

VERSION = "https://jsonfeed.org/version/1.1"


def write(feed: FeedView, url: str, items: list[bytes], config: Config, icon: str) -> bytes:
    """One feed's bytes, its items written already."""
    home = absolute(feed.home, config.base_url)
    head = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": home,
        "feed_url": absolute(url, config.base_url),
        "description": feed.description,
        "icon": absolute(icon, config.base_url),
        "authors": [{"name": config.title, "url": config.base_url}],
        "language": config.language,
        "hubs": [{"type": "WebSub", "url": config.feeds.hub}] if config.feeds.hub else [],
    }
    rows = _bytes(head)[:-1] + b',\n"items": [' + (b"\n" if items else b"")
    return rows + b",\n".join(items) + (b"\n" if items else b"") + b"]}\n"


def write_item(item: FeedItem, html: str, config: Config) -> bytes:
    """An item's bytes, as they stand in any feed."""
    picture = absolute(item.image.src, config.base_url) if item.image else ""
    source = {"name": item.source.name, "url": absolute(item.source.url, config.base_url)} if item.source else {}
    return _bytes(
        {
            "id": feed_id(item.id, config.feeds.id_authority, config.base_url),
            "url": absolute(item.url, config.base_url),
            "external_url": item.original,
            "title": item.title,
            "content_html": html,
            "summary": item.summary,
            "image": picture,
            "date_published": item.published.at.isoformat(),
            "date_modified": item.updated.at.isoformat(),
            "authors": [{"name": name} for name in item.authors],
            "tags": [each.title for each in item.categories],
            "language": item.language,
            "_digest": {"original_date": iso(item.original_date)} | ({"source": _full(source)} if source else {}),
        }
    )


def _full(values: dict[str, Any]) -> dict[str, Any]:
    """What is empty is left out."""
    return {name: value for name, value in values.items() if value}


def _bytes(values: dict[str, Any]) -> bytes:
    return json.dumps(_full(values), ensure_ascii=False).encode("utf-8")
