"""The text of a page as a scraper or the clipboard leaves it -> one clipping. UTF-8, or UTF-16 with its mark."""

from __future__ import annotations

import codecs
import re

from coranto.extract import from_text
from coranto.model import Reading
from coranto.problems import Place, error
from coranto.text import decode

LIMIT = 10 * 1024 * 1024
NOISE = 0.05  # share of control characters from which on bytes are no text
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARKUP = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<\?xml|<rss|<feed|<opml)", re.IGNORECASE)
_MARKS = re.compile("[\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069]+")


def recognise(data: bytes, name: str) -> bool:
    """Text that does not begin like a web page or a feed, and holds no NUL."""
    head = data[:4096].removeprefix(codecs.BOM_UTF8)
    return data.startswith(UTF16) or (b"\x00" not in head and not _MARKUP.match(head))


def read(data: bytes, name: str, limit: int) -> Reading:
    """One clipping. Raises CorantoError when the text is too large, is no text, or holds no story and no headline."""
    if len(data) > LIMIT:
        raise error(f"larger than {LIMIT // 1024 // 1024} MB", Place(name), "save the article's text alone")
    if data.startswith(UTF16):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    raw = len(data.decode("utf-8", "ignore"))
    text, _ = decode(data, name)
    if not _MARKS.sub("", text).strip():
        raise error("nothing is in it", Place(name), "copy the whole page, headline and byline too")
    if raw - len(text) - data.count(b"\r\n") > NOISE * raw:
        raise error("mostly control characters: this is no text", Place(name), "copy the page's text anew")
    clipping = from_text(text, name)
    if not clipping.title and not clipping.body:
        hint = "copy the whole page; for a note of your own: coranto new article"
        raise error("no headline and no story were found in this text", Place(name), hint)
    return Reading((clipping,))
