"""What the file system says of a file, and when that is enough to know that it is still the same.

A file that keeps inode, size and both times keeps its bytes, if the last change was not too young to tell.
"""

from __future__ import annotations

import os
from pathlib import Path

Stat = tuple[int, int, int, int]  # inode, size, mtime and ctime in nanoseconds

TICK = 50_000_000  # ns; a change within one tick of the file system's clock may leave the same time behind
COARSE_TICK = 2_000_000_000  # where times are whole seconds


def stat_of(told: os.stat_result) -> Stat:
    """The part that tells a file from itself after a change."""
    return (told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)


def before(moment: int) -> int:
    """What is older than this could not change once more without a sign (git calls the younger ones racy). ``moment``
    is the file system's own clock before anything was looked at."""
    return moment - (COARSE_TICK if moment % 1_000_000 == 0 else TICK)


def clock(place: Path) -> int:
    """What time it is for the file system of a folder; 0, so that nothing is old enough, where it does not tell."""
    path = place / "clock"
    try:
        path.unlink(missing_ok=True)
        path.touch(exist_ok=False)
        return path.stat().st_mtime_ns
    except OSError:
        return 0
