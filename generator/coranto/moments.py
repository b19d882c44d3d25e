"""Moments read and written: the date somebody stated in, a ``Moment`` out, and a moment in words of a language.

Knows no clock, no locale of the system, no default year: what is not stated is not made up.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from coranto.language import ENGLISH_DATES, Dates, fill
from coranto.model import Moment

_DAY = r"(\d{4})-(\d{2})-(\d{2})"
_MOMENT = re.compile(_DAY + r"(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)


def parse_moment(text: str, zone: ZoneInfo) -> Moment:
    """``2026-11-20``, ``2026-11-20T18:53`` or with seconds and a zone -> a moment in ``zone``. Raises ValueError.

    A day alone is 00:00 of that day. A time in the gap of a clock change is taken with fold 0.
    """
    match = _MOMENT.fullmatch(text.strip())
    if not match:
        raise ValueError("")
    year, month, day, hour, minute, second, offset = match.groups()
    if hour is None:
        return Moment(_fixed(datetime(int(year), int(month), int(day), tzinfo=zone)), day_only=True)
    own = zone if offset is None else _zone(offset)
    at = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=own)
    if own is None:
        raise ValueError(f"there is no zone {offset}")
    try:
        return Moment(_fixed(at.astimezone(zone)))
    except OverflowError:
        raise ValueError("too near the end of time") from None


@lru_cache(256)
def _zone(offset: str) -> timezone | None:
    """``Z``, ``+02:00`` or ``-0500`` as a zone; None when there is none so far from Greenwich."""
    if offset == "Z":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    shift = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or shift > timedelta(hours=14):
        return None
    return timezone(-shift if offset[0] == "-" else shift)


def _fixed(at: datetime) -> datetime:
    """The same instant with its offset alone: two moments of one zone would else be compared by their clocks, which is
    wrong in the hour that the end of summer time brings twice."""
    minutes = round((at.utcoffset() or timedelta()) / timedelta(minutes=1))  # HTML and feeds know no seconds there
    fixed = datetime.combine(at, at.time(), timezone(timedelta(minutes=minutes)))
    return fixed.replace(fold=0) if fixed.fold else fixed


def iso(moment: Moment) -> str:
    """For ``datetime=``: 2026-11-22T18:53+02:00, or the day alone."""
    return moment.at.date().isoformat() if moment.day_only else moment.at.isoformat(timespec="minutes")


def day(moment: Moment, dates: Dates = ENGLISH_DATES) -> str:
    """22 November 2026."""
    return _written(dates.day, dates, moment, dates.of_months)


def day_short(moment: Moment, year: bool = False, dates: Dates = ENGLISH_DATES) -> str:
    """22 Nov; with its year 22 Nov 2026."""
    return _written(dates.day_short_year if year else dates.day_short, dates, moment, dates.short_months)


def weekday(moment: Moment, year: bool = False, dates: Dates = ENGLISH_DATES) -> str:
    """Sunday 22 November; with its year Sunday 22 November 2026."""
    return _written(dates.weekday_year if year else dates.weekday, dates, moment, dates.of_months)


def month(moment: Moment, dates: Dates = ENGLISH_DATES) -> str:
    """November 2026."""
    return _written(dates.month, dates, moment, dates.months)


def month_name(moment: Moment, dates: Dates = ENGLISH_DATES) -> str:
    """November."""
    return dates.months[moment.at.month - 1] if dates.months else f"{moment.at.month:02d}"


def year(moment: Moment) -> str:
    """2026."""
    return f"{moment.at.year:04d}"


def clock(moment: Moment) -> str:
    """18:53; empty for a day alone."""
    return "" if moment.day_only else f"{moment.at:%H:%M}"


def _written(pattern: str, dates: Dates, moment: Moment, months: tuple[str, ...]) -> str:
    at = moment.at
    if not months:  # a language whose names are not known
        return f"{at:%Y-%m}" if pattern == dates.month else f"{at:%Y-%m-%d}"
    values = {
        "day": dates.first if dates.first and at.day == 1 else str(at.day),
        "month": months[at.month - 1],
        "year": str(at.year),
        "weekday": dates.weekdays[at.weekday()] if dates.weekdays else "",
        "number": str(at.month),
    }
    return fill(pattern, values)
