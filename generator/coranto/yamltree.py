"""Strict YAML in; a tree of texts out, each with its place.

Refused with line and column: duplicate keys, anchors, aliases, tags, merge keys, a value cut by `` #``, control
characters, nesting beyond ``DEPTH``, more than ``LIMIT`` bytes. Never runs anything, and takes no scalar for anything
but text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
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

    if len(text) > LIMIT // 4 and len(text.encode("utf-8")) > LIMIT:
        raise error(f"more than {LIMIT // 1024} KiB of YAML", Place(path, first_line), "move long text into the body")
    if _is_easy(text):
        with suppress(yaml.YAMLError):  # the other one's words are the ones that are told
            return _tree(yaml.parse(text, Loader=_FAST), path, first_line, lines, refuse)
    try:
        return _tree(yaml.parse(text, Loader=yaml.SafeLoader), path, first_line, lines, refuse)
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


Refuse = Callable[..., CorantoError]
_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What nearly all front matter is made of: keys, items, and values that are plain or quoted on one line.
_PLAIN = r"""(?:(?:[^\W_]|/)(?:[^\s:#]|:(?=[^\s:#])|[ ](?=[^\s:#]))*|"[^"\\\n]*"|'[^'\n]*')"""
_KEY = r"[A-Za-z_][A-Za-z0-9_-]*:"
_EASY = re.compile(rf"(?:[ ]*(?:- )?(?:{_KEY}[ ]{_PLAIN}|{_KEY}|{_PLAIN})\n)*")


def _is_easy(text: str) -> bool:
    """Is this what both parsers are known to read alike? The one in C is ten times as fast, and differs in errors, in
    places and in odd corners."""
    return text.replace("\n", "").isprintable() and _EASY.fullmatch(text + "\n") is not None


def _tree(events: Iterable[Any], path: str, first_line: int, lines: list[str], refuse: Refuse) -> Node:
    """The tree of a stream of events, refused early: nothing is built of what is too deep, and aliases cost nothing."""

    def spot(event: Any) -> tuple[Place, str, int]:
        start, end = event.start_mark, event.end_mark
        span = max(1, end.column - start.column) if start.line == end.line else 1
        return (
            Place(path, start.line + first_line, start.column + 1),
            lines[start.line] if start.line < len(lines) else "",
            span,
        )

    root: Node | None = None
    open_: list[tuple[Any, Any, list[Any]]] = []  # where it began, what it is (list or mapping), keys not yet answered
    documents = 0
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.anchor is not None:
                raise refuse(event.start_mark, "anchors and aliases are not read", "write the value out, or quote it")
            if event.tag is not None:
                raise refuse(event.start_mark, f"tags such as {event.tag} are not read", "quote the value")
            node = _scalar(event, spot(event), lines, refuse, is_key=bool(open_) and _wants_key(open_[-1]))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if event.anchor is not None:
                raise refuse(event.start_mark, "anchors and aliases are not read", "write the value out, or quote it")
            if event.tag is not None:
                raise refuse(event.start_mark, f"tags such as {event.tag} are not read", "quote the value")
            if open_ and _wants_key(open_[-1]):
                raise refuse(event.start_mark, "a key must be plain text")
            if len(open_) >= DEPTH:
                raise refuse(event.start_mark, f"nested deeper than {DEPTH}")
            open_.append((event, {} if kind is yaml.MappingStartEvent else [], []))
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            start, value, _ = open_.pop()
            begin, line, _ = spot(start)
            column, end = start.start_mark.column, event.end_mark
            alone = start.flow_style and end.line == start.start_mark.line
            span = end.column - column if alone else 1
            node = Node(value, begin, line, max(1, span))
        elif kind is yaml.AliasEvent:
            raise refuse(event.start_mark, "anchors and aliases are not read", "write the value out, or quote it")
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise refuse(event.start_mark, "a second YAML document")
            continue
        else:
            continue
        if not open_:
            root = node
            continue
        _, holder, keys = open_[-1]
        if isinstance(holder, list):
            holder.append(node)
        elif not keys:
            if node.value in holder:
                first = holder[node.value][0].place.line
                mark = event.start_mark
                raise refuse(mark, f"{node.value!r} stands twice (first in line {first})", "keep one of them")
            keys.append(node)
        else:
            key = keys.pop()
            holder[key.value] = (key, node)
    return root if root is not None else Node({}, Place(path, first_line), "")


def _wants_key(innermost: tuple[Any, Any, list[Any]]) -> bool:
    return isinstance(innermost[1], dict) and not innermost[2]


def _scalar(event: Any, spot: tuple[Place, str, int], lines: list[str], refuse: Refuse, is_key: bool) -> Node:
    value: str = event.value
    if not value.isprintable() and clean(value) != value:
        if is_key:
            raise refuse(event.start_mark, "a control or non-character in a key", "take it out")
        raise refuse(event.start_mark, "a control or non-character, written as an escape", "take it out")
    if is_key and value == "<<":
        raise refuse(event.start_mark, "merge keys (<<) are not read", "write the keys out")
    plain = event.style is None or event.style == ""
    last = lines[event.end_mark.line] if event.end_mark.line < len(lines) else ""
    if plain and "#" in last and _CUT.match(last, event.end_mark.column):
        raise _cut(event, spot[1], refuse)
    return Node(None if plain and value in ("", "~", "null") and not is_key else value, *spot)


_CUT = re.compile(r" +#\S")


def _cut(node: Any, line: str, refuse: Refuse) -> CorantoError:
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
