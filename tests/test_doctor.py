"""What `coranto doctor` finds, and that it changes nothing."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from click.testing import CliRunner

from coranto import doctor
from coranto.build import build
from coranto.cli import cli
from coranto.doctor import Terminal, examine
from tests.smallsite import SmallSite, article, small_site

NOW = datetime(2026, 11, 22, tzinfo=UTC)
GOOD = Terminal("utf-8", "utf-8")
PIP = f"{sys.executable} -m pip install"


def states(site: SmallSite) -> dict[str, str]:
    return {each.about: each.state for each in examine(site.root, NOW, GOOD)}


@pytest.fixture
def made(tmp_path: Path) -> SmallSite:
    """A site that was built."""
    site = small_site(tmp_path / "site", article("a"))
    build(site.order())
    return site


def test_a_sound_site_has_nothing_bad_and_is_left_as_it_is(made: SmallSite) -> None:
    """All is looked at; no file is left or changed."""
    before = {path: path.read_bytes() for path in made.root.rglob("*") if path.is_file()}
    found = states(made)
    assert "bad" not in found.values()
    assert {"coranto", "libraries", "git", "rsync", "time zones", "encoding", "config.yaml", "cache"} <= set(found)
    assert {path: path.read_bytes() for path in made.root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("there", "told"),
    [
        ({"one": "1.2", "two": "3"}, []),
        ({"one": "1.10.0rc1", "two": "3"}, []),
        ({"one": "1.1.9", "two": "3"}, [("one 1.1.9 is older than 1.2.0", f"{PIP} 'one[with]>=1.2.0'")]),
        ({"one": "1.2"}, [("two is not installed", f"{PIP} two")]),
    ],
)
def test_libraries_that_are_missing_or_too_old_are_told(there: dict[str, str], told: list[tuple[str, str]]) -> None:
    """As the package asks for them; those of extras and of other systems are not looked for."""

    def version(name: str) -> str:
        if name not in there:
            raise PackageNotFoundError(name)
        return there[name]

    asked = ["one[with]>=1.2.0", "two", 'three>=1; extra == "more"', 'four; sys_platform == "win32"']
    found = list(doctor.libraries(asked, version))
    assert [(each.says, each.hint) for each in found if each.state == "bad"] == told
    assert found[-1].says == f"{2 - len(told)} are there"


def test_every_extra_of_the_package_is_known() -> None:
    """But for their sum."""
    import tomllib

    said = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())
    assert set(said["project"]["optional-dependencies"]) - {"all", "dev"} == set(doctor.EXTRAS)


def test_what_is_missing_is_told_with_what_to_install() -> None:
    """A note: the rest works."""
    assert {each.state for each in (*doctor.extras(lambda name: False), *doctor.tools(lambda name: None))} == {"note"}
    assert [each.hint for each in doctor.extras(lambda name: name != "PIL")] == [
        f"{PIP} 'pillow>=11'",
        *[""] * (len(doctor.EXTRAS) - 1),
    ]


@pytest.mark.parametrize(
    ("terminal", "state"),
    [(GOOD, "good"), (Terminal("ascii", "utf-8"), "note"), (Terminal("utf-8", "ascii"), "bad")],
)
def test_an_encoding_that_lacks_letters_is_told(terminal: Terminal, state: str) -> None:
    """Names of files matter more than what is shown."""
    assert doctor.encoding(terminal).state == state


def test_mistakes_of_the_configuration_have_their_line(made: SmallSite) -> None:
    """Each is a finding."""
    made.write("-- config.yaml --\ntitle: T\ntimezone: Nowhere\nmenue: []\n")
    found = [each for each in examine(made.root, NOW, GOOD) if each.state == "bad"]
    assert [each.about for each in found] == ["config.yaml:2:11", "config.yaml:3:1"]
    assert "menu" in found[1].hint


def test_a_damaged_cache_is_a_note(made: SmallSite) -> None:
    """The build makes it anew."""
    (made.root / ".coranto" / "cache.db").write_bytes(b"no database" * 200)
    assert states(made)["cache"] == "note"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_folder_that_may_not_be_written_is_bad(made: SmallSite) -> None:
    """With the order that gives the right."""
    (made.root / "content").chmod(0o500)
    assert states(made)["folder content"] == "bad"


def test_a_link_in_place_of_output_is_bad(made: SmallSite, tmp_path: Path) -> None:
    """Nothing is written through links."""
    shutil.rmtree(made.root / "output")
    (made.root / "output").symlink_to(tmp_path)
    assert states(made)["folder output"] == "bad"


def test_few_watches_are_told_with_the_way_out(
    made: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no such number at all is good."""
    monkeypatch.setattr(doctor, "WATCHES", tmp_path / "watches")
    assert doctor.watches(made.root).state == "good"
    (tmp_path / "watches").write_text("10\n")
    assert "--poll" in doctor.watches(made.root).hint


def test_a_file_system_without_the_exchange_is_a_note(made: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build goes another way there."""
    monkeypatch.setattr(doctor, "swap", lambda one, other: False)
    assert states(made)["exchange of folders"] == "note"


def test_the_command_ends_by_what_it_found(made: SmallSite, tmp_path: Path) -> None:
    """0 when all works, 1 when something does not; also outside of a site; as JSON the same."""
    root = ["--root", str(made.root)]
    assert CliRunner().invoke(cli, ["doctor", *root]).exit_code == 0
    (tmp_path / "empty").mkdir()
    outside = CliRunner().invoke(cli, ["doctor", "--root", str(tmp_path / "empty")])
    assert outside.exit_code == 0
    assert "there is no site in this folder" in outside.stdout
    made.write("-- config.yaml --\ntitel: T\n")
    ran = CliRunner().invoke(cli, ["doctor", "--json", *root])
    assert ran.exit_code == 1
    told = json.loads(ran.stdout)
    assert told["good"] is False
    assert {"about", "state", "says", "hint"} == set(told["findings"][0])


def test_a_system_without_utf_8_is_told_and_no_fault(made: SmallSite) -> None:
    """Where names of files are ASCII, no article in another script can be written."""
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    order = [sys.executable, "-m", "coranto", "doctor", "--root", str(made.root)]
    ran = subprocess.run(order, env=env, capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    if sys.platform == "linux":
        assert ran.returncode == 1
        assert "BAD  encoding: output" in ran.stdout


def test_what_may_not_be_entered_hides_nothing_else(made: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """One finding for it; all that comes after is looked at, and the report is whole."""

    def shut(root: Path) -> doctor.Finding:
        raise PermissionError(13, "Permission denied", str(root / ".coranto"))

    monkeypatch.setattr(doctor, "cache", shut)
    found = list(examine(made.root, NOW, GOOD))
    assert [each.says for each in found if each.state == "bad"] == [f"{made.root / '.coranto'}: Permission denied"]
    assert found[-1].about == "watching"


@pytest.mark.parametrize("name", ["content", "output", ".coranto"])
@pytest.mark.parametrize("kind", ["file", "FIFO"])
def test_what_stands_in_place_of_a_folder_is_bad(made: SmallSite, name: str, kind: str) -> None:
    """A build would stop there."""
    shutil.rmtree(made.root / name)
    path = made.root / name
    path.touch() if kind == "file" else os.mkfifo(path)
    assert states(made)[f"folder {name}"] == "bad"


@pytest.mark.parametrize("name", ["cache.db", "cache.db-journal"])
@pytest.mark.parametrize("kind", ["folder", "link", "circle", "FIFO"])
def test_a_cache_that_is_no_file_is_a_note(made: SmallSite, name: str, kind: str) -> None:
    """SQLite would wait at a FIFO without end; nothing behind a link is looked at."""
    path = made.root / ".coranto" / name
    path.unlink(missing_ok=True)
    if kind == "folder":
        path.mkdir()
    elif kind == "FIFO":
        os.mkfifo(path)
    else:
        path.symlink_to(path if kind == "circle" else "/etc/passwd")
    found = doctor.cache(made.root)
    assert (found.state, found.says) == ("note", "is no file, so that nothing is remembered")


@pytest.mark.parametrize(
    "order",
    [
        "PRAGMA journal_mode = WAL",
        "CREATE TABLE more (x CHECK (length(randomblob(900000000)) > 0))",
        "CREATE VIEW v AS WITH RECURSIVE r (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x FROM r",
    ],
)
def test_a_cache_of_another_kind_is_read_without_a_trace(made: SmallSite, order: str) -> None:
    """No file beside it, and nothing that it declares is computed."""
    folder = made.root / ".coranto"
    with closing(sqlite3.connect(folder / "cache.db")) as connection:
        connection.execute(order)
        connection.commit()
    before = {path.name: path.read_bytes() for path in folder.glob("cache*")}
    assert doctor.cache(made.root).state == ("good" if "WAL" in order else "note")
    assert {path.name: path.read_bytes() for path in folder.glob("cache*")} == before


def test_a_cache_at_which_a_build_works_is_left_alone(made: SmallSite) -> None:
    """Half of what is being written would look damaged."""
    (made.root / ".coranto" / "cache.db-journal").write_bytes(b"pages")
    assert doctor.cache(made.root).says.startswith("at work")


def test_a_library_whose_record_is_damaged_is_told() -> None:
    """Python gives None for its version then."""
    found = list(doctor.libraries(["one>=1"], lambda name: None))
    assert (found[0].says, found[0].hint) == ("one does not say its version", f"{PIP} --force-reinstall 'one>=1'")


def test_a_configuration_without_end_is_not_read_to_its_end(made: SmallSite) -> None:
    """A megabyte is enough to see that it is none."""
    os.truncate(made.root / "config.yaml", 1 << 33)
    assert [name for name, state in states(made).items() if name.startswith("config.yaml:") and state == "bad"]


def test_nothing_that_a_terminal_would_obey_is_printed(made: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of folders, keys, tools; and no tool is run."""
    root = made.root.rename(made.root.with_name("a\x1b[2J\u202e\nb"))
    shutil.rmtree(root / "output")
    (root / "output").symlink_to("/")
    (root / "config.yaml").write_text('title: T\n"\\e[2J\u202e": 1\nmenu: [\u2028]\n')
    tools = root / "tools"
    tools.mkdir()
    (tools / "git").write_text(f"#!/bin/sh\ntouch '{made.root.parent}/ran'\nsleep 600\n")
    (tools / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    for more in ([], ["--json"]):
        ran = CliRunner().invoke(cli, ["doctor", "--root", str(root), *more])
        assert ran.exit_code == 1
        assert ran.output.replace("\n", "").isprintable()
    assert not (made.root.parent / "ran").exists()


def test_a_closed_output_is_no_fault(made: SmallSite) -> None:
    """The exit code says enough."""
    order = f'exec "{sys.executable}" -m coranto doctor --root "{made.root}" >&-'
    ran = subprocess.run(["sh", "-c", order], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
