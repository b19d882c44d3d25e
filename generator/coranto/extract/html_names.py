"""Read the authors of a page.

In: what JSON-LD, meta, microdata and the visible byline say. Out: names of people, and where they were found. Never
keeps a role, an agency, an address, a handle beside a name or a degree; never takes an organisation for a person: one
that signs is kept where the visible byline says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from coranto import text
from coranto.extract import byline, dates, jsonld

HOUSE = re.compile(r"(?:redaktion|redacción|rédaction|redazione|redação|редакция)\b", re.IGNORECASE)
SIGNED = re.compile(r"\b(?:by|von|par|por)\s+(?P<who>\S{3,30})\s+(?:on|am|le|el|,|\|)\s*$", re.IGNORECASE)
UNSEEN = frozenset("script style template svg".split())
APART = frozenset("br p div li ul ol time h1 h2 h3 h4 section header footer article td tr small strong a".split())
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
        line = line[: one.start] + " | " + line[one.end :]
    line = LEAD.sub("", line.strip(" |")).strip()
    if byline.is_desk(line):
        return (line,)
    found: list[str] = []
    for part in AND.split(DEGREE.sub("", line)):
        pieces = [piece.strip() for piece in part.split(",")]
        for place, piece in enumerate(pieces):
            name = text.one_line(BEHIND.sub("", LEAD.sub("", piece))).strip(" ,;.|-–—·•*'\"“”")
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
    if all(word.strip(".,:'’-").casefold() in byline.NOBODY for word in words):
        return False
    if any(word.strip(".,").casefold() in ROLES for word in words):
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
    "edit bearbeiten follow folgen twitter veröffentlicht published posted publié publicado pubblicato "
    # what a byline begins with
    "by von par por di door av от przez autor autora author texto text and und".split()
)


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
        if not mark or (where and mark != where):
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


def mark_of(element: HtmlElement) -> str:
    """How an element is marked as naming the author; empty if it is not."""
    if "author" in (element.get("rel") or "").casefold().split():
        return "rel=author"
    if (element.get("itemprop") or "").casefold() in ("author", "creator"):
        return "itemprop author"
    marks = f"{element.get('class') or ''} {element.get('data-testid') or ''}"[:200]
    for token in marks.split():
        if MARK.search(token) and not NOT_MARK.search(token) and token.casefold() not in ("authors-list",):
            return "a byline's class"
    return ""


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
    for line in lines:
        if len(line) <= LONGEST and byline.is_byline(line) and (found := byline.names(line)):
            return found
    for line in lines:
        if found := byline.beside(line):
            return found
    for line in lines:
        for one in dates.stated(line, clear="./")[:1] if len(line) <= LONGEST else ():
            if signed := SIGNED.search(line[: one.start]):
                return of_value(signed["who"])
    return ()


def plain(element: HtmlElement, most: int = 2_000) -> str:
    """The text of an element on one line, without scripts, at most so many characters."""
    pieces: list[str] = []
    size = hidden = 0
    for event, each in islice(etree.iterwalk(element, events=("start", "end", "comment", "pi")), 6_000):
        tag = each.tag if isinstance(each.tag, str) else ""
        start = event == "start"
        if tag in UNSEEN:
            hidden += 1 if start else -1
        if tag in APART:
            pieces.append(" ")
        piece = each.text if start and tag not in UNSEEN else each.tail if not start and each is not element else ""
        if piece and not hidden:
            pieces.append(piece[:most])
            size += len(pieces[-1])
        if size > most:
            break
    return text.one_line(text.clean("".join(pieces)))[:most]
