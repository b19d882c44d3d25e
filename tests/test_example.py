"""The repository's root is itself a site: the example digest."""

import calendar
import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from coranto.build import Order, press
from coranto.text import words
from tests.conftest import SHARED

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "content/articles"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_example_builds_without_a_warning() -> None:
    """Strictly: the front page shows all that a front page can show, and each of the stories has its page."""
    pressed = press(Order(ROOT, NOW, strict=True))
    assert not pressed.problems
    pages = [(page, pressed.site.view(page)) for page in pressed.site.pages]
    made: dict[str, list[Any]] = {}
    for page, view in pages:
        made.setdefault(page.template, []).append(view)
    (home,) = made["home.html"]
    assert home.count == len(list(ARTICLES.glob("*.md"))) == 18
    assert home.lead.image and home.cluster and len(home.picks) == 5 and len(home.latest) == 4
    assert {section.link.title for section in home.sections} == {"Science", "Ukraine", "Earth", "Society"}
    assert home.edition.number == 2
    assert sorted(story.count for story in made["story.html"]) == [2, 5]
    assert [(edition.card.number, edition.card.count) for edition in made["edition.html"]] == [(2, 9), (1, 5)]
    (corrections,) = made["corrections.html"]
    assert len(corrections.corrections) == 1
    assert "courier.css" in "".join(pressed.site.facts.styles)


def test_each_outlet_has_a_record_that_says_what_it_is() -> None:
    """Its own address, a label and a sentence: fourteen of them."""
    named = {name for path in ARTICLES.glob("*.md") if (name := outlet(path))}
    records = {}
    for path in (ROOT / "content/sources").glob("*.md"):
        _, head, body = path.read_text().split("---\n", 2)
        fields = dict(re.findall(r"^(\w+): (.+)$", head, re.MULTILINE))
        records[fields["name"]] = fields
        assert fields["url"].startswith('"https://') and fields["label"] and words(body) >= 6
    assert set(records) == named
    assert len(named) == 14


def outlet(path: Path) -> str:
    """The name of an item's source; empty where its page names none."""
    found = re.search(r"^source:(?: \{|\n  )name: ([^}\n]+)", path.read_text(), re.MULTILINE)
    return found[1] if found else ""


@pytest.mark.parametrize("path", sorted(ARTICLES.glob("*.md")), ids=lambda path: path.stem)
def test_each_item_is_our_own_and_names_its_outlet(path: Path) -> None:
    """And is of sixty words or more, but of no more than a short item has."""
    _, head, body = path.read_text().split("---\n", 2)
    assert "republish: own" in head
    assert 60 <= words(body) <= 180
    assert (outlet(path) or "did not say which outlet") in body


def test_each_item_says_the_day_of_its_report() -> None:
    """In the text, as its front matter has it; the five of the first edition tell what is known of theirs."""
    dated = [path for path in ARTICLES.glob("*.md") if not path.name.startswith("2026")]
    assert len(dated) == 13
    for path in dated:
        year, month, day = path.name[:10].split("-")
        written = f"{int(day)} {calendar.month_name[int(month)]}"
        _, head, body = path.read_text().split("---\n", 2)
        flowing = " ".join(body.split())
        assert f"date: {path.name[:10]}" in head
        assert written in flowing and year in flowing, path


def test_each_picture_is_light_and_says_whose_it_is() -> None:
    """At most 60 kB, and all that the example holds is below a megabyte."""
    pictures = list((ROOT / "content/assets").iterdir())
    shown = "".join(path.read_text() for path in ARTICLES.glob("*.md"))
    assert len(pictures) == 3
    for picture in pictures:
        assert picture.stat().st_size <= 60_000
        assert f"src: /{picture.name}" in shown
    assert shown.count("credit: Drawn for this digest") == shown.count("licence: CC BY 4.0") == 3
    kept = [path for folder in ("content", "themes") for path in (ROOT / folder).rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in kept) < 1_000_000


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """All words that stand in a row, so many at a time."""
    found = re.findall(r"\w+", text.lower())
    return {tuple(found[place : place + length]) for place in range(len(found) - length + 1)}


@pytest.mark.skipif(not (SHARED / "devset").is_dir(), reason="no saved pages beside the checkout")
def test_not_eight_words_in_a_row_are_an_outlets() -> None:
    """Each item against the page that it retells; addresses apart, which are not ours to word."""
    pages = {page["url"].strip(" ."): page["id"] for page in json.loads((SHARED / "devset/gold.json").read_text())}
    compared = 0
    for path in ARTICLES.glob("*.md"):
        text = path.read_text()
        for url in re.findall(r'^ +url: "(.+)"$', text, re.MULTILINE):
            page = gzip.decompress((SHARED / "devset/text" / f"{pages[url]}.blocks.txt.gz").read_bytes())
            ours = re.sub(r"^ +url: .+$", "", text, flags=re.MULTILINE)
            assert not runs(ours, 8) & runs(page.decode("utf-8", "replace"), 8), path
            compared += 1
    assert compared == 13


def test_not_twelve_words_in_a_row_are_copied_from_the_raw_pages(seeds: list[Path]) -> None:
    """In any file of the repository."""
    raw = set().union(*(runs(path.read_text("utf-8", "replace"), 12) for path in seeds))
    for folder in ("content", "docs", "tests", "generator", "themes"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".md", ".py", ".html", ".txt", ".yaml"):
                assert not raw & runs(path.read_text("utf-8", "replace"), 12), path


@pytest.mark.parametrize(
    "name", ["README.md", "LICENSE", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", ".editorconfig"]
)
def test_the_files_strangers_look_for_are_there(name: str) -> None:
    """And not empty."""
    assert (ROOT / name).read_text().strip()
