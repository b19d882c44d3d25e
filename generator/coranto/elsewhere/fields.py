"""Keys of another generator's front matter -> the fields of a post. What has no place there is kept as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from coranto.elsewhere.moment import iso
from coranto.elsewhere.post import Post
from coranto.model import SourceRef
from coranto.problems import Place, Problem, warning
from coranto.text import one_line, web_address

TRUE = frozenset("true yes on 1".split())
FALSE = frozenset(["false", "no", "off", "0", ""])


@dataclass(slots=True)
class Taken:
    """Values while they are taken: what nobody asked for is left over."""

    values: Mapping[str, Any]
    place: Place
    problems: list[Problem] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def text(self, *keys: str) -> str:
        """The first of the keys that has a text, on one line."""
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, str) and value.strip():
                self.asked.add(key)
                return one_line(value)
        return ""

    def texts(self, *keys: str, apart: str = "") -> tuple[str, ...]:
        """All texts of the keys, each once; one text is cut at the characters of ``apart``."""
        found: list[str] = []
        for key in keys:
            value = self.values.get(key)
            items = value if isinstance(value, list) else [value]
            if isinstance(value, str) and apart:
                cut = ";" if ";" in value and ";" in apart else apart
                items = re.split(f"[{re.escape(cut)}]", value)
            named = [each.get("name", "") if isinstance(each, dict) else each for each in items]
            texts = [one_line(each) for each in named if isinstance(each, str) and each.strip()]
            if texts:
                self.asked.add(key)
                found += texts
        return tuple(dict.fromkeys(found))

    def flag(self, key: str, default: bool = False) -> bool:
        """A truth value; what is none is noted, and counts as true: what may be a draft is not published."""
        if key not in self.values:
            return default
        self.asked.add(key)
        text = str(self.values[key]).strip().lower()
        if text not in TRUE | FALSE:
            self.problems.append(warning(f"{key!r} is neither true nor false: {text!r}", self.place, "taken for true"))
        return text not in FALSE

    def moment(self, zone: tzinfo | None, *keys: str) -> str:
        """The first of the keys that has a date; one that is not understood is noted."""
        for key in keys:
            if text := self.text(key):
                found = iso(text, zone)
                if not found:
                    self.asked.discard(key)
                    self.problems.append(
                        warning(f"{key!r} is not understood: {text!r}", self.place, "write it by hand")
                    )
                return found
        return ""


def post(taken: Taken, origin: str, body: str, line: int, zone: tzinfo | None, dated: str = "") -> Post:
    """The fields that all generators have, by whatever name."""
    section, tags = _filed_under(taken)
    named = ("publishdate", "pubdate", *(["published"] if iso(taken.text("published"), zone) else []))
    draft = taken.flag("draft") or not ("published" in named or taken.flag("published", True))
    status = taken.text("status").lower()
    if status not in ("", "published", "draft"):
        taken.problems.append(warning(f"its status is {status!r}: it comes as a draft", taken.place))
    said = len(taken.problems)
    published = taken.moment(zone, *named)
    expires = taken.moment(zone, "expirydate", "unpublishdate")
    unsure = len(taken.problems) > said  # of when it may be seen
    taken.asked -= {"expirydate", "unpublishdate"}  # nothing here ends by itself: the date is kept
    date = taken.moment(zone, "date") or dated or published
    updated = taken.moment(zone, "updated", "lastmod", "modified", "last_modified_at")
    image, alt, caption = _image(taken)
    return Post(
        origin=origin,
        title=taken.text("title"),
        body=body,
        line=line,
        date=date,
        published="" if published == date else published,
        updated="" if updated == date else updated,
        expires=expires,
        slug=taken.text("slug"),
        authors=taken.texts("authors", "author", apart=",;"),
        source=_source(taken),
        section=section,
        tags=tags,
        language=taken.text("language", "lang", "locale").replace("_", "-"),
        summary=taken.text("summary", "description", "excerpt"),
        image=image,
        alt=alt,
        caption=caption,
        featured=taken.flag("featured"),
        draft=draft or unsure or status not in ("", "published"),
        aliases=taken.texts("aliases", "redirect_from"),
    )


def left_over(taken: Taken, noise: frozenset[str]) -> dict[str, Any]:
    """What nobody asked for, but for what only steered the old generator."""
    return {
        key: value for key, value in taken.values.items() if key not in taken.asked | noise and value not in ("", [])
    }


def _filed_under(taken: Taken) -> tuple[str, tuple[str, ...]]:
    """The section, and the tags: further categories are tags."""
    kinds = [*taken.texts("section"), *taken.texts("category"), *taken.texts("categories", apart=",")]
    kinds = list(dict.fromkeys(kinds))
    tags = taken.texts("tags", "tag", apart=",")
    return (kinds[0] if kinds else ""), tuple(dict.fromkeys((*tags, *kinds[1:])))


def _image(taken: Taken) -> tuple[str, str, str]:
    for key in ("image", "featured_image", "cover", "thumbnail", "header", "feature_image"):
        value = taken.values.get(key)
        if isinstance(value, str) and value.strip():
            return taken.text(key), "", taken.text("image_caption")
        if isinstance(value, dict):
            inner = Taken(value, taken.place)
            if path := inner.text("src", "path", "url", "image", "teaser"):
                taken.asked.add(key)
                return path, inner.text("alt"), inner.text("caption")
    return "", "", ""


def _source(taken: Taken) -> SourceRef:
    value = taken.values.get("source")
    name, url = taken.text("source_name"), taken.text("source_url")
    if isinstance(value, dict):
        taken.asked.add("source")
        inner = Taken(value, taken.place)
        name, url = inner.text("name", "title"), inner.text("url", "link")
    elif isinstance(value, str) and not name:
        name = taken.text("source")
    return SourceRef(name, url if web_address(url) else "")
