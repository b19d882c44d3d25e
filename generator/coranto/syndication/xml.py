"""RSS 2.0 and Atom by feedgen, which is spoken to here and nowhere else. Feeds and items in, bytes out.

What feedgen does wrong, and what is done about it (each was tried with 1.0.0):

- the channel's link is the last ``link()`` given: ``alternate`` comes last;
- ``lastBuildDate`` and ``updated`` are the clock's: they are set from the items, taken out of an empty RSS feed, and
  the beginning of time in an empty Atom feed, which has to have one;
- ``add_entry`` prepends, and makes an item anew for each feed: entries are written apart, and set in behind the head;
- content without a summary lands in ``description``, content without a type is plain text: both are given;
- ``link()`` of an entry loses its ``rel`` in Atom; ``rel=hub`` is not written to RSS; a ``source`` has neither id nor
  date; a picture stands in a group with one child, which is an error: these elements are added to the tree;
- ``&`` in a title is written ``&amp;``, as it has to be in XML; validators and readers take what is in a title for HTML
  unless it is written in figures, ``&#x26;``: so are all texts of RSS that are no HTML;
- ``load_extension`` looks on the disk for a module that is not there, each time: the class is registered.

Dates are made by ``setlocale``, process-wide: never call this in a thread beside others that format text. All this is
slow to load, so it is loaded by the first feed that is written.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any

from coranto import __version__
from coranto.config import Config
from coranto.permalinks import absolute, feed_id
from coranto.pictures import TYPES
from coranto.view_parts import Frame, ImageView
from coranto.views import FeedItem, FeedView

if TYPE_CHECKING:
    from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "http://search.yahoo.com/mrss/"
SPACES = {
    "atom": ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": MEDIA,
}
MINUTES = 60  # so long a reader may keep a feed before it asks again
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PLAIN = re.compile(rb"<(title|category|dc:creator|source|copyright|media:\w+|description)\b[^<>]*>[^<]*")
_FIGURES = ((b"&amp;", b"&#x26;"), (b"&lt;", b"&#x3C;"), (b"&gt;", b"&#x3E;"))


def load() -> None:
    """Load what is slow to load: once, and not in each of the processes that may be at work."""
    from lxml import etree  # noqa: F401 (feedgen needs it loaded)  # isort: skip (before feedgen)
    import feedgen.feed  # noqa: F401 (loaded is all it is to be)


def write_rss(feed: FeedView, url: str, items: list[bytes], config: Config, icon: str) -> bytes:
    """One RSS feed's bytes, its items written already: the same for the same feed, whenever."""
    from lxml import etree

    generator = _head(feed, url, "application/rss+xml", config)
    generator.ttl(MINUTES)
    if icon:
        home = absolute(feed.home, config.base_url)
        generator.image(url=absolute(icon, config.base_url), title=feed.title, link=home)
    written = etree.fromstring(generator.rss_str())
    root = etree.Element("rss", version="2.0", nsmap=SPACES)  # the names that its items use
    channel = written[0]
    root.append(channel)
    if not feed.updated:
        for element in channel.findall("lastBuildDate"):
            channel.remove(element)
    if config.feeds.hub:
        own = channel.find(f"{{{ATOM}}}link")
        hub = etree.Element(f"{{{ATOM}}}link", rel="hub", href=config.feeds.hub)
        assert own is not None
        own.addnext(hub)
    etree.cleanup_namespaces(root, keep_ns_prefixes=list(SPACES))
    head, end, tail = _in_figures(_bytes(root)).rpartition(b"  </channel>\n")
    return b"".join([head, *items, end, tail])


def write_rss_item(item: FeedItem, html: str, config: Config) -> bytes:
    """An RSS item's bytes, as they stand in any feed."""
    from lxml import etree

    entry = _entry(item, config)
    if item.url:
        entry.link(href=absolute(item.url, config.base_url))
    entry.description(escape(item.summary, quote=False))  # RSS says that it is HTML
    entry.content(html, type="html")
    entry.pubDate(item.published.at)
    entry.dc.dc_creator(list(item.authors))
    if item.language:
        entry.dc.dc_language(item.language)
    if item.source and item.source_feed:
        entry.source(url=item.source_feed, title=item.source.name)
    elif item.original:
        entry.dc.dc_source(item.original)
    tree = etree.Element("rss", nsmap=SPACES)  # where these names are known, the item does not declare them again
    channel = etree.SubElement(tree, "channel")
    made = entry.rss_entry()
    channel.append(made)
    _media(made, item.image, config)
    data = _bytes(tree)
    return _in_figures(data[data.index(b"    <item>") : data.rindex(b"  </channel>")], item=True)


def write_atom(feed: FeedView, url: str, items: list[bytes], config: Config, icon: str) -> bytes:
    """One Atom feed's bytes, its entries written already."""
    from lxml import etree

    generator = _head(feed, url, "application/atom+xml", config)
    generator.author({"name": config.title, "uri": config.base_url})
    generator.subtitle(feed.description)
    if icon:
        generator.icon(absolute(icon, config.base_url))
    written = etree.fromstring(generator.atom_str())
    root = etree.Element(f"{{{ATOM}}}feed", dict(written.attrib), nsmap={None: ATOM, "media": MEDIA})
    root.extend(list(written))
    if config.feeds.hub:
        first = root.find(f"{{{ATOM}}}link")
        assert first is not None
        first.addprevious(etree.Element(f"{{{ATOM}}}link", rel="hub", href=config.feeds.hub))
    etree.cleanup_namespaces(root, keep_ns_prefixes=["media"])
    head, end, tail = _bytes(root).rpartition(b"</feed>\n")
    return b"".join([head, *items, end, tail])


def write_atom_entry(item: FeedItem, html: str, config: Config) -> bytes:
    """An Atom entry's bytes, as they stand in any feed."""
    from lxml import etree

    entry = _entry(item, config)
    entry.updated(item.updated.at)
    entry.published(item.published.at)
    entry.author([{"name": name} for name in item.authors])
    entry.summary(item.summary)
    entry.content(html, type="html")
    made = entry.atom_entry()
    if item.language:
        made.set(_LANG, item.language)
    if item.original:
        via = etree.Element("link", rel="via", href=item.original)
        if item.source:
            via.set("title", item.source.name)
        made.insert(3, via)
    if item.url:
        made.insert(3, etree.Element("link", rel="alternate", href=absolute(item.url, config.base_url)))
    _media(made, item.image, config)
    tree = etree.Element("feed", nsmap={"media": MEDIA})
    tree.append(made)
    data = _bytes(tree)
    return data[data.index(b"  <entry") : data.rindex(b"</feed>")]


def _head(feed: FeedView, url: str, media_type: str, config: Config) -> Any:
    """What both formats have in front of their items."""
    from lxml import etree  # noqa: F401 (feedgen needs it loaded)  # isort: skip (before feedgen)
    from feedgen.feed import FeedGenerator

    generator = FeedGenerator()
    generator.id(feed_id(feed.id, config.feeds.id_authority, config.base_url))
    generator.title(feed.title)
    generator.description(feed.description)  # of a channel it is plain text; of an item it is HTML
    generator.language(config.language)
    generator.generator("Coranto", version=__version__)
    if config.licence:
        generator.rights(config.licence)
    generator.updated(feed.updated.at if feed.updated else NEVER)
    generator.link(href=absolute(url, config.base_url), rel="self", type=media_type)
    generator.link(href=absolute(feed.home, config.base_url), rel="alternate")
    return generator


def _entry(item: FeedItem, config: Config) -> Any:
    """What both formats have in an item."""
    from lxml import etree  # noqa: F401 (feedgen needs it loaded)  # isort: skip (before feedgen)
    from feedgen.entry import FeedEntry
    from feedgen.ext.dc import DcEntryExtension

    entry = FeedEntry()
    entry.register_extension("dc", DcEntryExtension, atom=False)
    entry.guid(feed_id(item.id, config.feeds.id_authority, config.base_url), permalink=False)
    entry.title(item.title)
    entry.category([{"term": each.title, "scheme": absolute(each.url, config.base_url)} for each in item.categories])
    return entry


def _media(element: etree._Element, image: ImageView | None, config: Config) -> None:
    """The lead picture, whose file is ours, with its size: whole, and its smallest size."""
    if image is None or image.frame is None:
        return
    from lxml import etree

    frame = image.frame
    content = etree.SubElement(element, f"{{{MEDIA}}}content", nsmap={"media": MEDIA})
    _sized(content, config, frame.src, frame.width, frame.height)
    content.set("medium", "image")
    ending = frame.src.rpartition(".")[2].lower().replace("jpg", "jpeg")
    if ending in TYPES:
        content.set("type", TYPES[ending])
    for name, text in (("description", image.alt), ("credit", image.credit)):
        if text:
            etree.SubElement(content, f"{{{MEDIA}}}{name}").text = text
    _sized(etree.SubElement(element, f"{{{MEDIA}}}thumbnail"), config, *thumbnail(frame))


def _sized(element: etree._Element, config: Config, url: str, width: int, height: int) -> None:
    for name, value in (("url", absolute(url, config.base_url)), ("width", str(width)), ("height", str(height))):
        element.set(name, value)


def thumbnail(frame: Frame) -> tuple[str, int, int]:
    """The smallest size of a picture: its address, width and height."""
    if not frame.sizes:
        return frame.src, frame.width, frame.height
    first = frame.sizes[0]
    return first.url, first.width, max(1, round(frame.height * first.width / frame.width))


def _in_figures(data: bytes, item: bool = False) -> bytes:
    """XML whose plain texts have their signs in figures; the description of an ``item`` is HTML, and stays."""

    def written(found: re.Match[bytes]) -> bytes:
        text = found[0]
        if not item or found[1] != b"description":
            for sign, figures in _FIGURES:
                text = text.replace(sign, figures)
        return text

    return _PLAIN.sub(written, data) if b"&" in data else data


def _bytes(tree: etree._Element) -> bytes:
    from lxml import etree

    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", pretty_print=True)
