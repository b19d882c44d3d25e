"""The list of problems that the preview lays over a page."""

import lxml.html
from hypothesis import given
from hypothesis import strategies as st

from coranto.overlay import MOST, blank, panel
from coranto.problems import Place, Problem, visible

WRONG = Problem("'date' is not a date", Place("content/a.md", 3, 7), "write 2026-11-22", "date: yesterdy", 8)


def test_a_problem_is_shown_with_its_place_its_line_and_a_hint() -> None:
    """What is meant in the line is marked."""
    found = lxml.html.fromstring(panel([WRONG], "/d/", good=True).decode())
    assert found.xpath("string(//summary)") == "Not built: one problem"
    assert found.xpath("string(//li/p[1])") == "content/a.md:3:7: error: 'date' is not a date"
    assert found.xpath("string(//pre)") == "3 | date: yesterdy"
    assert found.xpath("string(//mark)") == "yesterdy"
    assert found.xpath("string(//li/p[2])") == "Hint: write 2026-11-22"
    assert "the last good one" in found.text_content()
    assert found.xpath("string(//link/@href)") == "/d/_coranto/problems.css"


def test_of_many_problems_some_are_shown_and_the_rest_counted() -> None:
    """Warnings stand in the list, but are not counted as what is in the way."""
    problems = [*[WRONG] * (MOST + 3), Problem("unused", severity="warning")]
    found = lxml.html.fromstring(panel(problems, "/", good=False).decode())
    assert found.xpath("string(//summary)") == f"Not built: {MOST + 3} problems"
    assert len(found.xpath("//li")) == MOST
    assert "… and 4 more" in found.text_content()
    assert "the last good one" not in found.text_content()


@given(st.text(), st.text(max_size=100), st.text(), st.integers(0, 40), st.integers(0, 40))
def test_whatever_a_problem_says_is_text(message: str, line: str, path: str, column: int, span: int) -> None:
    """No mark-up of a file comes through; all of the line does."""
    made = panel([Problem(message, Place(path, 1, column), line, line, span)], "/", good=True).decode()
    found = lxml.html.fromstring(made)
    tags = {*"html head body div link aside details summary p ol li code b pre mark".split()}
    assert {each.tag for each in found.iter()} <= tags
    if line.strip():
        assert found.xpath("string(//pre)") == f"1 | {visible(line.rstrip())}".encode("utf-8", "replace").decode()


def test_a_page_without_a_site_has_the_script_and_the_list() -> None:
    """It comes back by itself when the site does."""
    made = blank("/livereload.js?host=[::1]&port=1&snipver=2", panel([WRONG], "/", good=False)).decode()
    found = lxml.html.document_fromstring(made)
    assert found.xpath("string(//script/@src)") == "/livereload.js?host=[::1]&port=1&snipver=2"
    assert found.xpath("//aside[@id='coranto-problems']")


def test_of_a_long_line_the_part_around_the_mistake_is_shown() -> None:
    """As in the terminal: what is meant is marked, and the page stays small."""
    line = "a" * 50_000 + "<b>" + "c" * 50_000
    html = panel([Problem("x", Place("a.md", 1, 50_001), excerpt=line, span=3)], "/", good=True).decode()
    assert "a<mark>&lt;b&gt;</mark>c" in html
    assert len(html) < 2_000
