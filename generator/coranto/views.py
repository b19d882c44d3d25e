"""What a template sees: plain frozen data, and nothing else.

A template gets ``page`` (one of the views below), ``site`` (``SiteView``: facts equal for all pages) and pure filters.
It can ask nothing of the world, so (engine, template closure, site facts, view) is all that a page depends on.

Addresses: a ``url`` that starts with ``/`` is an address in this site, percent-encoded and without the base path; write
it through the filter ``link``. Any other ``url`` is an outside address (http, https or mailto) and passes ``link`` as
it is. Moments are in the site's zone. Lists hold cards, never bodies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coranto.body import Body
from coranto.model import Moment, Republish
from coranto.view_parts import (
    Card,
    Corrected,
    CorrectionView,
    Dated,
    DayCount,
    EditionCard,
    Excerpt,
    FeedLink,
    Group,
    Head,
    ImageView,
    Letter,
    Link,
    Offer,
    OfferGroup,
    Pager,
    Person,
    SourceFacts,
    SourceView,
    Term,
    TermList,
    Voice,
    YearCount,
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
    moved: Moment  # its last change for readers: updated, or a correction, else when it went out
    corrections: tuple[CorrectionView, ...]
    tags: tuple[Link, ...]
    people: tuple[Person, ...]
    story: Link | None
    coverage: tuple[Card, ...]  # all reports of the story, this one among them, newest first
    related: tuple[Link, ...]  # teasers found on the original; the url may be empty
    kindred: tuple[Card, ...]  # older articles that share its tags, of other stories
    earlier: Link | None
    later: Link | None
    long: bool  # a title over 110 characters
    language: str = ""  # the article's own, when it says so
    archived: str = ""  # a copy of the original in an archive
    extra: Mapping[str, Any] = field(default_factory=dict)  # front matter keys of the theme's own


@dataclass(frozen=True, slots=True)
class RetractedView:
    """What stands in place of an article that was taken back."""

    head: Head
    title: str
    date: Moment  # since when
    reason: str
    source: SourceView | None
    original: str  # the outlet's own page; may be empty
    language: str = ""  # the article's own, when it says so


@dataclass(frozen=True, slots=True)
class EditionItem:
    """One entry of an edition, numbered through all parts."""

    number: int
    card: Card
    note: str
    own: bool = False  # our words about what the outlet reports: its authors are ours


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
class StoryView:
    """One event told by several articles, by day, newest first."""

    head: Head
    title: str
    days: tuple[Group, ...]
    voices: tuple[Voice, ...]
    count: int


@dataclass(frozen=True, slots=True)
class ListView:
    """The page of a section, tag, author or source, of a year, month or day, or of all: its articles, newest first."""

    head: Head
    title: str
    intro: Body
    groups: tuple[Group, ...]
    pager: Pager
    facts: SourceFacts | None = None  # sources only
    person: Person | None = None  # authors only
    weeks: tuple[tuple[DayCount | None, ...], ...] = ()  # months only: from Monday to Sunday, none outside the month
    up: Dated | None = None  # days only: their month
    earlier: Dated | None = None  # days and months: the next that have articles
    later: Dated | None = None


@dataclass(frozen=True, slots=True)
class TermsView:
    """The index of all sections, tags, authors or sources; a long one has its names by letter too."""

    head: Head
    title: str
    terms: tuple[Term, ...]
    letters: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """All years and months that have articles."""

    head: Head
    years: tuple[YearCount, ...]
    count: int
    editions: tuple[EditionCard, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """Where to look for an article: a field, if there is an index to search, and ways to go by day, topic, outlet."""

    head: Head
    bundle: str  # the address of the index's folder; empty when there is none
    years: tuple[YearCount, ...]
    lists: tuple[TermList, ...]


@dataclass(frozen=True, slots=True)
class SubscribeView:
    """Every feed there is, and the addresses of two lists for feed readers (OPML): of ours, and of the outlets' that
    the site names in public, which may be empty."""

    head: Head
    site: Offer
    groups: tuple[OfferGroup, ...]
    opml: str = ""
    blogroll: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionsView:
    """All corrections, newest first."""

    head: Head
    corrections: tuple[Corrected, ...]


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
    | RetractedView
    | EditionView
    | EditionsView
    | StoryView
    | ListView
    | TermsView
    | ArchiveView
    | SearchView
    | SubscribeView
    | CorrectionsView
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
    search: str = ""
    subscribe: str = ""
    corrections: str = ""


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
    image: ImageView | None = None  # for pages without a picture of their own, where they are shared
    robots: str = ""  # what search engines may do with a page that they may index
    options: Mapping[str, Any] = field(default_factory=dict)  # theme_options
    preview: bool = False  # the pages are for `serve`, not for a host
    script: str = ""  # the address of the live reload script; only in the preview
    icon: str = ""  # the address of the theme's icon.png; empty when it has none


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
    parts: tuple[EditionPart, ...] = ()  # of an edition: what stands behind its body
    own: bool = False  # our words about what the outlet reports: the authors are ours
    language: str = ""  # the article's own, when it says so
    image: ImageView | None = None
    note: Body = field(default_factory=Body)
    corrections: tuple[CorrectionView, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed: newest first. ``id`` is its own, beside those of items; ``home`` is the page it is the feed of,
    ``updated`` the newest change among its items."""

    id: str
    title: str
    description: str
    home: str
    updated: Moment | None
    items: tuple[FeedItem, ...]
