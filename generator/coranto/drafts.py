"""What a curator does to an article that is there: put it out, pick it, take it back.

In: how somebody names an article, and what is to be so. Out: files of which some keys of the front matter have changed,
and no other byte. Never renders, never deletes.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from coranto import frontmatter
from coranto.config import Config
from coranto.content import is_article
from coranto.content.article import UNRANKED, read_article
from coranto.curation import Standing, article_standing
from coranto.fields import Fields
from coranto.files import read_bytes, real, replace_text
from coranto.model import Article, Moment
from coranto.moments import iso
from coranto.problems import Place, Problem, error, stop_on_errors, suggest, warning
from coranto.text import decode

LAST_RANK = 99_999
Shelf = Callable[[], Sequence[Article]]
"""All articles of the site, read when somebody asks for one by its id or its slug."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An article's file as it stands. ``name`` is its path below the site's root."""

    name: str
    path: Path
    article: Article
    text: str
    blank: bool  # it has no body


@dataclass(frozen=True, slots=True)
class Edit:
    """A file's text before and after."""

    name: str
    path: Path
    before: str
    after: str

    def lines(self) -> list[str]:
        """The lines that differ, with ``-`` and ``+`` before them."""
        texts = (self.before.splitlines(), self.after.splitlines())
        told = list(difflib.unified_diff(*texts, n=0, lineterm=""))[2:]
        return [f"{line[0]} {line[1:]}" for line in told if not line.startswith("@@")]


def find(word: str, root: Path, shelf: Shelf) -> str:
    """The file of an article, by its path, its id or its slug. Raises CorantoError when that names none, or several."""
    there = [path for path in (Path(word), root / word) if _is_there(path)]
    named = [name for path in there if (name := _name(path, real(root)))]
    if named:
        return named[0]
    articles = shelf()
    found = sorted(article.path for article in articles if word in (article.id, article.slug))
    if len(found) > 1:
        raise error(f"{word!r} names {len(found)} articles", hint=f"name one by its path: {', '.join(found)}")
    if found:
        return found[0]
    if there:
        raise error("this is no article of the site", Place(word), "give the path of an article in content/")
    near = suggest(Path(word).name.removesuffix(".md"), {name for each in articles for name in (each.slug, each.id)})
    raise error(f"there is no article {word!r}", hint=near or "coranto list shows what there is")


def _is_there(path: Path) -> bool:
    try:
        return path.is_file() or path.is_symlink()
    except (OSError, ValueError):  # no name of a file
        return False


def _name(path: Path, root: Path) -> str:
    """What an article's file is called in the site; empty when it is none."""
    place = real(path.parent) / path.name
    name = place.relative_to(root).as_posix() if place.is_relative_to(root) else ""
    below = name.removeprefix("content/")
    return name if below != name and is_article(below) and not path.is_symlink() else ""


def take(name: str, root: Path, config: Config) -> Opened:
    """An article's file, to be changed. Raises CorantoError for any mistake in it."""
    path = real(root) / name
    return hold(name, path, read_bytes(path, name), config)


def hold(name: str, path: Path, data: bytes, config: Config) -> Opened:
    """The same of bytes that are there already. Raises CorantoError for any mistake in them."""
    text, problems = decode(data, name)
    document = frontmatter.split(text, name)
    article = read_article(name, Fields(document.fields, problems, "front matter", config.timezone))
    stop_on_errors(problems)
    # As it is, and not as it was decoded: its line ends and its byte order mark are kept.
    return Opened(name, path, article, data.decode("utf-8"), not document.body.strip())


def write(edits: Sequence[Edit]) -> None:
    """Put the new texts in place, each file whole or not at all. Raises CorantoError, and writes none, when one of them
    is not what it was, or may not be written."""
    for edit in edits:
        if read_bytes(edit.path, edit.name) != edit.before.encode("utf-8"):
            raise error("this has changed meanwhile", Place(edit.name), "look at it, and say it again")
        if not edit.path.stat().st_mode & 0o222:
            raise error("this may not be written", Place(edit.name), "give yourself the right to write it")
    for edit in edits:
        replace_text(edit.path, edit.after)


def put_out(opened: Opened, config: Config, now: datetime, at: Moment | None = None) -> tuple[Edit | None, Standing]:
    """Publish: ``draft`` goes, ``published`` is now, or the moment given. What comes of it, and how it stands then.

    A date that the curator has set before is a wish, and kept when none is given. Raises CorantoError when the article
    lacks what a published one needs.
    """
    article = opened.article
    _refuse_retracted(opened)
    state = article_standing(article, now)
    missing = [key for key in ("title", "date") if not getattr(article, key)]
    missing += ["a body"] if opened.blank and article.republish != "link" else []
    if missing:
        raise error(f"it cannot be published without {' and '.join(missing)}", Place(opened.name), "settle that first")
    if at is not None and state == "published":
        raise error("it is out already", Place(opened.name), "coranto retract takes an article back")
    if at is None and not article.draft:
        return None, state
    stamp = iso(at) if at else now.astimezone(config.timezone).isoformat(timespec="minutes")
    out = at or article.published
    changes = {"draft": None} if article.published and at is None else {"draft": None, "published": stamp}
    return _edit(opened, changes), "scheduled" if out and out.at > now else "published"


def pick(opened: Opened, rank: int) -> Edit | None:
    """Make it one of the editors' picks, of a rank or (0) behind all ranks. None when it is so already."""
    _refuse_retracted(opened)
    if opened.article.featured == (rank or UNRANKED):
        return None
    return _edit(opened, {"featured": rank or True})


def unpick(opened: Opened) -> Edit | None:
    """Take it from the picks. None when it is not among them."""
    return _edit(opened, {"featured": None}) if opened.article.featured else None


def make_room(rank: int, name: str, articles: Sequence[Article]) -> list[tuple[str, int]]:
    """Which other picks have to take which rank so that one is free: each that is in the way goes down by one. Raises
    CorantoError when that would be behind the last rank there is."""
    moved: list[tuple[str, int]] = []
    while holders := holders_of(rank, name, articles):
        rank += 1
        if rank > LAST_RANK:
            raise error("no rank below is free", Place(holders[0].path), "give that one a smaller rank first")
        moved += [(article.path, rank) for article in holders]
    return moved


def holders_of(rank: int, name: str, articles: Iterable[Article]) -> list[Article]:
    """The other articles that have this rank."""
    return [each for each in articles if each.featured == rank and each.path != name and not each.retracted]


def rank_taken(rank: int, holders: Sequence[Article]) -> Problem:
    """That a rank is shared, and how that is changed."""
    others = " and ".join(article.path for article in holders)
    return warning(f"rank {rank} is also that of {others}", hint="--move moves others down")


def retract(opened: Opened, config: Config, now: datetime, reason: str) -> Edit:
    """Take it back: from the next build on a notice stands in its place. Raises CorantoError when it is not out."""
    if opened.article.retracted:
        since = iso(opened.article.retracted.date)
        raise error(f"it is retracted since {since}", Place(opened.name), "to change the reason, edit the file")
    state = article_standing(opened.article, now)
    if state != "published":
        raise error(f"it is {state}: there is nothing to retract", Place(opened.name), "delete the file, or leave it")
    stamp = now.astimezone(config.timezone).isoformat(timespec="minutes")
    return _edit(opened, {"retracted": {"date": stamp, "reason": reason}})


def restore(opened: Opened) -> Edit:
    """Undo a retraction. Raises CorantoError when there is none."""
    if not opened.article.retracted:
        raise error("it is not retracted", Place(opened.name))
    return _edit(opened, {"retracted": None})


def _refuse_retracted(opened: Opened) -> None:
    if opened.article.retracted:
        hint = f"coranto retract {opened.name} --undo puts it back"
        raise error("it is retracted", Place(opened.name), hint)


def _edit(opened: Opened, changes: Mapping[str, Any]) -> Edit:
    return Edit(opened.name, opened.path, opened.text, frontmatter.edit(opened.text, changes, opened.name))
