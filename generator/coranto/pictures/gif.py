"""GIF: blocks, made of pieces of 255 bytes at most."""

from __future__ import annotations

import struct

from coranto.pictures.picture import Picture

_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_TIMES = 0xF9


def is_one(data: bytes) -> bool:
    """Do the bytes begin as a GIF does?"""
    return data[:6] in (b"GIF87a", b"GIF89a")


def read(data: bytes) -> tuple[Picture, bytes]:
    """The picture, and its bytes without comments and XMP."""
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + _table(flags)
    kept = [data[:at]]
    frames, whole = 0, False
    while at < len(data):
        start, sign = at, data[at]
        if sign == 0x3B:
            kept.append(data[at : at + 1])
            whole = frames > 0
            break
        if sign == 0x2C and at + 10 < len(data):
            at = _over(data, at + 11 + _table(data[at + 9]))
            keep = True
            frames += 1
        elif sign == 0x21 and at + 2 < len(data):
            keep = data[at + 1] == _TIMES or (data[at + 1] == 0xFF and data[at + 3 : at + 14] in _LOOPS)
            at = _over(data, at + 2)
        else:
            break
        if at > len(data):
            kept.append(data[start:] if keep else b"")
            break
        if keep:
            kept.append(data[start:at])
    return Picture("gif", width, height, moving=frames > 1, whole=whole), b"".join(kept)


def _table(flags: int) -> int:
    """How long a table of colours is."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _over(data: bytes, at: int) -> int:
    """Where the pieces end that begin here; beyond the end of the bytes when they do not."""
    while at < len(data):
        size = data[at]
        at += 1 + size
        if not size:
            return at
    return len(data) + 1
