"""The only way to the files of a site: which there are, their bytes, and writing one whole. Follows no links."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from coranto.problems import Place, Problem, error, warning

DEPTH = 60  # folders in folders
STAGED = ".coranto-"  # how the names of files begin that are on their way
LATE = 3600  # seconds after which one that is still there was left behind
UNWRITTEN = "see whether there is room, and who may write there; nothing that stood there was changed"
LINKED = "put there what it leads to"
_UNREAD = {  # what the system says of what is no file -> what it is, and what to do
    errno.ELOOP: ("this is a link, and nothing is read through links", LINKED),
    errno.EISDIR: ("this is a folder", "put a file of that name there"),
    errno.ENXIO: ("this is no regular file", "put a file of that name there"),
    errno.ENOENT: ("cannot be read: there is no such file", "see whether its name is right"),
}


def regular_files(folder: Path, name: str, problems: list[Problem]) -> Iterator[str]:
    """The paths below a folder, as ``regular_entries`` finds them."""
    return (path for path, _ in regular_entries(folder, name, problems))


def regular_entries(folder: Path, name: str, problems: list[Problem]) -> Iterator[tuple[str, os.stat_result]]:
    """The paths below a folder, with ``/``, in order: regular files only; no dotfiles, no editors' backups; and what
    the file system says of each.

    ``name`` is what the folder is called in problems about what is left out. A file that goes while we look is none.
    """

    def leave_out(path: str, why: str, hint: str) -> None:
        problems.append(warning(f"left out: {why}", Place(f"{name}/{path}" if path else name), hint))

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
                leave_out(path, "its name is not UTF-8", "rename it")
            elif stat.S_ISDIR(mode) and depth >= DEPTH:
                leave_out(path, f"deeper than {DEPTH} folders", "move it up")
            elif stat.S_ISDIR(mode):
                yield from walk(path + "/", depth + 1)
            elif stat.S_ISREG(mode):
                yield path, told
            elif stat.S_ISLNK(mode):
                leave_out(path, "this is a link", LINKED)
            else:
                leave_out(path, "this is no regular file", "take it away")

    if folder.is_symlink():
        leave_out("", "this is a link", LINKED)
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
            said = "this is a link, and nothing is read or written through links"
            raise error(said, Place(each.relative_to(root).as_posix()), LINKED)


def read_bytes(path: Path, name: str, most: int = -1) -> bytes:
    """The bytes of a regular file, never of what a link points to. Raises CorantoError naming ``name``.

    Of a file larger than ``most``, one byte more than that is read.
    """
    try:
        with open(path, "rb", opener=_opener) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise OSError(errno.ENXIO, "no regular file")
            return stream.read(most + 1 if most >= 0 else -1)
    except OSError as fault:
        said, hint = _UNREAD.get(fault.errno or 0, (f"cannot be read: {fault.strerror}", "see who may read it"))
        raise error(said, Place(name), hint) from None


def _opener(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def write_new(path: Path, text: str | bytes) -> Path:
    """Write a file that does not exist yet, whole or not at all. Raises CorantoError when it does."""
    try:
        if not _named_when_whole(path, text if isinstance(text, bytes) else text.encode("utf-8")):
            with _staged(path, text) as staged:
                _link(staged, path)
    except FileExistsError:
        raise error("a file stands there already", Place(str(path)), "move it away, or give another name") from None
    return path


def _link(staged: Path, path: Path) -> None:
    try:
        os.link(staged, path)  # unlike a rename, this never replaces a file
    except FileExistsError:
        raise
    except OSError:  # not every file system has links: an empty file holds the name
        path.touch(exist_ok=False)
        staged.replace(path)


def _named_when_whole(path: Path, data: bytes) -> bool:
    """Write a file that gets its name when all is in it, so that nothing is left of one that is cut off, whatever cuts
    it off. False where the system has no such files, or it fails: who then writes it under a name tells why."""
    if not hasattr(os, "O_TMPFILE"):
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path.parent, os.O_TMPFILE | os.O_WRONLY, 0o666)
    except OSError:
        return False
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        # That path is a link to be followed, which Python asks for only where a folder is given, too.
        os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=descriptor, follow_symlinks=True)
    except FileExistsError:
        raise
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def replace_text(path: Path, text: str | bytes) -> None:
    """Replace a file's text in one step: whoever reads it sees the old text or the new."""
    with _staged(path, text) as staged:
        staged.chmod(path.stat(follow_symlinks=False).st_mode & 0o7777)
        staged.replace(path)


def write_over(path: Path, text: str | bytes) -> Path:
    """Write a file, in one step in place of the one that stands there, if any."""
    if path.is_symlink() or not path.is_file():
        return write_new(path, text)
    replace_text(path, text)
    return path


@contextmanager
def _staged(path: Path, text: str | bytes) -> Iterator[Path]:
    """The text in a fresh file beside ``path``; gone in the end."""
    staged = beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise error("a file stands where its folder should be", Place(str(path.parent)), "move it away") from None
    except OSError as fault:
        raise error(f"cannot be written: {fault.strerror}", Place(str(path)), UNWRITTEN) from None
    try:
        with staged.open("xb") as stream:
            stream.write(text if isinstance(text, bytes) else text.encode("utf-8"))
        yield staged
    except FileExistsError:
        raise
    except OSError as fault:
        raise error(f"cannot be written: {fault.strerror}", Place(str(path)), UNWRITTEN) from None
    finally:
        staged.unlink(missing_ok=True)


def beside(path: Path) -> Path:
    """A name beside a file, of what is on its way there: nobody could have put a link under it."""
    return path.with_name(f"{STAGED}{secrets.token_hex(8)}.new")


def clear_staged(folder: Path, now: float) -> None:
    """Remove what writing left in a folder when it was killed. What is on its way this very hour stays; so does a file
    that was taken aside in it, however old its bytes are."""
    for path in folder.glob(f"{STAGED}*.new"):
        with suppress(OSError):
            told = path.lstat()
            if stat.S_ISREG(told.st_mode) and now - max(told.st_mtime, told.st_ctime) > LATE:
                path.unlink()
