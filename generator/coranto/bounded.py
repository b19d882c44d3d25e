"""Reading hostile inputs in processes of their own, each input with so much time and memory and no more.

In: inputs. Out: for each, in their order, what it holds or why it could not be read. A page that eats memory or never
ends costs one line. What comes back from such a process is JSON, checked against the types of the model: it has read
hostile bytes, and nothing it says is run.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

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
INPUTS = 200  # a process reads, before a fresh one takes over: what libraries keep is given back


@dataclass(frozen=True, slots=True)
class Answer:
    """What such a process says of an input: what it holds, or why it could not be read."""

    reading: Reading | None
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
        self._process: subprocess.Popen[bytes] | None = None
        self._read = 0

    @property
    def alive(self) -> bool:
        """Is there a process that has read to the end all it was given?"""
        return self._process is not None

    def read(self, data: bytes, name: str, limit: int) -> Reading:
        """What an input holds. Raises CorantoError also when it takes more time or memory than it may."""
        process = self._started()
        assert process.stdin
        assert process.stdout
        overtime = threading.Timer(self._seconds, process.kill)
        overtime.start()
        bounds = {"cpu": self._cpu, "memory": self._memory}
        order = {"name": name, "limit": limit, "size": len(data), "added": self._added, **bounds}
        try:
            process.stdin.write(json.dumps(order).encode() + b"\n")
            process.stdin.write(data)
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = b""
        finally:
            overtime.cancel()
        if not answer.endswith(b"\n"):
            code = process.wait()
            self.close()
            raise error(self._ending(code), Place(name), "save the text of the page alone, and try that")
        self._read += 1
        if self._read >= INPUTS:
            self.close()
        try:
            told: Answer = unpack(Answer, answer)
        except ValueError:
            self.close()
            raise error("the reading of it made no sense", Place(name)) from None
        if told.reading is None:
            raise CorantoError(*told.problems)
        return told.reading

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            home = str(Path(__file__).resolve().parents[1])
            self._process = subprocess.Popen(  # noqa: S603 (our own program)
                [sys.executable, "-P", *self._program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join([home, os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
                },
            )
            self._read = 0
        return self._process

    def _ending(self, code: int) -> str:
        if code == OUT_OF_MEMORY:
            return f"given up: it takes more than {self._memory // 1024 // 1024} MB of memory to read"
        if code == -getattr(signal, "SIGXCPU", 24):
            return f"given up after {self._cpu} seconds of work"
        if code == -getattr(signal, "SIGKILL", 9):
            return f"given up after {self._seconds:.0f} seconds"
        return f"the reading of it broke off ({code})"

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            for stream in (process.stdin, process.stdout):
                with suppress(OSError):
                    stream.close()  # type: ignore[union-attr]  # all three are pipes
            with suppress(subprocess.TimeoutExpired):
                process.wait(2)
            process.kill()
            process.wait()


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
            pool.shutdown(cancel_futures=True)
            for reader in every:
                reader.close()


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """What such a process does: one line of JSON and so many bytes in, one line of JSON out."""
    while line := requests.readline():
        order = json.loads(line)
        data = requests.read(order["size"])
        _allow(order["cpu"], order["memory"])
        try:
            told = Answer(read(data, order["name"], order["limit"], _importers(order["added"])))
        except CorantoError as fault:
            told = Answer(None, tuple(fault.problems))
        except MemoryError:
            sys.exit(OUT_OF_MEMORY)  # the other side starts a fresh one
        except Exception as fault:
            traceback.print_exc()
            message = f"a fault of Coranto's own: {type(fault).__name__}: {fault}"
            problem = Problem(message, Place(order["name"]), "please report it with this input")
            told = Answer(None, (problem,))
        answers.write(pack(told) + b"\n")
        answers.flush()


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
