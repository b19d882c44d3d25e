"""Pictures in a text: figures with their captions, what is not told of them, and how each is shown.

In: the tree of a text. The tree is changed in place; nothing is read, and no address is looked for.
"""

from __future__ import annotations

import re
from functools import cached_property
from html import unescape

from lxml import etree

from coranto.texts import Frames, Manuscript, frame_of
from coranto.view_parts import Scaled

Element = etree._Element
OURS = ("picture", "source")  # elements that are written here alone
HOW = 'write ![what it shows](name.jpg "the caption · whose it is"), or <img src="name.jpg" alt=""> for a decoration'
SIZES = "(min-width: 42rem) 39rem, 100vw"  # how wide a text is set
_CREDIT = re.compile(r"(?:^| )·(?= |$)")
_IMG = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_NO_ALT = re.compile(r"""\salt\s*=\s*(?:""|''|(?=[\s>]))""", re.IGNORECASE)
_SRC = re.compile(r"""\ssrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_words_of = etree.XPath("string()", smart_strings=False)


def make_figures(tree: Element) -> None:
    """A picture alone in its paragraph is a figure; its Markdown title is the caption, and behind the last ` · ` of it
    stands the credit."""
    for image in list(tree.iter("img")):
        parent = image.getparent()
        if (
            parent is None
            or parent.tag != "p"
            or image.getprevious() is not None
            or image.getnext() is not None
            or (parent.text or "").strip()
            or (image.tail or "").strip()
        ):
            continue
        parent.tag = "figure"
        parent.text = image.tail = None
        caption, credit = _parted(image.attrib.pop("title", ""))
        if caption or credit:
            figcaption = etree.SubElement(parent, "figcaption")
            figcaption.text = caption
        if credit:
            figcaption.text = f"{caption} " if caption else None
            etree.SubElement(figcaption, "small").text = credit


def _parted(title: str) -> tuple[str, str]:
    """Caption and credit."""
    marks = list(_CREDIT.finditer(title))
    if not marks:
        return title.strip(), ""
    return title[: marks[-1].start()].strip(), title[marks[-1].end() :].strip()


class Legends:
    """What one text tells of its pictures."""

    def __init__(self, text: Manuscript) -> None:
        self._text = text
        self._credits: dict[Element, bool] = {}

    def lacks(self, image: Element, written: str) -> list[str]:
        """What should be told of a picture and is not. Decoration is what says so in HTML: in Markdown, a description
        that was left out is one that is still to be written."""
        alt = (image.get("alt") or "").strip()
        image.set("alt", alt)
        if not alt and written in self._decorations:
            return []
        lacks = [] if alt else ["alt text"]
        return lacks if self._has_credit(image) else [*lacks, "credit"]

    @cached_property
    def _decorations(self) -> set[str]:
        tags = (tag for tag in _IMG.findall(self._text.markdown) if _NO_ALT.search(tag))
        return {unescape(found[1]) for tag in tags if (found := _SRC.search(tag))}

    def _has_credit(self, image: Element) -> bool:
        figure = next(image.iterancestors("figure"), None)
        if figure is None:
            return bool(_parted(image.get("title", ""))[1])
        if figure not in self._credits:
            self._credits[figure] = any(str(_words_of(small)).strip() for small in figure.iter("small"))
        return self._credits[figure]


def show(image: Element, url: str, frames: Frames) -> None:
    """What is known of a picture's file: its size, so that nothing moves when it comes, and the widths it is there in.
    It is fetched when a reader gets there."""
    frame = frame_of(url, frames)
    for name in ("srcset", "sizes"):
        image.attrib.pop(name, None)
    if frame is None:
        return
    image.set("loading", "lazy")
    image.set("decoding", "async")
    image.set("width", str(frame.width))
    image.set("height", str(frame.height))
    if not frame.sizes or url not in frames:
        return
    image.set("src", frame.src)
    image.set("srcset", _widths(frame.sizes))
    image.set("sizes", SIZES)
    parent = image.getparent()
    if frame.others and parent is not None:
        picture = etree.Element("picture")
        picture.tail, image.tail = image.tail, None
        parent.replace(image, picture)
        for other in frame.others:
            etree.SubElement(picture, "source", type=other.type, srcset=_widths(other.sizes), sizes=SIZES)
        picture.append(image)


def _widths(sizes: tuple[Scaled, ...]) -> str:
    return ", ".join(f"{each.url} {each.width}w" for each in sizes)
