"""Find which stretches of a page are the story.

In: blocks and what furniture each is. Out: ranges of block indexes, in order: one for most pages, more where a list of
other stories stands in the middle. Never cuts at the first inset: machinery costs a run of blocks a little, prose
gains, and the best run wins. Headings of comments or of other stories, and lists of dated stories, are walls; a part
on the other side of a wall is taken only if it talks of the same things.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from coranto.extract import byline, byline_words
from coranto.extract.blocks import WORD, Block
from coranto.extract.furniture import Kind

# What a block gives to a run or takes from it. A full paragraph gives its number of words.
COST: dict[Kind, float] = {
    "noise": 5,
    "form": 15,
    "plea": 4,
    "list": 22,
    "time": 10,
    "inset": 4,
    "credit": 4,
    "icons": 8,
    "reader": 30,
    "bio": 100,
    "legal": 40,
}
WALLS: frozenset[Kind] = frozenset({"feed", "comments"})
MOST = 90  # words of one block that count
PHRASE = 5  # cost of a line that is no sentence
LISTED = 6  # the same in a list
DATED = 15  # cost of a line that is but a date: lists of other stories have many
REPEATED = 10  # cost of a short line that stands on the page many times
MANY = 3
LIST_ITEM = 0.4  # what a sentence counts in a list
SUMMARY = 0.15  # and one that breaks off
CUT = ("...", "…", "[…]", "[...]")  # how summaries of other stories end
GLUED = re.compile(r"[a-z]{3}[A-Z][a-z]+ [a-z]")  # a headline and its summary without a space between

SIGNED = 60  # what a run gains, at most, by a byline or a date where it begins
READERS = 0.1  # what a run is worth in which readers speak
NEAR = 8  # blocks from the beginning
STREAM = 4  # so many dated stories make a stream
UNIT = 6  # blocks of one of them
HEADLINE = 5  # words

GAP = 45  # blocks between two parts of a story
LEAST = 40  # what such a part must gain
LEAST_BELOW = 100  # the same below the story, where other stories follow
ALIKE = 0.2  # share of its long words that the rest of the story has too
LONG = 5  # letters


@dataclass(frozen=True, slots=True)
class Run:
    """Blocks ``first`` to ``last``, and what they gain."""

    gain: float
    first: int
    last: int


def find(blocks: Sequence[Block], kinds: Sequence[Kind]) -> tuple[Run, ...]:
    """The best run, with other parts of the same story; empty where no block reads as prose."""
    found = list(_runs(blocks, kinds))
    best = max(found, key=lambda run: _worth(blocks, kinds, run), default=None)
    if best is None or not any(blocks[index].sentence for index in range(best.first, best.last + 1)):
        return ()
    place = found.index(best)
    best = _headed(blocks, kinds, best)
    told = _long_words(blocks, best)
    parts = [best]
    for other in reversed(found[:place]):
        gap = range(other.last + 1, parts[0].first)
        if other.gain < LEAST and len(gap) <= GAP:
            continue
        if not _belongs(blocks, kinds, other, gap, told):
            break
        parts.insert(0, other)
    for other in found[place + 1 :]:
        gap = range(parts[-1].last + 1, other.first)
        if other.gain < LEAST and len(gap) <= GAP:
            continue
        if other.gain < LEAST_BELOW or not _belongs(blocks, kinds, other, gap, told) or _mixed(blocks, kinds, other):
            break
        parts.append(other)
    return tuple(parts)


def repeated(blocks: Sequence[Block]) -> frozenset[str]:
    """Keys of short lines that stand on the page many times."""
    again = Counter(block.key for block in blocks if block.words < 25)
    return frozenset(key for key, times in again.items() if times >= MANY)


def gain(block: Block, kind: Kind) -> float:
    """How much a block speaks for being story."""
    if kind:
        return -COST.get(kind, 0)
    if block.sentence:
        weight = min(block.words, MOST) * (1.0 if block.words >= 10 else 0.5)
        weight *= 0.5 if GLUED.search(block.text[:150]) else 1.0
        return weight * (LIST_ITEM if block.bullet else SUMMARY if block.text.endswith(CUT) else 1.0)
    if block.words >= 25 and block.small >= 0.4:
        return min(block.words, MOST) * 0.4
    if block.words <= 5 and block.stated:
        return -DATED
    return -LISTED if block.bullet else -PHRASE


def _runs(blocks: Sequence[Block], kinds: Sequence[Kind]) -> Iterator[Run]:
    """The best run of each part of the page between walls, and between stretches that cost more than runs gain."""
    again = repeated(blocks)
    walls = _streams(blocks, kinds)
    best = Run(0.0, 0, -1)
    total, start = 0.0, 0
    for index, (block, kind) in enumerate(zip(blocks, kinds, strict=True)):
        wall = kind in WALLS or index in walls
        if not wall:
            total += -REPEATED if block.key in again else gain(block, kind)
        if wall or total <= 0:
            if best.gain:
                yield best
            best = Run(0.0, 0, -1)
            total, start = 0.0, index + 1
        elif total > best.gain:
            best = Run(total, start, index)
    if best.gain:
        yield best


def _streams(blocks: Sequence[Block], kinds: Sequence[Kind]) -> set[int]:
    """Dates of stories that follow one another, each with a headline; a chronology has no headlines."""
    found: set[int] = set()
    group: list[int] = []
    for index, block in enumerate(blocks):
        if not (block.words <= 5 and not block.closed and block.stated):
            continue
        if group and not (index - group[-1] <= UNIT and _titled(blocks, kinds, group[-1] + 1, index)):
            group = []
        group.append(index)
        if len(group) >= STREAM:
            found.update(group)
    return found


def _titled(blocks: Sequence[Block], kinds: Sequence[Kind], first: int, after: int) -> bool:
    return any(not kinds[index] and not blocks[index].closed for index in range(first, after))


def _worth(blocks: Sequence[Block], kinds: Sequence[Kind], run: Run) -> float:
    """The gain of a run: more where it begins with a byline or a date, less where readers speak."""
    if kinds[max(0, run.first - NEAR) : run.last + 1].count("reader") > 1:
        return run.gain * READERS
    near = range(max(0, run.first - NEAR), min(run.first + NEAR, run.last))
    signed = any(_sign(blocks[index], kinds[index]) for index in near)
    return run.gain + (min(SIGNED, run.gain) if signed else 0)


def _headed(blocks: Sequence[Block], kinds: Sequence[Kind], run: Run) -> Run:
    """The run without teasers at its beginning: a headline printed elsewhere too, with a date or byline, starts it."""
    for index in range(run.first + 1, min(run.first + 2 * NEAR, run.last)):
        above = blocks[index - 1]
        if not (_sign(blocks[index], kinds[index]) and above.words >= HEADLINE and not above.closed):
            continue
        if not kinds[index - 1] and sum(above.key == block.key for block in blocks) > 1:
            return Run(run.gain, index + 1, run.last)
    return run


def _sign(block: Block, kind: Kind) -> bool:
    """A byline, or a line with a date."""
    if kind not in ("", "time") or block.words > 20 or block.sentence:
        return False
    return bool(block.stated or (byline_words.LEAD.match(block.key) and byline.names(block.text)))


def _belongs(blocks: Sequence[Block], kinds: Sequence[Kind], run: Run, gap: range, told: Collection[str]) -> bool:
    """Whether a run is part of the story: near, alike, and no sign of another story between."""
    if len(gap) > GAP or run.gain < LEAST or _other(blocks, kinds, gap):
        return False
    words = _long_words(blocks, run)
    return sum(word in told for word in words) >= ALIKE * len(words)


def _other(blocks: Sequence[Block], kinds: Sequence[Kind], gap: range) -> bool:
    """Whether dates, times or readers' words stand there."""
    return any(
        kinds[index] in ("time", "comments", "reader", "legal", "bio")
        or (blocks[index].words <= 12 and bool(blocks[index].stated))
        for index in gap
    )


def _mixed(blocks: Sequence[Block], kinds: Sequence[Kind], run: Run) -> bool:
    """Whether a run is headlines and summaries by turns, or has dates in it."""
    inside = range(run.first, run.last + 1)
    plain = [index for index in inside if not kinds[index]]
    phrases = sum(not blocks[index].closed for index in plain)
    return _other(blocks, kinds, inside) or 4 * phrases > len(plain)


def _long_words(blocks: Sequence[Block], run: Run) -> set[str]:
    return {
        word.casefold()
        for index in range(run.first, run.last + 1)
        for word in WORD.findall(blocks[index].text[:2000])
        if len(word) >= LONG
    }
