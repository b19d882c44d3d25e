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
from coranto.model import Edition, FreePage
from coranto.permalinks import is_ours, output_path
from coranto.plan import articles, editions, feeds, front, lists, stories
from coranto.plan.addresses import ARCHIVE, EDITIONS, LATEST, Addresses, give_addresses, kinds
from coranto.plan.cards import Cards
from coranto.problems import CorantoError, Place, Problem, warning
from coranto.text import segment_fault
from coranto.texts import Manuscript, Typeset
from coranto.view_parts import FeedLink, Head, Link
from coranto.views import Feed, Page, PageView, Places, Site, SiteView

__all__ = ["check_paths", "give_addresses", "manuscripts", "plan"]

RIGHT_TO_LEFT = ("ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi")


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
    digest: Digest, texts: Mapping[str, Typeset], addresses: Addresses, config: Config
) -> tuple[Site, list[Problem]]:
    """The whole site as data. Raises CorantoError when two pages want one path."""
    cards = Cards(digest, addresses, texts)
    pages = tuple(_pages(cards, config))
    planned = tuple(feeds.feeds(cards, config))
    problems: list[Problem] = []
    facts = _facts(cards, config, planned, problems)
    site = Site(facts, pages, planned, _files(cards))
    check_paths([(each.path, each.origin) for each in pages] + list(site.files.items()))
    return site, cards.problems + problems


def _pages(cards: Cards, config: Config) -> Iterator[Page]:
    yield from front.home(cards, config)
    yield from lists.latest(cards, config)
    yield from articles.pages(cards)
    yield from editions.pages(cards, config)
    yield from stories.pages(cards, config)
    yield from lists.topics(cards, config)
    yield from lists.archive(cards, config)
    for each in cards.digest.pages if "page" in config.pages else ():
        text = cards.texts[each.path]
        mark = cards.digest.marks.get(each.path, "")
        url = cards.addresses.pages[each.path]
        head = Head("page", url, each.title, description=text.lead, noindex=bool(mark), mark=mark)
        yield cards.whole("page.html", PageView(head, each.title, text.body, each.extra), each.path)
    yield from front.missing(cards, config)


def _facts(cards: Cards, config: Config, planned: tuple[Feed, ...], problems: list[Problem]) -> SiteView:
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
        direction="rtl" if config.language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr",
        base_url=config.base_url,
        licence=config.licence,
        menu=tuple(menu),
        sections=tuple(link for topic in cards.sections() if (link := cards.link("section", topic.name)).url),
        edition=replace(cards.edition(current), parts=()) if current else None,
        feeds=tuple(FeedLink(feed.title, f"/{feed.path}", feeds.RSS) for feed in planned if feed.home == "/"),
        places=Places(
            home=made("/"),
            latest=made(LATEST),
            archive=made(ARCHIVE),
            editions=made(EDITIONS),
            sections=made("/section/"),
            tags=made("/tag/"),
            authors=made("/author/"),
            sources=made("/source/"),
        ),
        styles=(),
        assets="/",
        options=config.theme_options,
    )


def _files(cards: Cards) -> dict[str, str]:
    """What is copied from content/: all of content/assets/, and the pictures and files that published texts show."""
    files = cards.addresses.files
    shown = {re.split(r"[?#]", lead, maxsplit=1)[0] for text in cards.texts.values() for lead in text.leads}
    for article in cards.digest.articles:
        image = cards.card(article).image
        if image:
            shown.add(image.src)
    wanted = (path for path, url in files.items() if path.startswith("content/assets/") or url in shown)
    return {output_path(files[path]): path for path in sorted(wanted)}


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
