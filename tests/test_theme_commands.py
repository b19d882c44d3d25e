"""`coranto theme`: list, new, eject."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from coranto.problems import CorantoError
from coranto.wardrobe import eject, ejectable, new_theme, themes
from tests.smallsite import SmallSite, article

Make = Callable[[str], SmallSite]
MINE = "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\ntheme: mine\n"


def test_a_new_theme_builds_at_once_and_changes_nothing(site: Make) -> None:
    """Its pages are those of the one it inherits from, but for the stylesheet."""
    made = site(article("a") + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\n")
    before = made.main("2026/11/a/index.html")
    paths = new_theme(made.root, "mine", "plain")
    below = made.root / "themes" / "mine"
    assert paths == [below / "theme.yaml", below / "assets/mine.css", below / "templates/article.html"]
    made.write(MINE)
    assert not made.warnings()
    assert made.main("2026/11/a/index.html") == before
    assert "mine.css" in made.html("index.html")


def test_the_properties_it_tells_of_are_those_of_plain() -> None:
    """Each is one that the stylesheet of plain asks for."""
    import re

    from coranto.theme import BUILT_IN
    from coranto.wardrobe import _PROPERTIES

    css = (BUILT_IN / "plain/assets/style.css").read_text()
    for name, value in re.findall(r"/\* --([\w-]+): (#\w+|[^;]+);", _PROPERTIES):
        assert f"var(--{name}" in css, name
        if value.startswith("#") and name != "accent":
            assert f"--{name}: {value};" in css, name


@pytest.mark.parametrize(
    ("name", "parent", "message"),
    [
        ("../x", "plain", "not a name for a theme"),
        ("", "plain", "not a name for a theme"),
        ("plain", "plain", "there is a theme 'plain' already"),
        ("Plain", "plain", "there is a theme 'Plain' already"),
        ("options", "plain", "cannot be the name of a theme"),
        ("mine", "plian", "there is no theme 'plian'"),
    ],
)
def test_what_cannot_be_a_new_theme(site: Make, name: str, parent: str, message: str) -> None:
    """Nothing is written then."""
    made = site("")
    with pytest.raises(CorantoError, match=message):
        new_theme(made.root, name, parent)
    assert not (made.root / "themes").exists()


def test_a_new_theme_goes_through_no_link(site: Make, tmp_path: Path) -> None:
    """Not even one that leads to an empty folder."""
    made = site("")
    (tmp_path / "away").mkdir()
    (made.root / "themes").symlink_to(tmp_path / "away")
    with pytest.raises(CorantoError, match="this is a link"):
        new_theme(made.root, "mine", "plain")
    assert not list((tmp_path / "away").iterdir())


def test_eject_copies_and_never_overwrites_unasked(site: Make) -> None:
    """A template or an asset, by its name; with --force also over one's own."""
    made = site(MINE + "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\n" + article("a"))
    before = made.html("2026/11/a/index.html")
    copies = eject(made.root, "mine", ["article.html", "assets/icon.svg"], force=False)
    assert [(path.relative_to(made.root).as_posix(), whose) for path, whose in copies] == [
        ("themes/mine/templates/article.html", "plain"),
        ("themes/mine/assets/icon.svg", "plain"),
    ]
    assert made.html("2026/11/a/index.html") == before
    copies[0][0].write_text("mine")
    with pytest.raises(CorantoError, match="a file stands there already"):
        eject(made.root, "mine", ["base.html", "article.html"], force=False)
    assert copies[0][0].read_text() == "mine"
    assert not (made.root / "themes/mine/templates/base.html").exists()
    eject(made.root, "mine", ["article.html"], force=True)
    assert copies[0][0].read_text() != "mine"
    assert ("templates/base.html", "plain") in ejectable(made.root, "mine")
    assert "templates/article.html" not in dict(ejectable(made.root, "mine"))


@pytest.mark.parametrize("cut", ["replace", "open"])
def test_an_eject_that_is_cut_off_loses_no_file(site: Make, monkeypatch: pytest.MonkeyPatch, cut: str) -> None:
    """What stood there stands until the copy is whole, and nothing is left beside it."""
    made = site(MINE + "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\n")
    (path, _), = eject(made.root, "mine", ["page.html"], force=False)  # fmt: skip
    path.write_text("mine")
    path.chmod(0o640)

    def ended(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, cut, ended)
        eject(made.root, "mine", ["page.html"], force=True)
    assert ([*path.parent.iterdir()], path.read_text()) == ([path], "mine")
    eject(made.root, "mine", ["page.html"], force=True)
    assert (path.read_text() != "mine", stat.S_IMODE(path.stat().st_mode)) == (True, 0o640)


def test_eject_takes_the_nearest_of_a_chain(site: Make) -> None:
    """What the theme would have shown."""
    made = site(
        "-- themes/mine/theme.yaml --\nname: mine\ninherits: mid\n-- themes/mid/theme.yaml --\nname: mid\ninherits: plain\n"
        "-- themes/mid/templates/page.html --\nMID\n"
    )
    assert [whose for _, whose in eject(made.root, "mine", ["page.html", "list.html"], force=False)] == ["mid", "plain"]
    assert (made.root / "themes/mine/templates/page.html").read_text() == "MID\n"


@pytest.mark.parametrize(
    ("name", "wanted", "message", "hint"),
    [
        ("plain", "article.html", "'plain' is built in", "coranto theme new"),
        ("mine", "articl.html", "has no file 'articl.html'", "did you mean 'article.html'?"),
        ("mine", "../theme.yaml", "has no file", ""),
        ("alone", "article.html", "'alone' inherits from none", ""),
    ],
)
def test_what_cannot_be_ejected(site: Make, name: str, wanted: str, message: str, hint: str) -> None:
    """With a word on what to do instead."""
    made = site(
        "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\n-- themes/alone/theme.yaml --\nname: alone\n"
    )
    with pytest.raises(CorantoError, match=message) as caught:
        eject(made.root, name, [wanted], force=False)
    assert hint in caught.value.problems[0].hint


def test_the_list_tells_what_a_theme_changes(site: Make) -> None:
    """The site's own first."""
    made = site(
        "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\nstyles: [mine.css]\noptions: {loud: {type: flag}}\n"
        "-- themes/mine/assets/mine.css --\np {}\n-- themes/mine/templates/page.html --\nx\n"
    )
    mine, plain = themes(made.root)
    assert (mine.name, mine.where, mine.inherits) == ("mine", "themes/mine", ("plain",))
    assert (mine.changed, mine.added) == (("templates/page.html",), ("assets/mine.css",))
    assert [option.name for option in mine.options] == ["loud"]
    assert (plain.name, plain.where, plain.inherits, plain.changed) == ("plain", "", (), ())
