"""Plain text as Markdown: what goes in comes back, and nothing is escaped without need."""

from __future__ import annotations

import html
import re

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.extract.markdown import document, paragraph

EXTENSIONS = ["footnotes", "tables", "sane_lists", "fenced_code", "def_list", "abbr", "admonition", "toc"]
NASTY = [
    *(
        "2023. It was",
        "1) one",
        "#Kyiv",
        "# a #",
        "> quote",
        "- sign",
        "+ plus",
        "* star",
        "*a*",
        "**a** _b_ __c__",
        "_a",
    ),
    *("a*b*c", "snake_case_name", "* * *", "---", "***", "___", "===", "~~~", "```", "`a` ``b``", "`", "\\", "\\\\"),
    *("\\*a\\*", "a\\", "<b>x</b>", "<!-- x -->", "<?php", "<", "a < b", "<a@b.c>", "<http://a.b>", "&amp;", "&#38;"),
    *("&#38 x", "&copy;", "AT&T", "[x]: y", "[a](b)", "![a](b)", "[^1]: note", "[^1]", "*[abbr]: def", ": def"),
    *(
        "!!! note",
        "[TOC]",
        "$x$",
        "{: .a}",
        "a  b",
        "a\u00a0b",
        "[[a]]",
        "](",
        "|",
        "| a | b |",
        "|---|---|",
        "    code",
    ),
]
PIECE = st.one_of(
    st.text(alphabet="*_`\\[](){}<>#+-.!|:~=&;$^\"' ab1\u00a0é/@", max_size=25),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=40),
    st.lists(st.sampled_from(NASTY), max_size=4).map(" ".join),
    st.lists(st.sampled_from(NASTY), max_size=4).map("".join),
)


def shown(source: str) -> str:
    """What a reader sees of rendered Markdown, white space folded."""
    rendered = markdown.markdown(source, extensions=EXTENSIONS)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", rendered)).split())


@pytest.mark.parametrize("text", NASTY)
def test_nasty_paragraphs_render_back(text: str) -> None:
    """Each sign that Markdown knows comes back as text, alone and before and after others."""
    for source in (text, f"{text} x", f"x {text} x", f"{text} {text}"):
        assert shown(paragraph(source)) == " ".join(source.split())


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(PIECE)
def test_any_paragraph_renders_back(text: str) -> None:
    """Rendering undoes printing, whatever the text."""
    assert shown(paragraph(text)) == " ".join(text.split())


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(st.one_of(PIECE, st.lists(PIECE, max_size=3)), max_size=4))
def test_any_document_renders_back(blocks: list[str | list[str]]) -> None:
    """Blocks do not act upon one another: no fence, table, reference or footnote arises between them."""
    flat = [text for block in blocks for text in ([block] if isinstance(block, str) else block)]
    assert shown(document(blocks)) == " ".join(" ".join(flat).split())


@pytest.mark.parametrize(
    "text",
    [
        "the region [composed of two parts], he said",
        "a snake_case_name and 2 * 3 * 4",
        "AT&T paid $5 - or 5 < 6 | more: yes = no ~ maybe!",
        "one *star and one _line",
        "\"Quoted\", 'quoted', “quoted” (and so on).",
        "In 2023. Then.",
    ],
)
def test_prose_stays_as_it_is(text: str) -> None:
    """What Markdown leaves alone is not escaped."""
    assert paragraph(text) == text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2023. It was", "2023\\. It was"),
        ("#Kyiv", "\\#Kyiv"),
        ("- he said", "\\- he said"),
        ("> he said", "\\> he said"),
        ("*all* of it", "\\*all\\* of it"),
        ("[a](b)", "[a]\\(b)"),
        ("a &amp; b", "a &amp;amp; b"),
        ("<b>", "&lt;b>"),
        ("two\nlines", "two lines"),
    ],
)
def test_what_is_escaped(text: str, printed: str) -> None:
    """Where an escape is needed, it is the shortest."""
    assert paragraph(text) == printed


def test_blocks_are_apart() -> None:
    """Paragraphs are separated by empty lines, items of a list are not, and empty blocks leave no gap."""
    assert document(["a", "", ["b", "c"], "d"]) == "a\n\n- b\n- c\n\nd"
