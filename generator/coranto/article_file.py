"""A clipping as an article's file: its front matter in the order of the specification, its name, what makes two one.

In: a clipping. Out: values, names, judgements. Reads and writes no file.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from coranto import frontmatter
from coranto.holdings import same_place
from coranto.inputs import is_address
from coranto.likeness import Shelf
from coranto.merge import digests
from coranto.model import Bio, Clipping
from coranto.text import clean, fold, one_line, slugify

SAME = 0.5  # of the older text, from which on one address means one article
SLUG_LENGTH = 80  # how much of a headline makes a file's name


def fingerprint(clipping: Clipping) -> str:
    """What makes two clippings the same article, however they were brought: headline and story."""
    text = f"{fold(clipping.title)}\n{' '.join(clipping.body.split())}"
    if not clipping.body.strip():  # a headline alone is that of many
        text += f"\n{clipping.guid or clipping.source.url or called(clipping.origin)}\n{clipping.date}"
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:24]


def article_values(
    clipping: Clipping,
    stem: str,
    published: datetime | None,
    key: str,
    bios: tuple[Bio, ...] = (),
    story: str = "",
) -> dict[str, Any]:
    """A clipping as front matter, in the order of the specification; what is empty is left out."""
    image = clipping.image
    values: dict[str, Any] = {
        "title": clipping.title,
        "date": clipping.date,
        "published": published.isoformat(timespec="minutes") if published else "",
        "updated": clipping.updated,
        "id": stem if re.fullmatch(r"[^\s<>]+", stem) else slugify(stem),
        "authors": list(clipping.authors),
        "source": {"name": clipping.source.name or host_of(clipping.source.url), "url": clipping.source.url},
        "section": clipping.section,
        "tags": list(clipping.tags),
        "language": clipping.language,
        "standfirst": clipping.standfirst,
        "image": {"src": image.src, "alt": image.alt, "caption": image.caption, "credit": image.credit}
        if image
        else {},
        "related": [{"title": teaser.title, "url": teaser.url} for teaser in clipping.related],
        "story": story,
        "republish": clipping.republish,
        "licence": clipping.licence,
        "draft": published is None or None,
    }
    values = without_empty(values)
    imported = {
        "from": called(clipping.origin),
        "guid": clipping.guid,
        "fingerprint": key,
        "was": digests(values, clipping.body.strip()),
        "doubts": list(clipping.doubts),
        "evidence": dict(clipping.evidence),
        "authors": [{"name": bio.name, "role": bio.role, "bio": bio.text} for bio in bios],
    }
    kept = {key: value for key, value in imported.items() if value or key == "doubts"}
    return {**values, "imported": {key: without_empty(value) for key, value in kept.items()}}


def host_of(url: str) -> str:
    """What an outlet is called whose name is not known: an address needs one. It stays in doubt."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: without_empty(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in ("", None, [], {})}
    if isinstance(value, list):
        return [without_empty(item) for item in value]
    return value


def called(origin: str) -> str:
    """What front matter calls an input: an address whole, a file without its folders; no unseen characters."""
    name = origin if is_address(origin) else Path(origin).name
    return one_line(clean(name.encode("utf-8", "replace").decode()))


def stem_of(clipping: Clipping) -> str:
    """The name of the input without folders and ending."""
    if is_address(clipping.origin):
        parts = urlsplit(clipping.origin)
        return slugify(PurePosixPath(parts.path).stem) or slugify(parts.hostname or "") or "clipping"
    return Path(called(clipping.origin)).stem or "clipping"


def name_of(clipping: Clipping) -> str:
    """``2026-11-20-grid-repairs``, or without the day when it is not known."""
    slug = slugify(clipping.title, clipping.language) or slugify(stem_of(clipping)) or "article"
    return f"{clipping.date[:10]}-{short(slug)}" if clipping.date else short(slug)


def short(slug: str) -> str:
    """A slug that makes a file's name: a long one is cut between two words."""
    return slug if len(slug) <= SLUG_LENGTH else slug[:SLUG_LENGTH].rpartition("-")[0] or slug[:SLUG_LENGTH]


def is_same(clipping: Clipping, document: frontmatter.Document) -> bool:
    """Is the clipping the article of this file, in a version of its own?"""
    values = document.fields.plain()
    imported = values.get("imported")
    guid = str(imported.get("guid") or "") if isinstance(imported, dict) else ""
    source = values.get("source")
    url = str(source.get("url") or "") if isinstance(source, dict) else ""
    one_place = same_place(url) == same_place(clipping.source.url) if url and clipping.source.url else None
    one_guid = guid == clipping.guid if guid and clipping.guid else None
    if one_guid is False or (one_place is False and not one_guid):
        return False
    if one_guid and one_place:
        return True
    days = {str(values.get("date") or "")[:10], clipping.date[:10]} - {""}
    if len(days) < 2 and fold(str(values.get("title") or "")) == fold(clipping.title):
        return True
    if not document.body.strip():
        return bool(one_place)
    shelf = Shelf()
    shelf.add("older", document.body)
    return any(each.contained >= SAME for each in shelf.nearest(clipping.body, least=SAME))
