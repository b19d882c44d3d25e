"""What is planned: pages and feeds as functions with their arguments, and the site that they make. Renders nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coranto.language import ENGLISH, Language
from coranto.model import Moment, Record
from coranto.views import FeedView, PageViews, SiteView


@dataclass(frozen=True, slots=True)
class Page:
    """A planned page: where it goes, which template makes it, and the way to what that template sees.

    ``make`` gives that from the site's cards, in which the texts are: no text has a say in which pages there are, or
    where. ``sees`` gives what the view is made of, as keys by name: the same keys, the same view. ``moved`` gives the
    last change of what the page shows, where that is known; ``id`` is that of the article whose page this is.
    """

    path: str
    url: str
    template: str
    origin: str  # the file, or the words, that name where the page comes from
    make: Callable[[Any], PageViews] = field(compare=False)
    sees: Callable[[Any], tuple[tuple[str, bytes], ...]] = field(compare=False)
    noindex: bool = False
    moved: Callable[[Any], Moment | None] = field(default=lambda _: None, compare=False)
    id: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A planned feed, likewise, in all its formats. What it ``sees`` covers all of its items."""

    kind: str  # "site", "section", "tag", "author", "source" or "editions"
    name: str  # of the section and so on
    files: tuple[tuple[str, str], ...]  # (format, address)
    title: str
    home: str  # the page it is the feed of
    make: Callable[[Any], FeedView] = field(compare=False)
    sees: Callable[[Any], bytes] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old address of ours, and where it leads: an address of ours or outside, with the title of what is there.
    ``line`` of its ``origin``."""

    old: str
    new: str
    title: str
    origin: str
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class News:
    """A page of our own that search engines should see as news."""

    url: str
    title: str
    published: Moment
    language: str


@dataclass(frozen=True, slots=True)
class Site:
    """The whole plan, before anything is rendered. ``cards`` is what its pages and feeds are made from."""

    facts: SiteView
    pages: tuple[Page, ...]
    feeds: tuple[Feed, ...]
    files: Mapping[str, str] = field(default_factory=dict)  # output path -> what it is copied from or made of
    old_feeds: tuple[tuple[str, str], ...] = ()  # (address, address of the feed that stands there too)
    blogroll: tuple[Record, ...] = ()  # the sources whose feeds are named in public
    language: Language = ENGLISH  # the words of the interface, for outputs
    redirects: tuple[Redirect, ...] = ()
    news: tuple[News, ...] = ()
    cards: Any = field(default=None, compare=False)

    def view(self, page: Page) -> PageViews:
        """What the page's template sees."""
        return page.make(self.cards)

    def moved(self, page: Page) -> Moment | None:
        """The last change of what a page shows, where that is known."""
        return page.moved(self.cards)

    def holds(self, feed: Feed) -> FeedView:
        """What is in a feed."""
        return feed.make(self.cards)
