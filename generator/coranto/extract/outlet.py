"""Find the outlet, and what the page says of its authors.

In: blocks and what furniture each is. Out: boxes about authors, and the outlet's name with where it was found. Never
takes a past employer for the outlet; never knows an outlet beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coranto.extract import byline
from coranto.extract.blocks import Block
from coranto.extract.furniture import Kind
from coranto.model import Bio

ROLE_WORDS = (
    r"reporter|editor|correspondent|journalist|writer|columnist|contributor|producer|photographer|critic|blogger|"
    r"fellow|intern|analyst|author|anchor|host|freelancer|freelance|founder|director|professor|researcher|lecturer|"
    r"videographer|newsletter|redakteur(?:in)?|korrespondent(?:in)?|autor(?:in)?|journaliste?(?:in)?|periodista|"
    r"giornalista|"
    r"журналист\w*|редактор\w*|кореспондент\w*"
)
ROLE = re.compile(rf"(?:[\w&’'-]+ ){{0,5}}(?:{ROLE_WORDS})(?:[ ,].{{0,50}})?", re.IGNORECASE)
# A name as it stands in prose: "the Example Times", "Radio of the North", "St. Example News"; not the stop behind it.
_WORD = r"[A-ZÀ-ÝА-ЯҐЄІЇ0-9](?:[\w’'&-]|\.(?=\w))*"
_PROPER = rf"(?:[Tt]he\s)?{_WORD}(?:\s(?:of\s(?:the\s)?|&\s)?{_WORD}){{0,5}}"
# Not "fellow" or "professor": those write for an outlet that is not their employer.
_NEWS_ROLES = "reporter|editor|correspondent|journalist|writer|columnist|producer|photographer|redakteur(?:in)?"
PRESENT = re.compile(
    rf"\b(?:is|are|works?|serves?|writes?|reports?|currently)\b[^.!?]{{0,80}}?\b(?:{_NEWS_ROLES})s?\b[^.!?,;]{{0,60}}?"
    rf"\s(?:at|for|with|of)\s(?P<outlet>{_PROPER})"
)
PAST = re.compile(
    r"\b(?:previous(?:ly)?|former(?:ly)?|worked|was|were|been|ex|freelance\w*|before|earlier|contributed)\b"
)
WE_ARE = re.compile(
    r"\b[Ww]e(?:\sare|['’]re)\s(?:the\s)?(?:[\w-]+\s){0,3}?(?:team|desk|newsroom|staff|editors|journalists)\s"
    rf"(?:of|at|from|behind)\s(?P<outlet>{_PROPER})"
)
OWNER = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:\d{4}(?:\s*[-–—]\s*(?:\d{2,4}|"
    r"present))?)?,?\s*(?:by\s)?(?P<outlet>[^.|,;©\d()]{3,50}?)"
    r"\s*(?:[.|,;()©]|\d|all rights|inc\b|ltd|llc|alle rechte|$)",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"(?P<name>[^\W\d_][\w.'’-]+(?: (?:[^\W\d_a-zа-я][\w.'’-]*|van|von|de|der|del|di|da|la|le|al|bin)){1,4})(?: "
    r"\([^()]{1,60}\))?,? "
    r"(?:is|was|are|has|covers|works|worked|writes|reports|joined|serves|studied|holds|ist|war|schreibt|arbeitet|"
    r"est|es|è|é)\b"
)
FIRST_PERSON = re.compile(r"(?:we|i)(?:'m|'re| am| are| have| cover| write)\b|hi,? |hey|hello")
SUFFIX = re.compile(r"\s*[|–—·-]\s(?P<outlet>[^|–—·]{3,40})")
TOP = 200  # blocks among which the page's own title is looked for
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
    return subject if subject and byline.is_name(subject) and _employer(block.text) else ""


def signs_off(blocks: Sequence[Block], paragraphs: Sequence[int], authors: Sequence[str]) -> str:
    """Whose bio the last paragraph of a run is: an author's, or somebody's who reports and is not in the story."""
    block = blocks[paragraphs[-1]]
    about = ABOUT.match(block.text)
    if about is None or block.words > 120:
        return ""
    subject = str(about["name"])
    if subject in authors:
        return subject
    family = subject.split()[-1]
    if authors or not byline.is_name(subject) or not _employer(block.text):
        return ""
    return "" if any(family in blocks[index].text for index in paragraphs[:-1]) else subject


def name(authors: Sequence[str], bios: Sequence[Bio], blocks: Sequence[Block], title: str) -> tuple[str, str]:
    """The outlet, and where it is named; both empty if nothing on the page says it."""
    for author in authors:
        if desk := byline.outlet(author):
            return _article(desk, blocks), f'the desk that signs, "{author}" (sure)'
    for bio in bios:
        if match := WE_ARE.search(bio.text[:600]):
            return _article(_clean(match["outlet"]), blocks), f"the box of {bio.name} (sure)"
        if employer := _employer(bio.text):
            return _article(_clean(employer), blocks), f"the author's box of {bio.name} (likely)"
    for block in blocks[:TOP] if title else ():
        if block.text.startswith(title) and (suffix := SUFFIX.fullmatch(block.text[len(title) :][:80])):
            return suffix["outlet"].strip(), f"page title, line {block.line} (likely)"
    for block in reversed(blocks):
        if len(block.text) < 400 and (owner := OWNER.search(block.text)):
            found = _clean(owner["outlet"])
            if found and found[0].isupper() and not found.casefold().startswith(("all rights", "copyright")):
                return _article(found, blocks), f"copyright line, line {block.line} (likely)"
    return "", ""


def _employer(text: str) -> str:
    """For whom a box says that its author works now."""
    for match in PRESENT.finditer(text[:600]):
        if not PAST.search(match.group()):
            return str(match["outlet"])
    return ""


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
