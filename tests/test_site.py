"""The whole build on small sites: what is made, and the laws it keeps."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import lxml.html
import pytest

from coranto.model import KINDS
from coranto.problems import CorantoError
from tests.smallsite import CONFIG, DOT, NOW, SmallSite, article

Make = Callable[[str], SmallSite]

RICH = (
    article("articles/2026-11-20-grid", "Grid repairs finished", "2026-11-20T18:53", "The grid. See [other](ferry.md).",
            source='{name: The Courier, url: "https://courier.example/grid"}', section="Power", tags="[grid, winter]",
            authors="[Ines Tallow]", story="winter-grid", featured="1", republish="own")
    + article("articles/ferry", "Ferries keep the winter table", "2026-11-19", "Ferries.\n\n## Times\n\nSoon.",
              source="{name: The Star}", section="River", tags="[Winter]", story="winter-grid", note="Read *both*.")
    + article("articles/lamp", "A lamp is lit", "2026-10-01", "Light.")
    + """\
-- content/editions/1.md --
---
number: 1
title: First
date: 2026-11-21
parts:
  - {title: Light, items: [{article: articles/2026-11-20-grid, note: Begin here.}, {article: articles/lamp}]}
---
An intro.
-- content/sources/courier.md --
---
name: The Courier
label: city daily
why: It covers the city.
url: https://courier.example/
feed: https://courier.example/feed
---
A paper.
-- content/authors/ines.md --
---
name: Ines Tallow
role: Reporter
---
She reports.
-- content/pages/about.md --
---
title: About
---
About us.
"""
)  # fmt: skip


def test_every_kind_of_page_is_made(site: Make) -> None:
    """Home, article, edition, story, section, tag, source, author, archive, pages, 404; feed, sitemap, robots."""
    paths = set(site(RICH).files())
    assert {
        "index.html", "404.html", "feed.xml", "sitemap.xml", "robots.txt", ".nojekyll",
        "2026/11/grid/index.html", "2026/11/ferry/index.html", "2026/10/lamp/index.html",
        "edition/index.html", "edition/1/index.html", "story/winter-grid/index.html",
        "section/index.html", "section/power/index.html", "tag/grid/index.html", "tag/winter/index.html",
        "source/the-courier/index.html", "author/ines-tallow/index.html", "author/index.html",
        "archive/index.html", "2026/index.html", "2026/11/index.html", "about/index.html",
    } <= paths  # fmt: skip


def test_the_source_line_stands_on_every_article_and_card(site: Make) -> None:
    """From whom, first."""
    made = site(RICH)
    for path in ("index.html", "2026/11/grid/index.html", "section/power/index.html", "edition/1/index.html"):
        assert "From The Courier" in made.main(path), path
    assert "city daily" in made.main("2026/11/grid/index.html")
    assert 'href="https://courier.example/grid"' in made.html("2026/11/grid/index.html")


def test_an_edition_shows_its_parts_and_notes_in_order(site: Make) -> None:
    """Numbered through all parts."""
    text = site(RICH).main("edition/1/index.html")
    assert re.search(r"I\. Light.*1.*Grid repairs finished.*Begin here.*2.*A lamp is lit", text)


def test_no_page_carries_a_script_a_style_or_a_foreign_request(site: Make) -> None:
    """The pages meet the strict policy."""
    for path, data in site(RICH).files().items():
        if not path.endswith(".html"):
            continue
        tree = lxml.html.fromstring(data.decode())
        data_only = "//script[@type!='application/ld+json' or not(@type)]"
        assert not tree.xpath(
            f"{data_only} | //style | //iframe | //form | //@style | //@*[starts-with(name(), 'on')]"
        ), path
        for address in tree.xpath("//img/@src | //link[@rel!='canonical']/@href"):
            assert not re.match(r"[a-z]+:|//", address), (path, address)
        assert len(tree.xpath("//h1")) == 1, path


@pytest.mark.parametrize(("urls", "ending"), [("pretty", "/"), ("file", "index.html")])
def test_every_link_leads_to_a_file_that_is_there(site: Make, urls: str, ending: str) -> None:
    """At any depth, at a root or below a path, and from a disk."""
    made = site(RICH + f"-- config.yaml --\ntitle: T\nbase_url: https://e.org/d/\nurls: {urls}\n")
    assert follow_links(made.files(), urls, ending) > 100


def follow_links(files: dict[str, bytes], urls: str = "pretty", ending: str = "/") -> int:
    """Follow every link within the site to its file; how many there were."""
    checked = 0
    for path, data in files.items():
        if not path.endswith(".html"):
            continue
        for address in lxml.html.fromstring(data.decode()).xpath(
            "//a/@href | //link[@rel!='canonical']/@href | //img/@src"
        ):
            assert address, path
            target = address.partition("#")[0]
            if not target or re.match(r"https?:", target):
                continue
            if path == "404.html":
                assert target.startswith("/d/"), (path, address)
                where = target.removeprefix("/d/")
            else:
                where = os.path.normpath(os.path.join(os.path.dirname(path), target)).removeprefix(".")  # noqa: PTH118, PTH120 (addresses)
                where += "/" if target.endswith("/") and where else ""
            if urls == "file" and path != "404.html":
                assert not target.endswith("/"), (path, address)
            assert (f"{where}index.html" if where.endswith("/") or not where else where) in files, (path, address)
            assert target.endswith((ending, ".css", ".svg", ".xml", ".json", ".opml")) or path == "404.html", (
                path,
                address,
            )
            checked += 1
    return checked


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_page_that_is_off_is_nowhere(site: Make, kind: str) -> None:
    """No page, no link to one, no entry in the sitemap; names stand without a link, and all else is as it was."""
    text = RICH + article("out", "Outward", source='{name: O, url: "https://o.example/"}', republish="link")
    made = site(text).press()
    without = site(f"-- config.yaml --\n{CONFIG}pages: {{{kind}: false}}\n").press()
    kept = {page.path for page in made.site.pages if made.site.view(page).head.kind != kind}
    if kind in ("section", "tag", "author", "source"):
        kept.remove(f"{kind}/index.html")
    assert {page.path for page in without.site.pages} == kept
    files = {out.path: out.data for out in without.outputs if isinstance(out.data, bytes)}
    files |= {out.path: b"" for out in without.outputs if not isinstance(out.data, bytes)}
    assert follow_links(files) > 40
    sitemap = {page.path for page in without.site.pages if not without.site.view(page).head.noindex}
    assert sum(data.count(b"<url>") for path, data in files.items() if "sitemap" in path) == len(sitemap)
    for data in files.values():
        for address in re.findall(rb"https://example\.org/d/([^<\"&#\s\\]*)", data):
            assert f"{address.decode()}index.html" in files or address.decode() in files or not address, address
    assert "The Courier" in files["edition/1/index.html" if kind != "edition" else "tag/grid/index.html"].decode()


def test_all_kinds_of_page_but_one_may_be_off(site: Make) -> None:
    """What is left still stands."""
    off = ", ".join(f"{kind}: false" for kind in KINDS if kind not in ("home", "article"))
    made = site(RICH + f"-- config.yaml --\n{CONFIG}pages: {{{off}}}\n")
    files = made.files()
    assert {path for path in files if path.endswith(".html")} == {
        "index.html", "2026/11/grid/index.html", "2026/11/ferry/index.html", "2026/10/lamp/index.html",
    }  # fmt: skip
    assert follow_links(files) > 10
    page = made.main("2026/11/grid/index.html")
    assert all(name in page for name in ("Power", "The Courier", "city daily", "Ines Tallow", "winter"))


def test_a_link_to_a_page_that_is_not_made_is_told(site: Make) -> None:
    """In texts and in the menu, as for any page that is absent."""
    made = site(
        article("a", body="See [all](/tag/).", tags="[x]")
        + f"-- config.yaml --\n{CONFIG}menu: [{{title: All, url: /archive/}}]\npages: {{terms: false, archive: false}}\n"
    )
    said = "\n".join(made.warnings())
    assert "'/tag/'" in said
    assert "the menu names '/archive/'" in said


def test_what_config_names_and_is_not_there_is_told_at_its_line(site: Make) -> None:
    """A page of the menu with the nearest there is; a redirect; a theme; an extension."""
    config = f"{CONFIG}menu:\n  - {{title: Home, url: /}}\n  - {{title: About, url: /abuot/}}\n"
    config += "redirects: {/old/: /gone/}\n"
    made = site(article("a") + f"-- content/pages/about.md --\n---\ntitle: About\n---\n-- config.yaml --\n{config}")
    lines = (made.root / "config.yaml").read_text().split("\n")
    told = {lines[problem.place.line - 1]: problem.hint for problem in made.press().problems if problem.place}
    assert told == {"  - {title: About, url: /abuot/}": "did you mean '/about/'?", "redirects: {/old/: /gone/}": ""}
    for line, name in (("theme: plane", "plane"), ("extensions:\n  - laud", "laud")):
        made.write(f"-- config.yaml --\n{CONFIG}{line}\n")
        with pytest.raises(CorantoError, match=f"there is no \\w+ '{name}'") as caught:
            made.press()
        place = caught.value.problems[0].place
        assert place
        assert name in (made.root / place.path).read_text().split("\n")[place.line - 1][place.column - 1 :]


def test_the_latest_are_listed_from_the_first_to_the_last(site: Make) -> None:
    """By day, cut from the oldest, named in the menu and under the front page's rail."""
    made = site(
        "".join(article(f"a{number:02}", f"T{number:02}", f"2026-10-{number + 1:02}") for number in range(25))
        + f"-- config.yaml --\n{CONFIG}per_page: 10\n"
    )
    assert re.search(r"Latest 25 articles Sunday 25 October 2026.*T24.*T10.*15 of 25", made.main("latest/index.html"))
    assert re.search(r"T09.*T00.*10.articles", made.main("latest/page/1/index.html"))
    assert lxml.html.fromstring(made.html("latest/index.html")).xpath("//nav//*[@aria-current='page']/text()") == [
        "Latest"
    ]
    front = lxml.html.fromstring(made.html("index.html"))
    assert front.xpath("//nav[@aria-label='Main']//a[1]/@href")[0] == "latest/"
    assert front.xpath("//section[@id='latest']/div/a/@href") == ["latest/"]


def test_an_article_more_changes_no_numbered_page_of_a_list(site: Make) -> None:
    """A site that grows is not made anew."""
    of_all = {"section": "S", "tags": "[t]", "authors": "[Ada Moss]", "source": "{name: O}"}
    made = site("".join(article(f"a{number:02}", date=f"2026-10-{number + 1:02}", **of_all) for number in range(25))
                + f"-- config.yaml --\n{CONFIG}per_page: 5\n")  # fmt: skip
    before = made.files()
    after = made.write(article("b", date="2026-11-01", **of_all)).files()
    numbered = [path for path in before if "/page/" in path]
    assert len(numbered) == 4 * 7
    assert not [path for path in numbered if before[path] != after[path]]
    assert before["latest/index.html"] != after["latest/index.html"]


def test_an_empty_site_has_no_list_of_the_latest(site: Make) -> None:
    """And no link to it."""
    made = site("")
    assert "latest/index.html" not in made.files()
    assert "latest/" not in made.html("index.html")


def test_a_topic_s_page_names_its_own_feed_first(site: Make) -> None:
    """Then the site's, under another title; numbered pages too, other pages not."""
    config = f"-- config.yaml --\n{CONFIG.replace('}', ', site: [rss], section: [rss, atom], tag: []}')}per_page: 2\n"
    made = site(RICH + "".join(article(f"a{number}", section="Power") for number in range(5)) + config)
    for path, climb in (("section/power/index.html", "../../"), ("section/power/page/1/index.html", "../../../../")):
        found = lxml.html.fromstring(made.html(path)).xpath("//link[@rel='alternate']")
        assert [(link.get("href"), link.get("title")) for link in found] == [
            (f"{climb}section/power/feed.xml", "Test Digest: Power (RSS)"),
            (f"{climb}section/power/atom.xml", "Test Digest: Power (Atom)"), (f"{climb}feed.xml", "Test Digest (RSS)"),
        ]  # fmt: skip
    found = lxml.html.fromstring(made.html("tag/grid/index.html")).xpath("//link[@rel='alternate']/@title")
    assert found == ["Test Digest (RSS)"]


def test_only_feeds_canonical_and_the_like_carry_the_base_url(site: Make) -> None:
    """One output works anywhere."""
    for path, data in site(RICH).files().items():
        if path.endswith(".html") and path != "404.html":
            tree = lxml.html.fromstring(data.decode())
            for address in tree.xpath("//a/@href | //img/@src | //link[not(@rel='canonical')]/@href"):
                assert "example.org" not in address, (path, address)


def test_without_base_url_nothing_absolute_is_written_and_a_warning_says_so(site: Make) -> None:
    """No feed, no sitemap, no canonical."""
    made = site(RICH + "-- config.yaml --\ntitle: T\n")
    files = made.files()
    assert not [path for path in files if path.endswith(("feed.xml", "atom.xml", "feed.json", ".opml", "sitemap.xml"))]
    assert "canonical" not in files["index.html"].decode()
    assert "alternate" not in files["index.html"].decode()
    assert "there is no base_url" in made.warnings()[0]


def test_a_full_copy_is_not_indexed_and_stays_out_of_the_sitemap(site: Make) -> None:
    """Canonical to the original; our own text is indexed."""
    made = site(article("a", source='{name: O, url: "https://o.example/x"}') + article("b", "Own", republish="own"))
    page, sitemap = made.html("2026/11/a/index.html"), made.html("sitemap.xml")
    assert '<meta name="robots" content="noindex,follow,noarchive">' in page
    assert '<link rel="canonical" href="https://o.example/x">' in page
    assert "/2026/11/a/" not in sitemap
    assert "/2026/11/b/" in sitemap


def test_an_excerpt_shows_no_more_than_sixty_words_anywhere(site: Make) -> None:
    """Page, lists and feed."""
    body = " ".join(f"word{number}" for number in range(200))
    made = site(article("a", body=body, source="{name: O}", republish="excerpt"))
    for path, data in made.files().items():
        assert b"word60" not in data, path
    assert "[…]" in made.main("2026/11/a/index.html")
    assert "Excerpt, 60 of 200 words" in made.main("2026/11/a/index.html")


def test_a_link_item_has_no_page_and_leads_out(site: Make) -> None:
    """Its headline is the outlet's address."""
    made = site(article("a", "Read this", source='{name: O, url: "https://o.example/x"}', republish="link"))
    files = made.files()
    assert "2026/11/a/index.html" not in files
    assert 'href="https://o.example/x"' in files["index.html"].decode()


@pytest.mark.parametrize("count", [0, 1, 5, 45])
def test_a_site_looks_whole_with_any_number_of_articles(site: Make, count: int) -> None:
    """No heading over nothing."""
    made = site(
        "".join(article(f"a{number}", f"T{number}", section="S" if number % 2 else "R") for number in range(count))
    )
    tree = lxml.html.fromstring(made.html("index.html"))
    assert len(tree.xpath("//h1")) == 1
    for heading in tree.xpath("//main//h2"):
        assert heading.getparent().text_content().strip()
    files = made.files()
    assert "section/s/page/1/index.html" not in files
    assert ("2026/11/page/1/index.html" in files) == (count == 45)


def test_two_articles_on_one_path_are_an_error_that_names_both(site: Make) -> None:
    """Law 4: one URL, one page."""
    made = site(article("articles/x", slug="grid") + article("notes/y", slug="grid"))
    with pytest.raises(CorantoError) as caught:
        made.press()
    shown = caught.value.problems[0].show()
    assert "content/articles/x.md" in shown
    assert "content/notes/y.md" in shown


@pytest.mark.parametrize(("one", "other"), [("grid", "GRID"), ("caf\u00e9", "cafe\u0301"), ("straße", "strasse")])
def test_paths_that_differ_by_case_or_unicode_form_alone_clash(one: str, other: str) -> None:
    """On some host they are one file."""
    from coranto.plan import check_paths

    with pytest.raises(CorantoError, match="both want"):
        check_paths([(f"{one}/index.html", "a"), (f"{other}/index.html", "b")])


def test_a_page_cannot_stand_where_another_needs_a_folder() -> None:
    """A file and a folder of one name."""
    from coranto.plan import check_paths

    with pytest.raises(CorantoError, match="needs a folder"):
        check_paths([("a", "x"), ("a/index.html", "y")])


CANARY = "zanzibarcanary"


@pytest.mark.parametrize(
    "fields",
    [{"draft": "true"}, {"published": "2026-12-24"}],
)
def test_a_draft_or_embargoed_article_leaves_no_trace_anywhere(site: Make, fields: dict[str, str]) -> None:
    """Law 8: feeds, sitemap, counts, neighbours, terms, editions, stories; and with it every byte is as without."""
    hidden = article("hidden", f"{CANARY} title", "2026-11-20", f"{CANARY} ![x]({CANARY}.jpg)", tags=f"[{CANARY}, grid]",
                     section=f"{CANARY}", authors=f"[{CANARY}]", source=f"{{name: {CANARY}}}", story="winter-grid",
                     featured="1", summary=CANARY, note=CANARY, **fields) + f"-- content/{CANARY}.jpg --\n{DOT}\n"  # fmt: skip
    edition = "-- content/editions/2.md --\n---\nnumber: 2\ntitle: Two\ndate: 2026-11-21\nparts: [{title: P, items: [%s]}]\n---\n"
    plain = site(RICH + edition % "{article: articles/lamp}").files()
    with_hidden = SmallSite(site("").root).write(hidden + edition % "{article: articles/lamp}, {article: hidden}")
    files = with_hidden.files()
    for path, data in files.items():
        assert CANARY not in path.casefold()
        assert CANARY.encode() not in data.lower(), path
    assert files == plain


def test_the_preview_shows_drafts_with_a_mark(site: Make) -> None:
    """And only the preview."""
    made = site(article("a", "Hidden", draft="true"))
    assert "Hidden" not in made.main("index.html")
    text = made.main("index.html", withheld=True)
    assert "Hidden" in text
    assert "draft" in text.lower()


def test_now_decides_what_is_out(site: Make) -> None:
    """`--now` shows the site of another day."""
    made = site(article("a", "Tomorrow", "2026-11-23T07:00"))
    assert "Tomorrow" not in made.main("index.html")
    assert "Tomorrow" in made.main("index.html", now=datetime(2026, 11, 23, 7, tzinfo=UTC))


def test_the_same_input_gives_the_same_bytes(site: Make, tmp_path: Path) -> None:
    """Law 2: another hash seed, zone, locale, folder and file order."""
    made = site(RICH)
    hashes = set()
    for seed, zone, language in (("0", "UTC", "C"), ("1", "Asia/Tokyo", "C.UTF-8"), ("77", "America/Lima", "POSIX")):
        output = tmp_path / f"out-{seed}"
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language}
        subprocess.run(
            [sys.executable, "-m", "coranto", "build", "--root", str(made.root), "--output", str(output), "--now", "2026-11-22"],
            env=env, cwd=tmp_path, check=True, capture_output=True,
        )  # fmt: skip
        hashes.add(
            tuple((path.relative_to(output), path.read_bytes()) for path in sorted(output.rglob("*")) if path.is_file())
        )
    assert len(hashes) == 1


def test_the_order_of_files_does_not_matter(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law 9: whatever order the disk gives."""
    made = site(RICH)
    before = made.files()
    real = os.scandir

    class Reversed:
        def __init__(self, path: object) -> None:
            self.entries = list(real(path))[::-1]  # type: ignore[call-overload]  # one of two signatures

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self.entries

        def __exit__(self, *_: object) -> None:
            return None

    monkeypatch.setattr(os, "scandir", Reversed)
    assert made.files() == before


def test_a_build_never_opens_a_socket(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law 5, second half."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    site(RICH).build()


def test_a_failed_build_changes_nothing(site: Make) -> None:
    """Law 5, first half: for mistakes in config, content, theme and paths."""
    made = site(RICH)
    made.build()
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in (made.root / "output").rglob("*")
        if path.is_file()
    }
    broken = {
        "config.yaml": "titel: x\n",
        "content/articles/lamp.md": "---\ntitle: x\ndate: never\n---\n",
        "content/articles/new.md": "no front matter",
        "themes/plain/theme.yaml": "name: plain\ninherits: plain\n",
        "content/pages/home.md": "---\ntitle: x\nslug: 2026\n---\n",
    }
    for path, text in broken.items():
        target = made.root / path
        old = target.read_text() if target.exists() else None
        made.write(f"-- {path} --\n{text}")
        with pytest.raises(CorantoError):
            made.build()
        after = {
            path: (path.read_bytes(), path.stat().st_mtime_ns)
            for path in (made.root / "output").rglob("*")
            if path.is_file()
        }
        assert after == before, path
        if old is None:
            target.unlink()
            if target.parent.name == "plain":
                target.parent.rmdir()
        else:
            target.write_text(old)
    assert not [path.name for path in made.root.iterdir() if path.name.startswith(".output")]


@pytest.mark.parametrize("field", ["title: ''", "date: ''", "draft:", "draft: ''"])
def test_an_empty_value_is_no_value(site: Make, field: str) -> None:
    """An emptied title is an error, not a page without one; an emptied draft is not "published"."""
    key = field.split(":")[0]
    lines = [line for line in ("title: T", "date: 2026-11-20") if not line.startswith(key)]
    made = site("-- content/a.md --\n---\n" + "\n".join([*lines, field]) + "\n---\n")
    with pytest.raises(CorantoError):
        made.press()


def test_the_archive_is_by_the_date_that_addresses_have(site: Make) -> None:
    """The folders above an article are pages."""
    made = site(article("a", date="2023-02-03", published="2026-11-20"))
    files = made.files()
    assert {"2023/02/a/index.html", "2023/02/index.html", "2023/index.html"} <= set(files)
    assert "2026/11/index.html" not in files
    assert "Friday 3 February 2023" in made.main("2023/02/index.html")


def test_an_edition_takes_bare_ids(site: Make) -> None:
    """Where there is nothing to say about an item."""
    edition = "-- content/editions/1.md --\n---\nnumber: 1\ntitle: E\ndate: 2026-11-21\nparts: [{title: P, items: [a, {article: b, note: N}]}]\n---\n"
    assert re.search(
        "1 .*First.* 2 .*Second.*N",
        site(article("a", "First") + article("b", "Second") + edition).main("edition/1/index.html"),
    )


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            '-- themes/mine/templates/article.html --\n{% extends "article.html" %}\n',
            '{% extends "plain/article.html" %}',
        ),
        (
            "-- themes/mine/theme.yaml --\nname: mine\ninherits: plian\n",
            "themes/mine/theme.yaml:2:11: error: there is no theme 'plian'",
        ),
        ("-- themes/mine/theme.yaml --\nname: mine\n", "write inherits: plain"),
    ],
)
def test_what_is_said_of_a_theme_that_does_not_hold(site: Make, files: str, said: str) -> None:
    """In the right file, with what to write."""
    made = site(article("a") + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\ntheme: mine\n"
                "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\n" + files)  # fmt: skip
    with pytest.raises(CorantoError) as caught:
        made.press()
    assert said in caught.value.problems[0].show()


def test_keys_of_the_themes_own_reach_its_templates(site: Make) -> None:
    """Under `extra`, with a warning each."""
    made = site(
        article("a", mood="good", language="uk")
        + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\ntheme: mine\n"
        + "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\n"
        + '-- themes/mine/templates/article.html --\n{% extends "plain/article.html" %}{% block body %}{{ page.extra.mood }}{% endblock %}\n'
    )
    assert "good" in made.main("2026/11/a/index.html")
    assert '<h1 lang="uk">' in made.html("2026/11/a/index.html")
    assert made.warnings() == ["unknown key 'mood' in front matter"]


def test_a_picture_with_a_query_is_copied_and_a_feed_that_is_not_made_is_no_page(site: Make) -> None:
    """What a page shows is there."""
    made = site(
        article("a", body="![A](p.jpg?v=2) [feed](/feed.xml)")
        + f"-- content/p.jpg --\n{DOT}\n-- config.yaml --\ntitle: T\n"
    )
    assert "p.jpg" in made.files()
    assert any("/feed.xml" in said for said in made.warnings())


def test_strict_makes_an_error_of_a_broken_link(site: Make) -> None:
    """A warning else, and the link is left out."""
    made = site(article("a", body="[x](gone.md)"))
    assert any("leads nowhere" in said for said in made.warnings())
    with pytest.raises(CorantoError):
        made.press(strict=True)


def test_a_copy_in_an_archive_is_linked(site: Make) -> None:
    """Beside the source line; none without one."""
    source = '{name: O, url: "https://o.example/x", archived_url: "https://archive.example/x?a=1&b"}'
    made = site(article("a", source=source) + article("b"))
    link = '<a href="https://archive.example/x?a=1&amp;b">Archived copy</a>'
    assert link in made.html("2026/11/a/index.html")
    assert "Archived copy" not in made.html("2026/11/b/index.html")


def test_strict_looks_at_what_is_remembered_too(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was built with or without it is one site, which is not made twice."""
    made = site(article("a", body="[x](gone.md)"))
    with pytest.raises(CorantoError):
        made.build(strict=True)
    assert not (made.root / "output").exists()
    made.build()
    monkeypatch.setattr("coranto.press.press", None)
    with pytest.raises(CorantoError, match="leads nowhere"):
        made.build(strict=True)


def test_pictures_are_copied_when_shown_and_only_then(site: Make) -> None:
    """Beside the article, and from content/assets/."""
    made = site(
        article("articles/a", body="![A](grid.jpg)\n\n![B](/b.png)", image="{src: lead.jpg, alt: L}")
        + "".join(
            f"-- content/{name} --\n{DOT}\n"
            for name in ("articles/grid.jpg", "articles/lead.jpg", "articles/unused.jpg")
        )
        + f"-- content/assets/b.png --\n{DOT}\n-- content/assets/evil.svg --\n<svg/>\n-- content/assets/.hidden --\nx\n"
    )
    files = made.files()
    assert {"articles/grid.jpg", "articles/lead.jpg", "assets/b.png"} <= set(files)
    assert not {"articles/unused.jpg", "assets/evil.svg", "assets/.hidden"} & set(files)
    assert 'src="../../../articles/grid.jpg"' in files["2026/11/a/index.html"].decode()


def test_a_picture_of_another_site_is_kept_and_not_shown(site: Make) -> None:
    """Nothing is loaded from elsewhere, and nobody is warned for what an importer noted."""
    made = site(article("a", image='{src: "https://o.example/p.jpg", credit: A}'))
    assert b"o.example" not in b"".join(made.files().values())
    assert made.warnings() == []


def test_links_out_of_content_are_not_followed(site: Make, tmp_path: Path) -> None:
    """Neither a file nor a folder, nor a FIFO that would hang the build."""
    made = site(article("a", body="![x](secret.jpg)"))
    (tmp_path / "secret.jpg").write_text("secret")
    (made.root / "content/secret.jpg").symlink_to(tmp_path / "secret.jpg")
    (made.root / "content/folder").symlink_to(tmp_path)
    os.mkfifo(made.root / "content/pipe.md")
    files = made.files()
    assert not any("secret" in path for path in files)
    assert sum("left out" in said for said in made.warnings()) == 3


def test_a_child_theme_extends_its_parents_template(site: Make) -> None:
    """The chain ends in the built-in theme; stylesheets come parents first."""
    made = site(
        article("a")
        + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\ntheme: mine\n"
        + "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\nstyles: [mine.css]\n"
        + "-- themes/mine/assets/mine.css --\np { color: red }\n"
        + '-- themes/mine/templates/page.html --\n{% extends "plain/page.html" %}\n'
        + '-- themes/mine/templates/article.html --\n{% extends "plain/article.html" %}{% block body %}MINE {{ super() }}{% endblock %}\n'
    )
    assert "MINE Text." in made.main("2026/11/a/index.html")
    styles = re.findall(r'rel="stylesheet" href="[^"]*/(\w+\.css)"', made.html("index.html"))
    assert styles == ["style.css", "mine.css"]


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ page.titel }}", "themes/mine/templates/article.html:1: error"),
        ("{% if %}", "themes/mine/templates/article.html:1: error"),
        ("\n\n{{ 1 / 0 }}", "themes/mine/templates/article.html:3: error"),
        (
            '\n{% include "gone.html" %}',
            "themes/mine/templates/article.html:2: error: there is no template 'gone.html'",
        ),
        ('{% extends "plain/artikel.html" %}', "hint: did you mean 'plain/article.html'?"),
        ('{% include "../../../secret.html" %}', "there is no template '../../../secret.html'"),
        ('{% extends "article.html" %}', "article.html extends, includes or calls itself without end"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "calls itself without end"),
        ("{% if 1 %}" * 500 + "{% endif %}" * 500, "article.html is nested too deeply"),
        ("{{ x" + "(" * 3000 + ")" * 3000 + " }}", "article.html is nested too deeply"),
    ],
)
def test_a_mistake_in_a_template_is_told_at_its_line(site: Make, template: str, said: str) -> None:
    """Not as a traceback."""
    made = site(
        article("a")
        + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\ntheme: mine\n"
        + "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\n"
        + f"-- themes/mine/templates/article.html --\n{template}\n"
    )
    with pytest.raises(CorantoError) as caught:
        made.press()
    assert said in caught.value.problems[0].show()
    assert caught.value.problems[0].hint


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        ("inherits: plain\nstyles: [../../secret.css]\n", "theme.yaml:3:10: error: there is no stylesheet"),
        ("inherits: plain\nstyles: [gone.css, styel.css]\n", "theme.yaml:3:20: error: there is no stylesheet"),
        ("inherits: plain\nstyles: [' gone.css']\n", "theme.yaml:3:10: error: there is no stylesheet"),
        ("inherits: mine\n", "theme.yaml:2:11: error: the theme mine inherits from itself"),
        (
            "inherits: plain\noptions:\n  x: {type: flag, default: 'true', styles: {true: gone.css}}\n",
            "theme.yaml:4:51: error: there is no stylesheet",
        ),
    ],
)
def test_a_mistake_in_a_theme_is_told_at_its_line(site: Make, yaml: str, said: str) -> None:
    """Each with what to do."""
    made = site(f"-- config.yaml --\ntitle: T\ntheme: mine\n-- themes/mine/theme.yaml --\nname: mine\n{yaml}")
    with pytest.raises(CorantoError) as caught:
        made.press()
    assert any(f"themes/mine/{said}" in each.show() for each in caught.value.problems)
    assert all(each.hint for each in caught.value.problems)


def test_text_of_content_is_never_a_template(site: Make) -> None:
    """In no field."""
    evil = "'{{ 7 * 7 }} {% raw %} <b>'"
    names = ("summary", "standfirst", "note", "section", "story", "licence")
    made = site(article("a", evil, body=evil, tags=f"[{evil}]", authors=f"[{evil}]", source=f"{{name: {evil}}}",
                        image=f"{{src: x.jpg, alt: {evil}, caption: {evil}, credit: {evil}}}",
                        corrections=f"[{{date: 2026-11-21, text: {evil}}}]", **dict.fromkeys(names, evil))
                + f"-- content/x.jpg --\n{DOT}\n")  # fmt: skip
    for path, data in made.files().items():
        if path.endswith((".html", ".xml")):
            assert b"49" not in re.sub(rb"[0-9a-f]{10}", b"", data), path
            if path.endswith(".html"):
                marked = data.count(b"{% raw %} <b>")
                assert marked == (2 if "/11/a/" in path else 0), path  # its body and note: they alone are Markdown


@pytest.mark.parametrize("where", [".", "content", "content/out", "themes", ".."])
def test_output_is_never_the_sites_own_folder(site: Make, where: str) -> None:
    """Nor above it, nor inside what it is made from."""
    made = site(article("a"))
    with pytest.raises(CorantoError, match="cannot be written to"):
        made.build(output=made.root / where)
    assert NOW


@pytest.mark.parametrize("escape", ["\\x0b", "\\ud800", "\\ufdd0", "\\u0085"])
@pytest.mark.parametrize("key", ["title", "summary", "section", "tags", "language", "mood"])
def test_escaped_control_characters_are_refused(site: Make, escape: str, key: str) -> None:
    """They would reach pages and feeds behind the back of all cleaning."""
    lines = {"title": "T", "date": "2026-11-20"} | {key: f'"x{escape}y"'}
    with pytest.raises(CorantoError, match="control"):
        site(
            "-- content/a.md --\n---\n" + "\n".join(f"{name}: {value}" for name, value in lines.items()) + "\n---\n"
        ).press()


@pytest.mark.parametrize("kind", ["pages", "editions"])
def test_a_draft_page_or_edition_leaves_no_trace(site: Make, kind: str) -> None:
    """Law 8 again; in the preview it is marked, and not for search engines."""
    fields = {"pages": "", "editions": "number: 7\ndate: 2026-11-20\n"}[kind]
    made = site(article("a") + f"-- content/{kind}/7.md --\n---\ntitle: {CANARY}\n{fields}draft: true\n---\n{CANARY}\n")
    assert not any(CANARY.encode() in data for data in made.files().values())
    shown = made.files(withheld=True)
    path = {"pages": "7/index.html", "editions": "edition/7/index.html"}[kind]
    assert b"noindex" in shown[path]
    assert b"mark-draft" in shown[path]
    assert path.removesuffix("index.html").encode() not in shown["sitemap.xml"]


def test_a_scheduled_edition_leaves_no_trace(site: Make) -> None:
    """Until its day."""
    made = site(article("a") + "-- content/editions/7.md --\n---\nnumber: 7\ntitle: E\ndate: 2026-12-01\n---\n")
    assert not any("edition" in path for path in made.files())
    assert "edition/7/index.html" in made.files(now=datetime(2026, 12, 2, tzinfo=UTC))


def test_the_lead_is_the_pick_of_rank_one(site: Make) -> None:
    """Else the newest."""
    made = site(article("new", "Newest") + article("old", "Picked", "2026-01-01", featured="1"))
    assert (
        lxml.html.fromstring(made.html("index.html")).xpath("string(//article[contains(@class, 'lead')]//h2)").strip()
        == "Picked"
    )


def test_sitemap_dates_feed_links_and_licences_follow_what_the_files_say(site: Make) -> None:
    """`updated`, `feeds.link_to`, a record's `licence`."""
    made = site(
        article("a", source='{name: O, url: "https://o.example/x"}', updated="2026-11-21", republish="own")
        + article("b", source="{name: O}", imported="{from: x}")
        + "-- content/sources/o.md --\n---\nname: O\nlicence: CC BY-SA 4.0\n---\n"
        + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\nfeeds: {link_to: original}\n"
    )
    files = made.files()
    assert b"<lastmod>2026-11-21</lastmod>" in files["sitemap.xml"]
    assert b"<link>https://o.example/x</link>" in files["feed.xml"]
    assert "Licence: CC BY-SA 4.0" in made.main("2026/11/b/index.html")


def test_an_imported_text_without_an_outlet_is_not_indexed_either(site: Make) -> None:
    """It is still somebody else's."""
    assert "noindex" in site(article("a", imported="{from: page.txt}")).html("2026/11/a/index.html")


def test_the_hour_that_comes_twice_is_in_order(site: Make) -> None:
    """By the instant, not by the clock."""
    made = site("-- config.yaml --\ntitle: T\nbase_url: https://e.org/\ntimezone: Europe/Kyiv\n"
                + article("first", date="2026-10-25T03:30+03:00") + article("second", date="2026-10-25T03:15+02:00"))  # fmt: skip
    planned = made.press().site
    assert [item.id for item in planned.holds(planned.feeds[0]).items] == ["second", "first"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (article("a", id="x") + article("b", id="x"), "content/b.md:4:5: error: the id 'x' is taken by content/a.md"),
        ("-- content/editions/1.md --\n---\ntitle: A\ndate: 2026-11-20\n---\n"
         "-- content/editions/n1.md --\n---\nnumber: 1\ntitle: B\ndate: 2026-11-20\n---\n", "content/editions/n1.md:2:9: error: the number '1' is taken"),
        ("-- content/sources/a.md --\n---\nname: O\n---\n-- content/sources/b.md --\n---\nname: o\n---\n", "content/sources/b.md:2:7: error: the name 'sources: o' is taken"),
        ("-- content/pages/m.md --\n---\ntitle: M\nslug: manifest.json\n---\n", "manifest.json"),
    ],
)  # fmt: skip
def test_twins_are_refused_by_name(site: Make, files: str, said: str) -> None:
    """Ids, edition numbers, records, and our own files."""
    with pytest.raises(CorantoError) as caught:
        site(files).press()
    assert said in "\n".join(problem.show() for problem in caught.value.problems)


@pytest.mark.parametrize("name", ["Con", "AUX", "x" * 250, "λόγος", "Straße"])
def test_any_term_and_any_file_name_has_an_address(site: Make, name: str) -> None:
    """Names that Windows keeps, names too long, letters whose folded form is another."""
    made = site(article("a", tags=f"[{name}, {name}y]"))
    assert len([path for path in made.files() if path.startswith("tag/")]) == 3


def test_an_unknown_key_is_warned_about_once(site: Make) -> None:
    """However many files have it."""
    made = site("".join(article(name, mood="x") for name in "abcde"))
    assert [said for said in made.warnings() if "mood" in said] == [
        "unknown key 'mood' in front matter (and in 4 more files)"
    ]
