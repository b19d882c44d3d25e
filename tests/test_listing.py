"""Every article with its standing and doubts, and which are asked for."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from coranto.cache import opened
from coranto.cli.listing import shortened, table
from coranto.listing import Listed, Wanted, choose, listed
from coranto.materials import read_config
from coranto.problems import width_of
from tests.smallsite import NOW, SmallSite, article
from tests.test_cli import run
from tests.test_drafts import DOUBTFUL

Make = Callable[[str], SmallSite]
SITE = (
    article("a", "Grid repairs", "2026-11-19", section="Energy", tags="[grid, winter]", story="winter")
    + article("b", "Bridge opens", "2026-11-20T10:00", source="The Courier", tags="[Grid]", body="Of a quay.")
    + article("c", "Not yet", "2026-12-24", summary="A quay, GRID and all.")
    + article("d", draft="true", date="2026-11-10")
    + article("e", "Wrong", "2026-11-18", retracted="{date: 2026-11-21, reason: No.}")
)


def found(made: SmallSite, **wanted: object) -> list[Listed]:
    """What a list of the site shows."""
    every, problems = listed(made.root, read_config(made.order())[0], NOW)
    assert not problems
    return choose(every, Wanted(**wanted))  # type: ignore[arg-type]  # passed on by name


def test_all_are_listed_newest_first_with_their_states(site: Make) -> None:
    """What has no date yet stands before all; a doubt that has been settled in the file is none any more."""
    made = site(SITE + DOUBTFUL + DOUBTFUL.replace("doubtful.md", "out.md").replace("draft: true", "date: 2026-11-17"))
    rows = found(made)
    assert [(each.article.id, each.state, [name for name, _ in each.doubts]) for each in rows] == [
        ("articles/doubtful", "draft", ["date", "authors"]),
        ("c", "scheduled", []),
        ("b", "published", []),
        ("a", "published", []),
        ("e", "retracted", []),
        ("articles/out", "doubt", ["authors"]),
        ("d", "draft", []),
    ]
    assert rows[0].doubts[0][1] == "only '2 months ago' (line 11)"
    assert [each.doubts for each in found(made)] == [each.doubts for each in rows], "the second time from memory"
    (made.root / "content/articles/out.md").write_text(rows[5].text.markdown())
    assert listed(made.root, read_config(made.order())[0], NOW)[1], "a file without front matter is told"


def test_every_file_of_an_article_is_listed_or_told_once(site: Make) -> None:
    """Also of two with one slug, or one id; a year has four digits."""
    made = site(
        article("x/twin") + article("y/twin") + article("p", id="same") + article("q", id="same")
        + article("old", date="0812-01-02") + "-- content/broken.md --\n---\ntitle: [A\n---\n"
        + "-- content/pages/about.md --\n---\ntitle: About\n---\n"
    )  # fmt: skip
    every, problems = listed(made.root, read_config(made.order())[0], NOW)
    told = [problem.place.path for problem in problems if problem.place]
    paths = sorted([*(each.article.path for each in every), *told])
    assert paths == [f"content/{name}.md" for name in ("broken", "old", "p", "q", "x/twin", "y/twin")]
    assert "0812-01-02" in [line.split()[1] for line in run("list", cwd=made.root).stdout.splitlines()]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({"states": frozenset({"draft", "scheduled"})}, "cd"),
        ({"section": "energy"}, "a"),
        ({"tags": ("GRID",)}, "ba"),
        ({"tags": ("grid", "winter")}, "a"),
        ({"outlet": "the courier"}, "b"),
        ({"story": "Winter"}, "a"),
        ({"since": datetime(2026, 11, 19, tzinfo=UTC)}, "cba"),
        ({"until": datetime(2026, 11, 19, tzinfo=UTC)}, "aed"),
        ({"words": "quay"}, "cb"),
        ({"words": "gRid QUAY"}, "cb"),
        ({"words": "quay energy"}, ""),
        ({"doubts": True}, ""),
    ],
)
def test_filters(site: Make, wanted: dict[str, object], ids: str) -> None:
    """Names but for case; words in any place, the text too."""
    assert "".join(each.article.id for each in found(site(SITE), **wanted)) == ids


def test_a_list_does_not_make_the_build_forget(site: Make) -> None:
    """It asks for little of what is remembered, and that is no sign that the rest is not wanted."""
    made = site(SITE)
    with opened(made.root / ".coranto") as cache:
        for number in range(3000):
            cache.keep("x", b"%d" % number, b"y")
    found(made)
    with opened(made.root / ".coranto") as cache:
        assert cache.find(b"2999") == b"y"


def row(title: str, outlet: str = "Outlet", doubts: str = "", story: str = "") -> tuple[str, ...]:
    """A line of the table."""
    return ("draft", "2026-11-20", outlet, title, doubts, story, "a-slug")


@pytest.mark.parametrize("room", [20, 40, 60, 80, 100, 200])
def test_a_table_fits_its_terminal(room: int) -> None:
    """Also where letters are two columns wide, or none; other columns go before the title has no room."""
    rows = [
        row("A plain title of some length, which goes on and on until no terminal could hold it in one line"),
        row("停电之后修复提前完成，官员们在河边说，春天以前不会再有停电了", "東京日報" * 9, "date, authors"),
        row("Z\u0301\u0301ivá řeka 🌊🌊🌊", story="winter-grid"),
    ]
    lines = table(rows, room)
    assert len(lines) == 4
    assert all(width_of(line) <= room for line in lines), [width_of(line) for line in lines]
    assert all(line.startswith(("STATE", "draft")) for line in lines)
    assert lines[0].rstrip() == lines[0]
    starts = {width_of(line[: line.index(word)]) for line, word in zip(lines, ("TITLE", "A", "停", "Z"), strict=True)}
    assert len(starts) == 1, "titles stand under one another"


def test_elsewhere_than_on_a_terminal_nothing_is_cut() -> None:
    """And no column is shown in which nothing stands."""
    lines = table([row("t" * 500), row("short", story="s")], 0)
    assert lines[0].split() == ["STATE", "DATE", "OUTLET", "TITLE", "STORY", "ARTICLE"]
    assert "t" * 500 in lines[1]
    assert lines[2][lines[0].index("STORY") :].startswith("s ")


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("停电了", 5, "停电…"),
        ("停电了", 4, "停…"),
        ("a bcd", 3, "a…"),
        ("xy", 1, "…"),
    ],
)
def test_a_text_is_cut_by_the_columns_it_takes(text: str, width: int, cut: str) -> None:
    """Never in the middle of a wide letter."""
    assert shortened(text, width) == cut
