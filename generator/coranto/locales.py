"""What Babel knows of a language that has no catalogue: plural forms, names of months, patterns of dates.

Babel is asked here and nowhere else, and only for languages that Coranto has no words of its own for. Without it (it
comes with the extra ``i18n``) nothing is known.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from coranto.language import Dates, Rule


def rule(tag: str) -> Rule | None:
    """Which plural form a number takes."""
    locale = _locale(tag)
    return None if locale is None else lambda number: str(locale.plural_form(number))


def dates(tag: str) -> Dates | None:
    """The names and patterns of CLDR."""
    locale = _locale(tag)
    if locale is None:
        return None

    from babel.dates import match_skeleton

    def pattern(skeleton: str, otherwise: str) -> str:
        name = match_skeleton(skeleton, locale.datetime_skeletons)
        return _pattern(locale.datetime_skeletons[name].pattern if name else otherwise)

    names = _apart(locale)
    return Dates(
        months=_names(names["months"]["stand-alone"]["wide"]),
        of_months=_names(names["months"]["format"]["wide"]),
        short_months=_names(names["months"]["format"]["abbreviated"]),
        weekdays=_names(names["days"]["format"]["wide"]),
        day=_pattern(locale.date_formats["long"].pattern),
        day_short=pattern("MMMd", "d MMM"),
        day_short_year=pattern("yMMMd", "d MMM y"),
        weekday=pattern("MMMMEEEEd", "EEEE d MMMM"),
        weekday_year=_pattern(locale.date_formats["full"].pattern),
        month=pattern("yMMMM", "MMMM y"),
    )


def _apart(locale: Any) -> Any:
    """The names of a locale, as a copy: Babel writes what it finds for one language where the next one looks."""
    from babel import localedata

    known = localedata.load(str(locale))
    return localedata.LocaleDataDict({key: deepcopy(known[key]) for key in ("months", "days")})


def _locale(tag: str) -> Any:
    try:
        from babel import Locale, UnknownLocaleError
    except ImportError:
        return None
    for name in (tag, tag.split("-")[0]):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _names(numbered: Any) -> tuple[str, ...]:
    return tuple(str(numbered[number]) for number in sorted(numbered))


_TOKEN = re.compile(r"'[^']*'|[A-Za-z]+|[^A-Za-z']+")
_PLACES = {"d": "{day}", "M": "{month}", "L": "{month}", "y": "{year}", "E": "{weekday}", "c": "{weekday}", "G": ""}


def _pattern(written: str) -> str:
    """``d 'de' MMMM`` -> ``{day} de {month}``. An era is left out."""

    def piece(token: str) -> str:
        if token.startswith("'"):
            return token.strip("'")
        if token in ("M", "MM", "L", "LL"):
            return "{number}"
        return _PLACES.get(token[0], token) if token[0].isalpha() and token.isascii() else token

    return " ".join("".join(map(piece, _TOKEN.findall(written))).split(" ")).replace("  ", " ")
