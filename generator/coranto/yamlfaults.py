"""What YAML's own parser finds wrong, in our words: its fault and the lines in; message, hint and the right place out.

Reads no YAML: it looks at single lines, where the mistake nearly always is.
"""

from __future__ import annotations

import re

import yaml

_OPENS = re.compile(r"^\s*(?:(?:- )?[\w-]+:\s+|- )(?=[\"'\[{])")
_CLOSED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"'),
    "'": re.compile(r"'(?:[^']|'')*'"),
    "[": re.compile(r"\[.*\]"),
    "{": re.compile(r"\{.*\}"),
}
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*(?:"|\Z)|'[^']*(?:'|\Z)""")
_REMARK = re.compile(r"(?<=[\s\[{,])#\S")
_ITEM = re.compile(r"\s*(?P<key>[\w-]+:\s+)?(?P<value>[^,\]}]*)")


def unclosed(lines: list[str], last: int) -> tuple[int, int, str, str] | None:
    """The first line up to the fault whose value opens a quote or bracket and does not close it, or not before what
    YAML takes for a comment: (line, column, message, hint).

    YAML reads on to the next quote, lines below, and finds fault there.
    """
    for number, line in enumerate(lines[: last + 1]):
        match = _OPENS.match(line)
        if not match:
            continue
        sign = line[match.end()]
        follows = lines[number + 1] if number + 1 < len(lines) else ""
        closed = _CLOSED[sign].match(line, match.end())
        if not closed and (sign in "\"'" or re.match(r"\S+:|\Z", follows)):
            what = "quote" if sign in "\"'" else "bracket"
            return number, match.end(), f"a {what} is opened here and not closed", f"close the {what} on this line"
        if closed and sign in "[{" and (cut := _cut_in_brackets(line, match.end(), closed)):
            return number, *cut
    return None


def _cut_in_brackets(line: str, start: int, closed: re.Match[str]) -> tuple[int, str, str] | None:
    """``{accent: #1f5f8b}``: where the comment begins that the closing bracket is in; message and hint."""
    bare = _QUOTED.sub(lambda quote: " " * len(quote[0]), line[: closed.end()])
    remark = _REMARK.search(bare, start)
    if remark is None or bare.count(line[start], start, remark.start()) <= bare.count(
        "]" if line[start] == "[" else "}", start, remark.start()
    ):
        return None
    at = remark.start()
    item = _ITEM.match(line, max(bare.rfind(sign, start, at) for sign in "[{,") + 1)
    assert item, "all of it is optional"
    hint = f'write {item["key"] or ""}"{item["value"].strip()}"   (a comment has a space after its #)'
    return at, "YAML takes the text from '#' on for a comment, and the bracket is not closed", hint


def explain(fault: yaml.MarkedYAMLError, line: str) -> tuple[str, str]:
    """YAML's words turned into ours, with the mended line where one can be told."""
    problem = fault.problem or "not YAML"
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "a tab where YAML wants spaces", "indent with spaces"
    if "cannot start any token" in problem and (tab := re.match(r"^(\s*(?:- )?[\w-]+:)[ \t]*\t", line)):
        return "a tab where YAML wants a space", f"write {tab[1].strip()} {line[tab.end() :].strip()}"
    match = re.match(r"^(\s*(?:- )?[\w-]+):\s+(.*\S)\s*$", line)
    if not match or match[2][0] in "\"'|>":
        return f"this is not YAML: {problem}", 'quote the value: key: "value"'
    value = match[2].replace("\\", "\\\\").replace('"', '\\"')
    hint = f'write {match[1].strip()}: "{value}"'
    if match[2][0] in "[{":
        return f"this is not YAML: {problem}", f"close the bracket, or {hint}"
    if "mapping values are not allowed" in problem:
        return "a second ': ' in the value", hint
    return f"this value must be quoted ({problem})", hint
