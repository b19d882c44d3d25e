"""What YAML's own parser finds wrong, in our words: its fault and the lines in; message, hint and the right place out.

Reads no YAML: it looks at single lines, where the mistake nearly always is.
"""

from __future__ import annotations

import re

import yaml

_OPENS = re.compile(r"^\s*(?:- )?[\w-]+:\s+(?=[\"'\[{])")
_CLOSED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"'),
    "'": re.compile(r"'(?:[^']|'')*'"),
    "[": re.compile(r"\[.*\]"),
    "{": re.compile(r"\{.*\}"),
}


def unclosed(lines: list[str], last: int) -> tuple[int, int, str] | None:
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
