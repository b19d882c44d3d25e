"""The visible text of an element, on one line."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from coranto import text

UNSEEN = frozenset("script style template svg".split())
APART = frozenset("br p div li ul ol time h1 h2 h3 h4 section header footer article td tr small strong a".split())
UNSHOWN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # tell browsers where a line may break


def plain(element: HtmlElement, most: int = 2_000) -> str:
    """The text of an element on one line, without scripts, at most so many characters."""
    if not len(element):  # most are leaves
        return _one_line((element.text or "")[:most]) if element.tag not in UNSEEN else ""
    pieces: list[str] = []
    size = hidden = 0
    for event, each in islice(etree.iterwalk(element, events=("start", "end", "comment", "pi")), 6_000):
        tag = each.tag if isinstance(each.tag, str) else ""
        start = event == "start"
        if tag in UNSEEN:
            hidden += 1 if start else -1
        if tag in APART:
            pieces.append(" ")
        piece = each.text if start and tag not in UNSEEN else each.tail if not start and each is not element else ""
        if piece and not hidden:
            pieces.append(piece[:most])
            size += len(pieces[-1])
        if size > most:
            break
    return _one_line("".join(pieces))[:most]


def _one_line(raw: str) -> str:
    line = " ".join(raw.split())
    return line if line.isprintable() else text.one_line(text.clean(UNSHOWN.sub("", line)))
