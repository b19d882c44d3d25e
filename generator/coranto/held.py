"""What the stages of one program's builds gave, by what they were given: the same again is not made again.

In: a stage's name, all that it sees, how it is done. Out: what it gives. A single build holds nothing that it could
use again; the preview builds many times, and most of a site is the same each time. Nothing of it is written down.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Held:
    """The last result of each stage."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[Any, Any]] = {}

    def same(self, stage: str, seen: Any, make: Callable[[], T]) -> T:
        """What ``make`` gave when it last saw the same, or what it gives now. It may see nothing but ``seen``, and
        nobody may change what it gave."""
        known = self._last.get(stage)
        if known is None or known[0] != seen:
            known = self._last[stage] = (seen, make())
        found: T = known[1]
        return found

    def last(self, stage: str) -> Any:
        """What a stage gave last, whatever it saw: for one that goes on from there. None when it gave nothing yet."""
        known = self._last.get(stage)
        return known[1] if known else None
