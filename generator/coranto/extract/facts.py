"""Gather what surrounds the story: headline, names, date, outlet, section, picture, teasers.

In: blocks, kinds and the story. Out: ``Facts``, with evidence for each and the keys in doubt. Never looks at the body
for a date; never fills a field from a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from coranto.extract import byline, byline_words, headline, moment, outlet, picture, signature
from coranto.extract.blocks import Block
from coranto.extract.body import Story
from coranto.extract.furniture import Kind, inset_title
from coranto.model import Bio, Image, Teaser

MIN_READ = re.compile(r"\d+ ?-?min(?:ute)?s?\b(?: read)?")
NEAR = 8  # blocks at the beginning of the run that may still belong to the head
PARAGRAPH_WORDS = 12
TORN = re.compile(  # cut off by the page: no headline ends so
    r"(?:…|\.\.\.|\b(?:an?|the|of|in|at|to|for|from|with|by|near|and|or|but|as|that|than|into|between|its|their|his))$"
)
SIGNED = 2_000  # blocks among which the one byline of a page without a story is looked for


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page tells besides the story; ``paragraphs`` are the blocks that remain the story's own."""

    paragraphs: tuple[int, ...]
    title: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    updated: str = ""
    outlet: str = ""
    section: str = ""
    image: Image | None = None
    related: tuple[Teaser, ...] = ()
    bios: tuple[Bio, ...] = ()
    evidence: dict[str, str] = field(default_factory=dict)
    doubts: frozenset[str] = frozenset()


def gather(blocks: Sequence[Block], kinds: Sequence[Kind], story: Story) -> Facts:
    """All facts about the page around its story."""
    evidence: dict[str, str] = {}
    doubts: set[str] = set()
    lead = _lead(blocks, kinds, story)
    head = headline.find(blocks, kinds, lead, story.paragraphs)
    start = head.first if head else max(-1, lead - NEAR)
    zone = range(start + 1, lead)

    title = standfirst = section = ""
    stand = None
    if head:
        title = blocks[head.index].text
        evidence["title"] = _where_title(blocks, head)
        section, line = headline.section(blocks, kinds, head, lead)
        if section:
            evidence["section"] = f"line {line}, beside the headline (likely)"
        stand = headline.standfirst(blocks, kinds, head, lead)
        if stand is not None:
            standfirst = blocks[stand].text
            evidence["standfirst"] = f"line {blocks[stand].line}, between headline and byline (likely)"
    else:
        doubts.add("title")
        evidence["title"] = "no line above the story reads as its headline"

    top = max([head.index if head else start, *(index for index in zone if _of_head(blocks[index], kinds[index]))])
    paragraphs = [
        index
        for index in story.paragraphs
        if index > top and index != stand and (index >= lead or blocks[index].sentence) and not _repeats(head, index)
    ]
    signed = signature.find(blocks, kinds, story, zone, paragraphs)
    authors, bios = signed.authors, signed.bios
    evidence["authors"] = signed.where or "no byline, no author's box"
    if not signed.where:
        doubts.add("authors")
    paragraphs = [index for index in paragraphs if index not in signed.used]
    when = moment.find(blocks, kinds, story, head, zone)
    evidence["date"] = when.where
    if when.updated:
        evidence["updated"] = when.where_updated
    if not when.date:
        doubts.add("date")
    name, where = outlet.name(authors, bios, blocks, title)
    evidence["source"] = where or "the page does not name its outlet"
    if not name:
        doubts.add("source")
    image = _image(blocks, kinds, head, zone, title, evidence)
    lines = [blocks[index].line for index in paragraphs]
    if lines:
        sure = "sure" if len(lines) >= 3 else "likely"
        evidence["body"] = f"lines {lines[0]}-{lines[-1]}, {len(lines)} paragraphs ({sure})"
    else:
        evidence["body"] = "nothing but machinery"
        doubts.add("body")
    teasers = [index for index in story.teasers if index > top and not TORN.search(blocks[index].text)]
    related = tuple(
        Teaser(inset_title(blocks[index]) if kinds[index] == "inset" else blocks[index].text) for index in teasers
    )
    if related:
        told = ", ".join(str(blocks[index].line) for index in teasers)
        evidence["related"] = f"headlines among or right below the paragraphs (line {told})"
    return Facts(
        tuple(paragraphs), title, standfirst, authors, when.date, when.updated, name, section, image, related, bios,
        evidence, frozenset(doubts),
    )  # fmt: skip


def _lead(blocks: Sequence[Block], kinds: Sequence[Kind], story: Story) -> int:
    """The first paragraph of the story: a sentence with no byline or "1 min read" below it."""
    begin = story.first
    passed = 0  # one paragraph above the byline may be the standfirst, two are the story
    for index in range(story.first, min(story.first + NEAR, story.last)):
        if _of_head(blocks[index], kinds[index]):
            begin = index + 1
        passed += not kinds[index] and blocks[index].sentence and blocks[index].words >= 20
        if passed == 2:
            break
    for least in (PARAGRAPH_WORDS, 6):
        for index in story.paragraphs:
            if index >= begin and blocks[index].sentence and blocks[index].words >= least:
                return index
    return begin


def _of_head(block: Block, kind: Kind) -> bool:
    """A line that stands between headline and story and nowhere else: byline, date, "1 min read"."""
    if kind == "noise":
        return bool(MIN_READ.match(block.key))
    if kind == "" and (byline.opens(block.text) or byline_words.TALK.fullmatch(block.key)):
        return True
    if kind not in ("", "time") or block.words > 30 or "(@" in block.text:
        return kind == "icons"
    stated = block.stated
    if signature.but_dates(block):
        return True
    if stated and stated[0].label and stated[0].start < 30:  # "Published: … 4:56 p.m." is no sentence
        return True
    if block.sentence and block.words > PARAGRAPH_WORDS:
        return False
    if byline_words.LEAD.match(block.key) and (not block.sentence) and (byline.names(block.text) or block.words <= 6):
        return True
    return bool(stated) and not block.sentence and block.words <= 12 + 6 * len(stated)


def _repeats(head: headline.Head | None, index: int) -> bool:
    return head is not None and index in head.repeats


def _where_title(blocks: Sequence[Block], head: headline.Head) -> str:
    if head.repeats:
        lines = ", ".join(str(blocks[index].line) for index in sorted((head.index, *head.repeats))[:4])
        return f"above the story, printed again (lines {lines}) (sure)"
    return f"line {blocks[head.index].line}, above the story ({'sure' if head.score >= 4 else 'likely'})"


def _image(
    blocks: Sequence[Block],
    kinds: Sequence[Kind],
    head: headline.Head | None,
    zone: range,
    title: str,
    evidence: dict[str, str],
) -> Image | None:
    """Caption and credit of the picture above the story."""
    best: tuple[int, str, str] | None = None
    for index in zone:
        if kinds[index] != "credit" or (split := picture.split(blocks[index].text)) is None:
            continue
        if best is None or (split[0] and not best[1]):
            best = (index, *split)
    if best is None:
        return None
    index, caption, credit = best
    evidence["image"] = f"line {blocks[index].line}, a credit above the story (sure)"
    alt = title if head and head.repeats and index - 1 in (head.index, *head.repeats) else None
    return Image(alt=alt, caption=caption, credit=credit)


def signed_line(blocks: Sequence[Block], kinds: Sequence[Kind]) -> tuple[str, tuple[str, ...], str, int] | None:
    """Headline, names, date and line where one line of the page, and no other, is a byline with a date."""
    found = []
    for index, block in enumerate(blocks[:SIGNED]):
        if not index or block.words > 20 or block.sentence or kinds[index] or not byline_words.LEAD.search(block.key):
            continue
        if len(block.stated) == 1 and (names := byline.names(block.text)):
            found.append((index, names, block.stated[0]))
    if len(found) != 1:
        return None
    index, names, one = found[0]
    above = blocks[index - 1]
    if kinds[index - 1] or above.words < 3 or above.closed or above.words > 30 or one.label == "updated":
        return None
    return above.text, names, one.iso, blocks[index].line
