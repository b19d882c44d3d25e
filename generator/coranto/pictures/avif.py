"""AVIF: boxes in boxes (ISO 14496-12, 23008-12). What is no picture is blanked and not cut out: addresses in the file
count from its beginning."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from coranto.pictures.picture import Picture

_TOP = (b"ftyp", b"meta", b"mdat", b"moov", b"moof", b"sidx")
_META = (b"hdlr", b"dinf", b"pitm", b"iinf", b"iloc", b"iref", b"iprp", b"idat", b"grpl", b"ipro")
_SHOWN = (b"av01", b"grid", b"iovl", b"iden", b"tmap")  # items that are pictures; all others go: Exif, XMP and the like
_TIFF = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"  # an Exif item that says nothing
_MANY = 10_000  # items or extents: more is no picture

Span = tuple[int, int]


def is_one(data: bytes) -> bool:
    """Do the bytes begin as an AVIF does?"""
    if data[4:8] != b"ftyp":
        return False
    size = int.from_bytes(data[:4], "big")
    return any(brand in (b"avif", b"avis") for brand in _brands(data[8 : min(size, 512)]))


def _brands(data: bytes) -> list[bytes]:
    return [data[at : at + 4] for at in range(0, len(data), 4) if at != 4]


@dataclass
class _Meta:
    """What the meta box says, as far as it matters here."""

    primary: int = 0
    kinds: dict[int, bytes] = field(default_factory=dict)  # item -> its type
    spans: dict[int, list[Span]] = field(default_factory=dict)  # item -> where its bytes stand
    properties: list[tuple[bytes, Span]] = field(default_factory=list)
    owned: dict[int, list[int]] = field(default_factory=dict)  # item -> its properties
    idat: int = 0
    strange: list[Span] = field(default_factory=list)


def read(data: bytes) -> tuple[Picture, bytes]:
    """The picture, and its bytes with Exif, XMP and boxes that are not known blanked."""
    bare = bytearray(data)
    found: _Meta | None = None
    end, place = 0, (0, 0)
    stores: list[Span] = []
    film = False  # its frames are no items
    for kind, start, stop in _boxes(data, 0, len(data)):
        end = stop
        film |= kind in (b"moov", b"moof")
        if kind == b"meta" and found is None:
            found, place = _meta(data, start, stop), (start, stop)
        elif kind == b"mdat":
            stores.append((start, stop))
        elif kind == b"moov":
            for span in _user_data(data, start, stop):
                _blank(bare, span)
        elif kind not in _TOP:
            _blank(bare, (start, stop))
    if found is None:
        raise ValueError("it ends before it says how large it is")
    whole = all(last <= end for spans in found.spans.values() for _, last in spans)
    hidden = [(item, spans) for item, spans in found.spans.items() if found.kinds.get(item) not in _SHOWN]
    if sum(stop - start for _, spans in hidden for start, stop in spans) > len(data):
        raise ValueError("its parts lie one over the other")
    for item, spans in hidden:
        for number, span in enumerate(spans):
            _blank(bare, span, _TIFF if found.kinds.get(item) == b"Exif" and not number else b"")
    unnamed = [] if film else _between(stores, sorted(span for spans in found.spans.values() for span in spans))
    for span in (*found.strange, *unnamed):
        _blank(bare, span)
    if whole:
        del bare[end:]
    again = bytes(bare)
    if not is_one(again) or _size(again, _meta(again, *place)) != _size(data, found):
        raise ValueError("its parts lie one over the other")
    width, height, sideways = _size(data, found)
    if sideways:
        width, height = height, width
    return Picture("avif", width, height, moving=data[8:12] == b"avis", whole=whole), again


def _between(stores: list[Span], named: list[Span]) -> Iterator[Span]:
    """What lies in the stores of bytes and belongs to no item; both come in order."""
    at = 0
    for start, stop in stores:
        while at < len(named) and named[at][0] < stop:
            first, last = named[at]
            yield start, first
            start = max(start, last)
            if last > stop:
                break  # it reaches into the next
            at += 1
        yield start, stop


def _blank(bare: bytearray, span: Span, words: bytes = b"") -> None:
    start, stop = span[0], min(span[1], len(bare))
    if start < stop:
        bare[start:stop] = words[: stop - start].ljust(stop - start, b"\0")


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(kind, where its content starts, where it ends)."""
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, start)
            start += 8
        stop = at + size if size else end
        if stop < start or stop > end:
            return
        yield kind, start, stop
        at = stop


def _meta(data: bytes, start: int, end: int) -> _Meta:
    meta = _Meta()
    boxes = list(_boxes(data, start + 4, end))
    meta.idat = next((first for kind, first, _ in boxes if kind == b"idat"), 0)
    for kind, first, last in boxes:
        if kind == b"pitm":
            (meta.primary,) = struct.unpack_from(">I" if data[first] else ">H", data, first + 4)
        elif kind == b"iinf":
            _items(data, first, last, meta)
        elif kind == b"iloc":
            _places(data, first, last, meta)
        elif kind == b"iprp":
            for inner, a, b in _boxes(data, first, last):
                if inner == b"ipco":
                    meta.properties = [(name, (x, y)) for name, x, y in _boxes(data, a, b)]
                elif inner == b"ipma":
                    _owners(data, a, b, meta)
        elif kind not in _META:
            meta.strange.append((first, last))
    return meta


def _items(data: bytes, start: int, end: int, meta: _Meta) -> None:
    for kind, first, _ in _boxes(data, start + (8 if data[start] else 6), end):
        if kind == b"infe" and data[first] >= 2:
            item, after = (_int(data, first + 4, 2), 6) if data[first] == 2 else (_int(data, first + 4, 4), 8)
            meta.kinds[item] = data[first + after + 2 : first + after + 6]


def _places(data: bytes, start: int, end: int, meta: _Meta) -> None:
    version = data[start]
    offset_size, length_size = data[start + 4] >> 4, data[start + 4] & 15
    base_size, index_size = data[start + 5] >> 4, data[start + 5] & 15 if version else 0
    wide = 4 if version == 2 else 2
    count, at = _int(data, start + 6, wide), start + 6 + wide
    extents = 0
    for _ in range(min(count, _MANY)):
        item, at = _int(data, at, wide), at + wide
        method = 0
        if version:
            method, at = _int(data, at, 2) & 15, at + 2
        at += 2  # the file it stands in: always this one
        base, at = _int(data, at, base_size), at + base_size
        number, at = _int(data, at, 2), at + 2
        extents += number
        if extents > _MANY or at > end:
            raise ValueError("it has more parts than a picture has")
        for _ in range(number):
            at += index_size
            offset, at = _int(data, at, offset_size), at + offset_size
            length, at = _int(data, at, length_size), at + length_size
            first = base + offset + (meta.idat if method == 1 else 0)
            meta.spans.setdefault(item, []).append((first, first + length))


def _owners(data: bytes, start: int, end: int, meta: _Meta) -> None:
    large, wide = data[start + 3] & 1, 4 if data[start] else 2
    count, at = _int(data, start + 4, 4), start + 8
    for _ in range(min(count, _MANY)):
        if at >= end:
            return
        item, number = _int(data, at, wide), data[at + wide]
        at += wide + 1
        for _ in range(number):
            index = _int(data, at, 2) & 0x7FFF if large else data[at] & 0x7F
            meta.owned.setdefault(item, []).append(index)
            at += 2 if large else 1


def _size(data: bytes, meta: _Meta) -> tuple[int, int, bool]:
    """Width and height of the first picture, and whether it lies on its side."""
    size, sideways = (0, 0), False
    for index in meta.owned.get(meta.primary, ()):
        if not 0 < index <= len(meta.properties):
            continue
        kind, (first, _) = meta.properties[index - 1]
        if kind == b"ispe":
            size = struct.unpack_from(">II", data, first + 4)
        elif kind == b"irot":
            sideways = bool(data[first] & 1)
    return *size, sideways


def _user_data(data: bytes, start: int, end: int, depth: int = 0) -> Iterator[Span]:
    """What moving pictures carry beside their frames."""
    for kind, first, last in _boxes(data, start, end):
        if kind in (b"udta", b"meta", b"uuid", b"free", b"skip"):
            yield first, last
        elif kind == b"trak" and not depth:
            yield from _user_data(data, first, last, depth + 1)


def _int(data: bytes, at: int, size: int) -> int:
    if at + size > len(data):
        raise IndexError
    return int.from_bytes(data[at : at + size], "big")
