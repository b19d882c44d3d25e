"""Make a tree of a page's source.

In: the decoded source of a saved page, whatever it holds. Out: its tree, without what no text may hold: control
characters, also those that a reference such as ``&#7;`` would bring back, and processing instructions; and without
absurdly wide cells. Never fetches anything. Raises ValueError or lxml's errors where there is no page in it.
"""

from __future__ import annotations

import re

import lxml.html
from lxml.html import HtmlElement

from coranto.text import legible

DECLARATION = re.compile(r"\s*<\?xml\b[^<>]{0,300}>", re.IGNORECASE)  # its encoding is that of bytes we no longer have

ILLEGIBLE = re.compile(  # a cheap look for what `legible` reads with care
    r"&#(?:0*(?:\d|[12]\d|3[01]|12[7-9]|1[345]\d|[56]\d{4}|\d{6,})(?!\d)|"
    r"[xX]0*(?:[01]?[\da-fA-F]|[7-9][\da-fA-F]|[d-fD-F][\da-fA-F]{3}|[\da-fA-F]{5,})(?![\da-fA-F]))"
)


def tree_of(html: str) -> HtmlElement:
    """The page as a tree."""
    if ILLEGIBLE.search(html):
        html = legible(html)
    if declared := DECLARATION.match(html):
        html = html[declared.end() :]
    found: HtmlElement = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(remove_pis=True))
    for cell in found.iterfind(".//*[@colspan]"):
        if not re.fullmatch(r"\s*\d{1,2}\s*", cell.attrib["colspan"]):  # extractors make a cell for each, row by row
            del cell.attrib["colspan"]
    return found
