"""The files of all planned feeds: ``feed.xml`` (RSS 2.0), ``atom.xml`` and ``feed.json`` (JSON Feed 1.1).

An item is told once, and written once in each format, for all feeds that hold it; a feed whose items and head are as
they were is not made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from coranto.body import pack_view
from coranto.cache import key_of
from coranto.config import Config
from coranto.model import Output
from coranto.permalinks import output_path
from coranto.planned import Feed, Site
from coranto.problems import Place, Problem, warning
from coranto.sight import File, Sight
from coranto.syndication import jsonfeed, told, xml
from coranto.views import FeedItem, FeedView

LARGE = 512 * 1024  # bytes: some readers refuse what is longer, and all of them ask for it often


@dataclass(frozen=True, slots=True)
class Form:
    """How a format is written: an item with its HTML; a feed with its items."""

    item: Callable[[FeedItem, str, Config], bytes]
    whole: Callable[[FeedView, str, list[bytes], Config, str], bytes]


FORMS = {
    "rss": Form(xml.write_rss_item, xml.write_rss),
    "atom": Form(xml.write_atom_entry, xml.write_atom),
    "json": Form(jsonfeed.write_item, jsonfeed.write),
}


def make(site: Site, config: Config, sight: Sight) -> list[Output]:
    """Every planned feed in each of its formats, and under its old names."""
    writer = Writer(site, config, sight)
    planned = [(feed, form, url) for feed in site.feeds for form, url in feed.files]
    files = [writer.file(*each) for each in planned]
    stale = [each for each, file in zip(planned, files, strict=True) if not sight.knows("feed", file[0])]
    if stale:
        writer.ahead((form, item) for feed, form, _ in stale for item in site.holds(feed).items)
    made = sight.outputs("feed", files)
    at = {output.path: output for output in made}
    return made + [
        replace(at[output_path(now)], path=output_path(old), origin="feeds.old") for old, now in site.old_feeds
    ]


class Writer:
    """Writes the feeds of one site, and remembers what it has written: by identity, as to compare bodies is dear."""

    def __init__(self, site: Site, config: Config, sight: Sight) -> None:
        self._site, self._config, self._sight = site, config, sight
        self._icon, self._language = site.facts.icon, site.language
        self._told: dict[int, str] = {}
        self._items: dict[tuple[str, int], bytes] = {}
        self._keys: dict[int, bytes] = {}

    def file(self, feed: Feed, form: str, url: str) -> File:
        """A feed in one format, as ``Sight.outputs`` wants it."""
        key = key_of(form.encode(), url.encode(), self._icon.encode(), self._sight.feed(feed))
        path = output_path(url)
        return key, path, f"the feed {path}", partial(self._whole, feed, form, url)

    def ahead(self, wanted: Iterable[tuple[str, FeedItem]]) -> None:
        """Write items that many feeds will ask for, on all hands."""
        xml.load()
        each = {(form, id(item)): (form, item) for form, item in wanted}
        for form in FORMS:
            items = [item for of, item in each.values() if of == form]
            pieces = [(self._key(item), partial(self._write, form, item)) for item in items]
            self._sight.ahead(f"item {form}", pieces)

    def _whole(self, feed: Feed, form: str, url: str) -> bytes:
        view = self._site.holds(feed)
        items = [self._item(form, item) for item in view.items]
        return FORMS[form].whole(view, url, items, self._config, self._icon)

    def _item(self, form: str, item: FeedItem) -> bytes:
        at = (form, id(item))
        if at not in self._items:
            self._items[at] = self._sight.piece(f"item {form}", self._key(item), partial(self._write, form, item))
        return self._items[at]

    def _write(self, form: str, item: FeedItem) -> bytes:
        if id(item) not in self._told:
            self._told[id(item)] = told.tell(item, self._config, self._language)
        return FORMS[form].item(item, self._told[id(item)], self._config)

    def _key(self, item: FeedItem) -> bytes:
        if id(item) not in self._keys:
            self._keys[id(item)] = pack_view(item)
        return self._keys[id(item)]


def complaints(site: Site, outputs: Iterable[Output]) -> list[Problem]:
    """What is said of feeds that are too large to be liked."""
    paths = {output_path(url) for feed in site.feeds for _, url in feed.files}
    found = [output for output in outputs if output.path in paths and output.size > LARGE]
    hint = "write feeds: {limit: 15}, or republish: excerpt"
    return [
        warning(f"the feed {each.path} has {each.size // 1024} KiB; beyond {LARGE // 1024} some readers refuse it",
                Place("config.yaml"), hint, "feeds")
        for each in found
    ]  # fmt: skip
