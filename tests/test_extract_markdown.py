"""Plain text as Markdown: what goes in comes back, and nothing is escaped without need."""

from __future__ import annotations

import html
import re

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.extract.markdown import Block, Span, document, paragraph
from coranto.model import Image

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
        "<숨바꼭질> and < 5 and <3",
        "[1] a note, [^2] another: $5",
        "a · b",
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
        ("<a@b.example>", "&lt;a@b.example>"),
        ("&copy; &c", "&amp;copy; &c"),
        (": so", "&#58; so"),
        ("[^1]: note", "\\[^1]: note"),
        ("two\nlines", "two lines"),
    ],
)
def test_what_is_escaped(text: str, printed: str) -> None:
    """Where an escape is needed, it is the shortest."""
    assert paragraph(text) == printed


BLOCKS = [
    pytest.param([Block("p", (Span("a b", sign="*"), Span(" c")))], "*a b* c", id="emphasis"),
    pytest.param([Block("p", (Span("un"), Span("be", sign="*"), Span("lievable")))], "unbelievable", id="in a word"),
    pytest.param([Block("p", (Span("“"), Span("No", sign="**"), Span(",” he said")))], "“**No**,” he said", id="signs"),
    pytest.param(
        [Block("p", (Span("2 * 3 "), Span("or", sign="*"), Span(" 2*3")))],
        "2 * 3 *or* 2\\*3",
        id="stars beside emphasis",
    ),
    pytest.param(
        [Block("p", (Span("a [b] "), Span("c [d]", "https://a.example/"), Span("!")))],
        "a [b] [c \\[d\\]](https://a.example/)!",
        id="brackets beside a link",
    ),
    pytest.param(
        [Block("p", (Span("Hi!"), Span("a", "https://a.example/")))], "Hi\\![a](https://a.example/)", id="no image"
    ),
    pytest.param([Block("p", (Span("a\n# b\n===\nc"),))], "a  \n\\# b  \n&#61;==  \nc", id="lines"),
    pytest.param([Block("h2", (Span("1. a\nb"),))], "## 1. a b", id="heading on one line"),
    pytest.param(
        [Block("li", (Span("a"),)), Block("li", (Span("b"),), level=2, number=1), Block("li", (Span("c"),), level=1)],
        "- a\n    1. b\n\n    - c",
        id="levels",
    ),
    pytest.param([Block("li", (Span("a"),), level=3)], "- a", id="first item at the margin"),
    pytest.param(
        [Block("p", (Span("a"),), quoted=True), Block("p", (Span("b"),), quoted=True), Block("p", (Span("c"),))],
        "> a\n>\n> b\n\nc",
        id="quotation",
    ),
    pytest.param([Block("pre", code="a\n```\nb")], "````\na\n```\nb\n````", id="code"),
    pytest.param(
        [Block("figure", picture=Image("https://a.example/a.jpg", "A", "B · C"))],
        '![A](https://a.example/a.jpg "B · C ·")',
        id="caption with the sign that parts",
    ),
    pytest.param(
        [Block("figure", picture=Image("https://a.example/a.jpg", "A", "It's B", "C · D"))],
        '![A](<https://a.example/a.jpg> "It\'s B · C·D")',
        id="credit with the sign that parts",
    ),
    pytest.param([Block("figure", picture=Image("", "A", "B"))], "", id="picture without an address"),
]


@pytest.mark.parametrize(("blocks", "printed"), BLOCKS)
def test_blocks_are_printed(blocks: list[Block], printed: str) -> None:
    """The forms of the subset."""
    assert document(blocks) == printed


def test_blocks_are_apart() -> None:
    """Paragraphs are separated by empty lines, items of a list are not, and empty blocks leave no gap."""
    assert document(["a", "", ["b", "c"], "d"]) == "a\n\n- b\n- c\n\nd"
