"""A date as other generators write it -> ISO 8601 with the old site's zone; nothing where it is not sure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

_WHEN = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[Tt ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)


def iso(text: str, zone: tzinfo | None) -> str:
    """A moment, or a day alone; one without a zone is in ``zone``, if there is one. Empty for what is no date."""
    match = _WHEN.fullmatch(text.strip())
    if not match:
        return ""
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        at = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
        if hour is None:
            return at.date().isoformat()
        if offset is None:
            at = at.replace(tzinfo=zone)
        elif offset[0] in "+-":
            digits = offset[1:].replace(":", "").ljust(4, "0")
            return datetime.fromisoformat(f"{at.isoformat()}{offset[0]}{digits[:2]}:{digits[2:]}").isoformat()
        else:
            at = at.replace(tzinfo=UTC)
        return at.isoformat()
    except (ValueError, OverflowError):
        return ""
