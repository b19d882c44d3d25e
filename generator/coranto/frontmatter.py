"""A Markdown file's front matter: taken apart, written, and changed without disturbing the rest.

In: the text of a file. Out: the YAML tree and the body, or the text with some keys changed. The only room that writes
YAML. Never touches the disk, knows no key by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from coranto.problems import CorantoError, Place, Problem, error
from coranto.text import decode
from coranto.yamltree import Node, parse

_FENCE = re.compile(r"---[ \t]*\Z")
_CLOSE = re.compile(r"\n---[ \t]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Document:
    """A file taken apart. ``body_line`` is the line of the file on which the body begins."""

    fields: Node
    body: str
    body_line: int


def split(text: str, path: str) -> Document:
    """The front matter's tree and the body. Raises CorantoError as ``fences`` does, and for what is no YAML."""
    head, body, line = fences(text, path)
    return Document(parse(head, path, first_line=2), body, line)


def fences(text: str, path: str) -> tuple[str, str, int]:
    """The front matter's YAML, the body, and the line on which it begins.

    No front matter, an unclosed fence or ``+++`` raises CorantoError.
    """
    end = _CLOSE.search(text, 3) if text.startswith("---\n") else None
    if end is not None:
        head = text[4 : end.start() + 1]
        return head, text[end.end() :], head.count("\n") + 3
    lines = text.split("\n")
    first = lines[0] if lines else ""
    if not _FENCE.match(first):
        hint = "begin the file with a line '---', then title: and date:, then a line '---'"
        message = "TOML front matter (+++) is not read" if first.startswith("+++") else "there is no front matter"
        raise CorantoError(Problem(message, Place(path, 1, 1), hint, first, max(1, len(first))))
    last = next((number for number, line in enumerate(lines[1:], 1) if _FENCE.match(line)), None)
    if last is None:
        raise CorantoError(
            Problem("the front matter is not closed", Place(path, 1, 1), "end it with a line '---'", first, len(first))
        )
    return "".join(f"{line}\n" for line in lines[1:last]), "\n".join(lines[last + 1 :]), last + 2


class _Dumper(yaml.SafeDumper):
    """Writes what ``yamltree.parse`` reads: only null is not text, so only what YAML itself would break is quoted."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


_NULL = [("tag:yaml.org,2002:null", re.compile(r"(?:~|null|)\Z"))]
_Dumper.yaml_implicit_resolvers = {"~": _NULL, "n": _NULL, "": _NULL}
_PLAIN = re.compile(r"[^\W_](?:[\w./+=() '’‘“”–—-]|:(?=\S)|,(?= ))*")


_RESOLVER = yaml.resolver.Resolver()
_READS_AS_TEXT = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp")


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    """Quoted as well where other programs' YAML would see a number or a truth value in it."""
    plain = bool(_PLAIN.fullmatch(text)) and text == text.strip()
    plain = plain and _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) in _READS_AS_TEXT  # type: ignore[no-untyped-call]  # PyYAML
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _text)
_Dumper.add_representer(
    bool, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", str(value).lower())
)
_Dumper.add_representer(int, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", str(value)))


def dump(values: Mapping[str, Any]) -> str:
    """Text, numbers, flags, lists and mappings -> YAML in the order given. What ``parse`` reads back is equal."""
    text = yaml.dump(dict(values), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**9)
    read = parse(text, "front matter").plain()
    if read != _as_text(values):
        raise AssertionError(f"front matter does not read back: {values!r}")
    return text


def _as_text(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


def join(values: Mapping[str, Any], body: str) -> str:
    """A whole file from front matter and body."""
    return f"---\n{dump(values)}---\n\n{body.strip()}\n"


def edit(text: str, changes: Mapping[str, Any], path: str) -> str:
    """The file's text with some top-level keys set, or taken out where the new value is None.

    Only the lines of those keys change: order, comments, unknown keys, line ends and the body stay, byte for byte. A
    new key goes to the end. Raises CorantoError when the front matter cannot be read, or cannot be changed so.
    """
    mark, bare = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    document = read(bare, path)
    lines = lines_of(bare, path)
    ending = "\r" if lines[0].endswith("\r") else ""
    close = document.body_line - 2
    keys = document.fields.value
    assert isinstance(keys, dict)
    starts = {key: at.line - 1 for key, (at, _) in keys.items()}
    order = sorted(starts.values())
    for key, value in sorted(changes.items(), key=lambda change: -starts.get(change[0], 10**9)):
        new = [] if value is None else dump({key: value}).rstrip("\n").split("\n")
        begin = end = starts.get(key, close)
        if key in starts:
            end = next((line for line in order if line > begin), close)
            while end > begin + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
                end -= 1  # blank lines and comments before the next key belong to that key
            if len(new) == 1 == end - begin:
                new[0] += _remark(keys[key][1])
        lines[begin:end] = [line + ending for line in new]
    result = "\n".join(lines)
    wanted = {**document.fields.plain(), **_as_text(changes)}
    try:
        made = read(result, path).fields.plain()
    except CorantoError:
        made = None
    if made != {key: value for key, value in wanted.items() if changes.get(key, "") is not None}:
        hint = "write one key a line, each at the beginning of its line, or change it by hand"
        raise error("this front matter is written in a way that only its author can change", Place(path, 2), hint)
    return mark + result


def read(text: str, path: str) -> Document:
    """A file's text as it stands, taken apart: with what content has of it, and no more. Raises CorantoError."""
    return split(decode(text.encode("utf-8"), path)[0], path)


def lines_of(text: str, path: str) -> list[str]:
    """The lines that the places of a document count, with the ``\\r`` at their ends. Raises CorantoError where some end
    in nothing else."""
    if "\r" in text.replace("\r\n", ""):
        raise error("its lines end in more than one way", Place(path), "save it with one kind of line end")
    return text.split("\n")


def _remark(value: Node) -> str:
    """The comment behind a value, with the spaces before it."""
    rest = value.excerpt[value.column - 1 + value.span :]
    return rest.rstrip() if rest.lstrip().startswith("#") else ""
