"""The headline of a page: what it shows, held against what it says of itself elsewhere.

In: a page and the name of its outlet. Out: the headline, where it was found, and the element that shows it. Never
makes a headline of its own: each is a heading, or a title the page gives, without the name of the site.

    shown (h1, h2, or a part of one)  x  said (JSON-LD, meta, <title>) -> the one they agree on
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from lxml.html import HtmlElement

from coranto import text
from coranto.extract import jsonld
from coranto.extract.html_address import canonical, host_of
from coranto.extract.html_signs import Page, folded, line_of
from coranto.extract.html_text import plain

LONGEST = 400
HEADLINE = "JSON-LD headline"
TITLES = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "citation_title", "dc.title")
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
LINES = HEADINGS | frozenset("div span p a strong b td font dt dd li td".split())
KICKER = re.compile(
    r"kicker|over-?line|top-?line|eye-?brow|dachzeile|spitzmarke|(?:super|sur|pre|sub)-?(?:title|headline|heading)|volanta|"
    r"antetitulo|occhiello|rubrik|(?:entry|article|post)-?section|category|invisible|visually-?hidden|sr-only|screen-reader",
    re.IGNORECASE,
)
ENDS = re.compile(r"\s+(?:[|–—»«•·:-]|::|//?)\s+|\s*\|\s*|\s+[›>]\s+")
COLON = re.compile(r"(?<=\w)\s?:\s+(?=\S)")


def title_of(page: Page, outlet: str) -> tuple[str, str, HtmlElement | None]:
    """The headline, where it was found, and the element that shows it."""
    names = _names(page, outlet)
    known = [(value, where) for value, where in _said(page) if value and folded(value) not in names]
    whole = next((value for value, where in known if where == "<title>"), "")
    best = [value for value, where in known if where != "<title>"] or [whole]  # in <title> a kicker may stand in front
    ends = {folded(each) for value in best for each in (value, _without_end(value, names))}
    headings = [each for each in page.elements if each.tag in ("h1", "h2")][:200]
    shown = [(each, _line(each, ends)) for each in headings if not _masthead(each)]
    shown = [(each, line) for each, line in shown if len(folded(line)) > 2 and folded(line) not in names]
    if fit := _fitting(shown, known, names):
        element, line = fit
        return line, f"<{element.tag!s}>, as in the page's own description (sure)", element
    ones = [(each, line) for each, line in shown if each.tag == "h1"]
    near = ones[0][0] if ones else None
    named = {folded(whole[part.end() :]) for part in ENDS.finditer(whole)}  # what may be the site's name
    only = len(ones) == 1 and len(ones[0][1].split()) > 1 and folded(ones[0][1]) not in named
    alone = only and {where for _, where in known} <= {"<title>"}
    if alone and _shares(ones[0][1], whole):
        return ones[0][1], "the only <h1> (likely)", near
    inside = only and any(_in_front(_without_end(value, names), ones[0][1]) for value, _ in known)
    if only and not inside and any(_kin(ones[0][1], value) for value, _ in known):
        return ones[0][1], "the only <h1>, in other words than the page's description (likely)", near
    if part := _printed(page, [value for value, where in known if where != HEADLINE], names):
        element, line = part
        return line, f"<{element.tag!s}>, as in a part of the page's own description (likely)", element
    if alone:
        return ones[0][1], "the only <h1> (likely)", near
    for value, where in known:
        stripped = _without_end(value, names) if where != HEADLINE else value
        if stripped:
            return stripped, f"{where} ({'sure' if where == HEADLINE else 'likely'})", near
    if len(ones) == 1:
        return ones[0][1], "the only <h1> (likely)", near
    return "", "no headline and no <title>", near


def _said(page: Page) -> list[tuple[str, str]]:
    """The titles that the page gives itself, the best first."""
    said = [(line_of(jsonld.words(page.story.get("headline")), LONGEST), HEADLINE)]
    said += [(value[:LONGEST], key) for key in TITLES for value in page.metas.get(key, ())[:1]]
    return [*said, (whole_title(page), "<title>")]


def whole_title(page: Page) -> str:
    """What ``<title>`` says."""
    return next((plain(each, LONGEST) for each in page.tree.iter("title")), "")


def _names(page: Page, outlet: str) -> frozenset[str]:
    """The names that the site may go by: its own, and what its address says."""
    label = host_of(page.url or canonical(page)).rsplit(".", 1)[0].rsplit(".", 1)[-1]
    return frozenset(name for name in (folded(outlet), folded(label)) if len(name) > 2)


def _masthead(heading: HtmlElement) -> bool:
    """Whether a heading is but a link to the home page."""
    links = [each for each in heading.iter("a") if each is not heading]
    if len(links) != 1 or plain(links[0], LONGEST) != plain(heading, LONGEST):
        return False
    return bool(re.fullmatch(r"(?:https?://[^/?#]+)?/?(?:index\.\w+)?", links[0].get("href") or "#"))


def _line(heading: HtmlElement, ends: Collection[str]) -> str:
    """The words of a heading without a kicker, a subtitle, or what only screen readers hear.

    What the page says of itself settles what belongs to it: ``ends`` are the titles it gives.
    """
    whole = plain(heading, LONGEST)
    inner = heading
    while len(inner) == 1 and not f"{inner.text or ''}{inner[0].tail or ''}".strip() and isinstance(inner[0].tag, str):
        inner = inner[0]
    parts = [each for each in inner if isinstance(each.tag, str)][:20]
    lines = [plain(each, LONGEST) for each in parts]
    marked = [bool(KICKER.search(f"{each.get('class') or ''}"[:200])) for each in parts]
    if not any(marked) and (not parts or folded(whole) in ends):
        return whole
    for line in lines:
        if len(line.split()) > 1 and folded(line) in ends:
            return line
    kept = [inner.text or ""]
    for part, line, apart in zip(parts, lines, marked, strict=True):
        kept += ["" if apart else line, part.tail or ""]
    rest = text.one_line(text.clean(" ".join(kept))).strip(" :|–—-/")
    return rest if len(rest.split()) > 1 and rest in whole else whole


def _fitting(
    shown: Sequence[tuple[HtmlElement, str]], known: Sequence[tuple[str, str]], names: Collection[str]
) -> tuple[HtmlElement, str] | None:
    """The heading that agrees best with the titles said elsewhere; an ``<h1>`` before an ``<h2>``."""
    best: dict[str, tuple[int, int, HtmlElement, str]] = {}
    for each, line in shown:
        level, points = str(each.tag), sum(_alike(line, value, names) for value, _ in known)
        if points and len(line) > 4 and (level not in best or (points, len(line)) > best[level][:2]):
            best[level] = (points, len(line), each, line)
    first, second = best.get("h1"), best.get("h2")
    # "Headline - Strapline", where the strapline is marked as the first heading.
    if first and second and len(second[3]) > len(first[3]):
        ahead = [value for value, _ in known if _alike(second[3], value, names) == 3]
        if len(ahead) == len(known) and all(_alike(first[3], value, names) == 1 for value in ahead):
            return second[2], second[3]
    chosen = first or second
    return (chosen[2], chosen[3]) if chosen else None


def _printed(page: Page, values: Iterable[str], names: Collection[str]) -> tuple[HtmlElement, str] | None:
    """The longest part of a title said elsewhere that the page shows as a line of its own."""
    parts = {folded(part) for value in values for part in _cuts(value)} - set(names)
    found: dict[str, tuple[HtmlElement, str]] = {}
    for each in page.elements if parts else ():
        if each.tag not in LINES:
            continue
        line = plain(each, LONGEST) if each.tag in HEADINGS else text.one_line(text.clean((each.text or "")[:LONGEST]))
        if folded(line) in parts and not any(above.tag in ("nav", "head", "option") for above in each.iterancestors()):
            found.setdefault(folded(line), (each, line))
    longest = max(found, key=len, default="")
    return found[longest] if longest else None


def _cuts(value: str) -> list[str]:
    """A title, and what is left of it when it is cut at its separators; no few words that may be the site's name."""
    marks = sorted((*list(ENDS.finditer(value))[:6], *list(COLON.finditer(value))[:1]), key=lambda mark: mark.start())
    starts, ends = [0, *(mark.end() for mark in marks)], [*(mark.start() for mark in marks), len(value)]
    cuts = [value[start:end].strip() for start in starts for end in ends if start < end]
    return [cut for cut in cuts if len(cut.split()) > 4 or (len(cut.split()) > 1 and 2 * len(cut) > len(value))]


def _alike(line: str, value: str, names: Collection[str]) -> int:
    """How well a heading agrees with a title said elsewhere: 3 the beginning, 1 a part; 0 where most is missing."""
    short, long = folded(line), folded(value)
    if short not in long:
        return 0
    if len(short) < 0.6 * len(folded(_without_end(value, names))):
        cut = len(line) if value.casefold().startswith(line.casefold()) else 0
        return 2 if cut and len(line.split()) > 2 and ENDS.match(value, cut) else 0
    return 3 if long.startswith(short) else 1


def _shares(line: str, value: str) -> bool:
    """Whether two titles have a word in common."""
    one, other = (set(re.findall(r"\w{3,}", each.casefold())) for each in (line, value))
    return bool(one & other)


def _in_front(value: str, line: str) -> bool:
    """Whether a heading has words in front of, or behind, a title that no sign joins to it: a kicker, an outlet."""
    at = line.casefold().find(value.casefold())
    return bool(value) and at >= 0 and not re.search(r"[:–—-]\s*$", line[:at])


def _kin(line: str, value: str) -> bool:
    """Whether two titles tell of one thing in different words, as those for readers and for search engines do."""
    one, other = (set(re.findall(r"\w{4,}", each.casefold())) for each in (line, value))
    return len(one) >= 3 and len(one & other) >= 2 and 3 * len(one & other) >= min(len(one), len(other))


def _without_end(value: str, names: Collection[str]) -> str:
    """A title without the name of the site at its end or in front."""
    if (colon := COLON.search(value)) and folded(value[: colon.start()]) in names:
        return value[colon.end() :].strip()
    parts = list(ENDS.finditer(value))
    if not parts:
        return value
    last, first = parts[-1], parts[0]
    end, front = value[last.end() :], value[: first.start()]
    if folded(front) in names:
        return value[first.end() :].strip()
    if any(name in folded(end) for name in names):
        near = (part for part in parts if len(value[part.end() :].split()) <= 6)  # "Headline - Section - Outlet"
        return value[: next(near, last).start()].strip()
    if len(end.split()) <= 4 and len(value[: last.start()].split()) > len(end.split()) and ":" not in last.group():
        return value[: last.start()].strip()
    return value


def outlet_behind(page: Page, title: str) -> tuple[str, str]:
    """The name of the site that follows the headline in ``<title>``, or stands before it."""
    whole = whole_title(page)
    at = whole.casefold().find(title.casefold())
    if at < 0:
        return "", ""
    behind, before = whole[at + len(title) :], whole[:at]
    if (sign := ENDS.match(behind)) and not before:
        name = ENDS.split(behind[sign.end() :])[-1].strip()
    elif before and not behind and (signs := list(ENDS.finditer(before))) and signs[-1].end() == len(before):
        name = before[: signs[0].start()].strip()
    elif before and not behind and (colon := COLON.search(f"{before}_")) and colon.end() == len(before):
        name = before[: colon.start()].strip()  # "Outlet: headline", or "Interview: headline"
        name = name if len(name) > 3 and _signs(page, name) else ""
    else:
        return "", ""
    return (name, "behind the headline in <title> (likely)") if 1 <= len(name.split()) <= 6 else ("", "")


def _signs(page: Page, name: str) -> bool:
    """Whether a page signs with a name: as its sign, or as whose rights are reserved."""
    for each in page.elements:
        if each.tag == "img" and folded((each.get("alt") or "")[:LONGEST]) == folded(name):
            return True
    owner = re.compile(rf"(?:©|copyright)[\s\d–-]{{0,14}}{re.escape(name)}", re.IGNORECASE)
    return any(owner.search((each.text or "")[:LONGEST]) for each in page.elements)
