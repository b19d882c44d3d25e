"""Bad days beyond publishing: an import that is ended, a clock that steps back."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from coranto import frontmatter
from tests.smallsite import article, small_site
from tests.test_cli import run

ITEMS = "".join(
    f"<item><title>Ferry {number} kept to its quay</title><link>https://x.example/{number}</link><guid>g{number}</guid>"
    f"<pubDate>Mon, 16 Nov 2026 10:{number:02}:00 +0000</pubDate><description>{f'Word{number} ' * 400}</description></item>"
    for number in range(40)
)
FEED = f"<rss version='2.0'><channel><title>Post</title><link>https://x.example/</link>{ITEMS}</channel></rss>"


@pytest.mark.server
def test_an_import_that_is_killed_leaves_whole_files_and_can_be_repeated(tmp_path: Path) -> None:
    """At any moment: each article is there as a whole or not at all, and the next import brings the rest, once."""
    made = small_site(tmp_path / "site")
    feed = tmp_path / "feed.xml"
    feed.write_text(FEED)
    command = [sys.executable, "-P", "-m", "coranto", "import", str(feed), "--root", str(made.root), "--limit", "40"]
    moments = random.Random(3)
    for _ in range(5):
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until = time.monotonic() + 120
        before = len(list((made.root / "content").rglob("*.md")))
        while len(list((made.root / "content").rglob("*.md"))) <= before and process.poll() is None:
            assert time.monotonic() < until
        time.sleep(moments.uniform(0, 0.02))  # the moment of the kill is the thing under test: any will do
        with suppress(ProcessLookupError):  # it was done by then
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for path in (made.root / "content").rglob("*.md"):
            text = path.read_text()
            if "/sources/" not in str(path):
                assert "Word" in frontmatter.split(text, str(path)).body
        assert not list((made.root / "content").rglob(".*"))
    done = run("import", feed, "--root", made.root, "--limit", "40")
    assert done.returncode == 0, done.stderr
    bodies = [path.read_text() for path in (made.root / "content").rglob("*.md") if "/sources/" not in str(path)]
    assert len(bodies) == len({body.partition("title:")[2].partition("\n")[0] for body in bodies}) == 40


def test_a_clock_that_steps_back_hides_no_change(tmp_path: Path) -> None:
    """Files of tomorrow and of forty years ago, edited without a newer time: each build shows what stands there."""
    made = small_site(tmp_path / "site", article("a", "First", body="One."))
    path = made.root / "content/a.md"
    for number, moment in enumerate((4_000_000_000, 400_000_000, 4_000_000_000, 0, 1_700_000_000)):
        path.write_text(
            path.read_text().replace("One.", "Two.") if number % 2 else path.read_text().replace("Two.", "One.")
        )
        os.utime(path, (moment, moment))
        made.build()
        shown = (made.root / "output/2026/11/a/index.html").read_text()
        assert ("Two." if number % 2 else "One.") in shown
