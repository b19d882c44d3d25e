"""Front matter as an article: what several rooms together make of it."""

from pathlib import Path

import pytest

from coranto.content import article
from coranto.content.article import read_article
from coranto.fields import Fields
from coranto.frontmatter import split
from coranto.model import Article
from coranto.problems import Place, Problem
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


@pytest.mark.parametrize("written", ["a, b", '"a,b "'])
def test_one_text_of_several_tags_is_told(written: str) -> None:
    """It is one tag, and nobody means that; a list is none of this."""
    problems: list[Problem] = []
    document = split(f"---\ntitle: T\ndate: 2026-11-20\ntags: {written}\n---\n", "a.md")
    assert len(read_article("a.md", Fields(document.fields, problems)).tags) == 1
    assert [(each.severity, each.place and each.place.line, each.hint) for each in problems] == [
        ("warning", 4, "write tags: [a, b]")
    ]
    assert read("tags: [a, b]").tags == ("a", "b")


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


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ('note: "See [x](gone.md)."', 4),
        ('note: "| [x](gone.md)"', 4),
        ("note:\n  See [x](gone.md).", 5),
        ("note: |-\n  See [x](gone.md).", 5),
        ("note: |\n  One.\n\n  See [x](gone.md).", 7),
        ("note: >\n  See\n  [x](gone.md).", 5),  # lines that YAML joins count as one
    ],
)
def test_a_link_of_a_note_that_leads_nowhere_is_told_at_its_line(tmp_path: Path, note: str, line: int) -> None:
    """Of the file, however the note is written."""
    site = small_site(tmp_path, f"-- content/a.md --\n---\ntitle: A\ndate: 2026-11-20\n{note}\n---\nText.\n")
    (told,) = site.press().problems
    assert (told.place, told.kind) == (Place("content/a.md", line), "links")
