"""Find who signs the story: above it, beside the date, or below it.

In: blocks, kinds, the story and the blocks between headline and story. Out: names, author's boxes, the blocks they
fill, and where the names were found. Never takes a name from the story's prose, nor from a list of other stories.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coranto.extract import byline, headline, outlet
from coranto.extract.blocks import WORD, Block
from coranto.extract.body import Story, headline_like
from coranto.extract.furniture import Kind
from coranto.model import Bio

PARAGRAPH_WORDS = 12
LONGEST = 30  # words of a line that holds a byline
SEEN = 90  # characters of a longer line whose beginning is a byline
INITIALS = 3  # characters
RIGHT_BELOW = 3  # blocks below the story where "– Name" is a signature
BELOW = 14  # blocks below the story in which "Posted by …" counts


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs; ``used`` are blocks that are no paragraphs but boxes; ``where`` is evidence, empty if nothing is."""

    authors: tuple[str, ...] = ()
    bios: tuple[Bio, ...] = ()
    used: frozenset[int] = frozenset()
    where: str = ""


def find(
    blocks: Sequence[Block], kinds: Sequence[Kind], story: Story, zone: range, paragraphs: Sequence[int]
) -> Signature:
    """Names from the byline, else beside the date, else below the story, else from a box, else alone in a line."""
    found, where = _byline(blocks, kinds, zone)
    if not found and not where:
        found, where = _beside(blocks, kinds, zone)
    if not found and not where:
        found, where = _below(blocks, kinds, story)
    boxes = outlet.boxes(blocks, kinds, story.last + 1, found)
    bios, used = list(boxes.bios), set(boxes.used)
    if len(paragraphs) > 1 and (name := outlet.signs_off(blocks, paragraphs, found)):
        bios.insert(0, Bio(name, blocks[paragraphs[-1]].text))
        used.add(paragraphs[-1])
    if not found and bios:
        found, where = tuple(dict.fromkeys(bio.name for bio in bios)), "the author's box below the story (sure)"
    if not found:
        alone, there = _alone(blocks, kinds, zone, paragraphs)
        found, where = (alone, there) if alone else (found, where)
    return Signature(found, tuple(bios), frozenset(used), where)


def _byline(blocks: Sequence[Block], kinds: Sequence[Kind], zone: range) -> tuple[tuple[str, ...], str]:
    nobody = ""
    for index in (*zone, *range(max(0, zone.start - 3), max(0, zone.start - 1))):
        block = blocks[index]
        if kinds[index] == "icons":
            told = (words for meaning, words in headline.icons(block.text) if meaning == "author")
            if found := tuple(name for words in told for name in byline.people(words)):
                return found, f"line {block.line}, behind an icon (sure)"
        if kinds[index] not in ("", "bio", "time"):
            continue
        if index in zone and index + 1 < zone.stop and byline.LABEL.fullmatch(block.key):
            if found := _named(blocks, range(index + 1, min(index + 6, zone.stop))):
                return found, f'line {block.line}, names below "{block.text}" (sure)'
            continue
        text = block.text
        if block.words > LONGEST or (block.sentence and block.words > PARAGRAPH_WORDS):
            text = text[:SEEN]
            if not (byline.LEAD.match(block.key) and block.stated and block.stated[0].start < SEEN):
                continue
        if not byline.is_byline(text):
            continue
        shown = " ".join(text.split())[:60]
        found = byline.names(text)
        if not found and any(blocks[near].stated for near in (max(0, index - 1), min(index + 1, len(blocks) - 1))):
            found = byline.nick(text)
        if found:
            return found, f'line {block.line}, "{shown}" (sure)'
        if byline.LEAD.match(block.key):
            nobody = f'line {block.line}, "{shown}" names nobody (sure)'
    return (), nobody


def _named(blocks: Sequence[Block], below: range) -> tuple[str, ...]:
    """The names in the lines below a label, with accounts between them."""
    found: list[str] = []
    for index in below:
        text = blocks[index].text
        if names := byline.listed(text) or (byline.handle(text) if not found else ()):
            found += names
        elif not text.startswith("@"):
            break
    return tuple(dict.fromkeys(found))


def _beside(blocks: Sequence[Block], kinds: Sequence[Kind], zone: range) -> tuple[tuple[str, ...], str]:
    """Names in a line with the date, also right above the headline."""
    for index in (*zone, *range(max(0, zone.start - 2), max(0, zone.start - 1))):
        block = blocks[index]
        if kinds[index] in ("", "time") and (found := byline.beside(block.text)):
            return found, f"line {block.line}, beside the date (likely)"
    return (), ""


def _below(blocks: Sequence[Block], kinds: Sequence[Kind], story: Story) -> tuple[tuple[str, ...], str]:
    """Names in a line right below the story that says so in so many words."""
    for index in range(story.last + 1, min(story.last + 1 + BELOW, len(blocks))):
        block = blocks[index]
        signs = byline.LEAD.match(block.key)
        if kinds[index] in ("feed", "comments", "reader", "list") or (headline_like(block) and not signs):
            break
        if block.words > LONGEST or kinds[index] not in ("", "bio"):
            continue
        if index <= story.last + RIGHT_BELOW and block.text[0] in "-–—" and byline.is_name(block.text.strip(" -–—")):
            return (block.text.strip(" -–—"),), f"line {block.line}, signed below the story (sure)"
        if found := byline.signed(block.text):
            return found, f'line {block.line}, "{" ".join(block.text.split())[:60]}" (sure)'
        below = blocks[index + 1].text if index + 1 < len(blocks) else ""
        if byline.LABEL.fullmatch(block.key) and (found := byline.listed(below)):
            return found, f'line {block.line}, a name below "{block.text}" (sure)'
    return (), ""


def _neighbours(blocks: Sequence[Block], index: int, step: int) -> tuple[str, ...]:
    """The names in the lines that go on above or below, with initials between them."""
    found: list[str] = []
    for other in range(index + step, index + 5 * step, step):
        if not 0 <= other < len(blocks):
            break
        names = byline.listed(blocks[other].text)
        if not names and len(blocks[other].text) > INITIALS:
            break
        found = [*found, *names] if step > 0 else [*names, *found]
    return tuple(found)


def _alone(
    blocks: Sequence[Block], kinds: Sequence[Kind], zone: range, paragraphs: Sequence[int]
) -> tuple[tuple[str, ...], str]:
    """A line that is but names, beside a date or an author's sign; nobody of whom the story tells."""
    prose = [block for block in (blocks[index] for index in paragraphs) if block.words > PARAGRAPH_WORDS]
    told = {word for block in prose if block.sentence for word in WORD.findall(block.text[:2000])}
    for index in zone:
        signed = kinds[max(0, index - 1)] == "bio"
        near = range(max(0, index - 2), min(index + 3, len(blocks)))
        dated = any(kinds[other] == "time" or (blocks[other].stated and blocks[other].words <= 12) for other in near)
        if kinds[index] or not (signed or dated):
            continue
        found = byline.listed(blocks[index].text)
        beside = any(blocks[other].stated for other in near if abs(other - index) == 1)
        if found and (beside or not any(name.split()[-1] in told for name in found)):
            found = (*_neighbours(blocks, index, -1), *found, *_neighbours(blocks, index, 1))
            return tuple(dict.fromkeys(found)), f"line {blocks[index].line}, a name beside the date (likely)"
    return (), ""
