"""Commands and what they print, as told in the README and tests/transcripts/*.md: documentation that is run.

A block ``text NAME`` is a file; a block ``console`` holds ``$ `` commands and their output, in which ``…`` stands for
anything on its line. Standard error stands with standard output; ``[1]`` behind a command is its exit code.
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
TRANSCRIPTS = [HERE.parent / "README.md", *sorted((HERE / "transcripts").glob("*.md"))]


def matches(expected: str, printed: str) -> bool:
    """Is this what was printed, with ``…`` for anything on a line?"""
    pattern = ".*".join(re.escape(piece) for piece in expected.split("…"))
    return re.fullmatch(pattern, printed) is not None


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_commands_print_what_the_transcript_says(path: Path, tmp_path: Path) -> None:
    """Each block in order, in one empty folder."""
    folder = tmp_path
    env = {**os.environ, "COLUMNS": "100", "PYTHONWARNINGS": "error"}
    for kind, name, text in BLOCK.findall(path.read_text()):
        if kind == "text":
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
            assert words[0] == "coranto", "transcripts speak of coranto alone"
            done = subprocess.run(
                [sys.executable, "-m", *words], cwd=folder, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )  # fmt: skip
            assert matches(expected, done.stdout), f"$ {command}\n--- expected\n{expected}\n--- printed\n{done.stdout}"
            assert done.returncode == (int(code.strip("]")) if found else 0), command
