"""What may stand nowhere in the site: the words of texts that are not out. Needles in, which of them are in a file out.

However many drafts there are, a file is looked through once: each needle is known by its longest word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from html import unescape

from coranto.text import one_line

_WORD = re.compile(r"\w{4,}")
_LINK = re.compile(r"\[([^\][]*)\]\([^()]*\)")
_PASSAGE = re.compile(r"[^*_`<>\[\]()#|~\\\"'“”‘’…{}&=-]{40,}")  # what no engine writes in another way
_NUMBERED = re.compile(
    rb"\\u[0-9a-fA-F]{4}|&#(?!x27;|39;|x22;|34;|160;)|&[A-Za-z]+(?:acute|grave|uml|circ|tilde|cedil|ring|lig);"
)
_CUT = re.compile(r"\w+$")
PASSAGES = 3  # of one text
LENGTH = 120


@dataclass(frozen=True, slots=True)
class Needle:
    """Words of a text that is withheld: what they are of it, and the file that it stands in."""

    words: str
    what: str
    path: str
    line: int = 0


class Haystack:
    """All needles, by their longest word."""

    def __init__(self, needles: Iterable[Needle]) -> None:
        self._by_word: dict[str, list[Needle]] = {}
        for needle in needles:
            words = _WORD.findall(needle.words)
            if words:
                self._by_word.setdefault(max(words, key=len), []).append(needle)

    def near(self, data: bytes) -> bool:
        """May one of them stand in a file? Where letters are written as numbers, that is not seen so fast."""
        if not self._by_word:
            return False
        if _NUMBERED.search(data):
            return True
        return not self._by_word.keys().isdisjoint(_WORD.findall(data.decode("utf-8", "replace")))

    def found(self, text: str) -> list[Needle]:
        """Those that stand in a text, which is plain and without markup but for tags."""
        if not self._by_word:
            return []
        near = self._by_word.keys() & set(_WORD.findall(text))
        if not near:
            return []
        folded = one_line(text)
        return [needle for word in sorted(near) for needle in self._by_word[word] if needle.words in folded]


def plain(path: str, data: bytes) -> str:
    """A file's text, with what was escaped in it as it was before."""
    text = data.decode("utf-8", "replace")
    if path.endswith(".json"):
        with suppress(ValueError, RecursionError):
            text = json.dumps(json.loads(text), ensure_ascii=False)
    for _ in range(2):  # in feeds HTML is escaped in XML
        if "&" in text:
            text = unescape(text)
    return text


def passages(markdown: str) -> list[str]:
    """A few pieces of a text that would stand in the HTML of it as they stand here."""
    found: list[str] = []
    for block in markdown.split("\n\n"):
        if len(found) == PASSAGES:
            break
        text = one_line(_LINK.sub(r"\1", block))
        match = _PASSAGE.search(text)
        if match:
            piece = match[0] if len(match[0]) <= LENGTH else _CUT.sub("", match[0][:LENGTH])
            found.append(piece.strip())
    return found
