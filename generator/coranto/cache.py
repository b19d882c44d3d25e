"""The only memory between builds: bytes by what they were made from.

In: a row's key, made of all that a step may see. Out: the bytes that the step gave for it, if they are remembered. One
file, ``.coranto/cache.db``, which may be deleted at any time; a damaged, foreign or read-only one is a miss, and never
an error. What is remembered is read as data and never run.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NAME = "cache.db"
FORMAT = 0x636F7201  # `PRAGMA user_version` of a file of ours; another number is another format
SPARE = 1_000  # rows that no build has asked for are kept up to twice what this one used, and so many more
_CHECK = 8  # bytes of each row that say whether the rest is whole


class Cache:
    """Remembers bytes. Without a connection it makes everything anew."""

    def __init__(self, connection: sqlite3.Connection | None = None) -> None:
        self._connection = connection
        self._fresh: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()
        self.made: dict[str, int] = {}
        """How often each step had to be done: what a rebuild test asserts."""

    def find(self, row: bytes) -> bytes | None:
        """What is remembered under a row's key; None when nothing is, or nothing whole."""
        self._used.add(row)
        if row in self._fresh:
            return self._fresh[row]
        if self._connection is None:
            return None
        try:
            found = self._connection.execute("SELECT data FROM rows WHERE key = ?", (row,)).fetchone()
        except sqlite3.Error:
            self._connection = None
            return None
        if found is None or not isinstance(found[0], bytes):
            return None
        check, data = found[0][:_CHECK], found[0][_CHECK:]
        return data if check == _check(row, data) else None

    def keep(self, step: str, row: bytes, data: bytes) -> None:
        """Remember bytes under a row's key from now on."""
        self.made[step] = self.made.get(step, 0) + 1
        self._used.add(row)
        self._fresh[row] = data

    def save(self) -> None:
        """Write what is new, and drop what no build has asked for when that has become the greater part."""
        connection = self._connection
        if connection is None or not self._fresh:  # where nothing was made, not all was asked for
            return
        with suppress(sqlite3.Error):
            rows = [(row, _check(row, data) + data) for row, data in self._fresh.items()]
            connection.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?)", rows)
            (count,) = connection.execute("SELECT count(*) FROM rows").fetchone()
            if count > 2 * len(self._used) + SPARE:
                connection.execute("CREATE TEMP TABLE used (key BLOB PRIMARY KEY)")
                connection.executemany("INSERT INTO used VALUES (?)", ((row,) for row in self._used))
                connection.execute("DELETE FROM rows WHERE key NOT IN (SELECT key FROM used)")
            connection.commit()
            self._fresh = {}

    def turn(self) -> None:
        """Forget what has not been asked for since the last turn: for a memory that outlives many builds."""
        self._fresh = {row: data for row, data in self._fresh.items() if row in self._used}
        self._used = set()


def key_of(*parts: bytes) -> bytes:
    """A key of 20 bytes for some parts; where one ends and the next begins is part of it."""
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.digest()


def _check(row: bytes, data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_CHECK, key=row).digest()


@contextmanager
def opened(folder: Path | None, forget: bool = False) -> Iterator[Cache]:
    """The cache of a site's ``.coranto`` folder, saved in the end; without a folder nothing is remembered.

    ``forget``: begin with an empty one.
    """
    if folder and forget:
        _remove(folder)
    cache = Cache(_connect(folder) if folder else None)
    connection = cache._connection
    try:
        yield cache
        cache.save()
    finally:
        if connection is not None:
            connection.close()


def _connect(folder: Path) -> sqlite3.Connection | None:
    """A connection to a sound file, made anew when it is none; None where there can be no file."""
    path = folder / NAME
    for _ in range(2):
        connection = None
        try:
            if folder.is_symlink() or path.is_symlink():
                return None
            folder.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=5.0, isolation_level="IMMEDIATE")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")  # a power cut may cost the memory, never the site
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version == 0:
                connection.execute("CREATE TABLE rows (key BLOB PRIMARY KEY, data BLOB NOT NULL)")
                connection.execute(f"PRAGMA user_version = {FORMAT}")
                connection.commit()
                return connection
            if version == FORMAT:
                connection.execute("SELECT key, data FROM rows LIMIT 1").fetchone()
                return connection
        except (sqlite3.Error, OSError) as fault:
            if "locked" in str(fault):  # another build is at it: it is sound, and not ours today
                if connection is not None:
                    connection.close()
                return None
        if connection is not None:
            connection.close()
        _remove(folder)
    return None


def _remove(folder: Path) -> None:
    with suppress(OSError):
        for name in (NAME, f"{NAME}-wal", f"{NAME}-shm"):
            (folder / name).unlink(missing_ok=True)
