"""Everything public is documented, and what the docs name exists."""

import dataclasses
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import lxml.html
import pytest

import coranto.desk
from coranto import options, view_parts, views
from coranto.checks import KINDS
from coranto.cli import cli
from coranto.config import parse_config
from coranto.curation import Digest
from coranto.deploy import TARGETS
from coranto.extensions import SEAMS
from coranto.fields import Fields
from coranto.inventory.case import Case
from coranto.model import (
    Article,
    Clipping,
    Content,
    Correction,
    Image,
    Moment,
    Output,
    Reading,
    Retraction,
    SourceRef,
    Subscription,
    Teaser,
)
from coranto.planned import Site
from coranto.problems import Place, Problem
from coranto.recipes import HOSTS
from coranto.rendering import environment
from coranto.theme import BUILT_IN, load_theme
from tests.smallsite import SmallSite

Make = Callable[[str], SmallSite]
ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"


VALUES = (Article, Case, Clipping, Content, Correction, Digest, Image, Moment, Output, Place, Problem)
VALUES += (Reading, Retraction, Site, SourceRef, Subscription, Teaser)  # of the seams of extensions


def named(page: str) -> set[str]:
    """What a page of the reference names in backticks."""
    text = (REFERENCE / page).read_text()
    found = set()
    for span in re.findall(r"`([^`\n]+)`", text):
        found |= {span, *re.findall(r"[\w.-]+", span)}
    return found


def commands() -> dict[str, click.Command]:
    """Every command by its whole name: ``theme new``, not ``theme``."""
    found = dict(cli.commands)
    for name, command in cli.commands.items():
        if isinstance(command, click.Group):
            found |= {f"{name} {part}": each for part, each in command.commands.items()}
            del found[name]
    return found


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_and_option_is_in_the_reference(name: str) -> None:
    """With its flags, under its own heading; and its help opens with one sentence and ends with an example."""
    text = (REFERENCE / "commands.md").read_text()
    found = re.search(rf"^## `?coranto {name}`?$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, name
    spans = " ".join(re.findall(r"`([^`\n]+)`", found[1]))
    command = commands()[name]
    for option in command.params:
        if isinstance(option, click.Option):
            for flag in (*option.opts, *option.secondary_opts):
                assert re.search(rf"(?<![\w-]){flag}(?![\w-])", spans), flag
    told = (command.help or "").strip().split("\n\n")
    assert re.fullmatch(r"[A-Z](?:[^.]|\.\w)*\.", " ".join(told[0].split())), told[0]
    assert "Example" in told[-1], told[-1]


def test_every_config_key_is_in_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by watching which keys are asked for."""
    asked = asked_keys(monkeypatch, lambda: parse_config(
        "title: T\npages: {tag: true}\nmenu: [{title: A, url: /a/}]\nfeeds: {limit: 3}\nmarkdown: {engine: python}\nimages: {quality: 80}\npermalinks: {article: /:slug/}\n"
    ))  # fmt: skip
    assert asked <= named("config.md"), asked - named("config.md")


def asked_keys(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> set[str]:
    """The keys that readers ask for while something is read."""
    asked: set[str] = set()
    for name in ("raw", "text", "texts", "flag", "number", "choice", "moment", "url", "group", "groups"):
        real = getattr(Fields, name)

        def spy(self: Fields, key: str, *more: Any, _real: Callable[..., Any] = real, **others: Any) -> Any:
            asked.add(key)
            return _real(self, key, *more, **others)

        monkeypatch.setattr(Fields, name, spy)
    act()
    return asked


def test_every_front_matter_key_is_in_the_reference(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of articles, editions, pages and records."""
    made = site(
        "-- content/a.md --\n---\ntitle: A\ndate: 2026-11-20\nsource: {name: S}\nimage: {src: x}\nrelated: [{title: R}]\n"
        "corrections: [{date: 2026-11-21, text: t}]\n---\n"
        "-- content/editions/1.md --\n---\ntitle: E\ndate: 2026-11-20\nparts: [{title: P, items: [{article: a, note: n}]}]\n---\n"
        "-- content/pages/p.md --\n---\ntitle: P\n---\n-- content/sources/s.md --\n---\nname: S\n---\n"
    )
    asked = asked_keys(monkeypatch, lambda: made.press())
    config = asked_keys(monkeypatch, lambda: parse_config("title: T"))
    keys = (asked - config) | {"title", "language", "licence", "republish"}
    missing = keys - named("front-matter.md") - named("views.md") - named("config.md")
    assert not missing
    spec = "title date published updated id slug authors source section tags language standfirst summary note image related"
    spec += " featured story republish licence draft aliases corrections imported"
    assert set(spec.split()) <= named("front-matter.md")


def test_every_view_and_field_is_in_the_reference() -> None:
    """The contract with themes."""
    have = named("views.md")
    for name, kind in {**vars(view_parts), **vars(views)}.items():
        ours = getattr(kind, "__module__", "") in (views.__name__, view_parts.__name__)
        if dataclasses.is_dataclass(kind) and isinstance(kind, type) and ours:
            if name in ("Page", "Site", "Feed", "FeedItem", "FeedView"):
                continue  # templates never see these
            assert name in have, name
            for field in dataclasses.fields(kind):
                assert field.name in have, f"{name}.{field.name}"


def test_every_filter_and_function_is_in_the_reference() -> None:
    """What a template may call beside Jinja's own."""
    import jinja2

    theme, _ = load_theme(BUILT_IN.parent, "plain")
    env = environment(theme, "", False)
    plain = jinja2.Environment(autoescape=True)
    assert (set(env.filters) - set(plain.filters)) | set(env.globals) <= named("views.md")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_check_is_in_the_reference(kind: str) -> None:
    """As a row of its table."""
    assert f"| `{kind}` |" in (REFERENCE / "check.md").read_text()


@pytest.mark.parametrize("where", TARGETS, ids=lambda where: where.__name__)
def test_every_target_and_its_keys_are_in_the_reference(where: type) -> None:
    """By the type that config.yaml names, with which a key stands in the table."""
    text = (REFERENCE / "deploy.md").read_text()
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", where.__name__).lower()
    assert f"- **{name}** " in text
    for field in dataclasses.fields(where):
        assert f"| `{field.name}` | {name} |" in text, field.name


def test_every_key_of_the_desk_is_in_the_reference() -> None:
    """Those of its pages, and those that its script knows."""
    desk = Path(coranto.desk.__file__).parent
    pages = "".join(page.read_text() for page in (desk / "templates").glob("*.html"))
    script = (desk / "assets" / "desk.js").read_text()
    keys = {*re.findall(r'data-key="(.)"', pages), *re.findall(r'event\.key === "(.)"', script)}
    assert len(keys) > 10
    section = (REFERENCE / "desk.md").read_text().partition("## Keys")[2].partition("\n## ")[0]
    assert keys <= set(re.findall(r"`(.)`", section))


def test_every_seam_is_told_of() -> None:
    """What extensions may bring, and the families of the program."""
    told = (ROOT / "docs" / "how-to" / "extend.md").read_text()
    assert [seam for seam in SEAMS if seam not in told] == []
    own = (ROOT / "CONTRIBUTING.md").read_text()
    assert [family for family in ("IMPORTERS", "OUTPUTS", "CHECKS", "TARGETS") if f"`{family}`" not in own] == []


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
def test_every_value_and_field_of_a_seam_is_in_the_reference(kind: type) -> None:
    """What extensions are given, and what they give."""
    have = named("values.md")
    assert kind.__name__ in have
    assert [field.name for field in dataclasses.fields(kind) if field.name not in have] == []


def test_every_host_is_told_of() -> None:
    """All that ``init --host`` writes."""
    text = (ROOT / "docs" / "how-to" / "hosts.md").read_text()
    for host in HOSTS.iterdir():
        assert f"`--host {host.name}`" in text, host.name


def test_every_type_of_option_and_language_is_told_of() -> None:
    """What a theme may declare; which languages the interface speaks."""
    assert set(options.TYPES) <= named("views.md")
    languages = Path(coranto.__file__).parent / "languages"
    assert {path.stem for path in languages.glob("*.yaml")} <= named("languages.md")


def test_every_page_is_in_the_index() -> None:
    """docs/README.md leads to all of them, and each begins with its title."""
    index = (ROOT / "docs" / "README.md").read_text()
    for page in (ROOT / "docs").rglob("*.md"):
        if page.name != "README.md":
            assert f"({page.relative_to(ROOT / 'docs').as_posix()})" in index, page
        assert re.match(r"# \S.*\n\n", page.read_text()), page


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)


def headings(page: Path) -> set[str]:
    """The names that forges give to the headings of a page."""
    found = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_links_within_the_docs_lead_somewhere() -> None:
    """From README, CONTRIBUTING and docs/: to a file, and to a heading where they name one."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    assert len(pages) > 10
    for page in pages:
        for target, place in re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]*))?(?: \"[^\"]*\")?\)", prose(page)):
            if not re.match(r"[a-z]+:", target) and not target.startswith("/"):
                to = page.parent / target if target else page
                assert to.exists(), f"{page.relative_to(ROOT)}: {target}"
                assert not place or place in headings(to), f"{page.relative_to(ROOT)}: {target}#{place}"


def test_pictures_of_the_docs_are_small() -> None:
    """So that a clone, and the first page that strangers see, stay light."""
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    assert [picture.name for picture in pictures if picture.stat().st_size > 120_000] == []
    assert "docs/pictures/front-page.webp" in (ROOT / "README.md").read_text()


def test_the_docs_are_a_site_of_coranto(tmp_path: Path) -> None:
    """Built without a warning, with no link that leads nowhere; once more, and nothing has changed."""
    for arguments in (
        [ROOT / "docs" / "make.py", tmp_path],
        ["-m", "coranto", "build", "--root", tmp_path, "--strict"],
        ["-m", "coranto", "check", "--root", tmp_path, "--strict"],
    ):
        done = subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    front = lxml.html.parse(str(tmp_path / "output" / "index.html"))
    links = {link for _, _, link, _ in front.getroot().iterlinks()}
    for kind in ("tutorial", "how-to/theme", "reference/config", "explanation/flow", "decisions", "project/readme"):
        assert f"{kind}/index.html" in links
        assert (tmp_path / "output" / kind / "index.html").exists()
    page = (tmp_path / "output" / "reference" / "config" / "index.html").read_text()
    assert "reference/markdown/index.html#the-engine" in page, "links to files lead to pages"


def test_contributing_names_every_room() -> None:
    """Where does a change go?"""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    for path in (ROOT / "generator" / "coranto").iterdir():
        if (path.suffix == ".py" and not path.stem.startswith("__")) or (
            path.is_dir() and (path / "__init__.py").exists()
        ):
            assert f"`{path.stem}" in text, path.stem


def test_every_verb_is_told_of_and_is_no_file() -> None:
    """In CONTRIBUTING; a folder of its name (``docs``) does not make it up to date."""
    text = (ROOT / "Makefile").read_text()
    verbs = re.findall(r"^([a-z-]+):[^;\n]*## ", text, re.MULTILINE)
    phony = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)[0].split()
    assert len(verbs) > 10
    assert [verb for verb in verbs if verb not in phony] == []
    own = (ROOT / "CONTRIBUTING.md").read_text()
    assert [verb for verb in verbs if f"`make {verb}`" not in own] == []


def test_no_page_names_this_machine_or_a_registry() -> None:
    """Docs are for strangers."""
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        assert not re.search(r"(?<![\w.:/])/(?:root|home|Users|work|tmp)/", page.read_text()), page
