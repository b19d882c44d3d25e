"""The shell completes commands, options and values, and the program tells its version."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coranto import __version__
from tests.extras import program

COMMANDS = Path(__file__).parents[1] / "docs" / "reference" / "commands.md"


def coranto(*words: str, **env: str) -> str:
    """What the program prints, started as a user starts it."""
    order = [sys.executable, "-c", "from coranto.cli import main; main()", *words]
    return subprocess.run(order, env={**os.environ, **env}, capture_output=True, text=True, check=True).stdout


def completed(line: str) -> list[str]:
    """What bash is offered at the end of a line."""
    words = line.split(" ")
    env = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1), "_CORANTO_COMPLETE": "bash_complete"}
    return [each.partition(",")[2] for each in coranto(**env).splitlines()]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("coranto im", ["import"]),
        ("coranto doc", ["doctor"]),
        ("coranto import --fr", ["--from"]),
        ("coranto import --from j", ["jekyll"]),
        ("coranto new p", ["page"]),
    ],
)
def test_commands_options_and_values_are_completed(line: str, offered: list[str]) -> None:
    """By what the program itself knows."""
    assert completed(line) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script_and_its_line_in_the_reference(shell: str) -> None:
    """Those that click knows."""
    if shell == "bash" and not shutil.which("bash"):
        program("bash")
    assert "_CORANTO_COMPLETE" in coranto(_CORANTO_COMPLETE=f"{shell}_source")
    assert f"_CORANTO_COMPLETE={shell}_source coranto" in COMMANDS.read_text()


def test_the_line_of_the_reference_works_in_bash(tmp_path: Path) -> None:
    """It defines the completion."""
    bash = program("bash")
    line = re.search(r"`(eval .*?bash_source coranto\)\")`", COMMANDS.read_text())
    assert line
    (tmp_path / "coranto").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m coranto "$@"\n')
    (tmp_path / "coranto").chmod(0o755)
    env = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    order = [bash, "--norc", "-c", f"{line[1]}; complete -p coranto"]
    ran = subprocess.run(order, env=env, capture_output=True, text=True, check=False)
    assert "-F _coranto_completion coranto" in ran.stdout, ran.stderr


def test_the_version_is_told() -> None:
    """On one line."""
    assert coranto("--version") == f"coranto {__version__}\n"
