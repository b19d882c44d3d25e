"""A branch of a git repository, as GitHub Pages and its likes publish one. A deploy is one commit on top of what stands
there, so nothing is ever forced, and what others have put on the branch stays.

The commit is made in a repository of its own that lasts as long as the run: the user's checkout, branches, index and
hooks are never touched. ``CORANTO_GIT_TOKEN`` in the environment lets us in over https; else git's own ways do: keys,
an agent, a credential helper.
"""

from __future__ import annotations

import base64
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from coranto.files import read_bytes
from coranto.problems import CorantoError, Place, error
from coranto.publish.manifest import MANIFEST
from coranto.shipment import Found, There
from coranto.targets import GithubPages
from coranto.tools import Ran, environment, run

TOKEN = "CORANTO_GIT_TOKEN"  # noqa: S105 (the name of a variable)
MESSAGE = b"The site as built by Coranto\n"
WHO = b"Coranto <coranto@localhost>"
_OURS = "refs/heads/site"
_QUOTED = re.compile(rb'[\\"\n]')


@contextmanager
def reach(where: GithubPages, root: Path, output: Path) -> Iterator[There]:
    """The branch as it stands there now; none, when there is none yet."""
    with tempfile.TemporaryDirectory(prefix="coranto-deploy-") as name:
        there = _There(where, root, Path(name))
        there.fetch()
        yield there


class _There:
    def __init__(self, where: GithubPages, root: Path, folder: Path) -> None:
        self._where, self._folder = where, folder
        self._there = f"refs/heads/{where.branch}"
        self._env = environment(("GIT_",), GIT_TERMINAL_PROMPT="0", GIT_ALLOW_PROTOCOL="https:ssh:file")
        self._base = ""
        self._put: dict[str, Path] = {}
        self._gone: set[str] = set()
        self._remote = self._address(root)
        self._env |= _way_in(self._remote)

    def _address(self, root: Path) -> str:
        """The remote as an address; a name is looked up in the site's own repository."""
        remote = self._where.remote
        if remote.startswith(("/", "./", "../")):
            return str(root.absolute() / remote)
        if ":" in remote:
            return remote
        ran = run(("git", "-C", str(root), "remote", "get-url", "--push", "--", remote), self._env)
        if ran.code:
            hint = "write remote: and an address into deploy, or add the remote with git"
            raise error(f"the site's folder has no git remote {remote!r}", hint=hint)
        found = ran.printed.decode("utf-8", "replace").strip()
        if found.startswith("-"):
            raise error(f"not an address of a repository: {found!r}", hint="set it anew with git remote set-url")
        return str(root.absolute() / found) if found.startswith(("./", "../")) else found

    def fetch(self) -> None:
        """Bring the newest commit of the branch here."""
        self._must(self._git("init", "--quiet", "--bare", "--template="))
        listed = self._must(self._git("ls-remote", "--", self._remote, self._there)).printed.split()
        if listed:
            ref = f"+{self._there}:{_OURS}"
            self._must(self._git("fetch", "--quiet", "--no-tags", "--depth=1", "--", self._remote, ref))
            self._base = self._must(self._git("rev-parse", "--verify", _OURS)).printed.decode().strip()

    def look(self) -> Found:
        if not self._base:
            return Found({})
        sizes = {}
        rows = self._must(self._git("ls-tree", "-r", "-l", "-z", "--full-tree", self._base)).printed.split(b"\0")
        for row in filter(None, rows):
            told, _, name = row.partition(b"\t")
            mode, kind, _, size = told.split()
            plain = kind == b"blob" and mode != b"120000"
            sizes[name.decode("utf-8", "surrogateescape")] = int(size) if plain else -1
        manifest = b""
        if sizes.get(MANIFEST, -1) >= 0:
            manifest = self._must(self._git("cat-file", "blob", f"{self._base}:{MANIFEST}")).printed
        return Found(sizes, manifest)

    def put(self, folder: Path, paths: Sequence[str]) -> Iterator[str]:
        for path in paths:
            self._put[path] = folder / path
            self._gone.discard(path)
            yield path

    def remove(self, paths: Sequence[str]) -> None:
        self._gone.update(paths)

    def finish(self) -> str:
        """The commit, and the push. Raises CorantoError when somebody else has pushed since we looked."""
        with (self._folder / "stream").open("w+b") as stream:  # a site may be larger than the memory
            stream.writelines(self._stream())
            stream.seek(0)
            self._must(self._git("fast-import", "--quiet", given=stream))
        made = self._must(self._git("rev-parse", "--verify", _OURS)).printed.decode().strip()
        ran = self._git("push", "--quiet", "--no-verify", "--", self._remote, f"{made}:{self._there}")
        if ran.code and re.search(r"non-fast-forward|fetch first|cannot lock ref|stale info", ran.complaints):
            raise error("somebody else has pushed to the branch meanwhile", Place(self._shown), "deploy again")
        self._must(ran)
        return made[:10]

    def _stream(self) -> Iterator[bytes]:
        """The commit in the language of git fast-import. Deletions come first: a folder may take a file's place."""
        yield b"feature done\ncommit %s\ncommitter %s now\n" % (_OURS.encode(), WHO)
        yield b"data %d\n%s" % (len(MESSAGE), MESSAGE)
        if self._base:
            yield b"from %s\n" % self._base.encode()
        for path in sorted(self._gone):
            yield b"D %s\n" % _quoted(path)
        for path, file in self._put.items():
            data = read_bytes(file, str(file))
            yield b"M 100644 inline %s\ndata %d\n%s\n" % (_quoted(path), len(data), data)
        yield b"\ndone\n"

    @property
    def _shown(self) -> str:
        return re.sub(r"(?<=//)[^/@]+@", "", f"{self._remote} {self._where.branch}")

    def _git(self, *words: str, given: bytes | BinaryIO = b"") -> Ran:
        plain = ("-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", "-c", "core.fsync=none")
        moment = ("--date-format=now",) if words[0] == "fast-import" else ()
        env = {**self._env, "GIT_DIR": str(self._folder)}
        return run(("git", *plain, words[0], *moment, *words[1:]), env, given, self._folder)

    def _must(self, ran: Ran) -> Ran:
        if ran.code:
            raise _refused(ran, self._shown)
        return ran


def _way_in(remote: str) -> dict[str, str]:
    """The token as a header for this one host, by way of the environment: arguments can be seen by others."""
    token = os.environ.get(TOKEN, "")
    found = re.match(r"https://[^/]+/", remote)
    if not token or not found:
        return {}
    basic = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{found[0]}.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {basic}",
    }


def _quoted(path: str) -> bytes:
    data = path.encode("utf-8", "surrogateescape")
    return b'"' + _QUOTED.sub(lambda found: {b"\n": b"\\n"}.get(found[0], b"\\" + found[0]), data) + b'"'


def _refused(ran: Ran, shown: str) -> CorantoError:
    hint = "look at the address, and at your right to push there"
    if re.search(r"(?i)does not appear to be a git repository|repository .{0,500}not found", ran.complaints):
        hint = "look at the address: no repository is there, or none that you may see; git init --bare makes one"
    elif re.search(r"(?i)could not read|authentication|403|permission denied|denied", ran.complaints):
        hint = f"let git in: by ssh, by a credential helper, or with a token in {TOKEN}"
    elif re.search(r"(?i)resolve host|unable to access|connect|timed out", ran.complaints):
        hint = "look at the address and the network"
    return error(f"git gave up: {ran.said}", Place(shown), hint)
