"""Python-Markdown: a text in, its HTML out. In this process, or in one of its own that is ended when it takes too long.

The second is for where a text cannot be set in a copy of this process (``hands``): beside threads, as in the preview,
and on systems without ``fork``. What such a process answers is text, and goes the way of all other HTML: to the
sanitiser.
"""

from __future__ import annotations

import atexit
import functools
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from coranto import child

SECONDS = 10  # of CPU time, for one text
MEMORY = 1 << 30  # bytes that a process may take for its texts, beside what it has to begin with
SLOW = 6  # so many times as long it may take by the clock, on a machine that does other things too
HINT = "it may be a long row of brackets or asterisks: put a backslash before each, or take them out"
_GOOD, _BAD = b"=", b"!"


class Unset(Exception):  # noqa: N818 (it says what a text is)
    """A text that could not be set; why, in words."""


def late(seconds: int) -> str:
    """What is said of a text that takes too long."""
    return f"this takes more than {seconds} s to typeset"


def bound_memory() -> None:
    """Let this process have so much memory and no more, where the system can see to that: what needs more fails."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = min(limit for limit in (now + MEMORY, soft, hard) if limit != resource.RLIM_INFINITY)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def here() -> Callable[[str], str]:
    """The engine, in this process: it takes the time it takes."""
    import markdown  # here: few texts need it

    make = functools.partial(
        markdown.Markdown,
        extensions=["footnotes", "tables", "sane_lists", "fenced_code", "def_list", "abbr", "admonition"],
        extension_configs={"tables": {"use_align_attribute": True}},
    )
    engine = make()

    def set_one(text: str) -> str:
        nonlocal engine
        try:
            return engine.reset().convert(text)  # without the reset footnotes of one text reach into the next
        except BaseException:
            engine = make()  # one that failed in the midst of a list goes on as if it were in it
            raise

    return set_one


class Apart:
    """The engine in a process of its own, started by the first text and anew after one that has ended it."""

    def __init__(self) -> None:
        self._process: child.Child | None = None
        self._turn = threading.Lock()
        atexit.register(self.close)

    def __call__(self, text: str) -> str:
        """Set a text. Raises Unset when it takes too long, or the engine cannot take it."""
        with self._turn:
            process = self._started()
            assert process.stdin
            assert process.stdout
            data = text.encode("utf-8", "surrogatepass")
            try:
                with child.in_time(process, SLOW * SECONDS):
                    process.stdin.write(b"%d %d\n" % (SECONDS, len(data)) + data)
                    process.stdin.flush()
                    head = process.stdout.readline()
                    told = process.stdout.read(int(head[1:])) if head.endswith(b"\n") else b""
            except OSError:
                head = b""
            if not head.endswith(b"\n"):
                code = process.wait()
                self.close()
                ended = (-getattr(signal, "SIGPROF", 27), -getattr(signal, "SIGKILL", 9), 1)
                raise Unset(late(SECONDS) if code in ended else "this ends the process that typesets it")
            if head[:1] == _BAD:
                raise Unset(f"the Markdown cannot be typeset ({told.decode('ascii', 'replace')})")
            return told.decode("utf-8", "surrogatepass")

    def _started(self) -> child.Child:
        if self._process is None:
            alone = {"stderr": subprocess.DEVNULL, "start_new_session": True}  # Ctrl-C is for the one that waits
            self._process = child.start("-m", "coranto.marker", **alone)
        return self._process

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            child.end(process)


def serve(texts: IO[bytes], answers: IO[bytes]) -> None:
    """What such a process does: seconds and size in a line and so many bytes in; a sign and size in a line and so many
    bytes out. The system ends it when a text takes too long."""
    engine = here()
    bound_memory()
    while line := texts.readline():
        seconds, size = map(int, line.split())
        text = texts.read(size).decode("utf-8", "surrogatepass")
        _allow(seconds)
        try:
            sign, told = _GOOD, engine(text).encode("utf-8", "surrogatepass")
        except Exception as fault:  # whatever an engine throws at a hostile text is a mistake of that text
            sign, told = _BAD, type(fault).__name__.encode()
        _allow(0)
        answers.write(sign + b"%d\n" % len(told) + told)
        answers.flush()


def _allow(seconds: int) -> None:
    with suppress(AttributeError):  # Windows has no such timer: there the other side's ends it
        signal.setitimer(signal.ITIMER_PROF, seconds)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
