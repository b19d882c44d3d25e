"""Cut a page's tree into blocks and print blocks as Markdown.

In: the tree of a saved page. Out: ``Part`` values in the order of the page (paragraphs, headings, items, quotations,
tables), each with its words and where it stood; and the Markdown that renders back to those words. Never judges what
a part is for, never follows a link, never alters the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from coranto.extract import markdown

Form = Literal["p", "h2", "h3", "li", "ol", "quote", "table"]

# Input is hostile: what is beyond is not read.
MOST_PARTS = 5_000
DEEPEST = 200
CELLS = 40  # columns
ROWS = 500
CELL = 160  # characters

SILENT = frozenset(
    "script style noscript template svg iframe object embed canvas audio video map head title select option datalist "
    "textarea button input label math figcaption progress meter dialog menu img picture source".split()
)
BLOCK = frozenset(
    "html body p div section article main header footer aside nav address h1 h2 h3 h4 h5 h6 ul ol li dl dt dd "
    "blockquote pre table caption thead tbody tfoot tr td th figure form fieldset details summary hr center hgroup "
    "legend amp-ad frameset frame".split()
)
HEADINGS: dict[str, Form] = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
EMPHASIS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
SPACE = re.compile(r"\s+")
# Marks nobody sees: control characters, surrogates, glyphs of icon fonts, soft hyphens of no use to Markdown.
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffc-\uffff]")
WORD = re.compile(r"\w+")
SPECIAL = re.compile(r"[\\`*_\[\]<]|&(?=#|\w)|!(?=$)")
OPENING = re.compile(r"(?:[#>+!|=-])|:(?=\s)|~")
HASH = re.compile(r"\\.|&#\d+;|#")
NUMBER = re.compile(r"\d+(?=[.)])")
URL = re.compile(r"https?://[^\s<>()\"'\\`*_\[\]|]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one look: plain, linked (``href``) or emphasised (``sign``)."""

    text: str
    href: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One block. ``where`` is the element it stood in; ``linked`` is the share of its characters that are links."""

    form: Form
    pieces: tuple[Piece, ...]
    where: HtmlElement = field(compare=False)
    rows: tuple[tuple[str, ...], ...] = ()
    text: str = ""
    linked: float = 0.0

    @property
    def words(self) -> list[str]:
        """Its words in small letters."""
        return WORD.findall(self.text.casefold())


class _Reader:
    """Walks the tree once and gathers parts."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.pieces: list[Piece] = []
        self.breaks = 0

    def add(self, text: str | None, href: str, sign: str) -> None:
        if not text:
            return
        if text.strip():
            self.breaks = 0
        self.pieces.append(Piece(UNSEEN.sub("", text), href, sign))

    def close(self, form: Form, where: HtmlElement) -> None:
        """End the block that is open."""
        pieces, self.pieces, self.breaks = _tidy(self.pieces), [], 0
        text = "".join(piece.text for piece in pieces)
        if not WORD.search(text) or len(self.parts) >= MOST_PARTS:
            return
        linked = sum(len(piece.text) for piece in pieces if piece.href)
        self.parts.append(Part(form, pieces, where, (), text, linked / len(text)))

    def walk(self, element: HtmlElement, form: Form, href: str, sign: str, depth: int) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in SILENT or depth > DEEPEST or _hidden(element):
            return
        if tag == "br":
            self.breaks += 1
            if self.breaks > 1:
                self.close(form, element)
            else:
                self.pieces.append(Piece(" ", href, sign))
            return
        if tag not in BLOCK:
            if tag == "a":
                href = _address(element.get("href"))
            self.children(element, form, href, EMPHASIS.get(tag, sign), depth)
            return
        parent = element.getparent()
        self.close(form, element if parent is None else parent)
        if tag == "table" and (rows := _table(element)):
            text = " ".join(cell for row in rows for cell in row if cell)
            if len(self.parts) < MOST_PARTS:
                linked = sum(len(_words_of(link)) for link in element.iter("a")) / max(1, len(text))
                self.parts.append(Part("table", (), element, rows, text, linked))
            return
        inner = _form(element, tag, form)
        self.children(element, inner, href, sign, depth)
        self.close(inner, element)

    def children(self, element: HtmlElement, form: Form, href: str, sign: str, depth: int) -> None:
        self.add(element.text, href, sign)
        for child in element:
            self.walk(child, form, href, sign, depth + 1)
            self.add(child.tail, href, sign)


def read(tree: HtmlElement) -> list[Part]:
    """The parts of a page, in order."""
    reader = _Reader()
    body = tree.find("body") if tree.tag == "html" else tree
    top = tree if body is None else body
    reader.walk(top, "p", "", "", 0)
    reader.close("p", top)
    return reader.parts


def _form(element: HtmlElement, tag: str, form: Form) -> Form:
    if tag == "blockquote":
        return "quote"
    if tag in HEADINGS:
        return HEADINGS[tag] if form != "quote" else form
    if tag == "li":
        parent = element.getparent()
        return "ol" if parent is not None and parent.tag == "ol" else "li"
    return form


def _hidden(element: HtmlElement) -> bool:
    style = element.get("style")
    return bool(style and "display:none" in style.replace(" ", "").casefold())


def _address(href: str | None) -> str:
    """A link's target where it leads somewhere on the web; "#" marks any other."""
    href = (href or "").strip()
    if len(href) > 2_000 or not URL.fullmatch(href.replace("_", "").replace("*", "").replace("(", "").replace(")", "")):
        return "#"
    try:
        return href if urlsplit(href).hostname else "#"
    except ValueError:
        return "#"


def _words_of(element: HtmlElement) -> str:
    """The text of an element with spaces where blocks meet."""
    found: list[str] = []
    for node in element.iter():
        if isinstance(node.tag, str) and node.tag not in SILENT:
            found += (" " if node.tag in BLOCK or node.tag == "br" else "", node.text or "")
        if node is not element:
            found.append(node.tail or "")
    return SPACE.sub(" ", UNSEEN.sub("", "".join(found))).strip()


def _table(element: HtmlElement) -> tuple[tuple[str, ...], ...]:
    """The rows of a table that holds facts; nothing for one that holds the page's layout."""
    if next(element.iterdescendants("table", "article", "h1", "form"), None) is not None:
        return ()
    rows: list[tuple[str, ...]] = []
    for row in element.iter("tr"):
        cells = tuple(_words_of(cell) for cell in row if cell.tag in ("td", "th"))
        if len(cells) > CELLS or len(rows) == ROWS or any(len(cell) > CELL for cell in cells):
            return ()
        if any(cells):
            rows.append(cells)
    width = max(map(len, rows), default=0)
    if width < 2 or len(rows) < 2 or sum(len(row) == width for row in rows) * 2 < len(rows):
        return ()
    if not any(WORD.search(cell) for cell in rows[0]):
        return ()
    return tuple(row + ("",) * (width - len(row)) for row in rows)


def _tidy(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Pieces of one look joined, white space folded, none at the ends of the block or inside a sign's reach."""
    joined: list[Piece] = []
    for piece in pieces:
        text = SPACE.sub(" ", piece.text)
        if (joined and joined[-1].text.endswith(" ")) or not joined:
            text = text.removeprefix(" ")
        if not text:
            continue
        if joined and (joined[-1].href, joined[-1].sign) == (piece.href, piece.sign):
            joined[-1] = Piece(joined[-1].text + text, piece.href, piece.sign)
        else:
            joined.append(Piece(text, piece.href, piece.sign))
    if joined and joined[-1].text.endswith(" "):
        last = joined.pop()
        if last.text.strip():
            joined.append(Piece(last.text.rstrip(), last.href, last.sign))
    return tuple(joined)


def document(parts: Sequence[Part]) -> str:
    """Markdown of parts."""
    chunks: list[str] = []
    last = ""
    for part in parts:
        printed = _print(part)
        if not printed:
            continue
        if chunks and part.form == last and part.form in ("li", "ol"):
            chunks[-1] += "\n" + printed
        elif chunks and part.form == last == "quote":
            chunks[-1] += "\n>\n" + printed
        else:
            chunks.append(printed)
        last = part.form
    return "\n\n".join(chunks)


def _print(part: Part) -> str:
    if part.form == "table":
        rows = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in part.rows]
        rows.insert(1, "|" + " --- |" * len(part.rows[0]))
        return "\n".join(rows)
    line = _line(part.pieces, part.text)
    if part.form in ("h2", "h3"):
        line = HASH.sub(lambda match: "\\#" if match.group() == "#" else match.group(), line)
        if (len(line) - len(line.rstrip("\\"))) % 2:  # the engine takes no heading that ends so
            line = line[:-1] + "&#92;"
        return ("## " if part.form == "h2" else "### ") + line
    sign = {"li": "- ", "ol": "1. ", "quote": "> "}.get(part.form, "")
    if sign and markdown.TABLE_RULE.fullmatch(line):
        line = line.replace("|", "&#124;")
    return sign + line


def _cell(text: str) -> str:
    return _strict(text).replace("|", "&#124;")


def _line(pieces: Sequence[Piece], text: str) -> str:
    """One line of Markdown. Plain words are escaped only where needed, words beside a sign everywhere."""
    if not any(_looks(pieces)):
        return markdown.paragraph(text)
    printed = [
        _mark(piece) if looks else _strict(piece.text) for piece, looks in zip(pieces, _looks(pieces), strict=True)
    ]
    line = "".join(printed)
    if printed[0].startswith(("[", "*")):
        return line
    if match := NUMBER.match(line):
        return f"{match.group()}\\{line[match.end() :]}"
    if OPENING.match(line):
        return (f"&#{ord(line[0])};" if line[0] in ":~|=" else "\\" + line[0]) + line[1:]
    return line


def _looks(pieces: Sequence[Piece]) -> Iterator[bool]:
    """Of each piece whether its link or emphasis can be printed: a sign works only between words."""
    for index, piece in enumerate(pieces):
        if not WORD.search(piece.text):
            yield False
            continue
        if piece.href and piece.href != "#":
            yield True
            continue
        before = pieces[index - 1].text[-1:] if index else " "
        after = pieces[index + 1].text[:1] if index + 1 < len(pieces) else " "
        inner = piece.text.strip()
        begins = piece.text[0] == " " or before in ' ("“„'
        ends = piece.text[-1] == " " or after in ' .,;:!?)"”'
        yield bool(piece.sign and begins and ends and inner[0].isalnum() and inner[-1].isalnum())


def _mark(piece: Piece) -> str:
    inner = piece.text.strip()
    start = piece.text[: len(piece.text) - len(piece.text.lstrip())]
    end = piece.text[len(piece.text.rstrip()) :]
    if piece.href and piece.href != "#":
        return f"{start}[{_strict(inner)}](<{piece.href}>){end}"
    return f"{start}{piece.sign}{_strict(inner)}{piece.sign}{end}"


def _strict(text: str) -> str:
    return SPECIAL.sub(
        lambda match: {"<": "&lt;", "&": "&amp;", "!": "&#33;"}.get(match.group(), "\\" + match.group()), text
    )
