"""A typeset body as a value, and what tells a view from others. Fetches nothing itself: it is told the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coranto.cache import key_of
from coranto.packing import packer

Pieces = tuple[str, ...]


class Body:
    """Sanitised HTML. Its own links are held apart, so that each page can write them as seen from where it stands.

    ``pieces`` alternates HTML (even places) and addresses in this site (odd places). They may be fetched whenever they
    are asked for, and are not held: most builds only want the ``key``, and all bodies of a large site are more than a
    memory holds. Two bodies of one key have the same pieces.
    """

    __slots__ = ("_full", "_key", "_pieces")

    def __init__(self, pieces: Pieces | Callable[[], Pieces] = ("",), key: bytes = b"", full: bool = True) -> None:
        self._pieces = pieces
        self._key = key
        self._full = full if callable(pieces) else len(pieces) > 1 or bool(pieces[0].strip())

    @property
    def pieces(self) -> Pieces:
        """HTML, an address of ours, HTML, …"""
        return self._pieces() if callable(self._pieces) else self._pieces

    @property
    def key(self) -> bytes:
        """What tells this body from others."""
        if not self._key:
            self._key = key_of(*(piece.encode() for piece in self.pieces)) if self._full else b"none"
        return self._key

    def __reduce__(self) -> tuple[type[Body], tuple[Pieces, bytes, bool]]:
        """As it is sent to another process: whole."""
        return Body, (self.pieces, self._key, self._full)

    def html(self, link: Callable[[str], str]) -> str:
        """The HTML, each address of ours written by ``link`` (which must return text fit for an attribute)."""
        return "".join(link(piece) if place % 2 else piece for place, piece in enumerate(self.pieces))

    def __bool__(self) -> bool:
        return self._full

    def __str__(self) -> str:
        raise TypeError("a body is written through the filter html")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Body) and self.pieces == other.pieces

    def __hash__(self) -> int:
        return hash(self.pieces)


def _named(value: Any) -> str:
    """A body stands for itself by its key."""
    if isinstance(value, Body):
        return value.key.hex()
    raise TypeError(f"{value!r} has no key")


pack_view = packer(_named)
"""A view, or a part of one -> bytes that tell it from others."""
