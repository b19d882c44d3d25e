"""The second program: an order in, a published site out.

    read_materials -> (the same as last time? then what was made of it) or press -> publish

Where nothing has changed, nothing is made: the files' digests are remembered, and publishing looks whether they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from coranto.cache import Cache, key_of, memory, opened
from coranto.files import real
from coranto.hands import Hands
from coranto.materials import Materials, Order, read_materials
from coranto.model import Content, Output
from coranto.packing import pack, unpack
from coranto.problems import Problem, as_errors, error, stop_on_errors
from coranto.publish import Published, publish

if TYPE_CHECKING:  # heavy: only what has to be made needs it
    from coranto.press import Press

__all__ = ["Built", "Order", "build", "press"]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: how many pages and feeds the site has, what was wrong, what was written, and how much was not
    out yet, by standing."""

    pages: int
    feeds: int
    problems: tuple[Problem, ...]
    published: Published
    reasons: tuple[tuple[str, str], ...] = ()  # (path, why it was made), when that was asked for
    kept_back: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a site that was pressed before: its digest and size, or where it is copied from."""

    path: str
    origin: str
    digest: str
    size: int
    copied: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A site that was pressed, but for its files' bytes. It stands from ``since`` until something else is published."""

    key: str  # of all that it is made from
    since: str
    until: str
    pages: int
    feeds: int
    ids: Mapping[str, str]
    files: tuple[File, ...]
    problems: tuple[Problem, ...]
    kept_back: Mapping[str, int]


def build(order: Order) -> Built:
    """Make the site and publish it to its output folder."""
    folder = _output_folder(order)
    with opened(memory(order.root), order.clean) as cache:
        materials = read_materials(order, cache)
        row = key_of(b"site", order.kind)  # one for each kind of order: the newest
        key = _key(materials, order)
        sheet = _remembered(cache.find(row, "bodies"), key, materials.now)
        later = _Later(materials, order, cache)
        if sheet is None:
            sheet = _sheet(later.press(), key, materials.now, order)
            cache.keep("site", row, pack(sheet), "bodies")
        elif order.strict:
            stop_on_errors(as_errors(sheet.problems))
        outputs = later.outputs(sheet)
        order.tell("publish", 0, len(outputs))
        done = publish(outputs, folder, sheet.ids, order.root / ".coranto")
        order.tell("publish", len(done.written), len(outputs))
        why = _reasons(later.reasons, done, order)
        return Built(sheet.pages, sheet.feeds, sheet.problems, done, why, sheet.kept_back)


def _key(materials: Materials, order: Order) -> str:
    return key_of(materials.key, str(materials.now).encode() if order.withheld else b"").hex()


def _reasons(made: tuple[tuple[str, str], ...], done: Published, order: Order) -> tuple[tuple[str, str], ...]:
    """Why pages were made: also those that were only missing in the folder, or not what they had been."""
    if not order.explain:
        return ()
    told = {path for path, _ in made}
    lost = (path for path in done.written if path.endswith(".html") and path not in told)
    return (*made, *((path, "it was not in the folder, or not as it had been made") for path in lost))


def prospect(order: Order) -> tuple[Sheet, Content, Materials]:
    """What a build would make now, but for the bytes, and what it would make it of. Publishes nothing."""
    from coranto.content import read_content
    from coranto.extensions import transformed

    with opened(memory(order.root), sweep=False) as cache:
        materials = read_materials(order, cache)
        key = _key(materials, order)
        found = _remembered(cache.find(key_of(b"site", order.kind), "bodies"), key, materials.now)
        if found is None:
            pressed = _Later(materials, order, cache).press()
            return _sheet(pressed, key, materials.now, order), pressed.content, materials
        content, _ = read_content(materials.source, materials.config.timezone, cache, Hands(order.jobs))
        return found, transformed(content, materials.extensions), materials


def press(order: Order, cache: Cache | None = None) -> Press:
    """The site's files in memory: what the preview shows."""
    cache = cache or Cache()
    return _Later(read_materials(order, cache), order, cache).press()


class _Later:
    """The press, started when the first byte is asked for."""

    def __init__(self, materials: Materials, order: Order, cache: Cache) -> None:
        self._materials, self._order, self._cache = materials, order, cache
        self._pressed: Press | None = None

    def press(self) -> Press:
        from coranto import press

        if self._pressed is None:
            self._pressed = press.press(self._materials, self._order, self._cache)
        return self._pressed

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """Why pages were made; none were when all is as it was."""
        return self._pressed.reasons if self._pressed else ()

    def outputs(self, sheet: Sheet) -> list[Output]:
        """The files of a sheet; those just pressed as they are."""
        return list(self._pressed.outputs) if self._pressed else [self._output(file) for file in sheet.files]

    def _output(self, file: File) -> Output:
        if file.copied:
            return Output(file.path, Path(file.copied), file.origin, file.digest, file.size)
        return Output(file.path, partial(self._bytes, file.path), file.origin, file.digest, file.size)

    def _bytes(self, path: str) -> bytes:
        """The bytes of a file that is not there any more, or was changed: all is made again for it."""
        data = self._made[path].data
        assert not isinstance(data, Path)
        return data if isinstance(data, bytes) else data()

    @cached_property
    def _made(self) -> dict[str, Output]:
        return {output.path: output for output in self.press().outputs}


def _sheet(pressed: Press, key: str, now: datetime, order: Order) -> Sheet:
    from coranto.curation import around, kept_back, turns

    since, until = around(turns(pressed.content), now)
    return Sheet(
        key=key,
        since=since.isoformat() if since else "",
        until=until.isoformat() if until else "",
        pages=len(pressed.site.pages),
        feeds=sum(len(feed.files) for feed in pressed.site.feeds) + len(pressed.site.old_feeds),
        ids={page.id: page.url for page in pressed.site.pages if page.id},
        files=tuple(_file(output) for output in pressed.outputs),
        problems=pressed.problems,
        kept_back={} if order.withheld else kept_back(pressed.content, now),
    )


def _file(output: Output) -> File:
    if isinstance(output.data, Path):
        return File(output.path, output.origin, output.digest, output.size, str(output.data))
    known = output.summed()
    return File(known.path, known.origin, known.digest, known.size, "")


def _remembered(found: bytes | None, key: str, now: datetime) -> Sheet | None:
    """A sheet that still stands."""
    if found is None:
        return None
    try:
        sheet: Sheet = unpack(Sheet, found)
        begun = not sheet.since or datetime.fromisoformat(sheet.since) <= now
        return (
            sheet
            if sheet.key == key and begun and (not sheet.until or now < datetime.fromisoformat(sheet.until))
            else None
        )
    except ValueError:
        return None


def _output_folder(order: Order) -> Path:
    """Where the site goes. Never the site's own folder, nor above or inside what it is made from."""
    folder = Path(order.output or order.root / "output").absolute()
    place = real(folder)
    root = real(order.root)
    kept = [root / name for name in ("content", "themes", "languages", ".git", ".coranto")]
    if root.is_relative_to(place) or any(place.is_relative_to(each) or each.is_relative_to(place) for each in kept):
        raise error(
            f"the site cannot be written to {folder}", None, "give --output a folder of its own, such as output/"
        )
    return folder
