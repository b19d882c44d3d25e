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
        # a kicker inside the heading, known by its class, or by what the page says of itself
        ("", "<h1><span class='overline'>Life at sea</span>Keeper counts all boats</h1>", "Keeper counts all boats"),
        ("<meta property='og:title' content='Keeper counts boats'>",
         "<h1><span>Life at sea</span><span>: </span><span>Keeper counts boats</span></h1>", "Keeper counts boats"),
        ("<meta property='og:title' content='Life at sea: Keeper counts boats'>",
         "<h1><span>Life at sea</span>: <span>Keeper counts boats</span></h1>", "Life at sea: Keeper counts boats"),
        ("", "<h1>Keeper counts all boats <span class='visually-hidden'>| Post</span></h1>", "Keeper counts all boats"),
        # the first heading is the name of the site, and leads home
        ("<title>Salt and Gulls » Archive » Keeper counts boats</title>",
         "<h1><a href='https://gulls.example'>Salt and Gulls</a></h1><h2>Keeper counts boats</h2>", "Keeper counts boats"),
        # the strapline is marked as the first heading
        ("<title>Keeper counts all the boats - Life at sea now</title>",
         "<h1>Life at sea now</h1><h2>Keeper counts all the boats</h2>", "Keeper counts all the boats"),
        # readers see more than machines
        ("<meta property='og:title' content='Keeper counts boats at last'>",
         "<h1>“At last”: Keeper counts boats at last</h1>", "“At last”: Keeper counts boats at last"),
        # the one heading is of the site, in words of its own
        ("<title>Keeper counts boats - Post</title>",
         "<h1>Northern Tidings</h1><dl><dt>Keeper counts boats</dt></dl>", "Keeper counts boats"),
        # the outlet, and a colon
        ("<title>The Harbour Post: Keeper counts boats</title><meta property='og:site_name' content='The Harbour Post'>",
         "", "Keeper counts boats"),
        ("<title>Harbour Post: Keeper counts all the boats</title>",
         "<img alt='Harbour Post'><b>Keeper counts all the boats</b>", "Keeper counts all the boats"),
        # where a line may break
        ("", "<h1>Kee\u00adper counts all the boats\u200b</h1>", "Keeper counts all the boats"),
        # no heading at all: the part of <title> that the page shows
        ("<title>Keeper counts all the boats : Archive | News of the northern coast and its birds</title>",
         "<div>Keeper counts all the boats</div>", "Keeper counts all the boats"),
        ("<title>Keeper counts boats - Sea - Example</title>", "", "Keeper counts boats"),
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
        ("Quelle", ()),
        ("Ada von Quill", ("Ada von Quill",)),
        ("Bo di Reed", ("Bo di Reed",)),
        ("The Associated Press", ()),
        ("ADA QUILL Associated Press", ("ADA QUILL",)),
        ("Ada Quill Monday, May 3, 2021", ("Ada Quill",)),
        ("Ada Domingo", ("Ada Domingo",)),
        ("View More", ()),
        ("webadmin", ()),
        ("Photo", ()),
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
        # who made the picture
        ("", '<h1>Boats</h1><div><b>Photo:</b> <span class="author">Bo Reed</span></div><p>By Ada Quill</p>', ("Ada Quill",)),
        ("", '<h1>Boats</h1><span class="author-name"><a class="license-author">Bo Reed</a></span>', ()),
        # the outlet's desk beside a person; a body in the page's own description, a person below the story
        (ld(headline="x", author=[{"name": "Ada Quill"}, {"name": "Redaktion Harbour Post"}]), "", ("Ada Quill",)),
        ('<meta name="author" content="Coastal Research Institute">', f"{TEXT}<p>Author: Ada Quill</p>", ("Ada Quill",)),
        ("", f"<h1>Boats</h1>{TEXT * 3}<div><h4>Author</h4><p><a>Ada Quill</a></p></div>", ("Ada Quill",)),
        ("", '<h1>Boats</h1><p>3 May 2021</p><p>Share this: 3 May 2021</p>', ()),
        (ld(headline="Northern Boats", author="Northern Boats"), "<h1>Northern Boats</h1>", ()),
        (ld(headline="x", itemReviewed={"@type": "CreativeWork", "headline": "y", "datePublished": "2021-05-03",
            "articleBody": "z", "author": {"name": "Bo Reed"}}), "", ()),
        ("", '<h1>Boats</h1><blockquote><p>By Bo Reed</p></blockquote>', ()),
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
        (ld(headline="x", datePublished="Mon May  3 09:30:00 CEST 2021"), "", "2021-05-03T09:30+02:00"),
        (ld(headline="x", datePublished="1620027000"), "", "2021-05-03T07:30+00:00"),
        # an update marked as such by a class, of its own or its box's
        ("", '<h1>Boats</h1><li class="modified-date"><time class="updated" datetime="2021-05-03">3 May</time></li>', ""),
        ("", '<h1>Boats</h1><p>Updated: <span class="date">3 May 2021</span></p>', ""),
        ("", '<h1>Boats</h1><time class="entry-date updated" datetime="2021-05-03">3 May</time>', "2021-05-03"),
        # dates of other things
        ("", '<h1>Boats</h1><blockquote><time datetime="2021-05-03">3 May</time></blockquote>', ""),
        ("", f"<h1>Boats</h1>{TEXT}<p>3 May 2021 was the day when all boats came home to the harbour of Example.</p>", ""),
        ("", f"<h1>Boats</h1>{TEXT * 3}<p>All of it stands in the report <a>of 3 May 2021</a> that {TEXT[3:]}", ""),
        ("", f"<h1>Boats</h1>{TEXT * 3}<footer><p>Published 3 May 2021</p></footer>", ""),
        ("", f"<h1>Boats</h1>{TEXT * 3}<p>Posted 3 May 2021</p><p>Posted 4 May 2021</p>", ""),
        ("", f"<article><h1>Boats</h1>{TEXT * 3}<p>Retrieved on 3 May 2021</p></article>", ""),
        # where the page says that it is the story's
        ("", f"<h1>Boats</h1>{TEXT * 3}<p>Published: <a>3 May 2021</a></p>", "2021-05-03"),
        ("", f"<article><h1>Boats</h1>{TEXT * 3}<p>Ada<br>3 May 2021</p></article>", "2021-05-03"),
        ("", "<h1>Boats</h1> 3 May 2021, 9.30 pm <br>", "2021-05-03T21:30"),
        # the page and its machine say different things
        (ld(headline="x", datePublished="2021-05-03"), "<h1>Boats</h1><p>Published 20 August 2021</p>", ""),
        (ld(headline="x", datePublished="2021-05-03", dateModified="2021-08-20"),
         "<h1>Boats</h1><p>20 August 2021</p>", "2021-05-03"),
    ],
)  # fmt: skip
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


@pytest.mark.parametrize(
    ("lang", "shown", "date"),
    [
        ("en-GB", "4/5/2021", "2021-05-04"),
        ("en-US", "4/5/2021", ""),
        ("en", "4/5/2021", ""),
        ("en", "24/5/2021", "2021-05-24"),
    ],
)
def test_day_and_month(lang: str, shown: str, date: str) -> None:
    """Which number is the day is taken from the page's country, never guessed."""
    html = f'<html lang="{lang}"><body><h1>Boats</h1><p>{shown}</p>{TEXT * 3}</body></html>'
    assert metadata.facts_of(lxml.html.fromstring(html), html).date == date


def test_the_address_confirms() -> None:
    """A day in the address dates a story alone, and settles which of two dates is meant."""
    url = "https://example.org/2021/05/03/boats"
    assert facts("", "<h1>Boats</h1>", url).date == "2021-05-03"
    assert facts("", "<h1>Boats</h1>", "https://example.org/boats-20210503-7.jpg").date == ""
    two = ld(headline="x", datePublished="2021-05-03") + '<meta name="pubdate" content="2021-08-20">'
    assert facts(two, "<h1>Boats</h1>", url).date == "2021-05-03"


def test_what_a_script_stores() -> None:
    """The one day that a page's scripts name is a date only where something confirms it; of several none is."""
    story = '<script>var page = {"id": 7, "publishedDate": "2021-05-03T09:30:00Z"};</script>'
    other = '<script>var next = {"publishedDate": "2021-04-11T09:30:00Z"};</script>'
    assert facts(story, "<h1>Boats</h1>").date == "2021-05-03T09:30+00:00"
    assert facts(story + other, "<h1>Boats</h1>").date == ""


def test_a_doubt_says_what_was_seen() -> None:
    """A date without its year is told to the curator."""
    assert "Feb. 4" in facts("", "<h1>Boats</h1><p>Feb. 4</p>").evidence["date"]


@pytest.mark.parametrize(
    ("published", "modified", "updated"),
    [
        ("2021-05-03T09:30:00Z", "2021-05-03T09:30:00Z", ""),
        ("2021-05-03T09:30:00Z", "2021-05-03T08:30:00Z", ""),
        ("2021-05-03T09:30:00+02:00", "2021-05-03T08:30:00Z", "2021-05-03T08:30+00:00"),
        ("2021-05-03T09:30:00Z", "2021-05-03", ""),
        ("2021-05-03", "2021-05-03T09:30:00Z", "2021-05-03T09:30+00:00"),
    ],
)
def test_update(published: str, modified: str, updated: str) -> None:
    """An update that did not come after the story is none; its zone is kept."""
    assert facts(ld(headline="x", datePublished=published, dateModified=modified)).updated == updated


def test_evidence_has_an_order() -> None:
    """The headline first, then date, authors, outlet."""
    found = facts(ld(headline="Boats", datePublished="2021-05-03", author="Ada Quill", publisher={"name": "Post"}))
    assert list(found.evidence)[:4] == ["title", "date", "authors", "source"]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('<meta property="og:site_name" content="Harbour Post | News of the coast">', "Harbour Post"),
        (
            '<meta property="og:site_name" content="Keeper counts | Harbour Post"><title>Keeper counts</title>',
            "Harbour Post",
        ),
        ('<meta property="og:site_name" content="News">', ""),
        (ld(headline="x", publisher={"name": "Harbour Post"}), "Harbour Post"),
    ],
)
def test_outlet(head: str, name: str) -> None:
    """The name of the outlet without its slogan, without the headline, and not the word "News"."""
    assert facts(head, "<h1>Keeper counts</h1>").source.name == name


@pytest.mark.parametrize(
    ("head", "body", "standfirst"),
    [
        ("", '<h1>Boats</h1><p class="standfirst">One keeper and very many boats: a report from the far north.</p>',
         "One keeper and very many boats: a report from the far north."),
        ('<meta name="description" content="One keeper, very many boats.">', "", "One keeper, very many boats."),
        (ld(headline="x", description="<p>One <b>keeper</b>, very many boats.</p>"), "", "One keeper , very many boats."),
        ('<meta name="description" content="One keeper, very many …">', "", ""),
        ('<meta name="description" content="The lighthouse keeper counted the boats">', "", ""),
        ("", '<h1>Boats</h1><p class="lead-image">A keeper and her many boats in the harbour. (Photo: Bo Reed)</p>', ""),
    ],
)  # fmt: skip
def test_standfirst(head: str, body: str, standfirst: str) -> None:
    """The outlet's own words below the headline; no cut, no first words of the story, no caption."""
    assert facts(head, body).standfirst == standfirst


@pytest.mark.parametrize(
    ("head", "body", "tags"),
    [
        (
            '<meta name="keywords" content="boats, Gull PLACE_NAME, channel_other, @post-id:7, news">',
            "",
            ("boats", "Gull"),
        ),
        (ld(headline="Boats at sea", keywords="Boats at sea,gulls"), "<h1>Boats at sea</h1>", ("gulls",)),
        ("", '<h1>x</h1><ul class="tags"><li><a>boats</a></li><li><a>gulls</a></li></ul>', ("boats", "gulls")),
        ("", '<h1>x</h1><div class="tags">Read more about <a>boats</a> in many other stories of ours</div>', ()),
    ],
)
def test_tags(head: str, body: str, tags: tuple[str, ...]) -> None:
    """Words that editors chose, not those that machines write for machines."""
    assert facts(head, body).tags == tags


@pytest.mark.parametrize(
    ("value", "section"),
    [
        ("Sea", "Sea"),
        ("post", ""),
        ("Uncategorized", ""),
        ("example.org", ""),
        ("https://x.example/sea", ""),
        ("Sea, News", "Sea"),
    ],
)
def test_section(value: str, section: str) -> None:
    """A section that an editor chose."""
    assert facts(f'<meta property="article:section" content="{value}">').section == section


@pytest.mark.parametrize(
    ("caption", "parts"),
    [
        ("A boat. | Agency/Bo Reed", ("A boat.", "Agency/Bo Reed")),
        ("A boat. © Bo Reed", ("A boat.", "Bo Reed")),
        ("A boat. <span class='credit'>Photo: Bo Reed</span>", ("A boat.", "Bo Reed")),
        ("A boat", ("A boat", "")),
    ],
)
def test_caption_and_credit(caption: str, parts: tuple[str, str]) -> None:
    """They are kept apart."""
    found = facts(
        "", f"<h1>Boats</h1><figure><img src='https://example.org/b.jpg'><figcaption>{caption}</figcaption></figure>"
    )
    assert found.image is not None
    assert (found.image.caption, found.image.credit) == parts


@pytest.mark.parametrize(
    "name", ["logo.png", "no-image.jpg", "site/placeholder_2.png", "blavatar/x", "default-share.png"]
)
def test_no_picture(name: str) -> None:
    """A site's sign is no lead picture."""
    assert facts(f'<meta property="og:image" content="https://example.org/{name}">').image is None


@pytest.mark.parametrize(
    ("head", "body", "licence"),
    [
        (
            ld(headline="x", license="https://creativecommons.org/licenses/by/4.0/"),
            "",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        (
            ld(headline="x", license={"@type": "CreativeWork", "url": "https://example.org/l"}),
            "",
            "https://example.org/l",
        ),
        ('<meta name="dc.rights" content="CC BY-SA 4.0">', "", "CC BY-SA 4.0"),
        ('<meta name="dc.rights" content="All rights reserved">', "", ""),
        ("", '<a rel="license" href="https://example.org/l">CC</a>', "https://example.org/l"),
        ("", '<figure><a rel="license" href="https://example.org/l">CC</a></figure>', ""),
        ("", "", ""),
    ],
)
def test_licence(head: str, body: str, licence: str) -> None:
    """What the page states of the story's licence; a picture's is not the story's."""
    assert facts(head, body).licence == licence


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
        '<script type="application/ld+json">{"@type":"Article","keywords":"' + " " * 200_000 + '","publisher":"x"}</script>',
        "<h1>x</h1>" + "<p>Ada, 3 May 2021</p>" * 5_000,
        "<h1>x</h1>" + "<p>Author</p>" * 5_000,
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


@pytest.mark.parametrize(
    ("head", "url", "address"),
    [
        pytest.param('<link rel="canonical" href="lamp?utm_source=x"><base href="https://post.example/news/">', "",
                     "https://post.example/news/lamp", id="base"),
        pytest.param('<link rel="canonical" href="lamp">', "", "", id="relative to nothing"),
        pytest.param('<link rel="canonical" href="https://post.example/"><meta property="og:url" '
                     'content="https://post.example/lamp?ref=a#top">', "", "https://post.example/lamp", id="no front page"),
        pytest.param('<link rel="canonical" href="https://post.example/">', "https://post.example/lamp",
                     "https://post.example/lamp", id="where it was fetched"),
        pytest.param('<link rel="canonical" href="https://other.example/lamp">', "https://post.example/lamp",
                     "https://post.example/lamp", id="another host"),
        pytest.param('<base href="http://["><link rel="canonical" href="lamp">', "https://post.example/a/b",
                     "https://post.example/a/lamp", id="a broken base"),
    ],
)  # fmt: skip
def test_address(head: str, url: str, address: str) -> None:
    """The page's own, completed by <base>; not the front page's where another is given."""
    assert facts(head, "<h1>Keeper counts all the boats</h1>", url).source.url == address


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        pytest.param("作者：苏蔓", ("苏蔓",), id="Chinese"),
        pytest.param("2026年11月16日 09:15　来源：青石日报　作者：苏蔓", ("苏蔓",), id="with source and date"),
        pytest.param("执笔：苏蔓、许遥", ("苏蔓", "许遥"), id="two"),
        pytest.param("（责任编辑：许遥）", (), id="an editor"),
        pytest.param("原文：苏蔓", (), id="the original text"),
        pytest.param("執筆：山田太郎", ("山田太郎",), id="Japanese"),
        pytest.param("김민수 기자", ("김민수",), id="Korean"),
        pytest.param("بقلم: سلمى النجار", ("سلمى النجار",), id="Arabic"),
        pytest.param("מאת: יונתן אלמוג", ("יונתן אלמוג",), id="Hebrew"),
        pytest.param("लेखक: राम उदाहरण", ("राम उदाहरण",), id="Hindi"),
        pytest.param("Oleh: Budi Contoh", ("Budi Contoh",), id="Indonesian"),
        pytest.param("Tác giả: Minh Ví Dụ", ("Minh Ví Dụ",), id="Vietnamese"),
        pytest.param("Írta: Kovács Példa", ("Kovács Példa",), id="Hungarian"),
        pytest.param("Piše: Ana Primjer", ("Ana Primjer",), id="Croatian"),
        pytest.param("Пише: Ана Пример", ("Ана Пример",), id="Serbian"),
        pytest.param("Συντάκτης: Νίκος Παράδειγμα", ("Νίκος Παράδειγμα",), id="Greek"),
        pytest.param("Yazar: Ali Örnek", ("Ali Örnek",), id="Turkish"),
        pytest.param("Forfatter: Ole Eksempel", ("Ole Eksempel",), id="Danish"),
        pytest.param("Kirjoittaja: Matti Esimerkki", ("Matti Esimerkki",), id="Finnish"),
        pytest.param("Аўтар: Янка Прыклад", ("Янка Прыклад",), id="Belarusian"),
        pytest.param("Autorius: Jonas Pavyzdys", ("Jonas Pavyzdys",), id="Lithuanian"),
    ],
)
def test_who_wrote_it_in_many_languages(byline: str, authors: tuple[str, ...]) -> None:
    """The label is no name, nor is an editor an author."""
    assert facts("", f"<h1>Keeper counts all the boats</h1><p>{byline}</p>").authors == authors


def test_the_posts_of_a_live_blog_are_not_the_page() -> None:
    """Its own date, though the posts have text and the page has none."""
    post = {"@type": "BlogPosting", "headline": "A boat", "datePublished": "2026-11-17T11:42:00Z", "articleBody": "It"}
    blog = {"@type": "LiveBlogPosting", "headline": "Boats", "datePublished": "2026-11-16T10:00:00Z"}
    assert facts(ld(**blog, liveBlogUpdate=[post]), "<h1>Boats</h1>").date == "2026-11-16T10:00+00:00"


def test_an_outlet_called_like_the_title_element_alone() -> None:
    """Where JSON-LD or og:title has another headline, <title> says the outlet's name, and rightly."""
    head = "<title>Harbour Post</title><meta property='og:site_name' content='Harbour Post'>"
    assert facts(head + ld(headline="Keeper counts all boats")).source.name == "Harbour Post"
    assert facts(head).source.name == ""


def test_the_next_story_of_a_page_is_another() -> None:
    """Its author has not written this one, nor is its day this one's."""
    one, other = (
        f"<article><h1>{title}</h1><p class='byline'>By <a rel='author'>{name}</a></p><time>{day} May 2021</time>{TEXT}</article>"
        for title, name, day in (("Keeper counts boats", "Ada Quill", 3), ("A lamp is lit", "Bo Reed", 2))
    )
    found = facts("<title>Keeper counts boats</title>", one + other)
    assert (found.authors, found.date) == (("Ada Quill",), "2021-05-03")
