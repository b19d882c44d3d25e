"""A site of another generator in, articles and pages in content/ out. Nothing that is there already is overwritten.

What was published stays published, under an alias for its old address; drafts stay drafts. Posts are known again by
``imported.from``. No clock of its own, no network.

    read -> settled (one file name each) -> mended (links, pictures) -> written
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from coranto import frontmatter
from coranto.article_file import fingerprint, host_of, short, without_empty
from coranto.bounded import site_of
from coranto.config import LANGUAGE
from coranto.elsewhere import markup
from coranto.elsewhere.links import Links
from coranto.elsewhere.post import Old, Post
from coranto.files import read_bytes, refuse_links, replace_text, write_new
from coranto.gather import alone
from coranto.holdings import Holdings, holdings
from coranto.model import Article, Clipping
from coranto.moments import parse_moment
from coranto.moves import is_alias, whole
from coranto.permalinks import article_url
from coranto.plan import LONGEST
from coranto.problems import CorantoError, Place, Problem, error, warning
from coranto.scaffold import starter_page
from coranto.text import clean, numbered, one_line, shorten, slugify

LARGEST = 64 * 1024 * 1024  # bytes of a picture
TOLD = 20  # so many problems of one post are told
_ID = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}:[^\s<>]{1,1000}")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-")


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a post. ``status``: new, draft (new, too), known, changed (elsewhere, since it was filed), or left
    behind: another page stands in its place."""

    path: Path
    status: str
    post: Post
    pictures: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """The site that posts come into: its folder, its zone and the pattern of its addresses. ``now``: what has expired
    by then is no more public."""

    root: Path
    now: datetime
    zone: ZoneInfo
    permalink: str
    base_path: str = "/"
    language: str = ""
    dry: bool = False


Result = Moved | Problem
Step = Callable[[int, int], None]


def migrate(kind: str, place: Path, to: Target, step: Step = lambda done, total: None) -> Iterator[Result]:
    """Bring in all posts of a site; one that cannot be read yields its problems, and the next is read."""
    with alone(to.root / "content", dry=to.dry), site_of(kind, place) as old:
        yield from _migrated(kind, old, to, step)


def _migrated(kind: str, old: Old, to: Target, step: Step) -> Iterator[Result]:
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
            post = _dated(post, to)
            yield from _few(post)
            found.append(post)
    names = _settled(found, kind, to, held)
    change = Links(found, names, old, to.root / "content")
    laid: set[Path] = set()
    for number, post in enumerate(found, 1):
        try:
            yield from _filed(post, names[post.origin], kind, old, to, held, change, laid)
        except CorantoError as fault:
            yield from fault.problems
        step(len(old.posts) + number, total)


def _few(post: Post) -> Iterator[Problem]:
    """The problems of a post; of very many the first."""
    yield from post.problems[:TOLD]
    if (more := len(post.problems) - TOLD) > 0:
        yield warning(f"and {more} more like these", Place(post.origin), "mend the post there, and import again")


def _dated(post: Post, to: Target) -> Post:
    """Without dates that no site could have, such as lie beyond the years in the site's own zone; what has expired is
    a draft."""
    problems = list(post.problems)

    def sound(date: str) -> str:
        try:
            return date if not date or parse_moment(date, to.zone) else ""
        except ValueError:
            problems.append(warning(f"{date!r} is no date here", Place(post.origin), "write it by hand"))
            return ""

    date, published, updated, expires = map(sound, (post.date, post.published, post.updated, post.expires))
    draft = post.draft or (bool(post.published) and not published)
    if expires:
        past = parse_moment(expires, to.zone).at <= to.now
        draft = draft or past
        told, hint = (
            ("it comes as a draft", "take draft out to show it again")
            if past
            else ("nothing here takes it back by then", "coranto retract does, on that day")
        )
        problems.append(warning(f"its expiryDate is {post.expires}: {told}", Place(post.origin), hint))
    return replace(post, date=date, published=published, updated=updated, draft=draft, problems=tuple(problems))


def _from(kind: str, post: Post) -> str:
    return one_line(clean(f"{kind}:{post.origin}"))


def _settled(posts: list[Post], kind: str, to: Target, held: Holdings) -> dict[str, Path]:
    """The file of each post: that which it has already, else a new one."""
    names: dict[str, Path] = {}
    taken: set[Path] = set()
    left: dict[Path, Iterator[Path]] = {}
    for post in posts:
        known = held.origins.get(_from(kind, post), ())
        if known:
            names[post.origin] = known[0]
            continue
        slug = slugify(post.slug, to.language) or slugify(post.title, to.language) or "article"
        if post.page:  # one that is on the disk is known by its name: pages do not say where they are from
            path = _numbered(to.root / "content" / "pages" / f"{slug}.md", left, taken.__contains__)
        else:
            slug = slug if post.slug else short(slug)
            first = to.root / "content" / "articles" / f"{post.date[:10]}-{slug}.md".lstrip("-")
            path = _numbered(first, left, lambda at: at in taken or os.path.lexists(at) or at.stem in held.ids)
        taken.add(path)
        names[post.origin] = path
    return names


def _numbered(first: Path, left: dict[Path, Iterator[Path]], is_taken: Callable[[Path], bool]) -> Path:
    """The path, or the next with a number: ``left`` are those to go on with, for a thousand may have one name."""
    paths = left.setdefault(first, (first.with_name(f"{stem}.md") for stem in numbered(first.stem)))
    return next(path for path in paths if not is_taken(path))


def _filed(
    post: Post, path: Path, kind: str, old: Old, to: Target, held: Holdings, links: Links, laid: set[Path]
) -> Iterator[Result]:
    key = fingerprint(Clipping(_from(kind, post), post.title, body=post.body))
    if path in held.origins.get(_from(kind, post), ()):
        yield Moved(path, "known" if held.prints.get(key) == path else "changed", post)
        return
    refuse_links(path, to.root)
    copies: dict[str, Path] = {}
    body, problems = markup.refer(post.body, post.references, links.refers, Place(post.origin, post.line))
    body = clean(markup.mend(body, partial(links.leads, post=post, copies=copies)))
    image = links.leads(post.image, True, post, copies) if post.image else ""
    values = _page(post) if post.page else _article(post, path, image, kind, key, to, held, old, problems)
    text = frontmatter.join(values, body)
    starts = False
    if os.path.lexists(path):  # a page: it has no place to say where it is from
        there = read_bytes(path, str(path))
        starts = there == starter_page(path.name)
        if there == text.encode("utf-8"):
            yield Moved(path, "known", post)
            return
        if not starts:
            hint = "bring it over by hand, or move that file away and import again"
            yield warning(f"{path} is another page, or edited, and is left as it is", Place(post.origin), hint)
            yield Moved(path, "left", post)
            return
        told = f"it takes the place of the sample {path}, which nobody had edited"
        problems.append(warning(told, Place(post.origin)))
    pictures = [made for below, source in copies.items() if (made := _copied(below, source, to, laid, problems))]
    if not to.dry:
        (replace_text if starts else write_new)(path, text)
    yield from problems
    yield Moved(path, "draft" if values.get("draft") else "new", post, tuple(pictures))
    was = whole(unquote(post.address))
    if post.page and post.address and was != f"/{path.stem}/":
        hint = f"redirects: {{{was}: /{path.stem}/}} in config.yaml leads on from there"
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
        "published": post.published,
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
        "republish": "" if source["name"] else "own",  # an import is another's by default, and this is the site's own
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
        if is_alias(old) and len(f"{whole(old)}index.html".encode()) <= LONGEST:
            found[whole(old)] = None
        else:
            problems.append(warning(f"its old address cannot lead on: {shorten(written, 200)!r}", Place(post.origin)))
    return list(found)


def _quiet(value: Any) -> Any:
    """Values without control characters and line ends in what stands on one line."""
    if isinstance(value, dict):
        return {one_line(clean(str(key))): _quiet(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_quiet(item) for item in value]
    return one_line(clean(value)) if isinstance(value, str) else value


def _copied(below: str, source: Path, to: Target, laid: set[Path], problems: list[Problem]) -> Path | None:
    """A picture, or another file that a text leads to, in content/assets/ under its old path; None where it is already,
    or is ``laid`` by another post."""
    path = to.root / "content" / "assets" / below.lstrip("/")
    try:
        refuse_links(path, to.root)
        data = read_bytes(source, str(source), LARGEST)
        if len(data) > LARGEST:
            raise error(f"larger than {LARGEST // 1024 // 1024} MB", Place(str(source)), "copy it by hand")
        if path.is_file():
            if read_bytes(path, str(path), LARGEST) != data:
                hint = "give one of them another name"
                raise error("another file stands there, and is not overwritten", Place(str(path)), hint)
            return None
        if path in laid:
            return None
        laid.add(path)
        if not to.dry:
            write_new(path, data)
    except CorantoError as fault:
        problems += (replace(each, severity="warning") for each in fault.problems)
        return None
    return path
