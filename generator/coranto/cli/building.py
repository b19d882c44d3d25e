"""`coranto build`: what it says while it works, and when it is done."""

from __future__ import annotations

import gc
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coranto.cli.orders import build_options, order_of
from coranto.cli.words import as_problem, as_told, complain, counted, ended_softly, say, say_json
from coranto.problems import CorantoError, Problem, visible

if TYPE_CHECKING:
    from coranto.build import Built

WARNINGS = 30  # so many are shown; who has more has one mistake often
PATIENCE = 1.0  # seconds of silence before the bar comes
STAGES = {
    "read": ("reading", "files read"),
    "pictures": ("looking at pictures", "pictures read"),
    "typeset": ("typesetting", "texts set"),
    "page": ("making pages", "pages made"),
    "item": ("making feeds", "feed items made"),
    "rss": ("making feeds", "feeds made"),
    "prints": ("making pictures smaller", "pictures made smaller"),
    "publish": ("publishing", "files published"),
    "squeeze": ("packing texts", "texts packed"),
    "deploy": ("uploading", "files uploaded"),
}


class Progress:
    """How far a build is: heard of stage by stage, shown as a bar on a terminal when it takes long."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown and sys.stderr is not None and sys.stderr.isatty()
        self._begun = self._last = self._drawn = time.monotonic()
        self._stage = "plan"
        self._width = 0
        self.counts: dict[str, int] = {}
        self.seconds: dict[str, float] = {}

    def hear(self, stage: str, done: int, count: int) -> None:
        """Take note, and draw now and then."""
        now = self._passed()
        self._stage = "plan" if done >= count else stage  # what lies between two stages is planning
        self.counts[stage] = max(done, self.counts.get(stage, 0))
        if self._shown and now - self._begun > PATIENCE and (now - self._drawn > 0.1 or done >= count):
            self._drawn = now
            self._draw(f"{STAGES[stage][0]} {done:,} of {count:,}", done / count if count else 1.0)

    def stop(self) -> None:
        """Take the bar away."""
        self._passed()
        if self._width:
            self._write("\r" + " " * self._width + "\r")

    def stages(self) -> list[dict[str, Any]]:
        """Name, count and seconds of each stage that had something to do, in their order."""
        names = ["plan", *STAGES]
        return [
            {"stage": name, "count": self.counts.get(name, 0), "seconds": round(self.seconds[name], 3)}
            for name in names
            if name in self.seconds
        ]

    def _passed(self) -> float:
        """The time now; what has passed since the last word counts for the stage of that."""
        now = time.monotonic()
        self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._last
        self._last = now
        return now

    def _draw(self, words: str, share: float) -> None:
        full = int(30 * share)
        line = f"{'━' * full}{'╌' * (30 - full)} {words}"
        self._write("\r" + line.ljust(self._width))
        self._width = max(self._width, len(line))

    def _write(self, text: str) -> None:
        with suppress(OSError, UnicodeError):
            sys.stderr.write(text)
            sys.stderr.flush()


@click.command()
@build_options
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help="Another folder than output/.")
@click.option("--drafts", is_flag=True, help="Take drafts and scheduled articles in as well.")
@click.option("--clean", is_flag=True, help="Forget what earlier builds remembered; make everything anew.")
@click.option(
    "--jobs", type=click.IntRange(0, 64), default=0, help="At most so many processes (default: as many as help)."
)
@click.option("--executor", metavar="dask://HOST:PORT", help="Let the workers of a Dask scheduler help.")
@click.option("--explain", is_flag=True, help="Say why each page was made.")
@click.option("--precompress", is_flag=True, help="Write .gz and .br files beside texts, for nginx and Caddy.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.option("--quiet", is_flag=True, help="Say nothing but problems.")
@click.option(
    "--verbose", is_flag=True, help="Name every file that was written or deleted, every warning, and how long it took."
)
@ended_softly()
def build(
    output: Path | None,
    drafts: bool,
    clean: bool,
    jobs: int,
    executor: str | None,
    explain: bool,
    precompress: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    **options: Any,
) -> None:
    """Build the site into output/, whole or not at all.

    Example: coranto build --strict
    """
    from coranto.build import build as make

    gc.disable()  # a build is short, and makes no circles that matter
    progress = Progress(shown=not quiet and not as_json)
    more: dict[str, Any] = {"output": output, "withheld": drafts, "clean": clean, "jobs": jobs, "explain": explain}
    more["precompress"] = precompress
    try:
        if executor is not None:
            from coranto.crew import crew_of

            more["crew"] = crew_of(executor)
        built = make(order_of(options, tell=progress.hear, **more))
    except BrokenPipeError:
        raise
    except (CorantoError, OSError) as fault:
        if not as_json:
            raise
        _report(None, progress, fault.problems if isinstance(fault, CorantoError) else (as_problem(fault),))
        sys.exit(1)
    finally:
        progress.stop()
    if as_json:
        _report(built, progress, built.problems)
        return
    _tell(built, progress, explain, quiet, verbose)


def _tell(built: Built, progress: Progress, explain: bool, quiet: bool, verbose: bool) -> None:
    done = built.published
    shown = built.problems if verbose else built.problems[:WARNINGS]
    complain(shown)
    if len(shown) < len(built.problems):
        click.echo(f"… and {len(built.problems) - len(shown)} more warnings: --verbose shows them all.", err=True)
    if explain:
        for path, why in built.reasons:
            say(f"made     {visible(path)}: {visible(why)}")
        if not built.reasons:
            say("No page had to be made.")
    if verbose:
        for path in done.written:
            say(f"written  {visible(path)}")
        for path in done.deleted:
            say(f"deleted  {visible(path)}")
        for stage in progress.stages():
            count = f"{stage['count']:>7,} " if stage["stage"] in STAGES else " " * 8
            say(f"{stage['seconds']:>8.3f} s {count}{STAGES.get(stage['stage'], ('', 'planning'))[1]}")
    if not quiet:
        say(
            f"{counted(built.pages, 'page')}, {counted(built.feeds, 'feed')}: "
            f"{counted(len(done.written), 'file')} written, {done.same:,} unchanged, {len(done.deleted):,} deleted."
        )
        if built.kept_back:
            many = {
                state: "drafts" if state == "draft" and count > 1 else state for state, count in built.kept_back.items()
            }
            say(f"Not out yet: {', '.join(f'{built.kept_back[state]} {word}' for state, word in many.items())}.")


def _report(built: Built | None, progress: Progress, problems: tuple[Problem, ...]) -> None:
    """The report of ``--json``: what was done, how long it took, what was wrong."""
    told: dict[str, Any] = {"built": built is not None}
    if built:
        told |= {"pages": built.pages, "feeds": built.feeds}
        told |= {"written": built.published.written, "deleted": built.published.deleted, "same": built.published.same}
        told["made"] = [{"path": path, "why": why} for path, why in built.reasons]
        told["kept_back"] = built.kept_back
    told["stages"] = progress.stages()
    told["problems"] = [as_told(problem) for problem in problems]
    say_json(told)
