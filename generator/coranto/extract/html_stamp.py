"""A date as one sign of a page gives it, and how machines write dates.

In: a value from JSON-LD or an attribute. Out: ISO text with minutes and zone as far as they are given, or nothing.
Never reads a date that is not clear; midnight is a day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from coranto.extract import dates
from coranto.extract.html_signs import line_of

EPOCH = re.compile(r"(?P<seconds>1\d{9})(?:\d{3})?")
CTIME = re.compile(
    r"\w{3} (?P<month>\w{3}) {1,2}(?P<day>\d{1,2}) (?P<time>\d\d:\d\d:\d\d(?: [A-Z]{3,5})?) (?P<year>\d{4})"
)


@dataclass(frozen=True, slots=True)
class When:
    """A date as one sign of the page gives it. ``weight``: 3 said by the page's machine, 2 shown, 1 a hint."""

    iso: str
    where: str
    weight: int

    @property
    def day(self) -> str:
        return self.iso[:10]


def read_date(value: str, clear: str = "") -> str:
    """A date that a machine wrote, as ISO text with minutes; empty if it is none or not clear. Midnight is a day."""
    line = line_of(value, 200)
    if epoch := EPOCH.fullmatch(line):
        return datetime.fromtimestamp(int(epoch["seconds"]), UTC).isoformat(timespec="minutes")
    if said := CTIME.fullmatch(line):
        line = f"{said['day']} {said['month']} {said['year']} {said['time']}"
    if re.match(r"\d{4}-?\d\d-?\d\d(?:$|[T ]\d\d:?\d\d)", line):
        try:
            stamp = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d:?\d\d$|Z$)", "", line))
        except (ValueError, OverflowError):
            pass
        else:
            if not _possible(stamp.date()):
                return ""
            if len(line) <= 10 or (stamp.hour, stamp.minute, stamp.second) == (0, 0, 0):
                return stamp.date().isoformat()
            return stamp.replace(microsecond=0).isoformat(timespec="minutes")
    found = dates.stated(line, clear)
    days = {one.day for one in found}
    return found[0].iso if len(days) == 1 and _possible(date.fromisoformat(found[0].day)) else ""


def _possible(day: date) -> bool:
    """No default of a machine's clock."""
    return 1900 < day.year < 2100 and day != date(1970, 1, 1)
