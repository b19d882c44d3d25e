"""Cut the text of an XML feed into its entries, and make a tree of each.

In: text from ``xml_text.source_of``. Out: the entries one by one, and what stands around them. A broken entry harms no
other, and a feed that ends in the middle gives what came before. Every step takes time in proportion to the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from coranto.extract import feed_media, xml_text
from coranto.extract.feed_entry import LONGEST, MOST, MOST_TEXT, weight
from coranto.extract.xml_text import Element, local

ROOTS = {"rss": "item", "rdf": "item", "feed": "entry"}
SPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": f"{feed_media.MEDIA}/",
    "itunes": feed_media.ITUNES,
    "atom": "http://www.w3.org/2005/Atom",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "thr": "http://purl.org/syndication/thread/1.0",
    "georss": "http://www.georss.org/georss",
    "cc": "http://web.resource.org/cc/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
}
_MARK = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|"
    r"<(?P<end>/?)(?:[\w.-]{1,40}:)?(?P<name>item|entry)(?=[\s/>])[^<>]{0,4000}>",
    re.DOTALL | re.IGNORECASE,
)
_TEXT = re.compile(
    r"<(?P<name>description|content:encoded|content|summary|title)(?:\s[^<>]{0,500})?>(?!\s*<!\[CDATA\[)"
)

LONGEST_TAG = 10_000  # characters of declared prefixes, which are read with each entry


@dataclass(frozen=True, slots=True)
class Parts:
    """A feed's text: what stands around the entries, and each entry.

    ``left`` are beyond what is looked at, ``lost`` too long or without an end; ``cut`` is the line where the feed ends
    before its time, or 0.
    """

    rest: str
    entries: list[str]
    left: int
    lost: int
    cut: int


def parted(source: str) -> Parts:
    """Cut the text at the tags of its entries, passing over CDATA and comments."""
    kind = ROOTS.get(xml_text.root_of(source[: xml_text.HEAD].encode("utf-8", "replace")), "item")
    rest: list[str] = []
    entries: list[str] = []
    last, begun, left, lost = 0, -1, 0, 0
    for mark in _MARK.finditer(source):
        if (mark["name"] or "").lower() != kind:
            continue
        if not mark["end"]:
            if begun >= 0:
                lost += 1
            else:
                rest.append(source[last : mark.start()])
            begun, last = (-1, mark.end()) if mark[0].endswith("/>") else (mark.start(), mark.start())
        elif begun >= 0:
            if len(entries) >= MOST:
                left += 1
            elif mark.end() - begun > LONGEST or weight(source[begun : mark.end()]) > MOST_TEXT:
                lost += 1
            else:
                entries.append(source[begun : mark.end()])
            begun, last = -1, mark.end()
    if begun < 0:
        rest.append(source[last:])
    closed = begun < 0 and re.search(r"</(?:[\w.-]{1,40}:)?(?:rss|rdf|feed)\s*>", source[last:], re.IGNORECASE)
    empty = not entries and not lost and re.search(r"<(?:[\w.-]{1,40}:)?(?:rss|rdf|feed)\b[^<>]*/>", source, re.I)
    cut = 0 if closed or empty else xml_text.line_of(source, len(source.rstrip()))
    return Parts("".join(rest), entries, left, lost, cut)


def wrapping_of(root: Element) -> tuple[str, str]:
    """Tags to put around an entry, so that it knows the prefixes it knew in the feed, and those everybody knows."""
    channel = next((each for each in root if local(each) == "channel"), root)
    known: dict[str | None, str] = dict(SPACES.items())
    known |= {**root.nsmap, **channel.nsmap}
    named = (
        f' xmlns{f":{prefix}" if prefix else ""}="{escape(address)}"'
        for prefix, address in known.items()
        if address and prefix != "xml"
    )
    begin = f"<feed{''.join(named)}>"
    return (begin if len(begin) <= LONGEST_TAG else "<feed>"), "</feed>"


def element(segment: str, wrapping: tuple[str, str]) -> Element | None:
    """One entry as a tree; HTML that stands in it unescaped is taken for its text, and worse is mended."""
    begin, end = wrapping
    tree = xml_text.parse(f"{begin}{segment}{end}")
    if tree is None:
        escaped = f"{begin}{_raw(segment)}{end}"
        tree = xml_text.parse(escaped)
        tree = xml_text.parse(escaped, recover=True) if tree is None else tree
    if tree is None or not len(tree):
        return None
    declare(tree[0])
    return tree[0]


def _raw(segment: str) -> str:
    """The entry with its texts as CDATA. Searched by hand: a pattern from tag to tag takes the square of the time."""
    pieces: list[str] = []
    unclosed: set[str] = set()
    at = 0
    while begin := _TEXT.search(segment, at):
        pieces.append(segment[at : begin.end()])
        at = begin.end()
        name = begin["name"]
        end = -1 if name in unclosed else segment.find(f"</{name}", at)
        if end < 0:
            unclosed.add(name)
            continue
        inside = segment[at:end].replace("]]>", "]]&gt;")
        pieces.append(f"<![CDATA[{inside}]]>" if "<" in inside else inside)
        at = end
    return "".join((*pieces, segment[at:]))


def declare(tree: Element) -> None:
    """Names with a prefix that nobody declares lose it: feedparser gives a whole feed up for one."""
    for each in tree.iter():
        if isinstance(each.tag, str) and ":" in each.tag and not each.tag.startswith("{"):
            xml_text.rename(each)
        for key in [str(key) for key in each.attrib if ":" in str(key) and not str(key).startswith("{")]:
            del each.attrib[key]


def without_list(rest: str) -> str:
    """A feed of RSS 1.0 without the addresses of its items, which it gives once more."""
    begin, end = rest.find("<items"), rest.find("</items>")
    return rest[:begin] + rest[end + len("</items>") :] if 0 <= begin < end else rest
