"""Find headline, section and standfirst above the story.

In: blocks, kinds, and where the story begins. Out: indexes and words. Never alters a headline; never takes one from
below the story.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from coranto.extract import byline, byline_words, dates, picture
from coranto.extract.blocks import LETTER, WIDE, WORD, Block
from coranto.extract.furniture import Kind
from coranto.extract.phrases import ICON, ICONS

APART = 15  # two prints of a headline further apart are not one head
REACH = 60  # blocks above the story that are looked at
ENOUGH = 1.0
PROSE = 2.0  # so much less a sentence of the story looks like a headline
LONGEST = 250
KICKER_WORDS = 4
TELLING = 4  # words
SUBTITLE = 2.5  # by so much it may look better than its headline
NUMBERED = re.compile(r"(?:\d{1,3}|[A-Za-z])[.)]\s")
LETTERS = 6
PATH = re.compile(
    r"\s[»›→←>]\s|^[←→‹›]|[→←]$|(?:\s[/|]\s.*){2}|^(?:you are here|sie (?:sind|befinden sich) hier)\b", re.I
)
ADDRESS = re.compile(r"https?://\S+$|^www\.|^\S+@\S+\.\w+$")
TRAIL = re.compile(r"(?:home|start|startseite|news|inicio|accueil)", re.IGNORECASE)
SHELF = re.compile(
    r"(?:topics?|tags?|filed under|categor(?:y|ies)|kategorien?|themen?|schlagworte?|ressort|source)\s*:"
)
LABEL = re.compile(r"(?:last |first )?(?:published|updated|posted|veröffentlicht|aktualisiert|stand|publi|actualiz)")


@dataclass(frozen=True, slots=True)
class Head:
    """Where the headline stands next to the story, where it stands first there, and every line that repeats it."""

    index: int
    first: int
    repeats: tuple[int, ...]
    score: float


def find(blocks: Sequence[Block], kinds: Sequence[Kind], lead: int, story: Sequence[int]) -> Head | None:
    """The headline above block ``lead``, the first paragraph of the story."""
    told = Counter(
        word.casefold() for index in story for word in WORD.findall(blocks[index].text[:2000]) if len(word) > 3
    )
    first = max(0, lead - REACH)
    places: dict[str, list[int]] = {}
    for index in range(len(blocks)):
        if len(blocks[index].text) <= LONGEST:
            places.setdefault(blocks[index].key, []).append(index)
    anchors = [index for index in range(first, lead) if _anchor(blocks[index])]
    inside = set(story)
    scores: dict[int, float] = {}
    for index in range(first, lead):
        block = blocks[index]
        if kinds[index] or block.words > 40 or len(block.text) > LONGEST or not _could_be(block):
            continue
        again = sum(place < lead for place in places[block.key])
        scores[index] = _score(blocks, index, lead, told, anchors)
        scores[index] -= PROSE if block.sentence and index in inside else 0.0
        if block.words > TELLING and not NUMBERED.match(block.text):  # names of sections stand there many times too
            scores[index] += 2.0 if 2 <= again <= 4 else (0.5 if len(places[block.key]) > 1 else 0.0)
    best = max(scores, key=lambda index: (scores[index], index), default=None)
    if best is None or scores[best] < ENOUGH:
        return None
    best = _topmost(blocks, scores, best, places, told)
    # "Home News Bridge opens early" is where the page stands, with the headline at its end.
    crumbs = [
        index
        for index in scores
        if _tells(blocks[index])
        and blocks[best].text.endswith(blocks[index].text)
        and TRAIL.match(blocks[best].text[: -len(blocks[index].text)])
    ]
    best = crumbs[-1] if crumbs else best
    same = [place for place in places[blocks[best].key] if place < lead]
    start = same[-1]
    for place in reversed(same):
        start = place if start - place <= APART else start
    return Head(same[-1], start, tuple(same[:-1]), scores[best])


def _topmost(
    blocks: Sequence[Block],
    scores: Mapping[int, float],
    best: int,
    places: Mapping[str, Sequence[int]],
    told: Collection[str],
) -> int:
    """Of lines that stand together, the headline is the one printed elsewhere too, else the first: below is its
    subtitle or standfirst."""
    group = [best]
    while scores.get(group[0] - 1, 0.0) >= ENOUGH:
        group.insert(0, group[0] - 1)
    while scores.get(group[-1] + 1, 0.0) >= ENOUGH:
        group.append(group[-1] + 1)
    telling = [index for index in group if _tells(blocks[index]) and _shares(blocks[index], told)]
    near = [
        index
        for index in telling
        if index == best or (scores[index] >= scores[best] - SUBTITLE and not dates.unsettled(blocks[index].text))
    ]
    printed = [index for index in near if len(places[blocks[index].key]) > 1]
    above = [index for index in (near if _tells(blocks[best]) else telling) if index < best]
    if printed:
        return best if best in printed else printed[0]
    return above[-1] if above else best


def _tells(block: Block) -> bool:
    """More than a kicker, and no sentence of a standfirst."""
    text = block.text
    return block.words >= TELLING and text[-1] not in ".:…" and " | " not in text and not NUMBERED.match(text)


def _shares(block: Block, told: Collection[str]) -> bool:
    """Whether it says a word that the story says too; where no space parts words, nobody can tell."""
    return bool(WIDE.search(block.text)) or any(word.casefold() in told for word in WORD.findall(block.text))


def _could_be(block: Block) -> bool:
    """Not a byline, not a date, not an address, and more than a few letters."""
    if len(LETTER.findall(block.text[:60])) < LETTERS or ADDRESS.search(block.key):
        return False
    if PATH.search(block.text) or block.text.endswith((" >", " ›", " »", " →")) or SHELF.match(block.key):
        return False
    if byline.is_byline(block.text) and block.words <= 14 and byline_words.LEAD.match(block.key):
        return False
    stated = block.stated
    if _anchor(block) or ((stated or dates.unsettled(block.text)) and LABEL.match(block.key)):
        return False
    return not stated or block.words - 4 * len(stated) >= 4


def _anchor(block: Block) -> bool:
    """A byline or a line that is a date: the headline stands above it more often than below."""
    if block.words > 25 or block.sentence:
        return byline.opens(block.text)
    if byline_words.LEAD.match(block.key) and byline.names(block.text):
        return True
    stated = block.stated
    return bool(stated) and (block.words <= 4 + 6 * len(stated))


def _score(blocks: Sequence[Block], index: int, lead: int, told: Counter[str], anchors: Sequence[int]) -> float:
    """How much a line looks like the headline of this story."""
    block = blocks[index]
    words = [word.casefold() for word in WORD.findall(block.text) if len(word) > 3]
    wide = len(WIDE.findall(block.text)) > 8  # told words cannot be compared where no space parts them
    known = sum(word in told for word in words) / len(words) if words else 0.0
    score = 4.0 * known * min(1.0, len(words) / 4)
    score += 1.0 if 4 <= block.words <= 22 else (0.0 if block.words in (2, 3) else -1.5)
    score -= 0.05 * (lead - index)
    score -= 2.5 if block.bullet else 0.0
    if block.closed and block.text[-1] in ".,;:":
        score -= 1.0 if block.words <= 14 else 2.0
    if any(index < anchor <= index + 5 for anchor in anchors):
        score += 3.0 if index + 1 in anchors else 2.0
    elif any(anchor < index - 1 for anchor in anchors):
        score -= 1.5
    score += (0.3 if block.apart else 0.0) + (1.5 if wide else 0.0)
    if NUMBERED.match(block.text) or byline.is_name(block.text) or picture.split(block.text):
        score -= 2.0
    return score


def standfirst(blocks: Sequence[Block], kinds: Sequence[Kind], head: Head, lead: int) -> int | None:
    """The one sentence between headline and byline, if there is a byline or a date below it."""
    index = head.first + 1
    if index + 1 >= len(blocks) or index >= lead or kinds[index] or not blocks[index].sentence:
        return None
    if blocks[index].words > 60 or index in head.repeats:
        return None
    for near in range(index + 1, min(index + 4, lead)):
        block = blocks[near]
        if block.words <= 25 and not block.sentence and (byline.is_byline(block.text) or block.stated):
            return index
    return None


def section(blocks: Sequence[Block], kinds: Sequence[Kind], head: Head, lead: int) -> tuple[str, int]:
    """The section and its line: named by an icon near the headline, or the kicker above it at the top of the page."""
    for index in range(max(0, head.first - 4), lead):
        if kinds[index] == "icons":
            for meaning, words in icons(blocks[index].text):
                if meaning == "section" and 1 <= len(words.split()) <= KICKER_WORDS:
                    return words, blocks[index].line
    above = head.first - 1
    if above < 0 or any(not kinds[index] for index in range(above)):
        return "", 0
    block = blocks[above]
    if block.bullet or block.closed or not 1 <= block.words <= KICKER_WORDS or len(block.text) > 40:
        return "", 0
    if kinds[above] or not block.text[0].isupper() or dates.unsettled(block.text):
        return "", 0
    return block.text, block.line


def icons(line: str) -> list[tuple[str, str]]:
    """What icons of a line announce: (meaning, the words behind the icon)."""
    found = list(ICON.finditer(line[:400]))
    ends = [match.start() for match in found[1:]] + [len(line)]
    return [
        (ICONS[re.sub(r"\W", "", match.group())], line[match.end() : end].strip(" |·•,:-"))
        for match, end in zip(found, ends, strict=True)
    ]
