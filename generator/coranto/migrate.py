"""A site of another generator in, articles and pages in content/ out. Nothing that is there already is overwritten.

What was published stays published, under an alias for its old address; drafts stay drafts. Posts are known again by
``imported.from``. No clock, no network.

    read -> settled (one file name each) -> mended (links, pictures) -> written
"""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from coranto import frontmatter
from coranto.article_file import SLUG_LENGTH, fingerprint, host_of, without_empty
from coranto.config import LANGUAGE
from coranto.elsewhere import markup, urls
from coranto.elsewhere.post import Old, Post
from coranto.files import read_bytes, refuse_links, write_new
from coranto.gather import alone
from coranto.holdings import Holdings, holdings
from coranto.migrations import MIGRATIONS
from coranto.model import Article, Clipping
from coranto.moments import parse_moment
from coranto.moves import is_path, whole
from coranto.permalinks import article_url
from coranto.plan.addresses import FILES
from coranto.problems import CorantoError, Place, Problem, error, warning
from coranto.text import clean, one_line, slugify

COPIED = (*FILES, ".svg")
LARGEST = 64 * 1024 * 1024  # bytes of a picture
_ID = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}:[^\s<>]{1,1000}")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-")


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a post. ``status``: new, draft (new, too), known, or changed (elsewhere, since it was filed)."""

    path: Path
    status: str
    post: Post
    pictures: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """The site that posts come into: its folder, its zone and the pattern of its addresses."""

    root: Path
    zone: ZoneInfo
    permalink: str
    base_path: str = "/"
    language: str = ""
    dry: bool = False


Result = Moved | Problem
Step = Callable[[int, int], None]


def migrate(kind: str, place: Path, to: Target, step: Step = lambda done, total: None) -> Iterator[Result]:
    """Bring in all posts of a site; one that cannot be read yields its problems, and the next is read."""
    with alone(to.root / "content", dry=to.dry):
        old = MIGRATIONS[kind].read(place)
        yield from old.problems
        said: list[Problem] = []
        held = holdings(to.root / "content", said, site=True)
        yield from said
        found: list[Post] = []
        total = 2 * len(old.posts)
        for number, make in enumerate(old.posts, 1):
            try:
                post = make()
            except CorantoError as fault:
                yield from fault.problems
                continue
            finally:
                step(number, total)
            if post is not None:
                yield from post.problems
                found.append(post)
        names = _settled(found, kind, to, held)
        change = _Links(found, names, old, to)
        for number, post in enumerate(found, 1):
            try:
                yield from _filed(post, names[post.origin], kind, old, to, held, change)
            except CorantoError as fault:
                yield from fault.problems
            step(len(old.posts) + number, total)


def _from(kind: str, post: Post) -> str:
    return one_line(clean(f"{kind}:{post.origin}"))


def _settled(posts: list[Post], kind: str, to: Target, held: Holdings) -> dict[str, Path]:
    """The file of each post: that which it has already, else a new one."""
    names: dict[str, Path] = {}
    taken: set[Path] = set()
    for post in posts:
        known = held.origins.get(_from(kind, post), ())
        if known:
            names[post.origin] = known[0]
            continue
        slug = slugify(post.slug, to.language) or slugify(post.title, to.language) or "article"
        if post.page:  # one that is on the disk is known by its name: pages do not say where they are from
            path, number = to.root / "content" / "pages" / f"{slug}.md", 2
            while path in taken:
                path, number = path.with_name(f"{slug}-{number}.md"), number + 1
            taken.add(path)
            names[post.origin] = path
            continue
        if len(slug) > SLUG_LENGTH and not post.slug:
            slug = slug[:SLUG_LENGTH].rpartition("-")[0] or slug[:SLUG_LENGTH]
        stem = f"{post.date[:10]}-{slug}" if post.date else slug
        path, number = to.root / "content" / "articles" / f"{stem}.md", 2
        while path in taken or os.path.lexists(path) or path.stem in held.ids:
            path, number = path.with_name(f"{stem}-{number}.md"), number + 1
        taken.add(path)
        names[post.origin] = path
    return names


class _Links:
    """Where an address of the old site leads in the new one: to a post's file, or to a picture that is to be copied."""

    def __init__(self, posts: list[Post], names: Mapping[str, Path], old: Old, to: Target) -> None:
        self.old = old
        self.content = to.root / "content"
        self.origins = {post.origin: f"/{names[post.origin].relative_to(self.content).as_posix()}" for post in posts}
        ends: defaultdict[str, list[str]] = defaultdict(list)
        for origin in self.origins:
            ends[posixpath.basename(origin)].append(origin)
        self.ends = {name: origins[0] for name, origins in ends.items() if len(origins) == 1}
        self.addresses = {
            whole(address): self.origins[post.origin]
            for post in posts
            for address in (post.address, *post.aliases)
            if address.startswith("/")
        }

    def leads(self, url: str, picture: bool, post: Post, copies: dict[str, Path]) -> str:
        """The address that is to stand in the new text. A file that has to come along is put into ``copies``."""
        bare, mark, tail = re.match(r"([^?#]*)([?#]?)(.*)", url, re.DOTALL).groups()  # type: ignore[union-attr]  # always
        if bare.startswith("origin:"):
            name = unquote(bare.removeprefix("origin:"))
            named = (name, f"{name.removesuffix('.md')}/index.md", self.ends.get(posixpath.basename(name), ""))
            found = next((self.origins[each] for each in named if each in self.origins), "")
            return f"{found}{mark}{tail}" if found else f"/{name}{mark}{tail}"
        path = urls.local(bare, self.old.hosts)
        if path and not picture and (file := self.addresses.get(whole(path))):
            return f"{file}{mark}{tail}"
        if re.match(r"[a-zA-Z][\w+.-]*:|//|#|$", bare) and not path:
            return url
        beside = not path
        name = unquote(path or bare)
        if not picture and not name.lower().endswith(COPIED):
            return url
        found_at = self._file(name, post.beside if beside else None)
        if found_at is None:
            return url
        shelf, below = found_at
        if beside:
            shelf, below = next(
                ((each, f"/{found.relative_to(each).as_posix()}") for found in (shelf / below.lstrip("/"),)
                 for each in self.old.shelves if found.is_relative_to(each)), found_at)  # fmt: skip
        copies[below] = shelf / below.lstrip("/")
        return below if beside or path != bare else url

    def _file(self, name: str, beside: Path | None) -> tuple[Path, str] | None:
        """A file of the old site: the folder it was looked for in, and its path from there. Never one outside."""
        below = posixpath.normpath("/" + name) if beside is None else posixpath.normpath(name)
        if "\x00" in below or "\\" in below or not below.lower().endswith(COPIED):
            return None
        for shelf in self.old.shelves:
            start = shelf if beside is None else beside
            place = Path(os.path.normpath(start / below.lstrip("/")))
            if place.is_relative_to(shelf) and place.is_file() and not place.is_symlink():
                return shelf, "/" + place.relative_to(shelf).as_posix()
        return None


def _filed(post: Post, path: Path, kind: str, old: Old, to: Target, held: Holdings, links: _Links) -> Iterator[Result]:
    key = fingerprint(Clipping(_from(kind, post), post.title, body=post.body))
    if path in held.origins.get(_from(kind, post), ()):
        yield Moved(path, "known" if held.prints.get(key) == path else "changed", post)
        return
    refuse_links(path, to.root)
    copies: dict[str, Path] = {}
    body = clean(markup.mend(post.body, partial(links.leads, post=post, copies=copies))) if post.body else ""
    image = links.leads(post.image, True, post, copies) if post.image else ""
    problems: list[Problem] = []
    values = _page(post) if post.page else _article(post, path, image, kind, key, to, held, old, problems)
    text = frontmatter.join(values, body)
    if os.path.lexists(path):  # a page: it has no place to say where it is from
        if read_bytes(path, str(path)) != text.encode("utf-8"):
            hint = "bring it over by hand, or move that file away and import again"
            yield warning(f"{path} is another page, or edited, and is left as it is", Place(post.origin), hint)
        yield Moved(path, "known", post)
        return
    pictures = [made for below, source in copies.items() if (made := _copied(below, source, to, problems))]
    if not to.dry:
        write_new(path, text)
    yield from problems
    yield Moved(path, "draft" if values.get("draft") else "new", post, tuple(pictures))
    if post.page and post.address and whole(post.address) != f"/{path.stem}/":
        hint = f"redirects: {{{whole(post.address)}: /{path.stem}/}} in config.yaml leads on from there"
        yield warning(f"this page was at {post.address}", Place(post.origin), hint)


def _page(post: Post) -> dict[str, Any]:
    title = one_line(clean(post.title)) or "Untitled"
    return {"title": title, "draft": True} if post.draft else {"title": title}


def _article(
    post: Post,
    path: Path,
    image: str,
    kind: str,
    key: str,
    to: Target,
    held: Holdings,
    old: Old,
    problems: list[Problem],
) -> dict[str, Any]:
    """The front matter, in the order of the specification; what is empty is left out."""
    doubts = [name for name, value in (("title", post.title), ("date", post.date)) if not value]
    own = post.guid if _ID.fullmatch(post.guid) and post.guid not in held.ids else path.stem
    held.ids |= {own, path.stem}
    slug = slugify(post.slug, to.language)
    source = {"name": post.source.name or host_of(post.source.url), "url": post.source.url}
    values = {
        "title": one_line(post.title),
        "date": post.date,
        "updated": post.updated,
        "id": own,
        "slug": slug if slug != slugify(_DATED.sub("", path.stem)) else "",
        "authors": list(post.authors),
        "source": source if source["name"] else {},
        "section": post.section,
        "tags": list(post.tags),
        "language": post.language if LANGUAGE.fullmatch(post.language) else "",
        "summary": post.summary,
        "image": {"src": image, "alt": post.alt, "caption": post.caption} if post.alt or post.caption else image,
        "featured": post.featured or None,
        "draft": post.draft or bool(doubts) or None,
        "aliases": _aliases(post, slug or slugify(_DATED.sub("", path.stem)), to, old, problems),
        "imported": {"from": _from(kind, post), "fingerprint": key, "front_matter": dict(post.rest)},
    }
    kept: dict[str, Any] = without_empty(_quiet(values))
    if doubts:
        kept["imported"]["doubts"] = doubts
        problems.append(warning(f"it has no {' and no '.join(doubts)}: it comes as a draft", Place(post.origin)))
    return kept


def _aliases(post: Post, slug: str, to: Target, outside: Old, problems: list[Problem]) -> list[str]:
    """The old addresses, but for that which the article has still."""
    now = ""
    if post.date:
        moment = parse_moment(post.date, to.zone)
        now = unquote(article_url(Article("", "", slug, "", date=moment, section=post.section), to.permalink))
    below = next((urlsplit(host).path for host in outside.hosts), "")
    found: dict[str, None] = {}
    for written in (post.address, *post.aliases):
        old = unicodedata.normalize("NFC", unquote(re.split(r"[?#]", written)[0]))
        old = f"{below}{old}".removeprefix(to.base_path.rstrip("/")) if old else ""
        if not old or old == "/" or whole(old) == now:
            continue
        if is_path(old):
            found[whole(old)] = None
        else:
            problems.append(warning(f"its old address cannot lead on: {written!r}", Place(post.origin)))
    return list(found)


def _quiet(value: Any) -> Any:
    """Values without control characters and line ends in what stands on one line."""
    if isinstance(value, dict):
        return {one_line(clean(str(key))): _quiet(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_quiet(item) for item in value]
    return one_line(clean(value)) if isinstance(value, str) else value


def _copied(below: str, source: Path, to: Target, problems: list[Problem]) -> Path | None:
    """A picture, or another file that a text leads to, in content/assets/ under its old path."""
    path = to.root / "content" / "assets" / below.lstrip("/")
    try:
        refuse_links(path, to.root)
        data = read_bytes(source, str(source), LARGEST)
        if len(data) > LARGEST:
            raise error(f"larger than {LARGEST // 1024 // 1024} MB", Place(str(source)), "copy it by hand")
        if path.is_file():
            if read_bytes(path, str(path), LARGEST) != data:
                raise error("another file stands there, and is not overwritten", Place(str(path)))
            return None
        if not to.dry:
            write_new(path, data)
    except CorantoError as fault:
        problems += (replace(each, severity="warning") for each in fault.problems)
        return None
    return path
