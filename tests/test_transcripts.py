"""Commands and what they print, as told in the README, docs/ and tests/transcripts/: documentation that is run.

A block with a name (``text NAME``, ``yaml NAME``) is a file, and ``diff NAME`` a change in one. A block ``console`` holds
``$ `` commands and their output, in which ``…`` stands for anything on its line, and alone on a line for any lines.
Standard error stands with standard output; ``[1]`` behind a command is its exit code.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import HERE

BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DOCS = [path for path in sorted((HERE.parent / "docs").rglob("*.md")) if "```console" in path.read_text()]
TRANSCRIPTS = [HERE.parent / "README.md", *DOCS, *sorted((HERE / "transcripts").glob("*.md"))]


def matches(expected: str, printed: str) -> bool:
    """Is this what was printed, with ``…`` for anything on a line, or any lines?"""
    lines = re.split(r"^…\n", expected, flags=re.MULTILINE)
    pattern = "(?:.*\n)*".join(".*".join(re.escape(piece) for piece in line.split("…")) for line in lines)
    return re.fullmatch(pattern, printed) is not None


def change(path: Path, diff: str) -> None:
    """Do to a file what a block ``diff`` says: what it takes away or leaves stands there once."""
    lines = diff.splitlines(keepends=True)
    was, now = ("".join(line[1:] for line in lines if line[0] in kinds) for kinds in (" -", " +"))
    text = path.read_text()
    assert text.count(was) == 1, f"{path}: {was!r}"
    path.write_text(text.replace(was, now))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_commands_print_what_the_transcript_says(path: Path, tmp_path: Path) -> None:
    """Each block in order, in one empty folder."""
    folder = tmp_path
    env = {**os.environ, "COLUMNS": "100", "PYTHONWARNINGS": "error"}
    for kind, name, text in BLOCK.findall(path.read_text()):
        if kind == "diff" and name:
            change(folder / name, text)
        elif name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        if kind != "console":
            continue
        for step in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            line, _, expected = step.partition("\n")
            command, found, code = line.partition("  # [")
            words = shlex.split(command)
            if words[0] == "cd":
                folder = folder / words[1]
                continue
            if words[0] == "cat":
                assert matches(expected, (folder / words[1]).read_text()), f"$ {command}"
                continue
            assert words[0] == "coranto", "transcripts speak of coranto alone"
            done = subprocess.run(
                [sys.executable, "-m", *words], cwd=folder, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )  # fmt: skip
            assert matches(expected, done.stdout), f"$ {command}\n--- expected\n{expected}\n--- printed\n{done.stdout}"
            assert done.returncode == (int(code.strip("]")) if found else 0), command
