"""Links to other sites: are they there still? Asked through the gate, once a second at each host, and remembered.

In: the case and a gate. Out: findings, and notes on originals that are gone and kept in an archive. What was answered
is in ``.coranto/links.json``: a good answer holds for a week, a bad one for a day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from itertools import chain, zip_longest
from pathlib import Path
from urllib.parse import unquote, urlsplit

from coranto.fetch import Gate
from coranto.files import read_bytes, refuse_links, write_over
from coranto.inventory.addresses import named
from coranto.inventory.case import Case
from coranto.inventory.facts import Page, Paper
from coranto.problems import CorantoError, Problem, warning

NAME = ".coranto/links.json"
GOOD = timedelta(days=7)
BAD = timedelta(days=1)
COUNT = 300  # addresses that are asked in one run; the others have their turn in the next
SECONDS = 600.0  # for all of them
GONE = ("(404)", "(410)")
_LETTERS = re.compile(r"(?i)(?:%[89a-f][0-9a-f])+")  # none of ASCII: one that is hidden so stays refused


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: when, with what ETag and date; ``why`` is empty when it was there."""

    at: str = ""
    why: str = ""
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of following the links."""

    followed: int
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


def follow(case: Case, gate: Gate, count: int = COUNT, seconds: float = SECONDS) -> Followed:
    """Ask each address that leads out, as far as count and time go."""
    links = _links(case)
    known = load(case.root)
    due = [url for url in links if _is_due(known.get(url), case.now)]
    asked, end = 0, gate.clock() + seconds
    for url in _in_turn(due):
        if asked == count or gate.clock() > end:
            break
        known[url] = ask(url, known.get(url, Answer()), gate, case.now)
        asked += 1
    save(case.root, {url: known[url] for url in links if url in known})
    left = sum(url not in known for url in links)
    notes = [f"{left} links were not asked this time: run it again"] if left else []
    archived = {article.source.url: article.source.archived for article in case.digest.articles}
    kept = [url for url in links if url in known and known[url].why.endswith(GONE) and archived.get(url)]
    notes += [f"{url} is gone, and kept at {archived[url]}" for url in kept]
    problems = tuple(chain.from_iterable(_told(url, known, links[url], case) for url in links if url not in kept))
    return Followed(asked, problems, tuple(notes))


def ask(url: str, last: Answer, gate: Gate, now: datetime) -> Answer:
    """One address."""
    at = now.isoformat(timespec="seconds")
    try:
        found = gate.reach(_read_host(url), etag=last.etag, modified=last.modified)
    except CorantoError as fault:
        return Answer(at, fault.problems[0].message)
    return Answer(at, "", found.etag or last.etag, found.modified or last.modified)


def _read_host(url: str) -> str:
    """The address with the letters of its host as they are read: Markdown writes them ``%C3%A9``, and browsers undo
    that."""
    return re.sub(r"(?<=//)[^/]+", lambda host: _LETTERS.sub(lambda found: unquote(found[0]), host[0]), url, count=1)


def _links(case: Case) -> dict[str, tuple[str, int]]:
    """Every address that leads out, without its fragment, and where it stands first."""
    found: dict[str, tuple[str, int]] = {}
    files: tuple[Page | Paper, ...] = (*case.inventory.pages.values(), *case.inventory.papers.values())
    for held in files:
        for out in held.outs:
            if out.use == "link":
                found.setdefault(out.url.partition("#")[0].strip(), (held.path, out.line))
    return found


def _is_due(answer: Answer | None, now: datetime) -> bool:
    try:
        age = abs(now - datetime.fromisoformat(answer.at)) if answer else None
    except (ValueError, TypeError, OverflowError):
        return True
    return age is None or answer is None or age > (BAD if answer.why else GOOD)


def _in_turn(urls: Iterable[str]) -> Iterator[str]:
    """Host by host in turn, so that no time is spent waiting for one of them."""
    hosts: dict[str, list[str]] = {}
    for url in urls:
        hosts.setdefault(urlsplit(url).netloc, []).append(url)
    return (url for row in zip_longest(*hosts.values()) for url in row if url)


def _told(url: str, known: Mapping[str, Answer], place: tuple[str, int], case: Case) -> Iterator[Problem]:
    answer = known.get(url)
    if answer is None or not answer.why:
        return
    gone = answer.why.endswith(GONE)
    hint = "write archived_url: into its source, or take the link out" if gone else "look at it in a browser"
    found = warning(f"{named(url)}: {answer.why}", case.place(*place, url), hint, "external")
    yield replace(found, severity="error") if gone else found


def load(root: Path) -> dict[str, Answer]:
    """What is remembered; nothing of a file that is not as it was written."""
    path = root / NAME
    try:
        refuse_links(path, root)
        found = json.loads(read_bytes(path, NAME, 50_000_000))
    except (CorantoError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {url: _answer(entry) for url, entry in found.items() if isinstance(entry, dict)}


def _answer(entry: Mapping[str, object]) -> Answer:
    told = {field.name: entry.get(field.name, "") for field in fields(Answer)}
    return Answer(**{name: value if isinstance(value, str) else "" for name, value in told.items()})


def save(root: Path, answers: Mapping[str, Answer]) -> None:
    """Remember it. Raises CorantoError when it cannot be written."""
    path = root / NAME
    refuse_links(path, root)
    rows = {url: {name: value for name, value in asdict(answer).items() if value} for url, answer in answers.items()}
    text = json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_over(path, text)
