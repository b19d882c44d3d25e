"""The wheel, away from the checkout: the built-in theme and the starter travel in it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.server
def test_a_wheel_inits_and_builds_a_site_anywhere(tmp_path: Path) -> None:
    """Unpacked alone, with nothing of the checkout in reach."""
    copy = tmp_path / "source"
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in names.stdout.splitlines():
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
    subprocess.run(
        [sys.executable, "-m", "build", "-q", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist"), str(copy)],
        check=True, capture_output=True, env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    [wheel] = (tmp_path / "dist").iterdir()
    with zipfile.ZipFile(wheel) as archive:
        inside = archive.namelist()
        archive.extractall(tmp_path / "installed")
    assert {name.split("/")[0] for name in inside if ".dist-info" not in name} == {"coranto"}
    assert "coranto/themes/plain/assets/style.css" in inside
    assert "coranto/starter/dot-gitignore" in inside
    assert {"coranto/desk/templates/base.html", "coranto/desk/assets/desk.js", "coranto/desk/languages/uk.yaml"} <= {
        *inside
    }
    assert "coranto/starter/hosts/github-pages/dot-github/workflows/site.yml" in inside
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}

    def run(*words: str) -> str:
        command = [sys.executable, "-c", "import coranto.cli; print(coranto.cli.__file__); coranto.cli.main()", *words]
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(str(tmp_path / "installed"))
        return done.stdout

    run("init", "digest")
    assert "pages" in run("build", "--root", "digest")
    assert (tmp_path / "digest/output/index.html").is_file()
