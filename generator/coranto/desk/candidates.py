"""What a date in doubt may have been: the evidence of an import in, days to choose from out. None of them is taken by
itself: the curator knows what year it was."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from coranto.extract.dates import readings, stated

YEARS = 5  # this one and those before it
_QUOTED = re.compile(r'"([^"]+)"')
_AGO = re.compile(r"(?<!\d)(\d{1,3}) (hour|day|week|month|year)s? ago")
_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0}


def candidates(why: str, now: datetime) -> list[str]:
    """Days as front matter has them, the newest first; none that has not come yet."""
    seen = _QUOTED.findall(why)
    found: set[str] = set()
    for text in seen:
        found |= readings(text) | {one.day[:10] for one in stated(text)}
        for year in range(now.year - YEARS + 1, now.year + 1):
            found |= {one.day[:10] for line in (f"{text}, {year}", f"{text} {year}") for one in stated(line)}
        if match := _AGO.search(text.casefold()):
            found.add(_ago(int(match[1]), match[2], now))
    return sorted((day for day in found if day <= f"{now:%Y-%m-%d}"), reverse=True)


def _ago(count: int, unit: str, now: datetime) -> str:
    if unit in _DAYS:
        return f"{now - timedelta(days=count * _DAYS[unit]):%Y-%m-%d}"
    months = now.year * 12 + now.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    day = next(day for day in range(now.day, 0, -1) if day < 29 or _exists(year, month + 1, day))
    return f"{year:04}-{month + 1:02}-{day:02}"


def _exists(year: int, month: int, day: int) -> bool:
    try:
        datetime(year, month, day)
    except ValueError:
        return False
    return True
