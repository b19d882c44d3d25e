"""Every address of the site, before any page is made: a digest in, a map of what lives where out.

Also says where a link in a text leads. Pure: the names of the files in content/ come in with the content.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from coranto.config import Config
from coranto.curation import Digest, Story, Topic, original
from coranto.model import Article
from coranto.permalinks import article_url, edition_url, encode, term_url
from coranto.text import fold, web_address
from coranto.typeset import Use

FEED = "/feed.xml"
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
FILES = (*IMAGES, ".pdf", ".txt", ".csv", ".mp3", ".ogg", ".m4a", ".mp4", ".webm", ".zip", ".epub", ".ico")
_MAIL = re.compile(r"mailto:[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Addresses:
    """``pages`` and ``files``: path in content/ -> address, of what has a page and of what may be copied.

    ``topics``: (kind, folded name) -> address. ``known``: all addresses of ours.
    """

    pages: Mapping[str, str]
    topics: Mapping[tuple[str, str], str]
    files: Mapping[str, str]
    known: frozenset[str]

    def topic(self, kind: str, name: str) -> str:
        """The page of a section, tag, author or source; empty when it has none."""
        return self.topics.get((kind, fold(name)), "")

    def resolve(self, written: str, path: str, use: Use) -> str | None:
        """Where an address written in a file of content/ leads: into this site, outside, or None: nowhere."""
        written = written.strip()
        if use == "link" and (web_address(written) or _MAIL.fullmatch(written)):
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


def story_url(story: Story) -> str:
    """The page of a story."""
    return term_url("story", story.slug)


def has_page(article: Article) -> bool:
    """Has the article a page of ours? Pure links lead out."""
    return article.republish != "link"


def give_addresses(digest: Digest, config: Config, assets: tuple[str, ...]) -> Addresses:
    """All addresses of a digest."""
    pages = {article.path: article_url(article, config.permalink) for article in digest.articles if has_page(article)}
    pages |= {edition.path: edition_url(edition.number) for edition in digest.editions}
    pages |= {page.path: encode(f"/{page.slug}/") for page in digest.pages}
    topics = {}
    indexes = set()
    for kind, found in kinds(digest).items():
        for topic in found:
            url = term_url(kind, topic.slug)
            topics[kind, fold(topic.name)] = url
            indexes.add(f"/{kind}/")
    stories = {story_url(story) for story in digest.stories}
    months = {f"/{moment.at:%Y}/{moment.at:%m}/" for moment in map(original, digest.articles)}
    years = {f"/{month.split('/')[1]}/" for month in months}
    fixed = {"/", "/archive/", *(["/edition/"] if digest.editions else []), *([FEED] if config.base_url else [])}
    files = {path: encode("/" + path.removeprefix("content/")) for path in assets if path.lower().endswith(FILES)}
    known = frozenset({*pages.values(), *topics.values(), *indexes, *stories, *months, *years, *fixed})
    return Addresses(pages, topics, files, known)


def kinds(digest: Digest) -> dict[str, tuple[Topic, ...]]:
    """The four kinds of topic, by the name they have in addresses."""
    return {"section": digest.sections, "tag": digest.tags, "author": digest.authors, "source": digest.sources}
