"""Every text typeset, each only when it was not before.

In: texts with their place, and a function that says where a link leads. Out: ``Typeset`` values, and warnings.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from coranto.cache import Cache, key_of
from coranto.packing import packer, unpacker
from coranto.problems import CorantoError, Problem, stop_on_errors
from coranto.program import program
from coranto.texts import Manuscript, Proof, Resolve, Typeset, Use


def typeset(
    texts: Mapping[str, Manuscript], engine: str, resolve: Resolve, cache: Cache | None = None
) -> tuple[dict[str, Typeset], list[Problem]]:
    """Typeset every text. Raises CorantoError for each that the engine cannot take."""
    from coranto.galley import ENGINES, set_text

    convert = ENGINES[engine]()
    cache = cache or Cache()
    problems: list[Problem] = []
    done: dict[str, Typeset] = {}
    for key, text in texts.items():
        known = _Known(cache, engine, text)
        found = known.find(resolve)
        if found is None:
            try:
                found, asked = set_text(text, convert, resolve)
            except CorantoError as fault:
                problems += fault.problems
                continue
            known.keep(found, asked, resolve)
        done[key] = found.text
        problems += found.problems
    stop_on_errors(problems)
    return done, problems


class _Known:
    """What is remembered of one text: first which addresses it holds, then, for where these lead today, all of it."""

    def __init__(self, cache: Cache, engine: str, text: Manuscript) -> None:
        self._cache = cache
        self._path = text.path
        place = f"{text.path}\0{text.line}"
        self._row = key_of(
            b"addresses", program(), engine.encode(), place.encode("utf-8", "surrogatepass"), text.markdown.encode()
        )

    def find(self, resolve: Resolve) -> Proof | None:
        """The proof, when one is remembered and fits."""
        asked = self._cache.find(self._row)
        if asked is None:
            return None
        try:
            found = self._cache.find(self._proof_row(asked, json.loads(asked), resolve))
            return unpacker(Proof)(json.loads(found)) if found is not None else None
        except (ValueError, TypeError, RecursionError):
            return None

    def keep(self, proof: Proof, asked: list[tuple[str, Use]], resolve: Resolve) -> None:
        """Remember it from now on."""
        listed = json.dumps(asked).encode()
        row = self._proof_row(listed, asked, resolve)
        self._cache.keep("addresses", self._row, listed)
        self._cache.keep("typeset", row, json.dumps(packer(Proof)(proof)).encode())

    def _proof_row(self, listed: bytes, asked: Iterable[Any], resolve: Resolve) -> bytes:
        leads = json.dumps([resolve(written, self._path, use) for written, use in asked]).encode()
        return key_of(b"typeset", self._row, listed, leads)
