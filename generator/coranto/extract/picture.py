"""Read what a page says of its lead picture.

In: a line. Out: caption and credit apart. Never takes a sentence of the story for a caption: a caption is known by the
credit that ends it or by standing where only a caption stands.
"""

from __future__ import annotations

import re

AGENCIES = (
    r"getty(?: images?)?|afp|reuters|shutterstock|associated press|ap photo|ap|epa|dpa|unsplash|imago|picture alliance|"
    r"handout|file photo|screengrab|screenshot|courtesy|anadolu|ukrinform|nurphoto|alamy|istock|adobe stock|zuma|"
    r"bloomberg"
)
SIGNS = r"illustrative|photo|image|picture|foto|bild|credit|source|photograph|illustration|video|graphic|map|©|фото"
BRACKETS = re.compile(r"\s*\((?P<inside>[^()]{2,160})\)\.?$")
INSIDE = re.compile(
    rf"(?:(?:{SIGNS})s?\b.*|©.*|.*\bvia\b.+|.*\b(?:{AGENCIES})\b.*|.*\bphoto by\b.*|.+/(?:[\w ]+))", re.IGNORECASE
)
LABEL = re.compile(
    rf"^(?:illustrative(?: image)?;?\s*)?(?:(?:{SIGNS})s?(?: (?:credit|courtesy|source))?(?:\s*[:/]\s*| by | of | "
    rf"courtesy of | )|©\s*)+",
    re.IGNORECASE,
)
ALONE = re.compile(
    rf"^(?:(?:photo(?:graph)?s?|images?|pictures?|fotos?|bild(?:quelle|nachweis)?|(?:photo|image) credit|credits?|"
    rf"illustration|"
    rf"фото|source)\s*(?:[:/|©]| by | courtesy of | via )\s*|©\s*)(?P<who>.{{2,120}})$|"
    rf"^(?P<agency>©?\s?(?:{AGENCIES})(?:\W.{{0,60}})?)$",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"\s(?:(?:Photo|Image|Picture)(?: [Cc]redit)?|Credit|CREDIT|PHOTO|IMAGE|Foto|FOTO|Bild|Photograph|"
    r"Фото)(?:s)?(?:\s?[:/©]|\s[Bb]y\b)"
    r"\s*(?P<who>(?:[^.]|\.(?=\w)){2,80})$"
)
# A credit that needs no brackets: it names who, and for whom, and nothing else stands behind it.
NAMED = re.compile(
    r"(?<=[.!?…”\"»)])\s+(?:Photo|Image|Picture|Foto|Bild|Фото|Photograph)(?:\s[Cc]redit|\s[Bb]y)?\s?[:/]\s*"
    r"[^\s.!?:][^.!?:]{2,60}\.?$"
)
LONGEST = 600


def split(line: str) -> tuple[str, str] | None:
    """Caption and credit of a line that carries a credit; either may be empty. Nothing for any other line."""
    if len(line) > LONGEST:
        return None
    text = line.strip()
    brackets = BRACKETS.search(text[-170:])
    if brackets and INSIDE.fullmatch(brackets["inside"]):
        caption = text[: len(text) - len(text[-170:]) + brackets.start()].rstrip()
        return caption, LABEL.sub("", brackets["inside"]).strip(" .")
    if alone := ALONE.match(text):
        return "", (alone["who"] or alone["agency"]).strip()
    if len(text) <= 300 and (tail := TAIL.search(text)):
        return text[: tail.start()].rstrip(" ,|–—-"), tail["who"].strip()
    return None


def sure(line: str) -> bool:
    """Whether the credit is one that no sentence of a story ends with: in brackets, or behind "Photo:"."""
    if len(line) <= LONGEST and NAMED.search(line[-90:]):
        return True
    brackets = BRACKETS.search(line[-170:])
    if not brackets or len(line) > LONGEST:
        return False
    inside = brackets["inside"].casefold()
    signed = re.match(rf"(?:{SIGNS})s?\b|©", inside) or re.search(
        rf"\bvia\b|(?:{AGENCIES})/|/(?:{AGENCIES})\b|getty", inside
    )
    return bool(signed)
