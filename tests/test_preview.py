"""The preview's memory: what it shows after many edits is what a new one shows."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.materials import Order
from coranto.preview import Preview
from coranto.problems import CorantoError
from tests.smallsite import NOW, SmallSite, article, small_site
from tests.test_incremental import OPERATIONS, SITE

Make = Callable[[str], SmallSite]
STEPS = [name for name in OPERATIONS if not name.startswith(("output", "memory", "stray", "in secret"))]
SCRIPT = "/livereload.js?snipver=10000000"


def preview_of(root: Path, days: int = 0) -> Preview:
    return Preview(lambda script: Order(root, NOW + timedelta(days=days), withheld=True, script=script), SCRIPT)


def screen(preview: Preview) -> dict[str, bytes]:
    """Everything that it would show, but for the number of the build."""
    shown = preview.shown
    paths = [shown.base + name for name in {**shown.files, **shown.pages}] or [shown.base]
    return {path: preview.page(path)[1].replace(str(shown.number).encode(), b"N") for path in paths}


def stamps(root: Path) -> dict[Path, tuple[int, int]]:
    """What a watcher tells files by."""
    files = [path for folder in ("content", "themes") for path in (root / folder).rglob("*") if path.is_file()]
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in [*files, root / "config.yaml"]}


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 9)), min_size=1, max_size=6))
def test_after_any_edits_the_screen_is_that_of_a_new_preview(steps: list[tuple[str, int]]) -> None:
    """Whether a site can be made of them or not; files are named to it as the watcher names them."""
    with tempfile.TemporaryDirectory() as folder:
        made = small_site(Path(folder), SITE)
        days = 0
        kept = Preview(
            lambda script: Order(made.root, NOW + timedelta(days=days), withheld=True, script=script), SCRIPT
        )
        kept.make()
        for name, number in steps:
            before = stamps(made.root)
            days += {"time on": number, "time back": -number}.get(name, 0)
            OPERATIONS[name](made.root, number)
            after = stamps(made.root)
            touched = frozenset(path for path, _ in before.items() ^ after.items())
            kept.make(touched)
            fresh = preview_of(made.root, days)
            fresh.make()
            assert kept.shown.failed == fresh.shown.failed
            assert kept.shown.problems == fresh.shown.problems
            if not fresh.shown.failed:
                assert screen(kept) == screen(fresh), (name, number)


def test_an_edited_body_reads_no_other_file(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the configuration, nor the theme; nor is anything planned anew."""
    made = site(SITE)
    kept = preview_of(made.root)
    assert kept.make()
    path = made.root / "content/a.md"
    path.write_text(path.read_text() + "\nAnd zebras.\n")

    def never(*_: object, **__: object) -> None:
        raise AssertionError

    for name in ("materials.read_source", "materials.read_config", "materials.load_theme", "press.curate",
                 "press.give_addresses", "press.check_paths", "plan._bare"):  # fmt: skip
        monkeypatch.setattr(f"coranto.{name}", never)
    assert kept.make(frozenset({path}))
    assert b"zebras" in kept.page("/d/2026/11/a/")[1]


def test_a_fault_in_a_template_is_told_whatever_is_open(site: Make) -> None:
    """One page of each template is made when templates change; the last good site stays."""
    made = site(SITE)
    kept = preview_of(made.root)
    assert kept.make()
    path = made.root / "themes/mine/templates/article.html"
    path.write_text('{% extends "plain/article.html" %}\n{% block title %}{{ page.nothing }}{% endblock %}\n')
    assert kept.make(frozenset({path})) is None
    assert kept.shown.problems[0].place
    assert kept.shown.problems[0].place.line == 2
    assert b"Grid repairs" in kept.page("/d/2026/11/a/")[1]


def test_stylesheets_alone_need_no_build(site: Make) -> None:
    """Their addresses are told; with anything else, or a sheet that is new or gone, a build it is."""
    made = site(SITE + "-- themes/mine/assets/own.css --\na {}\n")
    kept = preview_of(made.root)
    assert kept.make()
    own, text = made.root / "themes/mine/assets/own.css", made.root / "content/a.md"
    assert kept.styles(frozenset({own})) == ["/d/theme/preview/own.css"]
    assert kept.styles(frozenset({own, text})) == []
    assert kept.styles(frozenset()) == []
    assert kept.styles(frozenset({own.with_name("new.css")})) == []
    own.unlink()
    assert kept.styles(frozenset({own})) == []


def test_a_page_tells_which_build_it_is_of(site: Make) -> None:
    """In the address of the script, which sends it back: a page that was replaced on its way is told."""
    made = site(article("a", body="Number 10000000 stays."))
    kept = preview_of(made.root)
    for number in range(1, 4):
        assert kept.make()
        data = kept.page("/d/2026/11/a/")[1]
        assert f"snipver={10_000_000 + number}".encode() in data
        assert b"Number 10000000 stays" in data


def test_a_site_that_cannot_be_read_is_told_and_comes_back(site: Make) -> None:
    """Also when it was never there."""
    made = site(SITE)
    good = (made.root / "config.yaml").read_text()
    (made.root / "config.yaml").write_text("title: [")
    kept = preview_of(made.root)
    assert kept.make() is None
    assert kept.page("/")[0] == 500
    assert b"config.yaml:1" in kept.page("/")[1]
    (made.root / "config.yaml").write_text(good)
    assert kept.make(frozenset({made.root / "config.yaml"}))
    assert kept.page("/d/")[0] == 200


@pytest.mark.parametrize("problem", [CorantoError(), RuntimeError("boom")])
def test_a_page_that_cannot_be_made_says_why(site: Make, problem: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the server goes on."""
    made = site(SITE)
    kept = preview_of(made.root)
    assert kept.make()

    def broken() -> bytes:
        raise problem

    kept.shown.files["index.html"] = broken
    status, data, kind, _ = kept.page("/d/")
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert b'id="coranto-problems"' in data


@pytest.mark.parametrize(
    ("base", "path", "answer"),
    [
        ("/", "/old/", (301, "/2026/11/a/")),
        ("/", "/old", (301, "/old/")),
        ("/", "/old.xml", (301, "/2026/11/a/")),
        ("/", "/out/", (301, "https://other.example/x?y")),
        ("/", "/caf\u00e9/", (301, "/about/")),
        ("/d/", "/d/old/", (301, "/d/2026/11/a/")),
        ("/d/", "/d/old.xml", (404, "")),
        ("/d/", "/d/out/", (301, "https://other.example/x?y")),
        ("/d/", "/old/", (404, "")),
    ],
)
def test_former_addresses_lead_where_a_host_would_lead(
    site: Make, base: str, path: str, answer: tuple[int, str]
) -> None:
    """By the page there, or by `_redirects`, which only hosts at a root read."""
    made = site(
        article("a", aliases="[/old/, /old.xml]")
        + "-- content/pages/about.md --\n---\ntitle: About\n---\nUs.\n"
        + f"-- config.yaml --\ntitle: T\nbase_url: https://e.org{base}\n"
        "redirects: {/out/: 'https://other.example/x?y', /caf\u00e9/: /about/}\n"
    )
    kept = preview_of(made.root)
    assert kept.make(), kept.shown.problems
    status, _, _, to = kept.page(path)
    assert (status, to) == answer


def test_where_the_socket_is_stands_before_the_number(site: Make) -> None:
    """As the page was asked for; also where there is no page."""
    made = site(article("a"))
    kept = preview_of(made.root)
    assert b"?host=h&amp;port=1&amp;snipver=10000000" in kept.page("/", "host=h&port=1&")[1]
    assert kept.make()
    assert b"?host=h&amp;port=1&amp;snipver=10000001" in kept.page("/d/", "host=h&port=1&")[1]


def test_a_draft_that_wants_a_published_address_is_shown_beside_it(site: Make) -> None:
    """And so is a second one; each says whose address it wants. Published, it is an error still."""
    made = site(
        article("a", slug="grid")
        + article("draft", "A draft", slug="grid", draft="true")
        + article("later", "Later", slug="grid", draft="true")
        + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\npermalinks: {article: '/:slug/'}\n"
    )
    preview = preview_of(made.root)
    assert preview.make()
    assert [(each.place.path, each.message.partition(":")[0]) for each in preview.shown.problems if each.place] == [
        ("content/draft.md", "this would have the address of content/a.md"),
        ("content/later.md", "this would have the address of content/a.md"),
    ]
    for path, title in (("/grid/", "A title"), ("/grid-2/", "A draft"), ("/grid-3/", "Later")):
        assert f"<title>{title} | T" in preview.page(path)[1].decode()
    with pytest.raises(CorantoError, match="both want"):
        made.write(article("draft", "A draft", slug="grid"))
        made.press()


def test_a_first_build_that_fails_is_told_where_the_site_will_be(site: Make) -> None:
    """Below its own path, under its own name; mended, it is there."""
    made = site(article("a", date="nonsense") + "-- config.yaml --\ntitle: Told\nbase_url: https://e.org/d/\n")
    preview = preview_of(made.root)
    assert not preview.make()
    assert (preview.shown.base, preview.shown.title) == ("/d/", "Told")
    assert preview.page("/d/")[0] == 500
    made.write(article("a"))
    assert preview.make()
    assert preview.page("/d/")[0] == 200
