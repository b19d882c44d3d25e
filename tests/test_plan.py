"""The pages of the archive, the indexes, what leads on, and a story that is shown once."""

import gzip
import re
import sys
import types
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest

from coranto.plan import ways
from coranto.plan.alphabet import OTHERS, bare, letter, order
from coranto.problems import CorantoError
from tests.extras import needs
from tests.smallsite import CONFIG, SmallSite, article

Make = Callable[[str], SmallSite]

NOVEMBER = (
    article("a", "First", "2026-11-02T08:00")
    + article("b", "Second", "2026-11-20T09:00")
    + article("c", "Third", "2026-11-20T18:53")
    + article("d", "Older", "2026-10-31")
)


def links(site: SmallSite, path: str, where: str = "//main") -> list[str]:
    """Where the links of a page lead."""
    return lxml.html.fromstring(site.html(path)).xpath(f"{where}//a/@href")


def test_a_day_has_a_page_and_its_neighbours(site: Make) -> None:
    """Those that have articles; its month stands above it."""
    made = site(NOVEMBER)
    assert re.fullmatch(
        r"November 2026 Friday 20 November 2026 2.articles Articles 18:53 Third Text\. 09:00 Second Text\. "
        r"EarlierMonday 2 November 2026",
        made.main("2026/11/20/index.html"),
    )
    assert links(made, "2026/11/02/index.html", "//nav[@class='turn']") == [
        "../../../2026/10/31/",
        "../../../2026/11/20/",
    ]
    assert "2026/11/03/index.html" not in made.files()


def test_a_month_is_a_grid_of_weeks(site: Make) -> None:
    """From Monday to Sunday; a day that has articles is a link and says how many, any other is none."""
    made = site(NOVEMBER)
    tree = lxml.html.fromstring(made.html("2026/11/index.html"))
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in tree.xpath("//table/tbody/tr")]
    assert rows[0] == ["", "", "", "", "", "", "1"]
    assert rows[1] == ["2 1 article", "3", "4", "5", "6", "7", "8"]
    assert rows[3][4] == "20 2 articles"
    assert len(rows) == 6
    assert tree.xpath("//table//a/@href") == ["../../2026/11/02/", "../../2026/11/20/"]
    without = site(f"-- config.yaml --\n{CONFIG}pages: {{day: false}}\n")
    assert not lxml.html.fromstring(without.html("2026/11/index.html")).xpath("//table//a")


def test_a_month_of_many_pages_has_its_grid_on_the_first(site: Make) -> None:
    """And an article more in it changes no other."""
    made = site(
        "".join(article(f"a{number:02}", date=f"2026-11-{number % 20 + 1:02}") for number in range(25))
        + f"-- config.yaml --\n{CONFIG}per_page: 5\n"
    )
    before = made.files()
    assert b"<table" in before["2026/11/index.html"]
    assert b"<table" not in before["2026/11/page/1/index.html"]
    after = made.write(article("b", date="2026-11-21")).files()
    assert before["2026/11/page/1/index.html"] == after["2026/11/page/1/index.html"]


@pytest.mark.parametrize("count", [30, 31])
def test_a_long_index_is_by_letter(site: Make, count: int) -> None:
    """With links to the letters; one of thirty names or less stays whole."""
    names = ", ".join(f"{'ABC'[number % 3]}{number:02}" for number in range(count - 1))
    tree = lxml.html.fromstring(site(article("a", tags=f"[{names}, 5G]")).html("tag/index.html"))
    assert tree.xpath("//nav[@class='jump']//a/text()") == ([OTHERS, "A", "B", "C"] if count > 30 else [])
    assert tree.xpath("//h2[starts-with(@id, 'letter_')]/text()") == ([OTHERS, "A", "B", "C"] if count > 30 else [])
    assert len(tree.xpath("//main//ul[@class='index']/li")) == count
    for target in tree.xpath("//nav[@class='jump']//a/@href"):
        assert tree.xpath(f"//*[@id='{target[1:]}']")


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["“Ants”", "Émile", "emit", "Zebra", "Ωmega", "Ґанок", "Дім", "Івано", "Яр"]),
        ("sv", ["Zebra", "Åland", "Äpple", "Öl"]),
        ("de", ["Äpfel", "Apfelz", "Öl", "Zebra"]),
        ("uk", ["Гора", "Ґанок", "Дім", "Енергія", "Єва", "Зима", "Ива", "Івано", "Їжа", "Йод", "Яр", "Zebra"]),
        ("es", ["Nube", "Ñandú", "Oso"]),
        ("tr", ["ılık", "iyi"]),
    ],
)
def test_names_stand_in_the_order_of_the_language(language: str, names: list[str]) -> None:
    """Letters that an alphabet has are its own; marks it does not know are none."""
    assert sorted(set(names), key=lambda name: order(name, language)) == names


@pytest.mark.parametrize(
    ("language", "name", "found"),
    [
        ("en", "Émile", "E"), ("sv", "Åland", "Å"), ("de", "Österreich", "O"), ("en", "7 days", OTHERS), ("en", "…", OTHERS),
        ("en", "“Quoted”", "Q"), ("tr", "iyi", "İ"), ("uk", "їжа", "Ї"), ("en", "straße", "S"), ("en", "Łódź", "L"),
        ("de", "Ørsted", "O"), ("da", "Ørsted", "Ø"), ("en", "Æsop", "A"), ("en", "Їжак", "Ї"), ("el", "Άργος", "Α"), ("ar", "أخبار", "ا"),
    ],
)  # fmt: skip
def test_a_name_stands_under_its_letter(language: str, name: str, found: str) -> None:
    """Signs before it do not count; digits stand under one sign."""
    assert letter(name, language) == found


def test_an_outlet_stands_under_its_name_without_the_article() -> None:
    """In the language of the site; a name that is an article stays."""
    assert [bare(name, "en") for name in ("The Courier", "the Star", "A Paper", "Theatre", "The")] == [
        "Courier", "Star", "Paper", "Theatre", "The",
    ]  # fmt: skip
    assert bare("Die Zeit", "de-AT") == "Zeit"
    assert bare("Die Zeit", "en") == "Die Zeit"


def test_every_feed_stands_on_the_page_to_subscribe(site: Make) -> None:
    """That of the site first, then those of sections and so on; no page without feeds."""
    per = CONFIG.replace("}", ", tag: [], author: []}")
    made = site(
        article("a", section="Power", source="{name: The Star}")
        + article("b", section="River")
        + f"-- config.yaml --\n{per}"
    )
    tree = lxml.html.fromstring(made.html("subscribe/index.html"))
    assert tree.xpath("//main//h2/text()") == ["Everything", "Sections", "Sources"]
    assert [link.removeprefix("../") for link in tree.xpath("//main//a[@type]/@href") if link.endswith("feed.xml")] == [
        "feed.xml", "section/power/feed.xml", "section/river/feed.xml", "source/the-star/feed.xml",
    ]  # fmt: skip
    assert "A feed is an address" in made.main("subscribe/index.html")
    made.write("-- config.yaml --\ntitle: T\n")
    assert "subscribe/index.html" not in made.files()


def test_corrections_stand_on_one_page_newest_first(site: Make) -> None:
    """With a link to the article; none where nothing was corrected, and nothing of a draft."""
    made = site(
        article(
            "a", "First", corrections="[{date: 2026-11-20, text: It was nine.}, {date: 2026-11-21, text: And ten.}]"
        )
        + article("b", "Second", corrections="[{date: 2026-11-21T12:00, text: It was Tuesday.}]")
        + article("c", "Third", draft="true", corrections="[{date: 2026-11-21, text: Nothing yet.}]")
    )
    assert re.search("It was Tuesday.*And ten.*It was nine", made.main("corrections/index.html"))
    assert links(made, "corrections/index.html") == ["../2026/11/b/", "../2026/11/a/", "../2026/11/a/"]
    assert "Nothing yet" not in made.html("corrections/index.html")
    assert made.press().site.facts.places.corrections == "/corrections/"
    made.write(article("a") + article("b"))
    assert "corrections/index.html" not in made.files()
    assert made.press().site.facts.places.corrections == ""


@pytest.mark.parametrize("slug", ["search", "subscribe", "corrections"])
def test_a_page_of_the_site_s_own_takes_the_place_of_ours(site: Make, slug: str) -> None:
    """It was there before, and stays."""
    made = site(
        article("a", corrections="[{date: 2026-11-20, text: No.}]")
        + f"-- content/pages/{slug}.md --\n---\ntitle: Mine\n---\nOwn words.\n"
    )
    assert made.main(f"{slug}/index.html") == "Mine Own words."


def test_without_an_index_the_search_page_leads_on(site: Make) -> None:
    """By day, topic and outlet, without a field or a script."""
    made = site(article("a", section="Power", tags="[grid]", source="{name: The Star}"))
    page = made.html("search/index.html")
    assert re.fullmatch(
        r"Search By dayArchive 2026 November Sections Power 1 article Topics grid 1 article Sources The Star 1 article",
        made.main("search/index.html"),
    )
    assert "<script src" not in page
    assert "<input" not in page
    assert not [path for path in made.files() if path.startswith("pagefind/")]
    assert (
        "search/index.html"
        not in site("-- content/a.md --\n---\ntitle: A\ndate: 2026-11-20\ndraft: true\n---\n").files()
    )


def test_pages_alone_can_be_searched(site: Make) -> None:
    """A site without articles has a search page when an index was asked for, and else none."""
    page = "-- content/pages/help.md --\n---\ntitle: Help\n---\n\nHow.\n"
    assert "search/index.html" not in site(page).files()
    assert "search/index.html" in site(f"{page}-- config.yaml --\n{CONFIG}search: true\n").files()


def test_search_without_the_extra_is_told(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A warning that names what to install; the page leads on all the same."""
    monkeypatch.setattr(ways, "installed", lambda name: False)
    made = site(article("a") + f"-- config.yaml --\n{CONFIG}search: true\n")
    assert [said for said in made.warnings() if "search: true needs the extra 'search'" in said]
    assert "<script src" not in made.html("search/index.html")
    with pytest.raises(CorantoError, match="needs the extra"):
        made.press(strict=True)


needs_pagefind = needs("pagefind_bin")
SEARCHED = (
    article("a", "First headline", "2026-11-20", "Zanzibar here.", source="{name: The Star}", note="A *remark*.")
    + article("b", "Second", body="Other words.")
    + article(
        "c", "Third", body=" ".join(f"word{number}" for number in range(100)), source="{name: O}", republish="excerpt"
    )
    + f"-- config.yaml --\n{CONFIG}search: true\n"
)


def found(files: dict[str, bytes]) -> str:
    """What the index holds of the pages."""
    held = [gzip.decompress(data) for path, data in sorted(files.items()) if path.endswith(".pf_fragment")]
    return "\n".join(data.decode("utf-8", "replace") for data in held)


@needs_pagefind
def test_the_index_is_published_with_the_pages(site: Make) -> None:
    """Of their text and nothing around it; of an excerpt no more than is shown."""
    made = site(SEARCHED)
    made.build()
    files = {
        path.relative_to(made.root / "output").as_posix(): path.read_bytes()
        for path in (made.root / "output").rglob("*")
        if path.is_file()
    }
    assert {"pagefind/pagefind.js", "pagefind/pagefind-entry.json"} <= set(files)
    assert not [path for path in files if "-ui" in path]
    text = found(files)
    assert all(words in text for words in ("Zanzibar here", "A remark", "The Star", "/2026/11/a/", "20 Nov 2026"))
    assert "Skip to the news" not in text
    assert "word10" in text
    assert "word99" not in text
    assert "search.js" in files["search/index.html"].decode()
    assert all(path in files["manifest.json"].decode() for path in files if path.startswith("pagefind/"))


@needs_pagefind
def test_the_index_is_made_again_only_for_another_text(site: Make) -> None:
    """The same texts give the same bytes; a file of it that is gone comes back as it was."""
    made = site(SEARCHED)
    made.build()
    kept = {path: path.read_bytes() for path in (made.root / "output/pagefind").rglob("*") if path.is_file()}
    assert made.build().written == ()
    next(iter((made.root / "output/pagefind/fragment").iterdir())).unlink()
    made.build()
    made.build(clean=True)
    assert {path: path.read_bytes() for path in (made.root / "output/pagefind").rglob("*") if path.is_file()} == kept
    written = made.write(article("b", "Second", body="New words.")).build().written
    assert "pagefind/pagefind-entry.json" in written
    assert "pagefind/pagefind.js" not in written
    gone = made.write(f"-- config.yaml --\n{CONFIG}search: false\n").build().deleted
    assert "pagefind/pagefind.js" in gone


@needs_pagefind
def test_the_preview_makes_no_index_and_says_so(site: Make) -> None:
    """A saved file is on the screen at once."""
    files = site(SEARCHED).files(script="/livereload.js")
    assert not [path for path in files if path.startswith("pagefind/")]
    assert b"the preview has none" in files["search/index.html"]


def test_an_index_that_cannot_be_made_is_an_error(site: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With its last words, and the way out; the last site stays."""
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\necho beginning >&2\necho 'out of ideas' >&2\nexit 3\n")
    program.chmod(0o755)
    broken = types.ModuleType("pagefind_bin")
    broken.get_executable = lambda: program  # type: ignore[attr-defined]  # a package made up here
    monkeypatch.setitem(sys.modules, "pagefind_bin", broken)
    monkeypatch.setattr(ways, "installed", lambda name: name == "pagefind_bin")
    made = site(SEARCHED)
    with pytest.raises(CorantoError, match="Pagefind made no index: out of ideas"):
        made.build()
    assert not (made.root / "output").exists()


STORY = (
    article("a", "From the Star", "2026-11-20T08:00", source="{name: Star}", story="flood", section="River", tags="[w]")
    + article(
        "b",
        "From the Courier",
        "2026-11-20T09:00",
        source="{name: Courier}",
        story="flood",
        section="River",
        tags="[w]",
    )
    + article("c", "Elsewhere", "2026-11-21", source="{name: Star}", section="Power", tags="[w]")
    + article("d", "From the Post", "2026-11-19", source="{name: Post}", story="flood", section="Power")
)


@pytest.mark.parametrize("path", ["latest/index.html", "section/river/index.html", "tag/w/index.html"])
def test_lists_show_a_story_once(site: Make, path: str) -> None:
    """Its newest report there, with who else told it; a report of it in another section stands for it there."""
    page = site(STORY).main(path)
    assert "From the Courier" in page
    assert "Also told by Star and Post" in page
    assert "From the Star" not in page


@pytest.mark.parametrize("path", ["source/star/index.html", "2026/11/index.html", "2026/11/20/index.html", "feed.xml"])
def test_what_an_outlet_wrote_a_day_and_a_feed_are_whole(site: Make, path: str) -> None:
    """Nobody would look for the rest elsewhere."""
    assert b"From the Star" in site(STORY).files()[path]


def test_stories_without_pages_hide_no_report(site: Make) -> None:
    """For nothing would lead to it."""
    assert "From the Star" in site(STORY + f"-- config.yaml --\n{CONFIG}pages: {{story: false}}\n").main(
        "latest/index.html"
    )


def test_the_front_page_shows_a_story_once(site: Make) -> None:
    """Lead, picks and sections between them; the rail is a log, and has each story once."""
    made = site(
        STORY.replace("title: Elsewhere", "title: Elsewhere\nfeatured: 2").replace(
            "title: From the Courier", "title: From the Courier\nfeatured: 1"
        )
        + article("e", "Plain", "2026-11-18", section="Power")
    )
    tree = lxml.html.fromstring(made.html("index.html"))
    assert tree.xpath("//article[contains(@class, 'lead')]/h2/a/text()") == ["From the Courier"]
    assert tree.xpath("//section[@class='cluster']//li/a/text()") == ["From the Star", "From the Post"]
    assert tree.xpath("//section[@class='picks']//h3/a/text()") == ["Elsewhere"]
    assert tree.xpath("//section[contains(@class, 'sec')]//h3/a/text()") == ["Plain"]
    assert tree.xpath("//section[@class='rail']//li//a/text()") == ["Elsewhere", "From the Courier", "Plain"]


def test_an_icon_stands_where_it_is_asked_for(site: Make) -> None:
    """At the root too; but not the built-in one beside a theme's own."""
    made = site(article("a"))
    assert made.files()["favicon.ico"][:4] == b"\0\0\1\0"
    made.write(
        "-- config.yaml --\ntitle: T\ntheme: own\n-- themes/own/theme.yaml --\nname: own\ninherits: plain\n"
        '-- themes/own/assets/icon.svg --\n<svg xmlns="http://www.w3.org/2000/svg"/>\n'
    )
    assert "favicon.ico" not in made.files()
    made.write("-- themes/own/assets/favicon.ico --\nown\n")
    assert made.files()["favicon.ico"] == b"own\n"


def test_a_story_is_told_once_on_the_page_for_what_is_not_there(site: Make) -> None:
    """As on the front page and in lists: five reports of one event leave room for others."""
    made = site(
        "".join(article(f"r{number}", f"Report {number}", story="ferry") for number in range(6))
        + article("other", "Another matter", "2026-11-18")
    )
    said = made.main("404.html")
    assert said.count("Report") == 1
    assert "Another matter" in said
