"""A clipping in, a file of the site out: a new draft, what is known already, or an article brought up to date.

What the site holds is known by its words; all else that it may be known by is looked up. With ``dry`` nothing is
written, and the changes are told. No network, no clock.
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from coranto import frontmatter
from coranto.article_file import (
    article_values,
    called,
    fingerprint,
    host_of,
    name_of,
    stem_of,
    without_empty,
)
from coranto.extract.markdown import paragraph
from coranto.files import read_bytes, refuse_links, replace_text, write_new
from coranto.holdings import Holdings, document_of, stands, text_of
from coranto.inputs import Input
from coranto.lookup import Alike, find_alike, find_earlier, find_rejected, places_of, remember
from coranto.merge import merge
from coranto.model import Bio, Clipping, SourceRef, Subscription
from coranto.moments import parse_moment
from coranto.problems import CorantoError, Place, error
from coranto.text import clean, decode, fold, numbered, one_line, slugify

BLOCKING = ("title", "body", "date")  # an article is not published while one of these is in doubt
PRINTS = 7  # older versions that are remembered, so that a copy of one is known
AHEAD = timedelta(hours=14)  # a date without a zone may lie so far ahead and be today's


@dataclass(frozen=True, slots=True)
class Change:
    """A file as it was (None: there was none) and as it is, or would be, afterwards."""

    path: Path
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of one clipping.

    ``status``: new, published, known (the same was there), changed (an older version was there, and was left), updated;
    rejected (it was put aside at the desk, and stays there).
    """

    path: Path
    status: str
    clipping: Clipping
    records: tuple[Path, ...] = ()
    alike: tuple[Alike, ...] = ()
    story: str = ""
    renewed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one subscription: its source record is new, known, or updated, for it had no feed.

    No path: outside a site none is written.
    """

    path: Path | None
    status: str
    subscription: Subscription
    changes: tuple[Change, ...] = ()


Join = Callable[[Clipping, Alike], bool]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where clippings go: into the site at ``root``, or as ``folder/<input's stem>.md`` alone; and how.

    ``join`` is asked whether an article that tells the same event shall be one story with the new one; ``again`` brings
    in what was rejected too.
    """

    root: Path
    now: datetime
    folder: Path | None = None
    publish: bool = False
    update: bool = False
    again: bool = False
    dry: bool = False
    keep_original: bool = False
    join: Join | None = None
    held: Holdings = field(default_factory=Holdings)


def file_clipping(clipping: Clipping, to: Destination, item: Input | None = None, address: str = "") -> Filed:
    """File one clipping; ``address`` is what was asked for, before redirects. Raises CorantoError when it cannot be."""
    clipping = _settled(clipping, to, address)
    key = fingerprint(clipping)
    if key in to.held.prints:
        return Filed(to.held.prints[key], "known", clipping)
    places = places_of(clipping, address)
    if earlier := find_earlier(clipping, places, to.held):
        return _bring_up_to_date(earlier, clipping, key, to)
    if not to.again and (aside := find_rejected(clipping, places, key, to.held.rejected)):
        return Filed(aside, "rejected", clipping)
    alike = find_alike(clipping, to.held)
    path = _folder_path(clipping, to.folder, to.held) if to.folder is not None else _article_path(clipping, to)
    refuse_links(path, to.folder or to.root)
    out = to.publish and not set(BLOCKING) & set(clipping.doubts)
    joined = next((each for each in alike if to.join and to.folder is None and to.join(clipping, each)), None)
    story, changes = _join(joined, to) if joined else ("", [])
    bios = clipping.bios if to.folder is not None else ()
    values = article_values(clipping, path.stem, to.now if out else None, key, bios=bios, story=story)
    records = [] if to.folder is not None else [_author(bio, clipping, to) for bio in clipping.bios]
    changes += [Change(path, None, frontmatter.join(values, clipping.body)), *filter(None, records)]
    for change in changes:
        _write(change, to)
    remember(to.held, path, key, clipping, places)
    if to.keep_original and item is not None and not clipping.guid and not to.dry:
        data = item.answer.data if item.answer else item.data
        kind = "html" if data.lstrip(codecs.BOM_UTF8 + b" \t\r\n")[:1] == b"<" else "txt"
        write_new(path.with_name(f"{path.stem}.original.{kind}"), data)
    written = tuple(record.path for record in records if record)
    return Filed(path, "published" if out else "new", clipping, written, alike, story, changes=tuple(changes))


def file_subscription(subscription: Subscription, origin: str, to: Destination) -> Recorded:
    """A source record for an outlet that a list of feeds names, unless the site has one for its feed or its name."""
    known = to.held.outlets.get(subscription.feed)
    if known or to.folder is not None:
        return Recorded(known[1] if known else None, "known", subscription)
    named = to.held.sources.get(fold(subscription.name))
    if named is not None and named not in {path for _, path in to.held.outlets.values()}:
        before = text_of(named, to.held)
        change = Change(named, before, frontmatter.edit(before, {"feed": subscription.feed}, str(named)))
        _write(change, to)
        to.held.outlets[subscription.feed] = (subscription.name, named)
        return Recorded(named, "updated", subscription, (change,))
    if named is not None:  # two feeds of one name: records of one name would be an error
        subscription = replace(subscription, name=f"{subscription.name} ({host_of(subscription.feed)})")
        if fold(subscription.name) in to.held.sources:
            return Recorded(to.held.sources[fold(subscription.name)], "known", subscription)
    slug = slugify(subscription.name) or slugify(urlsplit(subscription.feed).hostname or "") or "source"
    path = _free_path(to.root / "content" / "sources", slug, to.held)
    refuse_links(path, to.root)
    values = {"name": subscription.name, "url": subscription.url, "feed": subscription.feed}
    text = frontmatter.join(without_empty({**values, "imported": {"from": called(origin)}}), "")
    change = Change(path, None, text)
    _write(change, to)
    to.held.outlets[subscription.feed] = (subscription.name, path)
    to.held.sources[fold(subscription.name)] = path
    return Recorded(path, "new", subscription, (change,))


def _settled(clipping: Clipping, to: Destination, address: str) -> Clipping:
    """The outlet called as the site calls it; a date that has not come yet is a doubt."""
    if address in to.held.outlets:
        clipping = replace(clipping, source=SourceRef(to.held.outlets[address][0], clipping.source.url))
    if not clipping.date:
        return clipping
    zone = to.now.tzinfo if isinstance(to.now.tzinfo, ZoneInfo) else ZoneInfo("UTC")
    try:
        ahead = parse_moment(clipping.date, zone).at > to.now + AHEAD
        why = f"{clipping.date} has not come yet"
    except (ValueError, OverflowError):
        ahead, why = True, f"{clipping.date} is no date"
    if not ahead:
        return clipping
    doubts = tuple(dict.fromkeys((*clipping.doubts, "date")))
    return replace(clipping, date="", doubts=doubts, evidence={**clipping.evidence, "date": why})


def _bring_up_to_date(path: Path, clipping: Clipping, key: str, to: Destination) -> Filed:
    if not to.update:
        return Filed(path, "changed", clipping)
    before = text_of(path, to.held)
    bios = clipping.bios if to.folder is not None else ()
    older = [each for each, place in to.held.prints.items() if place == path and each != key]
    values = article_values(clipping, path.stem, None, " ".join([key, *older[-PRINTS:]]), bios=bios)
    merged = merge(before, values, clipping.body.strip(), str(path))
    change = Change(path, before, merged.text)
    _write(change, to)
    to.held.prints[key] = path
    return Filed(path, "updated", clipping, renewed=merged.renewed, kept=merged.kept, changes=(change,))


def _join(alike: Alike, to: Destination) -> tuple[str, list[Change]]:
    """The story of an article, and the change that gives it one when it has none."""
    before = text_of(alike.path, to.held)
    document = document_of(alike.path, to.held)
    plain = document.fields.plain() if document else {}
    if story := str(plain.get("story") or ""):
        return story, []
    story = one_line(clean(str(plain.get("title") or ""))) or alike.path.stem
    return story, [Change(alike.path, before, frontmatter.edit(before, {"story": story}, str(alike.path)))]


def _write(change: Change, to: Destination) -> None:
    to.held.written[change.path] = change.after
    if to.dry:
        return
    if change.before is None:
        write_new(change.path, change.after)
    elif change.after != change.before:
        replace_text(change.path, change.after)


def _free_path(folder: Path, name: str, held: Holdings) -> Path:
    """The file of a name, numbered when that is taken."""
    paths = (folder / f"{stem}.md" for stem in numbered(name))
    return next(path for path in paths if not stands(path, held))


def _folder_path(clipping: Clipping, folder: Path, held: Holdings) -> Path:
    """The input's stem; an entry of a feed, one of many, is called by its headline. Raises CorantoError when taken."""
    if clipping.guid:
        return _free_path(folder, name_of(clipping), held)
    path = folder / f"{stem_of(clipping)}.md"
    if stands(path, held):
        raise error(
            f"{clipping.origin}: another article stands there, and is not overwritten",
            Place(str(path)),
            "give -o another folder, or move that file away",
        )
    return path


def _article_path(clipping: Clipping, to: Destination) -> Path:
    """A path in content/articles/, numbered when name or id is taken."""
    paths = (to.root / "content" / "articles" / f"{stem}.md" for stem in numbered(name_of(clipping)))
    return next(path for path in paths if path.stem not in to.held.ids and not _taken(path))


def _taken(path: Path) -> bool:
    return any(
        os.path.lexists(path.with_name(path.stem + ending)) for ending in (".md", ".original.html", ".original.txt")
    )


def _author(bio: Bio, clipping: Clipping, to: Destination) -> Change | None:
    """A record of an author, unless the site has one of that name."""
    folder = to.root / "content" / "authors"
    path = folder / f"{slugify(bio.name)}.md"
    names = (_name_in(each) for each in sorted(folder.glob("*.md"))) if folder.is_dir() else ()
    if not slugify(bio.name) or stands(path, to.held) or fold(bio.name) in names:
        return None
    refuse_links(path, to.root)
    values = without_empty({"name": bio.name, "role": bio.role, "imported": {"from": called(clipping.origin)}})
    return Change(path, None, frontmatter.join(values, paragraph(bio.text)))


def _name_in(path: Path) -> str:
    """The name a record is for, folded; the build tells what is wrong with a file that cannot be read."""
    try:
        text, _ = decode(read_bytes(path, path.name), path.name)
        return fold(str(frontmatter.split(text, path.name).fields.plain().get("name") or path.stem))
    except CorantoError:
        return fold(path.stem)
