"""Golden pages: an invented page, text or feed in, the files that `coranto import -o` writes out.

`GOLDEN=write pytest tests/test_pages.py` writes them anew; the diff is then read before it is committed. The traps are listed in tests/pages/README.md. What follows from other lines, and
how a field was found, is left out of the golden files: another wording is no other article.
"""

import difflib
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coranto.filing import Destination, file_clipping, file_subscription
from coranto.gather import LIMIT
from coranto.problems import CorantoError
from coranto.reading import read
from tests.conftest import HERE

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WRITE = os.environ.get("GOLDEN") == "write"
PAGES = HERE / "pages"
KINDS = (".html", ".txt", ".xml", ".json", ".opml")
INPUTS = sorted(path for path in PAGES.iterdir() if path.suffix in KINDS)
DERIVED = re.compile(r"^  (?:fingerprint|was|evidence):[^\n]*\n(?:    [^\n]*\n)*", re.MULTILINE)


def brought(data: bytes, name: str, folder: Path) -> dict[str, str]:
    """The files that one input makes below a folder, and under ``told`` what is said of it."""
    to = Destination(folder, NOW, folder=folder / "out")
    (folder / "out").mkdir(parents=True)
    told = []
    try:
        reading = read(data, name, LIMIT)
        told += list(reading.problems)
        for subscription in reading.subscriptions:
            file_subscription(subscription, name, Destination(folder, NOW, held=to.held))
        for clipping in reading.clippings:
            file_clipping(clipping, to)
    except CorantoError as fault:
        told += fault.problems
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    if told:
        files["told"] = "\n".join(problem.show() for problem in told) + "\n"
    return files


def shown(files: dict[str, str], name: str) -> str:
    """The files as one text: a page's article as it is, what a feed makes with a line ``-- path --`` before each."""
    files = {path: DERIVED.sub("", text) for path, text in files.items()}
    if set(files) == {"told"}:
        return files["told"]
    alone = f"out/{Path(name).stem}.md"
    if set(files) == {alone}:
        return files[alone]
    return "\n".join(f"-- {path.removeprefix('out/')} --\n{text}" for path, text in files.items())


def golden(page: Path) -> Path:
    """Where the right outcome stands: ``<trap>.md``, or ``<trap>.err`` for what must be refused."""
    refused = page.with_suffix(".err")
    return refused if refused.exists() else page.with_suffix(".md")


@pytest.mark.parametrize("page", INPUTS, ids=lambda page: page.stem)
def test_a_golden_page_comes_in_as_it_should(page: Path, tmp_path: Path) -> None:
    """Headline, facts, doubts and story, to the byte; or the line that refuses it."""
    files = brought(page.read_bytes(), page.name, tmp_path / "site")
    text = shown(files, page.name)
    if WRITE:
        golden(page).unlink(missing_ok=True)
        page.with_suffix(".err" if set(files) == {"told"} else ".md").write_text(text, encoding="utf-8")
    expected = golden(page).read_text(encoding="utf-8")
    difference = difflib.unified_diff(expected.splitlines(), text.splitlines(), "golden", page.name, lineterm="")
    assert text == expected, "\n".join(difference)


def test_every_trap_has_its_outcome_and_its_line_in_the_table() -> None:
    """And no outcome is left of a trap that went."""
    names = [page.stem for page in INPUTS]
    assert len(names) == len(set(names))
    outcomes = {path.stem for path in PAGES.iterdir() if path.suffix in (".md", ".err")} - {"README"}
    assert outcomes == set(names)
    table = (PAGES / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE) == [page.name for page in INPUTS]
