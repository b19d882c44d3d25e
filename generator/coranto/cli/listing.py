"""``coranto list``: the articles that are asked for, as a table, as paths or as JSON."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coranto.cli.orders import now_of
from coranto.cli.words import OneOf, complain, date_of, failures, root_option, say, say_json, site_config
from coranto.problems import visible, width_of

if TYPE_CHECKING:
    from coranto.config import Config
    from coranto.listing import Listed, Wanted
    from coranto.model import Moment

HEADS = ("STATE", "DATE", "OUTLET", "TITLE", "DOUBTS", "STORY", "ARTICLE")
TITLE = HEADS.index("TITLE")
WIDEST = {"OUTLET": 20, "DOUBTS": 20, "STORY": 18, "ARTICLE": 40}  # columns, where there is not room for all
LEAST = 24  # columns of a title; others give way before it has fewer
FIRST_TO_GO = ("ARTICLE", "STORY", "OUTLET", "DOUBTS", "DATE")
STATES = ("draft", "scheduled", "published", "retracted", "doubt")


@click.command("list")
@click.option("--state", "states", multiple=True, type=OneOf(STATES), help="Only these; may be given twice.")
@click.option("--section", default="", help="Only this section.")
@click.option("--tag", "tags", multiple=True, help="Only what has this tag; given twice, both.")
@click.option("--outlet", default="", help="Only from this outlet.")
@click.option("--story", default="", help="Only this story.")
@click.option("--since", default="", metavar="DATE", help="Only what goes out on this day or later.")
@click.option("--until", default="", metavar="DATE", help="Only what goes out on this day or before.")
@click.option("--text", "words", default="", metavar="WORDS", help="Only what has all these words, in any place.")
@click.option("--doubts", is_flag=True, help="Only what has open doubts, each told.")
@click.option("--limit", type=click.IntRange(min=1), help="So many at most.")
@click.option("--paths", is_flag=True, help="Only the paths, one a line.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--now", "when", default="", metavar="DATE", help="As on this day.")
@root_option
def list_(limit: int | None, paths: bool, as_json: bool, when: str, root: Path, **filters: Any) -> None:
    """Show the articles there are, newest first.

    Example: coranto list --state draft --section Energy
    """
    from coranto import listing

    if paths and as_json:
        raise click.UsageError("--paths and --json exclude one another")
    config = site_config(root)
    now = now_of(when)
    wanted = _wanted(config, **filters)
    every, problems = listing.listed(root, config, now if now.tzinfo else now.replace(tzinfo=config.timezone))
    found = listing.choose(every, wanted)[:limit]
    if as_json:
        say_json([_row(each) for each in found])
    elif paths:
        for each in found:
            say(visible(each.article.path))
    elif found:
        head, *lines = table([_cells(each) for each in found], _room())
        say(head)
        for line, each in zip(lines, found, strict=True):
            say(line)
            if wanted.doubts:
                _tell_doubts(each)
    else:
        say("No doubt is open." if wanted.doubts else "No such article." if every else "There are no articles yet.")
    complain(problems)
    sys.exit(1 if failures(problems) else 0)


def _wanted(config: Config, *, since: str, until: str, states: tuple[str, ...], **filters: Any) -> Wanted:
    from coranto.listing import Wanted

    begin = date_of(since, config.timezone, "--since")
    end = date_of(until, config.timezone, "--until")
    last = end.at + timedelta(days=1, microseconds=-1) if end and end.day_only else end.at if end else None
    return Wanted(frozenset(states), since=begin.at if begin else None, until=last, **filters)


def _row(each: Listed) -> dict[str, Any]:
    """All that the list knows, for other programs."""
    article, moment = each.article, each.moment
    taken = article.retracted
    return {
        "id": article.id,
        "path": article.path,
        "slug": article.slug,
        "title": article.title,
        "state": each.state,
        "standing": each.standing,
        "date": _stamp(article.date),
        "published": _stamp(moment),
        "updated": _stamp(article.updated),
        "outlet": article.source.name,
        "original": article.source.url,
        "authors": article.authors,
        "section": article.section,
        "tags": article.tags,
        "story": article.story,
        "language": article.language,
        "featured": article.featured,
        "republish": article.republish,
        "doubts": [{"field": name, "seen": seen} for name, seen in each.doubts],
        "retracted": {"date": _stamp(taken.date), "reason": taken.reason} if taken else None,
    }


def _stamp(moment: Moment | None) -> str | None:
    return moment.at.isoformat() if moment else None


def _cells(each: Listed) -> tuple[str, ...]:
    """One line of the table, in the order of its heads."""
    article, moment = each.article, each.moment
    date = moment.at.date().isoformat() if moment else ""
    if moment and each.standing == "scheduled" and not moment.day_only:
        date += f" {moment.at:%H:%M}"
    doubts = ", ".join(name for name, _ in each.doubts)
    cells = (each.state, date, article.source.name, article.title, doubts, article.story, article.slug)
    return tuple(visible(" ".join(cell.split())) for cell in cells)


def _tell_doubts(each: Listed) -> None:
    say(f"  {visible(each.article.path)}")
    for name, seen in each.doubts:
        say(f"  settle {name}" + (f": {visible(seen)}" if seen else ""))


def _room() -> int:
    """How wide the terminal is; 0 where the output goes elsewhere, and nothing need be cut."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def table(rows: Sequence[Sequence[str]], room: int) -> list[str]:
    """Rows under their heads, in columns; cut to fit into ``room``, if that is not 0. Empty columns are left out."""
    shown = [number for number in range(len(HEADS)) if any(row[number] for row in rows) or number == TITLE]
    widths = {number: max(width_of(text) for text in _column(rows, number)) for number in shown}
    if room:
        _fit(widths, room)
    return [_line(row, widths, bool(room)) for row in (HEADS, *rows)]


def _column(rows: Sequence[Sequence[str]], number: int) -> Iterable[str]:
    return (row[number] for row in (HEADS, *rows))


def _fit(widths: dict[int, int], room: int) -> None:
    """Make the columns narrower, and leave some out, until the title has room or nothing else can go."""

    def left() -> int:
        return room - sum(width + 2 for number, width in widths.items() if number != TITLE)

    whole = widths[TITLE]
    if left() < whole:
        for number, width in widths.items():
            widths[number] = min(width, WIDEST.get(HEADS[number], width))
    for name in FIRST_TO_GO:
        if left() < min(whole, LEAST):
            widths.pop(HEADS.index(name), None)
    widths[TITLE] = max(1, min(whole, left()))


def _line(cells: Sequence[str], widths: dict[int, int], cut: bool) -> str:
    written = []
    for number, width in widths.items():
        text = shortened(cells[number], width) if cut else cells[number]
        written.append(text + " " * (width - width_of(text)))
    return "  ".join(written).rstrip()


def shortened(text: str, width: int) -> str:
    """As much of a text as fits, an ellipsis in place of the rest."""
    if width_of(text) <= width:
        return text
    taken = 1  # the ellipsis
    for number, letter in enumerate(text):
        taken += width_of(letter)
        if taken > width:
            return text[:number].rstrip() + "…"
    return text
