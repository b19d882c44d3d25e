"""Golden sites: a folder in, a folder out; and golden faults: a wrong site, and the exact words about it.

`make golden` writes them anew; the diff is then read before it is committed.
"""

import difflib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coranto.build import Order, press
from coranto.problems import CorantoError
from tests.conftest import HERE

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WRITE = os.environ.get("GOLDEN") == "write"
SITES = sorted((HERE / "sites").iterdir())
FAULTS = sorted((HERE / "sites-invalid").iterdir())


def made(folder: Path) -> dict[str, str]:
    """Every text file a site makes; its theme's own files are tested as such."""
    outputs = press(Order(folder, NOW)).outputs
    files = {out.path: out.data for out in outputs if not out.path.startswith("theme/")}
    return {path: data.decode() for path, data in files.items() if isinstance(data, bytes)}


def kept(folder: Path) -> dict[str, str]:
    """The files that were right when somebody last looked."""
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.mark.parametrize("case", SITES, ids=lambda path: path.name)
def test_a_golden_site_comes_out_as_it_was(case: Path) -> None:
    """The set of files first, then each file."""
    files = made(case / "in")
    out = case / "out"
    if WRITE:
        for path in kept(out) if out.exists() else ():
            (out / path).unlink()
        for path, text in files.items():
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (out / path).write_text(text)
    golden = kept(out)
    assert sorted(files) == sorted(golden)
    for path, text in files.items():
        difference = difflib.unified_diff(golden[path].splitlines(), text.splitlines(), "golden", path, lineterm="")
        assert text == golden[path], "\n".join(difference)


@pytest.mark.parametrize("case", FAULTS, ids=lambda path: path.name)
def test_a_golden_fault_is_told_in_the_same_words(case: Path) -> None:
    """Every mistake of the site, with its place and its hint."""
    with pytest.raises(CorantoError) as caught:
        press(Order(case / "in", NOW, strict=(case / "strict").exists()))
    told = "\n".join(problem.show() for problem in caught.value.problems) + "\n"
    if WRITE:
        (case / "told.txt").write_text(told)
    assert told == (case / "told.txt").read_text()
