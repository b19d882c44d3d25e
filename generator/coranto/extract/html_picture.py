"""The lead picture of a page: its address, alt text, caption and credit apart."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from coranto.extract import jsonld, picture
from coranto.extract.html_address import absolute
from coranto.extract.html_signs import Page, is_foreign, line_of
from coranto.extract.html_text import plain
from coranto.model import Image

# A site's sign, or what stands where a picture is missing.
NO_PICTURE = re.compile(
    r"blavatar|gravatar\.com|(?:^|[/_.-])(?:no[-_]?(?:img|image|photo|pic)|placeholder|default(?:[-_](?:image|og|share|thumb))?|blank|"
    r"favicon|apple-touch-icon|site[-_]?logo|logo)(?:[-_.@]|\d|$)",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"credit|copyright|photographer|fotograf|bildquelle|image-?source|(?:^|[-_\s])source(?:$|[-_\s])", re.IGNORECASE
)
LABEL = re.compile(
    r"^\W*(?:(?:image|photo|picture|bild|foto)?\s*(?:credits?|source|quelle|copyright|by|von)|photo|image|foto|bild|©|\(c\))\s*[:/©]?\s+",
    re.IGNORECASE,
)
# "A boat comes home. | Agency/Bo Reed", "A boat comes home. © Bo Reed"
BEHIND = re.compile(r"\s*(?:\|\s*|(?=©))(?P<who>©[^|©]{2,80}|[^|©.]{2,60})$")


def image_of(page: Page) -> tuple[Image | None, str]:
    """The lead picture: the one the page names, else the first figure below the headline."""
    given = jsonld.listed(page.story.get("image"))[:1]
    told = given[0] if given and isinstance(given[0], dict) else {}
    value, where = page.meta("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    if not value:
        one = given[0] if given else ""
        value, where = jsonld.words(told.get("url") or told.get("contentUrl") if told else one), "JSON-LD image"
    src = absolute(value, page.base) if value and not NO_PICTURE.search(value) else ""
    every = [each for each in page.elements if each.tag == "figure"][:200]
    figures = [each for each in every if page.trunk and each not in page.above and not _around(each, page.trunk)]
    same = next((each for each in every if src and _shows(each, src)), None)
    figure = same if same is not None else figures[0] if figures and not src else None
    alt, caption, credit = page.meta("og:image:alt", "twitter:image:alt")[0] or None, "", ""
    if figure is not None:
        shown = next(figure.iter("img"), None)
        if shown is not None:
            alt = line_of(shown.get("alt") or "", 500) or alt
            if not src:
                src, where = absolute(shown.get("src") or shown.get("data-src") or "", page.base), "the first figure"
        caption, credit = _caption(figure)
    caption = caption or line_of(jsonld.words(told.get("caption")), 800)
    credit = credit or line_of(jsonld.words(told.get("creditText") or told.get("copyrightHolder")), 200)
    return (Image(src, alt, caption, credit), f"{where} (sure)") if src else (None, "")


def _caption(figure: HtmlElement) -> tuple[str, str]:
    """Caption and credit of a figure, apart."""
    below = next(figure.iter("figcaption"), None)
    line = plain(below, 801) if below is not None else ""
    marked = (
        each
        for each in islice(figure.iter(), 60)
        if each is not below and CREDIT.search((each.get("class") or "")[:200])
    )
    credit = next((said for said in (plain(each, 201) for each in marked) if 1 < len(said) <= 200), "")
    if credit and credit in line and line != credit:
        caption = " ".join(line.replace(credit, " ", 1).split()).strip(" |·–—")
        return caption, LABEL.sub("", credit).strip()
    if found := picture.split(line):
        return found
    if (behind := BEHIND.search(line)) and behind.start() > 0:
        return line[: behind.start()].strip(), LABEL.sub("", behind["who"]).strip()
    return line, LABEL.sub("", credit).strip() if credit != line else ""


def _around(figure: HtmlElement, trunk: frozenset[HtmlElement]) -> bool:
    """Whether a figure stands in a box of other things."""
    parent = figure.getparent()
    return parent is not None and is_foreign(parent, trunk)


def _shows(figure: HtmlElement, src: str) -> bool:
    name = _stem(src)
    return len(name) > 3 and any(
        name == _stem(image.get(key) or "") for image in islice(figure.iter("img"), 5) for key in ("src", "data-src")
    )


def _stem(address: str) -> str:
    """The name of a picture's file without its size."""
    name = address.split("?", 1)[0].rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return re.sub(r"[-_]\d+x\d+$|[-_]scaled$", "", name).casefold()
