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
from functools import cache, partial

from coranto.config import Config
from coranto.curation import Digest
from coranto.held import Held
from coranto.language import ENGLISH, Language, direction
from coranto.model import Edition, FreePage
from coranto.permalinks import is_ours, output_path
from coranto.plan import archive, articles, editions, feeds, former, front, lists, offers, stories, ways
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
from coranto.planned import Feed, News, Page, Redirect, Site
from coranto.problems import CorantoError, Place, Problem, suggest, warning
from coranto.text import segment_fault
from coranto.texts import Frames, Manuscript, Typeset, frame_of
from coranto.view_parts import FeedLink, Frame, Head, ImageView, Link
from coranto.views import PageView, Places, SiteView

__all__ = ["check_paths", "give_addresses", "manuscripts", "plan", "taken_back"]

_WORD = re.compile(r"""[^\s()<>"'\[\]?#]+""")  # what an address in a text is made of

LONGEST = 900  # bytes of a path: no system takes more than 4,096, and some far less
SHARED = ("share.png", "share.jpg", "share.jpeg", "share.webp")


def manuscripts(digest: Digest, texts: Mapping[str, Manuscript], held: Held) -> dict[str, Manuscript]:
    """Every text of the digest that has to be typeset, by a key of its own: its path, or ``path#note``."""
    places = held.same("places", digest, lambda: _places(digest))
    return {key: note or texts[key] for key, note in places.items()}


def _places(digest: Digest) -> dict[str, Manuscript | None]:
    """The keys of these texts, and of notes the texts themselves: they stand in front matter."""
    found: dict[str, Manuscript | None] = {}
    for article in digest.articles:
        found[article.path] = None
        if article.note:
            found[f"{article.path}#note"] = Manuscript(article.note, article.path, article.note_line)
    both: list[Edition | FreePage] = [*digest.editions, *digest.pages]
    found |= {each.path: None for each in both}
    for topics in kinds(digest).values():
        found |= {topic.record.path: None for topic in topics if topic.record}
    return found


def plan(
    digest: Digest,
    texts: Mapping[str, Typeset],
    addresses: Addresses,
    config: Config,
    language: Language = ENGLISH,
    frames: Frames | None = None,
    taken: frozenset[str] = frozenset(),
    held: Held | None = None,
) -> tuple[Site, list[Problem]]:
    """The whole site as data, titles in words of a language. Raises CorantoError when two pages want one path."""
    held = held or Held()
    seen = (digest, addresses, config, language, frames)
    pages, planned, moves, bare = held.same("plan", seen, lambda: _bare(digest, addresses, config, language, frames))
    cards = bare.over(texts)
    problems = [*cards.problems, *ways.complaints(config)]
    old = feeds.old_names(planned, config, problems)
    facts = _facts(cards, config, offers.own_feeds(cards, "site", "", config), problems)
    leads, gone = _leads(digest, texts), taken - {link.url for link in facts.menu}
    files = held.same("files", (digest, addresses, frames, leads, gone), lambda: _files(cards, leads, gone))
    news = tuple(_news(cards))
    site = Site(facts, pages, planned, files, old, digest.blogroll, language, moves, news, cards)
    return site, problems


def _bare(
    digest: Digest, addresses: Addresses, config: Config, language: Language, frames: Frames | None
) -> tuple[tuple[Page, ...], tuple[Feed, ...], tuple[Redirect, ...], Cards]:
    """Which pages, feeds and former addresses there are: no text has a say in that. Raises CorantoError when two want
    one path."""
    cards = Cards(digest, addresses, language, frames)
    planned = tuple(feeds.feeds(cards, config))
    pages = (*_pages(cards, config), *ways.subscribe(cards, planned))
    cards.problems += (_beside(path, owner, addresses.pages[path]) for path, owner in addresses.aside.items())
    moves, said = former.redirects(cards, config)
    cards.problems += said
    check_paths(
        [
            *((each.path, each.origin) for each in pages),
            *((output_path(url), f"the feed {url}") for feed in planned for _, url in feed.files),
            *((output_path(each.old), each.origin) for each in moves),
        ],
        {output_path(each.old): each for each in moves},
    )
    return pages, planned, moves, cards


def _beside(path: str, owner: str, url: str) -> Problem:
    message = f"this would have the address of {owner}: it is shown at {url}, and cannot be published so"
    return warning(message, Place(path), "give one of them another slug")


def _news(cards: Cards) -> Iterator[News]:
    """Our own articles of the last days, newest first."""
    for article in cards.digest.fresh:
        if url := cards.addresses.pages.get(article.path):
            yield News(url, article.title, article.out, article.language or cards.language.tag)


def _pages(cards: Cards, config: Config) -> Iterator[Page]:
    yield from front.home(cards, config)
    yield from lists.latest(cards, config)
    yield from articles.pages(cards, config)
    yield from editions.pages(cards, config)
    yield from stories.pages(cards, config)
    yield from lists.topics(cards, config)
    yield from archive.pages(cards, config)
    yield from ways.search(cards, config)
    yield from ways.corrections(cards)
    for each in cards.digest.pages if "page" in config.pages else ():
        mark = cards.digest.marks.get(each.path, "")
        url = cards.addresses.pages[each.path]
        yield cards.whole("page.html", url, each.path, partial(_page, each, url, mark), noindex=bool(mark))
    yield from front.missing(cards, config)


def _page(page: FreePage, url: str, mark: str, cards: Cards) -> PageView:
    text = cards.texts[page.path]
    head = Head("page", url, page.title, description=text.lead, noindex=bool(mark), mark=mark)
    return PageView(head, page.title, text.body, page.extra)


def _facts(cards: Cards, config: Config, links: tuple[FeedLink, ...], problems: list[Problem]) -> SiteView:
    """What is equal for all pages. The theme's own facts are added by the build."""
    menu = []
    for item in config.menu:
        url: str | None = item.url
        if is_ours(item.url):
            url = cards.addresses.resolve(item.url, "content/", "link")
        if url is None:
            message = f"the menu names {item.url!r}, which is no page of this site: left out"
            near = suggest(item.url, set(cards.addresses.pages.values()))
            problems.append(warning(message, Place("config.yaml", item.line), near, kind="entries"))
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
        image=_shared(cards, config.title),
        robots="" if config.robots.snippet is None else f"max-snippet:{config.robots.snippet}",
    )


def _shared(cards: Cards, title: str) -> ImageView | None:
    """The site's picture for pages that are shared and have none."""
    for name in SHARED:
        if src := cards.addresses.files.get(f"content/assets/{name}"):
            frame = frame_of(src, cards.frames)
            return ImageView(frame.src if frame else src, title, frame=frame)
    return None


def taken_back(digest: Digest, texts: Mapping[str, Manuscript], addresses: Addresses) -> frozenset[str]:
    """The addresses of all files that retracted articles name."""
    found = set()
    for article in digest.retracted:
        names = [*_WORD.findall(texts[article.path].markdown), *([article.image.src] if article.image else [])]
        found |= {addresses.resolve(name, article.path, "link") for name in names}
    return frozenset(address for address in found if address) & frozenset(addresses.files.values())


def _leads(digest: Digest, texts: Mapping[str, Typeset]) -> list[str]:
    """Where published texts lead. What is shown of a text that may not be shown whole leads nowhere."""
    leading = [(path, text.leads) for path, text in texts.items() if text.leads]
    hidden = (
        {article.path for article in digest.articles if article.republish in ("excerpt", "link")} if leading else ()
    )
    return [lead for path, leads in leading if path not in hidden for lead in leads]


def _files(cards: Cards, leads: Iterable[str], taken: frozenset[str]) -> dict[str, str]:
    """What is copied from content/, or made of a picture there: all of content/assets/ but for what is ``taken`` back,
    and the pictures and files that published texts show."""
    files = cards.addresses.files
    shown = {re.split(r"[?#]", lead, maxsplit=1)[0] for lead in leads}
    for article in cards.digest.articles:
        image = cards.picture(article)
        if image:
            shown.update(_sizes(image.frame) if image.frame else (image.src,))
    public = {url for path, url in files.items() if path.startswith("content/assets/") and url not in taken}
    wanted = {url: path for path, url in files.items() if url in shown or url in public}
    pictures = {files[path]: path for path in files if files[path] in cards.frames}
    for url, path in pictures.items():
        for size in _sizes(cards.frames[url]):
            if size in shown and wanted.setdefault(size, path) != path:
                check_paths([(output_path(size), path), (output_path(size), wanted[size])])
    return {output_path(url): path for url, path in sorted(wanted.items(), key=lambda each: (each[1], each[0]))}


def _sizes(frame: Frame) -> list[str]:
    """The addresses of all sizes of a picture."""
    others = (size.url for other in frame.others for size in other.sizes)
    return list(dict.fromkeys([frame.src, *(size.url for size in frame.sizes), *others]))


def check_paths(paths: Iterable[tuple[str, str]], moves: Mapping[str, Redirect] | None = None) -> None:
    """Refuse (path, origin) pairs of which two would be one file on some host, or that no host can hold. ``moves`` are
    those of former addresses, by their paths."""
    seen: dict[str, tuple[str, str]] = {}
    folders: dict[str, tuple[str, str]] = {}
    problems = []

    def hint(origin: str, other: str) -> str:
        return "rename the file" if origin.startswith("content/") and not origin.endswith(".md") else other

    fault = cache(segment_fault)  # most folders and names come again and again
    for path, origin in paths:
        why = next(filter(None, map(fault, path.split("/"))), "")
        if not why and len(path.encode("utf-8", "surrogatepass")) > LONGEST:
            why = f"longer than {LONGEST} bytes"
        if why:
            message = f"{path!r} cannot be written on every host: {why}"
            problems.append(Problem(message, Place(origin), hint(origin, "change its slug")))
        key = path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()
        if key in seen:
            first, owner = seen[key]
            differs = f" ({first!r} but for case or Unicode form)" if first != path else ""
            message = f"this and {owner} both want {path!r}{differs}"
            move = (moves or {}).get(path)
            if move and move.origin == origin:
                where = "redirects" if origin == "config.yaml" else "aliases"
                problems.append(Problem(message, Place(origin, move.line), f"take {move.old} out of {where}"))
            else:
                problems.append(Problem(message, Place(origin), hint(origin, "give one of them another slug")))
        seen.setdefault(key, (path, origin))
        folder = key.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = (path, origin)
            folder = folder.rpartition("/")[0]
    for key in folders.keys() & seen.keys():
        path, origin = folders[key]
        message = f"{path!r} needs a folder where {seen[key][1]} puts a file"
        problems.append(Problem(message, Place(origin), hint(origin, "change its slug")))
    if problems:
        raise CorantoError(*problems)
