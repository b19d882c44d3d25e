"""The preview: the same build, kept in memory, served at the site's real sub-path, with live reload.

In: an order for each build, a host and a port. Out: pages on the screen. Never writes into ``output/``. A burst of
saves is one build, made off the server's loop; a failed one is told in the page, over the last good site. Built on
tornado and on livereload's socket and script; that package's faults are named where they are mended.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import json
import logging
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urlsplit

import tornado.httpserver
import tornado.web
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from watchfiles import Change, awatch

from coranto.build import Order
from coranto.cache import Cache, opened
from coranto.desk import opened as opened_desk
from coranto.headers import TYPES
from coranto.preview import PROBLEMS_CSS, Preview
from coranto.problems import error, visible
from coranto.theme import BUILT_IN

LOOPBACK = ("localhost", "127.0.0.1", "::1")
PORTS = range(8000, 8020)
STEP = 10  # ms without a change that end a burst of them
BURST = 200  # ms that one may last
Say = Callable[[str], None]
Result = TypeVar("Result")


def _our_host(host: str, bound: str) -> bool:
    """Is this the Host of a request that means us? Any other name is somebody's DNS pointing here."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if bound in ("0.0.0.0", "::") and _is_address(name):  # noqa: S104 (compared with, not bound to)
        return True
    return name in (*LOOPBACK, bound)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class _Guard(tornado.web.RequestHandler):
    """Answers GET and HEAD only, and only to its own names (a rebound DNS name is refused)."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def prepare(self) -> None:
        if not _our_host(self.request.host, self.settings["bound"]):
            raise tornado.web.HTTPError(403)

    def set_default_headers(self) -> None:
        self.set_header("Server", "Coranto")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

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
        status, data, kind, to = preview.page(wanted)
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
        self.finish(PROBLEMS_CSS)


class _Script(_Guard, LiveReloadJSHandler):  # type: ignore[misc]  # the package has no types
    """livereload.js, as the package has it."""


class _Socket(LiveReloadHandler):  # type: ignore[misc]  # nor here
    """The reload socket. The package's own lets any site's page open it, and drops a reload within 3 s of the last:
    origins are checked here, and reloads are sent by us."""

    number: object = 0  # of the build that its page is from
    open_sockets: set[_Socket] = set()  # noqa: RUF012 (the package keeps its waiters on the class; so do we)

    def prepare(self) -> None:
        if not _our_host(self.request.host, self.settings["bound"]):
            raise tornado.web.HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        parts = urlsplit(origin)
        return parts.netloc == self.request.host or (
            _our_host(parts.netloc, self.settings["bound"]) and parts.port == self.settings["port"]
        )

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
    def reload(cls, *styles: str) -> None:
        """Tell every browser to load its page again, or to put stylesheets in the place of the ones it has."""
        for each in list(cls.open_sockets):
            for path in styles or ("*",):
                each.send_message({"command": "reload", "path": path, "liveCSS": bool(styles), "liveImg": False})


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
    with opened(order("").root / ".coranto", sweep=False) as cache:
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
    preview = Preview(order, f"/livereload.js?host={shown}&port={number}&snipver={first}", cache, first)
    desk = opened_desk(preview, host, sockets[0])
    application = tornado.web.Application(
        [
            *(desk.routes if desk else ()),
            (r"/livereload", _Socket),
            (r"/(?:.*/)?livereload\.js", _Script),
            (r"/(?:.*/)?_coranto/problems\.css", _Style),
            (r"/.*", _Site),
        ],
        preview=preview,
        bound=host,
        port=number,
        log_function=lambda handler: None,
    )
    logging.getLogger("livereload").setLevel(logging.CRITICAL)
    logging.getLogger("tornado").setLevel(logging.CRITICAL)

    def ready() -> None:
        address = f"http://{shown}:{number}{quote(preview.shown.base)}"
        if host not in LOOPBACK:
            say(f"warning: other machines can reach {host}, drafts and all")
        say(f"Serving {visible(preview.shown.title) or 'the site'} at {address} (Ctrl-C stops)")
        if desk:
            say(f"The desk is at {desk.address}")
        if launch:
            launch(address)

    asyncio.run(_run(application, sockets, preview, say, ready, polling))


async def _run(
    application: Any,
    sockets: list[socket.socket],
    preview: Preview,
    say: Say,
    ready: Callable[[], None],
    polling: bool,
) -> None:
    """Watch, then build, then listen: a save during the first build is seen too."""
    stop, touched = asyncio.Event(), Touched()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C ends the loop by itself
            loop.add_signal_handler(name, stop.set)
    stopped = asyncio.create_task(stop.wait())
    watch = asyncio.create_task(_watch(preview.order(""), touched, polling))
    first = asyncio.create_task(_beside(preview.make))
    await asyncio.wait([first, stopped], return_when=asyncio.FIRST_COMPLETED)
    tasks = [watch, stopped]
    if first.done():
        _tell(preview, say)
        server = tornado.httpserver.HTTPServer(application)
        server.add_sockets(sockets)
        ready()
        tasks.append(asyncio.create_task(_rebuild(preview, touched, say)))
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        server.stop()
    for task in (*tasks, first):
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            raise result  # a server that no longer watches must not look alive


async def _beside(make: Callable[[], Result]) -> Result:
    """Run a build in a thread of its own, which does not hold up the end of the program."""
    loop = asyncio.get_running_loop()
    made: asyncio.Future[Result] = loop.create_future()

    def deliver(result: Result) -> None:
        if not made.done():
            made.set_result(result)

    def run() -> None:
        result = make()
        with contextlib.suppress(RuntimeError):  # the loop has been closed meanwhile
            loop.call_soon_threadsafe(deliver, result)

    threading.Thread(target=run, daemon=True).start()
    return await made


class Touched:
    """The files that have changed since they were last taken."""

    def __init__(self) -> None:
        self._some = asyncio.Event()
        self._paths: set[Path] = set()
        self._all = False

    def add(self, paths: Iterable[Path]) -> None:
        """These have changed."""
        self._paths.update(paths)
        self._some.set()

    def add_all(self) -> None:
        """Anything may have."""
        self._all = True
        self._some.set()

    async def take(self) -> frozenset[Path]:
        """Wait for some; none when it may be any."""
        await self._some.wait()
        taken = frozenset() if self._all else frozenset(self._paths)
        self._some.clear()
        self._paths, self._all = set(), False
        return taken


async def _rebuild(preview: Preview, touched: Touched, say: Say) -> None:
    """One build after the other, each for all that changed while the last one ran."""
    loop = asyncio.get_running_loop()
    while True:
        paths = await touched.take()
        styles = preview.styles(paths)
        if styles:
            _Socket.reload(*styles)
            continue
        started = loop.time()
        pressed = await _beside(partial(preview.make, paths))
        _Socket.reload()
        _tell(preview, say)
        if pressed:
            say(f"built again in {loop.time() - started:.2f} s")


async def _watch(order: Order, touched: Touched, polling: bool) -> None:
    """Tell each burst of changes in what the site is made from. The package's own watcher would build at the first file
    of a burst and miss a file that is moved in with an old time. ``polling``: look at all files again and again, for
    folders that do not say what happens in them."""
    root, config = order.root, (order.config or order.root / "config.yaml").absolute()

    def ours(_: Change, path: str) -> bool:
        if Path(path) == config:
            return True
        try:
            parts = Path(path).relative_to(root).parts
        except ValueError:
            return Path(path).is_relative_to(BUILT_IN)
        hidden = any(part.startswith(".") or part.endswith("~") for part in parts)
        return not hidden and parts[:1] in (("content",), ("themes",), ("languages",))

    async def follow(*folders: Path, deep: bool) -> None:
        async for changes in awatch(
            *folders,
            watch_filter=ours,
            recursive=deep,
            debounce=BURST,
            step=STEP,
            rust_timeout=500,
            force_polling=polling or None,
        ):
            touched.add(Path(path) for _, path in changes)
            if not deep and any(Path(path).parent == root and Path(path).is_dir() for _, path in changes):
                return  # content/, themes/ or languages/ is new: it is to be followed from now on

    while True:
        followed = (root / "content", root / "themes", root / "languages", BUILT_IN)
        deep = [folder for folder in followed if folder.is_dir()]
        tasks = [
            asyncio.create_task(follow(root, config.parent, deep=False)),
            asyncio.create_task(follow(*deep, deep=True)),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
        for result in ended:
            if isinstance(result, Exception):
                raise result
        touched.add_all()  # nobody looked for a moment


def _tell(preview: Preview, say: Say) -> None:
    shown = preview.shown
    for problem in shown.problems:
        say(problem.show())
    if shown.failed:
        say("not built; the last good site stays up" if shown.files else "not built")
