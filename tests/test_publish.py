"""Publishing: exchanged whole, nothing foreign lost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coranto.model import Output
from coranto.problems import CorantoError
from coranto.publish import MANIFEST, publish


def outputs(**files: str) -> list[Output]:
    """Outputs by name; `__` stands for a slash, `_` for a dot."""
    return [Output(name.replace("__", "/").replace("_", "."), text.encode(), "test") for name, text in files.items()]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the manifest."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found.pop(MANIFEST, None)
    return found


def test_only_what_differs_is_written_and_the_rest_keeps_its_time(tmp_path: Path) -> None:
    """So that uploads stay small."""
    out = tmp_path / "output"
    publish(outputs(a_html="1", b__c_html="2"), out)
    for path in out.rglob("*"):
        os.utime(path, (1, 1))
    done = publish(outputs(a_html="1", b__c_html="3"), out)
    assert (done.written, done.deleted, done.same) == (("b/c.html",), (), 1)
    assert (out / "a.html").stat().st_mtime == 1
    assert (out / "b/c.html").stat().st_mtime > 1


def test_what_is_no_longer_made_is_deleted_with_its_empty_folder(tmp_path: Path) -> None:
    """A redrafted article leaves no page behind."""
    out = tmp_path / "output"
    publish(outputs(a_html="1", b__c_html="2"), out)
    done = publish(outputs(a_html="1"), out)
    assert done.deleted == ("b/c.html",)
    assert not (out / "b").exists()


def test_foreign_files_links_dotfiles_and_folders_stay(tmp_path: Path) -> None:
    """Only files of our own manifest are ever deleted."""
    out = tmp_path / "output"
    publish(outputs(a_html="1", gone_html="x"), out)
    (out / ".gitignore").write_text("*")
    (out / "CNAME").write_text("example.org")
    (out / "deep/empty").mkdir(parents=True)
    (out / "deep/mine.txt").write_text("mine")
    (out / "link").symlink_to("CNAME")
    publish(outputs(a_html="2"), out)
    assert tree(out) == {
        "a.html": b"2",
        ".gitignore": b"*",
        "CNAME": b"example.org",
        "deep/mine.txt": b"mine",
        "link": b"example.org",
    }
    assert (out / "link").is_symlink()
    assert (out / "deep/empty").is_dir()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output"]


@pytest.mark.parametrize(
    "manifest", [None, "", "{}", "[1]", '{"files": {"../outside.txt": {}, "/etc/passwd": {}}}', "\x00", "[" * 9000]
)
def test_a_lost_or_forged_manifest_deletes_nothing(tmp_path: Path, manifest: str | None) -> None:
    """What it does not name is not ours; what leads outside is not believed."""
    out = tmp_path / "output"
    (tmp_path / "outside.txt").write_text("keep")
    publish(outputs(a_html="1", old_html="x"), out)
    if manifest is None:
        (out / MANIFEST).unlink()
    else:
        (out / MANIFEST).write_text(manifest)
    if manifest is None or "passwd" in manifest:
        publish(outputs(a_html="1"), out)
        assert tree(out) == {"a.html": b"1", "old.html": b"x"}
        assert "a.html" in json.loads((out / MANIFEST).read_text())["files"]
    else:
        with pytest.raises(CorantoError, match="not ours"):
            publish(outputs(a_html="1"), out)
    assert (tmp_path / "outside.txt").read_text() == "keep"


def test_a_manifest_that_names_a_file_outside_does_not_reach_it(tmp_path: Path) -> None:
    """Not by ``..`` through a folder that is really there."""
    out = tmp_path / "output"
    (tmp_path / "outside.txt").write_text("keep")
    publish(outputs(a_html="1", b__c_html="2"), out)
    manifest = json.loads((out / MANIFEST).read_text())
    manifest["files"] |= {"../outside.txt": {}, "b/../../outside.txt": {}}
    (out / MANIFEST).write_text(json.dumps(manifest))
    assert publish(outputs(a_html="3"), out).deleted == ("b/c.html",)
    assert (tmp_path / "outside.txt").read_text() == "keep"


@pytest.mark.parametrize("kind", ["file", "folder", "link", "parent"])
def test_a_foreign_file_in_the_way_is_an_error_and_stays(tmp_path: Path, kind: str) -> None:
    """Nobody's work is overwritten."""
    out = tmp_path / "output"
    out.mkdir()
    if kind == "file":
        (out / "a.html").write_text("mine")
    elif kind == "folder":
        (out / "a.html").mkdir()
    elif kind == "link":
        (out / "a.html").symlink_to("/nowhere")
    before = sorted(out.iterdir())
    wanted = outputs(a_html="1")
    if kind == "parent":
        (out / "b").write_text("mine")
        before, wanted = sorted(out.iterdir()), outputs(b__c_html="1")
    with pytest.raises(CorantoError, match="not ours"):
        publish(wanted, out)
    assert sorted(out.iterdir()) == before


def test_an_unreadable_picture_stops_the_run_before_anything_changes(tmp_path: Path) -> None:
    """Everything is read before anything is exchanged."""
    out = tmp_path / "output"
    publish(outputs(a_html="1"), out)
    with pytest.raises(CorantoError):
        publish([*outputs(a_html="2"), Output("p.png", tmp_path / "gone.png", "content/gone.png")], out)
    assert tree(out) == {"a.html": b"1"}


def test_a_folder_that_cannot_be_written_is_a_named_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is no traceback, and the old site stays."""
    out = tmp_path / "output"
    publish(outputs(a_html="1"), out)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CorantoError, match="No space left"):
        publish(outputs(a_html="2"), out)
    assert tree(out) == {"a.html": b"1"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output"]


LOOP = """
import sys
from pathlib import Path
from coranto.model import Output
from coranto.publish import publish
n = 0
while True:
    n += 1
    publish([Output(f"p{i}/index.html", str(n).encode(), "t") for i in range(60)], Path(sys.argv[1]))
    print(n, flush=True)
"""


@pytest.mark.server
def test_a_killed_run_leaves_the_old_site_or_the_new_one(tmp_path: Path) -> None:
    """Never a mixture: twenty kills at whatever moment it happened to be."""
    out = tmp_path / "output"
    for round_ in range(20):
        process = subprocess.Popen([sys.executable, "-c", LOOP, str(out)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.002 * round_)  # the moment of the kill is the thing under test: any will do
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert len({path.read_bytes() for path in out.glob("p*/index.html")}) == 1
        assert len(list(out.glob("p*/index.html"))) == 60


def test_what_a_killed_run_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    """Nothing stays beside the site; a folder of the user's own, whatever its name, does."""
    out = tmp_path / "output"
    (tmp_path / ".output.coranto-staged-abc/x").mkdir(parents=True)
    (tmp_path / ".output-2024-06-01").mkdir()
    (tmp_path / ".output-notes").mkdir()
    publish(outputs(a_html="1"), out)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".output-2024-06-01", ".output-notes", "output"]


RACE = """
import sys
from pathlib import Path
from coranto.model import Output
from coranto.publish import publish
name = sys.argv[2]
for n in range(40):
    publish([Output(f"{name}{n}.html", b"x", "t"), Output("index.html", name.encode(), "t")], Path(sys.argv[1]))
"""


@pytest.mark.server
def test_two_at_once_leave_one_whole_site_and_nothing_of_the_other(tmp_path: Path) -> None:
    """One waits for the other; a page that is no longer made does not stay for good."""
    out = tmp_path / "output"
    both = [subprocess.Popen([sys.executable, "-c", RACE, str(out), name]) for name in "ab"]
    assert [process.wait() for process in both] == [0, 0]
    last = (out / "index.html").read_text()
    assert tree(out) == {"index.html": last.encode(), f"{last}39.html": b"x"}
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_carried_folders_keep_their_modes(tmp_path: Path) -> None:
    """A private folder stays private."""
    out = tmp_path / "output"
    publish(outputs(a_html="1"), out)
    (out / "mine").mkdir(mode=0o700)
    (out / "mine/x").write_text("x")
    out.chmod(0o750)
    publish(outputs(a_html="2"), out)
    assert ((out / "mine").stat().st_mode & 0o777, out.stat().st_mode & 0o777) == (0o700, 0o750)


@pytest.mark.parametrize("code", ["EBUSY", "EXDEV"])
def test_a_folder_that_cannot_move_is_filled_file_by_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """A mount point, as in a container."""
    import errno

    out = tmp_path / "output"
    publish(outputs(a_html="1", gone__x_html="x", same_html="s"), out)
    (out / "mine.txt").write_text("mine")

    def fixed(*_: object) -> None:
        raise OSError(getattr(errno, code), "no", "output")

    monkeypatch.setattr("coranto.publish._exchange", fixed)
    publish(outputs(a_html="2", new__y_html="y", same_html="s"), out)
    assert tree(out) == {"a.html": b"2", "new/y.html": b"y", "same.html": b"s", "mine.txt": b"mine"}
    assert not (out / "gone").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output"]


def test_an_output_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    """The site is a real folder of real files."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "output").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CorantoError, match="no folder"):
        publish(outputs(a_html="1"), tmp_path / "output")
