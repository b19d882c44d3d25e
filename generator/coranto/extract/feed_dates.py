"""Read the dates of a feed, strictly: RFC 822 with its revisions, RFC 3339, and W3C-DTF with at least a day.

In: what a feed states. Out: ISO 8601 text with the zone that is stated, or nothing. Never guesses: a day that does not
exist, a weekday that is another, a zone with several meanings make no date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from coranto.extract.date_words import ZONES
from coranto.extract.moment import When

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DAYS = "mon tue wed thu fri sat sun".split()
OFFSETS = {**ZONES, "ut": "+00:00", "cst": "-06:00"}  # as RFC 822 has it
LONGEST = 80
RFC822 = re.compile(
    r"(?:(?P<weekday>[a-z]{3})[a-z]{0,6}\s*,\s*)?(?P<day>\d{1,2})\s+(?P<month>[a-z]{3,9})\.?\s+(?P<year>\d{4}|\d{2})\s+"
    r"(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<zone>[+-]\d{4}|[a-z]{1,4})?(?:\s*\([^()]*\))?",
    re.IGNORECASE,
)
RFC3339 = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[Tt ](?P<clock>\d\d:\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?\s?"
    r"(?P<zone>[Zz]|[+-]\d\d:?\d\d)?)?"
)

Stated = Sequence[tuple[str, str]]


def iso(value: str) -> str:
    """The date as ISO text to the minute, with its zone where it has one; empty if it is not a valid date."""
    line = " ".join(value[: LONGEST + 1].split())
    if len(line) > LONGEST:
        return ""
    try:
        if match := RFC3339.fullmatch(line):
            return _rfc3339(match)
        if match := RFC822.fullmatch(line):
            return _rfc822(match)
    except ValueError:
        pass
    return ""


def moment(stated: str) -> datetime | None:
    """A date of ``iso`` as a point in time, to put entries in order: without a zone as of UTC."""
    if not stated:
        return None
    at = datetime.fromisoformat(stated)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def settle(published: Stated, updated: Stated) -> When:
    """The date that a feed gives an entry, the best element first; its update, where there is one besides.

    An entry of which only the update is stated came out then as far as is known; one whose date is not valid, did not.
    """
    when, where = _first(published)
    changed, where_changed = _first(updated)
    if not when and not published and changed:
        return When(changed, "", f"feed: {where_changed}; no other date is given (likely)")
    if not when:
        where = f'feed: {published[0][0]} says "{published[0][1][:LONGEST]}" (unsure)' if published else "feed: no date"
        if not published and updated:
            where = f'feed: {updated[0][0]} says "{updated[0][1][:LONGEST]}" (unsure)'
        return When("", changed, where, f"feed: {where_changed} (sure)" if changed else "")
    before, after = moment(when), moment(changed)
    if not (before and after and after > before):
        return When(when, "", f"feed: {where} (sure)")
    return When(when, changed, f"feed: {where} (sure)", f"feed: {where_changed} (sure)")


def _first(stated: Stated) -> tuple[str, str]:
    return next(((found, key) for key, value in stated if (found := iso(value))), ("", ""))


def _rfc3339(match: re.Match[str]) -> str:
    day = date.fromisoformat(match["day"])
    if not _possible(day):
        return ""
    if not match["clock"]:
        return match["day"]
    zone = (match["zone"] or "").upper().replace("Z", "+00:00")
    return _joined(day, match["clock"], match["second"], zone)


def _rfc822(match: re.Match[str]) -> str:
    month = match["month"].lower()
    names = ("january february march april may june july august september october november december").split()
    if month not in (*MONTHS, *names, "sept"):
        return ""
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 2000 if year < 50 else 1900  # RFC 2822, 4.3
    day = date(year, MONTHS.index(month[:3]) + 1, int(match["day"]))
    weekday = (match["weekday"] or "").lower()
    if not _possible(day) or (weekday and weekday != DAYS[day.weekday()]):
        return ""
    zone = (match["zone"] or "").lower()
    if zone.isalpha():
        if zone not in OFFSETS:
            return ""
        zone = OFFSETS[zone]
    return _joined(day, f"{match['hour']}:{match['minute']}", match["second"], zone)


def _joined(day: date, clock: str, second: str | None, zone: str) -> str:
    if int(second or 0) > 60:  # a leap second is one
        return ""
    at = datetime.fromisoformat(f"{day.isoformat()}T{clock}{zone}")
    return at.isoformat(timespec="minutes")


def _possible(day: date) -> bool:
    """No default of a machine's clock."""
    return 1900 < day.year < 2100 and day != date(1970, 1, 1)
