"""Find who signs the story: above it, beside the date, or below it.

In: blocks, kinds, the story and the blocks between headline and story. Out: names, author's boxes, the blocks they
fill, and where the names were found. Never takes a name from the story's prose, nor from a list of other stories.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coranto.extract import byline, byline_words, dates, headline, outlet
from coranto.extract.blocks import WORD, Block
from coranto.extract.body import Story, headline_like
from coranto.extract.furniture import Kind
from coranto.model import Bio

PARAGRAPH_WORDS = 12
LONGEST = 30  # words of a line that holds a byline
SEEN = 90  # characters of a longer line whose beginning is a byline
INITIALS = 3  # characters
RIGHT_BELOW = 3  # blocks below the story where "– Name" is a signature
AUTHORS = frozenset(
    "author authors autor autoren autorin autorinnen auteur auteurs autore autori автор автори авторы".split()
)
TITLE = range(2, 5)  # words of who signs, below "Author:", though it is no person
FEW = 2  # words besides the dates of a line that is but dates
CLOSING = 6  # words of a line that is but a name, or but a date
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
        role, above = _card(blocks, paragraphs[:-1], name)
        bios.insert(0, Bio(name, blocks[paragraphs[-1]].text, role))
        used |= {paragraphs[-1], *above}
    if not found and bios:
        found, where = tuple(dict.fromkeys(bio.name for bio in bios)), "the author's box below the story (sure)"
    if not found:
        found, where = _titled(blocks, kinds, zone) or ((), where)
    if not found:
        alone, there = _alone(blocks, kinds, zone, paragraphs)
        found, where = (alone, there) if alone else (found, where)
    return Signature(found, tuple(bios), frozenset(used), where)


def _card(blocks: Sequence[Block], paragraphs: Sequence[int], name: str) -> tuple[str, set[int]]:
    """The role that stands above a bio, and the lines that are but its bearer's name and role."""
    role = ""
    lines: set[int] = set()
    for index in reversed(paragraphs[-2:]):
        text = blocks[index].text
        if text == name:
            return role, {*lines, index}
        if role or blocks[index].closed or not outlet.ROLE.fullmatch(text):
            break
        role = text
        lines.add(index)
    return "", set()


def _byline(blocks: Sequence[Block], kinds: Sequence[Kind], zone: range) -> tuple[tuple[str, ...], str]:
    nobody = ""
    for index in (*zone, *range(max(0, zone.start - 3), max(0, zone.start - 1))):
        block = blocks[index]
        if kinds[index] == "icons":
            told = (words for meaning, words in headline.icons(block.text) if meaning == "author")
            if found := tuple(name for words in told for name in byline.people(words)):
                return found, f"line {block.line}, behind an icon (sure)"
        shelved = (
            kinds[index] == "noise" and byline_words.SIGNED.match(block.key) and bool(block.stated)
        )  # "Posted in … by …"
        if kinds[index] not in ("", "bio", "time") and not shelved:
            continue
        if index in zone and index + 1 < zone.stop and byline_words.LABEL.fullmatch(block.key):
            found = _named(blocks, range(index + 1, min(index + 6, zone.stop)))
            if not found and block.key.rstrip(" :") in AUTHORS and blocks[index + 1].words in TITLE:
                found = byline.people(blocks[index + 1].text)
            if found:
                return found, f'line {block.line}, names below "{block.text}" (sure)'
            continue
        text = block.text
        if block.words > LONGEST or (block.sentence and block.words > PARAGRAPH_WORDS):
            text = text[:SEEN]
            if not (byline_words.LEAD.match(block.key) and block.stated and block.stated[0].start < SEEN):
                continue
        if not byline.is_byline(text):
            continue
        shown = " ".join(text.split())[:60]
        found = byline.names(text)
        if not found and any(blocks[near].stated for near in (max(0, index - 1), min(index + 1, len(blocks) - 1))):
            found = byline.nick(text)
        if found:
            return found, f'line {block.line}, "{shown}" (sure)'
        if byline_words.LEAD.match(block.key):
            nobody = f'line {block.line}, "{shown}" names nobody (sure)'
    return (), nobody


def _named(blocks: Sequence[Block], below: range) -> tuple[str, ...]:
    """The names in the lines below a label, with accounts between them."""
    found: list[str] = []
    for index in below:
        text = blocks[index].text
        if byline.is_desk(text):
            return (text,)
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
        signs = byline_words.LEAD.match(block.key)
        after = blocks[index + 1].text if index + 1 < len(blocks) else ""
        if block.key.rstrip(" :") in AUTHORS and (byline.is_name(after) or (":" in block.key and byline.listed(after))):
            return byline.listed(after), f'line {block.line}, a name below "{block.text}" (sure)'
        if kinds[index] in ("feed", "comments", "reader", "list") or (headline_like(block) and not signs):
            break
        if byline.is_name(block.text) and _dated(blocks, index):
            return (block.text,), f"line {block.line}, below the story's date (likely)"
        if block.words > LONGEST or kinds[index] not in ("", "bio"):
            continue
        if index <= story.last + RIGHT_BELOW and block.text[0] in "-–—" and byline.is_name(block.text.strip(" -–—")):
            return (block.text.strip(" -–—"),), f"line {block.line}, signed below the story (sure)"
        if closing(blocks, kinds, index):
            return byline.names(block.text) or byline.nick(block.text), f"line {block.line}, with a date (likely)"
        if index == story.last + 1 and (found := byline.listed(block.text)) and "," in block.text and len(found) == 1:
            return found, f"line {block.line}, signed below the story (likely)"
        if found := byline.signed(block.text):
            return found, f'line {block.line}, "{" ".join(block.text.split())[:60]}" (sure)'
        below = blocks[index + 1].text if index + 1 < len(blocks) else ""
        if byline_words.LABEL.fullmatch(block.key) and (found := byline.listed(below)):
            return found, f'line {block.line}, a name below "{block.text}" (sure)'
    return (), ""


def _dated(blocks: Sequence[Block], index: int) -> bool:
    """Whether the line above is but a date, and the one above that says that the story came out then."""
    date, label = blocks[index - 1], blocks[index - 2]
    return bool(date.stated) and date.words <= 4 and bool(dates.label(label.text))


def _titled(blocks: Sequence[Block], kinds: Sequence[Kind], zone: range) -> tuple[tuple[str, ...], str] | None:
    """A name with an account, or with what its bearer is, in a line of its own between headline and story."""
    for index in zone:
        if kinds[index] not in ("", "time", "bio") or blocks[index].words > LONGEST:
            continue
        if found := byline.account(blocks[index].text) or byline.role(blocks[index].text):
            return found, f"line {blocks[index].line}, a name with its bearer's account or role (likely)"
    return None


def closing(blocks: Sequence[Block], kinds: Sequence[Kind], index: int) -> bool:
    """Whether "by Name" stands here with nothing but a date below it, and no other story's headline about them."""
    block = blocks[index]
    if index + 1 >= len(blocks) or kinds[index] or block.words > CLOSING or not byline_words.LEAD.match(block.key):
        return False
    below = blocks[index + 1]
    only = below.stated and below.words <= CLOSING and below.text[0].isdigit() and not below.closed
    if not only or kinds[index + 1] not in ("", "time") or not (byline.names(block.text) or byline.nick(block.text)):
        return False
    around = [near for near in (index - 1, index + 2) if near < len(blocks) and not kinds[near]]
    return not any(blocks[near].words > CLOSING and not blocks[near].closed for near in around)


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
    whole = [block.text for block in prose]
    told = {word for block in prose if block.sentence for word in WORD.findall(block.text[:2000])}
    above = [index for index in range(max(0, zone.start - 5), max(0, zone.start - 1)) if _above(blocks, index, zone)]
    for index in (*zone, *above):
        signed = kinds[max(0, index - 1)] == "bio"
        near = range(max(0, index - 2), min(index + 3, len(blocks)))
        dated = any(kinds[other] == "time" or _but_a_date(blocks[other]) for other in near)
        signed = signed or _has_role(blocks, index + 1)
        if kinds[index] or not (signed or dated):
            continue
        found = byline.listed(blocks[index].text)
        beside = any(blocks[other].stated for other in near if abs(other - index) == 1)
        if found and not _told_of(found, whole) and (beside or not any(name.split()[-1] in told for name in found)):
            found = (*_neighbours(blocks, index, -1), *found, *_neighbours(blocks, index, 1))
            return tuple(dict.fromkeys(found)), f"line {blocks[index].line}, a name beside the date (likely)"
    return (), ""


def _above(blocks: Sequence[Block], index: int, zone: range) -> bool:
    """Whether a name stands above the headline with the date between: name, perhaps a section, date, headline."""
    if not byline.is_name(blocks[index].text):
        return False
    return any(blocks[near].stated and _but_a_date(blocks[near]) for near in range(index + 1, zone.start - 1))


def _has_role(blocks: Sequence[Block], below: int) -> bool:
    """Whether the line below a name is but what its bearer is."""
    block = blocks[below] if below < len(blocks) else None
    return block is not None and block.words <= 8 and not block.closed and bool(outlet.ROLE.fullmatch(block.text))


def _but_a_date(block: Block) -> bool:
    """Whether a line says when, and hardly more."""
    stated = block.stated
    if not stated and block.words <= CLOSING and (age := dates.unsettled(block.text)):
        return block.text.endswith(age)
    if not stated:
        return False
    if but_dates(block):
        return True
    if block.sentence:
        return False
    return block.words <= 12 or (block.words <= LONGEST and (not stated[0].start or bool(stated[0].label)))


def but_dates(block: Block) -> bool:
    """Whether a line has nothing but dates and a word that says of what."""
    rest = block.text
    for one in reversed(block.stated):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    return bool(block.stated) and len(WORD.findall(rest)) <= FEW


def _told_of(names: Sequence[str], prose: Sequence[str]) -> bool:
    """Whether the story tells of somebody of whom a line says more: "Olena Example 100 metres", a caption."""
    short = [" ".join(name.split()[:2]) for name in names if len(name.split()) > 2]
    return any(name in text[:2000] for name in short for text in prose)
