"""What a picture file is: its bytes in; format, size as shown, and the same bytes without all that is no picture out.

PNG, JPEG, GIF, WebP and AVIF, one module each, told by their first bytes and not by their names. Nothing is decoded,
so that a small file that claims to be huge costs nothing. Bytes that are wrong are a ValueError that says what is
wrong, in words that follow "this picture cannot be shown: ". Never reads a file.
"""

from __future__ import annotations

import struct

from coranto.pictures import avif, gif, jpeg, png, webp
from coranto.pictures.picture import Picture

__all__ = ["MOST", "TYPES", "Picture", "read"]

MOST = 40_000_000  # pixels
TYPES = {each: f"image/{each}" for each in ("png", "jpeg", "gif", "webp", "avif")}
"""Format -> media type."""

_READERS = (png, jpeg, gif, webp, avif)


def read(data: bytes) -> tuple[Picture, bytes]:
    """A picture, and its bytes without Exif, XMP, comments, previews and what follows its end.

    Nothing of the picture itself changes: how it has to be turned stays noted in it. Raises ValueError.
    """
    reader = next((each for each in _READERS if each.is_one(data)), None)
    if reader is None:
        raise ValueError("it is no PNG, JPEG, GIF, WebP or AVIF file")
    try:
        picture, bare = reader.read(data)
    except (struct.error, IndexError):
        raise ValueError("it ends before it says how large it is") from None
    if not picture.width or not picture.height:
        raise ValueError("it says that it has no width or no height")
    if picture.width * picture.height > MOST:
        raise ValueError(f"{picture.width} × {picture.height} pixels are more than {MOST // 10**6} megapixels")
    return picture, bare
