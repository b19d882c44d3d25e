"""HTML fragments and their words: what goes in comes back from the press, whatever signs it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.extract.html_fragment import markdown_of, text_of
from coranto.extract.markdown import Block, Span, document
from coranto.model import Image
from coranto.texts import Manuscript
from coranto.typeset import typeset

BLOCKS = {
    "p",
    "h2",
    "h3",
    "h4",
    "li",
    "ul",
    "ol",
    "blockquote",
    "td",
    "th",
    "tr",
    "table",
    "pre",
    "figure",
    "small",
    "br",
}


def resolve(written: str, path: str, use: str) -> str | None:
    """Links lead out, pictures nowhere."""
    return written if use == "link" else None


def pressed(source: str) -> lxml.html.HtmlElement:
    """Markdown as the build prints it."""
    done, problems = typeset({"a": Manuscript(source, "a.md")}, "python", resolve)
    assert not problems
    return lxml.html.fragment_fromstring(done["a"].body.html(str), create_parent="div")


def words(tree: lxml.html.HtmlElement) -> str:
    """What a reader sees, white space folded."""
    return " ".join("".join(pieces(tree)).split())


def pieces(node: lxml.html.HtmlElement) -> Iterator[str]:
    yield (" " if node.tag in BLOCKS else "") + (node.text or "")
    for child in node:
        yield from pieces(child)
        yield (" " if child.tag in BLOCKS else "") + (child.tail or "")


def plain(text: str) -> str:
    """White space folded; the sign that parts caption and credit has none."""
    return re.sub(r"\s*·\s*", "·", " ".join(text.split()))


NASTY = [
    *("2023. It was", "1)", "#Kyiv", "## a ##", "C #", "> quote", "- sign", "+", "*", "* a", "*a*", "**b**", "_c_", "a_b_c"),
    *("***", "___", "---", "===", "- - -", "~~~", "```", "`a`", "``", "\\", "\\\\", "\\*", "<b>x</b>", "<숨바꼭질>", "<é@b.example>", "<!-- x -->", "<", "a<b"),
    *("<?php", "<https://a.example>", "<a@b.example>", "&amp;", "&copy;", "&#38;", "AT&T", "[x]: y", "[a](b)", "![a](b)", "]("),
    *("[^1]: note", "[^1]", "*[abbr]: def", ": def", "!!! note", "[TOC]", "$x$", "{: .a}", "[[a]]", "|", "|---|---|", "a | b"),
    *("--- | ---", ":--", "!", "! [", "[", "]", "(", ")", '"', "'", "x ·", "· y", "a · b", "http://a.example/x_y_z", "\u00a0"),
    *("plain", "words", "Київ", "“quoted”", "100 %", "a=b", "~x~", "~~x~~", "^2^", "==x=="),
]  # fmt: skip
TEXT = st.one_of(
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=4).map(" ".join),
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=3).map("".join),
    st.text(alphabet="*_`\\[](){}<>#+-.!|:~=&;$^\"' ab1é/@", min_size=1, max_size=20),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=20),
)
SPAN = st.builds(
    Span,
    TEXT,
    href=st.sampled_from(["", "", "", "https://a.example/b_c*d(e)?f=1&copy;=2", "https://a.example/"]),
    sign=st.sampled_from(["", "", "*", "**", "***", "`"]),
)
LINE = st.lists(SPAN, min_size=1, max_size=4).map(tuple)
LINES = st.lists(LINE, min_size=1, max_size=3).map(lambda lines: sum(((*line, Span("\n")) for line in lines), ())[:-1])
QUOTED = st.booleans()
PARAGRAPH = st.builds(Block, st.just("p"), LINES, quoted=QUOTED)
HEADING = st.builds(Block, st.sampled_from(["h2", "h3"]), LINE)
ITEM = st.builds(
    Block,
    st.just("li"),
    LINES,
    level=st.integers(0, 3),
    number=st.one_of(st.none(), st.integers(0, 120)),
    goes_on=st.sampled_from([False, False, True]),
    quoted=QUOTED,
)
TABLE = st.integers(2, 3).flatmap(
    lambda width: st.builds(
        Block, st.just("table"), rows=st.lists(st.tuples(*[LINE] * width), min_size=2, max_size=3).map(tuple)
    )
)
CODE = st.builds(Block, st.just("pre"), code=st.lists(TEXT, min_size=1, max_size=3).map("\n".join))
FIGURE = st.builds(
    Block,
    st.just("figure"),
    picture=st.builds(Image, st.just("https://a.example/p_1(2).jpg?a='b'"), alt=TEXT, caption=TEXT, credit=TEXT),
)
BLOCK = st.one_of(PARAGRAPH, HEADING, ITEM, ITEM, TABLE, CODE, FIGURE)


def said(block: Block) -> str:
    """The words of a block."""
    if block.picture:
        return f"{block.picture.caption} {block.picture.credit}"
    if block.rows:
        return " ".join("".join(span.text for span in cell) for row in block.rows for cell in row)
    return block.code or "".join(span.text for span in block.spans)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(BLOCK, min_size=1, max_size=5))
def test_words_come_back_from_the_press(blocks: list[Block]) -> None:
    """Paragraphs, headings, quotations, items, cells, links, code, captions and credits: the same words, in order."""
    source = document(blocks)
    assert plain(words(pressed(source))) == plain(" ".join(map(said, blocks))), source


FRAGMENTS = [
    pytest.param("", "", id="nothing"),
    pytest.param("plain & < 5 words", "plain & < 5 words", id="no markup"),
    pytest.param('<p>See <a href="/x?a=1">it <em>now</em></a>.', "See [it *now*](https://a.example/x?a=1).", id="link"),
    pytest.param('<p><a href="javascript:x()">run</a>', "run", id="link that leads nowhere"),
    pytest.param('<p><a href="b c(d)">x</a>', "[x](<https://a.example/news/b%20c(d)>)", id="address with brackets"),
    pytest.param("<p>Roses,<br>\n- red<br/>ones", "Roses,  \n\\- red  \nones", id="line breaks"),
    pytest.param("<h1>A</h1><h2>B</h2><h4>C #</h4>", "## A\n\n## B\n\n### C \\#", id="headings"),
    pytest.param(
        "<ul><li>a<ol start=3><li>b<li value=7>c</ol>more<li><p>d<p>e</ul>",
        "- a\n\n    3. b\n    7. c\n\n    more\n\n- d\n\n    e",
        id="lists in lists",
    ),
    pytest.param("<blockquote><p>a<ul><li>b</ul></blockquote>", "> a\n>\n> - b", id="quotation"),
    pytest.param("<pre><code>a = [`x`]\n\n  b\n</code></pre>", "```\na = [`x`]\n\n  b\n```", id="code"),
    pytest.param("<p>Run <code>a *b*</code>.", "Run `a *b*`.", id="code in a line"),
    pytest.param(
        '<table><tr><th colspan=2>T<th>U<tr><td rowspan=2>1<td><a href="/q">2|</a><td>3<tr><td>4<td>5</table>',
        "| T |  | U |\n| --- | --- | --- |\n| 1 | [2\\|](https://a.example/q) | 3 |\n|  | 4 | 5 |",
        id="table",
    ),
    pytest.param(
        '<figure><img src="/a.jpg" alt="The [old] pier"><figcaption>The "pier" (Photo: Ann Lee/AFP)</figcaption></figure>',
        '![The \\[old\\] pier](https://a.example/a.jpg "The &quot;pier&quot; · Ann Lee/AFP")',
        id="caption and credit",
    ),
    pytest.param(
        '<figure><img data-src="a.jpg"><figcaption>A pier <span class="credit">Ann Lee</span></figcaption></figure>',
        '![](https://a.example/news/a.jpg "A pier · Ann Lee")',
        id="credit by its class",
    ),
    pytest.param('<p>a<img src="/p.gif" width="1" height="1">b', "ab", id="counting pixel"),
    pytest.param('<p>a <img class="wp-smiley" alt="☺" src="/s.png">', "a ☺", id="emoji"),
    pytest.param("<p>a</p><script>b</script><form><p>c</p></form><iframe src=d></iframe>", "a", id="no text"),
    pytest.param('<p>a</p><div class="sharedaddy sd-social"><a href="#">Chirp</a> it</div>', "a", id="share bar"),
    pytest.param('<p>a</p><p>The post <a href=x>A</a> appeared first on <a href=y>B</a>.</p>', "a", id="syndication line"),
    pytest.param("<p>a<!-- b --><p>c</p></div></body>d", "a\n\nc\n\nd", id="broken markup"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), FRAGMENTS)
def test_a_fragment_becomes_markdown(html: str, expected: str) -> None:
    """The subset of the reference, whatever the fragment holds."""
    assert markdown_of(html, "https://a.example/news/1") == expected


def test_a_fragment_as_words() -> None:
    """No signs of Markdown, and no captions."""
    html = "<p>a <b>b</b> *c*</p><figure><img src=https://a.example/x.jpg><figcaption>d</figcaption></figure><ul><li>e</ul>"
    assert text_of(html) == "a b *c*\n\ne"


def test_relative_addresses_need_a_base() -> None:
    """Without one they are only words, and their pictures nothing."""
    assert markdown_of('<p><a href="/x">a</a> <img src="/y.jpg"><a href="https://b.example">b</a>') == (
        "a [b](https://b.example)"
    )


HOSTILE = {
    "brackets": "[" * 2_000_000,
    "links": "[a](" * 200_000,
    "tags": "<b>" * 500_000,
    "depth": "<div>x " * 100_000,
    "line": "word " * 500_000,
    "breaks": "x.<br><br>" * 100_000,
    "columns": "<table>" + "<tr><td colspan=9007199254740991 rowspan=9007199254740991>1<td>2" * 500,
    "lists": "<ul><li>a" * 20_000,
    "number": "<ol start=99999999999999999999><li value=-3>a",
    "surrogate": "a\ud800\x00b&#0;&#xD800;",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_fragments_are_read_so_far(name: str) -> None:
    """Work is bounded, whatever the shape; nothing is raised, and the press takes the result."""
    made = markdown_of(HOSTILE[name], "https://a.example/")
    assert len(made) < 2_000_000
    if len(made) < 20_000:
        pressed(made)


@pytest.mark.parametrize("name", ["plaintext", "xmp", "textarea", "title", "iframe", "noembed"])
def test_what_is_not_closed_ends_with_the_fragment(name: str) -> None:
    """Elements that take all that follows for words take none of ours."""
    assert "body" not in text_of(f"<p>One</p><{name}>two")
    assert "body" not in markdown_of(f"<p>One</p><{name}>two")
