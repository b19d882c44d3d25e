"""Know a saved page that is no article: a consent page, a wall, a shell that a script would fill, a front page.

In: a parsed page, its facts, and how many words its story has. Out: whether it is none; and a line of a wall behind
which a short story may go on. Decides on the page's own signs, and for an article where they leave it open.
"""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from coranto.extract import blocks, furniture
from coranto.extract.html_address import is_home
from coranto.extract.html_signs import folded, is_foreign, line_of
from coranto.extract.html_text import plain
from coranto.extract.metadata import Facts

SHORT = 150  # words; so little may be but the beginning of a story
TEASERS = 3  # headlines that lead elsewhere; with so many, and none of its own, a page is a front page
LONGEST = 600  # characters of a line that may be a wall
HEADLINE = 4  # words
SITE = ("og:site_name", "application-name")
LINES = frozenset("p div span h2 h3 h4 h5 li strong".split())
NO_WALL = ("cookie", "javascript", "consent", "partner", "device", "captcha", "preferences", "choices", "not found")


def is_none(tree: HtmlElement, facts: Facts, told: int) -> bool:
    """Whether a page is no article, though it has a title and some words."""
    if facts.date or facts.authors:
        return False
    if told < SHORT and furniture.no_page(facts.title):
        return True
    names = {folded(facts.source.name), *_site(tree)} - {""}
    heads = {folded(plain(each, 400)) for each in tree.iter("h1")} - {""}
    if not heads <= names:
        return False
    named = folded(facts.title) in names
    if not told:
        return named
    return (named or is_home(facts.source.url)) and _teasers(tree) >= TEASERS


def wall(tree: HtmlElement, told: int) -> str:
    """The line that says that a short story goes on for those who log in or pay; empty if none does."""
    if not 0 < told < SHORT:
        return ""
    head = next(tree.iter("h1"), None)
    trunk = frozenset((head, *head.iterancestors()) if head is not None else ())
    seen = head is None
    for element in islice(tree.iter(), 60_000):
        seen = seen or element is head
        if not seen or element.tag not in LINES or not (element.text or "").strip():
            continue
        line = plain(element, LONGEST + 1)
        if len(line) <= LONGEST and _is_wall(line) and not is_foreign(element, trunk):
            return line
    return ""


def _is_wall(line: str) -> bool:
    block = blocks.measure(line)
    found = furniture.WALL.search(block.key) if furniture.wall(block) else None
    return found is not None and not any(word in block.key for word in NO_WALL)


def _site(tree: HtmlElement) -> set[str]:
    """What the page calls its outlet."""
    metas = islice(tree.iter("meta"), 2_000)
    return {
        folded(line_of(each.get("content") or ""))
        for each in metas
        if (each.get("property") or each.get("name") or "").casefold() in SITE
    }


def _teasers(tree: HtmlElement) -> int:
    """How many headlines of the page are links."""
    found = set()
    for each in islice(tree.iter("h2", "h3", "h4"), 300):
        linked = next(each.iter("a"), None) is not None or any(up.tag == "a" for up in islice(each.iterancestors(), 3))
        line = plain(each, 300)
        if linked and len(line.split()) >= HEADLINE:
            found.add(line)
    return len(found)
