"""A built site and what a target holds in; what is to be done there, and in which order, out.

The folder is read and held against its manifest, so that nothing leaves that the build did not make. The plan is a pure
decision. What stands on the target and is not in the manifest there is somebody else's: it is neither deleted nor, as
long as nobody asks for that, replaced.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from coranto.files import read_bytes
from coranto.problems import CorantoError, Place, Problem, error
from coranto.publish.manifest import HALVES, MANIFEST, believed, write_manifest
from coranto.publish.record import Sum
from coranto.publish.trees import parents

UNSURE: Sum = (-1, "")  # the sum of a file that is being replaced
FEEDS = re.compile(r"feed\.(?:xml|json)|atom\.xml|.*\.opml|(?:news-)?sitemap(?:-\d+)?\.xml")  # they announce pages
SQUEEZED = (".gz", ".br")
PREVIEW = "theme/preview/"
TOLD = 10  # so many of one kind of fault are named


@dataclass(frozen=True, slots=True)
class Cargo:
    """A built site: its files with their sums, without the manifest; the manifest's ids and own bytes."""

    folder: Path
    sums: Mapping[str, Sum]
    ids: Mapping[str, str]
    manifest: bytes

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(size for size, _ in self.sums.values()) + len(self.manifest)


@dataclass(frozen=True, slots=True)
class Found:
    """What a target holds: every file with its size, ours or not, and the bytes of its manifest (empty: none)."""

    sizes: Mapping[str, int]
    manifest: bytes = b""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done. ``stages`` are uploaded one after the other: a file only when all it needs is there.

    ``ahead`` are deletions without which an upload has no room, ``gone`` the others, which come last. ``both`` is the
    manifest for the time of the work: it names all that is ours, and the sums of what stays alone.
    """

    stages: tuple[tuple[str, ...], ...]
    ahead: tuple[str, ...]
    gone: tuple[str, ...]
    same: int
    size: int
    both: bytes
    fresh: frozenset[str]
    last: bool  # is the manifest to be written

    @property
    def uploads(self) -> tuple[str, ...]:
        """Every file that is uploaded, in order; the manifest apart."""
        return tuple(path for stage in self.stages for path in stage)

    @property
    def deletions(self) -> tuple[str, ...]:
        """Every file that is deleted, in order."""
        return self.ahead + self.gone


class There(Protocol):
    """A target that has been reached."""

    def look(self) -> Found:
        """What stands there. Changes nothing."""

    def put(self, folder: Path, paths: Sequence[str]) -> Iterator[str]:
        """Upload files of a folder to the same paths; gives each that has come."""

    def remove(self, paths: Sequence[str]) -> None:
        """Delete files, and the folders that are empty then."""

    def finish(self) -> str:
        """What makes it all count, where there is such a thing; says what it was called."""


def load(folder: Path, name: str) -> Cargo:
    """Read a built site; ``name`` is what its folder is called in problems. Raises CorantoError when it is not what its
    manifest says, or not for the public."""
    path = folder / MANIFEST
    if path.is_symlink() or not path.is_file():
        raise error("no site has been built here", Place(name), "run coranto build")
    data = read_bytes(path, f"{name}/{MANIFEST}")
    sums = believed(data)
    sums.pop(MANIFEST, None)
    if not sums:
        raise error("this is no manifest of a site", Place(f"{name}/{MANIFEST}"), "run coranto build")
    problems = list(_faults(folder, name, sums))
    if problems:
        more = len(problems) - TOLD
        rest = [Problem(f"and {more} more files like these", Place(name), _AGAIN)] if more > 0 else []
        raise CorantoError(*problems[:TOLD], *rest)
    return Cargo(folder, sums, ids_of(data), data)


def ids_of(manifest: bytes) -> dict[str, str]:
    """The ids that a manifest names, with their addresses; those of one that is none are none."""
    try:
        known = json.loads(manifest)["ids"]
        told = {name: url for name, url in known.items() if isinstance(url, str)}
        return {name: url for name, url in told.items() if not HALVES.search(name + url)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


_AGAIN = "run coranto build, which mends it; change content/ or themes/ instead of output/"


def _faults(folder: Path, called: str, sums: Mapping[str, Sum]) -> Iterator[Problem]:
    for path, want in sums.items():
        name = Place(f"{called}/{path}")
        if path.startswith(PREVIEW):
            yield Problem("this is of a preview, and not for the public", name, "run coranto build")
            continue
        if any((folder / above).is_symlink() for above in parents(path)):
            yield Problem("this stands behind a link", name, _AGAIN)
            continue
        try:
            data = read_bytes(folder / path, f"{called}/{path}")
        except CorantoError as fault:
            yield Problem(fault.problems[0].message, name, _AGAIN)
            continue
        if (len(data), hashlib.sha256(data).hexdigest()) != want:
            yield Problem("this is not what was built: it has been changed since", name, _AGAIN)


def compare(cargo: Cargo, found: Found, overwrite: bool = False) -> Plan:
    """What is to be done so that a target holds the site. Raises CorantoError where a file that is not ours is in the
    way, unless it may be overwritten."""
    theirs = believed(found.manifest) if found.manifest else {}
    theirs.pop(MANIFEST, None)
    ours = {path: told for path, told in theirs.items() if path in found.sizes}
    change = [
        path for path, want in cargo.sums.items() if ours.get(path) != want or found.sizes.get(path, -1) != want[0]
    ]
    gone = sorted(ours.keys() - cargo.sums.keys())
    foreign = found.sizes.keys() - ours.keys() - {MANIFEST}
    _refuse(change, foreign, bool(found.manifest), overwrite)
    above = {each for path in cargo.sums for each in parents(path)}
    ahead = tuple(path for path in gone if path in above or not cargo.sums.keys().isdisjoint(parents(path)))
    fresh = frozenset(path for path in change if path not in found.sizes)
    keys = {path: _rank(path, path in fresh) for path in change}
    stages = tuple(tuple(sorted(p for p in change if keys[p] == rank)) for rank in sorted(set(keys.values())))
    unsure = dict.fromkeys((*change, *gone), UNSURE)
    return Plan(
        stages=stages,
        ahead=ahead,
        gone=tuple(path for path in gone if path not in ahead),
        same=len(cargo.sums) - len(change),
        size=sum(cargo.sums[path][0] for path in change),
        both=write_manifest({**cargo.sums, **unsure}, ids_of(found.manifest) or cargo.ids),
        fresh=fresh,
        last=bool(unsure) or found.manifest != cargo.manifest,
    )


def _refuse(change: Sequence[str], foreign: frozenset[str] | set[str], known: bool, overwrite: bool) -> None:
    hint = "move it away, or give --overwrite" if known else "choose an empty place, or give --overwrite"
    behind = [each for path in change for each in parents(path) if each in foreign]
    in_way = sorted({*behind, *(() if overwrite else foreign.intersection(change))})
    if in_way:
        said = "this stands there, is not of this site, and is in the way"
        more = [Problem(f"and {len(in_way) - TOLD} more like these", None, hint)] if len(in_way) > TOLD else []
        raise CorantoError(*(Problem(said, Place(path), hint) for path in in_way[:TOLD]), *more)


def _rank(path: str, fresh: bool) -> int:
    """Assets, new pages, pages that changed (which may lead to new ones), feeds."""
    plain = path
    for ending in SQUEEZED:
        plain = plain.removesuffix(ending)
    if FEEDS.fullmatch(plain.rpartition("/")[2]):
        return 3
    if plain.endswith(".html"):
        return 1 if fresh else 2
    return 0
