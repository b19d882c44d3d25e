"""What each action of the desk writes: a file's bytes in, its bytes afterwards out. Pure; decides nothing by itself.

What an action means stands in ``drafts.py``, where the command line has it too; here it is joined with what the form
beside the button says, so that one press is one change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from coranto import drafts, frontmatter
from coranto.config import Config
from coranto.desk import form
from coranto.desk.ledger import Change
from coranto.drafts import Opened
from coranto.holdings import REJECTED
from coranto.model import Article
from coranto.moments import parse_moment
from coranto.problems import Place, error
from coranto.text import one_line


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with an action: the form's fields, which doubts are called settled, and what the action needs to know:
    a moment, a rank, a reason, the path of another article."""

    fields: Mapping[str, str]
    settled: Sequence[str] = ()
    word: str = ""


def opened(name: str, data: bytes, config: Config) -> Opened:
    """An article's file as it stands. Raises CorantoError for any mistake in it."""
    return drafts.hold(name, Path(name), data, config)


def plain(text: str, name: str) -> dict[str, Any]:
    """The front matter of a file as plain values."""
    values: dict[str, Any] = frontmatter.read(text, name).fields.plain()
    return values


def settle(article: Opened, sent: Sent, config: Config) -> Opened:
    """The article with what the form says. Raises CorantoError for what cannot stand there."""
    changes = form.changes(plain(article.text, article.name), sent.fields, sent.settled)
    return _with(article, changes, config)


def _with(article: Opened, changes: Mapping[str, Any], config: Config) -> Opened:
    if not changes:
        return article
    text = frontmatter.edit(article.text, changes, article.name)
    return opened(article.name, text.encode("utf-8"), config)


def accept(article: Opened, sent: Sent, config: Config, now: datetime) -> Opened:
    """Published now."""
    return _after(article, drafts.put_out(article, config, now)[0], config)


def schedule(article: Opened, sent: Sent, config: Config, now: datetime) -> Opened:
    """Published at a moment that lies ahead."""
    try:
        at = parse_moment(sent.word, config.timezone)
    except ValueError:
        raise error(f"this is no moment: {sent.word!r}", Place(article.name), "write 2026-11-22T07:00") from None
    return _after(article, drafts.put_out(article, config, now, at)[0], config)


def pick(article: Opened, sent: Sent, config: Config, now: datetime) -> Opened:
    """One of the editors' picks, of the rank that was sent, or behind all that have one."""
    rank = sent.word.strip()
    if rank and not (rank.isascii() and rank.isdigit() and 0 < int(rank) < 100_000):
        raise error(f"this is no rank: {rank!r}", Place(article.name), "write a number from 1 up, or nothing")
    return _after(article, drafts.pick(article, int(rank or 0)), config)


def unpick(article: Opened, sent: Sent, config: Config, now: datetime) -> Opened:
    """No pick any more."""
    return _after(article, drafts.unpick(article), config)


def correct(article: Opened, sent: Sent, config: Config, now: datetime) -> Opened:
    """With a correction of today, which moves ``updated``."""
    text = form.said(sent.word)
    if not text:
        raise error("a correction needs a text", Place(article.name), "say what was wrong, and what is right")
    if article.article.draft:
        raise error("it is a draft: nobody has read it", Place(article.name), "change it, and accept it")
    day = now.astimezone(config.timezone).date().isoformat()
    before = plain(article.text, article.name).get("corrections") or []
    changes = {"updated": day, "corrections": [*before, {"date": day, "text": text}]}
    return _with(article, changes, config)


def retract(article: Opened, sent: Sent, config: Config, now: datetime) -> Opened:
    """Taken back: a notice stands in its place."""
    reason = form.said(sent.word)
    if not reason:
        raise error("a retraction needs a reason", Place(article.name), "readers are told it")
    return _after(article, drafts.retract(article, config, now, reason), config)


def restore(article: Opened, sent: Sent, config: Config, now: datetime) -> Opened:
    """Not retracted any more."""
    return _after(article, drafts.restore(article), config)


def split(article: Opened, sent: Sent, config: Config, now: datetime) -> Opened:
    """In no story."""
    return _with(article, {"story": None} if article.article.story else {}, config)


def _after(article: Opened, edit: drafts.Edit | None, config: Config) -> Opened:
    return article if edit is None else opened(article.name, edit.after.encode("utf-8"), config)


SINGLE = {
    "save": lambda article, sent, config, now: article,
    "accept": accept,
    "schedule": schedule,
    "pick": pick,
    "unpick": unpick,
    "correct": correct,
    "retract": retract,
    "restore": restore,
    "split": split,
}
"""Actions that change the file of one article and nothing else, behind what the form says."""


def change(before: Opened, after: Opened) -> Change:
    """What lies between."""
    return Change(before.name, before.text.encode("utf-8"), after.text.encode("utf-8"))


def single(verb: str, name: str, data: bytes, sent: Sent, config: Config, now: datetime) -> list[Change]:
    """One of ``SINGLE``. Raises CorantoError when it cannot be, and says why."""
    first = opened(name, data, config)
    settled = settle(first, sent, config)
    found = change(first, SINGLE[verb](settled, sent, config, now))
    return [] if found.before == found.after else [found]


def reject(name: str, data: bytes, config: Config, sent: Sent, target: str) -> list[Change]:
    """A draft goes to ``target``, in ``content/.rejected/``, with what the form says."""
    first = opened(name, data, config)
    if not first.article.draft:
        raise error("it is no draft", Place(name), "retract it, or put draft: true into the file")
    after = settle(first, sent, config).text.encode("utf-8")
    return [Change(target, None, after), Change(name, data, None)]


def bring_back(name: str, data: bytes) -> list[Change]:
    """A rejected draft stands where it stood."""
    return [Change("content/" + name.removeprefix(REJECTED), None, data), Change(name, data, None)]


def order_picks(places: Sequence[tuple[str, bytes]], config: Config) -> list[Change]:
    """The picks in this order, ranked from 1: only those whose rank is another change."""
    found = []
    for rank, (name, data) in enumerate(places, 1):
        first = opened(name, data, config)
        edit = drafts.pick(first, rank)
        if edit is not None:
            found.append(Change(name, data, edit.after.encode("utf-8")))
    return found


def join(one: tuple[str, bytes], other: tuple[str, bytes], sent: Sent, config: Config) -> list[Change]:
    """Both in one story: the other's, else this one's own, else one that is called as the older article is."""
    first, second = opened(*one, config), opened(*other, config)
    mine = settle(first, sent, config)
    older = min((second.article, mine.article), key=_moment)
    story = second.article.story or mine.article.story or one_line(older.title) or older.slug
    changes = [change(first, _with(mine, {"story": story}, config))]
    changes.append(change(second, _with(second, {} if second.article.story else {"story": story}, config)))
    return [each for each in changes if each.before != each.after]


def _moment(article: Article) -> float:
    """When it was told: one without a date comes behind all others."""
    return article.date.at.timestamp() if article.date else float("inf")
