"""What a site adds to the program: at five seams, with its mistakes told as its own, and in every key."""

from __future__ import annotations

import importlib.metadata
import re
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner

from coranto import extensions
from coranto.build import build
from coranto.checks import Asked, check
from coranto.cli import cli
from coranto.extensions import NONE, read_extensions
from coranto.problems import CorantoError
from tests.smallsite import NOW, SmallSite, article, small_site, split_files

HOW_TO = Path(__file__).parents[1] / "docs" / "how-to" / "extend.md"
THEME = (
    "-- themes/mine/theme.yaml --\ninherits: plain\n-- themes/mine/templates/article.html --\n"
    '{% extends "plain/article.html" %}\n{% block note %}{{ page.card.title | loud }}{{ super() }}{% endblock %}\n'
)
LOUD = (
    "-- extensions/loud.py --\n\n\ndef loud(text):\n    return str(text).upper() + '!'\n\n\nFILTERS = {'loud': loud}\n"
)


def extended(folder: Path, names: str, files: str, theme: str = "plain") -> SmallSite:
    """A site that names extensions."""
    site = small_site(folder, article("a", title="A title") + files)
    config = (site.root / "config.yaml").read_text()
    return site.write(f"-- config.yaml --\n{config}extensions: [{names}]\ntheme: {theme}\n")


def examples() -> str:
    """The two extensions of the how-to, as files."""
    found = re.findall(r"```python (extensions/\w+\.py)\n(.*?)```", HOW_TO.read_text(), re.DOTALL)
    assert len(found) == 2
    return "".join(f"-- {name} --\n{text}" for name, text in found)


def failing(site: SmallSite) -> list[str]:
    with pytest.raises(CorantoError) as told:
        site.press()
    return [f"{each.place}: {each.message}" for each in told.value.problems]


def test_a_site_without_extensions_has_none(tmp_path: Path) -> None:
    """And a folder of them that is not named is not run."""
    site = small_site(tmp_path, article("a") + "-- extensions/x.py --\nraise SystemExit\n")
    assert site.press().extensions is NONE


def test_no_extension_keeps_a_build_from_being_ended(tmp_path: Path) -> None:
    """SIGTERM in the middle of its code is no mistake of its own, and means afterwards what it meant."""
    ends = LOUD.replace("    return", "    import signal\n    signal.raise_signal(signal.SIGTERM)\n    return")
    site = extended(tmp_path, "loud", THEME + ends, "mine")
    before = signal.getsignal(signal.SIGTERM)
    done = CliRunner().invoke(cli, ["build", "--root", str(site.root), "--now", NOW.isoformat()])
    assert (done.exit_code, done.output) == (143, "")
    assert signal.getsignal(signal.SIGTERM) is before
    assert not (site.root / "output").exists()


def test_a_filter_is_one_of_the_templates(tmp_path: Path) -> None:
    """Beside our own."""
    site = extended(tmp_path, "loud", THEME + LOUD, "mine")
    assert "A TITLE!" in site.html("2026/11/a/index.html")


def test_the_examples_of_the_how_to_work(tmp_path: Path) -> None:
    """As they stand there: an importer; a file of its own with a filter, a change to articles and a check."""
    site = extended(tmp_path, "notes, digest_day", examples())
    note = tmp_path / "a.note"
    note.write_text("note: Lamps on the quay\n2026-11-21\n\nForty lamps stand on the quay.\n")
    ran = CliRunner().invoke(cli, ["import", str(note), "--root", str(site.root)])
    assert ran.exit_code == 0, ran.output
    made = (site.root / "content/articles/2026-11-21-lamps-on-the-quay.md").read_text()
    assert "Forty lamps stand on the quay." in made
    site.write(article("untagged", title="No section"))
    files = site.files()
    assert files["titles.txt"].decode().splitlines()[0] == "2026-11-20 A title"
    assert "section/unsorted/index.html" in files
    build(site.order())
    assert not [each for each in check(site.order(), Asked()).problems if each.kind == "extensions"]
    site.write(article("long", title="T" * 61))
    build(site.order())
    found = [each for each in check(site.order(), Asked()).problems if each.kind == "extensions"]
    assert [each.message for each in found] == ["this title is longer than 60 letters"]
    config = (site.root / "config.yaml").read_text()
    site.write(f"-- config.yaml --\n{config}republish: excerpt\n")
    CliRunner().invoke(cli, ["publish", "lamps-on-the-quay", "--at", "2026-11-21", "--root", str(site.root)])
    page = site.html("2026/11/lamps-on-the-quay/index.html")
    assert "Forty lamps" in page and "blockquote" not in page, "the site's own"


@pytest.mark.parametrize(
    ("source", "place", "says"),
    [
        ("x = (\n", "extensions/x.py:1:5", "this is not Python"),
        ("\nimport nowhere_at_all\n", "extensions/x.py:2", "ModuleNotFoundError"),
        ("x = 1\n", "extensions/x.py", "adds nothing"),
        ("FILTERS = [len]\n", "extensions/x.py", "FILTERS is not of the form"),
        ("OUTPUTS = (1,)\n", "extensions/x.py", "OUTPUTS is not of the form"),
        ("IMPORTERS = (len,)\n", "extensions/x.py", "IMPORTERS is not of the form"),
        ("def f(article):\n    return article.nothing\nARTICLES = (f,)\n", "extensions/x.py:2", "AttributeError"),
        ("def f(article):\n    return None\nARTICLES = (f,)\n", "extensions/x.py:1", "same path and id"),
        ("def f(site, config, sight):\n    return 1 / 0\nOUTPUTS = (f,)\n", "extensions/x.py:2", "ZeroDivisionError"),
        ("def f(site, config, sight):\n    return ['a']\nOUTPUTS = (f,)\n", "extensions/x.py:1", "a list of Output"),
        (
            "def f(*all):\n    return g()\ndef g():\n    raise ValueError('no')\nOUTPUTS = (f,)\n",
            "extensions/x.py:4",
            "no",
        ),
    ],
)
def test_a_mistake_of_an_extension_is_told_at_its_line(source: str, place: str, says: str, tmp_path: Path) -> None:
    """Never as a traceback of ours."""
    (told,) = failing(extended(tmp_path, "x", f"-- extensions/x.py --\n{source}"))
    assert told.startswith(f"{place}: ")
    assert says in told


def test_a_mistake_of_a_filter_is_told_at_its_line(tmp_path: Path) -> None:
    """And not at that of the template."""
    site = extended(tmp_path, "loud", THEME + LOUD.replace("str(text).upper()", "text.nothing"), "mine")
    (told,) = failing(site)
    assert told.startswith("extensions/loud.py:4: the extension has a mistake: AttributeError")
    (told,) = failing(extended(tmp_path, "loud", THEME + LOUD.replace("str(text).upper() +", "exit() or"), "mine"))
    assert told.startswith("extensions/loud.py:4: the extension has a mistake: SystemExit")


def test_a_value_that_there_is_not_is_a_mistake_of_the_template(tmp_path: Path) -> None:
    """Also when it is a filter that asks for it first."""
    (told,) = failing(extended(tmp_path, "loud", THEME.replace("card.title", "card.titel") + LOUD, "mine"))
    assert told.startswith("themes/mine/templates/")
    assert "titel" in told


def test_a_mistake_of_a_check_is_told_at_its_line(tmp_path: Path) -> None:
    """Also of one that gives its findings one by one."""
    site = extended(tmp_path, "x", "-- extensions/x.py --\ndef f(case):\n    yield case.nothing\nCHECKS = {'f': f}\n")
    build(site.order())
    with pytest.raises(CorantoError) as told:
        check(site.order(), Asked())
    assert str(told.value.problems[0].place) == "extensions/x.py:2"


def test_a_mistake_of_an_importer_is_told_and_the_next_input_is_read(tmp_path: Path) -> None:
    """It runs where inputs are read, in a process of its own."""
    source = "class Bad:\n    def recognise(self, data, name):\n        return name.endswith('.bad')\n    def read(self, *all):\n        raise ValueError('no')\nIMPORTERS = (Bad(),)\n"
    site = extended(tmp_path / "s", "x", f"-- extensions/x.py --\n{source}")
    (tmp_path / "one.bad").write_text("x")
    (tmp_path / "two.txt").write_text(
        "A headline of some words\n\nBy Ada Example November 16, 2026\n\nA text of one paragraph, and more of it.\n"
    )
    ran = CliRunner().invoke(
        cli, ["import", str(tmp_path / "one.bad"), str(tmp_path / "two.txt"), "--root", str(site.root)]
    )
    assert ran.exit_code == 1
    assert "extensions/x.py:5" in ran.stderr
    assert "1 draft" in ran.stdout


@pytest.mark.parametrize("name", ["../x", "a/b", "x.py", ""])
def test_only_names_are_names(name: str, tmp_path: Path) -> None:
    """Nothing outside the folder can be named."""
    site = extended(tmp_path, f'"{name}"' if name else '"."', "")
    assert "not the name of an extension" in failing(site)[0]


def test_an_extension_behind_a_link_is_refused(tmp_path: Path) -> None:
    """Inside the site's folder only."""
    (tmp_path / "x.py").write_text("FILTERS = {}\n")
    site = extended(tmp_path / "s", "x", "-- extensions/y.py --\n")
    (site.root / "extensions/x.py").symlink_to(tmp_path / "x.py")
    assert "link" in failing(site)[0]


def test_one_that_is_not_there_is_told_with_what_is_near(tmp_path: Path) -> None:
    """Several mistakes in one run."""
    site = extended(tmp_path, "lout, other", LOUD)
    with pytest.raises(CorantoError) as told:
        site.press()
    assert [each.hint[:12] for each in told.value.problems] == ["did you mean", "write extens"]


def test_an_installed_extension_is_found_by_its_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where config.yaml names it; its version is part of the key."""
    (tmp_path / "their_module.py").write_text("FILTERS = {'their': str}\n")
    home = tmp_path / "their-1.0.dist-info"
    home.mkdir()
    (home / "entry_points.txt").write_text("[coranto.extensions]\ntheir = their_module\n")
    (home / "METADATA").write_text("Metadata-Version: 2.1\nName: their\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert [each.name for each in importlib.metadata.entry_points(group=extensions.GROUP)] == ["their"]
    first = read_extensions(tmp_path, ["their"])
    assert [name for name, _ in first.filters] == ["their"]
    (home / "METADATA").write_text("Metadata-Version: 2.1\nName: their\nVersion: 1.1\n")
    assert read_extensions(tmp_path, ["their"]).key != first.key


def test_a_changed_extension_changes_what_was_remembered(tmp_path: Path) -> None:
    """Incremental equals clean: for a filter, a change to articles, and a file of its own."""
    more = (
        "from dataclasses import replace\nfrom coranto.model import Output\n"
        "def change(article):\n    return replace(article, title=article.title + ' ONE')\n"
        "def write(site, config, sight):\n    return [Output('own.txt', b'ONE', 'extensions/loud.py')]\n"
        "ARTICLES = (change,)\nOUTPUTS = (write,)\n"
    )
    site = extended(tmp_path, "loud", THEME + LOUD + more, "mine")
    build(site.order())
    for old, new in (("'!'", "'?'"), ("' ONE'", "' TWO'"), ("b'ONE'", "b'TWO'"), ("'loud': loud", "'loud': str")):
        path = site.root / "extensions/loud.py"
        path.write_text(path.read_text().replace(old, new))
        build(site.order())
        after = {each.relative_to(site.root / "output").as_posix(): each.read_bytes()
                 for each in (site.root / "output").rglob("*") if each.is_file()}  # fmt: skip
        clean = tmp_path / "clean"
        build(site.order(output=clean, clean=True))
        assert after == {each.relative_to(clean).as_posix(): each.read_bytes()
                         for each in clean.rglob("*") if each.is_file()}, new  # fmt: skip
    assert b"TWO" in after["own.txt"]


def test_a_second_build_makes_nothing_anew(tmp_path: Path) -> None:
    """An extension costs no more than what it does."""
    site = extended(tmp_path, "loud", THEME + LOUD, "mine")
    build(site.order())
    assert not build(site.order()).published.written
    assert NOW


def test_the_how_to_names_every_seam() -> None:
    """And no other."""
    text = HOW_TO.read_text()
    assert all(f"`{name}`" in text for name in extensions.SEAMS)
    assert split_files(examples()).keys() == {"extensions/notes.py", "extensions/digest_day.py"}
