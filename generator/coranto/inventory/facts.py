"""What is known of the files of a built site: plain frozen data, which can pass between processes.

``line`` is the line of the file on which something stands. A *target* is the path of the file that an address of ours
leads to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Use = Literal["link", "load", "meta", "feed"]
"""Why an address stands there: to be followed, to be fetched with the page, to tell machines, to be subscribed to."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong that can be seen in one file alone, of a kind of check."""

    kind: str
    message: str
    line: int = 0
    hint: str = ""
    said: str = ""  # what a text of content/ may say itself, and is then no fault
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True, slots=True)
class Anchor:
    """An address with a fragment: the file it leads to, and the name there."""

    url: str
    target: str
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Out:
    """An address that leads out of the site."""

    url: str
    line: int
    use: Use


@dataclass(frozen=True, slots=True)
class Offered:
    """A feed that a page names in its head."""

    target: str
    type: str
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML file. ``feeds`` are those that it names in its head; ``refresh``: it only leads on to another page."""

    path: str
    ids: tuple[str, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    outs: tuple[Out, ...] = ()
    feeds: tuple[Offered, ...] = ()
    canonical: str = ""
    noindex: bool = False
    refresh: bool = False
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """The HTML of an item: the addresses in it, its first words, what may not be there."""

    lead: str = ""
    links: tuple[str, ...] = ()
    loads: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a feed. ``dates`` are (element, as it is written)."""

    line: int = 0
    id: str = ""
    permalink: bool = False
    title: str = ""
    url: str = ""
    summary: str = ""
    words: Words | None = None
    dates: tuple[tuple[str, str], ...] = ()
    enclosures: int = 0
    media: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in any of its formats. ``faults`` are those of its form."""

    path: str
    form: Literal["RSS", "Atom", "JSON Feed"]
    title: str = ""
    home: str = ""
    own: str = ""
    updated: str = ""
    hubs: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """Any other file that names addresses: a stylesheet, a sitemap, a list of feeds, robots.txt."""

    path: str
    outs: tuple[Out, ...] = ()
    locations: tuple[tuple[str, int], ...] = ()  # of a sitemap: the paths of its pages
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Inventory:
    """All of a built folder. ``sizes``: every file's path and size. ``faults``: (path, fault) of what could not be
    read, or should not lie there."""

    sizes: Mapping[str, int]
    pages: Mapping[str, Page]
    feeds: Mapping[str, Feed]
    papers: Mapping[str, Paper]
    faults: tuple[tuple[str, Fault], ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest.json: size and sum of each file by its path, and the address of each article by its id."""

    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
