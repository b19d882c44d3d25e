"""How produced and expected are held against each other. Texts and names in, numbers and verdicts out; no files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import unescape
from typing import Literal

import lxml.html

WIDTH = 4
_WORD = re.compile(r"\w+")
_DEGREES = {"phd", "ph", "d", "md", "dr", "prof"}
_BETWEEN = re.compile(r"\s*[,;&]\s*|\s+(?:and|und|et|e|y)\s+")
_BLOCKS = (
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre section table tbody td tfoot th thead tr ul"
).split()
_UNREAD = ("script", "style", "figcaption", "template", "noscript")

Outcome = Literal["right", "wrong", "none"]


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Every four words that follow one another, and how often; a text shorter than that is one."""
    words = _WORD.findall(text)
    return (
        Counter(tuple(words[at : at + WIDTH]) for at in range(max(1, len(words) - WIDTH + 1))) if words else Counter()
    )


def precision_and_recall(produced: str, expected: str) -> tuple[float, float]:
    """Shares of the produced shingles that were expected, and of the expected ones that were produced."""
    one, other = shingles(produced), shingles(expected)
    both = (one & other).total()
    return both / one.total() if one else float(not other), both / other.total() if other else 1.0


def f1(precision: float, recall: float) -> float:
    """The harmonic mean of the two."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def missing(text: str, other: str) -> str:
    """The words of a text that no shared shingle covers: what was lost, or, the other way round, what leaked in."""
    words = _WORD.findall(text)
    shared = shingles(other)
    covered: set[int] = set()
    for at in range(max(1, len(words) - WIDTH + 1)):
        if tuple(words[at : at + WIDTH]) in shared:
            covered.update(range(at, at + WIDTH))
    return " ".join(word for at, word in enumerate(words) if at not in covered)


def text_of(html: str) -> str:
    """The text that a reader sees of some HTML, block by block; captions of figures are left out, as in the gold."""
    if not html.strip():
        return ""
    tree = lxml.html.fragment_fromstring(f"<div>{html}</div>", create_parent="div")
    for element in list(tree.iter(*_UNREAD)):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS):
        element.text = f"\n{element.text or ''}"
        element.tail = f"\n{element.tail or ''}"
    return str(tree.text_content())


def sentences(text: str) -> str:
    """A baseline for flattened pages: every line that has the end of a sentence in it."""
    return "\n".join(line for line in text.splitlines() if re.search(r"[.!?…][\"'”’»)\]]*(?:\s|$)|[。！？]", line))


def folded(text: str) -> str:
    """The words of a title or a name alone, in lower case: quotes, dashes and spaces are matters of taste."""
    return " ".join(_WORD.findall(unescape(text).casefold()))


def title_outcome(title: str, accepted: Iterable[str]) -> Outcome:
    """Is it one of the accepted titles?"""
    if not folded(title):
        return "none"
    return "right" if folded(title) in {folded(each) for each in accepted} else "wrong"


def _names(authors: Iterable[str]) -> set[str]:
    split = (part for author in authors for part in _BETWEEN.split(author.casefold()))
    bare = (" ".join(word for word in folded(part).split() if word not in _DEGREES) for part in split)
    return {name for name in bare if name}


def authors_outcome(authors: Sequence[str], expected: Sequence[str], accepted: Sequence[str] = ()) -> Outcome:
    """Are these all of the authors and nobody else? Names in one entry are taken apart; degrees do not count."""
    if not _names(authors):
        return "none"
    choices = [_names(expected), *(_names([each]) for each in accepted), _names(accepted)]
    return "right" if _names(authors) in choices else "wrong"


def date_outcome(date: str, accepted: Iterable[str]) -> Outcome:
    """Is the day one of the accepted ones? A wrong one is an invented date."""
    if not date:
        return "none"
    return "right" if date[:10] in set(accepted) else "wrong"
