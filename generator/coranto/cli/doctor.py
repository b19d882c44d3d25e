"""``coranto doctor``: what the machine and the folder are fit for."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from coranto.cli.words import root_option, say, say_json
from coranto.problems import visible

SIGNS = {"good": "ok", "note": "note", "bad": "BAD"}
COLOURS = {"good": "green", "note": "yellow", "bad": "red"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@root_option
def doctor(as_json: bool, root: Path) -> None:
    """Look whether this machine and this site's folder are fit for the work.

    Says what is installed, what is missing for which feature, what the file system can do, and what to do about it.
    Opens no connection. The exit code is 1 when something does not work.

    Example: coranto doctor --root digest
    """
    from coranto.doctor import Terminal, examine

    terminal = Terminal(getattr(sys.stdout, "encoding", None) or "unknown", sys.getfilesystemencoding())
    found = list(examine(root, datetime.now(UTC), terminal))
    worst = any(each.state == "bad" for each in found)
    if as_json:
        say_json({"good": not worst, "findings": [asdict(each) for each in found]})
        sys.exit(worst)
    colour = sys.stdout is not None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for each in found:
        sign = f"{SIGNS[each.state]:<5}"
        say(f"{click.style(sign, COLOURS[each.state]) if colour else sign}{visible(f'{each.about}: {each.says}')}")
        if each.hint:
            say(f"     hint: {visible(each.hint)}")
    notes, bad = (sum(each.state == state for each in found) for state in ("note", "bad"))
    say("")
    say(f"{len(found)} things looked at: {bad} {'does' if bad == 1 else 'do'} not work, {notes} could be better.")
    sys.exit(worst)
