"""`coranto deploy`: what is judged, asked and said around sending a site out."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coranto.cli.building import Progress
from coranto.cli.words import as_told, complain, ended_softly, root_option, say, say_json
from coranto.problems import CorantoError, suggest, visible

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from coranto.config import Config
    from coranto.deploy import Sent
    from coranto.targets import Where

SHOWN = 30  # findings of the check: who has more has one mistake often


def _targets(context: click.Context, argument: click.Parameter, typed: str) -> list[CompletionItem]:
    """What a shell offers as a target. Where there is no site, or a mistake in it, that is nothing."""
    from click.shell_completion import CompletionItem

    from coranto.materials import Order, read_config

    told = context.params
    try:
        config, _ = read_config(Order(told.get("root") or Path(), datetime.now(UTC), config=told.get("config")))
    except (CorantoError, OSError):
        return []
    return [CompletionItem(name) for name, _ in config.deploy.targets if name.startswith(typed)]


@click.command()
@click.argument("target", default="", shell_complete=_targets)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--overwrite", is_flag=True, help="Replace files there that are not of this site and in its way.")
@click.option("--config", type=click.Path(path_type=Path), help="Another config.yaml.")
@click.option("--base-url", default="", help="The address that the site was built for, if not that of config.yaml.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help="Another folder than output/.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.option("--verbose", is_flag=True, help="Name every file.")
@root_option
@ended_softly()
def deploy(
    target: str,
    dry_run: bool,
    overwrite: bool,
    config: Path | None,
    base_url: str,
    output: Path | None,
    as_json: bool,
    verbose: bool,
    root: Path,
) -> None:
    """Check what was built, and send what has changed to a target of config.yaml.

    Example: coranto deploy --dry-run
    """
    from coranto.checks import Asked, check
    from coranto.deploy import deploy as send
    from coranto.files import real
    from coranto.inventory.manifests import keep_manifest
    from coranto.materials import Order, read_config

    order = Order(real(root), datetime.now(UTC).replace(microsecond=0), config=config, base_url=base_url, output=output)
    settings, _ = read_config(order)
    name, where = _chosen(settings, target)

    def judge(there: bytes) -> None:
        problems = check(order, Asked(manifest=there)).problems
        errors = [each for each in problems if each.severity == "error"]
        if errors and as_json:
            raise CorantoError(*errors)
        warnings = [each for each in problems if each.severity != "error"]
        stale = [each for each in warnings if each.kind == "files"]
        settled = (config or Path("config.yaml")).name
        whole = [each for each in warnings if each.place and Path(each.place.path).name == settled]
        if errors and stale:  # what is wrong with an old site may be right in the next
            complain(stale)
            click.echo(
                f"Nothing was sent: errors in what was built ({len(errors)}). Run coranto build first.", err=True
            )
            sys.exit(1)
        complain((*stale, *whole, *errors[:SHOWN]))
        if errors:
            click.echo("Nothing was sent: coranto check has to pass first.", err=True)
            sys.exit(1)
        left = len(warnings) - len(stale) - len(whole)
        if left:
            click.echo(f"coranto check shows {left} more warning{'s' if left > 1 else ''}.", err=True)

    progress = Progress(shown=not as_json)
    folder = (output or order.root / "output").absolute()
    try:
        sent = send(folder, where, order.root, judge, progress.hear, dry_run, overwrite)
    except CorantoError as fault:
        if not as_json:
            raise
        say_json({"target": name, "done": False, "problems": [as_told(each) for each in fault.problems]})
        sys.exit(1)
    finally:
        progress.stop()
    if not dry_run:
        keep_manifest(order.root, sent.manifest)
    if as_json:
        _report(name, sent, dry_run)
        return
    complain(sent.problems)
    _tell(name, sent, dry_run, verbose or dry_run)


def _chosen(config: Config, name: str) -> tuple[str, Where]:
    targets = dict(config.deploy.targets)
    sample = "write deploy: {web: {type: rsync, to: me@example.org:/srv/www/digest}} into config.yaml, or another type"
    hint = f"config.yaml has {', '.join(targets)}" if targets else f"config.yaml has none: {sample}"
    if not name:
        name = config.deploy.default
        if not name:
            raise click.UsageError(f"which target? {hint}")
    if name not in targets:
        near = suggest(name, targets)
        raise click.UsageError(f"there is no target {name!r}; {near or hint}")
    return name, targets[name]


def _tell(name: str, sent: Sent, dry: bool, named: bool) -> None:
    plan = sent.plan
    if named:
        for path in plan.ahead:
            say(f"delete  {visible(path)}")
        for path in plan.uploads:
            say(f"{'add   ' if path in plan.fresh else 'change'}  {visible(path)}")
        for path in plan.gone:
            say(f"delete  {visible(path)}")
    if not plan.last:
        say(f"{name}: nothing to do, {files(plan.same)} there as built.")
        return
    counts = f"{files(len(plan.uploads))} ({size(plan.size)})", f"{len(plan.deletions)}", f"{plan.same} unchanged"
    words = ("to upload", "to delete") if dry else ("uploaded", "deleted")
    made = f" as {sent.name}" if sent.name else ""
    say(f"{name}: {counts[0]} {words[0]}, {counts[1]} {words[1]}, {counts[2]}{made}.")


def files(count: int) -> str:
    """How many files, for people."""
    return f"{count} file{'' if count == 1 else 's'}"


def size(count: int) -> str:
    """A number of bytes, for people."""
    return f"{count} B" if count < 1_000 else f"{count / 1e3:.1f} kB" if count < 1e6 else f"{count / 1e6:.1f} MB"


def _report(name: str, sent: Sent, dry: bool) -> None:
    plan = sent.plan
    told: dict[str, Any] = {"target": name, "done": not dry, "uploads": plan.uploads, "deletions": plan.deletions}
    told |= {"same": plan.same, "bytes": plan.size, "name": sent.name}
    told["problems"] = [as_told(each) for each in sent.problems]
    say_json(told)
