"""manifest.json of a site that was built, published, or uploaded last: bytes from outside in, a ``Manifest`` out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from coranto.fetch import Gate
from coranto.files import read_bytes, refuse_links, write_over
from coranto.inventory.facts import Manifest
from coranto.problems import CorantoError, Place, error

NAME = "manifest.json"
LAST = ".coranto/published.json"
JSON = frozenset({"application/json", "text/json", "text/plain", "application/octet-stream"})
ENOUGH = 1_000_000  # files, or ids


def read_manifest(data: bytes, name: str) -> Manifest:
    """What a manifest says. Raises CorantoError when it is none."""
    try:
        found: Any = json.loads(data)
        files, ids = found["files"], found["ids"]
        if len(files) > ENOUGH or len(ids) > ENOUGH:
            raise ValueError
        sums = {str(path): (int(told["size"]), str(told["sha256"])) for path, told in files.items()}
        return Manifest(sums, {str(each): str(url) for each, url in ids.items()})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise error("this is no manifest of a site that Coranto has built", Place(name)) from None


def last_manifest(root: Path) -> Manifest | None:
    """The manifest of the last upload; None when none is known."""
    path = root / LAST
    try:
        refuse_links(path, root)
        return read_manifest(read_bytes(path, LAST), LAST)
    except CorantoError:
        return None


def keep_manifest(root: Path, data: bytes) -> None:
    """Remember what was uploaded. Raises CorantoError when it cannot be written."""
    path = root / LAST
    refuse_links(path, root)
    write_over(path, data)


def fetched_manifest(url: str, gate: Gate) -> Manifest:
    """The manifest of a site that stands at an address. Raises CorantoError when it cannot be had."""
    address = url if url.endswith(NAME) else url.rstrip("/") + "/" + NAME
    return read_manifest(gate.get(address, accept=JSON).data, address)
