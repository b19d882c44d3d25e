"""A text before it is typeset, and after. Plain frozen data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from coranto.body import Body
from coranto.model import Manuscript
from coranto.problems import Problem
from coranto.view_parts import Frame

__all__ = ["Frames", "Manuscript", "Proof", "Resolve", "Typeset", "Use", "frame_of"]

Use = Literal["link", "image"]
Resolve = Callable[[str, str, Use], str | None]
"""(address as written, path of the file it stands in, use) -> an address of ours, an outside one, or None: broken."""
Frames = Mapping[str, Frame]
"""The address of a picture of ours -> how it is shown."""


def frame_of(url: str, frames: Frames) -> Frame | None:
    """How a picture is shown, by an address that may go on behind the file's."""
    return frames.get(re.split(r"[?#]", url, maxsplit=1)[0])


@dataclass(frozen=True, slots=True)
class Typeset:
    """A text that has been typeset. ``lead`` is its first paragraph as plain text, shortened; ``leads`` are the
    addresses in this site that its links and pictures lead to; ``key`` tells it from others.
    """

    body: Body
    words: int
    lead: str
    excerpt: Body
    excerpt_words: int
    leads: tuple[str, ...] = ()
    key: bytes = field(default=b"", compare=False)


@dataclass(frozen=True, slots=True)
class Proof:
    """A typeset text with what was wrong in it."""

    text: Typeset
    problems: tuple[Problem, ...]
