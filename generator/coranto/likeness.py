"""Which bodies say the same: near-copies, and one story told by several outlets.

In: the Markdown of bodies, by key, and whose they are. Out: for a body, those on the shelf that share its words, with
both shares and a verdict. Headlines and dates are not looked at. Never decides that two articles are one: the curator
does. Where the numbers below come from: benchmarks/README.md.

A body is the set of its shingles, every four words that follow one another. Chinese, Japanese, Thai, Lao, Khmer and
Burmese put no spaces between words: there a word is taken as two signs, and a shingle is every eight.
"""

from __future__ import annotations

import hashlib
import re
import struct
import unicodedata
from array import array
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import islice
from typing import Literal

from coranto.text import fold

Verdict = Literal["near-copy", "same story"]

NEAR_COPY = 0.8  # of both bodies: one word in twenty is another, or one paragraph in five
SAME_STORY = 0.1  # of the shorter body, between two outlets: quotations and an agency's sentences
SAME_STORY_AT_HOME = 0.4  # the same within one outlet, whose standing phrases come to a third of a short body
FEWEST = 20  # shingles in common, or nothing is said: less is a quotation, or chance
COMMON = 10  # bodies that a shingle may stand in, or one in COMMON_SHARE of the shelf; beyond that it is boilerplate
COMMON_SHARE = 200

_WORDS = 4
_SIGNS = 8
_CACHED_WORDS = 1 << 16


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a body on the shelf is: ``shared`` is the share of the asked body's shingles that it has, ``contained``
    the share of its own that the asked body has. Boilerplate counts in neither. ``elsewhere``: from another outlet."""

    key: str
    shared: float
    contained: float
    elsewhere: bool = False

    @property
    def verdict(self) -> Verdict | None:
        """*near-copy*: almost the same text. *same story*: one event, as far as the words in common can tell.

        Where the outlets are one, or not known, more is asked for.
        """
        if min(self.shared, self.contained) >= NEAR_COPY:
            return "near-copy"
        enough = SAME_STORY if self.elsewhere else SAME_STORY_AT_HOME
        return "same story" if max(self.shared, self.contained) >= enough else None


class Shelf:
    """Bodies to compare with. What it answers depends on what stands on it, not on the order in which it was put."""

    def __init__(self) -> None:
        self._keys: list[str] = []
        self._numbers: dict[str, int] = {}
        self._telling: dict[int, int] = {}  # how many shingles of a body are no boilerplate, as the shelf stands
        self._outlets: list[str] = []
        self._shingles: list[array[int]] = []
        # Most shingles stand in one body alone: a number for those and a list for the rest halves the room.
        self._holders: dict[int, int | list[int]] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, key: str, body: str, outlet: str = "") -> None:
        """Put a body on the shelf, under a key of its own, with the name of its outlet where that is known."""
        number, found = len(self._keys), shingles(body)
        assert key not in self._numbers, key
        self._keys.append(key)
        self._numbers[key] = number
        self._telling.clear()
        self._outlets.append(fold(outlet))
        self._shingles.append(array("Q", found))
        for shingle in found:
            held = self._holders.get(shingle)
            if held is None:
                self._holders[shingle] = number
            elif isinstance(held, int):
                self._holders[shingle] = [held, number]
            else:
                held.append(number)

    def nearest(self, body: str, least: float = SAME_STORY, outlet: str = "") -> list[Likeness]:
        """The bodies that share at least so much of the shorter one, best first.

        Those that have fewer than ``FEWEST`` shingles in common are left out, however short the bodies are. Not each
        that is named has a verdict.
        """
        return self._nearest(shingles(body), least, fold(outlet), "")

    def neighbours(self, key: str, least: float = SAME_STORY) -> list[Likeness]:
        """The same for a body that is on the shelf itself."""
        number = self._numbers[key]
        return self._nearest(self._shingles[number], least, self._outlets[number], key)

    def _nearest(self, mine: Collection[int], least: float, outlet: str, but: str) -> list[Likeness]:
        most = max(COMMON, len(self) // COMMON_SHARE)
        hits: list[int] = []
        common: list[list[int]] = []
        for shingle in mine:
            held = self._holders.get(shingle)
            if held is None:
                continue
            if isinstance(held, int):
                hits.append(held)
            elif len(held) <= most:
                hits += held
            else:
                common.append(held)
        counts = Counter(hits)
        del counts[self._numbers.get(but, -1)]
        telling = len(mine) - len(common)
        shares = self._by_telling(telling, counts, most) if telling >= FEWEST else self._by_all(mine, common, most)
        found = []
        for number, shared, contained in shares:
            key, other = self._keys[number], self._outlets[number]
            if max(shared, contained) >= least and key != but:
                found.append(Likeness(key, shared, contained, bool(outlet and other and outlet != other)))
        return sorted(found, key=lambda each: (-each.shared - each.contained, each.key))

    def _by_telling(self, telling: int, counts: Counter[int], most: int) -> Iterator[tuple[int, float, float]]:
        """Shares of what is no boilerplate: so many shingles of the asked body, ``counts`` of them in each other."""
        for number, count in counts.items():
            if count >= FEWEST:
                if number not in self._telling:
                    self._telling[number] = sum(self._held(shingle) <= most for shingle in self._shingles[number])
                yield number, count / telling, count / self._telling[number]

    def _held(self, shingle: int) -> int:
        held = self._holders[shingle]
        return 1 if isinstance(held, int) else len(held)

    def _by_all(self, mine: Collection[int], common: list[list[int]], most: int) -> Iterator[tuple[int, float, float]]:
        """A body that is all boilerplate, such as the twelfth copy of one dispatch: near-copies alone, by their whole
        text, and of very many only some."""
        whole = frozenset(mine)
        for number in sorted({number for held in common for number in islice(held, most)}):
            theirs = self._shingles[number]
            count = len(whole.intersection(theirs))
            if count >= FEWEST and count >= NEAR_COPY * max(len(mine), len(theirs)):
                yield number, count / len(mine), count / len(theirs)


def shingles(body: str) -> frozenset[int]:
    """The shingles of a body as numbers: the same ones in every process and on every machine, so that they can be kept.

    Empty for fewer than four words. Python's own ``hash`` of a text is another in each process.
    """
    text, spaced = _plain(body)
    places = [_places(word) for word in _TOKEN.findall(text)]
    if spaced:
        rows = (places, places[1:], places[2:], places[3:])
        return frozenset(a[0] ^ b[1] ^ c[2] ^ d[3] for a, b, c, d in zip(*rows, strict=False))
    return frozenset(_windows(_TOKEN.findall(text), places))


def _windows(tokens: list[str], places: list[tuple[int, ...]]) -> Iterator[int]:
    """Shingles where signs stand among words: a word weighs as much as two signs."""
    weights = [1 if _SIGN.match(token) else _SIGNS // _WORDS for token in tokens]
    for start in range(len(tokens)):
        weight = mixed = 0
        for place, at in enumerate(range(start, min(start + _SIGNS, len(tokens)))):
            mixed ^= places[at][place]
            weight += weights[at]
            if weight >= _SIGNS:
                yield mixed
                break


@lru_cache(_CACHED_WORDS)
def _places(word: str) -> tuple[int, ...]:
    """A number for the word at each place of a shingle; those of its words, xored, are a shingle's own. Of 60 bits,
    which Python keeps in a third less room than 64."""
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass")).digest()
    return tuple(number >> 4 for number in struct.unpack("<8Q", digest))


_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # as text.weight's
_SIGN = re.compile(f"[{_UNSPACED}]")
_TOKEN = re.compile(rf"[^\W_{_UNSPACED}]+|(?!_)[{_UNSPACED}]")

_ADDRESS = r"\((?>(?:[^()]|\([^()]*+\))*)\)"
_AWAY = tuple(
    (sign, re.compile(pattern, re.MULTILINE | re.DOTALL))
    for sign, pattern in (  # each only where its sign is met: most bodies have few of them
        ("![", rf"!\[[^\[\]]*+\]{_ADDRESS}"),  # a picture
        ("](", rf"\]{_ADDRESS}"),  # where a link leads
        ("[^", r"\[\^[^\[\]\s]*+\]:?"),  # a footnote's number
        ("]:", r"^[ ]{0,3}\[[^\[\]]++\]:[^\n]*+"),  # where links of that name lead
        ("][", r"\]\[[^\[\]]*+\]"),
        ("<!--", r"<!--.*?(?:-->|\Z)"),
        ("<", r"</?[a-z][^<>]*+>"),
        ("://", r"https?://[^\s<>()]++"),
        (". ", r"^[ >]*+\d{1,9}[.)] "),  # the number of a list's item
    )
)
_JOINED = str.maketrans("", "", "*`~\\")  # signs that may stand inside a word


def _plain(body: str) -> tuple[str, bool]:
    """The words of a body, folded, and whether spaces stand between them all."""
    text = body.casefold()
    for sign, pattern in _AWAY:
        if sign in text:
            text = pattern.sub(" ", text)
    text = unescape(text).translate(_JOINED)
    if text.isascii():
        return text.casefold(), True
    text = unicodedata.normalize("NFKC", text).casefold()
    # Vowel signs and joiners are no letters to `\w`: a word of Hindi or Thai would fall apart at each.
    silent = [ord(sign) for sign in set(text) if unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf")]
    return text.translate(dict.fromkeys(silent)), not _SIGN.search(text)
