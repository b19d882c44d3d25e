"""What a template sees: plain frozen data, and nothing else.

A template gets ``page`` (one of the views below), ``site`` (``SiteView``: facts equal for all pages) and pure filters.
It can ask nothing of the world, so (engine, template closure, site facts, view) is all that a page depends on.

Addresses: a ``url`` that starts with ``/`` is an address in this site, percent-encoded and without the base path; write
it through the filter ``link``. Any other ``url`` is an outside address (http, https or mailto) and passes ``link`` as
it is. Moments are in the site's zone. Lists hold cards, never bodies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coranto.model import Moment, Republish
from coranto.view_parts import (
    Body,
    Card,
    CorrectionView,
    EditionCard,
    Excerpt,
    FeedLink,
    Group,
    Head,
    Link,
    Pager,
    Person,
    SourceView,
)


@dataclass(frozen=True, slots=True)
class HomeView:
    """The front page."""

    head: Head
    lead: Card | None
    cluster: tuple[Card, ...]  # the lead story's other reports
    picks: tuple[Card, ...]
    latest: tuple[Group, ...]  # by day
    sections: tuple[Group, ...]
    edition: EditionCard | None
    newest: Moment | None
    count: int


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article. ``body`` is empty when only an excerpt may be shown."""

    head: Head
    card: Card
    republish: Republish
    standfirst: str
    summary: str
    note: Body
    body: Body
    excerpt: Excerpt | None
    licence: str
    updated: Moment | None
    corrections: tuple[CorrectionView, ...]
    tags: tuple[Link, ...]
    people: tuple[Person, ...]
    story: Link | None
    coverage: tuple[Card, ...]  # all reports of the story, this one among them, newest first
    related: tuple[Link, ...]  # teasers found on the original; the url may be empty
    earlier: Link | None
    later: Link | None
    long: bool  # a title over 110 characters
    language: str = ""  # the article's own, when it says so
    extra: Mapping[str, Any] = field(default_factory=dict)  # front matter keys of the theme's own


@dataclass(frozen=True, slots=True)
class EditionItem:
    """One entry of an edition, numbered through all parts."""

    number: int
    card: Card
    note: str


@dataclass(frozen=True, slots=True)
class EditionPart:
    """A named part of an edition."""

    roman: str
    title: str
    items: tuple[EditionItem, ...]


@dataclass(frozen=True, slots=True)
class EditionView:
    """One edition."""

    head: Head
    card: EditionCard
    editor: str
    intro: Body
    parts: tuple[EditionPart, ...]
    earlier: EditionCard | None
    later: EditionCard | None
    total: int  # how many editions there are
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EditionsView:
    """The shelf of editions, newest first."""

    head: Head
    editions: tuple[EditionCard, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """An outlet and how many reports it has in a story."""

    source: SourceView
    count: int


@dataclass(frozen=True, slots=True)
class StoryView:
    """One event told by several articles, by day, newest first."""

    head: Head
    title: str
    days: tuple[Group, ...]
    voices: tuple[Voice, ...]
    count: int


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What the page of an outlet tells above its list."""

    source: SourceView
    why: str
    home: str
    feed: str
    republish: Republish
    licence: str
    since: Moment


@dataclass(frozen=True, slots=True)
class ListView:
    """The page of a section, tag, author or source, of a year or month, or of all: its articles, newest first."""

    head: Head
    title: str
    intro: Body
    groups: tuple[Group, ...]
    pager: Pager
    facts: SourceFacts | None = None  # sources only
    person: Person | None = None  # authors only


@dataclass(frozen=True, slots=True)
class Term:
    """A section, tag, author or source in an index."""

    name: str
    url: str
    count: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class TermsView:
    """The index of all sections, tags, authors or sources."""

    head: Head
    title: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class MonthCount:
    """A month of the archive: the moment is its first day. The address is empty when months have no pages."""

    moment: Moment
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class YearCount:
    """A year of the archive with its months, newest first. The address is empty when years have no pages."""

    year: int
    url: str
    count: int
    months: tuple[MonthCount, ...]


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """All years and months that have articles."""

    head: Head
    years: tuple[YearCount, ...]
    count: int
    editions: tuple[EditionCard, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """A page from ``content/pages/``."""

    head: Head
    title: str
    body: Body
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MissingView:
    """``404.html``."""

    head: Head
    latest: tuple[Group, ...]


PageViews = (
    HomeView
    | ArticleView
    | EditionView
    | EditionsView
    | StoryView
    | ListView
    | TermsView
    | ArchiveView
    | PageView
    | MissingView
)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the pages are of which there is one; empty when it is not made."""

    home: str = ""
    latest: str = ""
    archive: str = ""
    editions: str = ""
    sections: str = ""
    tags: str = ""
    authors: str = ""
    sources: str = ""


@dataclass(frozen=True, slots=True)
class SiteView:
    """Facts equal for all pages: ``site`` in a template."""

    title: str
    tagline: str
    language: str
    direction: str  # "ltr" or "rtl"
    base_url: str  # absolute, ends in "/"; empty when config.yaml has none
    licence: str
    menu: tuple[Link, ...]  # config.yaml's own entries; shown behind the sections
    sections: tuple[Link, ...]
    edition: EditionCard | None  # the current one, without parts
    feeds: tuple[FeedLink, ...]  # of the whole site
    places: Places
    styles: tuple[str, ...]  # addresses of the theme's stylesheets, parents first
    assets: str  # the address of the theme's files, ends in "/"
    options: Mapping[str, Any] = field(default_factory=dict)  # theme_options
    preview: bool = False  # the pages are for `serve`, not for a host
    script: str = ""  # the address of the live reload script; only in the preview


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An entry of a feed. Addresses as in pages; the output makes them absolute."""

    id: str
    title: str
    url: str
    published: Moment
    updated: Moment
    original_date: Moment
    authors: tuple[str, ...]
    source: SourceView | None
    source_feed: str  # the outlet's own feed, when a record names it
    original: str
    summary: str
    body: Body
    categories: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed: newest first. ``home`` is the page it is the feed of, ``updated`` the newest change among its items."""

    path: str
    title: str
    description: str
    home: str
    updated: Moment | None
    items: tuple[FeedItem, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A planned page: where it goes, which template makes it, and the way to what that template sees.

    ``sees`` is what the view is made of, as keys by name: the same keys, the same view. ``id`` and ``moved`` (its last
    change) are those of the article whose page this is.
    """

    path: str
    url: str
    template: str
    origin: str  # the file, or the words, that name where the page comes from
    sees: tuple[tuple[str, bytes], ...]
    make: Callable[[], PageViews] = field(compare=False)
    noindex: bool = False
    moved: Moment | None = None
    id: str = ""

    @property
    def view(self) -> PageViews:
        """What the template sees."""
        return self.make()


@dataclass(frozen=True, slots=True)
class Feed:
    """A planned feed, likewise. ``sees`` covers all of its items."""

    path: str
    title: str
    home: str  # the page it is the feed of
    sees: bytes
    make: Callable[[], FeedView] = field(compare=False)

    @property
    def view(self) -> FeedView:
        """What it holds."""
        return self.make()


@dataclass(frozen=True, slots=True)
class Site:
    """The whole plan, before anything is rendered."""

    facts: SiteView
    pages: tuple[Page, ...]
    feeds: tuple[Feed, ...]
    files: Mapping[str, str] = field(default_factory=dict)  # output path -> path of the content file it is copied from
