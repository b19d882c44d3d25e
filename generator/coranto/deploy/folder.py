"""A folder on this machine: where a web server reads, or what something else carries on.

Each file is written aside and moved into its place, so that nobody sees half of one. Nothing is written through a
link, and only what ``remove`` is given is deleted.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from coranto.files import read_bytes, real
from coranto.problems import error
from coranto.publish import trees
from coranto.publish.manifest import MANIFEST
from coranto.shipment import Found, There
from coranto.targets import Folder

STAGED = ".coranto-staged"
KEPT = ("content", "themes", "languages", ".git", ".coranto")


@contextmanager
def reach(where: Folder, root: Path, output: Path) -> Iterator[There]:
    """The folder; made when it is not there and something is put into it."""
    folder = Path(root, Path(where.path).expanduser())
    place = real(folder)
    sources = [real(root) / name for name in KEPT] + [real(output)]
    if real(root).is_relative_to(place) or any(
        place.is_relative_to(each) or each.is_relative_to(place) for each in sources
    ):
        hint = "choose a folder that holds no part of the site"
        raise error(f"the site cannot be sent to {folder}: it is made there", hint=hint)
    if folder.exists() and not folder.is_dir():
        raise error(f"{folder} is no folder", hint="choose another place, or remove it")
    yield _There(place)


class _There:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def look(self) -> Found:
        sizes = {}
        for base, names, files in os.walk(self._folder):
            below = Path(base).relative_to(self._folder)
            for name in [*files, *(each for each in names if Path(base, each).is_symlink())]:
                if (path := (below / name).as_posix()) != STAGED:
                    told = Path(base, name).lstat()
                    sizes[path] = -1 if Path(base, name).is_symlink() else told.st_size
        manifest = self._folder / MANIFEST
        return Found(sizes, read_bytes(manifest, str(manifest)) if MANIFEST in sizes else b"")

    def put(self, folder: Path, paths: Sequence[str]) -> Iterator[str]:
        staged = self._folder / STAGED
        for path in paths:
            target = self._folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            trees.clear(staged)
            trees.write(str(staged), read_bytes(folder / path, str(folder / path)), durable=False)
            staged.replace(target)
            yield path

    def remove(self, paths: Sequence[str]) -> None:
        trees.patch(self._folder, paths, (), _never)

    def finish(self) -> str:
        with contextlib.suppress(FileNotFoundError):
            (self._folder / STAGED).unlink()
        trees.sync(self._folder)
        return ""


def _never(path: str, target: str) -> None:
    raise AssertionError(path)
