"""The words of the interface: English in, the words of the site's language out, with numbers and plural forms.

English is the key, as it stands in templates and code; a catalogue (``catalogues.py``) says what stands in its place.
A word that no catalogue has stays English. Values only: reads no file, and knows no locale but those written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

NO_BREAK = "\N{NO-BREAK SPACE}"
_HOLE = re.compile(r"\{(\w+)\}")
_RIGHT_TO_LEFT = ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
_RIGHT_TO_LEFT_SCRIPTS = ("adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa")


def direction(tag: str) -> str:
    """``rtl`` or ``ltr``: by the script that the tag names, else by its language."""
    first, *others = tag.casefold().split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), "")
    right = script in _RIGHT_TO_LEFT_SCRIPTS if script else first in _RIGHT_TO_LEFT
    return "rtl" if right else "ltr"


def _one(n: int) -> str:
    return "one" if n == 1 else "other"


def _one_with_zero(n: int) -> str:
    return "one" if n < 2 else "other"


def _slavic(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else "many"


def _arabic(n: int) -> str:
    if n < 3:
        return ("zero", "one", "two")[n]
    return "few" if 3 <= n % 100 <= 10 else "many" if n % 100 >= 11 else "other"


Rule = Callable[[int], str]
RULES: Mapping[str, tuple[Rule, tuple[str, ...]]] = {
    "en": (_one, ("one", "other")),
    "de": (_one, ("one", "other")),
    "es": (_one, ("one", "other")),
    "fr": (_one_with_zero, ("one", "other")),
    "uk": (_slavic, ("one", "few", "many")),
    "ar": (_arabic, ("zero", "one", "two", "few", "many", "other")),
}
"""language -> which plural form (CLDR's names) a whole number takes, and the forms there are. What CLDR has beside
these is for fractions, or for whole millions."""
FORMS = ("zero", "one", "two", "few", "many", "other")


@dataclass(frozen=True, slots=True)
class Dates:
    """How dates are written. ``months`` stand alone; ``of_months`` beside a day. Patterns hold ``{day}``, ``{month}``,
    ``{year}`` and ``{weekday}``. Without names of months all dates are numbers, as in ISO 8601."""

    months: tuple[str, ...] = ()
    of_months: tuple[str, ...] = ()
    short_months: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    first: str = ""  # the first day of a month, where it is not 1
    day: str = "{day} {month} {year}"
    day_short: str = "{day} {month}"
    day_short_year: str = "{day} {month} {year}"
    weekday: str = "{weekday} {day} {month}"
    weekday_year: str = "{weekday} {day} {month} {year}"
    month: str = "{month} {year}"


@dataclass(frozen=True, slots=True)
class Numbers:
    """How whole numbers are written: what stands between groups of three digits, from how many digits on."""

    group: str = ","
    least: int = 4


_MONTHS = tuple("January February March April May June July August September October November December".split())
ENGLISH_DATES = Dates(
    months=_MONTHS,
    of_months=_MONTHS,
    short_months=tuple(month[:3] for month in _MONTHS),
    weekdays=tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()),
)


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language of the interface. Two are the same only when they are one, so it may be a key of what is made."""

    tag: str = "en"
    words: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # the English for many -> form -> words
    dates: Dates = ENGLISH_DATES
    numbers: Numbers = Numbers()
    rule: Rule = field(default=_one, repr=False)  # its tag says which; a function's address is another in each run

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return direction(self.tag)

    def say(self, english: str, **values: object) -> str:
        """Words for what stands here in English, with values in their ``{places}``: as plain text."""
        text = self.words.get(english, english)
        return fill(text, {name: str(value) for name, value in values.items()}) if values else text

    def count(self, number: int, one: str, many: str, **values: object) -> str:
        """``3 articles``: the right form for a number, which no line parts from its word.

        ``{count}`` says where the number goes; in English without it, in front.
        """
        text = counted(self.form(number, one, many))
        return fill(text, {"count": self.number(number), **{name: str(value) for name, value in values.items()}})

    def unit(self, number: int, one: str, many: str) -> str:
        """``articles``: the words alone, for where the number stands elsewhere."""
        return " ".join(counted(self.form(number, one, many)).replace("{count}", "").split())

    def form(self, number: int, one: str, many: str) -> str:
        """The form for a number, its places not filled."""
        forms = self.counts.get(many)
        if forms is None:
            english = one if number == 1 else many
            return english if "{count}" in english else "{count} " + english
        return forms.get(self.rule(number)) or forms.get("other") or forms.get("many") or many

    def number(self, number: int) -> str:
        """A whole number as it is written: 12,345."""
        text = f"{number:,}" if len(str(abs(number))) >= self.numbers.least else str(number)
        return text if self.numbers.group == "," else text.replace(",", self.numbers.group)


ENGLISH = Language()


@lru_cache(4096)
def counted(text: str) -> str:
    """Words for a number, in which a space that no line breaks at parts it from them."""
    if text.endswith(" {count}"):
        return text.replace(" {count}", NO_BREAK + "{count}")
    return text.replace("{count} ", "{count}" + NO_BREAK)


def upper_first(text: str) -> str:
    """The text with a capital at its beginning, and nothing else changed: for names of days and months in headings."""
    return text[:1].upper() + text[1:]


def holes(text: str) -> set[str]:
    """The names of the places in a text."""
    return set(_HOLE.findall(text))


@lru_cache(4096)
def pieces(text: str) -> tuple[str, ...]:
    """The text cut at its places: words, the name of a place, words, …"""
    return tuple(_HOLE.split(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled. Raises KeyError when there is nothing for one."""
    return "".join([values[piece] if at % 2 else piece for at, piece in enumerate(pieces(text))])
