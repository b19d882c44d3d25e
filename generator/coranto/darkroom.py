"""Pictures in other sizes and formats: bytes in, bytes out, by pillow, which is spoken to here and nowhere else.

It comes with the extra ``images``; without it ``ready`` is empty and nothing else here is called. What is developed has
been read before (``pictures``), so that its size is known before anything is decoded. The same bytes and wishes give
the same bytes with the same pillow. Never reads or writes a file.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coranto.cache import key_of
from coranto.pictures import MOST, Picture

if TYPE_CHECKING:
    from PIL.Image import Image

SCALED = ("jpeg", "png", "webp", "avif")  # a GIF is copied: it is small, or moves


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to become of a picture."""

    format: str
    width: int
    height: int
    quality: int


@cache
def ready() -> str:
    """The version of pillow; empty when there is none."""
    try:
        return version("pillow") if find_spec("PIL") else ""
    except PackageNotFoundError:
        return ""


@cache
def recipe() -> bytes:
    """What the result depends on beside picture and wish: pillow, and what is said to it below."""
    return key_of(ready().encode(), Path(__file__).read_bytes())


@cache
def makes(format: str) -> bool:
    """Can this format be written here? AVIF comes with some builds of pillow only."""
    if format not in SCALED or not ready():
        return False
    from PIL import features

    return format in ("jpeg", "png") or bool(features.check(format))


def develop(data: bytes, picture: Picture, wishes: Sequence[Wish]) -> list[bytes]:
    """The picture as each wish wants it, turned as it is shown and with nothing noted in it but its colours.

    Raises ValueError when its bytes are not what they say they are.
    """
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what pillow doubts shows when it fails
            with Image.open(io.BytesIO(data), formats=[picture.format.upper()]) as opened:
                if opened.size not in ((picture.width, picture.height), (picture.height, picture.width)):
                    raise ValueError("its size is not clear")
                _hasten(opened, wishes)
                whole = _colours(ImageOps.exif_transpose(opened))
            return [_one(whole, picture, wish) for wish in wishes]
    except Exception as fault:  # decoders raise what they like
        raise ValueError(f"it cannot be decoded ({type(fault).__name__})") from None


def _hasten(opened: Image, wishes: Sequence[Wish]) -> None:
    """Let a JPEG be decoded no larger than twice what is wanted of it."""
    longest = 2 * max(max(wish.width, wish.height) for wish in wishes)
    opened.draft(None, (longest, longest))


def _colours(whole: Image) -> Image:
    """Eight bits a channel: grey, RGB or RGBA."""
    if whole.mode.startswith("I") or whole.mode == "F":
        return whole.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if whole.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in whole.info:
        alpha = whole.mode != "P" or "transparency" in whole.info
        return whole.convert("RGBA" if alpha else "RGB")
    return whole if whole.mode in ("L", "RGB", "RGBA") else whole.convert("RGB")


def _one(whole: Image, picture: Picture, wish: Wish) -> bytes:
    from PIL.Image import Resampling

    size = (wish.width, wish.height)
    scaled = whole if whole.size == size else whole.resize(size, Resampling.LANCZOS, reducing_gap=3.0)
    lossy: dict[str, Any] = {"quality": wish.quality, "method": 4}
    ways: dict[str, list[dict[str, Any]]] = {  # a PNG is drawn or photographed: the smaller file tells
        "jpeg": [{"quality": wish.quality, "optimize": True, "progressive": True}],
        "png": [{"compress_level": 9}],
        "webp": [{"lossless": True}, lossy] if picture.format == "png" else [lossy],
        "avif": [{"quality": wish.quality, "speed": 6, "max_threads": 1}],
    }
    profile = whole.info.get("icc_profile") if whole.mode in ("RGB", "RGBA") and not _printed(whole) else None
    clean = scaled.copy()
    clean.info = {}
    made = []
    for way in ways[wish.format]:
        out = io.BytesIO()
        clean.save(out, wish.format.upper(), icc_profile=profile, exif=b"", **way)
        made.append(out.getvalue())
    return min(made, key=len)


def _printed(whole: Image) -> bool:
    """Is its profile one for other colours than it has here?"""
    profile = whole.info.get("icc_profile") or b""
    return bool(profile[16:20] != b"RGB ")
