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


@dataclass(frozen=True, slots=True)
class Body:
    """Sanitised HTML. Its own links are held apart, so that each page can write them as seen from where it stands.

    ``pieces`` alternates HTML (even places) and addresses in this site (odd places).
    """

    pieces: tuple[str, ...] = ("",)

    def html(self, link: Callable[[str], str]) -> str:
        """The HTML, each address of ours written by ``link`` (which must return text fit for an attribute)."""
        return "".join(link(piece) if place % 2 else piece for place, piece in enumerate(self.pieces))

    def __bool__(self) -> bool:
        return len(self.pieces) > 1 or bool(self.pieces[0].strip())


@dataclass(frozen=True, slots=True)
class Link:
    """A title and an address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Head:
    """What every page has: its own ``page.head``."""

    kind: str  # one of KINDS
    url: str
    title: str  # empty on the front page
    description: str = ""
    noindex: bool = False
    canonical: str = ""  # an outside address when this page is a copy; empty: the page itself
    section: str = ""  # the address of the section whose menu entry is current
    rooted: bool = False  # links start at the host's root (404.html is shown at any depth)
    mark: str = ""  # "draft" or "scheduled" in the preview: articles, editions and pages
    feed: FeedLink | None = None  # the page's own feed, beside those of the site


@dataclass(frozen=True, slots=True)
class SourceView:
    """An outlet in a source line."""

    name: str
    url: str  # its page in this site; empty when it has none
    label: str = ""
    always: bool = False  # the label is shown in small cards too
    seal: str = ""  # its first letter, without article


@dataclass(frozen=True, slots=True)
class ImageView:
    """A picture that is published. ``src`` is an address in this site."""

    src: str
    alt: str
    caption: str = ""
    credit: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list."""

    id: str
    title: str
    url: str  # our page, or the original when the article has no page here; empty when there is neither
    outside: bool  # the headline leads out of this site
    original: str  # the outlet's own page; may be empty
    source: SourceView | None
    authors: tuple[Link, ...]
    date: Moment  # the original's
    out: Moment  # when we put it out: orders lists
    summary: str
    section: Link | None
    minutes: int
    image: ImageView | None = None
    story: Link | None = None
    also: tuple[SourceView, ...] = ()  # other outlets of its story
    mark: str = ""  # "draft" or "scheduled" in the preview


@dataclass(frozen=True, slots=True)
class Group:
    """Cards of one day, month or section: ``moment`` for days and months, ``link`` for sections."""

    cards: tuple[Card, ...]
    moment: Moment | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class EditionCard:
    """An edition in a list, or on the front page with the titles of its parts."""

    number: int
    title: str
    url: str
    date: Moment
    period: str
    count: int
    outlets: int
    minutes: int
    parts: tuple[PartTitles, ...] = ()


@dataclass(frozen=True, slots=True)
class PartTitles:
    """A part of an edition on the front page: its Roman number, title and headlines."""

    roman: str
    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """An author with what is known of them."""

    name: str
    url: str
    role: str = ""
    bio: Body = Body()
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The outlet's words, cut visibly. ``shown`` and ``total`` count words."""

    body: Body
    shown: int
    total: int


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A dated correction."""

    date: Moment
    text: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Neighbouring pages of a long list, and how many of how many are shown here. Only the first page knows ``total``;
    a numbered one is to stay as it is when an article is added."""

    newer: str = ""
    older: str = ""
    shown: int = 0
    total: int = 0


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
class FeedLink:
    """A feed that exists."""

    title: str
    url: str
    type: str


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
    """A planned page: where it goes, which template makes it, and what that template sees."""

    path: str
    template: str
    view: PageViews
    origin: str  # the file, or the words, that name where the page comes from


@dataclass(frozen=True, slots=True)
class Site:
    """The whole plan, before anything is rendered."""

    facts: SiteView
    pages: tuple[Page, ...]
    feeds: tuple[FeedView, ...]
    files: Mapping[str, str] = field(default_factory=dict)  # output path -> path of the content file it is copied from
