"""Outputs in; a folder of real files out, exchanged whole in one step.

Two trees hold the same files by hard links: ``output/``, and a second one in the workshop (``.coranto/``). To publish
is a dance of six steps:

    1. survey      what differs from what shall be. The record of last time spares the reading (survey, record)
    2. forget      the record goes, so that a run that is killed from here on leaves no hint that could be wrong
    3. follow      the second tree takes over what others did to output/: their files come along, or go (bench)
    4. change      in the second tree what is no longer made goes, and what differs is written anew (trees)
    5. exchange    the two trees change places
    6. catch up    the tree that was output/ until now gets the same changes, by links; then the record is written

So a build pays for what changed; for the survey alone when nothing did. In steps 1 to 4 output/ is the old site and
from 5 on the new one, whatever happens. Without a usable workshop the second tree is made beside output/, and removed
in the end. Where output/ cannot be moved (a mount point), its files are replaced one by one. Only files that our own
manifest names are ever deleted; nothing is written into content/.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from coranto import stats
from coranto.files import UNWRITTEN
from coranto.model import Output
from coranto.problems import Place, error
from coranto.publish import bench, record, trees
from coranto.publish.bench import Bench
from coranto.publish.lock import alone
from coranto.publish.manifest import MANIFEST, write_manifest
from coranto.publish.record import DOUBT, GONE, UNTIMED, Files, Folders, Stats, look, settled, stat_of
from coranto.publish.survey import Findings, Site, collect, refuse_foreign, stirred, survey
from coranto.publish.trees import folders

__all__ = ["MANIFEST", "Published", "publish"]

FEW = 100  # files: so many are brought to the disk one by one
MANY = 500  # files: to read so many once more next time takes longer than to wait for a tick of the clock


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did to the folder: paths that are new or differ, paths that are gone, and how many stayed."""

    written: tuple[str, ...]
    deleted: tuple[str, ...]
    same: int


def publish(
    outputs: Iterable[Output], folder: Path, ids: Mapping[str, str] | None = None, workshop: Path | None = None
) -> Published:
    """Make ``folder`` hold these outputs and, untouched, whatever in it is not ours.

    ``workshop`` is a folder of ours that may keep the second tree and the record. Raises CorantoError, with the folder
    as it was, when a file cannot be read or written, when a file that is not ours stands where an output wants to go,
    or when another process publishes there and does not come to an end.
    """
    site = collect(outputs, ids or {})
    try:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise error("this is no folder", Place(str(folder)), "remove it, or give --output another folder")
        folder.parent.mkdir(parents=True, exist_ok=True)
        place = bench.find(workshop, folder)
        with alone(folder, place):
            bench.tidy(folder, place)
            return _replace(folder, site, place)
    except OSError as fault:
        raise error(f"cannot be written: {fault.strerror}", Place(str(fault.filename or folder)), UNWRITTEN) from None


def _replace(folder: Path, site: Site, place: Path | None) -> Published:
    known = record.load_files(place, folder) if place else None
    now = look(folder, site.sums)
    if known and known.manifest == site.sums[MANIFEST] and known.stats == now:
        return Published((), (), len(now) - 1)
    moment = stats.clock(place) if place else 0
    found = survey(folder, site, now, known)
    if found.written or found.deleted:
        _change(folder, site, found, place)
    elif place:
        told = found.good | settled({path: found.good[path] for path in found.unsure}, moment)
        with contextlib.suppress(OSError):
            record.save(place, folder, Files(site.sums[MANIFEST], told))
    written = tuple(path for path in found.written if path != MANIFEST)
    return Published(written, found.deleted, len(site.sums) - 1 - len(written))


def _change(folder: Path, site: Site, found: Findings, place: Path | None) -> None:
    """Steps 2 to 6."""
    existed = folder.exists()  # where it does not, the second tree of what was there begins anew
    known = record.load_folders(place, folder) if place and existed else None
    moved = stirred(folder, Bench(place, lasting=True).tree, known) if place else None
    refuse_foreign(folder, site, found, known.here if known else (), moved or ())
    if place:
        record.forget(place)
        bench.sweep(place, folder.absolute())
    if existed and folder.stat().st_dev != folder.parent.stat().st_dev:
        _in_place(folder, site, found)
        return
    with bench.prepared(folder, place, moved) as stage:
        good = dict(found.good)
        write = _writer(site, good, len(found.written) <= FEW)
        trees.patch(stage.tree, found.deleted, found.written, write, found.ours)
        if len(found.written) > FEW:
            trees.sync(stage.tree)
        try:
            trees.exchange(stage.tree, folder, stage.aside)
        except OSError as fault:
            if fault.errno not in (errno.EBUSY, errno.EXDEV):
                raise
            _in_place(folder, site, found)
            trees.clear(stage.tree)
            return
        # The new site stands. What fails from here on costs the next build some time, and nobody anything.
        both = stage.lasting and _catch_up(folder, stage.tree, found, existed)
    if place:
        with contextlib.suppress(OSError):
            files = _files(folder, site, found, good, stage.filled, place)
            record.save(place, folder, files, _folders(folder, stage, found, known, place) if both else None)


def _writer(site: Site, good: Stats, durable: bool) -> trees.Put:
    """What writes a file of the site, and notes what the file system says of it."""

    def put(path: str, target: str) -> None:
        good[path] = stat_of(trees.write(target, site.data(path), durable))

    return put


def _catch_up(folder: Path, tree: Path, found: Findings, existed: bool) -> bool:
    """Make the second tree, which was output/ until now, equal to output/. False, and no tree, where that fails."""
    try:
        if not existed:
            trees.clear(tree)
            tree.mkdir()
        trees.patch(tree, found.deleted, found.written, lambda path, to: os.link(f"{folder}/{path}", to), found.ours)
    except OSError:
        shutil.rmtree(tree, ignore_errors=True)
        return False
    return True


def _files(folder: Path, site: Site, found: Findings, good: Stats, filled: Collection[str], place: Path) -> Files:
    """The record of the files: as it was for those that nobody touched, anew for the others. A link that the mirror
    made changes the ctime of a file; where these are few, they are read next time."""
    fresh = site.sums if len(filled) > MANY else found.unsure
    if len(fresh) > MANY:
        time.sleep(1.2 * stats.TICK / 1e9)  # that clock goes in steps of up to 10 ms
    moment = stats.clock(place)
    told = look(folder, fresh)
    # All but the ctime must be what it was when the bytes were known to be right.
    kept = settled({path: told[path] for path in fresh if told[path][UNTIMED] == good[path][UNTIMED]}, moment)
    return Files(site.sums[MANIFEST], good | dict.fromkeys(fresh, DOUBT) | kept)


def _folders(folder: Path, stage: Bench, found: Findings, known: Folders | None, place: Path) -> Folders | None:
    """The record of the folders, likewise; the trees have changed places since. None where they are not alike."""
    before = known or Folders({}, {})
    touched = {"", *stage.filled, *folders(found.written), *folders(found.deleted)}
    moment = stats.clock(place)
    here, there = look(folder, touched), look(stage.tree, touched)
    gone = {name for name in touched if here[name] == GONE}
    if gone != {name for name in touched if there[name] == GONE}:
        return None

    def table(old: Stats, new: Stats) -> Stats:
        return {name: stat for name, stat in (old | settled(new, moment)).items() if name not in gone}

    return Folders(table(before.there, here), table(before.here, there))


def _in_place(folder: Path, site: Site, found: Findings) -> None:
    """File by file, for a folder that cannot be moved. All is written before anything is replaced, on the same mount.
    The first to come is a manifest that names old and new, the last the right one: so that no killed run leaves files
    that nobody owns."""
    staged = folder / ".coranto-staged"
    trees.clear(staged)
    staged.mkdir()
    try:
        number = {path: str(place) for place, path in enumerate(found.written)}
        for path in found.written:
            trees.write(f"{staged}/{number[path]}", site.data(path), durable=True)
        sums = {path: told for path, told in {**found.ours, **site.sums}.items() if path != MANIFEST}
        trees.write(f"{staged}/both", write_manifest(sums, site.ids), durable=True)
        (staged / "both").replace(folder / MANIFEST)

        def put(path: str, target: str) -> None:
            (staged / number[path]).replace(target)

        trees.patch(folder, found.deleted, found.written, put)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
