"""What a page may see, as a key: its template with all that this draws on, the site's facts, its view.

Two pages of one key have the same bytes. In: views. Out: short bytes. Renders nothing, reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from coranto.cache import Cache, key_of
from coranto.model import Output
from coranto.packing import pack
from coranto.program import program
from coranto.theme import Theme
from coranto.views import Feed, Page, SiteView

_SUM = re.compile(rb"[0-9a-f]{64} [0-9]{1,12}")


class Sight:
    """Keys of one site's files in one run, and what is remembered under them."""

    def __init__(self, cache: Cache, theme: Theme, facts: SiteView, settings: tuple[str, ...]) -> None:
        self._cache = cache
        self._all = key_of(program(), "\0".join(settings).encode(), pack(facts))
        self._sources = {name: words for name, (words, _) in theme.templates.items()}
        self._closures: dict[str, bytes] = {}

    def page(self, page: Page) -> bytes:
        """The key of a page."""
        return key_of(self._all, self.closure(page.template), page.sees)

    def feed(self, feed: Feed) -> bytes:
        """The key of a feed."""
        return key_of(self._all, feed.sees)

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

    def piece(self, step: str, seen: bytes, make: Callable[[], bytes]) -> bytes:
        """A part of several files, by all that is seen of what it shows."""
        row = key_of(step.encode(), self._all, seen)
        found = self._cache.find(row, large=True)
        if found is None:
            found = make()
            self._cache.keep(step, row, found, large=True)
        return found

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
