"""One text in the press: Markdown in, safe HTML with its facts out: engine, then our own steps on the tree, then the
sanitiser, always last.

In: a text with its place, and a function that says where a link leads. Out: ``Typeset`` (body, excerpt, first words,
count), and warnings for links that lead nowhere. No files, no templates; what an outlet wrote is not altered.
Decision: docs/decisions/0005-markdown-engines-behind-a-seam.md.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import chain

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from coranto.commonmark import convert, plain, twin
from coranto.problems import Place, Problem, error, warning
from coranto.sanitise import SWALLOWED, sanitise
from coranto.text import first_words, legible, one_line, shorten, slugify, web_address, words
from coranto.texts import Manuscript, Proof, Resolve, Typeset, Use

EXCERPT_WORDS = 60
DEPTH = 100  # a parser's own limit is 256, beyond which it drops text without a word
Engine = Callable[[str], str]


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


def set_text(text: Manuscript, engine: Engine, resolve: Resolve) -> tuple[Proof, list[tuple[str, Use]]]:
    """One text, and which addresses it holds. Raises CorantoError when it cannot be taken."""
    try:
        tree = _tree(engine(text.markdown))
    except Exception as fault:  # whatever an engine throws at a hostile text is a mistake of that text, not of ours
        raise error(f"the Markdown cannot be typeset ({type(fault).__name__})", Place(text.path)) from None
    if _too_deep(tree):
        raise error(f"nested deeper than {DEPTH} elements", Place(text.path, text.line))
    problems: list[Problem] = []
    asked: list[tuple[str, Use]] = []
    return Proof(_finish(tree, text, resolve, problems, asked), tuple(problems)), asked


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
