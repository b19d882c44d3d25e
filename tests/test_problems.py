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
