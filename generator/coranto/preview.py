"""What the preview shows: the last good site, held in memory, and the problems of the last build over it.

In: an order for each build, a path of a request. Out: status, bytes, type. Opens no socket and writes no file; the
build is the same ``press`` that ``coranto build`` calls, but a page is made when it is asked for.
"""

from __future__ import annotations

import gc
import html
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote, unquote

from coranto.cache import Cache
from coranto.files import read_bytes
from coranto.headers import TYPES, type_of
from coranto.held import Held
from coranto.materials import Materials, Order, read_materials
from coranto.overlay import blank, panel
from coranto.permalinks import is_ours, output_path
from coranto.planned import Page
from coranto.press import Press, press
from coranto.problems import CorantoError, Problem

FRESH = 500  # so many rows may wait in memory to be written down
SWEEP = 20  # builds of more than new texts, after which what is no longer needed is looked for
OPEN = 4  # so many pages are taken to be open somewhere: those that were asked for last


Files = dict[str, bytes | Path | Callable[[], bytes]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on the screen: the files of the last good site and what they were made in, what was wrong with the last
    build, and its number. ``pages``: those that are among the files once they were asked for. ``moves``: where former
    addresses lead."""

    number: int
    files: Files = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    moves: Mapping[str, str] = field(default_factory=dict)
    base: str = "/"
    title: str = ""
    problems: tuple[Problem, ...] = ()
    failed: bool = False
    pressed: Press | None = None

    def __contains__(self, name: str) -> bool:
        return name in self.files or name in self.pages

    def made(self, name: str) -> bytes:
        """The bytes of a file, which may have to be made, or read: as the build does, never what a link points to."""
        if name not in self.files:
            assert self.pressed
            self.files[name] = self.pressed.page(self.pages[name])
        data = self.files[name]
        if callable(data):
            data = self.files[name] = data()
        return read_bytes(data, name) if isinstance(data, Path) else data


class Preview:
    """The last good site, and the problems of the last build.

    ``script`` is the address of the reload script. Where it says ``snipver=`` and the ``first`` number, each page has
    that of its build: the script sends it when it connects, and a page that was replaced meanwhile can be told so.
    """

    def __init__(
        self, order: Callable[[str], Order], script: str, cache: Cache | None = None, first: int = 10_000_000
    ) -> None:
        self.order = order
        self.script = script
        self.cache = cache or Cache()
        self.shown = Shown(first)
        self._first = b"snipver=%d" % first
        self._held = Held()
        self._materials: Materials | None = None
        self._changes = 0  # of more than texts
        self._dress: object = None  # what all pages show, and how
        self._open: list[str] = []

    def make(self, touched: frozenset[Path] = frozenset()) -> Press | None:
        """Build once. Keeps the last good site when that fails; a fault of our own is told as ours.

        ``touched``: the only files that have changed since the last time, when that is known.
        """
        gc.disable()  # while a site is made, little of it is garbage
        last = self.shown
        try:
            order = self.order(self.script)
            before, self._materials = self._materials, None
            self._materials = read_materials(order, self.cache, before, touched)
            pressed = press(self._materials, order, self.cache, self._held)
            dress = (self._materials.theme.templates, pressed.site.facts)
            shown = self._over(pressed, last)
            for path in self._proofs(shown, dress):
                shown.made(path)
            self.cache.flush(FRESH)
        except CorantoError as fault:
            self.shown = self._still(last, fault.problems)
            return None
        except Exception as fault:
            self.shown = self._still(last, (_ours(fault),))
            return None
        finally:
            gc.enable()
        changed = dress != self._dress or shown.pages is not last.pages
        self._dress, self.shown = dress, shown
        if last.pressed is None:
            gc.freeze()  # it stays, most of it: looking through it again and again would take as long as an edit
        elif changed:
            self._changes += 1
            if self._changes % SWEEP == 0:
                gc.collect()  # old templates and plans, which hold one another: left alone, it would be done too rarely
        return pressed

    def _still(self, last: Shown, problems: tuple[Problem, ...]) -> Shown:
        """What was shown last, with the problems of a build that failed; before the first, where it would be."""
        config = self._materials.config if self._materials and last.pressed is None else None
        base, title = (unquote(config.base_path), config.title) if config else (last.base, last.title)
        return replace(last, number=last.number + 1, problems=problems, failed=True, base=base, title=title)

    def _over(self, pressed: Press, last: Shown) -> Shown:
        """What is shown of a site after what was shown last."""
        config, files = pressed.config, {output.path: output.data for output in pressed.outputs}
        same = last.pressed is not None and last.pressed.site.pages is pressed.site.pages
        pages = last.pages if same else {page.path: page for page in pressed.site.pages}
        base, moves = unquote(config.base_path), _moves(pressed, files)
        return Shown(last.number + 1, files, pages, moves, base, config.title, pressed.problems, pressed=pressed)

    def _proofs(self, shown: Shown, dress: object) -> set[str]:
        """Pages that are made at once: those that are open; and where more than their texts has changed, one of each
        template, so that what is wrong with one is said."""
        one = {page.template: page.path for page in shown.pages.values()} if dress != self._dress else {}
        return {path for path in (*self._open, *one.values()) if path in shown}

    def styles(self, touched: frozenset[Path]) -> list[str]:
        """The addresses of stylesheets, if it is them alone that were touched: pages need not be made for these."""
        if not touched or any(path.suffix != ".css" for path in touched):
            return []
        shown = self.shown
        at = {data: name for name, data in shown.files.items() if isinstance(data, Path)}
        found = [quote(shown.base + at[path]) for path in sorted(touched) if path in at and path.is_file()]
        return found if len(found) == len(touched) else []

    def page(self, path: str, at: str = "") -> tuple[int, bytes, str, str]:
        """(status, bytes, type, address to go to) for a path of a request, unquoted. ``at`` goes before the number in
        the address of the reload script: where its socket is."""
        shown = self.shown
        if shown.pressed is None:
            return 500, self._blank(shown, at), TYPES[".html"], ""
        if not path.startswith(shown.base):
            if path in ("/", shown.base.rstrip("/")):
                return 302, b"", "", quote(shown.base)
            return 404, self._bytes(shown, "404.html", at), TYPES[".html"], ""
        name = path.removeprefix(shown.base)
        if name in shown.moves:
            return 301, b"", "", shown.moves[name]
        if not name or name.endswith("/"):
            name += "index.html"
        if name in shown:
            if name.endswith(".html"):
                self._open = [name, *(each for each in self._open if each != name)][:OPEN]
            return 200, self._bytes(shown, name, at), type_of(name), ""
        if f"{name}/index.html" in shown:
            return 301, b"", "", quote(f"{path}/")
        return 404, self._bytes(shown, "404.html", at), TYPES[".html"], ""

    def _bytes(self, shown: Shown, name: str, at: str) -> bytes:
        if not name.endswith(".html"):
            with suppress(CorantoError):  # its file has changed meanwhile: the next build sees it
                return shown.made(name)
            return b""
        try:
            data = shown.made(name) if name in shown else b""
        except CorantoError as fault:
            return self._blank(replace(shown, problems=fault.problems), at)
        except Exception as fault:
            return self._blank(replace(shown, problems=(_ours(fault),)), at)
        data = data.replace(self._first, f"{html.escape(at)}snipver={shown.number}".encode(), 1)
        return data + panel(shown.problems, shown.base, good=True) if shown.failed else data

    def _blank(self, shown: Shown, at: str) -> bytes:
        """What is shown when there is no page."""
        script = self.script.replace(self._first.decode(), f"{at}snipver={shown.number}")
        return blank(script, panel(shown.problems, shown.base, good=False))


def _moves(pressed: Press, files: Files) -> dict[str, str]:
    """Where a host would lead from former addresses: by a page there, or by its own file of redirects."""
    base = pressed.config.base_path
    return {
        unquote(each.old).removeprefix("/"): base.rstrip("/") + each.new if is_ours(each.new) else each.new
        for each in pressed.site.redirects
        if "_redirects" in files or output_path(each.old) in files
    }


def _ours(fault: Exception) -> Problem:
    last = traceback.extract_tb(fault.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    message = f"a fault of Coranto itself, not of your files: {type(fault).__name__}: {fault} ({where})"
    return Problem(message, hint="please report it")
