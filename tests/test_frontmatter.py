"""Front matter: read strictly, written so that it reads back, changed without disturbing the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto import frontmatter
from coranto.problems import CorantoError
from coranto.text import clean

TEXT = st.text(max_size=60).map(clean).map(lambda text: text.replace("\t", " "))
KEY = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)
VALUE = st.recursive(
    TEXT, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3), max_leaves=6
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no front matter"),
        ("# A title\n\nText", "there is no front matter"),
        ("+++\ntitle = 'x'\n+++\n", "TOML front matter (+++) is not read"),
        ("---\ntitle: x\n", "the front matter is not closed"),
        ("--- \ntitle: x", "the front matter is not closed"),
    ],
)
def test_a_file_without_front_matter_is_an_error(text: str, said: str) -> None:
    """A file that cannot be told from a draft is never published by accident."""
    with pytest.raises(CorantoError, match=said.replace("(", r"\(").replace(")", r"\)").replace("+", r"\+")):
        frontmatter.split(text, "f.md")


def test_lines_of_errors_and_bodies_count_from_the_files_first() -> None:
    """A mistake in the third line of the file is told as line 3."""
    document = frontmatter.split("---\na: 1\nb: 2\n---\nbody", "f.md")
    assert document.fields.value["b"][1].place.line == 3  # type: ignore[index, call-overload]  # what is not there fails the test
    assert (document.body, document.body_line) == ("body", 5)


@given(st.dictionaries(KEY, VALUE, max_size=5), TEXT)
def test_what_is_written_reads_back_equal(values: dict[str, object], body: str) -> None:
    """Law 3: parse(write(x)) == x, whatever stands in a headline."""
    text = frontmatter.join(values, body)
    document = frontmatter.split(text, "f.md")
    assert document.fields.plain() == values
    assert document.body.strip() == body.strip()


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("Grid repairs finished", "a: Grid repairs finished"),
        ("Official: done", 'a: "Official: done"'),
        ("2026-11-20T18:53+02:00", "a: 2026-11-20T18:53+02:00"),
        ("2026-11-20", "a: 2026-11-20"),
        ("2023", 'a: "2023"'),
        ("NO", 'a: "NO"'),
        ("18:53", 'a: "18:53"'),
        ("Bakhmut #1", 'a: "Bakhmut #1"'),
        (True, "a: true"),
        (3, "a: 3"),
        (None, "a: null"),
    ],
)
def test_only_what_some_yaml_would_misread_is_quoted(value: object, line: str) -> None:
    """Front matter stays pleasant to read, for people and for other programs."""
    assert frontmatter.dump({"a": value}) == line + "\n"


MESSY = """\
---
# The headline, as printed
title:   'It''s done'   # do not touch

mood: {odd:  spacing}
tags:
- a
-   b   # second

# when
date: 2026-11-20
draft: true
---

Body with --- inside.
---
"""


def test_a_change_leaves_every_other_byte_alone() -> None:
    """Order, comments, unknown keys, odd spacing and the body stay."""
    changed = frontmatter.edit(MESSY, {"draft": None, "published": "2026-11-22T07:00+02:00"}, "f.md")
    assert changed == MESSY.replace("draft: true\n", "published: 2026-11-22T07:00+02:00\n")


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    """A file from Windows stays one; one with several kinds of line end is refused."""
    windows = "\ufeff" + MESSY.replace("\n", "\r\n")
    changed = frontmatter.edit(windows, {"draft": None, "published": "2026-11-22"}, "f.md")
    assert changed == windows.replace("draft: true\r\n", "published: 2026-11-22\r\n")
    with pytest.raises(CorantoError, match="more than one way"):
        frontmatter.edit(MESSY.replace("mood", "\rmood"), {"draft": None}, "f.md")


def test_a_list_is_replaced_where_it_stands() -> None:
    """A key of several lines gives way as a whole; the comment before the next key stays."""
    changed = frontmatter.edit(MESSY, {"tags": ["c"]}, "f.md")
    assert changed == MESSY.replace("tags:\n- a\n-   b   # second\n", "tags:\n  - c\n")


@given(st.dictionaries(KEY, VALUE, min_size=1, max_size=5), st.dictionaries(KEY, st.none() | VALUE, max_size=3))
def test_any_change_reads_back(values: dict[str, object], changes: dict[str, object]) -> None:
    """What was changed is changed and nothing else is."""
    text = frontmatter.edit(frontmatter.join(values, "b"), changes, "f.md")
    expected = {key: value for key, value in {**values, **changes}.items() if value is not None}
    assert frontmatter.split(text, "f.md").fields.plain() == expected


@pytest.mark.parametrize(
    "last",
    ["note: |\n  text\n", "note: |+\n  text\n\n", "note: >\n  a\n  b\n", "note: |\n  # text\n", "note: a\n  b\n"],
)
def test_a_key_is_added_behind_a_text_of_several_lines(last: str) -> None:
    """The text stays what it was, also its last line end; taken out, the file is what it was."""
    text = f"---\ntitle: A\n{last}---\nBody.\n"
    changed = frontmatter.edit(text, {"featured": 1}, "f.md")
    assert changed == text.replace("---\nBody", "featured: 1\n---\nBody")
    assert frontmatter.edit(changed, {"featured": None}, "f.md") == text


@pytest.mark.parametrize(("old", "new"), [("1", "3"), ("1  # the lead", "3  # the lead"), (" # which?", "3 # which?")])
def test_a_comment_behind_a_value_stays(old: str, new: str) -> None:
    """It is told of the key, not of the value."""
    text = f'---\ntitle: A\nfeatured: {old}\nnote: "# none"\n---\n'
    expected = text.replace(f"featured: {old}", f"featured: {new}")
    for end in ("\n", "\r\n"):
        assert frontmatter.edit(text.replace("\n", end), {"featured": 3}, "f.md") == expected.replace("\n", end)


@pytest.mark.parametrize("head", ["{title: A}", "  title: A", "title: A\n...", "# x\n{title: A,\nfeatured: 1}"])
def test_what_cannot_be_changed_line_by_line_is_refused(head: str) -> None:
    """With words for its author, and no traceback."""
    with pytest.raises(CorantoError, match="only its author can change") as caught:
        frontmatter.edit(f"---\n{head}\n---\nBody.\n", {"featured": 3}, "f.md")
    assert "one key a line" in caught.value.problems[0].hint


def test_a_line_that_is_no_key_is_shown_itself() -> None:
    """And not the one below it, also where it is the last."""
    for below in ("", "date: 2026-11-20\n"):
        with pytest.raises(CorantoError, match="expected ':'") as caught:
            frontmatter.split(f"---\ntitle: A\nnote x\n{below}---\n", "f.md")
        problem = caught.value.problems[0]
        assert problem.place
        assert (problem.place.line, problem.excerpt) == (3, "note x")


ENTRY = st.sampled_from(
    [
        "title:   'It''s done'   # printed so\n", "\n", "# featured: 5\n", "  \n", "mood: {odd:  x, featured: 1}\n",
        "tags:\n- a\n-   b   # second\n", 'also: [a,\n  "b"]\n', "note: |\n  one\n\n  # two\n", "kept: >+\n  one\n\n",
        "plain: one\n  featured\n", "imported:\n  - featured: 2\n    draft: true\n", "? odd\n: key\n", "empty:\n",
        "слово: «так»\n", 'quoted: "a\n\n  # b"\n', "'draft' : true\n",
    ]
)  # fmt: skip
PICKED = st.sampled_from(
    [("1", ""), ("1 # lead", " # lead"), ('"2"  #', "  #"), ("", ""), ("|\n  3", ""), (">\n  3", "")]
)
BODY = st.sampled_from(["", "Body.", "\nBody\n---\nfeatured: 9\n"])


@given(
    st.lists(ENTRY, unique=True, max_size=4),
    st.lists(ENTRY, unique=True, max_size=4),
    st.none() | PICKED,
    BODY,
    st.booleans(),
)
def test_whatever_a_file_looks_like_one_key_changes_and_no_other_byte(
    above: list[str], below: list[str], value: tuple[str, str] | None, body: str, windows: bool
) -> None:
    """Set anew, taken out, set where it was not: what stands around it stays."""
    below = [entry for entry in below if entry not in above]

    def file(*featured: str) -> str:
        text = "".join(["---\n", *above, *featured, *below, "---\n", body])
        return "\ufeff" + text.replace("\n", "\r\n") if windows else text

    def edit(text: str, to: object) -> str:
        return frontmatter.edit(text, {"featured": to}, "f.md")

    if value is not None:
        old, remark = value
        assert edit(file(f"featured: {old}\n"), 7) == file(f"featured: 7{remark}\n")
        assert edit(file(f"featured: {old}\n"), None) == file()
    assert edit(edit(file(), 7), None) == file()
