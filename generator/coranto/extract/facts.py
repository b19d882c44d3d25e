"""Gather what surrounds the story: headline, names, date, outlet, section, picture, teasers.

In: blocks, kinds and the story. Out: ``Facts``, with evidence for each and the keys in doubt. Never looks at the body
for a date; never fills a field from a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from coranto.extract import byline, dates, headline, outlet, picture
from coranto.extract.blocks import Block
from coranto.extract.body import Story
from coranto.extract.furniture import Kind, inset_title
from coranto.model import Bio, Image, Teaser

ON = re.compile(r"\b(?:on|am|le|el|il)\s*$", re.IGNORECASE)
LABELLED = re.compile(
    r"(?:this (?:article|entry|post|story) (?:was|has been) |first |last |originally |dieser (?:artikel|beitrag|"
    r"eintrag) wurde )?"
    r"(?:published|posted|updated|modified|veröffentlicht|erstellt|aktualisiert|publi|actualiz|by\b|von\b)"
)
# What may follow a date in its line.
BESIDE = re.compile(
    r"[|·•–—/,;:()\d@-]|(?:by|von|par|por|updated|published|posted|last|share|comment|kommentar|min|read|uhr|at|um|"
    r"gmt|edt|est)\b"
)
MIN_READ = re.compile(r"\d+ ?-?min(?:ute)?s?\b(?: read)?")
NEAR = 8  # blocks at the beginning of the run that may still belong to the head
PARAGRAPH_WORDS = 12
CLOSE = 12  # blocks from headline or story within which a date is beside it
BEHIND = 14  # words that may stand behind a date in its line
BELOW = 6  # blocks below the story in which "Published: …" counts
# Languages in which a dotted date is always day, month, year; told by words that are in every page.
DOTTED = frozenset(
    "und der die das ist nicht auf для что как это не та що від як się nie jest oraz ja on ei että ve bir".split()
)
PLAIN = frozenset("the and of to is was for that with".split())


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
    authors, bios, used = _authors(blocks, kinds, story, zone, start, paragraphs, evidence)
    if not authors and "authors" not in evidence:
        doubts.add("authors")
        evidence["authors"] = "no byline, no author's box"
    paragraphs = [index for index in paragraphs if index not in used]
    moment, updated = _dates(blocks, kinds, story, head, zone, evidence)
    if not moment:
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
    related = tuple(
        Teaser(inset_title(blocks[index]) if kinds[index] == "inset" else blocks[index].text)
        for index in story.teasers
        if index > top
    )
    if related:
        told = ", ".join(str(blocks[index].line) for index in story.teasers if index > top)
        evidence["related"] = f"headlines among or right below the paragraphs (line {told})"
    return Facts(
        tuple(paragraphs), title, standfirst, authors, moment, updated, name, section, image, related, bios,
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
    if kind not in ("", "time") or block.words > 30 or "(@" in block.text:
        return kind == "icons"
    stated = dates.stated(block.text)
    if stated and stated[0].label and stated[0].start < 30:  # "Published: … 4:56 p.m." is no sentence
        return True
    if block.sentence and block.words > PARAGRAPH_WORDS:
        return False
    if byline.LEAD.match(block.key) and (not block.sentence) and (byline.names(block.text) or block.words <= 6):
        return True
    return bool(stated) and not block.sentence and block.words <= 12 + 6 * len(stated)


def _repeats(head: headline.Head | None, index: int) -> bool:
    return head is not None and index in head.repeats


def _where_title(blocks: Sequence[Block], head: headline.Head) -> str:
    if head.repeats:
        lines = ", ".join(str(blocks[index].line) for index in sorted((head.index, *head.repeats))[:4])
        return f"above the story, printed again (lines {lines}) (sure)"
    return f"line {blocks[head.index].line}, above the story ({'sure' if head.score >= 4 else 'likely'})"


def _authors(
    blocks: Sequence[Block],
    kinds: Sequence[Kind],
    story: Story,
    zone: range,
    start: int,
    paragraphs: Sequence[int],
    evidence: dict[str, str],
) -> tuple[tuple[str, ...], tuple[Bio, ...], set[int]]:
    """Names from the byline, else from the boxes below the story, else a bare name beside the date."""
    found: tuple[str, ...] = ()
    for index in (*zone, *range(max(0, start - 2), max(0, start))):
        block = blocks[index]
        if kinds[index] == "icons":
            told = (words for meaning, words in headline.icons(block.text) if meaning == "author")
            if found := tuple(name for words in told for name in byline.people(words)):
                evidence["authors"] = f"line {block.line}, behind an icon (sure)"
                break
        if kinds[index] not in ("", "bio") or block.words > 30 or (block.sentence and block.words > PARAGRAPH_WORDS):
            continue
        if not byline.is_byline(block.text):
            continue
        found = byline.names(block.text)
        shown = " ".join(block.text.split())[:60]
        if found:
            evidence["authors"] = f'line {block.line}, "{shown}" (sure)'
            break
        if byline.LEAD.match(block.key):
            evidence["authors"] = f'line {block.line}, "{shown}" names nobody (sure)'
    below = outlet.boxes(blocks, kinds, story.last + 1, found)
    bios, used = list(below.bios), set(below.used)
    if len(paragraphs) > 1 and (name := outlet.signs_off(blocks, paragraphs, found)):
        bios.insert(0, Bio(name, blocks[paragraphs[-1]].text))
        used.add(paragraphs[-1])
    if not found and bios:
        found = tuple(dict.fromkeys(bio.name for bio in bios))
        evidence["authors"] = "the author's box below the story (sure)"
    if not found:
        for index in zone:
            above, below_it = blocks[max(0, index - 1)], blocks[min(index + 1, len(blocks) - 1)]
            signed = kinds[max(0, index - 1)] == "bio"
            dated = "time" in kinds[max(0, index - 1) : index + 2] or any(
                dates.stated(near.text) and near.words <= 12 for near in (above, below_it)
            )
            if not kinds[index] and byline.is_name(blocks[index].text) and (signed or dated):
                found = (blocks[index].text,)
                evidence["authors"] = f"line {blocks[index].line}, a name beside the date (likely)"
                break
    return found, tuple(bios), used


def _dates(
    blocks: Sequence[Block],
    kinds: Sequence[Kind],
    story: Story,
    head: headline.Head | None,
    zone: range,
    evidence: dict[str, str],
) -> tuple[str, str]:
    """The moment and its update, if headline or byline state them in full and in one voice."""
    dotted = _dotted(blocks, story)
    signed = any(byline.is_byline(blocks[index].text) and blocks[index].words <= 25 for index in zone)
    seen: list[tuple[dates.Stated, Block]] = []
    hints: list[str] = []

    def look(index: int, *, labelled: bool = False, above: bool = False) -> None:
        block = blocks[index]
        if kinds[index] in ("form", "legal", "credit", "inset", "list", "feed", "plea") or block.words > 40:
            return
        if kinds[index] == "icons":
            told = [words for meaning, words in headline.icons(block.text) if meaning == "date"]
            found = [one for words in told for one in dates.stated(words, dotted)]
        else:
            found = [one for one in dates.stated(block.text, dotted) if _stands(block, one)]
        if not signed or above:  # a site's banner tells today's date, with its weekday
            found = [one for one in found if one.label or not one.weekday or "T" in one.iso]
        if labelled:
            found = [one for one in found if one.label == "published" and one.start < 40]
        seen.extend((one, block) for one in found)
        if not found and not labelled and not block.sentence and (hint := dates.unsettled(block.text)):
            hints.append(f'"{hint}" (line {block.line})')

    if any(kind == "reader" for kind in kinds[max(0, story.first - 3) : story.first]):
        evidence["date"] = "the text may be a reader's comment"
        return "", ""
    for index in zone:
        if index - zone.start < CLOSE or zone.stop - index <= CLOSE:
            look(index)
    if head and head.first:
        look(head.first - 1, above=True)
    for index in range(story.last + 1, min(story.last + 1 + BELOW, len(blocks))):
        if kinds[index] in ("feed", "comments", "reader", "list"):
            break
        look(index, labelled=True)

    updates = [(one, block) for one, block in seen if one.label == "updated"]
    updated = updates[0][0].iso if len({one.iso for one, _ in updates}) == 1 else ""
    if updated:
        evidence["updated"] = f"line {updates[0][1].line}, said to be an update (sure)"
    plain = [pair for pair in seen if pair[0].label == "published"] or [pair for pair in seen if not pair[0].label]
    if plain and len({one.day for one, _ in plain}) == 1:
        one, block = max(plain, key=lambda pair: len(pair[0].iso))
        note = f"; {one.note}" if one.note else ""
        evidence["date"] = f"line {block.line}, beside the headline (sure){note}"
        return one.iso, updated
    if plain:
        evidence["date"] = "several: " + ", ".join(dict.fromkeys(one.iso for one, _ in plain))
    elif updated:
        evidence["date"] = f"only an update ({updated}, line {updates[0][1].line})"
    elif hints:
        evidence["date"] = f"only {hints[0]}"
    else:
        evidence["date"] = _told(blocks, story)
    return "", updated


def _stands(block: Block, one: dates.Stated) -> bool:
    """Whether a date stands by itself or beside a byline, and is not part of a caption, a quoted post or a phrase."""
    if picture.split(block.text):
        return False
    before = ON.sub("", dates.WEEKDAY.sub(" ", block.text[: one.start])).strip()
    behind = block.text[one.end :].strip(" .")
    if block.sentence and before and not LABELLED.match(block.key):
        return False
    if "@" in before or len(behind.split()) > BEHIND or not (one.label or not behind or BESIDE.match(behind.lower())):
        return False
    label = bool(one.label) and len(before.split()) <= BEHIND
    return not before or label or before[-1] in "|·•–—-/,:>" or byline.is_byline(before) or byline.is_name(before)


def _told(blocks: Sequence[Block], story: Story) -> str:
    for index in story.paragraphs:
        if hint := dates.unsettled(blocks[index].text):
            return f'only "{hint}" in the story (line {blocks[index].line})'
    return "no date beside the headline"


def _dotted(blocks: Sequence[Block], story: Story) -> bool:
    """Whether the story's language writes day.month.year and no other."""
    words = [word for index in story.paragraphs[:12] for word in blocks[index].text[:1000].casefold().split()]
    return sum(word in DOTTED for word in words) > 3 * sum(word in PLAIN for word in words) + 2


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
