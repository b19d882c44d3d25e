"""A post of another site as a value, and what is there beside its posts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coranto.model import SourceRef
from coranto.problems import Problem


@dataclass(frozen=True, slots=True)
class Post:
    """One article or page elsewhere.

    ``origin`` is what the old site calls it: a path, or an id. ``line`` is where its body begins there, or 0.
    ``date``, ``published`` (when it goes out, where that is another day), ``updated`` and ``expires`` are ISO 8601,
    empty when not sure. ``address`` is its old path from the old site's root, ``aliases`` are its former ones; ``guid``
    is its id in the old feeds, if that is a URI. ``beside`` is the folder where relative paths in its body start;
    ``rest`` is what the old front matter says beside all this. ``references``: words of the body that name another
    post, as they stand there -> its ``origin``, with ``#`` and a part of it or not.
    """

    origin: str
    title: str
    body: str
    line: int = 0
    date: str = ""
    published: str = ""
    updated: str = ""
    expires: str = ""
    slug: str = ""
    authors: tuple[str, ...] = ()
    source: SourceRef = field(default_factory=SourceRef)
    section: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    summary: str = ""
    image: str = ""
    alt: str = ""
    caption: str = ""
    featured: bool = False
    draft: bool = False
    page: bool = False
    address: str = ""
    aliases: tuple[str, ...] = ()
    guid: str = ""
    beside: str = ""
    rest: Mapping[str, Any] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Old:
    """A site as it was elsewhere.

    Each of ``posts`` is read when it is called: it gives a post, or None for what is none, and raises CorantoError.
    ``shelves`` are the folders in which a path from the site's root is looked for; ``hosts`` are the beginnings of
    addresses that are the old site's own, each without the ``/`` at its end. ``names``: what problems call each post.
    """

    posts: tuple[Callable[[], Post | None], ...]
    shelves: tuple[Path, ...] = ()
    hosts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
