"""Versions below which a known hole is open: what is asked for, what is pinned, and what is installed."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = {
    "markdown": "3.10.1",
    "jinja2": "3.1.6",
    "tornado": "6.5.7",
    "lxml": "6.1",
    "lxml_html_clean": "0.4.3",
    "nh3": "0.3.2",
    "pyyaml": "6.0.2",
    "feedparser": "6.0.13",
}


def parts(text: str) -> tuple[int, ...]:
    """A version as numbers."""
    return tuple(map(int, re.findall(r"\d+", text)))


@pytest.mark.parametrize("name", FLOORS)
def test_no_version_with_a_known_hole_is_let_in(name: str) -> None:
    """pyproject.toml asks for the floor, constraints.txt pins no less, and no less is installed here."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    [floor] = [found[1] for each in asked if (found := re.fullmatch(rf"{name}(?:\[\w+\])?>=([\d.]+)", each, re.I))]
    assert parts(floor) >= parts(FLOORS[name])
    pins = (ROOT / "constraints.txt").read_text().lower().replace("-", "_")
    [pin] = re.findall(rf"^{name}==([\d.]+)", pins, re.M)
    assert parts(pin) >= parts(FLOORS[name])
    assert parts(version(name)) >= parts(FLOORS[name])
