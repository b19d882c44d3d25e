"""What the desk has done to files, and how each of it is undone.

In: changes, each the bytes a file had and is to have. Out: files changed, all of them or none; or a clash, which says
what stands there instead. A file that has other bytes than a change was made from is never written. Kept in memory
alone: the truth is in the files.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from coranto.files import UNWRITTEN, beside, read_bytes, refuse_links, write_new
from coranto.problems import CorantoError, Place, error
from coranto.publish.trees import exchange

KEPT = 200  # actions that can be undone
LINES = 60  # of a difference that is shown


@dataclass(frozen=True, slots=True)
class Change:
    """A file's bytes before and after; None where there is no file. ``name`` is its path below the site's root."""

    name: str
    before: bytes | None
    after: bytes | None

    def back(self) -> Change:
        """The way back."""
        return Change(self.name, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Clash:
    """A file is not what a change was made from: what it was to be, and what it is."""

    name: str
    wanted: bytes | None
    found: bytes | None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done, by its number. ``about`` is the title of what it was done to."""

    number: int
    verb: str
    about: str
    changes: tuple[Change, ...]
    undone: bool = False


class Ledger:
    """The deeds of one desk."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._deeds: dict[int, Deed] = {}
        self._numbers = count(1)  # in one step: what is brought in is noted from another thread

    def do(self, verb: str, about: str, changes: Sequence[Change]) -> Deed | Clash:
        """Change the files and note it, or change nothing. Raises CorantoError when a file cannot be written."""
        clash = put(self._root, changes)
        return clash or self.note(verb, about, changes)

    def note(self, verb: str, about: str, changes: Sequence[Change]) -> Deed:
        """Note what has been done already."""
        deed = Deed(next(self._numbers), verb, about, tuple(changes))
        self._deeds[deed.number] = deed
        self._deeds.pop(deed.number - KEPT, None)
        return deed

    def find(self, number: int) -> Deed | None:
        """A deed by its number; None when it is long ago."""
        return self._deeds.get(number)

    def undo(self, deed: Deed) -> Deed | Clash:
        """Give the files the bytes they had. None of them has changed since, or there is a clash."""
        changes = [change.back() for change in reversed(deed.changes)]
        done = self.do("undo", deed.about, changes)
        if isinstance(done, Deed):
            self._deeds[deed.number] = replace(deed, undone=True)
        return done


def put(root: Path, changes: Sequence[Change], between: Callable[[], object] = lambda: None) -> Clash | None:
    """Make all changes, or none and say which clashed. Raises CorantoError when one cannot be written.

    ``between`` is called between the look at a file and its change: where a test lets somebody else write.
    """
    done: list[Change] = []
    try:
        for change in changes:
            clash = _put(root, change, between)
            if clash is not None:
                _take_back(root, done)
                return clash
            done.append(change)
    except CorantoError:
        _take_back(root, done)
        raise
    return None


def _take_back(root: Path, done: list[Change]) -> None:
    for each in reversed(done):  # one that somebody has changed meanwhile stays as it is: theirs is newer
        _put(root, each.back(), lambda: None)


def _put(root: Path, change: Change, between: Callable[[], object]) -> Clash | None:
    path = root / change.name
    refuse_links(path, root)
    found = _bytes(path, change.name)
    if found != change.before:
        return Clash(change.name, change.after, found)
    between()
    if change.before == change.after:
        return None
    try:
        if change.before is None:
            return _create(path, change)
        if change.after is None:
            return _remove(path, change)
        return _replace(path, change)
    except OSError as fault:
        raise error(f"cannot be written: {fault.strerror}", Place(change.name), UNWRITTEN) from None


def _bytes(path: Path, name: str) -> bytes | None:
    return read_bytes(path, name) if os.path.lexists(path) else None


def _create(path: Path, change: Change) -> Clash | None:
    assert change.after is not None
    try:
        write_new(path, change.after)
    except CorantoError:
        if not os.path.lexists(path):
            raise
        return Clash(change.name, change.after, _bytes(path, change.name))
    return None


def _replace(path: Path, change: Change) -> Clash | None:
    """Let the new bytes change places with what stands there, and look at what that was: nothing can come between."""
    assert change.after is not None
    with _beside(path) as (staged, aside):
        with staged.open("xb") as stream:
            stream.write(change.after)
        with suppress(FileNotFoundError):
            staged.chmod(path.stat(follow_symlinks=False).st_mode & 0o7777)
        exchange(staged, path, aside)
        if not staged.exists():  # the file was gone, and ours took its place
            path.unlink()
            return Clash(change.name, change.after, None)
        old = staged.read_bytes()
        if old == change.before:
            return None
        exchange(staged, path, aside)
        if staged.exists() and staged.read_bytes() != change.after:
            exchange(staged, path, aside)  # somebody has saved twice: the newer stays
        return Clash(change.name, change.after, _bytes(path, change.name))


def _remove(path: Path, change: Change) -> Clash | None:
    """Take the file aside, and look at what it was before it goes."""
    with _beside(path) as (staged, _):
        path.rename(staged)
        old = staged.read_bytes()
        if old == change.before:
            return None
        with suppress(FileExistsError):  # somebody has saved again: theirs stands
            os.link(staged, path)
        return Clash(change.name, None, _bytes(path, change.name))


@contextmanager
def _beside(path: Path) -> Iterator[tuple[Path, Path]]:
    """Two names beside a file that nobody else has; what is left there is removed in the end."""
    staged = beside(path)
    aside = staged.with_suffix(".old")
    try:
        yield staged, aside
    finally:
        staged.unlink(missing_ok=True)
        aside.unlink(missing_ok=True)


def difference(change: Change) -> list[str]:
    """The lines that differ, with ``-`` and ``+`` before them; of very many the first."""
    before, after = (_lines(data) for data in (change.before, change.after))
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    texts = (before[start : len(before) - end], after[start : len(after) - end])
    if max(map(len, texts)) > 10 * LINES:  # nobody reads so much, and to compare it would take long
        told = [*(f"- {line}" for line in texts[0]), *(f"+ {line}" for line in texts[1])]
    else:
        lines = list(difflib.unified_diff(*texts, n=0, lineterm=""))[2:]
        told = [f"{line[0]} {line[1:]}" for line in lines if not line.startswith("@@")]
    return told if len(told) <= LINES else [*told[:LINES], "…"]


def _lines(data: bytes | None) -> list[str]:
    return (data or b"").decode("utf-8", "replace").splitlines()
