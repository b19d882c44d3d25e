"""Find when the story came out.

In: blocks, kinds, the story, the headline and the blocks between the two. Out: date and update as ISO text, and where
they stand. Never takes a date that is part of a sentence, a caption or a quoted post, nor one of an event, of another
outlet, of another story, of a site's banner; never chooses between two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coranto.extract import byline, byline_words, date_words, dates, headline, picture, signature
from coranto.extract.blocks import Block
from coranto.extract.body import Story, headline_like
from coranto.extract.furniture import Kind

CLOSE = 12  # blocks from headline or story within which a date is beside it
BEHIND = 14  # words that may stand behind a date in its line
LONGEST = 40  # words of its line
FEW = 6  # words of a line that is a date, though not a clear one
LABEL = 30  # characters of a line that names the date below it
TELLING = 20  # characters of a headline that no other story has
SEEN = 90  # characters of a longer line whose beginning is a byline with a date
KICKER = 3  # words of a line between a date and the headline below it
NEAR = 3  # blocks above the head in which a reader's name makes all below it a comment
RIGHT_BELOW = 2  # blocks below the story in which a date alone is its own
BELOW = 12  # blocks below the story in which "Published: …" counts

ON = re.compile(r"\b(?:on|am|le|el|il|vom|at)\s*$", re.IGNORECASE)
# What may stand in front of a date, besides names: words that say what it is, and what blogs and agencies print.
IN_FRONT = re.compile(
    r"\b(?:this|article|entry|post|story|was|has been|first|last|originally|originaly|on|at|am|um|the|by|von|par|por|"
    rf"{'|'.join((*date_words.ZONES, *date_words.UNCLEAR_ZONES))}|"
    r"dieser?|übersetzung|translation|translated|gmt|utc|bst|uhr|cest|cet|e[ds]?t|a\.?m|p\.?m|"
    r"artikel|beitrag|eintrag|wurde|zuletzt|date|pr|ap|afp|dpa|reuters|special|min(?:ute[sn]?)?|read|lesezeit|"
    r"le|el|il|du|vom|em|en|às)\b|\d+|[^\w\s]",
    re.IGNORECASE,
)
# How a line below the story says when the story came out; there, "Released: …" is of a book.
SAID_BELOW = re.compile(
    r"(?:this |dieser? )?(?:article|post|entry|story|artikel|beitrag|eintrag)?(?: was| wurde)? ?(?:first |originally )?"
    r"(?:published|posted|veröffentlicht|erstellt|publié|publicad[oa]|pubblicato|gepubliceerd|opublikowano|"
    r"опубликовано|опубліковано)\b"
)
# Below the date of an event.
EVENT = re.compile(
    r"(?:venue|location|where|place|time|doors|tickets?|entry|admission|wo|ort|uhrzeit|beginn|einlass|eintritt|lieu|"
    r"heure|lugar|hora|luogo|ora|место|время|місце|час)(?:\s*:|$)"
)
SAID = re.compile(r"publi|pubbli|veröffentl|erschien|posted|gepubl|opubl|опубл")  # in a label, below the story
# What may follow a date in its line.
BESIDE = re.compile(
    r"[|·•–—/,;:()\d@-]|by|(?:von|par|por|updated|published|posted|last|share|comment|kommentar|min|read|uhr|at|um|"
    r"gmt|edt|est|report|leave|schreibe|keine|no comments|print|drucken|comente|comentar|comentários?|comentarios?|"
    r"commentaires?|deixe|laisser|dejar|reply|add|get|views?|reads?|today|yesterday)\b"
)
ACCOUNT = re.compile(r"(?<=\w)\s?@\w+")
GENRE = re.compile(r"^(?:übersetzung|translation|traduction|text|foto|photo)s?:? (?:(?:by|von|par) )?", re.IGNORECASE)
PLAIN = re.compile(r"[^\W\d_]{3}")
# "Nov.November 18, 2019": the month for narrow screens and for wide ones.
TWICE = re.compile(r"(?:^|(?<=\s))[^\W\d_]{3,4}\.$")
ARTICLE = re.compile(r"(?:the|an?|der|die|das|ein|eine|le|la|les|el|los)\s", re.IGNORECASE)  # "The report, published …"
PART = re.compile(r"\s*(?:[|·•–—/>]|\s-(?:\s|$))\s*")
# A date of an event, of a product, of a period, or of where the story came out first.
OTHERS = re.compile(
    r"\b(?:release[ds]?|venue|location|tickets?|doors|termin|beginn|einlass|deadline|frist|event|geboren|born|died|"
    r"expires|valid|until|till|bis|ab|seit|since|from|starts?|ends?|wann|when|where|copyright|©|"
    r"(?:first|originally) (?:published|posted) (?:in|by|at)|published in|appeared (?:in|on|at)|zuerst|"
    r"ursprünglich|erschien(?:en)? (?:in|bei|auf)|retrieved|abgerufen|accessed|joined|registered|born on|"
    r"dabei seit|mitglied seit|aired)\b"
)


@dataclass(slots=True)
class _Seen:
    """What was met on the way: dates with their blocks, what is not enough for one, and short lines of that."""

    dates: list[tuple[dates.Stated, Block]] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    rivals: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class When:
    """Date and update as ISO text, empty where not sure, and where each was found."""

    date: str = ""
    updated: str = ""
    where: str = ""
    where_updated: str = ""


def find(blocks: Sequence[Block], kinds: Sequence[Kind], story: Story, head: headline.Head | None, zone: range) -> When:
    """The moment and its update, if headline or byline state them in full and in one voice."""
    if "reader" in kinds[max(0, min(zone.start, story.first) - NEAR) : max(zone.stop, story.first)]:
        return When(where="the text may be a reader's comment")
    seen = _Seen()
    signed = any(byline.is_byline(blocks[index].text) and blocks[index].words <= 25 for index in zone)
    for index in zone:
        if index - zone.start < CLOSE or zone.stop - index <= CLOSE:
            if index + 1 < len(blocks) and EVENT.match(blocks[index + 1].key):
                continue
            label = blocks[index - 1].text if index > zone.start else ""
            _look(blocks[index], kinds[index], seen, label=label, banner=not signed)
    if head:
        kicker = head.first > 1 and not kinds[head.first - 1] and blocks[head.first - 1].words <= KICKER
        for index in range(max(0, head.first - (2 if kicker and not seen.dates else 1)), head.first):
            _look(blocks[index], kinds[index], seen, banner=True, above=True)
    if head and not seen.dates:
        title = blocks[head.index].text[-TELLING:]
        for block in blocks[max(0, head.first - 2) : zone.stop]:
            told = [one for one in block.stated if block.text[: one.start].rstrip(" ,|–—-·(").endswith(title)]
            told = [one for one in told if len(title) == TELLING and len(block.text) - one.end < TELLING]
            seen.dates += [(one, block) for one in told]
    for index in range(story.last + 1, min(story.last + 1 + BELOW, len(blocks))):
        if kinds[index] in ("feed", "comments", "reader", "list") or (
            headline_like(blocks[index]) and not blocks[index].stated
        ):
            break
        _look(blocks[index], kinds[index], seen, label=blocks[index - 1].text, below=True)
        if index <= story.last + RIGHT_BELOW and not seen.dates and _last_line(blocks, kinds, index):
            seen.dates += [(one, blocks[index]) for one in blocks[index].stated]
        if signature.closing(blocks, kinds, index):
            seen.dates += [(one, blocks[index + 1]) for one in blocks[index + 1].stated]
    when = _decide(seen, blocks, story)
    against = when.date and _elsewhere(blocks, head, when.date[:10])
    return When(updated=when.updated, where=against, where_updated=when.where_updated) if against else when


def _last_line(blocks: Sequence[Block], kinds: Sequence[Kind], index: int) -> bool:
    """Whether a line is but a date, and no other story begins in the next."""
    block = blocks[index]
    if block.words > 4 or kinds[index] not in ("", "time") or len(block.stated) != 1 or block.stated[0].label:
        return False
    if block.stated[0].start or len(block.text) > block.stated[0].end + 1 or dates.label(blocks[index - 1].text):
        return False
    after = index + 1
    return after == len(blocks) or bool(kinds[after]) or blocks[after].words <= 3


def _elsewhere(blocks: Sequence[Block], head: headline.Head | None, day: str) -> str:
    """Whether the page prints the same headline with another date."""
    if head is None or len(blocks[head.index].text) < TELLING:
        return ""
    for index, block in enumerate(blocks):
        if block.key != blocks[head.index].key or head.first <= index <= head.index:
            continue
        around = [near for near in blocks[max(0, index - 2) : index + 3] if near.words <= 10]
        days = [(one.day, near.line) for near in around for one in near.stated if one.label != "updated"]
        if days and day not in [each for each, _ in days]:
            return f"several: {day}, and {days[0][0]} with the same headline (line {days[0][1]})"
    return ""


def _decide(seen: _Seen, blocks: Sequence[Block], story: Story) -> When:
    updates = [(one, block) for one, block in seen.dates if one.label == "updated"]
    updated = where_updated = ""
    if len({one.iso for one, _ in updates}) == 1:
        updated = updates[0][0].iso
        where_updated = f"line {updates[0][1].line}, said to be an update (sure)"
    published = [pair for pair in seen.dates if pair[0].label == "published"]
    plain = published or [pair for pair in seen.dates if not pair[0].label]
    if plain and len({one.day for one, _ in plain}) == 1:
        one, block = max(plain, key=lambda pair: len(pair[0].iso))
        other = next((hint for hint in seen.rivals if (days := dates.readings(hint)) and one.day not in days), "")
        if other and not one.label:
            return When("", updated, f"several: {one.day}, and {other}", where_updated)
        note = f"; {one.note}" if one.note else ""
        return When(one.iso, updated, f"line {block.line}, beside the headline (sure){note}", where_updated)
    if plain:
        where = "several: " + ", ".join(dict.fromkeys(one.iso for one, _ in plain))
    elif updated:
        where = f"only an update ({updated}, line {updates[0][1].line})"
    elif seen.hints:
        where = f"only {seen.hints[0]}"
    else:
        where = _told(blocks, story)
    return When("", updated, where, where_updated)


def _look(
    block: Block,
    kind: Kind,
    seen: _Seen,
    *,
    label: str = "",
    banner: bool = False,
    above: bool = False,
    below: bool = False,
) -> None:
    """Take the dates of a line that can be the story's. ``label`` is the line above it."""
    if kind in ("form", "legal", "credit", "inset", "list", "feed", "plea"):
        return
    if kind == "icons":
        told = [words for meaning, words in headline.icons(block.text) if meaning == "date"]
        found = [one for words in told for one in dates.stated(words, block.day_first)]
    elif block.words > LONGEST:
        found = block.stated[:1] if byline_words.LEAD.match(block.key) else []
        found = [one for one in found if one.end < SEEN and byline.names(block.text[:SEEN])]
    else:
        found = _paired([one for one in block.stated if _stands(block, one)])
    named = dates.label(label)
    if found and not found[0].label and not PLAIN.search(block.text[: found[0].start]):
        if len(label) <= LABEL and OTHERS.match(label.lower()) and not named:
            return
        found[0] = replace(found[0], label=named)
    if banner:  # a site's banner tells today's date, with its weekday, and at times the time
        found = [one for one in found if one.label or not one.weekday or ("T" in one.iso and not above)]
    if below:
        said = byline.signed(block.text) != () or bool(SAID.search(label.lower()))
        found = [one for one in found if one.start < LONGEST and (said or SAID_BELOW.match(block.key))]
        found = [one for one in found if one.label != "updated"]
    seen.dates.extend((one, block) for one in found)
    if not found and not below and not block.sentence and (hint := dates.unsettled(block.text)):
        seen.hints.append(f'"{hint}" (line {block.line})')
        if block.words <= FEW and not block.stated and not PLAIN.search(block.text.partition(hint)[0]):
            seen.rivals.append(seen.hints[-1])


def _paired(found: list[dates.Stated]) -> list[dates.Stated]:
    """Some themes print date and update glued together, and hide the second."""
    if len(found) == 2 and found[1].start == found[0].end and found[0].day < found[1].day and not found[1].label:
        return [found[0], replace(found[1], label="updated")]
    return found


def _stands(block: Block, one: dates.Stated) -> bool:
    """Whether a date stands by itself, with words that say what it is, or beside a byline."""
    if picture.split(block.text):
        return False
    before = TWICE.sub("", ON.sub("", date_words.WEEKDAY.sub(" ", block.text[: one.start])).strip()).strip()
    if byline_words.LEAD.match(block.key):
        before = ACCOUNT.sub(" ", before)
    behind = block.text[one.end :].strip(" .")
    if "@" in before or len(before.split()) > BEHIND:
        return False
    if len(behind.split()) > BEHIND and behind[0] not in "|/·•":
        return False
    if OTHERS.search(f"{PART.split(before)[-1]} {PART.split(behind)[0]}".lower()) or (
        before.endswith(":") and not one.label and not byline.is_byline(before)
    ):
        return False
    glued = block.text[one.end : one.end + 1].isupper()  # "3 May 2021Share": the next line, without its line end
    if behind and not (one.label or glued or BESIDE.match(behind.lower()) or byline.beside(block.text)):
        return False
    section = "T" in one.iso and before.isalpha() and before[0].isupper()  # "Energy 3 May 2021, 8:30"
    return section or _says_nothing_else(before)


def _says_nothing_else(before: str) -> bool:
    """Whether what stands before a date is a byline, a name, or words that say what date it is."""
    last = PART.split(before)[-1]
    if byline.is_name(GENRE.sub("", last).rstrip(" ,:-")):
        return True
    rest = date_words.UPDATED.sub(" ", date_words.PUBLISHED.sub(" ", last.lower()))
    rest = IN_FRONT.sub(" ", rest).strip()
    if not rest or byline.is_byline(before) or byline.is_byline(last):
        return True
    first, *more = last.split()
    return (
        byline.is_name(last.rstrip(" ,:-"))
        or byline.listed(last) != ()
        or (not more and first[0].isupper() and first[-1] in ",|-–")
        or (not ARTICLE.match(last) and all(word in byline_words.NOBODY for word in rest.split()))
    )


def _told(blocks: Sequence[Block], story: Story) -> str:
    for index in story.paragraphs:
        if hint := dates.unsettled(blocks[index].text):
            return f'only "{hint}" in the story (line {blocks[index].line})'
    return "no date beside the headline"
