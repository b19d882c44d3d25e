"""Markdown in, safe HTML out: engine, then our own steps on the tree, then the sanitiser, always last.

In: texts with their place, and a function that says where a link leads. Out: ``Typeset`` values (body, excerpt, first
words, count), and warnings for links that lead nowhere. No files, no templates; what an outlet wrote is not altered.
Decision: docs/decisions/0005-markdown-engines-behind-a-seam.md.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import chain
from typing import Any, Literal

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from coranto.cache import Cache, key_of
from coranto.commonmark import convert, plain, twin
from coranto.packing import packer, unpacker
from coranto.problems import Place, Problem, stop_on_errors, warning
from coranto.program import program
from coranto.sanitise import SWALLOWED, sanitise
from coranto.text import first_words, legible, one_line, shorten, slugify, web_address, words
from coranto.view_parts import Body

EXCERPT_WORDS = 60
DEPTH = 100  # a parser's own limit is 256, beyond which it drops text without a word
Engine = Callable[[str], str]
Use = Literal["link", "image"]
Resolve = Callable[[str, str, Use], str | None]
"""(address as written, path of the file it stands in, use) -> an address of ours, an outside one, or None: broken."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A text to be typeset: its Markdown, the file it stands in and the line it begins on."""

    markdown: str
    path: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Typeset:
    """A text that has been typeset. ``lead`` is its first paragraph as plain text, shortened."""

    body: Body
    words: int
    lead: str
    excerpt: Body
    excerpt_words: int


def _python_markdown() -> Engine:
    import markdown  # here: few texts need it

    engine = markdown.Markdown(
        extensions=["footnotes", "tables", "sane_lists", "fenced_code", "def_list", "abbr", "admonition"],
        extension_configs={"tables": {"use_align_attribute": True}},
    )
    return lambda text: engine.reset().convert(text)  # without the reset footnotes of one text reach into the next


def _python() -> Engine:
    """Python-Markdown's HTML, of plain texts by the native engine, which makes the same of them."""
    whole = functools.cache(_python_markdown)
    return lambda text: twin(text) if plain(text) else whole()(text)


ENGINES: Mapping[str, Callable[[], Engine]] = {"python": _python, "commonmark": lambda: convert}


def typeset(
    texts: Mapping[str, Manuscript], engine: str, resolve: Resolve, cache: Cache | None = None
) -> tuple[dict[str, Typeset], list[Problem]]:
    """Typeset every text. Raises CorantoError for each that the engine cannot take."""
    convert = ENGINES[engine]()
    cache = cache or Cache()
    problems: list[Problem] = []
    done: dict[str, Typeset] = {}
    for key, text in texts.items():
        known = _Known(cache, engine, text)
        found = known.find(resolve)
        if found is None:
            said: list[Problem] = []
            asked: list[tuple[str, Use]] = []
            try:
                tree = _tree(convert(text.markdown))
            except (
                Exception
            ) as fault:  # whatever an engine throws at a hostile text is a mistake of that text, not of ours
                problems.append(Problem(f"the Markdown cannot be typeset ({type(fault).__name__})", Place(text.path)))
                continue
            if _too_deep(tree):
                problems.append(Problem(f"nested deeper than {DEPTH} elements", Place(text.path, text.line)))
                continue
            found = Proof(_finish(tree, text, resolve, said, asked), tuple(said))
            known.keep(found, asked, resolve)
        done[key] = found.text
        problems += found.problems
    stop_on_errors(problems)
    return done, problems


@dataclass(frozen=True, slots=True)
class Proof:
    """A typeset text with what was wrong in it."""

    text: Typeset
    problems: tuple[Problem, ...]


class _Known:
    """What is remembered of one text: first which addresses it holds, then, for where these lead today, all of it."""

    def __init__(self, cache: Cache, engine: str, text: Manuscript) -> None:
        self._cache = cache
        self._path = text.path
        place = f"{text.path}\0{text.line}"
        self._row = key_of(
            b"addresses", program(), engine.encode(), place.encode("utf-8", "surrogatepass"), text.markdown.encode()
        )

    def find(self, resolve: Resolve) -> Proof | None:
        """The proof, when one is remembered and fits."""
        asked = self._cache.find(self._row)
        if asked is None:
            return None
        try:
            found = self._cache.find(self._proof_row(asked, json.loads(asked), resolve))
            return unpacker(Proof)(json.loads(found)) if found is not None else None
        except (ValueError, TypeError, RecursionError):
            return None

    def keep(self, proof: Proof, asked: list[tuple[str, Use]], resolve: Resolve) -> None:
        """Remember it from now on."""
        listed = json.dumps(asked).encode()
        row = self._proof_row(listed, asked, resolve)
        self._cache.keep("addresses", self._row, listed)
        self._cache.keep("typeset", row, json.dumps(packer(Proof)(proof)).encode())

    def _proof_row(self, listed: bytes, asked: Iterable[Any], resolve: Resolve) -> bytes:
        leads = json.dumps([resolve(written, self._path, use) for written, use in asked]).encode()
        return key_of(b"typeset", self._row, listed, leads)


_PARSER = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)


def _tree(html: str) -> HtmlElement:
    """The HTML of an engine as a tree whose root stands for the body, whatever it holds."""
    document = lxml.html.document_fromstring(f"<html><body>{legible(html)}</body></html>".encode(), parser=_PARSER)
    body = document.find("body")
    root = lxml.html.Element("div") if body is None else body
    root.tag = "div"
    root.attrib.clear()  # of a <body> in the text
    return root


_BELOW = etree.XPath("boolean(" + "/".join("*" * DEPTH) + ")")


def _too_deep(tree: HtmlElement) -> bool:
    """Does an element stand below ``DEPTH`` others?"""
    return bool(_BELOW(tree))


def _finish(
    tree: HtmlElement, text: Manuscript, resolve: Resolve, problems: list[Problem], asked: list[tuple[str, Use]]
) -> Typeset:
    for element in list(tree.iter(*SWALLOWED)):
        element.drop_tree()
    _figures(tree)
    _headings(tree)
    _tables(tree)
    _links(tree, text, resolve, problems, asked)
    inner = etree.tostring(tree, encoding="unicode", method="html").removeprefix("<div>").removesuffix("</div>")
    asides = "footnote" in inner or "admonition" in inner
    texts = [child.text_content() for child in tree if not (asides and _aside(child))]
    paragraphs = _paragraphs(tree, asides)
    lead = next(paragraphs, "")
    quoted, shown = _excerpt(chain([lead] if lead else [], paragraphs))
    return Typeset(
        body=sanitise(inner.replace("\xa0", "&nbsp;")),  # as the sanitiser writes it: one pass less
        words=words("\n".join([*texts, tree.text or ""])),
        lead=shorten(lead, 200),
        excerpt=sanitise(quoted),
        excerpt_words=shown,
    )


_BLOCKS = ("p", "li", "dt", "dd", "td", "th", "pre")


def _paragraphs(tree: HtmlElement, asides: bool) -> Iterator[str]:
    """Blocks of running text, with no other inside; no aside, if there are ``asides``. One at a time: two are enough
    for most excerpts."""
    for block in tree.iter(*_BLOCKS):
        if (asides and _aside(block)) or next(block.iterdescendants(*_BLOCKS), None) is not None:
            continue
        if text := one_line(block.text_content()):
            yield text


def _aside(element: HtmlElement) -> bool:
    """Is this a footnote or an admonition, or inside one? Neither begins an article nor counts as its text."""
    return any(
        "footnote" in each.classes or "admonition" in each.classes for each in (element, *element.iterancestors())
    )


def _excerpt(paragraphs: Iterator[str]) -> tuple[str, int]:
    """The first words of the text, at most ``EXCERPT_WORDS``, paragraph by paragraph, the cut marked with […]."""
    left = EXCERPT_WORDS
    shown: list[str] = []
    for paragraph in paragraphs:
        kept, count = first_words(paragraph, left)
        left -= count
        shown.append(kept)
        if kept != paragraph or (left == 0 and next(paragraphs, None) is not None):
            shown[-1] += " […]"
            break
    return "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in shown), EXCERPT_WORDS - left


_CREDIT = re.compile(r"(?:^| )·(?= |$)")


def _figures(tree: HtmlElement) -> None:
    """A picture alone in its paragraph is a figure; its Markdown title is the caption, and behind the last ` · ` of it
    stands the credit."""
    for image in list(tree.iter("img")):
        parent = image.getparent()
        if (
            parent is None
            or parent.tag != "p"
            or len(parent) != 1
            or (parent.text or "").strip()
            or (image.tail or "").strip()
        ):
            continue
        parent.tag = "figure"
        parent.text = image.tail = None
        caption, credit = _parted(image.attrib.pop("title", ""))
        if caption or credit:
            figcaption = lxml.html.Element("figcaption")
            figcaption.text = caption
            parent.append(figcaption)
        if credit:
            figcaption.text = f"{caption} " if caption else None
            small = lxml.html.Element("small")
            small.text = credit
            figcaption.append(small)


def _parted(title: str) -> tuple[str, str]:
    """Caption and credit."""
    marks = list(_CREDIT.finditer(title))
    if not marks:
        return title.strip(), ""
    return title[: marks[-1].start()].strip(), title[marks[-1].end() :].strip()


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_RESERVED = {"main", "latest", "corrections", "label", "subscribe"}  # anchors of the theme


def _headings(tree: HtmlElement) -> None:
    """Levels start at h2 (the page has its h1) and go down one at a time; each heading gets an id from its text."""
    headings = list(tree.iter(*_HEADINGS))
    if not headings:
        return
    top = min(int(str(heading.tag)[1]) for heading in headings)
    last, taken = 1, set(_RESERVED)
    for heading in headings:
        level = min(int(str(heading.tag)[1]) - top + 2, last + 1, 6)
        last = level
        heading.tag = f"h{level}"
        base = slug = slugify(heading.text_content()) or "part"
        number = 1
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)
        heading.set("id", slug)


def _tables(tree: HtmlElement) -> None:
    """Column alignment as a class: inline styles are forbidden by the site's own policy. A wide table scrolls in itself
    on a small screen, so the keyboard must reach it."""
    for table in tree.iter("table"):
        table.set("tabindex", "0")
    for cell in tree.iter("td", "th"):
        align = cell.attrib.pop("align", "")
        if align in ("right", "center"):
            cell.set("class", align)


def _links(
    tree: HtmlElement, text: Manuscript, resolve: Resolve, problems: list[Problem], asked: list[tuple[str, Use]]
) -> None:
    """Every link and picture gets its final address; what leads nowhere is said, and left out."""
    for element in list(tree.iter("a", "img")):
        image = element.tag == "img"
        name = "src" if image else "href"
        written = element.get(name)
        if written is None or written.startswith("#"):
            continue
        use: Use = "image" if image else "link"
        asked.append((written, use))
        found = resolve(written, text.path, use)
        if found is not None:
            element.set(name, found)
            continue
        remote = image and web_address(written.strip())
        if not remote:  # an importer notes where a picture was; it is not ours to show
            what = "picture" if image else "link"
            line = _line_of(written, text)
            problems.append(
                warning(f"this {what} leads nowhere: {written!r}", Place(text.path, line), f"the {what} is left out")
            )
        if image:
            _leave_out(element, remote)
        else:
            element.drop_tag()


def _leave_out(image: HtmlElement, remote: bool) -> None:
    """Take a picture away; of a remote one the caption stays."""
    parent = image.getparent()
    image.drop_tree()
    if parent is None:
        return
    empty = not len(parent) and not parent.text_content().strip()
    if (parent.tag == "figure" and (empty or not remote)) or (parent.tag == "a" and empty):
        parent.drop_tree()


def _line_of(written: str, text: Manuscript) -> int:
    offset = text.markdown.find(written)
    return text.line + text.markdown.count("\n", 0, offset) if offset >= 0 else text.line
