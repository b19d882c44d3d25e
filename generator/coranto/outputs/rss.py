"""RSS 2.0 by feedgen, which is spoken to here and nowhere else. Feeds in, their files out.

What feedgen does wrong, and what is done about it (each was tried with 1.0.0):

- the channel's link is the last ``link()`` given: ``alternate`` comes last;
- ``lastBuildDate`` is the clock's: it is set from the items, and taken out of an empty feed;
- ``add_entry`` prepends, and makes an item anew for each feed: entries are written apart, and set in behind the head;
- content without a summary lands in ``description``: a summary is always given;
- ``rel=hub`` is not written to RSS: the element is added to the tree;
- ``load_extension`` looks on the disk for a module that is not there, each time: the classes are registered.

Dates are made by ``setlocale``, process-wide: never call this in a thread beside others that format text. All this is
slow to load, so it is loaded by the first feed that is written.
"""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

from coranto import __version__
from coranto.body import pack_view
from coranto.config import Config
from coranto.language import ENGLISH, Language
from coranto.model import Moment, Output
from coranto.moments import day
from coranto.permalinks import absolute, feed_id
from coranto.planned import Feed, Site
from coranto.sight import Sight
from coranto.view_parts import SourceView
from coranto.views import FeedItem, FeedView

if TYPE_CHECKING:
    from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
SPACES = {
    "atom": ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def make(site: Site, config: Config, sight: Sight) -> list[Output]:
    """Every planned feed as RSS. An item is written once, for all the feeds that hold it."""
    written: dict[int, bytes] = {}  # by identity: to compare bodies is dear

    def item_of(item: FeedItem) -> bytes:
        if id(item) not in written:
            written[id(item)] = sight.piece("item", pack_view(item), partial(write_item, item, config, site.language))
        return written[id(item)]

    def write_one(planned: Feed) -> bytes:
        feed = planned.make()
        return write(feed, [item_of(item) for item in feed.items], config)

    feeds = [(sight.feed(feed), feed.path, f"the feed {feed.path}", partial(write_one, feed)) for feed in site.feeds]
    stale = [feed for feed, file in zip(site.feeds, feeds, strict=True) if not sight.knows("rss", file[0])]
    items = {id(item): item for feed in stale for item in feed.make().items}
    if items:
        import feedgen.entry  # noqa: F401 (once, and not in each of the processes that may be at work)
    pieces = [(pack_view(item), partial(write_item, item, config, site.language)) for item in items.values()]
    sight.ahead("item", pieces)
    return sight.outputs("rss", feeds)


def write(feed: FeedView, items: list[bytes], config: Config) -> bytes:
    """One feed's bytes, its items written already: the same for the same feed, whenever."""
    from lxml import etree  # isort: skip (feedgen needs it loaded)
    from feedgen.ext.dc import DcEntryExtension, DcExtension
    from feedgen.feed import FeedGenerator

    generator = FeedGenerator()
    generator.register_extension("dc", DcExtension, DcEntryExtension)
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
    tree = etree.fromstring(generator.rss_str())
    channel = tree[0]
    if not feed.updated:
        for element in channel.findall("lastBuildDate"):
            channel.remove(element)
    if config.feeds.hub:
        hub = etree.Element(f"{{{ATOM}}}link", rel="hub", href=config.feeds.hub)
        channel.insert(0, hub)
    head, end, tail = _bytes(tree).rpartition(b"  </channel>\n")
    return b"".join([head, *items, end, tail])


def write_item(item: FeedItem, config: Config, language: Language = ENGLISH) -> bytes:
    """An item's bytes, as they stand in any feed."""
    from lxml import etree  # isort: skip (feedgen needs it loaded)
    from feedgen.entry import FeedEntry
    from feedgen.ext.dc import DcEntryExtension

    entry = FeedEntry()
    entry.register_extension("dc", DcEntryExtension)
    entry.guid(feed_id(item.id, config.feeds.id_authority, config.base_url), permalink=False)
    entry.title(item.title)
    if item.url:
        entry.link(href=absolute(item.url, config.base_url))
    entry.description(item.summary)
    entry.content(content(item, config, language), type="html")
    entry.pubDate(item.published.at)
    entry.dc.dc_creator(list(item.authors))
    entry.category([{"term": each.title, "scheme": absolute(each.url, config.base_url)} for each in item.categories])
    if item.source and item.source_feed:
        entry.source(url=item.source_feed, title=item.source.name)
    tree = etree.Element("rss", nsmap=SPACES)  # where these names are known, the item does not declare them again
    channel = etree.SubElement(tree, "channel")
    channel.append(entry.rss_entry())
    data = _bytes(tree)
    return data[data.index(b"    <item>") : data.rindex(b"  </channel>")]


def _bytes(tree: etree._Element) -> bytes:
    from lxml import etree

    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def content(item: FeedItem, config: Config, language: Language) -> str:
    """The item's HTML: the source line first, then the body, or the summary when the body may not be shown."""
    from coranto.sanitise import portable

    base_url = escape(config.base_url, quote=False)  # it may hold an ampersand
    body = portable(item.body.html(lambda url: absolute(url, base_url)))
    if not body.strip() and not item.parts:
        body = f"<p>{escape(item.summary)}</p>"
    return source_line(item, config, language) + body + contents(item, config, language)


def contents(item: FeedItem, config: Config, language: Language) -> str:
    """The parts of an edition: each item with its source line, its headline, and what the editor says of it."""
    html = []
    for part in item.parts:
        title = f"{part.roman}. {part.title}" if part.title else part.roman
        html.append(f'<h2>{escape(title)}</h2><ol start="{part.items[0].number}">')
        for each in part.items:
            card = each.card
            label = f" ({card.source.label})" if card.source and card.source.label else ""
            authors = tuple(author.title for author in card.authors)
            original = card.original if card.url != card.original else ""
            by = "told by" if each.own else "by"
            line = _line(card.source, label, authors, card.date, original, config, language, by)
            headline, note = escape(card.title), f"<p>{escape(each.note)}</p>" if each.note else ""
            if card.url:
                headline = f'<a href="{escape(absolute(card.url, config.base_url))}">{headline}</a>'
            html.append(f"<li>{line}<p><strong>{headline}</strong></p>{note}</li>")
        html.append("</ol>")
    return "".join(html)


def source_line(item: FeedItem, config: Config, language: Language) -> str:
    """``From Outlet, by Author, 22 November 2026. Read the original``; without an outlet ``By Author, …``."""
    return _line(item.source, "", item.authors, item.original_date, item.original, config, language)


def _line(
    source: SourceView | None,
    label: str,
    authors: tuple[str, ...],
    date: Moment,
    original: str,
    config: Config,
    language: Language,
    by: str = "by",
) -> str:
    words, parts = language.say, []
    if source:
        name = escape(source.name)
        page = escape(absolute(source.url, config.base_url))
        linked = f'<a href="{page}">{name}</a>' if page else name
        parts.append(f"{escape(words('From'), quote=False)} {linked}{escape(label)}")
    if authors:
        parts.append(escape(f"{words(by if parts else 'By')} {words(', ').join(authors)}"))
    parts.append(escape(day(date, language.dates), quote=False))
    line = escape(words(", "), quote=False).join(parts) + "."
    if original:
        line += f' <a href="{escape(original)}">{escape(words("Read the original"), quote=False)}</a>'
    return f"<p>{line}</p>"
