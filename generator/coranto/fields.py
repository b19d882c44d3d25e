"""Strict YAML in; typed fields with their places out.

Every scalar is text until a reader asks for a type, so ``NO``, ``18:53``, ``0123`` and ``2023`` stay what was written.
Refused with line and column: duplicate keys, anchors, aliases, tags, merge keys, a value cut by `` #``, nesting beyond
``DEPTH``, more than ``LIMIT`` bytes. Never runs anything; never guesses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import yaml

from coranto.model import Moment
from coranto.moments import parse_moment
from coranto.problems import CorantoError, Place, Problem, error, suggest
from coranto.text import clean, web_address

LIMIT = 64 * 1024
_BREAKS = {0x2028: " ", 0x2029: " "}  # line ends to YAML alone: places would be off by a line
DEPTH = 40
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of YAML: text, a list or a mapping, with its place and the line it stands on."""

    value: str | list[Node] | dict[str, tuple[Node, Node]] | None
    place: Place
    excerpt: str
    span: int = 1

    def problem(self, message: str, hint: str = "") -> Problem:
        """An error at this node."""
        return Problem(message, self.place, hint, self.excerpt, self.span)

    def plain(self) -> Any:
        """The value as text, lists, dicts and None: what themes get of keys the program does not know."""
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        if isinstance(self.value, dict):
            return {key: node.plain() for key, (_, node) in self.value.items()}
        return self.value


def parse(text: str, path: str, first_line: int = 1) -> Node:
    """YAML text -> its tree. ``first_line`` is the line of the file on which the text begins. Raises CorantoError."""
    text = text.translate(_BREAKS)
    lines = text.split("\n")

    def place(mark: Any) -> Place:
        return Place(path, mark.line + first_line, mark.column + 1)

    def line(mark: Any) -> str:
        return lines[mark.line] if mark.line < len(lines) else ""

    def refuse(mark: Any, message: str, hint: str = "") -> CorantoError:
        return CorantoError(Problem(message, place(mark), hint, line(mark)))

    if len(text.encode("utf-8")) > LIMIT:
        raise error(f"more than {LIMIT // 1024} KiB of YAML", Place(path, first_line), "move long text into the body")
    try:
        root = _compose(text, refuse)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        opened = _unclosed(lines, mark.line if mark else len(lines) - 1)
        if opened:
            number, column, what = opened
            spot = Place(path, number + first_line, column + 1)
            hint = f"close the {what} on this line"
            raise CorantoError(Problem(f"a {what} is opened here and not closed", spot, hint, lines[number])) from None
        message, hint = _explain(fault, line(mark) if mark else "")
        if mark is None:
            raise error(message, Place(path, first_line)) from None
        raise refuse(mark, message, hint) from None
    except yaml.YAMLError as fault:
        raise error(f"this is not YAML: {str(fault).splitlines()[0]}", Place(path, first_line)) from None

    def convert(node: yaml.Node) -> Node:
        span = (
            max(1, node.end_mark.column - node.start_mark.column) if node.start_mark.line == node.end_mark.line else 1
        )
        spot = (place(node.start_mark), line(node.start_mark), span)
        if isinstance(node, yaml.ScalarNode):
            if clean(node.value) != node.value:
                raise refuse(node.start_mark, "a control or non-character, written as an escape", "take it out")
            if node.style is None and _CUT.match(line(node.end_mark), node.end_mark.column):
                raise _cut(node, line(node.start_mark), refuse)
            empty = node.style is None and node.value in ("", "~", "null")
            return Node(None if empty else node.value, *spot)
        if isinstance(node, yaml.SequenceNode):
            return Node([convert(item) for item in node.value], *spot)
        mapping: dict[str, tuple[Node, Node]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise refuse(key.start_mark, "a key must be plain text")
            if clean(key.value) != key.value:
                raise refuse(key.start_mark, "a control or non-character in a key", "take it out")
            if key.value == "<<":
                raise refuse(key.start_mark, "merge keys (<<) are not read", "write the keys out")
            if key.value in mapping:
                first = mapping[key.value][0].place.line
                raise refuse(key.start_mark, f"{key.value!r} stands twice (first in line {first})", "keep one of them")
            mapping[key.value] = (convert(key), convert(value))
        return Node(mapping, *spot)

    if root is None:
        return Node({}, Place(path, first_line), "")
    return convert(root)


def _compose(text: str, refuse: Callable[..., CorantoError]) -> yaml.Node | None:
    """The YAML tree, refused early: the events are walked before anything is built, so that depth and aliases cost
    nothing (the C loader crashes on 200 KB of ``[``; the Python one recurses)."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise refuse(event.start_mark, "anchors and aliases are not read", "write the value out, or quote it")
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise refuse(event.start_mark, f"tags such as {tag} are not read", "quote the value")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEPTH:
                raise refuse(event.start_mark, f"nested deeper than {DEPTH}")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise refuse(event.start_mark, "a second YAML document")
    return yaml.compose(text, Loader=yaml.SafeLoader)


_CUT = re.compile(r" +#\S")


def _cut(node: yaml.ScalarNode, line: str, refuse: Callable[..., CorantoError]) -> CorantoError:
    """``title: Bakhmut #1 story`` would lose its tail in silence. A real comment has a space after its ``#``."""
    start = node.start_mark.column
    value = line[start:].strip().replace("\\", "\\\\").replace('"', '\\"')
    return refuse(
        node.start_mark,
        "YAML takes the text from '#' on for a comment, and it would be lost",
        f'write {line[:start].strip()} "{value}"   (a comment has a space after its #)',
    )


_OPENS = re.compile(r"^\s*(?:- )?[\w-]+:\s+(?=[\"'\[{])")
_CLOSED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"'),
    "'": re.compile(r"'(?:[^']|'')*'"),
    "[": re.compile(r"\[.*\]"),
    "{": re.compile(r"\{.*\}"),
}


def _unclosed(lines: list[str], last: int) -> tuple[int, int, str] | None:
    """The first line up to the fault whose value opens a quote or bracket and does not close it: (line, column, what).

    YAML reads on to the next quote, lines below, and finds fault there.
    """
    for number, line in enumerate(lines[: last + 1]):
        match = _OPENS.match(line)
        if not match:
            continue
        sign = line[match.end()]
        follows = lines[number + 1] if number + 1 < len(lines) else ""
        if not _CLOSED[sign].match(line, match.end()) and (sign in "\"'" or re.match(r"\S+:|\Z", follows)):
            return number, match.end(), "quote" if sign in "\"'" else "bracket"
    return None


def _explain(fault: yaml.MarkedYAMLError, line: str) -> tuple[str, str]:
    """YAML's words turned into ours, with the mended line where one can be told."""
    problem = fault.problem or "not YAML"
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "a tab where YAML wants spaces", "indent with spaces"
    match = re.match(r"^(\s*(?:- )?[\w-]+):\s+(.*\S)\s*$", line)
    if match and match[2][0] not in "\"'[{|>":
        quoted = match[2].replace("\\", "\\\\").replace('"', '\\"')
        if "mapping values are not allowed" in problem:
            return "a second ': ' in the value", f'write {match[1].strip()}: "{quoted}"'
        return f"this value must be quoted ({problem})", f'write {match[1].strip()}: "{quoted}"'
    if match and match[2][0] in "[{":
        quoted = match[2].replace("\\", "\\\\").replace('"', '\\"')
        return f"this is not YAML: {problem}", f'close the bracket, or write {match[1].strip()}: "{quoted}"'
    return f"this is not YAML: {problem}", 'quote the value: key: "value"'


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


class Fields:
    """One mapping while it is read: each getter takes a key and gives a typed value, and notes what is wrong.

    Problems go into ``problems``; a value in error reads as its default, so that one run finds all mistakes.
    """

    def __init__(
        self, node: Node, problems: list[Problem], what: str = "this file", zone: ZoneInfo | None = None
    ) -> None:
        self.node = node
        self.problems = problems
        self.what = what
        self.zone = zone or ZoneInfo("UTC")
        self.asked: set[str] = set()
        self.keys: dict[str, tuple[Node, Node]] = {}
        if isinstance(node.value, dict):
            self.keys = node.value
        elif node.value is not None:
            problems.append(node.problem(f"{what} must be a mapping of keys to values", "write key: value, one a line"))

    def __contains__(self, key: str) -> bool:
        """Has the key a value? Nothing and empty text are none."""
        return key in self.keys and not _blank(self.keys[key][1].value)

    def fault(self, key: str, message: str, hint: str = "") -> None:
        """Note an error at the value of ``key`` (at the mapping when the key is not there)."""
        node = self.keys[key][1] if key in self.keys else self.node
        if key in self.keys and node.value is None:
            node = self.keys[key][0]
        self.problems.append(node.problem(message, hint))

    def raw(self, key: str) -> Node | None:
        """The node under a key; None when it is absent or empty."""
        self.asked.add(key)
        return self.keys[key][1] if key in self else None

    def text(self, key: str, default: str = "") -> str:
        """One line or more of text."""
        node = self.raw(key)
        if node is None:
            return default
        if not isinstance(node.value, str):
            self.fault(key, f"{key!r} must be text", f'write {key}: "…"')
            return default
        return node.value.strip()

    def texts(self, key: str, distinct: bool = True) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one. ``distinct`` drops what stands twice."""
        node = self.raw(key)
        if node is None:
            return ()
        if isinstance(node.value, str):
            return (node.value.strip(),) if node.value.strip() else ()
        if isinstance(node.value, list):
            found = []
            for item in node.value:
                if not isinstance(item.value, str):
                    self.problems.append(item.problem(f"each of {key!r} must be text", f"write {key}: [one, two]"))
                elif item.value.strip():
                    found.append(item.value.strip())
            return tuple(dict.fromkeys(found)) if distinct else tuple(found)
        self.fault(key, f"{key!r} must be a list of texts", f"write {key}: [one, two]")
        return ()

    def flag(self, key: str, default: bool = False) -> bool:
        """``true`` or ``false``; anything else is an error, never a guess."""
        text = self.text(key)
        if text in ("true", "false"):
            return text == "true"
        if key in self.keys:
            self.fault(key, f"{key!r} is true or false, not {text!r}", f"write {key}: true or {key}: false")
        return default

    def number(self, key: str, default: int = 0, least: int = 0) -> int:
        """A whole number, not below ``least``."""
        text = self.text(key)
        if not text:
            return default
        if re.fullmatch(r"[0-9]{1,9}", text) and int(text) >= least:
            return int(text)
        self.fault(key, f"{key!r} is not a whole number from {least} up: {text!r}")
        return default

    def choice(self, key: str, options: Collection[str], default: str = "") -> str:
        """One of the given words."""
        text = self.text(key)
        if not text or text in options:
            return text or default
        self.fault(key, f"{key!r} is not one of {', '.join(options)}: {text!r}", suggest(text, options))
        return default

    def moment(self, key: str) -> Moment | None:
        """A day, or a day and time, in the site's zone unless it names its own. Returned in the site's zone."""
        text = self.text(key)
        if not text:
            return None
        try:
            return parse_moment(text, self.zone)
        except ValueError as fault:
            self.fault(
                key,
                f"{key!r} is not a date: {text!r}{f' ({fault})' if str(fault) else ''}",
                "write 2026-11-22 or 2026-11-22T09:30+02:00",
            )
            return None

    def url(self, key: str) -> str:
        """An http or https address."""
        text = self.text(key)
        if not text:
            return ""
        if web_address(text):
            return text
        self.fault(key, f"{key!r} is not a web address: {text!r}", "write https://example.org/…")
        return ""

    def group(self, key: str, what: str) -> Fields | None:
        """The fields of a mapping under a key."""
        node = self.raw(key)
        return None if node is None else Fields(node, self.problems, what, self.zone)

    def groups(self, key: str, what: str, scalar: str = "") -> Iterator[Fields]:
        """The fields of each mapping of a list under a key. A plain text stands for a mapping of ``scalar`` to it."""
        node = self.raw(key)
        if node is None:
            return
        if not isinstance(node.value, list):
            self.fault(key, f"{key!r} must be a list", f"write {key}: and under it lines that begin with '- '")
            return
        for item in node.value:
            if scalar and isinstance(item.value, str):
                item = replace(item, value={scalar: (item, item)})
            yield Fields(item, self.problems, what, self.zone)

    def rest(self, known: Collection[str] = ()) -> dict[str, Any]:
        """What nobody asked for, as plain values, with a warning each; a key that differs by case alone is an error."""
        extra: dict[str, Any] = {}
        names = self.asked | set(known)
        for key, (at, value) in self.keys.items():
            if key in names:
                continue
            twin = next((name for name in names if name.casefold() == key.casefold()), None)
            if twin:
                self.problems.append(
                    at.problem(f"unknown key {key!r} in {self.what}", f"write {twin}: keys are in lower case")
                )
                continue
            problem = at.problem(f"unknown key {key!r} in {self.what}", suggest(key, names))
            self.problems.append(
                Problem(problem.message, problem.place, problem.hint, problem.excerpt, problem.span, "warning")
            )
            extra[key] = value.plain()
        return extra

    def close(self) -> None:
        """Every key that nobody asked for is an error."""
        for key, (at, _) in self.keys.items():
            if key not in self.asked:
                self.problems.append(at.problem(f"unknown key {key!r} in {self.what}", suggest(key, self.asked)))
