"""What is remembered, and that nothing bad in its file ever does harm."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from coranto.cache import FORMAT, NAME, SPARE, key_of, opened

ROW = key_of(b"step", b"key")


def remember(folder: Path, row: bytes = ROW, data: bytes = b"bytes") -> None:
    """One build that keeps a row."""
    with opened(folder) as cache:
        cache.keep("step", row, data)


def recall(folder: Path, row: bytes = ROW) -> bytes | None:
    """The next build that asks for it."""
    with opened(folder) as cache:
        return cache.find(row)


def test_a_row_is_found_again(tmp_path: Path) -> None:
    """In the same run, and in the next."""
    with opened(tmp_path / "c") as cache:
        assert cache.find(ROW) is None
        cache.keep("step", ROW, b"bytes")
        assert cache.find(ROW) == b"bytes"
        assert cache.made == {"step": 1}
    assert recall(tmp_path / "c") == b"bytes"


def scribble(path: Path) -> None:
    path.write_bytes(b"no database")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1500])


def flip(path: Path) -> None:
    """One bit of the remembered bytes."""
    data = path.read_bytes()
    path.write_bytes(data.replace(b"bytes", b"bytez"))


def foreign(path: Path) -> None:
    """Another program's database."""
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE rows (x)")
        connection.execute("PRAGMA user_version = 7")
    connection.close()


def emptied(path: Path) -> None:
    """Our number, and no table."""
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.close()


@pytest.mark.parametrize("harm", [scribble, cut, flip, foreign, emptied, Path.unlink])
def test_a_damaged_or_foreign_file_is_a_miss_and_is_made_anew(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    """Never an error, never wrong bytes."""
    remember(tmp_path)
    harm(tmp_path / NAME)
    assert recall(tmp_path) is None
    remember(tmp_path)
    assert recall(tmp_path) == b"bytes"


def test_a_link_or_a_folder_in_its_place_is_left_alone(tmp_path: Path) -> None:
    """Nothing is written through it."""
    other = tmp_path / "other"
    other.mkdir()
    (tmp_path / "link").symlink_to(other)
    remember(tmp_path / "link")
    assert list(other.iterdir()) == []
    (tmp_path / "c" / NAME).mkdir(parents=True)
    remember(tmp_path / "c")
    assert recall(tmp_path / "c") is None


def test_rows_that_no_build_asks_for_go_in_the_end(tmp_path: Path) -> None:
    """When they are the greater part."""
    with opened(tmp_path) as cache:
        for number in range(SPARE + 50):
            cache.keep("step", key_of(str(number).encode()), b"x")
    remember(tmp_path)
    assert recall(tmp_path, key_of(b"7")) is None
    assert recall(tmp_path) == b"bytes"


def test_a_memory_that_outlives_builds_writes_down_what_is_new(tmp_path: Path) -> None:
    """Once it is more than so much; it is known as before."""
    other = key_of(b"other")
    with opened(tmp_path, sweep=False) as cache:
        assert cache.find(ROW) is None
        cache.keep("step", ROW, b"bytes")
        cache.keep("step", other, b"more", "bodies")
        cache.flush(2)
        assert recall(tmp_path) is None
        cache.flush(1)
        assert recall(tmp_path) == b"bytes"
        assert cache.find(ROW) == b"bytes"
        assert cache.find(other, "bodies") == b"more"


def test_large_rows_do_not_wait_in_memory_for_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are written when they weigh much, and found all the same; also by who opens the file meanwhile."""
    monkeypatch.setattr("coranto.cache._LARGE", 1000)
    rows = [key_of(b"%d" % number) for number in range(10)]
    with opened(tmp_path / "c") as cache:
        for row in rows:
            cache.keep("step", row, row * 10, "bodies")
            cache.keep("step", key_of(row), row)
        assert 0 < len(cache._fresh) < 20
        assert [cache.find(row, "bodies") for row in rows] == [row * 10 for row in rows]
        assert [cache.find(key_of(row)) for row in rows] == rows
        assert cache.made == {"step": 20}
        with opened(tmp_path / "c") as other:
            assert other.find(rows[0], "bodies") == rows[0] * 10
    with opened(tmp_path / "c") as cache:
        assert [cache.find(row, "bodies") for row in rows] == [row * 10 for row in rows]


@pytest.mark.parametrize("name", [NAME, f"{NAME}-journal"])
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, name: str) -> None:
    """At a FIFO nobody ever answers: what is made is made, and not remembered."""
    (tmp_path / "c").mkdir()
    os.mkfifo(tmp_path / "c" / name)
    for _ in range(2):
        with opened(tmp_path / "c") as cache:
            assert cache.find(ROW) is None
            cache.keep("step", ROW, b"bytes")


def test_a_file_that_declares_more_than_ours_is_made_anew(tmp_path: Path) -> None:
    """A column that is computed could take all memory when it is read."""
    folder = tmp_path / "c"
    with opened(folder) as cache:
        cache.keep("step", ROW, b"bytes")
    connection = sqlite3.connect(folder / NAME)
    connection.executescript(
        "DROP TABLE sums; CREATE TABLE sums"
        " (key BLOB PRIMARY KEY, data BLOB NOT NULL GENERATED ALWAYS AS (zeroblob(900000000))); INSERT INTO sums VALUES (1)"
    )
    connection.close()
    with opened(folder) as cache:
        assert cache.find(ROW) is None
    with opened(folder) as cache:
        assert cache.find(ROW, "sums") is None


def test_what_is_handed_over_is_not_held_twice(tmp_path: Path) -> None:
    """A copy of this process gives its rows away."""
    with opened(tmp_path / "c") as cache:
        cache.keep("step", ROW, b"bytes")
        mark = cache.mark()
        cache.keep("step", key_of(ROW), b"more", "bodies")
        assert cache.since(mark) == [("step", "bodies", key_of(ROW), b"more")]
        assert (cache.find(ROW), cache.find(key_of(ROW), "bodies")) == (b"bytes", None)
