"""Work on many hands: the same function for many numbers, in processes that are copies of this one, or elsewhere.

In: how often, and what is to be done for each number. Out: the bytes it gave, by number, in no certain order. What is
done for one number cannot see what was done for another, so the result is the same for any number of hands.

A number for which the work takes more than its time, or ends its process, gives that, and the others are done all the
same. Where the system has no ``fork``, or is not sure to survive it, all is done here, and takes the time it takes.
"""

from __future__ import annotations

import ctypes
import gc
import os
import selectors
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import NoReturn

import msgspec

from coranto.cache import Cache, Row
from coranto.crew import Crew, Errand, done_elsewhere
from coranto.marker import bound_memory
from coranto.packing import pack, unpack
from coranto.problems import CorantoError, Problem
from coranto.spool import Spool

PIPE = 1 << 20  # bytes under way between two processes
MANY = 200  # so many pieces of work are worth two processes, and half as many each further one
with suppress(ImportError):  # Windows has none, and no fork either
    import fcntl

_PR_SET_PDEATHSIG = 1  # prctl(2)
_FRAME = struct.Struct("<QQ")
_ENDING = frozenset((signal.SIGINT, signal.SIGTERM))
_HAS_FORK = sys.platform == "linux"

Work = Callable[[int], bytes]
Tell = Callable[[str, int, int], None]
"""(stage, done, of how many): what a build says of itself while it is at work."""


class End(Enum):
    """Why a number has no bytes: its process was ended by its time, or by something else; or it was sent back."""

    LATE = 1
    BROKEN = 2
    LEFT = 3  # it has to be done here: what is wrong with it is told where it stands


Ended = End | tuple[Problem, ...]


def untold(stage: str, done: int, count: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Hands:
    """How many processes may be at work; 0: as many as there are cores. And who is told how far the work is.

    ``crew``: the way to workers elsewhere, who do what can be sent to them, where it is much.
    """

    jobs: int = 1
    tell: Tell = field(default=untold, compare=False)
    crew: Crew | None = field(default=None, compare=False)

    def each(
        self,
        count: int,
        work: Work,
        stage: str = "",
        seconds: int = 0,
        many: int = MANY,
        errand: Errand | None = None,
    ) -> Iterator[tuple[int, bytes | End]]:
        """``work`` for each number below ``count``. ``seconds``: more CPU time than that no number may take, so it is
        never done in this process. ``many``: so many of its kind are worth two processes. ``errand``: the same work as
        it can be sent elsewhere."""
        if stage and count:
            self.tell(stage, 0, count)
        results = self._sent(count, errand) if errand and self._sends(count) else None
        for done, result in enumerate(results or self._each(count, work, seconds, many), 1):
            yield result
            if stage:
                self.tell(stage, done, count)

    def ahead(
        self,
        cache: Cache,
        count: int,
        work: Callable[[int], object],
        stage: str,
        seconds: int = 0,
        errand: Errand | None = None,
    ) -> dict[int, Ended]:
        """Let work be done that keeps what it makes in the cache: whoever does it again finds it there. ``errand``: as
        in ``each``; it gives rows (``rows_of``).

        Gives the numbers that ended their process, or were sent back, and what is wrong with those that were refused.
        """

        def kept(number: int) -> bytes:
            mark = cache.mark()
            try:
                work(number)
            except CorantoError as fault:
                return _FAULT + pack(fault.problems)
            return rows_of(cache, mark)

        ended: dict[int, Ended] = {}
        apart = self._processes(count, seconds) or (errand and self._sends(count))
        for number, rows in self.each(count, kept, stage, seconds, errand=errand) if apart else ():
            if isinstance(rows, End):
                ended[number] = rows
            elif rows.startswith(_FAULT):
                ended[number] = unpack(tuple[Problem, ...], rows.removeprefix(_FAULT))
            else:
                cache.take(_ROWS.decode(rows))
        return ended

    def spool(self, count: int, folder: Path | None) -> Spool | None:
        """A spool for so much work; none when it is done here."""
        try:
            return Spool(folder) if self._processes(count, 0) or (_HAS_FORK and self._sends(count)) else None
        except OSError:
            return None

    def _sends(self, count: int) -> bool:
        """Is so much sent elsewhere, if it can be?"""
        return self.crew is not None and count >= MANY

    def _sent(self, count: int, errand: Errand) -> Iterator[tuple[int, bytes | End]]:
        assert self.crew
        for number, found in done_elsewhere(self.crew, count, errand):
            yield number, End.LEFT if found is None else found

    def _processes(self, count: int, seconds: int, many: int = MANY) -> int:
        """How many are to be at work beside this one; 0: it is done here."""
        if not count or not can_fork():
            return 0
        jobs = min(self.jobs or len(os.sched_getaffinity(0)), max(1, 2 * count // many))
        return jobs if jobs > 1 or seconds else 0

    def _each(self, count: int, work: Work, seconds: int, many: int) -> Iterator[tuple[int, bytes | End]]:
        jobs = self._processes(count, seconds, many)
        if not jobs:
            yield from ((number, work(number)) for number in range(count))
            return
        with selectors.DefaultSelector() as waiting:
            try:
                for first in range(min(jobs, count)):
                    _start(waiting, list(range(first, count, jobs)), work, seconds)
                while waiting.get_map():
                    for ready, _ in waiting.select():
                        yield from _receive(waiting, ready.data, work, seconds)
            finally:
                for left in list(waiting.get_map().values()):
                    os.kill(left.data.pid, signal.SIGKILL)
                    _end(waiting, left.data)


def rows_of(cache: Cache, mark: int) -> bytes:
    """What was kept since then, for ``ahead``."""
    return msgspec.msgpack.encode(cache.since(mark))


_FAULT = b"!"  # no list begins so
_ROWS = msgspec.msgpack.Decoder(list[Row])


def can_fork() -> bool:
    """May this process be copied? Not where other threads could hold what the copy will wait for."""
    try:
        return _HAS_FORK and len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


class _Hand:
    """A process at work: its numbers, how many of them are done, and what has come of the next one."""

    def __init__(self, pid: int, pipe: int, numbers: list[int]) -> None:
        self.pid, self.pipe, self.numbers = pid, pipe, numbers
        self.buffer = bytearray()
        self.done = 0


def _start(waiting: selectors.BaseSelector, numbers: list[int], work: Work, seconds: int) -> None:
    reading, writing = os.pipe()
    with suppress(OSError, AttributeError):
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, PIPE)
    for stream in filter(None, (sys.stdout, sys.stderr)):  # a process may have been started without
        stream.flush()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)  # what is raised amid the hooks of fork is lost
    try:
        pid = os.fork()
        if pid == 0:
            _work(reading, writing, numbers, work, seconds, mask)
        os.close(writing)
        waiting.register(reading, selectors.EVENT_READ, _Hand(pid, reading, numbers))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _work(
    reading: int, writing: int, numbers: list[int], work: Work, seconds: int, mask: set[int | signal.Signals]
) -> NoReturn:
    """The life of a copy."""
    code = 1
    try:
        for number in _ENDING:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        with suppress(OSError, AttributeError):  # whatever ends this process ends its copies
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
        os.close(reading)
        _do(writing, numbers, work, seconds)
        code = 0
    except BaseException:  # noqa: S110 (the other side sees that no more comes)
        pass
    finally:
        os._exit(code)


def _do(pipe: int, numbers: list[int], work: Work, seconds: int) -> None:
    """What a process does. It is ended by the system when a number takes too long, wherever it is then."""
    gc.disable()
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    if seconds:
        bound_memory()
    with open(pipe, "wb") as stream:
        for number in numbers:
            if seconds:
                signal.setitimer(signal.ITIMER_PROF, seconds)
            data = work(number)
            stream.write(_FRAME.pack(number, len(data)))
            stream.write(data)
            if seconds:  # what was done before the one that takes too long is not lost
                stream.flush()


def _receive(
    waiting: selectors.BaseSelector, hand: _Hand, work: Work, seconds: int
) -> Iterator[tuple[int, bytes | End]]:
    """What has come from a process; when it has ended too soon, another one takes over what it had before it."""
    data = os.read(hand.pipe, 1 << 20)
    hand.buffer += data
    held, start = bytes(hand.buffer), 0
    while len(held) >= start + _FRAME.size:
        number, size = _FRAME.unpack_from(held, start)
        first = start + _FRAME.size
        if len(held) < first + size:
            break
        start = first + size
        hand.done += 1
        yield number, held[first:start]
    del hand.buffer[:start]
    if data:
        return
    end = _end(waiting, hand)
    left = hand.numbers[hand.done :]
    if left:
        yield left[0], end
        if left[1:]:
            _start(waiting, left[1:], work, seconds)


def _end(waiting: selectors.BaseSelector, hand: _Hand) -> End:
    waiting.unregister(hand.pipe)
    os.close(hand.pipe)
    status = 0
    with suppress(ChildProcessError):
        _, status = os.waitpid(hand.pid, 0)
    return End.LATE if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF else End.BROKEN
