"""What a page may see, as a key: its template with all that this draws on, the site's facts, its view.

Two pages of one key have the same bytes. In: views. Out: short bytes. Renders nothing, reads no file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from coranto.cache import Cache, key_of
from coranto.model import Output
from coranto.packing import naming_packer
from coranto.program import program
from coranto.theme import Theme
from coranto.view_parts import Body, Card
from coranto.views import FeedItem, FeedView, SiteView

SHARED = frozenset({Card, Body, FeedItem})  # many pages show one: each is looked at once


_SUM = re.compile(rb"[0-9a-f]{64} [0-9]{1,12}")


_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class Sight:
    """Keys of one site's files in one run, and what is remembered under them."""

    def __init__(self, cache: Cache, theme: Theme, facts: SiteView, settings: tuple[str, ...]) -> None:
        self._cache = cache
        self._names: dict[int, tuple[Any, str]] = {}  # the value too: while it is held, no other has its id
        self._all = key_of(program(), "\0".join(settings).encode(), self.of(facts))
        self._sources = {name: words for name, (words, _) in theme.templates.items()}
        self._closures: dict[str, bytes] = {}

    def page(self, template: str, view: Any) -> bytes:
        """The key of a page."""
        return key_of(self._all, self.closure(template), self.of(view))

    def feed(self, value: FeedView | FeedItem) -> bytes:
        """The key of a feed, or of an entry in feeds."""
        return key_of(self._all, self.of(value))

    def output(self, step: str, key: bytes, path: str, origin: str, make: Callable[[], bytes]) -> Output:
        """A file whose bytes follow from a key: made now, or known by digest and size, and made when it is written."""
        row = key_of(step.encode(), key)
        found = self._cache.find(row)
        if found is not None and _SUM.fullmatch(found):
            digest, _, size = found.decode("ascii").partition(" ")
            return Output(path, make, origin, digest, int(size))
        made = Output(path, make(), origin).summed()
        self._cache.keep(step, row, f"{made.digest} {made.size}".encode())
        return made

    def of(self, value: Any) -> bytes:
        """The key of a view alone."""
        turn = naming_packer(type(value), SHARED - {type(value)}, self._name)
        return _ENCODE(turn(value)).encode("utf-8", "surrogatepass")

    def _name(self, value: Any) -> str:
        known = self._names.get(id(value))
        if known is None:
            known = self._names[id(value)] = (value, key_of(type(value).__name__.encode(), self.of(value)).hex())
        return known[1]

    def closure(self, template: str) -> bytes:
        """A template and all that it extends, includes or imports, by name and words."""
        if template not in self._closures:
            seen: dict[str, str] = {}
            waiting = [template]
            while waiting:
                name = waiting.pop()
                if name in seen or name not in self._sources:
                    continue
                seen[name] = self._sources[name]
                calls = len(_CALL.findall(seen[name]))
                found = _NAMED.findall(seen[name])
                if len(found) < calls:  # one that is named by an expression: it could be any
                    seen = self._sources
                    break
                waiting += found
            parts = [part.encode() for name in sorted(seen) for part in (name, seen[name])]
            self._closures[template] = key_of(*parts)
        return self._closures[template]


_CALL = re.compile(r"\{%-?\+?\s*(?:extends|include|import|from)\b")
_NAMED = re.compile(
    r"""\{%-?\+?\s*(?:extends|include|import|from)\s+["']([^"']+)["']\s*(?:-?%\}|as\b|import\b|with|without|ignore)"""
)
