"""Outputs in; a folder of real files out, exchanged whole in one step.

The new folder is made beside the old one on the same file system: unchanged files are linked over (they keep their time
stamps), files that are not ours are carried over, and then the two folders change places. A killed run leaves the old
site or the new one. Only files that our own manifest names are ever left behind; nothing is written into content/.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coranto.files import read_bytes, umask
from coranto.model import Output
from coranto.problems import CorantoError, Place, Problem, error

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did to the folder: paths that are new or differ, paths that are gone, and how many stayed."""

    written: tuple[str, ...]
    deleted: tuple[str, ...]
    same: int


def publish(outputs: Iterable[Output], folder: Path, ids: Mapping[str, str] | None = None) -> Published:
    """Make ``folder`` hold these outputs and, untouched, whatever in it is not ours.

    Raises CorantoError, with the folder as it was, when a file cannot be read or written, or when a file that is not
    ours stands where an output wants to go.
    """
    ready = _load(outputs)
    ready[MANIFEST] = _manifest(ready, ids or {})
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise error("this is no folder", Place(str(folder)), "remove it, or give --output another folder")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            return _replace(folder, ready)
    except OSError as fault:
        raise error(f"cannot be written: {fault.strerror}", Place(str(fault.filename or folder))) from None


def _replace(folder: Path, ready: Mapping[str, bytes]) -> Published:
    owned = _owned(folder)
    _refuse_foreign(ready, folder, owned)
    _clear_leftovers(folder)
    staged = Path(tempfile.mkdtemp(prefix=_prefix(folder), dir=folder.parent))
    try:
        done = _fill(staged, folder, ready, owned)
        if done.written or done.deleted or not _same(folder / MANIFEST, ready[MANIFEST]):
            try:
                _exchange(staged, folder)
            except OSError as fault:
                if fault.errno not in (errno.EBUSY, errno.EXDEV):
                    raise
                _overwrite(staged, folder, done)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return done


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One publisher at a time: the folder above is locked, which leaves no file behind. A second one waits."""
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder.parent, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _prefix(folder: Path) -> str:
    return f".{folder.name}.coranto-staged-"


def _clear_leftovers(folder: Path) -> None:
    """Remove what a killed run left beside the folder. Only called where no other run can be at work."""
    for leftover in folder.parent.iterdir():
        if leftover.name.startswith(_prefix(folder)) and not leftover.is_symlink():
            shutil.rmtree(leftover, ignore_errors=True)


def _load(outputs: Iterable[Output]) -> dict[str, bytes]:
    ready: dict[str, bytes] = {}
    problems: list[Problem] = []
    for output in outputs:
        try:
            ready[output.path] = (
                output.data if isinstance(output.data, bytes) else read_bytes(output.data, output.origin)
            )
        except CorantoError as fault:
            problems += fault.problems
    if problems:
        raise CorantoError(*problems)
    return ready


def _manifest(ready: Mapping[str, bytes], ids: Mapping[str, str]) -> bytes:
    """What is ours: path -> size and hash; and the id of every published article -> its address."""
    files = {
        path: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for path, data in sorted(ready.items())
    }
    values = {"version": 1, "files": files, "ids": dict(sorted(ids.items()))}
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _owned(folder: Path) -> set[str]:
    """The paths that the folder's manifest says we made. A missing or damaged manifest owns nothing: a file it does not
    name is never deleted. Paths that lead outside are not believed."""
    try:
        values = json.loads(read_bytes(folder / MANIFEST, MANIFEST))
        paths = {str(path) for path in values["files"]}
    except (CorantoError, ValueError, KeyError, TypeError, RecursionError):
        return set()
    return {MANIFEST} | {path for path in paths if not {"", ".", ".."} & set(path.split("/")) and "\\" not in path}


def _refuse_foreign(ready: Mapping[str, bytes], folder: Path, owned: set[str]) -> None:
    problems = {}
    for path, data in ready.items():
        parts = path.split("/")
        for depth in range(1, len(parts)):
            above = "/".join(parts[:depth])
            if above not in owned and os.path.lexists(folder / above) and not _is_folder(folder / above):
                problems[above] = _foreign(folder / above)
        target = folder / path
        if path in owned or not os.path.lexists(target) or _same(target, data):
            continue
        problems[path] = _foreign(target)
    if problems:
        raise CorantoError(*list(problems.values())[:10])


def _foreign(path: Path) -> Problem:
    hint = "move it away, or give --output another folder"
    return Problem("this is not ours and stands where the site wants a file", Place(str(path)), hint)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _fill(staged: Path, folder: Path, ready: Mapping[str, bytes], owned: set[str]) -> Published:
    """Fill the new folder: what is ours anew or by link, what is not ours as it is."""
    written: list[str] = []
    gone: list[str] = []
    folders: set[Path] = set()
    for path, data in ready.items():
        target = staged / path
        if target.parent not in folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            folders.add(target.parent)
        old = folder / path
        if _same(old, data):
            _carry(old, target)
        else:
            target.write_bytes(data)
            if path != MANIFEST:
                written.append(path)
    if folder.is_dir():
        kept: list[tuple[Path, int]] = []
        for base, names, files in os.walk(folder, onerror=_raise):
            below = Path(base).relative_to(folder)
            links = [name for name in names if Path(base, name).is_symlink()]
            for name in (*files, *links):
                path = (below / name).as_posix()
                if path in ready:
                    continue
                if path in owned and name not in links:
                    gone.append(path)
                else:
                    (staged / below).mkdir(parents=True, exist_ok=True)
                    _carry(Path(base, name), staged / below / name)
            if not names and not files:
                (staged / below).mkdir(parents=True, exist_ok=True)
            if (staged / below).is_dir():
                kept.append((staged / below, Path(base).stat().st_mode & 0o7777))
        for place, mode in reversed(kept):
            place.chmod(mode)
    else:
        staged.chmod(0o777 & ~umask())
    return Published(tuple(written), tuple(sorted(gone)), len(ready) - 1 - len(written))


def _same(old: Path, data: bytes) -> bool:
    try:
        return not old.is_symlink() and old.stat().st_size == len(data) and old.read_bytes() == data
    except OSError:
        return False


def _carry(old: Path, target: Path) -> None:
    """The same file under the new folder: by link where the file system has links, else a copy with its time."""
    if old.is_symlink():
        target.symlink_to(old.readlink())
        return
    try:
        os.link(old, target)
    except OSError:
        shutil.copy2(old, target)


def _raise(fault: OSError) -> None:
    raise fault


def _exchange(staged: Path, folder: Path) -> None:
    """Put the new folder in the old one's place. In one step where the system can (Linux), else in two renames."""
    if not folder.exists():
        staged.rename(folder)
        return
    if sys.platform == "linux" and _renameat2(staged, folder):
        return
    old = staged.with_name(staged.name + "-old")
    folder.rename(old)
    try:
        staged.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _overwrite(staged: Path, folder: Path, done: Published) -> None:
    """File by file, for a folder that cannot be moved (a mount point): new ones first, then the deletions."""
    for path in (*done.written, MANIFEST):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.new")
        shutil.copyfile(staged / path, fresh)
        fresh.replace(target)
    for path in done.deleted:
        (folder / path).unlink(missing_ok=True)
        for above in (folder / path).parents:
            if above == folder or any(above.iterdir()):
                break
            above.rmdir()


def _renameat2(one: Path, other: Path) -> bool:
    """Exchange two folders in one step: renameat2(2) with RENAME_EXCHANGE. False where the system lacks it."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    at_cwd, exchange = -100, 2
    if call(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), exchange) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM):
        return False
    raise OSError(code, os.strerror(code), str(other))
