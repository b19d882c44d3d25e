"""The text of a page as a scraper or the clipboard leaves it -> one clipping. UTF-8, or UTF-16 with its mark."""

from __future__ import annotations

import codecs
import re

from coranto.extract import from_text
from coranto.model import Reading
from coranto.problems import Place, error
from coranto.text import decode

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARKUP = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<\?xml|<rss|<feed|<opml)", re.IGNORECASE)


def recognise(data: bytes, name: str) -> bool:
    """Text that does not begin like a web page or a feed, and holds no NUL."""
    head = data[:4096].removeprefix(codecs.BOM_UTF8)
    return data.startswith(UTF16) or (b"\x00" not in head and not _MARKUP.match(head))


def read(data: bytes, name: str, limit: int) -> Reading:
    """One clipping. Raises CorantoError when the text is not UTF-8 or holds neither a headline nor a story."""
    if data.startswith(UTF16):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    text, _ = decode(data, name)
    clipping = from_text(text, name)
    if not clipping.title and not clipping.body:
        hint = "copy the whole page; for a note of your own: coranto new article"
        raise error("no headline and no story were found in this text", Place(name), hint)
    return Reading((clipping,))
