"""Read what an HTML page says of its story: title, authors, dates, outlet, picture.

In: a parsed page, its source and its address. Out: ``Facts`` with evidence for each field and the keys in doubt. Any
HTML is taken and none raises. Never looks an outlet up, never takes a date that the page's own signs disagree on, nor
one that is only guessed.

    JSON-LD, meta, microdata, <time>, visible lines -> candidates -> one of them, or a doubt
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from lxml.html import HtmlElement

from coranto import text
from coranto.extract import html_names, jsonld
from coranto.extract.html_address import absolute, canonical, has_rel
from coranto.extract.html_dates import dates_of
from coranto.extract.html_names import plain
from coranto.extract.html_picture import image_of
from coranto.extract.html_signs import Page, folded, is_foreign, is_small, line_of, read_page, zone_of
from coranto.model import Image, SourceRef

ORDER = ("title", "date", "source", "authors")
LONGEST_TITLE = 400
MOST_TAGS = 30
ENDS = re.compile(r"\s+(?:[|–—»«•·:-]|::|//?)\s+|\s*\|\s*|\s+[›>]\s+")
STANDFIRST = re.compile(
    r"(?:^|[-_\s])(?:standfirst|stand-first|dek|deck|sub-?(?:title|head|headline|heading)|lead|lede|intro|excerpt|chapo|"
    r"vorspann|bajada|entradilla|summary)(?:$|[-_\s])",
    re.IGNORECASE,
)


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
    outlet, evidence["source"] = _outlet(page)
    heads = {folded(plain(each, LONGEST_TITLE)) for each in page.elements if each.tag in ("h1", "title")}
    if outlet and heads == {folded(outlet)}:  # the story's own name, where the outlet's should be
        outlet, evidence["source"] = "", f"only {outlet}, which is the headline (unsure)"
    title, evidence["title"], head = _title(page, outlet)
    if not outlet and title:
        outlet, where = _behind_title(page, title)
        evidence["source"] = where or evidence["source"]
    if head is not None:
        place = page.elements.index(head)
        trunk = frozenset((head, *head.iterancestors()))
        page = replace(page, trunk=trunk, above=frozenset(page.elements[:place]))
    zone = zone_of(page, head)
    authors, evidence["authors"] = _authors(page, zone, outlet)
    moment, updated, evidence["date"], evidence["updated"] = dates_of(page, zone)
    standfirst, evidence["standfirst"] = _standfirst(page, zone, title)
    section, evidence["section"] = _section(page)
    tags, evidence["tags"] = _tags(page)
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
        {key: where for key, where in evidence.items() if where},
        tuple(key for key in ORDER if not found[key]),
    )


def _title(page: Page, outlet: str) -> tuple[str, str, HtmlElement | None]:
    """The headline, where it was found, and the element that shows it."""
    said = [
        (line_of(jsonld.words(page.story.get("headline")), LONGEST_TITLE), "JSON-LD headline"),
        *((value[:LONGEST_TITLE], key) for key in ("og:title", "twitter:title", "parsely-title", "sailthru.title",
          "citation_title", "dc.title") for value in page.metas.get(key, ())[:1]),
    ]  # fmt: skip
    whole = next((plain(each, LONGEST_TITLE) for each in page.tree.iter("title")), "")
    said.append((whole, "<title>"))
    known = [(value, where) for value, where in said if value and folded(value) != folded(outlet)]
    shown = [(each, plain(each, LONGEST_TITLE)) for each in page.elements if each.tag in ("h1", "h2")][:200]
    shown = [(each, line) for each, line in shown if len(folded(line)) > 2 and folded(line) != folded(outlet)]
    for level in ("h1", "h2"):
        fits = [
            (sum(_alike(line, value, outlet) for value, _ in known), len(line), each, line)
            for each, line in shown
            if each.tag == level
        ]
        score, _, element, line = max(fits, key=lambda fit: fit[:2], default=(0, 0, None, ""))
        if score and len(line) > 4:
            return line, f"<{level}>, as in the page's own description (sure)", element
    ones = [(each, line) for each, line in shown if each.tag == "h1"]
    near = ones[0][0] if ones else None
    named = {folded(whole[part.end() :]) for part in ENDS.finditer(whole)}  # what may be the site's name
    only = len(ones) == 1 and len(ones[0][1].split()) > 1 and folded(ones[0][1]) not in named
    if only and {where for _, where in known} <= {"<title>"}:
        return ones[0][1], "the only <h1> (likely)", near
    inside = only and any(folded(_without_end(value, outlet)) in folded(ones[0][1]) for value, _ in known)
    if only and not inside and any(_kin(ones[0][1], value) for value, _ in known):
        return ones[0][1], "the only <h1>, in other words than the page's description (likely)", near
    for value, where in known:
        stripped = _without_end(value, outlet) if where != "JSON-LD headline" else value
        if stripped:
            sure = "sure" if where == "JSON-LD headline" else "likely"
            return stripped, f"{where} ({sure})", near
    if len(ones) == 1:
        return ones[0][1], "the only <h1> (likely)", near
    return "", "no headline and no <title>", near


def _alike(line: str, value: str, outlet: str) -> int:
    """How well a heading agrees with a title said elsewhere: 3 the beginning, 1 a part; 0 where most is missing."""
    short, long = folded(line), folded(value)
    whole = folded(_without_end(value, outlet))
    if len(short) < 0.6 * len(whole) or short not in long:
        return 0
    return 3 if long.startswith(short) else 1


def _kin(line: str, value: str) -> bool:
    """Whether two titles tell of one thing in different words, as those for readers and for search engines do."""
    one, other = (set(re.findall(r"\w{4,}", each.casefold())) for each in (line, value))
    return len(one) >= 3 and len(one & other) >= 2 and 3 * len(one & other) >= min(len(one), len(other))


def _without_end(value: str, outlet: str) -> str:
    """A title without the name of the site at its end or in front."""
    parts = list(ENDS.finditer(value))
    if not parts:
        return value
    last, first = parts[-1], parts[0]
    end, front = value[last.end() :], value[: first.start()]
    name = folded(outlet)
    if name and (folded(front) == name):
        return value[first.end() :].strip()
    for part in parts:
        if name and (folded(value[part.end() :]) == name or name in folded(value[part.end() :])):
            return value[: part.start()].strip()
    if len(end.split()) <= 4 and len(value[: last.start()].split()) > len(end.split()) and ":" not in last.group():
        return value[: last.start()].strip()
    return value


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
        (marked, mark),
        (seen, "a visible byline"),
        (tuple(name for name in said if folded(name) != house), "a meta element"),
    ]
    given = [(_without_house(found, house), where) for found, where in own if found]
    if not given:
        both = tuple(name for name in (*bodies, *said, *people) if folded(name) == house)
        return (), f"only an organisation: {both[0]} (unsure)" if both else "no author is named"
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


def _without_house(found: tuple[str, ...], house: str) -> tuple[str, ...]:
    """The names without those that have the outlet's in them, where others are left."""
    return tuple(name for name in found if not house or house not in folded(name)) or found


def _shared(found: Sequence[str], other: Sequence[str]) -> bool:
    return not {folded(name) for name in found}.isdisjoint(folded(name) for name in other)


def _outlet(page: Page) -> tuple[str, str]:
    value, key = page.meta("og:site_name")
    if value:
        return value[:120], f"{key} (sure)"
    if name := jsonld.words(page.story.get("publisher")):
        return name[:120], "JSON-LD publisher (sure)"
    if name := jsonld.publisher(page.tree):
        return name[:120], "JSON-LD organisation (likely)"
    value, key = page.meta("application-name", "dc.publisher", "citation_journal_title", "al:android:app_name")
    if value:
        return value[:120], f"{key} (likely)"
    return "", "the page does not name its outlet"


def _behind_title(page: Page, title: str) -> tuple[str, str]:
    """The name of the site that follows the headline in ``<title>``, or stands before it."""
    whole = next((plain(each, LONGEST_TITLE) for each in page.tree.iter("title")), "")
    at = whole.casefold().find(title.casefold())
    if at < 0:
        return "", ""
    behind, before = whole[at + len(title) :], whole[:at]
    if (sign := ENDS.match(behind)) and not before:
        name = ENDS.split(behind[sign.end() :])[-1].strip()
    elif before and not behind and (signs := list(ENDS.finditer(before))) and signs[-1].end() == len(before):
        name = before[: signs[0].start()].strip()
    else:
        return "", ""
    return (name, "behind the headline in <title> (likely)") if 1 <= len(name.split()) <= 6 else ("", "")


def _standfirst(page: Page, zone: Sequence[HtmlElement], title: str) -> tuple[str, str]:
    for element in zone:
        if element.tag in ("p", "div", "h2", "h3", "span") and STANDFIRST.search((element.get("class") or "")[:200]):
            line = plain(element, 801)
            if 40 <= len(line) <= 800 and folded(line) != folded(title):
                return line, "below the headline, marked as such (sure)"
    said = jsonld.words(page.story.get("description")), "JSON-LD description"
    metas = (page.meta(key) for key in ("og:description", "description", "dc.description"))
    for value, where in (said, *metas):
        line = line_of(value, 800)
        if len(line) >= 20 and not line.endswith(("…", "...", "[…]")) and folded(line) != folded(title):
            return line, f"{where} (likely)"
    return "", ""


def _section(page: Page) -> tuple[str, str]:
    for value in jsonld.listed(page.story.get("articleSection")):
        if (name := jsonld.words(value)) and len(name) <= 80:
            return name, "JSON-LD articleSection (sure)"
    value, key = page.meta("article:section", "parsely-section", "og:section", "cxenseparse:taxonomy", "section")
    return (value, f"{key} (sure)") if value and len(value) <= 80 and "://" not in value else ("", "")


def _tags(page: Page) -> tuple[tuple[str, ...], str]:
    said = [word for each in jsonld.listed(page.story.get("keywords")) for word in jsonld.words(each).split(",")]
    sources = [(said, "JSON-LD keywords"), (page.metas.get("article:tag", []), "article:tag")]
    for key in ("parsely-tags", "news_keywords", "sailthru.tags", "keywords"):
        sources.append(([word for value in page.metas.get(key, ())[:5] for word in value.split(",")], key))
    shown = (plain(each, 80) for each in islice((each for each in page.elements if has_rel(each, "tag")), MOST_TAGS))
    sources.insert(2, ([*shown], "rel=tag"))
    for words, where in sources:
        tags = {text.fold(word): text.one_line(word) for word in reversed(words[:200]) if 1 < len(word.strip()) <= 60}
        if tags:
            return tuple(reversed(tags.values()))[:MOST_TAGS], f"{where} (likely)"
    return (), ""


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
    if value := jsonld.words(page.story.get("license")):
        return value[:300], "JSON-LD license (sure)"
    for element in page.elements:
        said = element.tag in ("a", "link") and has_rel(element, "license")
        if said and (address := absolute(element.get("href") or "", page.url)):
            return address, "rel=license (sure)"
    value, key = page.meta("dcterms.license", "license", "licence")
    return (value[:300], f"{key} (sure)") if value else ("", "")
