"""Which feeds a site has, in which formats, and under which old names: ``feeds:`` of config.yaml, read and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from coranto.fields import Fields
from coranto.problems import suggest

FILES = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}
"""Format -> the name of its file, beside the page that it is the feed of."""
TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
NAMES = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}
USUAL = {"site": ("rss", "atom", "json")} | dict.fromkeys(("section", "tag", "author", "source", "editions"), ("rss",))
"""Kind -> the formats of its feeds. ``editions`` is one feed, of editions alone."""


@dataclass(frozen=True, slots=True)
class Feeds:
    """``feeds:``. ``id_authority`` is the part of a feed id that never changes: a domain and a year. ``formats`` are
    those of each kind of feed; ``old``: (path, address of a feed), names under which a feed was once to be had."""

    id_authority: str = ""
    limit: int = 30
    hub: str = ""
    link_to: str = "page"
    formats: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: USUAL)
    old: tuple[tuple[str, str], ...] = ()


def read_feeds(fields: Fields, pages: frozenset[str]) -> Feeds:
    """``feeds:``, every mistake noted. A kind that has no ``pages`` has no feeds."""
    group = fields.group("feeds", "feeds")
    if group is None:
        return Feeds()
    authority = group.text("id_authority")
    if authority and not re.fullmatch(r"[a-z0-9.-]+,\d{4}(?:-\d{2}(?:-\d{2})?)?", authority):
        group.fault("id_authority", f"not a domain and a year: {authority!r}", "write example.org,2026")
    feeds = Feeds(
        id_authority=authority,
        limit=group.number("limit", 30, least=1),
        hub=group.url("hub"),
        link_to=group.choice("link_to", ("page", "original"), "page"),
        formats={kind: _formats(group, kind, pages) for kind in USUAL},
        old=tuple(_old(group)),
    )
    group.close()
    return feeds


def _formats(group: Fields, kind: str, pages: frozenset[str]) -> tuple[str, ...]:
    found = group.texts(kind)
    if kind not in group:
        return USUAL[kind]
    for each in found:
        if each not in FILES:
            hint = suggest(each, FILES) or f"write {kind}: [rss, atom], or {kind}: [] for none"
            group.fault(kind, f"each of {kind!r} is one of {', '.join(FILES)}, unlike {each!r}", hint)
    if kind == "site" and not found:
        group.fault(kind, "the site's own feed needs a format", "write site: [rss]")
    if found and kind != "site" and kind not in pages:
        hint = f"take it out of feeds, or {kind}: false out of pages"
        group.fault(kind, f"'feeds' names {kind!r}, which has no pages for its feeds to stand at", hint)
    return found


def _old(group: Fields) -> list[tuple[str, str]]:
    found = []
    for entry in group.groups("old", "an old name of a feed"):
        old, now = entry.text("from"), entry.text("to")
        hint = "write - {from: /rss.xml, to: /feed.xml}"
        for name, path in (("from", old), ("to", now)):
            if not re.fullmatch(r"/(?!/)[^\s?#\\]*[^\s?#\\/]", path) or "/../" in f"{path}/":
                entry.fault(name, f"{name!r} is the path of a file in this site, from /: {path!r}", hint)
        entry.close()
        found.append((old, now))
    return found
