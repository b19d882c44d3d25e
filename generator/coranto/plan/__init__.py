"""Which pages the site has and what each shows: a digest and its typeset texts in, the whole plan out.

Everything is planned as data before anything is rendered. Pure: no files, no templates, no clock. Two pages on one path
(also when case or Unicode form is all that differs) are an error that names both origins. The modules here make the
pages of one kind each; ``addresses`` says where things live, ``cards`` makes what many pages share.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from coranto.config import Config
from coranto.curation import Digest
from coranto.language import ENGLISH, Language, direction
from coranto.model import Edition, FreePage
from coranto.permalinks import is_ours, output_path
from coranto.plan import archive, articles, editions, feeds, front, lists, stories, ways
from coranto.plan.addresses import (
    ARCHIVE,
    CORRECTIONS,
    EDITIONS,
    LATEST,
    SEARCH,
    SUBSCRIBE,
    Addresses,
    give_addresses,
    kinds,
)
from coranto.plan.cards import Cards
from coranto.planned import Page, Site
from coranto.problems import CorantoError, Place, Problem, warning
from coranto.text import segment_fault
from coranto.texts import Frames, Manuscript, Typeset
from coranto.view_parts import FeedLink, Frame, Head, Link
from coranto.views import PageView, Places, SiteView

__all__ = ["check_paths", "give_addresses", "manuscripts", "plan"]


def manuscripts(digest: Digest, texts: Mapping[str, Manuscript]) -> dict[str, Manuscript]:
    """Every text of the digest that has to be typeset, by a key of its own: its path, or ``path#note``."""
    found = {}
    for article in digest.articles:
        found[article.path] = texts[article.path]
        if article.note:
            found[f"{article.path}#note"] = Manuscript(article.note, article.path)
    both: list[Edition | FreePage] = [*digest.editions, *digest.pages]
    for each in both:
        found[each.path] = texts[each.path]
    for topics in kinds(digest).values():
        for record in (topic.record for topic in topics if topic.record):
            found[record.path] = texts[record.path]
    return found


def plan(
    digest: Digest,
    texts: Mapping[str, Typeset],
    addresses: Addresses,
    config: Config,
    language: Language = ENGLISH,
    frames: Frames | None = None,
) -> tuple[Site, list[Problem]]:
    """The whole site as data, titles in words of a language. Raises CorantoError when two pages want one path."""
    cards = Cards(digest, addresses, texts, language, frames)
    planned = tuple(feeds.feeds(cards, config))
    links = [FeedLink(feed.title, f"/{feed.path}", feeds.RSS) for feed in planned]
    pages = (*_pages(cards, config), *ways.subscribe(cards, config, planned, links))
    problems = ways.complaints(config)
    homes = {f"/{feed.path}": feed.home for feed in planned}
    facts = _facts(cards, config, tuple(link for link in links if homes[link.url] == "/"), problems)
    site = Site(facts, pages, planned, _files(cards), language)
    check_paths([(each.path, each.origin) for each in pages] + list(site.files.items()))
    return site, cards.problems + problems


def _pages(cards: Cards, config: Config) -> Iterator[Page]:
    yield from front.home(cards, config)
    yield from lists.latest(cards, config)
    yield from articles.pages(cards)
    yield from editions.pages(cards, config)
    yield from stories.pages(cards, config)
    yield from lists.topics(cards, config)
    yield from archive.pages(cards, config)
    yield from ways.search(cards, config)
    yield from ways.corrections(cards)
    for each in cards.digest.pages if "page" in config.pages else ():
        text = cards.texts[each.path]
        mark = cards.digest.marks.get(each.path, "")
        url = cards.addresses.pages[each.path]
        head = Head("page", url, each.title, description=text.lead, noindex=bool(mark), mark=mark)
        yield cards.whole("page.html", PageView(head, each.title, text.body, each.extra), each.path)
    yield from front.missing(cards, config)


def _facts(cards: Cards, config: Config, links: tuple[FeedLink, ...], problems: list[Problem]) -> SiteView:
    """What is equal for all pages. The theme's own facts are added by the build."""
    menu = []
    for item in config.menu:
        url: str | None = item.url
        if is_ours(item.url):
            url = cards.addresses.resolve(item.url, "content/", "link")
        if url is None:
            message = f"the menu names {item.url!r}, which is no page of this site: left out"
            problems.append(warning(message, Place("config.yaml")))
        else:
            menu.append(Link(item.title, url))
    current = next(iter(cards.digest.editions), None)
    made = cards.addresses.made
    return SiteView(
        title=config.title,
        tagline=config.tagline,
        language=config.language,
        direction=direction(config.language),
        base_url=config.base_url,
        licence=config.licence,
        menu=tuple(menu),
        sections=tuple(link for topic in cards.sections() if (link := cards.link("section", topic.name)).url),
        edition=replace(cards.edition(current), parts=()) if current else None,
        feeds=links,
        places=Places(
            home=made("/"),
            latest=made(LATEST),
            archive=made(ARCHIVE),
            editions=made(EDITIONS),
            sections=made("/section/"),
            tags=made("/tag/"),
            authors=made("/author/"),
            sources=made("/source/"),
            search=made(SEARCH),
            subscribe=made(SUBSCRIBE),
            corrections=made(CORRECTIONS),
        ),
        styles=(),
        assets="/",
    )


def _files(cards: Cards) -> dict[str, str]:
    """What is copied from content/, or made of a picture there: all of content/assets/, and the pictures and files that
    published texts show. What is shown of a text that may not be shown whole has neither."""
    files = cards.addresses.files
    hidden = {article.path for article in cards.digest.articles if article.republish in ("excerpt", "link")}
    leads = (lead for path, text in cards.texts.items() if path not in hidden for lead in text.leads)
    shown = {re.split(r"[?#]", lead, maxsplit=1)[0] for lead in leads}
    for article in cards.digest.articles:
        image = cards.card(article).image
        if image:
            shown.update(_sizes(image.frame) if image.frame else (image.src,))
    wanted = {url: path for path, url in files.items() if path.startswith("content/assets/") or url in shown}
    pictures = {files[path]: path for path in files if files[path] in cards.frames}
    for url, path in pictures.items():
        wanted |= {size: path for size in _sizes(cards.frames[url]) if size in shown}
    return {output_path(url): path for url, path in sorted(wanted.items(), key=lambda each: (each[1], each[0]))}


def _sizes(frame: Frame) -> list[str]:
    """The addresses of all sizes of a picture."""
    others = (size.url for other in frame.others for size in other.sizes)
    return list(dict.fromkeys([frame.src, *(size.url for size in frame.sizes), *others]))


def check_paths(paths: Iterable[tuple[str, str]]) -> None:
    """Refuse (path, origin) pairs of which two would be one file on some host, or that no host can hold."""
    seen: dict[str, tuple[str, str]] = {}
    folders: dict[str, tuple[str, str]] = {}
    problems = []
    for path, origin in paths:
        why = next((fault for segment in path.split("/") if (fault := segment_fault(segment))), "")
        if why:
            problems.append(
                Problem(f"{path!r} cannot be written on every host: {why}", Place(origin), "change its slug")
            )
        key = unicodedata.normalize("NFC", path).casefold()
        if key in seen:
            first, owner = seen[key]
            differs = f" ({first!r} but for case or Unicode form)" if first != path else ""
            message = f"this and {owner} both want {path!r}{differs}"
            problems.append(Problem(message, Place(origin), "give one of them another slug"))
        seen.setdefault(key, (path, origin))
        parts = key.split("/")
        for depth in range(1, len(parts)):
            folders.setdefault("/".join(parts[:depth]), (path, origin))
    for key in folders.keys() & seen.keys():
        path, origin = folders[key]
        message = f"{path!r} needs a folder where {seen[key][1]} puts a file"
        problems.append(Problem(message, Place(origin), "change its slug"))
    if problems:
        raise CorantoError(*problems)
