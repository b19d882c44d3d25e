"""Work elsewhere: on the workers of any ``concurrent.futures.Executor``, which share nothing with this process.

In: an errand, which is a function of a module with what all its pieces have in common, and the way to each piece. Out:
the bytes that were made of each, by number, in no certain order. Whose work it was cannot be seen in them: a worker of
another version is refused. What travels is pickled, so it goes only to whom the user has named.
"""

from __future__ import annotations

import importlib.metadata
import logging
import pickle
import platform
import queue
import re
import socket
import sys
import threading
import warnings
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, InvalidStateError, wait
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from coranto import __version__
from coranto.cache import key_of
from coranto.problems import CorantoError, Place, error
from coranto.program import LIBRARIES, install_extra, installed
from coranto.text import shorten

PIECES = 200  # of one chunk, at most
SIZE = 1 << 20  # bytes of a chunk that is large enough
AHEAD = 64  # chunks under way
FIRST = 4  # chunks under way before one has come back
SECONDS = 10  # until a scheduler has answered
ABSENT = 30  # seconds until it has a worker, and without an answer until one asks whether there is one still
SILENCE = 300  # seconds in which some chunk must come back

Crew = Callable[[], AbstractContextManager[Executor]]
"""The way to an executor, which is closed behind each kind of work: a process with open ones could not be copied."""
Begun = Callable[[list[Any]], list[bytes | None]]


@dataclass(frozen=True, slots=True)
class Errand:
    """Work that can be done elsewhere.

    ``begin`` is a function of a module. It is given what is ``common``, once on each worker, and gives what makes bytes
    of pieces; None for one that has to be done here, where it is told what is wrong with it. ``piece`` gives what is
    sent for a number, ``take`` what is made here of what has come back for it.
    """

    begin: Callable[[Any], Begun]
    common: Any
    piece: Callable[[int], Any]
    take: Callable[[int, bytes], bytes] = lambda _, data: data


def done_elsewhere(crew: Crew, count: int, errand: Errand) -> Iterator[tuple[int, bytes | None]]:
    """All pieces of an errand. Raises CorantoError when a worker is another one than this program, or fails."""
    common = pickle.dumps((errand.begin, errand.common), pickle.HIGHEST_PROTOCOL)
    digest, ours = key_of(common), portrait()
    chunks = _chunks(count, errand)
    back = 0
    waiting: dict[Future[Any], tuple[range, bytes, bytes | None]] = {}
    with crew() as executor:
        try:
            while True:
                for numbers, pieces in islice(chunks, min(AHEAD, FIRST + back) - len(waiting)):
                    waiting[_submit(executor, ours, digest, None, pieces)] = numbers, pieces, None
                if not waiting:
                    return
                for future in _ready(waiting, executor):
                    numbers, pieces, sent = waiting.pop(future)
                    sign, told = _result(future)
                    if sign == _OTHER:
                        raise _other(ours, told)
                    if sign == _UNKNOWN and sent is None:
                        waiting[_submit(executor, ours, digest, common, pieces)] = numbers, pieces, common
                        continue
                    if sign != _DONE or len(told) != len(numbers):
                        raise _failed(ValueError("a worker answers otherwise than the Coranto of here"))
                    back += 1
                    for number, data in zip(numbers, told, strict=True):
                        yield number, None if data is None else errand.take(number, data)
        finally:
            for future in waiting:
                future.cancel()


def _ready(waiting: Collection[Future[Any]], executor: Executor) -> Collection[Future[Any]]:
    """Those that have come back, at least one. Raises CorantoError when none comes, and as soon as none can."""
    soon = min(ABSENT, SILENCE)
    for seconds in (soon, SILENCE - soon):
        ready, _ = wait(waiting, seconds, FIRST_COMPLETED)
        if ready:
            return ready
        if isinstance(executor, _Dask):
            executor.need_worker()
    hint = "are there workers, and do they work? each chunk takes seconds"
    raise error(f"nothing has come back from the workers for {SILENCE} s", Place("--executor"), hint)


def _chunks(count: int, errand: Errand) -> Iterator[tuple[range, bytes]]:
    """All pieces, packed, in chunks of a size that is worth its way."""
    first, share = 0, FIRST
    while first < count:
        numbers = range(first, min(count, first + share))
        pieces = pickle.dumps([errand.piece(number) for number in numbers], pickle.HIGHEST_PROTOCOL)
        share = max(1, min(PIECES, SIZE * len(numbers) // len(pieces)))  # the next are like these
        first = numbers.stop
        yield numbers, pieces


def _submit(executor: Executor, *told: Any) -> Future[Any]:
    try:
        return executor.submit(do, *told)
    except Exception as fault:  # whatever an executor raises when its workers are gone
        raise _failed(fault) from None


def _result(future: Future[Any]) -> tuple[Any, Any]:
    try:
        sign, told = future.result()
        return sign, told
    except Exception as fault:  # a worker's own, or that of the way there
        raise _failed(fault) from None


def _failed(fault: Exception) -> CorantoError:
    what = shorten(" ".join([type(fault).__name__ + ":", *str(fault).split()]), 300).rstrip(":")
    hint = "the worker's log may say more; each needs the same Coranto as here; without --executor all is done here"
    return error(f"the work elsewhere has failed: {what}", Place("--executor"), hint)


# What a worker does.

_DONE, _UNKNOWN, _OTHER = "done", "unknown", "other"
_KEPT = 2  # errands: what is common to one may be large
_begun: dict[bytes, Begun] = {}
_turn = threading.Lock()  # Python's own work gains nothing by threads, and its memories are for one at a time


def do(theirs: dict[str, str], digest: bytes, common: bytes | None, pieces: bytes) -> tuple[str, Any]:
    """One chunk: a sign, and the bytes made of each piece; or that what is common has to be sent too; or who we are."""
    if portrait() != theirs:
        return _OTHER, portrait()
    with _turn:
        if digest not in _begun:
            if common is None:
                return _UNKNOWN, None
            for oldest in list(_begun)[: len(_begun) + 1 - _KEPT]:
                del _begun[oldest]
            begin, told = pickle.loads(common)  # noqa: S301 (from whoever may run code here anyway)
            _begun[digest] = begin(told)
        return _DONE, _begun[digest](pickle.loads(pieces))  # noqa: S301 (likewise)


@cache
def portrait() -> dict[str, str]:
    """All that the bytes we make depend on, beside what is sent: the same everywhere it is the same."""
    from lxml import etree

    here = Path(__file__).parent
    sources = sorted(here.rglob("*.py"))
    digest = key_of(*(part for path in sources for part in (path.relative_to(here).as_posix().encode(), _read(path))))
    names = {name: {"yaml": "pyyaml"}.get(name, name) for name in LIBRARIES}
    return {
        "Coranto": f"{__version__} ({digest.hex()[:12]})",
        "Python": f"{platform.python_version()} on {sys.platform}",
        "libxml2": ".".join(map(str, etree.LIBXML_VERSION)),
        **{name: _version(package) for name, package in names.items()},
    }


def _read(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "none"


def _other(ours: dict[str, str], theirs: dict[str, str]) -> CorantoError:
    told = [f"{name} {theirs.get(name)}, here {ours.get(name)}" for name in ours if theirs.get(name) != ours[name]]
    hint = "install the same Coranto and the same libraries everywhere, with one constraints file"
    return error(shorten(f"a worker has {'; '.join(told)}", 1000), Place("--executor"), hint)


# Whom `--executor` can name.

_ADDRESS = re.compile(r"dask(\+tls)?://(\[[0-9A-Fa-f:.]+\]|[^\[\]:/@?#\s]+):([0-9]{1,5})/?", re.ASCII)


def crew_of(address: str) -> Crew:
    """The way to the workers of an address. Raises CorantoError when it is none, or nobody answers there."""
    found = _ADDRESS.fullmatch(address)
    if found is None or int(found[3]) > 65535:
        hint = "write dask://HOST:PORT, the address of a Dask scheduler, or dask+tls://HOST:PORT"
        raise error(f"this names no executor: {address!r}", Place("--executor"), hint)
    if not installed("distributed"):
        raise error("Dask is not installed", Place("--executor"), install_extra("dask"))
    tls, host, port = found.groups()
    try:
        _greet(host.strip("[]"), int(port), bool(tls))
    except (OSError, UnicodeError, ValueError) as fault:  # ValueError: of Dask's own settings for TLS
        raise _unreachable(address, getattr(fault, "strerror", "") or str(fault)) from None
    return partial(_dask, address, f"{'tls' if tls else 'tcp'}://{host}:{port}")


def _greet(host: str, port: int, tls: bool) -> None:
    """Hear whether a scheduler is there: it speaks first. Dask itself would wait for it without end."""
    with socket.create_connection((host, port), SECONDS) as plain:
        link = plain
        if tls:
            from distributed.security import Security

            told: Any = Security(require_encryption=True)  # type: ignore[no-untyped-call]  # it has no types
            context = told.get_connection_args("client")["ssl_context"]
            if context is None:
                raise ValueError("Dask's configuration names no certificates for it (distributed.comm.tls)")
            link = context.wrap_socket(plain)
        with link:
            if not link.recv(1):
                raise OSError("it closes the connection")


def _client(kind: Callable[..., Any], address: str, place: str) -> Any:
    """Dask's end of the line. In a thread, for it waits without end for a scheduler that falls silent."""
    answers: queue.Queue[Any] = queue.Queue()

    def reach() -> None:
        try:
            answers.put(kind(place, timeout=SECONDS, set_as_default=False))
        except Exception as fault:  # of sockets, of TLS, or of a server that is no scheduler
            answers.put(fault)

    with warnings.catch_warnings(action="ignore"):  # of other versions: those that matter are compared here
        threading.Thread(target=reach, daemon=True).start()
        try:
            found = answers.get(timeout=2 * SECONDS)
        except queue.Empty:
            raise _unreachable(address, f"it has fallen silent for {2 * SECONDS} s") from None
    if isinstance(found, Exception):
        raise _unreachable(address, str(found) or type(found).__name__) from None
    return found


class _Dask(Executor):
    """The workers of a Dask scheduler. Dask's own executor leaves work waiting for ever when the scheduler goes."""

    def __init__(self, client: Any, address: str, place: str) -> None:
        self._client, self._address, self._place = client, address, place

    def submit(self, work: Callable[..., Any], /, *told: Any, **more: Any) -> Future[Any]:
        theirs, ours = self._client.submit(work, *told, pure=False, **more), Future[Any]()
        ours.add_done_callback(lambda done: theirs.cancel() if done.cancelled() else None)
        self._client.loop.add_callback(_passed_on, theirs, ours)
        return ours

    def need_worker(self) -> None:
        """Raise CorantoError when no worker is there, and none comes soon."""
        try:
            self._client.sync(self._client._wait_for_workers, 1, ABSENT, callback_timeout=ABSENT + SECONDS)
        except TimeoutError:
            hint = f"start one on each machine: dask worker {self._place} --nworkers auto --nthreads 1"
            raise error(f"no worker has come to {self._address} in {ABSENT} s", Place("--executor"), hint) from None
        except Exception as fault:  # whatever Dask raises when its scheduler is gone
            raise _failed(fault) from None


async def _passed_on(theirs: Any, ours: Future[Any]) -> None:
    """What has become of work, told to who waits for it."""
    with suppress(InvalidStateError):  # nobody waits any more
        try:
            ours.set_result(await theirs)
        except Exception as fault:
            ours.set_exception(fault)
        except BaseException as fault:  # what was under way when the scheduler went counts as cancelled
            ours.set_exception(ConnectionError(str(fault)))


@contextmanager
def _dask(address: str, place: str) -> Iterator[Executor]:
    """An executor on the workers of a Dask scheduler."""
    import dask
    import distributed

    logging.disable()  # Dask tells there what is raised here too, with tracebacks
    settings = {"distributed.admin.large-graph-warning-threshold": "100GB"}  # it is sent once per worker
    # A half-made client would wait once more when it is collected, and print a traceback then.
    kind = type("Client", (distributed.Client,), {"__del__": lambda _: None})
    with dask.config.set(settings), _client(kind, address, place) as client:
        executor = _Dask(client, address, place)
        executor.need_worker()
        yield executor


def _unreachable(address: str, why: str) -> CorantoError:
    hint = "is it the address that dask scheduler says? with TLS it is dask+tls://HOST:PORT"
    return error(f"no scheduler answers at {address}: {shorten(' '.join(why.split()), 200)}", Place("--executor"), hint)
