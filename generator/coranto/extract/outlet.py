"""Find the outlet, and what the page says of its authors.

In: blocks and what furniture each is. Out: boxes about authors, and the outlet's name with where it was found. Never
takes a past employer for the outlet; never knows an outlet beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from . import byline
from .blocks import Block
from .furniture import Kind
from ..model import Bio

ROLE_WORDS = (
    r"reporter|editor|correspondent|journalist|writer|columnist|contributor|producer|photographer|critic|blogger|"
    r"fellow|intern|analyst|author|anchor|host|freelancer|freelance|founder|director|professor|researcher|lecturer|"
    r"videographer|newsletter|redakteur(?:in)?|korrespondent(?:in)?|autor(?:in)?|journaliste?(?:in)?|periodista|giornalista|"
    r"журналист\w*|редактор\w*|кореспондент\w*"
)
ROLE = re.compile(rf"(?:[\w&’'-]+ ){{0,5}}(?:{ROLE_WORDS})(?:[ ,].{{0,50}})?", re.IGNORECASE)
# A name as it stands in prose: "the Example Times", "Radio of the North", "St. Example News"; not the stop behind it.
_WORD = r"[A-ZÀ-ÝА-ЯҐЄІЇ0-9](?:[\w’'&-]|\.(?=\w))*"
_PROPER = rf"(?:[Tt]he\s)?{_WORD}(?:\s(?:of\s(?:the\s)?|&\s)?{_WORD}){{0,5}}"
PRESENT = re.compile(
    rf"\b(?:is|are|works?|serves?|writes?|reports?|currently)\b(?:[^.!?]{{0,80}}?)\b(?:{ROLE_WORDS})s?\b[^.!?,;]{{0,60}}?"
    rf"\s(?:at|for|with|of)\s(?P<outlet>{_PROPER})"
)
WE_ARE = re.compile(
    r"\b[Ww]e(?:\sare|['’]re)\s(?:the\s)?(?:[\w-]+\s){0,3}?(?:team|desk|newsroom|staff|editors|journalists)\s"
    rf"(?:of|at|from|behind)\s(?P<outlet>{_PROPER})"
)
OWNER = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:\d{4}(?:\s*[-–—]\s*(?:\d{2,4}|present))?)?,?\s*(?:by\s)?(?P<outlet>[^.|,;©\d()]{3,50}?)"
    r"\s*(?:[.|,;()©]|\d|all rights|inc\b|ltd|llc|alle rechte|$)",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"(?P<name>[^\W\d_][\w.'’-]+(?: (?:[^\W\d_a-zа-я][\w.'’-]*|van|von|de|der|del|di|da|la|le|al|bin)){1,4})(?: \([^()]{1,60}\))?,? "
    r"(?:is|was|are|has|covers|works|worked|writes|reports|joined|serves|studied|holds|ist|war|schreibt|arbeitet|est|es|è|é)\b"
)
FIRST_PERSON = re.compile(r"(?:we|i)(?:'m|'re| am| are| have| cover| write)\b|hi,? |hey|hello")
FAR = 30  # blocks below the story in which an author's box is looked for


@dataclass(frozen=True, slots=True)
class Boxes:
    """What the page says of its authors, and the blocks that say it."""

    bios: tuple[Bio, ...]
    used: frozenset[int]


def boxes(blocks: Sequence[Block], kinds: Sequence[Kind], below: int, authors: Sequence[str]) -> Boxes:
    """Author boxes from the block after the story on, down to the first heading over other stories."""
    bios: list[Bio] = []
    used: set[int] = set()
    name, role, signed = "", "", False
    for index in range(below, min(below + FAR, len(blocks))):
        block, kind = blocks[index], kinds[index]
        if kind in ("feed", "comments", "reader", "legal", "form"):
            break
        if kind == "bio":
            name, role, signed = "", "", True
        elif kind:
            continue
        elif not block.closed and (byline.is_name(block.text) or byline.is_desk(block.text)) and not (name and signed):
            name, role = block.text, ""
        elif name and not role and block.words <= 8 and not block.closed and ROLE.fullmatch(block.text):
            role = block.text
        elif subject := _about(block, name, signed, authors):
            bios.append(Bio(subject, block.text, role if subject == name else ""))
            used.add(index)
            name, role, signed = "", "", False
        elif block.sentence:
            name, role, signed = "", "", False
    return Boxes(tuple(bios), frozenset(used))


def _about(block: Block, name: str, signed: bool, authors: Sequence[str]) -> str:
    """Whose box a paragraph fills; empty if it is none."""
    if block.words > 160 or block.words < 5:
        return ""
    about = ABOUT.match(block.text)
    subject = about["name"] if about else ""
    if subject and (subject == name or subject in authors):
        return subject
    if name and (signed or name in authors or FIRST_PERSON.match(block.key)) and block.sentence:
        return name
    return subject if subject and byline.is_name(subject) and PRESENT.search(block.text[:400]) else ""


def signs_off(block: Block, authors: Sequence[str]) -> str:
    """Whose bio the last paragraph of a run is: it begins with the name of an author and says what they are."""
    about = ABOUT.match(block.text)
    if about and about["name"] in authors and block.words <= 120:
        return about["name"]
    return ""


def name(authors: Sequence[str], bios: Sequence[Bio], blocks: Sequence[Block]) -> tuple[str, str]:
    """The outlet, and where it is named; both empty if nothing on the page says it."""
    for author in authors:
        if desk := byline.outlet(author):
            return _article(desk, blocks), f'the desk that signs, "{author}" (sure)'
    for bio in bios:
        match = WE_ARE.search(bio.text[:600]) or PRESENT.search(bio.text[:600])
        if match:
            return _article(_clean(match["outlet"]), blocks), f"the author's box of {bio.name} (sure)"
    for block in reversed(blocks):
        if len(block.text) < 400 and (owner := OWNER.search(block.text)):
            found = _clean(owner["outlet"])
            if found and found[0].isupper() and not found.casefold().startswith(("all rights", "copyright")):
                return _article(found, blocks), f"copyright line, line {block.line} (likely)"
    return "", ""


def _clean(outlet: str) -> str:
    return re.sub(r"['’]s?$", "", " ".join(outlet.split()).strip(" .,-–—|&"))


def _article(outlet: str, blocks: Sequence[Block]) -> str:
    """The name with its article as a title has it: "the Example Times" and "Example Times' …" are The Example Times."""
    if outlet.startswith("the "):
        return "The " + outlet[4:]
    if outlet.startswith("The "):
        return outlet
    full = f"The {outlet}"
    return full if any(full in block.text[:1000] for block in blocks) else outlet
