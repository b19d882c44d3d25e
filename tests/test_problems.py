"""How mistakes are shown."""

import pytest

from coranto.problems import CorantoError, Place, Problem, as_errors, stop_on_errors, visible, warning


def test_a_problem_shows_place_line_mark_and_hint() -> None:
    """The form people and editors know: path:line:col: severity: what."""
    problem = Problem(
        "'date' is not a date: 'yesterdy'",
        Place("content/articles/grid.md", 5, 7),
        "write 2026-11-22",
        "date: yesterdy",
        8,
    )
    assert problem.show() == (
        "content/articles/grid.md:5:7: error: 'date' is not a date: 'yesterdy'\n"
        "    5 | date: yesterdy\n"
        "      |       ^^^^^^^^\n"
        "  hint: write 2026-11-22"
    )


@pytest.mark.parametrize(
    ("line", "column", "span", "shown"),
    [
        ("a\tb: x", 6, 1, ["    1 | a\\tb: x", "      |       ^"]),
        ("\u202ea: x", 5, 1, ["    1 | \\u202ea: x", "      |          ^"]),
        ("標題: x", 5, 1, ["    1 | 標題: x", "      |       ^"]),
        ("e\u0301: x", 5, 1, ["    1 | e\u0301: x", "      |    ^"]),
        ("x" * 9, 3, 900, ["    1 | xxxxxxxxx", "      |   ^^^^^^^"]),
        ("", 1, 1, []),
    ],
)
def test_the_mark_stands_under_what_is_meant(line: str, column: int, span: int, shown: list[str]) -> None:
    """Also behind what is shown in more columns than it has characters, or in fewer."""
    assert Problem("x", Place("a.md", 1, column), "", line, span).show().split("\n")[1:] == shown


@pytest.mark.parametrize("column", [1, 40, 30_000, 60_000])
def test_of_a_long_line_the_part_around_the_mistake_is_shown(column: int) -> None:
    """A terminal is not filled with it."""
    line = "x" * (column - 1) + "!" + "y" * (60_000 - column)
    _, excerpt, mark = Problem("x", Place("a.md", 1, column), "", line, 50_000).show().split("\n")
    assert len(excerpt) < 250
    assert excerpt[mark.index("^")] == "!"
    assert excerpt.endswith("…") == (column < 50_000)


def test_a_problem_without_place_shows_its_message_alone() -> None:
    """Nothing is made up."""
    assert Problem("no room").show() == "error: no room"


@pytest.mark.parametrize("raw", ["\x1b[2J", "\u202e", "\u2066", "\x9b31m", "\x07", "\u200f"])
def test_no_raw_control_or_bidi_character_reaches_the_terminal(raw: str) -> None:
    """Names and text from outside are shown, not obeyed."""
    shown = Problem(f"bad {raw} text", Place(f"a{raw}.md", 1, 1), raw, f"x{raw}").show()
    assert raw not in shown
    assert visible(raw) in shown


def test_errors_stop_and_warnings_do_not() -> None:
    """Everything that was noted is in the one exception."""
    said = [warning("w"), Problem("one"), Problem("two")]
    with pytest.raises(CorantoError) as caught:
        stop_on_errors(said)
    assert [problem.message for problem in caught.value.problems] == ["w", "one", "two"]
    stop_on_errors([warning("w")])


def test_strict_makes_errors_of_warnings() -> None:
    """What --strict means."""
    assert [problem.severity for problem in as_errors([warning("w")])] == ["error"]
