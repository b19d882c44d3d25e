"""The dates that a page shows its readers: beside the headline, or far from it.

In: a page and the elements around its headline. Out: dates of publication and of updates, apart. Never takes a date
from a box of other stories, from an embedded post, or from a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import islice

from lxml.html import HtmlElement

from coranto.extract import byline, date_words, dates
from coranto.extract.html_signs import Page, is_foreign, is_small, line_of
from coranto.extract.html_stamp import When, read_date
from coranto.extract.html_text import plain

DATED = re.compile(r"date|datum|publish|posted|time(?!line)|fecha|pub-?day|erschienen|veroeffentlicht", re.IGNORECASE)
UNDATED = re.compile(
    r"updat|modif|event|candidate|validat|read|termin|runtime|comment|crumb|today|current", re.IGNORECASE
)
WIDE = frozenset("p div span a li address small em strong b i td time cite font dd h3 h4 h5 h6".split())
INLINE = frozenset("a span time em strong b i small font".split())
UPDATED_MARK = re.compile(r"updat|modif", re.IGNORECASE)
BREAKS = frozenset("br h1 h2 h3 div p dl table hr ul strong b".split())
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d\.\d\d(?!\d)")
SIGNATURE = re.compile(r"(?:[^\W\d_a-zа-яі][\w.'’-]*[\s,|]+){1,3}")  # "Ada Quill, 3 May 2021"


def beside_headline(page: Page, zone: Sequence[HtmlElement]) -> tuple[list[When], list[When]]:
    """What the page shows beside its headline: dates, updates."""
    given: list[When] = []
    updates: list[When] = []
    below = True
    for element in zone:
        if below and element in page.above:
            below = False
            if given:
                break
        if element.tag in BREAKS and (tail := line_of(element.tail or "", 161)) and len(tail) <= 80:
            given += _bare_dates(tail, page.printed)  # as old pages have it, right below the headline
        marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"[:200]
        marked = element.tag == "time" or bool(DATED.search(marks))
        if not marked and not is_small(element):
            continue
        line = plain(element, 161)
        if len(line) > 160:
            continue
        stated = dates.stated(line, page.printed) if any(map(str.isdigit, line)) else []
        if element.tag == "time" and (iso := read_date(element.get("datetime") or "", page.clear)):
            (updates if _late(element, marks) else given).append(When(iso, "<time> beside the headline", 2))
            continue
        if not stated or (not marked and not _bare(line, stated)):
            continue
        if len(stated) == 1 and not stated[0].label and _holds_update(element, stated[0].day, page.printed):
            continue
        for one in stated:
            late = not one.label and len(line) < one.end - one.start + 4 and _late(element, marks)
            if one.label == "updated" or late or (marked and UNDATED.search(marks) and not one.label):
                updates.append(When(one.iso, "shown beside the headline", 2))
            else:
                given.append(When(one.iso, "shown beside the headline", 2))
    return given, updates


def unsettled(zone: Sequence[HtmlElement]) -> str:
    """What stands beside the headline and looks like a date without being one, such as "Feb. 4"."""
    lines = (plain(each, 61) for each in zone if is_small(each) or each.tag == "time")
    return next((found for line in lines if len(line) <= 60 and (found := dates.unsettled(line))), "")


def _bare_dates(line: str, clear: str) -> list[When]:
    """The date of a line that has little else."""
    stated = dates.stated(line, clear) if any(map(str.isdigit, line)) else []
    good = len(stated) == 1 and stated[0].label != "updated" and _bare(line, stated)
    return [When(stated[0].iso, "shown beside the headline", 2)] if good else []


def _holds_update(element: HtmlElement, day: str, clear: str) -> bool:
    """Whether the one date of a box is that of an update, as the element in it that has it says."""
    for each in islice(element.iterdescendants("time", "span", "li", "p", "div"), 12):
        marks = f"{each.get('class') or ''} {each.get('id') or ''}"[:200]
        line = plain(each, 61)
        if len(line) <= 60 and [one.day for one in dates.stated(line, clear)] == [day] and _late(each, marks):
            return True
    return False


def elsewhere(page: Page, zone: Sequence[HtmlElement], agreeing: Collection[str]) -> list[When]:
    """What the page shows of its date far from its headline: said to be that of publication, signed, or confirmed."""
    near = set(zone)
    said: list[When] = []
    bare: list[When] = []
    for element in page.elements:
        if element in near or element.tag not in WIDE or not YEAR.search(f"{element.text or ''}{_tails(element)}"):
            continue
        line = _around(element)
        if len(line) > 160 or not (stated := dates.stated(line, page.printed)) or len({one.day for one in stated}) > 1:
            continue
        one = stated[0]
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"[:200]
        apart = is_foreign(element, page.trunk) or _in_footer(element)
        late = one.label == "updated" or (not one.label and (UNDATED.search(marks) or _late(element, marks)))
        if late or (apart and not _beside(element, page.trunk)):
            continue
        if not apart and (one.label == "published" or byline.names(line)) and _bare(line, stated):
            said.append(When(one.iso, "shown far from the headline", 2))
        elif _bare(line, stated):
            signed = not apart and SIGNATURE.fullmatch(line[: one.start]) and one.end == len(line) and _closes(element)
            bare.append(When(one.iso, "shown below the story" if signed else "shown on the page", 2 if signed else 1))
    if said:
        return said
    days = {one.day for one in bare}
    return [one for one in bare if one.weight == 2 or one.day in agreeing] if len(days) == 1 else []


def _around(element: HtmlElement) -> str:
    """The line that an element is part of: its parent's where it stands amid words ("Published: <a>3 May</a>")."""
    parent, before = element.getparent(), element.getprevious()
    if element.tag not in INLINE or parent is None or not is_small(parent):
        return plain(element, 161)
    line = plain(parent, 161)
    loose = not f"{element.tail or ''}{(before.tail if before is not None else parent.text) or ''}".strip()
    return plain(element, 161) if len(line) > 160 and loose and parent.tag not in ("p", "li", "td") else line


def _tails(element: HtmlElement) -> str:
    return "".join(each.tail or "" for each in islice(element, 20))


def _in_footer(element: HtmlElement) -> bool:
    """Whether an element stands at the foot of the whole page."""
    kinds = [each.tag for each in islice(element.iterancestors(), 15)]
    return "footer" in kinds and "article" not in kinds and "main" not in kinds


def _beside(element: HtmlElement, trunk: Collection[HtmlElement]) -> bool:
    """Whether an element stands in an ``<aside>`` of the story that holds next to nothing: its date, its length."""
    aside = next((each for each in islice(element.iterancestors(), 6) if each.tag == "aside"), None)
    if aside is None or len(plain(aside, 161)) > 160:
        return False
    return any(each in trunk and each.tag != "body" for each in islice(aside.iterancestors(), 3))


def _closes(element: HtmlElement) -> bool:
    """Whether nothing of the story follows an element in its box, and something goes before it."""
    box = element if element.tag == "p" else next((each for each in element.iterancestors("p")), element)
    before = sum(
        len(plain(each, 400)) for each in islice(box.itersiblings(preceding=True), 5) if each.tag in ("p", "div")
    )
    after = sum(len(plain(each, 400)) for each in islice(box.itersiblings(), 5) if isinstance(each.tag, str))
    return before > 200 and after < 60


def _late(element: HtmlElement, marks: str) -> bool:
    """Whether a date is said to be that of an update: by the words right before it, by its class or its box's."""
    above, parent = element.getprevious(), element.getparent()
    before = above.tail if above is not None else parent.text if parent is not None else ""
    if not (before or "").strip() and above is not None and isinstance(above.tag, str):
        before = plain(above, 60)
    words = dates.fold((before or "")[-60:])
    if date_words.UPDATED.search(words) or date_words.PUBLISHED.search(words):
        return bool(date_words.UPDATED.search(words))
    if parent is not None and len(plain(parent, 61)) <= 60:
        marks += f" {parent.get('class') or ''}"[:200]
    # Some themes mark what was never changed as both.
    return bool(UPDATED_MARK.search(marks)) and not re.search("publish|posted|entry-date", marks, re.IGNORECASE)


def _bare(line: str, stated: Sequence[dates.Stated]) -> bool:
    """Whether a line has little but a date, or says that it is the date of publication."""
    left = len(line) - sum(one.end - one.start for one in stated)
    first = stated[0]
    listed = first.start < 3 and re.match(r"\W*[|·•/]", line[first.end :])  # "3 May 2021 | Boats | 4 comments"
    return left <= 40 or (left <= 100 and (first.label == "published" or bool(listed)))
