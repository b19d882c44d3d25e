"""The small files beside the pages: sitemap and robots.txt."""

from collections.abc import Callable
from dataclasses import replace

import lxml.etree
import pytest

from coranto.config import parse_config
from coranto.outputs import sitemap
from tests.smallsite import SmallSite, article

Make = Callable[[str], SmallSite]
CONFIG, _ = parse_config("title: T\nbase_url: https://e.org/d/")
SITE = article("a", "A", "2026-11-19", published="2026-11-20", updated="2026-11-21") + article("b", "B", "2026-01-01")


def test_the_sitemap_names_every_page_that_may_be_indexed(site: Make) -> None:
    """And no other."""
    made = site(SITE)
    root = lxml.etree.fromstring(made.files()["sitemap.xml"])
    found = {element.text for element in root.iter("{*}loc")}
    planned = made.press().site
    heads = [planned.view(page).head for page in planned.pages]
    pages = {head.url for head in heads if not head.noindex}
    assert found == {f"https://example.org/d{url}" for url in pages}
    assert "https://example.org/d/404.html" not in found


AMPERSAND = "-- config.yaml --\ntitle: T\nbase_url: https://e.org/a&copy/\n"


def test_the_sitemap_reads_back_as_it_was_written(site: Make) -> None:
    """It is written as text: an XML library would write the same."""
    data = site(SITE + AMPERSAND).files()["sitemap.xml"]
    root = lxml.etree.fromstring(data)
    assert lxml.etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n" == data
    assert all(element.text.startswith("https://e.org/a&copy/") for element in root.iter("{*}loc"))


def test_a_sitemap_without_pages_is_valid(site: Make) -> None:
    """Where no page may be indexed."""
    made = site("").press()
    [out] = sitemap.make(replace(made.site, pages=()), CONFIG, None)  # type: ignore[arg-type]  # what it never looks at
    assert isinstance(out.data, bytes)
    assert len(lxml.etree.fromstring(out.data)) == 0


@pytest.mark.parametrize(("config", "text"), [
    ("-- config.yaml --\ntitle: T\nbase_url: https://e.org\n",
     "User-agent: *\nAllow: /\n\nSitemap: https://e.org/sitemap.xml\n"),
    ('-- config.yaml --\ntitle: T\nbase_url: https://e.org\nrobots: |\n  User-agent: A\n  Disallow: /x\n',
     "User-agent: A\nDisallow: /x\n\nSitemap: https://e.org/sitemap.xml\n"),
    ('-- config.yaml --\ntitle: T\nbase_url: https://e.org\nrobots: ["User-agent: A", "Disallow: /", "User-agent: B", "Disallow: /"]\n',
     "User-agent: A\nDisallow: /\nUser-agent: B\nDisallow: /\n\nSitemap: https://e.org/sitemap.xml\n"),
    ('-- config.yaml --\ntitle: T\nbase_url: https://e.org\nrobots: ["User-agent: *", "Disallow: /"]\n',
     "User-agent: *\nDisallow: /\n\nSitemap: https://e.org/sitemap.xml\n"),
])  # fmt: skip
def test_robots_txt(site: Make, config: str, text: str) -> None:
    """From config, with the sitemap's address."""
    assert site(config).files()["robots.txt"].decode() == text
