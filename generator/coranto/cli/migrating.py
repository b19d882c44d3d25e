"""``coranto import --from``: the site of another generator, and what it says of each post."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coranto.cli.words import as_told, complain, say, say_json, site_config
from coranto.problems import CorantoError, Problem, visible

if TYPE_CHECKING:
    from coranto.migrate import Moved, Result

KINDS = ("pelican", "hugo", "jekyll", "wordpress", "ghost")
FITTING = frozenset(("inputs", "kind", "dry_run", "as_json", "root"))
MARKS = {"new": "published", "draft": "draft", "known": "known", "changed": "known"}


def migrated(
    context: click.Context,
    kind: str,
    inputs: tuple[str, ...],
    root: Path,
    dry: bool,
    as_json: bool,
    step: Callable[[int, int], None],
) -> int:
    """Bring in one site, and tell. The exit code."""
    given = click.core.ParameterSource.COMMANDLINE
    for option in context.command.params:
        if option.name not in FITTING and context.get_parameter_source(option.name or "") is given:
            why = (
                ": what was published there stays published, and drafts stay drafts" if option.name == "publish" else ""
            )
            raise click.UsageError(f"{option.opts[-1]} does not go with --from{why}.")
    if len(inputs) != 1:
        raise click.UsageError("--from takes one folder, or one file of an export.")
    from coranto.migrate import Target, migrate

    config = site_config(root)
    to = Target(root, config.timezone, config.permalink, config.base_path, config.tongue, dry)
    told: list[Result] = []
    stopped = False
    try:
        for result in migrate(kind, Path(inputs[0]), to, step):
            told.append(result)
            if isinstance(result, Problem) and not as_json:
                complain([result])
    except CorantoError as fault:
        told += fault.problems
        if not as_json:
            complain(fault.problems)
    except KeyboardInterrupt:
        stopped = True
    if as_json:
        say_json(_report(told))
    else:
        _tell(told, dry)
    if stopped:
        click.echo("Stopped: the rest was not read. The same command again goes on.", err=True)
        return 130
    return 1 if any(isinstance(each, Problem) and each.severity == "error" for each in told) else 0


def _moved(told: list[Result]) -> list[Moved]:
    return [each for each in told if not isinstance(each, Problem)]


def _tell(told: list[Result], dry: bool) -> None:
    found = _moved(told)
    for each in found:
        changed = "; the old post has changed since, and this was left" if each.status == "changed" else ""
        say(f"{MARKS[each.status]:<10}{visible(str(each.path))}{changed}")
    fresh = [each for each in found if each.status in ("new", "draft")]
    drafts = sum(each.status == "draft" for each in fresh)
    parts = [f"{len(fresh) - drafts} published", f"{drafts} draft{'' if drafts == 1 else 's'}"]
    pictures = sum(len(each.pictures) for each in fresh)
    parts += [f"{pictures} pictures and files"] if pictures else []
    parts += [f"{len(found) - len(fresh)} known already"] if len(found) > len(fresh) else []
    failed = sum(isinstance(each, Problem) and each.severity == "error" for each in told)
    parts += [f"{failed} failed"] if failed else []
    say("")
    say(", ".join(parts) + ("; nothing was written." if dry else "."))
    if fresh and not dry:
        say("Next: coranto serve shows the site; coranto check holds its links and pictures.")


def _report(told: list[Result]) -> dict[str, Any]:
    return {
        "articles": [
            {
                "status": each.status,
                "path": str(each.path),
                "from": each.post.origin,
                "title": each.post.title,
                "date": each.post.date or None,
                "kind": "page" if each.post.page else "article",
                "address": each.post.address or None,
                "files": [str(path) for path in each.pictures],
            }
            for each in _moved(told)
        ],
        "problems": [as_told(each) for each in told if isinstance(each, Problem)],
    }
