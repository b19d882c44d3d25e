"""Exports of WordPress and Ghost come in; hostile ones are refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.bounded import _migrated
from coranto.elsewhere import heads
from coranto.migrate import Moved
from coranto.migrations import ghost, wordpress
from coranto.problems import CorantoError
from tests.moving import brought, text
from tests.smallsite import SmallSite

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Old</title><link>https://old.example</link><wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login>ada</wp:author_login><wp:author_display_name>Ada Example</wp:author_display_name></wp:author>
"""


def item(number: int, title: str, body: str, status: str = "publish", kind: str = "post", more: str = "") -> str:
    """One item of an export."""
    return f"""<item><title>{title}</title><link>https://old.example/2026/01/post-{number}/</link>
<dc:creator>ada</dc:creator><guid isPermaLink="false">https://old.example/?p={number}</guid>
<content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded><![CDATA[In <b>short</b>]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>2026-01-05 10:00:00</wp:post_date>
<wp:post_date_gmt>2026-01-05 08:00:00</wp:post_date_gmt><wp:post_name>post-{number}</wp:post_name>
<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>
"""


ONE = """Before.

Second <em>line</em>
and on.

[caption id="x" width="300"]<a href="https://old.example/a.jpg"><img src="http://old.example/wp-content/uploads/a-300x200.jpg" alt="A mast" /></a> The mast[/caption]
<!--more-->
[gallery ids="7"]

See <a href="https://old.example/2026/01/post-2/">two</a>. [contact-form id="3"] He [sic] said.
<script>alert(1)</script><iframe src="https://video.example/1"></iframe>"""
TAGS = """<category domain="category" nicename="e"><![CDATA[Energy]]></category>
<category domain="category" nicename="n"><![CDATA[News &amp; views]]></category>
<category domain="post_tag" nicename="g"><![CDATA[grid]]></category>
<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>7</wp:meta_value></wp:postmeta>
<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>"""
MEDIA = """<item><title>b</title><wp:post_id>7</wp:post_id><wp:post_type>attachment</wp:post_type>
<excerpt:encoded><![CDATA[The plant]]></excerpt:encoded>
<wp:attachment_url>https://old.example/wp-content/uploads/b.jpg</wp:attachment_url></item>"""
BLOCKS = """<!-- wp:paragraph -->
<p>Text of blocks.</p>
<!-- /wp:paragraph -->
<!-- wp:heading --><h2>Head</h2><!-- /wp:heading -->"""
WXR = (
    HEAD
    + item(1, "One &amp; all", ONE, more=TAGS)
    + item(2, "Two", BLOCKS)
    + item(3, "Three", "Private.", "private")
    + item(4, "Four", "Draft.", "draft")
    + item(5, "About", "Us.", kind="page")
    + item(6, "Gone", "Bin.", "trash")
    + item(8, "Product", "Buy.", kind="product")
    + MEDIA
    + "</channel></rss>"
)
HERE = "__GHOST_URL__"
GHOST = {
    "db": [
        {
            "data": {
                "posts": [
                    {
                        "id": "p1", "uuid": "u1", "title": "One", "slug": "one", "type": "post", "status": "published",
                        "published_at": "2026-01-05T08:00:00.000Z", "featured": 1, "custom_excerpt": "In short",
                        "feature_image": f"{HERE}/content/images/a.jpg", "visibility": "public",
                        "html": f'<p>See <a href="{HERE}/two/">two</a>.</p><figure><img src="{HERE}/content/images/b.jpg" '
                        f'alt="B"><figcaption>The plant</figcaption></figure>',
                    },
                    {"id": "p2", "title": "Two", "slug": "two", "status": "published", "visibility": "paid",
                     "published_at": "2026-01-06 08:00:00", "html": "<p>Paid.</p>"},
                    {"id": "p3", "title": "About", "slug": "about", "type": "page", "status": "published",
                     "published_at": "2026-01-06 08:00:00", "html": "<p>Us.</p>"},
                    {"id": "p4", "title": "New", "slug": "new", "status": "draft", "html": None, "lexical": "{}"},
                ],
                "tags": [{"id": "t1", "name": "Energy"}, {"id": "t2", "name": "grid"}, {"id": "t3", "name": "#hidden"}],
                "posts_tags": [
                    {"post_id": "p1", "tag_id": "t2", "sort_order": 1},
                    {"post_id": "p1", "tag_id": "t1", "sort_order": 0},
                    {"post_id": "p1", "tag_id": "t3", "sort_order": 2},
                ],
                "users": [{"id": "a1", "name": "Ada Example"}],
                "posts_authors": [{"post_id": "p1", "author_id": "a1", "sort_order": 0}],
                "posts_meta": [{"post_id": "p1", "feature_image_alt": "A mast"}],
            }
        }
    ]
}  # fmt: skip


def moved(
    kind: str, text: str, tmp_path: Path, files: tuple[str, ...] = ()
) -> tuple[SmallSite, list[Moved], list[str]]:
    """A new site, what became of each post, and what was told."""
    old = tmp_path / "old"
    for name in files:
        (old / name).parent.mkdir(parents=True, exist_ok=True)
        (old / name).write_text(name)
    old.mkdir(exist_ok=True)
    (old / "export").write_text(text, encoding="utf-8")
    site, found, problems = brought(kind, old / "export", tmp_path / "new")
    return site, found, [each.message for each in problems]


def test_an_export_of_wordpress_comes_in(tmp_path: Path) -> None:
    """Classic texts and blocks, captions, galleries, the lead picture, names, zone, guid; what stays is told."""
    uploads = ("wp-content/uploads/a.jpg", "wp-content/uploads/b.jpg")
    site, found, told = moved("wordpress", WXR, tmp_path, uploads)
    assert sorted(each.status for each in found) == ["draft", "draft", "new", "new", "new"]
    one = text(site, "articles/2026-01-05-post-1.md")
    assert 'title: "One & all"\ndate: 2026-01-05T10:00:00+02:00\nid: "https://old.example/?p=1"\n' in one
    assert 'authors:\n  - Ada Example\nsection: Energy\ntags:\n  - grid\n  - "News & views"\nsummary: In short\n' in one
    assert "/wp-content/uploads/b.jpg" in one
    assert "Before.\n\nSecond *line*  \nand on.\n\n" in one
    assert '![A mast](/wp-content/uploads/a.jpg "The mast")' in one
    assert '![](/wp-content/uploads/b.jpg "The plant")' in one
    assert "See [two](/articles/2026-01-05-post-2.md)." in one
    assert "alert" not in one
    assert (site.root / "content/assets/wp-content/uploads/a.jpg").is_file()
    assert text(site, "articles/2026-01-05-post-2.md").endswith("Text of blocks.\n\n## Head\n")
    assert (site.root / "content/pages/post-5.md").is_file()
    for part in (
        "'product' stay behind",
        "1 comments",
        '[contact-form id="3"]',
        "<iframe> of https://video",
        "'Three' was private",
    ):
        assert any(part in each for each in told), part
    assert not any("[sic]" in each for each in told)
    site.press()


def test_an_export_of_ghost_comes_in(tmp_path: Path) -> None:
    """Tags in their order, pictures, links; what members paid for, and what has no HTML, does not get out."""
    site, found, told = moved("ghost", json.dumps(GHOST), tmp_path, ("content/images/a.jpg", "content/images/b.jpg"))
    assert sorted(each.status for each in found) == ["draft", "new", "new"]
    one = text(site, "articles/2026-01-05-one.md")
    assert "section: Energy\ntags:\n  - grid\nsummary: In short\n" in one
    assert "alt: A mast" in one
    assert "featured: true" in one
    assert "See [two](/articles/2026-01-06-two.md)." in one
    assert '![B](/content/images/b.jpg "The plant")' in one
    assert 'aliases:\n  - "/one/"\n' in one
    assert "draft: true" in text(site, "articles/2026-01-06-two.md")
    assert (site.root / "content/pages/about.md").is_file()
    assert any("no HTML" in each for each in told)


@pytest.mark.parametrize("kind", ["wordpress", "ghost"])
def test_a_second_run_changes_nothing(kind: str, tmp_path: Path) -> None:
    """All is known."""
    export = WXR if kind == "wordpress" else json.dumps(GHOST)
    site, _, _ = moved(kind, export, tmp_path)
    before = {path: path.read_bytes() for path in site.root.rglob("*") if path.is_file()}
    _, again, _ = moved(kind, export, tmp_path)
    assert {each.status for each in again} == {"known"}
    assert {path: path.read_bytes() for path in site.root.rglob("*") if path.is_file()} == before


def test_an_address_that_is_none_is_no_old_address(tmp_path: Path) -> None:
    """And no reason to leave the post."""
    site, found, _ = moved("wordpress", WXR.replace("<link>https://", "<link>http://[::1"), tmp_path)
    assert found
    site.press()


def test_a_thousand_posts_of_one_name_are_numbered_in_a_time_that_goes_by_their_number(tmp_path: Path) -> None:
    """And rows that say nothing are no posts."""
    post = {"title": "Note", "html": "<p>N</p>", "status": "published", "published_at": "2026-01-05 08:00:00"}
    posts = [{**post, "id": str(number)} for number in range(300)]
    _, found, _ = moved("ghost", json.dumps({"db": [{"data": {"posts": [*posts, {}, {"id": "x"}]}}]}), tmp_path)
    assert sorted(each.path.stem for each in found) == sorted(
        ["2026-01-05-note", *(f"2026-01-05-note-{number}" for number in range(2, 301))]
    )


def test_more_posts_than_anybody_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first is read."""
    monkeypatch.setattr("coranto.bounded.POSTS", 1)
    export = tmp_path / "export"
    export.write_text(json.dumps({"db": [{"data": {"posts": [{"title": "A"}, {"title": "B"}]}}]}))
    with pytest.raises(CorantoError, match="more than 1 posts"):
        _migrated({"kind": "ghost", "place": str(export)}, [])


BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("wordpress", WXR.replace("<rss", BOMB + "<rss", 1).replace("Text of", "&b;"), "entities of its own"),
        ("wordpress", "<rss><channel><item><title>A feed</title></item></channel></rss>", "no export of WordPress"),
        ("wordpress", "no xml at all", "no export of WordPress"),
        ("wordpress", "<a>" * 100_000, "no export of WordPress"),
        ("ghost", "[" * 200_000, "nested too deep"),
        ("ghost", '{"db": [}', "not JSON"),
        ("ghost", '{"db": {"data": 3}}', "no export of Ghost"),
        ("ghost", '{"db": [{"data": {"posts": {"a": 1}}}]}', "no export of Ghost"),
    ],
    ids=["entities", "a feed", "no XML", "deep XML", "deep JSON", "broken JSON", "no posts", "posts by name"],
)
def test_what_is_no_export_or_a_trap_is_one_error(kind: str, text: str, says: str, tmp_path: Path) -> None:
    """And nothing is written."""
    with pytest.raises(CorantoError, match=says):
        moved(kind, text, tmp_path)
    assert not list((tmp_path / "new" / "content").iterdir())


def test_names_that_climb_or_hide_are_made_harmless(tmp_path: Path) -> None:
    """Slugs, titles, tags and pictures of an export cannot leave content/ or write control characters."""
    posts = [{"id": "../../x", "title": "A\x1b[31m\u202e title\n---\ndraft: no", "slug": "../../../etc/passwd", "status": "published",
              "published_at": "2026-01-05 08:00:00", "feature_image": f"{HERE}/../../secret.jpg",
              "html": f'<p>T</p><img src="{HERE}/content/../../secret.jpg">', "locale": "../x"}]  # fmt: skip
    (tmp_path / "secret.jpg").write_text("S")
    site, found, _ = moved("ghost", json.dumps({"db": [{"data": {"posts": posts}}]}), tmp_path)
    assert [each.path.parent for each in found] == [site.root / "content" / "articles"]
    text = found[0].path.read_text()
    assert "\x1b" not in text
    assert not list(site.root.rglob("*.jpg"))
    site.press()


def test_an_export_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is read."""
    monkeypatch.setattr("coranto.elsewhere.export.LIMIT", 100)
    for kind in (wordpress, ghost):
        (tmp_path / "export").write_text("x" * 200)
        with pytest.raises(CorantoError, match="larger than"):
            kind.read(tmp_path / "export")


@settings(max_examples=200, deadline=None)
@given(text=st.one_of(st.text(max_size=200), st.from_regex(r"(---|\+\+\+|\{|Title:)[\s\S]{0,120}", fullmatch=True)))
def test_any_text_is_a_head_or_an_error(text: str) -> None:
    """Never another exception."""
    for read in (heads.split, heads.metadata):
        try:
            found = read(text, "x.md")
        except CorantoError:
            continue
        assert found is None or found.line >= 1
