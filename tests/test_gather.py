"""Import: what comes in, what is doubted, and that nothing of anybody's is lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coranto import frontmatter
from coranto.article_file import article_values
from coranto.filing import Destination, Filed, file_clipping
from coranto.gather import Means, Result, gather
from coranto.inputs import named
from coranto.model import Bio, Clipping, Image, SourceRef, Teaser
from coranto.problems import CorantoError, Problem
from coranto.reading import read
from tests.smallsite import SmallSite

Make = Callable[[str], SmallSite]
NOW = datetime(2026, 11, 22, 7, 0, tzinfo=ZoneInfo("Europe/Kyiv"))

PAGE = """\
Skip to content

The bridge at Low Quay opens to barges again

by Ines Tallow November 20, 2026 6:53 PM 2 min read

The bridge at Low Quay opened to barges on Friday for the first time since the flood, the harbour office said.

Eleven boats had waited above the lock. “We counted every hour,” said Tobias Fenn, who steers the largest of them.

The council will decide in December whether the night crossings return as well. A second span is still being mended.

Newsletter

Enter your email to subscribe
"""
OTHER = """\
A lamp is lit on the north pier

November 19, 2026

The new lamp on the north pier was lit on Thursday evening. It is seen from the third buoy, the keepers said after a trial.

Its oil comes from the mill across the river, which had burned none since spring. Two men will trim the wick in turns.
"""
UNDATED = PAGE.replace("November 20, 2026 6:53 PM 2 min read", "2 months ago").replace("Low Quay", "High Quay")


def run(site: SmallSite, *texts: str | bytes, means: Means | None = None, **more: object) -> list[Result]:
    """Import some texts, as page0.txt and so on, into a site or a folder."""
    folder = site.root.parent / "brought"
    folder.mkdir(exist_ok=True)
    paths = [folder / f"page{number}.txt" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(gather(map(str, paths), Destination(site.root, NOW, **more), means or Means(jobs=1)))  # type: ignore[arg-type]  # passed on by name


def test_page_text_becomes_a_draft_in_the_order_of_the_specification(site: Make) -> None:
    """With what the page states, and where each field was found."""
    made = site("")
    [filed] = run(made, PAGE)
    assert isinstance(filed, Filed)
    assert filed.path == made.root / "content/articles/2026-11-20-the-bridge-at-low-quay-opens-to-barges-again.md"
    document = frontmatter.split(filed.path.read_text(), "x")
    values = document.fields.plain()
    assert list(values) == ["title", "date", "id", "authors", "draft", "imported"]
    assert values["title"] == "The bridge at Low Quay opens to barges again"
    assert values["date"] == "2026-11-20T18:53"
    assert values["authors"] == ["Ines Tallow"]
    assert values["draft"] == "true"
    assert values["imported"]["from"] == "page0.txt"
    assert values["imported"]["doubts"] == ["source"]
    assert {"title", "authors", "date"} <= set(values["imported"]["evidence"])
    assert document.body.strip().count("\n\n") == 2
    assert document.body.strip().startswith("The bridge at Low Quay opened")


def test_an_imported_draft_leaves_no_trace_until_it_is_published(site: Make) -> None:
    """The road goes on from here."""
    made = site("")
    run(made, PAGE)
    assert "Low Quay" not in made.main("index.html")
    assert "Low Quay" in made.main("index.html", withheld=True)


def test_importing_again_changes_nothing(site: Make) -> None:
    """Known by its words, also under another name and with another sidebar."""
    made = site("")
    [first] = run(made, PAGE)
    assert isinstance(first, Filed)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in made.root.rglob("*") if path.is_file()}
    [again] = run(made, PAGE)
    other = run(made, "", PAGE.replace("Newsletter", "Sign up"))[1]
    assert isinstance(again, Filed)
    assert isinstance(other, Filed)
    assert (again.status, other.status) == ("known", "known")
    assert again.path == first.path
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in made.root.rglob("*") if path.is_file()}
    assert after == before


def test_a_hand_edited_or_renamed_article_is_known_and_kept(site: Make) -> None:
    """Never overwritten, never doubled."""
    made = site("")
    [filed] = run(made, PAGE)
    assert isinstance(filed, Filed)
    moved = made.root / "content/renamed.md"
    moved.write_text(filed.path.read_text().replace("Eleven boats", "Twelve boats"))
    filed.path.unlink()
    [again] = run(made, PAGE)
    assert isinstance(again, Filed)
    assert (again.status, again.path) == ("known", moved)


@pytest.mark.parametrize(("page", "status", "draft"), [(PAGE, "published", False), (UNDATED, "new", True)])
def test_publish_puts_out_what_no_doubt_blocks(site: Make, page: str, status: str, draft: bool) -> None:
    """A missing outlet does not block; a missing date does."""
    made = site("")
    [filed] = run(made, page, publish=True)
    assert isinstance(filed, Filed)
    values = frontmatter.split(filed.path.read_text(), "x").fields.plain()
    assert filed.status == status
    assert ("draft" in values) is draft
    assert values.get("published") == (None if draft else "2026-11-22T07:00+02:00")
    assert ("date" in values["imported"]["doubts"]) is draft


def test_a_folder_gets_the_article_alone_under_the_inputs_name(site: Make, tmp_path: Path) -> None:
    """Outside any site; importing again changes nothing, and another article is not overwritten."""
    made = site("")
    out = tmp_path / "out"
    for status in ("new", "known"):
        [filed] = run(made, PAGE, folder=out)
        assert isinstance(filed, Filed)
        assert (filed.status, filed.path) == (status, out / "page0.md")
    [older] = run(made, UNDATED, folder=out)
    assert isinstance(older, Filed)
    assert (older.status, older.path) == ("changed", out / "page0.md")
    [problem] = run(made, OTHER, folder=out)
    assert isinstance(problem, Problem)
    assert "not overwritten" in problem.message
    assert [path.name for path in out.iterdir()] == ["page0.md"]
    assert not list((made.root / "content").rglob("*.md"))


def test_one_bad_input_never_stops_the_rest(site: Make, tmp_path: Path) -> None:
    """Each bad one is one clear line."""
    made = site("")
    (tmp_path / "good.txt").write_text(PAGE)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01")
    (tmp_path / "latin.txt").write_bytes(PAGE.replace("“", "\xab").encode("latin-1", "replace"))
    (tmp_path / "page.html").write_text("<!doctype html><p>x")
    names = ["empty.txt", "binary.txt", "latin.txt", "page.html", "gone.txt", "good.txt"]
    results = list(gather([str(tmp_path / name) for name in names], Destination(made.root, NOW), Means()))
    assert [type(result).__name__ for result in results] == ["Problem"] * 5 + ["Filed"]
    assert all(isinstance(result, Filed) or (result.place and result.message) for result in results)


def test_a_folder_is_read_file_by_file_and_standard_input_as_one(site: Make, tmp_path: Path) -> None:
    """`import pages/` and `import -`."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(PAGE)
    (folder / ".hidden").write_text("x")
    assert [each.name for each in named([str(folder), "-"])] == [str(folder / "a.txt"), "-"]  # type: ignore[union-attr]  # what is not there fails the test
    means = Means(stdin=lambda most: UNDATED.encode())
    filed = list(gather([str(folder), "-"], Destination(site("").root, NOW), means))
    assert [each.clipping.origin for each in filed if isinstance(each, Filed)] == [str(folder / "a.txt"), "stdin"]


FULL = Clipping(
    origin="folder/page.txt",
    title="“It's #1”: a: b [c] {d}",
    standfirst="Stand",
    authors=("A. Writer", "The desk"),
    date="2026-11-20",
    updated="2026-11-21T09:00",
    source=SourceRef("The Courier", "https://courier.example/"),
    section="Power",
    tags=("a, b", "2023", "NO"),
    language="en",
    image=Image(caption="A caption", credit="A. Wren"),
    related=(Teaser("Other story"),),
    bios=(Bio("A. Writer", "Writes *things*.", "Reporter"),),
    body="One.\n\nTwo.",
    evidence={"title": "first line"},
    doubts=(),
)


def test_every_field_of_a_clipping_reaches_the_article(tmp_path: Path) -> None:
    """And is read back by the build as it was."""
    from coranto.content.article import read_article
    from coranto.fields import Fields

    values = article_values(FULL, "page", None, "key", bios=FULL.bios)
    problems: list[Problem] = []
    document = frontmatter.split(frontmatter.join(values, FULL.body), "content/page.md")
    article = read_article("content/page.md", Fields(document.fields, problems))
    assert not problems
    assert (article.title, article.standfirst, article.authors) == (FULL.title, FULL.standfirst, FULL.authors)
    assert (article.source, article.section, article.tags, article.language) == (
        FULL.source,
        FULL.section,
        FULL.tags,
        "en",
    )
    assert article.image == FULL.image
    assert article.related == FULL.related
    assert article.draft
    assert article.imported["authors"] == [{"name": "A. Writer", "role": "Reporter", "bio": "Writes *things*."}]


def test_a_bio_becomes_an_author_record_once(site: Make) -> None:
    """And never replaces one that is there."""
    made = site("")
    filed = file_clipping(FULL, Destination(made.root, NOW))
    [record] = filed.records
    assert record == made.root / "content/authors/a-writer.md"
    assert "name: A. Writer\nrole: Reporter\n" in record.read_text()
    record.write_text("---\nname: A. Writer\n---\n\nMine.\n")
    from dataclasses import replace

    again = file_clipping(replace(FULL, title="Another"), Destination(made.root, NOW))
    assert again.records == ()
    assert "Mine." in record.read_text()
    assert "Mine." in made.html("author/a-writer/index.html", withheld=True)


def test_names_and_ids_never_collide(site: Make) -> None:
    """Two stories of one headline are two files."""
    made = site("")
    run(made, PAGE, PAGE.replace("Eleven", "Twelve"))
    names = sorted(path.name for path in (made.root / "content/articles").iterdir())
    assert [name[-8:] for name in names] == ["ain-2.md", "again.md"]
    assert len({page.path for page in made.press(withheld=True).site.pages}) > 2 or names


def test_an_id_that_is_taken_elsewhere_is_not_given_again(site: Make) -> None:
    """An import never makes a site that does not build."""
    made = site(
        "-- content/old/x.md --\n---\ntitle: X\ndate: 2026-11-20\nid: 2026-11-20-the-bridge-at-low-quay-opens-to-barges-again\n---\nx\n"
    )
    [filed] = run(made, PAGE)
    assert isinstance(filed, Filed)
    assert filed.path.stem.endswith("again-2")
    assert made.press(withheld=True)


def test_text_in_utf_16_is_read_by_its_mark(site: Make) -> None:
    """As some editors on Windows write it."""
    [filed] = run(site(""), PAGE.encode("utf-16"))
    assert isinstance(filed, Filed)
    assert "“We counted every hour,”" in filed.path.read_text()


def test_a_folder_that_receives_the_drafts_is_read_once(tmp_path: Path, site: Make) -> None:
    """What an import has just written is no input of it, nor of the next."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(PAGE)
    to = Destination(site("").root, NOW, folder=tmp_path / "in")
    assert [type(each).__name__ for each in gather([str(tmp_path / "in")], to, Means())] == ["Filed"]
    again = list(gather([str(tmp_path / "in")], to, Means()))
    assert [each.message if isinstance(each, Problem) else each.status for each in again] == [
        "this is an article already",
        "known",
    ]


STRANGE = [
    (b"", "there is nothing in it"),
    (b"%PDF-1.7\n%\xe2", "a PDF"),
    (b"PK\x03\x04\x14\0", "a ZIP archive"),
    (b"\x1f\x8b\x08\0", "packed with gzip"),
    (b"bplist00\xd1", "a web archive of Safari"),
    (b"{\\rtf1 Hello}", "a document of a word processor"),
    (b"\x89PNG\r\n", "a picture"),
    (b"a\0b", "NUL characters"),
    (b"---\ntitle: A\ndate: 2026-01-01\n---\nText.\n", "an article already"),
    (b"\xef\xbb\xbf---\r\ntitle: A\r\nimported: {}\r\n---\r\n", "an article already"),
    (b"+++\ntitle = 'A'\n+++\nText.\n", "an article already"),
    (b"From: a\r\nSubject: b\r\n c\r\nMIME-Version: 1.0\r\n\r\nText.\r\n", "a mail"),
    (b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n", "MHTML"),
]


@pytest.mark.parametrize(("data", "said"), STRANGE)
def test_what_is_no_page_is_called_by_its_name_with_what_to_do(data: bytes, said: str) -> None:
    """Rather than filed as odd text."""
    with pytest.raises(CorantoError, match=said) as told:
        read(data, "x", 10)
    assert told.value.problems[0].hint


@pytest.mark.parametrize(
    "head", ["---\n\nThe bridge opens\n\n", "Note: it opens\nFrom: the quay\n\n", "+++ Live +++\n\n"]
)
def test_a_text_that_only_looks_like_another_kind_is_read(head: str) -> None:
    """A rule, words with a colon, a newsroom's marks."""
    text = "The bridge at Low Quay opened to barges on Friday for the first time since the flood. " * 6
    assert read(f"{head}{text}\n\n{text}".encode(), "x.txt", 10).clippings


def test_what_a_killed_import_left_on_its_way_is_cleared_away(site: Make) -> None:
    """After an hour: what is younger may be of the desk, which is at work."""
    made = site("")
    folder = made.root / "content/articles"
    folder.mkdir(parents=True, exist_ok=True)
    left, other, link = (folder / name for name in (".coranto-a.new", ".x.new", ".coranto-c.new"))
    for path in (left, other):
        path.write_text("half")
    link.symlink_to(other)
    written = datetime.fromtimestamp(left.stat().st_ctime, NOW.tzinfo)
    list(gather([], Destination(made.root, written + timedelta(hours=2), dry=True), Means()))
    list(gather([], Destination(made.root, written + timedelta(minutes=50)), Means()))
    assert left.exists()
    list(gather([], Destination(made.root, written + timedelta(hours=2)), Means()))
    assert (left.exists(), other.exists(), link.is_symlink()) == (False, True, True)


def test_text_without_story_or_headline_is_refused() -> None:
    """Nothing is written for it."""
    from coranto.importers import page_text

    with pytest.raises(CorantoError):
        page_text.read(b"\n\n  \n", "x.txt", 500)


SEED_FACTS = {
    "000": (8, "Official: Russia", ("The Kyiv Independent news desk",), "", "The Kyiv Independent", ("date",)),
    "001": (
        7,
        "Zelensky: Ukraine",
        ("The Kyiv Independent news desk",),
        "2023-02-03T18:53",
        "The Kyiv Independent",
        (),
    ),
    "002": (7, "Defense Ministry reports", ("Dinara Khalilova",), "", "The Kyiv Independent", ("date",)),
    "003": (
        8,
        "Zelensky says Ukraine",
        ("The Kyiv Independent news desk",),
        "2023-03-07T06:41",
        "The Kyiv Independent",
        (),
    ),
    "004": (8, "Russian Forces", (), "", "", ("date", "source")),
}


def test_the_five_raw_pages_give_five_drafts(site: Make, seeds: list[Path]) -> None:
    """Headline, authors, date, outlet, doubts; every paragraph of the story, unaltered and in order, and nothing else."""
    made = site("-- config.yaml --\ntitle: T\nbase_url: https://e.org/\ntimezone: Europe/Kyiv\n")
    results = list(gather(map(str, seeds), Destination(made.root, NOW), Means()))
    assert len(results) == 5
    for result in results:
        assert isinstance(result, Filed)
        clipping = result.clipping
        name = Path(clipping.origin).name[:3]
        count, title, authors, date, outlet, doubts = SEED_FACTS[name]
        assert clipping.title.startswith(title), name
        assert (clipping.authors, clipping.date, clipping.source.name) == (authors, date, outlet), name
        assert clipping.doubts == doubts, name
        paragraphs = clipping.body.split("\n\n")
        assert len(paragraphs) == count, name
        lines = [line.strip() for line in Path(clipping.origin).read_text("utf-8-sig").splitlines()]
        places = [lines.index(paragraph.replace("\\", "").strip()) for paragraph in paragraphs]
        assert places == sorted(places), name
    again = list(gather(map(str, seeds), Destination(made.root, NOW), Means()))
    assert {each.status for each in again if isinstance(each, Filed)} == {"known"}
    assert made.press(withheld=True).site.pages
