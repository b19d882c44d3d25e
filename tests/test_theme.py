"""The built-in theme, the example's, and the contract that the reference makes with themes."""

import dataclasses
import gzip
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import lxml.html
import pytest

from coranto import view_parts, views
from coranto.build import Order, press
from coranto.catalogues import language_of, read_catalogues
from coranto.theme import BUILT_IN, load_theme
from tests.extras import extra
from tests.made_pictures import png
from tests.smallsite import SmallSite, article

Make = Callable[[str], SmallSite]
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


def shown(page: str, path: str) -> list[str]:
    """The folded text of what a path finds in a page."""
    return [" ".join(found.text_content().split()) for found in lxml.html.fromstring(page).xpath(path)]


def test_the_newest_with_a_picture_opens_its_section(site: Make) -> None:
    """It is shown large; the others keep their order, and a section without pictures has all in order."""
    made = site(
        article("lead", "Lead", "2026-11-21")
        + "".join(article(f"d{day}", f"Of the {day}th", f"2026-11-{day}", section="S") for day in (20, 19))
        + article("a", "Pictured", "2026-11-18", section="S", image="{src: p.png, alt: '', credit: x}")
        + article("b", "Pictured too", "2026-11-17", section="S", image="{src: p.png, alt: '', credit: x}")
        + "".join(article(f"bare-{day}", f"Bare {day}", f"2026-10-{day}", section="T") for day in (20, 19))
    )
    (made.root / "content/p.png").write_bytes(png(30, 20))
    page = made.html("index.html")
    sections = [shown(page, f"//section[@aria-labelledby='sec_{number}']//h3") for number in (1, 2)]
    assert sections == [["Pictured", "Of the 20th", "Of the 19th", "Pictured too"], ["Bare 20", "Bare 19"]]


@pytest.mark.parametrize(("days", "articles"), [(1, 11), (3, 10), (20, 7)])
def test_the_rail_is_as_high_however_many_days_it_tells_of(site: Make, days: int, articles: int) -> None:
    """A heading of a day takes room too: the columns of the front page end near one another."""
    made = site(
        "".join(article(f"a{n}", f"Of {n}", f"2026-11-{20 - n * days // 20:02}T{23 - n:02}:00") for n in range(20))
    )
    assert len(shown(made.html("index.html"), "//section[@id='latest']//li")) == articles


def test_a_label_that_is_always_shown_is_shown_beside_the_newest_too(site: Make) -> None:
    """Others are not: the rail is narrow."""
    text = "".join(
        f"-- content/sources/{name}.md --\n---\nname: {name}\nlabel: label of {name}\n{more}---\n"
        for name, more in (("Ever", "always: true\n"), ("Never", ""))
    )
    text += "".join(article(name, name, source=f"{{name: {name}}}") for name in ("Ever", "Never"))
    rail = lxml.html.fromstring(site(text).html("index.html")).xpath("//*[@id='latest']")[0]
    assert [each.text_content() for each in rail.find_class("label")] == ["label of Ever"]


def test_each_place_says_how_wide_it_shows_a_picture(site: Make) -> None:
    """So that none is soft, and none heavier than need be."""
    image = {"image": "{src: p.jpg, alt: '', credit: x}"}
    made = site(
        article("a", "Lead", featured="1", **image)
        + article("b", "Pick", featured="2", **image)
        + article("c", "First", section="S", **image)
        + article("d", "Second", section="S", **image)
        + "-- content/editions/1.md --\n---\ntitle: T\ndate: 2026-11-21\nparts:\n- items: [{article: a}]\n---\n"
    )
    extra("PIL.Image").new("RGB", (1200, 800)).save(made.root / "content/p.jpg")
    widths = {
        name: [each.partition(",")[0] for each in lxml.html.fromstring(made.html(name)).xpath("//img/@sizes")]
        for name in ("index.html", "section/s/index.html", "edition/1/index.html", "2026/11/a/index.html")
    }
    assert widths == {
        "index.html": [f"(min-width: 64rem) {wide}rem" for wide in (44, 17, 38, 22)],
        "section/s/index.html": ["(min-width: 40rem) 11rem"] * 2,
        "edition/1/index.html": ["(min-width: 64rem) 13rem"],
        "2026/11/a/index.html": ["(min-width: 64rem) 50rem"],
    }


def test_an_edition_of_many_figures_and_words_is_told_so(site: Make) -> None:
    """The styles set both smaller; nothing is cut."""
    title = "Word " * 29
    made = site(
        article("a")
        + f"-- content/editions/1023.md --\n---\nnumber: 1023\ntitle: {title}\ndate: 2026-11-21\n"
        + "parts:\n- items: [{article: articles/a}]\n---\n"
        + "-- content/editions/9.md --\n---\nnumber: 9\ntitle: T\ndate: 2026-11-20\n---\n"
    )
    page = made.html("edition/1023/index.html")
    assert '<header class="cover long">' in page and '<span class="no many">1023</span>' in page
    assert shown(page, "//h1") == [title.strip()]
    page = made.html("edition/9/index.html")
    assert '<header class="cover">' in page and '<span class="no">9</span>' in page


@pytest.mark.parametrize("tag", ["ar", "de", "es", "fr", "uk"])
def test_the_example_speaks_every_language(tag: str) -> None:
    """Words that Courier adds to those of its parent stand in catalogues of its own."""
    courier = ROOT / "themes/courier"
    said = {
        word for file in courier.glob("templates/*") for word in re.findall(r"""\bt\("([^"]+)\"""", file.read_text())
    }
    texts, problems = read_catalogues(tag, ROOT, (("courier", courier),))
    assert not problems
    found, _ = language_of(tag, texts)
    assert said and not said - set(found.words)
