"""Sizes: what hosts and readers take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coranto.inventory.case import Case
from coranto.problems import Place, Problem, warning

SITE = 1_000_000_000  # bytes: GitHub Pages takes no more
NEAR = 0.8
COUNT = 20_000  # files: Cloudflare Pages takes no more
FILE = 25 * 1024 * 1024  # Cloudflare Pages
PAGE = 500_000  # of HTML alone: beyond this a page is slow wherever it is read
PICTURE = 2_000_000
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg")


def judge(case: Case) -> Iterator[Problem]:
    """The site as a whole, and single files."""
    sizes = case.inventory.sizes
    total = sum(sizes.values())
    if total > SITE * NEAR:
        message = f"the site has {total / 1e6:,.0f} MB, and GitHub Pages takes {SITE / 1e6:,.0f} MB"
        found = warning(message, Place(case.name), "make pictures smaller", "sizes")
        yield replace(found, severity="error") if total > SITE else found
    if len(sizes) > COUNT:
        message = f"the site has {len(sizes):,} files, and Cloudflare Pages takes {COUNT:,}"
        yield warning(message, Place(case.name), "leave kinds of pages out: see `pages` in config.yaml", "sizes")
    for path, size in sizes.items():
        if size > FILE:
            yield warning(f"{size / 1e6:,.0f} MB: some hosts take no file of this size", case.place(path), "", "sizes")
        elif size > PAGE and path.endswith(".html"):
            yield warning(
                f"the page has {size / 1e3:,.0f} kB without its pictures", case.place(path), _SHORTER, "sizes"
            )
        elif size > PICTURE and path.lower().endswith(PICTURES):
            yield warning(f"the picture has {size / 1e6:,.1f} MB", case.place(path), "save it smaller", "sizes")


_SHORTER = "lower per_page, or part the text"
