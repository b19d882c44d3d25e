"""The desk's pure parts and its ledger: with values, and with files that somebody else writes at the worst moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto import frontmatter
from coranto.config import parse_config
from coranto.content import read_source
from coranto.desk import acts, binding, form, stock
from coranto.desk.candidates import candidates
from coranto.desk.inbox import Age, age, following
from coranto.desk.ledger import Change, Clash, Deed, Ledger, difference, put
from coranto.desk.stock import Keeper
from coranto.desk.twins import passages
from coranto.model import Moment
from coranto.problems import CorantoError
from coranto.text import clean
from tests.smallsite import NOW, SmallSite, article

Make = Callable[[str], SmallSite]
CONFIG, _ = parse_config("title: T\nbase_url: https://e.org/\n")
SETTLED = acts.Sent({})


# -- the ledger


class Editor:
    """Somebody who saves a file at a given moment, once."""

    def __init__(self, path: Path, how: str) -> None:
        self.path, self.how, self.done = path, how, False

    def __call__(self) -> None:
        if self.done:
            return
        self.done = True
        if self.how == "in place":
            self.path.write_bytes(b"theirs")
        elif self.how == "by a rename":
            fresh = self.path.with_name(".fresh")
            fresh.write_bytes(b"theirs")
            fresh.replace(self.path)
        else:
            self.path.unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("how", "before", "after"),
    [
        ("in place", b"old", b"new"), ("by a rename", b"old", b"new"), ("removed", b"old", b"new"),
        ("in place", b"old", None), ("by a rename", b"old", None), ("removed", b"old", None),
        ("in place", None, b"new"), ("by a rename", None, b"new"),
    ],
)  # fmt: skip
def test_what_is_saved_between_the_look_and_the_write_is_kept(
    tmp_path: Path, how: str, before: bytes | None, after: bytes | None
) -> None:
    """The moment that a check before a rename would miss."""
    path = tmp_path / "a.md"
    if before is not None:
        path.write_bytes(before)
    try:
        clash = put(tmp_path, [Change("a.md", before, after)], Editor(path, how))
    except CorantoError:
        clash = Clash("a.md", after, None)  # a file that has gone cannot be taken away
    assert clash is not None
    assert (path.read_bytes() if path.exists() else None) == (None if how == "removed" else b"theirs")
    assert [each.name for each in tmp_path.iterdir()] == ([] if how == "removed" else ["a.md"])


@pytest.mark.parametrize(("before", "after"), [(b"old", b"new"), (b"old", None), (None, b"new"), (b"old", b"old")])
def test_a_change_is_made_and_undone_to_the_same_bytes(
    tmp_path: Path, before: bytes | None, after: bytes | None
) -> None:
    """Also where a file comes or goes, with its mode."""
    path = tmp_path / "sub" / "a.md"
    if before is not None:
        path.parent.mkdir()
        path.write_bytes(before)
        path.chmod(0o640)
    ledger = Ledger(tmp_path)
    deed = ledger.do("save", "A", [Change("sub/a.md", before, after)])
    assert isinstance(deed, Deed) and (path.read_bytes() if path.exists() else None) == after
    if before and after:
        assert path.stat().st_mode & 0o777 == 0o640
    assert isinstance(ledger.undo(deed), Deed) and (path.read_bytes() if path.exists() else None) == before
    found = ledger.find(deed.number)
    assert found is not None and found.undone


def test_all_files_of_an_action_change_or_none(tmp_path: Path) -> None:
    """What was written before the clash is put back."""
    (tmp_path / "a.md").write_bytes(b"a")
    (tmp_path / "b.md").write_bytes(b"not what it was")
    changes = [Change("a.md", b"a", b"A"), Change("new.md", None, b"N"), Change("b.md", b"b", b"B")]
    clash = put(tmp_path, changes)
    assert clash == Clash("b.md", b"B", b"not what it was")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.md": b"a", "b.md": b"not what it was"}


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    """Wherever it stands on the way."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_bytes(b"old")
    root = tmp_path / "site"
    (root / "content").mkdir(parents=True)
    (root / "content" / "sub").symlink_to(outside)
    (root / "content" / "a.md").symlink_to(outside / "a.md")
    for name in ("content/sub/a.md", "content/a.md"):
        with pytest.raises(CorantoError):
            put(root, [Change(name, b"old", b"new")])
    assert (outside / "a.md").read_bytes() == b"old"


def test_a_difference_is_shown_in_lines_and_cut_when_nobody_would_read_it() -> None:
    """Quickly, however long the texts."""
    assert difference(Change("a", b"one\ntwo\nthree\n", b"one\n2\nthree\n")) == ["- two", "+ 2"]
    long = difference(Change("a", b"x\n" * 50_000, b"y\n" * 50_000))
    assert len(long) == 61 and long[-1] == "…"


# -- the form


TEXT = """\
---
title: "A: title"   # as printed
source: {name: The Courier, weight: 3}
image: pic.jpg
tags: [a, 'b, c']
mood: calm
---

Body.
"""


def test_a_form_that_nobody_has_touched_changes_nothing() -> None:
    """Whatever browsers do to line ends and space."""
    values = acts.plain(TEXT, "a.md")
    shown = form.shown(values)
    assert form.changes(values, shown) == {}
    assert form.changes(values, {key: f"  {text}\r\n".replace("\n", "\r\n") for key, text in shown.items()}) == {}
    assert shown["tags"] == "a\nb, c" and shown["image.src"] == "pic.jpg" and shown["source.name"] == "The Courier"


def test_a_change_inside_a_mapping_keeps_its_other_keys() -> None:
    """A plain path becomes a mapping when it gets a neighbour; what is emptied goes."""
    values = acts.plain(TEXT, "a.md")
    sent = {"source.name": "The Star", "image.alt": "A lamp", "tags": "b, c\n\n d "}
    assert form.changes(values, sent) == {
        "source": {"name": "The Star", "weight": "3"},
        "image": {"src": "pic.jpg", "alt": "A lamp"},
        "tags": ["b, c", "d"],
    }
    assert form.changes(values, {"image.src": "", "title": " "}) == {"image": None, "title": None}


@given(
    st.dictionaries(
        st.sampled_from(
            sorted(form.KEYS - {"date", "published", "updated", "slug", "language", "republish", "source.url"})
        ),
        st.text(max_size=40),
    )
)
def test_what_is_settled_reads_back_and_nothing_else_changes(fields: dict[str, str]) -> None:
    """For any words in any field; or it is refused, at its place."""
    text = TEXT.replace("mood: calm", "mood: calm\ndraft: true")
    before = acts.opened("content/a.md", text.encode(), CONFIG)
    try:
        after = acts.settle(before, acts.Sent(fields), CONFIG)
    except CorantoError:
        return
    values, old = acts.plain(after.text, "a.md"), acts.plain(text, "a.md")
    shown = form.shown(values)
    for key in form.KEYS:
        wanted = form.said(fields.get(key, form.shown(old)[key]))
        if key in ("authors", "tags"):
            wanted = "\n".join(line.strip() for line in wanted.splitlines() if line.strip())
        assert " ".join(shown[key].split()) == " ".join(clean(wanted).split())
    assert values["mood"] == "calm" and after.text.endswith("\n---\n\nBody.\n")


def test_a_late_form_keeps_what_was_written_in_it_and_follows_the_file_elsewhere() -> None:
    """Told apart by the marks it bears."""
    shown = {"title": "T", "note": "", "section": "City"}
    show, beside = form.merged(
        {"title": "New", "note": "Theirs", "section": "City"},
        {"title": "T", "note": "Mine", "section": "City"},
        form.marks(shown),
    )
    assert show == {"title": "New", "note": "Mine", "section": "City"} and beside == {"note": "Theirs"}


@pytest.mark.parametrize(
    ("why", "found"),
    [
        ('only "2 months ago" (line 3)', ["2026-09-22"]),
        ('only "5 days ago"', ["2026-11-17"]),
        ('only "a few days ago"', []),
        ('only "Feb. 4" in the story (line 7)', [f"{year}-02-04" for year in (2026, 2025, 2024, 2023, 2022)]),
        ('only "December 24"', [f"{year}-12-24" for year in (2025, 2024, 2023, 2022)]),
        ('"3/4/2023" may be two days', ["2023-04-03", "2023-03-04"]),
        ("the page states none", []),
    ],
)
def test_days_to_choose_from_are_those_the_evidence_can_mean(why: str, found: list[str]) -> None:
    """None that has not come yet."""
    assert candidates(why, NOW) == found


def test_the_end_of_a_month_some_months_ago_exists() -> None:
    """30 February does not."""
    assert candidates('"1 month ago"', datetime(2026, 3, 30, tzinfo=UTC)) == ["2026-02-28"]


# -- editions


EDITION = """\
---
number: 3
title: Hello
date: 2026-11-22T10:00+00:00
parts:
  # What is in A
  - title: A
    mood: blue
    items:
      # about x
      - article: x
        note: ""
        weight: 3
      - y
  - title: B
    items:
      - {article: z, note: "n # no"}
# the end
extra: 1
---

Intro.
"""


def test_an_edition_that_nobody_has_touched_is_the_same_bytes() -> None:
    """Also when it was sent by a browser."""
    issue = binding.read(EDITION, "e.md")
    assert binding.written(EDITION, issue, "e.md", {}) == EDITION
    pairs = [*issue.head.items(), ("intro", "Intro.\r\n")]
    for each in issue.bins:
        pairs.append(("part", each.title))
        for entry in each.entries:
            pairs += [("item", entry.article), ("note", entry.note)]
    assert binding.written(EDITION, binding.sent(pairs), "e.md", {}) == EDITION


def test_comments_and_unknown_keys_go_where_their_item_goes() -> None:
    """And an item that is new gets one that says what it is."""
    issue = binding.moved(binding.moved(binding.read(EDITION, "e.md"), "to 2 x"), "to 1 w")
    text = binding.written(EDITION, issue, "e.md", {"w": "W. From w."})
    lines = [line.strip() for line in text.split("\n")]
    assert lines.index("- article: x") == lines.index("# about x") + 1 > lines.index("- title: B")
    assert lines.index("- article: w") == lines.index("# W. From w.") + 1
    assert 'weight: "3"' in text and "mood: blue" in text and text.count("# the end") == 1 and "n # no" in text


MOVES = st.one_of(
    st.tuples(st.sampled_from(["up", "down", "out"]), st.sampled_from("xyzw")).map(" ".join),
    st.tuples(st.integers(0, 5), st.sampled_from("xyzw")).map(lambda move: f"to {move[0]} {move[1]}"),
    st.sampled_from(["drop 1", "drop 9", "drop x", "to x", "", "up", "nothing at all"]),
)


@given(st.lists(MOVES, max_size=12))
def test_no_move_loses_or_doubles_an_item(moves: list[str]) -> None:
    """Only ``out`` takes one away; what is written reads back."""
    issue = binding.read(EDITION, "e.md")
    have = ["x", "y", "z"]
    for move in moves:
        issue = binding.moved(issue, move)
        verb, _, rest = move.partition(" ")
        if verb == "out" and rest in have:
            have.remove(rest)
        if verb == "to" and rest[:1] in "12345" and rest[2:] and rest[2:] not in have:
            have.append(rest[2:])
        assert sorted(entry.article for each in issue.bins for entry in each.entries) == sorted(have)
    text = binding.written(EDITION, issue, "e.md", {})
    assert binding.read(text, "e.md").bins == issue.bins
    assert frontmatter.split(text, "e.md").fields.plain()["extra"] == "1"


@pytest.mark.parametrize(
    "text", ["---\ntitle: T\n---\n", "---\r\ntitle: T\r\nparts: []\r\n---\r\n\r\nIntro.\r\n", "---\nparts:\n---\n"]
)
def test_a_first_part_comes_into_any_edition(text: str) -> None:
    """With its line ends."""
    issue = binding.moved(binding.read(text, "e.md"), "to 1 x")
    result = binding.written(text, issue, "e.md", {"x": "X."})
    assert binding.read(result, "e.md").bins == issue.bins and "# X." in result
    assert ("\r\n" in text) == ("\r" in result) and ("\r" not in text or result.count("\n") == result.count("\r\n"))


# -- the rest


def test_passages_are_those_that_both_have() -> None:
    """With some words around, and an ellipsis for the rest."""
    far = "and so on and on for very many words that nobody else would ever think of writing down at all " * 2
    found = passages(
        f"First. The lamp on Eel Lane went out at noon, {far}end.", "He said the lamp on Eel Lane went out again."
    )
    assert [words for words, both in found if both] == ["The lamp on Eel Lane went out"]
    assert "".join(words for words, _ in found).startswith("First. The lamp") and found[-1][0] == "…"
    assert passages("one two three", "one two three") == ()
    assert [words for words, both in passages("鳥が川の上を飛ぶ", "川の上を飛ぶ魚") if both] == ["川の上を飛ぶ"]


@given(st.text(max_size=200), st.text(max_size=200))
def test_passages_never_fail_and_say_only_what_is_there(text: str, other: str) -> None:
    """Whatever the texts."""
    for words, both in passages(text, other):
        assert not both or words in " ".join(text.split())


@pytest.mark.parametrize(
    ("ago", "told"),
    [(timedelta(minutes=5), Age(5, "minute")), (timedelta(hours=3), Age(3, "hour")), (timedelta(hours=47), Age(47, "hour")), (timedelta(days=3), Age(3, "day")), (-timedelta(hours=1), None)],
)  # fmt: skip
def test_an_age_is_told_in_its_largest_unit(ago: timedelta, told: Age | None) -> None:
    """And none of what has yet to come."""
    assert age(Moment(NOW - ago), NOW) == told


def test_the_one_after_is_opened_next() -> None:
    """At the end the one before."""
    assert [following(list("abc"), name) for name in "abcd"] == ["b", "c", "b", ""]


def test_the_stock_follows_what_happens_in_the_folder(site: Make) -> None:
    """A save, a new file, one that goes, a folder that is moved; asked or told."""
    made = site(article("a", "A") + article("sub/b", "B"))
    keeper = Keeper(made.root)
    keeper.follow()
    try:

        def titles() -> list[str]:
            return sorted(each.title for each in keeper.look(CONFIG).all())

        assert titles() == ["A", "B"]
        made.write(article("c", "C") + article("a", "Changed"))
        keeper.touch(["content/c.md", "content/a.md"])
        assert titles() == ["B", "C", "Changed"]
        (made.root / "content/sub").rename(made.root / "content/other")
        (made.root / "content/a.md").write_text("broken")
        keeper.touch(["content/sub", "content/other", "content/a.md"])
        assert titles() == ["B", "C"]
        assert set(keeper.look(CONFIG).broken) == {"content/a.md"}
        assert set(keeper.look(CONFIG).articles) == {"content/other/b.md", "content/c.md"}
    finally:
        keeper.close()


def test_a_request_does_not_ask_the_file_system_about_every_file(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside a build each such question waits for its turn: of ten thousand files that is seconds."""
    made = site("".join(article(f"a{number}", "A") for number in range(5)))
    keeper = Keeper(made.root)
    keeper.follow()
    try:
        keeper.look(CONFIG)
        monkeypatch.setattr(stock, "regular_entries", None)
        made.write(article("a3", "Changed"))
        keeper.touch(["content/a3.md"])
        assert sum(each.title == "Changed" for each in keeper.look(CONFIG).all()) == 1
    finally:
        keeper.close()


def test_what_a_build_has_read_is_not_read_again_unless_it_has_changed(site: Make) -> None:
    """Told by the stamps from before the build."""
    made = site(article("a", "A") + article("b", "B"))
    keeper = Keeper(made.root)
    built = made.press().content
    made.write(article("b", "Changed"))
    read = keeper.look(CONFIG, built)
    assert sorted(each.title for each in read.all()) == ["A", "Changed"]
    assert read.article("content/a.md") is next(each for each in built.articles if each.title == "A")
    assert len(read_source(made.root).texts) == 2


def test_rejecting_and_bringing_back_are_inverse() -> None:
    """As bytes."""
    text = b"---\ntitle: T\ndraft: true\n---\n\nBody.\n"
    there = acts.reject("content/a.md", text, CONFIG, SETTLED, "content/.rejected/a.md")
    back = acts.bring_back("content/.rejected/a.md", text)
    assert {change.name: (change.before, change.after) for change in there} == {
        change.name: (change.after, change.before) for change in back
    }
    with pytest.raises(CorantoError, match="it is no draft"):
        acts.reject("content/a.md", b"---\ntitle: T\ndate: 2026-11-20\n---\n", CONFIG, SETTLED, "x")
