"""The repository's root is itself a site: the example digest."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from coranto.build import Order, press
from coranto.text import words

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_example_builds_without_a_warning() -> None:
    """Strictly: five items, one story that joins them, one edition that orders them."""
    pressed = press(Order(ROOT, NOW, strict=True))
    assert not pressed.problems
    made: dict[str, Any] = {page.template: pressed.site.view(page) for page in pressed.site.pages}
    assert made["home.html"].count == 5
    assert made["story.html"].count == 5
    assert made["edition.html"].card.count == 5
    assert "courier.css" in "".join(pressed.site.facts.styles)


def test_each_item_is_our_own_and_of_sixty_words_or_more() -> None:
    """And names its outlet where the page names one."""
    for path in (ROOT / "content/articles").glob("*.md"):
        _, head, body = path.read_text().split("---\n", 2)
        assert "republish: own" in head
        assert words(body) >= 60
        assert "Kyiv Independent" in body or "did not say which outlet" in body


def test_not_twelve_words_in_a_row_are_copied_from_the_raw_pages(seeds: list[Path]) -> None:
    """In any file of the repository."""

    def runs(text: str) -> set[tuple[str, ...]]:
        found = re.findall(r"\w+", text.lower())
        return {tuple(found[place : place + 12]) for place in range(len(found) - 11)}

    raw = set().union(*(runs(path.read_text("utf-8", "replace")) for path in seeds))
    for folder in ("content", "docs", "tests", "generator", "themes"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".md", ".py", ".html", ".txt", ".yaml"):
                assert not raw & runs(path.read_text("utf-8", "replace")), path


@pytest.mark.parametrize(
    "name", ["README.md", "LICENSE", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", ".editorconfig"]
)
def test_the_files_strangers_look_for_are_there(name: str) -> None:
    """And not empty."""
    assert (ROOT / name).read_text().strip()
