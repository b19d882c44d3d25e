"""``sitemap.xml`` (sitemaps.org 0.9): every page that may be indexed. None without a base_url."""

from __future__ import annotations

from functools import partial
from html import escape
from operator import attrgetter

from coranto.config import Config
from coranto.model import Output
from coranto.planned import Page, Site
from coranto.sight import Sight

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def make(site: Site, config: Config, sight: Sight) -> list[Output]:
    """The sitemap, pages by address. ``lastmod`` stands where we know it: at articles."""
    if not config.base_url:
        return []
    pages = sorted((page for page in site.pages if not page.noindex), key=attrgetter("url"))
    rows = "".join(map(partial(_row, config.base_url), pages))
    data = f'<urlset xmlns="{SPACE}">\n{rows}</urlset>\n' if rows else f'<urlset xmlns="{SPACE}"/>\n'
    return [Output("sitemap.xml", f"<?xml version='1.0' encoding='UTF-8'?>\n{data}".encode(), "outputs/sitemap")]


def _row(base_url: str, page: Page) -> str:
    """A page's lines. Written as text, as there is little in them: an element each takes twice as long."""
    lines = f"  <url>\n    <loc>{escape(base_url + page.url[1:], quote=False)}</loc>\n"
    if page.moved:
        lines += f"    <lastmod>{page.moved.at.date().isoformat()}</lastmod>\n"
    return lines + "  </url>\n"
