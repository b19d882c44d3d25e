"""The bytes of one input in, what it holds out. No files, no network, no clock."""

from __future__ import annotations

import re

from coranto.importers import IMPORTERS, Importer
from coranto.model import Reading
from coranto.problems import Place, error

_ARTICLE = re.compile(  # a head with a date: what only looks like one is text of a page
    rb"(?:\xef\xbb\xbf)?(?:---[ \t]*\r?\n[A-Za-z_][\w-]{0,99}:(?=(?:[^\n]*\n){0,400}?(?:date|imported):)"
    rb"(?:[^\n]*\n){1,400}?---[ \t]*\r?(?:\n|\Z)|\+\+\+[ \t]*\r?\n[\w-]+[ \t]*=)"
)
_COPY = "open it, and copy the whole text of the page"
_SAVE = "save it anew as a web page (HTML only), or copy its text"
STRANGE = (
    (b"%PDF-", "a PDF", _COPY),
    (b"{\\rtf", "a document of a word processor (RTF)", _COPY),
    (b"PK\x03\x04", "a ZIP archive, or a document of a word processor", "unpack it, or open it and copy its text"),
    (b"PK\x05\x06", "an empty ZIP archive", ""),
    (b"\x1f\x8b", "packed with gzip", "unpack it first"),
    (b"\xd0\xcf\x11\xe0", "a document of a word processor", _COPY),
    (b"bplist00", "a web archive of Safari", _SAVE),
    (b"\x89PNG", "a picture", "bring in the page that shows it"),
    (b"\xff\xd8\xff", "a picture", "bring in the page that shows it"),
    (b"GIF8", "a picture", "bring in the page that shows it"),
    (b"SQLite format 3\0", "a database", ""),
)
_MAIL = re.compile(rb"^(?:mime-version|message-id|received|content-type):", re.IGNORECASE | re.MULTILINE)
_HEAD = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{0,60}:|[ \t])")
KINDS = "pages, their text, feeds and lists of feeds are read"


def read(data: bytes, name: str, limit: int, added: tuple[Importer, ...] = ()) -> Reading:
    """What the first importer that recognises the bytes makes of them; those ``added`` are asked first. Raises
    CorantoError when there is nothing."""
    if not data.strip():
        raise error("there is nothing in it", Place(name), "save the page again, or copy its text")
    for importer in added:
        if importer.recognise(data, name):
            return importer.read(data, name, limit)
    if _ARTICLE.match(data):
        hint = "move it into content/articles/; --from brings in the whole site of another generator"
        raise error("this is an article already", Place(name), hint)
    if told := _strange(data):
        raise error(f"this is {told[0]}", Place(name), told[1] or KINDS)
    for importer in IMPORTERS:
        if importer.recognise(data, name):
            return importer.read(data, name, limit)
    odd = ", for it holds NUL characters" if b"\0" in data else ""
    raise error(f"this is nothing that can be read{odd}", Place(name), KINDS)


def _strange(data: bytes) -> tuple[str, str] | None:
    """What it is, and what to do, of a kind that others make and that would pass for odd text."""
    for mark, what, hint in STRANGE:
        if data.startswith(mark):
            return what, hint
    head = data[:8192].replace(b"\r\n", b"\n").lstrip(b"\n").partition(b"\n\n")[0]
    lines = head.split(b"\n")[: None if len(data) <= 8192 else -1]
    if len(lines) > 1 and _MAIL.search(head) and all(map(_HEAD.match, lines)):
        if b"multipart/related" in head.lower():
            return "a page saved as one file (MHTML)", _SAVE
        return "a mail as mail programs keep it", "open it, and copy its text"
    return None
