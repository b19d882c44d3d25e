"""Everything public is documented, and what the docs name exists."""

import dataclasses
import re
from pathlib import Path

import click
import pytest

from coranto import view_parts, views
from coranto.cli import cli
from coranto.config import LATER, parse_config
from coranto.fields import Fields
from coranto.rendering import environment
from coranto.theme import BUILT_IN, load_theme

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"


def named(page: str) -> set[str]:
    """What a page of the reference names in backticks."""
    text = (REFERENCE / page).read_text()
    found = set()
    for span in re.findall(r"`([^`\n]+)`", text):
        found |= {span, *re.findall(r"[\w.-]+", span)}
    return found


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_and_option_is_in_the_reference(name: str) -> None:
    """With its flags."""
    text = (REFERENCE / "commands.md").read_text()
    assert re.search(rf"^## `?coranto {name}\b", text, re.MULTILINE)
    for option in cli.commands[name].params:
        if isinstance(option, click.Option):
            for flag in option.opts:
                assert flag in named("commands.md"), flag


def test_every_config_key_is_in_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by watching which keys are asked for."""
    asked = asked_keys(monkeypatch, lambda: parse_config(
        "title: T\npages: {tag: true}\nmenu: [{title: A, url: /a/}]\nfeeds: {limit: 3}\nmarkdown: {engine: python}\nimages: {quality: 80}\npermalinks: {article: /:slug/}\n"
    ))  # fmt: skip
    assert asked | set(LATER) <= named("config.md"), (asked | set(LATER)) - named("config.md")


def asked_keys(monkeypatch: pytest.MonkeyPatch, act) -> set[str]:  # type: ignore[no-untyped-def]
    """The keys that readers ask for while something is read."""
    asked: set[str] = set()
    for name in ("raw", "text", "texts", "flag", "number", "choice", "moment", "url", "group", "groups"):
        real = getattr(Fields, name)

        def spy(self, key, *more, _real=real, **others):  # type: ignore[no-untyped-def]
            asked.add(key)
            return _real(self, key, *more, **others)

        monkeypatch.setattr(Fields, name, spy)
    act()
    return asked


def test_every_front_matter_key_is_in_the_reference(site, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
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


def test_links_within_the_docs_lead_somewhere() -> None:
    """From README, CONTRIBUTING and docs/."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    assert len(pages) > 10
    for page in pages:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text()):
            if not re.match(r"[a-z]+:", target) and not target.startswith("/"):
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)}: {target}"


def test_contributing_names_every_room() -> None:
    """Where does a change go?"""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    for path in (ROOT / "generator" / "coranto").iterdir():
        if (path.suffix == ".py" and not path.stem.startswith("__")) or (
            path.is_dir() and (path / "__init__.py").exists()
        ):
            assert f"`{path.stem}" in text, path.stem


def test_no_page_names_this_machine_or_a_registry() -> None:
    """Docs are for strangers."""
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        assert not re.search(r"(?<![\w.:/])/(?:root|home|Users|work|tmp)/", page.read_text()), page
