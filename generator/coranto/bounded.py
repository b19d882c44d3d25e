"""Reading hostile inputs in processes of their own, each input with so much time and memory and no more.

In: inputs. Out: for each, in their order, what it holds or why it could not be read; the posts of another generator's
site too. A page that eats memory or never ends costs one line. What comes back from such a process is JSON, checked
against the types of the model: it has read hostile bytes, and nothing it says is run.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Any

from coranto import child
from coranto.elsewhere.post import Old, Post
from coranto.importers import Importer
from coranto.inputs import Input
from coranto.model import Reading
from coranto.packing import pack, unpack
from coranto.problems import CorantoError, Place, Problem, error
from coranto.reading import read

CPU_SECONDS = 8
SECONDS = 16.0  # by the clock: where the system counts no CPU time, or an input sleeps
MEMORY = 512 * 1024 * 1024
OUT_OF_MEMORY = 9  # the exit code that says so
PROGRAM = ("-m", "coranto.bounded")
HINT = "save the text of the page alone, and try that"
_APART = "bring it over by hand"
_NONSENSE = "the reading of it made no sense"
SITE_CPU, SITE_SECONDS, SITE_MEMORY = 60, 120.0, 2 * 1024 * 1024 * 1024  # to find the posts of a whole site
POSTS = 100_000
ENDED = 5  # posts that may end their process, before the rest is not tried
INPUTS = 200  # a process reads, before a fresh one takes over: what libraries keep is given back


@dataclass(frozen=True, slots=True)
class Site:
    """What is said of another generator's site: what its posts are called, where its files lie, which hosts it had."""

    names: tuple[str, ...]
    shelves: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What such a process says: what an input holds, what a site is, a post; ``problems`` are why it could not be read.

    A post may be none, without a problem.
    """

    reading: Reading | None = None
    site: Site | None = None
    post: Post | None = None
    problems: tuple[Problem, ...] = ()


class Reader:
    """One process that reads inputs, one after the other; started anew when an input has ended it."""

    def __init__(
        self,
        cpu: int = CPU_SECONDS,
        memory: int = MEMORY,
        seconds: float = SECONDS,
        program: tuple[str, ...] = PROGRAM,
        added: tuple[str, ...] = (),
    ) -> None:
        self._added = added
        self._cpu, self._memory, self._seconds, self._program = cpu, memory, seconds, program
        self._process: child.Child | None = None
        self._read = 0

    @property
    def alive(self) -> bool:
        """Is there a process that has read to the end all it was given?"""
        return self._process is not None

    def read(self, data: bytes, name: str, limit: int) -> Reading:
        """What an input holds. Raises CorantoError also when it takes more time or memory than it may."""
        try:
            found = self.ask({"name": name, "limit": limit, "added": self._added}, data).reading
        finally:
            self._read += 1
            if self._read >= INPUTS:
                self.close()
        if found is None:
            raise error(_NONSENSE, Place(name), HINT)
        return found

    def ask(self, order: dict[str, Any], data: bytes = b"", hint: str = HINT) -> Answer:
        """What the process answers. Raises CorantoError, at the order's name, when it gives none, and its problems."""
        process = self._started()
        assert process.stdin
        assert process.stdout
        order = {"cpu": self._cpu, "memory": self._memory, "seconds": self._seconds, "size": len(data), **order}
        answer, place = b"", Place(order["name"])
        with suppress(OSError), child.in_time(process, order["seconds"]):
            process.stdin.write(json.dumps(order).encode() + b"\n")
            process.stdin.write(data)
            process.stdin.flush()
            answer = process.stdout.readline()
        if not answer.endswith(b"\n"):
            code = process.wait()
            self.close()
            raise error(_ending(code, order["cpu"], order["memory"], order["seconds"]), place, hint)
        try:
            told: Answer = unpack(Answer, answer)
        except ValueError:
            self.close()
            raise error(_NONSENSE, place, hint) from None
        if told.problems:
            raise CorantoError(*told.problems)
        return told

    def _started(self) -> child.Child:
        if self._process is None:
            self._process = child.start(*self._program)
            self._read = 0
        return self._process

    def end(self) -> None:
        """Let the process do no more; from another thread, too: whoever waits for its answer gets none."""
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            child.end(process)


def _ending(code: int, cpu: int, memory: int, seconds: float) -> str:
    if code == OUT_OF_MEMORY:
        return f"given up: it takes more than {memory // 1024 // 1024} MB of memory to read"
    if code == -getattr(signal, "SIGXCPU", 24):
        return f"given up after {cpu} seconds of work"
    if code == -getattr(signal, "SIGKILL", 9):
        return f"given up after {seconds:.0f} seconds"
    return f"the reading of it broke off ({code})"


Result = tuple[Any, Reading | CorantoError | None]


@contextmanager
def readers(count: int, added: tuple[str, ...] = ()) -> Iterator[Callable[[Iterable[Any], int], Iterator[Result]]]:
    """A function that reads inputs on ``count`` processes, and gives each with what it holds, in their order.

    What is no ``Input`` comes out as it came in, with None. Only a few are held in memory at a time. ``added``: the
    site's folder, and the extensions that it names.
    """
    own = threading.local()
    every: list[Reader] = []

    def one(each: Any, limit: int) -> Result:
        if not isinstance(each, Input):
            return each, None
        if not hasattr(own, "reader"):
            own.reader = Reader(added=added)
            every.append(own.reader)
        try:
            return each, own.reader.read(each.data, each.name, limit)
        except CorantoError as fault:
            return each, fault

    with ThreadPoolExecutor(count) as pool:

        def run(items: Iterable[Any], limit: int) -> Iterator[Result]:
            waiting: deque[Future[Result]] = deque()
            for each in items:
                waiting.append(pool.submit(one, each, limit))
                while len(waiting) > count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

        try:
            yield run
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for reader in every:  # whoever stops us does not wait for what is being read
                reader.end()
            pool.shutdown()
            for reader in every:
                reader.close()


@contextmanager
def site_of(kind: str, place: Path, reader: Reader | None = None) -> Iterator[Old]:
    """Another generator's site, read in a process of its own: what is found there at once, each post when it is called.

    A post that takes too much is an error, and the next is read. Raises CorantoError when there is no such site.
    """
    reader = reader or Reader(memory=SITE_MEMORY)
    site = {"name": str(place), "kind": kind, "place": str(place)}
    opening = {**site, "cpu": SITE_CPU, "seconds": SITE_SECONDS}
    ended = 0

    def post(number: int, name: str) -> Post | None:
        nonlocal ended
        if ended >= ENDED:
            raise error("not read: too many before it took too much", Place(name), _APART)
        if not reader.alive:
            reader.ask(opening, hint=_APART)
        try:
            return reader.ask({**site, "name": name, "post": number}, hint=_APART).post
        finally:
            ended += not reader.alive

    try:
        found = reader.ask(opening, hint="bring it in parts").site
        if found is None:
            raise error(_NONSENSE, Place(str(place)), _APART)
        posts = tuple(partial(post, number, name) for number, name in enumerate(found.names))
        yield Old(posts, tuple(map(Path, found.shelves)), found.hosts, found.names, found.problems)
    finally:
        reader.close()


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """What such a process does: one line of JSON and so many bytes in, one line of JSON out."""
    old: list[Old] = []
    while line := requests.readline():
        order = json.loads(line)
        data = requests.read(order["size"])
        _allow(order["cpu"], order["memory"])
        try:
            if "kind" in order:
                told = _migrated(order, old)
            else:
                told = Answer(read(data, order["name"], order["limit"], _importers(order["added"])))
        except CorantoError as fault:
            told = Answer(problems=fault.problems)
        except MemoryError:
            sys.exit(OUT_OF_MEMORY)  # the other side starts a fresh one
        except Exception as fault:
            traceback.print_exc()
            message = f"a fault of Coranto's own: {type(fault).__name__}: {fault}"
            told = Answer(problems=(Problem(message, Place(order["name"]), "please report it with this input"),))
        answers.write(pack(told) + b"\n")
        answers.flush()


def _migrated(order: dict[str, Any], old: list[Old]) -> Answer:
    """A site, which is kept in ``old``, or a post of it."""
    if "post" in order:
        return Answer(post=old[0].posts[order["post"]]())
    from coranto.migrations import MIGRATIONS

    found = MIGRATIONS[order["kind"]].read(Path(order["place"]))
    if len(found.names) > POSTS:
        raise error(f"more than {POSTS:,} posts", Place(order["place"]), "bring it in parts")
    old[:] = [replace(found, problems=())]
    return Answer(site=Site(found.names, tuple(map(str, found.shelves)), found.hosts, found.problems))


def _importers(added: list[str]) -> tuple[Importer, ...]:
    """What the extensions of a site add; nothing is loaded where there are none."""
    if not added:
        return ()
    from coranto.extensions import read_extensions

    return read_extensions(Path(added[0]), added[1:]).importers


def _allow(cpu: int, memory: int) -> None:
    with suppress(ImportError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime) + 1
        for kind, most in ((resource.RLIMIT_CPU, spent + cpu), (resource.RLIMIT_AS, memory)):
            with suppress(ValueError, OSError):  # a system that does not know it, or allows less already
                resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _main() -> None:
    with suppress(KeyboardInterrupt, BrokenPipeError), os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # whatever a library prints is no answer
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
