"""What `coranto doctor` finds, and that it changes nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
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
        ({"one": "1.1.9", "two": "3"}, [("one 1.1.9 is older than 1.2.0", "pip install 'one[with]>=1.2.0'")]),
        ({"one": "1.2"}, [("two is not installed", "pip install 'two'")]),
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
        "pip install 'coranto[images]'",
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
