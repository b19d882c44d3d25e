"""The values that pass between the stages.

Frozen, comparable, free of I/O. A *clipping* is what an importer brings; an *article* is a file in ``content/``; a
*story* is one event told by several articles; an *edition* is a numbered issue; a *source* is an outlet; an *output*
is a file in ``output/``. What templates see is declared in ``views.py``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal, TypeVar

from coranto.cache import key_of
from coranto.problems import Problem

T = TypeVar("T")


def altered(piece: T, **changes: Any) -> T:
    """A dataclass's piece with other values in some of its fields, all of which its making takes: as
    ``dataclasses.replace``, in a quarter of the time."""
    kind: Any = type(piece)
    get, places = _layout(kind)
    values = list(get(piece))
    for name, value in changes.items():
        values[places[name]] = value
    made: T = kind(*values)
    return made


@cache
def _layout(kind: Any) -> tuple[Callable[[Any], tuple[Any, ...]], dict[str, int]]:
    names = [each.name for each in fields(kind)]
    return attrgetter(*names), {name: place for place, name in enumerate(names)}


KINDS = (
    "home", "latest", "article", "edition", "editions", "story", "section", "tag", "author", "source", "terms",
    "archive", "year", "month", "day", "search", "subscribe", "corrections", "page", "missing",
)  # fmt: skip
"""The kinds of page there are. ``terms`` are the indexes of sections, tags, authors and sources."""

Republish = Literal["own", "full", "excerpt", "link"]


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A date as somebody stated it. ``at`` is aware; ``day_only`` says that no time of day was given."""

    at: datetime
    day_only: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as the page or the front matter tells of it. ``src`` may be empty: kept, not shown."""

    src: str = ""
    alt: str | None = None
    caption: str = ""
    credit: str = ""
    licence: str = ""
    line: int = field(default=0, compare=False)  # where the front matter tells of it


@dataclass(frozen=True, slots=True)
class SourceRef:
    """How an article names its outlet: the name, the address of the original, and that of a copy in an archive."""

    name: str = ""
    url: str = ""
    archived: str = ""


@dataclass(frozen=True, slots=True)
class Teaser:
    """Another story that a page points to."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Bio:
    """What a page says of one of its authors; becomes a record in ``content/authors/``."""

    name: str
    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Clipping:
    """What an importer brings: an article as far as the page tells of it.

    ``origin`` is the file or address it came from, ``guid`` the id that its feed gives it. ``republish`` is left to the
    source and the site but where it is known: less than the story came along, or it is of our own. ``date`` and
    ``updated`` are ISO 8601 as the page states them: a day, or a day and time, with a zone only where the page gives
    one; empty when not sure. ``body`` is Markdown of the documented subset. ``evidence`` maps a front matter key to
    where it was found and how sure that is; ``doubts`` names the keys that the curator has to settle. A field in doubt
    is left empty, and its evidence says what was seen instead.
    """

    origin: str
    title: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    updated: str = ""
    source: SourceRef = SourceRef()
    section: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    licence: str = ""
    image: Image | None = None
    related: tuple[Teaser, ...] = ()
    bios: tuple[Bio, ...] = ()
    body: str = ""
    guid: str = ""
    republish: Republish | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subscription:
    """An outlet that a list of feeds names; becomes a record in ``content/sources/``."""

    name: str
    feed: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one input holds: clippings, newest first where they are dated, or subscriptions.

    ``left`` counts the entries beyond the limit; ``problems`` are warnings about what was taken nevertheless; ``feed``
    says that more may be had later at the same address.
    """

    clippings: tuple[Clipping, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    left: int = 0
    problems: tuple[Problem, ...] = ()
    feed: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A dated correction of a published article."""

    date: Moment
    text: str


@dataclass(frozen=True, slots=True)
class Retraction:
    """That an article was taken back, when, and why: a notice stands in its place."""

    date: Moment
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """A file in ``content/`` that tells one piece of news. ``path`` is relative to the site's root, with ``/``."""

    path: str
    id: str
    slug: str
    title: str
    date: Moment | None = None
    published: Moment | None = None
    updated: Moment | None = None
    authors: tuple[str, ...] = ()
    source: SourceRef = SourceRef()
    section: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    standfirst: str = ""
    summary: str = ""
    note: str = ""
    image: Image | None = None
    related: tuple[Teaser, ...] = ()
    featured: int = 0
    story: str = ""
    republish: Republish | None = None
    licence: str = ""
    draft: bool = False
    aliases: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    retracted: Retraction | None = None
    imported: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    note_line: int = 1  # where its words begin
    aliases_line: int = 1

    @property
    def out(self) -> Moment:
        """When it goes out: ``published``, else ``date``. Only for articles that have a date."""
        moment = self.published or self.date
        assert moment is not None, f"{self.path} has no date"
        return moment


@dataclass(frozen=True, slots=True)
class Record:
    """What the site knows of an author, a source, a section or a tag: a file in ``content/authors/`` and so on."""

    path: str
    kind: Literal["authors", "sources", "sections", "tags"]
    name: str
    url: str = ""
    feed: str = ""
    label: str = ""
    why: str = ""
    always: bool = False
    role: str = ""
    licence: str = ""
    republish: Republish | None = None
    public: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of an edition: an article's id, the curator's sentence about it, and its line in the file."""

    article: str
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of an edition, its items in order."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A numbered issue: a file in ``content/editions/``. The body is the editor's intro."""

    path: str
    number: int
    title: str
    date: Moment
    period: str = ""
    editor: str = ""
    parts: tuple[Part, ...] = ()
    draft: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FreePage:
    """A page of the site's own, such as ``about``: a file in ``content/pages/``."""

    path: str
    slug: str
    title: str
    draft: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


class Manuscript:
    """A text to be typeset: its Markdown, or the way to it; the file it stands in and the line it begins on.

    ``key`` tells it from other texts; it may be known without reading it.
    """

    __slots__ = ("_key", "_markdown", "line", "path")

    def __init__(self, markdown: str | Callable[[], str], path: str, line: int = 1, key: bytes = b"") -> None:
        self._markdown = markdown
        self._key = key
        self.path = path
        self.line = line

    @property
    def markdown(self) -> str:
        """The text itself. Raises CorantoError when its file cannot be read any more."""
        return self._markdown if isinstance(self._markdown, str) else self._markdown()

    @property
    def key(self) -> bytes:
        """Short bytes for the text alone."""
        self._key = self._key or key_of(self.markdown.encode("utf-8", "surrogatepass"))
        return self._key

    def whole(self) -> Manuscript:
        """The same with its words, for who cannot read the file."""
        return Manuscript(self.markdown, self.path, self.line, self.key)

    def __eq__(self, other: object) -> bool:
        """One of the same words is the same; one that waits for its file is none but itself."""
        if self is other or not isinstance(other, Manuscript) or not isinstance(self._markdown, str):
            return self is other
        return (self._markdown, self.path, self.line) == (other._markdown, other.path, other.line)

    def __hash__(self) -> int:
        return hash((self.path, self.line))


@dataclass(frozen=True, slots=True)
class Content:
    """All that ``content/`` holds, in the order of paths. ``texts``: the body of each file, by the file's path."""

    articles: tuple[Article, ...] = ()
    editions: tuple[Edition, ...] = ()
    pages: tuple[FreePage, ...] = ()
    records: tuple[Record, ...] = ()
    assets: tuple[str, ...] = ()
    texts: Mapping[str, Manuscript] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the site: its path under ``output/`` with ``/``; its bytes, or the file they are copied from, or what
    makes them; and where it comes from, for problems.

    ``digest`` (sha256 in hex) and ``size`` are told together, where both are known without the bytes: these are then
    asked for only when the file has to be written.
    """

    path: str
    data: bytes | Path | Callable[[], bytes]
    origin: str
    digest: str = ""
    size: int = -1

    def summed(self) -> Output:
        """The same with digest and size. Only for one that is not copied from a file."""
        if self.digest:
            return self
        assert not isinstance(self.data, Path)
        data = self.data if isinstance(self.data, bytes) else self.data()
        return replace(self, data=data, digest=hashlib.sha256(data).hexdigest(), size=len(data))
