"""The text of a page as a scraper or the clipboard leaves it -> one clipping. UTF-8 (BOM allowed)."""

from __future__ import annotations

import re

from coranto.extract import from_text
from coranto.model import Clipping
from coranto.problems import Place, error
from coranto.text import decode

_MARKUP = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<\?xml|<rss|<feed|<opml)", re.IGNORECASE)


def recognise(data: bytes, name: str) -> bool:
    """Text that does not begin like a web page or a feed, and holds no NUL."""
    return b"\x00" not in data[:4096] and not _MARKUP.match(data[:1024].removeprefix(b"\xef\xbb\xbf"))


def read(data: bytes, name: str) -> list[Clipping]:
    """One clipping. Raises CorantoError when the text is not UTF-8 or holds neither a headline nor a story."""
    text, _ = decode(data, name)
    clipping = from_text(text, name)
    if not clipping.title and not clipping.body:
        raise error("no headline and no story were found in this text", Place(name), "copy the whole page")
    return [clipping]
