"""Print an HTML fragment, such as the content of a feed's entry, as Markdown.

In: HTML that is a story already, and the address its links are relative to. Out: Markdown of the documented subset, or
the plain words. Never judges what belongs to the story, as ``html_body`` does for a page; never follows a link; what is
not text to be read (scripts, forms, counting pixels, bars of share links) is left out. Any input is taken.
"""

from __future__ import annotations

import re

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from coranto.extract import html_blocks, html_words
from coranto.extract.html_blocks import Part
from coranto.text import legible

LONGEST = 1_000_000  # characters; what is beyond is not read

WHOLE = re.compile(
    r"</?(?:html|body|frameset)\b[^<>]{0,500}>", re.IGNORECASE
)  # of a page; text behind it would be lost
SHARING = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|sharedaddy|addtoany|addthis|social|feedflare)(?:$|[\s_-])", re.IGNORECASE
)
SHARED = 200  # characters; a longer box is no bar of share links
SYNDICATED = re.compile(r"The post .{1,400} (?:appeared first|first appeared) on .{1,200}")  # put there for readers


def markdown_of(html: str, base: str = "") -> str:
    """Markdown of all that a fragment says, its relative links made absolute against ``base``. Empty for nothing."""
    return html_blocks.document(_parts(html), base)


def text_of(html: str) -> str:
    """The plain words of a fragment, an empty line between blocks; captions are none of them."""
    return "\n\n".join(part.text for part in _parts(html) if part.text)


def _parts(html: str) -> list[Part]:
    source = f"<html><body>{WHOLE.sub('', legible(html[:LONGEST]))}"  # an end would be words behind <plaintext>
    try:
        tree = lxml.html.document_fromstring(source, parser=lxml.html.HTMLParser(remove_comments=True)).find("body")
    except (etree.LxmlError, ValueError):
        return []
    if tree is None:
        return []
    parts = html_blocks.read(tree, _is_no_text)
    if parts and parts[-1].linked and SYNDICATED.fullmatch(parts[-1].text):
        parts.pop()
    return parts


def _is_no_text(element: HtmlElement) -> bool:
    """Whether it is a form, or a bar of links to share the text."""
    if element.tag == "form":
        return True
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(SHARING.search(name[:500])) and len(html_words.words_of(element, SHARED + 1)) <= SHARED
