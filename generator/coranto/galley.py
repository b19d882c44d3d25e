"""One text in the press: Markdown in, safe HTML with its facts out: engine, then our own steps on the tree, then the
sanitiser, always last.

In: a text with its place, and a function that says where a link leads. Out: ``Typeset`` (body, excerpt, first words,
count), and warnings for links that lead nowhere. No files, no templates; what an outlet wrote is not altered.
Decision: docs/decisions/0005-markdown-engines-behind-a-seam.md.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import chain

from lxml import etree

from coranto import marker
from coranto.commonmark import convert, plain, twin
from coranto.figures import HOW, OURS, Legends, make_figures, show
from coranto.hands import can_fork
from coranto.problems import CorantoError, Place, Problem, error, warning
from coranto.sanitise import SWALLOWED, sanitise
from coranto.text import EXCERPT_WORDS, first_words, legible, one_line, shorten, slugify, web_address, words
from coranto.texts import Frames, Manuscript, Proof, Resolve, Typeset, Use

DEPTH = 100  # a parser's own limit is 256, beyond which it drops text without a word
MOST = 16 * 1024 * 1024  # characters of HTML: what comes after the engine takes time in proportion to them
TIMES, SWOLLEN = 30, 1024 * 1024  # nothing one writes grows so many times, if there is more of it than this
SHORTER = "a title or an abbreviation is written out at each place that names it: shorten it"
FLATTER = "close each tag, and put fewer lists and quotations into one another"
Engine = Callable[[str], str]
Element = etree._Element


def _python_markdown(apart: bool = False) -> Engine:
    """Python-Markdown; where a text cannot be set in a copy of this process, in a process of its own."""
    ours = functools.cache(marker.here)
    return lambda text: ours()(text) if not apart and can_fork() else _apart()(text)


_apart = functools.cache(marker.Apart)


def _python(apart: bool = False) -> Engine:
    """Python-Markdown's HTML, of plain texts by the native engine, which makes the same of them."""
    whole = _python_markdown(apart)
    return lambda text: twin(text) if plain(text) else whole(text)


ENGINES: Mapping[str, Callable[[], Engine]] = {
    "python": _python,
    "python-markdown": _python_markdown,
    "commonmark": lambda: convert,
}
APART: Mapping[str, Callable[[], Engine]] = {
    **ENGINES,
    "python": functools.partial(_python, apart=True),
    "python-markdown": functools.partial(_python_markdown, apart=True),
}
"""The same for where no copy of this process can be ended: on a worker elsewhere."""


def set_text(text: Manuscript, engine: Engine, resolve: Resolve, frames: Frames) -> tuple[Proof, list[tuple[str, Use]]]:
    """One text, by an engine, and which addresses it holds. Raises CorantoError when it cannot be taken."""
    markdown = text.markdown
    try:
        html = engine(markdown)
        if len(html) > max(SWOLLEN, min(TIMES * len(markdown), MOST)):
            raise error(f"it becomes {len(html) / 1e6:.0f} MB of HTML", Place(text.path, text.line), SHORTER)
        tree = _tree(html)
    except CorantoError:
        raise
    except marker.Unset as fault:
        raise error(str(fault), Place(text.path, text.line), marker.HINT) from None
    except Exception as fault:  # whatever an engine throws at a hostile text is a mistake of that text, not of ours
        raise error(
            f"the Markdown cannot be typeset ({type(fault).__name__})", Place(text.path, text.line), marker.HINT
        ) from None
    if _too_deep(tree):
        raise error(f"nested deeper than {DEPTH} elements", Place(text.path, text.line), FLATTER)
    problems: list[Problem] = []
    asked: list[tuple[str, Use]] = []
    done = _finish(tree, text, resolve, frames, problems, asked)
    return Proof(done, tuple(dict.fromkeys(problems))), asked


_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
_words_of = etree.XPath("string()", smart_strings=False)


def _tree(html: str) -> Element:
    """The HTML of an engine as a tree whose root stands for the body, whatever it holds."""
    document = etree.fromstring(f"<html><body>{legible(html)}".encode(), _PARSER)
    body = next(document.iterchildren("body"), None)
    root = etree.Element("div") if body is None else body
    root.tag = "div"
    root.attrib.clear()  # of a <body> in the text
    return root


_SHALLOW = 8  # as deep as most texts are not, for which the rest is not asked
_BELOW = etree.XPath(f"boolean({'/'.join('*' * _SHALLOW)}[{'/'.join('*' * (DEPTH - _SHALLOW))}])")


def _too_deep(tree: Element) -> bool:
    """Does an element stand below ``DEPTH`` others?"""
    return bool(_BELOW(tree))


def _finish(
    tree: Element,
    text: Manuscript,
    resolve: Resolve,
    frames: Frames,
    problems: list[Problem],
    asked: list[tuple[str, Use]],
) -> Typeset:
    if next(tree.iter(*_RARE), None) is not None:
        etree.strip_elements(tree, *SWALLOWED, with_tail=False)
        etree.strip_tags(tree, *OURS)
        make_figures(tree)
        _tables(tree)
    _headings(tree)
    _notes(tree)
    _links(tree, text, resolve, frames, problems, asked)
    inner = etree.tostring(tree, encoding="unicode", method="html").removeprefix("<div>").removesuffix("</div>")
    asides = "class=" in inner and ("footnote" in inner or "admonition" in inner)
    paragraphs = _paragraphs(tree, asides)
    lead = next(paragraphs, "")
    quoted, shown = _excerpt(chain([lead] if lead else [], paragraphs))
    return Typeset(
        body=sanitise(inner.replace("\xa0", "&nbsp;")),  # as the sanitiser writes it: one pass less
        words=words(_running(tree, asides)),
        lead=shorten(lead, 200),
        excerpt=sanitise(quoted),
        excerpt_words=shown,
    )


_CELLS = ("td", "th")
_RARE = (*SWALLOWED, *OURS, "img", "table", *_CELLS)


def _running(tree: Element, asides: bool) -> str:
    """The text whose words are counted: that of all blocks; no aside, if there are ``asides``. Where a gap lies between
    any two blocks, as nearly always, it is asked for once and not of each."""
    gaps = [tree.text or " ", *((child.tail or "") for child in tree)]
    gaps[-1] = gaps[-1] or " "
    if not asides and all(map(str.isspace, gaps)):
        return str(_words_of(tree))
    texts = [str(_words_of(child)) for child in tree if not (asides and _aside(child))]
    return "\n".join([*texts, tree.text or ""])


_BLOCKS = ("p", "li", "dt", "dd", "td", "th", "pre")


def _paragraphs(tree: Element, asides: bool) -> Iterator[str]:
    """Blocks of running text, with no other inside; no aside, if there are ``asides``. One at a time: two are enough
    for most excerpts."""
    for block in tree.iter(*_BLOCKS):
        if (asides and _aside(block)) or next(block.iterdescendants(*_BLOCKS), None) is not None:
            continue
        if text := one_line(str(_words_of(block))):
            yield text


def _aside(element: Element) -> bool:
    """Is this a footnote or an admonition, or inside one? Neither begins an article nor counts as its text."""
    classes = ((each.get("class") or "").split() for each in (element, *element.iterancestors()))
    return any("footnote" in names or "admonition" in names for names in classes)


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


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Anchors of the built-in theme that may stand beside a text. All its others have a ``_`` in them, which no anchor of a
# text has; a theme of one's own may use such names freely.
_RESERVED = {"main", "latest", "corrections", "label", "subscribe"}


def _headings(tree: Element) -> None:
    """Levels start at h2 (the page has its h1) and go down one at a time; each heading gets an id from its text."""
    headings = list(tree.iter(*_HEADINGS))
    if not headings:
        return
    levels = [int(str(heading.tag)[1]) for heading in headings]
    top = min(levels)
    last, taken = 1, set(_RESERVED)
    numbers: dict[str, int] = {}
    for heading, level in zip(headings, levels, strict=True):
        last = min(level - top + 2, last + 1, 6)
        if last != level:
            heading.tag = f"h{last}"
        base = slug = slugify(str(_words_of(heading))) or "part"
        number = numbers.get(base, 1)
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        numbers[base] = number
        taken.add(slug)
        heading.set("id", slug)


_numbered = etree.XPath("//li[@id]|//sup[@id]")


def _notes(tree: Element) -> None:
    """A footnote's anchor stands once in a text, whoever wrote it."""
    seen: set[str] = set()
    for element in _numbered(tree):
        name = element.get("id")
        if name in seen:
            del element.attrib["id"]
        seen.add(name)


def _tables(tree: Element) -> None:
    """Column alignment as a class: inline styles are forbidden by the site's own policy. A wide table scrolls in itself
    on a small screen, so the keyboard must reach it."""
    for part in tree.iter("table", *_CELLS):
        if part.tag == "table":
            part.set("tabindex", "0")
        elif (align := part.attrib.pop("align", "")) in ("right", "center"):
            part.set("class", align)


_LEFT_OUT = {
    "link": "it is left out: it has to name a published file of content/, or a page of this site",
    "picture": "it is left out: it has to name a picture in content/",
}


def _links(
    tree: Element,
    text: Manuscript,
    resolve: Resolve,
    frames: Frames,
    problems: list[Problem],
    asked: list[tuple[str, Use]],
) -> None:
    """Every link and picture gets its final address; what leads nowhere is said, and left out."""
    lines: _Lines | None = None
    legends: Legends | None = None
    bare = False
    pictures: list[tuple[Element, bool]] = []
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
            if found != written:
                element.set(name, found)
            if image:
                legends = legends or Legends(text)
                if lacks := legends.lacks(element, written):
                    lines = lines or _Lines(text)
                    said = f"the picture {written!r} has no {' and no '.join(lacks)}"
                    problems.append(warning(said, Place(text.path, lines.of(written)), HOW, "pictures"))
                show(element, found, frames)
            continue
        remote = image and web_address(written.strip())
        if not remote:  # an importer notes where a picture was; it is not ours to show
            what = "picture" if image else "link"
            said = f"this {what} leads nowhere: {written!r}"
            lines = lines or _Lines(text)
            problems.append(warning(said, Place(text.path, lines.of(written)), _LEFT_OUT[what], "links"))
        if image:
            pictures.append((element, remote))
        else:
            element.tag = _BARE
            bare = True
    if bare:
        etree.strip_tags(tree, _BARE)
    for picture, remote in pictures:
        _leave_out(picture, remote)
    if pictures:
        etree.strip_elements(tree, _GONE, with_tail=False)


# Names that no parser gives, for what is to go. To take it out in one pass takes time in proportion to the tree: one by
# one, each would move all text before it.
_BARE = "Bare"
_GONE = "Gone"


def _leave_out(image: Element, remote: bool) -> None:
    """Take a picture away; of a remote one the caption stays."""
    parent = image.getparent()
    image.tag = _GONE
    if parent is None or parent.tag not in ("figure", "a"):
        return
    last = image.getnext() is None
    empty = last and all(each.tag == _GONE for each in parent) and not str(_words_of(parent)).strip()
    if empty or (parent.tag == "figure" and not remote):
        parent.clear(keep_tail=True)
        parent.tag = _GONE


_MANY = 100  # addresses of one text
_NEAR = 2_000  # characters


class _Lines:
    """On which line of a file an address stands first. After very many of one text, sought near the one before."""

    def __init__(self, text: Manuscript) -> None:
        self._markdown = text.markdown
        self._start = self._last = (0, text.line)
        self._known: dict[str, int] = {}

    def of(self, written: str) -> int:
        """The line; the first of the text when the address is not written there to the letter."""
        if written not in self._known:
            self._known[written] = self._sought(written)
        return self._known[written]

    def _sought(self, written: str) -> int:
        many = len(self._known) >= _MANY
        begin, line = self._last if many else self._start
        found = self._markdown.find(written, begin, begin + _NEAR if many else None)
        if found < 0:
            return line
        line += self._markdown.count("\n", begin, found)
        self._last = max(self._last, (found, line))
        return line
