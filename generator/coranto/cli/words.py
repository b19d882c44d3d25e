"""What the commands share: how they speak, and how they find the site they work in."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coranto.problems import Problem

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from coranto.model import Moment

Command = Callable[..., Any]


def say(text: str) -> None:
    """A line for people on standard output."""
    click.echo(text)


def say_json(told: object) -> None:
    """A report as JSON, in the letters it has; what a terminal would obey, or not show, is escaped."""
    text = json.dumps(told, ensure_ascii=False, indent=1)
    say("".join(sign if sign.isprintable() or sign == "\n" else json.dumps(sign)[1:-1] for sign in text))


def as_told(problem: Problem) -> dict[str, object]:
    """A problem in the JSON report of an import."""
    place = problem.place
    return {
        "severity": problem.severity,
        "path": place.path if place else None,
        "line": place.line if place else 0,
        "column": place.column if place else 0,
        "message": problem.message,
        "hint": problem.hint,
    }


def complain(problems: Iterable[Problem]) -> None:
    """Problems on standard error, coloured on a terminal unless NO_COLOR is set."""
    colour = sys.stderr is not None and sys.stderr.isatty() and "NO_COLOR" not in os.environ
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


def date_of(text: str, zone: ZoneInfo, option: str) -> Moment | None:
    """What an option that takes a DATE says; None when it is not given."""
    from coranto.moments import parse_moment

    try:
        return parse_moment(text, zone) if text else None
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is not a date: write 2026-11-30 or 2026-11-30T07:00", param_hint=option
        ) from None
