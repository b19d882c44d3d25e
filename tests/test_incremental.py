"""Law 1: a build that remembers gives the bytes of one that does not, whatever happened between two of them.

`SEQUENCES=1000 pytest tests/test_incremental.py` is the long run.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.build import Order, build, press
from coranto.problems import CorantoError
from tests.smallsite import DOT, NOW, SmallSite, article, small_site

SITE = (
    article("a", "Grid repairs", tags="[grid, winter]", section="Energy", authors="[Ada Wren]", body="One [two](b.md).")
    + article(
        "b", "Bridge opens", "2026-11-19", source="{name: Courier, url: 'https://c.example/b'}", body="Text. " * 40
    )
    + article("c", "Ferry table", "2026-11-18", tags="[grid]", story="quay", body="![](assets/x.png)")
    + article("d", "Ferry again", "2026-11-17", story="quay", featured="1", note="Read *this*.")
    + article("later", "Not yet", "2026-11-25", tags="[winter]")
    + "-- content/sources/courier.md --\n---\nname: Courier\nlabel: paper\n---\nA paper.\n"
    + "-- content/editions/1.md --\n---\nnumber: 1\ntitle: First\ndate: 2026-11-20\nparts:\n"
    "  - title: P\n    items: [{article: a}, {article: b}]\n---\nIntro.\n"
    + "-- content/pages/about.md --\n---\ntitle: About\n---\nSee [a](../a.md).\n"
    + "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\n"
    + '-- themes/mine/templates/article.html --\n{% extends "plain/article.html" %}\n'
    + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/d/\ntheme: mine\nper_page: 2\n"
    'feeds: {id_authority: "e.org,2026", author: [], source: [], tag: [rss, atom, json]}\n'
)


def some(root: Path, number: int, pattern: str = "content/*.md") -> Path | None:
    """One of the site's files."""
    found = sorted(root.glob(pattern))
    return found[number % len(found)] if found else None


def edit(root: Path, number: int, old: str, new: str) -> None:
    """Replace some words in a file."""
    if path := some(root, number):
        path.write_text(path.read_text().replace(old, new, 1))


def in_secret(root: Path, number: int) -> None:
    """Another text of the same length, and the file's old time."""
    if path := some(root, number):
        stat = path.stat()
        text = path.read_text()
        path.write_text(text[:-2] + ("!" if text[-2] != "!" else "?") + text[-1:])
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def damage(root: Path, number: int, pattern: str) -> None:
    """Other bytes of the same length in a file that is ours."""
    files = sorted(path for path in root.glob(pattern) if path.is_file())
    if files:
        path = files[number % len(files)]
        data = bytearray(path.read_bytes())
        for at in range(0, len(data), 97):
            data[at] ^= 0x55
        path.write_bytes(data)


def remove(path: Path | None) -> None:
    if path is not None:
        path.unlink()


def add(root: Path, number: int) -> None:
    SmallSite(root).write(article(f"n{number}", f"New {number}", f"2026-11-{10 + number:02}", tags="[grid]"))


def rename(root: Path, number: int) -> None:
    if path := some(root, number):
        path.rename(path.with_name(f"moved{number}-{path.name}"))


OPERATIONS: dict[str, Callable[[Path, int], object]] = {
    "nothing": lambda root, number: None,
    "body": lambda root, number: edit(root, number, "---\n\n", f"---\n\nMore {number}. "),
    "title": lambda root, number: edit(root, number, "title: ", f"title: X{number} "),
    "date": lambda root, number: edit(root, number, "date: 2026-11-1", "date: 2026-10-1"),
    "tags": lambda root, number: edit(root, number, "[grid", f"[t{number}, grid"),
    "draft": lambda root, number: edit(root, number, "title:", "draft: true\ntitle:"),
    "broken link": lambda root, number: edit(root, number, "---\n\n", "---\n\n[x](nowhere.md) "),
    "in secret": in_secret,
    "add": add,
    "remove": lambda root, number: remove(some(root, number)),
    "rename": rename,
    "record": lambda root, number: (root / "content/sources/courier.md").write_text(
        f"---\nname: Courier\nlabel: l{number}\n---\nText {number}.\n"
    ),
    "template": lambda root, number: (root / "themes/mine/templates/article.html").write_text(
        '{% extends "plain/article.html" %}\n{% block title %}' + f"T{number}" + "{% endblock %}\n"
    ),
    "style": lambda root, number: SmallSite(root).write(f"-- themes/mine/assets/own{number}.css --\na {{}}\n"),
    "config": lambda root, number: edit_config(root, "per_page: ", f"per_page: {number + 1} #"),
    "address": lambda root, number: edit_config(root, "https://e.org/d/", f"https://e{number}.org/"),
    "zone": lambda root, number: edit_config(root, "title: T\n", "title: T\ntimezone: Asia/Tokyo\n"),
    "asset": lambda root, number: SmallSite(root).write(
        f"-- content/assets/x.png --\n{DOT.replace(chr(1), chr(number + 1), 1)}"
    ),
    "output damaged": lambda root, number: damage(root, number, "output/**/*.html"),
    "output gone": lambda root, number: remove(some(root, number, "output/**/*.html")),
    "stray file": lambda root, number: (root / "output" / f"CNAME{number}").write_text("ours.example"),
    "memory damaged": lambda root, number: damage(root, number, ".coranto/**/*"),
    "memory gone": lambda root, number: shutil.rmtree(root / ".coranto", ignore_errors=True),
    "time on": lambda root, number: None,
    "time back": lambda root, number: None,
}


def edit_config(root: Path, old: str, new: str) -> None:
    path = root / "config.yaml"
    path.write_text(path.read_text().replace(old, new, 1))


def clean(root: Path, now: datetime) -> dict[str, bytes] | str:
    """All files of the site, made with no memory; or why there is none."""
    try:
        outputs = press(Order(root, now)).outputs
    except CorantoError as fault:
        return str(fault)
    files = {}
    for output in outputs:
        data = output.data
        files[output.path] = (
            data if isinstance(data, bytes) else data.read_bytes() if isinstance(data, Path) else data()
        )
    return files


STEPS = st.lists(st.tuples(st.sampled_from(sorted(OPERATIONS)), st.integers(0, 6)), min_size=1, max_size=3)


@settings(max_examples=int(os.environ.get("SEQUENCES", "30")), deadline=None, derandomize="SEQUENCES" not in os.environ)
@given(STEPS)
def test_what_is_remembered_is_what_would_be_made(steps: list[tuple[str, int]]) -> None:
    """Edits, additions, removals, renames, templates, configuration, zones, time, damage."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        small_site(root, SITE)
        now = NOW
        build(Order(root, now))
        for name, number in steps:
            OPERATIONS[name](root, number)
            now += {"time on": timedelta(days=number), "time back": -timedelta(days=number)}.get(name, timedelta())
            expected = clean(root, now)
            try:
                build(Order(root, now))
            except CorantoError as fault:
                assert str(fault) == expected, name
                return
            found = {
                path.relative_to(root / "output").as_posix(): path.read_bytes()
                for path in (root / "output").rglob("*")
                if path.is_file() and path.name != "manifest.json" and not path.name.startswith("CNAME")
            }
            assert isinstance(expected, dict)
            assert found.keys() == expected.keys(), name
            assert [path for path in found if found[path] != expected[path]] == [], name


@pytest.fixture
def many(tmp_path: Path) -> SmallSite:
    """A site of forty articles."""
    days = [f"2026-{10 + number // 28:02}-{1 + number % 28:02}" for number in range(40)]
    return small_site(tmp_path / "site", "".join(article(f"x{n}", f"Story {n}", day) for n, day in enumerate(days)))


def made(site: SmallSite) -> dict[str, int]:
    """How often each step of a build had to be done. (What it notes for itself is no step.)"""
    from coranto.cache import opened

    with opened(site.root / ".coranto") as cache:
        press(site.order(), cache)
        return {step: count for step, count in cache.made.items() if step not in ("shelf", "account")}


def test_an_edited_body_makes_its_page_and_what_shows_it(many: SmallSite) -> None:
    """Nothing else, and nothing twice."""
    made(many)
    assert made(many) == {}
    path = many.root / "content/x3.md"
    path.write_text(path.read_text() + "\n\nMore.\n")
    assert made(many) == {"addresses": 1, "typeset": 1, "bodies": 1, "page": 1}


def test_an_added_article_makes_few_pages(many: SmallSite) -> None:
    """Its own, its neighbour's, its day's and that day's neighbour, what leads on, and the newest page of each list; not
    the numbered ones."""
    made(many)
    many.write(article("new", "New", "2026-11-20", body="Something else."))
    done = made(many)
    assert (done["read"], done["typeset"]) == (1, 1)
    assert done["page"] <= 11


def test_clean_forgets(many: SmallSite) -> None:
    """And gives the same files."""
    many.build()
    before = {path: path.read_bytes() for path in (many.root / "output").rglob("*") if path.is_file()}
    many.build(clean=True)
    assert {path: path.read_bytes() for path in (many.root / "output").rglob("*") if path.is_file()} == before
    assert made(many) == {}
    (many.root / ".coranto/cache.db").write_bytes(b"")
    many.build(clean=True)
    assert made(many) == {}


def test_two_builds_at_once_are_both_right(many: SmallSite) -> None:
    """One waits for the other, or does without the memory; the site is whole, and the next build finds nothing to do."""
    command = [sys.executable, "-P", "-m", "coranto", "build", "--root", str(many.root), "--now", "2026-11-22T12:00Z"]
    for number in range(int(os.environ.get("ROUNDS", "4"))):
        edit(many.root, number, "---\n\n", f"---\n\nMore {number}. ")
        both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
        assert [(*process.communicate()[1:], process.returncode) for process in both] == [(b"", 0), (b"", 0)]
        expected = clean(many.root, NOW)
        assert isinstance(expected, dict)
        for path, data in expected.items():
            assert (many.root / "output" / path).read_bytes() == data, path


def test_why_a_page_was_made_is_told(many: SmallSite) -> None:
    """When somebody asks."""
    many.build()
    body = many.root / "content/x3.md"

    def told() -> dict[str, str]:
        return dict(build(many.order(explain=True)).reasons)

    assert told() == {}
    body.write_text(body.read_text() + "\nMore.\n")
    assert told() == {"2026/10/x3/index.html": "its text"}
    body.write_text(body.read_text().replace("title: Story 3", "title: Story three"))
    found = told()
    assert found["2026/10/x3/index.html"] == "its front matter, or what cards show of it"
    assert found["2026/10/x4/index.html"] == "the article before or after it"
    assert found["latest/page/1/index.html"] == "the articles listed"
    many.write(article("y", "New", "2026-11-20"))
    assert "new: content/y.md" in told().values()
    many.write("-- config.yaml --\ntitle: Another\nbase_url: https://e.org/\n")
    assert set(told().values()) == {
        "what all pages show (settings, menu, sections, the current edition, the theme), or this program"
    }
