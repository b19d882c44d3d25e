"""Letters of other scripts in Latin ones, as a language has settled it: for addresses and file names.

In: text in lower case, a language tag. Out: the text; letters that the language's table does not have stay as they are
(Arabic, Chinese, Cyrillic in a site that is written in English). Never empty for a text that has letters.

Ukrainian: resolution 55 of the Cabinet of Ministers, 2010. Russian: the usual one of maps and news (BGN/PCGN, without
its signs). Bulgarian: the law of 2009. Serbian, Macedonian: their own Latin letters, without marks. Greek: ELOT 743.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "є": "ye", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "",
    "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ђ": "dj", "ѓ": "gj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c",
    "ќ": "kj", "џ": "dz", "ѕ": "dz",
}  # fmt: skip
_OWN: dict[str, dict[str, str]] = {
    "uk": {"г": "h", "и": "y", "є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"},
    "ru": {},
    "bg": {"щ": "sht", "ъ": "a", "ь": "y", "х": "h"},
    "sr": {"ж": "z", "х": "h", "ц": "c", "ч": "c", "ш": "s", "đ": "dj"},
    "mk": {"ж": "z", "х": "h", "ц": "c", "ч": "c", "ш": "s"},
}
_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}  # Ukrainian, at the beginning of a word
_WORD_FIRST = re.compile(r"(?<![\w'’ʼ`])[єїйюя]")

_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_GREEK_PAIRS = {"γγ": "ng", "γξ": "nx", "γχ": "nch", "ου": "ou", "μπ": "b"}
_GREEK_PAIR = re.compile(r"γγ|γξ|γχ|ου|(?<!\w)μπ|μπ(?!\w)|([αεη])υ(?=([αβγδεζηιλμνορυω])?)")

_LATIN = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŋ": "n",
    "ŧ": "t", "ə": "e", "ĳ": "ij", "ſ": "s",
}  # fmt: skip
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
_LATIN_OF: dict[str, dict[str, str]] = {
    "de": _UMLAUTS,
    "da": {"å": "aa", "ø": "oe"},
    "nb": {"å": "aa", "ø": "oe"},
    "nn": {"å": "aa", "ø": "oe"},
    "no": {"å": "aa", "ø": "oe"},
}
_MARKED = re.compile(r"([a-z])[\u0300-\u036f]+")


def latin(text: str, language: str) -> str:
    """The text with the letters of the language, and all that are Latin with marks, in plain Latin ones."""
    if text.isascii() or not language:
        return text
    primary = language.split("-")[0].lower()
    text = unicodedata.normalize("NFC", text)
    if primary == "uk":
        text = _WORD_FIRST.sub(lambda match: _FIRST[match.group()], text.replace("зг", "zgh"))
    elif primary == "bg":
        text = re.sub(r"ия(?!\w)", "ia", text)
    elif primary == "el":
        text = _greek(text)
    text = text.translate(_table(primary))
    return unicodedata.normalize("NFC", _MARKED.sub(r"\1", unicodedata.normalize("NFD", text)))


@lru_cache(16)
def _table(primary: str) -> dict[int, str]:
    letters = dict(_LATIN)
    if primary in _OWN:
        letters |= _CYRILLIC | _OWN[primary]
    if primary == "el":
        letters |= _GREEK
    return {ord(letter): written for letter, written in (letters | _LATIN_OF.get(primary, {})).items()}


def _greek(text: str) -> str:
    """Pairs of letters that are one sound; an accent does not part them, a diaeresis does."""
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).replace("\u0301", ""))

    def pair(match: re.Match[str]) -> str:
        first, voiced = match.groups()
        return _GREEK[first] + ("v" if voiced else "f") if first else _GREEK_PAIRS[match.group()]

    return unicodedata.normalize("NFD", _GREEK_PAIR.sub(pair, bare)).replace("\u0308", "")
