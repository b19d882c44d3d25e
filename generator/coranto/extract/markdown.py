"""Print blocks of text as Markdown that says the same: the one place where import escapes anything.

In: paragraphs as they stood on the page, or ``Block`` values with links, emphasis, lists, tables and pictures. Out:
Markdown of the subset of docs/reference/markdown.md, which renders back to exactly those words, with Python-Markdown
and with CommonMark. Never drops a character other than white space at the ends, never escapes what Markdown leaves
alone anyway: a curator reads and edits the result. A link or emphasis that Markdown cannot carry is only its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from coranto.extract.escaping import PLAIN_ADDRESS, Signs, brackets, escape, guarded, is_mark, target
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
    alt = brackets(_words(picture.alt or ""))
    title = _title(picture.caption, picture.credit)
    plain = PLAIN_ADDRESS.fullmatch(picture.src) and not ("'" in title or '"' in title)
    where = target(picture.src, not plain)
    return f'![{alt}]({where} "{title}")' if title else f"![{alt}]({where})"


_BODIES: Mapping[Form, Callable[[Block], str]] = {
    "p": lambda block: _lines(block.spans),
    "h2": _heading,
    "h3": _heading,
    "table": _table,
    "pre": _code,
    "figure": _figure,
}


# -- lines ------------------------------------------------------------------------------------------------------------


def _lines(
    spans: Sequence[Span], indent: str = "", below: bool = False, guard: bool = True, codes: bool = False
) -> str:
    """The text of a block. ``below``: its first line stands right under another line of Markdown."""
    settled = [_settle(line) for line in _split(spans) if line]
    text = "".join(span.text for span in spans)
    used = {sign for line in settled for span in line for sign in span.sign}
    pair = frozenset(sign for sign in "*_`" if sign in used or text.find(sign, text.find(sign) + 1) > 0)
    signs = Signs(pair | {"`"} if codes else pair, text.count("[") > MANY)
    printed = []
    for number, line in enumerate(settled):
        made = _inline(line, signs).strip()
        if guard and line and not line[0].href and not line[0].sign:
            made = guarded(line[0].text, made, below or number > 0)
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
    free = span.text[0].isspace() or before.isspace() or is_mark(before)
    return free and (span.text[-1].isspace() or after.isspace() or is_mark(after)) and bool(WORD.search(inner))


def _inline(line: Sequence[Span], signs: Signs) -> str:
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
        printed.append(f"{start}[{inner}]({target(href)}){end}")
    return "".join(printed)


def _marked(group: Sequence[Span], before: str, after: str, signs: Signs) -> str:
    printed: list[str] = []
    for index, span in enumerate(group):
        left = (group[index - 1].sign or group[index - 1].text)[-1] if index else before
        right = (group[index + 1].sign or group[index + 1].text)[0] if index + 1 < len(group) else after
        if not span.sign:
            printed.append(escape(span.text, left, right, signs))
            continue
        inner = span.text.strip()
        start, end = span.text[: len(span.text) - len(span.text.lstrip())], span.text[len(span.text.rstrip()) :]
        if span.sign != "`":  # where a bracket follows the sign, an abbreviation's definition would begin
            inner = escape(inner, "*", "*", replace(signs, brackets=signs.brackets or inner[0] == "["))
        printed.append(f"{start}{span.sign}{inner}{span.sign}{end}")
    return "".join(printed)


# -- escapes ----------------------------------------------------------------------------------------------------------


def _title(caption: str, credit: str) -> str:
    """Caption and credit as a picture's title, apart by ` · `; the last one parts them, so a credit has none itself."""
    caption, credit = _words(caption), SEPARATOR.sub("·", _words(credit))
    if credit or SEPARATOR.search(caption):
        caption = f"{caption} · {credit}".strip()
    title = escape(caption, '"', '"', Signs(frozenset("`"))).replace('"', "&quot;")
    return f"&#39;{title[1:]}" if title.startswith("'") else title  # engines take such quotes off, too


def _words(text: str) -> str:
    return SPACE.sub(" ", text).strip()
