"""Cut a page's tree into blocks.

In: the tree of a saved page or of a fragment. Out: ``Part`` values in its order (paragraphs, headings, items,
quotations, tables, code, pictures), each with its words and where it stood. Never judges what a part is for, never
follows a link, never alters the tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin

from lxml.html import HtmlElement

from coranto.extract import escaping, markdown, picture
from coranto.extract.markdown import Block, Form, Span
from coranto.model import Image
from coranto.text import web_address

# Input is hostile: what is beyond is not read.
MOST_PARTS = 5_000
MOST_TEXT = 500_000  # characters
MOST_NODES = 200_000
DEEPEST = 200
CELLS = 40  # columns
ROWS = 500
CELL = 160  # characters
ADDRESS = 2_000
INSIDE = 300  # elements of a figure that are looked at
CAPTION = 600  # characters

SILENT = frozenset(
    "script style noscript template svg iframe object embed canvas audio video map head title select option datalist "
    "textarea button input label math figcaption progress meter dialog menu source".split()
)
BLOCK = frozenset(
    "html body p div section article main header footer aside nav address h1 h2 h3 h4 h5 h6 ul ol li dl dt dd "
    "blockquote pre table caption thead tbody tfoot tr td th figure form fieldset details summary hr center hgroup "
    "legend amp-ad frameset frame".split()
)
HEADINGS: dict[str, Form] = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
EMPHASIS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
CODE = frozenset("code tt kbd samp".split())
SPACE = re.compile(r"\s+")
AROUND_BREAK = re.compile(r" ?\n ?")
# Marks nobody sees: control characters, surrogates, glyphs of icon fonts, places where a word may be broken. Scripts
# need the joiner and its opposite; Thai, Lao, Burmese and Khmer part words by the space without width.
UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u2060\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufffc-\uffff]|"
    r"(?<![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])\u200b"
)
WORD = re.compile(r"\w+")
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
NUMBER = re.compile(r"\s*(-?\d{1,4})\s*(?:px)?\s*")

HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SPOKEN = re.compile(
    r"(?:^|\s)(?:sr-?only|screen-?reader(?:s|-text|-only|s-only)?|(?:u-|is-|a11y-)?visually-?hidden|visuallyhidden|"
    r"element-invisible|show-for-sr|assistive-text|a11y-hidden|offscreen|nur-screenreader)(?:$|\s)",
    re.IGNORECASE,
)
ICON = re.compile(r"(?:^|\s)(?:material-(?:icons|symbols)\S*|icons?|icon-font|glyph)(?:$|\s)", re.IGNORECASE)
GLYPH = re.compile(r"\s*[a-z][a-z0-9_]{1,30}\s*")

EMOJI = re.compile(r"emoji|smiley|smilie", re.IGNORECASE)
SMALL = 48  # pixels; smaller pictures are icons, or count readers
COUNTING = re.compile(r"(?:^|[/_.-])(?:pixel|spacer|blank|beacon|1x1|tracking|transparent)\b[^/]*$", re.IGNORECASE)
SOURCES = ("data-src", "data-lazy-src", "data-original", "data-lazy", "src", "data-srcset", "srcset")
CREDIT = re.compile(r"credit|copyright|photographer|(?:^|[\s_-])source|attribution", re.IGNORECASE)
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


def words(text: str) -> list[str]:
    """The words of a text in small letters; where a script puts no space between words, each of its signs."""
    text = text.casefold()
    if not text.isascii() and UNSPACED.search(text):
        text = UNSPACED.sub(r" \g<0> ", text)
    return WORD.findall(text)


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
        if tag == "table" and (rows := _table(element)):
            self.table(element, rows, here)
            return
        if tag == "pre" and self.preformatted(element, here):
            return
        boxed = tag == "figure" or (tag in ("div", "dl") and BOX.search(element.get("class") or ""))
        if boxed and self.figure(element, here):
            return
        if tag in ("ul", "ol"):
            self.numbers.append(_number(element.get("start"), 1) if tag == "ol" else None)
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
            elif shown := _picture(element):
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
            number = _number(element.get("value"), number)
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
        raw = UNSEEN.sub("", "".join(_raw(element)))[: max(0, self.left)]
        self.left -= len(raw)
        count = len(WORD.findall(raw))
        if not count:
            return False
        has_code = next(element.iterdescendants("code", "span"), None) is not None
        if has_code or (count < PROSE and "verse" not in (element.get("class") or "")) or not _is_prose(raw):
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
        shown = next((found for each in pictures if (found := _picture(each))), None)
        said = words_of(element, CAPTION + 1)
        if shown is None or len(said) > CAPTION:
            return False
        caption, credit = _caption(inside, said)
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


def address(written: str, base: str) -> str:
    """Where a link or picture leads on the web; empty where nowhere."""
    written = re.sub(r"[\t\r\n]", "", written.strip())
    if not written or len(written) > ADDRESS or written[0] == "#":
        return ""
    try:
        found = escaping.safe_address(urljoin(base, written) if base else written)
    except ValueError:
        return ""
    return found if web_address(found) else ""


def _both(sign: str, inner: str) -> str:
    return inner if sign in ("", inner) else "***" if "`" not in sign else sign


def _number(written: str | None, otherwise: int) -> int:
    match = NUMBER.fullmatch(written or "")
    return int(match[1]) if match else otherwise


def hidden(element: HtmlElement) -> bool:
    """Whether nobody sees it: by its own style or attribute, or because only a voice is to read it."""
    if (style := element.get("style")) and HIDING.search(style):
        return True
    if element.get("hidden", "until-found") != "until-found":
        return True
    return bool((name := element.get("class")) and (_is_spoken(name) or _is_icon(element, name)))


@lru_cache(maxsize=4096)
def _is_spoken(name: str) -> bool:
    return bool(SPOKEN.search(name))


def _is_icon(element: HtmlElement, name: str) -> bool:
    """Whether its word is a sign's name, which a font turns into a picture."""
    if element.tag not in ("i", "span", "em") or len(element) or not ICON.search(name):
        return False
    return bool(GLYPH.fullmatch(element.text or ""))


def _raw(element: HtmlElement) -> Iterator[str]:
    for node in islice(element.iter(), MOST_NODES):
        if node.tag == "br":
            yield "\n"
        if isinstance(node.tag, str):
            yield node.text or ""
        if node is not element:
            yield node.tail or ""


def _is_prose(raw: str) -> bool:
    """Whether it reads as sentences rather than as code or columns."""
    letters = sum(character.isalnum() or character in " \n.,;:!?'\"()“”‘’-–—" for character in raw)
    return letters > 0.97 * len(raw) and not re.search(r"\S {3,}\S|\t|\(\)|;\n", raw)


def words_of(element: HtmlElement, most: int = MOST_TEXT) -> str:
    """The text of an element with spaces where blocks meet."""
    found: list[str] = []
    length = len(element.text or "")
    for node in islice(element.iter(), MOST_NODES if most == MOST_TEXT else 10 * most):
        if isinstance(node.tag, str) and (node.tag not in SILENT or node.tag == "figcaption"):
            found += (" " if node.tag in BLOCK or node.tag in ("br", "figcaption") else "", node.text or "")
        if node is not element:
            found.append(node.tail or "")
            length += len(found[-1])
        if length > 4 * most:
            break
    return SPACE.sub(" ", UNSEEN.sub("", "".join(found))).strip()


# -- pictures ---------------------------------------------------------------------------------------------------------


def _picture(image: HtmlElement) -> Image | None:
    """A picture that is there to be looked at: no icon, and nothing that only counts readers."""
    sizes = [_number(image.get(name), SMALL) for name in ("width", "height")]
    if min(sizes) < SMALL or hidden(image):
        return None
    for name in SOURCES:
        src = (image.get(name) or "").strip()[: 10 * ADDRESS]
        if name.endswith("srcset"):
            src = src.rsplit(",", 1)[-1].split(" ")[0] if ", " not in src else src.rsplit(", ", 1)[-1].split(" ")[0]
        if not src or src.startswith("data:") or len(src) > ADDRESS or COUNTING.search(src.split("?", 1)[0]):
            continue
        return Image(src, SPACE.sub(" ", UNSEEN.sub("", image.get("alt") or ""))[:500].strip())
    return None


def _caption(inside: Sequence[HtmlElement], said: str) -> tuple[str, str]:
    """Caption and credit of a figure: apart where the page marks the credit, else where the line ends in one."""
    named = (each for each in inside if isinstance(each.tag, str) and CREDIT.search(each.get("class") or ""))
    marked = next(named, None)
    credit = words_of(marked, CAPTION) if marked is not None and marked.tag != "figcaption" else ""
    if credit and credit != said:
        caption = " ".join(said.replace(credit, " ", 1).split())
        alone = picture.split(credit)
        return caption.rstrip(" |/·"), (alone[1] if alone and not alone[0] else credit)
    return picture.split(said) or (said, "")


# -- tables -----------------------------------------------------------------------------------------------------------


def _table(element: HtmlElement) -> tuple[tuple[tuple[Span, ...], ...], ...]:
    """The rows of a table that holds facts; nothing for one that holds the page's layout."""
    if next(element.iterdescendants("table", "article", "h1", "form"), None) is not None:
        return ()
    rows: list[list[tuple[Span, ...]]] = []
    below: dict[int, int] = {}  # column -> rows that a cell above still reaches into
    for row in element.iter("tr"):
        cells: list[tuple[Span, ...]] = []
        for cell in islice((each for each in row if each.tag in ("td", "th")), CELLS + 1):
            _reach(cells, below)
            spans = _tidy(_spans(cell))
            if sum(len(span.text) for span in spans) > CELL:
                return ()
            wide, high = (_number(cell.get(name), 1) for name in ("colspan", "rowspan"))
            for number in range(wide if 1 <= wide <= CELLS else 1):
                if 1 < high <= ROWS:
                    below[len(cells)] = high - 1
                cells.append(() if number else spans)
        _reach(cells, below)
        if len(cells) > CELLS or len(rows) == ROWS:
            return ()
        if any(cells):
            rows.append(cells)
    width = max(map(len, rows), default=0)
    if width < 2 or len(rows) < 2 or sum(len(row) == width for row in rows) * 2 < len(rows):
        return ()
    if not any(WORD.search(span.text) for cell in rows[0] for span in cell):
        return ()
    return tuple((*row, *[()] * (width - len(row))) for row in rows)


def _reach(cells: list[tuple[Span, ...]], below: dict[int, int]) -> None:
    """Leave the columns empty into which a cell of a row above reaches."""
    while below.get(len(cells), 0) > 0 and len(cells) <= CELLS:
        below[len(cells)] -= 1
        cells.append(())


def _spans(cell: HtmlElement) -> list[Span]:
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
    return [Span(span.text.replace("\n", " "), span.href, span.sign) for span in found]


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
