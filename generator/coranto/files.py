"""The only way to the files of a site: which there are, their bytes, and writing one whole. Follows no links."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from coranto.problems import Place, Problem, error, warning


def regular_files(folder: Path, name: str, problems: list[Problem]) -> Iterator[str]:
    """The paths below a folder, with ``/``, in order: regular files only; no dotfiles, no editors' backups.

    ``name`` is what the folder is called in warnings about what is left out.
    """

    def walk(below: str) -> Iterator[str]:
        with os.scandir(folder / below) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            path = f"{below}{entry.name}"
            if entry.name.startswith(".") or entry.name.endswith("~"):
                continue
            mode = entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                yield from walk(path + "/")
            elif stat.S_ISREG(mode):
                yield path
            else:
                what = "a link" if stat.S_ISLNK(mode) else "no regular file"
                problems.append(warning(f"left out: this is {what}", Place(f"{name}/{path}")))

    yield from walk("")


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a regular file, never of what a link points to. Raises CorantoError naming ``name``."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as stream:  # noqa: PTH123 (a descriptor, not a path)
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise error("this is no regular file", Place(name))
            return stream.read()
    except OSError as fault:
        raise error(f"cannot be read: {fault.strerror}", Place(name)) from None


def write_new(path: Path, text: str) -> Path:
    """Write a text file that does not exist yet, whole or not at all. Raises CorantoError when it does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f".{path.name}.new")
    try:
        staged.write_text(text, encoding="utf-8", newline="\n")
        _place(staged, path)
    except FileExistsError:
        raise error("a file stands there already", Place(str(path))) from None
    except OSError as fault:
        raise error(f"cannot be written: {fault.strerror}", Place(str(path))) from None
    finally:
        staged.unlink(missing_ok=True)
    return path


def _place(staged: Path, path: Path) -> None:
    """Put a file where none is: a link never replaces one, unlike a rename. Not every file system has links."""
    try:
        os.link(staged, path)
    except FileExistsError:
        raise
    except OSError:
        with path.open("xb") as stream:
            stream.write(staged.read_bytes())


def replace_text(path: Path, text: str) -> None:
    """Replace a file's text in one step: whoever reads it sees the old text or the new."""
    staged = path.with_name(f".{path.name}.new")
    try:
        staged.write_bytes(text.encode("utf-8"))
        staged.chmod(path.stat().st_mode & 0o7777)
        staged.replace(path)
    except OSError as fault:
        raise error(f"cannot be written: {fault.strerror}", Place(str(path))) from None
    finally:
        staged.unlink(missing_ok=True)
