"""``coranto import``: its options, the progress bar, the question on a terminal, and what it says of each input."""

from __future__ import annotations

import difflib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coranto.cli.migrating import KINDS, migrated
from coranto.cli.words import OneOf, as_told, failures, outcome, paths, root_option, say, say_json, site_config, taken
from coranto.problems import Problem, visible

if TYPE_CHECKING:
    from coranto.fetch import Fetched
    from coranto.filing import Change, Filed
    from coranto.gather import Result
    from coranto.lookup import Alike
    from coranto.model import Clipping

MARKS = {"new": "draft", "published": "published", "known": "known", "changed": "known"}
ONE_STORY = "write the same story: NAME into each, or join them at the desk (coranto serve)"
MARKS |= {each: each for each in ("updated", "rejected")}


@click.command("import")
@click.argument("inputs", nargs=-1, shell_complete=paths)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write only FOLDER/<input's name>.md for each input, in or outside a site.",
)
@click.option("--publish", is_flag=True, help="Publish what has no doubt that blocks: no title, no body, no sure date.")
@click.option("--update", is_flag=True, help="Bring known articles up to date, but for what was changed by hand.")
@click.option("--again", is_flag=True, help="Bring in again what was rejected at the desk.")
@click.option("--join", is_flag=True, help="Make one story of articles that tell the same event.")
@click.option("--limit", type=click.IntRange(1), default=500, show_default=True, help="Take so many entries of a feed.")
@click.option("--fetch", is_flag=True, help="Read the feeds of the OPML given; alone: of all source records.")
@click.option("--keep-original", is_flag=True, help="Keep each page as it came, beside its article.")
@click.option("--allow-private", is_flag=True, help="Fetch from private and loopback addresses too.")
@click.option("--from", "kind", type=OneOf(KINDS), help="Bring in the whole site of another generator.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would change.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@root_option
@click.pass_context
def import_(
    context: click.Context,
    inputs: tuple[str, ...],
    folder: Path | None,
    publish: bool,
    update: bool,
    again: bool,
    join: bool,
    limit: int,
    fetch: bool,
    keep_original: bool,
    allow_private: bool,
    kind: str | None,
    dry_run: bool,
    as_json: bool,
    root: Path,
) -> None:
    """Bring in articles as drafts.

    INPUTS are saved pages, the text of pages, addresses, feeds (RSS, Atom, JSON), lists of feeds (OPML), folders of
    such, or - for standard input; what each is, is found from its bytes. Each becomes a draft in content/articles/ with
    all that could be known of it. What is not sure stays empty and is listed. Importing a thing again changes nothing.

    With --from, INPUTS is the folder of a site of another generator, or its export: what was published there stays
    published, under an alias for its old address.

    Example: coranto import pages/ https://example.org/feed.xml
    """
    if kind:
        with _progress(quiet=as_json) as step:
            sys.exit(migrated(context, kind, inputs, root, dry_run, as_json, step))
    from coranto import gather
    from coranto.filing import Destination

    if not inputs and not fetch:
        raise click.UsageError("Missing argument 'INPUTS...'.")
    if fetch and folder is not None and not inputs:
        raise click.UsageError("--fetch alone reads the feeds of a site: leave -o out.")
    asks = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    asks = asks and not as_json and "-" not in inputs
    began = False

    def results(step: Callable[[int, int], None]) -> Iterator[Result]:
        nonlocal began
        zone: tzinfo = UTC
        contact = ""
        if folder is None:
            config = site_config(root)
            zone, contact = config.timezone, config.base_url
        elif not dry_run:
            folder.mkdir(parents=True, exist_ok=True)
        to = Destination(
            root=root,
            now=datetime.now(zone).replace(second=0, microsecond=0),
            folder=folder,
            publish=publish,
            update=update,
            again=again,
            dry=dry_run,
            keep_original=keep_original,
            join=(lambda clipping, alike: True) if join else _ask if asks else None,
        )
        began = True
        stdin = sys.stdin.buffer.read if sys.stdin is not None else lambda most: b""
        yield from gather.gather(
            inputs, to, gather.Means(_gate(allow_private, contact), stdin, limit, fetch, step=step)
        )

    with _progress(quiet=as_json or asks) as step:
        told, problems, stopped = taken(results(step), quiet=as_json)
    if as_json:
        say_json(_report(told, problems))
    elif began:
        _tell(told, problems, folder, dry_run, join)
    sys.exit(outcome(problems, stopped))


def _gate(allow_private: bool, contact: str) -> Callable[[str, str, str], Fetched]:
    """The way to the network; nothing is loaded before it is used."""
    gates: list[Any] = []

    def fetch(address: str, etag: str, modified: str) -> Fetched:
        from coranto.fetch import Gate

        if not gates:
            gates.append(Gate(time.monotonic, time.sleep, allow_private=allow_private, contact=contact))
        found: Fetched = gates[0].get(address, etag=etag, modified=modified)
        return found

    return fetch


def _ask(clipping: Clipping, alike: Alike) -> bool:
    say(f"{visible(clipping.title)!s}\n  {_likeness(alike)}")
    return click.confirm("  Make them one story?", default=False)


def _likeness(alike: Alike) -> str:
    return f"{alike.verdict}: {visible(str(alike.path))} ({alike.shared:.2f} of this, {alike.contained:.2f} of that)"


def _tell(told: list[Result], problems: list[Problem], folder: Path | None, dry: bool, join: bool) -> None:
    from coranto.filing import Filed, Recorded
    from coranto.gather import Unchanged

    for each in told:
        if isinstance(each, Filed):
            _tell_filed(each)
        elif isinstance(each, Recorded):
            where = each.path if each.path else each.subscription.feed
            say(f"{'known' if each.status == 'known' else 'source':<10}{visible(str(where))}")
        elif isinstance(each, Unchanged):
            say(f"{'known':<10}{visible(each.name)}: nothing new")
        if dry and isinstance(each, Filed | Recorded):
            for change in each.changes:
                _show(change)
    filed = [each for each in told if isinstance(each, Filed)]
    fresh = [each for each in filed if each.status in ("new", "published")]
    doubted = [each for each in fresh if each.clipping.doubts]
    out = sum(each.status == "published" for each in fresh)
    drafts = len(fresh) - out
    sources = sum(isinstance(each, Recorded) and each.status == "new" for each in told)
    renewed = sum(each.status == "updated" for each in filed)
    aside = sum(each.status == "rejected" for each in filed)
    known = len(filed) - len(fresh) - renewed - aside
    parts = [f"{drafts} drafts" if drafts != 1 else "1 draft"]
    parts += [f"{out} published"] if out else []
    parts += [f"{sources} source records" if sources != 1 else "1 source record"] if sources else []
    parts += [f"{renewed} updated"] if renewed else []
    parts += [f"{known} known already"] if known else []
    parts += [f"{aside} rejected before"] if aside else []
    parts += [f"{failed} failed"] if (failed := failures(problems)) else []
    say("")
    say(f"{', '.join(parts)}; {len(doubted)} with doubts." + (" Nothing was written." if dry else ""))
    if join and known:
        say(f"--join joins what is new. To make one story of articles that are there, {ONE_STORY}.")
    if dry:
        return
    if any(each.alike and not each.story for each in fresh) and folder is None:
        say(f"To make one story of articles that are alike, {ONE_STORY}.")
    if fresh and folder is None:
        settle = "settle the doubts in the files (coranto list shows them), then " if doubted else ""
        put_out = "coranto publish FILE, and " if drafts else ""
        say(f"Next: {settle}{put_out}coranto serve to see the site.")
    elif fresh:
        say(f"Next: read {folder}/, and move what you keep into a site's content/articles/.")
    elif aside:
        say("Next: --again brings in what was rejected, too.")
    elif sources:
        say("Next: coranto import --fetch reads their feeds.")


def _tell_filed(each: Filed) -> None:
    changed = "; it has changed since: --update takes that over" if each.status == "changed" else ""
    say(f"{MARKS[each.status]:<10}{visible(str(each.path))}{changed}")
    if each.status == "updated":
        say(f"          renewed: {', '.join(each.renewed) or 'nothing'}")
        if each.kept:
            say(f"          kept as you changed them: {', '.join(each.kept)}")
    if each.status in ("new", "published"):
        for key in each.clipping.doubts:
            seen = each.clipping.evidence.get(key, "")
            say(f"          doubt: {key}" + (f" ({visible(seen)})" if seen else ""))
        for record in each.records:
            say(f"          author record: {visible(str(record))}")
        for alike in each.alike:
            say(f"          {_likeness(alike)}")
        if each.story:
            say(f"          story: {visible(each.story)}")


def _show(change: Change) -> None:
    before = change.before.splitlines(keepends=True) if change.before is not None else []
    name = str(change.path)
    old = name if change.before is not None else "/dev/null"
    for line in difflib.unified_diff(before, change.after.splitlines(keepends=True), old, name):
        say(visible(line.rstrip("\r\n")))


def _report(told: list[Result], problems: list[Problem]) -> dict[str, Any]:
    """The report of ``--json``: what became of each clipping and subscription, and what was wrong."""
    from coranto.filing import Filed, Recorded
    from coranto.gather import Unchanged

    return {
        "articles": [
            {
                "status": each.status,
                "path": str(each.path),
                "from": each.clipping.origin,
                "title": each.clipping.title,
                "date": each.clipping.date or None,
                "doubts": [{"field": key, "seen": each.clipping.evidence.get(key, "")} for key in each.clipping.doubts],
                "evidence": dict(each.clipping.evidence),
                "alike": [{**asdict(alike), "path": str(alike.path)} for alike in each.alike],
                "story": each.story or None,
                "renewed": list(each.renewed),
                "kept": list(each.kept),
                "records": [str(record) for record in each.records],
            }
            for each in told
            if isinstance(each, Filed)
        ],
        "sources": [
            {"status": each.status, "path": str(each.path) if each.path else None, **asdict(each.subscription)}
            for each in told
            if isinstance(each, Recorded)
        ],
        "unchanged": [each.name for each in told if isinstance(each, Unchanged)],
        "problems": [as_told(each) for each in problems],
    }


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar for ten inputs or more on a terminal; nothing in a pipe."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress

    with Progress(
        *Progress.get_default_columns(), MofNCompleteColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        tasks: list[Any] = []

        def step(done: int, total: int) -> None:
            if total < 10:
                return
            if not tasks:
                tasks.append(bar.add_task("importing"))
            bar.update(tasks[0], completed=done, total=total)

        yield step
