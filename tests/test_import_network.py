"""Import from addresses: a page, a feed that answers or is silent, a list of feeds. All on this machine."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coranto import answers
from coranto.fetch import Fetched, Gate
from coranto.filing import Destination, Filed, Recorded
from coranto.gather import Means, Result, Unchanged, gather
from coranto.problems import Problem
from tests.smallsite import SmallSite
from tests.test_html_page import PAGE
from tests.webserver import Page, serving

Make = Callable[[str], SmallSite]
NOW = datetime(2026, 11, 22, 7, 0, tzinfo=ZoneInfo("Europe/Kyiv"))
HTML = {"Content-Type": "text/html; charset=utf-8"}
RSS = {"Content-Type": "application/rss+xml", "ETag": '"one"', "Last-Modified": "Sat, 21 Nov 2026 08:00:00 GMT"}
TEXT = "The quay opened to barges on Friday for the first time since the flood, the harbour office said in a note. " * 3


def feed(*numbers: int) -> bytes:
    """An RSS feed with an item for each number, newest first as they are given."""
    items = "".join(
        f"<item><title>Quay note {number}</title><link>https://courier.example/{number}</link>"
        f"<guid isPermaLink='false'>courier:{number}</guid><pubDate>{20 - at:02d} Nov 2026 08:00:00 +0200</pubDate>"
        f"<description>{TEXT} Number {number}.</description></item>"
        for at, number in enumerate(numbers)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Courier</title>{items}</channel></rss>".encode()


def opml(*feeds: str) -> bytes:
    """A list of feeds."""
    rows = "".join(f'<outline type="rss" text="Outlet {n}" xmlUrl="{url}"/>' for n, url in enumerate(feeds, 1))
    return f"<?xml version='1.0'?><opml version='2.0'><head/><body>{rows}</body></opml>".encode()


def run(site: SmallSite, *names: str, now: datetime = NOW, follow: bool = False, **more: object) -> list[Result]:
    """Import addresses into a site; nobody waits."""
    gate = Gate(lambda: 0.0, lambda seconds: None, allow_private=True)

    def fetch(address: str, etag: str, modified: str) -> Fetched:
        return gate.get(address, etag=etag, modified=modified)

    means = Means(fetch, jobs=1, follow=follow, **({"limit": more.pop("limit")} if "limit" in more else {}))  # type: ignore[arg-type]  # passed on by name
    return list(gather(names, Destination(site.root, now, **more), means))  # type: ignore[arg-type]  # passed on by name


def titles(told: list[Result]) -> list[tuple[str, str]]:
    """Status and headline of what was filed."""
    return [(each.status, each.clipping.title) for each in told if isinstance(each, Filed)]


def test_an_address_becomes_a_draft_with_its_original_beside_it(site: Make) -> None:
    """Known again by the address that was asked for, wherever that redirects to."""
    made = site("")
    pages: dict[str, Page] = {
        "/short": (302, {"Location": "/2026/bridge"}, b""),
        "/2026/bridge": (200, HTML, PAGE.encode()),
    }
    with serving(pages) as web:
        [filed] = run(made, f"{web}/short", keep_original=True)
        assert isinstance(filed, Filed)
        assert filed.path.name == "2026-11-20-the-bridge-at-low-quay-opens-again.md"
        assert f"from: {web}/2026/bridge" in filed.path.read_text().replace('"', "")
        assert filed.path.with_name(filed.path.stem + ".original.html").read_bytes() == PAGE.encode()
        assert titles(run(made, f"{web}/short")) == [("known", "The bridge at Low Quay opens again")]
        web.pages["/2026/bridge"] = (200, HTML, PAGE.replace("Eleven boats", "Twelve boats").encode())
        assert [status for status, _ in titles(run(made, f"{web}/short"))] == ["changed"]
        assert [status for status, _ in titles(run(made, f"{web}/short", update=True))] == ["updated"]
    assert "Twelve boats" in filed.path.read_text()


@pytest.mark.parametrize("charset", ["windows-1251", "no-such-thing"])
def test_the_encoding_that_the_host_names_goes_first(site: Make, charset: str) -> None:
    """One that nobody knows is passed over."""
    page = PAGE.replace("Ines Tallow", "Інес Таллоу").replace('<meta charset="utf-8">', "")
    data = page.encode("windows-1251", "xmlcharrefreplace") if charset == "windows-1251" else page.encode()
    with serving({"/x": (200, {"Content-Type": f"text/html; charset={charset}"}, data)}) as web:
        [filed] = run(site(""), f"{web}/x")
    assert isinstance(filed, Filed)
    assert filed.clipping.authors == ("Інес Таллоу",)


def test_a_feed_brings_its_newest_and_says_what_it_left(site: Make) -> None:
    """And what was left comes with a higher limit: until then the feed is asked for in full."""
    made = site("")
    with serving({"/feed": (200, RSS, feed(5, 4, 3, 2, 1))}) as web:
        told = run(made, f"{web}/feed", limit=2)
        assert titles(told) == [("new", "Quay note 5"), ("new", "Quay note 4")]
        assert [each.message for each in told if isinstance(each, Problem)] == ["3 older entries were left"]
        told = run(made, f"{web}/feed")
    assert "If-None-Match" not in web.headers[-1]
    assert [status for status, _ in titles(told)] == ["known", "known", "new", "new", "new"]


def test_a_feed_that_has_not_changed_is_not_read_again(site: Make) -> None:
    """It is asked on the conditions it gave."""
    made = site("")
    with serving({"/feed": (200, RSS, feed(1))}) as web:
        assert len(titles(run(made, f"{web}/feed"))) == 1
        web.pages["/feed"] = (304, {}, b"")
        assert run(made, f"{web}/feed") == [Unchanged(f"{web}/feed")]
        assert web.headers[-1]["If-None-Match"] == '"one"'
        assert web.headers[-1]["If-Modified-Since"] == RSS["Last-Modified"]
        before = (made.root / answers.NAME).read_bytes()
        assert isinstance(run(made, f"{web}/feed", dry=True)[0], Unchanged | Problem)
        assert (made.root / answers.NAME).read_bytes() == before


def test_a_dead_feed_is_told_with_its_age_and_stops_no_other(site: Make) -> None:
    """From the second day on."""
    made = site("")
    with serving({"/dead": (200, RSS, feed(1)), "/live": (200, RSS, feed(2))}) as web:
        run(made, f"{web}/dead")
        web.pages["/dead"] = (503, {}, b"")
        first = run(made, f"{web}/dead", f"{web}/live")
        later = run(made, f"{web}/dead", f"{web}/live", now=NOW + timedelta(days=52))
        web.pages["/dead"] = (200, RSS, feed(3))
        assert titles(run(made, f"{web}/dead", now=NOW + timedelta(days=53)))[0][1] == "Quay note 3"
    [problem] = [each for each in first if isinstance(each, Problem)]
    assert problem.severity == "error"
    assert "503" in problem.message
    assert titles(first) == [("new", "Quay note 2")]
    [problem] = [each for each in later if isinstance(each, Problem)]
    assert problem.message.endswith("no answer for 52 days, since 2026-11-22")
    assert answers.load(made.root)[f"{web}/dead"].failing == ""


def test_a_list_of_feeds_becomes_source_records_and_follow_reads_them(site: Make, tmp_path: Path) -> None:
    """Then a run without arguments reads all records' feeds; articles bear the record's name."""
    made = site("")
    with serving({"/a": (200, RSS, feed(1)), "/b": (200, RSS, feed(2))}) as web:
        (tmp_path / "list.opml").write_bytes(opml(f"{web}/a", f"{web}/b"))
        told = run(made, str(tmp_path / "list.opml"))
        assert [(type(each), each.status) for each in told if isinstance(each, Recorded)] == [(Recorded, "new")] * 2
        assert web.asked == []
        told = run(made, str(tmp_path / "list.opml"), follow=True)
        assert titles(told) == [("new", "Quay note 1"), ("new", "Quay note 2")]
        assert {each.clipping.source.name for each in told if isinstance(each, Filed)} == {"Outlet 1", "Outlet 2"}
        web.pages["/b"] = (200, {**RSS, "ETag": '"two"'}, feed(3, 2))
        web.pages["/a"] = (304, {}, b"")
        told = run(made, follow=True)
    assert [type(each) for each in told] == [Unchanged, Filed, Filed]
    assert titles(told) == [("new", "Quay note 3"), ("known", "Quay note 2")]
    assert made.press(withheld=True).site.pages


def test_nothing_is_fetched_without_a_gate(site: Make) -> None:
    """An address is then one clear line."""
    [told] = list(gather(["https://courier.example/"], Destination(site("").root, NOW), Means(jobs=1)))
    assert isinstance(told, Problem)


def test_a_broken_memory_of_feeds_is_taken_for_none(site: Make) -> None:
    """It may be thrown away at any time."""
    made = site("")
    (made.root / ".coranto").mkdir(exist_ok=True)
    (made.root / answers.NAME).write_text("{broken")
    with serving({"/feed": (200, RSS, feed(1))}) as web:
        assert len(titles(run(made, f"{web}/feed"))) == 1
        assert list(json.loads((made.root / answers.NAME).read_text())) == [f"{web}/feed"]
