"""What a curator does to an article that is there: each changes its own keys, and no other byte."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from coranto import drafts
from coranto.config import Config
from coranto.listing import listed
from coranto.materials import read_config
from coranto.model import Article, Moment
from coranto.moments import parse_moment
from coranto.problems import CorantoError
from tests.smallsite import NOW, SmallSite, article

Make = Callable[[str], SmallSite]
ODD = "---\n# mine\ntitle:   A\ndate: 2026-11-20 # when\n{draft}mood: odd\n{more}---\n\nText.\n"
DOUBTFUL = """\
-- content/articles/doubtful.md --
---
title: Doubtful
source: {name: The Courier}
draft: true
imported:
  from: page.txt
  doubts: [date, source, authors]
  evidence: {date: "only '2 months ago' (line 11)"}
---

Text.
"""


def config_of(made: SmallSite) -> Config:
    """The site's configuration."""
    return read_config(made.order())[0]


def shelf(made: SmallSite) -> list[Article]:
    """All its articles."""
    return [each.article for each in listed(made.root, config_of(made), NOW)[0]]


def opened(made: SmallSite, word: str) -> drafts.Opened:
    """An article, however it is named."""
    return drafts.take(drafts.find(word, made.root, lambda: shelf(made)), made.root, config_of(made))


def put_out(made: SmallSite, word: str, at: Moment | None = None) -> str:
    """Publish one, and its standing afterwards."""
    edit, state = drafts.put_out(opened(made, word), config_of(made), NOW, at)
    drafts.write([edit] if edit else [])
    return state


def odd(draft: str = "", more: str = "") -> str:
    """A file with a comment, odd spacing and a key of the site's own."""
    return ODD.format(draft=draft, more=more)


def test_publish_changes_two_keys_and_no_other_byte(site: Make) -> None:
    """Comments and odd spacing stay; the second time nothing is left to do."""
    made = site("-- content/a.md --\n" + odd("draft: true\n"))
    assert put_out(made, "a") == "published"
    path = made.root / "content/a.md"
    assert path.read_text() == odd(more="published: 2026-11-22T12:00+00:00\n")
    before = path.stat()
    assert put_out(made, "a") == "published"
    assert path.stat() == before


def test_line_ends_and_a_byte_order_mark_stay(site: Make) -> None:
    """As some editors write them."""
    made = site(article("a", draft="true"))
    path = made.root / "content/a.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    put_out(made, "a")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b"published: " in data


@pytest.mark.parametrize(
    "word", ["content/x/2026-11-20-grid.md", "./content/x/2026-11-20-grid.md", "x/2026-11-20-grid", "grid"]
)
def test_an_article_is_named_by_path_id_or_slug(
    site: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    """The path from where one stands, or from the site's folder."""
    made = site(article("x/2026-11-20-grid") + article("other", id="z"))
    assert opened(made, word).name == "content/x/2026-11-20-grid.md"
    monkeypatch.chdir(made.root / "content" / "x")
    assert drafts.find("2026-11-20-grid.md", made.root, list) == "content/x/2026-11-20-grid.md"


@pytest.mark.parametrize(
    ("word", "said", "hint"),
    [
        ("grdi", "there is no article 'grdi'", "did you mean 'grid'?"),
        ("content/grdi.md", "there is no article", "did you mean 'grid'?"),
        ("repairs", "there is no article", "did you mean 'grid-repairs-finished-ahead'?"),
        ("qqqqqq", "there is no article", "coranto list shows"),
        ("twin", "'twin' names 2 articles", "content/one/twin.md, content/two/twin.md"),
        ("late", "'late' names 2 articles", "content/late.md, content/two/twin.md"),
        ("", "this is no article|there is no article", ""),
        ("x" * 5000, "there is no article", ""),
        ("a\0b", "there is no article", ""),
        ("config.yaml", "this is no article of the site", ""),
        ("../outside.md", "this is no article of the site", ""),
        ("content/editions/1.md", "this is no article of the site", ""),
        ("content/gone.md", "there is no article", ""),
        ("content/linked.md", "this is no article of the site", ""),
    ],
)
def test_what_names_no_article_is_said(site: Make, word: str, said: str, hint: str) -> None:
    """Nothing, two, no article, not in the site."""
    made = site(
        article("grid") + article("grid-repairs-finished-ahead") + article("one/twin", date="2026-11-18") + article("two/twin", id="late") + article("late")
        + "-- content/editions/1.md --\n---\ntitle: E\ndate: 2026-11-20\ndraft: true\n---\nx\n"
    )  # fmt: skip
    (made.root / "content/linked.md").symlink_to(made.root / "content/grid.md")
    (made.root.parent / "outside.md").write_text("---\ntitle: x\ndate: 2026-11-20\ndraft: true\n---\nx\n")
    with pytest.raises(CorantoError, match=said) as caught:
        opened(made, word)
    assert hint in caught.value.problems[0].hint


def test_a_file_that_is_no_article_hides_none(site: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One stands in a folder where something else is called as the article is."""
    made = site(article("notes"))
    (tmp_path / "notes").write_text("milk, bread")
    monkeypatch.chdir(tmp_path)
    assert opened(made, "notes").name == "content/notes.md"


def test_what_has_changed_meanwhile_is_not_written_over(site: Make) -> None:
    """Nor is any other file of the same command."""
    made = site(article("a") + article("b"))
    edits = [edit for name in "ab" if (edit := drafts.pick(opened(made, name), 1))]
    other = made.root / "content/a.md"
    other.write_text(other.read_text() + "One sentence more.\n")
    for order in (edits, edits[::-1]):
        with pytest.raises(CorantoError, match="changed meanwhile"):
            drafts.write(order)
    assert "featured" not in other.read_text() + (made.root / "content/b.md").read_text()


def test_what_may_not_be_written_is_not(site: Make) -> None:
    """A rename would go round it."""
    made = site(article("a", draft="true"))
    path = made.root / "content/a.md"
    path.chmod(0o444)
    with pytest.raises(CorantoError, match="may not be written"):
        put_out(made, "a")
    assert "draft: true" in path.read_text()


def test_what_lacks_a_date_cannot_be_published(site: Make) -> None:
    """And stays as it is."""
    made = site(DOUBTFUL)
    with pytest.raises(CorantoError, match="without date"):
        put_out(made, "doubtful")
    assert "draft: true" in (made.root / "content/articles/doubtful.md").read_text()


def test_publishing_writes_through_no_link(site: Make) -> None:
    """Not through one planted beside the article either."""
    made = site(article("evil", draft="true"))
    victim = made.root.parent / "victim"
    victim.write_text("precious")
    (made.root / "content/.evil.md.new").symlink_to(victim)
    put_out(made, "evil")
    assert victim.read_text() == "precious"
    assert not (made.root / "content/evil.md").is_symlink()
    assert (made.root / "content/.evil.md.new").is_symlink()


def test_a_date_that_was_set_before_is_kept_unless_another_is_given(site: Make) -> None:
    """A curator's own `published` is a wish; the same goes for one that waits already."""
    made = site(article("a", draft="true", published="2026-12-24T07:00"))
    text = (made.root / "content/a.md").read_text
    assert put_out(made, "a") == "scheduled"
    assert "published: 2026-12-24T07:00" in text()
    assert "draft" not in text()
    assert put_out(made, "a") == "scheduled"
    assert put_out(made, "a", parse_moment("2026-12-01", config_of(made).timezone)) == "scheduled"
    assert "published: 2026-12-01\n" in text()
    assert put_out(made, "a", parse_moment("2026-11-21T08:00", config_of(made).timezone)) == "published"
    assert "published: 2026-11-21T08:00+00:00\n" in text()
    with pytest.raises(CorantoError, match="out already"):
        put_out(made, "a", parse_moment("2026-12-01", config_of(made).timezone))


def test_a_pick_is_one_key(site: Make) -> None:
    """With a rank or without; taken off, the file is what it was."""
    made = site("-- content/a.md --\n" + odd())
    for rank, line in ((0, "featured: true\n"), (3, "featured: 3\n")):
        edit = drafts.pick(opened(made, "a"), rank)
        assert edit
        drafts.write([edit])
        assert edit.after == odd(more=line)
        assert drafts.pick(opened(made, "a"), rank) is None
    assert edit.lines() == ["- featured: true", "+ featured: 3"]
    off = drafts.unpick(opened(made, "a"))
    assert off
    assert off.after == odd()
    drafts.write([off])
    assert drafts.unpick(opened(made, "a")) is None


def test_others_make_room_only_as_far_as_they_stand_in_the_way(site: Make) -> None:
    """1, 2 and 4: a new first moves 1 and 2; 4 stays. Who is retracted is in nobody's way."""
    made = site(
        article("a", featured="1") + article("b", featured="2") + article("c", featured="4") + article("d")
        + article("gone", featured="1", retracted="{date: 2026-11-21, reason: Wrong.}")
    )  # fmt: skip
    found = shelf(made)
    assert drafts.make_room(1, "content/d.md", found) == [("content/a.md", 2), ("content/b.md", 3)]
    assert drafts.make_room(3, "content/d.md", found) == []
    with pytest.raises(CorantoError, match="no rank below is free"):
        drafts.make_room(drafts.LAST_RANK, "x", [replace(found[0], featured=drafts.LAST_RANK)])
    assert drafts.make_room(1, "content/a.md", found) == []
    assert [each.path for each in drafts.holders_of(1, "content/d.md", found)] == ["content/a.md"]


@pytest.mark.parametrize("reason", ["Wrong.", 'It said: "no" # really', "---", "{a: b}", "Неправда: ні", "null", "- x"])
def test_a_retraction_is_one_key_and_is_undone_to_the_byte(site: Make, reason: str) -> None:
    """Whatever the reason is."""
    made = site("-- content/a.md --\n" + odd())
    config = config_of(made)
    edit = drafts.retract(opened(made, "a"), config, NOW, reason)
    drafts.write([edit])
    retracted = opened(made, "a")
    assert retracted.article.retracted
    assert (retracted.article.retracted.reason, retracted.article.retracted.date.at) == (reason, NOW)
    assert all(line.startswith("+ ") for line in edit.lines())
    for refused in (
        lambda: drafts.retract(retracted, config, NOW, "Again."),
        lambda: drafts.pick(retracted, 1),
        lambda: drafts.put_out(retracted, config, NOW),
    ):
        with pytest.raises(CorantoError, match="it is retracted"):
            refused()
    drafts.write([drafts.restore(retracted)])
    assert (made.root / "content/a.md").read_text() == odd()
    with pytest.raises(CorantoError, match="not retracted"):
        drafts.restore(opened(made, "a"))


@pytest.mark.parametrize(
    ("fields", "state"), [({"draft": "true"}, "draft"), ({"published": "2026-12-24"}, "scheduled")]
)
def test_only_what_is_out_can_be_retracted(site: Make, fields: dict[str, str], state: str) -> None:
    """Else a notice would tell of what nobody has seen."""
    made = site(article("a", **fields))
    with pytest.raises(CorantoError, match=f"it is {state}"):
        drafts.retract(opened(made, "a"), config_of(made), NOW, "Wrong.")
