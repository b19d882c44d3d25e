"""Former addresses: pages that lead on, a file for hosts, and what they may not stand on."""

import re
from collections.abc import Callable

import lxml.html
import pytest

from coranto.plan import former
from coranto.problems import CorantoError
from tests.smallsite import CONFIG, SmallSite, article

Make = Callable[[str], SmallSite]
ROOT = "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\n"


def test_an_alias_leads_on(site: Make) -> None:
    """At once, in words, canonical to the page, not to be found itself; and nowhere else is it named."""
    made = site(article("a", '"Grid & <b>"', aliases="[/old/grid, /grid.html, '/сітка 1/']") + ROOT)
    files = made.files()
    for path, way in (("old/grid/index.html", "../../"), ("grid.html", ""), ("сітка 1/index.html", "../")):
        page = lxml.html.fromstring(files[path].decode())
        assert page.xpath("//link[@rel='canonical']/@href") == ["https://e.org/2026/11/a/"]
        assert page.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={way}2026/11/a/"]
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        [link] = page.xpath("//a")
        assert (link.get("href"), link.text) == (f"{way}2026/11/a/", "Grid & <b>")
        assert not page.xpath("//script | //style | //@style")
    assert files["_redirects"].decode().splitlines() == [
        "/old/grid/ /2026/11/a/ 301",
        "/grid.html /2026/11/a/ 301",
        "/%D1%81%D1%96%D1%82%D0%BA%D0%B0%201/ /2026/11/a/ 301",
    ]
    named = [path for path, data in files.items() if b"old/grid" in data]
    assert named == ["_redirects"]


def test_config_redirects_the_same_way(site: Make) -> None:
    """To a page, a file of the site, or elsewhere; what is no page has its line for hosts alone."""
    made = site(
        article("a")
        + "-- content/pages/about.md --\n---\ntitle: About\n---\n\nUs.\n"
        + ROOT
        + 'redirects:\n  /who/: /about/\n  /rss.php.xml: /feed.xml\n  /moved.html: "https://else.example/?a=1&b=2"\n'
    )
    files = made.files()
    assert files["_redirects"].decode().splitlines() == [
        "/who/ /about/ 301", "/rss.php.xml /feed.xml 301", "/moved.html https://else.example/?a=1&b=2 301",
    ]  # fmt: skip
    assert b'content="0; url=../about/"' in files["who/index.html"]
    assert b'content="0; url=https://else.example/?a=1&amp;b=2"' in files["moved.html"]
    assert "rss.php.xml" not in files


def test_an_alias_that_leads_nowhere_else_has_no_effect(site: Make) -> None:
    """Its own address, as after a slug that was taken back; one twice is one. It stops neither build nor check."""
    made = site(article("a", aliases="[/2026/11/a/, /old, /old/]"))
    assert [each.old for each in made.press().site.redirects] == ["/old/"]
    [said] = made.press().problems
    assert (said.message, said.kind) == ("the alias '/2026/11/a/' is its own address, and has no effect", "")


def test_they_work_below_a_path_and_from_a_disk(site: Make) -> None:
    """By their pages alone: no host reads _redirects there."""
    made = site(article("a", aliases="[/old/]") + f"-- config.yaml --\n{CONFIG}urls: file\n")
    files = made.files()
    assert b'content="0; url=../2026/11/a/index.html"' in files["old/index.html"]
    assert b'href="https://example.org/d/2026/11/a/"' in files["old/index.html"]
    assert "_redirects" not in files


def test_without_a_base_url_no_whole_address(site: Make) -> None:
    """The page leads on all the same."""
    files = site(article("a", aliases="[/old/]") + "-- config.yaml --\ntitle: T\n").files()
    assert b"http://" not in files["old/index.html"]
    assert not re.search(rb"https?://", files["old/index.html"] + files["_redirects"])


@pytest.mark.parametrize(("files", "first", "second"), [
    (article("a", aliases="[/2026/11/b/]") + article("b"), "content/b.md", "content/a.md"),
    (article("a", aliases="[/2026/11/B/]") + article("b"), "content/b.md", "content/a.md"),
    (article("a", aliases="[/old/]") + article("b", aliases="[/Old]"), "content/", "content/"),
    (article("a", aliases="[/latest/]"), "the list of the latest", "content/a.md"),
    (article("a", aliases="[/2026/11/a/x]") + article("b", aliases="[/2026/11/a/x/index.html]"), "content/", "content/"),
    (article("a") + ROOT + "redirects: {/2026/11/a/: /}", "content/a.md", "config.yaml"),
    (article("a", aliases="[/feed.xml]"), "the feed /feed.xml", "content/a.md"),
])  # fmt: skip
def test_a_former_address_that_is_taken_names_both(site: Make, files: str, first: str, second: str) -> None:
    """Also by case, at the line of the alias; a page is not to be lost to an alias, nor an alias to another."""
    made = site(files)
    with pytest.raises(CorantoError) as caught:
        made.press()
    shown = "\n".join(problem.show() for problem in caught.value.problems)
    assert "both want" in shown
    assert first in shown
    assert second in shown
    key = "redirects" if second == "config.yaml" else "aliases"
    assert f" out of {key}" in shown
    [place] = {problem.place for problem in caught.value.problems}
    assert place
    line = (made.root / place.path).read_text().split("\n")[place.line - 1]
    assert line.startswith(key)


def test_drafts_have_no_former_address(site: Make) -> None:
    """Law 8; a retracted article keeps its own, which lead to the notice."""
    made = site(article("a", draft="true", aliases="[/draft/]") + article("b", published="2026-12-24", aliases="[/soon/]")
                + article("c", aliases="[/gone/]", retracted="{date: 2026-11-21, reason: x}"))  # fmt: skip
    files = made.files()
    assert not [path for path in files if path.startswith(("draft", "soon"))]
    assert b"2026/11/c/" in files["gone/index.html"]


def test_what_leads_nowhere_is_told_and_left_out(site: Make) -> None:
    """An alias of what has no page; a redirect to what is not there. Nothing leads to the outlet by itself."""
    source = '{name: O, url: "https://o.example/"}'
    made = site(
        article("a", aliases="[/old/]", source=source, republish="link") + ROOT + "redirects: {/x/: /nowhere/}\n"
    )
    assert {"old/index.html", "x/index.html", "_redirects"}.isdisjoint(made.files())
    said = "\n".join(made.warnings())
    assert "its aliases have no effect" in said
    assert "names '/nowhere/', which is no page of this site" in said


def test_hosts_read_so_many_lines(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes beyond is told, and stays a page that leads on."""
    monkeypatch.setattr(former, "MOST", 2)
    monkeypatch.setattr(former, "LONGEST", 60)
    long = "/" + "x" * 60 + "/"
    made = site(article("a", aliases=f"[/1/, {long}, /2/, /3/]") + ROOT)
    files = made.files()
    assert files["_redirects"].decode().splitlines() == ["/1/ /2026/11/a/ 301", "/2/ /2026/11/a/ 301"]
    assert {"3/index.html", f"{long[1:]}index.html"} <= set(files)
    assert "4 old addresses: hosts read 2 lines of at most 60 characters of _redirects" in made.warnings()


@pytest.mark.parametrize(("config", "said"), [
    ("redirects: {old: /}", "not a path in this site: 'old'"),
    ("redirects: {/: /about/}", "not a path in this site: '/'"),
    ("redirects: {'/a*b/': /}", "not a path in this site"),
    ("redirects: {/a/: about}", "leads to a path in this site or to a web address"),
    ("redirects: {/a/: 'javascript:alert(1)'}", "leads to a path in this site or to a web address"),
    ("redirects: {/a/: //evil.example/}", "leads to a path in this site or to a web address"),
    ("redirects: [/a/]", "redirects must be a mapping"),
    ("cname: https://e.org/", "'cname' is the name of a host"),
    ("cname: 'e.org\n  x'", "'cname' is the name of a host"),
    ("robots: {ai: no}", "'ai' is not one of allow, no-training, disallow"),
    ("robots: {max_snippet: some}", "'max_snippet' is not a whole number"),
    ("robots: {copies: yes}", "'copies' is not one of noindex, index"),
    ("robots: {rule: x}", "did you mean 'rules'?"),
])  # fmt: skip
def test_what_cannot_be_is_told_with_its_line(site: Make, config: str, said: str) -> None:
    """And nothing is built."""
    with pytest.raises(CorantoError) as caught:
        site(f"{ROOT}{config}\n").press()
    [problem] = [each for each in caught.value.problems if each.severity == "error"]
    assert said in f"{problem.message} {problem.hint}"
    assert problem.place
    assert problem.place.line >= 3


def test_a_host_of_ones_own(site: Make) -> None:
    """CNAME, for GitHub Pages; where base_url is another's, or has a path, that is told."""
    made = site(ROOT + "cname: e.org\n")
    assert made.files()["CNAME"] == b"e.org\n"
    assert not [said for said in made.warnings() if "shows this site" in said]
    for url in ("https://other.org/", "https://e.org/d/"):
        said = site(f"-- config.yaml --\ntitle: T\nbase_url: {url}\ncname: e.org\n").warnings()
        assert [each for each in said if each.startswith("the host e.org shows this site at its root")]
    assert "CNAME" not in site(ROOT).files()


def test_a_former_address_that_is_taken_takes_none_itself(site: Make) -> None:
    """A page below the folder of that key's name is no second mistake."""
    made = site(
        article("a", aliases="[/about/]")
        + "-- content/pages/about.md --\n---\ntitle: About\n---\nUs.\n"
        + "-- content/pages/aliases.md --\n---\ntitle: Aliases\nslug: aliases\n---\nUs.\n"
    )
    with pytest.raises(CorantoError) as caught:
        made.press()
    assert [problem.hint for problem in caught.value.problems] == ["take /about/ out of aliases"]
