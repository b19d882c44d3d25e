"""The only memory between builds: bytes by what they were made from.

In: a row's key, made of all that a step may see. Out: the bytes that the step gave for it, if they are remembered. One
file, ``.coranto/cache.db``, which may be deleted at any time; a damaged, foreign or read-only one is a miss, and never
an error. What is remembered is read as data and never run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from coranto.problems import CorantoError
from coranto.stats import clock

NAME = "cache.db"
PRINTS = "pictures"  # what was made of pictures lies beside it (``prints.py``), as files
FORMAT = 0x636F7203  # `PRAGMA user_version` of a file of ours; another number is another format
SPARE = 1_000  # rows that no build has asked for are kept up to twice what this one used, and so many more
Table = Literal["rows", "sums", "bodies"]
TABLES: tuple[Table, ...] = get_args(Table)  # of rows and of sums all are fetched at once, bodies one by one
_TABLE = "CREATE TABLE {} (key BLOB PRIMARY KEY, data BLOB NOT NULL)"
SCHEMA = {_TABLE.format(table) for table in TABLES}
_LARGE = 64 << 20  # bytes of large rows that wait in memory to be written
_CHECK = 4  # bytes of each row that say whether the rest is whole


_joined = msgspec.msgpack.Encoder().encode  # each part with its length before it
Row = tuple[str, Table, bytes, bytes]  # step, table, key, data


class Cache:
    """Remembers bytes. Without a connection it makes everything anew."""

    def __init__(self, connection: sqlite3.Connection | None = None, folder: Path | None = None) -> None:
        self.folder = folder
        self._connection = connection
        self._stored: dict[Table, dict[bytes, bytes]] = {}  # what was fetched at once
        self._fresh: dict[bytes, Row] = {}
        self._kept: list[Row] = []  # in the order in which they came
        self._weight = 0  # of the large ones among them
        self._owner = os.getpid()  # who writes: a copy of this process hands its rows over
        self._used: set[bytes] = set()
        self._values: dict[bytes, Any] = {}
        self.made: dict[str, int] = {}
        """How often each step had to be done: what a rebuild test asserts."""

    def find(self, row: bytes, table: Table = "rows") -> bytes | None:
        """What is remembered under a row's key; None when nothing is, or nothing whole. ``table``: as it was kept."""
        self._used.add(row)
        if row in self._fresh:
            return self._fresh[row][3]
        found = self._one(row) if table == "bodies" else self._all(table).get(row)
        if not isinstance(found, bytes):
            return None
        check, data = found[:_CHECK], found[_CHECK:]
        return data if check == _check(row, data) else None

    def has(self, row: bytes, table: Table = "rows") -> bool:
        """Is something remembered under a row's key, whole or not?"""
        if row in self._fresh:
            return True
        if table == "bodies":
            return bool(self._ask("SELECT 1 FROM bodies WHERE key = ?", row))
        return row in self._all(table)

    def use(self, row: bytes) -> None:
        """Keep what may be asked for later."""
        self._used.add(row)

    def value(self, row: bytes, read: Callable[[bytes], Any]) -> Any:
        """What ``read`` makes of the bytes under a key; None when there are none, or it raises ValueError.

        It is made once as long as it is in use: the same key is the same value.
        """
        if row in self._values:
            self._used.add(row)
            return self._values[row]
        found = self.find(row)
        if found is None:
            return None
        try:
            self._values[row] = read(found)
        except ValueError:
            return None
        return self._values[row]

    def keep(self, step: str, row: bytes, data: bytes, table: Table = "rows") -> None:
        """Remember bytes under a row's key from now on: what a build wants all of in ``rows``, or in ``sums`` where a
        preview does not; ``bodies`` are large."""
        self.take([(step, table, row, data)])

    def take(self, rows: list[Row]) -> None:
        """Remember rows that were kept elsewhere."""
        for row in rows:
            self.made[row[0]] = self.made.get(row[0], 0) + 1
            self._used.add(row[2])
            self._fresh[row[2]] = row
            self._weight += len(row[3]) if row[1] == "bodies" else 0
        self._kept += rows
        if self._weight > _LARGE and self._connection is not None and os.getpid() == self._owner:
            self._weight = 0
            self.flush(0)

    def mark(self) -> int:
        """How many rows were kept until now."""
        return len(self._kept)

    def since(self, mark: int) -> list[Row]:
        """The rows that were kept since then, for another one to keep: they are forgotten here."""
        rows = self._kept[mark:]
        del self._kept[mark:]
        for row in rows:
            self._fresh.pop(row[2], None)
        self._weight = 0
        return rows

    def save(self, sweep: bool = True) -> None:
        """Write what is new, and drop what no build has asked for when that has become the greater part. Without
        ``sweep`` nothing is dropped: for those who ask for a part alone."""
        connection = self._connection
        if connection is None or not self._fresh:  # where nothing was made, not all was asked for
            return
        with suppress(sqlite3.Error):
            for table in TABLES:
                fresh = ((row, _check(row, data) + data) for _, to, row, data in self._fresh.values() if to == table)
                connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", fresh)  # noqa: S608 (ours)
            counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]  # noqa: S608 (ours)
            if sweep and sum(counts) > 2 * len(self._used) + SPARE:
                connection.execute("CREATE TEMP TABLE used (key BLOB PRIMARY KEY)")
                connection.executemany("INSERT INTO used VALUES (?)", ((row,) for row in self._used))
                for table in TABLES:
                    connection.execute(f"DELETE FROM {table} WHERE key NOT IN (SELECT key FROM used)")  # noqa: S608 (ours)
            connection.commit()
            self._fresh, self._kept = {}, []

    def clock(self) -> int:
        """What time it is for the file system; 0 where there is no folder to ask in."""
        return clock(self.folder) if self.folder else 0

    def flush(self, most: int) -> None:
        """Write what is new once it is more than so much: for a program that builds many times."""
        if len(self._fresh) > most:
            fresh = list(self._fresh.values())
            self.save(sweep=False)
            for _, table, row, data in [] if self._fresh else fresh:
                if table in self._stored:
                    self._stored[table][row] = _check(row, data) + data

    def _all(self, table: Table) -> dict[bytes, bytes]:
        if table not in self._stored:
            self._stored[table] = dict(self._ask(f"SELECT key, data FROM {table}"))  # noqa: S608 (ours)
        return self._stored[table]

    def _one(self, row: bytes) -> bytes | None:
        return next((data for (data,) in self._ask("SELECT data FROM bodies WHERE key = ?", row)), None)

    def _ask(self, question: str, *about: bytes) -> list[Any]:
        """Rows of the file. What goes wrong with it is that nothing is found, now and from then on."""
        if self._connection is not None:
            try:
                return self._connection.execute(question, about).fetchall()
            except sqlite3.Error:
                self._connection = None
        return []


def key_of(*parts: bytes) -> bytes:
    """A key of 20 bytes for some parts; where one ends and the next begins is part of it."""
    return hashlib.blake2b(_joined(parts), digest_size=20).digest()


def _check(row: bytes, data: bytes) -> bytes:
    return zlib.crc32(data, zlib.crc32(row)).to_bytes(_CHECK, "big")


def memory(root: Path) -> Path | None:
    """Where a site keeps what it remembers: nowhere, where there is no site."""
    return root / ".coranto" if (root / "content").is_dir() else None


@contextmanager
def opened(folder: Path | None, forget: bool = False, sweep: bool = True) -> Iterator[Cache]:
    """The cache of a site's ``.coranto`` folder, saved in the end; without a folder nothing is remembered.

    ``forget``: begin with an empty one. ``sweep``: as in ``save``.
    """
    if folder and forget:
        _remove(folder)
        shutil.rmtree(folder / PRINTS, ignore_errors=True)
    connection = _connect(folder) if folder else None
    cache = Cache(connection, folder if connection else None)
    try:
        yield cache
        cache.save(sweep)
    except CorantoError:
        cache.save(sweep=False)  # what was made stays true; what was not asked for may be yet
        raise
    finally:
        if connection is not None:
            connection.close()


def _connect(folder: Path) -> sqlite3.Connection | None:
    """A connection to a sound file, made anew when it is none; None where there can be no file."""
    path = folder / NAME
    for _ in range(2):
        connection = None
        try:
            if folder.is_symlink() or not plain(path):
                return None
            folder.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=5.0, isolation_level="IMMEDIATE", check_same_thread=False)
            connection.execute("PRAGMA journal_mode = TRUNCATE")
            connection.execute("PRAGMA synchronous = OFF")  # a power cut may cost the memory, never the site
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version == 0:
                for table in TABLES:
                    connection.execute(_TABLE.format(table))
                connection.execute(f"PRAGMA user_version = {FORMAT}")
                connection.commit()
                return connection
            if version == FORMAT:
                ours = schema_of(connection) == SCHEMA
                for table in TABLES if ours else ():
                    connection.execute(f"SELECT key, data FROM {table} LIMIT 1").fetchone()  # noqa: S608 (ours)
                if ours:
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


def plain(path: Path) -> bool:
    """Is this, with the journal beside it, a file or not there? SQLite follows links, and waits at a FIFO for ever."""
    pair = (path, path.with_name(f"{path.name}-journal"))
    return all(stat.S_ISREG(each.lstat().st_mode) for each in pair if os.path.lexists(each))


def schema_of(connection: sqlite3.Connection) -> set[str]:
    """All that a file declares. A view, or a column that is computed, could be without end: it is no file of ours."""
    return {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}


def _remove(folder: Path) -> None:
    with suppress(OSError):
        for name in (NAME, f"{NAME}-journal"):
            (folder / name).unlink(missing_ok=True)
