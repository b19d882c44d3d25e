"""Say where a block of a page stands, by its elements and their names.

In: a part of the page and the elements that hold its story. Out: ``Place``: beside a story, in a quoted post, in an
aside. Never looks at a block's words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from coranto.extract import html_blocks
from coranto.extract.html_blocks import Part

NAME = 500  # characters of class names and id that are looked at
# Class names and ids of what stands beside a story, in the words page makers use.
BESIDE = re.compile(
    r"relat|recommend|share|sharing|social|newsletter|subscri|sign-?up|promo|teaser|sidebar|widget|comment|disqus|"
    r"caption|credit|byline|author|contributor|bio(?:$|[\s_-])|tags|topics|footer|footnote|popular|trending|recirc|outbrain|taboola|"
    r"read-?more|more-|also|cookie|consent|banner|advert|breadcrumb|paywall|metered|gallery|carousel|meta(?:$|[\s_-])|"
    r"(?:^|[\s_-])ads?(?:$|[\s_-])|correction|dateline|timestamp|pagination|menu|modal|popup|login|donat|rating",
    re.IGNORECASE,
)
CAPTION = re.compile(
    r"caption|(?:^|[-_ ])credit|photo-?by|(?:media|image|photo|picture)[-_]+(?:description|copyright)", re.IGNORECASE
)
INTRODUCES = re.compile(r"teaser|lead|intro|excerpt|summary|standfirst|dek|perex|chapo|vorspann", re.IGNORECASE)
QUOTED = re.compile(r"twitter-|tweet|instagram-media|fb-post|bluesky|mastodon", re.IGNORECASE)
ASIDE = frozenset({"aside", "footer", "nav", "form", "figure", "header", "address", "details"})


@dataclass(frozen=True, slots=True)
class Place:
    """Whether a block stands beside a story by its class names, in a quoted post, in an aside, in the container."""

    beside: bool = False
    quoted: bool = False
    aside: bool = False
    within: bool = False


@dataclass(frozen=True, slots=True)
class Trunk:
    """The smallest element that holds a story, and all that holds it in turn."""

    container: HtmlElement | None = None
    elements: frozenset[HtmlElement] = frozenset()


def place_of(part: Part, trunk: Trunk, known: dict[HtmlElement, Place]) -> Place:
    """Where it stands, by the elements up to the story's container. ``known`` is what was found for others."""
    path: list[HtmlElement] = []
    found = Place()
    for element in islice((part.where, *part.where.iterancestors()), html_blocks.DEEPEST):
        if element in known:
            found = known[element]
            break
        if element in trunk.elements:
            found = Place(within=element is trunk.container)
            break
        path.append(element)
    for element in reversed(path):
        name = name_of(element)
        quoted = bool(QUOTED.search(name))
        found = known[element] = Place(
            found.beside or (not quoted and bool(BESIDE.search(name))),
            found.quoted or quoted,
            found.aside or element.tag in ASIDE,
            found.within,
        )
    return found


def is_caption(part: Part) -> bool:
    """Whether its element, or the one above, is called a caption or a credit."""
    above = part.where.getparent()
    return any(each is not None and CAPTION.search(each.get("class") or "") for each in (part.where, above))


def name_of(element: HtmlElement) -> str:
    """What page makers call an element: its classes and its id."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:NAME]


def look_of(part: Part) -> str:
    """How a page styles a block: its element and the classes there and above."""
    above = part.where.getparent()
    classes = (part.where.get("class") or "", "" if above is None else above.get("class") or "")
    return "/".join((str(part.where.tag), *classes))
