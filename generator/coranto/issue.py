"""A proposed edition: what was published since a moment in, a Markdown file for the curator to edit out.

It orders and joins, and writes no word about the articles: title, notes and intro are the editor's. Reads no file,
writes none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from coranto import frontmatter
from coranto.content.article import UNRANKED
from coranto.curation import Digest, original
from coranto.language import ENGLISH_DATES, Dates
from coranto.model import Article, Edition, Moment
from coranto.moments import day, iso
from coranto.problems import visible
from coranto.text import clean, fold, one_line

REMARK = "# Take this line out when it is done. The intro is what stands below the front matter."
"""The comment above ``draft: true``."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edition nobody has read yet: its number, its file's text, how many items and parts it has.

    ``reports`` counts the articles told within the items; ``told`` those left out because an edition has them.
    """

    number: int
    text: str
    items: int
    parts: int
    reports: int
    told: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """An article with the other reports of its story."""

    article: Article
    others: tuple[Article, ...]


def begin(editions: Iterable[Edition]) -> Moment | None:
    """Since when there is something new: the day of the last edition that is no draft; None before the first."""
    return max((edition.date for edition in editions if not edition.draft), key=lambda moment: moment.at, default=None)


def propose(
    digest: Digest,
    editions: Sequence[Edition],
    since: Moment,
    now: Moment,
    title: str = "",
    length: Callable[[Article], int] = lambda article: 0,
    dates: Dates = ENGLISH_DATES,
) -> Proposal:
    """What went out from ``since`` to ``now`` as the next edition: a part for each section, the largest first, and in
    it the picks first, then the newest.

    A story is one item, by its weightiest report: the first pick, else the one with a page of ours, else the longest.
    What an edition has told is left out, with the reports of its stories that were out by then.
    """
    have = _told(digest, editions)
    out = [article for article in digest.articles if since.at <= article.out.at <= now.at]
    fresh = [article for article in out if article.id not in have]
    entries = _entries(digest, fresh, length)
    sections = sorted(digest.sections, key=lambda topic: (-len(topic.articles), fold(topic.name)))
    parts: dict[str, list[_Entry]] = {fold(topic.name): [] for topic in sections}
    for entry in entries:
        parts.setdefault(fold(entry.article.section), []).append(entry)
    names = {fold(topic.name): topic.name for topic in sections}
    filled = [(names.get(key, ""), found) for key, found in parts.items() if found]
    number = max((edition.number for edition in editions), default=0) + 1
    last = max(editions, key=lambda edition: edition.number, default=None)
    head = [
        f"number: {number}",
        "# What holds it together? An edition that is no draft needs a title.",
        f"title: {_scalar(one_line(clean(title)))}",
        "# When it goes out; a moment that lies ahead schedules it.",
        f"date: {now.at.isoformat(timespec='minutes')}",
        f"period: {_scalar(period(since, now, dates))}",
        f"editor: {_scalar(last.editor if last else '')}",
        REMARK,
        "draft: true",
        "# The order is yours. A note is your sentence about an item; without one the item stands alone.",
        "parts:" if filled else "parts: []",
    ]
    for name, found in filled:
        head += [] if name else ["  # What is in no section."]
        head += [f"  - title: {_scalar(name)}", "    items:"]
        for entry in found:
            note = visible(one_line(entry.article.note))
            head += [
                f"      # {_about(entry)}",
                *([f"      # Its own note: {note}"] if note else []),
                f"      - article: {_scalar(entry.article.id)}",
                '        note: ""',
            ]
    text = "---\n" + "\n".join(head) + "\n---\n"
    return Proposal(number, text, len(entries), len(filled), len(fresh), len(out) - len(fresh))


def _told(digest: Digest, editions: Sequence[Edition]) -> set[str]:
    reports = {report.id: story.articles for story in digest.stories for report in story.articles}
    told = set()
    for edition in editions:
        named = {item.article for part in edition.parts for item in part.items}
        joined = (report for name in named for report in reports.get(name, ()))
        told |= named | {report.id for report in joined if report.out.at <= edition.date.at}
    return told


def _entries(digest: Digest, articles: Sequence[Article], length: Callable[[Article], int]) -> list[_Entry]:
    """A story once; picks by rank, then the newest."""
    story_of = {report.id: story.slug for story in digest.stories for report in story.articles}
    stories: dict[str, list[Article]] = {}
    for article in articles:
        stories.setdefault(story_of.get(article.id, f"/{article.id}"), []).append(article)
    entries = []
    for reports in stories.values():
        first = min(reports, key=lambda each: (*_rank(each), each.republish == "link", -length(each), each.id))
        entries.append(_Entry(first, tuple(each for each in reports if each is not first)))
    entries.sort(key=lambda entry: entry.article.out.at, reverse=True)
    return sorted(entries, key=lambda entry: _rank(entry.article))


def _rank(article: Article) -> tuple[bool, int]:
    return not article.featured, article.featured


def period(first: Moment, last: Moment, dates: Dates = ENGLISH_DATES) -> str:
    """``16–22 November 2026``: two days in words, what they share at their ends said once."""
    begun, ended = day(first, dates).split(" "), day(last, dates).split(" ")
    if begun == ended:
        return " ".join(ended)
    shared = 0
    while shared < min(len(begun), len(ended)) and begun[-1 - shared] == ended[-1 - shared]:
        shared += 1
    left = " ".join(begun[: len(begun) - shared])
    return f"{left}{' – ' if ' ' in left or '-' in left else '–'}{' '.join(ended)}"


def _about(entry: _Entry) -> str:
    """What an item is, for the one who edits the file: it is read by nobody else."""
    article = entry.article
    words = [article.title if article.title.endswith((".", "?", "!", "…")) else f"{article.title}."]
    if article.source.name:
        words.append(f"From {article.source.name},")
    elif article.authors:
        words.append(f"By {', '.join(article.authors)},")
    words.append(f"{iso(original(article)).replace('T', ' ')[:16]}.")
    if article.featured:
        words.append(f"Pick {article.featured}." if article.featured < UNRANKED else "A pick.")
    if entry.others:
        others = (f"{other.id} ({other.source.name})" if other.source.name else other.id for other in entry.others)
        words.append(f"Also told in {', '.join(others)}.")
    return visible(one_line(" ".join(words)))


def _scalar(text: str) -> str:
    return frontmatter.dump({"x": text})[3:].strip()
