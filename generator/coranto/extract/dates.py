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

# One line a language; to add a language, add a line. Short forms are given where they are no beginning of the long one.
MONTHS = (
    "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|"
    "november nov|december dec",
    "januar jän jänner|februar|märz mär mrz|april|mai|juni|juli|august|september|oktober okt|november|dezember dez",
    "janvier janv|février févr fév|mars|avril avr|mai|juin|juillet juil|août|septembre|octobre|novembre|décembre déc",
    "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre|octubre|noviembre|diciembre "
    "dic",
    "gennaio gen|febbraio|marzo|aprile|maggio mag|giugno giu|luglio lug|agosto|settembre set|ottobre ott|novembre|"
    "dicembre",
    "janeiro|fevereiro fev|março|abril|maio|junho|julho|agosto|setembro|outubro out|novembro|dezembro",
    "januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|december",
    "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia",
    "января янв|февраля фев|марта мар|апреля апр|мая|июня июн|июля июл|августа авг|сентября сен|октября окт|"
    "ноября ноя|декабря дек",
    "січня січ|лютого лют|березня бер|квітня квіт|травня трав|червня черв|липня лип|серпня серп|вересня вер|"
    "жовтня жовт|листопада лист|грудня груд",
    "ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince",
    "ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık",
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|syyskuuta|lokakuuta|"
    "marraskuuta|joulukuuta",
)
WEEKDAYS = (
    "monday mon|tuesday tue tues|wednesday wed|thursday thu thur thurs|friday fri|saturday sat|sunday sun",
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag sonnabend|sonntag",
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье",
    "понеділок|вівторок|середа|четвер|п'ятниця|субота|неділя",
)
# Only those that mean one offset everywhere. With any other the time is left out and the day kept.
ZONES = {
    "utc": "+00:00", "gmt": "+00:00", "z": "+00:00", "wet": "+00:00", "cet": "+01:00", "mez": "+01:00",
    "west": "+01:00", "cest": "+02:00", "mesz": "+02:00", "eet": "+02:00", "eest": "+03:00", "msk": "+03:00",
    "est": "-05:00", "edt": "-04:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00",
    "pdt": "-07:00", "jst": "+09:00", "kst": "+09:00",
}  # fmt: skip
UNCLEAR_ZONES = (
    "et ct mt pt bst cst ist ast hst akst akdt sgt hkt pkt wib aest aedt acst awst sast wat eat cat brt".split()
)

# By language: words that tell it, and the sign with which it writes day, month, year and never month, day, year. With
# another sign the order is a foreign one and not clear; in English it is never clear.
CUSTOMS = (
    ("und der die das ist nicht auf für что как это не та що від як się nie jest oraz ja on ei että ve bir", "."),
    ("que los las para una por del não uma com dos les des est une dans pour che della per sono nel è à é", "/"),
)
PLAIN = frozenset("the and of to is was for that with".split())

PUBLISHED = re.compile(
    r"\b(?:published|posted|created|first published|publish date|date|veröffentlicht|erstellt|"
    r"erschienen|"
    r"publié|publicad[oa]|postad[oa]|pubblicato|gepubliceerd|opublikowano|опубликовано|опубліковано|дата|datum)\b"
)
UPDATED = re.compile(
    r"\b(?:updated?|modified|edited|revised|changed|corrected|aktualisiert\w*|geändert|update vom|stand|bearbeitet|"
    r"mis à jour|modifié|actualizad[oa]|atualizad[oa]|aggiornato|bijgewerkt|zaktualizowano|обновлено|оновлено|"
    r"изменено)\b"
)
AGE = re.compile(
    r"(?:(?:(?<!\d)\d{1,3}|\b(?:an?|one|two|three|few|a few)) (?:sec|min|hour|hr|day|week|month|year)[a-z]* ago|vor "
    r"(?:\d{1,3}|eine[mr]) "
    r"(?:minute|stunde|tag|woche|monat|jahr)\w*|il y a \d{1,3} \w+|hace \d{1,3} \w+|há \d{1,3} \w+|"
    r"\d{1,3} (?:час|дн|день|тиж|недел|месяц|місяц|год|рок)\w* (?:назад|тому)|yesterday|today)\b"
)


def _numbers(table: tuple[str, ...]) -> dict[str, int]:
    return {
        name: number
        for language in table
        for number, names in enumerate(language.split("|"), 1)
        for name in names.split()
    }


_CUSTOMS = tuple((frozenset(words.split()), sign) for words, sign in CUSTOMS)
MONTH_NUMBER = _numbers(MONTHS)
DAY_NUMBER = _numbers(WEEKDAYS)
MOST = 2000  # characters of a line that are looked at
_MONTH = "|".join(sorted(MONTH_NUMBER, key=len, reverse=True))
_CLOCK = r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::\d{2})?|[.h](?P<other>\d{2})(?=\s?(?:[ap]\.?m\b|uhr)))?"
_HALF = r"\s?(?P<half>[ap])\.?\s?m\b\.?|\s?(?P<uhr>uhr)\b"
_ZONE = r"\s?\(?(?P<zone>(?:utc|gmt)?\s?[+−-]\d{1,2}(?::?\d{2})?|" + "|".join([*ZONES, *UNCLEAR_ZONES]) + r")\b\)?"

DAY_FIRST = re.compile(
    rf"(?<![.:/])(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?(?:\s+(?:de\s+|of\s+)?|-)(?P<month>{_MONTH})(?:\.|\b),?"
    rf"(?:\s+|-)(?:de\s+|del\s+)?(?P<year>\d{{4}})(?!\d(?!\d?\.\s?(?:{_MONTH})\b))"
)
MONTH_FIRST = re.compile(
    rf"(?P<month>{_MONTH})(?:\.|\b)\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,|\s)\s*(?P<year>\d{{4}})(?![\d:])"
)
YEAR_FIRST = re.compile(
    r"(?<![\w/.-])(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d|[-/]\w)(?=t\d\d:|\b)"
)
IDEOGRAPHS = re.compile(r"(?<!\d)(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]")
NUMERIC = re.compile(r"(?<![\w/.-])(?P<first>\d{1,2})([./-])(?P<second>\d{1,2})\2(?P<year>\d{4})(?!\d|[-/.]\d)")
GLUED_YEAR = re.compile(r"(?:\s|-)(?:19|20)\d\d$")
SHORT = re.compile(r"(?<![\w/.-])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{2})(?![\w/-]|\.\d)")
TIME_AFTER = re.compile(
    r"t(?=\d\d:)|(?:[\s,|–—\-·•@(]|at\b|um\b|à\b|às\b|a las\b|в\b|о\b|ore\b|alle\b|kl\b\.?){0,8}(?<![\w:])"
)
CLOCK = re.compile(rf"{_CLOCK}(?:{_HALF})?(?:{_ZONE})?")
TIME_BEFORE = re.compile(rf"(?<![\w:.,]){_CLOCK}(?:{_HALF})?(?:{_ZONE})?(?:[\s,|–—\-·•]|on\b|am\b){{0,6}}$")
WEEKDAY_BEFORE = re.compile(r"([^\W\d_]+(?:'[^\W\d_]+)?)\.?,?\s*$")
WEEKDAY = re.compile(rf"\b(?:{'|'.join(sorted(DAY_NUMBER, key=len, reverse=True))})\b[.,]?", re.IGNORECASE)
PARTIAL = re.compile(
    rf"(?<!\w)(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?(?:{_MONTH})\b|(?:{_MONTH})\b\.?\s*\d{{1,2}}(?!\d)|"
    rf"(?:{_MONTH})\b\.?,?\s+\d{{4}}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}})"
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
    return "".join(" " if c.isspace() else (c.lower() if len(c.lower()) == 1 else c) for c in line[:MOST]).replace(
        "’", "'"
    )


def stated(line: str, clear: str = "") -> list[Stated]:
    """The full dates of a line, in order. Two readings of one date make none, unless ``clear`` is the sign in it."""
    return list(_stated(line[:MOST], clear))


@lru_cache(maxsize=8192)
def _stated(line: str, clear: str) -> tuple[Stated, ...]:
    text = fold(line)
    found: list[Stated] = []
    for match, year, month, day in _candidates(text, clear):
        if (
            not _parted(line, match)
            or not _exists(year, month, day)
            or any(match.start() < one.end and one.start < match.end() for one in found)
        ):
            continue
        before = text[found[-1].end if found else 0 : match.start()]
        weekday = WEEKDAY_BEFORE.search(before[-16:])
        number = DAY_NUMBER.get(weekday[1]) if weekday else None
        if number and number != date(year, month, day).isoweekday():
            continue
        time, end, note = _time(text, match)
        label = _label(before, text[end : end + 20] if not found else "")
        found.append(Stated(f"{year:04}-{month:02}-{day:02}{time}", match.start(), end, label, bool(number), note))
    return tuple(sorted(found, key=lambda one: one.start))


def _parted(line: str, match: re.Match[str]) -> bool:
    """Whether a date begins where a word begins, or is glued to the word or date in front: "NameMay 3, 2021"."""
    start = match.start()
    if start == 0 or not (line[start - 1].isalnum() or line[start - 1] == "_"):
        return True
    if line[start].isdigit():
        return bool(GLUED_YEAR.search(line[max(0, start - 8) : start])) or line[start - 1].islower()
    return line[start].isupper() and line[start - 1].islower()


def day_first(texts: Iterable[str]) -> str:
    """The sign that makes 4.2.2023 or 4/2/2023 clear in the language of some prose; empty if none does."""
    words = [word for text in texts for word in text[:1000].casefold().split()]
    plain = sum(word in PLAIN for word in words)
    told = {sign: sum(word in tells for word in words) for tells, sign in _CUSTOMS}
    sign = max(told, key=lambda each: told[each])
    return sign if told[sign] > 3 * (plain + sum(told.values()) - told[sign]) + 2 else ""


def unsettled(line: str) -> str:
    """What in a line looks like a date without being one, as printed; empty if nothing does."""
    text = fold(line)
    match = AGE.search(text) or PARTIAL.search(text)
    return line[match.start() : match.end()] if match else ""


def _candidates(text: str, clear: str) -> Iterator[tuple[re.Match[str], int, int, int]]:
    for pattern in (DAY_FIRST, MONTH_FIRST):
        for match in pattern.finditer(text):
            yield match, int(match["year"]), MONTH_NUMBER[match["month"]], int(match["day"])
    for pattern in (YEAR_FIRST, IDEOGRAPHS):
        for match in pattern.finditer(text):
            yield match, int(match["year"]), int(match["month"]), int(match["day"])
    if "." in clear:  # a short year is a year; only with the day in front is it clear which number it is
        for match in SHORT.finditer(text):
            if int(match["year"]) < 70:
                yield match, 2000 + int(match["year"]), int(match["month"]), int(match["day"])
    for match in NUMERIC.finditer(text):
        first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
        if first > 12 or first == second or match[2] in clear:
            yield match, year, second, first
        elif second > 12:
            yield match, year, first, second


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
    if re.match(r"\s*\(?updated\)?", after) and published < 0:
        return "updated"
    return "published" if published >= 0 else ""


def _time(text: str, found: re.Match[str]) -> tuple[str, int, str]:
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
    hour, minute = int(clock["hour"]), int(clock["minute"] or clock["other"] or 0)
    if clock["half"]:
        if not 1 <= hour <= 12:
            return "", start, f'time "{clock[0].strip()}" is impossible'
        hour = hour % 12 + (12 if clock["half"] == "p" else 0)
    if hour > 23 or minute > 59:
        return "", start, f'time "{clock[0].strip()}" is impossible'
    zone = _zone(clock["zone"])
    if zone is None:
        return "", end, f'time "{clock[0].strip()}" left out, its zone is not clear'
    return f"T{hour:02}:{minute:02}{zone}", end, ""


def _sure(clock: re.Match[str] | None) -> re.Match[str] | None:
    """The match, if it is a time and not a bare number."""
    return clock if clock and (clock["minute"] or clock["other"] or clock["half"] or clock["uhr"]) else None


def _zone(name: str | None) -> str | None:
    """The offset of a zone; empty if none is given, nothing if it is not clear."""
    if not name:
        return ""
    offset = re.fullmatch(r"(?:utc|gmt)?\s?([+−-])(\d{1,2}):?(\d{2})?", name)
    if offset and int(offset[2]) <= 14:
        return f"{'+' if offset[1] == '+' else '-'}{int(offset[2]):02}:{offset[3] or '00'}"
    return ZONES.get(name)
