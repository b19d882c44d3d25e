"""A parsed page laid out for reading: its metas, JSON-LD, elements in order, and what stands about the headline.

In: tree, source, address. Out: ``Page``, and questions about its elements. Decides nothing about the story.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import islice
from urllib.parse import urljoin

from lxml.html import HtmlElement

from coranto import text
from coranto.extract import dates, html_text, jsonld
from coranto.extract.html_text import plain

MOST_ELEMENTS = 60_000
MOST_METAS = 2_000
ABOVE = 60  # elements above the headline that may carry date and byline
BELOW = 400  # and below, where no long paragraph comes first
FAR = 3_000  # characters below the headline, where no paragraph is long, after which the story has begun
LONG = 180  # characters of a paragraph of the story
FOREIGN = re.compile(
    r"(?:^|[-_\s])(?:comments?|kommentare?|respond|related|sidebar|widget|teasers?|recommend\w*|most-?read|popular|"
    r"newsletter|promo|(?<!article-)(?<!entry-)(?<!post-)(?<!story-)footer|nav|menu|breadcrumbs?|cookie|ticker|carousel|trending|more-?(?:news|stories|from))(?:$|[-_\s\d])",
    re.IGNORECASE,
)
DAY_FIRST = re.compile(r"en[-_](?:gb|ie|au|nz)", re.IGNORECASE)
SMALL = frozenset("p div span a li address small em strong b i td h3 h4 h5 h6 footer header time cite font".split())


@dataclass(frozen=True, slots=True)
class Page:
    """What all readers look at: the meta elements by key, JSON-LD's story, and the elements near the headline."""

    tree: HtmlElement
    url: str
    html: str
    metas: dict[str, list[str]]
    story: jsonld.Object
    elements: list[HtmlElement]
    clear: str  # the sign that makes 4.2.2023 clear
    printed: str  # and the one that does where the page shows it to readers
    base: str = ""  # what its relative addresses are relative to
    above: frozenset[HtmlElement] = frozenset()  # what stands before the headline
    trunk: frozenset[HtmlElement] = frozenset()  # the headline and what it stands in

    def meta(self, *keys: str) -> tuple[str, str]:
        """The first value of the first key that has one, and the key."""
        return next(((value, key) for key in keys for value in self.metas.get(key, ()) if value), ("", ""))


def read_page(tree: HtmlElement, html: str, url: str) -> Page:
    metas: dict[str, list[str]] = {}
    for meta in islice(tree.iter("meta"), MOST_METAS):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        value = line_of(meta.get("content") or "")
        if key and value:
            metas.setdefault(key.strip().casefold(), []).append(value)
    elements = [each for each in islice(tree.iter(), MOST_ELEMENTS) if isinstance(each.tag, str)]
    prose = (plain(each, 300) for each in islice((each for each in elements if each.tag == "p"), 40))
    clear = dates.day_first(prose)
    printed = clear or _custom(tree, metas)
    return Page(tree, url, html, metas, jsonld.story(tree), elements, clear, printed, _base(tree, url))


def _base(tree: HtmlElement, url: str) -> str:
    """What ``<base>`` says, else the page's own address."""
    said = next((href for each in islice(tree.iter("base"), 5) if (href := (each.get("href") or "").strip())), "")
    try:
        return urljoin(url, said[:2_000])
    except ValueError:
        return url


def _custom(tree: HtmlElement, metas: dict[str, list[str]]) -> str:
    """The sign of dates for readers in a country that writes English and the day first, if the page names one."""
    root = next(tree.getroottree().iter("html"), None)
    named = [root.get("lang") or root.get("xml:lang") or ""] if root is not None else []
    return "/" if any(DAY_FIRST.fullmatch(name) for name in (*named, *metas.get("og:locale", ())[:1])) else ""


def line_of(value: str, most: int = 2_000) -> str:
    return text.one_line(text.clean(html_text.UNSHOWN.sub("", unescape(value[:most]))))


def folded(value: str) -> str:
    return re.sub(r"[\W_]+", "", value.casefold())


def zone_of(page: Page, head: HtmlElement | None) -> list[HtmlElement]:
    """The elements around the headline, down into the story, without those that tell of other things."""
    place = 0
    for index, each in enumerate(page.elements):
        if each is head:
            place = index
            break
    above = page.elements[max(0, place - ABOVE) : place]
    below: list[HtmlElement] = []
    long = size = 0
    for each in page.elements[place : place + BELOW]:
        below.append(each)
        own = each.text if each.tag not in html_text.UNSEEN else ""
        size += len((own or "").strip()) + len((each.tail or "").strip())
        if size > FAR:
            break
        if each.tag == "p" and len(plain(each, LONG + 1)) > LONG:
            long += 1
            if long == 2:
                break
    near = [*below, *reversed(above)]
    return [each for each in near if not is_foreign(each, page.trunk)]


def is_foreign(element: HtmlElement, trunk: frozenset[HtmlElement]) -> bool:
    """Whether an element stands in a box of other stories, of readers, or of the site."""
    each: HtmlElement | None = element
    for _ in range(12):
        if each is None or each in trunk or each.tag in ("main", "body"):
            return False
        if each.tag in ("nav", "aside", "select", "option", "figure", "figcaption", "blockquote"):
            return True
        if each.tag == "article" and trunk and next(each.iter("h1"), None) is not None:
            return True  # the next story of a page that goes on
        if _named_foreign(f"{each.get('class') or ''} {each.get('id') or ''}"[:200]):
            return True
        each = each.getparent()
    return False


@lru_cache(maxsize=4096)
def _named_foreign(marks: str) -> bool:
    return bool(FOREIGN.search(marks))


def is_small(element: HtmlElement) -> bool:
    return element.tag in SMALL
