"""PNG, as in its third edition: chunks, each with a check sum."""

from __future__ import annotations

import struct
import zlib

from coranto.pictures import exif
from coranto.pictures.picture import Picture

_SIGN = b"\x89PNG\r\n\x1a\n"
_NEEDED = (b"IHDR", b"PLTE", b"IDAT")
_KEPT = {
    *_NEEDED,
    *(b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"cICP", b"mDCV", b"cLLI"),
    *(b"acTL", b"fcTL", b"fdAT"),
}


def is_one(data: bytes) -> bool:
    """Do the bytes begin as a PNG does?"""
    return data.startswith(_SIGN)


def read(data: bytes) -> tuple[Picture, bytes]:
    """The picture, and its bytes without texts, times and Exif."""
    if data[8:16] != b"\0\0\0\x0dIHDR":
        raise ValueError("this PNG does not begin with its size")
    width, height = struct.unpack_from(">II", data, 16)
    turned, moving, drawn, ended, sound = 1, False, False, False, True
    kept = [_SIGN]
    at = len(_SIGN)
    while at + 12 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + size
        if end > len(data):
            break
        if kind == b"IEND":
            ended = True
            break
        if kind in _NEEDED:
            sound &= zlib.crc32(data[at + 4 : end - 4]) == int.from_bytes(data[end - 4 : end], "big")
        drawn |= kind == b"IDAT"
        moving |= kind == b"acTL"
        if kind == b"eXIf":
            turned = exif.turned(data[at + 8 : end - 4])
        if kind in _KEPT:
            kept.append(data[at:end])
        at = end
    if turned != 1:
        kept.insert(2, _chunk(b"eXIf", exif.only(turned)))
    if ended:
        kept.append(_chunk(b"IEND", b""))
    elif data[at + 4 : at + 8] in _KEPT:  # as far as it goes
        kept.append(data[at:])
    picture = Picture("png", width, height, moving=moving, whole=ended and drawn and sound)
    return picture.turn(turned), b"".join(kept)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
