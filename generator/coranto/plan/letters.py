"""Letters that stand for something: the seal of an outlet or a person, the number of a part."""

from __future__ import annotations

import re

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ARTICLE = re.compile(r"(?:the|an?|der|die|das|le|la|les|el|los|il|de|het)\s+|l['’]", re.IGNORECASE)


def seal(name: str) -> str:
    """The first letter of a name, without its article: what stands in place of a logo."""
    bare = _ARTICLE.sub("", name, count=1) or name
    return next((character.upper()[:1] for character in bare if character.isalnum()), "")


def roman(number: int) -> str:
    """1 -> I, 4 -> IV: numbers of the parts of an edition."""
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written
