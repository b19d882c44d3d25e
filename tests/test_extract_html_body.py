"""The story of a saved page: what belongs to it stays, what stands around it goes, and the Markdown reads back."""

from __future__ import annotations

import html as escapes
import json
import re

import lxml.html
import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("trafilatura")
pytest.importorskip("readability")

from coranto.extract import html_blocks
from coranto.extract.html_body import Story, body_of

EXTENSIONS = ["footnotes", "tables", "sane_lists", "fenced_code", "def_list", "abbr", "admonition"]

PARAGRAPHS = [
    "The harbour board of Ostervik voted on Tuesday to close the old grain pier, which has stood empty for nine years.",
    "Engineers had warned that the wooden piles, driven into the mud a century ago, would not survive another winter.",
    "“We looked at every way of saving it, and each cost more than a new one,” said the board's chair, Ilse Marrant.",
    "Work is to begin in the spring and should take about seven months, during which ferries will use the east quay.",
    "Fishermen who keep their nets in the sheds beside the pier have been offered room in a warehouse across the basin.",
    "Not all of them are content: the warehouse lies a long walk from the boats, and its doors are locked after nine.",
]


def page(*inside: str, before: str = "", after: str = "", head: str = "") -> str:
    """A page with the paragraphs above, and other things in the story, before it and after it."""
    told = [f"<p>{each}</p>" for each in PARAGRAPHS]
    story = "\n".join([*told[:3], *inside, *told[3:]])
    return f"""<!DOCTYPE html><html lang="en"><head><title>Old pier to close - The Ostervik Mail</title>{head}</head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sea">Sea</a></li></ul></nav>{before}
<main><article class="story"><h1>Old pier to close</h1><div class="text">{story}</div></article></main>{after}
<footer><p>© The Ostervik Mail. All rights reserved.</p></footer></body></html>"""


def read(source: str) -> Story:
    return body_of(lxml.html.document_fromstring(source), source)


def seen(source: str) -> str:
    """What a reader sees of rendered Markdown, white space folded."""
    rendered = markdown.markdown(source, extensions=EXTENSIONS)
    return " ".join(escapes.unescape(re.sub(r"<[^>]*>", "", rendered)).split())


def test_story_is_kept_whole_and_in_order() -> None:
    """All paragraphs, in order, and nothing else: no headline, menu or footer."""
    assert read(page()).markdown == "\n\n".join(PARAGRAPHS)


TRAPS = {
    "related list": '<h3>Related stories</h3><ul><li><a href="/1">Storm sinks two barges</a></li></ul>',
    "share bar": '<div class="share"><a href="#">Facebook</a> <a href="#">Twitter</a></div>',
    "newsletter box": '<div class="newsletter"><p>Sign up for our newsletter</p><form><input name="e"></form></div>',
    "caption": '<figure><img src="a.jpg"><figcaption>The pier seen from the lighthouse.</figcaption></figure>',
    "caption by class": '<div class="wp-caption"><p class="wp-caption-text">The pier seen from the lighthouse</p></div>',
    "read more": '<p>Read more: <a href="/2">Ferry fares rise in March</a></p>',
    "script": "<script>var pier = 'closed for ever and a day';</script>",
    "hidden": '<p style="display: none">You have read all your free pages for this month.</p>',
    "advertisement": '<div class="ad"><p>Advertisement</p></div>',
}


@pytest.mark.parametrize("name", TRAPS)
def test_furniture_inside_the_story_goes(name: str) -> None:
    """What page makers put between paragraphs is no part of the story, and the story goes on below it."""
    assert read(page(TRAPS[name])).text == "\n\n".join(PARAGRAPHS)


AROUND = {
    "cookie wall": '<div id="cookie-banner"><p>We use cookies to improve this website. Accept or learn more.</p></div>',
    "author box": '<div class="author-bio"><p>Nils Varga writes about the sea and lives by it with two dogs.</p></div>',
    "comments": '<section id="comments"><h2>2 comments</h2><div class="comment"><p>Gerd says: They should have asked '
    "us first, and nobody ever did.</p></div></section>",
    "teasers": '<aside class="teasers"><h2>Most read</h2><ul><li><a href="/3">Lamp oil runs short on the isles</a></li>'
    '<li><a href="/4">Choir to sing on the breakwater</a></li></ul></aside>',
}


@pytest.mark.parametrize("name", AROUND)
def test_what_stands_below_the_story_goes(name: str) -> None:
    """Boxes below the article are left out."""
    assert read(page(after=AROUND[name])).text == "\n\n".join(PARAGRAPHS)


def test_quoted_post_is_kept() -> None:
    """A post that the story quotes is part of it, though extractors drop it."""
    post = '<blockquote class="twitter-tweet"><p>Nine years empty. About time.</p>— Ilse (@ilse)</blockquote>'
    assert "> Nine years empty. About time.\n>\n> — Ilse (@ilse)" in read(page(post)).markdown


def test_headings_lists_and_tables_become_markdown() -> None:
    """The documented subset: ##, list signs and a table with its rule."""
    inside = (
        "<h2>What it costs</h2><ul><li>A new pier costs four million crowns.</li><li>Repairs cost five.</li></ul>"
        "<table><tr><th>Year</th><th>Ships</th></tr><tr><td>1990</td><td>212</td></tr></table>"
    )
    parts = html_blocks.read(lxml.html.fragment_fromstring(inside, create_parent="div"))
    assert html_blocks.document(parts) == (
        "## What it costs\n\n- A new pier costs four million crowns.\n- Repairs cost five.\n\n"
        "| Year | Ships |\n| --- | --- |\n| 1990 | 212 |"
    )


INLINE = [
    ('<p>See the <a href="https://a.example/x">plan</a> now.</p>', "See the [plan](<https://a.example/x>) now."),
    ('<p>See the <a href="/x">plan</a> or <a href="javascript:x()">run</a>.</p>', "See the plan or run."),
    ("<p>It is <em>very</em> old and <b>dear</b>.</p>", "It is *very* old and **dear**."),
    ("<p>un<em>believ</em>able</p>", "unbelievable"),
    ("<p># of <i>ships</i>: 2*3 and 4*5</p>", "\\# of *ships*: 2\\*3 and 4\\*5"),
    ("<p>2023. It was <i>cold</i></p>", "2023\\. It was *cold*"),
    ("<p>one<br>two<br><br>three</p>", "one two\n\nthree"),
    ("<div>bare <p>inner</p> tail</div>", "bare\n\ninner\n\ntail"),
]


@pytest.mark.parametrize(("source", "expected"), INLINE)
def test_inline_markup(source: str, expected: str) -> None:
    """Links to the web and emphasis between words are printed; anything else is only its words."""
    parts = html_blocks.read(lxml.html.fragment_fromstring(source, create_parent="div"))
    assert html_blocks.document(parts) == expected


def test_json_ld_has_a_voice() -> None:
    """The evidence says how much of the story the page's own articleBody holds."""
    told = json.dumps({"@graph": [{"articleBody": " ".join(PARAGRAPHS)}]})
    script = f'<script type="application/ld+json">{told}</script>'
    assert "JSON-LD 100 %" in read(page(head=script)).evidence


def test_tree_is_left_alone() -> None:
    """Reading a page does not alter the caller's tree."""
    source = page(TRAPS["related list"])
    tree = lxml.html.document_fromstring(source)
    before = lxml.html.tostring(tree)
    body_of(tree, source)
    assert lxml.html.tostring(tree) == before


@pytest.mark.parametrize(
    "source",
    [
        "<html></html>",
        "<p>Log in</p>",
        "<div>" * 3000 + "x",
        "<table>" + "<tr><td colspan=99999999>1</td></tr>" * 50 + "</table>",
        '<script type="application/ld+json">{"articleBody": ' + "[" * 50_000 + "</script>",
    ],
)
def test_pages_without_a_story_are_no_fault(source: str) -> None:
    """Nothing to read is an empty story, and hostile shapes end in due time."""
    assert len(read(source).text) < 500


TEXT = st.one_of(
    st.text(alphabet="*_`\\[](){}<>#+-.!|:~=&;^\"' ab1é/@", min_size=1, max_size=20),
    st.sampled_from(["2023. It was", "#Kyiv", "a*b", "snake_case", "AT&T &amp;", "[^1]: x", "C #", "!!! note", "---"]),
)
PIECE = st.tuples(
    st.sampled_from(["{}", "{}", "<em>{}</em>", "<b>{}</b>", '<a href="https://a.example/b_c*d">{}</a>']), TEXT
)
LINE = st.lists(PIECE, min_size=1, max_size=4)
BLOCK = st.tuples(st.sampled_from(["p", "h2", "h3", "ul", "ol", "blockquote"]), LINE)


@settings(max_examples=300, deadline=None)
@given(st.lists(BLOCK, min_size=1, max_size=4))
def test_markdown_reads_back(drawn: list[tuple[str, list[tuple[str, str]]]]) -> None:
    """What Python-Markdown renders says the same as the blocks, whatever they say."""
    source = ""
    for tag, line in drawn:
        inside = "".join(form.format(escapes.escape(text)) for form, text in line)
        source += f"<{tag}><li>{inside}</li></{tag}>" if tag in ("ul", "ol") else f"<{tag}>{inside}</{tag}>"
    parts = html_blocks.read(lxml.html.fragment_fromstring(source, create_parent="div"))
    assert seen(html_blocks.document(parts)) == " ".join(" ".join(part.text for part in parts).split())
