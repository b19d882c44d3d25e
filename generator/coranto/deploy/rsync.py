"""What rsync reaches: a folder on another machine by ssh, a module of an rsync server, a folder here.

Which files go and come is decided by the manifests and named one by one; rsync is never asked to delete what it does
not find here. Paths on the other side are not read by a shell (``-s``). How ssh gets in is the user's own: keys, agent,
~/.ssh/config, RSYNC_RSH.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from coranto.files import read_bytes
from coranto.problems import CorantoError, Place, error
from coranto.publish.manifest import MANIFEST
from coranto.publish.trees import parents
from coranto.shipment import Found, There
from coranto.targets import Rsync
from coranto.tools import Ran, environment, run

KEPT = ("RSYNC_RSH", "RSYNC_PASSWORD")  # how to get in; all other names of rsync's change what it does
VANISHED = 24  # the exit code when a file that is named is missing here, as it is meant to be
FEW = 2_000  # files: so many are named in one run, so that it can be heard how far it is
_LINE = re.compile(rb"([-dlcbps])\S{9}\s+([\d,]+) \d{4}/\d\d/\d\d \d\d:\d\d:\d\d (.+)")
_OCTAL = re.compile(rb"\\#(\d{3})")
_ABSENT = re.compile(r"change_dir .* failed: No such file or directory")
_HINTS = {
    5: "look at the name of the module, and at RSYNC_PASSWORD in the environment",
    10: "look at the address, the network and the server",
    12: "is rsync installed there, too?",
    23: "look at the rights of the folder there; the folder above it has to be there already",
    30: "the other side does not answer: try again",
    35: "the other side does not answer: try again",
    127: "is rsync installed there, too?",
    255: "look at the name of the host, the network and your keys; ssh has to get in without a question",
}


@contextmanager
def reach(where: Rsync, root: Path, output: Path) -> Iterator[There]:
    """The folder that rsync knows by this name; a path without a host is a folder below the site's."""
    here = ":" not in where.to.partition("/")[0] and not where.to.startswith("rsync://")
    yield _There(f"{root / where.to if here else where.to}/".replace("//", "/") if here else f"{where.to.rstrip('/')}/")


class _There:
    def __init__(self, to: str) -> None:
        self._to = to
        self._dirs: set[str] = set()
        self._files: set[str] = set()

    def look(self) -> Found:
        ran = self._rsync("-r", "--list-only", "--no-h", "-8", "--", self._to)
        if ran.code == 23 and _ABSENT.search(ran.complaints):
            return Found({})
        self._judge(ran)
        sizes = {}
        for line in ran.printed.split(b"\n"):
            found = _LINE.fullmatch(line)
            if not found:
                continue
            kind, size, name = found.groups()
            if kind == b"l":
                name = name.rpartition(b" -> ")[0] or name
            path = _OCTAL.sub(lambda code: bytes([int(code[1], 8)]), name).decode("utf-8", "surrogateescape")
            if kind == b"d":
                self._dirs.add(path)
            else:
                self._files.add(path)
                sizes[path] = int(size.replace(b",", b"")) if kind == b"-" else -1
        return Found(sizes, self._manifest() if MANIFEST in sizes else b"")

    def _manifest(self) -> bytes:
        with tempfile.TemporaryDirectory(prefix="coranto-deploy-") as folder:
            self._judge(self._rsync("--", self._to + MANIFEST, f"{folder}/"))
            return read_bytes(Path(folder, MANIFEST), MANIFEST)

    def put(self, folder: Path, paths: Sequence[str]) -> Iterator[str]:
        for start in range(0, len(paths), FEW):
            few = paths[start : start + FEW]
            # Which differ is known, so times and sizes are not asked; what is shown is always a whole file.
            words = ("-t", "-O", "--chmod=Da+rx,Fa+r", "--ignore-times", "--files-from=-", "--from0", "--")
            self._judge(self._rsync(*words, f"{folder}/", self._to, named=few))
            self._files.update(few)
            yield from few

    def remove(self, paths: Sequence[str]) -> None:
        """rsync deletes what is named and missing here, one depth after the other: a folder only when it is empty."""
        self._files.difference_update(paths)
        held = {above for path in self._files for above in parents(path)}
        empty = {above for path in paths for above in parents(path)} - held
        empty = {name for name in empty if not any(other.startswith(f"{name}/") for other in self._dirs - empty)}
        depths = sorted({name.count("/") for name in empty}, reverse=True)
        rounds = [list(paths), *([name for name in empty if name.count("/") == depth] for depth in depths)]
        with tempfile.TemporaryDirectory(prefix="coranto-deploy-") as nothing:
            for names in rounds:
                words = ("-d", "--no-implied-dirs", "--delete-missing-args", "--files-from=-", "--from0", "--")
                ran = self._rsync(*words, f"{nothing}/", self._to, named=sorted(names))
                if ran.code != VANISHED:
                    self._judge(ran)

    def finish(self) -> str:
        return ""

    def _rsync(self, *words: str, named: Sequence[str] = ()) -> Ran:
        env = {"RSYNC_RSH": "ssh -o ConnectTimeout=15", **environment(("RSYNC_",), KEPT)}
        given = b"".join(path.encode("utf-8", "surrogateescape") + b"\0" for path in named)
        return run(("rsync", "-s", "--timeout=60", *words), env, given)

    def _judge(self, ran: Ran) -> None:
        if ran.code:
            raise _refused(ran, self._to)


def _refused(ran: Ran, to: str) -> CorantoError:
    hint = _HINTS.get(ran.code, "try again with rsync itself")
    if "unknown option" in ran.complaints:
        hint = "rsync 3.1 or newer is needed on both sides"
    return error(f"rsync gave up ({ran.code}): {ran.said}", Place(to), hint)
