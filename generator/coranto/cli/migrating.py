"""``coranto import --from``: the site of another generator, and what it says of each post."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coranto.cli.words import as_told, failures, outcome, say, say_json, site_config, taken
from coranto.problems import Problem, visible

if TYPE_CHECKING:
    from coranto.migrate import Moved

KINDS = ("pelican", "hugo", "jekyll", "wordpress", "ghost")
FITTING = frozenset(("inputs", "kind", "dry_run", "as_json", "root"))
MARKS = {"new": "published", "draft": "draft", "known": "known", "changed": "known", "left": "left"}


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
    to = Target(root, datetime.now(UTC), config.timezone, config.permalink, config.base_path, config.tongue, dry)
    found, problems, stopped = taken(migrate(kind, Path(inputs[0]), to, step), quiet=as_json)
    if as_json:
        say_json(_report(found, problems))
    else:
        _tell(found, problems, dry)
    return outcome(problems, stopped)


def _tell(found: list[Moved], problems: list[Problem], dry: bool) -> None:
    for each in found:
        changed = "; the old post has changed since, and this was left" if each.status == "changed" else ""
        say(f"{MARKS[each.status]:<10}{visible(str(each.path))}{changed}")
    fresh = [each for each in found if each.status in ("new", "draft")]
    drafts = sum(each.status == "draft" for each in fresh)
    parts = [f"{len(fresh) - drafts} published", f"{drafts} draft{'' if drafts == 1 else 's'}"]
    pictures = sum(len(each.pictures) for each in fresh)
    parts += [f"{pictures} pictures and files" if pictures > 1 else "1 picture or file"] if pictures else []
    left = sum(each.status == "left" for each in found)
    known = len(found) - len(fresh) - left
    parts += [f"{known} known already"] if known else []
    parts += [f"{left} left behind"] if left else []
    parts += [f"{failed} failed"] if (failed := failures(problems)) else []
    say("")
    say(", ".join(parts) + ("; nothing was written." if dry else "."))
    if any(not each.post.page and not (each.post.source.name or each.post.source.url) for each in fresh):
        say("Posts that name no source came as your own (republish: own).")
    if fresh and not dry:
        say("Next: coranto serve shows the site; coranto check holds its links and pictures.")


def _report(found: list[Moved], problems: list[Problem]) -> dict[str, Any]:
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
            for each in found
        ],
        "problems": [as_told(each) for each in problems],
    }
