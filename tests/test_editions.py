"""Editions: what is proposed, how one is read, and what the site's feed tells of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto import frontmatter
from coranto.cli.editions import edition as edition_group
from coranto.content.article import UNRANKED
from coranto.content.others import read_edition
from coranto.curation import Digest, curate
from coranto.fields import Fields
from coranto.issue import begin, period, propose
from coranto.model import Article, Content, Edition, Item, Moment, Part, SourceRef
from coranto.problems import CorantoError, Problem
from tests.smallsite import SmallSite, article
from tests.test_cli import run

Make = Callable[[str], SmallSite]
NOW = Moment(datetime(2026, 11, 22, 12, tzinfo=UTC))
WEEK = Moment(datetime(2026, 11, 16, tzinfo=UTC), day_only=True)


def at(days: float) -> Moment:
    """A moment so many days before now."""
    return Moment(NOW.at - timedelta(days=days))


def piece(name: str, days: float = 1, **more: object) -> Article:
    """An article that went out some days ago."""
    return Article(f"content/{name}.md", name, name, f"Title of {name}", date=at(days), **more)  # type: ignore[arg-type]  # passed on by name


def digest(*articles: Article) -> Digest:
    """What is published of them."""
    return curate(Content(articles), NOW.at)[0]


def proposed(made: Digest, editions: tuple[Edition, ...] = (), **more: object) -> list[tuple[str, list[str]]]:
    """The parts of a proposal, as title and ids."""
    edition, _ = read(propose(made, editions, WEEK, NOW, **more).text)  # type: ignore[arg-type]  # passed on by name
    return [(part.title, [item.article for item in part.items]) for part in edition.parts]


def read(text: str) -> tuple[Edition, list[Problem]]:
    """An edition's file, read as the build does."""
    problems: list[Problem] = []
    document = frontmatter.split(text, "content/editions/x.md")
    return read_edition("content/editions/x.md", Fields(document.fields, problems, zone=ZoneInfo("UTC"))), problems


def edition(number: int, *ids: str, days: float = 7, **more: object) -> Edition:
    """An edition of one part."""
    parts = (Part("P", tuple(map(Item, ids))),)
    return Edition(f"content/editions/{number}.md", number, "E", at(days), parts=parts, **more)  # type: ignore[arg-type]  # passed on by name


def test_parts_are_the_sections_the_largest_first() -> None:
    """Weight is that of the site's menu: all articles count, not this week's alone; what has no section comes last."""
    old = [piece(f"old{at}", 30, section="Power") for at in range(3)]
    made = digest(
        *old, piece("p", section="power"), piece("c1", section="City"), piece("c2", 2, section="City"), piece("n")
    )
    assert proposed(made) == [("Power", ["p"]), ("City", ["c1", "c2"]), ("", ["n"])]


def test_picks_come_first_by_rank_then_the_newest() -> None:
    """A pick without a rank stands behind those that have one."""
    made = digest(
        piece("new", 0.1),
        piece("older", 3),
        piece("any", 2, featured=UNRANKED),
        piece("two", 4, featured=2),
        piece("one", 5, featured=1),
    )
    assert proposed(made) == [("", ["one", "two", "any", "new", "older"])]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"featured": 1}, {}),
        ({}, {"republish": "link", "source": SourceRef("O", "https://o.example/")}),
        ({"slug": "long"}, {}),
    ],
)
def test_a_story_is_one_item_by_its_weightiest_report(first: dict[str, object], second: dict[str, object]) -> None:
    """A pick; else one that has a page of ours; else the longest. The others are named in a comment."""
    one, two = piece("one", 2, story="s"), piece("two", 1, story="s")
    reports = [
        Article(**{**{key: getattr(each, key) for key in each.__slots__}, **more})
        for each, more in ((one, first), (two, second))
    ]  # type: ignore[arg-type]  # passed on by name
    proposal = propose(digest(*reports), (), WEEK, NOW, length=lambda each: 9 if each.slug == "long" else 1)
    assert [item.article for item in read(proposal.text)[0].parts[0].items] == ["one"]
    assert (proposal.items, proposal.reports) == (1, 2)
    assert "Also told in two" in proposal.text


def test_what_an_edition_has_told_is_left_out() -> None:
    """With the reports of its stories that were out by then; a later report of the story is news."""
    made = digest(
        piece("told", 5, story="s"), piece("joined", 4, story="s"), piece("later", 1, story="s"), piece("fresh", 2)
    )
    have = (edition(1, "told", days=3),)
    assert proposed(made, have) == [("", ["later", "fresh"])]
    assert propose(made, have, WEEK, NOW).told == 2


def test_only_what_went_out_in_the_time_is_proposed() -> None:
    """From the first moment of the day on."""
    made = digest(piece("before", 7), Article("content/first.md", "first", "first", "T", date=WEEK), piece("in", 1))
    assert proposed(made) == [("", ["in", "first"])]


def test_the_number_goes_on_from_the_last_and_the_editor_stays() -> None:
    """Drafts count; the words of a draft's date do not say since when."""
    have = (
        edition(3, days=9, editor="Mara Quill"),
        edition(7, days=1, draft=True, editor="Olena"),
        edition(2, days=20),
    )
    made, problems = read(propose(digest(piece("a")), have, WEEK, NOW).text)
    assert (made.number, made.editor, made.draft, made.date) == (8, "Olena", True, NOW)
    assert begin(have) == at(9)
    assert begin(()) is None
    assert not problems


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2026, 11, 16), (2026, 11, 22), "16–22 November 2026"),
        ((2026, 10, 30), (2026, 11, 5), "30 October – 5 November 2026"),
        ((2025, 12, 29), (2026, 1, 4), "29 December 2025 – 4 January 2026"),
        ((2026, 11, 22), (2026, 11, 22), "22 November 2026"),
    ],
)
def test_a_period_says_once_what_its_days_share(first: tuple[int, ...], last: tuple[int, ...], words: str) -> None:
    """In any language whose dates end alike."""
    begun, ended = (Moment(datetime(*day, tzinfo=UTC)) for day in (first, last))  # type: ignore[misc, arg-type]  # three numbers each
    assert period(begun, ended) == words


@given(st.text(), st.text(), st.text(), st.text(min_size=1))
def test_a_proposal_reads_back_whatever_articles_are_called(title: str, source: str, author: str, wanted: str) -> None:
    """Nothing an outlet wrote becomes YAML."""
    one = Article(
        "content/a.md", "a: #1", "a", title or "T", date=at(1), source=SourceRef(source), authors=(author,), story="s"
    )
    two = Article("content/b.md", "b", "b", title or "T", date=at(2), source=SourceRef(source), story="s")
    made, problems = read(propose(digest(one, two), (), WEEK, NOW, title="A title").text)
    assert [item.article for part in made.parts for item in part.items] == ["a: #1"]
    assert not problems


def test_the_article_s_own_note_stands_in_a_comment() -> None:
    """To be taken over, or not: the item's note stays the editor's to write."""
    text = propose(digest(piece("a", note="Says who paid.\n\n# *Twice*."), piece("b")), (), WEEK, NOW).text
    assert text.count("# Its own note:") == 1
    assert '      # Its own note: Says who paid. # *Twice*.\n      - article: a\n        note: ""\n' in text


def test_a_title_from_a_terminal_is_kept_as_far_as_it_is_text() -> None:
    """Control characters and bytes that are no UTF-8 have no place in a file."""
    made = propose(digest(piece("a")), [], WEEK, NOW, "Fog\x1b[31m\udcff & ferries")
    assert "title: " + '"Fog[31m & ferries"' in made.text


def test_a_draft_may_lack_its_title() -> None:
    """One that goes out may not."""
    text = "---\nnumber: 3\ndate: 2026-11-22\n{}---\n"
    assert not read(text.format("draft: true\n"))[1]
    assert [problem.message for problem in read(text.format(""))[1]] == ["an edition needs a title"]


def test_an_article_that_is_named_twice_is_told(site: Make) -> None:
    """At the second place; both stay."""
    made = site(
        article("a")
        + "-- content/editions/1.md --\n---\ntitle: E\ndate: 2026-11-21\nparts: [{title: P, items: [a]}, {title: Q, items: [{article: a}]}]\n---\n"
    )
    assert made.warnings() == ["this edition names 'a' twice"]
    with pytest.raises(CorantoError):
        made.press(strict=True)


FEED = (
    article("a", "A & B", "2026-11-19", authors="[Ada Moss]", source='{name: "The <Courier>", url: "https://o.example/a"}', section="Power")
    + article("l", "A link", "2026-11-20", source='{name: Star, url: "https://star.example/?a=1&b=2"}', republish="link")
    + article("z", "Newest", "2026-11-22T09:00")
    + '-- content/sources/c.md --\n---\nname: "The <Courier>"\nlabel: city & daily\n---\n'
    + '-- content/editions/12.md --\n---\ntitle: The week\ndate: 2026-11-21T07:00\neditor: Mara Quill\nparts:\n  - {title: One & two, items: [{article: a, note: "Begin <here>."}]}\n  - {title: "", items: [l]}\n---\n\nAn [intro](/a.md).\n'
)  # fmt: skip


def test_an_edition_is_an_item_of_the_sites_feed(site: Make) -> None:
    """Among the articles by its date, with intro, headlines and source lines; an id that is its number's."""
    made = site(
        '-- config.yaml --\ntitle: T\nbase_url: https://example.org/d/\nfeeds: {id_authority: "example.org,2026"}\n'
        + FEED
    )
    files = made.files()
    entries = feedparser.parse(files["feed.xml"], sanitize_html=False, resolve_relative_uris=False).entries
    assert [entry.title for entry in entries] == ["Newest", "The week (edition 12)", "A link", "A & B"]
    entry = entries[1]
    assert (entry.id, entry.link) == ("tag:example.org,2026:edition/12", "https://example.org/d/edition/12/")
    assert entry.author == "Mara Quill"
    body = entry.content[0].value
    assert (
        '<p>An <a href="https://example.org/d/2026/11/a/">intro</a>.</p><h2>I. One &amp; two</h2><ol start="1"><li>'
        in body
    )
    assert (
        '<a href="https://example.org/d/source/the-courier/">The &lt;Courier&gt;</a> (city &amp; daily), by Ada Moss, 19 November 2026.'
        in body
    )
    assert '<a href="https://example.org/d/2026/11/a/">A &amp; B</a>' in body
    assert "Begin &lt;here&gt;." in body
    assert '<h2>II</h2><ol start="2">' in body
    assert '<strong><a href="https://star.example/?a=1&amp;b=2">A link</a></strong>' in body
    assert b"edition/12" not in files["section/power/feed.xml"]


def test_an_edition_without_an_intro_is_told_by_its_items(site: Make) -> None:
    """No words are made up for it."""
    made = site(FEED.replace("An [intro](/a.md).", ""))
    [entry] = [each for each in feedparser.parse(made.files()["feed.xml"]).entries if "edition" in each.id]
    assert entry.content[0].value.startswith("<p>By Mara Quill, 21 November 2026.</p><h2>")


def test_editions_count_among_the_items_of_a_feed(site: Make) -> None:
    """Newest first, up to the limit; an edition before what went out with it; a scheduled one not yet."""
    text = "-- config.yaml --\ntitle: T\nbase_url: https://example.org/\nfeeds: {limit: 2}\n"
    for number, date in ((1, "2026-11-18"), (2, "2026-11-20"), (3, "2026-11-30")):
        text += f"-- content/editions/{number}.md --\n---\ntitle: E{number}\ndate: {date}\n---\n"
    made = site(text + article("a", "A", "2026-11-20") + article("b", "B", "2026-11-19"))
    titles = [entry.title for entry in feedparser.parse(made.files()["feed.xml"]).entries]
    assert titles == ["E2 (edition 2)", "A"]
    assert b"E3" not in made.files()["feed.xml"]


def test_an_article_may_not_have_the_id_of_an_edition(site: Make) -> None:
    """Readers would take them for one item."""
    with pytest.raises(CorantoError) as caught:
        site(article("edition/1") + "-- content/editions/1.md --\n---\ntitle: E\ndate: 2026-11-20\n---\n").press()
    [problem] = caught.value.problems
    assert (str(problem.place), problem.message) == (
        "content/edition/1.md",
        "its id 'edition/1' is that of content/editions/1.md in feeds",
    )


def test_a_draft_is_written_once_and_never_over_a_file(site: Make) -> None:
    """And builds as soon as it is no draft."""
    made = site(article("a", "A", "2026-11-20") + article("b", "B", "2026-11-21"))
    words = ("edition", "draft", "--now", "2026-11-22T12:00Z")
    assert run(*words, cwd=made.root).returncode == 2
    done = run(*words, "--since", "2026-11-16", "--title", "Fog & ferries", cwd=made.root)
    path = made.root / "content/editions/1.md"
    assert done.stdout.splitlines()[:2] == ["content/editions/1.md", "2 items in 1 part."]
    path.write_text(path.read_text().replace("draft: true\n", ""))
    assert "Fog & ferries" in made.main("edition/1/index.html")
    again = run(*words, "--since", "2026-11-16", cwd=made.root)
    assert again.returncode == 1
    assert "nothing was published since 2026-11-16 00:00 that is in no edition yet" in again.stderr
    made.write(article("c", "C", "2026-11-22"))
    path.rename(path.with_name("2.md"))
    path.with_name("2.md").write_text("---\nnumber: 1\ntitle: E\ndate: 2026-11-20\n---\n")
    kept = run(*words, cwd=made.root)
    assert kept.returncode == 1
    assert "a file stands there already" in kept.stderr
    out = made.root / "mine.md"
    assert run(*words, "--out", str(out), cwd=made.root).returncode == 0
    assert "number: 2" in out.read_text()


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01"])
def test_a_draft_needs_a_date(site: Make, since: str) -> None:
    """Wrong usage, with what to write."""
    done = run("edition", "draft", "--since", since, cwd=site(article("a")).root)
    assert done.returncode == 2
    assert "write 2026-11-30" in done.stderr


def test_a_draft_is_not_written_through_a_link(site: Make, tmp_path: Path) -> None:
    """Out of the site's folder."""
    made = site(article("a"))
    (tmp_path / "elsewhere").mkdir()
    (made.root / "content/editions").symlink_to(tmp_path / "elsewhere")
    assert run("edition", "draft", "--since", "2026-11-01", "--now", "2026-11-22", cwd=made.root).returncode == 1
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("name", sorted(edition_group.commands))
def test_each_part_of_the_command_is_documented(name: str) -> None:
    """Help of one sentence and an example; every option in the reference."""
    command = edition_group.commands[name]
    text = (Path(__file__).parents[1] / "docs/reference/commands.md").read_text()
    section = text.split(f"## coranto edition {name}\n")[1].split("\n## ")[0]
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help
            assert f"`{option.opts[0]}`" in section
    assert (command.help or "").split("\n\n")[0].endswith(".")
    assert (command.help or "").strip().split("\n")[-1].strip().startswith(f"Example: coranto edition {name}")


def test_editions_without_a_number_are_told_once_each(site: Make) -> None:
    """And not as twins of one another."""
    made = site("".join(f"-- content/editions/{name}.md --\n---\ntitle: E\ndate: 2026-11-20\n---\n" for name in "xy"))
    with pytest.raises(CorantoError) as caught:
        made.press()
    assert [problem.message for problem in caught.value.problems] == ["an edition needs a number"] * 2
