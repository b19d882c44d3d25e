"""Decide where extractors disagree on where a page's story is.

In: the page's blocks and what each candidate took of them. Out: votes that agree with the page's headline, or the story
of a page that holds it in a script only. Never finds a story that no candidate found.
"""

from __future__ import annotations

from collections.abc import Sequence

from coranto.extract import blocks, furniture
from coranto.extract.html_blocks import Part
from coranto.extract.html_voices import Candidate

PROSE = 10  # words of a block that shows where the story stands
LONG_PROSE = 20  # words
AGREED = 0.25  # share of an extractor's words; where the other has fewer of them, they took different things
FEW = 60  # words on which both agree, and which may be those on the author, below a short story
OPENING = 200  # words below the headline that tell which of the two is right
LEAST = 80  # words of a story that is not in the page's text


def settled(
    parts: Sequence[Part], words: Sequence[list[str]], has: Sequence[tuple[bool, ...]]
) -> Sequence[tuple[bool, ...]]:
    """The votes; where the two extractors took different things, only the one counts, twice, that took more of the
    sentences that come first below the headline."""
    counts = [len(own) if len(own) >= PROSE else 0 for own in words]
    first = sum(count for count, votes in zip(counts, has, strict=True) if votes[0])
    second = sum(count for count, votes in zip(counts, has, strict=True) if votes[1])
    both = sum(count for count, votes in zip(counts, has, strict=True) if votes[0] and votes[1])
    begin = next((index for index, part in enumerate(parts) if part.where.tag == "h1"), 0)
    agreed = both >= AGREED * max(first, second) and (both >= FEW or not _passed_over(parts, counts, has, begin))
    if agreed or max(first, second) < LONG_PROSE:
        return has
    left, scores = OPENING, [0.0, 0.0]
    for index in range(begin, len(parts)):
        part, votes = parts[index], has[index]
        if left <= 0:
            break
        if not counts[index] or part.linked > 0.5 or not (votes[0] or votes[1]):
            continue
        if furniture.kind(blocks.measure(part.text)):
            continue
        count = min(left, counts[index])
        worth = count * (left - count / 2)  # the nearer, the more
        left -= count
        scores = [scores[0] + worth * votes[0], scores[1] + worth * votes[1]]
    best = 0 if scores[0] >= scores[1] else 1
    return [(votes[best], votes[best], *votes[2:]) for votes in has]


def _passed_over(parts: Sequence[Part], counts: Sequence[int], has: Sequence[tuple[bool, ...]], begin: int) -> bool:
    """Whether a paragraph that only one of the two took stands between the headline and the first that both took."""
    for index in range(begin, len(parts)):
        if not counts[index] or parts[index].linked > 0.5:
            continue
        if has[index][0] and has[index][1]:
            return False
        if (has[index][0] or has[index][1]) and blocks.measure(parts[index].text).closed:
            return True
    return False


def beside_the_tree(
    words: Sequence[list[str]], has: Sequence[tuple[bool, ...]], voices: Sequence[Candidate], found: int
) -> tuple[str, list[str]] | None:
    """The story of a page that has it in a script only, and which extractor found it; None for any other page. ``has``
    are the votes as they were given, ``found`` is how many words the page's own text gave."""
    for number, voice in reversed(list(enumerate(voices))):
        total = len(voice.line.split())
        if (
            total < LEAST
            or found >= AGREED * total
            or sum(len(own) for own, votes in zip(words, has, strict=True) if votes[number]) >= AGREED * total
        ):
            continue
        told = [line for each in voice.text.splitlines() if (line := each.strip())]
        shown = [line for line in told if not furniture.kind(blocks.measure(line))]
        if any(blocks.measure(line).sentence for line in shown):
            return voice.name, shown
    return None
