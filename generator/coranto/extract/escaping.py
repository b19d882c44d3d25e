"""The one escaping: text in, Markdown that reads back as that text out; addresses that cannot end a link early."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

# What can mean something anywhere in a line. `|`, `=`, `$`, `{` and `~` need a second line or an extension we lack.
INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)"  # a backslash that would escape what follows
    r"|`"
    r"|\*+"
    r"|_+"
    r"|<(?=[A-Za-z/!?]|[^\s>]{1,64}@|[^\s>]{0,64}$)"
    r"|&(?=#|[A-Za-z][A-Za-z0-9.-]{0,40};)"
    r"|\]\("
    r"|[\[\]]"
    r"|!$"
)
PLAIN_END = re.compile(r"[^\s>@A-Za-z/!?][^\s>@]*")  # behind the last `<`: no address, unless markup goes on with it
# What means something only where a line of a block begins.
RULE = re.compile(r"([-_*])(?:[ \t]*\1){2,}[ \t]*$")
LIST_SIGN = re.compile(r"[-+*](?:\s|$)")
NUMBER = re.compile(r"\d+(?=[.)](?:\s|$))")
HEADING_OR_QUOTE = re.compile(r"[#>]")
UNDERLINE = re.compile(r"-+$")
DOUBLE_UNDERLINE = re.compile(r"=+$")
DEFINITION = re.compile(r":\s")
FENCE = re.compile(r"~~~")
ADMONITION = re.compile(r"!!!")
ABBREVIATION = re.compile(r"\*\[")
TABLE_RULE = re.compile(r"[-\s:|]+")  # such a line under another would be the one below a table's head
PLAIN_ADDRESS = re.compile(r"[\w:/?&=.,~%#@!$+;-]+", re.ASCII)
UNSAFE = re.compile(r"[\s<>\"'\\`|{}^\[\]\x00-\x20]")


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of the whole block: which signs could find a partner, whether to escape each bracket."""

    pair: frozenset[str]
    brackets: bool = False


def is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "P" and character not in "*_`\\!<&"


def escape(text: str, before: str, after: str, signs: Signs) -> str:
    """Words with every sign escaped that Markdown would read; ``before`` and ``after`` are what they stand between."""

    def escaped(match: re.Match[str]) -> str:
        found = match.group()
        end = match.end()
        if found == "\\":
            return found if end == len(text) and after.isspace() else "\\\\"
        if found == "<":
            return found if after.isspace() and PLAIN_END.fullmatch(text, end) else "&lt;"
        if found == "&":
            return "&amp;"
        if found == "](":
            return "\\](" if signs.brackets else "]\\("
        if found in "[]":
            if signs.brackets and text.startswith(":", end):  # the engine sees a label's end though it is escaped
                return f"&#{ord(found)};"
            return f"\\{found}" if signs.brackets else found
        if found == "!":
            return "\\!" if after == "[" else found
        if found[0] not in signs.pair:
            return found
        left = text[match.start() - 1] if match.start() else before
        right = text[end] if end < len(text) else after
        if found[0] == "_" and left.isalnum() and right.isalnum():
            return found
        if found[0] != "`" and len(found) <= 3 and left.isspace() and right.isspace() and "\n" not in left + right:
            return found
        return "".join("\\" + character for character in found)

    return INLINE.sub(escaped, text)


def guarded(line: str, printed: str, below: bool) -> str:
    """Guard the beginning of a line. ``line`` is the text, ``printed`` the same with its inline signs escaped."""
    if printed[0] == "\\":  # escaped already, and then nothing begins here
        return printed
    if match := NUMBER.match(line):
        return f"{printed[: match.end()]}\\{printed[match.end() :]}"
    if DEFINITION.match(line) or FENCE.match(line) or (below and DOUBLE_UNDERLINE.match(line)):
        return f"&#{ord(line[0])};{printed[1:]}"
    if below and TABLE_RULE.fullmatch(line):
        return f"\\{printed}" if line[0] == "-" else f"&#{ord(line[0])};{printed[1:]}"
    signs = (RULE, LIST_SIGN, HEADING_OR_QUOTE, UNDERLINE, ADMONITION, ABBREVIATION)
    label = line[0] == "[" and ("]:" in line or line.startswith("[TOC]"))
    if label or any(sign.match(line) for sign in signs):
        return f"\\{printed}"
    return printed


_ALWAYS = Signs(frozenset("*_`"), brackets=True)


def brackets(text: str) -> str:
    return escape(text, "[", "]", _ALWAYS)


def safe_address(address: str) -> str:
    """An address with that percent-encoded which no address holds, and which could end a link."""
    return UNSAFE.sub(lambda match: quote(match.group(), safe=""), address.strip())


def target(address: str, angled: bool = False) -> str:
    """A link's target: as it is, or between angle brackets where it holds what could end it."""
    address = re.sub(r"&(?=[#\w]+;)", "&amp;", safe_address(address))
    return f"<{address}>" if angled or not PLAIN_ADDRESS.fullmatch(address) else address
