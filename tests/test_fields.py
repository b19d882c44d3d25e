"""Strict YAML: nothing is guessed, everything has its place."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto import yamltree
from coranto.fields import Fields
from coranto.moments import parse_moment
from coranto.problems import CorantoError, Problem
from coranto.text import web_address
from coranto.yamltree import parse

KYIV = ZoneInfo("Europe/Kyiv")


def read(text: str) -> tuple[Fields, list[Problem]]:
    """A reader over some YAML, and where its problems go."""
    problems: list[Problem] = []
    return Fields(parse(text, "f"), problems, "f", KYIV), problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: NO", "NO"),
        ("a: 18:53", "18:53"),
        ("a: 0123", "0123"),
        ("a: 2023", "2023"),
        ("a: 2023-02-04", "2023-02-04"),
        ("a: yes", "yes"),
        ("a: 1e3", "1e3"),
        ("a: ~", None),
        ("a:", None),
        ("a: ''", ""),
        ('a: "x: #y"', "x: #y"),
        ("a: b  # a comment", "b"),
        ("a: b # a comment", "b"),
    ],
)
def test_every_scalar_is_text_until_a_type_is_asked_for(text: str, value: str | None) -> None:
    """YAML's own guesses turn headlines into numbers and countries into False."""
    assert parse(text, "f").plain() == {"a": value}


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("title: Official: Russia threw", "f:1:16", 'write title: "Official: Russia threw"'),
        ("title: Bakhmut #1 story", "f:1:8", 'write title: "Bakhmut #1 story"'),
        ("title: @handle writes", "f:1:8", 'write title: "@handle writes"'),
        ("title: [sic] a headline", "f:1:14", 'write title: "[sic] a headline"'),
        ("a: 1\nb: 2\na: 3", "f:3:1", "'a' stands twice"),
        ("a: &x 1\nb: *x", "f:1:4", "anchors"),
        ("a: !!python/object:os.system x", "f:1:4", "tags"),
        ("a: !local x", "f:1:4", "tags"),
        ("<<: {a: 1}", "f:1:1", "merge keys"),
        ("a:\n\t- b", "f:2:1", "tab"),
        ("source:\n\tname: x", "f:2:1", "tab"),
        ("date:\t2026-01-01", "f:1:6", "a tab where YAML wants a space"),
        ('title: "Bakhmut\ndate: 2026-11-20\nnote: "x"', "f:1:8", "a quote is opened here and not closed"),
        ('title: "Bakhmut\ndate: 2026-11-20', "f:1:8", "a quote is opened here and not closed"),
        ("title: 'It is\ndate: 2026-11-20\nnote: 'x'", "f:1:8", "a quote is opened here and not closed"),
        ("tags: [Bakhmut, war\nsource: x", "f:1:7", "a bracket is opened here and not closed"),
        ("source: {name: x\ntags: [a]", "f:1:9", "a bracket is opened here and not closed"),
        ("o: {accent: #1f5f8b, lead: wide}\nr: x", "f:1:13", 'write accent: "#1f5f8b"   (a comment has'),
        (
            "o: {accent: #1f5f8b}",
            "f:1:13",
            "YAML takes the text from '#' on for a comment, and the bracket is not closed",
        ),
        ("o: {a: {b: '}'}, c: #fff}\nr: x", "f:1:21", 'write c: "#fff"'),
        ("tags: [war, bahn #1]\nr: x", "f:1:13", 'write tags: [war, "bahn #1"]   (a'),
        (
            "menu:\n  - {title: No #1, url: /a/}\n  - {title: B, url: /b/}",
            "f:2:13",
            'write - {title: "No #1", url: /a/}   (a',
        ),
        ('tags: ["a #1", b # c\n  ]\n]: x', "f:3:1", "this is not YAML"),
        ("? [a]\n: b", "f:1:3", "plain text"),
        ("a: 1\n---\nb: 2", "f:2:1", "second YAML document"),
        ("a: '" + "x" * yamltree.LIMIT + "'", "f:1", "64 KiB"),
        ("a: " + "[" * 100, "f:1:43", "nested deeper"),
    ],
)
def test_what_yaml_would_lose_or_run_is_refused_with_its_place(text: str, place: str, said: str) -> None:
    """Every refusal has line, column, and what to write instead."""
    with pytest.raises(CorantoError) as caught:
        parse(text, "f")
    problem = caught.value.problems[0]
    assert str(problem.place) == place
    assert said in problem.show()


@pytest.mark.parametrize("size", [1_000, 60_000])
def test_a_bomb_of_brackets_is_refused_at_once(size: int) -> None:
    """Neither loader may recurse into it."""
    with pytest.raises(CorantoError):
        parse("a: " + "[" * size, "f")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    """No text brings anything but a tree or a CorantoError."""
    try:
        parse(text, "f")
    except CorantoError as fault:
        assert fault.problems


@pytest.mark.parametrize("word", ["yes", "y", "ture", "True", "TRUE", "1", "on", "null?"])
def test_a_flag_is_true_or_false_and_nothing_else(word: str) -> None:
    """An unclear `draft` is never "published"."""
    reader, problems = read(f"draft: {word}")
    reader.flag("draft")
    assert "is true or false" in problems[0].message
    quoted, fine = read('draft: "true"')
    assert quoted.flag("draft") is True
    assert not fine


@pytest.mark.parametrize(
    ("text", "iso", "day_only"),
    [
        ("2026-11-20", "2026-11-20T00:00:00+02:00", True),
        ("2026-07-20", "2026-07-20T00:00:00+03:00", True),
        ("2026-11-20T18:53", "2026-11-20T18:53:00+02:00", False),
        ("2026-11-20 18:53:07", "2026-11-20T18:53:07+02:00", False),
        ("2026-11-20T18:53Z", "2026-11-20T20:53:00+02:00", False),
        ("2026-11-20T18:53-05:00", "2026-11-21T01:53:00+02:00", False),
        ("2026-11-20T18:53:00.123+0530", "2026-11-20T15:23:00+02:00", False),
        ("2026-03-29T03:30", "2026-03-29T03:30:00+02:00", False),
        ("2024-02-29", "2024-02-29T00:00:00+02:00", True),
    ],
)
def test_dates_are_read_in_the_sites_zone(text: str, iso: str, day_only: bool) -> None:
    """A day alone is midnight; no zone is the site's; a time in the gap of a clock change has fold 0."""
    found = parse_moment(text, KYIV)
    assert (found.at.isoformat(), found.day_only) == (iso, day_only)


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2026-13-01", "2024-02-30", "2026-11-20T25:00", "20.11.2026", "04/02/2023", "2026-11-20T10:00+99:00",
     "٢٠٢٦-١١-٢٠", "2026-11-20T10:00:60", "9999-12-31T23:00-14:00", "0000-01-01", ""],
)  # fmt: skip
def test_what_is_no_date_is_an_error_with_a_hint(text: str) -> None:
    """No date is guessed."""
    reader, problems = read(f'a: "{text}"')
    assert reader.moment("a") is None
    if text:
        assert "is not a date" in problems[0].message
        assert problems[0].hint


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://example.org/", True),
        ("http://example.org:8080/a?b=c#d", True),
        ("https://київ.example/", True),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("//example.org/", False),
        ("https://a b/", False),
        ('https://example.org/"onclick=', False),
        ("ftp://example.org/", False),
        ("https://example.org:99999/", False),
        ("https://[::1", False),
    ],
)
def test_only_http_addresses_are_web_addresses(url: str, good: bool) -> None:
    """Other schemes do not get into a page."""
    assert web_address(url) is good


def test_unknown_keys_are_kept_and_warned_about_but_case_alone_is_an_error() -> None:
    """`Tags:` would be lost in silence."""
    reader, problems = read("tags: [a]\nTitle: x\nmood: good\ntitel: y")
    reader.texts("tags")
    reader.text("title")
    assert reader.rest() == {"mood": "good", "titel": "y"}
    said = {problem.message: (problem.severity, problem.hint) for problem in problems}
    assert said["unknown key 'Title' in f"] == ("error", "write title: keys are in lower case")
    assert said["unknown key 'mood' in f"][0] == "warning"
    assert said["unknown key 'titel' in f"] == ("warning", "did you mean 'title'?")


def test_wrong_types_are_all_said_in_one_run() -> None:
    """One reading finds every mistake."""
    reader, problems = read("a: [1]\nb: {c: d}\nd: x\ne: -1\nf: z")
    reader.text("a")
    reader.texts("b")
    list(reader.groups("d", "a d"))
    reader.number("e")
    reader.choice("f", ("x", "y"))
    assert [str(problem.place) for problem in problems] == ["f:1:4", "f:2:4", "f:3:4", "f:4:4", "f:5:4"]
