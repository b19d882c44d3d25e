"""An HTML file in, what stands on it out: where its addresses lead, what it fetches, what it says of itself.

Whatever the bytes are, something comes out; nothing in them is run or fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from coranto.inventory.addresses import Ground, named
from coranto.inventory.facts import Anchor, Fault, Offered, Out, Page, Use, Words
from coranto.text import one_line, shorten

FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
DATA = ("application/ld+json", "application/json")  # scripts that are none
MANY = 50  # faults of one kind in one file: what follows says nothing new
_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
_IDS = etree.XPath("//@id", smart_strings=False)
_STYLED = etree.XPath("//*[@style]")
_HANDLED = etree.XPath("//*[@*[starts-with(local-name(), 'on')]]")
_words_of = etree.XPath("string()", smart_strings=False)
_LOADS = {"img": ("src", "srcset"), "source": ("src", "srcset"), "script": ("src",), "iframe": ("src",),
          "video": ("src", "poster"), "audio": ("src",), "embed": ("src",), "object": ("data",), "track": ("src",),
          "frame": ("src",), "input": ("src",), "image": ("href", "{http://www.w3.org/1999/xlink}href"),
          "use": ("href", "{http://www.w3.org/1999/xlink}href")}  # fmt: skip
_RELS = frozenset("stylesheet icon apple-touch-icon mask-icon manifest preload modulepreload prefetch".split())
_NEARBY = frozenset("preconnect dns-prefetch".split())
_SEEN = ("a", "area", "link", "meta", "style", "base", "form", "article", *_LOADS)
_ABSOLUTE = frozenset("og:image og:url og:image:url og:image:secure_url og:video og:audio twitter:image".split())
_OWN = frozenset("url @id image logo item mainEntityOfPage isBasedOn thumbnailUrl contentUrl sameAs".split())
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}|$)")
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?[\"']?(.*?)[\"']?\s*", re.IGNORECASE | re.DOTALL)
Element = etree._Element


@dataclass(frozen=True, slots=True)
class Owed:
    """What pages owe to outlets: the address of an article's page -> the outlet's name, and where its original is."""

    names: Mapping[str, str] = field(default_factory=dict)  # by the path of the page's file
    originals: Mapping[str, str] = field(default_factory=dict)


class _Reader:
    """One file being read."""

    def __init__(self, path: str, ground: Ground, owed: Owed) -> None:
        self.path, self.ground, self.owed = path, ground, owed
        self.rooted = path == "404.html"
        self.faults: list[Fault] = []
        self.anchors: list[Anchor] = []
        self.outs: dict[tuple[str, Use], Out] = {}
        self.feeds: list[Offered] = []
        self.hrefs: set[str] = set()
        self.seen: set[tuple[str, Use]] = set()
        self.canonical = ""
        self.noindex = self.refresh = False

    def fault(self, kind: str, message: str, line: int | None, hint: str = "", **more: Any) -> None:
        if len(self.faults) < MANY:
            self.faults.append(Fault(kind, message, line or 0, hint, **more))

    def address(self, url: str, element: Element, use: Use, what: str = "link") -> str:
        """An address of the page. Gives the file of ours that it leads to."""
        if (url, use) in self.seen:
            return self.ground.lead(url, self.path).target if use == "feed" else ""
        self.seen.add((url, use))
        if use == "link":
            self.hrefs.add(url)
        led = self.ground.lead(url, self.path)
        if led.where == "ours" and not led.fault and not led.fragment:
            if self.rooted and not url.startswith(("/", "http", "#")):
                self._unrooted(url, element)
            return led.target
        line = element.sourceline or 0
        if led.where == "out":
            self.outs[url, use] = Out(url, line, use)
        elif led.where == "nowhere":
            self.fault("links", f"the {what} {named(url)} {led.fault}", line, led.hint)
        elif led.fault == "slash":
            hint = "end it in /"
            self.fault(
                "links", f"the {what} {named(url)} takes a redirect to get there", line, hint, severity="warning"
            )
        elif led.where == "other" and use == "load":
            self.fault("policy", f"{named(shorten(url, 40))} stands in the page itself, which its policy forbids", line)
        elif led.fragment:
            self.anchors.append(Anchor(url, led.target, led.fragment, line))
        if led.where == "ours" and self.rooted and not url.startswith(("/", "http", "#")):
            self._unrooted(url, element)
        return led.target

    def _unrooted(self, url: str, element: Element) -> None:
        hint = "this page is shown at any address: its links begin with /"
        self.fault("links", f"the link {named(url)} of 404.html is relative", element.sourceline, hint)

    def absolute(self, url: str, element: Element, what: str) -> None:
        """An address for machines: it has to be whole."""
        if not url.startswith(("http://", "https://")):
            self.fault("links", f"the {what} is not absolute: {named(url)}", element.sourceline, "write base_url")
            return
        self.address(url, element, "meta", what)

    def element(self, element: Element) -> None:
        tag = str(element.tag)
        if tag in ("a", "area"):
            url = element.get("href")
            if url is not None:
                self.link(url, element)
        elif tag == "link":
            self.head_link(element)
        elif tag == "meta":
            self.meta(element)
        elif tag == "article":
            self.card(element)
        elif tag == "style":
            self.fault("policy", "a style sheet stands in the page, which its policy forbids", element.sourceline)
        elif tag == "base":
            self.fault("policy", "<base> is there, which the policy forbids", element.sourceline)
        elif tag == "form":
            if element.get("action") is not None:
                self.fault("policy", "a form with an action, which the policy forbids", element.sourceline)
        else:
            self.load(element, tag)

    def link(self, url: str, element: Element) -> None:
        if url.strip().lower().startswith(("javascript:", "vbscript:", "data:")):
            self.fault("policy", f"{named(url)} is a script in a link", element.sourceline)
        elif not url.strip():
            self.fault("links", "a link leads to the empty address", element.sourceline)
        else:
            self.address(url, element, "link")

    def load(self, element: Element, tag: str) -> None:
        if tag == "script" and element.get("src") is None:
            kind = (element.get("type") or "").strip().lower()
            if kind == "application/ld+json":
                self.structured(element)
            elif kind not in DATA:
                self.fault("policy", "a script stands in the page, which its policy forbids", element.sourceline)
            return
        if tag == "img" and element.get("alt") is None:
            self.fault("pictures", f"{named(element.get('src') or '')} has no alt attribute", element.sourceline,
                       'write alt="…", or alt="" for a decoration')  # fmt: skip
        if tag == "iframe" and element.get("srcdoc") is not None:
            self.fault("policy", "an iframe holds a page of its own", element.sourceline)
        for name in _LOADS[tag]:
            value = element.get(name)
            if value is not None:
                what = "picture" if tag in ("img", "source", "image") else "file"
                for url in widths(value) if name == "srcset" else [value]:
                    self.address(url, element, "load", what)
                    if tag == "script" and "livereload" in url:
                        self.fault("traces", "the script of the preview is in it", element.sourceline, _BUILD)

    def head_link(self, element: Element) -> None:
        rels = set((element.get("rel") or "").lower().split())
        url = element.get("href")
        if url is None:
            return
        if "canonical" in rels:
            self.canonical = url
            self.absolute(url, element, "canonical address")
        elif "alternate" in rels and (element.get("type") or "") in FEEDS:
            target = self.address(url, element, "feed", "feed")
            title, line = element.get("title") or "", element.sourceline or 0
            self.feeds.append(Offered(target, element.get("type") or "", title, line))
        elif rels & _RELS:
            self.address(url, element, "load", "file")
        elif rels & _NEARBY:
            self.outs[url, "load"] = Out(url, element.sourceline or 0, "load")
        else:
            self.address(url, element, "link")

    def meta(self, element: Element) -> None:
        name = (element.get("property") or element.get("name") or "").lower()
        content = element.get("content") or ""
        if name in _ABSOLUTE:
            self.absolute(content, element, name)
        elif name == "robots":
            self.noindex = "noindex" in content.lower() or "none" in content.lower()
        elif (element.get("http-equiv") or "").lower() == "refresh":
            found = _REFRESH.fullmatch(content)
            if found and found[1]:
                self.refresh = True
                self.address(found[1], element, "link")

    def structured(self, element: Element) -> None:
        """JSON-LD: it is JSON, and its addresses are whole and lead somewhere."""
        try:
            data = json.loads(element.text or "")
        except (ValueError, RecursionError):
            self.fault("links", "the JSON-LD is no JSON", element.sourceline)
            return
        for key, value in strings(data):
            if key in _OWN and re.match(r"\.{0,2}/", value):
                self.fault("links", f"{key} in the JSON-LD is not absolute: {named(value)}", element.sourceline)
            elif key in _OWN and value.startswith(("http://", "https://")):
                self.address(value, element, "meta", f"{key} in the JSON-LD")
            elif key.startswith("date") and not _DATE.match(value):
                self.fault("links", f"{key} in the JSON-LD is no date: {named(value)}", element.sourceline)

    def card(self, element: Element) -> None:
        """An article among others: whoever wrote it is named."""
        for heading in element.iter("h1", "h2", "h3", "h4", "h5", "h6"):
            for link in heading.iter("a"):
                led = self.ground.lead(link.get("href") or "", self.path)
                name = self.owed.names.get(led.target) if led.where == "ours" else None
                if name and one_line(name) not in one_line(str(_words_of(element))):
                    message = f"the card of {named(led.target)} does not name its outlet, {name}"
                    self.fault("rights", message, element.sourceline, _CARD)
            return

    def source_line(self, root: Element) -> None:
        """The page of an article: its outlet by name, and the way to the original."""
        name = self.owed.names.get(self.path)
        if name and one_line(name) not in one_line(str(_words_of(root))):
            self.fault("rights", f"the page does not name its outlet, {name}", 0, _CARD)
        original = self.owed.originals.get(self.path)
        if original and original not in self.hrefs:
            self.fault("rights", f"the page does not link to the original, {named(original)}", 0, _CARD)


_BUILD = "run coranto build: the preview is not for a host"
_CARD = "the template leaves out the source line: keep {{ parts.source_line(…) }} in it"


def read_page(path: str, data: bytes, ground: Ground, owed: Owed) -> Page:
    """What stands on a page."""
    reader = _Reader(path, ground, owed)
    root = tree_of(data)
    if root is None:
        return Page(path, faults=(Fault("files", "there is no HTML in it"),))
    for element in root.iter(*_SEEN):
        reader.element(element)
    for element in _STYLED(root)[:MANY]:
        reader.fault("policy", "an inline style, which the policy forbids", element.sourceline)
    for element in _HANDLED(root)[:MANY]:
        reader.fault("policy", "an inline script (on…), which the policy forbids", element.sourceline)
    ids = tuple(_IDS(root))
    if len(set(ids)) < len(ids):
        twice = next(name for number, name in enumerate(ids) if name in ids[:number])
        reader.fault("links", f"the id {named(twice)} stands on the page twice", 0)
    body = root.find("body")
    if body is not None and not reader.refresh:
        reader.source_line(body)
    return Page(
        path,
        ids=ids,
        anchors=tuple(reader.anchors),
        outs=tuple(reader.outs.values()),
        feeds=tuple(reader.feeds),
        canonical=reader.canonical,
        noindex=reader.noindex,
        refresh=reader.refresh,
        faults=tuple(reader.faults),
    )


def tree_of(data: bytes) -> Element | None:
    """The tree of an HTML file; None when there is nothing in it."""
    try:
        root: Element | None = etree.fromstring(data, _PARSER)
        return root
    except (etree.LxmlError, ValueError):
        return None


def widths(srcset: str) -> list[str]:
    """The addresses of a srcset."""
    return [piece.split()[0] for piece in re.split(r",\s+|,$", srcset) if piece.split()]


def strings(data: Any) -> Iterator[tuple[str, str]]:
    """Every text in JSON, with the name it has."""
    waiting = [("", data)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict):
            waiting += value.items()
        elif isinstance(value, list):
            waiting += [(key, each) for each in value]


def read_words(html: str) -> Words:
    """The HTML of a feed's item."""
    root = tree_of(f"<div>{html}</div>".encode("utf-8", "replace"))
    if root is None:
        return Words()
    forbidden: dict[str, None] = {}
    links: dict[str, None] = {}
    loads: dict[str, None] = {}
    for element in root.iter(etree.Element):
        tag = str(element.tag)
        if tag in ("script", "style", "form", "iframe", "object", "embed"):
            forbidden[f"<{tag}>"] = None
        for name, value in element.attrib.items():
            plain = str(name)
            if plain.startswith(("data-", "on")) or plain == "style":
                forbidden[plain] = None
            elif plain in ("href", "cite"):
                links[str(value)] = None
            elif plain == "srcset":
                loads |= dict.fromkeys(widths(str(value)))
            elif plain in ("src", "poster"):
                loads[str(value)] = None
    return Words(one_line(str(_words_of(root)))[:400], tuple(links), tuple(loads), tuple(forbidden))
