"""Undo hard wrapping: paragraphs broken over several lines of one width.

In: the lines of a page, an empty string where nothing stands. Out: the same lines, with the broken paragraphs whole
again. Never joins lines that could have held the next line's first word, never joins across an empty line, and joins
nothing unless the page as a whole is wrapped: lists, headlines and one-paragraph-a-line text stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise

SAMPLE = 4_000  # lines that show whether a page is wrapped
NARROWEST, WIDEST = 40, 140  # columns people wrap at
SLACK = 3  # columns a wrapper may have left free
GOES_ON = 3  # so many breaks, at least, have a small letter behind them; in lists and headlines none has
SOFT = 0.25  # and so large a share
PARAGRAPH = 500  # lines; longer ones are no paragraphs
ITEM = re.compile(r"(?:[*+•▪‣●◦·>-]|\d{1,3}[.)])\s")


def unwrap(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Numbered lines, rejoined where the page is hard-wrapped."""
    rest = iter(lines)
    seen = list(islice(rest, SAMPLE))
    width = wrapped_at([line for _, line in seen])
    everything = chain(seen, rest)
    return _rejoin(everything, width) if width else everything


def wrapped_at(lines: Sequence[str]) -> int:
    """The width at which paragraphs are broken; 0 if they are not."""
    full: list[int] = []
    soft = hard = 0
    for chunk in _chunks(lines):
        width = max(map(len, chunk[:-1]), default=0)
        if not NARROWEST <= width <= WIDEST or not _fills(chunk, width):
            continue
        full.append(width)
        soft += sum(line[0].islower() for line in chunk[1:])
        hard += len(chunk) - 1
    if soft < GOES_ON or soft < SOFT * hard:
        return 0
    # One width for the page: most wrapped paragraphs come close to it, only words without a break pass it.
    width = sorted(full)[len(full) * 9 // 10]
    return width if sum(0 <= width - each <= width // 6 for each in full) * 2 > len(full) else 0


def _chunks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Lines that stand together; a list sign begins a new chunk."""
    chunk: list[str] = []
    for line in lines:
        if chunk and (not line or ITEM.match(line)):
            yield chunk
            chunk = []
        if line:
            chunk.append(line)
    if chunk:
        yield chunk


def _fills(chunk: Sequence[str], width: int) -> bool:
    """Whether no line is too long, and none but the last had room for the first word of the next."""
    return all(_fits(line, width) for line in chunk) and all(
        len(line) + 1 + len(after.split(None, 1)[0]) > width - SLACK for line, after in pairwise(chunk)
    )


def _fits(line: str, width: int) -> bool:
    return (len(line) <= width + SLACK or " " not in line) and "   " not in line  # columns of a table


def _rejoin(lines: Iterable[tuple[int, str]], width: int) -> Iterator[tuple[int, str]]:
    chunk: list[tuple[int, str]] = []
    for number, line in chain(lines, [(0, "")]):
        if chunk and (not line or ITEM.match(line) or len(chunk) >= PARAGRAPH):
            yield from _whole(chunk, width)
            chunk = []
        if line:
            chunk.append((number, line))
        elif number:
            yield number, line


def _whole(chunk: list[tuple[int, str]], width: int) -> Iterator[tuple[int, str]]:
    """The chunk as one line where it was broken, else as it stood."""
    texts = [line for _, line in chunk]
    if len(chunk) > 1 and _fills(texts, width):
        yield chunk[0][0], " ".join(texts)
    else:
        yield from chunk
