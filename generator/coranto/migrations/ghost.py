"""An export of Ghost (JSON) -> its posts and pages. What only members could read comes as a draft.

Pictures are looked for in ``content/images/`` beside the export.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import Any

from coranto.elsewhere import export
from coranto.elsewhere.moment import iso
from coranto.elsewhere.post import Old, Post
from coranto.problems import Place, Problem, error, warning
from coranto.text import clean, decode, one_line

HERE = "__GHOST_URL__"  # what exports write for the site's own address
HOME = "https://ghost.invalid"  # it, while the text is read
_TAKE = "take the file that Settings → Import/Export gives (JSON)"
Row = Mapping[str, Any]


def read(place: Path) -> Old:
    """The posts and pages of an export. Raises CorantoError when it is none."""
    text, problems = decode(export.bytes_of(place), place.name)
    try:
        told = json.loads(text, parse_int=_number)
    except json.JSONDecodeError as fault:
        raise error(f"this is not JSON: {fault.msg}", Place(place.name, fault.lineno, fault.colno), _TAKE) from None
    except RecursionError:
        raise error("this JSON is nested too deep", Place(place.name), _TAKE) from None
    rows = _tables(told)
    if not rows.get("posts"):
        raise error("this is no export of Ghost, or has no posts", Place(place.name), _TAKE)
    tags = _joined(rows, "posts_tags", "tag_id", {str(each.get("id")): each for each in rows["tags"]})
    authors = _joined(rows, "posts_authors", "author_id", {str(each.get("id")): each for each in rows["users"]})
    about = {str(each.get("post_id")): each for each in rows["posts_meta"]}
    posts = []
    for number, each in enumerate(rows["posts"], 1):
        key = str(each.get("id"))
        posts.append(partial(_post, each, number, place.name, tags[key], authors[key], about.get(key, {})))
    called = tuple(f"{place.name}: post {number}" for number in range(1, len(posts) + 1))
    return Old(tuple(posts), (place.parent,), (), called, tuple(problems))


def _number(digits: str) -> int:
    """A number of an export; one that is absurdly long is none, and Python would raise for it."""
    return int(digits) if len(digits) < 20 else 0


def _tables(told: Any) -> dict[str, list[Row]]:
    """The tables of an export, each a list of rows; what is no such thing is none."""
    database = told.get("db") if isinstance(told, dict) else None
    first = database[0] if isinstance(database, list) and database else told
    data = first.get("data") if isinstance(first, dict) else None
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for name, rows in data.items() if isinstance(data, dict) else ():
        found[name] = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return found


def _joined(rows: Mapping[str, list[Row]], table: str, key: str, named: Mapping[str, Row]) -> dict[str, list[str]]:
    """The names that each post has in another table, in their order."""
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows[table]:
        name = named.get(str(row.get(key)), {}).get("name")
        order = row.get("sort_order")
        if isinstance(name, str) and (shown := one_line(clean(name))):
            found[str(row.get("post_id"))].append((order if isinstance(order, int) else 0, shown))
    ordered = {post: [name for _, name in sorted(names, key=lambda each: each[0])] for post, names in found.items()}
    return defaultdict(list, ordered)


def _post(row: Row, number: int, name: str, tags: list[str], authors: list[str], about: Row) -> Post | None:
    def text(key: str, of: Row = row) -> str:
        value = of.get(key)
        return clean(value) if isinstance(value, str) else ""

    if not any(map(text, ("title", "slug", "html", "lexical", "mobiledoc"))):
        return None
    title = export.plain(text("title"))
    place = Place(f"{name}: post {number}")
    problems: list[Problem] = []
    status, kind = text("status") or "draft", text("type") or "post"
    if not text("html") and (text("lexical") or text("mobiledoc")):
        raise error(
            f"{title!r} has no HTML, only Ghost's own form", place, "open it in Ghost, save it, and export again"
        )
    closed = text("visibility") not in ("", "public")
    if closed:
        problems.append(warning(f"{title!r} was for {text('visibility')} alone: it comes as a draft", place))
    if status == "sent":
        problems.append(warning(f"{title!r} was sent by mail alone: it comes as a draft", place))
    shown = [tag for tag in tags if not tag.startswith("#")]  # others steer Ghost's theme
    return Post(
        origin=text("uuid") or str(row.get("id")),
        title="" if title == "(Untitled)" else title,
        body=export.markdown(text("html").replace(HERE, HOME), f"{HOME}/", place, problems).replace(HOME, ""),
        date=iso(text("published_at"), UTC),
        slug=text("slug"),
        authors=tuple(dict.fromkeys(authors)),
        section=shown[0] if shown else "",
        tags=tuple(dict.fromkeys(shown[1:])),
        language=text("locale"),
        summary=export.plain(text("custom_excerpt")),
        image=text("feature_image").replace(HERE, ""),
        alt=export.plain(text("feature_image_alt", about)),
        caption=export.plain(text("feature_image_caption", about)),
        featured=row.get("featured") in (True, 1),
        draft=status not in ("published", "scheduled") or closed,
        page=kind == "page" or row.get("page") in (True, 1),
        address=f"/{text('slug')}/" if text("slug") else "",
        problems=tuple(problems),
    )
