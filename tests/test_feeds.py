"""Feeds: RSS 2.0, Atom and JSON Feed of the site, its topics and its editions; OPML; and their independent readers."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import feedparser
import lxml.etree
import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto import channels
from coranto.body import Body
from coranto.checks import check
from coranto.config import Config, parse_config
from coranto.language import ENGLISH
from coranto.model import Moment
from coranto.outputs import feeds
from coranto.syndication import jsonfeed, told, xml
from coranto.text import clean, one_line
from coranto.view_parts import CorrectionView, Frame, ImageView, Link, Scaled, SourceView
from coranto.views import FeedItem, FeedView
from tests import smallsite
from tests.extras import extra
from tests.smallsite import DOT, SmallSite, article

Make = Callable[[str], SmallSite]
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "c": "http://purl.org/rss/1.0/modules/content/",
    "d": "http://purl.org/dc/elements/1.1/",
    "m": "http://search.yahoo.com/mrss/",
}
CONFIG, _ = parse_config(
    'title: T & <U>\nbase_url: https://e.org/d/\nlicence: CC BY 4.0\nfeeds: {id_authority: "e.org,2026"}'
)
WHEN = Moment(datetime(2026, 11, 20, 16, 53, tzinfo=UTC))
FILES = ("feed.xml", "atom.xml", "feed.json")

SITE = (
    article("a", '"Cats & <dogs> #1: done"', "2026-11-19T10:00+02:00", "The [grid](b.md). ![x](p.gif)",
            source='{name: "The <b>Courier</b> & Co", url: "https://courier.example/a?x=1&y=2"}', section="Power", tags="[grid]",
            authors="[Ines Tallow, Tobias Fenn]", published="2026-11-20T18:53", republish="own", summary="In short, a < b.")
    + article("b", "Corrected", "2026-11-18", "Second[^1].\n\n[^1]: note", corrections="[{date: 2026-11-21T08:00, text: x}]",
              source='{name: Star, url: "https://star.example/"}', note="Ours *now*.", language="uk",
              image='{src: p.gif, alt: A dot, caption: Seen from above, credit: Ada & Co}')
    + article("c", "Old", "2026-01-01", "Third.")
    + f"-- content/p.gif --\n{DOT}\n-- content/sources/c.md --\n---\nname: The <b>Courier</b> & Co\nfeed: https://courier.example/feed\nlabel: city & daily\n---\n"
)  # fmt: skip


def channel(made: SmallSite) -> lxml.etree._Element:
    """The RSS feed's channel."""
    return lxml.etree.fromstring(made.files()["feed.xml"])[0]


def atom(made: SmallSite) -> lxml.etree._Element:
    """The Atom feed."""
    return lxml.etree.fromstring(made.files()["atom.xml"])


def in_json(made: SmallSite) -> Any:
    """The JSON Feed."""
    return json.loads(made.files()["feed.json"])


def test_the_channel_follows_the_recipe(site: Make) -> None:
    """What feedgen gets wrong when it is not told: link, date, self."""
    root = channel(site(SITE))
    assert root.findtext("link") == "https://example.org/d/"
    assert root.findtext("lastBuildDate") == "Sat, 21 Nov 2026 08:00:00 +0000"
    [own] = root.findall("a:link", NAMES)
    assert dict(own.attrib) == {
        "href": "https://example.org/d/feed.xml",
        "rel": "self",
        "type": "application/rss+xml",
    }
    assert [root.findtext(name) for name in ("title", "description", "language", "generator", "ttl")] == [
        "Test Digest", "Test Digest", "en", "Coranto", "60",
    ]  # fmt: skip
    image = root.find("image")
    assert image is not None
    assert [image.findtext(name) for name in ("url", "title", "link")] == [
        "https://example.org/d/icon.png", "Test Digest", "https://example.org/d/",
    ]  # fmt: skip


def test_an_item_of_rss_follows_the_recipe(site: Make) -> None:
    """Order, ids, dates, links, names, topics, source; the source line first."""
    items = channel(site(SITE)).findall("item")
    assert [item.findtext("title") for item in items] == ["Cats & <dogs> #1: done", "Corrected", "Old"]
    first = items[0]
    assert first.findtext("pubDate") == "Fri, 20 Nov 2026 18:53:00 +0000"
    assert first.findtext("guid") == "tag:example.org,2026:a"
    assert first.find("guid").get("isPermaLink") == "false"
    assert first.findtext("link") == "https://example.org/d/2026/11/a/"
    assert first.findtext("description") == "In short, a &lt; b."
    assert [each.text for each in first.findall("d:creator", NAMES)] == ["Ines Tallow", "Tobias Fenn"]
    assert [(each.text, each.get("domain")) for each in first.findall("category")] == [
        ("Power", "https://example.org/d/section/power/"), ("grid", "https://example.org/d/tag/grid/"),
    ]  # fmt: skip
    assert first.find("source").get("url") == "https://courier.example/feed"
    assert first.find("d:source", NAMES) is None
    assert items[1].find("source") is None
    assert items[1].findtext("d:source", namespaces=NAMES) == "https://star.example/"
    assert items[1].findtext("d:language", namespaces=NAMES) == "uk"
    body = first.findtext("c:encoded", namespaces=NAMES)
    assert body.startswith('<p>From <a href="https://example.org/d/source/')
    assert (
        "The &lt;b&gt;Courier&lt;/b&gt; &amp; Co</a> (city &amp; daily), told by Ines Tallow, Tobias Fenn, 19 November 2026."
        in body
    )
    assert '<a href="https://courier.example/a?x=1&amp;y=2">Read the original</a>' in body
    assert '<a href="https://example.org/d/2026/11/b/">grid</a>' in body
    assert 'src="https://example.org/d/p.gif"' in body
    second = items[1].findtext("c:encoded", namespaces=NAMES)
    assert not re.search(r'(?:id|class)=|href="#', second)


def test_a_title_is_written_as_validators_want_it(site: Make) -> None:
    """In figures, so that nobody takes it for HTML."""
    made = site(article("a", '"AT&T <wins>"', tags='["A & B"]') + '-- config.yaml --\ntitle: "D & <E>"\nbase_url: https://e.org/\n')  # fmt: skip
    data = made.files()["feed.xml"].decode()
    assert "<title>AT&#x26;T &#x3C;wins&#x3E;</title>" in data
    assert data.count("<title>D &#x26; &#x3C;E&#x3E;</title>") == 2
    assert ">A &#x26; B</category>" in data


def test_an_entry_of_atom_follows_the_recipe(site: Make) -> None:
    """Its id and dates, the ways to our page and to the original, what is in it and in which language."""
    root = atom(site(SITE))
    assert root.findtext("a:id", namespaces=NAMES) == "tag:example.org,2026:feed:/"
    assert root.findtext("a:updated", namespaces=NAMES) == "2026-11-21T08:00:00+00:00"
    assert root.findtext("a:author/a:name", namespaces=NAMES) == "Test Digest"
    assert root.findtext("a:icon", namespaces=NAMES) == "https://example.org/d/icon.png"
    assert {each.get("rel"): each.get("href") for each in root.findall("a:link", NAMES)} == {
        "self": "https://example.org/d/atom.xml",
        "alternate": "https://example.org/d/",
    }
    first, second, third = root.findall("a:entry", NAMES)
    assert first.findtext("a:id", namespaces=NAMES) == "tag:example.org,2026:a"
    assert first.findtext("a:title", namespaces=NAMES) == "Cats & <dogs> #1: done"
    assert [(each.get("rel"), each.get("href"), each.get("title")) for each in first.findall("a:link", NAMES)] == [
        ("alternate", "https://example.org/d/2026/11/a/", None),
        ("via", "https://courier.example/a?x=1&y=2", "The <b>Courier</b> & Co"),
    ]
    assert first.findtext("a:summary", namespaces=NAMES) == "In short, a < b."
    assert first.find("a:content", NAMES).get("type") == "html"
    assert [each.attrib for each in first.findall("a:category", NAMES)] == [
        {"term": "Power", "scheme": "https://example.org/d/section/power/"},
        {"term": "grid", "scheme": "https://example.org/d/tag/grid/"},
    ]
    assert second.get("{http://www.w3.org/XML/1998/namespace}lang") == "uk"
    assert second.findtext("a:published", namespaces=NAMES) == "2026-11-18T00:00:00+00:00"
    assert second.findtext("a:updated", namespaces=NAMES) == "2026-11-21T08:00:00+00:00"
    assert third.findtext("a:updated", namespaces=NAMES) == third.findtext("a:published", namespaces=NAMES)


def test_an_item_of_json_feed_follows_the_recipe(site: Make) -> None:
    """Our page and the original apart; what only a digest knows under a name of its own."""
    found = in_json(site(SITE))
    assert [found[name] for name in ("version", "title", "home_page_url", "feed_url", "language", "icon")] == [
        "https://jsonfeed.org/version/1.1", "Test Digest", "https://example.org/d/", "https://example.org/d/feed.json",
        "en", "https://example.org/d/icon.png",
    ]  # fmt: skip
    assert found["authors"] == [{"name": "Test Digest", "url": "https://example.org/d/"}]
    first, second, third = found["items"]
    assert [first[name] for name in ("id", "title", "url", "external_url", "summary", "date_published", "tags")] == [
        "tag:example.org,2026:a", "Cats & <dogs> #1: done", "https://example.org/d/2026/11/a/",
        "https://courier.example/a?x=1&y=2", "In short, a < b.", "2026-11-20T18:53:00+00:00", ["Power", "grid"],
    ]  # fmt: skip
    assert first["authors"] == [{"name": "Ines Tallow"}, {"name": "Tobias Fenn"}]
    assert first["_digest"]["original_date"] == "2026-11-19T08:00+00:00"
    assert first["_digest"]["source"]["name"] == "The <b>Courier</b> & Co"
    assert (second["language"], second["image"]) == ("uk", "https://example.org/d/p.gif")
    assert second["date_modified"] == "2026-11-21T08:00:00+00:00"
    assert third["_digest"] == {"original_date": "2026-01-01"}


def test_the_three_formats_hold_the_same(site: Make) -> None:
    """The same ids in the same order, and the same HTML."""
    made = site(SITE)
    rss = [(each.findtext("guid"), each.findtext("c:encoded", namespaces=NAMES)) for each in channel(made).findall("item")]  # fmt: skip
    entries = atom(made).findall("a:entry", NAMES)
    assert rss == [tuple(each.findtext(f"a:{name}", namespaces=NAMES) for name in ("id", "content")) for each in entries]  # fmt: skip
    assert rss == [(each["id"], each["content_html"]) for each in in_json(made)["items"]]


def test_the_lead_picture_stands_in_all_of_them(site: Make) -> None:
    """With its size, whose it is, outside a group; and in the body, behind the source line."""
    made = site(SITE)
    for item in (channel(made).findall("item")[1], atom(made).findall("a:entry", NAMES)[1]):
        content, thumbnail = item.find("m:content", NAMES), item.find("m:thumbnail", NAMES)
        assert dict(content.attrib) == {
            "url": "https://example.org/d/p.gif", "medium": "image", "type": "image/gif", "width": "1", "height": "1",
        }  # fmt: skip
        assert dict(thumbnail.attrib) == {"url": "https://example.org/d/p.gif", "width": "1", "height": "1"}
        assert content.findtext("m:credit", namespaces=NAMES) == "Ada & Co"
        assert content.findtext("m:description", namespaces=NAMES) == "A dot"
        assert item.find("m:group", NAMES) is None
    body = in_json(made)["items"][1]["content_html"]
    figure = '<figure><img src="https://example.org/d/p.gif" alt="A dot" width="1" height="1">'
    caption = "<figcaption>Seen from above <small>Ada &amp; Co</small></figcaption></figure>"
    before, _, behind = body.partition(figure + caption)
    assert before.endswith('<a href="https://star.example/">Read the original</a></p>')
    assert behind.startswith("<p><strong>Our note</strong></p>")


def item_of(**fields: Any) -> FeedItem:
    """An item that says little, and what is asked of it."""
    plain: dict[str, Any] = {
        "id": "x", "title": "T", "url": "/2026/11/x/", "published": WHEN, "updated": WHEN, "original_date": WHEN,
        "authors": (), "source": None, "source_feed": "", "original": "", "summary": "S", "body": Body(("<p>B</p>",)),
        "categories": (),
    }  # fmt: skip
    return FeedItem(**{**plain, **fields})


SIZES = (Scaled("/p.jpg.480w.jpg", 480), Scaled("/p.jpg.700w.jpg", 700))
PICTURE = ImageView("/p.jpg.700w.jpg", 'A "lock"', frame=Frame("/p.jpg.700w.jpg", 700, 467, SIZES))


@pytest.mark.parametrize("shown", ["/p.jpg.700w.jpg", "/p.jpg.480w.jpg", ""])
def test_a_picture_that_the_body_shows_is_not_put_before_it(shown: str) -> None:
    """In whatever size."""
    body = Body(('<p>Text.</p><figure><img src="', shown, '"></figure>')) if shown else Body(("<p>Text.</p>",))
    told_html = told.tell(item_of(image=PICTURE, body=body), CONFIG, ENGLISH)
    assert told_html.count("<img") == 1
    assert told_html.startswith("<p>20 November 2026.</p><figure>") is (not shown)


def test_the_smallest_size_is_the_thumbnail() -> None:
    """With the height that it has."""
    assert PICTURE.frame is not None
    assert xml.thumbnail(PICTURE.frame) == ("/p.jpg.480w.jpg", 480, 320)
    assert xml.thumbnail(Frame("/p.gif", 3, 2)) == ("/p.gif", 3, 2)


def test_a_note_and_corrections_are_told_around_the_text() -> None:
    """Ours first, as on the page, and dated corrections last; a text in another language says so."""
    item = item_of(
        note=Body(('<p>See <a href="', "/a/", '">a</a>.</p>')),
        corrections=(CorrectionView(WHEN, "It was 9 < 10."),),
        language="ar",
    )
    assert told.tell(item, CONFIG, ENGLISH) == (
        "<p>20 November 2026.</p><p><strong>Our note</strong></p>"
        '<p>See <a href="https://e.org/d/a/">a</a>.</p><hr><div lang="ar" dir="rtl"><p>B</p></div>'
        "<hr><p><strong>Correction</strong></p><p>20 November 2026: It was 9 &lt; 10.</p>"
    )


def test_a_text_that_may_not_be_shown_is_not_in_a_feed(site: Make) -> None:
    """Of a link the outlet's title and our summary, of an excerpt sixty words."""
    text = " ".join(f"word{number}" for number in range(90))
    made = site(
        article("a", "A", body=text, republish="excerpt", source='{name: O, url: "https://o.example/"}')
        + article("b", "B", body=text, republish="link", source='{name: O, url: "https://o.example/b"}', summary="Ours & <b>.")
    )  # fmt: skip
    for name in FILES:
        data = made.files()[name].decode()
        assert "word59 […]" in data and "word60" not in data
    bodies = [each["content_html"] for each in in_json(made)["items"]]
    assert any("<p>Ours &amp; &lt;b&gt;.</p>" in body for body in bodies)


def test_a_site_from_right_to_left_says_so(site: Make) -> None:
    """Readers have no page around an item that would."""
    made = site(article("a") + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\nlanguage: ar\n")
    assert in_json(made)["items"][0]["content_html"].startswith('<div dir="rtl"><p>')


@pytest.mark.parametrize("name", FILES)
def test_two_builds_at_other_times_give_the_same_feed(site: Make, name: str) -> None:
    """The clock is not in it, and a file that is as it was is not written."""
    made = site(SITE)
    assert made.files()[name] == made.files(now=datetime(2027, 6, 1, tzinfo=UTC))[name]
    made.build()
    file = made.root / "output" / name
    before = file.stat().st_mtime_ns
    made.write(article("zz", "Not yet", "2027-01-01") + "-- content/pages/about.md --\n---\ntitle: About\n---\n")
    assert "about/index.html" in made.build().written
    assert file.stat().st_mtime_ns == before


def test_another_theme_changes_no_feed(site: Make) -> None:
    """Nor is one made anew."""
    made = site(SITE)
    made.build()
    made.write("-- themes/t/theme.yaml --\nname: t\ninherits: plain\n-- themes/t/assets/t.css --\np { margin: 0 }\n")
    made.write('-- config.yaml --\ntitle: Test Digest\nbase_url: https://example.org/d/\ntheme: t\nfeeds: {id_authority: "example.org,2026"}\n')  # fmt: skip
    written = made.build().written
    assert "index.html" in written
    assert not [path for path in written if path.endswith(FILES)]


def test_only_the_feeds_of_an_article_are_made_anew_for_it(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """In each format the one item, and the feeds that hold it."""
    made = site("".join(article(f"a{number}", section=f"S{number % 3}") for number in range(9)))
    made.build()
    asked = []
    real = told.tell
    monkeypatch.setattr(told, "tell", lambda item, *rest: asked.append(item.id) or real(item, *rest))
    made.write(article("a4", "Another title", section="S1"))
    written = [path for path in made.build().written if path.endswith(FILES)]
    assert written == ["feed.xml", "atom.xml", "feed.json", "section/s1/feed.xml"]
    assert asked == ["a4"]


def test_an_empty_feed_is_a_valid_feed(site: Make) -> None:
    """And has no build date made up."""
    made = site("")
    root = channel(made)
    assert root.findtext("title") == "Test Digest"
    assert root.find("item") is None
    assert root.find("lastBuildDate") is None
    assert atom(made).findtext("a:updated", namespaces=NAMES) == "1970-01-01T00:00:00+00:00"
    assert in_json(made)["items"] == []
    for name in FILES[:2]:
        assert not feedparser.parse(made.files()[name]).bozo


def test_a_hub_is_named(site: Make) -> None:
    """In each format; the link of the channel stays the site's."""
    made = site("-- config.yaml --\ntitle: T\nbase_url: https://e.org/\nfeeds: {hub: https://hub.example/}\n")
    for root in (channel(made), atom(made)):
        found = [dict(link.attrib) for link in root.findall("a:link", NAMES)]
        assert {"rel": "hub", "href": "https://hub.example/"} in found
    assert channel(made).findtext("link") == "https://e.org/"
    assert in_json(made)["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]


def test_the_feed_ends_at_its_limit(site: Make) -> None:
    """Thirty, unless config says otherwise."""
    made = site("".join(article(f"a{number}", date=f"2026-10-{number % 28 + 1:02}") for number in range(40)))
    assert len(channel(made).findall("item")) == len(in_json(made)["items"]) == 30


PER = (
    "-- config.yaml --\ntitle: T\nbase_url: https://example.org/d/\nfeeds: {limit: 3, site: [atom], tag: [json, rss]}\n"
)
TOPICS = "".join(
    article(f"a{number}", f"A{number}", f"2026-11-{number + 1:02}", tags="[Grid, once]" if number < 2 else "[grid]",
            section="Power", authors="[Ada Moss]", source="{name: O}") for number in range(5)
) + "-- content/editions/1.md --\n---\ntitle: E\ndate: 2026-11-20\n---\n"  # fmt: skip


def feeds_in(files: dict[str, bytes]) -> set[str]:
    """Paths of feeds."""
    return {path for path in files if path.endswith(FILES)}


def test_each_kind_has_feeds_in_the_formats_that_config_names(site: Make) -> None:
    """All three for the site, RSS for the rest, unless it says otherwise; a tag from three articles on."""
    made = site(TOPICS)
    rest = {f"{name}/feed.xml" for name in ("tag/grid", "section/power", "author/ada-moss", "source/o", "edition")}
    assert feeds_in(made.files()) == {*FILES, *rest}
    made.write(PER)
    files = made.files()
    assert feeds_in(files) == {"atom.xml", "tag/grid/feed.json", *rest}
    feed = feedparser.parse(files["tag/grid/feed.xml"])
    assert not feed.bozo
    assert (feed.feed.title, feed.feed.link) == ("T: grid", "https://example.org/d/tag/grid/")
    assert [entry.title for entry in feed.entries] == ["A4", "A3", "A2"]
    assert b'href="https://example.org/d/tag/grid/feed.xml" rel="self"' in files["tag/grid/feed.xml"]
    made.write("-- config.yaml --\ntitle: T\nbase_url: https://e.org/\npages: {author: false, editions: false}\nfeeds: {source: []}\n")  # fmt: skip
    assert feeds_in(made.files()) == {*FILES, "tag/grid/feed.xml", "section/power/feed.xml"}
    assert not feeds_in(site("-- config.yaml --\ntitle: T\n").files())


def test_the_feed_of_editions_holds_editions_alone(site: Make) -> None:
    """Newest first by date; named on their page."""
    made = site(TOPICS + "-- content/editions/2.md --\n---\ntitle: F\ndate: 2026-11-12\n---\n")
    feed = feedparser.parse(made.files()["edition/feed.xml"])
    assert feed.feed.title == "Test Digest: Editions"
    assert [entry.id for entry in feed.entries] == ["tag:example.org,2026:edition/1", "tag:example.org,2026:edition/2"]
    heads = lxml.html.fromstring(made.html("edition/index.html")).xpath("//head/link[@rel='alternate']/@title")
    assert heads == [
        "Test Digest: Editions (RSS)",
        "Test Digest (RSS)",
        "Test Digest (Atom)",
        "Test Digest (JSON Feed)",
    ]


def test_every_feed_that_a_page_names_is_there(site: Make) -> None:
    """Under a title that no other on the page has."""
    made = site(SITE + TOPICS)
    files = made.files()
    for path, data in files.items():
        if path.endswith(".html"):
            links = lxml.html.fromstring(data.decode()).xpath("//head/link[@rel='alternate'][contains(@type, '+')]")
            assert len({link.get("title") for link in links}) == len(links) > 0
            for link in links:
                where = link.get("href").removeprefix("/d/").replace("../", "").removeprefix("./")
                assert where in files, (path, where)


def test_a_feed_stands_at_its_old_names_too(site: Make) -> None:
    """The same bytes, so that nobody who subscribed there is left behind; what leads to no feed is said."""
    made = site(TOPICS + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\nfeeds: {old: [{from: /rss.xml, to: /feed.xml}, {from: /tags/grid.atom, to: /tag/grid/feed.xml}, {from: /x.xml, to: /tag/once/feed.xml}]}\n")  # fmt: skip
    files = made.files()
    assert files["rss.xml"] == files["feed.xml"]
    assert files["tags/grid.atom"] == files["tag/grid/feed.xml"]
    assert b'href="https://e.org/feed.xml" rel="self"' in files["rss.xml"]
    assert "x.xml" not in files
    assert [said for said in made.warnings() if "feeds.old" in said] == [
        "feeds.old names '/tag/once/feed.xml', which is no feed of this site: left out"
    ]


def test_a_feed_that_is_too_large_is_said(site: Make) -> None:
    """Beyond 512 KiB, whether it was made now or before."""
    made = site("".join(article(f"a{number}", body="Text of a long article. " * 1200) for number in range(20)))
    for _ in range(2):
        assert len([said for said in made.warnings() if "KiB; beyond 512" in said]) == len(FILES)
        made.build()


def test_feeds_and_outlets_are_listed_for_readers(site: Make) -> None:
    """Each feed once, though two outlets have it; of outlets those that say so."""
    made = site(
        TOPICS
        + '-- content/sources/o.md --\n---\nname: O\nfeed: https://o.example/feed?a=1&b=2\npublic: true\nurl: https://o.example/\nwhy: "fast & good"\n---\n'
        + "-- content/sources/p.md --\n---\nname: P\nfeed: https://p.example/feed\n---\n"
        + '-- content/sources/q.md --\n---\nname: "Éa"\nfeed: https://q.example/feed\npublic: true\n---\n'
        + "-- content/sources/z.md --\n---\nname: Z\nfeed: https://o.example/feed?a=1&b=2\npublic: true\n---\n"
    )
    root = lxml.etree.fromstring(made.files()["feeds.opml"])
    assert [each.get("xmlUrl") for each in root.iterfind(".//outline[@xmlUrl]")] == [
        f"https://example.org/d/{path}feed.xml"
        for path in ("", "section/power/", "tag/grid/", "author/ada-moss/", "source/o/", "edition/")
    ]
    assert [each.get("text") for each in root.iterfind("body/outline")] == [
        "Test Digest", "Sections", "Topics", "Authors", "Sources", "Test Digest: Editions",
    ]  # fmt: skip
    root = lxml.etree.fromstring(made.files()["sources.opml"])
    assert [dict(each.attrib) for each in root.iterfind("body/outline")] == [
        {"type": "rss", "text": "O", "title": "O", "xmlUrl": "https://o.example/feed?a=1&b=2", "htmlUrl": "https://o.example/", "description": "fast & good"},
        {"type": "rss", "text": "Éa", "title": "Éa", "xmlUrl": "https://q.example/feed"},
    ]  # fmt: skip
    page = made.html("subscribe/index.html")
    assert 'href="../feeds.opml"' in page and 'href="../sources.opml"' in page
    assert '<code dir="ltr">https://example.org/d/tag/grid/feed.xml</code>' in page.replace("<wbr>", "")
    assert "sources.opml" not in site("-- content/sources/o.md --\n---\nname: O\n---\n-- content/sources/q.md --\n---\nname: Q\n---\n-- content/sources/z.md --\n---\nname: Z\n---\n").files()  # fmt: skip


def test_a_public_source_needs_a_feed(site: Make) -> None:
    """There is nothing else to name."""
    with pytest.raises(Exception, match="only a source that has a feed"):
        site("-- content/sources/o.md --\n---\nname: O\npublic: true\n---\n").press()


def test_an_item_is_told_once_for_all_its_feeds(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """And written once in each format."""
    made = site("".join(article(f"a{number}", tags="[x, y]", section="S") for number in range(3)))
    asked = []
    real = told.tell
    monkeypatch.setattr(told, "tell", lambda item, *rest: asked.append(item.id) or real(item, *rest))
    files = [out for out in made.press().outputs if out.path.endswith("feed.xml")]
    assert sorted(asked) == ["a0", "a1", "a2"]
    assert len(files) == 4
    assert len({each.data[each.data.index(b"    <item>") :] for each in files if isinstance(each.data, bytes)}) == 1


def test_an_item_without_an_address_says_none(site: Make) -> None:
    """Where articles have no pages and no original."""
    made = site(article("a", section="S", tags="[t]") + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\n"
                "pages: {article: false, section: false, tag: false}\n")  # fmt: skip
    [item] = channel(made).findall("item")
    assert item.find("link") is None
    assert [dict(each.attrib) for each in item.findall("category")] == [{}, {}]
    assert "url" not in in_json(made)["items"][0]
    assert atom(made).find("a:entry/a:link", NAMES) is None


def test_an_ampersand_of_base_url_is_escaped_in_an_item(site: Make) -> None:
    """Its body's own links do not turn into something else."""
    made = site(SITE + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/a&copy/\n")
    assert '<a href="https://e.org/a&amp;copy/2026/11/b/">grid</a>' in channel(made).findtext("item/{*}encoded")


def test_nothing_heavy_is_loaded_before_a_feed_is_written() -> None:
    """A build in which no feed changed does not wait for its libraries."""
    code = "import sys, coranto.outputs; print([n for n in ('feedgen', 'dateutil', 'lxml', 'nh3') if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout == b"[]\n"


PIECES = ("&", "&amp;", "<", "<b>", "</b>", "]]>", "<![CDATA[", "-->", '"', "'", "\\", "\u2028", "\x85", "😀", "שלום", "Київ", " a ")  # fmt: skip
TEXT = (
    st.one_of(st.text(min_size=1, max_size=40), st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join))
    .map(lambda text: one_line(clean(text)))
    .filter(bool)
)


def written(form: str, item: FeedItem, config: Config = CONFIG) -> bytes:
    """A feed of one item."""
    how = feeds.FORMS[form]
    feed = FeedView("feed:/", item.title, item.summary, "/", WHEN, (item,))
    items = [how.item(item, told.tell(item, config, ENGLISH), config)]
    return how.whole(feed, f"/{channels.FILES[form]}", items, config, "/icon.png")


@given(TEXT, TEXT, TEXT, TEXT)
def test_an_independent_parser_gives_back_what_we_put_in(title: str, author: str, summary: str, name: str) -> None:
    """Law 6, for whatever text: read strictly by lxml, and by feedparser, fastfeedparser and json."""
    fastfeedparser = extra("fastfeedparser")
    item = item_of(
        title=title, authors=(author,), source=SourceView(name, "/source/x/"), original="https://o.example/?a=1&b=2",
        summary=summary, body=Body(("<p>Body &amp; text</p>",)), categories=(Link(name, "/tag/x/"),),
    )  # fmt: skip
    html = told.tell(item, CONFIG, ENGLISH)
    strict = lxml.etree.XMLParser(resolve_entities=False)

    root = lxml.etree.fromstring(written("rss", item), strict)[0]
    found = root.find("item")
    assert found is not None
    assert (root.findtext("title"), found.findtext("title")) == (title, title)
    assert found.findtext("d:creator", namespaces=NAMES) == author
    assert found.findtext("category") == name
    assert found.findtext("c:encoded", namespaces=NAMES) == html
    assert lxml.html.fromstring(f"<p>{found.findtext('description')}").text_content() == summary

    root = lxml.etree.fromstring(written("atom", item), strict)
    texts = [root.findtext(f"a:entry/a:{each}", namespaces=NAMES) for each in ("title", "author/a:name", "summary", "content")]  # fmt: skip
    assert texts == [title, author, summary, html]
    assert root.find("a:entry/a:category", NAMES).get("term") == name

    [entry] = json.loads(written("json", item))["items"]
    assert [entry[each] for each in ("title", "summary", "content_html", "tags")] == [title, summary, html, [name]]

    for form in ("rss", "atom"):
        data = written(form, item)
        read = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
        assert not read.bozo
        [entry] = read.entries
        assert (entry.id, entry.link) == ("tag:e.org,2026:x", "https://e.org/d/2026/11/x/")
        assert entry.published_parsed[:5] == (2026, 11, 20, 16, 53)
        assert entry.content[0].value == html.strip()
        if form == "atom":
            assert entry.title == title
        [entry] = fastfeedparser.parse(data).entries
        assert (entry.id, entry.link) == ("tag:e.org,2026:x", "https://e.org/d/2026/11/x/")
        assert entry.published.startswith("2026-11-20T16:53")


def test_jsonfeed_says_nothing_that_is_empty() -> None:
    """As its specification asks."""
    found = json.loads(jsonfeed.write_item(item_of(), "<p>B</p>", CONFIG))
    assert set(found) == {"id", "url", "title", "content_html", "summary", "date_published", "date_modified", "_digest"}


def test_what_a_feed_is_is_plain_text(site: Make) -> None:
    """Of a channel the description is no HTML: its signs are written once, and are no fault to check."""
    made = site(f"-- config.yaml --\n{smallsite.CONFIG}tagline: News & notes, 1 < 2\n")
    root = lxml.etree.fromstring(made.files()["feed.xml"])
    assert root.findtext("channel/description") == "News & notes, 1 < 2"
    assert b"News &#x26; notes, 1 &#x3C; 2" in made.files()["feed.xml"]
    made.build()
    assert not [each for each in check(made.order()).problems if each.kind == "feeds"]
