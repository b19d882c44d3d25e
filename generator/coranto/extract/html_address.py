"""Addresses of a page: absolute, canonical, without what only tracks its readers. Fetches nothing."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from lxml.html import HtmlElement

from coranto import text
from coranto.extract.html_signs import Page

TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|y|ms|d|tt|tw)clid|igshid|mc_[ce]id|_ga|_gl|ns_\w+|at_(?:medium|campaign|custom\d)|cmp(?:id)?|xtor|"
    r"smid|smtyp|wt_?\.?mc|wt\.\w+|ref(?:_?src|errer)?|ito|icid|ocid|spm|cid|__twitter_impression|sh(?:are)?|ftag|"
    r"partner|source|s_cid|gaa_\w+|feature|trk\w*|mkt_tok|hs\w+|vero_\w+|fb_\w+|guce\w*",
    re.IGNORECASE,
)


def canonical(page: Page) -> str:
    """The page's own address, without what only tracks readers; empty if none is known."""
    links = (each.get("href") or "" for each in islice(page.tree.iter("link"), 2_000) if has_rel(each, "canonical"))
    host = host_of(page.url)
    given = (absolute(value.strip(), page.base) for value in (*islice(links, 3), *page.metas.get("og:url", ())[:1]))
    said = [each for each in (*given, absolute(page.url, "")) if each and (not host or host_of(each) == host)]
    own = [each for each in said if not is_home(each)]  # some outlets give all their pages that of their front page
    return plain_address((own or said)[0]) if said else ""


def is_home(address: str) -> bool:
    """Whether an address is that of a front page."""
    parts = urlsplit(address)
    return not parts.path.strip("/") and not parts.query


def has_rel(element: HtmlElement, name: str) -> bool:
    return name in (element.get("rel") or "").casefold().split()


def host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def absolute(value: str, base: str) -> str:
    """The absolute http or https address; empty if it is none."""
    try:
        address = urljoin(base, text.clean(value)[:2_000])
    except ValueError:
        return ""
    return address if text.web_address(address) else ""


def plain_address(address: str) -> str:
    """An address without its fragment and without parameters that only tell where a reader came from."""
    parts = urlsplit(address)
    try:
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return address
    kept = [(key, value) for key, value in pairs if not TRACKING.fullmatch(key)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
