"""Each rule finds the fault that was planted, and nothing else: a good site, one fault, the exact finding."""

import json
import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.build import build
from coranto.checks import Asked, check, external, sizes
from coranto.checks.markdown import surprises
from coranto.cli import cli
from coranto.fetch import Gate
from coranto.inventory import manifests
from coranto.inventory.addresses import Ground
from coranto.inventory.case import Case
from coranto.inventory.html import Owed, read_page
from coranto.inventory.traces import Haystack, Needle, passages
from coranto.materials import Order
from coranto.problems import CorantoError
from tests.conftest import HERE
from tests.smallsite import DOT, NOW, SmallSite, article, small_site
from tests.webserver import serving

CONFIG = """\
-- config.yaml --
title: Test Digest
base_url: https://example.org/d/
feeds: {id_authority: "example.org,2026", hub: "https://hub.example/"}
menu: [{title: About, url: /about/}]
"""
SOURCE = '{name: The Times, url: "https://times.example/grid"}'
GOOD = (
    CONFIG
    + article("grid", "Grid repairs finished", source=SOURCE, republish="own", tags="[grid]", id="grid-id")
    + article("dam", "The dam holds", "2026-11-19", '## Water\n\nSee [the grid](grid.md "x").', tags="[grid]")
    + article(
        "lock", "The lock is open", "2026-11-18", tags="[grid]", image="{src: a.gif, alt: A, credit: C, licence: L}"
    )
    + article(
        "secret",
        "A confidential headline",
        body="Nobody should ever be able to read these words before they are out.",
        draft="true",
        slug="hush-hush",
    )
    + article("later", "Tomorrow is another day", "2026-12-24")
    + "-- content/pages/about.md --\n---\ntitle: About\n---\nWho we are.\n"
    + "-- content/editions/1.md --\n---\ntitle: First\ndate: 2026-11-21\nparts: [{title: P, items: [{article: grid-id}]}]\n---\nHi.\n"
)
GRID, DAM = "2026/11/grid/index.html", "2026/11/dam/index.html"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The good site, built."""
    made = small_site(tmp_path_factory.mktemp("good"), GOOD)
    (made.root / "content" / "a.gif").write_bytes(DOT.encode("latin-1"))
    made.build()
    return made


@contextmanager
def changed(site: SmallSite, path: str, change: Callable[[str], str]) -> Iterator[None]:
    """A file with a change in it; afterwards it is as it was."""
    file = site.root / path
    before = file.read_bytes() if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    text = (before or b"").decode()
    after = change(text)
    assert after != text, "nothing was planted"
    file.write_text(after)
    try:
        yield
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_bytes(before)


def found(site: SmallSite, **asked: object) -> list[str]:
    """Findings as one reads them, the kind in front; lines of built files are the theme's affair."""
    told = check(site.order(), Asked(**asked)).problems  # type: ignore[arg-type]  # passed on by name
    return [f"{each.kind}: " + re.sub(r"^(output/[^:]*):\d+", r"\1", each.show().split("\n")[0]) for each in told]


def instead(old: str, new: str) -> Callable[[str], str]:
    """The first of these words replaced."""
    return lambda text: text.replace(old, new, 1)


def add(html: str) -> Callable[[str], str]:
    """More in the page's main part."""
    return lambda text: text.replace("</main>", html + "</main>", 1)


def head(html: str) -> Callable[[str], str]:
    """More in the page's head."""
    return lambda text: text.replace("</head>", html + "</head>", 1)


def twice(text: str) -> str:
    """The first item of a feed once more."""
    item = re.search(r"    <item>.*?</item>\n", text, re.DOTALL)
    assert item
    return text.replace(item[0], item[0] * 2, 1)


def test_a_good_site_has_nothing_wrong(good: SmallSite) -> None:
    """And one line says what was looked at."""
    assert found(good) == []


PAGES = {
    "a dead link": (add('<a href="../nothing/">x</a>'), "links: {}: error: the link '../nothing/' leads to nothing in this site"),
    "a dead picture": (add('<img src="../x.png" alt="">'), "links: {}: error: the picture '../x.png' leads to nothing in this site"),
    "a dead size of a picture": (
        add('<img src="../../../a.gif" srcset="../../../a.gif 1w, ../no.png 2w" alt="">'),
        "links: {}: error: the picture '../no.png' leads to nothing in this site",
    ),
    "another case": (
        add('<a href="../../../About/">x</a>'),
        "links: {}: error: the link '../../../About/' is there only as 'about/index.html': names differ by case or Unicode form",
    ),
    "a link over the top": (
        add('<a href="../../../../x/">x</a>'),
        "links: {}: error: the link '../../../../x/' leads out of the site's own folder",
    ),
    "a link without the base path": (
        add('<a href="/about/">x</a>'),
        "links: {}: error: the link '/about/' leads out of the site's own folder",
    ),
    "a dead absolute link": (
        add('<a href="https://example.org/d/x/">x</a>'),
        "links: {}: error: the link 'https://example.org/d/x/' leads to nothing in this site",
    ),
    "the wrong scheme": (
        add('<a href="http://example.org/d/">x</a>'),
        "links: {}: error: the link 'http://example.org/d/' is written with http:, the site with https:",
    ),
    "no slash at the end": (
        add('<a href="../../../about">x</a>'),
        "links: {}: warning: the link '../../../about' takes a redirect to get there",
    ),
    "a dead anchor": (
        add('<a href="../dam/#fire">x</a>'),
        "links: {}: error: the link '../dam/#fire' leads to a place that is not on 2026/11/dam/index.html",
    ),
    "a dead anchor on the page": (
        add('<a href="#fire">x</a>'),
        "links: {}: error: the link '#fire' leads to a place that is not on 2026/11/grid/index.html",
    ),
    "an empty link": (add('<a href=" ">x</a>'), "links: {}: error: a link leads to the empty address"),
    "no address": (add('<a href="http://[x/">x</a>'), "links: {}: error: the link 'http://[x/' is no address"),
    "this machine": (
        add('<a href="http://localhost:8000/x">x</a>'),
        "links: {}: error: the link 'http://localhost:8000/x' leads to the machine of whoever reads it",
    ),
    "this machine in words": (
        add("<p>http://127.0.0.1:8000/d/"),
        "traces: {}: error: 'http://127.0.0.1:8000/d/' leads to the machine of whoever reads it",
    ),
    "the preview's script": (
        head('<script src="../../../theme/livereload.js"></script>'),
        "links: {}: error: the file '../../../theme/livereload.js' leads to nothing in this site",
        "traces: {}: error: the script of the preview is in it",
    ),
    "the preview's theme": (add("<p>/theme/preview/"), "traces: {}: error: the files of the preview's theme are in it"),
    "a draft's title": (
        add("<p>A   confidential\nheadline"),
        "traces: {}: error: the title of content/secret.md stands in it, which is not out",
    ),
    "a draft's words": (
        add("<p>… ever be Nobody should ever be able to read these words before they are out."),
        "traces: {}: error: a passage of content/secret.md stands in it, which is not out",
    ),
    "a draft's address": (
        add("<p>/2026/11/hush-hush/"),
        "traces: {}: error: the address of content/secret.md stands in it, which is not out",
    ),
    "what is scheduled": (
        add("<p>Tomorrow is another day!"),
        "traces: {}: error: the title of content/later.md stands in it, which is not out",
    ),
    "a tracker": (
        add('<img src="https://t.example/x.gif" alt="">'),
        "policy: {}: error: 'https://t.example/x.gif' is fetched from t.example, which then knows who reads this",
    ),
    "a foreign script": (
        head('<script src="https://t.example/x.js"></script>'),
        "policy: {}: error: 'https://t.example/x.js' is fetched from t.example, which then knows who reads this",
    ),
    "a foreign style sheet": (
        head('<link rel="stylesheet" href="//t.example/x.css">'),
        "policy: {}: error: '//t.example/x.css' is fetched from t.example, which then knows who reads this",
    ),
    "a foreign frame": (
        add('<iframe src="https://t.example/"></iframe>'),
        "policy: {}: error: 'https://t.example/' is fetched from t.example, which then knows who reads this",
    ),
    "a hint to fetch": (
        head('<link rel="preconnect" href="https://t.example">'),
        "policy: {}: error: 'https://t.example' is fetched from t.example, which then knows who reads this",
    ),
    "a script": (add("<script>x()</script>"), "policy: {}: error: a script stands in the page, which its policy forbids"),
    "a style sheet": (head("<style>p{}</style>"), "policy: {}: error: a style sheet stands in the page, which its policy forbids"),
    "a style": (add('<p style="color:red">'), "policy: {}: error: an inline style, which the policy forbids"),
    "a handler": (add('<p onclick="x()">'), "policy: {}: error: an inline script (on…), which the policy forbids"),
    "a script in a link": (add('<a href="javascript:x()">x</a>'), "policy: {}: error: 'javascript:x()' is a script in a link"),
    "a base": (head('<base target="_top">'), "policy: {}: error: <base> is there, which the policy forbids"),
    "a form": (add('<form action="/x"></form>'), "policy: {}: error: a form with an action, which the policy forbids"),
    "a picture in the page": (
        add('<img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'),
        "policy: {}: error: 'data:image/gif;base64,R0lGODlhAQABAAAAA…' stands in the page itself, which its policy forbids",
    ),
    "no alt": (add('<img src="../../../a.gif">'), "pictures: {}: error: '../../../a.gif' has no alt attribute"),
    "another canonical address": (
        instead('<link rel="canonical" href="https://example.org/d/2026/11/grid/"', '<link rel="canonical" href="https://example.org/d/about/"'),
        "links: {}: error: the canonical address of the page is that of about/index.html",
    ),
    "a relative canonical address": (
        instead('<link rel="canonical" href="https://example.org/d/2026', '<link rel="canonical" href="/d/2026'),
        "links: {}: error: the canonical address is not absolute: '/d/2026/11/grid/'",
    ),
    "a dead og:image": (
        head('<meta property="og:image" content="https://example.org/d/no.png">'),
        "links: {}: error: the og:image 'https://example.org/d/no.png' leads to nothing in this site",
    ),
    "dead structured data": (
        add('<script type="application/ld+json">{"url": "https://example.org/d/no/"}</script>'),
        "links: {}: error: the url in the JSON-LD 'https://example.org/d/no/' leads to nothing in this site",
    ),
    "a date of structured data that is none": (
        add('<script type="application/ld+json">{"datePublished": "soon"}</script>'),
        "links: {}: error: datePublished in the JSON-LD is no date: 'soon'",
    ),
    "broken structured data": (
        add('<script type="application/ld+json">{"url"</script>'),
        "links: {}: error: the JSON-LD is no JSON",
    ),
    "no outlet": (
        lambda text: text.replace("The Times", "Somebody"),
        "rights: {}: error: the page does not name its outlet, The Times",
    ),
    "no way to the original": (
        lambda text: text.replace("https://times.example/grid", "https://times.example/"),
        "rights: {}: error: the page does not link to the original, 'https://times.example/grid'",
    ),
    "a feed that was not made": (
        head('<link rel="alternate" type="application/rss+xml" href="../no.xml" title="No">'),
        "links: {}: error: the feed '../no.xml' leads to nothing in this site",
    ),
    "a feed of another format": (
        instead('type="application/rss+xml"', 'type="application/atom+xml"'),
        "feeds: {}: error: 'feed.xml' is RSS, and the page says application/atom+xml",
    ),
    "a canonical address elsewhere": (
        instead('<link rel="canonical" href="https://example.org/d/', '<link rel="canonical" href="https://o.example/'),
        "links: {}: error: the canonical address of the page is on another site: 'https://o.example/2026/11/grid/'",
    ),
    "an id twice": (
        add('<p id="x"></p><p id="x"></p>'),
        "links: {}: error: the id 'x' stands on the page twice",
    ),
    "a feed that is none": (
        head('<link rel="alternate" type="application/rss+xml" href="../../../sitemap.xml" title="S">'),
        "feeds: {}: error: the page names 'sitemap.xml' as a feed, and it is none",
    ),
    "two feeds of one title": (
        lambda text: re.sub(r'(<link rel="alternate" [^>]*>)', r"\1\1", text, count=1),
        "feeds: {}: error: two feeds of the page have one title, or none",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", PAGES)
def test_what_is_wrong_with_a_page_is_found(good: SmallSite, fault: str) -> None:
    """Of each kind one, planted in the page of an article."""
    plant, *told = PAGES[fault]
    with changed(good, f"output/{GRID}", plant):
        mine = found(good)
    assert mine == [each.format(f"output/{GRID}") for each in told]


FEED = {
    "not well-formed": (
        "feed.xml", instead("</title>", "<"), "feeds: {}: error: it is not well-formed: *",
    ),
    "another id": (
        "feed.xml", instead(":grid-id<", ":other<"),
        "feeds: {}: error: the item 'Grid repairs finished' has the id 'tag:example.org,2026:other', which no article has",
        "feeds: {}: error: 'https://example.org/d/2026/11/grid/' has the id 'tag:example.org,2026:other' here, and 'tag:example.org,2026:grid-id' in atom.xml",
    ),
    "an id twice": ("feed.xml", twice, "feeds: {}: error: two items have the id 'tag:example.org,2026:edition/1'"),
    "a permalink": ("feed.xml", instead(' isPermaLink="false"', ""), 'feeds: {}: error: the guid of the item * has no isPermaLink="false"'),
    "another self": (
        "feed.xml", instead("https://example.org/d/feed.xml", "https://example.org/d/rss.xml"),
        "feeds: {}: error: it says that it is at 'https://example.org/d/rss.xml', and is at https://example.org/d/feed.xml",
    ),
    "no ttl": ("feed.xml", lambda text: re.sub(r"<ttl>.*</ttl>", "", text), "feeds: {}: error: the channel has no ttl"),
    "markup in what it is": (
        "feed.xml",
        lambda text: re.sub("<description>", "<description>&lt;b> ", text, count=1),
        "feeds: {}: warning: readers may take the channel's description for HTML",
    ),
    "no language": ("feed.xml", lambda text: re.sub(r"<language>.*</language>", "", text), "feeds: {}: error: the channel has no language"),
    "no hub": (
        "feed.xml", instead("https://hub.example/", "https://hub.example/x"),
        "feeds: {}: error: it does not name the hub of config.yaml",
    ),
    "a date without a zone": (
        "feed.xml", lambda text: re.sub(r"(<pubDate>[^<]*) \+0000", r"\1 GMT", text, count=1),
        "feeds: {}: error: pubDate of the item * is no date: *",
    ),
    "a wrong weekday": (
        "feed.xml", lambda text: re.sub(r"<pubDate>\w{3}", "<pubDate>Wed", text, count=1),
        "feeds: {}: error: pubDate of the item * is no date: *",
    ),
    "the future": (
        "feed.xml", lambda text: re.sub(r"(<(?:lastBuildDate|pubDate)>)[^<]*", r"\1Thu, 24 Dec 2026 00:00:00 +0000", text, count=2),
        "feeds: {}: error: pubDate of the item * lies in the future",
    ),
    "not newest first": (
        "feed.xml", lambda text: re.sub(r"(<pubDate>)[^<]*", r"\1Thu, 01 Oct 2026 00:00:00 +0000", text, count=1),
        "feeds: {}: error: the item 'Grid repairs finished' is newer than the one above it",
    ),
    "an old lastBuildDate": (
        "feed.xml", lambda text: re.sub(r"(<lastBuildDate>)[^<]*", r"\1Thu, 01 Oct 2026 00:00:00 +0000", text),
        "feeds: {}: error: the date of its last change is not that of the newest item",
    ),
    "content before description": (
        "feed.xml",
        lambda text: re.sub(r"(\s*<description>[^<]*</description>)(\s*<content:encoded>.*?</content:encoded>)", r"\2\1", text, count=1, flags=re.DOTALL),
        "feeds: {}: error: content:encoded stands before description",
    ),
    "no description": (
        "feed.xml", lambda text: re.sub(r"(<item>.*?)<description>[^<]*</description>", r"\1", text, count=1, flags=re.DOTALL),
        "feeds: {}: error: the item * has no description",
    ),
    "no source line": (
        "feed.xml", lambda text: text.replace("The Times", "Somebody"),
        "feeds: {}: error: the item 'Grid repairs finished' does not begin with the name of its outlet, The Times",
    ),
    "no original": (
        "feed.xml", lambda text: text.replace("https://times.example/grid", "https://times.example/"),
        "feeds: {}: error: the item 'Grid repairs finished' does not lead to the original, 'https://times.example/grid'",
    ),
    "a script": (
        "feed.xml", instead("<content:encoded>", "<content:encoded>&lt;script&gt;x&lt;/script&gt;"),
        "feeds: {}: error: the item * has &lt;script> in its text".replace("&lt;", "<"),
    ),
    "a style": (
        "feed.xml", instead("&lt;/p&gt;</content:encoded>", "&lt;/p&gt;&lt;p style=&quot;x&quot; data-x=&quot;&quot;&gt;</content:encoded>"),
        "feeds: {}: error: the item * has style in its text", "feeds: {}: error: the item * has data-x in its text",
    ),
    "a relative link": (
        "feed.xml", instead("&lt;/p&gt;</content:encoded>", "&lt;/p&gt;&lt;a href=&quot;/x/&quot;&gt;</content:encoded>"),
        "feeds: {}: error: the item * has an address that is not absolute: '/x/'",
    ),
    "a dead link": (
        "feed.xml", instead("&lt;/p&gt;</content:encoded>", "&lt;/p&gt;&lt;a href=&quot;https://example.org/d/x/&quot;&gt;</content:encoded>"),
        "links: {}: error: the link 'https://example.org/d/x/' leads to nothing in this site",
    ),
    "a tracker": (
        "feed.xml", instead("&lt;/p&gt;</content:encoded>", "&lt;/p&gt;&lt;img src=&quot;https://t.example/x.gif&quot;&gt;</content:encoded>"),
        "feeds: {}: error: the item * shows a picture of another site: 'https://t.example/x.gif'",
    ),
    "two enclosures": (
        "feed.xml", instead("</item>", '<enclosure url="https://example.org/d/a.gif" length="1" type="image/gif"/>' * 2 + "</item>"),
        "feeds: {}: error: the item * has 2 enclosures: readers take one",
    ),
    "a group of one": (
        "feed.xml",
        lambda text: text.replace("</item>", '<g:group xmlns:g="http://search.yahoo.com/mrss/"><g:content url="https://example.org/d/a.gif"/></g:group></item>', 1),
        "feeds: {}: error: a media:group holds one thing alone",
    ),
    "an author without a mail": ("feed.xml", instead("</item>", "<author>Me</author></item>"), "feeds: {}: error: author holds no e-mail address"),
    "a source without an address": ("feed.xml", instead("</item>", "<source>S</source></item>"), "feeds: {}: error: source has no absolute url"),
    "a title with markup": (
        "feed.xml", instead("<title>Grid repairs finished", "<title>Grid &amp;amp; repairs finished"),
        "feeds: {}: error: the title of the item 'Grid &amp; repairs finished' has markup in it, or is escaped twice",
    ),
    "a style sheet": (
        "feed.xml", instead("<rss", '<?xml-stylesheet type="text/xsl" href="x.xsl"?><rss'),
        "feeds: {}: error: it has an XSLT style sheet, which browsers no longer read",
    ),
    "entities": ("feed.xml", instead("<rss", '<!DOCTYPE rss [<!ENTITY x "y">]><rss'), "feeds: {}: error: it has a DOCTYPE, which readers refuse"),
    "another encoding": ("feed.xml", lambda text: re.sub("(?i)utf-8", "ISO-8859-1", text, count=1), "feeds: {}: error: it is written in ISO-8859-1, not in UTF-8"),
    "content as text": ("atom.xml", instead('<content type="html"', '<content type="CDATA"'), "feeds: {}: error: the content is of the type 'CDATA': tags would be shown"),
    "no id of the feed": ("atom.xml", lambda text: re.sub(r"<id>.*?</id>", "", text, count=1), "feeds: {}: error: the feed has no id"),
    "a date of no form": (
        "atom.xml", lambda text: re.sub(r"<published>[^<]*", "<published>2026-11-21", text, count=1),
        "feeds: {}: error: published of the item * is no date: '2026-11-21'",
    ),
    "no JSON": ("feed.json", lambda text: text[:-9], "feeds: {}: error: it is no JSON: *"),
    "another version": (
        "feed.json", instead("https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1"),
        "feeds: {}: error: its version is not https://jsonfeed.org/version/1.1",
    ),
    "no version": (
        "feed.json", instead("https://jsonfeed.org/version/1.1", "1"), "feeds: output/*: error: the page names 'feed.json' as a feed, and it is none*",
    ),
    "a number for an id": (
        "feed.json", lambda text: re.sub(r'("id": ?)"tag:[^"]*grid-id"', r"\g<1>7", text, count=1),
        "feeds: {}: error: the id of an item is no text", "feeds: {}: error: the item 'Grid repairs finished' has no id", "*",
    ),
    "another id in one format": (
        "feed.json", lambda text: text.replace(":grid-id", ":dam"),
        "feeds: {}: error: two items have the id 'tag:example.org,2026:dam'", "feeds: {}: error: 'https://example.org/d/2026/11/grid/' has the id*",
    ),
    "a list without a title": ("feeds.opml", lambda text: re.sub(r"<title>[^<]*</title>", "", text), "feeds: {}: error: the list has no title"),
    "a dead entry of a list": (
        "feeds.opml", instead('xmlUrl="https://example.org/d/', 'xmlUrl="https://example.org/d/no/'),
        "links: {}: error: xmlUrl 'https://example.org/d/no/*' leads to nothing in this site",
    ),
    "a dead entry of the sitemap": (
        "sitemap.xml", instead("/about/", "/no/"), "links: {}: error: the address 'https://example.org/d/no/' leads to nothing in this site",
    ),
    "a strange element of the sitemap": (
        "sitemap.xml", instead("<lastmod>", "<lastmodd/><lastmod>"), "links: {}: error: no sitemap has an element 'lastmodd'",
    ),
    "a date of the sitemap": (
        "sitemap.xml", lambda text: re.sub("<lastmod>[^<]*", "<lastmod>yesterday", text, count=1),
        "links: {}: error: lastmod is no date: 'yesterday'",
    ),
    "an entry of the sitemap that is not absolute": (
        "sitemap.xml", instead("https://example.org/d/about/", "/d/about/"), "links: {}: error: the address '/d/about/' is not absolute",
    ),
    "a dead sitemap": (
        "robots.txt", instead("sitemap.xml", "no.xml"), "links: {}: error: the sitemap 'https://example.org/d/no.xml' leads to nothing in this site",
    ),
    "a link of 404.html that is relative": (
        "404.html", add('<a href="about/">x</a>'), "links: {}: error: the link 'about/' of 404.html is relative",
    ),
    "a draft in the search": (
        "words.json", lambda _: '{"t": "A confidential h\\u0065adline"}', "traces: {}: error: the title of content/secret.md stands in it, which is not out",
    ),
    "a dead file of a style sheet": ("x.css", lambda _: "a{b:url('no.png')}", "links: {}: error: the address 'no.png' leads to nothing in this site"),
    "a foreign font": (
        "x.css", lambda _: '/* url(no) */ @import "https://t.example/x.css";',
        "policy: {}: error: 'https://t.example/x.css' is fetched from t.example, which then knows who reads this",
    ),
    "nothing": ("empty.html", lambda _: "<!-- -->", "*"),
    "a hidden folder": ("a:b.txt", lambda _: "x", """files: {}: error: 'a:b.txt' cannot be written on every host: one of \\ / : ? * " < > | or a control character"""),
    "two names that are one": (
        "ABOUT/index.html", lambda _: "<p>x", "files: output/*: error: this and output/* both want 'about/index.html' ('ABOUT/index.html' but for case or Unicode form)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FEED)
def test_what_is_wrong_with_another_file_is_found(good: SmallSite, fault: str) -> None:
    """Feeds, lists, sitemap, style sheets, names; ``*`` stands for anything."""
    path, plant, *told = FEED[fault]
    with changed(good, f"output/{path}", plant):
        mine = found(good)
    patterns = [".*".join(map(re.escape, each.format(f"output/{path}").split("*"))) for each in told]
    assert len(mine) >= len(told) and all(map(re.fullmatch, patterns, mine)), "\n".join(mine)
    assert len(mine) == len(told) or told[-1] == "*", "\n".join(mine)


def test_a_finding_has_its_line_and_what_to_do(good: SmallSite) -> None:
    """The line of the built file; where a text of content/ says the same words, the line there."""
    with changed(good, "output/about/index.html", lambda _: "<p>\n<p>\n<a href='/x/'>x</a>"):
        (told,) = check(good.order()).problems[:1]
    assert told.show().split("\n") == [
        "output/about/index.html:3: error: the link '/x/' leads out of the site's own folder",
        "  hint: the site is built for /d/: links must stay below it",
    ]


def test_what_the_build_allows_is_no_error(site: Callable[[str], SmallSite]) -> None:
    """An outlet spelled in two ways, which is shown in one; a former address that leads out; one original told twice."""
    made = site(
        CONFIG
        + 'redirects: {/gone/: "https://else.example/?a=1&b=2"}\n'
        + article("a", source=SOURCE)
        + article("b", "Another", source=SOURCE.replace("The Times", "the  times"), republish="own")
        + article("c", "A link", source=SOURCE, republish="link")
        + article("d", "A second link", source=SOURCE, republish="link")
        + "-- content/pages/about.md --\n---\ntitle: About\n---\nWho we are.\n"
    )
    build(made.order())
    assert [each.message for each in check(made.order()).problems if each.severity == "error"] == []


def test_what_was_built_is_not_made_again(site: Callable[[str], SmallSite], monkeypatch: pytest.MonkeyPatch) -> None:
    """Not after a strict build either: what the site is made from was read, and what came of it is remembered."""
    made = site(CONFIG + article("a") + "-- content/pages/about.md --\n---\ntitle: About\n---\nWho we are.\n")
    build(made.order(strict=True))
    monkeypatch.setattr("coranto.press.press", None)
    assert check(made.order()).pages


def test_what_is_wrong_on_every_page_is_told_once(good: SmallSite) -> None:
    """With how often it is."""
    plant = add('<a href="/x/">x</a>')
    with changed(good, f"output/{GRID}", plant), changed(good, f"output/{DAM}", plant):
        assert found(good) == [
            f"links: output/{DAM}: error: the link '/x/' leads out of the site's own folder (and in 1 more places)"
        ]


def test_what_a_text_says_itself_is_no_trace(good: SmallSite) -> None:
    """An article may quote the title of another that is not out, or tell of a machine's own address."""
    words = "Read http://127.0.0.1:8000/ and A confidential headline."
    plant = add(f"<p>{words}</p>")
    with changed(good, "content/dam.md", lambda text: text + words), changed(good, f"output/{DAM}", plant):
        assert [each for each in found(good) if each.startswith("traces")] == []


def test_a_base_url_of_this_machine_is_told_once(good: SmallSite) -> None:
    """Not with each address that begins so."""
    with changed(good, "config.yaml", lambda text: text.replace("https://example.org/d/", "http://localhost:8000/")):
        build(good.order())
        assert [each for each in found(good) if ": error: " in each] == [
            "traces: config.yaml: error: base_url leads to the machine of whoever reads the site"
        ]
    build(good.order())


def test_a_feed_that_nobody_can_find_is_told(good: SmallSite) -> None:
    """No page leads to a second copy, which is no copy under an old name either."""
    plant = instead("atom.xml", "other.xml")
    with changed(good, "output/other.xml", lambda _: plant((good.root / "output/atom.xml").read_text())):
        assert found(good) == ['feeds: output/other.xml: warning: no page leads to it (<link rel="alternate">)']


def test_a_page_that_asks_not_to_be_indexed_is_not_in_the_sitemap(good: SmallSite) -> None:
    """It would say two things."""
    with changed(good, "output/about/index.html", head('<meta name="robots" content="noindex">')):
        assert found(good) == [
            "links: output/sitemap.xml: error: about/index.html is in the sitemap, and asks not to be indexed"
        ]


def test_a_folder_that_is_out_of_date_is_told(good: SmallSite) -> None:
    """Content that has changed since, a file that is gone, no manifest at all."""
    with changed(good, "content/dam.md", lambda text: text + "\nMore."):
        (told,) = found(good)
        assert re.fullmatch(
            r"files: output: warning: a build would make \d+ files anew, the first is .*: the site is out of date", told
        )
    build(good.order(precompress=True))
    assert found(good) == []  # what is packed is no other file
    good.build()
    held = good.root / "output" / "a.gif"
    data = held.read_bytes()
    held.unlink()
    told = found(good)
    held.write_bytes(data)
    assert "files: output/a.gif: error: this file was built, and is gone" in told
    manifest = good.root / "output" / "manifest.json"
    manifest.rename(good.root / "kept")
    assert found(good) == ["files: output: warning: the folder has no manifest.json: nobody knows what of it is ours"]
    (good.root / "kept").rename(manifest)


CONTENT = {
    "a broken link": (
        article("a", body="x\n\n[y](no.md)"),
        "links: content/a.md:8: error: this link leads nowhere: 'no.md'",
    ),
    "a place that is not there": (
        article("a", body="x\n\n[y](b.md#no)") + article("b"),
        "links: content/a.md:8: error: the link '../../../2026/11/b/#no' leads to a place that is not on 2026/11/b/index.html",
        "links: output/*: error: the link 'https://example.org/d/2026/11/b/#no' leads to a place that is not on 2026/11/b/index.html*",
    ),
    "a missing picture": (
        article("a", body="![y](no.png)"),
        "links: content/a.md:6: error: this picture leads nowhere: 'no.png'",
    ),
    "a missing lead picture": (
        article("a", image="{src: no.png, alt: x, credit: y}"),
        "links: content/a.md:4: error: there is no picture 'no.png': left out",
        "pictures: content/a.md:4: warning: the picture 'no.png' has no licence",
    ),
    "an absent entry": (
        "-- content/editions/1.md --\n---\ntitle: E\ndate: 2026-11-20\nparts: [{title: P, items: [{article: no}]}]\n---\n",
        "entries: content/editions/1.md:4: error: edition 1 names 'no', and no article has that id: left out",
    ),
    "a withheld entry": (
        article("w", draft="true", id="w")
        + "-- content/editions/1.md --\n---\ntitle: E\ndate: 2026-11-20\nparts: [{title: P, items: [{article: w}]}]\n---\n",
        "entries: content/editions/1.md:4: error: edition 1 names 'w', which is draft: left out",
    ),
    "a retracted entry": (
        article("w", retracted="{date: 2026-11-21, reason: Wrong.}")
        + "-- content/editions/1.md --\n---\ntitle: E\ndate: 2026-11-20\nparts: [{title: P, items: [{article: w}]}]\n---\n",
        "content: content/editions/1.md:4: warning: edition 1 names 'w', which is retracted: left out",
    ),
    "an absent page in the menu": (
        CONFIG, "entries: config.yaml:4: error: the menu names '/about/', which is no page of this site: left out",
    ),
    "no credit": (
        article("a", image="{src: a.gif, licence: L}"),
        "pictures: content/a.md:4: warning: the picture 'a.gif' has no alt text and no credit",
    ),
    "no credit in the text": (
        article("a", body="![](a.gif)"),
        "pictures: content/a.md:6: warning: the picture 'a.gif' has no alt text and no credit",
    ),
    "no licence of a picture": (
        article("a", image="{src: a.gif, alt: A, credit: C}"),
        "pictures: content/a.md:4: warning: the picture 'a.gif' has no licence",
    ),
    "the whole of others' words": (
        article("a", source=SOURCE, republish="full"),
        "rights: content/a.md:4: warning: the whole text of The Times is shown, and no licence is stated",
    ),
    "no way to the original": (
        article("a", source="{name: The Times}", republish="excerpt"),
        "rights: content/a.md:4: warning: what somebody else wrote is shown, and nothing leads to the original",
    ),
    "a list in a paragraph": (
        article("a", body="Three:\n- one\n- two"),
        "markdown: content/a.md:7: warning: this list is part of the paragraph above it",
    ),
    "a list set in too little": (
        article("a", body="- one\n  - two"),
        "markdown: content/a.md:7: warning: this list in a list is not set in far enough",
    ),
    "no id_authority": (
        "-- config.yaml --\ntitle: T\nbase_url: https://example.org/d/\n",
        "feeds: config.yaml: warning: there is no feeds.id_authority: with another base_url every item would be new to every reader",
    ),
    "what the build says": (
        article("a", tags="[Grid]") + article("b", tags="[grid]"),
        "content: content/*.md: warning: tags: *",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", CONTENT)
def test_what_is_wrong_with_a_text_is_found(site: Callable[[str], SmallSite], fault: str) -> None:
    """With the file and the line that somebody can mend."""
    text, *told = CONTENT[fault]
    made = site(text)
    (made.root / "content" / "a.gif").write_bytes(DOT.encode("latin-1"))
    made.build()
    mine = found(made)
    patterns = [".*".join(map(re.escape, each.split("*"))) for each in told]
    assert len(mine) == len(told) and all(map(re.fullmatch, patterns, mine)), "\n".join(mine)


def test_a_word_without_a_translation_is_told(site: Callable[[str], SmallSite]) -> None:
    """That of a theme, with its line; in a language that has words at all."""
    made = site(
        "-- config.yaml --\ntitle: T\ntheme: mine\nlanguage: de\nbase_url: https://example.org/\nfeeds: {id_authority: 'example.org,2026'}\n"
        "-- themes/mine/theme.yaml --\nname: Mine\ninherits: plain\n"
        '-- themes/mine/templates/page.html --\n{% extends "plain/page.html" %}\n{% block body %}{{ t("Nobody has put this into German") }}{% endblock %}\n'
    )
    made.build()
    assert [each for each in found(made) if each.startswith("words")] == [
        "words: themes/mine/templates/page.html:2: warning: 'Nobody has put this into German' has no words in 'de': it is shown in English"
    ]


@pytest.mark.parametrize("text", [
    "- one\n- two", "Three:\n\n- one", "- one\n    - two", "A\n2023. It was", "```\na\n- b\n```", "- one\nmore\n- two",
    "# H\n- one", "> a\n> - b", "| a |\n|---|\n- x", "  - one\n  - two", "1. one\n2. two", "a - b\nc",
])  # fmt: skip
def test_markdown_that_does_what_it_looks_like_is_not_told(text: str) -> None:
    """Lists behind an empty line, items on several lines, code, prose that begins with a number."""
    assert list(surprises(text)) == []


BEFORE = {"old-id": "/2026/11/grid/", "dam": "/2026/11/dam/"}


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ({"dam": "/2026/11/dam/", "grid-id": "/2026/11/grid/"}, []),
        ({}, []),
        (BEFORE, ["ids: content/grid.md:7: error: the id 'old-id' is changed: the article at /2026/11/grid/ has 'grid-id' now, and is new to every reader"]),
        ({"grid-ids": "/2025/other/"}, ["ids: content/grid.md:7: error: the id 'grid-ids' is lost: the article at /2025/other/ has 'grid-id' now, and is new to every reader"]),
        ({"zzz": "/2020/z/"}, ["ids: content: warning: the article 'zzz' was published at /2020/z/, and no file has its id any more"]),
        ({"secret": "/2026/11/hush-hush/"}, ["ids: content/secret.md: warning: the article 'secret' was published, and is withheld now"]),
        ({"dam": "/2020/fire/"}, ["ids: content/dam.md: error: the id 'dam' was that of /2020/fire/, and is used again for /2026/11/dam/"]),
        ({"dam": "/2026/11/the-dam/"}, ["ids: content/dam.md: warning: the article 'dam' has moved from /2026/11/the-dam/ to /2026/11/dam/, and nothing leads there"]),
        (
            {"dam": "/2026/11/grid/", "grid-id": "/2026/11/dam/"},
            [
                "ids: content/dam.md: error: the id 'dam' was that of /2026/11/grid/, where 'grid-id' is now, and stands at /2026/11/dam/",
                "ids: content/grid.md:7: error: the id 'grid-id' was that of /2026/11/dam/, where 'dam' is now, and stands at /2026/11/grid/",
            ],
        ),
    ],
)  # fmt: skip
def test_ids_are_held_against_what_was_published(
    good: SmallSite, before: dict[str, str], told: list[str], tmp_path: Path
) -> None:
    """Changed, lost with a file's name, used again, moved: the manifest of then, in a folder."""
    (tmp_path / "manifest.json").write_text(json.dumps({"version": 1, "files": {}, "ids": before}))
    mine = [re.sub(r"(content/(?:dam|secret).md):\d+", r"\1", each) for each in found(good, against=str(tmp_path))]
    assert mine == told


def test_the_last_upload_is_what_ids_are_held_against(good: SmallSite) -> None:
    """Where nothing else is said: the upload remembers its manifest. That of a target may be given, too."""
    data = json.dumps({"files": {}, "ids": BEFORE}).encode()
    assert found(good, manifest=data)[0].startswith("ids: content/grid.md")
    manifests.keep_manifest(good.root, b"{}")
    assert found(good) == []
    manifests.keep_manifest(good.root, data)
    told = found(good)
    (good.root / manifests.LAST).unlink()
    assert told[0].startswith("ids: content/grid.md")


def test_the_published_manifest_comes_through_the_gate(good: SmallSite) -> None:
    """From an address; what is no manifest is an error that names it."""
    data = json.dumps({"files": {}, "ids": BEFORE}).encode()
    pages = {"/d/manifest.json": (200, {"Content-Type": "application/json"}, data), "/manifest.json": (200, {}, b"[]")}
    with serving(pages) as web:
        assert found(good, against=f"{web}/d/", gate=gate())[0].startswith("ids: content/grid.md")
        with pytest.raises(CorantoError, match="no manifest"):
            check(good.order(), Asked(against=str(web), gate=gate()))


def gate(seconds: float = 10.0) -> Gate:
    """A gate for this machine, on which no time passes in waiting."""
    now = [0.0]

    def sleep(wait: float) -> None:
        now[0] += wait

    def resolve(_: str, port: int, **more: int) -> list[object]:
        return list(socket.getaddrinfo("127.0.0.1", port, **more))

    return Gate(lambda: now[0], sleep, allow_private=True, resolve=resolve, seconds=seconds)


def named(web: object) -> str:
    """The address of a server under a name, as other sites have one."""
    return str(web).replace("127.0.0.1", "there.example")


def test_links_to_other_sites_are_followed_once_a_week(site: Callable[[str], SmallSite]) -> None:
    """HEAD, or GET where that is refused; a dead one with its line; an original that is kept in an archive is a note
    (the copy is asked for, too: the page links to it);
    robots.txt is obeyed; what was not there is remembered too."""
    html = {"Content-Type": "text/html"}
    pages = {"/good": (200, html, b"x"), "/get": (200, html, b"x"), "/shut": (200, html, b"x"),
             "/kept": (200, html, b"x"),
             "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /shut\n")}  # fmt: skip
    with serving(pages) as web:
        web.headless.add("/get")
        there = named(web)
        body = f"[a]({there}/good#x) [b]({there}/gone) [c]({there}/get) [d]({there}/shut)"
        source = f'{{name: S, url: "{there}/old", archived_url: "{there}/kept"}}'
        made = site(article("a", body=body, source=source, republish="own"))
        made.build()
        told = check(made.order(), Asked(external=True, gate=gate()))
        again = check(made.order(), Asked(external=True, gate=gate()))
        check(made.order(NOW.replace(day=24)), Asked(external=True, gate=gate()))
    assert [problem.show().split("\n")[0] for problem in told.problems if problem.kind == "external"] == [
        f"content/a.md:8: error: '{there}/gone': there is no such page (404)",
        f"content/a.md:8: warning: '{there}/shut': robots.txt of there.example asks programs not to read this page",
    ]
    assert told.notes == (f"{there}/old is gone, and kept at {there}/kept",)
    assert (told.followed, again.followed) == (6, 0)
    assert again.problems == told.problems and again.notes == told.notes
    first = web.asked[: web.asked.index("GET /robots.txt", 1)]
    assert sorted(first) == sorted(
        [
            "GET /robots.txt",
            "HEAD /good",
            "HEAD /get",
            "GET /get",
            "HEAD /gone",
            "GET /gone",
            "HEAD /old",
            "GET /old",
            "HEAD /kept",
        ]
    )
    assert not [each for each in web.asked if each.endswith("/shut")]
    assert web.asked.count("HEAD /gone") == 2 and web.asked.count("HEAD /good") == 1  # a bad answer holds for a day


def test_a_host_is_asked_for_as_it_is_read(site: Callable[[str], SmallSite]) -> None:
    """Markdown writes the letters of a host as bytes; a letter of ASCII that is hidden so stays one that is refused."""
    asked = []

    def resolve(host: str, *_: object, **more: int) -> list[object]:
        asked.append(host)
        raise socket.gaierror

    body = "[a](http://b\u00fccher.example/%C3%A9) [b](http://hid%64en.example/)"
    made = site(article("a", body=body, republish="own"))
    made.build()
    gate = Gate(lambda: 0.0, lambda wait: None, resolve=resolve)
    told = check(made.order(), Asked(external=True, gate=gate))
    assert asked == ["xn--bcher-kva.example"]
    assert "'hid%64en.example' is no host name" in "\n".join(each.message for each in told.problems)


def test_following_links_ends(site: Callable[[str], SmallSite]) -> None:
    """After so many, or so long; the others have their turn the next time."""
    with serving({"/1": (200, {"ETag": '"a"'}, b""), "/2": (200, {}, b"")}) as web:
        made = site(article("a", body=f"[a]({named(web)}/1) [b]({named(web)}/2)"))
        made.build()
        case = cases(made)
        one = external.follow(case, gate(), count=1)
        none = external.follow(case, gate(), seconds=-1)
        rest = external.follow(case, gate())
        month = replace(case, now=NOW.replace(month=12))
        external.follow(month, gate(), count=1)
    assert [each.followed for each in (one, none, rest)] == [1, 0, 1]
    assert one.notes == ("1 links were not asked this time: run it again",) and rest.notes == ()
    assert web.headers[-1].get("If-None-Match") == '"a"'


def cases(site: SmallSite) -> Case:
    """The case of a site."""
    from coranto import checks

    order = site.order()
    return checks._case(order, site.root / "output", "output", None)[0]


def test_a_memory_of_links_that_is_broken_is_none(tmp_path: Path) -> None:
    """It is asked anew."""
    (tmp_path / ".coranto").mkdir()
    for text in ("", "[]", '{"x": 1}', '{"u": {"at": 7, "why": "gone"}}', "[" * 100_000):
        (tmp_path / external.NAME).write_text(text)
        assert external.load(tmp_path) in ({}, {"u": external.Answer(why="gone")})


def test_sizes_are_told(good: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the site, of pages, pictures, and feeds."""
    for name, least in {"SITE": 10_000, "COUNT": 5, "FILE": 30_000, "PAGE": 4_000, "PICTURE": 10}.items():
        monkeypatch.setattr(sizes, name, least)
    monkeypatch.setattr("coranto.checks.feeds.LARGE", 100)
    told = "\n".join(found(good))
    for words in (
        r"sizes: output: error: the site has \d MB, and GitHub Pages takes 0 MB",
        r"sizes: output: warning: the site has \d+ files, and Cloudflare Pages takes 5",
        r"sizes: output/2026/11/grid/index.html: warning: the page has \d+ kB without its pictures",
        r"sizes: output/a.gif: warning: the picture has 0.0 MB",
        r"style.css: warning: 0 MB: some hosts take no file of this size",
        r"feeds: output/atom.xml: warning: it has \d+ KiB, more than 0",
    ):
        assert re.search(words, told), words


def test_what_is_hostile_is_only_told(good: SmallSite) -> None:
    """Links, pipes, folders in folders, bytes that are no text: nothing hangs, nothing is followed."""
    folder = good.root / "output"
    planted = {"link.html": None, "pipe.html": None, "big.html": None, "bytes.html": b"\xff\x00<a href=\xff>" * 99,
               "deep.html": b"<div>" * 100_000, "bad.json": b"[" * 100_000, "bomb.xml": BOMB, "bad.css": b"url(" * 10_000,
               "wide.html": b'<p a="' * 50_000}  # fmt: skip
    (folder / "link.html").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.html")
    with (folder / "big.html").open("wb") as stream:
        stream.truncate(20_000_000)
    for name, data in planted.items():
        if data is not None:
            (folder / name).write_bytes(data)
    try:
        told = found(good)
    finally:
        for name in planted:
            (folder / name).unlink()
    assert "files: output/link.html: error: not looked at: this is a link" in told
    assert "files: output/pipe.html: error: not looked at: this is no regular file" in told
    assert "files: output/big.html: warning: larger than 16 MB: it was not looked at" in told
    assert [each for each in told if "bad.json" in each and "no JSON" in each]
    assert [each for each in told if "bomb.xml" in each]


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
) + b"]><rss>&j;</rss>"  # fmt: skip


@given(st.binary(max_size=300), st.sampled_from(["", "<a href='", "<img srcset='", "<link rel=canonical href='", "<script type='application/ld+json'>"]))  # fmt: skip
@settings(max_examples=150)
def test_any_bytes_are_a_page(data: bytes, before: str) -> None:
    """Whatever is in it."""
    page = read_page(
        "a/b.html", before.encode() + data, Ground(frozenset({"index.html"}), "https://example.org/d/"), Owed()
    )
    assert page.path == "a/b.html"


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_none(url: str) -> None:
    """It leads to a file of ours, out, or nowhere."""
    led = Ground(frozenset({"index.html", "a/index.html"}), "https://example.org/d/").lead(url, "a/index.html")
    assert (led.where == "ours") == bool(led.target) or led.fault


@given(st.text(min_size=1), st.text(), st.text())
def test_words_are_found_wherever_they_stand(words: str, before: str, after: str) -> None:
    """Whatever stands beside them, if they have a word to look for."""
    plain = " ".join(re.findall(r"\w+", words))
    hay = Haystack([Needle(plain, "x", "y")])
    if re.search(r"\w{4}", plain):
        assert hay.found(f"{before} {plain} {after}")


def test_passages_stand_in_the_html_as_they_are() -> None:
    """No markup, no quotation marks, whole words."""
    text = (
        "# A heading that is long enough to be looked for here\n\nShort.\n\nThis one has a [link to somewhere](x.md) and goes on for a while.\n\n"
        + "word " * 60
    )
    assert passages(text) == [
        "A heading that is long enough to be looked for here",
        "This one has a link to somewhere and goes on for a while.",
        ("word " * 24).strip(),
    ]


KNOWN = {
    "example": [],
    "harbour": ["config.yaml:11: error: the menu names '/gone/', which is no page of this site: left out"],
}


@pytest.mark.parametrize("case", ["example", *(path.name for path in sorted((HERE / "sites").iterdir()))])
def test_the_example_and_the_golden_sites_have_nothing_else_wrong(case: str, tmp_path: Path) -> None:
    """But for what is known of them."""
    root = HERE.parent if case == "example" else HERE / "sites" / case / "in"
    for name in ("config.yaml", "content", "themes", "languages"):
        if (root / name).is_dir():
            shutil.copytree(root / name, tmp_path / name)
        elif (root / name).exists():
            shutil.copy(root / name, tmp_path / name)
    order = Order(tmp_path, datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    build(order)
    told = [each.show().split("\n")[0] for each in check(order).problems if each.severity == "error"]
    assert [re.sub(r" \(and in \d+ more places\)$", "", each) for each in told] == KNOWN[case]


def run(*words: str) -> tuple[int, str, str]:
    """A command, and what it said."""
    done = CliRunner().invoke(cli, ["check", *words], standalone_mode=False)
    if isinstance(done.exception, CorantoError):
        return 1, done.stdout, done.exception.problems[0].message
    return done.exit_code, done.stdout, done.stderr


def test_the_command_reports_by_kinds(good: SmallSite) -> None:
    """One line when all is well; else by kinds with counts, and exit 1 on errors."""
    here = ["--root", str(good.root), "--now", "2026-11-22T12:00Z"]
    code, out, _ = run(*here)
    assert code == 0 and re.fullmatch(r"Looked at \d+ files, \d+ pages, \d+ feeds: nothing is wrong\.\n", out)
    with changed(good, f"output/{GRID}", add('<a href="/x/">x</a><script>x</script>')):
        code, out, err = run(*here)
        assert code == 1 and "links: 1 error\noutput/2026" in err and "policy: 1 error\n" in err
        assert out.endswith(": 2 errors.\n")
        code, out, _ = run(*here, "--json")
        told = json.loads(out)
        assert code == 1 and [each["kind"] for each in told["problems"]] == ["links", "policy"] and told["pages"] > 9
    with changed(good, f"output/{GRID}", add('<a href="../../../about">x</a>')):
        assert run(*here)[0] == 0
        assert run(*here, "--strict")[0] == 1


def test_without_a_built_site_nothing_is_checked(site: Callable[[str], SmallSite]) -> None:
    """And the error says what to do."""
    made = site(article("a"))
    assert run("--root", str(made.root)) == (1, "", "there is no built site here")
    made.build()
    code, _, said = run("--root", str(made.root), "--against", str(made.root))
    assert (code, said) == (1, "there is no published site here")
    done = CliRunner().invoke(cli, ["check", "--root", str(made.root), "--against", "ftp://example.org/d/"])
    assert done.exit_code == 2 and "an http or https address, or a folder" in done.stderr
    code, out, _ = run("--root", str(made.root / "content"), "--json")
    assert code == 1 and json.loads(out)["checked"] is False
