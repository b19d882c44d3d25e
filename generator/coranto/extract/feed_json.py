"""Read JSON Feed 1.0 and 1.1.

In: the bytes of a feed. Out: a ``Feed``. Member by member, so that a feed that ends in the middle gives the items that
came before; a value of a wrong type is passed over.
"""

from __future__ import annotations

import json
import re
from typing import Any

from coranto import text
from coranto.extract import feed_dates, feed_text
from coranto.extract.feed_entry import LONGEST, MOST, Entry, Feed, affordable, newest_first, too_much
from coranto.extract.html_address import absolute
from coranto.model import Image
from coranto.problems import Place, Problem, error, warning

LIMIT = 10 * 1024 * 1024
VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/')
_SPACE = re.compile(r"[\s]*")
_DECODER = json.JSONDecoder(strict=False)


def is_json_feed(data: bytes) -> bool:
    """Does it begin as JSON, and say that it is such a feed?"""
    return data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and bool(VERSION.search(data))


def read(data: bytes, name: str, limit: int) -> Feed:
    """The feed and its newest items. Raises CorantoError when it cannot be read at all."""
    if len(data) > LIMIT:
        raise error(f"larger than {LIMIT // 1024 // 1024} MB", Place(name), "save a part of it")
    source = text.decode_page(data)
    try:
        head, items, left, fault = _pieces(source)
    except RecursionError:
        raise error("nested too deeply", Place(name), "ask the outlet for a sound feed") from None
    if fault >= 0 and not items:
        raise error("this is no JSON from here on, and no item is whole", _place(name, source, fault), "fetch it again")
    base = _address(head, "home_page_url", "") or _address(head, "feed_url", "")
    dated, seen = [], set()
    for item in items:
        entry = _entry(item, base)
        if entry.guid in seen:
            continue
        seen.update({entry.guid} - {""})
        when = feed_dates.settle(entry.published, entry.updated)
        dated.append((feed_dates.moment(when.date or when.updated), entry))
    chosen = newest_first(dated)[: max(0, limit)]
    problems: tuple[Problem, ...] = ()
    count = affordable(["".join((*each.contents, each.summary)) for each in chosen])
    if count < len(chosen):
        problems, chosen = (too_much(len(chosen) - count, name),), chosen[:count]
    if fault >= 0:
        told = "1 entry" if len(chosen) == 1 else f"{len(chosen)} entries"
        ends = fault >= len(source.rstrip()) - 1
        said = f"the feed ends in the middle: {told} read" if ends else f"this is no JSON from here on: {told} read"
        problems += (warning(said, _place(name, source, fault), "fetch it again"),)
    return Feed(
        title=feed_text.title(_string(head.get("title")), html=False),
        link=base,
        authors=_authors(head),
        language=_string(head.get("language")),
        entries=tuple(chosen),
        left=len(dated) - len(chosen) + left,
        problems=problems,
    )


def _pieces(source: str) -> tuple[dict[str, Any], list[dict[str, Any]], int, int]:
    """The members of the feed but its items, the items, how many there are beyond, and where the text breaks or -1."""
    head: dict[str, Any] = {}
    items: list[dict[str, Any]] = []
    left = at = 0
    try:
        at = _past(source, 0, "{")
        while source[at : at + 1] != "}":
            key, at = _value(source, at)
            at = _past(source, at, ":")
            if key == "items" and source[at : at + 1] == "[":
                at = _past(source, at, "[")
                while source[at : at + 1] != "]":
                    item, end = _value(source, at)
                    if isinstance(item, dict) and end - at <= LONGEST:
                        left += len(items) >= MOST
                        items += [item] if len(items) < MOST else []
                    at = _next(source, end, "]")
                at = _past(source, at, "]")
            else:
                value, at = _value(source, at)
                head[str(key)] = value
            at = _next(source, at, "}")
    except json.JSONDecodeError as fault:
        cut = "Unterminated" in fault.msg or fault.pos >= len(source.rstrip()) - 1
        return head, items, left, len(source.rstrip()) if cut else fault.pos
    except ValueError:  # a number of too many digits
        return head, items, left, at
    return head, items, left, -1


def _value(source: str, at: int) -> tuple[Any, int]:
    value, end = _DECODER.raw_decode(source, at)
    return value, _blank(source, end)


def _blank(source: str, at: int) -> int:
    match = _SPACE.match(source, at)
    return match.end() if match else at


def _past(source: str, at: int, sign: str) -> int:
    at = _blank(source, at)
    if source[at : at + 1] != sign:
        raise json.JSONDecodeError(f"no {sign}", source[:1], at)
    return _blank(source, at + 1)


def _next(source: str, at: int, end: str) -> int:
    """Past a comma, if one stands there."""
    at = _blank(source, at)
    return at if source[at : at + 1] == end else _past(source, at, ",")


def _place(name: str, source: str, at: int) -> Place:
    return Place(name, source.count("\n", 0, at) + 1)


def _entry(item: dict[str, Any], base: str) -> Entry:
    """One item as the specification has its members."""
    link = _address(item, "url", base) or _address(item, "external_url", base)
    guid = item.get("id")
    guid = str(guid) if isinstance(guid, int | float) and not isinstance(guid, bool) else _string(guid)
    contents = [_string(item.get("content_html")).strip()]
    if not contents[0]:
        contents = [feed_text.as_html(_string(item.get("content_text")))]
    image, where = _image(item, link or base)
    return Entry(
        guid=text.one_line(guid)[:1_000],
        title=feed_text.title(_string(item.get("title")), html=False),
        link=link or (absolute(guid, "") if guid.startswith(("http://", "https://")) else ""),
        base=link or base,
        authors=_authors(item),
        published=_date(item, "date_published"),
        updated=_date(item, "date_modified"),
        categories=tuple(
            (word, "") for each in _list(item.get("tags")) if (word := feed_text.title(_string(each), False))
        ),
        language=_string(item.get("language")),
        image=image,
        image_where=where,
        contents=tuple(each for each in contents if each),
        summary=feed_text.as_html(_string(item.get("summary"))),
    )


def _string(value: Any) -> str:
    return text.clean(value) if isinstance(value, str) else ""


def _address(owner: dict[str, Any], key: str, base: str) -> str:
    """A member that is an address, made absolute; empty where it is absent: an empty one would be the base."""
    value = _string(owner.get(key)).strip()
    return absolute(value, base) if value else ""


def _list(value: Any) -> list[Any]:
    return value[:200] if isinstance(value, list) else []


def _date(item: dict[str, Any], key: str) -> tuple[tuple[str, str], ...]:
    value = text.one_line(_string(item.get(key))[:1_000])
    return ((key, value[:200]),) if value else ()


def _authors(owner: dict[str, Any]) -> tuple[str, ...]:
    """The names of ``authors``, or of ``author`` as version 1.0 has it."""
    said = _list(owner.get("authors")) or [owner.get("author")]
    names = (feed_text.title(_string(each.get("name")), False) for each in said[:50] if isinstance(each, dict))
    return tuple(name for name in names if name)


def _image(item: dict[str, Any], base: str) -> tuple[Image | None, str]:
    for key in ("image", "banner_image"):
        if src := _address(item, key, base):
            return Image(src), key
    for each in _list(item.get("attachments")):
        picture = isinstance(each, dict) and _string(each.get("mime_type")).startswith("image/")
        if picture and (src := _address(each, "url", base)):
            return Image(src, caption=feed_text.title(_string(each.get("title")), False)), "attachments"
    return None, ""
