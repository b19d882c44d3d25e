"""What the stages of one program's builds gave, by what they were given: the same again is not made again.

In: a stage's name, all that it sees, how it is done. Out: what it gives. A single build holds nothing that it could
use again; the preview builds many times, and most of a site is the same each time. Nothing of it is written down.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


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

    def each(self, stage: str, pieces: Mapping[K, V], make: Callable[[V], T]) -> dict[K, T]:
        """What ``make`` gives of each piece; of one that is as it was, what it gave then. It may see that piece alone,
        and nobody may change what this gives."""
        before: Mapping[K, V]
        found: dict[K, T]
        before, found = self._last.get(stage, ({}, {}))
        fresh = changed(before, pieces)
        if fresh or len(before) != len(pieces):
            made = {key: make(piece) for key, piece in fresh.items()}
            found = {**found, **made}
            if len(found) != len(pieces):
                found = {key: found[key] for key in pieces}
            self._last[stage] = (pieces, found)
        return found


def changed(before: Mapping[K, V], now: Mapping[K, V]) -> dict[K, V]:
    """The pieces that are not as they were. Of ten thousand only the changed ones are looked into."""
    if list(before) == list(now):
        pairs = zip(now, before.values(), now.values(), strict=True)
        return {key: piece for key, old, piece in pairs if old is not piece and old != piece}
    return {key: piece for key, piece in now.items() if before.get(key) != piece}
