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
import sys
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from coranto.files import read_bytes
from coranto.problems import CorantoError

Stat = tuple[int, int, int, int]  # inode, size, mtime and ctime in nanoseconds
Stats = dict[str, Stat]
Sum = tuple[int, str]  # size and sha256 of a file's bytes

FILES = "files"
FOLDERS = "folders"
VERSION = 1
GONE: Stat = (0, 0, 0, 0)  # not there
DOUBT: Stat = (-1, -1, -1, -1)  # equal to nothing that is ever found
TICK = 50_000_000  # ns; a change within one tick of the file system's clock may leave the same time behind
COARSE_TICK = 2_000_000_000  # where times are whole seconds


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
    prefix = f"{root}/"
    found: Stats = {}
    for path in paths:
        try:
            told = os.lstat(prefix + path)
        except (OSError, ValueError):
            found[path] = GONE
        else:
            found[path] = (told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)
    return found


def settled(stats: Mapping[str, Stat], moment: int) -> Stats:
    """The same, but DOUBT for what is as young as ``moment``, the file system's own clock before it was looked at: it
    could change once more without a sign (git calls such entries racy)."""
    before = moment - (COARSE_TICK if moment % 1_000_000 == 0 else TICK)
    return {path: stat if stat != GONE and max(stat[2:]) < before else DOUBT for path, stat in stats.items()}


def clock(place: Path) -> int:
    """What time it is for the file system of a folder; 0, so that nothing is old enough, where it does not tell."""
    path = place / "clock"
    try:
        path.unlink(missing_ok=True)
        path.touch(exist_ok=False)
        return path.stat().st_mtime_ns
    except OSError:
        return 0


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
    if (values["version"], values["byteorder"], values["folder"]) != (VERSION, sys.byteorder, str(folder)):
        raise ValueError
    numbers = iter(array("q", columns))
    stats = zip(numbers, numbers, numbers, numbers, strict=True)
    return values["about"], [dict(zip(values["paths"], stats, strict=False)) for _ in range(values["tables"])]


def _write(path: Path, folder: Path, about: object, *tables: Stats) -> None:
    paths = list(tables[0])
    try:
        columns = array(
            "q", chain.from_iterable(chain.from_iterable(map(table.__getitem__, paths) for table in tables))
        )
    except OverflowError:  # an inode beyond 63 bits
        return
    head = {
        "version": VERSION,
        "byteorder": sys.byteorder,
        "folder": str(folder),
        "about": about,
        "tables": len(tables),
        "paths": paths,
    }
    content = json.dumps(head).encode() + b"\n" + columns.tobytes()
    fresh = path.with_suffix(".new")
    fresh.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
    fresh.replace(path)
