"""Two folders that hold the same files by hard links, and how they change places.

In: folders, and the paths below them that are to go or to come. A file that stands in a tree is never written into: it
may stand in the other one too. Knows nothing of manifests and records.
"""

# ruff: noqa: PTH102, PTH108, PTH112 (strings instead of paths: these loops go over every file of a site)

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)

Put = Callable[[str, str], None]  # (path below the tree, where to put it)


def mirror(source: Path, target: Path, start: str = "", whole: bool = False, copy: bool = False) -> list[str]:
    """Make the folder ``start`` of target hold what it holds in source, and so the folders below that target lacks, or
    all (``whole``). Returns the names of those. Raises OSError where a file cannot be linked, unless it may be copied.
    """
    made: list[str] = []
    modes: list[tuple[str, int]] = []
    waiting = [start]
    while waiting:
        below = waiting.pop()
        here, there = f"{source}/{below}", f"{target}/{below}"
        mode = stat.S_IMODE(os.lstat(here).st_mode)
        now = stat.S_IMODE(os.lstat(there).st_mode)
        if now & 0o700 != 0o700:
            Path(there).chmod(now := now | 0o700)
        if mode != now:
            modes.append((there, mode))
        with os.scandir(there) as entries:
            old = {entry.name: entry for entry in entries}
        with os.scandir(here) as entries:
            for entry in entries:
                path = f"{below}/{entry.name}" if below else entry.name
                twin = old.pop(entry.name, None)
                equal = twin is not None and _equal(entry, twin)
                if twin is not None and not equal:
                    _remove(twin)
                if entry.is_dir(follow_symlinks=False):
                    if not equal:
                        os.mkdir(f"{target}/{path}")
                    if whole or not equal:
                        made.append(path)
                        waiting.append(path)
                elif not equal:
                    _carry(entry, f"{target}/{path}", copy)
        for twin in old.values():
            _remove(twin)
    for place, mode in reversed(modes):
        Path(place).chmod(mode)
    return made


def _equal(entry: os.DirEntry[str], twin: os.DirEntry[str]) -> bool:
    if entry.is_dir(follow_symlinks=False) or twin.is_dir(follow_symlinks=False):
        return entry.is_dir(follow_symlinks=False) and twin.is_dir(follow_symlinks=False)
    if entry.is_symlink() and twin.is_symlink():
        return Path(entry.path).readlink() == Path(twin.path).readlink()
    return entry.inode() == twin.inode()


def _carry(entry: os.DirEntry[str], target: str, copy: bool) -> None:
    if entry.is_symlink():
        Path(target).symlink_to(Path(entry.path).readlink())
        return
    try:
        os.link(entry.path, target)
    except OSError:
        if not copy:
            raise
        shutil.copy2(entry.path, target)


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path)
    else:
        os.unlink(entry.path)


def clear(place: Path) -> None:
    """Remove a tree of ours, or whatever stands in its place."""
    if place.is_symlink() or place.is_file():
        place.unlink()
    elif place.exists():
        shutil.rmtree(place)


def patch(tree: Path, gone: Iterable[str], come: Iterable[str], put: Put, old: Collection[str] = ()) -> None:
    """Take out what goes, with the folders that are empty then, and put in what comes, in the place of what is old."""
    for path in gone:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{tree}/{path}")
        for above in parents(path):
            try:
                (tree / above).rmdir()
            except OSError:  # not empty
                break
    start = f"{tree}/"
    ready = {""}
    for path in come:
        above = path.rpartition("/")[0]
        if above not in ready:
            _make(start, above, ready)
        if path in old:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(start + path)
        put(path, start + path)


def _make(start: str, name: str, ready: set[str]) -> None:
    """Make a folder and what is missing above it, unless it is ``ready``."""
    try:
        os.mkdir(start + name)
    except FileNotFoundError:
        above = name.rpartition("/")[0]
        if above in ready:
            raise
        _make(start, above, ready)
        os.mkdir(start + name)
    except FileExistsError:
        if not os.path.isdir(start + name):
            raise
    ready.add(name)


def parents(path: str) -> list[str]:
    """The folders above a path, the nearest first; not the root."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(len(parts) - 1, 0, -1)]


def folders(paths: Iterable[str]) -> set[str]:
    """All folders above these paths; not the root."""
    found = {""}
    for path in paths:
        name = path.rpartition("/")[0]
        while name not in found:
            found.add(name)
            name = name.rpartition("/")[0]
    return found - {""}


def write(target: str, data: bytes, durable: bool) -> os.stat_result:
    """Write a file that is not there yet; returns what the file system says of it."""
    descriptor = os.open(target, NEW, 0o666)
    try:
        done = os.write(descriptor, data)
        while done < len(data):
            done += os.write(descriptor, memoryview(data)[done:])
        if durable:
            os.fsync(descriptor)
        return os.fstat(descriptor)
    finally:
        os.close(descriptor)


def sync(tree: Path) -> None:
    """Bring all that was written to the disk: one call for many files, where the system has it (Linux)."""
    try:
        call = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError, TypeError):
        return
    descriptor = os.open(tree, os.O_RDONLY)
    try:
        if call(descriptor) != 0:
            raise OSError(code := ctypes.get_errno(), os.strerror(code), str(tree))
    finally:
        os.close(descriptor)


def exchange(tree: Path, folder: Path, aside: Path) -> None:
    """Let two folders change places: in one step where the system can (Linux), else in three renames by way of
    ``aside``. Raises OSError, with both as they were."""
    if not folder.exists():
        tree.rename(folder)
        return
    if sys.platform == "linux" and swap(tree, folder):
        return
    folder.rename(aside)
    try:
        tree.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    with contextlib.suppress(OSError):  # the new site stands
        aside.rename(tree)


def swap(one: Path, other: Path) -> bool:
    """Two folders change places in one step: renameat2(2) with RENAME_EXCHANGE. False where the system lacks it."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    at_cwd, exchange = -100, 2
    if call(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), exchange) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM):
        return False
    raise OSError(code, os.strerror(code), str(other))
