"""JPEG: segments, and between them the picture itself."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from coranto.pictures import exif
from coranto.pictures.picture import Picture

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_BARE = {0x01, *range(0xD0, 0xD8)}  # markers without a segment
_PARTS = {*_FRAMES, 0xC4, 0xCC, *range(0xD9, 0xE0)}  # of the picture: tables, scans, and the end
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)  # the marker that ends a scan
_JFIF, _ICC, _ADOBE = (0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe")


def is_one(data: bytes) -> bool:
    """Do the bytes begin as a JPEG does?"""
    return data.startswith(b"\xff\xd8\xff")


def read(data: bytes) -> tuple[Picture, bytes]:
    """The picture, and its bytes without Exif, XMP, IPTC, comments, previews and whatever follows its end."""
    size: tuple[int, int] | None = None
    turned, whole, scanned = 1, False, False
    kept: list[bytes] = []
    for marker, start, end in _segments(data):
        if marker in _FRAMES and size is None:
            size = struct.unpack_from(">HH", data[start + 5 : end])
        if marker == 0xE1 and data.startswith(exif.HEAD, start + 4) and turned == 1:
            turned = exif.turned(data[start + 10 : end])
        scanned |= marker == _SOS
        whole |= marker == _EOI and scanned
        kept.append(_bare(data, marker, start, end))
    if size is None:
        raise ValueError("it ends before it says how large it is")
    note = exif.HEAD + exif.only(turned)
    head = [b"\xff\xd8", b"\xff\xe1" + struct.pack(">H", len(note) + 2) + note if turned != 1 else b""]
    height, width = size
    return Picture("jpeg", width, height, whole=whole).turn(turned), b"".join(head + kept)


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """(marker, where it starts, where it ends): a scan ends where the next marker stands, and all ends with EOI."""
    at = 2
    while (at := data.find(b"\xff", at)) >= 0:
        while at + 1 < len(data) and data[at + 1] == 0xFF:  # fill bytes
            at += 1
        if at + 1 >= len(data):
            return
        marker = data[at + 1]
        if marker == _EOI:
            yield marker, at, at + 2
            return
        if marker == 0 or marker in _BARE or marker == _SOI:
            at += 2
            continue
        if at + 4 > len(data):
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end < at + 4:
            return
        if marker == _SOS:
            found = _NEXT.search(data, end)
            end = found.start() if found else len(data)
        if end > len(data):
            return
        yield marker, at, end
        at = end


def _bare(data: bytes, marker: int, start: int, end: int) -> bytes:
    """A segment as it is kept."""
    if marker in _PARTS:
        return data[start:end]
    if marker == _JFIF[0] and end - start >= 18 and data.startswith(_JFIF[1], start + 4):
        return b"\xff\xe0\0\x10" + data[start + 4 : start + 16] + b"\0\0"  # a small preview could follow
    kept = any(marker == name and data.startswith(sign, start + 4) for name, sign in (_ICC, _ADOBE))
    return data[start:end] if kept else b""
