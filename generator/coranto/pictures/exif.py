"""The one thing that is taken from Exif: how a picture has to be turned. Everything else in it goes."""

from __future__ import annotations

import struct

_ORIENTATION = 0x0112
_SHORT = 3
HEAD = b"Exif\0\0"


def turned(tiff: bytes) -> int:
    """1 to 8, from the TIFF block of an Exif segment; 1 when it does not say, or says nonsense."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(count):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if tag == _ORIENTATION and kind == _SHORT:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def only(turned: int) -> bytes:
    """A TIFF block that says this and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, _SHORT, 1, turned, 0, 0)
