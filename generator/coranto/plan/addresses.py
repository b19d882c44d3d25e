"""Every address of the site, before any page is made: a digest in, a map of what lives where out.

Also says where a link in a text leads. Pure: the names of the files in content/ come in with the content.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote

from coranto import channels
from coranto.config import Config
from coranto.curation import Digest, Story, Topic, original
from coranto.permalinks import article_url, edition_url, encode, leads_out, term_url
from coranto.text import fold
from coranto.texts import Use

OPML = "/feeds.opml"
SOURCES = "/sources.opml"
LATEST = "/latest/"
ARCHIVE = "/archive/"
EDITIONS = "/edition/"
SEARCH = "/search/"
SUBSCRIBE = "/subscribe/"
CORRECTIONS = "/corrections/"
ENOUGH = 3  # a tag of fewer articles has no feed of its own: most tags of a young site come and go
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
_END = re.compile(r"(?:/|(?:/index)?\.\w+)?$")
FILES = (*IMAGES, ".pdf", ".txt", ".csv", ".mp3", ".ogg", ".m4a", ".mp4", ".webm", ".zip", ".epub")


@dataclass(frozen=True, slots=True)
class Addresses:
    """``pages`` and ``files``: path in content/ -> address, of what has a page and of what may be copied.

    ``topics`` and ``feeds``: (kind, folded name) -> address of its page, (format, address) of its feeds; the site's own
    and that of editions have no name. ``known``: all addresses of ours. What config.yaml leaves out (``pages``) is in
    none of them. ``aside``: of what is not out, path -> whose address it would have; it is shown beside that.
    """

    pages: Mapping[str, str]
    topics: Mapping[tuple[str, str], str]
    feeds: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
    files: Mapping[str, str]
    known: frozenset[str]
    aside: Mapping[str, str] = field(default_factory=dict)

    def topic(self, kind: str, name: str) -> str:
        """The page of a section, tag, author or source; empty when it has none."""
        return self.topics.get((kind, fold(name)), "")

    def feed(self, kind: str, name: str = "") -> tuple[tuple[str, str], ...]:
        """The feed of one, as (format, address); of the site and of all editions, which have no name."""
        return self.feeds.get((kind, fold(name)), ())

    def made(self, url: str) -> str:
        """The same address when there is something at it, else nothing."""
        return url if url in self.known else ""

    def resolve(self, written: str, path: str, use: Use) -> str | None:
        """Where an address written in a file of content/ leads: into this site, outside, or None: nowhere."""
        written = written.strip()
        if leads_out(written, use):
            return written
        target, mark, tail = _split(written)
        if not target or "\\" in target or re.match(r"[a-zA-Z][\w+.-]*:|//", target):
            return None
        name = unquote(target)
        if name.startswith("/"):
            found = self._at_root(name, use)
        else:
            found = self._in_content(posixpath.normpath(posixpath.join(posixpath.dirname(path), name)), use)
        return None if found is None else found + mark + tail

    def _at_root(self, name: str, use: Use) -> str | None:
        for folder in ("content", "content/assets"):
            found = self._in_content(posixpath.normpath(folder + name), use)
            if found is not None:
                return found
        url = encode(name)
        for candidate in (url, url.rstrip("/") + "/"):
            if use == "link" and candidate in self.known:
                return candidate
        return None

    def _in_content(self, path: str, use: Use) -> str | None:
        if use == "image" and not path.lower().endswith(IMAGES):
            return None
        return self.pages.get(path) or self.files.get(path)


def _split(url: str) -> tuple[str, str, str]:
    match = re.search(r"[?#]", url)
    return (url[: match.start()], url[match.start()], url[match.end() :]) if match else (url, "", "")


def day_url(moment: datetime) -> str:
    """The page of a day, in the folder of its month."""
    return f"/{moment.year:04d}/{moment.month:02d}/{moment.day:02d}/"


def story_url(story: Story) -> str:
    """The page of a story."""
    return term_url("story", story.slug)


def give_addresses(digest: Digest, config: Config, assets: tuple[str, ...]) -> Addresses:
    """All addresses of a digest, of the kinds of page that are made."""
    made = config.pages
    pages: dict[str, str] = {}
    if "article" in made:  # of pure links there is no page: they lead out
        tongue = config.tongue if config.slugs else ""  # no article moves that nobody has moved
        shown = (article for article in (*digest.articles, *digest.retracted) if article.republish != "link")
        pages |= {article.path: article_url(article, config.permalink, tongue) for article in shown}
    if "edition" in made:
        pages |= {edition.path: edition_url(edition.number) for edition in digest.editions}
    if "page" in made:
        pages |= {page.path: encode(f"/{page.slug}/") for page in digest.pages}
    aside = _aside(pages, digest.marks)
    topics = {
        (kind, fold(topic.name)): term_url(kind, topic.slug)
        for kind, found in kinds(digest).items()
        if kind in made
        for topic in found
    }
    feeds = _feeds(digest, config)
    files = {path: encode("/" + path.removeprefix("content/")) for path in assets if path.lower().endswith(FILES)}
    fed = {url for found in feeds.values() for _, url in found}
    known = frozenset({*pages.values(), *topics.values(), *fed, *_others(digest, config)})
    return Addresses(pages, topics, feeds, files, known, aside)


def _aside(pages: dict[str, str], withheld: Iterable[str]) -> dict[str, str]:
    """Give what is not out, and wants the address of something else, one of its own; whose it wanted. It is an error
    once it is published; until then it is no reason to show nothing."""
    found: dict[str, str] = {}
    late = dict.fromkeys(path for path in withheld if path in pages)
    owners = {url.casefold(): path for path, url in pages.items() if path not in late} if late else {}
    for path in late:
        url, number = pages[path], 1
        while owners.setdefault(url.casefold(), path) != path:
            found.setdefault(path, owners[url.casefold()])
            number += 1
            url = _END.sub(rf"-{number}\g<0>", pages[path], count=1)
        pages[path] = url
    return found


def _feeds(digest: Digest, config: Config) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """The feeds of the site, its editions, and single sections, tags, authors and sources, each beside its page.
    Without a base_url there is none."""
    if not config.base_url:
        return {}
    homes = {("site", ""): "/"}
    for kind, found in kinds(digest).items():
        for topic in found if kind in config.pages else ():
            if kind != "tag" or len(topic.articles) >= ENOUGH:
                homes[kind, fold(topic.name)] = term_url(kind, topic.slug)
    if digest.editions and "editions" in config.pages:
        homes["editions", ""] = EDITIONS
    return {
        (kind, name): tuple((form, home + channels.FILES[form]) for form in config.feeds.formats[kind])
        for (kind, name), home in homes.items()
        if config.feeds.formats[kind]
    }


def _others(digest: Digest, config: Config) -> Iterator[str]:
    """The addresses that belong to no file and no topic: lists, indexes, stories, lists of feeds."""
    made = config.pages
    moments = [original(article).at for article in digest.articles]
    if "home" in made:
        yield "/"
    if "latest" in made and digest.articles:
        yield LATEST
    if "archive" in made:
        yield ARCHIVE
    if "year" in made:
        yield from {f"/{moment.year:04d}/" for moment in moments}
    if "month" in made:
        yield from {f"/{moment.year:04d}/{moment.month:02d}/" for moment in moments}
    if "day" in made:
        yield from {day_url(moment) for moment in moments}
    if "editions" in made and digest.editions:
        yield EDITIONS
    if "story" in made:
        yield from map(story_url, digest.stories)
    if "terms" in made:
        yield from (f"/{kind}/" for kind, found in kinds(digest).items() if found and kind in made)
    if "search" in made and (digest.articles or (config.search and digest.pages)):
        yield SEARCH
    if "corrections" in made and any(article.corrections for article in digest.articles):
        yield CORRECTIONS
    if digest.blogroll:
        yield SOURCES
    if config.base_url:
        yield OPML
        if "subscribe" in made:
            yield SUBSCRIBE


def kinds(digest: Digest) -> dict[str, tuple[Topic, ...]]:
    """The four kinds of topic, by the name they have in addresses."""
    return {"section": digest.sections, "tag": digest.tags, "author": digest.authors, "source": digest.sources}
