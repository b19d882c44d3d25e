"""Find the story among the blocks of a page.

In: blocks and what furniture each is. Out: which blocks are paragraphs of the story, and which headlines inside or
right below it point to other stories. Never cuts the story at the first inset: machinery costs a run of blocks a
little, prose gains, and the best run wins; only the heading of a stream of other stories or of comments is a wall.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from coranto.extract import dates
from coranto.extract.blocks import Block
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

CUT = ("...", "…", "[…]", "[...]")  # how summaries of other stories end

# A headline that stands alone between paragraphs points elsewhere; a heading of the story itself is shorter.
TEASER_WORDS = range(7, 26)
TEASER_LENGTH = range(40, 140)
# So a paragraph may begin that lacks its stop, but no headline.
PROSE = re.compile(
    r"(?:he|she|they|it|we|but|and|however|meanwhile|according to|er|sie|aber|und|il|elle|mais|он|она|они|но|він|"
    r"вона|вони|але)\b",
    re.IGNORECASE,
)
LACKING = 10  # words
NUMBERED = re.compile(r"(?:\d{1,3}|[A-Za-z])[.):]\s")


@dataclass(frozen=True, slots=True)
class Story:
    """Indexes of blocks: the run from ``first`` to ``last``, the paragraphs in it, the teasers in and below it."""

    first: int
    last: int
    paragraphs: tuple[int, ...]
    teasers: tuple[int, ...]


def choose(blocks: Sequence[Block], kinds: Sequence[Kind]) -> Story | None:
    """The best run of story blocks, or nothing where no block reads as prose."""
    again = Counter(block.key for block in blocks if block.words < 25)
    best = (0.0, 0, -1)
    total, start = 0.0, 0
    for index, (block, kind) in enumerate(zip(blocks, kinds, strict=True)):
        if kind in WALLS:
            total, start = 0.0, index + 1
            continue
        total += -REPEATED if again[block.key] >= MANY else gain(block, kind)
        if total <= 0:
            total, start = 0.0, index + 1
        elif total > best[0]:
            best = (total, start, index)
    _, first, last = best
    if last < first or not any(blocks[index].sentence for index in range(first, last + 1)):
        return None
    return _sort(blocks, kinds, first, last, {key for key, times in again.items() if times >= MANY})


def gain(block: Block, kind: Kind) -> float:
    """How much a block speaks for being story."""
    if kind:
        return -COST.get(kind, 0)
    if block.sentence:
        weight = min(block.words, MOST) * (1.0 if block.words >= 10 else 0.5)
        return weight * (0.4 if block.bullet or block.text.endswith(CUT) else 1.0)
    if block.words >= 25 and block.small >= 0.4:
        return min(block.words, MOST) * 0.4
    if block.words <= 5 and dates.stated(block.text):
        return -DATED
    return -LISTED if block.bullet else -PHRASE


def _sort(blocks: Sequence[Block], kinds: Sequence[Kind], first: int, last: int, repeated: AbstractSet[str]) -> Story:
    """Leave machinery out of the run, and set teasers apart."""
    run = [index for index in range(first, last + 1) if blocks[index].key not in repeated]
    plain = [index for index in run if not kinds[index]]
    pointing = _teasers(blocks, plain) | {index for index in run if kinds[index] == "inset"}
    after = last + 1
    if after < len(blocks) and not kinds[after] and _lacks_stop(blocks[after]):
        plain.append(after)
        last = after
    below = []
    for index in range(last + 1, len(blocks)):
        if kinds[index] or not headline_like(blocks[index]):
            break
        below.append(index)
    paragraphs = tuple(index for index in plain if index not in pointing)
    return Story(first, last, paragraphs, (*sorted(pointing), *below))


def _teasers(blocks: Sequence[Block], plain: Sequence[int]) -> set[int]:
    """Headlines of other stories among the paragraphs.

    A story with headings of its own has short ones among them; then nobody can tell, and everything stays.
    """
    phrases = [index for index in plain if not blocks[index].closed and blocks[index].words < TEASER_WORDS.stop]
    alike = {index for index in phrases if headline_like(blocks[index])}
    if len(alike) < len(phrases) or 4 * len(alike) > len(plain):
        return set()
    neighbours = zip([None, *plain], plain, [*plain[1:], None], strict=False)
    return {
        index
        for above, index, below in neighbours
        if index in alike and above not in alike and below not in alike and above is not None
    }


def _lacks_stop(block: Block) -> bool:
    """A paragraph whose last sentence was left without its stop."""
    return not block.closed and not block.bullet and block.words >= LACKING and bool(PROSE.match(block.text))


def headline_like(block: Block) -> bool:
    """Shaped like another story's headline: a long phrase with a capital in front and no stop behind."""
    return (
        not block.closed
        and block.words in TEASER_WORDS
        and len(block.text) in TEASER_LENGTH
        and block.text[-1] not in ":;,"
        and block.text[0] not in '“"„«-–—(['
        and not block.text[0].islower()
        and not NUMBERED.match(block.text)
        and not PROSE.match(block.text)
    )
