"""One publisher at a time. In: the folder that is published. A second one waits a little, and then says why it stops.

The folder above is locked, which leaves no file behind; a lock ends with its process, however that ends. Windows locks
no folders: there a file in the workshop is locked, and nothing where there is no workshop.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coranto.problems import Place, error

PATIENCE = 15.0  # seconds: a small site is published in a blink, 14,000 pages in a few seconds
PAUSE = 0.02


@contextmanager
def alone(folder: Path, workshop: Path | None, patience: float | None = None) -> Iterator[None]:
    """Hold the lock of a folder. Raises CorantoError when another process does not let go of it."""
    descriptor = _open(folder, workshop)
    if descriptor is None:
        yield
        return
    try:
        until = time.monotonic() + (PATIENCE if patience is None else patience)
        while not _locked(descriptor):
            if time.monotonic() >= until:
                raise error(
                    "another build is at work on this folder", Place(str(folder)), "wait until it is done, build again"
                )
            time.sleep(PAUSE)
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _open(folder: Path, workshop: Path | None) -> int | None:
        return os.open(workshop / "lock", os.O_RDWR | os.O_CREAT) if workshop else None

    def _locked(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _open(folder: Path, workshop: Path | None) -> int | None:
        return os.open(folder.parent, os.O_RDONLY)

    def _locked(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks
            return True
        return True
