"""The pictures and films of a feed's entry: Media RSS, enclosures, iTunes.

In: an entry's tree, and what feedparser read of it. Out: its lead picture with caption and credit, and the text of
entries that have no other. Fetches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from coranto import text
from coranto.extract import feed_text
from coranto.extract.html_address import absolute
from coranto.extract.xml_text import Element, local, space, words
from coranto.model import Image

MEDIA = "http://search.yahoo.com/mrss"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"  # in lower case: it is written in both
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)


def image(element: Element, found: Any, base: str) -> tuple[Image | None, str]:
    """The picture of an entry: what is said to be one, the widest, with its caption and credit."""
    shown = [each for each in element.iter() if is_media(each)][:200]
    pictures = sorted(
        (each for each in shown if local(each) == "content" and _is_picture(each)), key=_width, reverse=True
    )
    for each in pictures:
        if src := absolute(each.get("url") or "", base):
            near = [each, each.getparent()]
            licence = next((one for one in shown if local(one) == "license"), None)
            return Image(
                src,
                caption=_beside(near, "description") or _beside(near[:1], "title"),
                credit=_beside(near, "credit"),
                licence=absolute(licence.get("href") or words(licence), "") if licence is not None else "",
            ), "media:content"
    for link in found.get("links") or ():
        if isinstance(link, dict) and link.get("rel") == "enclosure":
            kind, href = str(link.get("type") or ""), str(link.get("href") or "")
            if (kind.startswith("image/") or (not kind and _ends_as_picture(href))) and (src := absolute(href, base)):
                return Image(src), "enclosure"
    for each in sorted((each for each in shown if local(each) == "thumbnail"), key=_width, reverse=True):
        if src := absolute(each.get("url") or words(each), base):
            return Image(src, credit=_beside([each.getparent()], "credit")), "media:thumbnail"
    for each in element:
        if space(each).lower() == ITUNES and local(each) == "image" and (src := absolute(each.get("href") or "", base)):
            return Image(src), "itunes:image"
    return None, ""


def _is_picture(element: Element) -> bool:
    medium, kind = element.get("medium"), element.get("type")
    if medium or kind:
        return medium == "image" or (kind or "").startswith("image/")
    return _ends_as_picture(element.get("url") or "")


def _ends_as_picture(address: str) -> bool:
    try:
        return bool(_PICTURE.search(urlsplit(address).path))
    except ValueError:
        return False


def _width(element: Element) -> int:
    said = (element.get("width") or "")[:6]
    return int(said) if said.isascii() and said.isdigit() else 0


def _beside(near: Sequence[Element | None], name: str) -> str:
    for parent in near:
        for each in parent if parent is not None else ():
            if local(each) == name and is_media(each) and (said := words(each)):
                return feed_text.title(said)
    return ""


def told(element: Element) -> Iterator[str]:
    """Texts of entries that are films or broadcasts."""
    for each in element.iter():
        where = space(each).lower()
        film = is_media(each) and local(each) == "description"
        if not film and not (where == ITUNES and local(each) == "summary"):
            continue
        if said := text.clean("".join(map(str, each.itertext()))).strip():
            yield said if each.get("type") == "html" else feed_text.as_html(said)


def is_media(element: Element) -> bool:
    return space(element).lower().startswith(MEDIA)
