"""What a page may see, as a key: its template with all that this draws on, the site's facts, its view. And the files
of such keys, each made only where it is not known.

Two pages of one key have the same bytes. In: views, and the way to each file. Out: short bytes; and outputs. Renders
nothing itself, reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext, suppress
from dataclasses import replace
from itertools import chain
from zlib import crc32

from coranto.cache import Cache, key_of
from coranto.crew import Errand
from coranto.hands import MANY, Hands
from coranto.model import Output
from coranto.packing import pack, unpack
from coranto.planned import Feed, Page, Site
from coranto.problems import CorantoError, Problem, stop_on_errors
from coranto.program import program
from coranto.spool import Spool
from coranto.theme import Theme

_SUM = re.compile(rb"[0-9a-f]{64} [0-9]{1,12}")


Account = dict[str, tuple[int, int, dict[str, int]]]
"""path -> short sums of the site's facts, of the template and all it draws on, and of what the view is made of."""

File = tuple[bytes, str, str, Callable[[], bytes]]
"""(key, path, where it comes from, how its bytes are made)"""


class Sight:
    """Keys of one site's files in one run, and what is remembered under them.

    ``later``: for a preview, in which a file is made when somebody asks for it, and remembered nowhere else. It has no
    use for the keys of pages.
    """

    def __init__(
        self, cache: Cache, hands: Hands, theme: Theme, site: Site, settings: tuple[str, ...], later: bool = False
    ) -> None:
        self._cache, self._hands, self._later = cache, hands, later
        self._cards = site.cards
        self._told: dict[str, dict[str, int]] = {}  # path -> what its page is made of, in short
        self.made: set[str] = set()  # paths
        self._about = key_of(program(), "\0".join(settings).encode())
        self._all = key_of(self._about, pack(site.facts))
        self._sources = {name: words for name, (words, _) in theme.templates.items()}
        self._closures: dict[str, bytes] = {}

    def page(self, page: Page) -> bytes:
        """The key of a page."""
        sees = page.sees(self._cards)
        self._told[page.path] = {name: crc32(key) for name, key in sees}
        return key_of(self._all, page.template.encode(), self.closure(page.template), *[key for _, key in sees])

    def account(self, pages: Sequence[Page]) -> Account:
        """What each page whose key was made is made of, in short: for the next build to tell what has changed."""
        site = crc32(self._all)
        return {page.path: (site, crc32(self.closure(page.template)), self._told[page.path]) for page in pages}

    def feed(self, feed: Feed) -> bytes:
        """The key of a feed. It sees nothing of the site's facts but what stands in it: a new theme changes none."""
        return b"" if self._later else key_of(self._about, feed.sees(self._cards))

    def outputs(self, step: str, files: Sequence[File], errand: Errand | None = None) -> list[Output]:
        """Files whose bytes follow from a key: made now, or known by digest and size, and made when they are written.

        ``errand``: the way to make them elsewhere. Raises CorantoError for the first ten that fail.
        """
        if self._later:
            return [Output(path, make, origin) for _, path, origin, make in files]
        outputs = [self._known(step, *file) for file in files]
        fresh = [number for number, output in enumerate(outputs) if not output.digest]
        faults: dict[int, tuple[Problem, ...]] = {}
        spool = self._hands.spool(len(fresh), self._cache.folder)
        sent = errand and replace(
            errand,
            piece=lambda number: errand.piece(fresh[number]),
            take=lambda number, data: _made(replace(outputs[fresh[number]], data=data), spool),
        )
        with closing(spool) if spool else nullcontext():
            for number, found in self._hands.each(
                len(fresh), lambda number: _made(outputs[fresh[number]], spool), step, errand=sent
            ):
                at = fresh[number]
                told = found if isinstance(found, bytes) else _made(outputs[at], None)
                if told[:1] == _FAULT:
                    faults[at] = unpack(tuple[Problem, ...], told[1:])
                    continue
                kind, digest, size, data = told[:1], told[1:65], int(told[65:77]), told[77:]
                made = spool.get(data) if spool and kind == _SPOOLED else data
                self.made.add(outputs[at].path)
                outputs[at] = replace(outputs[at], data=made, digest=digest.decode(), size=size)
                self._cache.keep(step, key_of(step.encode(), files[at][0]), digest + b" %d" % size, "sums")
        stop_on_errors(dict.fromkeys(chain.from_iterable(faults[at] for at in sorted(faults)[:10])))
        return outputs

    def knows(self, step: str, key: bytes) -> bool:
        """Are digest and size of such a file known, or not wanted now?"""
        return self._later or self._cache.has(key_of(step.encode(), key), "sums")

    def _known(self, step: str, key: bytes, path: str, origin: str, make: Callable[[], bytes]) -> Output:
        found = self._cache.find(key_of(step.encode(), key), "sums")
        if found is not None and _SUM.fullmatch(found):
            digest, _, size = found.decode("ascii").partition(" ")
            return Output(path, make, origin, digest, int(size))
        return Output(path, make, origin)

    def ahead(self, step: str, pieces: Sequence[tuple[bytes, Callable[[], bytes]]]) -> None:
        """Make pieces that are not remembered, if they are many."""
        if self._later:
            return
        fresh = [piece for piece in pieces if not self._cache.has(self._row(step, piece[0]), "bodies")]
        if len(fresh) >= MANY:
            self._hands.ahead(self._cache, len(fresh), lambda number: self.piece(step, *fresh[number]), step)

    def _row(self, step: str, seen: bytes) -> bytes:
        return key_of(step.encode(), self._about, seen)

    def piece(self, step: str, seen: bytes, make: Callable[[], bytes]) -> bytes:
        """A part of several files, by all that is seen of what it shows."""
        row = self._row(step, seen)
        found = self._cache.find(row, "bodies")
        if found is None:
            found = make()
            self._cache.keep(step, row, found, "bodies")
        return found

    def closure(self, template: str) -> bytes:
        """A template and all that it extends, includes or imports, by name and words."""
        if template not in self._closures:
            parts = [part.encode() for name in self.drawn(template) for part in (name, self._sources[name])]
            self._closures[template] = key_of(*parts)
        return self._closures[template]

    def drawn(self, template: str) -> list[str]:
        """The names of these templates."""
        seen: set[str] = set()
        waiting = [template]
        while waiting:
            name = waiting.pop()
            if name in seen or name not in self._sources:
                continue
            seen.add(name)
            calls = len(_CALL.findall(self._sources[name]))
            found = _NAMED.findall(self._sources[name])
            if len(found) < calls:  # one that is named by an expression: it could be any
                return sorted(self._sources)
            waiting += found
        return sorted(seen)


_FAULT, _WHOLE, _SPOOLED = b"!", b"=", b"@"


def _made(output: Output, spool: Spool | None) -> bytes:
    """A sign, digest, size and the bytes of a file, or where they lie; or the sign of a fault, and what was wrong."""
    try:
        made = output.summed()
    except CorantoError as fault:
        return _FAULT + pack(tuple(fault.problems))
    assert isinstance(made.data, bytes)
    sums = made.digest.encode() + b"%12d" % made.size
    if spool:
        with suppress(OSError):
            return _SPOOLED + sums + spool.put(made.data)
    return _WHOLE + sums + made.data


_CALL = re.compile(r"\{%-?\+?\s*(?:extends|include|import|from)\b")
_NAMED = re.compile(
    r"""\{%-?\+?\s*(?:extends|include|import|from)\s+["']([^"'\\]+)["']\s*(?:-?%\}|as\b|import\b|with|without|ignore)"""
)
