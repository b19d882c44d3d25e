"""Which articles tell the same as the one that is open, with their figures and the passages they share.

In: the stock, and a body. Out: at most a few twins. Bodies are read once, those of the newest articles alone: outlets
tell one event within days. Decides nothing: the curator does.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest
from pathlib import Path

from coranto import frontmatter
from coranto.desk.stock import Leaf, Stock
from coranto.files import read_bytes
from coranto.likeness import Likeness, Shelf
from coranto.model import Article
from coranto.problems import CorantoError
from coranto.text import decode, one_line

RECENT = 1000  # articles whose bodies are compared
AT_ONCE = 60  # so many bodies are read while somebody waits; more beside
MOST = 3  # twins that are shown
_RUN = 4  # words in a row that are the same: a shingle, as in ``likeness``
_AROUND = 8  # words shown before and after
_PIECES = 12  # passages shown of each
_WORD = re.compile(r"[^\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff]+|[\u0e00-\u9fff]")

Piece = tuple[str, bool]
"""Words, and whether both have them. An ellipsis stands for what is left out."""


@dataclass(frozen=True, slots=True)
class Twin:
    """``shared``: the share of the open one's shingles that it has; ``contained``: that of its own in the open one."""

    article: Article
    verdict: str
    shared: float
    contained: float
    here: tuple[Piece, ...]
    there: tuple[Piece, ...]


class Twins:
    """The bodies that are held against one another."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._shelf = Shelf()
        self._on: set[str] = set()
        self._work: threading.Thread | None = None
        self._for: Stock | None = None
        self._recent: dict[str, Leaf] = {}

    def near(self, stock: Stock, name: str) -> list[Twin] | None:
        """The twins of an article, the likest first; None while bodies are still being read."""
        if self._work is not None and self._work.is_alive():
            return None
        if self._for is not stock:
            self._for, self._recent = stock, {_key(each): each for each in _newest(stock)}
        own = stock.articles[name]
        missing = [each for key, each in {**self._recent, _key(own): own}.items() if key not in self._on]
        if len(missing) > AT_ONCE:
            self._work = threading.Thread(target=self._read, args=(missing,), daemon=True)
            self._work.start()
            return None
        self._read(missing)
        if _key(own) not in self._on:
            return []
        found: list[tuple[Leaf, Likeness]] = []
        for each in self._shelf.neighbours(_key(own)):
            other = self._recent.get(each.key)
            if other is not None and other.name != name and each.verdict and len(found) < MOST:
                found.append((other, each))
        mine = self._body(own) if found else ""
        return [_twin(other, each, mine, self._body(other)) for other, each in found]

    def _read(self, missing: list[Leaf]) -> None:
        with self._lock:
            for each in missing:
                assert isinstance(each.piece, Article)
                self._shelf.add(_key(each), self._body(each), each.piece.source.name)
                self._on.add(_key(each))

    def _body(self, leaf: Leaf) -> str:
        try:
            text, _ = decode(read_bytes(self._root / leaf.name, leaf.name), leaf.name)
            return frontmatter.fences(text, leaf.name)[1]
        except CorantoError:  # it has gone, or changed for the worse: the stock will tell
            return ""


def _key(leaf: Leaf) -> str:
    return f"{leaf.name}\0{leaf.stat}"


def _newest(stock: Stock) -> list[Leaf]:
    def when(leaf: Leaf) -> float:
        assert isinstance(leaf.piece, Article)
        moment = leaf.piece.published or leaf.piece.date
        return moment.at.timestamp() if moment and not leaf.piece.draft else leaf.stat[2] / 1e9

    return nlargest(RECENT, stock.articles.values(), key=when)


def _twin(leaf: Leaf, like: Likeness, mine: str, theirs: str) -> Twin:
    assert isinstance(leaf.piece, Article)
    shown = (passages(mine, theirs), passages(theirs, mine))
    return Twin(leaf.piece, like.verdict or "", like.shared, like.contained, *shown)


def passages(text: str, other: str) -> tuple[Piece, ...]:
    """What a text shares with another, with some words around it; what lies between is an ellipsis."""
    spans = [match.span() for match in _WORD.finditer(text)]
    words = [text[start:end].casefold() for start, end in spans]
    marked = _shared(words, [word.casefold() for word in _WORD.findall(other)])
    shown = [any(marked[max(0, at - _AROUND) : at + _AROUND + 1]) for at in range(len(marked))]
    pieces: list[Piece] = []
    for begin, end in list(_runs(shown))[:_PIECES]:
        pieces.append(("… " if begin else "", False))
        for first, last in _runs(marked[begin:end], both=True):
            both, start, stop = marked[begin + first], spans[begin + first][0], spans[begin + last - 1][1]
            after = spans[begin + last][0] if begin + last < end else stop
            pieces += [(one_line(text[start:stop]), both), (_gap(text[stop:after]), False)]
        pieces.append((" " if end < len(marked) else "", False))
    if pieces and not shown[-1]:
        pieces.append(("…", False))
    return tuple(piece for piece in pieces if piece[0])


def _gap(text: str) -> str:
    """What stands between two words, on one line."""
    return re.sub(r"\s+", " ", text)


def _shared(words: list[str], other: list[str]) -> list[bool]:
    theirs = {tuple(other[at : at + _RUN]) for at in range(len(other) - _RUN + 1)}
    marked = [False] * len(words)
    for at in range(len(words) - _RUN + 1):
        if tuple(words[at : at + _RUN]) in theirs:
            marked[at : at + _RUN] = [True] * _RUN
    return marked


def _runs(flags: list[bool], both: bool = False) -> Iterator[tuple[int, int]]:
    """Where a flag stands without a break, as from and to; with ``both`` also where it does not."""
    start = 0
    for at in range(1, len(flags) + 1):
        if at == len(flags) or flags[at] != flags[start]:
            if flags[start] or both:
                yield start, at
            start = at
