"""A text before it is typeset, and after. Plain frozen data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from coranto.problems import Problem
from coranto.view_parts import Body

Use = Literal["link", "image"]
Resolve = Callable[[str, str, Use], str | None]
"""(address as written, path of the file it stands in, use) -> an address of ours, an outside one, or None: broken."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A text to be typeset: its Markdown, the file it stands in and the line it begins on."""

    markdown: str
    path: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Typeset:
    """A text that has been typeset. ``lead`` is its first paragraph as plain text, shortened."""

    body: Body
    words: int
    lead: str
    excerpt: Body
    excerpt_words: int


@dataclass(frozen=True, slots=True)
class Proof:
    """A typeset text with what was wrong in it."""

    text: Typeset
    problems: tuple[Problem, ...]
