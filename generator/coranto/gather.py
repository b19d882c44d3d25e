"""The first program: inputs in, drafts in content/ out. Nothing that people have edited is ever overwritten.

In: what arguments name. Out: Markdown files, and a report of what came in, what was there already and what is doubted.
One bad input never stops the rest. No clock, and no network but through the gate that is handed in.

    named -> opened -> read (in processes of their own) -> filed
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from coranto import answers
from coranto.bounded import readers
from coranto.fetch import Fetched
from coranto.files import clear_staged
from coranto.filing import Destination, Filed, Recorded, file_clipping, file_subscription
from coranto.holdings import holdings
from coranto.inputs import STDIN, Input, Named, is_address, named, opened
from coranto.materials import Order, read_config
from coranto.model import Reading
from coranto.problems import CorantoError, Place, Problem, error, warning

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # Windows has none

WRITTEN = ("articles", "authors", "sources")  # folders of content/ that import writes into
LIMIT = 500  # entries of a feed in one run
Log = dict[str, answers.Answer]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An address that has nothing new since the last time."""

    name: str


Result = Filed | Recorded | Unchanged | Problem


@dataclass(frozen=True, slots=True)
class Means:
    """What import reaches the world by: the gate, standard input, and how many inputs are read at a time."""

    fetch: Callable[[str, str, str], Fetched] | None = None  # address, ETag, Last-Modified
    stdin: Callable[[int], bytes] = lambda most: b""
    limit: int = LIMIT
    follow: bool = False  # the feeds of subscriptions too
    jobs: int = field(default_factory=lambda: min(4, os.cpu_count() or 1))
    step: Callable[[int, int], None] = lambda done, total: None  # called as inputs are done
    called: str = STDIN  # what articles say that they are from, of what comes by standard input


def gather(names: Iterable[str], to: Destination, means: Means) -> Iterator[Result]:
    """File what each input holds; a bad one yields its problems, and the next is read.

    Without names and with ``follow``: the feeds of the site's source records.
    """
    with alone(to.folder or to.root / "content", to.dry):
        yield from _gather(names, to, means)


def _gather(names: Iterable[str], to: Destination, means: Means) -> Iterator[Result]:
    said: list[Problem] = []
    for folder in () if to.dry else (to.folder,) if to.folder else (to.root / "content" / name for name in WRITTEN):
        clear_staged(folder, to.now.timestamp())
    to = replace(to, held=holdings(to.folder or to.root / "content", said, site=to.folder is None))
    yield from said
    waiting = named(names)
    if means.follow and not waiting:
        waiting = [Named(address) for address in to.held.outlets]
    log = answers.load(to.root) if to.folder is None else {}
    before = dict(log)
    done, total, asked = 0, len(waiting), set[str]()
    with readers(max(1, min(means.jobs, total)), _added(to)) as read:
        while waiting:
            batch, waiting = waiting, []
            opening = (_opened(each, log, to, means) for each in batch)
            for each, (item, reading) in zip(batch, read(opening, means.limit), strict=True):
                for told in _filed(each, item, reading, log, to):
                    yield told
                    if means.follow and isinstance(told, Recorded) and told.subscription.feed not in asked:
                        asked.add(told.subscription.feed)
                        waiting.append(Named(told.subscription.feed))
                done += 1
                means.step(done, total + len(waiting))
            total += len(waiting)
    if log != before and not to.dry:
        try:
            answers.save(to.root, log)
        except CorantoError as fault:
            yield from (replace(each, severity="warning") for each in fault.problems)


def _added(to: Destination) -> tuple[str, ...]:
    """The site's folder, and the extensions that it names; nothing without any."""
    if to.folder is not None or not (to.root / "config.yaml").is_file():
        return ()
    config, _ = read_config(Order(to.root, to.now))
    return (str(to.root.absolute()), *config.extensions) if config.extensions else ()


@contextmanager
def alone(place: Path, dry: bool) -> Iterator[None]:
    """One import at a time into one place: two would each file what the other just has. Leaves no file behind."""
    if fcntl is None or dry or not place.is_dir():
        yield
        return
    descriptor = os.open(place, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise error("another import is at work here", Place(str(place)), "wait until it has ended") from None
        except OSError:
            pass  # a file system without locks
        yield
    finally:
        os.close(descriptor)


def _opened(each: Named | CorantoError, log: Log, to: Destination, means: Means) -> Input | Unchanged | CorantoError:
    if isinstance(each, CorantoError):
        return each
    last = log.get(each.name) if not (to.dry or to.update or to.again) else None

    def fetch(address: str) -> Fetched:
        if means.fetch is None:
            raise error("addresses are not read here", Place(address))
        return means.fetch(address, last.etag if last else "", last.modified if last else "")

    try:
        found = opened(each, means.stdin, fetch, means.called)
    except CorantoError as fault:
        return fault
    return Unchanged(each.name) if found.answer and found.answer.unchanged else found


def _filed(
    each: Named | CorantoError,
    item: Input | Unchanged | CorantoError,
    reading: Reading | CorantoError | None,
    log: Log,
    to: Destination,
) -> Iterator[Result]:
    name = each.name if isinstance(each, Named) else ""
    if isinstance(item, Unchanged):
        last = log.get(name, answers.Answer())
        log.update(answers.note_good({}, name, last.etag, last.modified))
        yield item
        return
    fault = item if isinstance(item, CorantoError) else reading
    if isinstance(fault, CorantoError):
        if is_address(name) and (name in log or name in to.held.outlets):
            log.update(answers.note_bad(log, name, to.now))
            silence = answers.silence(log[name], to.now)
            fault = CorantoError(*(replace(told, message=told.message + silence) for told in fault.problems))
        yield from fault.problems
        return
    assert isinstance(item, Input)
    assert isinstance(reading, Reading)
    yield from reading.problems
    unsettled = bool(reading.left)
    for subscription in reading.subscriptions:
        try:
            yield file_subscription(subscription, item.name, to)
        except CorantoError as refused:
            yield from refused.problems
    for clipping in reading.clippings:
        try:
            told = file_clipping(clipping, to, item, address=name if is_address(name) else "")
        except CorantoError as refused:
            unsettled = True
            yield from refused.problems
            continue
        unsettled |= told.status == "changed"
        yield told
    if reading.left:
        yield warning(f"{reading.left} older entries were left", Place(item.name), "--limit N takes more")
    if item.answer and reading.feed:
        marks = ("", "") if unsettled else (item.answer.etag, item.answer.modified)  # what was left comes next time
        log.update(answers.note_good({}, name, *marks))
