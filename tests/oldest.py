"""Prints, as constraints for pip, the lowest versions that pyproject.toml allows: `make oldest` installs exactly those."""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def asked(project: dict[str, object]) -> Iterator[tuple[str, str, str]]:
    """Each package that is asked for, the lowest version of it, and the extra that asks ('' for the base)."""
    extras: dict[str, list[str]] = {"": project["dependencies"], **project["optional-dependencies"]}  # type: ignore[dict-item]  # what TOML gives is not typed
    for extra, wishes in extras.items():
        for wish in wishes:
            named = re.fullmatch(r"([\w.-]+)(?:\[[\w,]+\])?(?:>=([\d.]+))?(?:;.*)?", wish)
            assert named, f"{wish}: write NAME>=VERSION"
            if named[1] != project["name"]:
                yield named[1], named[2] or "", extra


def lowest() -> dict[str, str]:
    """The version of each package that is asked for with one; where several ask, the highest of theirs."""
    found: dict[str, str] = {}
    for name, version, _ in asked(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]):
        if version:
            found[name] = max(found.get(name, "0"), version, key=lambda each: [int(part) for part in each.split(".")])
    return found


if __name__ == "__main__":
    sys.stdout.writelines(f"{name}=={version}\n" for name, version in sorted(lowest().items()))
