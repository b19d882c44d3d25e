"""What is planned: pages and feeds as functions with their arguments, and the site that they make. Renders nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from coranto.language import ENGLISH, Language
from coranto.model import Moment
from coranto.views import FeedView, PageViews, SiteView


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
    files: Mapping[str, str] = field(default_factory=dict)  # output path -> what it is copied from or made of
    language: Language = ENGLISH  # the words of the interface, for outputs
