"""Publishing: exchanged whole, nothing foreign lost."""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from coranto.model import Output
from coranto.problems import CorantoError
from coranto.publish import MANIFEST, Published, lock
from coranto.publish import publish as publish_with

Publish = Callable[[list[Output], Path], Published]


@pytest.fixture(params=["lasting", "passing"])
def publish(request: pytest.FixtureRequest, tmp_path: Path) -> Publish:
    """Publishing with a workshop that keeps the second tree, and without one: every promise holds for both."""
    return partial(publish_with, workshop=tmp_path / ".coranto" if request.param == "lasting" else None)


def beside(folder: Path) -> list[str]:
    """What lies beside the output, but for the workshop."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".coranto")


def outputs(**files: str) -> list[Output]:
    """Outputs by name; `__` stands for a slash, `_` for a dot."""
    return [Output(name.replace("__", "/").replace("_", "."), text.encode(), "test") for name, text in files.items()]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the manifest."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found.pop(MANIFEST, None)
    return found


def test_only_what_differs_is_written_and_the_rest_keeps_its_time(tmp_path: Path, publish: Publish) -> None:
    """So that uploads stay small."""
    out = tmp_path / "output"
    publish(outputs(a_html="1", b__c_html="2"), out)
    for path in out.rglob("*"):
        os.utime(path, (1, 1))
    done = publish(outputs(a_html="1", b__c_html="3"), out)
    assert (done.written, done.deleted, done.same) == (("b/c.html",), (), 1)
    assert (out / "a.html").stat().st_mtime == 1
    assert (out / "b/c.html").stat().st_mtime > 1


def test_what_is_no_longer_made_is_deleted_with_its_empty_folder(tmp_path: Path, publish: Publish) -> None:
    """A redrafted article leaves no page behind."""
    out = tmp_path / "output"
    publish(outputs(a_html="1", b__c_html="2"), out)
    done = publish(outputs(a_html="1"), out)
    assert done.deleted == ("b/c.html",)
    assert not (out / "b").exists()


def test_foreign_files_links_dotfiles_and_folders_stay(tmp_path: Path, publish: Publish) -> None:
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
    assert beside(tmp_path) == ["output"]


@pytest.mark.parametrize(
    "manifest", [None, "", "{}", "[1]", '{"files": {"../outside.txt": {}, "/etc/passwd": {}}}', "\x00", "[" * 9000]
)
def test_a_lost_or_forged_manifest_deletes_nothing(tmp_path: Path, publish: Publish, manifest: str | None) -> None:
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


def test_a_manifest_that_names_a_file_outside_does_not_reach_it(tmp_path: Path, publish: Publish) -> None:
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
def test_a_foreign_file_in_the_way_is_an_error_and_stays(tmp_path: Path, publish: Publish, kind: str) -> None:
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


def test_an_unreadable_picture_stops_the_run_before_anything_changes(tmp_path: Path, publish: Publish) -> None:
    """Everything is read before anything is exchanged."""
    out = tmp_path / "output"
    publish(outputs(a_html="1"), out)
    with pytest.raises(CorantoError):
        publish([*outputs(a_html="2"), Output("p.png", tmp_path / "gone.png", "content/gone.png")], out)
    assert tree(out) == {"a.html": b"1"}


def test_a_folder_that_cannot_be_written_is_a_named_error(
    tmp_path: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is no traceback, and the old site stays."""
    out = tmp_path / "output"
    publish(outputs(a_html="1"), out)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr("os.write", full)
    with pytest.raises(CorantoError, match="No space left"):
        publish(outputs(a_html="2"), out)
    assert tree(out) == {"a.html": b"1"}
    assert beside(tmp_path) == ["output"]


def test_what_a_killed_run_left_is_cleared_by_the_next(tmp_path: Path, publish: Publish) -> None:
    """Nothing stays beside the site; a folder of the user's own, whatever its name, does."""
    out = tmp_path / "output"
    (tmp_path / ".output.coranto-staged-abc/x").mkdir(parents=True)
    (tmp_path / ".output-2024-06-01").mkdir()
    (tmp_path / ".output-notes").mkdir()
    publish(outputs(a_html="1"), out)
    assert beside(tmp_path) == [".output-2024-06-01", ".output-notes", "output"]


def test_carried_folders_keep_their_modes(tmp_path: Path, publish: Publish) -> None:
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
    tmp_path: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """A mount point, as in a container."""
    out = tmp_path / "output"
    publish(outputs(a_html="1", gone__x_html="x", same_html="s"), out)
    (out / "mine.txt").write_text("mine")

    def fixed(*_: object) -> None:
        raise OSError(getattr(errno, code), "no", "output")

    monkeypatch.setattr("coranto.publish.trees.exchange", fixed)
    publish(outputs(a_html="2", new__y_html="y", same_html="s"), out)
    assert tree(out) == {"a.html": b"2", "new/y.html": b"y", "same.html": b"s", "mine.txt": b"mine"}
    assert not (out / "gone").exists()
    assert beside(tmp_path) == ["output"]


def test_an_output_folder_that_is_a_link_is_refused(tmp_path: Path, publish: Publish) -> None:
    """The site is a real folder of real files."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "output").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CorantoError, match="no folder"):
        publish(outputs(a_html="1"), tmp_path / "output")


def cached(path: str, text: str) -> Output:
    """An output whose bytes nobody should ask for."""

    def never() -> bytes:
        raise AssertionError(f"{path} was asked for")

    data = text.encode()
    return Output(path, never, "test", hashlib.sha256(data).hexdigest(), len(data))


def test_bytes_are_asked_for_only_when_they_are_written(tmp_path: Path, publish: Publish) -> None:
    """A page whose digest is known is not rendered again."""
    out = tmp_path / "output"
    publish(outputs(a_html="1", b_html="2"), out)
    assert publish([cached("a.html", "1"), *outputs(b_html="3")], out).written == ("b.html",)
    with pytest.raises(AssertionError, match="was asked for"):
        publish([cached("a.html", "4")], out)
    assert tree(out) == {"a.html": b"1", "b.html": b"3"}


def test_bytes_that_are_not_those_announced_are_never_published(tmp_path: Path, publish: Publish) -> None:
    """A damaged cache makes no page."""
    out = tmp_path / "output"
    publish(outputs(a_html="1"), out)
    told = cached("a.html", "2")
    with pytest.raises(CorantoError, match="not what it was"):
        publish([Output("a.html", lambda: b"x", "page a", told.digest, told.size)], out)
    assert tree(out) == {"a.html": b"1"}


DAMAGE: dict[str, Callable[[Path], object]] = {
    "cut": lambda page: page.write_text(""),
    "same size": lambda page: page.write_text("X"),
    "same size and time": lambda page: (
        told := page.stat(),
        page.write_text("X"),
        os.utime(page, ns=(0, told.st_mtime_ns)),
    ),
    "gone": lambda page: page.unlink(),
    "another file": lambda page: (page.unlink(), page.write_text("X")),
    "a link": lambda page: (page.unlink(), page.symlink_to("/etc/hostname")),
    "its folder gone": lambda page: (page.unlink(), page.parent.rmdir()),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("edited", [False, True])
def test_damage_is_found_and_mended(tmp_path: Path, publish: Publish, damage: str, edited: bool) -> None:
    """Whatever happened to a file of ours since, and whether or not the build changes others."""
    out = tmp_path / "output"
    for _ in range(3):
        publish(outputs(a__b_html="1", c_html="1"), out)
    DAMAGE[damage](out / "a/b.html")
    done = publish(outputs(a__b_html="1", c_html="2" if edited else "1"), out)
    assert set(done.written) == {"a/b.html"} | ({"c.html"} if edited else set())
    assert tree(out) == {"a/b.html": b"1", "c.html": b"2" if edited else b"1"}
    assert not (out / "a/b.html").is_symlink()
    publish(outputs(a__b_html="1", c_html="3"), out)
    assert tree(out) == {"a/b.html": b"1", "c.html": b"3"}


def test_what_others_do_to_the_folder_lasts_over_every_turn(tmp_path: Path, publish: Publish) -> None:
    """The two trees take turns: what was added, changed, moved or removed in one must not come back from the other."""
    out = tmp_path / "output"
    publish(outputs(a_html="0"), out)
    mine = {".git/objects/x": "1", "deep/er/mine.txt": "1", "CNAME": "1"}
    steps: list[Callable[[], object]] = [
        lambda: [
            (out / name).parent.mkdir(parents=True, exist_ok=True) or (out / name).write_text(text)
            for name, text in mine.items()
        ],
        lambda: (out / "CNAME").write_text("2"),
        lambda: ((out / "new").write_text("3"), (out / "new").replace(out / "deep/er/mine.txt")),
        lambda: (out / "deep").rename(out / "deeper"),
        lambda: ((out / ".git/objects/x").unlink(), (out / ".git/objects/y").write_text("4")),
        lambda: (out / "deeper/er").chmod(0o700),
        lambda: ((out / ".git/objects/y").unlink(), (out / ".git/objects").rmdir()),
        lambda: (out / "alias").symlink_to("CNAME"),
        lambda: ((out / "alias").unlink(), (out / "alias").symlink_to("a.html")),
        lambda: ((out / "CNAME").unlink(), (out / "CNAME").mkdir()),
        lambda: ((out / "CNAME").rmdir(), (out / "CNAME").write_text("5")),
    ]
    for number, step in enumerate(steps):
        step()
        before = everything(out)
        for turn in "xyz":
            publish(outputs(a_html=f"{number}{turn}"), out)
            assert everything(out) == before, f"step {number}, turn {turn}"


def everything(folder: Path) -> dict[str, object]:
    """What is not ours: bytes of files, aims of links, modes of folders."""
    found: dict[str, object] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = ("link", path.readlink())
        elif path.is_dir():
            found[name] = ("folder", path.stat().st_mode)
        elif name not in ("a.html", MANIFEST):
            found[name] = path.read_bytes()
    return found


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_files_become_folders_and_folders_files(tmp_path: Path, publish: Publish, turns: int) -> None:
    """Where all that stands in the way is ours and goes."""
    out = tmp_path / "output"
    for turn in range(turns):
        publish([Output("a", b"1", "t"), Output("b/c/d", b"%d" % turn, "t")], out)
        done = publish([Output("a/x/y", b"2", "t"), Output("b", b"%d" % turn, "t")], out)
        assert tree(out) == {"a/x/y": b"2", "b": b"%d" % turn}
        assert done.deleted == ("a", "b/c/d")


def test_a_folder_of_ours_that_became_a_link_is_an_error(tmp_path: Path, publish: Publish) -> None:
    """Nothing is written through links, nor read."""
    out = tmp_path / "output"
    publish(outputs(a__b_html="1", c_html="1"), out)
    (out / "a").rename(tmp_path / "elsewhere")
    (out / "a").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CorantoError, match="not ours"):
        publish(outputs(a__b_html="1", c_html="2"), out)
    assert (tmp_path / "elsewhere/b.html").read_text() == "1"


def benches(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / ".coranto").iterdir())


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda place: (place / "files").write_bytes(b""), id="empty"),
        pytest.param(lambda place: (place / "files").write_bytes(b"\0" * 900), id="garbage"),
        pytest.param(lambda place: (place / "folders").unlink(), id="folders-lost"),
        pytest.param(lambda place: (place / "files").unlink(), id="files-lost"),
        pytest.param(lambda place: (place / "tree/a.html").unlink(), id="a-file-of-the-second-tree-lost"),
        pytest.param(lambda place: (place / "tree/junk").write_text("x"), id="junk-in-the-second-tree"),
        pytest.param(lambda place: (place / "tree/CNAME").unlink(), id="a-foreign-file-lost-there"),
        pytest.param(lambda place: (place / "tree").rename(place / "gone"), id="tree-lost"),
        pytest.param(lambda place: ((place / "tree").rename(place / "x"), (place / "tree").symlink_to("x")), id="tree-a-link"),
        pytest.param(lambda place: (place / "tree/a.html").write_text("9"), id="written-into"),
        pytest.param(lambda place: ((place / "tree/b").rename(place / "b"), (place / "tree/b").symlink_to("/etc")), id="a-link-out"),
        pytest.param(lambda place: place.chmod(0o500), id="read-only"),
    ],
)  # fmt: skip
def test_the_workshop_is_never_trusted_blindly(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    """Its state changes how long a build takes, and nothing else."""
    out, workshop = tmp_path / "output", tmp_path / ".coranto"
    for number in range(3):
        publish_with(outputs(a_html="1", b__c_html=str(number)), out, None, workshop)
    (out / "CNAME").write_text("mine")
    publish_with(outputs(a_html="1", b__c_html="x"), out, None, workshop)
    (place,) = benches(tmp_path)
    spoil(place)
    publish_with(outputs(a_html="1", b__c_html="y"), out, None, workshop)
    assert tree(out) == {"a.html": b"1", "b/c.html": b"y", "CNAME": b"mine"}
    publish_with(outputs(a_html="1", b__c_html="z"), out, None, workshop)
    assert tree(out) == {"a.html": b"1", "b/c.html": b"z", "CNAME": b"mine"}
    place.chmod(0o700)


def test_every_byte_of_the_record_may_be_wrong(tmp_path: Path) -> None:
    """A record that is damaged anywhere is none."""
    out, workshop = tmp_path / "output", tmp_path / ".coranto"
    publish_with(outputs(a_html="1"), out, None, workshop)
    (place,) = benches(tmp_path)
    for name in ("files", "folders"):
        for position in range(0, len((place / name).read_bytes()), 7):
            content = bytearray((place / name).read_bytes())
            content[position % len(content)] ^= 1
            (place / name).write_bytes(content)
            (out / "a.html").write_text("2")
            publish_with(outputs(a_html="1"), out, None, workshop)
            assert tree(out) == {"a.html": b"1"}


@pytest.mark.parametrize("kind", ["file", "link", "inside the output"])
def test_a_workshop_that_is_none_is_done_without(tmp_path: Path, kind: str) -> None:
    """It only saves time."""
    out, workshop = tmp_path / "output", tmp_path / "w"
    if kind == "file":
        workshop.write_text("mine")
    elif kind == "link":
        (tmp_path / "elsewhere").mkdir()
        workshop.symlink_to(tmp_path / "elsewhere")
    else:
        workshop = out / "w"
    for text in "12":
        publish_with(outputs(a_html=text), out, None, workshop)
        assert tree(out) == {"a.html": text.encode()}
    assert not (tmp_path / "elsewhere").exists() or not any((tmp_path / "elsewhere").iterdir())


def test_the_two_trees_share_their_files(tmp_path: Path) -> None:
    """So the second one costs no room; and one that belongs to no output any more goes."""
    out, workshop = tmp_path / "output", tmp_path / ".coranto"
    publish_with(outputs(a_html="1", b__c_html="1"), out, None, workshop)
    publish_with(outputs(a_html="2", b__c_html="1"), out, None, workshop)
    (place,) = benches(tmp_path)
    assert tree(place / "tree") == tree(out)
    assert all(path.samefile(place / "tree" / path.relative_to(out)) for path in out.rglob("*.html"))
    out.rename(tmp_path / "public")
    publish_with(outputs(a_html="2", b__c_html="1"), tmp_path / "public", None, workshop)
    publish_with(outputs(a_html="2", b__c_html="2"), tmp_path / "public", None, workshop)
    assert len(benches(tmp_path)) == 1 and benches(tmp_path) != [place]


@pytest.mark.parametrize("moment", [13 * 10**18, 9 * 10**18, -(10**18)])
def test_a_time_that_no_clock_shows_is_a_time(tmp_path: Path, publish: Publish, moment: int) -> None:
    """Years beyond what 64 bits of nanoseconds hold, or before 1970: the file stays, with its time."""
    out = tmp_path / "output"
    publish(outputs(a_html="1", b_html="1"), out)
    os.utime(out / "a.html", ns=(0, moment))
    set_to = (out / "a.html").stat().st_mtime_ns
    for text in "123":
        done = publish(outputs(a_html="1", b_html=text), out)
        assert done.written == (() if text == "1" else ("b.html",))
        assert (out / "a.html").stat().st_mtime_ns == set_to


def test_a_folder_that_was_removed_is_made_without_what_is_no_longer_made(tmp_path: Path, publish: Publish) -> None:
    """Nothing comes back from the second tree: no page that was withdrawn, no file of somebody else."""
    out = tmp_path / "output"
    publish(outputs(a_html="1", b__c_html="1"), out)
    (out / "CNAME").write_text("mine")
    publish(outputs(a_html="2", b__c_html="1"), out)
    shutil.rmtree(out)
    for text in "34":
        publish(outputs(a_html=text), out)
        assert tree(out) == {"a.html": text.encode()}


def test_where_files_cannot_be_linked_they_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some file systems have no hard links; then there is no second tree to keep."""
    out, workshop = tmp_path / "output", tmp_path / ".coranto"

    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted", "x")

    monkeypatch.setattr("os.link", no_links)
    for text in "123":
        publish_with(outputs(a_html=text, b__c_html="1"), out, None, workshop)
        (out / "CNAME").write_text(text)
        assert tree(out) == {"a.html": text.encode(), "b/c.html": b"1", "CNAME": text.encode()}
    assert not (benches(tmp_path)[0] / "tree").exists()
    assert beside(tmp_path) == ["output"]


def test_where_folders_cannot_change_places_they_are_renamed(
    tmp_path: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Away from Linux; and what is killed between two renames is put back."""
    out = tmp_path / "output"
    monkeypatch.setattr("coranto.publish.trees.swap", lambda *_: False)
    for text in "123":
        publish(outputs(a_html=text), out)
        (out / "CNAME").write_text(text)
        assert tree(out) == {"a.html": text.encode(), "CNAME": text.encode()}

    rename = Path.rename

    def killed(path: Path, to: Path) -> Path:
        if to == out:
            raise SystemExit
        return rename(path, to)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        patch.setattr("shutil.rmtree", lambda *_, **__: None)  # a killed run clears nothing
        with pytest.raises(SystemExit):
            publish(outputs(a_html="4"), out)
    assert not out.exists()
    publish(outputs(a_html="5"), out)
    assert tree(out) == {"a.html": b"5", "CNAME": b"3"}
    assert beside(tmp_path) == ["output"]


def test_a_second_build_waits_and_then_says_why_it_stops(
    tmp_path: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not for ever, and with the old site as it was."""
    out = tmp_path / "output"
    publish(outputs(a_html="1"), out)
    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    with lock.alone(out, None), pytest.raises(CorantoError, match="another build is at work on this folder"):
        publish(outputs(a_html="2"), out)
    assert tree(out) == {"a.html": b"1"}
    publish(outputs(a_html="2"), out)
    assert tree(out) == {"a.html": b"2"}


def test_an_unchanged_site_is_neither_read_nor_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what the file system says alone; one changed page touches that page alone."""
    out, workshop = tmp_path / "output", tmp_path / ".coranto"
    monkeypatch.setattr("coranto.stats.TICK", -(10**12))  # as if it were long ago
    pages = {f"p{number}__index_html": "x" for number in range(50)}
    publish_with(outputs(**pages), out, None, workshop)
    calls: list[str] = []
    for name in ("open", "link", "mkdir", "rename", "unlink", "scandir"):
        spy(monkeypatch, name, calls)
    assert publish_with([cached(f"p{number}/index.html", "x") for number in range(50)], out, None, workshop).same == 50
    assert not [call for call in calls if "output/" in call]
    calls.clear()
    publish_with(outputs(**pages | {"p7__index_html": "y"}), out, None, workshop)
    assert len([call for call in calls if "index.html" in call]) <= 6
    assert not [call for call in calls if "p8" in call]


def spy(monkeypatch: pytest.MonkeyPatch, name: str, calls: list[str]) -> None:
    """Note each call of a function of ``os``."""
    real = getattr(os, name)

    def noted(*arguments: object, **options: object) -> object:
        calls.append(f"{name} {arguments}")
        return real(*arguments, **options)

    monkeypatch.setattr(os, name, noted)
