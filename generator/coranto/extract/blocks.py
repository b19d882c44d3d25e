"""Cut the text of a page into blocks and measure them.

In: text as copied or scraped: one paragraph a line, with empty lines between, or hard-wrapped. Out: ``Block`` values,
each with the line it began on and what its shape tells. Never judges what a block is for, never changes a word: only
control characters, icon glyphs and white space at the ends of lines go.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from coranto.extract import dates
from coranto.extract.wrapping import unwrap

# Input is hostile. A news page has hundreds of lines; of a longer text the beginning is read, and the curator told.
MOST_BLOCKS = 20_000
MOST_LINES = 1_000_000
MEASURED = 2_000  # characters of a line that are looked at
PROSE = 60  # sentences that tell the language
KEY = 240  # characters of a line that patterns are held against

# Control characters, surrogates, non-characters, glyphs of icon fonts (private use).
DROPPED = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\ufffc]")
BREAKS = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029", "\n"))
# Marks without width, and white space: trimmed at the ends of a line, left alone inside.
ENDS = (
    " \t\n\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202c\u2066\u2067\u2068\u2069"
)
BULLET = re.compile(r"[*+•▪‣●◦·](?:\s+|$)")
NESTED = re.compile(r"o\s+(?=[^a-z\s])")  # how some flatteners print a list in a list

WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
WIDE = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")  # scripts that put no space between words
LETTER = re.compile(r"[^\W\d_]")
CLOSERS = "\"'”’»›)]}“*"
STOPS = ".!?…。！？؟।॥"


@dataclass(frozen=True, slots=True)
class Block:
    """A line with words in it. ``line`` counts from 1; ``apart`` says that an empty line stood above."""

    text: str
    line: int
    apart: bool = True
    bullet: bool = False
    words: int = 0
    small: float = 0.0  # share of words that do not begin with a capital
    closed: bool = False  # ends as a sentence ends
    key: str = ""  # the beginning, small letters, white space folded: what patterns look at

    day_first: str = ""  # the sign with which the page's language writes dates, the day in front

    @property
    def stated(self) -> list[dates.Stated]:
        """The dates it states in full."""
        return dates.stated(self.text, self.day_first)

    @property
    def sentence(self) -> bool:
        """Reads as prose: ends as a sentence and is more than a phrase."""
        return self.closed and self.words >= 4 and self.small >= 0.3


def read(text: str) -> tuple[Block, ...]:
    """The blocks of a page, in order; at most ``MOST_BLOCKS``, from at most ``MOST_LINES`` lines."""
    blocks: list[Block] = []
    apart = True
    listed = False
    for number, line in unwrap(enumerate(islice(_lines(text), MOST_LINES), 1)):
        bullet = BULLET.match(line) or (listed and NESTED.match(line))
        words = line[bullet.end() :] if bullet else line
        listed = bool(bullet) or (listed and not line)
        if not WORD.search(words):
            apart = True
            continue
        blocks.append(measure(words, number, apart, bool(bullet)))
        apart = False
        if len(blocks) == MOST_BLOCKS:
            break
    sign = dates.day_first(block.text for block in islice((block for block in blocks if block.sentence), PROSE))
    if sign:
        blocks = [replace(block, day_first=sign) for block in blocks]
    return tuple(blocks)


def measure(text: str, line: int = 1, apart: bool = True, bullet: bool = False) -> Block:
    """A block from one line of text."""
    seen = text[:MEASURED]
    found = WORD.findall(seen)
    wide = len(WIDE.findall(seen))
    lettered = [word for word in found if not word[0].isdigit()]
    small = sum(not word[0].isupper() for word in lettered) / len(lettered) if lettered else 0.0
    count = len(found) + wide // 2
    if len(text) > MEASURED:
        count = count * len(text) // MEASURED
    end = text[-40:].rstrip(CLOSERS)
    key = " ".join(text[:KEY].split()).casefold().replace("’", "'")
    return Block(text, line, apart, bullet, count, small, bool(end) and end[-1] in STOPS, key)


def _lines(text: str) -> Iterator[str]:
    """Lines without what nobody sees. All kinds of line end count."""
    for line in io.StringIO(text, newline=None):
        if line == "\n":
            yield ""
            continue
        for part in line.translate(BREAKS).split("\n")[: -1 if line.endswith("\n") else None]:
            yield DROPPED.sub("", part).strip(ENDS)
