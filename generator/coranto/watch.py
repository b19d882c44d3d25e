"""Which files have changed: what the file system tells, gathered into bursts.

In: the folders of a site. Out: the names of files, or that any may have changed. Reads none of them, builds nothing.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from watchfiles import Change, awatch

from coranto.materials import Order
from coranto.problems import warning
from coranto.theme import BUILT_IN

STEP = 10  # ms without a change that end a burst of them
BURST = 200  # ms that one may last
LOOK = 0.3  # seconds between two looks at all files, where the system does not tell
FOLDERS = ("content", "themes", "languages", "extensions")


class Touched:
    """The files that have changed since they were last taken."""

    def __init__(self) -> None:
        self._some = asyncio.Event()
        self._paths: set[Path] = set()
        self._all = False

    def add(self, paths: Iterable[Path]) -> None:
        """These have changed."""
        self._paths.update(paths)
        self._some.set()

    def add_all(self) -> None:
        """Anything may have."""
        self._all = True
        self._some.set()

    async def take(self) -> frozenset[Path]:
        """Wait for some; none when it may be any."""
        await self._some.wait()
        taken = frozenset() if self._all else frozenset(self._paths)
        self._some.clear()
        self._paths, self._all = set(), False
        return taken


async def watch(order: Order, touched: Touched, polling: bool, say: Callable[[str], None]) -> None:
    """Tell each burst of changes in what the site is made from. livereload's own watcher would build at the first file
    of a burst and miss a file that is moved in with an old time. ``polling``: look at all files again and again, for
    folders that do not say what happens in them; done too where the system watches no more of them."""
    root, config = order.root, (order.config or order.root / "config.yaml").absolute()

    def ours(_: Change, path: str) -> bool:
        return is_material(Path(path), root, config)

    async def follow(*folders: Path, deep: bool) -> None:
        async for changes in awatch(
            *folders,
            watch_filter=ours,
            recursive=deep,
            debounce=BURST,
            step=STEP,
            rust_timeout=500,
        ):
            touched.add(Path(path) for _, path in changes)
            if not deep and any(Path(path).parent == root and Path(path).is_dir() for _, path in changes):
                return  # one of the folders is new: it is to be followed from now on

    while not polling:
        deep = [folder for folder in (*(root / name for name in FOLDERS), BUILT_IN) if folder.is_dir()]
        tasks = [
            asyncio.create_task(follow(root, config.parent, deep=False)),
            asyncio.create_task(follow(*deep, deep=True)),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
        faults = [fault for fault in ended if isinstance(fault, Exception)]
        if root.is_dir() and config.parent.is_dir():
            faults = [fault for fault in faults if not isinstance(fault, FileNotFoundError)]  # a folder just gone
        for fault in faults:
            if not isinstance(fault, OSError | RuntimeError):
                raise fault
        if faults:
            polling = True
            message = f"the system does not tell of changes ({faults[0]}): files are looked at again and again"
            say(warning(message, hint="raise fs.inotify.max_user_watches and max_user_instances").show())
        touched.add_all()  # nobody looked for a moment
    before = _seen(root, config)  # at once: what changes during the first build is told
    while True:
        await asyncio.sleep(LOOK)
        now = await asyncio.to_thread(_seen, root, config)
        if changed := {Path(path) for path, _ in before.items() ^ now.items()}:
            touched.add(changed)
        before = now


def _seen(root: Path, config: Path) -> dict[str, tuple[int, int, int]]:
    """All that a site is made from, with what tells one state of a file from another. watchfiles' own polling counts
    whole seconds, and misses the second save of one."""
    found: dict[str, tuple[int, int, int]] = {}

    def look(path: str) -> None:
        with suppress(OSError):  # gone meanwhile
            told = os.lstat(path)
            found[path] = told.st_mtime_ns, told.st_size, told.st_ino

    for folder in (*(root / name for name in FOLDERS), BUILT_IN):
        for top, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if not _is_aside(name)]
            for name in names:
                if not _is_aside(name):
                    look(f"{top}{os.sep}{name}")
    look(str(config))
    return found


def _is_aside(name: str) -> bool:
    return name.startswith(".") or name.endswith("~")


def is_material(path: Path, root: Path, config: Path) -> bool:
    """Is a site in ``root`` made from this file? Not from what editors lay beside it."""
    if path == config:
        return True
    try:
        parts = path.relative_to(root).parts
    except ValueError:
        return path.is_relative_to(BUILT_IN)
    return not any(map(_is_aside, parts)) and parts[:1] in {(name,) for name in FOLDERS}
