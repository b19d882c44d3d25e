"""What a theme lets its users choose, and what a site has chosen: declarations and ``theme_options`` in, typed values
and a small stylesheet out.

A wrong value or an unknown name is told at its place, with the nearest name. Reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from coranto.colours import LEAST, Colour, apart, contrast, parse_colour, written
from coranto.fields import Fields
from coranto.problems import Problem, suggest
from coranto.yamltree import Node

TYPES = ("colour", "choice", "text", "flag", "number")
EMPTY: Mapping[str, Any] = {"colour": None, "choice": "", "text": "", "flag": False, "number": 0}
SCHEMES = ("light", "dark")
NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_HOW = 'write "#2f5d3a", "seagreen" or "rgb(47 93 58)", or one for each scheme: {light: "#2f5d3a", dark: "#9fd0a9"}'

Value = Any  # text, a flag, a number, or of a colour {"light": "#…", "dark": "#…"} or None


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a theme lets its users choose.

    ``theme`` is the youngest that declares it. ``styles``: a value as written -> the theme that says so, and the
    stylesheet that the value brings. ``grounds``: what a colour is to be read on, by scheme.
    """

    name: str
    type: str
    theme: str
    default: Value = None
    help: str = ""
    choices: tuple[str, ...] = ()
    styles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    grounds: Mapping[str, tuple[Colour, ...]] = field(default_factory=dict)


def declared(fields: Fields, theme: str, inherited: Mapping[str, Option]) -> dict[str, Option]:
    """``options:`` of one theme.yaml over those it inherits. What a declaration leaves out, it takes from there."""
    options = dict(inherited)
    group = fields.group("options", "options")
    for name, (at, node) in group.keys.items() if group else ():
        if not NAME.fullmatch(name):
            fields.problems.append(at.problem(f"not a name for an option: {name!r}", "write it as lead or lead_layout"))
            continue
        options[name] = _declared(name, Fields(node, fields.problems, f"the option {name!r}"), theme, options.get(name))
    return options


def _declared(name: str, fields: Fields, theme: str, before: Option | None) -> Option:
    kind = fields.choice("type", TYPES, before.type if before else "")
    if not kind:
        if "type" not in fields:
            fields.problems.append(fields.node.problem("'type' is missing", f"write one of {', '.join(TYPES)}"))
        kind = "text"
    elif before and kind != before.type:
        fields.fault("type", f"{name!r} is a {before.type} in the theme {before.theme!r}, and stays one")
    option = Option(name, kind, theme, EMPTY[kind]) if before is None else replace(before, theme=theme)
    option = replace(option, type=kind, help=fields.text("help", option.help))
    if kind == "choice":
        option = replace(option, choices=fields.texts("choices") or option.choices)
        if not option.choices:
            fields.problems.append(fields.node.problem("a choice needs its 'choices'", "write choices: [one, two]"))
        elif option.default not in option.choices:
            option = replace(option, default=option.choices[0])
    if kind in ("choice", "flag"):
        option = replace(option, styles={**option.styles, **_styles(fields, option)})
    if kind == "colour":
        option = replace(option, grounds={**option.grounds, **_grounds(fields)})
    node = fields.raw("default")
    if node is not None:
        option = replace(option, default=_value(option, node, fields.problems))
    fields.close()
    return option


def _styles(fields: Fields, option: Option) -> dict[str, tuple[str, str]]:
    group = fields.group("styles", "styles")
    if group is None:
        return {}
    can_be = option.choices if option.type == "choice" else ("true", "false")
    for value, (at, _) in group.keys.items():
        if value not in can_be:
            group.problems.append(at.problem(f"{value!r} is not one of {', '.join(can_be)}", suggest(value, can_be)))
    return {value: (option.theme, group.text(value)) for value in can_be if value in group}


def _grounds(fields: Fields) -> dict[str, tuple[Colour, ...]]:
    group = fields.group("grounds", "grounds")
    if group is None:
        return {}
    found: dict[str, tuple[Colour, ...]] = {}
    for scheme in SCHEMES:
        colours = [parse_colour(text) for text in group.texts(scheme)]
        if None in colours:
            group.fault(scheme, f"each of {scheme!r} is a colour", 'write light: ["#fdfdfb", "#f1f4f5"]')
        if colours:
            found[scheme] = tuple(colour for colour in colours if colour)
    group.close()
    return found


def chosen(options: Mapping[str, Option], node: Node | None, theme: str) -> tuple[dict[str, Value], list[Problem]]:
    """``theme_options`` of a site by what its theme declares: every option has a value, the site's or the default."""
    problems: list[Problem] = []
    values = {name: option.default for name, option in options.items()}
    given = node.value if node is not None and isinstance(node.value, dict) else {}
    for name, (at, value) in given.items():
        if name not in options:
            near = suggest(name, options)
            there = f"there is {', '.join(options)}" if options else "it declares none in its theme.yaml"
            problems.append(at.problem(f"the theme {theme!r} has no option {name!r}", near or there))
        elif value.value is not None and value.value != "":
            values[name] = _value(options[name], value, problems)
    return values, problems


def _value(option: Option, node: Node, problems: list[Problem]) -> Value:
    """One value of an option's type; its default where the value is wrong."""
    name = option.name
    if option.type == "colour":
        return _colour(option, node, problems)
    text = node.value.strip() if isinstance(node.value, str) else None
    if text is None:
        problems.append(node.problem(f"{name!r} must be one text", f'write {name}: "…"'))
    elif option.type == "flag":
        if text in ("true", "false"):
            return text == "true"
        problems.append(node.problem(f"{name!r} is true or false, not {text!r}", f"write {name}: true"))
    elif option.type == "number":
        if re.fullmatch(r"-?\d{1,9}", text):
            return int(text)
        if re.fullmatch(r"-?\d{1,9}\.\d{1,6}", text):
            return float(text)
        problems.append(node.problem(f"{name!r} is not a number: {text!r}", f"write {name}: 3 or {name}: 1.5"))
    elif option.type == "choice":
        if text in option.choices:
            return text
        words = ", ".join(option.choices)
        hint = suggest(text, option.choices) or f"write {name}: {option.default}"
        problems.append(node.problem(f"{name!r} is not one of {words}: {text!r}", hint))
    else:
        return text
    return option.default


def _colour(option: Option, node: Node, problems: list[Problem]) -> Value:
    """A colour for each scheme. Where one is given, the other scheme has it too, or the nearest that can be read."""
    given: dict[str, Node] = {}
    if isinstance(node.value, dict):
        fields = Fields(node, problems, repr(option.name))
        given = {scheme: found for scheme in SCHEMES if (found := fields.raw(scheme)) is not None}
        fields.close()
        if not given:
            problems.append(node.problem(f"{option.name!r} names no colour", _HOW))
    else:
        given = {"light": node}
    colours: dict[str, Colour] = {}
    for scheme, at in given.items():
        colour = parse_colour(at.value) if isinstance(at.value, str) else None
        if colour is None:
            problems.append(at.problem(f"{option.name!r} is not a colour: {at.plain()!r}", _HOW))
            return option.default
        colours[scheme] = colour
        problems += _faint(option, scheme, colour, at)
    if not colours:
        return option.default
    for scheme, other in zip(SCHEMES, SCHEMES[::-1], strict=True):
        if scheme not in colours:
            colours[scheme] = apart(colours[other], option.grounds.get(scheme, ()))
    return {scheme: written(colours[scheme]) for scheme in SCHEMES}


def _faint(option: Option, scheme: str, colour: Colour, at: Node) -> Iterator[Problem]:
    """A warning with the figures, when a colour cannot be read well on one of the grounds of its scheme."""
    grounds = option.grounds.get(scheme, ())
    figures = [(contrast(colour, ground), ground) for ground in grounds]
    if min((figure for figure, _ in figures), default=LEAST) < LEAST:
        told = ", ".join(f"{int(figure * 100) / 100:.2f} on {written(ground)}" for figure, ground in figures)
        message = f"{option.name!r} is hard to read in the {scheme} scheme: contrast {told}; text needs {LEAST}"
        near = written(apart(colour, grounds))
        yield replace(at.problem(message, f'the nearest that can be read is "{near}"'), severity="warning")


def brought(options: Mapping[str, Option], values: Mapping[str, Value], theme: str) -> list[str]:
    """The stylesheets that values bring because one theme says so, in the order of the options."""
    found = []
    for name, option in options.items():
        value = values[name]
        text = ("false", "true")[value] if isinstance(value, bool) else value
        whose, style = option.styles.get(text, ("", "")) if isinstance(text, str) else ("", "")
        if whose == theme:
            found.append(style)
    return found


def stylesheet(options: Mapping[str, Option], values: Mapping[str, Value]) -> str:
    """Colours and numbers as custom properties of their names, for a theme's stylesheets; empty where none is set."""
    light, dark = [], []
    for name, option in options.items():
        value, key = values[name], name.replace("_", "-")
        if option.type == "colour" and value:
            light.append(f"--{key}: {value['light']};")
            dark.append(f"--{key}: {value['dark']};")
        elif option.type == "number":
            light.append(f"--{key}: {value};")
    text = f":root {{ {' '.join(light)} }}\n" if light else ""
    return text + (f"@media (prefers-color-scheme: dark) {{ :root {{ {' '.join(dark)} }} }}\n" if dark else "")
