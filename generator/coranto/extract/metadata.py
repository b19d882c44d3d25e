"""Read what an HTML page says of its story: title, authors, dates, outlet, picture.

In: a parsed page, its source and its address. Out: ``Facts`` with evidence for each field and the keys in doubt. Any
HTML is taken and none raises. Never looks an outlet up, never takes a date that the page's own signs disagree on, nor
one that is only guessed.

    JSON-LD, meta, microdata, <time>, visible lines -> candidates -> one of them, or a doubt
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from lxml.html import HtmlElement

from coranto import text
from coranto.extract import html_names, jsonld, picture
from coranto.extract.html_address import absolute, canonical, has_rel
from coranto.extract.html_dates import dates_of
from coranto.extract.html_picture import image_of
from coranto.extract.html_signs import Page, folded, is_foreign, is_small, line_of, read_page, zone_of
from coranto.extract.html_text import plain
from coranto.extract.html_title import ENDS, outlet_behind, title_of
from coranto.extract.html_title import LONGEST as LONGEST_TITLE
from coranto.model import Image, SourceRef

ORDER = ("title", "date", "source", "authors")
TOLD = (
    "title", "date", "authors", "source", "standfirst", "updated", "section", "tags", "language", "image", "licence",
)  # fmt: skip
MOST_TAGS = 30
STANDFIRST = re.compile(
    r"(?:^|[-_\s])(?:standfirst|stand-first|dek|deck|sub-?(?:title|head|headline|heading)|lead|lede|intro|excerpt|chapo|"
    r"vorspann|bajada|entradilla|summary)(?:$|[-_\s])",
    re.IGNORECASE,
)
CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[&hellip;\])\W*$")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
TOPICS = re.compile(
    r"(?:^|[-_\s])(?:tags?|topics?|keywords|schlagw[oö]rte?r?|themen|tag-?(?:list|cloud|links))(?:$|[-_\s])", re.I
)
# What systems write where no editor has chosen a section.
NO_SECTION = re.compile(
    r"://|^(?:posts?|articles?|pages?|story|stories|uncategori[sz]ed|allgemein|sin categor[ií]a|non class[ée]|"
    r"\w[\w-]*\.[a-z]{2,4})$",
    re.IGNORECASE,
)
MACHINE = re.compile(r"(?:\s+[A-Z]+(?:_[A-Z]+)+|(?<=[A-Z]_)[A-Z]+|\s+(?:PERSON|ORGANIZATION|LOCATION|PLACE))+$")
NO_TAG = re.compile(r"^[@/]|://|^\w+:\S+$|_\w+_|^[a-z]+_[a-z]+$|^\d+$|^(?:articles?|posts?|news|story)$", re.I)
COMMONS = re.compile(r"creative ?commons|\bcc[ -](?:by|0|zero)\b|\bcc0\b", re.IGNORECASE)
GENERIC = frozenset("news home blog website homepage startseite index accueil inicio main site".split())


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of its story. ``evidence``: where a key was found and how sure; ``doubts``: keys to settle."""

    title: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    updated: str = ""
    source: SourceRef = field(default_factory=SourceRef)
    section: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    image: Image | None = None
    licence: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


def facts_of(tree: HtmlElement, html: str, url: str = "") -> Facts:
    """The facts about a page's story; what is not sure is left empty and doubted."""
    page = read_page(tree, html, url)
    evidence: dict[str, str] = {}
    heads = {folded(plain(each, LONGEST_TITLE)) for each in page.elements if each.tag in ("h1", "title")}
    outlet, evidence["source"] = _outlet(page, heads)
    head_said = {folded(line_of(jsonld.words(page.story.get("headline")))), folded(page.meta("og:title")[0])}
    if outlet and heads == {folded(outlet)} and head_said <= {folded(outlet), ""}:  # the story's own name
        outlet, evidence["source"] = "", f"only {outlet}, which is the headline (unsure)"
    title, evidence["title"], head = title_of(page, outlet)
    if not outlet and title:
        outlet, where = outlet_behind(page, title)
        outlet, where = ("", "") if outlet.casefold() in GENERIC else (outlet, where)
        evidence["source"] = where or evidence["source"]
    if head is not None:
        place = page.elements.index(head)
        trunk = frozenset((head, *head.iterancestors()))
        page = replace(page, trunk=trunk, above=frozenset(page.elements[:place]))
    zone = zone_of(page, head)
    authors, evidence["authors"] = _authors(page, zone, outlet)
    if any(folded(name) == folded(title) for name in authors):
        evidence["authors"] = "only the headline again (unsure)"
        authors = ()
    moment, updated, evidence["date"], evidence["updated"] = dates_of(page, zone)
    standfirst, evidence["standfirst"] = _standfirst(page, zone, title)
    section, evidence["section"] = _section(page, outlet)
    tags, evidence["tags"] = _tags(page, title)
    language, evidence["language"] = _language(page)
    image, evidence["image"] = image_of(page)
    licence, evidence["licence"] = _licence(page)
    address = canonical(page)
    found = {"title": title, "date": moment, "source": outlet, "authors": authors}
    return Facts(
        title,
        standfirst,
        authors,
        moment,
        updated,
        SourceRef(outlet, address),
        section,
        tags,
        language,
        image,
        licence,
        {key: evidence[key] for key in TOLD if evidence.get(key)},
        tuple(key for key in ORDER if not found[key]),
    )


def _authors(page: Page, zone: Sequence[HtmlElement], outlet: str) -> tuple[tuple[str, ...], str]:
    people, bodies = html_names.of_story(page.story)
    said = html_names.of_meta(page.metas)
    marked, mark = html_names.marked(zone)
    if not marked:
        rest = (each for each in page.elements if html_names.mark_of(each) and not is_foreign(each, page.trunk))
        marked, mark = html_names.marked(islice(rest, 20))
    seen = html_names.visible([plain(each, 301) for each in zone if is_small(each)])
    house = folded(outlet)
    own = [
        (tuple(name for name in people if folded(name) != house), "JSON-LD author"),
        (seen, "a visible byline"),
        (marked, mark),
        (tuple(name for name in said if folded(name) != house), "a meta element"),
    ]
    given = [(_persons(found, house), where) for found, where in own if found]
    if all(_is_body(found, house) for found, _ in given):
        rest = (each for each in page.elements if is_small(each) and html_names.begins_label(each))
        rest = (each for each in rest if not is_foreign(each, page.trunk))
        if (far := html_names.labelled(rest, outlet)) or (far := html_names.at_end(page.elements)):
            return far, "a line below the story (likely)"
    if not given:
        both = tuple(name for name in (*bodies, *said, *people) if folded(name) == house)
        return (), f"only an organisation: {both[0]} (unsure)" if both else "no author is named"
    given = [one for one in given if not _is_body(one[0], house)] or given
    # The one most others agree with; a login name only where no other is known; then whoever names more people.
    support = [sum(_shared(found, other) for other, _ in given) for found, _ in given]
    full = [any(" " in name for name in found) for found, _ in given]
    best = max(range(len(given)), key=lambda place: (full[place], support[place], -place))
    found, where = given[best]
    for other, there in given:
        if _shared(found, other) and len(found) < len(other) <= 5 and all(" " in name for name in other):
            found, where = other, there
    sure = support[best] > 1 or where != "a meta element"
    return found, f"{where} ({'sure' if sure else 'likely'})"


def _persons(found: tuple[str, ...], house: str) -> tuple[str, ...]:
    """The names without the outlet's, its desk's and other bodies', where others are left."""
    return tuple(name for name in found if not _is_body((name,), house)) or found


def _is_body(found: Sequence[str], house: str) -> bool:
    """Whether those who sign are no people: the outlet, or somebody that says of itself what it is."""
    return all(
        (house and (house in folded(name) or (len(folded(name)) > 5 and folded(name) in house)))
        or html_names.is_body(name)
        for name in found
    )


def _shared(found: Sequence[str], other: Sequence[str]) -> bool:
    return not {folded(name) for name in found}.isdisjoint(folded(name) for name in other)


def _outlet(page: Page, heads: Collection[str]) -> tuple[str, str]:
    site, key = page.meta("og:site_name")
    last = page.meta("application-name", "dc.publisher", "citation_journal_title", "al:android:app_name")
    for value, where in (
        (site, f"{key} (sure)"),
        (jsonld.words(page.story.get("publisher")), "JSON-LD publisher (sure)"),
        (jsonld.publisher(page.tree), "JSON-LD organisation (likely)"),
        (last[0], f"{last[1]} (likely)"),
    ):
        name, *slogan = ENDS.split(value[:300], maxsplit=1)
        if slogan and folded(name) in heads:  # some put the headline in front
            name = slogan[0]
        name = name.strip() if slogan and 1 <= len(name.split()) <= 4 else value
        if name and name.casefold() not in GENERIC and "://" not in name:
            return name[:120], where
    return "", "the page does not name its outlet"


def _standfirst(page: Page, zone: Sequence[HtmlElement], title: str) -> tuple[str, str]:
    for element in zone:
        if element.tag in ("p", "div", "h2", "h3", "span") and STANDFIRST.search((element.get("class") or "")[:200]):
            line = plain(element, 801)
            if 40 <= len(line) <= 800 and folded(line) != folded(title) and not picture.split(line):
                return line, "below the headline, marked as such (sure)"
    said = jsonld.words(page.story.get("description")), "JSON-LD description"
    metas = (page.meta(key) for key in ("og:description", "description", "dc.description"))
    for value, where in (said, *metas):
        line = line_of(TAG.sub(" ", line_of(value)), 800)
        if len(line) < 20 or CUT.search(line) or folded(line) == folded(title):
            continue
        if not _excerpt(page, line):
            return line, f"{where} (likely)"
    return "", ""


def _excerpt(page: Page, line: str) -> bool:
    """Whether a description is but the first words of the story, as systems make them by themselves."""
    key = folded(line)
    for element in islice(page.tree.iter("p"), 40):
        paragraph = folded(plain(element, 1_200))
        if paragraph.startswith(key[:-3]) and len(paragraph) > len(key):
            return True
        if len(key) > 120 and 0 <= paragraph.find(key[-30:]) < len(paragraph) - 40:
            return True
    return False


def _section(page: Page, outlet: str) -> tuple[str, str]:
    said = [
        (jsonld.words(value), "JSON-LD articleSection") for value in jsonld.listed(page.story.get("articleSection"))
    ]
    keys = ("article:section", "parsely-section", "og:section", "cxenseparse:taxonomy", "section")
    for value, where in (*said, *(page.meta(key) for key in keys)):
        value = value[:200].split(", ")[0]
        if value and len(value) <= 80 and not NO_SECTION.search(value) and folded(value) != folded(outlet):
            return value, f"{where} (sure)"
    return "", ""


def _tags(page: Page, title: str) -> tuple[tuple[str, ...], str]:
    said = [word for each in jsonld.listed(page.story.get("keywords")) for word in jsonld.words(each).split(",")]
    sources = [(said, "JSON-LD keywords"), (page.metas.get("article:tag", []), "article:tag")]
    for key in ("parsely-tags", "news_keywords", "sailthru.tags", "keywords"):
        sources.append(([word for value in page.metas.get(key, ())[:5] for word in value.split(",")], key))
    shown = (
        plain(each, 80) for each in islice((each for each in page.tree.iter("a") if has_rel(each, "tag")), MOST_TAGS)
    )
    sources.insert(2, ([*shown], "rel=tag"))
    boxes = (
        each for each in page.elements if each.tag in ("ul", "div", "p", "section", "span") and _lists_topics(each)
    )
    sources.append(([plain(link, 80) for box in islice(boxes, 1) for link in box.iter("a")], "links marked as tags"))
    for words, where in sources:
        found = [text.one_line(MACHINE.sub("", word[:200])).strip(" #;") for word in words[:200]]
        tags = {text.fold(word): word for word in reversed(found) if 1 < len(word) <= 60 and not NO_TAG.search(word)}
        tags.pop(text.fold(title), None)
        if tags:
            return tuple(reversed(tags.values()))[:MOST_TAGS], f"{where} (likely)"
    return (), ""


def _lists_topics(element: HtmlElement) -> bool:
    if not TOPICS.search((element.get("class") or "")[:200]):
        return False
    links = sum(len(plain(each, 80)) for each in islice(element.iter("a"), MOST_TAGS))
    return links > 0 and links > 0.6 * len(plain(element, 800))


def _language(page: Page) -> tuple[str, str]:
    root = next(page.tree.getroottree().iter("html"), None)
    lang = root.get("lang") or root.get("xml:lang") or "" if root is not None else ""
    values = (
        (lang, "<html lang>"),
        (jsonld.words(page.story.get("inLanguage")), "JSON-LD inLanguage"),
        *((page.meta(key)[0], key) for key in ("content-language", "og:locale", "dc.language", "language")),
    )
    for value, where in values:
        if match := re.fullmatch(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}|[A-Za-z]{4}|\d{3}))?", value.strip()):
            region = match[2] or ""
            region = f"-{region.upper() if len(region) < 4 else region.title()}" if region else ""
            return match[1].lower() + region, f"{where} (sure)"
    return "", ""


def _licence(page: Page) -> tuple[str, str]:
    if value := jsonld.words(page.story.get("license")) or _address(page.story.get("license")):
        return value[:300], "JSON-LD license (sure)"
    for element in page.tree.iter("a", "link"):
        if not has_rel(element, "license") or any(each.tag == "figure" for each in islice(element.iterancestors(), 8)):
            continue  # a figure's is the picture's
        if address := absolute(element.get("href") or "", page.base):
            return address, "rel=license (sure)"
    value, key = page.meta("dcterms.license", "citation_license", "license", "licence")
    if value:
        return value[:300], f"{key} (sure)"
    for key in ("dc.rights", "dcterms.rights", "rights", "copyright"):
        if (value := page.meta(key)[0]) and COMMONS.search(value):
            return value[:300], f"{key} (likely)"
    return "", ""


def _address(value: object) -> str:
    given = value[0] if isinstance(value, list) and value else value
    found = given.get("url") or given.get("@id") if isinstance(given, dict) else ""
    return line_of(found, 300) if isinstance(found, str) else ""
