"""A real reader, newsboat, subscribed to our feeds while the site changes under it."""

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.extras import program
from tests.smallsite import DOT, SmallSite, article
from tests.webserver import Web, serving

Make = Callable[[str], SmallSite]
pytestmark = pytest.mark.server
CONFIG = 'title: Packet\nfeeds: {id_authority: "example.org,2026"}\n'
IDS = {f"2026-11-{number:02}" for number in range(1, 6)}


class Reader:
    """Newsboat with a cache of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "urls").write_text(f"{url}\n")
        (folder / "config").write_text("reload-threads 1\n")
        self.order = [program("newsboat"), "-u", "urls", "-C", "config", "-c", "cache.db", "-x"]

    def poll(self) -> tuple[list[str], list[str]]:
        """Ask for the feed. Gives all ids it has, and those that are unread, and reads these."""
        env = {"HOME": str(self.folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        subprocess.run([*self.order, "reload"], cwd=self.folder, env=env, check=True, capture_output=True, timeout=60)
        with sqlite3.connect(self.folder / "cache.db") as base:
            rows = base.execute("SELECT guid, unread FROM rss_item WHERE deleted = 0 ORDER BY guid").fetchall()
            base.execute("UPDATE rss_item SET unread = 0")
        base.close()
        return [bare(each) for each, _ in rows], [bare(each) for each, unread in rows if unread]


def bare(guid: str) -> str:
    """An id without its authority."""
    return guid.removeprefix("tag:example.org,2026:")


def publish(made: SmallSite, web: Web) -> None:
    """Put the site where it is served; a file that is as it was is said not to have changed."""
    base = urlsplit(made.press().config.base_url).path
    web.pages = {base + path: (200, {"Content-Type": "application/xml"}, data) for path, data in made.files().items()}


def changes(made: SmallSite) -> Iterator[str]:
    """What happens to a site in years: after each, what is new."""

    def write(number: int, title: str = "", slug: str = "", **more: str) -> None:
        name = f"2026-11-{number:02}"
        made.write(article(f"articles/{name}", title or f"News {number}", name, id=name, slug=slug or f"n{number}", section="Power", source='{name: Courier, url: "https://c.example/1"}', **more))  # fmt: skip

    for number in range(1, 6):
        write(number)
    yield "all"
    for round_ in range(4):
        write(2, title=f"News 2, put otherwise {round_}")
        yield ""
        write(3, slug=f"renamed-{round_}", aliases=f"[/2026/11/old-{round_}/]")
        yield ""
        write(4, corrections=f"[{{date: 2026-11-1{round_}, text: It was {round_}.}}]", tags=f"[t{round_}]")
        yield ""
        made.write(f"-- config.yaml --\n{CONFIG}base_url: https://moved-{round_}.example/d/\n")
        yield ""
        theme = f"-- themes/t{round_}/theme.yaml --\nname: t{round_}\ninherits: plain\n-- themes/t{round_}/assets/x{round_}.css --\np {{ margin: 0 }}\n"
        made.write(f"{theme}-- config.yaml --\n{CONFIG}base_url: https://moved-{round_}.example/d/\ntheme: t{round_}\n")
        yield ""
        write(10 + round_)
        yield f"2026-11-{10 + round_}"


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml", "section/power/feed.xml"])
def test_nothing_becomes_unread_or_is_lost_when_the_site_changes(site: Make, tmp_path: Path, name: str) -> None:
    """Over 24 rebuilds with other titles, slugs, corrections, themes and domains; each item is told as new once."""
    made = site(f"-- config.yaml --\n{CONFIG}base_url: https://first.example/d/\n-- content/p.gif --\n{DOT}\n")
    known: set[str] = set()
    with serving({}) as web:
        reader = Reader(tmp_path / "reader", f"{web}/d/{name}")
        for new in changes(made):
            publish(made, web)
            fresh = IDS if new == "all" else {new} - {""}
            known |= fresh
            ids, unread = reader.poll()
            assert (set(ids), len(ids)) == (known, len(known))
            assert set(unread) == fresh
            assert reader.poll() == (ids, [])
        assert len(known) == len(IDS) + 4


def test_without_an_authority_another_domain_makes_all_of_it_new(site: Make, tmp_path: Path) -> None:
    """Which is why the key is written by `init`: the test above can fail."""
    made = site(article("a") + "-- config.yaml --\ntitle: T\nbase_url: https://one.example/d/\n")
    with serving({}) as web:
        reader = Reader(tmp_path / "reader", f"{web}/d/feed.xml")
        for domain in ("one", "two"):
            made.write(f"-- config.yaml --\ntitle: T\nbase_url: https://{domain}.example/d/\n")
            publish(made, web)
            assert reader.poll()[1] == [f"https://{domain}.example/d/#a"]
