"""The only way to the files of a site: which there are, their bytes, and writing one whole. Follows no links."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coranto.problems import Place, Problem, error, warning

DEPTH = 60  # folders in folders


def regular_files(folder: Path, name: str, problems: list[Problem]) -> Iterator[str]:
    """The paths below a folder, as ``regular_entries`` finds them."""
    return (path for path, _ in regular_entries(folder, name, problems))


def regular_entries(folder: Path, name: str, problems: list[Problem]) -> Iterator[tuple[str, os.stat_result]]:
    """The paths below a folder, with ``/``, in order: regular files only; no dotfiles, no editors' backups; and what
    the file system says of each.

    ``name`` is what the folder is called in problems about what is left out. A file that goes while we look is none.
    """

    def leave_out(path: str, why: str) -> None:
        problems.append(warning(f"left out: {why}", Place(f"{name}/{path}" if path else name)))

    def walk(below: str, depth: int) -> Iterator[tuple[str, os.stat_result]]:
        try:
            with os.scandir(folder / below) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except FileNotFoundError:
            return
        except OSError as fault:
            problems.append(Problem(f"cannot be read: {fault.strerror}", Place(f"{name}/{below}".rstrip("/"))))
            return
        for entry in found:
            path = f"{below}{entry.name}"
            if entry.name.startswith(".") or entry.name.endswith("~"):
                continue
            try:
                told = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            mode = told.st_mode
            if not entry.name.isprintable() and any(0xD800 <= ord(character) <= 0xDFFF for character in entry.name):
                leave_out(path, "its name is not UTF-8")
            elif stat.S_ISDIR(mode) and depth >= DEPTH:
                leave_out(path, f"deeper than {DEPTH} folders")
            elif stat.S_ISDIR(mode):
                yield from walk(path + "/", depth + 1)
            elif stat.S_ISREG(mode):
                yield path, told
            else:
                leave_out(path, "this is a link" if stat.S_ISLNK(mode) else "this is no regular file")

    if folder.is_symlink():
        leave_out("", "this is a link")
    else:
        yield from walk("", 0)


def real(path: Path) -> Path:
    """The path with all links followed; one that leads in a circle is left as it is (``resolve`` raises)."""
    return Path(os.path.realpath(path))


def refuse_links(path: Path, root: Path) -> None:
    """Raise CorantoError when a folder between the site's root and a path, or the path itself, is a link."""
    for each in (path, *path.parents):
        if each == root or not each.is_relative_to(root):
            return
        if each.is_symlink():
            raise error("this is a link, and nothing is written through links", Place(str(each)))


def read_bytes(path: Path, name: str, most: int = -1) -> bytes:
    """The bytes of a regular file, never of what a link points to. Raises CorantoError naming ``name``.

    Of a file larger than ``most``, one byte more than that is read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as stream:  # noqa: PTH123 (a descriptor, not a path)
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise error("this is no regular file", Place(name))
            return stream.read(most + 1 if most >= 0 else -1)
    except OSError as fault:
        raise error(f"cannot be read: {fault.strerror}", Place(name)) from None


def write_new(path: Path, text: str | bytes) -> Path:
    """Write a file that does not exist yet, whole or not at all. Raises CorantoError when it does."""
    with _staged(path, text) as staged:
        try:
            os.link(staged, path)  # unlike a rename, this never replaces a file
        except FileExistsError:
            raise error("a file stands there already", Place(str(path))) from None
        except OSError:  # not every file system has links
            with path.open("xb") as stream:
                stream.write(staged.read_bytes())
    return path


def replace_text(path: Path, text: str) -> None:
    """Replace a file's text in one step: whoever reads it sees the old text or the new."""
    with _staged(path, text) as staged:
        staged.chmod(path.stat(follow_symlinks=False).st_mode & 0o7777)
        staged.replace(path)


@contextmanager
def _staged(path: Path, text: str | bytes) -> Iterator[Path]:
    """The text in a fresh file beside ``path``, of a name that nobody could have put a link under; gone in the end."""
    staged = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".", suffix=".new", dir=path.parent)
        staged = Path(name)
        with open(descriptor, "wb") as stream:  # noqa: PTH123 (a descriptor, not a path)
            stream.write(text if isinstance(text, bytes) else text.encode("utf-8"))
        staged.chmod(0o666 & ~umask())
        yield staged
    except OSError as fault:
        raise error(f"cannot be written: {fault.strerror}", Place(str(path))) from None
    finally:
        if staged is not None:
            staged.unlink(missing_ok=True)


def umask() -> int:
    """The bits that new files do without."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
