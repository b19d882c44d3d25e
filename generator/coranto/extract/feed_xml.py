"""Read RSS 0.9x, 1.0 and 2.0, and Atom.

In: the bytes of a feed. Out: a ``Feed``. The text is cut into entries first, so that a broken one harms no other and a
feed that ends in the middle gives what came before; then only the newest are read, by feedparser, which knows the many
names that feeds have for one thing. What it does wrong is kept from it:

    slow, and guesses at broken XML   it gets the newest entries, well-formed, and nothing else
    cleans HTML, resolves addresses   switched off: Markdown is printed from what the outlet wrote
    guesses dates, and names          they are taken from the tree, and dates read by ``feed_dates``
    media:description and itunes:summary overwrite content (its issues 53 and 324)      taken out before
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from copy import copy
from html import escape
from itertools import islice
from typing import Any

from lxml import etree

from coranto import text
from coranto.extract import feed_dates, feed_media, feed_parts, feed_text, xml_text
from coranto.extract.feed_entry import Entry, Feed, affordable, newest_first, too_much
from coranto.extract.html_address import absolute
from coranto.extract.xml_text import Element, local, space, words
from coranto.problems import Place, Problem, error, warning

LIMIT = 20 * 1024 * 1024
LONGEST_REST = 1_000_000  # characters around the entries
PUBLISHED = ("published", "pubdate", "issued", "date", "publicationdate", "created")
UPDATED = ("updated", "modified")
TEXTS = ("title", "summary", "content", "description", "encoded", "rights", "subtitle", "tagline", "info")
LONG = ("summary", "content", "description", "encoded")
MOST_PARTS = 200  # elements in an entry, and elements in one of these that is no text
LONGEST_PART = 2_000  # characters of one that is no text: feedparser takes the square of their time
_MAIL = re.compile(r"\s*[^\s@()]+@[^\s@()]+\s*(?:\((?P<name>[^()]*)\))?\s*")
_COMMONS = re.compile(r"https?://creativecommons\.org/(?:licenses|publicdomain)/[\w./-]{1,80}")


def read(data: bytes, name: str, limit: int) -> Feed:
    """The feed and its newest entries. Raises CorantoError when there are none, or none can be read."""
    source = xml_text.source_of(data, name, LIMIT)
    parts = feed_parts.parted(source)
    rest = feed_parts.without_list(parts.rest)
    if len(rest) > LONGEST_REST:
        said = "more than a million characters of it are in no entry"
        raise error(said, Place(name), "ask the outlet for a sound feed")
    whole = xml_text.parse(rest)
    root = whole if whole is not None else xml_text.parse(rest, recover=True)
    if root is None:
        raise error("there is no feed in it", Place(name, 1), "give the address of the feed itself")
    feed_parts.declare(root)
    _bound(root)
    for channel in (each for each in root if local(each) == "channel"):
        _bound(channel)
    wrapping = feed_parts.wrapping_of(root)
    dated, lost = _dated(parts.entries, wrapping)
    chosen = newest_first(dated)[: max(0, limit)]
    count = affordable(chosen)
    dropped, chosen = len(chosen) - count, chosen[:count]
    elements = [each for segment in chosen if (each := feed_parts.element(segment, wrapping)) is not None]
    feed, entries = _by_feedparser(root, elements)
    lost += parts.lost + len(chosen) - len(entries)
    problems = _said(name, parts.cut, lost, len(entries))
    problems += (too_much(dropped, name),) if dropped else ()
    if not entries and (parts.cut or lost):
        raise error(
            "the feed ends in the middle, and no entry is whole" if parts.cut else "none of its entries can be read",
            Place(name, parts.cut),
            "fetch it again",
        )
    return _feed(root, feed, entries, len(dated) - len(chosen) + parts.left, problems)


def _dated(segments: Sequence[str], wrapping: tuple[str, str]) -> tuple[list[tuple[Any, str]], int]:
    """Each entry with the moment of its date, of one id the first only; and how many could not be read."""
    dated: list[tuple[Any, str]] = []
    seen: set[str] = set()
    lost = 0
    for segment in segments:
        element = feed_parts.element(segment, wrapping)
        if element is None:
            lost += 1
            continue
        guid = _guid(element)
        if guid and guid in seen:
            continue
        seen.add(guid)
        when = feed_dates.settle(_stated(element, PUBLISHED), _stated(element, UPDATED))
        dated.append((feed_dates.moment(when.date or when.updated), segment))
    return dated, lost


def _guid(element: Element) -> str:
    for each in element:
        if local(each) in ("guid", "id") and (said := words(each)):
            return said[:1_000]
    about = next((value for key, value in element.attrib.items() if str(key).endswith("}about")), "")
    return text.one_line(text.clean(str(about)))[:1_000]


def _stated(element: Element, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The dates of an entry: name of the element, and what it says."""
    found = [(name, each) for name in names for each in element if local(each) == name]
    return tuple((_written(each), said) for _, each in found[:10] if (said := words(each)[:200]))


def _written(element: Element) -> str:
    name = str(element.tag).rpartition("}")[2]
    return f"{element.prefix}:{name}" if element.prefix else name


def _by_feedparser(root: Element, elements: Sequence[Element]) -> tuple[Any, list[tuple[Element, Any]]]:
    """The feed as feedparser reads it, and each entry beside its element."""
    pairs = [(each, _plainer(each)) for each in elements]
    feed, entries = _parsed(root, [plainer for _, plainer in pairs])
    if feed is not None and len(entries) == len(pairs):
        return feed, [(each, entry) for (each, _), entry in zip(pairs, entries, strict=True)]
    feed, _ = _parsed(root, [])  # one of them is too much for it: each alone
    bare = copy(root)
    for child in list(bare):
        bare.remove(child)
    found = []
    for each, plainer in pairs:
        _, one = _parsed(bare, [plainer])
        if len(one) == 1:
            found.append((each, one[0]))
    return feed or {}, found


def _parsed(root: Element, entries: Sequence[Element]) -> tuple[Any, list[Any]]:
    import feedparser  # here: only feeds need it

    whole = copy(root)
    channel = next((each for each in whole if local(each) == "channel"), whole)
    container = channel if local(whole) == "rss" else whole
    before = sum(local(each) in ("item", "entry") for each in whole.iter())
    for each in entries:
        container.append(copy(each))
    document = etree.tostring(whole, encoding="utf-8", xml_declaration=True)
    try:
        found = feedparser.parse(
            io.BytesIO(document),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
    except Exception:  # it raises whatever it stumbles over
        return None, []
    return found.feed, found.entries[before:]


def _plainer(element: Element) -> Element:
    """The entry without what feedparser mixes up, and its texts as escaped HTML."""
    entry = copy(element)
    _bound(entry)
    own: dict[str, Element] = {}
    for each in entry:
        name = local(each)
        if name not in own or (space(own[name]) != space(entry) == space(each)):
            own[name] = each
    for each in list(entry):
        name, where = local(each), space(each).lower()
        doubled = name in ("title", "description", "summary", "encoded") and own[name] is not each
        if doubled or feed_media.is_media(each) or where == feed_media.ITUNES:
            entry.remove(each)
        elif name in TEXTS and len(each):
            _flatten(each)
    return entry


def _bound(element: Element) -> None:
    """Take away of an element what no honest one has."""
    for each in list(element)[MOST_PARTS:]:
        element.remove(each)
    for each in list(element):
        if local(each) in LONG or local(each) == "channel":
            continue
        below = list(islice(each.iter(), MOST_PARTS + 1))
        if len(below) > MOST_PARTS:
            element.remove(each)
        for one in below:
            one.text = one.text and one.text[:LONGEST_PART]
            one.tail = one.tail and one.tail[:LONGEST_PART]


def _flatten(element: Element) -> None:
    """Elements inside a text become HTML in it."""
    for each in list(element.iter()):
        if each is not element and isinstance(each.tag, str):
            xml_text.rename(each)
            for key in [key for key in each.attrib if str(key).startswith("{")]:
                del each.attrib[key]
    inside = [escape(element.text or "", quote=False)]
    for each in list(element):
        etree.cleanup_namespaces(each)
        inside.append(etree.tostring(each, encoding="unicode", method="html", with_tail=True))
        element.remove(each)
    element.text = "".join(inside)
    element.set("type", "html")
    element.attrib.pop("mode", None)


def _feed(
    root: Element, feed: Any, entries: Sequence[tuple[Element, Any]], left: int, problems: tuple[Problem, ...]
) -> Feed:
    """The values of the feed and of its entries."""
    links = [each for each in feed.get("links") or () if isinstance(each, dict)]
    base = absolute(_string(feed, "link"), "") or next(
        (found for each in links if (found := absolute(str(each.get("href") or ""), ""))), ""
    )
    atom = local(root) == "feed"
    return Feed(
        title=_title(feed, atom),
        link=base,
        authors=_authors(root) if atom else (),
        language=_string(feed, "language"),
        licence=_licence(feed),
        entries=tuple(_entry(element, found, base, atom) for element, found in entries),
        left=left,
        problems=problems,
    )


def _entry(element: Element, found: Any, feed_link: str, atom: bool) -> Entry:
    link, base = _link(element, found, feed_link)
    image, image_where = feed_media.image(element, found, base or feed_link)
    contents, summary = _texts(element, found, atom)
    source = found.get("source")
    return Entry(
        guid=_guid(element),
        title=_title(found, atom),
        link=link,
        base=base or link or feed_link,
        authors=_authors(element),
        published=_stated(element, PUBLISHED),
        updated=_stated(element, UPDATED),
        outlet=feed_text.title(_string(source, "title")) if isinstance(source, dict) else "",
        categories=_categories(found),
        language=_language(element, found),
        licence=_licence(found),
        image=image,
        image_where=image_where,
        contents=contents,
        summary=summary,
    )


def _string(found: Any, key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _title(found: Any, atom: bool) -> str:
    detail = found.get("title_detail")
    plain = atom and isinstance(detail, dict) and detail.get("type") == "text/plain"
    return feed_text.title(_string(found, "title"), html=not plain)


def _link(element: Element, found: Any, feed_link: str) -> tuple[str, str]:
    """The address of the entry, and what addresses in its text are relative to where the feed says so."""
    links = [each for each in found.get("links") or () if isinstance(each, dict)]
    related = [str(each.get("href") or "") for each in links if each.get("rel") in ("alternate", "related")]
    content = [each for each in found.get("content") or () if isinstance(each, dict)]
    base = next((str(each.get("base")) for each in content if each.get("base")), "")
    base = absolute(base, feed_link) if base else ""
    values = (
        _string(found, "feedburner_origlink"), _string(found, "link"), *related,
        _guid(element) if _is_address(_guid(element)) else "", *(str(each.get("src") or "") for each in content),
    )  # fmt: skip
    return next((address for each in values if each and (address := absolute(each, base or feed_link))), ""), base


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://"))


def _authors(element: Element) -> tuple[str, ...]:
    """Who signed. From the tree: feedparser takes ``.museum`` for the end of an address and the beginning of a name."""
    signed = [each for each in element if local(each) in ("author", "creator")][:50]
    own = [each for each in signed if space(each).lower() != feed_media.ITUNES]
    names = []
    for each in own or signed:
        said = next((words(child) for child in each if local(child) == "name"), "" if len(each) else words(each))
        named = _MAIL.fullmatch(said[:LONGEST_PART])
        names.append(feed_text.title(named["name"] or "" if named else said))
    return tuple(name for name in names if name)


def _categories(found: Any) -> tuple[tuple[str, str], ...]:
    """Words and the scheme of each; the kinds that some hosts note there are no words."""
    tags = [each for each in found.get("tags") or () if isinstance(each, dict)][:200]
    pairs = (
        (feed_text.title(each.get("label") or each.get("term") or ""), str(each.get("scheme") or "")) for each in tags
    )
    return tuple((word, scheme) for word, scheme in pairs if word and "://" not in word)


def _language(element: Element, found: Any) -> str:
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    said = element.get(lang) or next((each.get(lang) for each in element if local(each) == "content"), "")
    return said or next((words(each) for each in element if local(each) == "language"), "")


def _licence(found: Any) -> str:
    """The licence's address, as the feed links it or names it among the rights."""
    for each in found.get("links") or ():
        if isinstance(each, dict) and each.get("rel") == "license":
            address = absolute(str(each.get("href") or ""), "")
            if address:
                return address
    named = _COMMONS.search(_string(found, "rights")[:5_000])
    return named[0].rstrip(".") if named else ""


def _texts(element: Element, found: Any, atom: bool) -> tuple[tuple[str, ...], str]:
    """The contents as HTML, and the summary."""
    names = {local(each) for each in element if not feed_media.is_media(each)}
    contents = []
    for each in found.get("content") or ():
        kind = each.get("type") or "text/html"
        value = each.get("value")
        if isinstance(value, str) and kind in ("text/html", "application/xhtml+xml", "text/plain"):
            contents.append(feed_text.as_html(value) if kind == "text/plain" else feed_text.with_paragraphs(value))
    summary = _string(found, "summary") if names & {"description", "summary", "abstract"} else ""
    detail = found.get("summary_detail")
    if atom and isinstance(detail, dict) and detail.get("type") == "text/plain":
        summary = feed_text.as_html(summary)
    if not contents and not summary:
        summary = next(feed_media.told(element), "")
    return tuple(each for each in contents if each.strip()), feed_text.with_paragraphs(summary)


def _said(name: str, cut: int, lost: int, read: int) -> tuple[Problem, ...]:
    """What the curator should know of a feed that is not as it should be."""
    problems = []
    entries = "1 entry" if read == 1 else f"{read} entries"
    if cut:
        problems.append(warning(f"the feed ends in the middle: {entries} read", Place(name, cut), "fetch it again"))
    if lost and not cut:
        broken = "1 entry" if lost == 1 else f"{lost} entries"
        hint = "bring in their pages, one by one"
        problems.append(warning(f"{broken} could not be read; {entries} read", Place(name), hint))
    return tuple(problems)
