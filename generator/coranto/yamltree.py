"""Strict YAML in; a tree of texts out, each with its place.

Refused with line and column: duplicate keys, anchors, aliases, tags, merge keys, a value cut by `` #``, control
characters, nesting beyond ``DEPTH``, more than ``LIMIT`` bytes. Never runs anything, and takes no scalar for anything
but text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from coranto.problems import CorantoError, Place, Problem, error
from coranto.text import clean

LIMIT = 64 * 1024
_BREAKS = {0x2028: " ", 0x2029: " "}  # line ends to YAML alone: places would be off by a line
DEPTH = 40


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
