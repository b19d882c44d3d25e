"""Print blocks of text as Markdown that says the same: the one place where import escapes anything.

In: paragraphs as they stood on the page, or ``Block`` values with links, emphasis, lists, tables and pictures. Out:
Markdown of the subset of docs/reference/markdown.md, which renders back to exactly those words, with Python-Markdown
and with CommonMark. Never drops a character other than white space at the ends, never escapes what Markdown leaves
alone anyway: a curator reads and edits the result. A link or emphasis that Markdown cannot carry is only its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal
from urllib.parse import quote

from coranto.model import Image

Form = Literal["p", "h2", "h3", "li", "table", "pre", "figure"]

DEEPEST = 6  # lists within lists; deeper items stand at that depth
HIGHEST = 9_999  # number of an item
NESTING = 99  # number of an item that can hold a list: behind a longer one, it would have to stand further in
MANY = 40  # brackets in a block, beyond which each is escaped: engines look for the end of every open one
INDENT = "    "
BREAK = "  \n"

LINE_ENDS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
OTHER_LINE_ENDS = re.compile(r"[\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
SPACE = re.compile(r"\s+")
WORD = re.compile(r"\w")

# What can mean something anywhere in a line. `|`, `=`, `$`, `{` and `~` need a second line or an extension we lack.
INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)"  # a backslash that would escape what follows
    r"|`"
    r"|\*+"
    r"|_+"
    r"|<(?=[A-Za-z/!?]|[^\s>]{1,64}@|$)"
    r"|&(?=#|[A-Za-z][A-Za-z0-9.-]{0,40};)"
    r"|\]\("
    r"|[\[\]]"
    r"|!$"
)

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
SEPARATOR = re.compile(r"(?:^| )·(?= |$) ?")  # `typeset` parts caption and credit by the last


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look: plain, linked (``href``), emphasised (``sign`` of ``*``, ``**``, ``***``) or code (a backquote
    as ``sign``). A line end in them is a line break."""

    text: str
    href: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the subset.

    ``level`` is the depth of an item's list, from 0, ``number`` its place in an ordered one. ``goes_on`` marks a
    further paragraph of the item before, ``quoted`` what stands in a quotation. ``code`` is the text of ``pre``.
    """

    form: Form
    spans: tuple[Span, ...] = ()
    rows: tuple[tuple[tuple[Span, ...], ...], ...] = ()
    level: int = 0
    number: int | None = None
    goes_on: bool = False
    quoted: bool = False
    code: str = ""
    picture: Image | None = None


def document(blocks: Iterable[str | Sequence[str] | Block]) -> str:
    """Markdown of several blocks: a string is a paragraph, a sequence of strings is a list with a sign per item."""
    chunks: list[str] = []
    last: Block | None = None
    lists: list[Block] = []  # the last item of each list that is open
    for block in _blocks(blocks):
        if block.form != "li" or (last is not None and last.quoted != block.quoted):
            lists.clear()
        tight = False
        if block.form == "li":
            body, tight = _item(block, lists)
        else:
            body = _BODIES[block.form](block)
        if not body:
            continue
        if block.quoted:
            body = "\n".join(f"> {line}" if line else ">" for line in body.split("\n"))
        between = ">" if block.quoted and last is not None and last.quoted else ""
        chunks += ("" if last is None else "\n" if tight else f"\n{between}\n", body)
        last = block
    return "".join(chunks)


def paragraph(text: str) -> str:
    """Markdown of one paragraph. Line ends inside become spaces; white space inside is kept as it is."""
    return _lines((Span(LINE_ENDS.sub(" ", text)),))


# -- blocks -----------------------------------------------------------------------------------------------------------


def _blocks(blocks: Iterable[str | Sequence[str] | Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Block):
            yield block
        elif isinstance(block, str):
            yield Block("p", (Span(LINE_ENDS.sub(" ", block)),))
        else:
            yield from (Block("li", (Span(LINE_ENDS.sub(" ", item)),)) for item in block)


def _item(block: Block, lists: list[Block]) -> tuple[str, bool]:
    """An item below the lists that are open, or the next paragraph of one; and whether it follows without a gap."""
    if lists and (lists[-1].number or 0) > NESTING:
        block = replace(block, level=min(block.level, lists[-1].level))
    before = None
    nested = bool(lists) and lists[-1].level < block.level and not lists[-1].goes_on and block.number in (None, 1)
    while lists and lists[-1].level >= block.level:
        before = lists.pop()
    depth = min(len(lists), DEEPEST)
    body = _lines(block.spans, INDENT * (depth + 1), below=True)
    if not body:
        return "", False
    same = before is not None and before.level == block.level
    alike = before is not None and (before.number is None) == (block.number is None)
    if block.goes_on and same and before is not None:
        lists.append(replace(before, goes_on=True))
        return INDENT * (depth + ((before.number or 0) <= NESTING)) + body, False
    lists.append(replace(block, goes_on=False))
    sign = "-" if block.number is None else f"{block.number if 0 <= block.number <= HIGHEST else 1}."
    return f"{INDENT * depth}{sign} {body}", nested or (alike and before is not None and not before.goes_on)


def _heading(block: Block) -> str:
    line = _lines(tuple(Span(LINE_ENDS.sub(" ", span.text), span.href, span.sign) for span in block.spans), guard=False)
    if not line:
        return ""
    rest = line.rstrip("#")  # at the end they would close the heading
    line = rest + "\\#" * (len(line) - len(rest))
    if (len(line) - len(line.rstrip("\\"))) % 2:  # the engine takes no heading that ends so
        line = f"{line[:-1]}&#92;"
    return f"{'##' if block.form == 'h2' else '###'} {line}"


def _table(block: Block) -> str:
    rows = ["| " + " | ".join(map(_cell, row)) + " |" for row in block.rows]
    return "\n".join((rows[0], "|" + " --- |" * len(block.rows[0]), *rows[1:])) if rows else ""


def _cell(spans: Sequence[Span]) -> str:
    # No code: engines do not agree on where a cell ends that holds some.
    plain = (Span(LINE_ENDS.sub(" ", span.text), span.href, span.sign.strip("`")) for span in spans)
    return _lines(tuple(plain), guard=False, codes=True).replace("|", "\\|")


def _code(block: Block) -> str:
    lines = [OTHER_LINE_ENDS.sub(" ", line).rstrip() for line in block.code.expandtabs(4).split("\n")]
    text = "\n".join(lines).strip("\n")
    if not text:
        return ""
    fence = "`" * max(3, 1 + max((len(found) for found in re.findall(r"`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def _figure(block: Block) -> str:
    picture = block.picture
    if picture is None or not picture.src:
        return ""
    alt = _brackets(_words(picture.alt or ""))
    title = _title(picture.caption, picture.credit)
    plain = PLAIN_ADDRESS.fullmatch(picture.src) and not ("'" in title or '"' in title)
    target = _address(picture.src, not plain)
    return f'![{alt}]({target} "{title}")' if title else f"![{alt}]({target})"


_BODIES: Mapping[Form, Callable[[Block], str]] = {
    "p": lambda block: _lines(block.spans),
    "h2": _heading,
    "h3": _heading,
    "table": _table,
    "pre": _code,
    "figure": _figure,
}


# -- lines ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Signs:
    """What is known of the whole block: which signs could find a partner, whether to escape each bracket."""

    pair: frozenset[str]
    brackets: bool = False


def _lines(
    spans: Sequence[Span], indent: str = "", below: bool = False, guard: bool = True, codes: bool = False
) -> str:
    """The text of a block. ``below``: its first line stands right under another line of Markdown."""
    settled = [_settle(line) for line in _split(spans) if line]
    text = "".join(span.text for span in spans)
    used = {sign for line in settled for span in line for sign in span.sign}
    pair = frozenset(sign for sign in "*_`" if sign in used or text.find(sign, text.find(sign) + 1) > 0)
    signs = _Signs(pair | {"`"} if codes else pair, text.count("[") > MANY)
    printed = []
    for number, line in enumerate(settled):
        made = _inline(line, signs).strip()
        if guard and line and not line[0].href and not line[0].sign:
            made = _guard(line[0].text, made, below or number > 0)
        printed.append(made)
    return (BREAK + indent).join(printed)


def _split(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """The spans of each line, no white space at its ends."""
    line: list[Span] = []
    for span in spans:
        for number, piece in enumerate(OTHER_LINE_ENDS.sub(" ", span.text).split("\n")):
            if number:
                yield _trimmed(line)
                line = []
            if piece:
                line.append(Span(piece, span.href, span.sign))
    yield _trimmed(line)


def _trimmed(line: list[Span]) -> list[Span]:
    while line and not line[0].text.strip():
        del line[0]
    while line and not line[-1].text.strip():
        line.pop()
    if line:
        line[0] = replace(line[0], text=line[0].text.lstrip())
        line[-1] = replace(line[-1], text=line[-1].text.rstrip())
    return line


def _settle(line: Sequence[Span]) -> list[Span]:
    """Spans of which each look can be printed: one that cannot be is taken away, and what is then alike is joined."""
    kept: list[Span] = []
    marked = False  # is the span before one with a sign?
    for index, span in enumerate(line):
        before = line[index - 1].text[-1] if index else " "
        after = line[index + 1].text[0] if index + 1 < len(line) else " "
        href = span.href if WORD.search(span.text) else ""
        held = _holds(span, before, after) and not (marked and not before.isspace() and not span.text[0].isspace())
        sign = span.sign if held else ""
        marked = bool(sign)
        if kept and kept[-1].href == href and not sign and not kept[-1].sign:
            kept[-1] = replace(kept[-1], text=kept[-1].text + span.text)
        else:
            kept.append(Span(span.text, href, sign))
    return kept


def _holds(span: Span, before: str, after: str) -> bool:
    """Whether emphasis or code works there: between words, not inside one."""
    inner = span.text.strip()
    if not span.sign or not inner:
        return False
    if span.sign == "`":
        return "`" not in span.text and before != "`" and after != "`"
    free = span.text[0].isspace() or before.isspace() or _is_mark(before)
    return free and (span.text[-1].isspace() or after.isspace() or _is_mark(after)) and bool(WORD.search(inner))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "P" and character not in "*_`\\!<&"


def _inline(line: Sequence[Span], signs: _Signs) -> str:
    """One line, its spans of one target printed as one link."""
    printed: list[str] = []
    runs = [(href, list(group)) for href, group in groupby(line, key=lambda span: span.href)]
    for index, (href, group) in enumerate(runs):
        before = "]" if index and runs[index - 1][0] else runs[index - 1][1][-1].text[-1] if index else "\n"
        after = "[" if index + 1 < len(runs) and runs[index + 1][0] else "\n"
        if index + 1 < len(runs) and not runs[index + 1][0]:
            after = runs[index + 1][1][0].text[0]
        if not href:
            printed.append(_marked(group, before, after, signs))
            continue
        text = "".join(span.text for span in group)
        start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        inner = _marked(_trimmed(group), "[", "]", replace(signs, brackets=True))
        printed.append(f"{start}[{inner}]({_address(href)}){end}")
    return "".join(printed)


def _marked(group: Sequence[Span], before: str, after: str, signs: _Signs) -> str:
    printed: list[str] = []
    for index, span in enumerate(group):
        left = (group[index - 1].sign or group[index - 1].text)[-1] if index else before
        right = (group[index + 1].sign or group[index + 1].text)[0] if index + 1 < len(group) else after
        if not span.sign:
            printed.append(_escape(span.text, left, right, signs))
            continue
        inner = span.text.strip()
        start, end = span.text[: len(span.text) - len(span.text.lstrip())], span.text[len(span.text.rstrip()) :]
        if span.sign != "`":  # where a bracket follows the sign, an abbreviation's definition would begin
            inner = _escape(inner, "*", "*", replace(signs, brackets=signs.brackets or inner[0] == "["))
        printed.append(f"{start}{span.sign}{inner}{span.sign}{end}")
    return "".join(printed)


# -- escapes ----------------------------------------------------------------------------------------------------------


def _escape(text: str, before: str, after: str, signs: _Signs) -> str:
    """Words with every sign escaped that Markdown would read; ``before`` and ``after`` are what they stand between."""

    def escaped(match: re.Match[str]) -> str:
        found = match.group()
        end = match.end()
        if found == "\\":
            return found if end == len(text) and after.isspace() else "\\\\"
        if found == "<":
            return "&lt;"
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


def _guard(line: str, printed: str, below: bool) -> str:
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


_ALWAYS = _Signs(frozenset("*_`"), brackets=True)


def _brackets(text: str) -> str:
    return _escape(text, "[", "]", _ALWAYS)


def _title(caption: str, credit: str) -> str:
    """Caption and credit as a picture's title, apart by ` · `; the last one parts them, so a credit has none itself."""
    caption, credit = _words(caption), SEPARATOR.sub("·", _words(credit))
    if credit or SEPARATOR.search(caption):
        caption = f"{caption} · {credit}".strip()
    title = _escape(caption, '"', '"', _Signs(frozenset("`"))).replace('"', "&quot;")
    return f"&#39;{title[1:]}" if title.startswith("'") else title  # engines take such quotes off, too


def _words(text: str) -> str:
    return SPACE.sub(" ", text).strip()


def safe_address(address: str) -> str:
    """An address with that percent-encoded which no address holds, and which could end a link."""
    return UNSAFE.sub(lambda match: quote(match.group(), safe=""), address.strip())


def _address(address: str, angled: bool = False) -> str:
    """A link's target: as it is, or between angle brackets where it holds what could end it."""
    address = re.sub(r"&(?=[#\w]+;)", "&amp;", safe_address(address))
    return f"<{address}>" if angled or not PLAIN_ADDRESS.fullmatch(address) else address
