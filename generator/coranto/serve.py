"""The preview: the same build, kept in memory, served at the site's real sub-path, with live reload.

In: an order for each build, a host and a port. Out: pages on the screen. Never writes into ``output/``. A burst of
saves is one build, made off the server's loop; a failed one is told in the page, over the last good site. Built on
tornado and on livereload's socket and script; that package's faults are named where they are mended.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import json
import logging
import re
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, unquote

import tornado.httpserver
import tornado.web
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler

from coranto.build import Order
from coranto.cache import Cache, memory, opened
from coranto.callers import LOOPBACK, may_ask, names
from coranto.desk import opened as opened_desk
from coranto.headers import TYPES
from coranto.overlay import STYLE, script, style
from coranto.preview import Preview
from coranto.problems import Problem, error, visible
from coranto.watch import Touched, watch

PORTS = range(8000, 8020)
PATIENCE = 20  # seconds that a request may take to arrive
LARGEST = 64 << 20  # bytes of one: the desk takes files
MESSAGE = 16 << 10  # bytes of one on the socket
SWAPPED = (".md", ".html")  # files whose change is in the HTML alone: what else a page shows stays as it is
Say = Callable[[str], None]
Result = TypeVar("Result")


class _Guard(tornado.web.RequestHandler):
    """Answers GET and HEAD only, only to its own names (a rebound DNS name is refused), only to its own pages."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def prepare(self) -> None:
        request, bound = self.request, self.settings["bound"]
        origin = request.headers.get("Origin")
        if names(request.host, bound) is None or (
            origin is not None and not may_ask(origin, request.host, bound, self.settings["port"])
        ):
            raise tornado.web.HTTPError(403)

    def set_default_headers(self) -> None:
        self.set_header("Server", "Coranto")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def write_error(self, status_code: int, **_: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code}\n")


class _Site(_Guard):
    """The pages."""

    def get(self) -> None:
        preview: Preview = self.settings["preview"]
        try:
            wanted = unquote(self.request.path, errors="strict")
        except UnicodeDecodeError:
            wanted = "/\0"
        name, port = names(self.request.host, self.settings["bound"]) or ("", 0)
        shown = f"[{name}]" if ":" in name else name
        status, data, kind, to = preview.page(wanted, f"host={shown}&port={port}&")
        self.set_status(status)
        if to:
            self.set_header("Location", to)
        if kind:
            self.set_header("Content-Type", kind)
        self.finish(data)

    head = get


class _Style(_Guard):
    """The look of the problems panel."""

    def get(self) -> None:
        self.set_header("Content-Type", TYPES[".css"])
        self.finish(style())


class _Script(_Guard, LiveReloadJSHandler):  # type: ignore[misc]  # the package has no types
    """livereload.js, as the package has it, and what swaps texts."""

    def get(self) -> None:
        super().get()
        self.write(script())


class _Socket(LiveReloadHandler):  # type: ignore[misc]  # nor here
    """The reload socket. The package's own lets any site's page open it, and drops a reload within 3 s of the last:
    origins are checked here, and reloads are sent by us."""

    number: object = 0  # of the build that its page is from
    open_sockets: set[_Socket] = set()  # noqa: RUF012 (the package keeps its waiters on the class; so do we)

    def prepare(self) -> None:
        if names(self.request.host, self.settings["bound"]) is None:
            raise tornado.web.HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        return may_ask(origin, self.request.host, self.settings["bound"], self.settings["port"])

    def on_message(self, message: str) -> None:
        try:
            super().on_message(message)
            told = json.loads(message)
        except (ValueError, AttributeError, TypeError):
            self.close()
            return
        self.open_sockets.add(self)
        preview: Preview = self.settings["preview"]
        if told.get("command") == "info":
            self._shows(preview)
        elif told.get("command") == "hello":
            self.number = told.get("snipver", 0)

    def _shows(self, preview: Preview) -> None:
        """A page that was replaced while it was on its way is to be loaded again."""
        if self.number and self.number != preview.shown.number:
            self.send_message({"command": "reload", "path": "*", "liveCSS": False, "liveImg": False})

    def on_close(self) -> None:
        super().on_close()
        self.open_sockets.discard(self)

    @classmethod
    def reload(cls, *paths: str) -> None:
        """Tell every browser to load its page again, to swap its "text", or to put stylesheets in the place of the
        ones it has."""
        for each in list(cls.open_sockets):
            for path in paths or ("*",):
                css = path.endswith(".css")
                each.send_message({"command": "reload", "path": path, "liveCSS": css, "liveImg": False})


def bind(host: str, port: int | None) -> list[socket.socket]:
    """Sockets on the port, or on the first free one when none was asked for. Raises CorantoError."""
    if not host:
        raise error("--host is empty", hint="leave it out, or name an address")
    for number in [port] if port is not None else PORTS:
        try:
            listener = socket.create_server((host, number), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
            listener.setblocking(False)
            return [listener]
        except (UnicodeError, TypeError, OverflowError):
            raise error(f"{visible(host)!r} is no address to listen on", hint="leave --host out") from None
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE and port is None:
                continue
            why = "is in use" if fault.errno == errno.EADDRINUSE else f"cannot be had: {fault.strerror}"
            raise error(f"port {number} on {host} {why}", hint="leave --port out, or give another") from None
    raise error(f"no free port from {PORTS.start} to {PORTS.stop - 1} on {host}", hint="give --port")


def serve(
    order: Callable[[str], Order],
    host: str,
    port: int | None,
    say: Say,
    launch: Callable[[str], object] | None = None,
    polling: bool = False,
) -> None:
    """Serve the preview until Ctrl-C. ``order(script)`` gives the order for each build; ``say`` tells the terminal,
    ``launch`` opens a browser. ``polling``: look at all files again and again."""
    sockets = bind(host, port)
    with opened(memory(order("").root), sweep=False) as cache:
        _serve(order, host, sockets, cache, say, launch, polling)


def _serve(
    order: Callable[[str], Order],
    host: str,
    sockets: list[socket.socket],
    cache: Cache,
    say: Say,
    launch: Callable[[str], object] | None,
    polling: bool,
) -> None:
    number: int = sockets[0].getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    first = secrets.randbelow(10**8) + 10**8
    preview = Preview(order, f"/livereload.js?snipver={first}", cache, first)
    application = tornado.web.Application(
        [
            (r"/livereload", _Socket),
            (r"/(?:.*/)?livereload\.js", _Script),
            (rf"/(?:.*/)?{re.escape(STYLE)}", _Style),
            (r"/.*", _Site),
        ],
        preview=preview,
        bound=host,
        port=number,
        websocket_max_message_size=MESSAGE,
        log_function=lambda handler: None,
    )
    logging.getLogger("livereload").setLevel(logging.CRITICAL)
    logging.getLogger("tornado").setLevel(logging.CRITICAL)

    def ready() -> None:
        address = f"http://{shown}:{number}{quote(preview.shown.base)}"
        if host not in LOOPBACK:
            say(f"warning: other machines can reach {host}, drafts and all")
        say(f"Serving {visible(preview.shown.title) or 'the site'} at {address} (Ctrl-C stops)")
        if launch:
            launch(address)

    async def open_desk() -> None:
        """It takes longer to load than a small site takes to build."""
        desk = await _beside(partial(opened_desk, preview, host, sockets[0]))
        if desk:
            application.add_handlers(r".*", list(desk.routes))
            say(f"The desk is at {desk.address}")

    try:
        asyncio.run(_run(application, sockets, preview, say, ready, open_desk, polling))
    finally:
        gc.freeze()  # what a build holds that is still under way is not looked through at the end: it takes a second


async def _run(
    application: Any,
    sockets: list[socket.socket],
    preview: Preview,
    say: Say,
    ready: Callable[[], None],
    more: Callable[[], Coroutine[Any, Any, None]],
    polling: bool,
) -> None:
    """Watch, then build, then listen: a save during the first build is seen too."""
    stop, touched = asyncio.Event(), Touched()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C ends the loop by itself
            loop.add_signal_handler(name, stop.set)
    stopped = asyncio.create_task(stop.wait())
    watching = asyncio.create_task(watch(preview.order(""), touched, polling, say))
    first = asyncio.create_task(_beside(preview.make))
    await asyncio.wait([first, stopped], return_when=asyncio.FIRST_COMPLETED)
    tasks = [watching, stopped]
    if first.done():
        _tell(preview, say)
        server = tornado.httpserver.HTTPServer(
            application, idle_connection_timeout=PATIENCE, body_timeout=PATIENCE, max_body_size=LARGEST
        )
        server.add_sockets(sockets)
        ready()
        tasks.append(asyncio.create_task(_rebuild(preview, touched, say)))
        opening = asyncio.create_task(more())
        tasks.append(opening)
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if done == {opening} and opening.exception() is None:
            await asyncio.wait(set(tasks) - done, return_when=asyncio.FIRST_COMPLETED)
        server.stop()
    for task in (*tasks, first):
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            raise result  # a server that no longer watches must not look alive


async def _beside(make: Callable[[], Result]) -> Result:
    """Run something in a thread of its own, which does not hold up the end of the program."""
    loop = asyncio.get_running_loop()
    made: asyncio.Future[Result] = loop.create_future()

    def deliver(result: Result | None, fault: Exception | None) -> None:
        if made.done():
            return
        if fault:
            made.set_exception(fault)
        else:
            made.set_result(result)  # type: ignore[arg-type]  # without a fault there is one

    def run() -> None:
        result, fault = None, None
        try:
            result = make()
        except Exception as raised:  # to be raised where it is waited for
            fault = raised
        with contextlib.suppress(RuntimeError):  # the loop has been closed meanwhile
            loop.call_soon_threadsafe(deliver, result, fault)

    threading.Thread(target=run, daemon=True).start()
    return await made


async def _rebuild(preview: Preview, touched: Touched, say: Say) -> None:
    """One build after the other, each for all that changed while the last one ran."""
    loop = asyncio.get_running_loop()
    whole = False  # has anything changed since the last good build that a swapped page would not show?
    known = () if preview.shown.failed else preview.shown.problems
    while True:
        paths = await touched.take()
        styles = preview.styles(paths)
        if styles:
            _Socket.reload(*styles)
            continue
        whole = whole or not paths or any(path.suffix not in SWAPPED for path in paths)
        started = loop.time()
        pressed = await _beside(partial(preview.make, paths))
        _Socket.reload("*" if whole else "text")
        whole = whole and pressed is None
        _tell(preview, say, known)
        if pressed:
            known = pressed.problems
            say(f"built again in {loop.time() - started:.2f} s")


def _tell(preview: Preview, say: Say, known: Iterable[Problem] = ()) -> None:
    """What is wrong; of a site that was made only what is not ``known`` from the last one that was."""
    shown = preview.shown
    told = set() if shown.failed else set(known)
    for problem in shown.problems:
        if problem not in told:
            say(problem.show())
    if shown.failed:
        say("not built; the last good site stays up" if shown.pressed else "not built")
