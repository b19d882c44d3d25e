"""What the feeds of a site answered last, in ``.coranto/feeds.json``: what to send back, and since when one is silent.

In: the site's root, and moments as arguments. Out: an ``Answer`` for each address. Never fetches. The file is a
memory that may be thrown away: a broken one is taken for empty.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path

from coranto import files
from coranto.problems import CorantoError

NAME = ".coranto/feeds.json"


@dataclass(frozen=True, slots=True)
class Answer:
    """One address: what its last good answer said of itself, and when it first failed since: ISO 8601 with a zone."""

    etag: str = ""
    modified: str = ""
    failing: str = ""


Log = dict[str, Answer]


def load(root: Path) -> Log:
    """All that is remembered; nothing when there is no such file, or none that can be read."""
    path = root / NAME
    try:
        files.refuse_links(path, root)
        found = json.loads(files.read_bytes(path, NAME))
    except (CorantoError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {url: _answer(entry) for url, entry in found.items() if isinstance(entry, dict)}


def save(root: Path, answers: Mapping[str, Answer]) -> None:
    """Write all of it in one step. Raises CorantoError when it cannot be written."""
    path = root / NAME
    files.refuse_links(path, root)
    entries = {url: {key: value for key, value in asdict(answer).items() if value} for url, answer in answers.items()}
    text = json.dumps(entries, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    files.write_over(path, text)


def note_good(answers: Mapping[str, Answer], url: str, etag: str = "", modified: str = "") -> Log:
    """The same memory after a good answer, new or unchanged."""
    return {**answers, url: Answer(etag, modified)}


def note_bad(answers: Mapping[str, Answer], url: str, now: datetime) -> Log:
    """The same memory after a failure. The first since the last good answer is the one that counts."""
    before = answers.get(url, Answer())
    return {**answers, url: replace(before, failing=before.failing or now.isoformat(timespec="seconds"))}


def age(answer: Answer, now: datetime) -> str:
    """How long an address has failed: ``for 52 days, since 2026-10-01``; empty when it has not, or since today only."""
    try:
        since = datetime.fromisoformat(answer.failing).astimezone(now.tzinfo).date()
    except (ValueError, OverflowError):
        return ""
    days = (now.date() - since).days
    return f"for {days} day{'s' if days > 1 else ''}, since {since}" if days > 0 else ""


def silence(answer: Answer, now: datetime) -> str:
    """What is added to the problem of an address that has failed for a day or more; else empty."""
    spell = age(answer, now)
    return f"; no answer {spell}" if spell else ""


def _answer(entry: Mapping[str, object]) -> Answer:
    told = {field.name: entry.get(field.name, "") for field in fields(Answer)}
    return Answer(**{name: value if isinstance(value, str) else "" for name, value in told.items()})
