"""Moments read and written: the date somebody stated in, a ``Moment`` out, and a moment in words.

Knows no clock, no locale, no default year: what is not stated is not made up.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from coranto.model import Moment

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DAY = r"(\d{4})-(\d{2})-(\d{2})"
_MOMENT = re.compile(_DAY + r"(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)


def parse_moment(text: str, zone: ZoneInfo) -> Moment:
    """``2026-11-20``, ``2026-11-20T18:53`` or with seconds and a zone -> a moment in ``zone``. Raises ValueError.

    A day alone is 00:00 of that day. A time in the gap of a clock change is taken with fold 0 (SPEC §6).
    """
    match = _MOMENT.fullmatch(text.strip())
    if not match:
        raise ValueError("")
    year, month, day, hour, minute, second, offset = match.groups()
    if hour is None:
        start = datetime.combine(date(int(year), int(month), int(day)), datetime.min.time(), zone)
        return Moment(_fixed(start), day_only=True)
    at = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
    if offset is None:
        at = at.replace(tzinfo=zone)
    else:
        sign = -1 if offset[0] == "-" else 1
        digits = offset[1:].replace(":", "") if offset != "Z" else "0000"
        shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        if int(digits[2:]) > 59 or shift > timedelta(hours=14):
            raise ValueError(f"there is no zone {offset}")
        at = at.replace(tzinfo=timezone(sign * shift))
    try:
        return Moment(_fixed(at.astimezone(zone)))
    except OverflowError:
        raise ValueError("too near the end of time") from None


def _fixed(at: datetime) -> datetime:
    """The same instant with its offset alone: two moments of one zone would else be compared by their clocks, which is
    wrong in the hour that the end of summer time brings twice."""
    return at.replace(tzinfo=timezone(at.utcoffset() or timedelta()), fold=0)


def iso(moment: Moment) -> str:
    """For ``datetime=``: 2026-11-22T18:53+02:00, or the day alone."""
    return moment.at.date().isoformat() if moment.day_only else moment.at.isoformat(timespec="minutes")


def day(moment: Moment) -> str:
    """22 November 2026."""
    return f"{moment.at.day} {MONTHS[moment.at.month - 1]} {moment.at.year}"


def day_short(moment: Moment) -> str:
    """22 Nov."""
    return f"{moment.at.day} {MONTHS[moment.at.month - 1][:3]}"


def weekday(moment: Moment) -> str:
    """Sunday 22 November."""
    return f"{DAYS[moment.at.weekday()]} {moment.at.day} {MONTHS[moment.at.month - 1]}"


def year(moment: Moment) -> str:
    """2026."""
    return f"{moment.at.year:04d}"


def month(moment: Moment) -> str:
    """November 2026."""
    return f"{MONTHS[moment.at.month - 1]} {moment.at.year}"


def clock(moment: Moment) -> str:
    """18:53; empty for a day alone."""
    return "" if moment.day_only else f"{moment.at:%H:%M}"
