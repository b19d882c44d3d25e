"""What shall stand in the folder, what stands there, and so what is to be done. Reads; changes nothing."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from coranto.files import read_bytes
from coranto.model import Output
from coranto.problems import CorantoError, Place, Problem, error
from coranto.publish.manifest import MANIFEST, read_manifest, write_manifest
from coranto.publish.record import GONE, Files, Folders, Stat, Stats, Sum, look, size_of
from coranto.publish.trees import folders, parents


@dataclass(frozen=True, slots=True)
class Site:
    """What shall stand in the folder: each file's bytes, or the way to them, and its sum. The manifest is the last."""

    outputs: Mapping[str, Output]
    sums: Mapping[str, Sum]
    ids: Mapping[str, str]

    def data(self, path: str) -> bytes:
        """The bytes of a file. Raises CorantoError when they are not those that were announced; those that were in
        memory then are the same still."""
        output = self.outputs[path]
        if isinstance(output.data, bytes):
            return output.data
        data = _data(output)
        if _sum(data) != self.sums[path]:
            raise error(
                "this is not what it was a moment ago",
                Place(output.origin),
                "build again; if it stays, remove .coranto/",
            )
        return data


@dataclass(frozen=True, slots=True)
class Findings:
    """What is to be done. ``ours`` is what the manifest said; ``good`` what the file system says of the files that are
    as they should be, ``unsure`` what of the site was not known to be by that alone."""

    written: tuple[str, ...]
    deleted: tuple[str, ...]
    ours: Mapping[str, Sum]
    good: Stats
    unsure: tuple[str, ...]


def collect(outputs: Iterable[Output], ids: Mapping[str, str]) -> Site:
    """Every file with its sum. Bytes are asked for where it is not known, so that a fault among them stops the run."""
    found: dict[str, Output] = {}
    sums: dict[str, Sum] = {}
    problems: list[Problem] = []
    for output in outputs:
        found[output.path] = output
        if output.digest and output.size >= 0:
            sums[output.path] = (output.size, output.digest)
            continue
        try:
            data = _data(output)
        except CorantoError as fault:
            problems += fault.problems
            continue
        sums[output.path] = _sum(data)
        if callable(output.data):
            found[output.path] = replace(output, data=data)
    if problems:
        raise CorantoError(*problems)
    manifest = write_manifest(sums, ids)
    found[MANIFEST] = Output(MANIFEST, manifest, MANIFEST)
    sums[MANIFEST] = _sum(manifest)
    return Site(found, sums, ids)


def _data(output: Output) -> bytes:
    if isinstance(output.data, bytes):
        return output.data
    return output.data() if callable(output.data) else read_bytes(output.data, output.origin)


def _sum(data: bytes) -> Sum:
    return len(data), hashlib.sha256(data).hexdigest()


def survey(folder: Path, site: Site, now: Stats, known: Files | None) -> Findings:
    """Compare what stands in a folder with what shall. ``now`` is what the file system says of the files of the site,
    ``known`` what it said when they were last known to be right."""
    ours = read_manifest(folder, known.manifest if known else None)
    unsure = tuple(site.sums)
    if known and known.manifest == ours.get(MANIFEST):
        then, was = known.stats.get, ours.get
        unsure = tuple(path for path, want in site.sums.items() if then(path) != now[path] or was(path) != want)
    # Once more: by now the clock has been read.
    good = now | look(folder, [path for path in unsure if now[path] != GONE])
    written = tuple(path for path in unsure if not _stands(folder, path, site.sums[path], good[path]))
    for path in written:
        del good[path]
    deleted = tuple(sorted(path for path in ours.keys() - site.sums.keys() if _is_file(folder, path)))
    return Findings(written, deleted, ours, good, unsure)


def stirred(folder: Path, tree: Path, known: Folders | None) -> list[str] | None:
    """The folders in which a tree may differ from the published one, those above first; None when any may."""
    if known is None or tree.is_symlink():
        return None
    here, there = look(folder, known.here), look(tree, known.there)
    return sorted(
        {name for name, told in here.items() if told != known.here[name]}
        | {name for name, told in there.items() if told != known.there[name]}
    )


def _stands(folder: Path, path: str, want: Sum, told: Stat) -> bool:
    """Does this file stand there with these bytes? To know it is read."""
    if told == GONE or size_of(told) != want[0]:
        return False
    try:
        return _sum(read_bytes(folder / path, path)) == want
    except CorantoError:
        return False


def _is_file(folder: Path, path: str) -> bool:
    """Is this a regular file, in real folders all the way?"""
    try:
        kinds = [os.lstat(folder / each).st_mode for each in (path, *parents(path))]
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    return stat.S_ISREG(kinds[0]) and all(map(stat.S_ISDIR, kinds[1:]))


def refuse_foreign(folder: Path, site: Site, found: Findings, known: Collection[str], moved: Collection[str]) -> None:
    """Raise CorantoError where something that is not ours has the name of a file or folder of the site. Of the folders
    that were ``known`` when all was right, only those that ``moved`` can have become something else."""
    problems: dict[str, Problem] = {}
    paths = found.unsure if known else site.sums
    doubtful = {path.rpartition("/")[0] for path in paths}.difference(known, [""])
    doubtful |= folders(doubtful) | set(moved)
    missing: set[str] = set()  # folders: nothing can stand below them
    for name in sorted(doubtful.difference(found.deleted)):
        kind = _kind(folder, name, missing)
        if kind is None:
            missing.add(name)
        elif not stat.S_ISDIR(kind) and any(path.startswith(f"{name}/") for path in site.sums):
            problems[name] = _foreign(folder / name)
    for path in found.written:
        kind = _kind(folder, path, missing)
        if kind is None or (path in found.ours and not stat.S_ISDIR(kind)):
            continue
        if not stat.S_ISDIR(kind) or not _will_be_empty(folder, path, found.deleted):
            problems[path] = _foreign(folder / path)
    if problems:
        raise CorantoError(*list(problems.values())[:10])


def _kind(folder: Path, path: str, missing: Collection[str]) -> int | None:
    """What stands there, as a mode; None when nothing does, as nothing can in folders that are ``missing``."""
    if path.rpartition("/")[0] in missing:
        return None
    try:
        return os.lstat(f"{folder}/{path}").st_mode
    except (OSError, ValueError):
        return None


def _will_be_empty(folder: Path, path: str, deleted: Collection[str]) -> bool:
    """Does a folder hold nothing but files of ours that go?"""
    gone = set(deleted)
    for base, names, files in os.walk(folder / path):
        below = Path(base).relative_to(folder)
        if any((below / name).as_posix() not in gone for name in files) or not (names or files):
            return False
        if any(Path(base, name).is_symlink() for name in names):
            return False
    return True


def _foreign(path: Path) -> Problem:
    hint = "move it away, or give --output another folder"
    return Problem("this is not ours and stands where the site wants a file", Place(str(path)), hint)
