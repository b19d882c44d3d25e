"""Fixtures that many tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.smallsite import SmallSite, small_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("coranto", deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
settings.load_profile("coranto")

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def caches(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What commands keep for the user is kept for the tests alone."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("caches"))


@pytest.fixture
def site(tmp_path: Path) -> Callable[[str], SmallSite]:
    """Make a small site from one string, in a folder of its own."""
    return lambda text="": small_site(tmp_path / "site", text)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium. Without one the test is skipped; in CI that is a failure."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    if os.environ.get("CI"):
        pytest.fail("no Chromium in CI: tests/browser.sh must install one")
    pytest.skip("no Chromium on this machine: install the package chromium")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for a file's tests: while it is open its event loop is taken, and others' cannot run."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=60_000)
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def seeds() -> list[Path]:
    """The raw pages that lie beside the checkout; the test is skipped where they do not."""
    found = sorted((SHARED / "seeds").glob("*.txt"))
    if not found:
        pytest.skip("no raw pages beside the checkout")
    return found
