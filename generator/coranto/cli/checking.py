"""``coranto check``: what is wrong with the site that was built, by kinds, for people or as JSON."""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coranto.cli.orders import build_options, order_of
from coranto.cli.words import as_told, complain, counted, failures, say, say_json
from coranto.problems import CorantoError, Problem, as_errors, visible

if TYPE_CHECKING:
    from coranto.checks import Checked

SHOWN = 20  # findings of one kind


@click.command()
@build_options
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help="Another folder than output/.")
@click.option("--against", default="", metavar="URL|FOLDER", help="The site as it was published last.")
@click.option("--external", is_flag=True, help="Follow the links to other sites too.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.option("--verbose", is_flag=True, help="Show every finding.")
def check(output: Path | None, against: str, external: bool, as_json: bool, verbose: bool, **options: Any) -> None:
    """Judge the site that was built.

    Looks at the files in output/: links, feeds, ids, traces of drafts, requests to others, pictures, rights, sizes.

    Example: coranto check --strict --against https://example.org/digest/
    """
    from coranto import checks

    if re.match(r"(?i)(?!https?:)[a-z][a-z0-9+.-]*://", against):
        raise click.UsageError("--against takes an http or https address, or a folder.")
    order = order_of(options, output=output)
    gate = None
    if external or against.lower().startswith(("http://", "https://")):
        from coranto.fetch import Gate
        from coranto.materials import read_config

        gate = Gate(time.monotonic, time.sleep, contact=read_config(order)[0].base_url)
    try:
        found = checks.check(order, checks.Asked(against=against, external=external, gate=gate))
    except CorantoError as fault:
        if not as_json:
            raise
        _report(None, fault.problems)
        sys.exit(1)
    problems = as_errors(found.problems) if options["strict"] else list(found.problems)
    if as_json:
        _report(found, problems)
    else:
        _tell(found, problems, verbose)
    sys.exit(1 if failures(problems) else 0)


def _report(found: Checked | None, problems: Iterable[Problem]) -> None:
    """The report of ``--json``."""
    told: dict[str, Any] = {"checked": found is not None}
    if found:
        told |= {"files": found.files, "pages": found.pages, "feeds": found.feeds, "followed": found.followed}
        told["notes"] = found.notes
    told["problems"] = [as_told(problem) for problem in problems]
    say_json(told)


def _tell(found: Checked, problems: Sequence[Problem], verbose: bool) -> None:
    from coranto.checks import KINDS

    for kind in KINDS:
        mine = [problem for problem in problems if problem.kind == kind]
        if not mine:
            continue
        click.echo(f"{kind}: {_counted(mine)}", err=True)
        shown = mine if verbose else mine[:SHOWN]
        complain(shown)
        if len(shown) < len(mine):
            click.echo(f"… and {len(mine) - len(shown)} more of this kind: --verbose shows them all.", err=True)
        click.echo("", err=True)
    for note in found.notes:
        say(f"note: {visible(note)}")
    looked = [counted(found.files, "file"), counted(found.pages, "page"), counted(found.feeds, "feed")]
    looked += [f"{counted(found.followed, 'link')} to other sites"] if found.followed else []
    said = ", ".join(looked)
    say(f"Looked at {said}: {_counted(problems) if problems else 'nothing is wrong'}.")


def _counted(problems: Iterable[Problem]) -> str:
    counts = Counter(problem.severity for problem in problems)
    return ", ".join(counted(counts[severity], severity) for severity in ("error", "warning") if counts[severity])
