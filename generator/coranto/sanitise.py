"""The sanitiser, always last: any HTML in, the part that is allowed out, by one list of tags and attributes.

Spoken to by nh3. What it judges is what a browser builds of the HTML, so it cleans until nothing changes any more.
"""

from __future__ import annotations

import re
from html import escape

import nh3

from coranto.body import Body
from coranto.permalinks import is_ours
from coranto.text import legible, web_address

HEADINGS = ("h2", "h3", "h4", "h5", "h6")  # a page has its own h1
_TAGS = set(
    "p h2 h3 h4 h5 h6 blockquote ul ol li dl dt dd table caption thead tbody tfoot tr th td pre code em strong b i s"
    " del ins sub sup a img picture source figure figcaption hr br div abbr cite q small mark time kbd samp var".split()
)
_ATTRIBUTES = {
    "a": {"href", "title", "class"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "del": {"datetime"},
    "div": {"class"},
    "img": {"src", "alt", "title", "width", "height", "srcset", "sizes", "loading", "decoding"},
    "source": {"type", "srcset", "sizes"},
    "ins": {"datetime"},
    "li": {"id"},
    "ol": {"start"},
    "p": {"class"},
    "q": {"cite"},
    "sup": {"id"},
    "table": {"tabindex"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "*": {"lang", "dir"},
    **{tag: {"id"} for tag in HEADINGS},
}
_CLASSES = {
    "a": {"footnote-ref", "footnote-backref"},
    "div": {"footnote", "admonition", "note", "warning", "tip", "important"},
    "p": {"admonition-title"},
    "td": {"right", "center"},
    "th": {"right", "center"},
}
SWALLOWED = set(
    "script style iframe noscript template svg math textarea title noembed noframes xmp object select plaintext".split()
)
_NUMBERED = re.compile(r"\d{1,4}")
_NOTE_ID = re.compile(r"fn(?:ref)?\d*:[\w.-]+")
_DIRECTION = ("ltr", "rtl", "auto")
_WIDTH = re.compile(r"([^\s,]\S*)( \d{1,5}w)")
_WORDS = {
    "type": re.compile(r"image/[a-z]{3,4}"),
    "sizes": re.compile(r"[a-z0-9 .,:()-]{1,100}"),
    "loading": re.compile("lazy"),
    "decoding": re.compile("async"),
}
_MARK = "\ufdd0"  # a non-character: `legible` leaves none in any text, so only the filter below writes it


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name in ("href", "src"):
        return f"{_MARK}{value}{_MARK}" if is_ours(value) else value
    if name == "srcset":
        return _widths(value)
    if name in _WORDS:
        return value if _WORDS[name].fullmatch(value) else None
    if name == "class":
        return " ".join(word for word in value.split() if word in _CLASSES.get(tag, ())) or None
    if name == "id" and tag in ("li", "sup"):
        return value if _NOTE_ID.fullmatch(value) else None
    if name in ("width", "height", "colspan", "rowspan", "start"):
        return value if _NUMBERED.fullmatch(value) else None
    if name == "cite":
        return value if web_address(value) else None
    if name == "tabindex":
        return value if value == "0" else None
    if name == "dir":
        return value if value in _DIRECTION else None
    return value


def _widths(value: str) -> str | None:
    """The sizes of a picture, all of them in this site."""
    if _MARK in value:  # passed before
        return value
    found = [_WIDTH.fullmatch(each) for each in value.split(", ")]
    if not all(each and is_ours(each[1]) for each in found):
        return None
    return ", ".join(f"{_MARK}{each[1]}{_MARK}{each[2]}" for each in found if each)


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=SWALLOWED,
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def sanitise(html: str) -> Body:
    """Any HTML -> the part that is allowed, its links into this site held apart. Doing it twice changes nothing."""
    return Body(tuple(_settle(_CLEANER, legible(html)).split(_MARK)))


def _settle(cleaner: nh3.Cleaner, html: str) -> str:
    """Clean until another pass changes nothing: misnested tables and lists do not come back from a reading as they were
    written, and what a browser builds of them must be what was judged. What never settles is shown as text."""
    for _ in range(6):
        cleaned = cleaner.clean(html)
        if cleaned.replace(_MARK, "") == html.replace(_MARK, ""):  # the filter marks addresses, and changes none
            return cleaned
        html = cleaned
    return f"<p>{escape(html.replace(_MARK, ''))}</p>"


_TAG = re.compile(r'<\w+(?: \w+="[^"]*")+')  # as the sanitiser writes it: no quotation mark is left in a value
_LOCAL = re.compile(r' (?:id|class|tabindex)="| href="#')
_ATTRIBUTE = re.compile(r' (?:(?:id|class|tabindex)="[^"]*"|href="#[^"]*")|( \w+="[^"]*")')


_ID = re.compile(r' id="([^"]*)"')
_ANCHOR = re.compile(r' (?:id="|href="#)([^"]*)(?=")')


def beside(html: str, name: str) -> str:
    """Sanitised HTML -> the same for a page that shows another text too: its anchors begin with ``name:``, and so do
    the links to them, so that none is there twice."""
    own = {found for tag in _TAG.findall(html) for found in _ID.findall(tag)} if ' id="' in html else ()

    def named(anchor: re.Match[str]) -> str:
        return f"{anchor[0].removesuffix(anchor[1])}{name}:{anchor[1]}" if anchor[1] in own else anchor[0]

    return _TAG.sub(lambda tag: _ANCHOR.sub(named, tag[0]), html) if own else html


def portable(html: str) -> str:
    """Sanitised HTML -> the same, fit to stand alone in a feed reader or a mail: no ids, no classes, no links within
    the page. It is not sanitised again: what it leaves out changes no tree."""
    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(r"\1", tag[0]) if _LOCAL.search(tag[0]) else tag[0], html)
