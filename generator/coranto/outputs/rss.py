"""RSS 2.0 by feedgen, which is spoken to here and nowhere else. Feeds in, their files out.

What feedgen does wrong, and what is done about it (each was tried with 1.0.0):

- the channel's link is the last ``link()`` given: ``alternate`` comes last;
- ``lastBuildDate`` is the clock's: it is set from the items, and taken out of an empty feed;
- ``add_entry`` prepends: ``order="append"``;
- content without a summary lands in ``description``: a summary is always given;
- ``rel=hub`` is not written to RSS: the element is added to the tree.

Dates are made by ``setlocale``, process-wide: never call this in a thread beside others that format text.
"""

from __future__ import annotations

from html import escape

from feedgen.feed import FeedGenerator
from lxml import etree

from coranto import __version__
from coranto.config import Config
from coranto.model import Output
from coranto.moments import day
from coranto.permalinks import feed_id
from coranto.theme import absolute
from coranto.typeset import portable
from coranto.views import FeedItem, FeedView, Site

ATOM = "http://www.w3.org/2005/Atom"


def make(site: Site, config: Config) -> list[Output]:
    """Every planned feed as RSS."""
    return [Output(feed.path, write(feed, config), f"the feed {feed.path}") for feed in site.feeds]


def write(feed: FeedView, config: Config) -> bytes:
    """One feed's bytes: the same for the same feed, whenever."""
    generator = FeedGenerator()
    generator.load_extension("dc")
    generator.title(feed.title)
    generator.description(feed.description)
    generator.language(config.language)
    generator.generator("Coranto", version=__version__)
    generator.ttl(60)
    if config.licence:
        generator.rights(config.licence)
    if feed.updated:
        generator.lastBuildDate(feed.updated.at)
    generator.link(href=absolute(f"/{feed.path}", config.base_url), rel="self", type="application/rss+xml")
    generator.link(href=absolute(feed.home, config.base_url), rel="alternate")
    for item in feed.items:
        _add(generator, item, config)
    tree = etree.fromstring(generator.rss_str())
    channel = tree[0]
    if not feed.updated:
        for element in channel.findall("lastBuildDate"):
            channel.remove(element)
    if config.feeds.hub:
        hub = etree.Element(f"{{{ATOM}}}link", rel="hub", href=config.feeds.hub)
        channel.insert(0, hub)
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add(generator: FeedGenerator, item: FeedItem, config: Config) -> None:
    entry = generator.add_entry(order="append")
    entry.guid(feed_id(item.id, config.feeds.id_authority, config.base_url), permalink=False)
    entry.title(item.title)
    entry.link(href=absolute(item.url, config.base_url))
    entry.description(item.summary)
    entry.content(content(item, config), type="html")
    entry.pubDate(item.published.at)
    for author in item.authors:
        entry.dc.dc_creator(author)
    for category in item.categories:
        entry.category(term=category.title, scheme=absolute(category.url, config.base_url))
    if item.source and item.source_feed:
        entry.source(url=item.source_feed, title=item.source.name)


def content(item: FeedItem, config: Config) -> str:
    """The item's HTML: the source line first, then the body, or the summary when the body may not be shown."""
    body = portable(item.body.html(lambda url: absolute(url, config.base_url)))
    if not body.strip():
        body = f"<p>{escape(item.summary)}</p>"
    return source_line(item, config) + body


def source_line(item: FeedItem, config: Config) -> str:
    """``From Outlet, by Author, 22 November 2026. Read the original``; without an outlet ``By Author, …``."""
    parts = []
    if item.source:
        name = escape(item.source.name)
        parts.append(f'From <a href="{escape(absolute(item.source.url, config.base_url))}">{name}</a>')
    if item.authors:
        parts.append(f"{'by' if parts else 'By'} {escape(', '.join(item.authors))}")
    parts.append(day(item.original_date))
    line = ", ".join(parts) + "."
    if item.original:
        line += f' <a href="{escape(item.original)}">Read the original</a>'
    return f"<p>{line}</p>"
