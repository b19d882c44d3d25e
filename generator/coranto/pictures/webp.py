"""WebP: chunks in a RIFF file."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from coranto.pictures import exif
from coranto.pictures.picture import Picture

_IMAGE = (b"VP8 ", b"VP8L", b"ALPH")
_KEPT = (*_IMAGE, b"VP8X", b"ICCP", b"ANIM", b"ANMF")
_ANIMATION, _XMP, _EXIF = 0x02, 0x04, 0x08  # flags of VP8X


def is_one(data: bytes) -> bool:
    """Do the bytes begin as a WebP does?"""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def read(data: bytes) -> tuple[Picture, bytes]:
    """The picture, and its bytes without Exif, XMP and chunks that are not known."""
    length = struct.unpack_from("<I", data, 4)[0] + 8
    size: tuple[int, int] | None = None
    turned, moving, drawn = 1, False, False
    kept: list[tuple[bytes, bytes]] = []
    end = 12
    for kind, start, stop in _chunks(data, 12, min(length, len(data))):
        end = stop
        size = size or _size(kind, data[start : min(stop, start + 16)])
        drawn |= kind in (b"VP8 ", b"VP8L", b"ANMF")
        moving |= kind in (b"ANIM", b"ANMF")
        if kind == b"EXIF":
            turned = exif.turned(data[start:stop].removeprefix(exif.HEAD))
        elif kind == b"ANMF":
            inner = [(k, data[a:b]) for k, a, b in _chunks(data, start + 16, stop) if k in _IMAGE]
            kept.append((kind, data[start : start + 16] + b"".join(_written(*each) for each in inner)))
        elif kind in _KEPT:
            kept.append((kind, data[start:stop]))
    if size is None:
        raise ValueError("it ends before it says how large it is")
    extended = kept[0][0] == b"VP8X"
    if extended:
        flags = kept[0][1][0] & ~(_XMP | _EXIF) | (_EXIF if turned != 1 else 0)
        kept[0] = (b"VP8X", bytes([flags]) + kept[0][1][1:])
    if turned != 1 and extended:
        kept.append((b"EXIF", exif.only(turned)))
    else:
        turned = 1  # a simple file has no place for it, and nothing looks for it there
    whole = drawn and length <= len(data) and length - end <= 1
    body = b"WEBP" + b"".join(_written(*each) for each in kept)
    bare = b"RIFF" + struct.pack("<I", len(body)) + body
    return Picture("webp", *size, moving=moving, whole=whole).turn(turned), bare


def _chunks(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(kind, where its bytes start, where they end); chunks stand at even places."""
    while at + 8 <= end:
        kind, size = struct.unpack_from("<4sI", data, at)
        start, stop = at + 8, at + 8 + size
        if stop > end:
            yield kind, start, end  # the last one, as far as it goes
            return
        yield kind, start, stop
        at = stop + (size & 1)


def _written(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + (b"\0" if len(data) & 1 else b"")


def _size(kind: bytes, data: bytes) -> tuple[int, int] | None:
    if kind == b"VP8X":
        wide, high = data[4:7], data[7:10]
        if len(high) < 3:
            raise IndexError
        return int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1
    if kind == b"VP8 ":
        if data[3:6] != b"\x9d\x01\x2a":
            raise ValueError("this WebP does not begin with its size")
        wide, high = struct.unpack_from("<HH", data, 6)
        return wide & 0x3FFF, high & 0x3FFF
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None
