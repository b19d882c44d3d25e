"""What is asked for beside the program: extras that are absent, pins, lowest versions."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest

from coranto.doctor import EXTRAS
from tests.extras import extra
from tests.oldest import asked
from tests.smallsite import article, small_site

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
WITHOUT = """\
import sys
from importlib.machinery import PathFinder

class Without(PathFinder):
    \"\"\"Finds what is installed, but for a few packages.\"\"\"

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] in ABSENT else PathFinder.find_spec(name, path, target)

sys.meta_path = [Without if each is PathFinder else each for each in sys.meta_path]
from coranto.cli import main
main()
"""
EDITION = "-- content/editions/1.md --\n---\ntitle: One\ndate: 2026-11-22\neditor: E\nitems:\n  - id: a\n---\n"
CONFIG = "-- config.yaml --\ntitle: T\nbase_url: https://example.org/\nfeeds: {id_authority: 'example.org,2026'}\n"
# extra: what config.yaml says for it, the command that needs it, and whether the command goes on without it
NEEDING = {
    "images": ("images: {widths: [40]}\n", "build", True),
    "search": ("search: true\n", "build", True),
    "brotli": ("", "build --precompress", True),
    "i18n": ("language: tlh\n", "build", True),
    "email": ("", "edition email 1", False),
    "s3": ("deploy:\n  web: {type: s3, bucket: my-digest}\n", "deploy", False),
    "dask": ("", "build --executor dask://127.0.0.1:9", False),
}


def test_each_extra_has_a_command_that_needs_it() -> None:
    """In the table of this file."""
    assert set(NEEDING) == set(PROJECT["optional-dependencies"]) - {"all", "dev"}


@pytest.mark.parametrize("name", NEEDING)
def test_without_an_extra_one_line_says_what_to_install(tmp_path: Path, name: str) -> None:
    """A warning where the site can be had without it, else an error; never a traceback."""
    config, words, goes_on = NEEDING[name]
    site = small_site(tmp_path / "site", CONFIG + config + article("a", id="a") + EDITION)
    site.build()
    module, _ = EXTRAS[name]
    code = f"ABSENT = {{{module!r}, {module + '_extended'!r}}}\n" + WITHOUT
    env = {**os.environ, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    library = shlex.quote(PROJECT["optional-dependencies"][name][0])
    order = [sys.executable, "-c", code, *words.split(), "--root", str(site.root)]
    ran = subprocess.run(order, env=env, capture_output=True, text=True, check=False)
    told = ran.stderr.splitlines()
    [at] = [number for number, line in enumerate(told) if f"{sys.executable} -m pip install {library}" in line]
    assert (": warning: " if goes_on else "error: ") in told[at - 1]
    assert told[at].startswith("  hint: ")
    assert "Traceback" not in ran.stderr
    assert ran.returncode == (0 if goes_on else 1)


def test_every_pin_can_be_had_on_the_oldest_python() -> None:
    """What is installed says so itself: a pin that wants a later patch of Python cannot be installed on Debian's."""
    sets = extra("packaging.specifiers")
    oldest = PROJECT["requires-python"].removeprefix(">=") + ".0"
    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().lower().replace("_", "-").split())
    wrong = [
        f"{found.name} {found.version} wants Python {wanted}"
        for found in distributions()
        if pins.get(found.name.lower().replace("_", "-")) == found.version
        and (wanted := found.metadata.get("Requires-Python"))
        and oldest not in sets.SpecifierSet(wanted)
    ]
    assert wrong == []


def test_all_that_is_asked_for_has_a_lowest_version_and_a_pin() -> None:
    """Types of libraries follow the libraries, and are not needed to run anything."""
    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().lower().replace("_", "-").split())
    for name, version, _ in asked(PROJECT):
        assert version or name.startswith("types-"), name
        assert name.lower().replace("_", "-") in pins, name


def test_the_extra_all_is_the_sum_of_the_others() -> None:
    """Of those that users have."""
    others = [each for each in PROJECT["optional-dependencies"] if each not in ("all", "dev")]
    assert PROJECT["optional-dependencies"]["all"] == [f"coranto[{','.join(others)}]"]
