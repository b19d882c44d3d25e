"""An edition's file as parts that can be moved: its text in, what is shown out; what was sent back in, its text out.

Pure. Only the keys that were changed are written anew; of ``parts`` the items keep their unknown keys and the comments
above them, wherever they go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coranto import frontmatter
from coranto.desk.form import said
from coranto.merge import with_body
from coranto.text import clean
from coranto.yamltree import Node

HEAD = ("title", "date", "period", "editor")


@dataclass(frozen=True, slots=True)
class Entry:
    """An item: the id of its article, and the curator's sentence."""

    article: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bin:
    """A named part, its items in order."""

    title: str = ""
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """An edition as a form. ``head``: ``HEAD``'s values; ``intro``: the text below the front matter."""

    head: Mapping[str, str]
    intro: str
    bins: tuple[Bin, ...]

    def ids(self) -> set[str]:
        """The articles it names."""
        return {entry.article for each in self.bins for entry in each.entries}


def read(text: str, path: str) -> Issue:
    """What a file says. Raises CorantoError when its front matter cannot be read."""
    document = frontmatter.read(text, path)
    values: dict[str, Any] = document.fields.plain()
    head = {key: value if isinstance(value := values.get(key), str) else "" for key in HEAD}
    bins = []
    for part in _parts(values):
        entries = tuple(Entry(str(item.get("article") or ""), str(item.get("note") or "")) for item in _items(part))
        bins.append(Bin(str(part.get("title") or ""), entries))
    return Issue(head, document.body.strip(), tuple(bins))


def sent(pairs: Sequence[tuple[str, str]]) -> Issue:
    """What a form says: its fields stand in the order of the page, ``part`` before its ``item``s, each with a ``note``
    behind it."""
    head = dict.fromkeys(HEAD, "")
    intro, bins = "", list[Bin]()
    for key, value in pairs:
        last = bins[-1] if bins else Bin()
        if key in head:
            head[key] = said(value)
        elif key == "intro":
            intro = said(value)
        elif key == "part":
            bins.append(Bin(" ".join(value.split())))
        elif key == "item":
            bins[-1:] = [replace(last, entries=(*last.entries, Entry(value.strip())))]
        elif key == "note" and last.entries:
            bins[-1] = replace(last, entries=(*last.entries[:-1], replace(last.entries[-1], note=said(value))))
    return Issue(head, intro, tuple(bins))


def moved(issue: Issue, order: str) -> Issue:
    """After a move: ``up ID``, ``down ID``, ``out ID``, ``to N ID`` (into part N, a new one if need be), ``drop N``.

    An item that goes up from the top of a part goes to the end of the one before. What makes no sense moves nothing.
    """
    verb, _, rest = order.partition(" ")
    if verb == "to":
        number, _, name = rest.partition(" ")
        return _put(issue, name, int(number) if number.isdecimal() and len(number) < 4 else 0)
    if verb == "drop":
        return _dropped(issue, rest)
    if verb == "out":
        return _without(issue, rest)[0]
    return _stepped(issue, rest, -1 if verb == "up" else 1) if verb in ("up", "down") else issue


def _stepped(issue: Issue, name: str, step: int) -> Issue:
    bins = [list(each.entries) for each in issue.bins]
    place = next(((b, e) for b, each in enumerate(bins) for e, entry in enumerate(each) if entry.article == name), None)
    if place is None:
        return issue
    at, index = place
    entry = bins[at].pop(index)
    if 0 <= index + step <= len(bins[at]):
        bins[at].insert(index + step, entry)
    elif 0 <= at + step < len(bins):
        bins[at + step].insert(len(bins[at + step]) if step < 0 else 0, entry)
    else:
        bins[at].insert(index, entry)
    return _refilled(issue, bins)


def _without(issue: Issue, name: str) -> tuple[Issue, Entry]:
    found = [entry for each in issue.bins for entry in each.entries if entry.article == name]
    bins = [[entry for entry in each.entries if entry.article != name] for each in issue.bins]
    return _refilled(issue, bins), found[0] if found else Entry(name)


def _put(issue: Issue, name: str, number: int) -> Issue:
    if not name or number < 1:
        return issue
    rest, entry = _without(issue, name)
    bins = (*rest.bins, Bin()) if number > len(rest.bins) else rest.bins
    at = min(number, len(bins)) - 1
    filled = replace(bins[at], entries=(*bins[at].entries, entry))
    return replace(rest, bins=(*bins[:at], filled, *bins[at + 1 :]))


def _dropped(issue: Issue, number: str) -> Issue:
    """Without an empty part; one that holds items stays."""
    at = int(number) - 1 if number.isdecimal() and len(number) < 4 else -1
    if not 0 <= at < len(issue.bins) or issue.bins[at].entries:
        return issue
    return replace(issue, bins=(*issue.bins[:at], *issue.bins[at + 1 :]))


def _refilled(issue: Issue, bins: Sequence[Sequence[Entry]]) -> Issue:
    return replace(
        issue, bins=tuple(replace(old, entries=tuple(new)) for old, new in zip(issue.bins, bins, strict=True))
    )


def written(text: str, issue: Issue, path: str, about: Mapping[str, str]) -> str:
    """The file's text with what the form says. ``about``: for articles that are new in it, a comment to stand above."""
    old = read(text, path)
    changes: dict[str, Any] = {key: issue.head[key] or None for key in HEAD if issue.head[key] != said(old.head[key])}
    parts = issue.bins != _as_sent(old).bins
    if parts:
        values: dict[str, Any] = frontmatter.read(text, path).fields.plain()
        changes["parts"] = _values(issue, values) or None
    result = frontmatter.edit(text, changes, path) if changes else text
    if parts:
        result = _with_comments(result, _comments(text, path), about, path)
    return with_body(result, issue.intro, path) if issue.intro != said(old.intro) else result


def _as_sent(issue: Issue) -> Issue:
    """What a browser sends of it when nobody has touched it."""
    bins = (
        Bin(
            " ".join(each.title.split()),
            tuple(Entry(entry.article.strip(), said(entry.note)) for entry in each.entries),
        )
        for each in issue.bins
    )
    return replace(issue, bins=tuple(bins))


def _parts(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = values.get("parts")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _items(part: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = part.get("items")
    if not isinstance(found, list):
        return []
    return [each if isinstance(each, dict) else {"article": each} for each in found]


def _values(issue: Issue, before: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parts as front matter, each item and part with the keys it had beside ours."""
    known = {str(item.get("article")): item for part in _parts(before) for item in _items(part)}
    parts = {" ".join(str(part.get("title") or "").split()): part for part in _parts(before)}
    found = []
    for each in issue.bins:
        items = []
        for entry in each.entries:
            old = known.get(entry.article, {})
            note = {} if not entry.note and "note" not in old else {"note": entry.note}
            items.append({**old, "article": entry.article, **note})
        kept = parts.get(each.title, {})
        found.append({**kept, "title": each.title, "items": items})
    return found


Comments = dict[tuple[str, str], list[str]]


def _places(document: frontmatter.Document) -> list[tuple[int, tuple[str, str]]]:
    """The line of each part and of each item, from 0 in the file, in order."""
    root = document.fields.value
    node = root["parts"][1] if isinstance(root, dict) and "parts" in root else None
    found: list[tuple[int, tuple[str, str]]] = []
    for part in _listed(node):
        inner = part.value if isinstance(part.value, dict) else {}
        title = inner["title"][1].plain() if "title" in inner else ""
        found.append((part.place.line - 1, ("part", " ".join(str(title or "").split()))))
        for item in _listed(inner["items"][1] if "items" in inner else None):
            keys = item.value if isinstance(item.value, dict) else {}
            name = keys["article"][1].plain() if "article" in keys else item.plain()
            found.append((item.place.line - 1, ("item", str(name))))
    return found


def _listed(node: Node | None) -> Iterable[Node]:
    return node.value if node is not None and isinstance(node.value, list) else ()


_INLINE = re.compile(r"""\s(#\s?.*)$""")
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*\'""")


def _comments(text: str, path: str) -> Comments:
    """The comments of the parts, each with the part or the item that it stands above or beside."""
    document = frontmatter.read(text, path)
    lines = clean(text.removeprefix("\ufeff")).split("\n")
    places = _places(document)
    found: Comments = {}
    if not places:
        return found
    root = document.fields.value
    assert isinstance(root, dict)
    begin = root["parts"][0].place.line
    starts = {at.place.line - 1 for at, _ in root.values()}
    end = next((line for line in range(begin, document.body_line - 2) if line in starts), document.body_line - 2)
    while end > begin and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1  # these belong to the key that follows
    for line in range(begin, end):
        stripped = lines[line].strip()
        if stripped.startswith("#"):
            owner = next((who for at, who in places if at > line), places[-1][1])
            found.setdefault(owner, []).append(stripped)
        elif inline := _INLINE.search(_QUOTED.sub(lambda match: "_" * len(match[0]), lines[line])):
            owner = next((who for at, who in reversed(places) if at <= line), places[0][1])
            found.setdefault(owner, []).append(lines[line][inline.start(1) :].strip())
    return found


def _with_comments(text: str, comments: Comments, about: Mapping[str, str], path: str) -> str:
    mark, bare = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    lines = bare.split("\n")
    ending = "\r" if lines[0].endswith("\r") else ""
    document = frontmatter.read(text, path)
    for line, owner in reversed(_places(document)):
        told = comments.get(owner)
        if told is None:
            told = [f"# {about[owner[1]]}"] if owner[0] == "item" and owner[1] in about else []
        indent = lines[line][: len(lines[line]) - len(lines[line].lstrip())]
        lines[line:line] = [f"{indent}{each}{ending}" for each in told]
    return mark + "\n".join(lines)
