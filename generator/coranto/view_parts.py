"""What the views of many pages are made of: bodies, links, cards, small facts. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from coranto.body import Body
from coranto.model import Moment, Republish


@dataclass(frozen=True, slots=True)
class Link:
    """A title and an address. ``language`` is the title's, where it is known."""

    title: str
    url: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that exists, in one format: ``name`` is that format's, as ``Atom``."""

    title: str
    url: str
    type: str
    name: str = ""


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
    feeds: tuple[FeedLink, ...] = ()  # the page's own, beside those of the site


Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a page says of itself to machines: ``imprint(page, site)`` in a template."""

    title: str
    canonical: str
    names: Pairs  # for <meta name>
    properties: Pairs  # for <meta property>
    data: Markup  # JSON-LD, or empty


@dataclass(frozen=True, slots=True)
class SourceView:
    """An outlet in a source line."""

    name: str
    url: str  # its page in this site; empty when it has none
    label: str = ""
    always: bool = False  # the label is shown in small cards too
    seal: str = ""  # its first letter, without article


@dataclass(frozen=True, slots=True)
class Scaled:
    """One size of a picture: an address in this site, and its width in pixels."""

    url: str
    width: int


@dataclass(frozen=True, slots=True)
class OtherFormat:
    """The sizes of a picture in another format than its own, which browsers may like better."""

    type: str  # as image/webp
    sizes: tuple[Scaled, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """How a picture is shown: an address in this site with its own width and height; all its sizes, smallest first, if
    it has more than one; and the same in other formats."""

    src: str
    width: int
    height: int
    sizes: tuple[Scaled, ...] = ()
    others: tuple[OtherFormat, ...] = ()


@dataclass(frozen=True, slots=True)
class ImageView:
    """A picture that is published. ``src`` is an address in this site; ``frame`` says all about its file."""

    src: str
    alt: str
    caption: str = ""
    credit: str = ""
    licence: str = ""
    frame: Frame | None = None


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
    language: str = ""  # the article's own, when it says so
    anchor: str = ""  # where it stands in lists, when it has no page to stand on


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
    bio: Body = field(default_factory=Body)
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
class Voice:
    """An outlet and how many reports it has in a story."""

    source: SourceView
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
class Dated:
    """A day or month that has a page."""

    moment: Moment
    url: str


@dataclass(frozen=True, slots=True)
class DayCount:
    """A day in the grid of its month. The address is empty when it has no articles, or days have no pages."""

    number: int
    url: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """A section, tag, author or source in an index."""

    name: str
    url: str
    count: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """The names of an index that begin with one letter; ``at`` tells it from others in an address."""

    letter: str
    at: str
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
class TermList:
    """The fullest sections, tags, authors or sources; ``url`` is the index of all ``total``, empty when not made."""

    kind: str  # "section", "tag", "author" or "source"
    url: str
    total: int
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be subscribed to, and its feeds. ``url`` is the page it is of; may be empty."""

    title: str
    url: str
    feeds: tuple[FeedLink, ...]


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """Offers of one kind."""

    kind: str  # "section", "tag", "author" or "source"
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction and the article it is of, as a card."""

    date: Moment
    text: str
    card: Card
