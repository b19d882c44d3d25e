"""Sort the blocks of the story: paragraphs, and headlines that point to other stories.

In: blocks and what furniture each is. Out: which blocks are paragraphs of the story, and which headlines inside or
right below it point elsewhere. Never alters or reorders a block; what cannot be told from a heading stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coranto.extract import picture, runs
from coranto.extract.blocks import Block
from coranto.extract.furniture import Kind

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
TWICE = 12  # words; a paragraph printed again is a pull quote or a second caption
ITEM = re.compile(r"\d|\s[–—-]{1,2}\s")
ITEM_WORDS = range(2, 31)
MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class Story:
    """Indexes of blocks: the run from ``first`` to ``last``, the paragraphs in it, the teasers in and below it."""

    first: int
    last: int
    paragraphs: tuple[int, ...]
    teasers: tuple[int, ...]


def choose(blocks: Sequence[Block], kinds: Sequence[Kind]) -> Story | None:
    """The story of a page, or nothing where no block reads as prose."""
    parts = runs.find(blocks, kinds)
    if not parts:
        return None
    again = runs.repeated(blocks)
    inside = [index for part in parts for index in range(part.first, part.last + 1)]
    run = [index for index in inside if blocks[index].key not in again]
    last = parts[-1].last
    plain = _once(blocks, [index for index in run if not kinds[index] and not _caption(blocks, kinds, index)])
    pointing = _teasers(blocks, plain) | {index for index in run if kinds[index] == "inset"}
    after = last + 1
    if after < len(blocks) and not kinds[after] and _lacks_stop(blocks[after]):
        plain.append(after)
        last = after
    items = _items(blocks, kinds, last)
    plain += items
    last = items[-1] if items else last
    below = []
    for index in range(last + 1, len(blocks)):
        if kinds[index] or not headline_like(blocks[index]):
            break
        below.append(index)
    paragraphs = tuple(index for index in plain if index not in pointing)
    return Story(parts[0].first, last, paragraphs, (*sorted(pointing), *below))


def _once(blocks: Sequence[Block], plain: Sequence[int]) -> list[int]:
    """Without long paragraphs that stood above already."""
    seen: set[str] = set()
    kept = []
    for index in plain:
        block = blocks[index]
        if block.words >= TWICE and block.text in seen:
            continue
        seen.add(block.text)
        kept.append(index)
    return kept


def _caption(blocks: Sequence[Block], kinds: Sequence[Kind], index: int) -> bool:
    """A phrase right above a line that is but a credit."""
    if blocks[index].closed or index + 1 >= len(blocks) or kinds[index + 1] != "credit":
        return False
    split = picture.split(blocks[index + 1].text)
    return split is not None and not split[0]


def _items(blocks: Sequence[Block], kinds: Sequence[Kind], last: int) -> list[int]:
    """A list below the last paragraph that a line announces, such as dates of a tour."""
    head = last if blocks[last].text.endswith(":") else last + 1
    if head >= len(blocks) or (head > last and (kinds[head] or blocks[head].closed or blocks[head].words < 3)):
        return []
    items = []
    for index in range(head + 1, min(head + MOST_ITEMS, len(blocks))):
        if kinds[index] or blocks[index].closed or blocks[index].words not in ITEM_WORDS:
            break
        items.append(index)
    alike = sum(blocks[index].bullet or bool(ITEM.search(blocks[index].text)) for index in items)
    dated = sum(bool(blocks[index].stated) for index in items)  # so are lists of other stories
    least, share = (3, 0.6) if blocks[head].text.endswith(":") else (5, 0.9)
    if len(items) < least or alike < share * len(items) or dated > 0.2 * len(items):
        return []
    return items if head == last else [head, *items]


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
