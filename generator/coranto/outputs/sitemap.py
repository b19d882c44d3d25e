"""``sitemap.xml`` (sitemaps.org 0.9): every page that may be indexed. Where they are many it is an index of several
files; and so it is while there is a ``news-sitemap.xml``, which has our own articles of the last two days. None without
a base_url, nor in a preview.

What is told of a page is what it shows: ``lastmod`` is its content's, and never the clock's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from operator import attrgetter

from coranto.config import Config
from coranto.model import Output
from coranto.moments import iso
from coranto.planned import News, Page, Site
from coranto.sight import Sight
from coranto.text import one_line

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_SPACE = "http://www.google.com/schemas/sitemap-news/0.9"
MOST = 50_000  # addresses of one file
LARGEST = 50_000_000  # bytes of one file
MOST_NEWS = 1_000
HEAD = "<?xml version='1.0' encoding='UTF-8'?>\n"
Row = tuple[str, str]
"""The lines of an address, and the day of its last change."""


def make(site: Site, config: Config, sight: Sight) -> list[Output]:
    """The sitemaps, pages by address. Each address stands in one of them."""
    if not config.base_url or site.facts.preview:
        return []
    news = {each.url: each for each in site.news[:MOST_NEWS]}
    pages = sorted((page for page in site.pages if not page.noindex), key=attrgetter("url"))
    days = {page.url: _day(site, page) for page in pages}
    rows = [(_entry("url", config.base_url + url[1:], day), day) for url, day in days.items() if url not in news]
    parts = list(_parts(rows))
    if len(parts) == 1 and not news:
        return [_file("sitemap.xml", "urlset", parts[0])]
    made = [
        (_file(f"sitemap-{number}.xml", "urlset", part), _newest(part)) for number, part in enumerate(parts, 1) if part
    ]
    if news:
        fresh = [
            (_entry("url", config.base_url + url[1:], day, _news(site.facts.title, news[url])), day)
            for url, day in days.items()
            if url in news
        ]
        made.append((_file("news-sitemap.xml", "urlset", fresh, f' xmlns:news="{NEWS_SPACE}"'), _newest(fresh)))
    index = [(_entry("sitemap", config.base_url + output.path, day), day) for output, day in made]
    return [_file("sitemap.xml", "sitemapindex", index), *(output for output, _ in made)]


def _parts(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """As many rows as one file may hold."""
    part: list[Row] = []
    size = 0
    for row in rows:
        length = len(row[0].encode())
        if part and (len(part) == MOST or size + length > LARGEST - 1_000):
            yield part
            part, size = [], 0
        part.append(row)
        size += length
    yield part


def _file(path: str, kind: str, rows: Sequence[Row], more: str = "") -> Output:
    text = "".join(row for row, _ in rows)
    data = f'<{kind} xmlns="{SPACE}"{more}>\n{text}</{kind}>\n' if rows else f'<{kind} xmlns="{SPACE}"/>\n'
    return Output(path, (HEAD + data).encode(), "outputs/sitemap")


def _newest(rows: Sequence[Row]) -> str:
    return max((day for _, day in rows), default="")


def _day(site: Site, page: Page) -> str:
    moved = site.moved(page)
    return moved.at.date().isoformat() if moved else ""


def _entry(kind: str, url: str, day: str, more: str = "") -> str:
    """The lines of an address. Written as text, as there is little in them: an element each takes twice as long."""
    lines = f"  <{kind}>\n    <loc>{escape(url, quote=False)}</loc>\n"
    if day:
        lines += f"    <lastmod>{day}</lastmod>\n"
    return f"{lines}{more}  </{kind}>\n"


def _news(name: str, news: News) -> str:
    def said(text: str) -> str:
        return escape(one_line(text), quote=False)

    return (
        f"    <news:news>\n      <news:publication><news:name>{said(name)}</news:name>"
        f"<news:language>{said(news.language)}</news:language></news:publication>\n"
        f"      <news:publication_date>{iso(news.published)}</news:publication_date>\n"
        f"      <news:title>{said(news.title)}</news:title>\n    </news:news>\n"
    )
