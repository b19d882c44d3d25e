"""Names in the order of a language's alphabet, by first letter. Names and a language tag in, order and letters out.

Knows the alphabets whose order is not that of the letters without their marks; all other scripts go by Unicode. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from coranto.latin import latin
from coranto.text import fold

LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
CYRILLIC = "АБВГҐДЂЃЕЁЄЖЗЅИІЇЙЈКЛЉМНЊОПРСТЋЌУЎФХЦЧЏШЩЪЫЬЭЮЯ"
RUSSIAN = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
NORDIC = LATIN + "ÆØÅ"
CZECH = "ABCČDEFGHIJKLMNOPQRŘSŠTUVWXYZŽ"
ALPHABETS = {
    "be": "АБВГДЕЁЖЗІЙКЛМНОПРСТУЎФХЦЧШЫЬЭЮЯ",
    "bg": "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯ",
    "cs": CZECH,
    "da": NORDIC,
    "es": "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ",
    "et": "ABCDEFGHIJKLMNOPQRSŠZŽTUVWÕÄÖÜXY",
    "fi": LATIN + "ÅÄÖ",
    "hr": "ABCČĆDĐEFGHIJKLMNOPQRSŠTUVWXYZŽ",
    "lt": "ABCČDEFGHIJKLMNOPQRSŠTUVWXYZŽ",
    "lv": "ABCČDEFGĢHIJKĶLĻMNŅOPQRSŠTUVWXYZŽ",
    "nb": NORDIC,
    "nn": NORDIC,
    "no": NORDIC,
    "pl": "AĄBCĆDEĘFGHIJKLŁMNŃOÓPQRSŚTUVWXYZŹŻ",
    "ro": "AĂÂBCDEFGHIÎJKLMNOPQRSȘTȚUVWXYZ",
    "ru": RUSSIAN,
    "sk": CZECH.replace("Ř", ""),
    "sl": "ABCČDEFGHIJKLMNOPQRSŠTUVWXYZŽ",
    "sr": "АБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ",
    "sv": LATIN + "ÅÄÖ",
    "tr": "ABCÇDEFGĞHIİJKLMNOÖPQRSŞTUÜVWXYZ",
    "uk": "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ",
}
ARTICLES = {
    "de": r"(?:der|die|das)\s+",
    "en": r"(?:the|an?)\s+",
    "es": r"(?:el|la|los|las)\s+",
    "fr": r"(?:le|la|les)\s+|l['’]",
    "it": r"(?:il|lo|la|gli|le)\s+|l['’]",
    "nl": r"(?:de|het|een)\s+",
    "pt": r"(?:os?|as?)\s+",
}
OTHERS = "#"
"""What names stand under that begin with a digit, or have no letter at all."""
_HEAD = re.compile(r"^[\W_]+")


def order(name: str, language: str) -> tuple[list[int], str]:
    """What names are sorted by: letter for letter, and by the marks where the letters are the same."""
    ranks = _ranks(language)
    return [ranks.get(character, len(ranks) + ord(character)) for character in _letters(name, language)], fold(name)


def letter(name: str, language: str) -> str:
    """The letter of the alphabet that a name stands under."""
    first = _letters(name, language)[:1]
    return first if first and not first.isdigit() else OTHERS


def bare(name: str, language: str) -> str:
    """A name without its article: The Courier stands under C."""
    article = ARTICLES.get(_primary(language))
    return (re.sub("^" + article, "", name, flags=re.IGNORECASE) or name) if article else name


def _primary(language: str) -> str:
    return language.split("-")[0].lower()


@lru_cache(8)
def _ranks(language: str) -> dict[str, int]:
    """character -> its place: digits, the language's own letters, those of other scripts."""
    own = ALPHABETS.get(_primary(language), LATIN)
    everything = dict.fromkeys(" 0123456789" + own + LATIN + GREEK + CYRILLIC)
    return {character: place for place, character in enumerate(everything)}


def _letters(name: str, language: str) -> str:
    """The name in capitals, from its first letter or digit on; a letter with marks without them, unless the alphabet
    has it so."""
    if _primary(language) in ("az", "tr"):
        name = name.replace("i", "İ")
    ranks = _ranks(language)
    capitals = _HEAD.sub("", unicodedata.normalize("NFC", name).upper())
    return "".join(
        [
            character if character in ranks or character.isascii() else _bare(character)
            for character in unicodedata.normalize("NFC", capitals)
        ]
    )


def _bare(capital: str) -> str:
    """A letter without its marks; of a Latin one also without strokes, and both of two that are joined."""
    return latin(unicodedata.normalize("NFD", capital)[0].lower(), "en").upper()
