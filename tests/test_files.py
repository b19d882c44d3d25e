"""Files are written whole or not at all, and never over another."""

import errno
import os
import stat
import time
from pathlib import Path

import pytest

from coranto.desk import ledger
from coranto.desk.ledger import Change
from coranto.files import clear_staged, read_bytes, write_new
from coranto.problems import CorantoError


def _no_links(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.fixture(params=["nameless", "staged", "no links"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What systems can do: files without a name; links; neither."""
    if request.param != "nameless":
        monkeypatch.delattr("os.O_TMPFILE", raising=False)
    if request.param == "no links":
        monkeypatch.setattr("os.link", _no_links)


@pytest.mark.usefixtures("system")
def test_a_new_file_is_whole_and_never_takes_the_place_of_another(tmp_path: Path) -> None:
    """Nor does anything stay beside it; its bits are those of any new file."""
    path = tmp_path / "new" / "a.md"
    write_new(path, "first")
    with pytest.raises(CorantoError, match="a file stands there already"):
        write_new(path, "second")
    (tmp_path / "other").touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "other").stat().st_mode)
    assert (path.read_text(), [*path.parent.iterdir()]) == ("first", [path])


@pytest.mark.usefixtures("system")
def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path) -> None:
    """It is in the way, not one of the name that was to be written."""
    (tmp_path / "content").write_text("x")
    with pytest.raises(CorantoError, match="a file stands where its folder should be") as raised:
        write_new(tmp_path / "content" / "a.md", "text")
    assert raised.value.problems[0].place.path == str(tmp_path / "content")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not tell what is open")
def test_what_is_no_file_is_not_held_open(tmp_path: Path) -> None:
    """However often a folder is asked for its bytes."""
    held = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(9):
        with pytest.raises(CorantoError, match="this is a folder"):
            read_bytes(tmp_path, "content/a.md")
    assert len(list(Path("/proc/self/fd").iterdir())) == held


@pytest.mark.parametrize("after", [b"new", None])
def test_what_the_desk_takes_aside_is_not_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: bytes | None
) -> None:
    """Its bytes are old, and it may be the only copy: an import that begins at that moment lets it be."""
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    os.utime(path, (0, 0))
    exchange, rename, seen = ledger.exchange, Path.rename, []

    def clear() -> None:
        seen.append(len(list(tmp_path.glob(".coranto-*"))))
        clear_staged(tmp_path, time.time())

    def exchanged(*paths: Path) -> None:
        exchange(*paths)
        clear()

    def renamed(one: Path, other: Path) -> Path:
        made = rename(one, other)
        clear()
        return made

    monkeypatch.setattr(ledger, "exchange", exchanged)
    monkeypatch.setattr(Path, "rename", renamed)
    assert ledger._put(tmp_path, Change("a.md", b"old", after), lambda: None) is None
    assert seen == [1]
    assert (path.read_bytes() if path.exists() else None) == after
