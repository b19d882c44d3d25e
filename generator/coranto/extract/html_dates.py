"""When a page came out and when it was updated: every sign of it gathered, then one that they agree on, or a doubt.

Never takes a date that the page's own signs disagree on, nor one that is only guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from lxml.html import HtmlElement

from coranto.extract import dates, jsonld
from coranto.extract.html_address import canonical
from coranto.extract.html_names import plain
from coranto.extract.html_signs import Page, is_foreign, is_small, line_of

PUBLISHED = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created",
    "citation_publication_date", "citation_online_date", "cxenseparse:recs:publishtime", "publication_date",
    "publish-date", "publish_date", "publishdate", "pubdate", "date.published", "article.published", "published_time",
    "article_date_original", "originalpublicationdate", "article:post_date", "bt:pubdate", "vr:published_time",
    "citation_date", "published", "rnews:datepublished", "cxenseparse:publishtime", "article.created", "datecreated",
)  # fmt: skip
VAGUE = ("date", "dc.date", "dcterms.date", "article:date", "pub_date", "created")  # mostly when it came out
UPDATED = (
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified",
    "article:updated", "lastmod", "article.updated", "revised", "modified_time", "date.updated", "article:modified",
)  # fmt: skip
URL_DAY = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)([/_.-]?)(?P<m>0[1-9]|1[0-2])\2(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
DATED = re.compile(r"date|datum|publish|posted|time(?!line)|fecha|pub-?day|erschienen|veroeffentlicht", re.IGNORECASE)
UNDATED = re.compile(
    r"updat|modif|event|candidate|validat|read|termin|runtime|comment|crumb|today|current", re.IGNORECASE
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


def dates_of(page: Page, zone: Sequence[HtmlElement]) -> tuple[str, str, str, str]:
    """Date and update, and where each was found."""
    given, updates = _said(page)
    shown, shown_updates = _shown(page, zone)
    hints = _in_address(page)
    updated, where_updated = _update(updates or shown_updates)
    sure = any(one.weight == 3 for one in given) or shown
    guess = "" if sure else _guess(page)
    late = {one.day for one in updates}
    early = [one for one in given if not (one.day in late and one.where.startswith("itemprop"))]
    given = early or given  # some themes mark the update as the date, too
    moment, where = _agreed(given, shown, hints, guess)
    if not moment and not where:
        where = f"only guessed: {guess} (unsure)" if guess else "no date is stated"
    if moment and updated and updated[:10] < moment[:10]:
        updated = where_updated = ""
    return moment, updated, where, where_updated


def _said(page: Page) -> tuple[list[When], list[When]]:
    """What JSON-LD and meta elements give: dates, updates."""
    given: list[When] = []
    updates: list[When] = []
    for key, found in (("datePublished", given), ("dateModified", updates)):
        if iso := read_date(jsonld.words(page.story.get(key)), page.clear):
            found.append(When(iso, f"JSON-LD {key}", 3))
    for keys, found, weight in ((PUBLISHED, given, 3), (VAGUE, given, 2), (UPDATED, updates, 3)):
        for name in keys:
            for value in page.metas.get(name, ())[:1]:
                if iso := read_date(value, page.clear):
                    found.append(When(iso, name, weight))
    for element in islice((each for each in page.elements if each.get("itemprop")), 500):
        name = (element.get("itemprop") or "").casefold()
        if (
            name not in ("datepublished", "datecreated", "datemodified")
            or element.tag == "meta"
            or is_foreign(element, page.trunk)
        ):
            continue
        value = element.get("content") or element.get("datetime") or plain(element, 200)
        if iso := read_date(value, page.clear):
            (updates if name == "datemodified" else given).append(When(iso, f"itemprop {name}", 3))
    return given, updates


def read_date(value: str, clear: str = "") -> str:
    """A date that a machine wrote, as ISO text with minutes; empty if it is none or not clear. Midnight is a day."""
    line = line_of(value, 200)
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


def _shown(page: Page, zone: Sequence[HtmlElement]) -> tuple[list[When], list[When]]:
    """What the page shows beside its headline: dates, updates."""
    given: list[When] = []
    updates: list[When] = []
    below = True
    for element in zone:
        if below and element in page.above:
            below = False
            if given:
                break
        marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"[:200]
        marked = element.tag == "time" or bool(DATED.search(marks))
        if not marked and not is_small(element):
            continue
        line = plain(element, 161)
        if len(line) > 160:
            continue
        stated = dates.stated(line, page.clear)
        if element.tag == "time" and (iso := read_date(element.get("datetime") or "", page.clear)):
            (updates if _late(element, marks) else given).append(When(iso, "<time> beside the headline", 2))
            continue
        if not stated or (not marked and not _bare(line, stated)):
            continue
        for one in stated:
            if one.label == "updated" or (marked and UNDATED.search(marks) and not one.label):
                updates.append(When(one.iso, "shown beside the headline", 2))
            else:
                given.append(When(one.iso, "shown beside the headline", 2))
    return given, updates


def _late(element: HtmlElement, marks: str) -> bool:
    """Whether a ``<time>`` is said to be that of an update: by the words right before it, or by its class."""
    above, parent = element.getprevious(), element.getparent()
    before = above.tail if above is not None else parent.text if parent is not None else ""
    if not (before or "").strip() and above is not None and isinstance(above.tag, str):
        before = plain(above, 60)
    words = dates.fold((before or "")[-60:])
    if dates.UPDATED.search(words) or dates.PUBLISHED.search(words):
        return bool(dates.UPDATED.search(words))
    return bool(UPDATED_MARK.search(marks)) and not re.search("publish", marks, re.IGNORECASE)


UPDATED_MARK = re.compile(r"updat|modif", re.IGNORECASE)


def _bare(line: str, stated: Sequence[dates.Stated]) -> bool:
    """Whether a line has little but a date, or says that it is the date of publication."""
    left = len(line) - sum(one.end - one.start for one in stated)
    return left <= 40 or (left <= 100 and (stated[0].label == "published" or stated[0].start < 3))


def _in_address(page: Page) -> list[When]:
    found = []
    for address in dict.fromkeys((page.url, canonical(page))):
        if match := URL_DAY.search(address):
            try:
                day = date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                continue
            found.append(When(day.isoformat(), "the address", 2))
    return found[:1]


def _agreed(given: Sequence[When], shown: Sequence[When], hints: Sequence[When], guess: str) -> tuple[str, str]:
    """The one date that the page's signs agree on; else nothing, and what they say."""
    strong = [one for one in given if one.weight == 3]
    vague = [one for one in given if one.weight < 3]
    for group in (strong, shown, vague, hints):
        if not group:
            continue
        others = [one for one in (*vague, *shown, *hints) if one not in group]
        days = list(dict.fromkeys(one.day for one in group))
        if len(days) > 1:
            days = _backed(days, group, others)
        if len(days) != 1:
            seen = dict.fromkeys(f"{one.iso} ({one.where})" for one in group[:6])
            return "", f"several: {', '.join(seen)} (unsure)"
        best = max((one for one in group if one.day == days[0]), key=lambda one: len(one.iso))
        agree = [one for one in others if one.day == best.day]
        if best.weight < 3 and group is vague and not agree and guess != best.day:
            return "", f"only {best.iso} ({best.where}), which nothing confirms (unsure)"
        local = {one.day for one in shown if _near(one.day, best.day)}
        if group is strong and best.iso.endswith("+00:00") and not agree and len(local) == 1:
            return local.pop(), f"{best.where}, the day as shown beside the headline (sure)"
        return best.iso, f"{best.where} ({'sure' if best.weight == 3 or agree else 'likely'})"
    return "", ""


def _backed(days: Sequence[str], group: Sequence[When], others: Sequence[When]) -> list[str]:
    """Of several days the one that most signs of other kinds confirm; all where that tells nothing."""
    votes = {day: sum(one.day == day for one in others) for day in days}
    told = {one.day for one in group if one.where in ("JSON-LD datePublished", "article:published_time")}
    if len(told) == 1 and sum(one.day in told and not one.where.startswith("itemprop") for one in group) > 1:
        return [*told]  # said twice of the page as a whole; microdata may be of a part of it
    named = {day: len({one.where for one in group if one.day == day}) for day in days}
    if sum(count > 0 for count in votes.values()) == 1:
        return [day for day in days if votes[day]]
    if not any(votes.values()) and (near := [day for day in days if any(_near(day, one.day) for one in others)]):
        days = near
    if all(_near(days[0], day) for day in days):  # one moment in two zones
        return [max(days, key=lambda day: (votes[day], named[day]))]
    return list(days)


def _near(one: str, other: str) -> bool:
    """Whether two days can be one moment in two zones."""
    return abs(date.fromisoformat(one) - date.fromisoformat(other)) <= timedelta(days=1)


def _update(found: Sequence[When]) -> tuple[str, str]:
    days = {one.day for one in found}
    if len(days) != 1:
        return "", f"several: {', '.join(sorted(days)[:4])} (unsure)" if days else ""
    best = max(found, key=lambda one: len(one.iso))
    return best.iso, f"{best.where} ({'sure' if best.weight == 3 else 'likely'})"


def _guess(page: Page) -> str:
    """What htmldate makes of the page, to tell the curator; no date of ours."""
    if len(page.html) > 2_000_000:
        return ""
    try:
        from htmldate import find_date

        return find_date(page.html, extensive_search=False, original_date=True) or ""
    except Exception:  # whatever a guesser does on hostile pages, it is no reason to stop
        return ""
