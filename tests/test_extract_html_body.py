"""The story of a saved page: what belongs to it stays, what stands around it goes, and the Markdown reads back."""

from __future__ import annotations

import html as escapes
import json
import re

import lxml.html
import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coranto.extract import html_blocks, html_voices, html_words
from coranto.extract.html_body import Story, body_of
from coranto.extract.html_tree import tree_of

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
    ('<p>See the <a href="https://a.example/x">plan</a> now.</p>', "See the [plan](https://a.example/x) now."),
    ('<p>See the <a href="/x">plan</a> or <a href="javascript:x()">run</a>.</p>', "See the plan or run."),
    ("<p>It is <em>very</em> old and <b>dear</b>.</p>", "It is *very* old and **dear**."),
    ("<p>un<em>believ</em>able</p>", "unbelievable"),
    ("<p># of <i>ships</i>: 2*3 and 4*5</p>", "\\# of *ships*: 2\\*3 and 4\\*5"),
    ("<p>2023. It was <i>cold</i></p>", "2023\\. It was *cold*"),
    ("<p>one<br>two<br><br>three</p>", "one  \ntwo\n\nthree"),
    ("<div>bare <p>inner</p> tail</div>", "bare\n\ninner\n\ntail"),
]


@pytest.mark.parametrize(("source", "expected"), INLINE)
def test_inline_markup(source: str, expected: str) -> None:
    """Links to the web and emphasis between words are printed; anything else is only its words."""
    parts = html_blocks.read(lxml.html.fragment_fromstring(source, create_parent="div"))
    assert html_blocks.document(parts) == expected


FIGURE = '<figure><img src="/pier.jpg" alt="Pier"><figcaption>The pier at dusk (Photo: Ann Lee)</figcaption></figure>'
HERE = '<link rel="canonical" href="https://mail.example/2026/pier">'


def test_pictures_of_the_story_stay_with_caption_and_credit() -> None:
    """In the Markdown, not in the words; seen from the page's own address."""
    story = read(page(FIGURE, head=HERE))
    assert '\n\n![Pier](https://mail.example/pier.jpg "The pier at dusk · Ann Lee")\n\n' in story.markdown
    assert story.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param('<img src="pier.jpg">', id="nobody knows from where"),
        pytest.param('<img src="https://mail.example/p.gif" width="1" height="1">', id="counts readers"),
        pytest.param('<div class="share"><img src="https://mail.example/bird.png"></div>', id="share bar"),
        pytest.param('<aside><img src="https://mail.example/other.jpg"></aside>', id="aside"),
        pytest.param('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', id="no address"),
    ],
)
def test_other_pictures_go(inside: str) -> None:
    """What is no picture of the story, or has no address."""
    assert read(page(inside)).markdown == "\n\n".join(PARAGRAPHS)


def test_the_lead_picture_does_not_begin_the_body_once_more() -> None:
    """The front matter has it; further down it may come again."""
    first = page().replace("<p>", f"{FIGURE}<p>", 1).replace("<head>", f"<head>{HERE}")
    tree = lxml.html.document_fromstring(first)
    assert body_of(tree, first).markdown.startswith("![Pier]")
    assert body_of(tree, first, "https://mail.example/pier-300x200.jpg?w=1").markdown == "\n\n".join(PARAGRAPHS)
    assert body_of(tree, first, "https://mail.example/quay.jpg").markdown.startswith("![Pier]")
    inside = page(FIGURE, head=HERE)
    tree = lxml.html.document_fromstring(inside)
    assert "![Pier]" in body_of(tree, inside, "https://mail.example/pier.jpg").markdown


def test_relative_links_are_seen_from_the_page() -> None:
    """Where it says where it is, and does not contradict itself."""
    link = '<p>The board publishes its <a href="/plan">plan</a> of the new pier on Friday, and will answer letters.</p>'
    other = '<meta property="og:url" content="https://other.example/pier">'
    assert "[plan](https://mail.example/plan)" in read(page(link, head=HERE)).markdown
    assert "its plan of" in read(page(link, head=HERE + other)).markdown
    assert "its plan of" in read(page(link)).markdown


STANDFIRST = "A landmark of the harbour goes, and nobody has found a way of keeping it that anybody would pay for."


def headed(*above: str, told: str = "", below: str = "") -> str:
    """A page with lines between headline and story, and below it."""
    story = told or "\n".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    return f"""<html><head><title>Old pier to close - The Ostervik Mail</title></head><body><main><article>
<h1>Old pier to close</h1>{"".join(above)}<div class="text">{story}</div>{below}</article></main></body></html>"""


HEADS = [
    pytest.param('<p class="kicker">Harbours</p>', id="kicker"),
    pytest.param("<p>By Ann Lee and Nils Varga</p>", id="byline"),
    pytest.param('<p class="x">Stand: 16.11.2026, 22:40 Uhr | Lesezeit: 2 Minuten</p>', id="German dates"),
    pytest.param("<p>Publié le 16 novembre 2026 à 22h40 - Mis à jour le 17 novembre 2026</p>", id="French dates"),
    pytest.param("<p>Old pier to close<br>by Ann Lee<br>16 November 2026</p>", id="all in one"),
    pytest.param('<p><a href="/">Front page</a><br><a href="/sea">Sea</a></p>', id="menu"),
]


@pytest.mark.parametrize("line", HEADS)
def test_the_lines_of_the_head_are_none_of_the_story(line: str) -> None:
    """What stands between headline and story is said in the front matter."""
    assert read(headed(line)).text == "\n\n".join(PARAGRAPHS)
    within = f"{line}{''.join(f'<p>{each}</p>' for each in PARAGRAPHS)}"
    assert read(headed(told=within)).text == "\n\n".join(PARAGRAPHS)


def told_with(source: str, standfirst: str) -> Story:
    return body_of(lxml.html.document_fromstring(source), source, standfirst=standfirst)


def test_the_standfirst_stands_once() -> None:
    """In the front matter where the page sets it apart; in the body where it is the first paragraph, or is long."""
    apart = told_with(headed(f'<p class="lead">{STANDFIRST}</p>'), STANDFIRST)
    assert (apart.text, apart.standfirst) == ("\n\n".join(PARAGRAPHS), STANDFIRST)
    first = told_with(headed(), PARAGRAPHS[0])
    assert (first.text, first.standfirst) == ("\n\n".join(PARAGRAPHS), "")
    long = f"{STANDFIRST} {PARAGRAPHS[5]}"
    both = told_with(headed(f'<p class="lead">{long}</p>'), long)
    assert (both.text, both.standfirst) == ("\n\n".join([long, *PARAGRAPHS]), "")


FEET = [
    pytest.param("<p>Printed from mail.example/2026/pier</p>", id="print mark"),
    pytest.param("<p>（责任编辑：许遥）</p>", id="editor"),
    pytest.param('<div class="abo"><p>Jetzt weiterlesen: vier Wochen kostenlos.</p></div>', id="subscription"),
    pytest.param(
        '<div class="support-box"><h3>A word from the editor</h3><p>Since you are here: we have no owner but you, and '
        'two crowns would help.</p><a href="/support">Support us</a></div>',
        id="plea",
    ),
    pytest.param(
        '<div class="paywall"><h2>Read on</h2><p>This is for subscribers. <a href="/login">Log in</a>.</p></div>',
        id="wall",
    ),
]


@pytest.mark.parametrize("line", FEET)
def test_what_stands_behind_the_story_goes(line: str) -> None:
    """Marks of the print version, editors, and boxes that ask for something."""
    told = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    assert read(headed(told=told + line)).text == "\n\n".join(PARAGRAPHS)


def test_a_box_that_is_most_of_the_story_asks_for_nothing() -> None:
    """Some pages call the story itself `paywall`."""
    told = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    assert read(headed(told=f'<div class="paywall">{told}</div>')).text == "\n\n".join(PARAGRAPHS)


def test_a_sentence_set_again_as_a_pull_quote_stands_once() -> None:
    """With the name below it; a quotation that stands nowhere else stays, and keeps its source."""
    pulled = "We looked at every way of saving it, and each cost more than a new one"
    box = f'<aside class="pullquote"><p>“{pulled}”</p><cite>Ilse Marrant</cite></aside>'
    assert read(page(box)).text == "\n\n".join(PARAGRAPHS)
    quoted = "A pier is a promise to whoever is still out there at night, and this one has been kept for ninety years."
    box = f"<blockquote><p>{quoted}</p><footer>— Ilse Marrant, in her speech of 1 May</footer></blockquote>"
    assert f"> {quoted}\n>\n> — Ilse Marrant, in her speech of 1 May" in read(page(box)).markdown


UNSEEN = [
    pytest.param(
        "<p hidden>Do not publish before noon on Monday, the board's lawyer says, in any case.</p>", id="hidden"
    ),
    pytest.param('<p style="visibility: hidden">cheap piers best piers buy piers today</p>', id="style"),
    pytest.param('<span class="sr-only">End of the first part of the article</span>', id="screen readers"),
    pytest.param('<p><i class="material-icons">format_quote</i></p>', id="icon"),
]


@pytest.mark.parametrize("inside", UNSEEN)
def test_what_nobody_sees_is_not_read(inside: str) -> None:
    """Hidden text, words for screen readers, names of an icon font's signs."""
    assert read(page(inside)).text == "\n\n".join(PARAGRAPHS)


def test_places_where_a_word_may_be_broken_are_dropped() -> None:
    """Soft hyphens and spaces without width; joiners stay, and spaces without width in Thai."""
    parts = html_blocks.read(lxml.html.fragment_fromstring("<p>har\u00adbour mas\u200bter \ufeffmi\u200cravam</p>"))
    assert parts[0].text == "harbour master mi\u200cravam"
    thai = "ท่าเรือ\u200bเก่า"
    assert html_blocks.read(lxml.html.fragment_fromstring(f"<p>{thai}</p>"))[0].text == thai


def test_a_script_without_spaces_has_words() -> None:
    """Each sign is one, so that blocks can be told apart and compared."""
    assert html_words.words("老桥 will 改建") == ["老", "桥", "will", "改", "建"]


def test_a_subheading_between_paragraphs_stays() -> None:
    """Though only one extractor kept it."""
    told = [f"<p>{each}</p>" for each in PARAGRAPHS]
    source = headed(told="".join([*told[:3], "<h4>And the nets?</h4>", *told[3:]]))
    assert "\n\n### And the nets?\n\n" in read(source).markdown


@pytest.mark.parametrize("reference", ["&#7;", "&#x1b;", "&#0;", "&#xD800;", "&#1114112;"])
def test_one_illegible_reference_does_not_lose_the_story(reference: str) -> None:
    """Every extractor hears the page, and it is told without the sign."""
    source = page(f"<p>The{reference} board meets again in May, and the ferry company has asked for a seat in it.</p>")
    story = body_of(tree_of(source), source)
    assert "board meets again in May" in story.text
    assert "trafilatura 100 %, readability 100 %" in story.evidence
    assert not re.search("[\x00-\x08\x0b-\x1f]", story.markdown)


def test_a_page_that_declares_its_encoding_is_read() -> None:
    """As XHTML pages do; the text is decoded already."""
    assert (
        tree_of('<?xml version="1.0" encoding="iso-8859-1"?>\n<html><body><p>Ærø</p></body></html>').findtext(".//p")
        == "Ærø"
    )


OTHERS = [
    "Gather the nets before the frost comes, said the old men of Ostervik, and mend what the summer has torn in them.",
    "A lamp that burns at noon wastes its oil, they said as well, and went on burning theirs until the evening bell.",
    "Whoever sells a boat in autumn buys it back in spring, and pays for the winter that it spent under its cover.",
    "The tide does not wait for the clerk, and the clerk, as everybody on the quay knows, does not wait for the tide.",
]


@pytest.mark.parametrize("swapped", [False, True])
def test_where_extractors_disagree_the_place_below_the_headline_decides(
    monkeypatch: pytest.MonkeyPatch, swapped: bool
) -> None:
    """A longer text of other pieces further down does not win over the short story above it."""
    takes = "\n".join(PARAGRAPHS[:3]), "\n".join(OTHERS)
    monkeypatch.setattr(html_voices, "by_trafilatura", lambda tree: takes[swapped])
    monkeypatch.setattr(html_voices, "by_readability", lambda tree: takes[not swapped])
    story, others = ("".join(f"<p>{each}</p>" for each in told) for told in (PARAGRAPHS[:3], OTHERS))
    source = f"<html><body><div><h1>Old pier to close</h1>{story}</div><div>{others}</div></body></html>"
    assert read(source).text == "\n\n".join(PARAGRAPHS[:3])


def test_a_short_story_is_not_given_up_for_the_author_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where both extractors took the author's box, and one of them the story above it as well."""
    about = "Nils Varga was born on the isle of Ostervik and has written about the sea for eleven years now."
    monkeypatch.setattr(html_voices, "by_trafilatura", lambda tree: f"{PARAGRAPHS[0]}\n{about}")
    monkeypatch.setattr(html_voices, "by_readability", lambda tree: about)
    source = f"<html><body><h1>Old pier to close</h1><div><p>{PARAGRAPHS[0]}</p></div><p>{about}</p></body></html>"
    assert PARAGRAPHS[0] in read(source).text


def test_a_story_that_only_a_script_holds_is_taken_from_there() -> None:
    """A page that builds itself in the browser still tells its story to search engines; the evidence says so."""
    told = json.dumps({"@type": "NewsArticle", "articleBody": "\n\n".join(PARAGRAPHS)})
    source = f"""<html><head><title>Old pier</title><script type="application/ld+json">{told}</script></head>
<body><div id="app"><p>Please wait.</p></div></body></html>"""
    story = read(source)
    assert story.markdown == "\n\n".join(PARAGRAPHS)
    assert "not in the page's text" in story.evidence


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
        "[" * 2_000_000,
        "<b>" * 500_000,
        "<br>" * 300_000,
        "<p>" + "w" * 5_000_000,
    ],
)
def test_pages_without_a_story_are_no_fault(source: str) -> None:
    """Nothing to read is an empty story, and hostile shapes end in due time."""
    assert len(read(source).text) < 500


@pytest.mark.parametrize("source", ["x.<br><br>" * 200_000, "<div>" * 100_000 + "x", '<div class="share">x' * 20_000])
def test_a_page_beyond_all_measure_is_read_so_far(source: str) -> None:
    """Work is bounded, not refused."""
    assert len(read(source).markdown) < 200_000


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
@example([("p", [("<em>{}</em>", "<1"), ("{}", "@1"), ("{}", ">")])])
def test_markdown_reads_back(drawn: list[tuple[str, list[tuple[str, str]]]]) -> None:
    """What Python-Markdown renders says the same as the blocks, whatever they say."""
    source = ""
    for tag, line in drawn:
        inside = "".join(form.format(escapes.escape(text)) for form, text in line)
        source += f"<{tag}><li>{inside}</li></{tag}>" if tag in ("ul", "ol") else f"<{tag}>{inside}</{tag}>"
    parts = html_blocks.read(lxml.html.fragment_fromstring(source, create_parent="div"))
    assert seen(html_blocks.document(parts)) == " ".join(" ".join(part.text for part in parts).split())
