"""The connection itself: the address that was checked is the one dialled, and one clock runs over all of it.

In: checked IP addresses and a request. Out: status, headers, unpacked bytes. Never resolves a name, follows a redirect,
keeps a cookie or asks the environment for a proxy: httpcore does none of these.
"""

from __future__ import annotations

import queue
import ssl
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore2 as httpcore

from coranto.fetch.addresses import Target
from coranto.problems import error

_HINT = "try again later; or save the page in a browser, and import the file"
STEP = 64 * 1024  # bytes unpacked at once, so that a bomb is noticed before it fills the memory

Left = Callable[[], float]  # the seconds left of this fetch; raises CorantoError when there are none


class Line(httpcore.NetworkBackend):
    """Dials the addresses it was given, in order, whatever the name."""

    def __init__(self, numbers: tuple[str, ...], left: Left) -> None:
        self._numbers = numbers
        self._left = left

    def connect_tcp(self, host: str, port: int, *_: Any, **options: Any) -> httpcore.NetworkStream:
        for tried, number in enumerate(self._numbers, 1):
            last = tried == len(self._numbers)
            try:
                wait = self._left() / (len(self._numbers) - tried + 1)
                return Stream(httpcore.SyncBackend().connect_tcp(number, port, wait), self._left)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if last:
                    raise
        raise AssertionError("no address to dial")


class Stream(httpcore.NetworkStream):
    """A stream on which each step may take no longer than what is left of the whole."""

    def __init__(self, stream: httpcore.NetworkStream, left: Left) -> None:
        self._stream = stream
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left())

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return Stream(self._stream.start_tls(ssl_context, server_hostname, self._left()), self._left)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Answer:
    """Status, headers and body of one answer; the body is read only as far as somebody asks for it."""

    def __init__(self, response: httpcore.Response) -> None:
        self.status = response.status
        self._headers = response.headers
        self._response = response

    def header(self, name: str) -> str:
        """A header's value, the first of that name; empty when there is none, or when it is absurdly long."""
        for key, value in self._headers:
            if key.lower() == name.encode("ascii"):
                return _text(value)
        return ""

    def body(self) -> Iterator[bytes]:
        """The body, unpacked step by step."""
        coding = self.header("content-encoding").strip().lower()
        chunks = self._response.iter_stream()
        if coding in ("", "identity"):
            return iter(chunks)
        if coding in ("gzip", "x-gzip"):
            return unzipped(chunks)
        raise error(f"the answer is packed as {coding[:40]!r}, which was not asked for", hint=_HINT)


def _text(value: bytes) -> str:
    if len(value) > 8192:
        return ""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


@contextmanager
def ask(
    target: Target, numbers: tuple[str, ...], headers: Iterable[tuple[str, str]], left: Left, method: str = "GET"
) -> Iterator[Answer]:
    """One request over a connection of its own. Raises CorantoError, without a place, for all that can go wrong."""
    address = httpcore.URL(
        scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
    )
    try:
        with (
            httpcore.ConnectionPool(network_backend=Line(numbers, left)) as pool,
            pool.stream(method, address, headers=[(b"Host", target.authority.encode()), *_bytes(headers)]) as response,
        ):
            yield Answer(response)
    except httpcore.TimeoutException:
        left()
        raise error("no answer in time", hint=_HINT) from None
    except httpcore.ConnectError as fault:
        raise error(_connect_fault(fault), hint=_HINT) from None
    except (httpcore.ProtocolError, httpcore.NetworkError):
        raise error("the answer broke off, or is no HTTP", hint=_HINT) from None
    except zlib.error:
        raise error("the answer says it is gzip, and cannot be unpacked", hint=_HINT) from None


def _bytes(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode("utf-8")) for name, value in headers]


def _connect_fault(fault: httpcore.ConnectError) -> str:
    cause = fault.args[0] if fault.args else None  # the pool drops __cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {cause.verify_message}"
    if isinstance(cause, ssl.SSLError):
        return "no safe connection could be agreed on (TLS)"
    said = cause.strerror if isinstance(cause, OSError) else ""
    return f"no connection{f': {said}' if said else ''}"


def unzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """gzip unpacked, never more than ``STEP`` bytes at once. Raises zlib.error where it is broken or cut off."""
    unpack = zlib.decompressobj(31)
    for chunk in chunks:
        rest = chunk
        while rest:
            if unpack.eof:  # another member follows, or what some servers leave behind the last
                if not rest.startswith(b"\x1f"):
                    return
                unpack = zlib.decompressobj(31)
            yield unpack.decompress(rest, STEP)
            rest = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
    yield unpack.decompress(b"", STEP)
    if not unpack.eof:
        raise zlib.error("cut off")


def numbers(resolve: Callable[..., Any], target: Target, left: Left) -> tuple[str, ...]:
    """All IP addresses of a host, asked once. In a thread, for a resolver takes what time it likes."""
    answers: queue.Queue[list[Any] | Exception] = queue.Queue()

    def look_up() -> None:
        try:
            answers.put(list(resolve(target.host, target.port, type=1)))  # 1: SOCK_STREAM
        except Exception as fault:  # whatever it is, it is told, and the fetch goes no further
            answers.put(fault)

    threading.Thread(target=look_up, daemon=True).start()
    try:
        found = answers.get(timeout=left())
    except queue.Empty:
        left()
        raise error(f"the name {target.host} was not resolved in time", hint=_HINT) from None
    if isinstance(found, Exception) or not found:
        raise error(f"no host of the name {target.host} is known", hint="look for a slip in the address")
    return tuple(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
