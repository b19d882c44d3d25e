"""Front matter as an article: what several rooms together make of it."""

from pathlib import Path

import pytest

from coranto.content import article
from coranto.content.article import read_article
from coranto.fields import Fields
from coranto.frontmatter import split
from coranto.model import Article
from coranto.problems import Problem
from coranto.text import fold
from tests.smallsite import small_site


def read(front: str, name: str = "content/a.md") -> Article:
    """The article of some front matter without mistakes."""
    problems: list[Problem] = []
    document = split(f"---\ntitle: T\ndate: 2026-11-20\n{front}\n---\nText.\n", name)
    found = read_article(name, Fields(document.fields, problems))
    assert not problems
    return found


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("content/2026/2026-11-20-grid-repairs.md", "grid-repairs"),
        ("content/a.b.md", "a-b"),
        ("content/2026-11-20.md", "2026-11-20"),
        ("content/2026/Київ.md", "київ"),
    ],
)
def test_a_slug_comes_from_the_files_name(name: str, slug: str) -> None:
    """Without its folders, its ending and its date."""
    assert read("", name).slug == slug


def test_names_that_repeat_one_but_for_case_are_dropped() -> None:
    """The first way of writing stays, where it stood."""
    found = read("tags: [Winter, grid, winter, GRID, Grid x]")
    assert found.tags == ("Winter", "grid", "Grid x")


def test_many_names_are_compared_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of 60 KiB of tags may not take a quarter of a minute."""
    asked: list[str] = []
    monkeypatch.setattr(article, "fold", lambda name: asked.append(name) or fold(name))
    assert len(read(f"tags: [{', '.join(f't{number}' for number in range(500))}]").tags) == 500
    assert len(asked) == 500


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("articles/grid.md", "move them to content/articles/"),
        ("posts/2026/grid.md", "move them to content/articles/"),
        ("pages/about.md", "move them to content/pages/"),
        ("articles/notes.txt", ""),
        ("docs/grid.md", ""),
    ],
)
def test_texts_beside_content_are_told(tmp_path: Path, path: str, hint: str) -> None:
    """They are not read; each folder of them is named once."""
    made = small_site(tmp_path, f"-- {path} --\nText.\n")
    told = [problem for problem in made.press().problems if problem.message == "not read: texts lie in content/"]
    assert [(str(problem.place), problem.hint) for problem in told] == ([(path.split("/")[0], hint)] if hint else [])
