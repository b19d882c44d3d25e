"""Strict YAML in; a tree of texts out, each with its place.

Refused with line and column: duplicate keys, anchors, aliases, tags, merge keys, a value cut by `` #``, control
characters, nesting beyond ``DEPTH``, more than ``LIMIT`` bytes. Never runs anything, and takes no scalar for anything
but text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any, NamedTuple

import yaml

from coranto.problems import CorantoError, Place, Problem, error
from coranto.text import clean
from coranto.yamlfaults import explain, unclosed

LIMIT, DEPTH = 64 * 1024, 40
_BREAKS = {0x2028: " ", 0x2029: " "}  # line ends to YAML alone: places would be off by a line
_LETTERS = "write the character itself"


class Node(NamedTuple):
    """A piece of YAML: text, a list or a mapping, with its place and the line it stands on.

    A tuple, as these are many: a file has some thirty, and of few is the place ever told.
    """

    value: str | list[Node] | dict[str, tuple[Node, Node]] | None
    path: str
    line: int
    column: int
    excerpt: str
    span: int = 1

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.path, self.line, self.column)

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
    small = len(text) <= LIMIT // 4 or len(text.encode("utf-8")) <= LIMIT
    simple = _simple(text, path, first_line) if small else None
    if simple is not None:
        return simple
    text = text.translate(_BREAKS)
    lines = text.split("\n")

    def line(mark: Any) -> str:
        return lines[mark.line] if mark.line < len(lines) else ""

    def refuse(mark: Any, message: str, hint: str = "") -> CorantoError:
        return CorantoError(Problem(message, Place(path, mark.line + first_line, mark.column + 1), hint, line(mark)))

    if len(text) > LIMIT // 4 and len(text.encode("utf-8")) > LIMIT:
        raise error(f"more than {LIMIT // 1024} KiB of YAML", Place(path, first_line), "put long text into a body")
    try:
        loader = yaml.SafeLoader(text)
        return _tree(iter(loader.get_event, None), path, first_line, lines, refuse)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        opened = unclosed(lines, mark.line if mark else len(lines) - 1)
        if opened:
            number, column, message, hint = opened
            spot = Place(path, number + first_line, column + 1)
            raise CorantoError(Problem(message, spot, hint, lines[number])) from None
        mark = fault.context_mark if fault.problem == "could not find expected ':'" else mark  # else the next line
        message, hint = explain(fault, line(mark) if mark else "")
        if mark is None:
            raise error(message, Place(path, first_line), hint) from None
        raise refuse(mark, message, hint) from None
    except yaml.YAMLError as fault:
        raise error(f"this is not YAML: {str(fault).splitlines()[0]}", Place(path, first_line), _LETTERS) from None
    except (ValueError, OverflowError):  # PyYAML asks for the character, or version, of any number
        raise refuse(loader.get_mark(), "a number that stands for no character", _LETTERS) from None


Refuse = Callable[..., CorantoError]
Spot = tuple[str, int, int, str, int]  # a node but for its value

# What nearly all front matter is made of: keys, items, and values on one line: plain, quoted, or some in brackets.
_KEY = r"[A-Za-z_][A-Za-z0-9_-]{0,99}"
_QUOTED = r"""(?:"[^"\\\n]*+(?>(?:\\["\\][^"\\\n]*+)*)"|'[^'\n]*+(?>(?:''[^'\n]*+)*)')"""
_PLAIN = r"(?:[^\W_]|/)[^\s:#]*+(?>(?:[: ][^\s:#]++)*)"
_WORDS = rf"(?:(?:[^\W_]|/)[^\s:#,?\[\]{{}}]*+(?>(?:[: ][^\s:#,?\[\]{{}}]++)*)|{_QUOTED})"
_PAIR = rf"{_KEY}: {_WORDS}"
_FLOW = rf"\[(?:{_WORDS}(?>(?:, {_WORDS})*))?\]|\{{(?:{_PAIR}(?>(?:, {_PAIR})*))?\}}"
_VALUE = rf"{_PLAIN}|{_QUOTED}|{_FLOW}"
_LINE = re.compile(
    rf"^( *+)(?:#.*+|((?:- ++)?)(?:({_KEY})(?:(: ++)({_VALUE})|:)|({_VALUE}))(?: ++(?:#(?: .*+)?)?)?|)$", re.MULTILINE
)
_IN_FLOW = re.compile(rf"(?:({_KEY}): )?({_WORDS})")
_SIGNS = "\"'[{"
_ESCAPE = re.compile(r"\\(.)")


def _simple(text: str, path: str, first_line: int) -> Node | None:
    """The tree of a mapping that is simple line for line; None for all else, and for what has a mistake in it.

    What YAML's own parser gives (`test_yamltree.py`), in a fortieth of the time.
    """
    lines, found = text.split("\n"), _LINE.findall(text)
    if len(found) != len(lines) or not text.replace("\n", "").isprintable():
        return None
    top: dict[str, tuple[Node, Node]] = {}
    open_: list[tuple[int, Any]] = [(0, top)]  # the column where it begins, and what it is (list or mapping)
    key: Node | None = None  # one that has no value yet
    leaf: Node | None = None  # the value that the line above ends with
    for line, number, (indent, dash, name, colon, value, item) in zip(lines, count(first_line), found, strict=False):
        if not name and not item:  # blank, or a comment
            leaf = None
            continue
        column, (at, holder) = len(indent), open_[-1]
        if dash or name:
            if key is not None:
                if column > at or (dash and column == at):
                    inner: Any = [] if dash else {}
                    holder[key.value] = (key, Node(inner, path, number, column + 1, line))
                    open_.append((column, inner))
                    at, holder = column, inner
                else:
                    holder[key.value] = (key, _nothing(key))
                key = None
            while at > column or (at == column and not dash and type(holder) is list):
                open_.pop()
                at, holder = open_[-1]
            if at != column or (type(holder) is list) != bool(dash) or len(open_) > DEPTH - 3:
                return None
            column += len(dash)
            if dash and name:
                inner = {}
                holder.append(Node(inner, path, number, column + 1, line))
                open_.append((column, inner))
                holder = inner
            if name:
                if name in holder:
                    return None
                key = Node(name, path, number, column + 1, line, len(name))
                if not value:
                    leaf = None
                    continue
                column += len(name) + len(colon)
            leaf = _leaf(value or item, path, number, column, line)
        elif column > at and key is not None:
            leaf = _leaf(item, path, number, column, line)
        elif column > at and leaf is not None:
            leaf = _longer(leaf, lines[number - first_line - 1], item)
            _, (key, _) = holder.popitem() if type(holder) is dict else (holder.pop(), (None, None))
        else:
            return None
        if leaf is None:
            return None
        if key is None:
            holder.append(leaf)
        else:
            holder[key.value] = (key, leaf)
            key = None
    if key is not None:
        open_[-1][1][key.value] = (key, _nothing(key))
    return next((first._replace(value=top, span=1) for first, _ in top.values()), None)


def _nothing(key: Node) -> Node:
    return Node(None, key.path, key.line, key.column + key.span + 1, key.excerpt)


def _leaf(written: str, path: str, number: int, column: int, line: str) -> Node | None:
    """A value that stands on one line; None for one with a mistake in it."""
    sign = written[0]
    if sign in "[{":
        return _flow(written, path, number, column, line)
    value = None if written == "null" else written
    if sign == '"':
        value = written[1:-1]
        value = _ESCAPE.sub(r"\1", value) if "\\" in value else value
    elif sign == "'":
        value = written[1:-1].replace("''", "'")
    return Node(value, path, number, column + 1, line, len(written))


def _longer(leaf: Node, above: str, more: str) -> Node | None:
    """A plain text that goes on in the next line; None where it cannot."""
    if leaf.excerpt[leaf.column - 1] in _SIGNS or more[0] in _SIGNS or "#" in above:
        return None
    return leaf._replace(value=f"{leaf.value or 'null'} {more}", span=1)


def _flow(written: str, path: str, number: int, column: int, line: str) -> Node | None:
    items: list[Node] = []
    keys: dict[str, tuple[Node, Node]] = {}
    for match in _IN_FLOW.finditer(written):
        name, word = match.groups()
        leaf = _leaf(word, path, number, column + match.start(2), line)
        assert leaf is not None, "brackets stand in no brackets"
        if name is None:
            items.append(leaf)
        elif name in keys:
            return None
        else:
            keys[name] = (Node(name, path, number, column + match.start() + 1, line, len(name)), leaf)
    return Node(items if written[0] == "[" else keys, path, number, column + 1, line, len(written))


def _tree(events: Iterable[Any], path: str, first_line: int, lines: list[str], refuse: Refuse) -> Node:
    """The tree of a stream of events, refused early: nothing is built of what is too deep, and aliases cost nothing."""

    def spot(event: Any) -> Spot:
        start, end = event.start_mark, event.end_mark
        span = max(1, end.column - start.column) if start.line == end.line else 1
        line = lines[start.line] if start.line < len(lines) else ""
        return path, start.line + first_line, start.column + 1, line, span

    root, documents = None, 0
    open_: list[tuple[Any, Any, list[Any]]] = []  # where it began, what it is (list or mapping), keys not yet answered
    for event in events:
        kind = type(event)
        if getattr(event, "anchor", None) is not None:
            raise refuse(event.start_mark, "anchors and aliases are not read", "write the value out, or quote it")
        if getattr(event, "tag", None) is not None:
            raise refuse(event.start_mark, f"tags such as {event.tag} are not read", "quote the value")
        if kind is yaml.ScalarEvent:
            node = _scalar(event, spot(event), lines, refuse, is_key=bool(open_) and _wants_key(open_[-1]))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if open_ and _wants_key(open_[-1]):
                raise refuse(event.start_mark, "a key must be plain text", "write key: value, without ? and brackets")
            if len(open_) >= DEPTH:
                raise refuse(event.start_mark, f"nested deeper than {DEPTH}", "write it flatter")
            open_.append((event, {} if kind is yaml.MappingStartEvent else [], []))
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            start, value, _ = open_.pop()
            begin, end = start.start_mark, event.end_mark
            alone = start.flow_style and end.line == begin.line
            node = Node(value, *spot(start))._replace(span=max(1, end.column - begin.column) if alone else 1)
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise refuse(event.start_mark, "a second YAML document", "take this line '---' out")
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
                first = holder[node.value][0].line
                mark = event.start_mark
                raise refuse(mark, f"{node.value!r} stands twice (first in line {first})", "keep one of them")
            keys.append(node)
        else:
            key = keys.pop()
            holder[key.value] = (key, node)
    return root if root is not None else Node({}, path, first_line, 0, "")


def _wants_key(innermost: tuple[Any, Any, list[Any]]) -> bool:
    return isinstance(innermost[1], dict) and not innermost[2]


def _scalar(event: Any, spot: Spot, lines: list[str], refuse: Refuse, is_key: bool) -> Node:
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
        raise _cut(event, spot[3], refuse)
    return Node(None if plain and value in ("", "~", "null") and not is_key else value, *spot)


_CUT = re.compile(r" +#\S")
_IN_BRACKETS = re.compile(r"\s*(?:- )?(?:[\w-]+:\s+)?[\[{]")


def _cut(node: Any, line: str, refuse: Refuse) -> CorantoError:
    """``title: Bakhmut #1 story`` would lose its tail in silence. A real comment has a space after its ``#``."""
    start = node.start_mark.column
    value, rest = line[start:].strip(), ""
    if _IN_BRACKETS.match(line):
        first = re.split(r"[,\]}]", value, maxsplit=1)[0]
        value, rest = first, value[len(first) :]
    value = value.replace("\\", "\\\\").replace('"', '\\"')
    return refuse(
        node.start_mark,
        "YAML takes the text from '#' on for a comment, and it would be lost",
        f'write {line[:start].strip()} "{value}"{rest}   (a comment has a space after its #)',
    )
