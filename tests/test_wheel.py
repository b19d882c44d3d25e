"""The wheel and the sdist: what they hold, that they are the same bytes whenever and wherever they are built, and that
the wheel works away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = "generator/coranto/"
pytestmark = pytest.mark.server


@dataclass(frozen=True)
class Built:
    """A copy of the checkout as git sees it, the files of the package in it, and what was built of it."""

    source: Path
    package: frozenset[str]
    wheel: Path
    sdist: Path


def build(source: Path, dist: Path, *options: str) -> None:
    """Without a network: with the backend that is installed here."""
    order = [sys.executable, "-m", "build", "-q", "--no-isolation", *options, "--outdir", str(dist), str(source)]
    subprocess.run(order, check=True, capture_output=True, env={**os.environ, "PYTHONWARNINGS": "ignore"})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """An sdist, and the wheel that is made of it."""
    place = tmp_path_factory.mktemp("built")
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    copied = [name for name in names.stdout.splitlines() if (ROOT / name).is_file()]
    for name in copied:
        (place / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        (place / "source" / name).write_bytes((ROOT / name).read_bytes())
    build(place / "source", place / "dist")
    [wheel], [sdist] = ((place / "dist").glob(each) for each in ("*.whl", "*.tar.gz"))
    package = frozenset(name.removeprefix("generator/") for name in copied if name.startswith(PACKAGE))
    return Built(place / "source", package, wheel, sdist)


def test_the_wheel_holds_the_files_of_the_package_and_no_other(built: Built) -> None:
    """Themes, words, starter and desk with them; beside them what describes the package, and its licence."""
    with zipfile.ZipFile(built.wheel) as archive:
        inside = archive.namelist()
    described = {name.partition("/")[2] for name in inside if ".dist-info/" in name}
    assert {name for name in inside if ".dist-info/" not in name} == built.package
    assert len(inside) == len(set(inside))
    assert described == {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
    assert {"coranto/py.typed", "coranto/starter/dot-gitignore"} <= built.package


def test_the_sdist_holds_what_the_wheel_is_made_of(built: Built) -> None:
    """No test, no example, no documentation: those are the repository's."""
    with tarfile.open(built.sdist) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    rest = {".gitignore", "LICENSE", "PKG-INFO", "README.md", "pyproject.toml"}
    assert inside == {f"generator/{name}" for name in built.package} | rest


def test_the_same_files_give_the_same_bytes(built: Built, tmp_path: Path) -> None:
    """Also with other times and rights of the files; and the wheel is the same with and without an sdist between."""
    for path in built.source.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        if path.is_file():
            path.chmod(0o600)
    build(built.source, tmp_path / "again", "--sdist", "--wheel")
    for first in (built.wheel, built.sdist):
        assert (tmp_path / "again" / first.name).read_bytes() == first.read_bytes(), first.name


def test_a_wheel_inits_and_builds_a_site_anywhere(built: Built, tmp_path: Path) -> None:
    """Unpacked alone, with nothing of the checkout in reach."""
    with zipfile.ZipFile(built.wheel) as archive:
        archive.extractall(tmp_path / "installed")
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}

    def run(*words: str) -> str:
        command = [sys.executable, "-c", "import coranto.cli; print(coranto.cli.__file__); coranto.cli.main()", *words]
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(str(tmp_path / "installed"))
        return done.stdout

    run("init", "digest")
    assert "pages" in run("build", "--root", "digest")
    assert "Looked at" in run("check", "--root", "digest")
    assert (tmp_path / "digest/output/index.html").is_file()
