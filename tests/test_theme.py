"""The built-in theme, the example's, and the contract that the reference makes with themes."""

import dataclasses
import gzip
import re
from datetime import UTC, datetime
from pathlib import Path

from coranto import view_parts, views
from coranto.build import Order, press
from coranto.theme import BUILT_IN, load_theme

ROOT = Path(__file__).parents[1]
VIEWS = (ROOT / "docs/reference/views.md").read_text()
PLAIN, _ = load_theme(BUILT_IN.parent, "plain")


def test_the_styles_are_small() -> None:
    """12 kB for all that a page may link, with every option."""
    whole = b"".join(file.read_bytes() for name, file in PLAIN.assets.items() if name.endswith(".css"))
    assert len(gzip.compress(whole, 9)) <= 12_000


def test_the_styles_are_turned_round_by_direction_alone() -> None:
    """No left, no right, no rule that shouts, nothing from elsewhere; braces in pairs."""
    for theme in (PLAIN, load_theme(ROOT, "courier")[0]):
        for name, file in theme.assets.items():
            if name.endswith(".css"):
                css = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
                assert not re.search(r"!important|@import|https?:|@container", css), name
                assert not re.search(r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b", css), name
                assert not re.search(r"[{;]\s*(?:left|right|top|bottom|width|height|float)\s*:", css), name
                assert css.count("{") == css.count("}"), name


def test_every_colour_has_its_counterpart_in_the_dark() -> None:
    """And print has one for each."""
    css = PLAIN.assets["style.css"].read_text()
    light, rest = css.split("@media (prefers-color-scheme: dark)", 1)
    dark, rest = rest.split("\n}\n", 1)
    token = re.compile(r"--([\w-]+): (?:var\(--accent, )?#")
    assert set(token.findall(light)) == set(token.findall(dark)) != set()
    printed = set(token.findall(rest.split("@media print", 1)[1]))
    assert set(token.findall(light)) - printed == {"focus"}


def test_the_example_proves_the_chain() -> None:
    """Courier has two templates and a stylesheet of its own, extends what it has not, and looks another way."""
    theme, problems = load_theme(ROOT, "courier")
    assert not problems
    assert theme.names == ("courier", "plain")
    own = [file for name, (_, file) in theme.templates.items() if name.startswith("courier/")]
    assert len(own) == 2
    assert all('{% extends "plain/' in file.read_text() for file in own)
    assert theme.values["lead"] == "wide" and theme.options["lead"].default == "wide"
    facts = press(Order(ROOT, datetime(2026, 11, 22, 12, tzinfo=UTC))).site.facts
    assert [style.rpartition("/")[2] for style in facts.styles] == [
        "style.css",
        "lead-wide.css",
        "courier.css",
        "options.css",
    ]


def test_grounds_of_courier_are_those_of_its_stylesheet() -> None:
    """So that the warning about an accent is right there too."""
    theme, _ = load_theme(ROOT, "courier")
    light, dark = theme.assets["courier.css"].read_text().split("@media (prefers-color-scheme: dark)", 1)
    for scheme, text in (("light", light), ("dark", dark)):
        tokens = dict(re.findall(r"--(paper|wash|wrap): (#\w{6})", text))
        assert ["#{:02x}{:02x}{:02x}".format(*each) for each in theme.options["accent"].grounds[scheme]] == [
            tokens[name] for name in ("paper", "wash", "wrap")
        ]


def test_the_reference_names_no_field_that_is_not_there() -> None:
    """The other half of the contract with themes; that it names all there are, test_docs.py holds."""
    kinds = {
        name: {field.name for field in dataclasses.fields(kind)}
        for name, kind in {**vars(view_parts), **vars(views)}.items()
        if isinstance(kind, type) and dataclasses.is_dataclass(kind)
    }
    tables = re.findall(
        r"^`(\w+)`[^\n]*(?:\n[^\n|]+)*\n\n\| Field \|[^\n]*\n\|[^\n]*\n((?:\|[^\n]*\n)+)", VIEWS, re.MULTILINE
    )
    assert len(tables) > 10
    for name, rows in tables:
        named = [field for row in rows.splitlines() for field in re.findall(r"`(\w+)`", row.split("|")[1])]
        assert set(named) <= kinds[name], name
        assert len(named) == len(set(named)), name


def test_the_reference_names_the_blocks_of_plain() -> None:
    """All there are, and none that is not."""
    table = VIEWS.split("The blocks of `plain`:")[1].split("\n\n")[1]
    told: dict[str, set[str]] = {}
    for row in table.splitlines()[2:]:
        names, blocks = (re.findall(r"`([\w.]+)`", cell) for cell in row.split("|")[1:3])
        told |= {name: set(blocks) for name in names}

    def blocks_of(name: str) -> tuple[set[str], set[str]]:
        """The blocks that a template has anew, and those it has from the one it extends."""
        text = PLAIN.templates[name][0]
        parent = re.search(r'{% extends "([^"]+)"', text)
        inherited = set().union(*blocks_of(parent[1])) if parent else set()
        return set(re.findall(r"{%-? block (\w+)", text)) - inherited, inherited

    pages = [name for name in PLAIN.templates if "/" not in name and name.endswith(".html")]
    assert {name for name in pages if blocks_of(name)[0]} <= set(told)
    for name, blocks in told.items():
        new, inherited = blocks_of(name)
        assert new <= blocks <= new | inherited, name


def test_every_option_of_plain_is_in_the_reference() -> None:
    """With its choices, and a help of its own."""
    table = (ROOT / "docs/reference/config.md").read_text().split("## theme_options")[1].split("## permalinks")[0]
    for name, option in PLAIN.options.items():
        row = next(row for row in table.splitlines() if row.startswith(f"| `{name}` |"))
        assert all(f"`{choice}`" in row for choice in option.choices)
        assert option.help
