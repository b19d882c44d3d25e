"""manifest.json in ``output/``: which files are ours, and their sums. The only word on what may be deleted."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from json.encoder import encode_basestring as quoted
from pathlib import Path

from coranto.files import read_bytes
from coranto.publish.record import Sum

MANIFEST = "manifest.json"
HALVES = re.compile("[\ud800-\udfff]")


def write_manifest(sums: Mapping[str, Sum], ids: Mapping[str, str]) -> bytes:
    """What is ours: path -> size and hash; and the id of every published article -> its address. A line for each, put
    together by hand: the library takes ten times as long where lines are asked for."""
    files = [f'  {quoted(path)}: {{"size": {(told := sums[path])[0]}, "sha256": "{told[1]}"}}' for path in sorted(sums)]
    known = [f"  {quoted(name)}: {quoted(ids[name])}" for name in sorted(ids)]
    text = ('{\n "version": 1,\n "files": ', *_block(files), ',\n "ids": ', *_block(known), "\n}\n")
    return "".join(text).encode("utf-8")


def _block(lines: list[str]) -> tuple[str, ...]:
    return ("{\n", ",\n".join(lines), "\n }") if lines else ("{}",)


def read_manifest(folder: Path, known: Sum | None = None) -> dict[str, Sum]:
    """The files that the folder's manifest says we made, and the manifest. A missing or damaged one owns nothing: a
    file it does not name is never deleted. Unless it is the one ``known`` to be ours, paths that lead outside are not
    believed. Raises when there is one that cannot be read."""
    path = folder / MANIFEST
    if path.is_symlink() or not path.is_file():
        return {}
    return believed(read_bytes(path, str(path)), known)


def believed(data: bytes, known: Sum | None = None) -> dict[str, Sum]:
    """The same for the bytes of a manifest."""
    own = (len(data), hashlib.sha256(data).hexdigest())
    try:
        files = json.loads(data)["files"]
        if own == known:
            ours = {path: (told["size"], told["sha256"]) for path, told in files.items()}
        else:
            ours = {path: _sum(told) for path, told in files.items() if _inside(path)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return ours | {MANIFEST: own}


def _sum(told: object) -> Sum:
    if isinstance(told, dict) and isinstance(told.get("size"), int) and isinstance(told.get("sha256"), str):
        return told["size"], told["sha256"]
    return -1, ""


def _inside(path: str) -> bool:
    return (
        "\\" not in path
        and "\0" not in path
        and {"", ".", ".."}.isdisjoint(path.split("/"))
        and not HALVES.search(path)  # no name of ours, and nothing that could be written down again
    )
