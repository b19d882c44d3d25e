"""The one fetch gate: everything that comes over the network comes through here.

In: a URL. Out: ``Fetched``, or CorantoError saying what was refused. A fetch ends within 10 seconds and 10 MB, follows
five redirects, obeys robots.txt and asks a host once a second. Never reaches a private network unless told to, uses
no proxy, keeps no cookie, writes nothing.

    addresses   which URLs and IP addresses may be asked; pure
    wire        the connection, by IP addresses that were checked
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from coranto import __version__
from coranto.fetch.addresses import Target, follow, literal, refusal, shown, target
from coranto.problems import CorantoError, Place, Problem, error
from coranto.text import shorten, web_address

if TYPE_CHECKING:  # heavy, and only a fetch needs them
    from protego import Protego

    from coranto.fetch.wire import Answer, Left

NAME = "Coranto"
LIMIT = 10_000_000  # bytes, unpacked
ROBOTS_LIMIT = 500_000
REDIRECTS = 5
ADDRESSES = 4  # of one host, tried one after the other
PAUSE = 1.0  # seconds between two requests to one host

FEEDS = frozenset(
    "application/rss+xml application/atom+xml application/rdf+xml application/xml text/xml application/feed+json"
    " application/json text/x-opml text/x-opml+xml application/opml+xml text/plain text/html".split()
)
PAGES = frozenset("text/html application/xhtml+xml application/xml text/xml text/plain".split())
KINDS = FEEDS | PAGES


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered.

    ``url`` is where it was found in the end, ``hops`` are the addresses before it. ``kind`` is the content type in
    lower case without parameters, ``charset`` what the header says of the encoding; either is empty when it is not
    told. ``unchanged``: what was got last time still holds, and there is no ``data``.
    """

    url: str
    data: bytes = b""
    kind: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""
    unchanged: bool = False
    hops: tuple[str, ...] = ()


class Gate:
    """Fetches, one after the other, and remembers for one run when it asked whom, and what robots.txt said.

    ``clock`` counts seconds, ``sleep`` waits them, ``resolve`` is like ``socket.getaddrinfo``; ``seconds`` is what one
    fetch may take with all its redirects, robots.txt and waiting. ``contact`` is an address under which outlets find
    out who asks. Not for several threads.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        allow_private: bool = False,
        resolve: Callable[..., Any] = socket.getaddrinfo,
        seconds: float = 10.0,
        contact: str = "",
    ) -> None:
        self.clock = clock
        self._sleep = sleep
        self._allow_private = allow_private
        self._resolve = resolve
        self._seconds = seconds
        known = contact.isascii() and web_address(contact)
        self._agent = f"{NAME}/{__version__}" + (f" (+{contact})" if known else "")
        self._asked: dict[str, float] = {}
        self._found: dict[str, tuple[str, ...]] = {}
        self._robots: dict[str, Protego | str] = {}

    def get(self, url: str, *, etag: str = "", modified: str = "", accept: Collection[str] = KINDS) -> Fetched:
        """Fetch an address. ``etag`` and ``modified`` are what it said last time, ``accept`` the content types wanted.

        Raises CorantoError, at the URL as it was given, when it is refused, too much, too slow or not there.
        """
        headers = _conditions(etag, modified)
        hops: list[str] = []
        left = self._countdown()
        try:
            here = target(url)
            with self._follow(here, [("Accept", _wanted(accept)), *headers], hops, left, obey=True) as (there, answer):
                return _read(there, answer, accept, bool(headers), tuple(hops))
        except CorantoError as fault:
            raise _placed(fault, url, hops) from None

    def reach(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Is there something at an address, whatever it is? Asks for its head, and where that is refused for the whole,
        of which nothing is read. Raises CorantoError as ``get`` does."""
        headers = [*_conditions(etag, modified), ("Accept", "*/*")]
        hops: list[str] = []
        left = self._countdown()
        try:
            for method in ("HEAD", "GET"):
                hops.clear()
                with self._follow(target(url), headers, hops, left, obey=True, method=method) as (there, answer):
                    if method == "HEAD" and answer.status >= 400 and answer.status != 410:
                        continue
                    if answer.status != 304 and not 200 <= answer.status < 300:
                        raise _status_fault(answer.status, answer.header("retry-after"))
                    told = _header(answer.header("etag")), _header(answer.header("last-modified"))
                    return Fetched(there.url, b"", "", "", *told, answer.status == 304, tuple(hops))
        except CorantoError as fault:
            raise _placed(fault, url, hops) from None
        raise AssertionError("the last method either answers or fails")

    @contextmanager
    def _follow(
        self,
        here: Target,
        headers: list[tuple[str, str]],
        hops: list[str],
        left: Left,
        obey: bool,
        method: str = "GET",
    ) -> Iterator[tuple[Target, Answer]]:
        """The answer at the end of the redirects, and where that was. Each hop is checked as the first was."""
        while True:
            self._check(here, left)
            if obey:
                self._ask_robots(here, left)
            with self._ask(here, headers, left, method) as answer:
                location = answer.header("location")
                if answer.status not in (301, 302, 303, 307, 308) or not location:
                    yield here, answer
                    return
            if len(hops) == REDIRECTS:
                raise error(f"it redirects more than {REDIRECTS} times", hint=_BY_HAND)
            there = follow(here, location)
            hops.append(here.url)
            if there.url in hops:
                raise error(f"it redirects in a circle, back to {shown(there.url)}", hint=_BY_HAND)
            here = there

    @contextmanager
    def _ask(self, here: Target, headers: list[tuple[str, str]], left: Left, method: str) -> Iterator[Answer]:
        """One request, in its turn, to the IP addresses that were checked."""
        from coranto.fetch import wire

        now = self.clock()
        wait = self._asked[here.host] + PAUSE - now if here.host in self._asked else 0.0
        if wait > 0:
            self._sleep(min(wait, left()))
        self._asked[here.host] = self.clock()
        ours = [("User-Agent", self._agent), ("Accept-Encoding", "gzip"), ("Connection", "close")]
        with wire.ask(here, self._found[here.host], [*ours, *headers], left, method) as answer:
            yield answer

    def _check(self, here: Target, left: Left) -> None:
        """Look a host up, once in a run, and keep its IP addresses; they are what is dialled. Raises CorantoError."""
        from coranto.fetch import wire

        if here.host in self._found:
            return
        found = (here.host,) if literal(here.host) else wire.numbers(self._resolve, here, left)
        for number in found:  # one bad address among good ones: somebody means ill, or errs
            why = refusal(number, self._allow_private)
            if why:
                led = "" if number == here.host else f"{here.host} leads to what is not fetched: "
                hint = "" if refusal(number, allow_private=True) else "if this is your own network: --allow-private"
                raise error(led + why, hint=hint)
        self._found[here.host] = found[:ADDRESSES]

    def _ask_robots(self, here: Target, left: Left) -> None:
        """Raise CorantoError when robots.txt shuts us out, or cannot be known."""
        if here.origin not in self._robots:
            self._robots[here.origin] = self._fetch_robots(here, left)
        rules = self._robots[here.origin]
        if isinstance(rules, str):
            raise error(f"robots.txt of {here.host} cannot be read ({rules}), so nothing is fetched there", hint=_LATER)
        if not rules.can_fetch(here.url, NAME):
            raise error(f"robots.txt of {here.host} asks programs not to read this page", hint=_BY_HAND)

    def _fetch_robots(self, here: Target, left: Left) -> Protego | str:
        """The rules of a host; a text says why there are none to be had. What is not there forbids nothing."""
        from protego import Protego

        text = b""
        try:
            with self._follow(replace(here, path="/robots.txt"), [], [], left, obey=False) as (_, answer):
                if answer.status >= 500:
                    return f"error {answer.status}"
                if answer.status == 200:
                    text = _first(answer.body(), ROBOTS_LIMIT)
        except CorantoError as fault:
            return str(fault)
        return Protego.parse(text.decode("utf-8-sig", "replace"))

    def _countdown(self) -> Left:
        end = self.clock() + self._seconds

        def left() -> float:
            rest = end - self.clock()
            if rest <= 0:
                raise error(f"not done within {self._seconds:g} seconds", hint=_LATER)
            return rest

        return left


_LATER = "try again later"
_BY_HAND = "save the page in a browser, and import the file"


def _read(here: Target, answer: Answer, accept: Collection[str], asked: bool, hops: tuple[str, ...]) -> Fetched:
    """The answer as a value. Raises CorantoError when it is not one, or not of a kind or size that is taken."""
    etag, modified = _header(answer.header("etag")), _header(answer.header("last-modified"))
    if answer.status == 304 and asked:
        return Fetched(here.url, etag=etag, modified=modified, unchanged=True, hops=hops)
    if answer.status not in (200, 203):
        raise _status_fault(answer.status, answer.header("retry-after"))
    stated = answer.header("content-type")
    kind = stated.partition(";")[0].strip().lower()
    if kind and kind not in accept:
        raise error(f"this is of the type {shorten(kind, 60)!r}, which is not read", hint=f"read are {_wanted(accept)}")
    length = answer.header("content-length")
    if length.isdecimal() and int(length[:20]) > LIMIT:
        raise _too_large()
    data = _first(answer.body(), LIMIT + 1)
    if len(data) > LIMIT:
        raise _too_large()
    named = re.search(r";\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})", stated, re.IGNORECASE)
    return Fetched(here.url, data, kind, named[1].lower() if named else "", etag, modified, hops=hops)


def _first(chunks: Iterator[bytes], limit: int) -> bytes:
    """At most the first ``limit`` bytes; what follows is not read."""
    kept, size = [], 0
    for chunk in chunks:
        kept.append(chunk[: limit - size])
        size += len(kept[-1])
        if size >= limit:
            break
    return b"".join(kept)


def _too_large() -> CorantoError:
    return error(f"this is larger than {LIMIT // 1_000_000} MB", hint=_BY_HAND)


def _status_fault(status: int, retry_after: str) -> CorantoError:
    """What an answer that is none means to somebody who wanted to read the page."""
    again = f"the host asks to wait {retry_after} seconds" if re.fullmatch(r"\d{1,9}", retry_after) else ""
    if retry_after and not again:
        again = f"the host asks to wait until {shorten(retry_after, 40)}"
    match status:
        case 404:
            return error("there is no such page (404)", hint="look for a slip in the address")
        case 410:
            return error("the page is gone for good (410)", hint="take the address off your list")
        case 401 | 402 | 403 | 407 | 451:
            return error(f"the host does not let us in ({status})", hint=_BY_HAND)
        case 429:
            return error("the host was asked too often (429)", hint=again or _LATER)
        case _ if status >= 500:
            return error(f"the host has a fault of its own ({status})", hint=again or _LATER)
    return error(f"the host answered {status}, and no page", hint=again or _BY_HAND)


def _placed(fault: CorantoError, url: str, hops: list[str]) -> CorantoError:
    """The same problem, at the address that was asked for, saying where it was led."""
    led = f"redirected by {shown(hops[-1])}: " if hops else ""

    def place(problem: Problem) -> Problem:
        return replace(problem, message=led + problem.message, place=Place(shown(url)))

    return CorantoError(*map(place, fault.problems))


def _conditions(etag: str, modified: str) -> list[tuple[str, str]]:
    """What asks for news alone."""
    conditions = [("If-None-Match", _header(etag)), ("If-Modified-Since", _header(modified))]
    return [(name, value) for name, value in conditions if value]


def _wanted(accept: Collection[str]) -> str:
    return ", ".join(sorted(accept))


def _header(value: str) -> str:
    """A value that can be sent back in a header as it is; else empty."""
    return value if re.fullmatch(r"[\x21-\x7e]([\x20-\x7e]{0,510}[\x21-\x7e])?", value) else ""
