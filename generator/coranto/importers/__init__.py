"""Where clippings come from: each module here reads one kind of input. What an input is, is found from its bytes.

A member has ``recognise(data, name) -> bool`` and ``read(data, name, limit) -> Reading``, imports no other member, and
is named in ``IMPORTERS``; the first that recognises an input reads it.
"""

from typing import Protocol

from coranto.importers import feed, html, opml, page_text
from coranto.model import Reading


class Importer(Protocol):
    """One kind of input."""

    def recognise(self, data: bytes, name: str) -> bool:
        """Is this input of my kind?"""
        ...

    def read(self, data: bytes, name: str, limit: int) -> Reading:
        """What is in it; of a feed the newest ``limit`` entries. Raises CorantoError when nothing is to be had."""
        ...


IMPORTERS: tuple[Importer, ...] = (opml, feed, html, page_text)
