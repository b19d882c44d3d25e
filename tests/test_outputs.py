"""Feeds and the other files beside the pages."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import feedparser
import lxml.etree
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.body import Body
from coranto.config import parse_config
from coranto.model import Moment
from coranto.outputs import rss, sitemap
from coranto.text import clean
from coranto.view_parts import Link, SourceView
from coranto.views import FeedItem, FeedView
from tests.smallsite import DOT, SmallSite, article

Make = Callable[[str], SmallSite]
CONFIG, _ = parse_config(
    'title: T\nbase_url: https://e.org/d/\nlicence: CC BY 4.0\nfeeds: {id_authority: "e.org,2026"}'
)
WHEN = Moment(datetime(2026, 11, 20, 16, 53, tzinfo=UTC))

FEED_SITE = (
    article("a", '"Cats & <dogs> #1: done"', "2026-11-19T10:00+02:00", "The [grid](b.md). ![x](p.jpg)",
            source='{name: "The <b>Courier</b> & Co", url: "https://courier.example/a?x=1&y=2"}', section="Power", tags="[grid]",
            authors="[Ines Tallow, Tobias Fenn]", published="2026-11-20T18:53", republish="own", summary="In short.")
    + article("b", "Corrected", "2026-11-18", "Second[^1].\n\n[^1]: note", corrections="[{date: 2026-11-21T08:00, text: x}]")
    + article("c", "Old", "2026-01-01", "Third.")
    + f"-- content/p.jpg --\n{DOT}\n-- content/sources/c.md --\n---\nname: The <b>Courier</b> & Co\nfeed: https://courier.example/feed\n---\n"
)  # fmt: skip


def channel(made: SmallSite) -> lxml.etree._Element:
    """The feed's channel."""
    return lxml.etree.fromstring(made.files()["feed.xml"])[0]


def test_the_feed_follows_the_recipe(site: Make) -> None:
    """Order, ids, dates, links: what feedgen gets wrong when it is not told."""
    made = site(FEED_SITE)
    root = channel(made)
    names = {
        "a": "http://www.w3.org/2005/Atom",
        "c": "http://purl.org/rss/1.0/modules/content/",
        "d": "http://purl.org/dc/elements/1.1/",
    }
    assert root.findtext("link") == "https://example.org/d/"
    assert root.findtext("lastBuildDate") == "Sat, 21 Nov 2026 08:00:00 +0000"
    assert [link.get("rel") for link in root.findall("a:link", names)] == ["self"]
    assert root.findtext("ttl") == "60"
    items = root.findall("item")
    assert [item.findtext("title") for item in items] == ["Cats & <dogs> #1: done", "Corrected", "Old"]
    first = items[0]
    assert first.findtext("pubDate") == "Fri, 20 Nov 2026 18:53:00 +0000"
    assert first.findtext("guid") == "tag:example.org,2026:a"
    assert first.find("guid").get("isPermaLink") == "false"
    assert first.findtext("link") == "https://example.org/d/2026/11/a/"
    assert first.findtext("description") == "In short."
    assert [each.text for each in first.findall("d:creator", names)] == ["Ines Tallow", "Tobias Fenn"]
    assert [(each.text, each.get("domain")) for each in first.findall("category")] == [
        ("Power", "https://example.org/d/section/power/"), ("grid", "https://example.org/d/tag/grid/"),
    ]  # fmt: skip
    assert first.find("source").get("url") == "https://courier.example/feed"
    body = first.findtext("c:encoded", namespaces=names)
    assert body.startswith('<p>From <a href="https://example.org/d/source/')
    assert "The &lt;b&gt;Courier&lt;/b&gt; &amp; Co</a>, by Ines Tallow, Tobias Fenn, 19 November 2026." in body
    assert '<a href="https://courier.example/a?x=1&amp;y=2">Read the original</a>' in body
    assert '<a href="https://example.org/d/2026/11/b/">grid</a>' in body
    assert 'src="https://example.org/d/p.jpg"' in body
    second = items[1].findtext("c:encoded", namespaces=names)
    assert not re.search(r'(?:id|class)=|href="#', second)


def test_two_builds_at_other_times_give_the_same_feed(site: Make) -> None:
    """The clock is not in it."""
    made = site(FEED_SITE)
    later = made.files(now=datetime(2027, 6, 1, tzinfo=UTC))["feed.xml"]
    assert made.files()["feed.xml"] == later


def test_an_empty_feed_is_a_valid_feed(site: Make) -> None:
    """And has no build date made up."""
    root = channel(site(""))
    assert root.findtext("title") == "Test Digest"
    assert root.find("item") is None
    assert root.find("lastBuildDate") is None


def test_a_hub_is_named(site: Make) -> None:
    """feedgen leaves it out of RSS."""
    made = site("-- config.yaml --\ntitle: T\nbase_url: https://e.org/\nfeeds: {hub: https://hub.example/}\n")
    found = [link.attrib for link in channel(made).findall("{http://www.w3.org/2005/Atom}link")]
    assert {"rel": "hub", "href": "https://hub.example/"} in found
    assert channel(made).findtext("link") == "https://e.org/"


def test_the_feed_ends_at_its_limit(site: Make) -> None:
    """Thirty, unless config says otherwise."""
    made = site("".join(article(f"a{number}", date=f"2026-10-{number % 28 + 1:02}") for number in range(40)))
    assert len(channel(made).findall("item")) == 30


PER = "-- config.yaml --\ntitle: T\nbase_url: https://example.org/d/\nfeeds: {limit: 3, per: [tag, section, author, source]}\n"


def test_each_topic_has_a_feed_of_its_own_when_config_says_so(site: Make) -> None:
    """At its page's address, with its newest; a tag from three articles on."""
    made = site(
        "".join(article(f"a{number}", f"A{number}", f"2026-11-{number + 1:02}", tags="[Grid, once]" if number < 2 else "[grid]",
                        section="Power", authors="[Ada Moss]", source="{name: O}") for number in range(5)) + PER
    )  # fmt: skip
    files = made.files()
    found = {path for path in files if path.endswith("/feed.xml")}
    assert found == {f"{name}/feed.xml" for name in ("tag/grid", "section/power", "author/ada-moss", "source/o")}
    feed = feedparser.parse(files["tag/grid/feed.xml"])
    assert not feed.bozo
    assert (feed.feed.title, feed.feed.link) == ("T: grid", "https://example.org/d/tag/grid/")
    assert [entry.title for entry in feed.entries] == ["A4", "A3", "A2"]
    assert b'href="https://example.org/d/tag/grid/feed.xml" rel="self"' in files["tag/grid/feed.xml"]
    assert not [path for path in site("-- config.yaml --\ntitle: T\nfeeds: {per: [tag]}\n").files() if "feed" in path]


def test_an_item_is_written_once_for_all_its_feeds(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes, made one time."""
    made = site("".join(article(f"a{number}", tags="[x, y]", section="S") for number in range(3)) + PER)
    asked = []
    real = rss.content
    monkeypatch.setattr(rss, "content", lambda item, *rest: asked.append(item.id) or real(item, *rest))
    feeds = [out.data for out in made.press().outputs if out.path.endswith("feed.xml")]
    assert sorted(asked) == ["a0", "a1", "a2"]
    assert len(feeds) == 4
    assert len({data[data.index(b"    <item>") :] for data in feeds if isinstance(data, bytes)}) == 1


def test_an_item_without_an_address_says_none(site: Make) -> None:
    """Where articles have no pages and no original."""
    made = site(article("a", section="S", tags="[t]") + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\n"
                "pages: {article: false, section: false, tag: false}\n")  # fmt: skip
    [item] = channel(made).findall("item")
    assert item.find("link") is None
    assert [dict(each.attrib) for each in item.findall("category")] == [{}, {}]


TEXT = st.text(min_size=1, max_size=40).map(clean).map(str.strip).filter(bool)


@given(TEXT, TEXT, TEXT, TEXT)
def test_an_independent_parser_gives_back_what_we_put_in(title: str, author: str, summary: str, name: str) -> None:
    """Law 6, for whatever text, read strictly by lxml and by feedparser."""
    source = SourceView(name, "/source/x/")
    item = FeedItem("an-id", title, "/2026/11/x/", WHEN, WHEN, WHEN, (author,), source, "", "https://o.example/", summary,
                    Body(("<p>Body & text</p>",)), (Link(name, "/tag/x/"),))  # fmt: skip
    data = rss.write(FeedView("feed.xml", title, summary, "/", WHEN, (item,)), [rss.write_item(item, CONFIG)], CONFIG)
    root = lxml.etree.fromstring(data, lxml.etree.XMLParser(resolve_entities=False))
    same = " ".join(title.split())
    assert " ".join((root.findtext("channel/item/title") or "").split()) == same
    read = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    assert not read.bozo
    [entry] = read.entries
    assert entry.id == "tag:e.org,2026:an-id"
    assert entry.link == "https://e.org/d/2026/11/x/"
    assert entry.published_parsed[:5] == (2026, 11, 20, 16, 53)
    assert name in root.findtext("channel/item/category") or " " in name


def test_the_sitemap_names_every_page_that_may_be_indexed(site: Make) -> None:
    """And no other."""
    made = site(FEED_SITE)
    root = lxml.etree.fromstring(made.files()["sitemap.xml"])
    found = {element.text for element in root.iter("{*}loc")}
    pages = {page.view.head.url for page in made.press().site.pages if not page.view.head.noindex}
    assert found == {f"https://example.org/d{url}" for url in pages}
    assert "https://example.org/d/404.html" not in found


AMPERSAND = "-- config.yaml --\ntitle: T\nbase_url: https://e.org/a&copy/\n"


def test_the_sitemap_reads_back_as_it_was_written(site: Make) -> None:
    """It is written as text: an XML library would write the same."""
    data = site(FEED_SITE + AMPERSAND).files()["sitemap.xml"]
    root = lxml.etree.fromstring(data)
    assert lxml.etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n" == data
    assert all(element.text.startswith("https://e.org/a&copy/") for element in root.iter("{*}loc"))


def test_a_sitemap_without_pages_is_valid(site: Make) -> None:
    """Where no page may be indexed."""
    made = site("").press()
    [out] = sitemap.make(replace(made.site, pages=()), CONFIG, None)  # type: ignore[arg-type]
    assert isinstance(out.data, bytes)
    assert len(lxml.etree.fromstring(out.data)) == 0


def test_an_ampersand_of_base_url_is_escaped_in_an_item(site: Make) -> None:
    """Its body's own links do not turn into something else."""
    body = channel(site(FEED_SITE + AMPERSAND)).findtext("item/{*}encoded")
    assert '<a href="https://e.org/a&amp;copy/2026/11/b/">grid</a>' in body


def test_nothing_heavy_is_loaded_before_a_feed_is_written() -> None:
    """A build in which no feed changed does not wait for its libraries."""
    code = "import sys, coranto.outputs; print([n for n in ('feedgen', 'dateutil', 'lxml', 'nh3') if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout == b"[]\n"


@pytest.mark.parametrize(("config", "text"), [
    ("", "User-agent: *\nAllow: /\n\nSitemap: https://example.org/d/sitemap.xml\n"),
    ('-- config.yaml --\ntitle: T\nbase_url: https://e.org\nrobots: |\n  User-agent: A\n  Disallow: /x\n',
     "User-agent: A\nDisallow: /x\n\nSitemap: https://e.org/sitemap.xml\n"),
    ('-- config.yaml --\ntitle: T\nbase_url: https://e.org\nrobots: ["User-agent: A", "Disallow: /", "User-agent: B", "Disallow: /"]\n',
     "User-agent: A\nDisallow: /\nUser-agent: B\nDisallow: /\n\nSitemap: https://e.org/sitemap.xml\n"),
    ('-- config.yaml --\ntitle: T\nbase_url: https://e.org\nrobots: ["User-agent: *", "Disallow: /"]\n',
     "User-agent: *\nDisallow: /\n\nSitemap: https://e.org/sitemap.xml\n"),
])  # fmt: skip
def test_robots_txt(site: Make, config: str, text: str) -> None:
    """From config, with the sitemap's address."""
    assert site(config).files()["robots.txt"].decode() == text
