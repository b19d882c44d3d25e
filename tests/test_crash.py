"""Publishing that is killed, that finds the disk full or broken at any call, and two at once: the site is old or new."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coranto.model import Output
from coranto.problems import CorantoError
from coranto.publish import MANIFEST, publish

PAGES = 60
LOOP = """
import sys
from pathlib import Path
from coranto.model import Output
from coranto.publish import publish
out, workshop, n = Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2] else None, 0
while True:
    n += 1
    pages = [Output(f"p{i}/index.html", str(n).encode(), "t") for i in range(60)]
    publish([*pages, Output(f"only/{n}/x.html", b"x", "t"), Output("same.html", b"s", "t")], out, None, workshop)
    print(n, flush=True)
"""


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the manifest."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found.pop(MANIFEST, None)
    return found


def outputs(version: int) -> list[Output]:
    """The site of the loop above, in one of its versions."""
    pages = [Output(f"p{number}/index.html", b"%d" % version, "t") for number in range(PAGES)]
    return [*pages, Output(f"only/{version}/x.html", b"x", "t"), Output("same.html", b"s", "t")]


def version_of(out: Path) -> int:
    """Which version stands there, whole and with nothing of another."""
    version = int((out / "p0/index.html").read_text())
    assert tree(out) == {output.path: output.data for output in outputs(version)} | {"CNAME": b"mine"}
    return version


@pytest.mark.server
@pytest.mark.parametrize("workshop", [".coranto", ""])
def test_a_killed_run_leaves_the_old_site_or_the_new_one(tmp_path: Path, workshop: str) -> None:
    """Never a mixture, and the next build is right: kills at moments of all kinds."""
    out = tmp_path / "site/output"
    place = str(tmp_path / "site" / workshop) if workshop else ""
    moments = random.Random(7)
    out.mkdir(parents=True)
    (out / "CNAME").write_text("mine")
    for round_ in range(15):
        process = subprocess.Popen([sys.executable, "-c", LOOP, str(out), place], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0, 0.04))  # the moment of the kill is the thing under test: any will do
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        version_of(out)
        if round_ % 3 == 0:
            publish(outputs(1000 + round_), out, None, Path(place) if place else None)
            assert version_of(out) == 1000 + round_
            left = {path.name for path in out.parent.iterdir()}
            assert left == ({"output", ".coranto"} if workshop else {"output"})


RACE = """
import sys
from pathlib import Path
from coranto.model import Output
from coranto.publish import publish
name = sys.argv[2]
for n in range(40):
    pages = [Output(f"{name}{n}.html", b"x", "t"), Output("index.html", name.encode(), "t")]
    publish(pages, Path(sys.argv[1]), None, Path(sys.argv[3]) if sys.argv[3] else None)
"""


@pytest.mark.server
@pytest.mark.parametrize("workshop", [".coranto", ""])
def test_two_at_once_leave_one_whole_site_and_nothing_of_the_other(tmp_path: Path, workshop: str) -> None:
    """One waits for the other; a page that is no longer made does not stay for good."""
    out = tmp_path / "output"
    place = str(tmp_path / workshop) if workshop else ""
    both = [subprocess.Popen([sys.executable, "-c", RACE, str(out), name, place]) for name in "ab"]
    assert [process.wait() for process in both] == [0, 0]
    last = (out / "index.html").read_text()
    assert tree(out) == {"index.html": last.encode(), f"{last}39.html": b"x"}
    assert [path.name for path in tmp_path.iterdir() if path.name != ".coranto"] == ["output"]


CALLS = (
    "open read write close fsync link symlink unlink mkdir rmdir rename replace chmod lstat stat scandir utime".split()
)


class Fault:
    """Makes the n-th call of ``os`` fail: once (a bad block), or from there on (a full disk)."""

    def __init__(self, number: int, code: int, lasting: bool, calls: list[str]) -> None:
        self.number, self.code, self.lasting, self.calls = number, code, lasting, calls
        self.count = 0
        self.paused = False

    def wrap(self, real: Callable[..., object]) -> Callable[..., object]:
        """The same function, which fails when its turn has come."""

        def call(*arguments: object, **options: object) -> object:
            if not self.paused:
                self.count += 1
                if self.count == self.number or (self.lasting and self.count > self.number):
                    raise OSError(self.code, os.strerror(self.code), str(arguments[0]))
            return real(*arguments, **options)

        return call


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Fault], None]]:
    """Lets the functions of ``os`` fail as told."""

    def install(fault: Fault) -> None:
        monkeypatch.undo()
        for name in fault.calls:
            monkeypatch.setattr(os, name, fault.wrap(getattr(os, name)))

    yield install
    monkeypatch.undo()


@pytest.mark.parametrize(
    ("code", "lasting", "calls"),
    [
        pytest.param(errno.ENOSPC, True, ["open", "write", "mkdir", "link", "symlink", "rename", "replace"], id="full"),
        pytest.param(errno.EROFS, True, [name for name in CALLS if name not in ("read", "lstat", "stat", "scandir", "close")], id="read-only"),
        pytest.param(errno.EIO, False, [name for name in CALLS if name not in ("close", "stat")], id="bad-block"),
        pytest.param(errno.EMFILE, True, ["open", "scandir"], id="too-many-open"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("workshop", [".coranto", ""])
def test_whatever_call_fails_the_site_is_old_or_new(
    tmp_path: Path, faulty: Callable[[Fault], None], code: int, lasting: bool, calls: list[str], workshop: str
) -> None:
    """Each call in turn: an error in words and the old site, or no error and the new one; and then a build as ever."""
    out = tmp_path / "output"
    place = tmp_path / workshop if workshop else None
    old = {"a.html": b"1", "b/c.html": b"1", "gone/d.html": b"1", "CNAME": b"mine", "mine/x": b"mine"}
    new = {"a.html": b"2", "b/c.html": b"1", "new/e.html": b"2", "CNAME": b"mine", "mine/x": b"mine"}
    number, done = 0, False
    while not done:
        number += 1
        publish([Output(path, data, path) for path, data in old.items() if data == b"1"], out, None, place)
        (out / "mine").mkdir(exist_ok=True)
        (out / "mine/x").write_text("mine")
        (out / "CNAME").write_text("mine")
        assert tree(out) == old
        wanted = [Output(path, data, path) for path, data in new.items() if data != b"mine"]
        fault = Fault(number, code, lasting, calls)
        faulty(fault)
        try:
            publish(wanted, out, None, place)
            told = new
        except CorantoError as problem:
            assert os.strerror(code) in str(problem)
            told = old
        fault.paused = True
        assert tree(out) == told, f"call {number}"
        done = fault.count < number
        publish(wanted, out, None, place)
        assert tree(out) == new, f"the build after call {number}"
        assert {path.name for path in tmp_path.iterdir()} <= {"output", ".coranto"}
    assert number > 5
