"""A saved page, from its bytes to a draft."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from coranto.filing import Destination, Filed
from coranto.gather import Means, Result, gather
from coranto.importers import html, page_text
from coranto.problems import CorantoError
from coranto.text import decode_page
from tests.smallsite import SmallSite

Make = Callable[[str], SmallSite]

PARAGRAPHS = (
    "The bridge at Low Quay opened to barges on Friday for the first time since the flood, the harbour office said.",
    "Eleven boats had waited above the lock. “We counted every hour,” said Tobias Fenn, who steers the largest of them.",
    "The council will decide in December whether the night crossings return as well. A second span is still being mended.",
    "Ferries keep to the winter table until then, and the early boat stays at its pier, the company announced on Monday.",
)
PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>The bridge at Low Quay opens again | The Harbour Courier</title>
<meta property="og:site_name" content="The Harbour Courier">
<link rel="canonical" href="https://courier.example/bridge?utm_source=x">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "The bridge at Low Quay opens again", "datePublished": "2026-11-20T18:53:00+02:00",
"author": [{{"@type": "Person", "name": "Ines Tallow"}}], "articleSection": "River"}}</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<article><h1>The bridge at Low Quay opens again</h1><p class="byline">By Ines Tallow</p>
{"".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)}
</article><aside><h2>Most read</h2><ul><li><a href="/x">A lamp is lit</a></li></ul></aside>
<footer>© The Harbour Courier</footer></body></html>"""


@pytest.mark.parametrize(
    ("data", "is_page"),
    [
        (PAGE.encode(), True),
        (b"\xef\xbb\xbf\n  <html><body>x", True),
        (b"<?xml version='1.0'?><!-- saved --><!doctype html><p>x", True),
        (PAGE.encode("utf-16"), True),
        (b"Plain text about <html>", False),
        (b"<rss version='2.0'>", False),
    ],
)
def test_a_page_is_known_by_its_bytes(data: bytes, is_page: bool) -> None:
    """Not by its name; and no page is taken for text."""
    assert html.recognise(data, "x.txt") is is_page
    assert not (is_page and not data.startswith(b"\xff\xfe") and page_text.recognise(data, "x.txt"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251", "koi8-u", "iso-8859-1"])
def test_the_encoding_is_found(encoding: str) -> None:
    """By BOM, bytes or markup."""
    word = "café – “naïve”" if encoding == "iso-8859-1" else "Київ, світло"
    codec = "cp1252" if encoding == "iso-8859-1" else encoding
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head><p>{word}</p>'
    assert word in decode_page(page.encode(codec))


def brought(site: SmallSite, data: bytes) -> list[Result]:
    """What an import of one page brings."""
    path = site.root.parent / "page.html"
    path.write_bytes(data)
    return list(gather([str(path)], Destination(site.root, datetime(2026, 11, 22, tzinfo=UTC)), Means(jobs=1)))


def test_a_saved_page_becomes_a_draft(site: Make) -> None:
    """Headline, author, moment with its zone, outlet with the clean address, section, language, and the story alone."""
    [filed] = brought(site(""), PAGE.encode())
    assert isinstance(filed, Filed)
    clipping = filed.clipping
    assert clipping.title == "The bridge at Low Quay opens again"
    assert clipping.authors == ("Ines Tallow",)
    assert clipping.date == "2026-11-20T18:53+02:00"
    assert (clipping.source.name, clipping.source.url) == ("The Harbour Courier", "https://courier.example/bridge")
    assert clipping.section == "River"
    assert clipping.body == "\n\n".join(PARAGRAPHS)
    assert clipping.doubts == ()
    assert filed.path.name == "2026-11-20-the-bridge-at-low-quay-opens-again.md"


@pytest.mark.parametrize(
    "data",
    [b"<html>", b"<html><body></body></html>", b"<!doctype html><form><input></form>", b"<html>" + b"<div>" * 5000],
)
def test_a_page_without_a_story_is_one_clear_line(site: Make, data: bytes) -> None:
    """And writes nothing."""
    made = site("")
    results = brought(made, data)
    assert not any(isinstance(result, Filed) for result in results)
    assert not (made.root / "content/articles").exists()


def page(title: str, body: str, head: str = "") -> bytes:
    """A page of an invented outlet."""
    return f"""<!doctype html><html lang="en"><head><title>{title}</title>{head}
<meta property="og:site_name" content="The Harbour Courier"></head><body>{body}</body></html>""".encode()


STORY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
CARDS = "".join(
    f"<div class='card'><a href='/{number}'><h2>Headline number {number} of the whole day</h2></a><p>{each}</p></div>"
    for number, each in enumerate(PARAGRAPHS)
)
HOME = '<link rel="canonical" href="https://courier.example/">'


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            page("The Harbour Courier", "<noscript>You need to enable JavaScript.</noscript><div id='root'></div>"),
            id="a shell for scripts",
        ),
        pytest.param(
            page("The Harbour Courier", f"<h1>Before you continue</h1><p>{PARAGRAPHS[0]}</p>"), id="a consent page"
        ),
        pytest.param(page("Page not found", f"<h1>Page not found</h1><p>{PARAGRAPHS[0]}</p>"), id="not found"),
        pytest.param(
            page("The Harbour Courier – news of the quay", f"<h1>The Harbour Courier</h1>{CARDS}", HOME),
            id="a front page",
        ),
    ],
)
def test_a_page_that_is_no_article_is_refused(data: bytes) -> None:
    """In one clear line."""
    with pytest.raises(CorantoError, match="no headline and no story"):
        html.read(data, "page.html", 500)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(page("Bridge", f"<h1>The bridge at Low Quay opens again</h1>{STORY}", HOME), id="home as address"),
        pytest.param(page("Sorry, we are full", f"<h1>Sorry, full</h1><p>By Ines Tallow</p>{STORY}"), id="signed"),
        pytest.param(page("Bridge", f"<h1>The bridge opens again</h1>{STORY}{CARDS}", HOME), id="with teasers"),
    ],
)
def test_an_article_is_never_refused(data: bytes) -> None:
    """Though its address, its headline or its teasers look like another page's."""
    [clipping] = html.read(data, "page.html", 500).clippings
    assert PARAGRAPHS[1] in clipping.body


def test_a_story_that_may_go_on_behind_a_wall_is_doubted() -> None:
    """The body is the curator's to settle; a link to log in at the top of a page says nothing."""
    wall = "<p>This article is for subscribers. Already a subscriber? <a href='/login'>Log in</a></p>"
    [clipping] = html.read(page("x", f"<h1>The bridge opens again</h1>{STORY}{wall}"), "page.html", 500).clippings
    assert "body" in clipping.doubts
    assert "behind a wall" in clipping.evidence["body"]
    [clipping] = html.read(page("x", f"{wall}<h1>The bridge opens again</h1>{STORY}"), "page.html", 500).clippings
    assert "body" not in clipping.doubts


def test_a_page_may_declare_its_encoding_as_xml_does() -> None:
    """What the first line says of the bytes is no longer true of the text."""
    data = b'<?xml version="1.0" encoding="utf-8"?>\n' + page("Bridge", f"<h1>The bridge opens again</h1>{STORY}")
    assert html.read(data, "page.html", 500).clippings[0].title == "The bridge opens again"
