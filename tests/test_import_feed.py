"""Feeds: each trap one test. Every outlet, name and text here is invented."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.importers import IMPORTERS, feed, html, page_text
from coranto.model import Clipping, Reading
from coranto.problems import CorantoError

SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule"'
)
LONG = " ".join(f"word{number}" for number in range(90))


def rss(*items: str, head: str = "", spaces: str = SPACES) -> bytes:
    """A feed with these items."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {spaces}><channel><title>Sample Courier</title>'
        f"<link>https://courier.example/</link>{head}\n{''.join(items)}\n</channel></rss>\n"
    ).encode()


def item(inside: str = "", title: str = "Mills reopen", link: str = "https://courier.example/mills") -> str:
    """One item of such a feed."""
    return f"<item><title>{title}</title><link>{link}</link>{inside}</item>\n"


def atom(*entries: str, head: str = "", attributes: str = "") -> bytes:
    """An Atom feed with these entries."""
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>Blatt Muster</title>'
        f'<link href="https://blatt.example/"/>{head}{"".join(entries)}</feed>'
    ).encode()


def entry(inside: str = "", title: str = "<title>Ein Wort</title>") -> str:
    """One entry of such a feed."""
    return f'<entry><id>tag:blatt.example:1</id>{title}<link href="https://blatt.example/eins"/>{inside}</entry>'


def json_feed(*items: dict, **head: object) -> bytes:
    """A JSON feed with these items."""
    known = {"version": "https://jsonfeed.org/version/1.1", "title": "Ledger & Sons", **head, "items": items}
    return json.dumps(known).encode()


def read(data: bytes, limit: int = 500) -> Reading:
    """What a feed holds."""
    assert feed.recognise(data, "f.xml")
    return feed.read(data, "f.xml", limit)


def one(data: bytes) -> Clipping:
    """The only entry of a feed."""
    (clipping,) = read(data).clippings
    return clipping


def fault(data: bytes) -> str:
    """Why a feed is refused."""
    with pytest.raises(CorantoError) as caught:
        feed.read(data, "f.xml", 500)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(rss(), True, id="rss"),
        pytest.param(b"\xef\xbb\xbf \n" + rss(), True, id="mark and blanks before"),
        pytest.param(rss().decode().replace("UTF-8", "UTF-16").encode("utf-16"), True, id="utf-16"),
        pytest.param(rss().decode().encode("utf-16-le"), True, id="utf-16 without its mark"),
        pytest.param(atom(), True, id="atom"),
        pytest.param(b'<a:feed xmlns:a="http://www.w3.org/2005/Atom"/>', True, id="with a prefix"),
        pytest.param(b'<!-- x --><?xml-stylesheet href="x"?><!DOCTYPE rss [ ]><rss/>', True, id="a prolog"),
        pytest.param(b'<rdf:RDF xmlns="http://purl.org/rss/1.0/">', True, id="rss 1.0"),
        pytest.param(b'<rdf:RDF xmlns="http://xmlns.com/foaf/0.1/">', False, id="other rdf"),
        pytest.param(json_feed(), True, id="json"),
        pytest.param(json_feed().replace(b"/", b"\\/"), True, id="json with escaped slashes"),
        pytest.param(b'{"version": "1.1", "items": []}', False, id="other json"),
        pytest.param(b"<html><body><rss></rss></body></html>", False, id="a page"),
        pytest.param(b"<opml/>", False, id="opml"),
        pytest.param(b"", False, id="nothing"),
        pytest.param(b"Read <rss> with us.", False, id="text"),
        pytest.param(b"<!--" * 2_000, False, id="comments without end"),
    ],
)
def test_a_feed_is_known_by_its_first_element(data: bytes, expected: bool) -> None:
    """By the bytes, whatever the name."""
    assert feed.recognise(data, "any.html") is expected
    if expected:
        assert not html.recognise(data, "f.xml")
        assert next(each for each in IMPORTERS if each.recognise(data, "f.xml")) is feed
        assert page_text is IMPORTERS[-1]


def test_an_item_becomes_a_clipping() -> None:
    """All that RSS tells, and where it was found."""
    clipping = one(
        rss(
            item(
                '<guid isPermaLink="false">a-1</guid><pubDate>Fri, 20 Nov 2026 18:53:00 +0200</pubDate>'
                "<dc:creator>Olena Example</dc:creator><dc:creator>Petro Sample</dc:creator>"
                "<category>grid</category><category>winter</category><description>Not shown.</description>"
                '<media:content url="/p/mill.jpg" medium="image"><media:description>The mill</media:description>'
                "<media:credit>Ada Lens</media:credit></media:content>"
                "<content:encoded><![CDATA[<p>The mill <b>turned</b>.</p><p><a href='/more'>More</a> follows.</p>]]>"
                "</content:encoded>",
                link="https://courier.example/mills?utm_source=rss&amp;id=3",
            ),
            head="<language>en-gb</language>",
        )
    )
    assert (clipping.title, clipping.guid, clipping.origin) == ("Mills reopen", "a-1", "f.xml")
    assert (clipping.date, clipping.updated) == ("2026-11-20T18:53+02:00", "")
    assert clipping.authors == ("Olena Example", "Petro Sample")
    assert (clipping.source.name, clipping.source.url) == ("Sample Courier", "https://courier.example/mills?id=3")
    assert (clipping.section, clipping.tags, clipping.language) == ("", ("grid", "winter"), "en-GB")
    assert clipping.image is not None
    assert (clipping.image.src, clipping.image.caption) == ("https://courier.example/p/mill.jpg", "The mill")
    assert clipping.image.credit == "Ada Lens"
    assert clipping.body == "The mill **turned**.\n\n[More](https://courier.example/more) follows."
    assert (clipping.republish, clipping.doubts) == (None, ())
    assert clipping.evidence["date"] == "feed: pubDate (sure)"


def test_an_entry_of_atom() -> None:
    """xml:base, xml:lang, text constructs, a source of its own."""
    clipping = one(
        atom(
            '<entry><id>tag:1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Ein <b>Titel</b></div>'
            '</title><link rel="alternate" href="eins"/><published>2026-11-21T10:00:00.25+01:00</published>'
            "<updated>2026-11-22T10:00:00Z</updated><author><name>Frida Probe</name><email>f@blatt.example</email>"
            '</author><link rel="license" href="https://creativecommons.org/licenses/by/4.0/"/>'
            '<category term="netz" label="Netz"/><source><title>Anderes Blatt</title></source>'
            '<content type="xhtml" xml:base="tief/"><div xmlns="http://www.w3.org/1999/xhtml">'
            '<p>Erster <a href="z">Satz</a> &amp; mehr.</p><p>Zwei<br/>Zeilen</p></div></content></entry>',
            attributes='xml:lang="de" xml:base="https://blatt.example/x/"',
        )
    )
    assert (clipping.title, clipping.language, clipping.section) == ("Ein Titel", "de", "Netz")
    assert (clipping.date, clipping.updated) == ("2026-11-21T10:00+01:00", "2026-11-22T10:00+00:00")
    assert (clipping.source.name, clipping.source.url) == ("Anderes Blatt", "https://blatt.example/x/eins")
    assert (clipping.authors, clipping.licence) == (
        ("Frida Probe",),
        "https://creativecommons.org/licenses/by/4.0/",
    )
    assert clipping.body == "Erster [Satz](https://blatt.example/x/tief/z) & mehr.\n\nZwei  \nZeilen"


def test_an_item_of_json() -> None:
    """Names of version 1.0 and 1.1; the title is plain text."""
    clipping = one(
        json_feed(
            {
                "id": 7,
                "url": "/seven?fbclid=x",
                "title": "Tags like <b> &amp; so",
                "content_text": "One <two>\nthree.\n\nFour.",
                "date_published": "2026-11-21T10:00:00-05:00",
                "author": {"name": "Olena Example"},
                "tags": ["a b", 3, "c"],
                "image": "i.png",
            },
            home_page_url="https://ledger.example/",
            language="uk",
        )
    )
    assert (clipping.guid, clipping.title) == ("7", "Tags like <b> &amp; so")
    assert clipping.body.split("\n\n")[1] == "Four." and "two" in clipping.body
    assert (clipping.date, clipping.authors) == ("2026-11-21T10:00-05:00", ("Olena Example",))
    assert (clipping.source.name, clipping.source.url) == ("Ledger & Sons", "https://ledger.example/seven")
    assert (clipping.tags, clipping.language) == (("a b", "c"), "uk")
    assert clipping.image and clipping.image.src == "https://ledger.example/i.png"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("AT &amp;amp; T", "AT & T", id="once"),
        pytest.param("&amp;amp;lt;b&amp;amp;gt;", "&lt;b&gt;", id="not twice"),
        pytest.param("&amp;lt;b&amp;gt; tags", "<b> tags", id="a tag that is meant"),
        pytest.param("&lt;em&gt;So&lt;/em&gt; it &lt;i&gt;is", "So it is", id="tags"),
        pytest.param("<![CDATA[A <b>bold</b> &mdash; word]]>", "A bold — word", id="cdata"),
        pytest.param("5 &lt; 6 &gt; 4", "5 < 6 > 4", id="signs"),
        pytest.param("&lt;script&gt;alert(1)&lt;/script&gt;Hello", "Hello", id="script"),
        pytest.param("&lt;img src=x onerror=alert(1)&gt;Hello", "Hello", id="handler"),
        pytest.param("Caf&eacute; &amp;#146;s &#150; x", "Café ’s – x", id="names of html, and of windows"),
        pytest.param("Cut & dried", "Cut & dried", id="a stray sign"),
        pytest.param("two\n  lines", "two lines", id="lines"),
        pytest.param("&unknown; thing", "&unknown; thing", id="a name nobody knows"),
    ],
)
def test_a_title_is_plain_text(written: str, expected: str) -> None:
    """HTML in it is read once."""
    assert one(rss(item(title=written))).title == expected


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        pytest.param("text", "5 &lt; 6 &amp;amp; &lt;b&gt;", "5 < 6 &amp; <b>", id="text is text"),
        pytest.param("html", "&lt;b&gt;A&lt;/b&gt; &amp;amp; B", "A & B", id="html is read"),
    ],
)
def test_atom_says_what_its_titles_are(kind: str, written: str, expected: str) -> None:
    """No guess is needed."""
    assert one(atom(entry(title=f'<title type="{kind}">{written}</title>'))).title == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("Fri, 20 Nov 2026 18:53:00 GMT", "2026-11-20T18:53+00:00", id="gmt"),
        pytest.param("20 Nov 26 18:53 EST", "2026-11-20T18:53-05:00", id="the old form"),
        pytest.param("Fri, 20 Nov 2026 18:53:60 -0330", "2026-11-20T18:53-03:30", id="a leap second"),
        pytest.param("Fri, 20 Nov 2026 18:53:00", "2026-11-20T18:53", id="no zone"),
        pytest.param("2026-11-20T18:53:00Z", "2026-11-20T18:53+00:00", id="rfc 3339"),
        pytest.param("2026-11-20T18:53+0200", "2026-11-20T18:53+02:00", id="no colon in the zone"),
        pytest.param("2026-11-20", "2026-11-20", id="a day"),
        pytest.param("Thu, 20 Nov 2026 18:53:00 GMT", "", id="another weekday"),
        pytest.param("Fri, 31 Feb 2026 18:53:00 GMT", "", id="no such day"),
        pytest.param("2026-02-30T10:00:00Z", "", id="no such day in iso"),
        pytest.param("2026-11-20T25:00:00Z", "", id="no such hour"),
        pytest.param("20/11/2026", "", id="day and month unclear"),
        pytest.param("11 Nov 2026 10:00 BST", "", id="a zone of several meanings"),
        pytest.param("yesterday", "", id="words"),
        pytest.param("2026-11", "", id="a month"),
        pytest.param("Thu, 01 Jan 1970 00:00:00 GMT", "", id="a machine's default"),
        pytest.param("0001-01-01T00:00:00Z", "", id="year one"),
        pytest.param("Fri, 20 Smarch 2026 18:53:00 GMT", "", id="no month"),
        pytest.param("Fri, 20 Nov 2026 18:53:00 +9999", "", id="no zone on earth"),
        pytest.param("2026-11-20T18:53:00+23:61", "", id="no minutes"),
    ],
)
def test_dates_are_read_strictly(written: str, expected: str) -> None:
    """What is not valid is a doubt that tells what was seen."""
    clipping = one(rss(item(f"<pubDate>{written}</pubDate>")))
    assert clipping.date == expected
    assert ("date" in clipping.doubts) is (not expected)
    assert expected or written in clipping.evidence["date"]


def test_of_several_dates_the_publication_counts() -> None:
    """An update alone is the best that is known; an invalid date is not replaced by it."""
    assert one(rss(item("<dc:date>2026-11-20T08:00Z</dc:date>"))).date == "2026-11-20T08:00+00:00"
    only = one(atom(entry("<updated>2026-11-20T08:00:00Z</updated>")))
    assert (only.date, only.updated) == ("2026-11-20T08:00+00:00", "")
    assert "likely" in only.evidence["date"]
    broken = one(atom(entry("<published>soon</published><updated>2026-11-20T08:00:00Z</updated>")))
    assert (broken.date, broken.updated, broken.doubts) == ("", "2026-11-20T08:00+00:00", ("date",))


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        pytest.param("<author>news@courier.example (Olena Example)</author>", ("Olena Example",), id="mail and name"),
        pytest.param("<author>news@courier.example</author>", (), id="mail alone"),
        pytest.param("<dc:creator>Sample Courier</dc:creator>", (), id="the outlet"),
        pytest.param("<dc:creator>By Olena Example and Petro Sample</dc:creator>", ("Olena Example", "Petro Sample")),
        pytest.param(
            "<dc:creator>Olena Example</dc:creator><itunes:author>Radio House</itunes:author>", ("Olena Example",)
        ),
        pytest.param("", (), id="nobody"),
    ],
)
def test_authors_are_people(inside: str, expected: tuple[str, ...]) -> None:
    """No addresses, not the outlet."""
    assert one(rss(item(inside))).authors == expected


def test_the_author_of_an_atom_feed_signs_its_entries() -> None:
    """Unless an entry has one of its own."""
    head = "<author><name>Frida Probe</name></author>"
    own = entry("<author><name>Emil Beispiel</name></author>").replace("tag:blatt.example:1", "tag:2")
    assert [each.authors for each in read(atom(entry(), own, head=head)).clippings] == [
        ("Frida Probe",),
        ("Emil Beispiel",),
    ]


@pytest.mark.parametrize(
    ("inside", "republish", "body"),
    [
        pytest.param("<description>Some words.</description>", "excerpt", "Some words.", id="a description"),
        pytest.param(
            f"<description><![CDATA[<p>{LONG}.</p><p>{LONG}.</p>]]></description>",
            None,
            f"{LONG}.\n\n{LONG}.",
            id="a long one in paragraphs",
        ),
        pytest.param(
            f"<description><![CDATA[<p>{LONG}.</p><p>{LONG} […]</p>]]></description>",
            "excerpt",
            f"{LONG}.\n\n{LONG} […]",
            id="a long one that is cut",
        ),
        pytest.param(f"<description>{LONG} {LONG}</description>", "excerpt", f"{LONG} {LONG}", id="in one piece"),
        pytest.param("<content:encoded>Two words.</content:encoded>", None, "Two words.", id="content"),
        pytest.param(
            "<content:encoded>Two words…</content:encoded>", "excerpt", "Two words…", id="content that is cut"
        ),
        pytest.param(
            "<content:encoded><![CDATA[<p>One two.</p><a href='/x'>Continue reading →</a>]]></content:encoded>",
            "excerpt",
            "One two.",
            id="continue reading",
        ),
        pytest.param(
            "<content:encoded><![CDATA[<p>One two.</p><p>The post <a href='/x'>Mills reopen</a> appeared first on "
            "<a href='/'>Sample Courier</a>.</p>]]></content:encoded>",
            None,
            "One two.",
            id="the footer of a blog",
        ),
        pytest.param(
            "<content:encoded><![CDATA[<p>Eins zwei.</p><p>Der Beitrag <a href='/x'>Mühlen</a> erschien zuerst auf "
            "<a href='/'>Blatt</a>.</p>]]></content:encoded>",
            None,
            "Eins zwei.",
            id="the same in German",
        ),
        pytest.param(
            "<content:encoded>Read.</content:encoded><description>Many more words than there.</description>",
            "excerpt",
            "Many more words than there.",
            id="content with less in it",
        ),
        pytest.param(
            "<description>The story.</description><media:description>A caption of several words."
            "</media:description><itunes:summary>Another text of many words here.</itunes:summary>",
            "excerpt",
            "The story.",
            id="captions are no content",
        ),
        pytest.param(
            "<media:group><media:description>What the film shows.</media:description></media:group>",
            "excerpt",
            "What the film shows.",
            id="unless there is nothing else",
        ),
        pytest.param(
            "<description>One.\n\nTwo.</description>", "excerpt", "One.\n\nTwo.", id="paragraphs without tags"
        ),
        pytest.param("<description><p>Raw <b>html</b><br> here.</p></description>", "excerpt", "Raw **html**  \nhere."),
        pytest.param("", "link", "", id="a link"),
        pytest.param("<description>  </description>", "link", "", id="white space"),
    ],
)
def test_how_much_of_a_story_came_along(inside: str, republish: str | None, body: str) -> None:
    """All of it, its beginning, or where to find it."""
    clipping = one(rss(item(inside)))
    assert (clipping.republish, clipping.body) == (republish, body)
    assert "body" not in clipping.doubts


def test_a_summary_beside_the_story_is_its_standfirst() -> None:
    """Unless the story begins with it."""
    content = "<content:encoded><![CDATA[<p>The mill turned again today.</p>]]></content:encoded>"
    own = item(f"<description>Owners hope for a winter.</description>{content}")
    same = item(f"<description>The mill turned again today.</description>{content}", link="https://courier.example/2")
    assert [each.standfirst for each in read(rss(own, same)).clippings] == ["Owners hope for a winter.", ""]


@pytest.mark.parametrize(
    ("data", "doubts"),
    [
        pytest.param(rss(item("<pubDate>2026-11-20</pubDate>", title="")), ("title",), id="no title"),
        pytest.param(rss(item(link="")), ("body", "date"), id="neither text nor link"),
        pytest.param(rss(item(link="javascript:alert(1)")), ("body", "date"), id="a link that is none"),
        pytest.param(
            rss(item("<pubDate>2026-11-20</pubDate>")).replace(b"Sample Courier", b""), ("source",), id="no outlet"
        ),
    ],
)
def test_what_is_missing_is_doubted(data: bytes, doubts: tuple[str, ...]) -> None:
    """Nothing is made up for it."""
    clipping = one(data)
    assert clipping.doubts == doubts
    assert "javascript" not in repr(clipping)


@pytest.mark.parametrize(
    ("inside", "src"),
    [
        pytest.param(
            '<enclosure url="https://i.example/a.jpg" type="image/jpeg" length="1"/>', "https://i.example/a.jpg"
        ),
        pytest.param('<enclosure url="https://i.example/a.mp3" type="audio/mpeg" length="1"/>', ""),
        pytest.param('<media:thumbnail url="https://i.example/t.jpg"/>', "https://i.example/t.jpg"),
        pytest.param('<itunes:image href="https://i.example/p.jpg"/>', "https://i.example/p.jpg"),
        pytest.param('<media:content url="https://i.example/film.mp4" type="video/mp4"/>', ""),
        pytest.param(
            '<media:group><media:content url="https://i.example/s.jpg" width="100"/>'
            '<media:content url="https://i.example/l.jpg" width="900"/></media:group>',
            "https://i.example/l.jpg",
            id="the widest",
        ),
        pytest.param('<media:content url="data:image/png;base64,xx" medium="image"/>', "", id="no address"),
    ],
)
def test_the_picture_of_an_item(inside: str, src: str) -> None:
    """From whichever element names one."""
    image = one(rss(item(inside))).image
    assert (image.src if image else "") == src


def test_sections_and_tags() -> None:
    """A category that says it is a section, or stands alone; what a program files by default is none."""
    said = rss(item('<category domain="https://c.example/section">Energy</category><category>grid</category>'))
    assert (one(said).section, one(said).tags) == ("Energy", ("grid",))
    alone = rss(item("<category>Uncategorized</category><category>Energy</category>"))
    assert (one(alone).section, one(alone).tags) == ("Energy", ())


def test_the_newest_are_taken() -> None:
    """Those without a date keep their place; the rest is counted."""
    days = ("2026-11-01", "2026-11-03", "", "2026-11-02", "2026-10-01")
    items = [
        item(f"<pubDate>{day}</pubDate>" if day else "", title=day or "none", link=f"https://courier.example/{number}")
        for number, day in enumerate(days)
    ]
    reading = read(rss(*items), limit=3)
    assert [each.title for each in reading.clippings] == ["2026-11-03", "2026-11-02", "none"]
    assert (reading.left, reading.feed) == (2, True)
    dated = json_feed(*({"id": day, "title": day, "date_published": day} for day in days if day))
    assert [each.title for each in read(dated, limit=1).clippings] == ["2026-11-03"]


def test_of_one_id_the_first_counts() -> None:
    """Duplicates are no entries of their own."""
    first, second = item("<guid>g</guid>", title="First"), item("<guid>g</guid>", title="Second")
    assert one(rss(first, second)).title == "First"
    assert one(json_feed({"id": "g", "title": "First"}, {"id": "g", "title": "Second"})).title == "First"


def test_a_fragment_stays_where_it_tells_entries_apart() -> None:
    """Else it only tracks."""
    links = ("https://courier.example/log#a", "https://courier.example/log#b", "https://courier.example/c#xtor=RSS")
    urls = [each.source.url for each in read(rss(*(item(link=link) for link in links))).clippings]
    assert urls == [*links[:2], "https://courier.example/c"]


def test_rss_1_0() -> None:
    """Items beside the channel, dates and names of Dublin Core."""
    clipping = one(
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://old.example/"><title>Old Post</title>'
        b'<link>https://old.example/</link><items><rdf:Seq><rdf:li rdf:resource="x"/></rdf:Seq></items></channel>'
        b'<item rdf:about="https://old.example/1"><title>One</title><link>https://old.example/1</link>'
        b"<dc:date>2026-11-20</dc:date><dc:subject>grid</dc:subject></item></rdf:RDF>"
    )
    assert (clipping.title, clipping.date, clipping.guid) == ("One", "2026-11-20", "https://old.example/1")
    assert (clipping.source.name, clipping.section) == ("Old Post", "grid")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251", "koi8-r"])
def test_encodings(encoding: str) -> None:
    """By mark and declaration: nobody else says."""
    data = rss(item(title="Ремонт сети")).decode().replace("UTF-8", encoding.removesuffix("-sig")).encode(encoding)
    assert one(data).title == "Ремонт сети"


@pytest.mark.parametrize(
    ("data", "read_titles", "line"),
    [
        pytest.param(rss(item(), item(title="Cut", link="/2")).split(b"<link>/2")[0], ["Mills reopen"], 4, id="rss"),
        pytest.param(rss(item(), "").removesuffix(b"\n</channel></rss>\n"), ["Mills reopen"], 3, id="between entries"),
        pytest.param(rss(item(), item("<description><![CDATA[a </item>")), ["Mills reopen"], 6, id="in cdata"),
        pytest.param(
            json_feed({"id": "1", "title": "Whole"}, {"id": "2", "title": "Cut"})[:-20], ["Whole"], 1, id="json"
        ),
    ],
)
def test_a_feed_that_ends_in_the_middle(data: bytes, read_titles: list[str], line: int) -> None:
    """What came whole is taken, and the place is told."""
    reading = read(data)
    assert [each.title for each in reading.clippings] == read_titles
    (problem,) = reading.problems
    assert (problem.message, problem.severity) == ("the feed ends in the middle: 1 entry read", "warning")
    assert problem.place and problem.place.line == line


def test_a_broken_entry_harms_no_other() -> None:
    """It is mended as far as it goes."""
    broken = item("<description>One <b>two</description><foo:bar>x</foo:bar>", title="Broken <i>title")
    reading = read(rss(item(), broken, item(title="Last", link="https://courier.example/3")))
    assert [each.title for each in reading.clippings] == ["Mills reopen", "Broken title", "Last"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(rss(), "no entries", id="empty"),
        pytest.param(atom(), "no entries", id="empty atom"),
        pytest.param(json_feed(), "no entries", id="empty json"),
        pytest.param(b"<rss/>", "no entries", id="an element alone"),
        pytest.param(rss("<item/>", "<item></item>"), "no entries", id="entries without a word"),
        pytest.param(rss()[:-25], "the feed ends in the middle, and no entry is whole", id="cut before an entry"),
        pytest.param(json_feed()[:30], "this is no JSON from here on, and no item is whole", id="cut json"),
        pytest.param(b"<rss>" + b"<a>" * 100_000, "the feed ends in the middle, and no entry is whole", id="deep"),
        pytest.param(
            rss("<item>" + "<a>" * 100_000 + "</a>" * 100_000 + "</item>"),
            "none of its entries can be read",
            id="deep entry",
        ),
        pytest.param(b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 100_000, "nested too deeply"),
        pytest.param(rss() + b" " * 21 * 1024 * 1024, "larger than 20 MB", id="large"),
        pytest.param(rss(head="<x>y</x>" * 200_000), "more than a million characters of it are in no entry"),
        pytest.param(
            rss(item()).replace(b'"UTF-8"', b'"punycode"'), "its encoding, punycode, is not read", id="no charset"
        ),
        pytest.param(
            rss(item(title="&x;")).replace(b"<rss", b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss', 1),
            "it declares entities of its own, and these are never expanded",
            id="a file",
        ),
        pytest.param(
            rss(item("<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;")),
            "it declares entities of its own, and these are never expanded",
            id="a late declaration",
        ),
        pytest.param(
            (
                '<!DOCTYPE l [<!ENTITY l0 "lol">'
                + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
                + "]><rss><channel><item><title>&l9;</title></item></channel></rss>"
            ).encode(),
            "it declares entities of its own, and these are never expanded",
            id="billion laughs",
        ),
    ],
)
def test_what_gives_nothing_is_one_error(data: bytes, message: str) -> None:
    """However large, deep or clever it is."""
    assert fault(data) == message


def test_a_doctype_of_old_is_passed_over(tmp_path) -> None:
    """RSS 0.91 has one; parameter entities are dropped, and no file is opened."""
    secret = tmp_path / "secret"
    secret.write_text("canary")
    data = rss(item(title="Old&nbsp;&copy; &c;")).replace(
        b"<rss",
        f'<!DOCTYPE rss PUBLIC "-//X//DTD" "file://{secret}" [<!ENTITY nbsp "&#160;"><!ENTITY % p SYSTEM '
        f'"file://{secret}"> %p;]>\n<rss'.encode(),
        1,
    )
    assert one(data).title == "Old © &c;"


def test_scripts_and_hostile_links_do_not_come_through() -> None:
    """Neither in the text nor beside it."""
    clipping = one(
        rss(
            item(
                "<content:encoded><![CDATA[<script>alert(1)</script><p onclick='x()'>Plain <a href='javascript:y()'>"
                "words</a>.</p>]]></content:encoded><media:content url='javascript:z' medium='image'/>"
                "<creativeCommons:license>javascript:z</creativeCommons:license>"
            )
        )
    )
    assert "Plain" in clipping.body
    assert "javascript" not in repr(clipping) and "alert" not in repr(clipping) and "onclick" not in repr(clipping)


def test_a_feed_of_much_text_is_read_in_part() -> None:
    """Newest first, and what is left is said."""
    text = "<p>Some words.</p>" * 30_000
    items = [item(f"<content:encoded><![CDATA[{text}]]></content:encoded>", title=str(n)) for n in range(6)]
    reading = read(rss(*items))
    assert 0 < len(reading.clippings) < 6
    assert reading.left + len(reading.clippings) == 6
    assert "more text than is read at once" in reading.problems[0].message


def survive(data: bytes) -> None:
    """Reading ends, and raises nothing but CorantoError."""
    for member in IMPORTERS[:2]:
        member.recognise(data, "f.xml")
    try:
        reading = feed.read(data, "f.xml", 5)
    except CorantoError as caught:
        assert caught.problems
    else:
        assert reading.clippings


SEEDS = (
    rss(
        item("<guid>a</guid><pubDate>Fri, 20 Nov 2026 18:53:00 GMT</pubDate><dc:creator>Olena Example</dc:creator>"),
        item("<description><![CDATA[<p>Words &amp; more.</p>]]></description><category>x</category>"),
        item('<media:content url="https://i.example/a.jpg"><media:title>T</media:title></media:content>'),
    ),
    atom(
        entry('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A <b>b</b></p></div></content>'),
        entry("<updated>2026-11-20T08:00:00Z</updated><author><name>F P</name></author><source><id>1</id></source>"),
    ),
    json_feed({"id": 1, "content_html": "<p>x</p>", "tags": ["a"]}, {"id": "2", "authors": [{"name": "O E"}]}),
)
PIECES = (
    b"<", b">", b"&", b"\"", b"]]>", b"<![CDATA[", b"<!--", b"</item>", b"<item>", b"<entry>", b"<source>", b"<image>",
    b"<media:group>", b"xml:base='::'", b"&#0;", b"&#xD800;", b"\x00", b"\xff\xfe", b"<!DOCTYPE x [", b"<title type='x'>",
    b"<content mode='base64'>", b"<textinput>", b"<feed>", b"</channel>", b"<a:b>", b"xmlns=''", b"[", b"{", b"\\u", b"1e999",
)  # fmt: skip


def test_an_entry_without_id_and_link_has_an_id_of_its_own() -> None:
    """The same as long as its headline and date are, and another's is another."""
    bare = [f"<item><title>{title}</title></item>" for title in ("One", "Two")]
    made = [clipping.guid for clipping in read(rss(*bare)).clippings]
    assert len(set(made)) == 2
    assert all(guid.startswith("sha256:") for guid in made)
    assert [clipping.guid for clipping in read(rss(bare[0])).clippings] == made[:1]


def test_what_json_leaves_out_is_no_address() -> None:
    """Neither picture nor link is the feed's own."""
    clipping = one(json_feed({"title": "No id"}, home_page_url="https://ledger.example/"))
    assert (clipping.image, clipping.source.url, clipping.republish) == (None, "", None)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Also behind the beginning of a feed."""
    for begin in (b"", b"<rss><channel><item>", b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>", b"{"):
        survive(begin + data)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_mutated_feeds_are_read_or_refused(seed: bytes, draw: st.DataObject) -> None:
    """Bytes flipped, cut out, put in."""
    data = bytearray(seed)
    for _ in range(draw.draw(st.integers(1, 6))):
        at = draw.draw(st.integers(0, len(data)))
        match draw.draw(st.integers(0, 3)):
            case 0 if at < len(data):
                data[at] = draw.draw(st.integers(0, 255))
            case 1:
                del data[at : at + draw.draw(st.integers(1, 60))]
            case 2:
                data[at:at] = draw.draw(st.sampled_from(PIECES))
            case _:
                del data[at + len(data) // 2 :]
    survive(bytes(data))
