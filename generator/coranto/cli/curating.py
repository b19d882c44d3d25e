"""``coranto publish``, ``pick`` and ``retract``: keys of an article's front matter, changed in place."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coranto.cli.words import complain, date_of, paths, root_option, say, site_config
from coranto.problems import CorantoError, Problem, visible

if TYPE_CHECKING:
    from coranto.config import Config
    from coranto.drafts import Edit
    from coranto.model import Article


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...", shell_complete=paths)
@click.option("--at", "when", default="", metavar="DATE", help="Put them out then (default: now).")
@root_option
def publish(articles: tuple[str, ...], when: str, root: Path) -> None:
    """Publish drafts.

    Takes `draft` out, writes `published`, and changes nothing else in the file. An article is named by its path, its
    id or its slug.

    Example: coranto publish content/articles/2026-11-20-grid-repairs.md
    """
    from coranto import drafts

    config = site_config(root)
    at = date_of(when, config.timezone, "--at")
    shelf = _shelf(root, config)
    problems: list[Problem] = []
    for word in articles:
        try:
            opened = drafts.take(drafts.find(word, root, shelf), root, config)
            edit, state = drafts.put_out(opened, config, datetime.now(UTC), at)
            drafts.write([edit] if edit else [])
            told = {"scheduled": "scheduled" if edit else "was scheduled already"}
            say(f"{told.get(state, 'published' if edit else 'was out already')}: {visible(opened.name)}")
        except CorantoError as fault:
            problems += fault.problems
    complain(problems)
    sys.exit(1 if problems else 0)


@click.command()
@click.argument("article", shell_complete=paths)
@click.option("--rank", type=click.IntRange(1, 99_999), help="Its rank; 1 leads the front page (default: behind all).")
@click.option("--off", is_flag=True, help="Take it from the picks.")
@click.option("--move", is_flag=True, help="Move those down that have the rank.")
@root_option
def pick(article: str, rank: int | None, off: bool, move: bool, root: Path) -> None:
    """Make an article one of the editors' picks.

    Writes `featured` and changes nothing else; other articles only with --move. Tells each file and the lines that
    have changed in it.

    Example: coranto pick grid-repairs --rank 1
    """
    from coranto import drafts

    if off and rank:
        raise click.UsageError("--rank and --off exclude one another")
    if move and not rank:
        raise click.UsageError("--move needs --rank")
    config = site_config(root)
    shelf = _shelf(root, config)
    opened = drafts.take(drafts.find(article, root, shelf), root, config)
    edits = [drafts.unpick(opened) if off else drafts.pick(opened, rank or 0)]
    holders = drafts.holders_of(rank, opened.name, shelf()) if rank else []
    if rank and move:
        others = drafts.make_room(rank, opened.name, shelf())
        edits += [drafts.pick(drafts.take(name, root, config), to) for name, to in others]
    elif rank and holders:
        complain([drafts.rank_taken(rank, holders)])
    _do([edit for edit in edits if edit], f"{'is no pick' if off else 'is so already'}: {opened.name}")


@click.command()
@click.argument("article", shell_complete=paths)
@click.option("--reason", default="", metavar="TEXT", help="Why; shown to readers.")
@click.option("--undo", is_flag=True, help="Put it back.")
@root_option
def retract(article: str, reason: str, undo: bool, root: Path) -> None:
    """Take back an article that is out.

    Writes `retracted` with this moment and the reason. From the next build on a short notice stands at its address; it
    is in no list, feed, edition or story, and its id stays taken. Tells which editions lose it.

    Example: coranto retract grid-repairs --reason "The ministry's figures were wrong."
    """
    from coranto import drafts
    from coranto.listing import named_in
    from coranto.text import clean

    reason = " ".join(clean(reason).split())
    if undo and reason:
        raise click.UsageError("--reason and --undo exclude one another")
    if not undo and not reason:
        raise click.UsageError('say why, with --reason "…": readers will ask')
    config = site_config(root)
    opened = drafts.take(drafts.find(article, root, _shelf(root, config)), root, config)
    _do([drafts.restore(opened) if undo else drafts.retract(opened, config, datetime.now(UTC), reason)])
    for edition, place in [] if undo else named_in(root, config, opened.article.id):
        say(visible(f"edition {edition.number} loses it: {place}"))


def _shelf(root: Path, config: Config) -> Callable[[], list[Article]]:
    """All articles of the site, read at the first call."""
    from coranto.listing import listed

    @lru_cache(1)
    def shelf() -> list[Article]:
        return [each.article for each in listed(root, config, datetime.now(UTC))[0]]

    return shelf


def _do(edits: list[Edit], else_say: str = "") -> None:
    """Write the files, and say of each which lines have changed."""
    from coranto import drafts

    drafts.write(edits)
    for edit in edits:
        say(visible(edit.name))
        for line in edit.lines():
            say(f"  {visible(line)}")
    if not edits:
        say(visible(else_say))
