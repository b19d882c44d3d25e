"""Where everything lives: names in, addresses and output paths out. Every address of the site is made here.

An *address* starts at the site's root with ``/`` and is percent-encoded; a *path* is the file under ``output/``, not
encoded. Never looks at the disk.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, unquote

from coranto.model import Article
from coranto.text import slugify, web_address

_URI = re.compile(r"(?:https?://|tag:|urn:)\S")
_MAIL = re.compile(r"mailto:[^\s<>\"]+")
SAFE = "/:@!$'()*+,;=~-._"  # what RFC 3986 lets stand in a path


def encode(path: str) -> str:
    """A path -> the same as an address, percent-encoded once."""
    return quote(path, safe=SAFE)


def article_url(article: Article, pattern: str, language: str = "") -> str:
    """The address of an article, by ``date`` and the site's pattern; its section in Latin letters of a language."""
    moment = article.date or article.out
    values = {
        ":year": f"{moment.at.year:04d}",
        ":month": f"{moment.at.month:02d}",
        ":day": f"{moment.at.day:02d}",
        ":section": slugify(article.section, language) or "news",
        ":slug": article.slug,
    }
    for name, value in values.items():
        pattern = pattern.replace(name, value)
    return encode(pattern)


def term_url(kind: str, slug: str) -> str:
    """The page of a section, tag, author, source or story."""
    return encode(f"/{kind}/{slug}/")


def edition_url(number: int) -> str:
    """The page of an edition."""
    return f"/edition/{number}/"


def page_number_url(url: str, number: int) -> str:
    """A later page of a long list."""
    return f"{url}page/{number}/"


def output_path(url: str) -> str:
    """The file that is served at an address of ours."""
    path = unquote(url).removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


CLIMB, ROOT = "\x02", "\x03"  # no page may hold these characters, so no text of an article does


def written(url: str, file: bool = False) -> str:
    """An address of ours as any page writes it until it is whole. ``file``: folders end in ``index.html``.

    It climbs to the root and down again, so that only the climb depends on the page: ``placed`` puts it in.
    """
    target, mark, tail = _parts(url)
    if file and target.endswith("/"):
        target += "index.html"
    return (CLIMB + target[1:] if len(target) > 1 else ROOT) + mark + tail


def placed(page: str, url: str, root: str = "") -> str:
    """A page with its links as seen from its own address, or from a ``root`` that is written out."""
    climb = root or "../" * (url.count("/") - 1)
    return page.replace(CLIMB, climb).replace(ROOT, climb or "./")


def _parts(url: str) -> tuple[str, str, str]:
    for mark in "?#":
        head, found, tail = url.partition(mark)
        if found:
            return head, mark, tail
    return url, "", ""


def absolute(url: str, base_url: str) -> str:
    """An address of ours with host and base path; empty without a base_url. Outside addresses as they are."""
    if not is_ours(url):
        return url
    return base_url + url[1:] if base_url else ""


def is_ours(url: str) -> bool:
    """Is this an address in this site?"""
    return url.startswith("/") and not url.startswith("//")


def leads_out(written: str, use: str) -> bool:
    """Does an address, as it stands in a text, lead out of this site, whatever there is in it? Pictures never do."""
    return use == "link" and (web_address(written.strip()) or bool(_MAIL.fullmatch(written.strip())))


def pages_of(count: int, size: int) -> Sequence[tuple[int, int, int]]:
    """How a list of ``count`` items, newest first, is cut into pages: (page number, first, last) each, newest first.

    Pages are counted from the oldest item and are full for good, so a new article changes the first page alone; that
    one holds what is left over and the page below it, ``size`` to 2 × ``size`` - 1 items. Its number is 0.
    """
    full = max(0, count // size - 1)
    head = count - full * size
    cuts = [(0, 0, head)]
    for number in range(full, 0, -1):
        start = count - number * size
        cuts.append((number, start, start + size))
    return cuts


def feed_id(article_id: str, authority: str, base_url: str) -> str:
    """The id of an article in every feed (RFC 4151): it outlives slug, theme and, with an authority, the domain.

    An id that is a URI is that of an article which readers knew before it came here, and stays as it is.
    """
    if _URI.match(article_id):
        return article_id
    name = quote(article_id, safe=SAFE)
    return f"tag:{authority}:{name}" if authority else f"{base_url}#{name}"
