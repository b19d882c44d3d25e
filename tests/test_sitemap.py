"""Sitemaps and robots.txt: what search engines are told of."""

from collections.abc import Callable
from datetime import timedelta

import lxml.etree
import pytest

from coranto.config import parse_config
from coranto.outputs import sitemap
from tests.smallsite import NOW, SmallSite, article

Make = Callable[[str], SmallSite]
CONFIG, _ = parse_config("title: T\nbase_url: https://e.org/")
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
SITE = (
    article("a", "Old", "2026-11-01", updated="2026-11-03", section="S")
    + article("b", "Mended", "2026-10-01", corrections="[{date: 2026-11-10, text: x}]")
    + article("c", "Older", "2026-09-01", section="S")
)


def rows(data: bytes) -> dict[str, str | None]:
    """Each address with its lastmod."""
    found = {}
    for row in lxml.etree.fromstring(data):
        found[row.findtext(f"{MAPS}loc") or ""] = row.findtext(f"{MAPS}lastmod")
    return found


def test_a_page_moves_when_what_it_shows_does(site: Make) -> None:
    """An article with its correction, a list with the newest change of what it holds; never with the clock."""
    made = site(SITE + "-- content/pages/about.md --\n---\ntitle: About\n---\n\nUs.\n")
    found = rows(made.files()["sitemap.xml"])
    base = "https://example.org/d/"
    assert {url.removeprefix(base): day for url, day in found.items() if day != "2026-11-10"} == {
        "2026/11/a/": "2026-11-03", "2026/09/c/": "2026-09-01", "section/s/": "2026-11-03", "2026/11/": "2026-11-03",
        "2026/09/": "2026-09-01", "2026/11/01/": "2026-11-03", "2026/09/01/": "2026-09-01",
        "about/": None, "subscribe/": None,
    }  # fmt: skip
    assert found[base] == found[f"{base}2026/10/b/"] == found[f"{base}latest/"] == "2026-11-10"
    assert made.files(NOW + timedelta(days=900))["sitemap.xml"] == made.files()["sitemap.xml"]


def test_many_pages_go_into_several_files(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """None with more addresses or bytes than may be; an index names them, each with its newest change."""
    made = site(SITE).press()
    whole = {page.url for page in made.site.pages if not page.noindex}
    for name, value in (("MOST", 4), ("LARGEST", 1_500)):
        with monkeypatch.context() as patch:
            patch.setattr(sitemap, name, value)
            outputs = {out.path: out.data for out in sitemap.make(made.site, CONFIG, None)}  # type: ignore[arg-type]  # what it never looks at
        index = rows(outputs.pop("sitemap.xml"))  # type: ignore[arg-type]  # values of a table
        assert list(index) == [f"https://e.org/{path}" for path in outputs]
        assert len(outputs) > 2
        found: list[str] = []
        for path, data in outputs.items():
            assert isinstance(data, bytes)
            assert len(rows(data)) <= (4 if name == "MOST" else 99)
            assert len(data) <= (1_500 if name == "LARGEST" else 9_999)
            assert index[f"https://e.org/{path}"] == max(day or "" for day in rows(data).values())
            found += rows(data)
        assert sorted(found) == sorted(f"https://e.org{url}" for url in whole)


def test_news_are_our_own_of_two_days(site: Make) -> None:
    """In a sitemap of their own while there are any, and robots.txt names it so long; each address in one sitemap."""
    source = '{name: O, url: "https://o.example/"}'
    made = site(
        SITE
        + article("new", '"News & <b>"', "2026-11-21T13:00", language="uk", published="2026-11-21T14:00")
        + article("told", "Told by us", "2026-11-21", source=source, republish="own")
        + article("theirs", "Theirs", "2026-11-22", source=source)
        + article("quoted", "Quoted", "2026-11-22", source=source, republish="excerpt")
        + article("late", "Two days ago", "2026-11-20T12:00")
        + article("soon", "Soon", "2026-11-22T12:01")
        + article("gone", "Gone", "2026-11-22", retracted="{date: 2026-11-22, reason: x}")
    )
    files = made.files()
    news = lxml.etree.fromstring(files["news-sitemap.xml"])
    base = "https://example.org/d/"
    assert [row.findtext(f"{MAPS}loc") for row in news] == [f"{base}2026/11/new/", f"{base}2026/11/told/"]
    first = news[0].find(f"{NEWS}news")
    assert first.findtext(f"{NEWS}title") == "News & <b>"
    assert first.findtext(f"{NEWS}publication_date") == "2026-11-21T14:00+00:00"
    assert [each.text for each in first.find(f"{NEWS}publication")] == ["Test Digest", "uk"]
    assert list(rows(files["sitemap.xml"])) == [f"{base}sitemap-1.xml", f"{base}news-sitemap.xml"]
    assert not set(rows(files["sitemap-1.xml"])) & set(rows(files["news-sitemap.xml"]))
    assert b"Sitemap: https://example.org/d/news-sitemap.xml\n" in files["robots.txt"]
    later = made.files(NOW + timedelta(days=2))
    assert "news-sitemap.xml" in later, "the one that was to come"
    last = made.files(NOW + timedelta(days=2, minutes=1))
    assert "news-sitemap.xml" not in last
    assert b"news" not in last["robots.txt"]
    assert f"{base}2026/11/new/" in rows(last["sitemap.xml"])


def test_what_is_no_news_any_more_is_built_anew(site: Make) -> None:
    """Though nothing was edited: what is remembered of the last build stands until then."""
    made = site(article("a", date="2026-11-21T12:00"))
    made.build()
    assert (made.root / "output/news-sitemap.xml").is_file()
    made.build(NOW + timedelta(hours=23))
    assert (made.root / "output/news-sitemap.xml").is_file()
    made.build(NOW + timedelta(hours=24))
    assert not (made.root / "output/news-sitemap.xml").exists()


def test_a_draft_in_the_preview_is_no_news(site: Make) -> None:
    """Nor is it in any sitemap."""
    made = site(article("a", date="2026-11-22", draft="true")).files(withheld=True)
    assert "2026/11/a/index.html" in made
    assert "news-sitemap.xml" not in made
    assert b"/a/" not in made["sitemap.xml"]


@pytest.mark.parametrize(("robots", "said", "unsaid"), [
    ("robots: {ai: no-training}", ["User-agent: *\nAllow: /\n\nUser-agent: AI2Bot\n", "User-agent: GPTBot\n", "\nDisallow: /\n"], "OAI-SearchBot"),
    ("robots: {ai: disallow}", ["User-agent: GPTBot\n", "User-agent: OAI-SearchBot\n"], "Googlebot"),
    ("robots: {ai: allow, max_snippet: 50}", ["User-agent: *\nAllow: /\n"], "GPTBot"),
    ("robots:\n  ai: no-training\n  rules: |\n    User-agent: *\n    Disallow: /x/\n", ["User-agent: *\nDisallow: /x/\n\nUser-agent: AI2Bot"], "Allow"),
])  # fmt: skip
def test_crawlers_are_told_what_they_may(site: Make, robots: str, said: list[str], unsaid: str) -> None:
    """Those that learn, or all that serve models; beside the site's own rules."""
    text = site(f"-- config.yaml --\ntitle: T\nbase_url: https://e.org/\n{robots}\n").files()["robots.txt"].decode()
    for words in said:
        assert words in text
    assert unsaid not in text


def test_robots_below_a_root_says_where_it_belongs(site: Make) -> None:
    """For nobody reads it there."""
    text = site("").files()["robots.txt"].decode()
    assert text.startswith("# Crawlers read robots.txt at the root of a host alone. This site stands at /d/:\n")
    assert not site("-- config.yaml --\ntitle: T\nbase_url: https://e.org/\n").html("robots.txt").startswith("#")
