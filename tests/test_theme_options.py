"""What a theme lets a site choose: declared, checked, and shown to templates and stylesheets."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.colours import NAMED, apart, contrast, parse_colour, written
from coranto.fields import Fields
from coranto.options import chosen, declared, stylesheet
from coranto.problems import CorantoError, Problem
from coranto.theme import BUILT_IN, load_theme
from coranto.yamltree import parse
from tests.smallsite import SmallSite, article

Make = Callable[[str], SmallSite]
BASE = "title: T\nbase_url: https://e.org/\n"
COLOURS = st.tuples(*[st.integers(0, 255)] * 3)
ALL = """\
options:
  accent: {type: colour, grounds: {light: [white, "#e1e9ed"], dark: ["#10171e"]}}
  columns: {type: number, default: 3}
  look: {type: choice, choices: [old, new], styles: {new: new.css}}
  motto: {type: text, default: Read.}
  seals: {type: flag, default: true}
"""


def choose(wanted: str, options: str = ALL) -> tuple[dict[str, Any], list[Problem], str]:
    """Values, problems and stylesheet for what a site says of these options."""
    problems: list[Problem] = []
    have = declared(Fields(parse(options, "theme.yaml"), problems), "mine", {})
    assert not problems
    values, problems = chosen(have, parse(wanted, "config.yaml"), "mine")
    return values, problems, stylesheet(have, values)


def declare(options: str, inherited: str = "") -> list[str]:
    """What is said of a declaration."""
    problems: list[Problem] = []
    have = declared(Fields(parse(inherited, "parent"), problems), "parent", {}) if inherited else {}
    declared(Fields(parse(options, "theme.yaml"), problems), "mine", have)
    return [problem.message for problem in problems]


def test_every_option_has_a_typed_value() -> None:
    """The default, or what the site says."""
    values, problems, css = choose("{}")
    assert values == {"accent": None, "columns": 3, "look": "old", "motto": "Read.", "seals": True}
    assert css == ":root { --columns: 3; }\n"
    values, problems, css = choose(
        "accent: darkred\ncolumns: 1.5\nlook: new\nmotto: And write\nseals: false\n",
    )
    assert not problems
    assert values["accent"]["light"] == "#8b0000"
    assert [values[name] for name in ("columns", "look", "motto", "seals")] == [1.5, "new", "And write", False]
    for number in ("1234567", "1234567.25", "-0.5"):
        assert choose(f"columns: {number}")[2] == f":root {{ --columns: {number}; }}\n"
    assert css.startswith(":root { --accent: #8b0000; --columns: 1.5; }\n@media (prefers-color-scheme: dark)")


@pytest.mark.parametrize(
    ("wanted", "place", "message", "hint"),
    [
        ("acent: red", "1:1", "the theme 'mine' has no option 'acent'", "did you mean 'accent'?"),
        ("zzz: red", "1:1", "no option 'zzz'", "there is accent, columns, look, motto, seals"),
        ("accent: redd", "1:9", "'accent' is not a colour: 'redd'", "seagreen"),
        ('accent: "#12345"', "1:9", "not a colour", "#2f5d3a"),
        ("accent: [red]", "1:9", "not a colour", ""),
        ("accent: {lite: red}", "1:10", "unknown key 'lite'", "did you mean 'light'?"),
        ("accent: url(x)", "1:9", "not a colour", ""),
        ("look: nu", "1:7", "'look' is not one of old, new: 'nu'", ""),
        ("look: neww", "1:7", "'look' is not one of", "did you mean 'new'?"),
        ("seals: yes", "1:8", "'seals' is true or false, not 'yes'", "write seals: true"),
        ("columns: two", "1:10", "'columns' is not a number: 'two'", "1.5"),
        ("motto: [a]", "1:8", "'motto' must be one text", ""),
    ],
)
def test_what_cannot_be_is_told_at_its_place(wanted: str, place: str, message: str, hint: str) -> None:
    """And the default stands, so that all mistakes come out in one run."""
    values, problems, _ = choose(wanted)
    assert problems[0].severity == "error"
    assert str(problems[0].place) == f"config.yaml:{place}"
    assert message in problems[0].message
    assert hint in problems[0].hint
    assert values == choose("{}")[0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("options: {Loud: {type: flag}}", "not a name for an option: 'Loud'"),
        ("options: {a: {type: color}}", "'type' is not one of colour, choice, text, flag, number: 'color'"),
        ("options: {a: {help: x}}", "'type' is missing"),
        ("options: {a: {type: choice}}", "a choice needs its 'choices'"),
        ("options: {a: {type: choice, choices: [x], default: y}}", "'a' is not one of x: 'y'"),
        ("options: {a: {type: choice, choices: [x], styles: {z: z.css}}}", "'z' is not one of x"),
        ("options: {a: {type: flag, styles: {on: z.css}}}", "'on' is not one of true, false"),
        ("options: {a: {type: colour, grounds: {light: [nope]}}}", "each of 'light' is a colour"),
        ("options: {a: {type: colour, grounds: {night: [red]}}}", "unknown key 'night' in grounds"),
        ("options: {a: {type: text, choices: [x]}}", "unknown key 'choices' in the option 'a'"),
        ("options: [a]", "options must be a mapping of keys to values"),
    ],
)
def test_a_declaration_is_checked(options: str, message: str) -> None:
    """As what a site chooses is."""
    assert message in declare(options)


def test_an_inherited_option_keeps_what_is_not_said_again() -> None:
    """But not another type."""
    parent = "options: {a: {type: choice, choices: [x, y], help: h}}"
    assert not declare("options: {a: {default: y}}", parent)
    assert declare("options: {a: {type: text}}", parent) == ["'a' is a choice in the theme 'parent', and stays one"]


def test_a_colour_that_is_hard_to_read_is_a_warning_with_the_figures() -> None:
    """In the scheme it was written for; the other one takes a tone that can be read."""
    values, problems, _ = choose('accent: "#777"')
    assert [problem.severity for problem in problems] == ["warning"]
    assert "contrast 4.47 on #ffffff, 3.64 on #e1e9ed; text needs 4.5" in problems[0].message
    near = re.search(r'"(#\w+)"', problems[0].hint)
    assert near
    assert not choose(f'accent: "{near[1]}"')[1]
    dark = parse_colour(values["accent"]["dark"])
    assert dark and contrast(dark, (0x10, 0x17, 0x1E)) >= 4.5
    both, problems, _ = choose("accent: {light: navy, dark: navy}")
    assert "in the dark scheme" in problems[0].message
    assert both["accent"] == {"light": "#000080", "dark": "#000080"}


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#a81d16", "#a81d16"),
        ("#A11", "#aa1111"),
        ("RebeccaPurple", "#663399"),
        ("rgb(168, 29, 22)", "#a81d16"),
        ("rgb(168 29 22)", "#a81d16"),
        ("rgb(100% 0% 50%)", "#ff0080"),
        ("hsl(120 100% 25%)", "#008000"),
        ("hsl(480deg, 100%, 25%)", "#008000"),
        ("#1234", ""),
        ("rgb(300 0 0)", ""),
        ("hsl(0 120% 10%)", ""),
        ("rgb(1 2)", ""),
        ("red;}", ""),
        ("transparent", ""),
    ],
)
def test_colours_are_read_as_css_writes_them(text: str, colour: str) -> None:
    """Those that cover what is below them."""
    found = parse_colour(text)
    assert (written(found) if found else "") == colour


def test_all_names_of_css_are_known() -> None:
    """All 148 of them."""
    assert len(NAMED) == 148
    assert contrast((0, 0, 0), (255, 255, 255)) == 21
    assert f"{contrast((0x77, 0x77, 0x77), (255, 255, 255)):.2f}" == "4.48"


@given(COLOURS, st.sampled_from([((253, 253, 251), (225, 233, 237)), ((16, 23, 30), (29, 43, 54))]))
def test_the_nearest_tone_can_be_read(colour: tuple[int, int, int], grounds: tuple[tuple[int, int, int], ...]) -> None:
    """On each of the grounds; one that could be read already is left alone."""
    found = apart(colour, grounds)
    assert min(contrast(found, ground) for ground in grounds) >= 4.5
    assert apart(found, grounds) == found


def test_the_grounds_of_plain_are_those_of_its_stylesheet() -> None:
    """And its own two reds can be read on them."""
    theme, _ = load_theme(BUILT_IN.parent, "plain")
    css = theme.assets["style.css"].read_text()
    light, dark = css.split("@media (prefers-color-scheme: dark)", 1)
    for scheme, text in (("light", light), ("dark", dark)):
        named = dict(re.findall(r"--([\w-]+): (?:var\(--accent, )?(#\w{6})", text)[:12])
        grounds = [written(ground) for ground in theme.options["accent"].grounds[scheme]]
        assert grounds == [named["paper"], named["wash"], named["wrap"]]
        for token in ("rubric", "ink", "ink-2", "focus"):
            colour = parse_colour(named[token])
            assert colour
            assert min(contrast(colour, ground) for ground in theme.options["accent"].grounds[scheme]) >= 4.5, token


def styles(made: SmallSite, page: str = "index.html") -> list[str]:
    """The stylesheets a page links, by name."""
    return re.findall(r'rel="stylesheet" href="[^"]*/([\w-]+\.css)"', made.html(page))


def test_what_is_chosen_reaches_the_pages(site: Make) -> None:
    """As stylesheets, in the order in which they go over one another, and to templates; nothing chosen, nothing added."""
    made = site(
        article("a")
        + f"-- config.yaml --\n{BASE}theme: mine\n"
        + "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\nstyles: [mine.css]\n"
        + "options: {loud: {type: flag, styles: {true: loud.css}}}\n"
        + "-- themes/mine/assets/mine.css --\np {}\n-- themes/mine/assets/loud.css --\np {}\n"
        + '-- themes/mine/templates/page.html --\n{% extends "plain/page.html" %}\n'
        + '{% block body %}{{ site.options.accent.light if site.options.accent }} {{ "big" if site.options.loud }} {{ site.options.density }}{% endblock %}\n'
        + "-- content/pages/about.md --\n---\ntitle: About\n---\n"
    )
    made.write(f"-- config.yaml --\n{BASE}theme: mine\ntheme_options: {{accent: navy, loud: true, density: compact}}\n")
    assert styles(made) == ["style.css", "compact.css", "mine.css", "loud.css", "options.css"]
    assert "#000080 big compact" in made.main("about/index.html")
    made.write(f"-- config.yaml --\n{BASE}theme: mine\ntheme_options: {{lead: wide}}\n")
    assert styles(made) == ["style.css", "lead-wide.css", "mine.css"]
    made.write("-- config.yaml --\n" + BASE)
    assert styles(made) == ["style.css"]
    assert not [path for path in made.files() if path.endswith("options.css")]


def test_what_is_chosen_changes_the_address_of_the_themes_files(site: Make) -> None:
    """So what a browser has kept is never wrong; the same choice has the same address."""
    made = site(article("a"))
    seen = {}
    for accent in ("navy", "darkred", "navy"):
        made.write(f"-- config.yaml --\n{BASE}theme_options: {{accent: {accent}}}\n")
        made.build()
        (folder,) = (made.root / "output/theme").iterdir()
        found = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert seen.setdefault(folder.name, found) == found
    assert len(seen) == 2


def test_a_wrong_choice_is_told_in_config_yaml(site: Make) -> None:
    """Beside what is wrong in the theme itself."""
    made = site(f"-- config.yaml --\n{BASE}theme_options:\n  acent: red\n  density: dense\n")
    with pytest.raises(CorantoError) as caught:
        made.press()
    assert [str(problem.place) for problem in caught.value.problems] == ["config.yaml:4:3", "config.yaml:5:12"]


def test_a_stylesheet_of_a_choice_must_be_there(site: Make) -> None:
    """And no file may stand where the generated one goes."""
    theme = (
        "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\noptions: {l: {type: flag, styles: {true: l.css}}}\n"
    )
    made = site(f"-- config.yaml --\n{BASE}theme: mine\ntheme_options: {{l: true}}\n{theme}")
    with pytest.raises(CorantoError, match=r"there is no stylesheet 'l\.css'"):
        made.press()
    made.write("-- themes/mine/assets/l.css --\np {}\n-- themes/mine/assets/options.css --\np {}\n")
    made.press()
    made.write(f"-- config.yaml --\n{BASE}theme: mine\ntheme_options: {{l: true, accent: navy}}\n")
    with pytest.raises(CorantoError, match=r"options\.css is made of the theme's options"):
        made.press()


def test_the_line_of_the_footer_is_on_every_page(site: Make) -> None:
    """As text, not as HTML."""
    made = site(article("a") + f'-- config.yaml --\n{BASE}theme_options: {{footer: "A <b> line"}}\n')
    for page in ("index.html", "2026/11/a/index.html", "404.html"):
        assert "<p>A &lt;b&gt; line</p>" in made.html(page)
