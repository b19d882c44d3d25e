"""Read dates as strictly as a court would.

In: one line of text. Out: the dates it states in full, as ISO 8601, with a time and a zone only where they are given;
and, apart, what looks like a date but is not enough. Never knows what day it is today, never completes a year, never
chooses between day and month: an invented date is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from coranto.extract.date_words import (
    AGE,
    AROUND,
    BUDDHIST,
    CAPITAL_ZONE,
    CLOCK,
    CUSTOM_SIGNS,
    DAY_FIRST,
    DAY_NUMBER,
    ERA,
    GLUED_YEAR,
    HALVES,
    IDEOGRAPHS,
    LETTER,
    MONTH_FIRST,
    MONTH_NUMBER,
    MOST,
    NUMERIC,
    PARTIAL,
    PLAIN,
    PUBLISHED,
    SHORT,
    SLASHED,
    SPACE,
    SPACED,
    THAI,
    THAI_NUMBER,
    TIME_AFTER,
    TIME_BEFORE,
    UNSPACED,
    UPDATED,
    VIETNAMESE,
    WEEKDAY_BEFORE,
    YEAR,
    YEAR_FIRST,
    YEAR_MONTH,
    ZONES,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A date that a line gives in full. ``label`` is "published", "updated" or empty; ``note`` says what was left "
    "out."""

    iso: str
    start: int
    end: int
    label: str = ""
    weekday: bool = False
    note: str = ""

    @property
    def day(self) -> str:
        """The day without the time."""
        return self.iso[:10]


def fold(line: str) -> str:
    """Small letters, plain spaces; as many characters as before, so that places agree."""
    line = line[:MOST]
    small = line.lower()
    if len(small) != len(line):  # "İ" becomes two
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in line)
    return SPACE.sub(" ", small).replace("’", "'")


def stated(line: str, clear: str = "") -> list[Stated]:
    """The full dates of a line, in order. Two readings of one date make none, unless ``clear`` is the sign in it."""
    return list(_stated(line[:MOST], clear))


@lru_cache(maxsize=8192)
def _stated(line: str, clear: str) -> tuple[Stated, ...]:
    if not YEAR.search(line):
        return ()
    text = fold(line)
    found: list[Stated] = []
    for match, year, month, day in _candidates(text, clear):
        if (
            not _parted(line, match)
            or not _plain(line, match)
            or not _exists(year, month, day)
            or any(match.start() < one.end and one.start < match.end() for one in found)
        ):
            continue
        before = text[found[-1].end if found else 0 : match.start()]
        weekday = WEEKDAY_BEFORE.search(before[-16:])
        number = DAY_NUMBER.get(weekday[1]) if weekday else None
        if number and number != date(year, month, day).isoweekday():
            continue
        time, end, note = _time(text, match, line)
        label = _label(before, text[end : end + 20] if not found else "")
        found.append(Stated(f"{year:04}-{month:02}-{day:02}{time}", match.start(), end, label, bool(number), note))
    return tuple(sorted(found, key=lambda one: one.start))


def _parted(line: str, match: re.Match[str]) -> bool:
    """Whether a date begins where a word begins, or is glued to the word or date in front: "NameMay 3, 2021"."""
    start = match.start()
    if start == 0 or not (line[start - 1].isalnum() or line[start - 1] == "_") or UNSPACED.match(line[start - 1]):
        return True
    if line[start].isdigit():
        return bool(GLUED_YEAR.search(line[max(0, start - 8) : start])) or line[start - 1].islower()
    return line[start].isupper() and line[start - 1].islower()


def _plain(line: str, match: re.Match[str]) -> bool:
    """Whether a month's name means one month where it stands."""
    said = match.groupdict()
    if said.get("dot") and match.re is YEAR_MONTH:  # "in 2021. May 3 …" are two sentences
        return line[match.start("month")].islower()
    if said.get("dot") and said["month"] == "listopada":  # October in Croatian, which has the dot; November in Polish
        return False
    return not said.get("again") or MONTH_NUMBER[said["again"]] == MONTH_NUMBER[said["month"]]


def day_first(texts: Iterable[str]) -> str:
    """The signs that make 4.2.2023 or 4/2/2023 clear in the language of some prose; empty if none does."""
    words = [word for text in texts for word in text[:1000].casefold().split()]
    plain = sum(word in PLAIN for word in words)
    told: dict[str, int] = {}
    for tells, sign in CUSTOM_SIGNS:
        told[sign] = told.get(sign, 0) + sum(word in tells for word in words)
    best = max(told, key=lambda each: told[each])
    return best if told[best] > 3 * (plain + sum(told.values()) - told[best]) + 2 else ""


def label(line: str) -> str:
    """What a line that is but a label says of the date in the next one; empty if it is no such label."""
    folded = fold(line)
    rest = AROUND.sub("", UPDATED.sub("", PUBLISHED.sub("", folded)))
    return "" if len(line) > 40 or LETTER.search(rest) else _label(folded, "")


def readings(line: str) -> frozenset[str]:
    """The days that a date in numbers alone may mean, where it is not clear which."""
    found = re.search(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})(?!\d)", line)
    if found is None:
        return frozenset()
    one, two, year = int(found[1]), int(found[2]), int(found[3])
    year += 2000 if year < 100 else 0
    days = ((year, one, two), (year, two, one))
    return frozenset(f"{each[0]:04}-{each[1]:02}-{each[2]:02}" for each in days if _exists(*each))


def unsettled(line: str) -> str:
    """What in a line looks like a date without being one, as printed; empty if nothing does."""
    text = fold(line)
    match = AGE.search(text) or PARTIAL.search(text)
    return line[match.start() : match.end()] if match else ""


def _candidates(text: str, clear: str) -> Iterator[tuple[re.Match[str], int, int, int]]:
    for pattern in (DAY_FIRST, MONTH_FIRST):
        for match in pattern.finditer(text):
            yield match, int(match["year"]), MONTH_NUMBER[match["month"]], int(match["day"])
    for match in YEAR_MONTH.finditer(text):
        month = MONTH_NUMBER[match["month"] or match["month_"]]
        yield match, int(match["year"] or match["year_"]), month, int(match["day"] or match["day_"])
    for match in THAI.finditer(text):
        year = int(match["year"])
        buddhist = match["era"] != "ค.ศ." and year in BUDDHIST
        yield (
            match,
            year - ERA if buddhist else year,
            THAI_NUMBER[match["month"]],
            int(match["day"]),
        )
    for pattern in (YEAR_FIRST, SPACED, VIETNAMESE, IDEOGRAPHS):
        for match in pattern.finditer(text):
            yield match, int(match["year"]), int(match["month"]), int(match["day"])
    if "." in clear:  # a short year is a year; only with the day in front is it clear which number it is
        for match in SHORT.finditer(text):
            if int(match["year"]) < 70:
                yield match, 2000 + int(match["year"]), int(match["month"]), int(match["day"])
    for match in SLASHED.finditer(text):
        one, two, three = int(match["first"]), int(match["second"]), int(match["year"])
        orders = ((three, one, two), (three, two, one), (one, two, three))
        readings = [each for each in orders if _exists(2000 + each[0], each[1], each[2])]
        if len(readings) == 1 and readings[0][0] == three and three < 70:
            yield match, 2000 + three, *readings[0][1:]
    for match in NUMERIC.finditer(text):
        first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
        if second > 12:
            yield match, year, first, second
        elif first > 12 or first == second or match[2] in clear:
            yield match, year, second, first


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return 1900 <= year <= 2099


def _label(before: str, after: str) -> str:
    """What the words say that the date is. The nearest word in front wins."""
    updated = max((match.end() for match in UPDATED.finditer(before)), default=-1)
    published = max((match.end() for match in PUBLISHED.finditer(before)), default=-1)
    if updated > published:
        return "updated"
    if re.match(r"\s*\(?updated\b(?!\s*:)", after) and published < 0:
        return "updated"
    return "published" if published >= 0 else ""


def _time(text: str, found: re.Match[str], line: str) -> tuple[str, int, str]:
    """The time beside a date as ISO text, where the whole ends, and what was left out."""
    start = found.end()
    gap = TIME_AFTER.match(text, start)
    end = start
    if clock := _sure(CLOCK.match(text, gap.end() if gap else start)):
        end = clock.end()
    else:
        clock = _sure(TIME_BEFORE.search(text[max(0, found.start() - 40) : found.start()]))
    if clock is None:
        return "", start, ""
    minute = int(clock["minute"] or clock["other"] or clock["french"] or clock["east"] or 0)
    hour = int(clock["hour"])
    half = clock["half"] or HALVES.get((clock["ahead"] or clock["behind"] or "").strip(" ."), "")
    if half and not (clock["ahead"] or clock["behind"]) and not 1 <= hour <= 12:
        return "", start, f'time "{clock[0].strip()}" is impossible'
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        return "", start, f'time "{clock[0].strip()}" is impossible'
    zone = _zone(clock["zone"])
    if not clock["zone"] and end > start and (capitals := CAPITAL_ZONE.match(line, end)):
        end = capitals.end()
        zone = _zone(capitals[1].lower())
    if zone is None:
        return "", end, f'time "{clock[0].strip()}" left out, its zone is not clear'
    return f"T{hour:02}:{minute:02}{zone}", end, ""


def _sure(clock: re.Match[str] | None) -> re.Match[str] | None:
    """The match, if it is a time and not a bare number."""
    told = ("minute", "other", "french", "east", "oclock", "half", "uhr")
    return clock if clock and any(clock[each] for each in told) else None


def _zone(name: str | None) -> str | None:
    """The offset of a zone; empty if none is given, nothing if it is not clear."""
    if not name:
        return ""
    offset = re.fullmatch(r"(?:utc|gmt)?\s?([+−-])(\d{1,2}):?(\d{2})?", name)
    if offset and int(offset[2]) <= 14:
        return f"{'+' if offset[1] == '+' else '-'}{int(offset[2]):02}:{offset[3] or '00'}"
    return ZONES.get(name)
