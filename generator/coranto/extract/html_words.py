"""What an element says: its words, whether readers see it, its picture with caption and credit. Judges no block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from urllib.parse import urljoin

from lxml.html import HtmlElement

from coranto.extract import escaping, picture
from coranto.model import Image
from coranto.text import web_address

MOST_TEXT = 500_000  # characters
MOST_NODES = 200_000
ADDRESS = 2_000
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
SPACE = re.compile(r"\s+")
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
SMALL = 48  # pixels; smaller pictures are icons, or count readers
COUNTING = re.compile(r"(?:^|[/_.-])(?:pixel|spacer|blank|beacon|1x1|tracking|transparent)\b[^/]*$", re.IGNORECASE)
SOURCES = ("data-src", "data-lazy-src", "data-original", "data-lazy", "src", "data-srcset", "srcset")
CREDIT = re.compile(r"credit|copyright|photographer|(?:^|[\s_-])source|attribution", re.IGNORECASE)


def words(text: str) -> list[str]:
    """The words of a text in small letters; where a script puts no space between words, each of its signs."""
    text = text.casefold()
    if not text.isascii() and UNSPACED.search(text):
        text = UNSPACED.sub(r" \g<0> ", text)
    return WORD.findall(text)


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


def number_of(written: str | None, otherwise: int) -> int:
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


def raw_text(element: HtmlElement) -> Iterator[str]:
    for node in islice(element.iter(), MOST_NODES):
        if node.tag == "br":
            yield "\n"
        if isinstance(node.tag, str):
            yield node.text or ""
        if node is not element:
            yield node.tail or ""


def is_prose(raw: str) -> bool:
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


def picture_of(image: HtmlElement) -> Image | None:
    """A picture that is there to be looked at: no icon, and nothing that only counts readers."""
    sizes = [number_of(image.get(name), SMALL) for name in ("width", "height")]
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


def caption_of(inside: Sequence[HtmlElement], said: str) -> tuple[str, str]:
    """Caption and credit of a figure: apart where the page marks the credit, else where the line ends in one."""
    named = (each for each in inside if isinstance(each.tag, str) and CREDIT.search(each.get("class") or ""))
    marked = next(named, None)
    credit = words_of(marked, CAPTION) if marked is not None and marked.tag != "figcaption" else ""
    if credit and credit != said:
        caption = " ".join(said.replace(credit, " ", 1).split())
        alone = picture.split(credit)
        return caption.rstrip(" |/·"), (alone[1] if alone and not alone[0] else credit)
    return picture.split(said) or (said, "")
