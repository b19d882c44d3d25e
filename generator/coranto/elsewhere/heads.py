"""Front matter as other generators write it: YAML, TOML, JSON, or lines of metadata -> keys, the body, its line.

Keys come out in lower case, values as texts, lists and mappings. Mistakes are errors with line and column.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coranto.frontmatter import fences
from coranto.problems import CorantoError, Place, error
from coranto.text import clean
from coranto.yamltree import DEPTH, LIMIT, parse

DEEPEST = DEPTH - 10  # what nobody here asks for is kept, some levels below the top
_JSON = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)  # each scalar is text, as it was written
_TOML = re.compile(r"\+\+\+[ \t]*\n(?P<head>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SPOT = re.compile(r"\(at line (\d+), column (\d+)\)")
_META = re.compile(r"(?P<key>[A-Za-z][A-Za-z0-9_-]{0,99}):[ \t]*(?P<value>.*)")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before a body, by key in lower case; the body, and the line on which it begins."""

    values: Mapping[str, Any]
    body: str
    line: int


def split(text: str, path: str) -> Head | None:
    """Front matter in YAML, TOML or JSON; None where a text begins with none of them."""
    if text.startswith("---"):
        head, body, line = fences(text, path)
        return Head(mapping(parse(head, path, first_line=2).plain(), path), body, line)
    if text.startswith("+++"):
        match = _TOML.match(text)
        if match is None:
            raise error("the front matter is not closed", Place(path, 1, 1), "end it with a line '+++'")
        return Head(toml(match["head"], path, 2), text[match.end() :], text.count("\n", 0, match.end()) + 1)
    if text.startswith("{"):
        values, end = _json(text, path)
        rest = text[end:]
        body = rest.lstrip("\n")
        return Head(values, body, text.count("\n", 0, len(text) - len(body)) + 1)
    return None


def metadata(text: str, path: str) -> Head | None:
    """Lines of ``Key: value`` up to an empty one, as Pelican's Markdown begins; None where there is none.

    A line that is indented by four goes on with the value above.
    """
    lines = text.split("\n")
    values: dict[str, Any] = {}
    last, number = "", 0
    for number, line in enumerate(lines):
        if not line.strip():
            break
        found = _META.match(line)
        if line.startswith("    ") and last:
            values[last] = f"{values[last]} {line.strip()}".strip()
        elif found:
            last = found["key"].lower()
            if last in values:
                raise error(f"{found['key']!r} stands twice", Place(path, number + 1, 1), "take one of them out")
            values[last] = found["value"].strip()
        elif not values:
            return None
        else:
            break
    return Head(values, "\n".join(lines[number:]).lstrip("\n"), number + 2) if values else None


def toml(text: str, path: str, first_line: int = 1) -> dict[str, Any]:
    """A text in TOML, by key. Raises CorantoError."""
    _refuse_large(text, path)
    try:
        told = tomllib.loads(text, parse_float=str)
    except ValueError as fault:  # tomllib's own, and Python's for a number that is absurdly long
        spot = _SPOT.search(str(fault))
        place = Place(path, int(spot[1]) + first_line - 1, int(spot[2])) if spot else Place(path, first_line)
        hint = "put what is text into quotes, and give each key a line"
        raise error(f"this is not TOML: {_SPOT.sub('', str(fault)).strip()}", place, hint) from None
    except RecursionError:
        raise _deep(Place(path, first_line)) from None
    return mapping(told, path, first_line)


def _json(text: str, path: str) -> tuple[dict[str, Any], int]:
    try:
        values, end = _JSON.raw_decode(text)
    except json.JSONDecodeError as fault:
        place = Place(path, fault.lineno, fault.colno)
        raise error(
            f"this is not JSON: {fault.msg}", place, 'write {"title": "…"}, each key and text in quotes'
        ) from None
    except RecursionError:
        raise _deep(Place(path, 1)) from None
    _refuse_large(text[:end], path)
    return mapping(values, path), end


def mapping(values: Any, path: str, line: int = 1) -> dict[str, Any]:
    """Keys in lower case, each value as text, a list or a mapping; nothing for an empty head. Raises CorantoError."""
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise error("the front matter is no mapping of keys to values", Place(path, line), "write title: …, and so on")
    try:
        return {_text(key).lower(): _plain(value, 1) for key, value in values.items()}
    except ValueError:
        raise error("a number in it is absurdly long", Place(path, line), "put it into quotes") from None
    except RecursionError:
        raise _deep(Place(path, line)) from None


def _plain(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, dict):
        return {_text(key).lower(): _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else _text(value)


def _text(value: Any) -> str:
    """A scalar as text, without what escapes may bring in that no text may hold."""
    return clean(str(value))


def _deep(place: Place) -> CorantoError:
    return error(f"the front matter is nested deeper than {DEEPEST}", place, "put less into one another")


def _refuse_large(text: str, path: str) -> None:
    if len(text) > LIMIT:
        raise error(f"more than {LIMIT // 1024} KiB of front matter", Place(path, 1), "move long text into the body")
