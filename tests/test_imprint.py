"""What pages tell machines: titles, Open Graph, JSON-LD."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.imprint import _locale, _script
from coranto.problems import CorantoError
from tests.made_pictures import png
from tests.smallsite import SmallSite, article

Make = Callable[[str], SmallSite]
DIGEST = (
    article("own", "Grid repairs", "2026-11-19T10:00", source='{name: The Courier, url: "https://c.example/own"}',
            republish="own", section="Energy", tags="[Energy, winter]", authors="[Ada Wren]", story="winter",
            corrections="[{date: 2026-11-21, text: It was Monday.}]", standfirst="All lights are back.")
    + article("quoted", "Grid repairs", "2026-11-18", "Their words.", source='{name: The Star, url: "https://s.example/q"}',
              republish="excerpt", story="winter", language="uk")
    + article("copied", "Ferry table", "2026-11-17", "All of it.", source='{name: The Star, url: "https://s.example/c"}',
              republish="full", published="2026-11-18", licence="https://licences.example/by")
    + article("linked", "Elsewhere", "2026-11-16", source='{name: The Star, url: "https://s.example/l"}', republish="link")
    + "-- content/editions/1.md --\n---\nnumber: 1\ntitle: First\ndate: 2026-11-20\neditor: Me\nparts:\n"
    "  - title: P\n    items: [{article: own}]\n---\n\nIntro.\n"
    "-- content/pages/about.md --\n---\ntitle: About\n---\n\nWho we are.\n"
    "-- content/authors/a.md --\n---\nname: Ada Wren\nrole: Editor\n---\n\nBio.\n"
)  # fmt: skip
BASE = "https://example.org/d/"


def tree(page: str | bytes) -> Any:
    return lxml.html.fromstring(page.decode() if isinstance(page, bytes) else page)


def metas(page: str | bytes) -> dict[str, list[str]]:
    """Each meta's name or property with what it says."""
    found: dict[str, list[str]] = {}
    for meta in tree(page).xpath("//meta[@content]"):
        found.setdefault(meta.get("property") or meta.get("name"), []).append(meta.get("content"))
    return found


def nodes(page: str | bytes) -> dict[str, dict[str, Any]]:
    """The JSON-LD of a page, by type."""
    scripts = tree(page).xpath("//script[@type='application/ld+json']/text()")
    graph = [node for script in scripts for node in json.loads(script)["@graph"]]
    return {node["@type"]: node for node in graph}


def pages(files: dict[str, bytes]) -> dict[str, bytes]:
    """All that a search engine may index."""
    found = {path: data for path, data in files.items() if path.endswith(".html")}
    return {path: data for path, data in found.items() if b"noindex" not in data.partition(b"</head>")[0]}


def test_every_page_tells_all_that_is_shared(site: Make) -> None:
    """Whatever kind of page it is, also without a picture, a tagline or a summary."""
    files = site(DIGEST).files()
    found = pages(files)
    assert len(found) > 25
    for path, data in found.items():
        told = metas(data)
        url = BASE + path.removesuffix("index.html")
        for name in ("og:title", "og:type", "og:site_name", "og:locale", "og:image:alt", "description", "twitter:card"):
            assert told[name][0].strip(), (path, name)
        assert told["og:url"] == tree(data).xpath("//link[@rel='canonical']/@href") == [url]
        assert told["og:image"][0].startswith(BASE)
        assert told["og:image"][0].removeprefix(BASE) in files
        assert (told["og:image:width"], told["og:image:height"]) == (["1200"], ["630"])


@pytest.mark.parametrize("what", ["title", "description"])
def test_no_two_pages_say_the_same(site: Make, what: str) -> None:
    """A tag called as a section is; two outlets with one headline; a list's second page."""
    many = "".join(
        article(f"n{number}", f"News {number}", body=f"Text {number}.", section="Energy", tags="[Energy]")
        for number in range(50)
    )
    said = [
        tree(data).findtext(".//title") if what == "title" else metas(data)["description"][0]
        for data in pages(site(DIGEST + many).files()).values()
    ]
    assert not [text for text in said if said.count(text) > 1]


def test_an_article_of_ours(site: Make) -> None:
    """What it is based on, by whom and when; a correction moves its last change."""
    page = site(DIGEST).html("2026/11/own/index.html")
    told, node = metas(page), nodes(page)["NewsArticle"]
    assert told["og:type"] == ["article"]
    assert told["article:published_time"] == [node["datePublished"]] == ["2026-11-19T10:00+00:00"]
    assert told["article:modified_time"] == [node["dateModified"]] == ["2026-11-21"]
    assert (told["article:section"], told["article:tag"]) == (["Energy"], ["Energy", "winter"])
    assert told["article:author"] == [f"{BASE}author/ada-wren/"]
    assert node["isBasedOn"] == node["citation"] == "https://c.example/own"
    assert node["url"] == node["mainEntityOfPage"] == f"{BASE}2026/11/own/"
    assert node["author"] == [{"@type": "Person", "name": "Ada Wren", "url": f"{BASE}author/ada-wren/"}]
    assert node["publisher"]["name"] == "Test Digest"
    assert node["correction"][0]["text"] == "It was Monday."


def test_an_excerpt_is_a_page_of_ours_that_cites(site: Make) -> None:
    """Indexed under its own address, in the outlet's language, with the outlet for an author."""
    page = site(DIGEST).html("2026/11/quoted/index.html")
    node = nodes(page)["NewsArticle"]
    assert "robots" not in metas(page)
    assert node["isBasedOn"] == node["citation"] == "https://s.example/q"
    assert node["author"] == [{"@type": "Organization", "name": "The Star"}]
    assert (node["inLanguage"], metas(page)["og:locale"]) == ("uk", ["uk_UA"])
    assert tree(page).findtext(".//title") == "Grid repairs | The Star | Test Digest"


def test_a_copy_is_its_outlets(site: Make) -> None:
    """Canonical there, not to be indexed or kept; published by the outlet, on the outlet's day, under its licence."""
    page = site(DIGEST).html("2026/11/copied/index.html")
    node = nodes(page)["NewsArticle"]
    assert metas(page)["robots"] == ["noindex,follow,noarchive"]
    assert node["mainEntityOfPage"] == node["isBasedOn"] == "https://s.example/c"
    assert "url" not in node
    assert "citation" not in node
    assert (node["publisher"]["name"], node["sdPublisher"]["name"]) == ("The Star", "Test Digest")
    assert (node["datePublished"], node["license"]) == ("2026-11-17", "https://licences.example/by")


def test_copies_may_be_indexed_where_they_are_allowed_to_be(site: Make) -> None:
    """``robots: {copies: index}``: then they are pages as others are, in the sitemap too."""
    made = site(DIGEST + f"-- config.yaml --\ntitle: T\nbase_url: {BASE}\nrobots: {{copies: index}}\n")
    page = made.html("2026/11/copied/index.html")
    assert "robots" not in metas(page)
    assert nodes(page)["NewsArticle"]["url"] == f"{BASE}2026/11/copied/"
    assert f"{BASE}2026/11/copied/" in made.html("sitemap.xml")


def test_lists_name_what_they_hold(site: Make) -> None:
    """Pages by their addresses; what has none of ours, by its place in the list."""
    page = site(DIGEST).html("latest/index.html")
    listed = nodes(page)["CollectionPage"]["mainEntity"]["itemListElement"]
    assert [each["url"].removeprefix(BASE) for each in listed] == [
        "2026/11/own/", "2026/11/copied/", "latest/#item_linked",
    ]  # fmt: skip
    assert [each["position"] for each in listed] == [1, 2, 3]
    assert tree(page).get_element_by_id("item_linked") is not None


@pytest.mark.parametrize(("path", "steps"), [
    ("2026/11/own/index.html", "Test Digest > Energy > Grid repairs"),
    ("2026/11/quoted/index.html", "Test Digest > Grid repairs"),
    ("tag/winter/index.html", "Test Digest > Topics > winter"),
    ("edition/1/index.html", "Test Digest > Editions > First (edition 1)"),
    ("2026/11/19/index.html", "Test Digest > Archive > November 2026 > 19 November 2026"),
    ("latest/page/1/index.html", "Test Digest > Latest > Latest, page 1"),
    ("about/index.html", "Test Digest > About"),
])  # fmt: skip
def test_the_way_down(site: Make, path: str, steps: str) -> None:
    """Each step is a page that is there, and the last is the page itself."""
    made = site(DIGEST + "".join(article(f"n{number}", date="2026-10-01") for number in range(40)))
    files = made.files()
    crumbs = nodes(files[path])["BreadcrumbList"]["itemListElement"]
    assert " > ".join(each["name"] for each in crumbs) == steps
    for each in crumbs:
        assert each["item"].removeprefix(BASE) + "index.html" in files
    assert crumbs[-1]["item"] == BASE + path.removesuffix("index.html")


def test_the_site_names_its_publisher_and_an_author_is_a_person(site: Make) -> None:
    """On the front page; on the author's own."""
    files = site(DIGEST).files()
    assert nodes(files["index.html"])["WebSite"]["publisher"]["url"] == BASE
    assert nodes(files["author/ada-wren/index.html"])["ProfilePage"]["mainEntity"] == {
        "@type": "Person", "name": "Ada Wren", "jobTitle": "Editor",
    }  # fmt: skip
    assert nodes(files["source/the-star/index.html"])["CollectionPage"]["about"]["name"] == "The Star"


def test_without_a_base_url_no_address_of_ours_is_whole(site: Make) -> None:
    """What needs one is left out; the rest stays."""
    files = site(DIGEST + "-- config.yaml --\ntitle: T\n").files()
    for path, data in files.items():
        if path.endswith(".html"):
            assert "og:title" in metas(data)
            assert not nodes(data)
            assert not re.search(r"https?://(?!c\.example/|s\.example/|licences\.example/)", data.decode()), path
    assert not {"sitemap.xml", "news-sitemap.xml", "feed.xml"} & set(files)


def test_a_picture_of_the_page_comes_before_the_sites_and_that_before_the_themes(site: Make) -> None:
    """With its size and what it shows."""
    picture = png(64, 32)
    digest = site(article("a", image="{src: p.png, alt: A bridge, credit: B}") + article("b"))
    Path(digest.root, "content", "p.png").write_bytes(picture)
    told = metas(digest.html("2026/11/a/index.html"))
    assert told["og:image"] == told["twitter:image"] == [f"{BASE}p.png"]
    assert (told["og:image:width"], told["og:image:height"], told["og:image:alt"]) == (["64"], ["32"], ["A bridge"])
    assert metas(digest.html("2026/11/b/index.html"))["og:image"][0].endswith("/share.png")
    Path(digest.root, "content", "assets").mkdir()
    Path(digest.root, "content", "assets", "share.png").write_bytes(picture)
    assert metas(digest.html("2026/11/b/index.html"))["og:image"] == [f"{BASE}assets/share.png"]


def test_a_theme_may_have_a_picture_of_its_own(site: Make) -> None:
    """Whose size is read; one that is none is an error."""
    made = site("-- config.yaml --\ntitle: T\nbase_url: https://e.org/\ntheme: mine\n"
                "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\n-- themes/mine/assets/share.png --\nx")  # fmt: skip
    with pytest.raises(CorantoError, match="this picture cannot be shown"):
        made.press()
    Path(made.root, "themes/mine/assets/share.png").write_bytes(png(120, 63))
    told = metas(made.html("index.html"))
    assert (told["og:image:width"], told["og:image:height"]) == (["120"], ["63"])


HOSTILE = "</script><script>alert(1)</script><!-- \" ' & ]]> \\ \u202e\u2066\u2028\u2029"


def test_no_field_ends_the_script_it_stands_in(site: Make) -> None:
    """Each field is read back as it was written, and the page has no script but ours."""
    text = json.dumps(HOSTILE, ensure_ascii=False)
    made = site(article("a", text, authors=f"[{text}]", section=text, tags=f"[{text}]", summary=text, licence=text,
                        source=f'{{name: {text}, url: "https://o.example/?a=1&b=%22"}}', republish="own",
                        corrections=f"[{{date: 2026-11-20, text: {text}}}]")
                + f"-- config.yaml --\ntitle: {text}\ntagline: {text}\nbase_url: {BASE}\nlicence: {text}\n")  # fmt: skip
    same = " ".join(HOSTILE.split())
    for path, data in made.files().items():
        if path.endswith(".html"):
            assert len(tree(data).xpath("//script")) <= 1, path
            assert b"alert(1)</script>" not in data
    page = made.html("2026/11/a/index.html")
    node = nodes(page)["NewsArticle"]
    assert (node["headline"], node["author"][0]["name"], node["keywords"]) == (same, same, [same])
    assert metas(page)["article:tag"] == [same]
    assert nodes(made.html("index.html"))["WebSite"]["name"] == same


@given(st.dictionaries(st.text(), st.text()))
def test_json_ld_reads_back_whatever_it_holds(values: dict[str, str]) -> None:
    """For any text; and no sign in it means anything to HTML."""
    text = str(_script(iter([values])))
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text)["@graph"] == [values]


@pytest.mark.parametrize(("tag", "locale"), [
    ("en", "en_US"), ("uk", "uk_UA"), ("pt-BR", "pt_BR"), ("zh-Hant-tw", "zh_TW"), ("cy", "cy"), ("EN-gb", "en_GB"),
])  # fmt: skip
def test_a_locale_has_its_territory_where_one_is_known(tag: str, locale: str) -> None:
    """As Open Graph writes it."""
    assert _locale(tag) == locale


def test_a_snippet_may_be_limited(site: Make) -> None:
    """On pages that may be indexed at all."""
    made = site(DIGEST + f"-- config.yaml --\ntitle: T\nbase_url: {BASE}\nrobots: {{max_snippet: 60}}\n")
    assert metas(made.html("index.html"))["robots"] == ["max-snippet:60"]
    assert metas(made.html("404.html"))["robots"] == ["noindex,follow"]
