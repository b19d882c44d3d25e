"""Files: what lies in the folder can be had from every host, and is what a build would make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coranto.inventory.case import Case
from coranto.plan import check_paths
from coranto.problems import CorantoError, Place, Problem, warning

SQUEEZED = (".gz", ".br")  # made of the others, when that is asked for


def judge(case: Case) -> Iterator[Problem]:
    """Names that clash, or that some host cannot hold; files that cannot be read; a folder that is out of date."""
    try:
        check_paths((path, f"{case.name}/{path}") for path in case.inventory.sizes)
    except CorantoError as fault:
        yield from (replace(each, kind="files", hint=each.hint.replace("slug", "name")) for each in fault.problems)
    yield from (case.problem(path, fault) for path, fault in case.faults("files"))
    yield from _hidden(case)
    yield from _stale(case)


def _hidden(case: Case) -> Iterator[Problem]:
    """GitHub Pages drops names with an underscore, unless it is told not to."""
    sizes = case.inventory.sizes
    hidden = [path for path in sizes if any(part.startswith("_") for part in path.split("/")[:-1])]
    if hidden and not (case.root / case.name / ".nojekyll").exists():
        message = "a folder whose name begins with _ is dropped by some hosts, as there is no .nojekyll"
        yield warning(message, case.place(hidden[0]), "run coranto build", "files")


def _stale(case: Case) -> Iterator[Problem]:
    if case.here is None:
        empty = all(path.startswith(".") for path in case.inventory.sizes)
        ours = "the folder has no manifest.json: nobody knows what of it is ours"
        message = "nothing was ever built here" if empty else ours
        yield warning(message, Place(case.name), "run coranto build", "files")
        return
    built = {path: digest for path, (_, digest) in case.here.files.items()}
    wanted = {path: digest for path, digest in case.sums.items() if digest}
    missing = [path for path in built if path not in case.inventory.sizes and not path.startswith(".")]
    for path in missing:
        yield Problem(
            "this file was built, and is gone", Place(f"{case.name}/{path}"), "run coranto build", kind="files"
        )
    other = [path for path in wanted if built.get(path) != wanted[path]]
    other += [path for path in built if path not in case.sums and not path.endswith(SQUEEZED)]
    if other:
        message = (
            f"a build would make {len(other):,} files anew, the first is {sorted(other)[0]}: the site is out of date"
        )
        yield warning(message, Place(case.name), "run coranto build", "files")
