"""Bytes that processes put aside: in, bytes of any of them; out, the way to them again. Never in the memory of the one
that waits.

What a killed build has left is cleared away by the next one; what one at work has is not touched.
"""

from __future__ import annotations

import os
import shutil
import struct
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO
from weakref import finalize

with suppress(ImportError):  # Windows has none, and no fork either
    import fcntl

_PLACE = struct.Struct("<QQQ")  # whose file, where in it, how much


class Spool:
    """Where processes put what would fill the memory of the one that waits: a file for each, soon without a name."""

    def __init__(self, folder: Path | None) -> None:
        for left in folder.glob("spool-*") if folder else ():
            with suppress(OSError), _held(left):  # of a build that was killed; that of one at work is held
                shutil.rmtree(left)
        self._folder = tempfile.TemporaryDirectory(prefix="spool-", dir=folder, ignore_cleanup_errors=True)
        self._hold = ExitStack()
        try:
            self._hold.enter_context(_held(Path(self._folder.name)))
        except OSError:
            self._folder.cleanup()
            raise
        self._mine: tuple[int, BinaryIO] | None = None
        self._files: dict[int, _Open] = {}

    def put(self, data: bytes) -> bytes:
        """Write down some bytes. Gives where they are."""
        here = os.getpid()
        if self._mine is None or self._mine[0] != here:
            self._mine = (here, (Path(self._folder.name) / str(here)).open("wb"))
        file = self._mine[1]
        start = file.tell()
        file.write(data)
        file.flush()
        return _PLACE.pack(here, start, len(data))

    def get(self, place: bytes) -> Callable[[], bytes]:
        """The way to bytes that were written down. It stays open when the spool is closed, until nobody has one."""
        writer, start, size = _PLACE.unpack(place)
        if writer not in self._files:
            self._files[writer] = _Open(Path(self._folder.name) / str(writer))
        return partial(self._files[writer].read, start, size)

    def close(self) -> None:
        """Take the names away."""
        if self._mine and self._mine[0] == os.getpid():
            self._mine[1].close()
        self._files.clear()
        self._hold.close()
        self._folder.cleanup()


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder as one that is in use. Raises OSError when another process does."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(descriptor).st_nlink == 0:  # another one took it for left behind, a moment before
            raise FileNotFoundError(folder)
        yield
    finally:
        os.close(descriptor)


class _Open:
    """An open file, closed when the last one who may read from it has gone. It has no place of its own in the file, so
    that copies of this process may read from it at the same time."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        finalize(self, os.close, self._descriptor)

    def read(self, start: int, size: int) -> bytes:
        return os.pread(self._descriptor, size, start)
