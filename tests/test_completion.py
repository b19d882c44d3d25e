"""The shell completes commands, options, values and files, and the program tells its version."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from coranto import __version__
from tests.extras import program

COMMANDS = Path(__file__).parents[1] / "docs" / "reference" / "commands.md"
OFFERED = [
    ("coranto im", "import"),
    ("coranto doc", "doctor"),
    ("coranto import --fr", "--from"),
    ("coranto import --from j", "jekyll"),
    ("coranto new p", "page"),
    ("coranto import sav", "saved.html"),
    ("coranto publish sav", "saved.html"),
    ("coranto build --root dig", "digest"),
    ("coranto import digest/../sav", "digest/../saved.html"),
    ("coranto publish digest/content/art", "digest/content/article.md"),
    ("coranto deploy --root digest w", "web"),
]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A user's place with the program, a file and a site in it, and no settings of theirs."""
    (tmp_path / "saved.html").touch()
    (tmp_path / "digest" / "content").mkdir(parents=True)
    (tmp_path / "digest" / "content" / "article.md").touch()
    (tmp_path / "digest" / "config.yaml").write_text("title: D\ndeploy: {web: {type: rsync, to: 'host:/srv/www'}}\n")
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "coranto"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m coranto "$@"\n')
    command.chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    own = {"PATH": path, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config"), "TERM": "dumb"}
    return os.environ | own


def line(shell: str) -> str:
    """What the reference tells users of a shell to write."""
    found = re.search(rf"`([^`]*{shell}_source coranto[^`]*)`", COMMANDS.read_text())
    assert found
    return found[1].replace("\\|", "|")


def said(order: list[str], env: dict[str, str]) -> str:
    """What a shell prints."""
    ran = subprocess.run(order, cwd=env["HOME"], env=env, capture_output=True, text=True, check=False, timeout=120)
    assert not ran.returncode, ran.stderr
    return ran.stdout


def test_bash_completes(env: dict[str, str]) -> None:
    """By the line of the reference; a file or folder is left to bash."""
    script = [line("bash")]
    for typed, _ in OFFERED:
        words = typed.split()
        script.append(f"COMP_WORDS=({' '.join(words)}) COMP_CWORD={len(words) - 1}")
        script.append(
            'COMPREPLY=(); _coranto_completion coranto "${COMP_WORDS[COMP_CWORD]}"; '
            'echo "${COMPREPLY[*]:-$(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")}"'
        )
    told = said([program("bash"), "--norc", "-c", "\n".join(script)], env).splitlines()
    assert told == [offered for _, offered in OFFERED]


def test_fish_completes(env: dict[str, str]) -> None:
    """By the line of the reference, in the file that it names."""
    folder = Path(env["XDG_CONFIG_HOME"], "fish", "completions")
    folder.mkdir(parents=True)
    (folder / "coranto.fish").write_text(line("fish") + "\n")
    script = "\n".join(f"complete --do-complete '{typed}'" for typed, _ in OFFERED)
    told = said([program("fish"), "-c", script], env).splitlines()
    assert [each.split("\t")[0].rstrip("/") for each in told] == [offered for _, offered in OFFERED]


ZSH = """\
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PS1="rea""dy> "; autoload -U compinit; compinit -u -D; unsetopt zle_bracketed_paste; LINE'
zpty -r -m shell out '*ready> *'
for typed in TYPED; do
  zpty -w -n shell $'\\C-u'"$typed"$'\\t\\C-aprint -r -- "<\\C-e>"\\n'
  zpty -r -m shell out $'*\\n<*>*ready> *'
  print -r -- ${${out##*$'\\n<'}%%>*}
done
zpty -d shell
"""


def test_zsh_completes(env: dict[str, str]) -> None:
    """By the line of the reference, in a terminal."""
    typed = " ".join(f"'{each}'" for each, _ in OFFERED)
    script = ZSH.replace("LINE", line("zsh").replace("'", "'\\''")).replace("TYPED", typed)
    told = said([program("zsh"), "-f", "-c", script], env).splitlines()
    wanted = [typed.rpartition(" ")[0] + " " + offered for typed, offered in OFFERED]
    assert [each.strip().rstrip("/") for each in told] == wanted


def test_the_version_is_told(env: dict[str, str]) -> None:
    """With what it runs on, on one line: what a report of a fault should hold."""
    python = ".".join(map(str, sys.version_info[:3]))
    told = said(["coranto", "--version"], env)
    assert re.fullmatch(rf"coranto {re.escape(__version__)} \(Python {python}\S*, {sys.platform}\)\n", told)
