"""Sending a built site out: a folder and a target in; what was done, or would be, out. Each module here reaches one
kind of target.

    load         the site, held against its own manifest: nothing leaves that the build did not make
    look         what stands on the target, and its manifest
    compare      what is to be done, as a value
    put, remove  a manifest that names old and new; assets, new pages, other pages, feeds; deletions; the manifest

Whatever ends it, the manifest on the target names all that is ours there, and the sums of nothing that is not sure: so
the next run does what is left. A member has ``reach(where, root, output)``, which gives a ``There``, and imports no
other member.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coranto.deploy import folder, github_pages, rsync, s3
from coranto.problems import Place, Problem, error, warning
from coranto.publish.lock import alone
from coranto.publish.manifest import MANIFEST, believed
from coranto.shipment import Plan, There, compare, load
from coranto.targets import S3, Folder, GithubPages, Rsync, Where

__all__ = ["Sent", "deploy"]

TARGETS: dict[type[Any], Callable[[Any, Path, Path], AbstractContextManager[There]]] = {
    Folder: folder.reach,
    Rsync: rsync.reach,
    GithubPages: github_pages.reach,
    S3: s3.reach,
}
_HINT = "see whether there is room, and who may write there; deploy again then"
ROOM = 800_000_000  # bytes: GitHub Pages holds 1 GB


@dataclass(frozen=True, slots=True)
class Sent:
    """What was done, or is to be. ``name`` is what the target calls it, where it has a name for it."""

    plan: Plan
    manifest: bytes
    name: str = ""
    problems: tuple[Problem, ...] = ()


def deploy(
    output: Path,
    where: Where,
    root: Path,
    judge: Callable[[bytes], None],
    tell: Callable[[str, int, int], None],
    dry: bool = False,
    overwrite: bool = False,
) -> Sent:
    """Make a target hold what was built, and whatever else it holds. With ``dry`` nothing is changed.

    ``judge`` is given the manifest that stands there, and raises when the site is not to replace that one. ``tell``
    hears how far it is. Raises CorantoError when the site is not fit to be sent, when the target cannot be
    reached, and when something that is not ours is in the way there.
    """
    try:
        with alone(output, None):  # so that no build changes what is on its way
            below = output.is_relative_to(root)
            cargo = load(output, output.relative_to(root).as_posix() if below else str(output))
            said = _room(cargo.size) if isinstance(where, GithubPages) else ()
            with TARGETS[type(where)](where, root, output) as there:
                found = there.look()
                judge(found.manifest if believed(found.manifest) else b"")
                plan = compare(cargo, found, overwrite)
                name = "" if dry or not plan.last else _send(there, plan, output, tell)
            return Sent(plan, cargo.manifest, name, said)
    except OSError as fault:
        raise error(f"cannot be sent: {fault.strerror or fault}", Place(str(fault.filename or output)), _HINT) from None


def _send(there: There, plan: Plan, output: Path, tell: Callable[[str, int, int], None]) -> str:
    done, count = 0, len(plan.uploads)
    if plan.uploads or plan.deletions:
        with tempfile.TemporaryDirectory(prefix="coranto-deploy-") as name:
            Path(name, MANIFEST).write_bytes(plan.both)
            list(there.put(Path(name), [MANIFEST]))
    if plan.ahead:
        there.remove(plan.ahead)
    tell("deploy", 0, count)
    for stage in plan.stages:
        for _path in there.put(output, stage):
            done += 1
            tell("deploy", done, count)
    if plan.gone:
        there.remove(plan.gone)
    list(there.put(output, [MANIFEST]))
    return there.finish()


def _room(size: int) -> tuple[Problem, ...]:
    if size <= ROOM:
        return ()
    return (warning(f"the site has {size / 1e9:.2f} GB, and GitHub Pages holds 1 GB", hint="take large files out"),)
