"""Links: every address of ours leads to a file that is there, and to a place on it that is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coranto.inventory.addresses import named
from coranto.inventory.case import Case
from coranto.inventory.facts import Fault, Feed
from coranto.problems import Problem


def judge(case: Case) -> Iterator[Problem]:
    """Broken links and anchors, in pages, style sheets, feeds, sitemaps, and what machines read of a page."""
    yield from (case.problem(path, fault) for path, fault in case.faults("links"))
    yield from _told(case)
    yield from _anchors(case)
    yield from _canonical(case)
    yield from _sitemaps(case)
    for feed in case.inventory.feeds.values():
        yield from _feed(case, feed)


def _told(case: Case) -> Iterator[Problem]:
    """What the build has left out, with its place in the text."""
    yield from (replace(each, severity="error") for each in case.built if each.kind == "links")


def _anchors(case: Case) -> Iterator[Problem]:
    pages = case.inventory.pages
    ids: dict[str, frozenset[str]] = {}
    for page in pages.values():
        for anchor in page.anchors:
            if anchor.target not in pages or anchor.name in ("", "top"):
                continue
            if anchor.target not in ids:
                ids[anchor.target] = frozenset(pages[anchor.target].ids)
            if anchor.name not in ids[anchor.target]:
                message = f"the link {named(anchor.url)} leads to a place that is not on {anchor.target}"
                yield Problem(message, case.place(page.path, anchor.line, f"#{anchor.name}"), kind="links")


def _canonical(case: Case) -> Iterator[Problem]:
    originals = {article.source.url for article in case.digest.articles}
    for page in case.inventory.pages.values():
        led = case.ground.lead(page.canonical, page.path) if page.canonical.startswith("http") else None
        if led and led.where == "ours" and led.target != page.path and not page.refresh:
            message = f"the canonical address of the page is that of {led.target}"
            yield Problem(message, case.place(page.path), kind="links")
        elif led and led.where == "out" and page.canonical not in originals and not page.refresh:
            message = f"the canonical address of the page is on another site: {named(page.canonical)}"
            yield Problem(message, case.place(page.path), kind="links")


def _sitemaps(case: Case) -> Iterator[Problem]:
    for paper in case.inventory.papers.values():
        for target, line in paper.locations:
            page = case.inventory.pages.get(target)
            if page and page.noindex:
                message = f"{target} is in the sitemap, and asks not to be indexed"
                yield Problem(message, case.place(paper.path, line), kind="links")


def _feed(case: Case, feed: Feed) -> Iterator[Problem]:
    yield from _lead(case, feed, feed.home, "home page", 0)
    for item in feed.items:
        yield from _lead(case, feed, item.url, "link", item.line)
        for url in (*item.terms, *item.media):
            yield from _lead(case, feed, url, "address", item.line)
        if item.words:
            for url in (*item.words.links, *item.words.loads):
                yield from _lead(case, feed, url, "link", item.line)


def _lead(case: Case, feed: Feed, url: str, what: str, line: int) -> Iterator[Problem]:
    """One address of a feed, if it is whole; that it is, is for the rules of feeds."""
    if not url.startswith(("http://", "https://")):
        return
    led = case.ground.lead(url, feed.path)
    if led.where == "nowhere":
        yield case.problem(feed.path, Fault("links", f"the {what} {named(url)} {led.fault}", line, led.hint))
    elif led.where == "ours" and led.fragment:
        page = case.inventory.pages.get(led.target)
        if page and led.fragment not in page.ids:
            message = f"the {what} {named(url)} leads to a place that is not on {led.target}"
            yield case.problem(feed.path, Fault("links", message, line))
