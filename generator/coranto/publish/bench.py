"""Where the second tree is made: in the workshop, where it is kept for next time, or beside the folder for this time.

Nothing in a bench is needed by anybody else: all of it may be thrown away, and is when in doubt.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coranto.problems import CorantoError
from coranto.publish import trees
from coranto.publish.lock import alone


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder of ours for the tree that is not published. ``filled`` are the folders in it that were made or mended
    to be what those of the published tree are."""

    place: Path
    lasting: bool
    filled: frozenset[str] = frozenset()

    @property
    def tree(self) -> Path:
        """The second tree."""
        return self.place / "tree"

    @property
    def aside(self) -> Path:
        """Where the published folder waits while it takes two renames to replace it."""
        return self.place / "aside"


def find(workshop: Path | None, folder: Path) -> Path | None:
    """The place in the workshop for this folder; None where there can be none. It must lie on the same file system."""
    if workshop is None or workshop.absolute().is_relative_to(folder.absolute()):
        return None
    name = os.fsencode(folder.absolute())
    place = workshop / f"output-{hashlib.sha256(name).hexdigest()[:12]}"
    try:
        workshop.mkdir(parents=True, exist_ok=True)
        if workshop.is_symlink():
            return None
        if place.is_symlink() or not place.is_dir():
            trees.clear(place)
            place.mkdir(exist_ok=True)
        if not (place / "of").is_file():
            (place / "of").write_bytes(name)
        neighbour = folder if folder.exists() else folder.parent
        return place if place.stat().st_dev == neighbour.stat().st_dev and os.access(place, os.W_OK) else None
    except OSError:
        return None


def tidy(folder: Path, place: Path | None) -> None:
    """Put right what a killed run left. Only called where no other run can be at work on this folder."""
    beside = [
        each for each in folder.parent.iterdir() if each.name.startswith(_prefix(folder)) and not each.is_symlink()
    ]
    for leftover in beside + ([place] if place else []):
        aside = Bench(leftover, lasting=False).aside
        if aside.is_dir():
            if not folder.exists():  # killed between two renames: this is the site
                aside.rename(folder)
            else:
                shutil.rmtree(aside, ignore_errors=True)
    for leftover in beside:
        shutil.rmtree(leftover, ignore_errors=True)


def sweep(place: Path, folder: Path) -> None:
    """Remove the benches of folders that are there no more, or else a site that was built to many places would be kept
    as often. Only called where no other run can be at work on this folder."""
    for other in place.parent.glob("output-*"):
        with contextlib.suppress(OSError, ValueError, CorantoError):
            gone = Path(os.fsdecode((other / "of").read_bytes()))
            if other == place or os.path.lexists(gone) or Bench(other, lasting=False).aside.exists():
                continue
            locked = gone.parent == folder.parent or not gone.parent.is_dir()
            with contextlib.nullcontext() if locked else alone(gone, other, patience=0):
                shutil.rmtree(other)


@contextmanager
def prepared(folder: Path, place: Path | None, stirred: Sequence[str] | None) -> Iterator[Bench]:
    """A bench whose tree holds what the folder holds: the lasting one, brought up to date where it was ``stirred``, or
    as a whole; else, since no file can be linked there, one for this time."""
    bench = _lasting(folder, place, stirred) if place else None
    if bench:
        yield bench
        return
    passing = Path(tempfile.mkdtemp(prefix=_prefix(folder), dir=folder.parent))
    try:
        yield Bench(passing, False, frozenset(_follow(folder, passing, None, copy=True)))
    finally:
        shutil.rmtree(passing, ignore_errors=True)


def _lasting(folder: Path, place: Path, stirred: Sequence[str] | None) -> Bench | None:
    for names in (stirred, None):
        with contextlib.suppress(OSError):
            return Bench(place, True, frozenset(_follow(folder, place, names, copy=False)))
    shutil.rmtree(Bench(place, True).tree, ignore_errors=True)
    return None


def _follow(folder: Path, place: Path, stirred: Sequence[str] | None, copy: bool) -> list[str]:
    tree = Bench(place, lasting=False).tree
    if stirred is None:
        if tree.is_symlink() or not tree.is_dir() or not folder.exists():
            trees.clear(tree)
            tree.mkdir()
        if not folder.exists():
            return [""]
        return ["", *trees.mirror(folder, tree, whole=True, copy=copy)]
    filled = list(stirred)
    for name in stirred:
        if (folder / name).is_dir() and not (folder / name).is_symlink():
            filled += trees.mirror(folder, tree, name)
    return filled


def _prefix(folder: Path) -> str:
    return f".{folder.name}.coranto-staged-"
