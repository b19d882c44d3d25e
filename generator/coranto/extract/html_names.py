"""Read the authors of a page.

In: what JSON-LD, meta, microdata and the visible byline say. Out: names of people, and where they were found. Never
keeps a role, an agency, an address, a handle beside a name or a degree; never takes an organisation for a person: one
that signs is kept where the visible byline says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import unescape
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from coranto import text
from coranto.extract import byline, byline_words, date_words, dates, jsonld
from coranto.extract.html_text import plain

BODY = re.compile(
    r"\b(?:\w*(?:anstalt|institut|verlag|verband|verein|stiftung|ministerium|agentur|redaktion|zentrale|stelle)|"
    r"gmbh|ag|e\. ?v|inc|ltd|llc|corp|company|group|media|university|universität|institute|foundation|association|"
    r"ministry|editorial|agency|department|office|network|redacción|rédaction|redazione|redação)(?:$|\b)",
    re.IGNORECASE,
)
HOUSE = re.compile(r"(?:redaktion|redacción|rédaction|redazione|redação|редакция)\b", re.IGNORECASE)
SIGNED = re.compile(r"\b(?:by|von|par|por)\s+(?P<who>\S{3,30})\s+(?:on|am|le|el|,|\|)\s*$", re.IGNORECASE)
LABELLED = re.compile(
    r"(?:written|author|autor|auteur|автор|verfasser|text\b|words\b|escrito|scritto|publi|posted|erstellt|geschrieben|von\b|by\b)",
    re.IGNORECASE,
)
SHARE = re.compile(r"(?:teilen?|share|partag\w+|compart\w+|condivid\w+)\b", re.IGNORECASE)
DIGIT = re.compile(r"\d")
LONGEST = 300  # characters of a byline
MOST = 30  # authors
MAIL = re.compile(r"\S+@\S+\.\w+|(?<!\w)@\w+|https?:\S+|www\.\S+")
DEGREE = re.compile(
    r"(?:,\s*|\s+)(?:ph\.?\s?d|m\.?d|mph|mba|msc|m\.s|b\.?sc?|r\.?n|rd|esq|dds|llm|j\.d|m\.a)\.?(?=\s*(?:,|;|$|and\b|&))",
    re.IGNORECASE,
)
# What follows a name without being of it.
BEHIND = re.compile(
    r"\s+(?:is an?|ist|est|works|writes|schreibt|for the|for|at|from|in|über|bei|updated|actualizad[oa]|published|"
    r"contributor|shares?|medically|reviewed|fact checked|follow|view|see|read|mehr|alle|zur|articles?|am)\b.*$|"
    r"\s*[|•·/(\[<>].*$|\s[–—-]\s.*$|:.*$",
    re.IGNORECASE,
)
DAY = re.compile(rf"{date_words.WEEKDAY.pattern}\s*$", re.IGNORECASE)
TAIL = re.compile(
    r"\s+(?:(?:the )?associated press|ap|reuters|afp|dpa|bloomberg)(?: writers?)?$|\s+(?:leave|add|post|no)$|"
    r"\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day$",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"^(?:\W*(?:(?:this )?(?:article|post|story|text|foto|bild|interview|gastbeitrag|beitrag|artikel|kommentar|written|"
    r"posted|published|reported|erstellt|eingestellt|created|submitted|geschrieben|veröffentlicht|words|photos|verfasst|escrito|publié|redaktion|ein|eine)\s+)*"
    r"(?:by|von|par|por|di|door|af|av|autor(?:in|en|es)?|authors?|auteurs?|autora|text|redakteur(?:in)?|verfasser(?:in)?)"
    r"(?:\s*:\s*|\s+(?![\w’']+$)|\s+(?=\S+$)))+",
    re.IGNORECASE,
)
AND = re.compile(r"\s*(?:;|\s&\s|\s\+\s|\s\|\s|\b(?:AND|and|And|und|UND|et)\b|\s[ye]\s|\b(?:и|і|та)\b)\s*")
MARK = re.compile(
    r"(?:^|[-_\s])(?:by-?line\w*|author\w*|autor\w*|writer|verfasser|redakteur|contributor|creator|fn|signature)"
    r"(?:$|[-_\s])",
    re.IGNORECASE,
)
NOT_MARK = re.compile(
    r"bio|avatar|image|img|photo|picture|icon|social|follow|comment|desc|about|role|title|position|job|twitter|email|"
    r"count|box|more|posts|share|link-list|related|gravatar|date|time",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"(?:^|[-_\s])(?:(?:photo|image|foto|bild|picture)[-_]?(?:credit|author|by)s?|licen[sc]e[-\w]*|copyright)(?:$|[-_\s])",
    re.IGNORECASE,
)
PICTURED = re.compile(r"(?:foto|photo|bild|image|picture|©|copyright)\w*\s*[:/]?\s*$", re.IGNORECASE)
META = (
    "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "citation_author", "byl", "byline", "cxenseparse:author", "article.author",
    "article:author_name", "authors", "dc.creator.name", "vr:author", "mediator_author", "author_name", "news_authors",
)  # fmt: skip


def of_value(value: str, loose: bool = True) -> tuple[str, ...]:
    """The names in what is said to be an author. ``loose`` takes a login name too."""
    line = text.one_line(text.clean(unescape(value[:LONGEST])))
    line = MAIL.sub(" ", line).strip(" ,;|-–—·•")
    for one in reversed(dates.stated(line, clear="./")):
        line = DAY.sub("", line[: one.start]) + " | " + line[one.end :]
    line = LEAD.sub("", line.strip(" |")).strip()
    if wide := byline_words.WIDE.search(line):
        return byline.people(wide["who"] or wide["reporter"])
    if (said := byline_words.LEAD.match(dates.fold(line))) and re.search(r"[:：]\s*$", said.group()):
        line = line[said.end() :]
    if byline.is_desk(line):
        return (line,)
    found: list[str] = []
    for part in AND.split(DEGREE.sub("", line)):
        pieces = [piece.strip() for piece in part.split(",")]
        for place, piece in enumerate(pieces):
            name = text.one_line(TAIL.sub("", BEHIND.sub("", LEAD.sub("", piece)))).strip(" ,;.|-–—·•*'\"“”")
            name = f"{name}." if re.search(r"(?:\s\w|\bJr|\bSr)$", name) and f"{name}." in piece else name
            if place and " " not in name and not loose:
                continue
            if _names_somebody(name, loose):
                found.append(name)
            elif not name and place == 0:
                break
    full = [name for name in found if " " in name]
    full = [name for name in full if not HOUSE.match(name)] or full
    return tuple(dict.fromkeys(full or found[:1]))[:MOST]


def _names_somebody(name: str, loose: bool) -> bool:
    words = name.split()
    if not words or len(words) > 6 or len(name) > 60 or not any(character.isalpha() for character in name):
        return False
    if all(word.strip(".,:'’-").casefold() in byline_words.NOBODY for word in words):
        return False
    if any(word.strip(".,").casefold() in ROLES for word in words) or AGENCY.fullmatch(name) or NO_NAME.match(name):
        return False
    if words[0].casefold() in BY or words[-1].casefold() in BY:
        return False
    if dates.unsettled(name) or re.search(r"\d\d:\d\d|[{}=<>?!]", name):
        return False
    return loose or (" " in name and name[0].isupper())


ROLES = frozenset(
    "reporter reporters correspondent correspondents editor editors writer writers journalist columnist staff-writer "
    "contributor redakteur redakteurin redaktor chefredakteur korrespondent journaliste periodista redactor redactora "
    "editora producer photographer admin administrator senior chief politics technology login "
    # agencies
    "efe ansa tass afp reuters dpa apa sda ap upi pti ians xinhua ritzau ntb tt belga anp europapress télam telam "
    "kna epd "
    # what links and labels beside a name say
    "quelle source fuente fonte foto photo bild image credit "
    "edit bearbeiten follow folgen twitter veröffentlicht published posted publié publicado pubblicato "
    "autor autora author texto text and und".split()
)
# What a byline begins with; inside a name these are of it ("Ada von Quill").
BY = frozenset("by von par por di door av от przez".split())
AGENCY = re.compile(
    r"(?:the )?(?:associated press|press association|agence france-presse|reuters|bloomberg(?: news)?|xinhua|interfax|"
    r"ukrinform|pa media|dow jones|multiple sources|various)(?: (?:news agency|staff|writers?))?",
    re.IGNORECASE,
)
NO_NAME = re.compile(r"(?:view|read|see|more|show|load|mehr|alle|ver|voir)\b|.*admin$|.*\.txt$", re.IGNORECASE)


def of_story(story: jsonld.Object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """People, and organisations, that JSON-LD says wrote the story."""
    people: list[str] = []
    bodies: list[str] = []
    for each in jsonld.listed(story.get("author") or story.get("creator")):
        for name in _names(each):
            if jsonld.is_organisation(each):
                bodies += of_value(name)
            else:
                people += of_value(name)
    return tuple(dict.fromkeys(people))[:MOST], tuple(dict.fromkeys(bodies))[:MOST]


def _names(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [name for name in (jsonld.words(each) for each in jsonld.listed(value.get("name"))) if name]
    found = jsonld.words(value)
    return [found] if found else []


def of_meta(metas: dict[str, list[str]]) -> tuple[str, ...]:
    """Names that meta elements give; of the first key that gives any."""
    for key in META:
        values = [value for value in metas.get(key, ()) if not re.match(r"(?:https?:)?//|@", value)]
        if key == "citation_author":
            values = [" ".join(reversed(value.split(", "))) if value.count(",") == 1 else value for value in values]
        found = [name for value in values[:MOST] for name in of_value(value)]
        if found:
            return tuple(dict.fromkeys(found))
    for number in ("1", "2"):
        label = " ".join(metas.get(f"twitter:label{number}", ())).casefold()
        if re.match(r"written by|author|verfasst von|geschrieben von|écrit par|escrito por|autor", label):
            return of_value(" ".join(metas.get(f"twitter:data{number}", ())[:1]))
    return ()


def marked(elements: Iterable[HtmlElement]) -> tuple[tuple[str, ...], str]:
    """Names in elements that are marked as the author, the nearest first; and which mark it was."""
    found: list[str] = []
    where = ""
    for element in elements:
        mark = mark_of(element)
        if not mark or (where and mark != where) or _credits(element):
            continue
        names = _inside(element)
        if names:
            where = where or mark
            found += [name for name in names if not (found and HOUSE.match(name))]
            if mark == "a byline's class" and len(found) > len(names):
                break
    different = tuple(dict.fromkeys(found))
    full = tuple(name for name in different if not any(name != other and name in other for other in different))
    return full[:MOST], where


def _credits(element: HtmlElement) -> bool:
    """Whether an element names who made a picture: by its own marks, its box's, or the word before it."""
    boxes = (
        each for each in islice(element.iterancestors(), 2) if each.tag in ("div", "span", "p", "figcaption", "small")
    )
    for each in (element, *boxes, *islice(element.iter("a"), 1)):
        if CREDIT.search(f"{each.get('class') or ''} {each.get('id') or ''}"[:200]):
            return True
    before = element.getprevious()
    words = (
        (before.tail or "").strip() or plain(before, 41) if before is not None and isinstance(before.tag, str) else ""
    )
    return bool(PICTURED.search(words.strip()[-40:]))


def mark_of(element: HtmlElement) -> str:
    """How an element is marked as naming the author; empty if it is not."""
    if "author" in (element.get("rel") or "").casefold().split():
        return "rel=author"
    if (element.get("itemprop") or "").casefold() in ("author", "creator"):
        return "itemprop author"
    marks = f"{element.get('class') or ''} {element.get('data-testid') or ''}"[:200]
    return "a byline's class" if _named_author(marks) else ""


@lru_cache(maxsize=4096)
def _named_author(marks: str) -> bool:
    tokens = (token for token in marks.split() if token.casefold() != "authors-list")
    return any(MARK.search(token) and not NOT_MARK.search(token) for token in tokens)


def _inside(element: HtmlElement) -> list[str]:
    if content := element.get("content"):
        return list(of_value(content))
    inner = element.xpath(".//*[@itemprop='name' or @rel='author' or contains(concat(' ',@class,' '),' fn ')]")
    links = inner or [each for each in element.iter("a") if each is not element]
    found = [name for each in links[:MOST] for name in of_value(each.get("content") or plain(each))]
    if found and not (links and not inner and len(plain(element)) > LONGEST):
        return found
    line = plain(element)
    return list(of_value(line)) if line and len(line) <= LONGEST // 2 else []


def visible(lines: Sequence[str]) -> tuple[str, ...]:
    """Names in the lines near the headline that say "by …", or have but a date and a name."""
    lines = list(dict.fromkeys(line for line in lines if line))
    dated = [line for line in lines if DIGIT.search(line)]
    for line in lines:
        if len(line) <= LONGEST and byline.is_byline(line) and (found := byline.names(line)):
            inner = [each for each in lines if each != line and line.startswith(each) and byline.is_byline(each)]
            return tuple(TAIL.sub("", name) for name in (byline.names(min(inner, key=len)) if inner else ()) or found)
    for line in dated:
        if found := tuple(name for name in byline.beside(line) if not SHARE.match(name)):
            return found
    for line in dated:
        for one in dates.stated(line, clear="./")[:1] if len(line) <= LONGEST else ():
            if signed := SIGNED.search(line[: one.start]):
                return of_value(signed["who"])
    return ()


def is_body(name: str) -> bool:
    """Whether a name says of itself that it is no person's."""
    return bool(BODY.search(name)) or byline.is_desk(name)


def begins_label(element: HtmlElement) -> bool:
    """Whether an element's own text begins as bylines do."""
    own = (element.text or "").strip()
    return bool(own) and len(own) <= 60 and bool(LABELLED.match(own))


def labelled(elements: Iterable[HtmlElement], house: str = "") -> tuple[str, ...]:
    """Names that a line anywhere on the page, or the label right before it, says wrote the story; not the outlet's."""
    for element in elements:
        line = plain(element, 161)
        if len(line) > 160:
            continue
        found = byline.signed(line) or _behind_label(line)
        after = element.getnext()
        if (
            not found
            and after is not None
            and isinstance(after.tag, str)
            and byline_words.LABEL.fullmatch(dates.fold(line))
        ):
            behind = plain(after, 161)
            found = of_value(behind, loose=False) if len(behind) <= 160 else ()
        if found and not all(is_body(name) or name.casefold() == house.casefold() for name in found):
            return found
    return ()


def _behind_label(line: str) -> tuple[str, ...]:
    """Names in a line such as "Author Ada Quill:"."""
    match = re.match(r"(?:autor(?:in|en|es|a)?|authors?|auteurs?|autore)\s+(?=[^\W\d_a-z])", line, re.IGNORECASE)
    found = of_value(line[match.end() :], loose=False) if match and len(line) <= 60 else ()
    return found if all(byline.is_name(name) for name in found) else ()


def at_end(elements: Sequence[HtmlElement]) -> tuple[str, ...]:
    """The name that is the last line of the story, alone or with a date."""
    sizes: dict[HtmlElement, int] = {}
    last: dict[HtmlElement, HtmlElement] = {}
    for element in [each for each in elements if each.tag == "p"][:400]:
        parent, size = element.getparent(), len(plain(element, 800))
        if parent is not None and size:
            sizes[parent] = sizes.get(parent, 0) + size
            last[parent] = element
    box = max(sizes, key=lambda each: sizes[each], default=None)
    if box is None or sizes[box] < 500:
        return ()
    line = plain(last[box], 81)
    stated = dates.stated(line, clear="./")
    for one in reversed(stated):
        line = f"{line[: one.start]}{line[one.end :]}"
    line = line.strip(" ,|–—-·().")
    alone = bool(stated) and re.fullmatch(r"[^\W\d_a-zа-яі][^\W\d_]{2,20}", line) and byline.handle(line)
    link = next(last[box].iter("a"), None) is not None
    return (line,) if not link and (byline.is_name(line) or alone) else ()
