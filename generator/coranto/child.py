"""A module of ours in a process of its own, with a pipe to it and one back.

In: what Python is to run. Out: the process, started, bound in time, ended. Never reads what it says: its answers have
to do with hostile bytes, and what they are worth is for the one that asked to judge.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

Child = subprocess.Popen[bytes]


def start(*program: str, **how: Any) -> Child:
    """Python with these arguments, which finds this package and nothing in the folder it is started in."""
    home = str(Path(__file__).resolve().parents[1])
    path = os.pathsep.join([home, os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    return subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-P", *program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        **how,
    )


@contextmanager
def in_time(child: Child, seconds: float) -> Iterator[None]:
    """Kill the process when what is done here takes longer, so that nobody waits for it in vain."""
    overtime = threading.Timer(seconds, child.kill)
    overtime.daemon = True
    overtime.start()
    try:
        yield
    finally:
        overtime.cancel()


def end(child: Child) -> None:
    """Kill the process, wait until it is gone, and close its pipes."""
    child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        with suppress(OSError):
            stream.close()  # type: ignore[union-attr]  # both are pipes
