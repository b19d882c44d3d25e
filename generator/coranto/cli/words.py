"""What the commands share: how they speak, and how they find the site they work in."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coranto.problems import CorantoError, Place, Problem, error, suggest

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from click.shell_completion import CompletionItem

    from coranto.model import Moment

Command = Callable[..., Any]
ENDED = 128 + signal.SIGTERM  # the exit code of a program that is ended so


def say(text: str) -> None:
    """A line for people on standard output."""
    click.echo(text)


def say_json(told: object) -> None:
    """A report as JSON, in ASCII: whatever the terminal or pipe takes, and nothing that a terminal would obey."""
    say(json.dumps(told, indent=1))


def as_told(problem: Problem) -> dict[str, object]:
    """A problem in a report as JSON: the same keys whatever the command."""
    place = problem.place
    return {
        "severity": problem.severity,
        "path": place.path if place else None,
        "line": place.line if place else 0,
        "column": place.column if place else 0,
        "message": problem.message,
        "excerpt": problem.excerpt,
        "hint": problem.hint,
        "kind": problem.kind,
    }


def as_problem(fault: OSError) -> Problem:
    """What the system has refused, as a problem."""
    hint = "see whether there is room, whether the name is right, and who may read and write there"
    return Problem(fault.strerror or str(fault), Place(str(fault.filename)) if fault.filename else None, hint)


def taken(results: Iterable[Any], quiet: bool) -> tuple[list[Any], list[Problem], int]:
    """What comes of an import, as far as it comes; its problems, told at once; and the exit code of a stop, or 0."""
    told: list[Any] = []
    problems: list[Problem] = []
    stopped = 0

    def note(*said: Problem) -> None:
        problems.extend(said)
        complain(() if quiet else said)

    try:
        with ended_softly():
            for result in results:
                if isinstance(result, Problem):
                    note(result)
                else:
                    told.append(result)
    except CorantoError as fault:
        note(*fault.problems)
    except OSError as fault:
        note(as_problem(fault))
    except (KeyboardInterrupt, SystemExit) as stop:
        stopped = ENDED if isinstance(stop, SystemExit) else 130
    return told, problems, stopped


def outcome(problems: Iterable[Problem], stopped: int) -> int:
    """The exit code of an import; that it was stopped is said."""
    if stopped:
        click.echo("Stopped: the rest was not read. The same command again goes on.", err=True)
        return stopped
    return 1 if failures(problems) else 0


def failures(problems: Iterable[Problem]) -> int:
    """How many of them are errors."""
    return sum(problem.severity == "error" for problem in problems)


class _Ended(KeyboardInterrupt):
    """By SIGTERM."""


@contextmanager
def ended_softly() -> Iterator[None]:
    """Whoever ends the program by SIGTERM stops it as Ctrl-C does, so that nothing is left behind half done."""

    def stop(*_: object) -> None:
        raise _Ended  # and not SystemExit, which an extension's own exit is taken for

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except _Ended:
        sys.exit(ENDED)
    finally:
        signal.signal(signal.SIGTERM, before)


def counted(count: int, one: str) -> str:
    """``1 file``, ``2,000 files``."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def complain(problems: Iterable[Problem]) -> None:
    """Problems on standard error, coloured on a terminal unless NO_COLOR is set."""
    colour = sys.stderr is not None and sys.stderr.isatty() and "NO_COLOR" not in os.environ
    for problem in problems:
        shown = problem.show()
        if colour:
            mark = click.style(problem.severity + ":", fg="red" if problem.severity == "error" else "yellow", bold=True)
            shown = shown.replace(problem.severity + ":", mark, 1)
        click.echo(shown, err=True)


def paths(context: click.Context, argument: click.Parameter, typed: str) -> list[CompletionItem]:
    """What a shell offers where files are meant, among other things: its own choice of files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(typed, type="file")]


class OneOf(click.Choice[str]):
    """One of some words; what is near to one is asked about, as it is for commands and options."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """What is said of any other word."""
        near = suggest(str(value), self.choices)
        return f"{super().get_invalid_choice_message(value, ctx)} {near[:1].upper()}{near[1:]}".rstrip()


def _is_there(context: click.Context, option: click.Parameter, root: Path) -> Path:
    if not root.is_dir():
        hint = "see whether --root is right; coranto init makes a site"
        raise error(f"there is no folder {root.absolute()}", hint=hint)
    return root


def root_option(command: Command) -> Command:
    return click.option(
        "--root",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path(),
        callback=_is_there,
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
