"""A feed in, its items as values out, whichever format it has, with the faults of its form. Judges no content.

XML is read without entities, DTDs and network; what is not well-formed is a fault, and there are no items then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from lxml import etree

from coranto.inventory.addresses import Ground, named
from coranto.inventory.facts import Fault, Feed, Item, Out, Paper, Words
from coranto.inventory.html import read_words

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = "{http://search.yahoo.com/mrss/}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_KNOWN = ("urlset", "sitemapindex", "url", "sitemap", "loc", "lastmod", "changefreq", "priority")
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
Element = etree._Element
Body = Callable[[str], Words]


def read_xml(path: str, data: bytes, ground: Ground, body: Body = read_words) -> Feed | Paper:
    """A feed, a list of feeds or a sitemap. Any other XML is only seen to be well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        line = fault.lineno or 0
        return Paper(path, faults=(Fault(_kind(path), f"it is not well-formed: {fault.msg}", line),))
    except ValueError as fault:
        return Paper(path, faults=(Fault(_kind(path), f"it cannot be read: {fault}"),))
    told = _form(root)
    tag = str(root.tag)
    if tag == "rss":
        return _rss(path, root, body, told)
    if tag == f"{ATOM}feed":
        return _atom(path, root, body, told)
    if tag == "opml":
        return _opml(path, root, ground, told)
    if tag in (f"{SITEMAP}urlset", f"{SITEMAP}sitemapindex"):
        return _sitemap(path, root, ground)
    return Paper(path)


def read_json(path: str, data: bytes, body: Body = read_words) -> Feed | Paper:
    """A JSON Feed; any other JSON is only seen to be JSON."""
    try:
        root = json.loads(data)
    except (ValueError, RecursionError) as fault:
        return Paper(path, faults=(Fault(_kind(path), f"it is no JSON: {str(fault)[:100]}"),))
    if not isinstance(root, dict) or "jsonfeed.org" not in str(root.get("version", "")):
        return Paper(path)
    faults: list[Fault] = []

    def lack(what: str) -> None:
        faults.append(Fault("feeds", what))

    if root.get("version") != "https://jsonfeed.org/version/1.1":
        lack("its version is not https://jsonfeed.org/version/1.1")
    entries = root.get("items")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        lack("'items' is no list of objects")
        entries = []
    for key in ("home_page_url", "language"):
        if not _text(root, key):
            lack(f"there is no {key}")
    hubs = tuple(_text(hub, "url") for hub in _objects(root, "hubs"))
    items = tuple(_json_item(entry, body, faults) for entry in entries)
    own = _text(root, "feed_url")
    return Feed(
        path, "JSON Feed", _text(root, "title"), _text(root, "home_page_url"), own, "", hubs, items, tuple(faults)
    )


def _json_item(entry: dict[str, Any], body: Body, faults: list[Fault]) -> Item:
    if not isinstance(entry.get("id"), str):
        faults.append(Fault("feeds", "the id of an item is no text"))
    if "content_html" not in entry and "content_text" not in entry:
        faults.append(Fault("feeds", f"the item {named(_text(entry, 'id'))} has neither content_html nor content_text"))
    html = _text(entry, "content_html")
    dates = tuple((key, _text(entry, key)) for key in ("date_published", "date_modified") if key in entry)
    pictures = tuple(_text(entry, key) for key in ("image", "banner_image") if _text(entry, key))
    files = [_text(each, "url") for each in _objects(entry, "attachments")]
    return Item(
        id=_text(entry, "id"),
        title=_text(entry, "title"),
        url=_text(entry, "url") or _text(entry, "external_url"),
        summary=_text(entry, "summary") or "·",  # the format asks for none
        words=body(html) if html else None,
        dates=dates,
        enclosures=len(files),
        media=(*pictures, *files),
    )


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _objects(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = data.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _form(root: Element) -> list[Fault]:
    """What may not be in any XML of ours."""
    tree, faults = root.getroottree(), []
    encoding = tree.docinfo.encoding or "UTF-8"
    if encoding.upper() not in ("UTF-8", "ASCII", "US-ASCII"):
        faults.append(Fault("feeds", f"it is written in {encoding}, not in UTF-8", 1))
    if tree.docinfo.doctype:
        faults.append(Fault("feeds", "it has a DOCTYPE, which readers refuse", 1))
    before = root.getprevious()
    while before is not None:
        if isinstance(before, etree._ProcessingInstruction) and "xsl" in (before.text or ""):
            faults.append(
                Fault("feeds", "it has an XSLT style sheet, which browsers no longer read", before.sourceline or 1)
            )
        before = before.getprevious()
    return faults


def _rss(path: str, root: Element, body: Body, faults: list[Fault]) -> Feed:
    channel = root.find("channel")
    if channel is None:
        return Feed(path, "RSS", faults=(*faults, Fault("feeds", "there is no channel")))
    for name in ("title", "link", "description", "language", "generator", "ttl"):
        if not _of(channel, name):
            faults.append(Fault("feeds", f"the channel has no {name}", channel.sourceline or 0))
    if _TAG.search(_of(channel, "description")):
        line = _line(channel, "description")
        faults.append(Fault("feeds", "readers may take the channel's description for HTML", line, severity="warning"))
    image = channel.find("image")
    if image is not None:
        for name in ("title", "link"):
            if _of(image, name) != _of(channel, name):
                faults.append(
                    Fault("feeds", f"the {name} of the channel's image is not the channel's", image.sourceline or 0)
                )
    links = list(channel.iterchildren(f"{ATOM}link"))
    own = next((link for link in links if link.get("rel") == "self"), None)
    if own is not None and own.get("type") != "application/rss+xml":
        faults.append(
            Fault("feeds", "the atom:link to itself has not the type application/rss+xml", own.sourceline or 0)
        )
    hubs = tuple(link.get("href") or "" for link in links if link.get("rel") == "hub")
    items = tuple(_rss_item(item, body, faults) for item in channel.iterchildren("item"))
    updated = _of(channel, "lastBuildDate")
    here = (own.get("href") or "") if own is not None else ""
    return Feed(path, "RSS", _of(channel, "title"), _of(channel, "link"), here, updated, hubs, items, tuple(faults))


def _rss_item(item: Element, body: Body, faults: list[Fault]) -> Item:
    guid = item.find("guid")
    names = [str(child.tag) for child in item if isinstance(child.tag, str)]
    line = item.sourceline or 0
    if CONTENT in names and "description" in names and names.index(CONTENT) < names.index("description"):
        faults.append(Fault("feeds", "content:encoded stands before description", _line(item, CONTENT)))
    author = item.find("author")
    if author is not None and "@" not in (author.text or ""):
        faults.append(
            Fault("feeds", "author holds no e-mail address", author.sourceline or line, "dc:creator is for names")
        )
    source = item.find("source")
    if source is not None and not (source.get("url") or "").startswith(("http://", "https://")):
        faults.append(Fault("feeds", "source has no absolute url", source.sourceline or line))
    _groups(item, faults)
    return Item(
        line=line,
        id=_of(item, "guid"),
        permalink=guid is not None and guid.get("isPermaLink", "true") != "false",
        title=_of(item, "title"),
        url=_of(item, "link"),
        summary=_of(item, "description"),
        words=body(_of(item, CONTENT)) if CONTENT in names else None,
        dates=(("pubDate", _of(item, "pubDate")),),
        enclosures=names.count("enclosure"),
        media=(*_media(item), *(each.get("url") or "" for each in item.iterchildren("enclosure"))),
        terms=tuple(each.get("domain") or "" for each in item.iterchildren("category")),
    )


def _atom(path: str, root: Element, body: Body, faults: list[Fault]) -> Feed:
    for name in ("id", "title", "updated"):
        if not _of(root, ATOM + name):
            faults.append(Fault("feeds", f"the feed has no {name}", root.sourceline or 0))
    links = list(root.iterchildren(f"{ATOM}link"))
    items = tuple(_entry(entry, body, faults) for entry in root.iterchildren(f"{ATOM}entry"))
    hubs = tuple(link.get("href") or "" for link in links if link.get("rel") == "hub")
    own, home = _linked(links, "self"), _linked(links, "alternate")
    title, updated = _of(root, ATOM + "title"), _of(root, ATOM + "updated")
    return Feed(path, "Atom", title, home, own, updated, hubs, items, tuple(faults))


def _entry(entry: Element, body: Body, faults: list[Fault]) -> Item:
    line = entry.sourceline or 0
    content = entry.find(f"{ATOM}content")
    html = None
    if content is not None:
        kind = content.get("type", "text")
        if kind == "html":
            html = content.text or ""
        elif kind == "xhtml":
            html = etree.tostring(content, encoding="unicode", with_tail=False)
        elif content.get("src") is None:
            faults.append(
                Fault("feeds", f"the content is of the type {kind!r}: tags would be shown", content.sourceline or line)
            )
    source = entry.find(f"{ATOM}source")
    if source is not None and not all(_of(source, ATOM + name) for name in ("id", "title", "updated")):
        faults.append(Fault("feeds", "source lacks one of id, title and updated", source.sourceline or line))
    _groups(entry, faults)
    links = list(entry.iterchildren(f"{ATOM}link"))
    files = [link.get("href") or "" for link in links if link.get("rel") == "enclosure"]
    return Item(
        line=line,
        id=_of(entry, ATOM + "id"),
        title=_of(entry, ATOM + "title"),
        url=_linked(links, "alternate") or _linked(links, "via"),
        summary=_of(entry, ATOM + "summary") or ("" if html is None else "·"),
        words=None if html is None else body(html),
        dates=tuple((name, _of(entry, ATOM + name)) for name in ("published", "updated")),
        enclosures=len(files),
        media=(*_media(entry), *files),
        terms=tuple(each.get("scheme") or "" for each in entry.iterchildren(f"{ATOM}category") if each.get("scheme")),
    )


def _opml(path: str, root: Element, ground: Ground, faults: list[Fault]) -> Paper:
    outs = []
    if root.find("head") is None or not _of(root, "head/title"):
        faults.append(Fault("feeds", "the list has no title", root.sourceline or 0))
    if root.find("body") is None:
        faults.append(Fault("feeds", "the list has no body", root.sourceline or 0))
    for outline in root.iter("outline"):
        line = outline.sourceline or 0
        if not outline.get("text"):
            faults.append(Fault("feeds", "an entry of the list has no text", line))
        if outline.get("type") == "rss" and not outline.get("xmlUrl"):
            faults.append(Fault("feeds", "an entry of the list has no xmlUrl", line))
        for name in ("xmlUrl", "htmlUrl"):
            url = outline.get(name)
            if url is None:
                continue
            led = ground.lead(url, path)
            if not url.startswith(("http://", "https://")):
                faults.append(Fault("feeds", f"{name} is not absolute: {named(url)}", line))
            elif led.where == "nowhere":
                faults.append(Fault("links", f"{name} {named(url)} {led.fault}", line, led.hint))
            elif led.where == "out":
                outs.append(Out(url, line, "link"))
    return Paper(path, tuple(outs), faults=tuple(faults))


def _sitemap(path: str, root: Element, ground: Ground) -> Paper:
    faults, locations = [], []
    for element in root.iter(f"{SITEMAP}*"):
        name = str(element.tag).removeprefix(SITEMAP)
        if name not in _KNOWN:
            faults.append(Fault("links", f"no sitemap has an element {named(name)}", element.sourceline or 0))
    for element in root.iter(f"{SITEMAP}lastmod"):
        if not _STAMP.fullmatch((element.text or "").strip()):
            message = f"lastmod is no date: {named((element.text or '').strip())}"
            faults.append(Fault("links", message, element.sourceline or 0, "write 2026-11-21"))
    for element in root.iter(f"{SITEMAP}loc"):
        url, line = (element.text or "").strip(), element.sourceline or 0
        led = ground.lead(url, path)
        if led.where == "ours" and not led.fault and url.startswith("http"):
            locations.append((led.target, line))
        else:
            why = "is not absolute" if not url.startswith("http") else led.fault or "leads out of this site"
            why = "takes a redirect to get there" if why == "slash" else why
            faults.append(Fault("links", f"the address {named(url)} {why}", line, led.hint))
    return Paper(path, locations=tuple(locations), faults=tuple(faults))


def _groups(item: Element, faults: list[Fault]) -> None:
    for group in item.iterchildren(f"{MEDIA}group"):
        if len(group) == 1:
            faults.append(
                Fault("feeds", "a media:group holds one thing alone", group.sourceline or 0, "leave the group out")
            )


def _media(item: Element) -> Iterable[str]:
    return (each.get("url") or "" for each in item.iter(f"{MEDIA}content", f"{MEDIA}thumbnail"))


def _linked(links: Iterable[Element], rel: str) -> str:
    return next((link.get("href") or "" for link in links if link.get("rel", "alternate") == rel), "")


def _of(element: Element, name: str) -> str:
    found = element.find(name)
    return "" if found is None else "".join(str(piece) for piece in found.itertext()).strip()


def _line(element: Element, name: str) -> int:
    found = element.find(name)
    return 0 if found is None else found.sourceline or 0


def _kind(path: str) -> str:
    return "feeds" if re.search(r"(?:^|/)(?:feed|atom|rss|sources)[^/]*$|\.opml$", path) else "files"
