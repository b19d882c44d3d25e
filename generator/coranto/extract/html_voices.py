"""Hear what several extractors take for the story of a page.

In: the page's tree. Out: a ``Candidate`` each for trafilatura, readability and the page's own JSON-LD; an empty one
where it found nothing. One that fails has no voice. Never alters the tree.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from coranto.extract import html_blocks, html_words

SHINGLE = 4  # words
LONG = 500  # characters; a shorter articleBody is a summary
LONGEST = 400_000  # characters of a candidate; of a longer one the rest is not looked at
MOST_SCRIPT = 2_000_000  # characters
NESTED = 100  # elements; deeper pages take readability long, and no article is half as deep
KEPT_SHARE = 0.6  # of a block's shingles that a candidate must have

UNREAD = (etree.Comment, etree.ProcessingInstruction, "style", "svg", "link", "meta")  # by nobody
UNSEEN = ("script", "noscript", "iframe", "template")  # where scripts run


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one extractor took for the story, as words and as shingles."""

    name: str
    text: str
    line: str
    shingles: frozenset[tuple[str, ...]]


def _shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    if len(words) < SHINGLE:
        return [tuple(words)]
    return list(zip(*(words[index:] for index in range(SHINGLE)), strict=False))


def votes(voices: Sequence[Candidate], words: Sequence[str]) -> tuple[bool, ...]:
    """Which of the candidates hold most of a block."""
    if len(words) < 2 * SHINGLE:
        line = f" {' '.join(words)} "
        return tuple(bool(voice.shingles) and line in voice.line for voice in voices)
    own = _shingles(words)
    least = KEPT_SHARE * len(own)
    return tuple(bool(voice.shingles) and sum(map(voice.shingles.__contains__, own)) >= least for voice in voices)


def candidate(name: str, text: str) -> Candidate:
    """A candidate from its plain text."""
    text = text[:LONGEST]
    words = html_words.words(html_words.UNSEEN.sub("", text))
    return Candidate(name, text, f" {' '.join(words)} ", frozenset(_shingles(words)) if words else frozenset())


def stated(tree: HtmlElement) -> str:
    """The longest articleBody of the page's JSON-LD; empty where none is long."""
    found = ""
    for script in tree.iter("script"):
        source = script.text or ""
        if "articleBody" not in source or len(source) > MOST_SCRIPT or "json" not in (script.get("type") or ""):
            continue
        try:
            value = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        found = max((found, *_bodies(value)), key=len)
    if "<p" in found or "&lt;p" in found:
        found = re.sub(r"<[^<>]{0,500}>", " ", found.replace("&lt;", "<").replace("&gt;", ">"))
    return found if len(found) >= LONG else ""


def _bodies(value: object, depth: int = 0) -> Iterator[str]:
    if depth > 6:
        return
    if isinstance(value, list):
        for each in value:
            yield from _bodies(each, depth + 1)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key == "articleBody" and isinstance(each, str):
                yield each
            elif isinstance(each, (dict, list)):
                yield from _bodies(each, depth + 1)


def candidates(tree: HtmlElement) -> list[Candidate]:
    """What each extractor takes for the story. One that fails has no voice."""
    source = copy.deepcopy(tree)
    etree.strip_elements(source, *UNREAD, with_tail=False)
    for script in [each for each in source.iter("script") if "json" not in (each.get("type") or "")]:
        script.drop_tree()
    return [
        candidate("trafilatura", by_trafilatura(source)),
        candidate("readability", by_readability(source)),
        candidate("JSON-LD", stated(tree)),
    ]


def by_trafilatura(tree: HtmlElement) -> str:
    import trafilatura

    try:
        found = trafilatura.bare_extraction(tree, with_metadata=False, include_comments=False, fast=True)
    except Exception:  # whatever goes wrong inside: it has no voice then, and the others are heard
        return ""
    return str(getattr(found, "text", "") or "")


def by_readability(tree: HtmlElement) -> str:
    import readability

    every = list(tree.iter())
    some = every[:: max(1, len(every) // 100)]
    if any(sum(1 for _ in element.iterancestors()) > NESTED for element in some):
        return ""
    document = readability.Document(tree)
    document.encoding = "utf-8"
    document._parse = _legible  # its own cleans what nobody sees, in half of its time
    try:
        summary = document.summary(html_partial=True)
        return "\n\n".join(part.text for part in html_blocks.read(lxml.html.fromstring(summary)))
    except Exception:  # as above; pages without a body end here
        return ""


def _legible(tree: HtmlElement) -> HtmlElement:
    """A copy of a page, without what nobody reads."""
    source = copy.deepcopy(tree)
    etree.strip_elements(source, *UNSEEN, with_tail=False)
    for element in [each for each in source.xpath(".//*[@hidden or @style]") if html_words.hidden(each)]:
        element.drop_tree()
    return source
