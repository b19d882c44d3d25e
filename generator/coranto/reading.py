"""The bytes of one input in, what it holds out. No files, no network, no clock."""

from __future__ import annotations

import re

from coranto.importers import IMPORTERS, Importer
from coranto.model import Reading
from coranto.problems import Place, error

_ARTICLE = re.compile(rb"(?:\xef\xbb\xbf)?---\r?\n(?:[^\n]*\n){0,400}?imported:")


def read(data: bytes, name: str, limit: int, added: tuple[Importer, ...] = ()) -> Reading:
    """What the first importer that recognises the bytes makes of them; those ``added`` are asked first. Raises
    CorantoError when there is nothing."""
    if not data.strip():
        raise error("there is nothing in it", Place(name))
    if _ARTICLE.match(data):
        raise error("this is an article already", Place(name), "move it into content/articles/")
    for importer in (*added, *IMPORTERS):
        if importer.recognise(data, name):
            return importer.read(data, name, limit)
    hint = "pages, their text, feeds and lists of feeds are read"
    raise error("this is nothing that can be read", Place(name), hint)
