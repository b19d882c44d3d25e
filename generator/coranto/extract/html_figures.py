"""Keep the pictures that stand among a story's blocks.

In: a page's parts in their order, which of them are the story, the story's container. Out: the story's parts with its
pictures between them. Never takes a picture from a box beside the story, nor one twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from coranto.extract import html_blocks, html_words
from coranto.extract.html_blocks import Part
from coranto.extract.html_place import ASIDE, BESIDE, Trunk, name_of

MOST_PICTURES = 100
SHOWING = re.compile(r"caption|gallery|credit|widget|meta|author", re.IGNORECASE)  # said of pictures as well


def base_of(tree: HtmlElement) -> str:
    """What the page's addresses are relative to; empty where it does not say, or says two things."""
    for element in islice(tree.iter("base"), 1):
        if found := html_words.address(element.get("href") or "", ""):
            return found
    links = islice(tree.iter("link"), 1_000)
    stated = [each.get("href") or "" for each in links if (each.get("rel") or "").casefold() == "canonical"][:1]
    metas = islice(tree.iter("meta"), 1_000)
    stated += [each.get("content") or "" for each in metas if each.get("property") == "og:url"][:1]
    known = [address for each in stated if (address := html_words.address(each, ""))]
    return known[0] if len({urlsplit(each).hostname for each in known}) == 1 else ""


def with_pictures(read: Sequence[Part], kept: Sequence[Part], trunk: Trunk, base: str, lead: str) -> Iterator[Part]:
    """The story's blocks and the pictures among them: those that its container holds, and no box beside it. It does not
    begin with the picture ``lead``."""
    if not kept:
        return
    chosen = set(map(id, kept))
    last = max(index for index, part in enumerate(read) if id(part) in chosen)
    seen: set[str] = set()
    begun = False
    for part in read[: last + 1]:
        if part.block.picture is None:
            if id(part) in chosen:
                begun = True
                yield part
            continue
        src = html_words.address(part.block.picture.src, base)
        if not src or _stem(src) in seen or len(seen) >= MOST_PICTURES or not _belongs(part, trunk):
            continue
        seen.add(_stem(src))
        if begun or not lead or _stem(src) != _stem(lead):
            yield part


def _belongs(part: Part, trunk: Trunk) -> bool:
    above = part.where.getparent()
    for _ in range(html_blocks.DEEPEST):
        if above is None or above in trunk.elements:
            break
        if above.tag in ASIDE - {"figure", "header"} or BESIDE.search(SHOWING.sub("", name_of(above))):
            return False
        above = above.getparent()
    return above is not None and above is trunk.container


def _stem(address: str) -> str:
    """A picture's address without what only tells its size: query, `-300x200`, `-scaled`."""
    path = address.split("?", 1)[0].rpartition("://")[2]
    return re.sub(r"(?:[-_]\d+x\d+|[-_]scaled)(?=\.\w+$|$)", "", path)
