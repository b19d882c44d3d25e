"""When a page came out and when it was updated: every sign of it gathered, then one that they agree on, or a doubt.

Never takes a date that the page's own signs disagree on, nor one that is only guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from itertools import islice

from lxml.html import HtmlElement

from coranto.extract import jsonld
from coranto.extract.html_address import canonical
from coranto.extract.html_shown import beside_headline, elsewhere, unsettled
from coranto.extract.html_signs import Page, is_foreign
from coranto.extract.html_stamp import When, read_date
from coranto.extract.html_text import plain

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
STORED = re.compile(
    r"""["'](?:(?:first_?)?(?:date_?)?publish(?:ed)?_?(?:date|time|at|on)?|pub_?date|date_?published)["']\s{0,4}:\s{0,4}"""
    r"""["'](?P<value>\d{4}-\d\d-\d\d[^"']{0,30})["']""",
    re.IGNORECASE,
)


def dates_of(page: Page, zone: Sequence[HtmlElement]) -> tuple[str, str, str, str]:
    """Date and update, and where each was found."""
    given, updates = _said(page)
    shown, shown_updates = beside_headline(page, zone)
    hints = _in_address(page)
    updated, where_updated = _update(updates or shown_updates)
    late = {one.day for one in (*updates, *shown_updates)}
    early = [one for one in given if not (one.day in late and one.where.startswith("itemprop"))]
    given = early or given  # some themes mark the update as the date, too
    guess = ""
    if not shown and not any(one.weight == 3 for one in given):
        guess = _guess(page)
        stored = _stored(page)
        shown = elsewhere(page, zone, {guess, *late, *(one.day for one in (*given, *hints, *stored))})
        hints = hints or [one for one in stored if one.day == guess]
    moment, where = _agreed(given, shown, hints, guess, late)
    if not moment and not where:
        seen = unsettled(zone)
        where = f"only {seen!r} (unsure)" if seen else "no date is stated"
        where = f"only guessed: {guess} (unsure)" if guess else where
    if moment and updated and not _after(updated, moment):
        updated = where_updated = ""
    return moment, updated, where, where_updated


def _after(updated: str, moment: str) -> bool:
    """Whether an update came after the story, as far as both are stated."""
    if len(updated) == 10 or len(moment) == 10:
        return updated[:10] > moment[:10] or (len(moment) == 10 < len(updated) and updated[:10] == moment)
    late, early = datetime.fromisoformat(updated), datetime.fromisoformat(moment)
    if (late.tzinfo is None) != (early.tzinfo is None):
        late, early = late.replace(tzinfo=None), early.replace(tzinfo=None)
    return late > early


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


def _stored(page: Page) -> list[When]:
    """The one day that the page's scripts name as that of publication; none where they tell of several stories."""
    found = [read_date(match["value"]) for match in islice(STORED.finditer(page.html[:2_000_000]), 100)]
    days = {iso[:10] for iso in found if iso}
    return [When(max(filter(None, found), key=len), "the page's script", 2)] if len(days) == 1 else []


def _in_address(page: Page) -> list[When]:
    found = []
    for address in dict.fromkeys((page.url, canonical(page))):
        if match := URL_DAY.search(address):
            try:
                day = date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                continue
            alone = match[2] == "/"  # 20210503 and 2021-05-03 may be of a file or of an event
            found.append(When(day.isoformat(), "the address", 2 if alone else 1))
    return found[:1]


def _agreed(
    given: Sequence[When], shown: Sequence[When], hints: Sequence[When], guess: str, late: Collection[str]
) -> tuple[str, str]:
    """The one date that the page's signs agree on; else nothing, and what they say."""
    strong = [one for one in given if one.weight == 3]
    vague = [one for one in given if one.weight < 3]
    for group in (strong, shown, vague, [one for one in hints if one.weight > 1]):
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
        told = {one.day for one in shown}
        if group is strong and len(told) == 1 and not agree and not told & set(late) and not local:
            return "", f"several: {best.iso} ({best.where}), {shown[0].iso} ({shown[0].where}) (unsure)"
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
    machine = all(one.weight == 3 for one in group)
    if machine and all(_near(days[0], day) for day in days):  # one moment in two zones
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
