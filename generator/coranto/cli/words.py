"""What the commands share: how they speak, and how they find the site they work in."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from coranto.problems import Problem

Command = Callable[..., Any]


def say(text: str) -> None:
    """A line for people on standard output."""
    click.echo(text)


def complain(problems: Iterable[Problem]) -> None:
    """Problems on standard error, coloured on a terminal unless NO_COLOR is set."""
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    for problem in problems:
        shown = problem.show()
        if colour:
            mark = click.style(problem.severity + ":", fg="red" if problem.severity == "error" else "yellow", bold=True)
            shown = shown.replace(problem.severity + ":", mark, 1)
        click.echo(shown, err=True)


def root_option(command: Command) -> Command:
    return click.option(
        "--root",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path(),
        help="The site's folder (default: this one).",
    )(command)


def site_config(root: Path) -> Any:
    """The config of the site a command works in; its warnings are the build's to tell."""
    from coranto.materials import Order, read_config

    config, _ = read_config(Order(root, datetime.now(UTC)))
    return config
