"""``sitemap.xml`` (sitemaps.org 0.9): every page that may be indexed. None without a base_url."""

from __future__ import annotations

from lxml import etree

from coranto.config import Config
from coranto.model import Output
from coranto.sight import Sight
from coranto.views import ArticleView, Site

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def make(site: Site, config: Config, sight: Sight) -> list[Output]:
    """The sitemap, pages by address. ``lastmod`` stands where we know it: at articles."""
    if not config.base_url:
        return []
    root = etree.Element(f"{{{SPACE}}}urlset", nsmap={None: SPACE})
    for page in sorted(site.pages, key=lambda page: page.view.head.url):
        if page.view.head.noindex:
            continue
        entry = etree.SubElement(root, f"{{{SPACE}}}url")
        etree.SubElement(entry, f"{{{SPACE}}}loc").text = config.base_url + page.view.head.url[1:]
        if isinstance(page.view, ArticleView):
            moved = page.view.updated or page.view.card.out
            etree.SubElement(entry, f"{{{SPACE}}}lastmod").text = moved.at.date().isoformat()
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return [Output("sitemap.xml", data, "outputs/sitemap")]
