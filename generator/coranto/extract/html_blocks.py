"""Cut a page's tree into blocks.

In: the tree of a saved page or of a fragment. Out: ``Part`` values in its order (paragraphs, headings, items,
quotations, tables, code, pictures), each with its words and where it stood. Never judges what a part is for, never
follows a link, never alters the tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from coranto.extract import markdown
from coranto.extract.html_tables import CELL, table_of
from coranto.extract.html_words import (
    BLOCK,
    CAPTION,
    MOST_NODES,
    MOST_TEXT,
    SILENT,
    SPACE,
    UNSEEN,
    WORD,
    address,
    caption_of,
    hidden,
    is_prose,
    number_of,
    picture_of,
    raw_text,
    words,
    words_of,
)
from coranto.extract.markdown import Block, Form, Span

# Input is hostile: what is beyond is not read.
MOST_PARTS = 5_000
DEEPEST = 200
INSIDE = 300  # elements of a figure that are looked at

HEADINGS: dict[str, Form] = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
EMPHASIS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
CODE = frozenset("code tt kbd samp".split())
AROUND_BREAK = re.compile(r" ?\n ?")


EMOJI = re.compile(r"emoji|smiley|smilie", re.IGNORECASE)
BOX = re.compile(r"(?:^|\s)(?:wp-caption|image-caption|caption)(?:$|\s)", re.IGNORECASE)
PROSE = 30  # words in a `pre` from which on it may be prose
PROSE_LINE = 60  # characters of a line that was broken to fit, rather than by a poet


@dataclass(frozen=True)
class Part:
    """One block. ``where`` is the element it stood in; ``linked`` is the share of its characters that are links. A
    picture has no text, and the address that the page gives it."""

    block: Block
    where: HtmlElement = field(compare=False)
    text: str = ""
    linked: float = 0.0

    @cached_property
    def words(self) -> list[str]:
        """Its words in small letters."""
        return words(self.text)


class _Here(NamedTuple):
    """What the elements around say of the words in them."""

    form: Form = "p"
    href: str = ""
    sign: str = ""
    level: int = -1
    quoted: bool = False


class _Reader:
    """Walks the tree once and gathers parts."""

    def __init__(self, without: Callable[[HtmlElement], bool]) -> None:
        self.without = without
        self.parts: list[Part] = []
        self.pieces: list[Span] = []
        self.breaks = 0
        self.nodes = MOST_NODES
        self.left = MOST_TEXT
        self.numbers: list[int | None] = []  # of the lists that are open: the next item's, None without numbers
        self.number: int | None = None
        self.begun = False  # has the item that is open a part already?

    def add(self, text: str | None, here: _Here) -> None:
        if not text or self.left <= 0:
            return
        if text.isspace():
            if not self.pieces:
                return
            text = " "
        else:
            self.breaks = 0
            if "  " in text or not text.isprintable():
                text = SPACE.sub(" ", UNSEEN.sub("", text[: 2 * MOST_TEXT]))
            text = text[: self.left]
        self.left -= len(text)
        self.pieces.append(Span(text, here.href, here.sign))

    def close(self, here: _Here, where: HtmlElement) -> None:
        """End the block that is open."""
        if not self.pieces:
            self.breaks = 0
            return
        pieces, self.pieces, self.breaks = _tidy(self.pieces), [], 0
        text = SPACE.sub(" ", "".join(piece.text for piece in pieces))
        if not WORD.search(text):
            return
        linked = sum(len(piece.text) for piece in pieces if piece.href) / len(text)
        if here.form == "li":
            block = Block("li", pieces, level=max(0, here.level), number=self.number, goes_on=self.begun)
            self.begun = True
        else:
            block = Block(here.form, pieces)
        self.keep(Part(replace(block, quoted=True) if here.quoted else block, where, text, linked))

    def keep(self, part: Part) -> None:
        if len(self.parts) < MOST_PARTS:
            self.parts.append(part)
        else:
            self.left = 0

    def walk(self, element: HtmlElement, here: _Here, depth: int) -> None:
        tag = element.tag
        self.nodes -= 1
        if (
            not isinstance(tag, str)
            or tag in SILENT
            or depth > DEEPEST
            or self.nodes < 0
            or self.left <= 0
            or hidden(element)
        ):
            return
        if tag not in BLOCK:
            self.inline(element, tag, here, depth)
            return
        parent = element.getparent()
        self.close(here, element if parent is None else parent)
        if self.without(element):
            return
        if tag == "li":
            self.item(element, here._replace(form="li"), depth)
            return
        if tag == "table" and (rows := table_of(element, _said)):
            self.table(element, rows, here)
            return
        if tag == "pre" and self.preformatted(element, here):
            return
        boxed = tag == "figure" or (tag in ("div", "dl") and BOX.search(element.get("class") or ""))
        if boxed and self.figure(element, here):
            return
        if tag in ("ul", "ol"):
            self.numbers.append(number_of(element.get("start"), 1) if tag == "ol" else None)
            here = here._replace(level=here.level + 1)
        elif tag == "blockquote":
            here = here._replace(form="p", level=-1, quoted=True)
        elif tag in HEADINGS and not here.quoted:
            here = here._replace(form=HEADINGS[tag])
        self.children(element, here, depth)
        self.close(here, element)
        if tag in ("ul", "ol"):
            self.numbers.pop()

    def inline(self, element: HtmlElement, tag: str, here: _Here, depth: int) -> None:
        if tag == "br":
            self.breaks += 1
            if self.breaks > 1:
                self.close(here, element)
            elif self.pieces:
                self.pieces.append(Span("\n", here.href, here.sign))
        elif tag in ("img", "amp-img"):
            if EMOJI.search(element.get("class") or ""):
                self.add((element.get("alt") or "")[:8], here)
            elif shown := picture_of(element):
                self.keep(Part(Block("figure", picture=shown, quoted=here.quoted), element))
        else:
            if tag == "a":
                here = here._replace(href=(element.get("href") or "").strip() or "#")
            elif tag in EMPHASIS:
                here = here._replace(sign=_both(here.sign, EMPHASIS[tag]))
            elif tag in CODE:
                here = here._replace(sign="`")
            self.children(element, here, depth)

    def children(self, element: HtmlElement, here: _Here, depth: int) -> None:
        self.add(element.text, here)
        for child in element:
            if self.nodes < 0 or self.left <= 0:
                return
            self.walk(child, here, depth + 1)
            self.add(child.tail, here)

    def item(self, element: HtmlElement, here: _Here, depth: int) -> None:
        """An item of a list, with its number where the list has some."""
        outer = self.number, self.begun
        number = self.numbers[-1] if self.numbers else None
        if number is not None:
            number = number_of(element.get("value"), number)
            self.numbers[-1] = number + 1
        self.number, self.begun = number, False
        self.children(element, here, depth)
        self.close(here, element)
        self.number, self.begun = outer

    def table(self, element: HtmlElement, rows: tuple[tuple[tuple[Span, ...], ...], ...], here: _Here) -> None:
        cells = [span for row in rows for cell in row for span in (*cell, Span(" "))]
        text = SPACE.sub(" ", "".join(span.text for span in cells)).strip()
        linked = sum(len(span.text) for span in cells if span.href) / max(1, len(text))
        self.left -= len(text)
        self.keep(Part(Block("table", rows=rows, quoted=here.quoted), element, text, linked))

    def preformatted(self, element: HtmlElement, here: _Here) -> bool:
        """Code keeps its lines; prose that somebody put into a `pre` is paragraphs. False where there is nothing."""
        raw = UNSEEN.sub("", "".join(raw_text(element)))[: max(0, self.left)]
        self.left -= len(raw)
        count = len(WORD.findall(raw))
        if not count:
            return False
        has_code = next(element.iterdescendants("code", "span"), None) is not None
        if has_code or (count < PROSE and "verse" not in (element.get("class") or "")) or not is_prose(raw):
            self.keep(Part(Block("pre", code=raw), element, SPACE.sub(" ", raw).strip()))
            return True
        for text in re.split(r"\n[ \t]*\n\s*", raw):
            lines = [SPACE.sub(" ", line).strip() for line in text.strip().split("\n")]
            fitted = sum(map(len, lines[:-1])) > PROSE_LINE * (len(lines) - 1)
            self.pieces.append(Span((" " if fitted else "\n").join(lines)))
            self.close(here, element)
        return True

    def figure(self, element: HtmlElement, here: _Here) -> bool:
        """A picture with its caption and credit. False for a figure that holds something else, or much else."""
        inside = list(islice(element.iterdescendants(), INSIDE))
        if any(each.tag in ("table", "blockquote", "pre", "ul", "ol", "article", "h1", "h2", "h3") for each in inside):
            return False
        pictures = [each for each in inside if each.tag in ("img", "amp-img")]
        shown = next((found for each in pictures if (found := picture_of(each))), None)
        said = words_of(element, CAPTION + 1)
        if shown is None or len(said) > CAPTION:
            return False
        caption, credit = caption_of(inside, said)
        shown = replace(shown, caption=caption, credit=credit)
        self.keep(Part(Block("figure", picture=shown, quoted=here.quoted), element))
        return True


def _nothing(element: HtmlElement) -> bool:
    return False


def read(tree: HtmlElement, without: Callable[[HtmlElement], bool] = _nothing) -> list[Part]:
    """The parts of a page, in order; of blocks that are ``without``, none."""
    reader = _Reader(without)
    body = tree.find("body") if tree.tag == "html" else tree
    top = tree if body is None else body
    reader.walk(top, _Here(), 0)
    reader.close(_Here(), top)
    return reader.parts


def document(parts: Iterable[Part], base: str = "") -> str:
    """Markdown of parts, their links and pictures seen from ``base``; what leads nowhere on the web is only words."""
    return markdown.document(_placed(part.block, base) for part in parts)


def _placed(block: Block, base: str) -> Block:
    if block.picture is not None:
        return replace(block, picture=replace(block.picture, src=address(block.picture.src, base)))
    rows = tuple(tuple(tuple(_linked(cell, base)) for cell in row) for row in block.rows)
    return replace(block, spans=tuple(_linked(block.spans, base)), rows=rows)


def _linked(spans: Iterable[Span], base: str) -> Iterator[Span]:
    for span in spans:
        yield replace(span, href=address(span.href, base)) if span.href else span


def _both(sign: str, inner: str) -> str:
    return inner if sign in ("", inner) else "***" if "`" not in sign else sign


# -- pictures ---------------------------------------------------------------------------------------------------------


# -- tables -----------------------------------------------------------------------------------------------------------


def _said(cell: HtmlElement) -> tuple[Span, ...]:
    """The words of a cell, with links and emphasis."""
    reader = _Reader(_nothing)
    reader.nodes = 40 * CELL
    here = _Here()
    reader.add(cell.text, here)
    found: list[Span] = []
    for child in cell:
        reader.walk(child, here, 1)
        reader.add(child.tail, here)
    reader.close(here, cell)
    for part in reader.parts:
        found += (Span(" "), *part.block.spans)
    return _tidy(Span(span.text.replace("\n", " "), span.href, span.sign) for span in found)


def _tidy(pieces: Iterable[Span]) -> tuple[Span, ...]:
    """Pieces of one look joined, white space folded, none at the ends of the block or beside a line break."""
    joined: list[Span] = []
    texts: list[list[str]] = []
    for piece in pieces:
        text = piece.text
        if not joined or texts[-1][-1][-1:] in (" ", "\n"):
            text = text.removeprefix(" ")
        if not text:
            continue
        if joined and (joined[-1].href, joined[-1].sign) == (piece.href, piece.sign):
            texts[-1].append(text)
        else:
            joined.append(piece)
            texts.append([text])
    made = [AROUND_BREAK.sub("\n", "".join(text)) for text in texts]
    while made and not made[-1].strip():
        made.pop()
    if made:
        made[-1] = made[-1].rstrip()
        made[0] = made[0].lstrip("\n")
    return tuple(Span(text, piece.href, piece.sign) for text, piece in zip(made, joined, strict=False))
