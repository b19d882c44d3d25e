"""What the file system said of a published site when it was whole, so that the next build need not read all of it.

A file that still has the inode, size and times of the record holds the bytes that the manifest of then says; a folder
that still has them holds the same names. The record is a hint. One that is missing, damaged, or of another folder is
none; what it says of a file that has changed since then, by so much as a touch, counts for nothing. It is never
consulted about what is ours: that is in the manifest.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coranto.files import read_bytes
from coranto.problems import CorantoError
from coranto.stats import before

Stat = bytes  # inode, size, mtime and ctime in nanoseconds: eight bytes each
Stats = dict[str, Stat]
Sum = tuple[int, str]  # size and sha256 of a file's bytes

FILES = "files"
FOLDERS = "folders"
VERSION = 2
_ROW = struct.Struct("=QQqq")
_TIMES = struct.Struct("=qq")
WIDTH = _ROW.size
UNTIMED = slice(0, 24)  # all of a Stat but the ctime
GONE: Stat = bytes(WIDTH)  # not there
DOUBT: Stat = b"\xff" * WIDTH  # equal to nothing that is ever found


@dataclass(frozen=True, slots=True)
class Files:
    """What was said of the files of ours, and the sum of the manifest, which is one of them, at that time."""

    manifest: Sum
    stats: Stats


@dataclass(frozen=True, slots=True)
class Folders:
    """What was said of all folders of two trees that held the same: ``here`` is the published one."""

    here: Stats
    there: Stats


def look(root: Path, paths: Iterable[str]) -> Stats:
    """What the file system says now. Links are not followed; ``""`` is the root itself."""
    try:
        descriptor = os.open(root, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except FileNotFoundError:
        return dict.fromkeys(paths, GONE)
    except OSError:  # it may only be entered, too many are open, or this is Windows
        return _look(f"{root}/", None, paths)
    try:
        return _look("./", descriptor, paths)  # an open folder spares the way to it
    finally:
        os.close(descriptor)


def _look(prefix: str, root: int | None, paths: Iterable[str]) -> Stats:
    pack = _ROW.pack
    found: Stats = {}
    for path in paths:
        try:
            told = os.lstat(prefix + path, dir_fd=root)
            found[path] = pack(told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)
        except (OSError, ValueError):
            found[path] = GONE
        except struct.error:
            found[path] = stat_of(told)
    return found


def stat_of(told: os.stat_result) -> Stat:
    """What the file system says, in short. Numbers that are too large, such as times after 2262, lose their head."""
    numbers = (told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)
    try:
        return _ROW.pack(*numbers)
    except struct.error:
        return struct.pack("=4Q", *(number & 0xFFFF_FFFF_FFFF_FFFF for number in numbers))


def size_of(stat: Stat) -> int:
    """The size in it."""
    return int.from_bytes(stat[8:16], sys.byteorder)


def settled(stats: Mapping[str, Stat], moment: int) -> Stats:
    """The same, but DOUBT for what is as young as ``moment``, the file system's own clock before it was looked at."""
    old, times = before(moment), _TIMES.unpack_from
    return {path: stat if stat != GONE and max(times(stat, 16)) < old else DOUBT for path, stat in stats.items()}


def load_files(place: Path, folder: Path) -> Files | None:
    """What is known of the files of a folder; None when that is nothing, or cannot be believed."""
    try:
        (size, digest), (stats,) = _read(place / FILES, folder)
    except (CorantoError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return Files((size, digest), stats)


def load_folders(place: Path, folder: Path) -> Folders | None:
    """What is known of the folders in a folder and in its second tree."""
    try:
        _, (here, there) = _read(place / FOLDERS, folder)
    except (CorantoError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return Folders(here, there)


def save(place: Path, folder: Path, files: Files, folders: Folders | None = None) -> None:
    """Write what is known, each part whole or not at all. It is not brought to the disk by force: what a power cut
    leaves of it either bears its checksum or is nothing."""
    if folders is not None:
        _write(place / FOLDERS, folder, None, folders.here, folders.there)
    _write(place / FILES, folder, files.manifest, files.stats)


def forget(place: Path) -> None:
    """Take the record away: before anything that it speaks of is touched."""
    (place / FILES).unlink(missing_ok=True)
    (place / FOLDERS).unlink(missing_ok=True)


def _read(path: Path, folder: Path) -> tuple[Any, list[Stats]]:
    checksum, content = read_bytes(path, path.name).split(b"\n", 1)
    if checksum.decode() != hashlib.sha256(content).hexdigest():
        raise ValueError
    head, _, columns = content.partition(b"\n")
    values = json.loads(head)
    paths, columns = columns[: values["names"]].decode("utf-8", "surrogatepass").split("\0"), columns[values["names"] :]
    if (values["version"], values["byteorder"], values["folder"]) != (VERSION, sys.byteorder, str(folder)):
        raise ValueError
    rows = iter([columns[start : start + WIDTH] for start in range(0, len(columns), WIDTH)])
    return values["about"], [dict(zip(paths, rows, strict=False)) for _ in range(values["tables"])]


def _write(path: Path, folder: Path, about: object, *tables: Stats) -> None:
    paths = list(tables[0])
    names = "\0".join(paths).encode("utf-8", "surrogatepass")
    columns = b"".join([table[path] for table in tables for path in paths])
    head = {
        "version": VERSION,
        "byteorder": sys.byteorder,
        "folder": str(folder),
        "about": about,
        "tables": len(tables),
        "names": len(names),
    }
    content = json.dumps(head).encode() + b"\n" + names + columns
    fresh = path.with_suffix(".new")
    fresh.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
    fresh.replace(path)
