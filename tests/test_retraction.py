"""What is taken back: a notice in its place, and nothing of it anywhere else."""

from collections.abc import Callable

import pytest

from coranto.problems import CorantoError
from tests.smallsite import DOT, SmallSite, article, small_site

Make = Callable[[str], SmallSite]
TAKEN = "{date: 2026-11-21, reason: The outlet has withdrawn <it>.}"
SITE = (
    article("a", "Grid repairs", tags="[grid]", story="winter")
    + article("c", "Ferry table", "2026-11-18", tags="[grid]", section="Energy", story="winter")
    + "-- content/editions/1.md --\n---\nnumber: 1\ntitle: First\ndate: 2026-11-20\nparts:\n"
    "  - title: P\n    items: [{article: a}, {article: b}]\n---\nIntro.\n"
)
FIELDS = {
    "tags": "[grid, only-here]",
    "section": "Energy",
    "story": "winter",
    "featured": "1",
    "authors": "[Ada Wren]",
    "source": "{name: The Courier, url: 'https://c.example/b'}",
    "note": "Nota bene.",
    "standfirst": "A standing first.",
}


def with_b(retracted: str = "", **fields: str) -> str:
    """The site with an article that may be retracted."""
    more = {**FIELDS, **fields, **({"retracted": retracted} if retracted else {})}
    return SITE + article("b", "Bridge opens", "2026-11-19", body="Words of the bridge.", **more)


def test_a_notice_is_all_that_is_left(site: Make) -> None:
    """Title, reason, date and outlet; not in search engines. Of its text and its names there is no trace."""
    made = site(with_b(TAKEN) + article("linking", body="See [that](b.md)."))
    files = made.files()
    page = "2026/11/b/index.html"
    notice = files[page].decode()
    said = made.main(page)
    for words in ("Retracted", "Bridge opens", "The outlet has withdrawn <it>.", "21 November 2026", "The Courier"):
        assert words in said
    assert '<meta name="robots" content="noindex,follow">' in notice
    assert 'href="https://c.example/b"' in notice
    for path, data in files.items():
        text = data.decode("utf-8", "replace")
        for trace in ("Words of the bridge", "Nota bene", "A standing first", "Ada Wren", "only-here"):
            assert trace not in path + text, path
        assert path == page or "Bridge opens" not in text, path
        assert (
            path in (page, "2026/11/linking/index.html", "feed.xml", "atom.xml", "feed.json")
            or "2026/11/b/" not in text
        ), path
    assert 'href="../../../2026/11/b/"' in files["2026/11/linking/index.html"].decode(), (
        "whoever links to it comes to the notice"
    )
    assert [each for each in made.warnings() if "retracted" in each] == [
        "edition 1 names 'b', which is retracted: left out"
    ]


def test_the_rest_is_as_if_it_had_never_been(site: Make, tmp_path_factory: pytest.TempPathFactory) -> None:
    """All other pages and feeds are those of a site without it; undone, all is as it was."""
    plain = site(with_b())
    before = plain.files()
    plain.build()
    plain.write(with_b(TAKEN))
    after = plain.files()
    plain.build()
    assert {path: (plain.root / "output" / path).read_bytes() for path in after} == after, "law 1"
    without = small_site(tmp_path_factory.mktemp("without"), SITE).files()
    ours = {path: data for path, data in after.items() if path != "2026/11/b/index.html"}
    assert ours == without
    assert plain.write(with_b()).files() == before


def test_its_files_go_with_it_unless_another_shows_them(site: Make) -> None:
    """Also from content/assets/; what nobody names stays there, and so does what the menu leads to."""
    names = ("lead.gif", "in text.gif", "both.gif", "map.pdf", "table.csv", "nobody.gif")
    body = '![A](/in%20text.gif "x") ![B](assets/both.gif)\n\n[m](/map.pdf) and [t]\n\n[t]: assets/table.csv#top\n'
    b = article("b", image="/lead.gif", body=body, retracted=TAKEN)
    made = site(b + article("a", body="![B](/both.gif)")).write(
        "-- config.yaml --\ntitle: T\nbase_url: https://e.example/\nmenu: [{title: Map, url: /map.pdf}]\n"
    )
    folder = made.root / "content/assets"
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(DOT.encode("latin-1"))
    left = {"assets/both.gif", "assets/map.pdf", "assets/nobody.gif"}
    assert {path for path in made.files() if path.startswith("assets/")} == left
    made.write(b.replace(f"retracted: {TAKEN}\n", ""))
    assert len([path for path in made.files() if path.startswith("assets/")]) == len(names)


def test_its_id_stays_taken(site: Make) -> None:
    """And its address."""
    made = site(with_b(TAKEN) + article("other", id="b"))
    with pytest.raises(CorantoError, match="the id 'b' is taken"):
        made.press()
    with pytest.raises(CorantoError, match="both want"):
        made.write(article("other", id="other", slug="b")).press()


def test_what_had_no_page_has_no_notice(site: Make) -> None:
    """Pure links, and sites without pages of articles."""
    for fields, config in (({"republish": "link"}, ""), ({}, "pages: {article: false}\n")):
        made = site(with_b(TAKEN, **fields) + f"-- config.yaml --\ntitle: T\nbase_url: https://e.org/\n{config}")
        assert not [path for path, data in made.files().items() if b"Bridge opens" in data]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("true", "must be a mapping of 'date' and 'reason'"),
        ("2026-11-21", "must be a mapping of 'date' and 'reason'"),
        ("[a, b]", "must be a mapping of 'date' and 'reason'"),
        ("{date: 2026-11-21}", "a retraction needs a reason"),
        ("{reason: Wrong.}", "a retraction needs a date"),
        ("{date: soon, reason: Wrong.}", "'date' is not a date: 'soon'"),
        ("{date: 2026-11-21, reason: ' '}", "a retraction needs a reason"),
        ("{}", "a retraction needs a date"),
    ],
)
def test_a_retraction_that_is_none_is_told(site: Make, value: str, said: str) -> None:
    """With line and what to write: never passed over, for then the article would stay."""
    with pytest.raises(CorantoError) as caught:
        site(article("a", retracted=value)).press()
    problem = caught.value.problems[0]
    assert said in problem.message
    assert problem.place
    assert (problem.place.path, problem.place.line) == ("content/a.md", 4)
    assert problem.hint


@pytest.mark.parametrize("fields", [{"draft": "true"}, {"published": "2026-12-24"}])
def test_a_draft_or_embargoed_article_has_no_notice(site: Make, fields: dict[str, str]) -> None:
    """It leaves no trace, whatever else it says."""
    made = site(with_b(TAKEN, **fields))
    assert not [path for path, data in made.files().items() if b"Bridge opens" in data or "/b/" in path]
