"""The lead picture of a page: its address, alt text, caption and credit apart."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from coranto.extract import jsonld, picture
from coranto.extract.html_address import absolute
from coranto.extract.html_names import plain
from coranto.extract.html_signs import Page, is_foreign, line_of
from coranto.model import Image


def image_of(page: Page) -> tuple[Image | None, str]:
    """The lead picture: the one the page names, else the first figure below the headline."""
    given = jsonld.listed(page.story.get("image"))[:1]
    told = given[0] if given and isinstance(given[0], dict) else {}
    value, where = page.meta("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    if not value:
        one = given[0] if given else ""
        value, where = jsonld.words(told.get("url") or told.get("contentUrl") if told else one), "JSON-LD image"
    src = absolute(value, page.url) if value else ""
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
                src, where = absolute(shown.get("src") or shown.get("data-src") or "", page.url), "the first figure"
        line = next((plain(each, 801) for each in figure.iter("figcaption")), "")
        caption, credit = picture.split(line) or (line, "")
    caption = caption or line_of(jsonld.words(told.get("caption")), 800)
    credit = credit or line_of(jsonld.words(told.get("creditText") or told.get("copyrightHolder")), 200)
    return (Image(src, alt, caption, credit), f"{where} (sure)") if src else (None, "")


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
