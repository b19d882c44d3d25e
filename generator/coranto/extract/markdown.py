"""Print plain text as Markdown that says the same.

In: paragraphs as they stood on the page. Out: Markdown that renders back to exactly that text.
Never adds emphasis or links, never drops a character other than white space at the ends, never escapes what Markdown
leaves alone anyway: a curator reads and edits the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

LINE_ENDS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

# What can mean something anywhere in a line. `|`, `=`, `$`, `{` and `~` need a second line or an extension we lack.
INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])"  # a backslash that would escape what follows
    r"|`"
    r"|\*+"
    r"|_+"
    r"|<(?![\s\d=])"
    r"|&(?=#|[A-Za-z][A-Za-z0-9.-]{0,40};)"
    r"|\]\("
)

# What means something only where a block begins: (pattern, how many characters in front, what stands for the next one).
RULE = re.compile(r"([-_*])(?:[ \t]*\1){2,}[ \t]*$")
LIST_SIGN = re.compile(r"[-+*](?:\s|$)")
NUMBER = re.compile(r"\d+(?=[.)](?:\s|$))")
HEADING_OR_QUOTE = re.compile(r"[#>]")
UNDERLINE = re.compile(r"-+$")
DEFINITION = re.compile(r":\s")
FENCE = re.compile(r"~~~")
ADMONITION = re.compile(r"!!!")
ABBREVIATION = re.compile(r"\*\[")

# Under another item, such an item would be the line below a table's head.
TABLE_RULE = re.compile(r"[-\s:|]+")


def document(blocks: Iterable[str | Sequence[str]]) -> str:
    """Markdown of several blocks: a string is a paragraph, a sequence of strings is a list with a sign per item."""
    printed = (paragraph(block) if isinstance(block, str) else bullets(block) for block in blocks)
    return "\n\n".join(block for block in printed if block)


def bullets(items: Sequence[str]) -> str:
    """Markdown of an unordered list."""
    printed = (paragraph(item) for item in items)
    return "\n".join(
        f"- {item.replace('|', '&#124;') if TABLE_RULE.fullmatch(item) else item}" for item in printed if item
    )


def paragraph(text: str) -> str:
    """Markdown of one paragraph. Line ends inside become spaces; white space inside is kept as it is."""
    line = LINE_ENDS.sub(" ", text).strip()
    if not line:
        return ""
    pairs = {sign: _can_pair(line, sign) for sign in "*_`"}

    def inline(match: re.Match[str]) -> str:
        found = match.group()
        if found == "\\":
            return "\\\\"
        if found == "<":
            return "&lt;"
        if found == "&":
            return "&amp;"
        if found == "](":
            return "]\\("
        if not pairs[found[0]] or _stands_alone(match):
            return found
        return "".join("\\" + character for character in found)

    return _open(line, INLINE.sub(inline, line))


def _open(line: str, printed: str) -> str:
    """Guard the beginning of a block. ``line`` is the text, ``printed`` the same with its inline signs escaped."""
    if printed[0] == "\\":  # escaped already, and then nothing begins here
        return printed
    if match := NUMBER.match(line):
        return f"{printed[: match.end()]}\\{printed[match.end() :]}"
    if DEFINITION.match(line):
        return "&#58;" + printed[1:]
    if FENCE.match(line):
        return "&#126;" + printed[1:]
    signs = (RULE, LIST_SIGN, HEADING_OR_QUOTE, UNDERLINE, ADMONITION, ABBREVIATION)
    label = line[0] == "[" and ("]:" in line or line.startswith("[TOC]"))
    if label or any(sign.match(line) for sign in signs):
        return "\\" + printed
    return printed


def _can_pair(line: str, sign: str) -> bool:
    """Whether two such signs could find one another. One alone stays what it is."""
    first = line.find(sign)
    return first >= 0 and line.find(sign, first + 1) >= 0


def _stands_alone(match: re.Match[str]) -> bool:
    """A sign between spaces, or an underscore inside a word, is text to Markdown too."""
    found = match.group()
    if found[0] == "`":
        return False
    before = match.string[match.start() - 1] if match.start() else " "
    after = match.string[match.end()] if match.end() < len(match.string) else " "
    if found[0] == "_" and before.isalnum() and after.isalnum():
        return True
    return len(found) <= 3 and before.isspace() and after.isspace()
