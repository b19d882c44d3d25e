"""What is remembered between builds, and what must not be: each of these was wrong once."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coranto.build import build
from coranto.problems import CorantoError
from tests.smallsite import NOW, SmallSite, article, small_site

MINE = "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\n"


def themed(folder: Path, template: str, more: str = "") -> SmallSite:
    """A site whose theme has an article template of its own: a title block."""
    text = f'{{% extends "plain/article.html" %}}{{% block title %}}{template}{{% endblock %}}'
    config = "-- config.yaml --\ntitle: T\nbase_url: https://one.example/\ntheme: mine\n"
    return small_site(folder / "site", f"{MINE}-- themes/mine/templates/article.html --\n{text}\n{config}{more}")


def page(site: SmallSite, name: str = "a") -> str:
    return (site.root / f"output/2026/11/{name}/index.html").read_text()


def test_a_constant_in_a_template_follows_the_settings(tmp_path: Path) -> None:
    """Compiled templates hold what filters made of it."""
    made = themed(tmp_path, '{{ "/feed.xml" | absolute }} {{ "/about/" | link }}', article("a"))
    made.build(compiled=tmp_path / "compiled")
    assert "https://one.example/feed.xml ../../../about/<" in page(made)
    made.write("-- config.yaml --\ntitle: T\nbase_url: https://two.example/\nurls: file\ntheme: mine\n")
    made.build(compiled=tmp_path / "compiled")
    assert "https://two.example/feed.xml ../../../about/index.html<" in page(made)


def test_compiled_templates_are_found_again_by_the_next_program(tmp_path: Path) -> None:
    """They were stored under another name by each."""
    made = small_site(tmp_path / "site", article("a"))
    command = [sys.executable, "-m", "coranto", "build", "--quiet", "--root", str(made.root), "--now", "2026-11-22"]
    names = []
    for output in ("one", "two"):
        caches = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "caches")}
        subprocess.run([*command, "--clean", "--output", str(tmp_path / output)], env=caches, check=True)
        names.append({path.name: path.stat().st_mtime_ns for path in (tmp_path / "caches").rglob("*.cache")})
    assert names[0]
    assert names[0] == names[1]


def test_a_site_that_has_moved_publishes_its_own_files(tmp_path: Path) -> None:
    """Not those that lie where it was."""
    small_site(tmp_path / "one", article("a") + "-- content/assets/x.txt --\nours\n").build()
    (tmp_path / "one").rename(tmp_path / "two")
    small_site(tmp_path / "one", article("a") + "-- content/assets/x.txt --\ntheirs\n")
    SmallSite(tmp_path / "two").build()
    assert (tmp_path / "two/output/assets/x.txt").read_text() == "ours\n"


def test_an_offset_with_seconds_is_rounded_at_once(tmp_path: Path) -> None:
    """Kyiv was two hours, two minutes and four seconds ahead; HTML has no word for the seconds."""
    made = small_site(tmp_path / "site", article("a", date="1850-01-01T10:00"))
    made.write("-- config.yaml --\ntitle: T\nbase_url: https://e.example/\ntimezone: Europe/Kyiv\n")
    made.build()
    made.write("-- config.yaml --\ntitle: T\nbase_url: https://e.example/\ntimezone: Europe/Kyiv\ntagline: New\n")
    made.build()
    assert 'datetime="1850-01-01T10:00+02:02"' in (made.root / "output/1850/01/a/index.html").read_text()


def test_strict_is_asked_again_when_only_a_warning_is_new(tmp_path: Path) -> None:
    """A key without effect changes no page."""
    made = small_site(tmp_path / "site", article("a"))
    made.build(strict=True)
    path = made.root / "config.yaml"
    path.write_text(path.read_text() + "redirects: x\n")
    with pytest.raises(CorantoError, match="redirects"):
        made.build(strict=True)


def test_once_takes_nothing_for_equal_that_is_not_the_same(tmp_path: Path) -> None:
    """A text and the same one marked safe; 1 and true; a name and a value."""
    macro = "-- themes/mine/templates/p.html --\n{% macro m(x, y='') %}[{{ x }}{{ y }}]{% endmacro %}\n"
    calls = '{{ once(p.m, "<b>") }}{{ once(p.m, "<b>" | safe) }}{{ once(p.m, 1) }}{{ once(p.m, true) }}'
    made = themed(tmp_path, f'{{% import "p.html" as p %}}{calls}{{{{ once(p.m, "y", "b") }}}}{{{{ once(p.m, "y") }}}}',
                  macro + article("a"))  # fmt: skip
    made.build()
    assert "[&lt;b&gt;][<b>][1][True][yb][y]" in page(made)


def test_chance_and_bare_bodies_are_refused_in_templates(tmp_path: Path) -> None:
    """Both would be another thing each time."""
    for template in ("{{ [1, 2] | random }}", "{{ page.body }}"):
        with pytest.raises(CorantoError):
            themed(tmp_path, template, article("a")).build()


def test_the_memory_of_a_small_site_stays_small(tmp_path: Path) -> None:
    """One sheet for each way to build it, whatever changes."""
    made = small_site(tmp_path / "site", article("a"))
    for number in range(30):
        build(made.order(withheld=True))
        made.write(article("a", f"Title {number}"))
        made.build()
    with sqlite3.connect(made.root / ".coranto/cache.db") as memory:
        sheets = [row for (row,) in memory.execute("SELECT data FROM bodies") if b'"since"' in row]
    memory.close()
    assert len(sheets) == 2


def test_a_failed_build_keeps_what_it_made(tmp_path: Path) -> None:
    """The next one need not wait for it again."""
    made = small_site(tmp_path / "site", article("a") + article("b", body="[" * 200 + "\n\n| a |\n|---|\n| 1 |"))
    made.write(article("c", title="[", draft="maybe"))
    with pytest.raises(CorantoError):
        made.build()
    with sqlite3.connect(made.root / ".coranto/cache.db") as memory:
        (count,) = memory.execute("SELECT count(*) FROM rows").fetchone()
    memory.close()
    assert count


def run(*arguments: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-P", "-m", "coranto", *arguments], capture_output=True, timeout=60, **more)  # type: ignore[call-overload, no-any-return]  # passed on by name


def test_a_report_is_json_whatever_happens(tmp_path: Path) -> None:
    """On a terminal of another encoding, and when there is no site."""
    made = small_site(tmp_path / "site", article("a", body="[x](gone-😀.md)"))
    done = run("build", "--json", "--root", str(made.root), env={**os.environ, "PYTHONIOENCODING": "latin-1"})
    assert "😀" in json.loads(done.stdout)["problems"][0]["message"]
    (made.root / "config.yaml").unlink()
    done = run("build", "--json", "--root", str(made.root))
    assert (done.returncode, json.loads(done.stdout)["built"]) == (1, False)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such shells")
@pytest.mark.parametrize("closed", ["2>&-", ">&-"])
def test_a_closed_stream_is_no_fault(tmp_path: Path, closed: str) -> None:
    """Some schedulers start programs so."""
    made = small_site(tmp_path / "site", "".join(article(f"x{n}") for n in range(210)))
    command = f"{sys.executable} -P -m coranto build --root {made.root} --now {NOW.isoformat()} {closed}"
    assert subprocess.run(["sh", "-c", command], timeout=60, capture_output=True).returncode == 0
    assert (made.root / "output/index.html").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="copies of the process are made on Linux alone")
def test_a_build_that_is_ended_leaves_no_process_and_no_spool(tmp_path: Path) -> None:
    """By SIGTERM, in the middle of a text that never ends."""
    made = small_site(tmp_path / "site", article("bad", body="[" * 20_000 + "\n\n| a |\n|---|\n| 1 |"))
    process = subprocess.Popen([sys.executable, "-P", "-m", "coranto", "build", "--root", str(made.root)])
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    deadline = time.monotonic() + 120
    while not children.read_text().split():
        assert time.monotonic() < deadline
    (child,) = children.read_text().split()
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 143
    gone = time.monotonic() + 9  # less than the ten seconds of CPU time that would end it in any case
    while Path(f"/proc/{child}").exists():
        assert time.monotonic() < gone
    assert not list((made.root / ".coranto").glob("spool-*"))
