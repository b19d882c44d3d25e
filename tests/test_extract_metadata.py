"""What an HTML page says of its story. All pages are invented."""

from __future__ import annotations

import json
import random

import lxml.html
import pytest

from coranto.extract import html_names, jsonld, metadata
from coranto.extract.metadata import Facts

TEXT = "<p>" + "The lighthouse keeper counted the boats that came home, and wrote the number into a book. " * 3 + "</p>"


def facts(head: str = "", body: str = "", url: str = "https://example.org/a/story") -> Facts:
    html = f"<html><head>{head}</head><body>{body}{TEXT * 3}</body></html>"
    return metadata.facts_of(lxml.html.fromstring(html), html, url)


def ld(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Keeper counts boats | The Harbour Post</title>", "<h1>Keeper counts boats</h1>", "Keeper counts boats"),
        ('<title>x</title><meta property="og:site_name" content="Harbour Post">'
         '<meta property="og:title" content="Keeper counts boats - Harbour Post">', "", "Keeper counts boats"),
        (ld(headline="Keeper counts | all boats"), "<h1>Harbour</h1>", "Keeper counts | all boats"),
        ("<title>Harbour Post » Keeper counts boats</title><meta property='og:site_name' content='Harbour Post'>", "",
         "Keeper counts boats"),
        ("<title>The Harbour Post of the far north</title>", "<h1>Keeper counts boats</h1>", "Keeper counts boats"),
        ("<title>Tide &amp; time</title>", "", "Tide & time"),
        ("<title>Keeper counts boats and gulls - Harbour Post</title>", "<h1>Harbour Post</h1><h2>Boats</h2>",
         "Keeper counts boats and gulls"),
    ],
)  # fmt: skip
def test_title(head: str, body: str, title: str) -> None:
    """The headline as shown, without the name of the site."""
    assert facts(head, body).title == title


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Ada B. Quill and Bo Reed", ("Ada B. Quill", "Bo Reed")),
        ("Ada Quill, Staff Writer", ("Ada Quill",)),
        ("Ada Quill is a reporter", ("Ada Quill",)),
        ("Ada Quill | 3 May 2021", ("Ada Quill",)),
        ("Ada Quill, PhD, Bo Reed, MD", ("Ada Quill", "Bo Reed")),
        ("ada@example.org", ()),
        ("Ada Quill @adaquill", ("Ada Quill",)),
        ("Reuters", ()),
        ("Admin", ()),
        ("By", ()),
        ("Von Ada Quill und Bo Reed", ("Ada Quill", "Bo Reed")),
        ("Text: Ada Quill", ("Ada Quill",)),
        ("saltgull", ("saltgull",)),
        ("Perry Reed Jr.", ("Perry Reed Jr.",)),
    ],
)
def test_names(value: str, names: tuple[str, ...]) -> None:
    """Names of people; no roles, agencies, addresses, degrees, dates."""
    assert html_names.of_value(value) == names


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        (ld(headline="x", author={"@type": "Person", "name": "Ada Quill"}), "", ("Ada Quill",)),
        (ld(headline="x", author=[{"name": "Ada Quill"}, {"name": "Bo Reed"}]), "", ("Ada Quill", "Bo Reed")),
        (ld(headline="x", author={"@type": "Organization", "name": "Harbour Post"}), "", ()),
        (ld(headline="x", author={"@type": "Person", "name": "aq77"}), "<h1>x y z</h1><p>By Ada Quill</p>", ("Ada Quill",)),
        ('<meta name="author" content="Ada Quill">', "", ("Ada Quill",)),
        ('<meta name="citation_author" content="Quill, Ada"><meta name="citation_author" content="Reed, Bo">', "",
         ("Ada Quill", "Bo Reed")),
        ('<meta property="article:author" content="https://example.org/people/ada">', "", ()),
        ("", '<h1>Boats</h1><a rel="author" href="/ada">Ada Quill</a>', ("Ada Quill",)),
        ("", '<h1>Boats</h1><div class="byline">By <a>Ada Quill</a> and <a>Bo Reed</a></div>', ("Ada Quill", "Bo Reed")),
        ("", '<h1>Boats</h1><p itemprop="author"><span itemprop="name">Ada Quill</span>, reporter</p>', ("Ada Quill",)),
        ("", '<h1>Boats</h1><figure><span class="author">Bo Reed</span></figure><p>By Ada Quill</p>', ("Ada Quill",)),
        ("", '<h1>Boats</h1><p class="byline"><a>Ada Quill</a> <a>Edit</a> <a>follow on Twitter</a></p>', ("Ada Quill",)),
        ("", '<h1>Boats</h1><div class="comments"><a rel="author">Gull77</a></div>', ()),
    ],
)  # fmt: skip
def test_authors(head: str, body: str, authors: tuple[str, ...]) -> None:
    """Who signs, by the page's own signs; an account's name only where no other is known."""
    assert facts(head, body).authors == authors


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        (ld(headline="x", datePublished="2021-05-03T09:30:00+02:00"), "", "2021-05-03T09:30+02:00"),
        (ld(headline="x", datePublished="2021-05-03T09:30:00.000Z"), "", "2021-05-03T09:30+00:00"),
        (ld(headline="x", datePublished="2021-05-03"), "", "2021-05-03"),
        (ld(headline="x", datePublished="2021-05-03T00:00:00"), "", "2021-05-03"),
        (ld(headline="x", datePublished="1970-01-01T00:00:00Z"), "", ""),
        (ld(headline="x", datePublished="05/04/2021"), "", ""),
        ('<meta property="article:published_time" content="2021-05-03T09:30:00">', "", "2021-05-03T09:30"),
        ("", '<h1>Boats</h1><time datetime="2021-05-03">3 May</time>', "2021-05-03"),
        ("", "<h1>Boats</h1><p>Published 3 May 2021</p>", "2021-05-03"),
        ("", '<h1>Boats</h1><p>Updated <time datetime="2021-05-03">3 May</time></p>', ""),
        (ld(headline="x", datePublished="2021-05-04T03:30:00Z"), "<h1>Boats</h1><p>3 May 2021</p>", "2021-05-03"),
        (ld(headline="x", datePublished="2021-05-03") + '<meta name="pubdate" content="2021-08-20">', "", ""),
        ("", '<h1>Boats</h1><aside><time datetime="2021-05-03">3 May</time></aside>', ""),
        ("", "<h1>Boats</h1><p>Feb. 4</p>", ""),
    ],
)
def test_date(head: str, body: str, date: str) -> None:
    """A date as stated; none where signs disagree or nothing is said in full."""
    found = facts(head, body)
    assert found.date == date
    assert ("date" in found.doubts) == (not date)
    assert "date" in found.evidence


def test_an_update_is_no_date() -> None:
    """The update is kept apart, and alone it dates nothing."""
    found = facts(ld(headline="x", datePublished="2021-05-03", dateModified="2021-06-01T08:00Z"))
    assert (found.date, found.updated) == ("2021-05-03", "2021-06-01T08:00+00:00")
    assert facts(ld(headline="x", dateModified="2021-06-01")).date == ""


def test_outlet_from_the_title() -> None:
    """What stands behind the headline in the title names the outlet, where nothing else does."""
    found = facts("<title>Keeper counts boats | Sea | Harbour Post</title>", "<h1>Keeper counts boats</h1>")
    assert found.source.name == "Harbour Post"
    assert "source" in facts("<title>Keeper counts boats</title>").doubts


def test_the_rest() -> None:
    """Outlet, address, section, tags, language, picture, licence, each with its evidence."""
    found = facts(
        '<meta property="og:site_name" content="Harbour Post"><meta property="article:section" content="Sea">'
        '<meta name="keywords" content="boats, gulls"><meta property="og:locale" content="en_IE">'
        '<link rel="canonical" href="/a/story?utm_source=x&id=7#top"><meta property="og:image" content="/i/boat.jpg">'
        '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">',
        "<h1>Keeper counts boats</h1><figure><img src='/i/boat-300x200.jpg' alt='A boat'>"
        "<figcaption>A boat comes home. (Photo: Bo Reed)</figcaption></figure>",
    )
    assert (found.source.name, found.source.url) == ("Harbour Post", "https://example.org/a/story?id=7")
    assert (found.section, found.tags, found.language) == ("Sea", ("boats", "gulls"), "en-IE")
    assert found.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert found.image is not None
    assert found.image.src == "https://example.org/i/boat.jpg"
    assert found.image.alt == "A boat"
    assert (found.image.caption, found.image.credit) == ("A boat comes home.", "Bo Reed")
    assert {"source", "section", "tags", "language", "image", "licence"} <= set(found.evidence)


@pytest.mark.parametrize(
    "script",
    [
        '{"@graph":[{"@type":"Person","@id":"#a","name":"Ada Quill"},'
        '{"@type":"NewsArticle","headline":"Boats","author":{"@id":"#a"}}]}',
        '[{"@type":"WebSite"},{"@type":"Article","headline":"Boats","author":"Ada Quill"}]',
        '{"@type":"Article","headline":"Boats","author":{"name":"Ada Quill"},}',
        '/* <![CDATA[ */ {"@type":"Article","headline":"Boats","author":"Ada Quill"} // ]]>',
        '{"@type":["Article"],"headline":"Boats","author":["Ada Quill"],"description":"a\nb"}',
        '{"@type":"Article","headline":"Boats","author":"Ada Quill"} {"more":',
    ],
)
def test_json_ld(script: str) -> None:
    """Graphs, lists, references, commas too many, comments around."""
    tree = lxml.html.fromstring(f'<html><head><script type="application/ld+json">{script}</script></head></html>')
    story = jsonld.story(tree)
    assert story["headline"] == "Boats"
    assert html_names.of_story(story)[0] == ("Ada Quill",)


def test_json_that_no_parser_takes() -> None:
    """Of hopeless JSON the strings that matter are read."""
    script = '{"@type":"Article","headline":"Boats","body":"an "unescaped" word","datePublished":"2021-05-03"'
    tree = lxml.html.fromstring(f'<html><script type="application/ld+json">{script}</script></html>')
    assert jsonld.story(tree)["datePublished"] == "2021-05-03"


@pytest.mark.parametrize(
    "html",
    [
        "<p></p>",
        "<div>" * 3_000,
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        '<script type="application/ld+json">{"@type":"Article","author":{"name":{"name":[[[]]]}},"image":[null],'
        '"datePublished":20210503,"keywords":{"a":1},"license":[],"publisher":7,"articleSection":[{}]}</script>',
        '<script type="application/ld+json">' + '{"a":' + "9" * 6_000 + "}</script>",
        '<link rel="canonical" href="http://[::1"><meta property="og:image" content="http://[bad">',
        '<meta property="article:published_time" content="9999-99-99T99:99"><time datetime="0000-00-00">',
        '<meta name="author" content="' + "a," * 50_000 + '">',
        "<h1>" + "b " * 200_000 + "</h1>",
        "<time>" * 2_000,
        "<html><!-- only --><?php x ?></html>",
    ],
)  # fmt: skip
def test_hostile_pages(html: str) -> None:
    """Any HTML is taken."""
    tree = lxml.html.fromstring(html)
    assert metadata.facts_of(tree, html, "http://[not-an-address").doubts
    assert metadata.facts_of(tree, html).doubts


def test_pages_of_noise() -> None:
    """Marks, dates and names in any order raise nothing."""
    chance = random.Random(7)
    parts = ["<h1>", "</h1>", "<time datetime='", "2021-02-30", "'>", "<p class=byline>", "By ", "Ada Quill", "</p>", "&#6;",
             "<meta property=og:title content='", "<title>", "</title>", "<article>", "</div>", "3 May 2021", " | ", "\ud800",
             '<script type="application/ld+json">{"@type":"Article","headline":', '"x"}', "</script>", "<figure><img src='"]  # fmt: skip
    for _ in range(300):
        html = "<i>x" + "".join(chance.choices(parts, k=40)).replace("\ud800", "\ufffe")
        metadata.facts_of(lxml.html.fromstring(html.encode()), html, "https://example.org/2021/02/30/x")
