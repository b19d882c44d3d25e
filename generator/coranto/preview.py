"""What the preview shows: the last good site, held in memory, and the problems of the last build over it.

In: an order for each build, a path of a request. Out: status, bytes, type. Opens no socket and writes no file; the
build is the same ``press`` that ``coranto build`` calls.
"""

from __future__ import annotations

import gc
import html
import mimetypes
import traceback
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote

from coranto.build import Order, press
from coranto.cache import Cache
from coranto.files import read_bytes
from coranto.press import Press
from coranto.problems import CorantoError, Problem

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    "feed.xml": "application/rss+xml; charset=utf-8",
}


class Preview:
    """The last good site, and the problems of the last build."""

    def __init__(self, order: Callable[[str], Order], script: str, cache: Cache | None = None) -> None:
        self.order = order
        self.script = script
        self.cache = cache or Cache()
        self.files: dict[str, bytes | Path | Callable[[], bytes]] = {}
        self.problems: tuple[Problem, ...] = ()
        self.failed = False
        self.base = "/"
        self.title = ""

    def make(self) -> Press | None:
        """Build once. Keeps the last good site when that fails; a fault of our own is told as ours."""
        gc.disable()  # while a site is made, little of it is garbage
        try:
            pressed = press(self.order(self.script), self.cache)
            self.cache.turn()
        except CorantoError as fault:
            self.problems, self.failed = fault.problems, True
            return None
        except Exception as fault:
            last = traceback.extract_tb(fault.__traceback__)[-1]
            where = f"{Path(last.filename).name}:{last.lineno}"
            message = f"a fault of Coranto itself, not of your files: {type(fault).__name__}: {fault} ({where})"
            self.problems, self.failed = (Problem(message, hint="please report it"),), True
            return None
        finally:
            gc.enable()
        self.files = {output.path: output.data for output in pressed.outputs}
        self.base = unquote(pressed.config.base_path)
        self.title = pressed.config.title
        self.problems, self.failed = pressed.problems, False
        return pressed

    def page(self, path: str) -> tuple[int, bytes, str, str]:
        """(status, bytes, type, address to go to) for a path of a request, unquoted."""
        if not path.startswith(self.base):
            if path in ("/", self.base.rstrip("/")):
                return 302, b"", "", quote(self.base)
            return self._missing()
        name = path.removeprefix(self.base)
        if not name or name.endswith("/"):
            name += "index.html"
        if name in self.files:
            return 200, self._bytes(name), type_of(name), ""
        if f"{name}/index.html" in self.files:
            return 301, b"", "", quote(f"{path}/")
        return self._missing()

    def _missing(self) -> tuple[int, bytes, str, str]:
        return 404, self._bytes("404.html"), TYPES[".html"], ""

    def _bytes(self, name: str) -> bytes:
        data = self.files.get(name, b"")
        try:
            if callable(data):  # a page that was seen before, or a picture, and is asked for now
                data = self.files[name] = data()
            if isinstance(data, Path):
                data = read_bytes(data, name)  # as the build does: never what a link points to
        except CorantoError:  # its file has changed meanwhile: the next build sees it
            data = b""
        return data + self._panel() if name.endswith(".html") and self.failed else data

    def whole_page(self) -> bytes:
        """What is shown when there is no good site yet."""
        script = html.escape(self.script)
        head = (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Problems</title><script src="{script}">'
        )
        return f"{head}</script></head><body>".encode() + self._panel() + b"</body></html>"

    def _panel(self) -> bytes:
        """The problems of the last build, behind the page's own HTML: browsers take what follows it into the body."""
        count = len(self.problems)
        told = "".join(f"<pre>{html.escape(problem.show())}</pre>" for problem in self.problems)
        said = "this problem stands" if count == 1 else f"these {count} problems stand"
        return (
            f'<link rel="stylesheet" href="{html.escape(quote(self.base))}_coranto/problems.css">'
            f'<aside id="coranto-problems" role="alert"><h2>Not built: {said} in the way</h2>{told}'
            f"{'<p>The page behind this is the last good one.</p>' if self.files else ''}</aside>"
        ).encode()


PROBLEMS_CSS = b"""\
#coranto-problems { position: fixed; inset: auto 0 0 0; z-index: 99; max-height: 70vh; overflow: auto;
margin: 0; padding: 1rem 1.5rem; background: #fff8e8; color: #15202b; border-top: 4px solid #7d4d00;
font: 15px/1.5 -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; }
#coranto-problems h2 { margin: 0 0 .5rem; font-size: 17px; }
#coranto-problems pre { margin: 0 0 .75rem; white-space: pre-wrap; font: 14px/1.45 "DejaVu Sans Mono", monospace; }
#coranto-problems p { margin: 0; color: #495561; }
"""


def type_of(name: str) -> str:
    found = TYPES.get(name) or TYPES.get(Path(name).suffix.lower())
    return found or mimetypes.guess_type(name)[0] or "application/octet-stream"
