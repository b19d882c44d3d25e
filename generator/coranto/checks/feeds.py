"""Feeds: RSS, Atom and JSON Feed by the same rules, of which the reasons are in docs/reference/check.md."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Literal

from coranto.curation import spelled
from coranto.inventory.addresses import named
from coranto.inventory.case import Case
from coranto.inventory.facts import Fault, Feed, Item, Offered
from coranto.model import Article
from coranto.permalinks import feed_id
from coranto.plan.editions import id_of
from coranto.problems import Place, Problem, warning
from coranto.text import fold, one_line

LARGE = 512 * 1024
_RFC822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d{2}:\d{2}(?::\d{2})? [+-]\d{4}"
)
_RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:amp|lt|gt|quot|nbsp|#\d+|#x[0-9a-fA-F]+);")
_TYPES = {"RSS": "application/rss+xml", "Atom": "application/atom+xml", "JSON Feed": "application/feed+json"}


def judge(case: Case) -> Iterator[Problem]:
    """Each feed alone, then all of them beside one another."""
    yield from (case.problem(path, fault) for path, fault in case.faults("feeds"))
    feeds = case.inventory.feeds
    articles = {_id(case, article.id): article for article in case.digest.articles}
    names = spelled(case.digest.sources)
    known = {*articles, *(_id(case, id_of(edition)) for edition in case.digest.editions)}
    offers: dict[str, list[tuple[str, Offered]]] = {}
    for page in case.inventory.pages.values():
        for each in page.feeds:
            offers.setdefault(each.target, []).append((page.path, each))
            other = case.inventory.papers.get(each.target)
            if other is not None and not other.faults:
                message = f"the page names {named(each.target)} as a feed, and it is none"
                yield Problem(message, case.place(page.path, each.line), kind="feeds")
    for feed in feeds.values():
        copy = _is_copy(case, feed)
        for fault in (*_head(case, feed, copy), *_order(feed)):
            yield case.problem(feed.path, fault)
        seen: set[str] = set()
        for item in feed.items:
            for fault in (*_item(case, feed, item, seen, known), *_source_line(item, articles.get(item.id), names)):
                yield case.problem(feed.path, fault)
        if not copy:
            yield from _offered(case, feed, offers.get(feed.path, ()))
    yield from _twins(case, feeds.values())
    yield from _titles(case)
    if feeds and not case.config.feeds.id_authority:
        message = "there is no feeds.id_authority: with another base_url every item would be new to every reader"
        yield warning(message, Place("config.yaml"), 'write feeds: {id_authority: "example.org,2026"}', "feeds")


def _id(case: Case, name: str) -> str:
    return feed_id(name, case.config.feeds.id_authority, case.config.base_url)


def _is_copy(case: Case, feed: Feed) -> bool:
    """Is it another one under an old name?"""
    led = case.ground.lead(feed.own, feed.path)
    other = case.inventory.feeds.get(led.target) if led.target != feed.path else None
    return other is not None and (other.form, other.items) == (feed.form, feed.items)


_fault = partial(Fault, "feeds")


def _head(case: Case, feed: Feed, copy: bool) -> Iterator[Fault]:
    address = case.address(feed.path)
    if not feed.own:
        yield _fault("it does not say where it is itself (self)")
    elif feed.own != address and not copy:
        yield _fault(f"it says that it is at {named(feed.own)}, and is at {address}")
    if not feed.title:
        yield _fault("it has no title")
    if not feed.home.startswith(("http://", "https://")):
        yield _fault(f"the address of its home page is not absolute: {named(feed.home)}")
    if case.config.feeds.hub and case.config.feeds.hub not in feed.hubs:
        yield _fault("it does not name the hub of config.yaml")
    if len(feed.items) > case.config.feeds.limit:
        yield _fault(f"it has {len(feed.items)} items, and feeds.limit is {case.config.feeds.limit}")
    size = case.inventory.sizes[feed.path]
    if size > LARGE:
        hint = "lower feeds.limit: some readers refuse what is longer"
        yield _fault(f"it has {size // 1024} KiB, more than {LARGE // 1024}", hint=hint, severity="warning")
    dates = [moment for item in feed.items for _, text in item.dates if (moment := parsed(text, feed.form))]
    updated = parsed(feed.updated, feed.form)
    if feed.updated and not updated:
        yield _fault(f"the date of its last change is not one: {named(feed.updated)}")
    elif feed.items and not feed.updated and feed.form != "JSON Feed":
        yield _fault("it does not say when it last changed")
    elif updated and dates and (updated < max(dates) or (feed.form == "Atom" and updated != max(dates))):
        yield _fault("the date of its last change is not that of the newest item")


def _order(feed: Feed) -> Iterator[Fault]:
    """Newest first."""
    last: datetime | None = None
    for item in feed.items:
        moment = parsed(item.dates[0][1], feed.form) if item.dates else None
        if moment and last and moment > last:
            yield _fault(f"the item {named(item.title)} is newer than the one above it", item.line)
        last = moment or last


def _item(case: Case, feed: Feed, item: Item, seen: set[str], known: set[str]) -> Iterator[Fault]:
    what, at = f"the item {named(item.title or item.id)}", item.line
    fault = partial(_fault, line=at)
    if not item.id:
        yield fault(f"{what} has no id")
    elif item.id in seen:
        yield fault(f"two items have the id {named(item.id)}")
    elif item.id not in known:
        yield fault(f"{what} has the id {named(item.id)}, which no article has")
    seen.add(item.id)
    if item.permalink:
        yield fault(f'the guid of {what} has no isPermaLink="false"')
    if not item.title:
        yield fault(f"{what} has no title")
    elif _MARKUP.search(item.title) and not case.says(item.title):
        yield fault(f"the title of {what} has markup in it, or is escaped twice")
    if not item.url:
        yield fault(f"{what} has no link")
    if not item.summary:
        yield fault(f"{what} has no {'description' if feed.form == 'RSS' else 'content and no summary'}")
    if item.enclosures > 1:
        yield fault(f"{what} has {item.enclosures} enclosures: readers take one")
    for name, text in item.dates:
        moment = parsed(text, feed.form)
        if not moment:
            wanted = "Sat, 21 Nov 2026 09:20:00 +0200" if feed.form == "RSS" else "2026-11-21T09:20:00+02:00"
            yield fault(f"{name} of {what} is no date: {named(text)}", hint=f"it has to be written as {wanted}")
        elif moment > case.now:
            yield fault(f"{name} of {what} lies in the future")
    if "published" in {name for name, text in item.dates if not text}:
        yield fault(f"{what} has no published")
    words = item.words
    addresses = (item.url, *item.terms, *item.media, *(words.links if words else ()), *(words.loads if words else ()))
    for url in dict.fromkeys(addresses):
        if url and not re.match(r"(?:https?|mailto):", url):
            yield fault(f"{what} has an address that is not absolute: {named(url)}")
    for bad in words.forbidden if words else ():
        yield fault(f"{what} has {bad} in its text")
    for url in words.loads if words else ():
        if case.ground.lead(url, feed.path).where == "out":
            yield fault(f"{what} shows a picture of another site: {named(url)}")


def _source_line(item: Item, article: Article | None, names: Mapping[str, str]) -> Iterator[Fault]:
    """What comes from an outlet says so first, and leads to the original."""
    if article is None or not article.source.name:
        return
    name, url = one_line(names[fold(article.source.name)]), article.source.url
    what = f"the item {named(item.title)}"
    if item.words is None or name not in item.words.lead:
        yield _fault(f"{what} does not begin with the name of its outlet, {name}", item.line)
    elif url and url not in item.words.links:
        yield _fault(f"{what} does not lead to the original, {named(url)}", item.line)


def _offered(case: Case, feed: Feed, offers: Collection[tuple[str, Offered]]) -> Iterator[Problem]:
    """Some page leads to it, and says rightly what it is."""
    if not offers:
        hint = "a theme's own base.html has to name the feeds of its pages"
        message = 'no page leads to it (<link rel="alternate">)'
        yield case.problem(feed.path, _fault(message, hint=hint, severity="warning"))
    for path, each in offers:
        if each.type != _TYPES[feed.form]:
            message = f"{named(feed.path)} is {feed.form}, and the page says {each.type}"
            yield Problem(message, case.place(path, each.line), kind="feeds")


def _titles(case: Case) -> Iterator[Problem]:
    """A reader asks which feed of a page is wanted: they differ in their titles, or in their formats."""
    for page in case.inventory.pages.values():
        named_so = [(each.title, each.type) for each in page.feeds]
        if len(set(named_so)) < len(named_so) or not all(each.title for each in page.feeds):
            line = page.feeds[0].line
            yield Problem("two feeds of the page have one title, or none", case.place(page.path, line), kind="feeds")


def _twins(case: Case, feeds: Iterable[Feed]) -> Iterator[Problem]:
    """A page of ours has one id, whichever feed it stands in. To one original two items may lead."""
    first: dict[str, tuple[str, str]] = {}
    for feed in feeds:
        for item in feed.items:
            id_, path = first.setdefault(item.url, (item.id, feed.path))
            if id_ != item.id and item.url.startswith(case.config.base_url or "/"):
                message = f"{named(item.url)} has the id {named(item.id)} here, and {named(id_)} in {path}"
                yield case.problem(feed.path, _fault(message, item.line))


def parsed(text: str, form: Literal["RSS", "Atom", "JSON Feed"]) -> datetime | None:
    """A date of a feed, if it is written as that format wants it, with its zone."""
    try:
        if form == "RSS":
            found = parsedate_to_datetime(text) if _RFC822.fullmatch(text) else None
            right = found is not None and ("," not in text or text[:3] == _DAYS[found.weekday()])
            return found.astimezone(UTC) if found and right else None
        return datetime.fromisoformat(text).astimezone(UTC) if _RFC3339.fullmatch(text) else None
    except (ValueError, OverflowError):
        return None


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
