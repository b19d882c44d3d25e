"""What feeds answered last: kept, read back, and never in the way."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from coranto import answers
from coranto.answers import Answer
from coranto.problems import CorantoError

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FEED = "https://river.example/feed.xml"


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """Twice, for the second time replaces a file."""
    log = {FEED: Answer('W/"ä"', "Sun, 22 Nov 2026 09:00:00 GMT")}
    answers.save(tmp_path, log)
    assert answers.load(tmp_path) == log
    answers.save(tmp_path, {})
    assert answers.load(tmp_path) == {}
    assert [path.name for path in (tmp_path / ".coranto").iterdir()] == ["feeds.json"]


def test_the_order_of_the_log_does_not_matter(tmp_path: Path) -> None:
    """The same memory is the same bytes."""
    log = {f"https://{name}.example/": Answer(name) for name in "abc"}
    answers.save(tmp_path, log)
    first = (tmp_path / answers.NAME).read_bytes()
    answers.save(tmp_path, dict(reversed(log.items())))
    assert (tmp_path / answers.NAME).read_bytes() == first


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param(None, {}, id="no file"),
        pytest.param(b"", {}, id="empty"),
        pytest.param(b'{"https://a.example/": {"etag": ', {}, id="cut off"),
        pytest.param(b"[1, 2]", {}, id="a list"),
        pytest.param(b"\xff\xfe\x00", {}, id="not UTF-8"),
        pytest.param(b"[" * 200_000, {}, id="deep"),
        pytest.param(b'{"https://a.example/": "x"}', {}, id="no entry"),
        pytest.param(
            b'{"https://a.example/": {"etag": 7, "modified": "m", "more": "x"}}',
            {"https://a.example/": Answer(modified="m")},
            id="of another version",
        ),
    ],
)
def test_a_broken_file_is_taken_for_empty(tmp_path: Path, text: bytes | None, kept: answers.Log) -> None:
    """It is a memory; what is lost is asked anew. Saving mends it."""
    path = tmp_path / answers.NAME
    path.parent.mkdir()
    if text is not None:
        path.write_bytes(text)
    assert answers.load(tmp_path) == kept
    answers.save(tmp_path, kept)
    assert answers.load(tmp_path) == kept


def test_nothing_is_read_or_written_through_a_link(tmp_path: Path) -> None:
    """The file of somebody else stays as it is."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "feeds.json").write_text('{"https://a.example/": {"etag": "x"}}')
    root = tmp_path / "site"
    root.mkdir()
    (root / ".coranto").symlink_to(other)
    assert answers.load(root) == {}
    with pytest.raises(CorantoError):
        answers.save(root, {FEED: Answer("y")})
    assert "x" in (other / "feeds.json").read_text()


def test_the_first_failure_counts() -> None:
    """And what the last good answer said is kept, for when the feed comes back."""
    good = answers.note_good({}, FEED, "e", "m")
    assert good == {FEED: Answer("e", "m")}
    bad = answers.note_bad(good, FEED, NOW + timedelta(days=1))
    assert bad == {FEED: Answer("e", "m", "2026-11-23T09:30:00+00:00")}
    assert answers.note_bad(bad, FEED, NOW + timedelta(days=2)) == bad
    assert answers.note_good(bad, FEED, "f")[FEED].failing == ""
    assert answers.note_bad({}, FEED, NOW) == {FEED: Answer(failing="2026-11-22T09:30:00+00:00")}


@pytest.mark.parametrize(
    ("failing", "said"),
    [
        pytest.param("2026-10-01T08:00:00+00:00", "for 52 days, since 2026-10-01", id="long"),
        pytest.param("2026-11-21T23:00:00+00:00", "for 1 day, since 2026-11-21", id="one day"),
        pytest.param("2026-11-22T09:30:00+00:00", "", id="today"),
        pytest.param("2026-11-23T09:30:00+00:00", "", id="a clock set back"),
        pytest.param("", "", id="never"),
        pytest.param("yesterday", "", id="broken"),
        pytest.param("0001-01-01T00:00:00+23:00", "", id="before all time"),
    ],
)
def test_age_is_said_in_days(failing: str, said: str) -> None:
    """Whole days of the calendar; on the first day there is nothing to add."""
    assert answers.age(Answer(failing=failing), NOW) == said
    assert answers.silence(Answer(failing=failing), NOW) == (f"; no answer {said}" if said else "")


def test_age_counts_the_days_of_the_zone_it_is_asked_in() -> None:
    """A failure shortly before midnight in London was on the next day in Kyiv."""
    there = NOW.astimezone(timezone(timedelta(hours=2)))
    assert answers.age(Answer(failing="2026-11-20T23:30:00+00:00"), there) == "for 1 day, since 2026-11-21"
