"""Lists of feeds as OPML 2.0: ``feeds.opml``, ours; ``sources.opml``, those of outlets that the site names in public.

Written as text: two elements need no library. Without a base_url there is none of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from itertools import groupby

from coranto.config import Config
from coranto.imprint import INDEX_TITLES
from coranto.model import Output, Record
from coranto.permalinks import absolute, output_path
from coranto.plan.addresses import OPML, SOURCES
from coranto.planned import Feed, Site
from coranto.sight import Sight


def make(site: Site, config: Config, sight: Sight) -> list[Output]:
    """Both lists, as far as there is anything in them."""
    outputs = []
    if site.feeds:
        outputs.append(_file(OPML, partial(_ours, site, config), site))
    if site.blogroll:
        outputs.append(_file(SOURCES, partial(_theirs, site, config), site))
    return outputs


def _ours(site: Site, config: Config) -> bytes:
    rows = []
    for kind, feeds in groupby(site.feeds, key=lambda feed: feed.kind):
        found = [_feed(feed, config) for feed in feeds]
        title = site.language.say(INDEX_TITLES.get(kind, ""))
        rows += [f"<outline{_attributes(text=title, title=title)}>", *found, "</outline>"] if title else found
    return _text(config.title, rows)


def _theirs(site: Site, config: Config) -> bytes:
    once: dict[str, Record] = {}  # two records may name one feed
    for record in site.blogroll:
        once.setdefault(record.feed, record)
    rows = [
        _outline(text=each.name, xmlUrl=each.feed, htmlUrl=each.url, description=each.why) for each in once.values()
    ]
    return _text(f"{config.title}: {site.language.say('Sources')}", rows)


def _feed(feed: Feed, config: Config) -> str:
    """One outline for a feed, whatever formats it has: who takes the list wants it once."""
    urls = dict(feed.files)
    address = absolute(next(urls[form] for form in ("rss", "atom", "json") if form in urls), config.base_url)
    return _outline(text=feed.title, xmlUrl=address, htmlUrl=absolute(feed.home, config.base_url))


def _outline(text: str, **others: str) -> str:
    return f"<outline{_attributes(type='rss', text=text, title=text, **others)}/>"


def _attributes(**values: str) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in values.items() if value)


def _file(url: str, make: Callable[[], bytes], site: Site) -> Output:
    return Output(output_path(url), make if site.facts.preview else make(), "outputs/opml")


def _text(title: str, rows: list[str]) -> bytes:
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{escape(title)}</title></head>",
    )
    text = "".join(f"{row}\n" for row in (*head, "<body>", *rows, "</body>", "</opml>"))
    return text.encode()
