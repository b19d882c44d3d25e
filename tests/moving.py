"""A site of another generator brought into a new one, for tests."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from coranto.migrate import Moved, Target, migrate
from coranto.problems import Problem
from tests.smallsite import SmallSite, small_site

UTC = ZoneInfo("UTC")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def brought(kind: str, old: Path, new: Path) -> tuple[SmallSite, list[Moved], list[Problem]]:
    """The new site, with what became of each post, and what was wrong."""
    site = small_site(new)
    told = list(migrate(kind, old, Target(site.root, NOW, UTC, "/:year/:month/:slug/")))
    found = [each for each in told if isinstance(each, Moved)]
    return site, found, [each for each in told if isinstance(each, Problem)]


def text(site: SmallSite, below: str) -> str:
    """A file of content/."""
    return (site.root / "content" / below).read_text()
