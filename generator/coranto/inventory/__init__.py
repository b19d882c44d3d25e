"""What a built folder holds, as values: a folder in, an ``Inventory`` out. Judges nothing that takes two files to see.

Nothing in it is believed: links and pipes are not followed, files are read up to a limit, each in a process that ends
when one takes too long. What a file says of others is looked up in the list of all of them, never on the disk.

    facts       the values
    addresses   where an address leads
    html, feeds, styles    one kind of file each
    traces      words that may stand nowhere
    manifests   manifest.json
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from coranto.files import read_bytes, regular_entries
from coranto.hands import End, Hands
from coranto.inventory.addresses import Ground, named
from coranto.inventory.facts import Fault, Feed, Inventory, Page, Paper
from coranto.inventory.feeds import Body, read_json, read_xml
from coranto.inventory.html import Owed, read_page, read_words
from coranto.inventory.styles import read_robots, read_styles
from coranto.inventory.traces import Haystack, plain
from coranto.packing import pack, unpack
from coranto.problems import CorantoError, Problem

LIMIT = 16_000_000  # bytes of a file that is read
SECONDS = 20  # for one file
READ = (".html", ".htm", ".css", ".xml", ".rss", ".atom", ".opml", ".json", ".txt")
_KINDS: tuple[type[Page | Feed | Paper], ...] = (Page, Feed, Paper)
_HERE = re.compile(r"https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?![\w.-])[^\s\"'<>)]{0,80}", re.IGNORECASE)
_HOSTS = (b"localhost", b"127.0.0.1", b"0.0.0.0", b"[::1]")
_PREVIEW = b"/theme/preview/"


def take(
    folder: Path, name: str, base_url: str, owed: Owed, haystack: Haystack, hands: Hands
) -> tuple[Inventory, list[Problem]]:
    """Everything in the folder, and what is left out of it. ``name`` is what it is called in problems."""
    problems: list[Problem] = []
    sizes = {path: told.st_size for path, told in regular_entries(folder, name, problems)}
    hidden = regular_entries(folder / ".well-known", f"{name}/.well-known", [])
    sizes |= {f".well-known/{path}": told.st_size for path, told in hidden}
    ground = Ground(frozenset(sizes), base_url)
    paths = [path for path in sizes if path.lower().endswith(READ) and path != "manifest.json"]
    words = lru_cache(4_000)(read_words)  # an item stands in many feeds

    def look(number: int) -> bytes:
        path = paths[number]
        try:
            data = read_bytes(folder / path, path, LIMIT)
        except CorantoError as fault:
            return _packed(Paper(path, faults=(Fault("files", fault.problems[0].message),)))
        if len(data) > LIMIT:
            message = f"larger than {LIMIT // 1_000_000} MB: it was not looked at"
            return _packed(Paper(path, faults=(Fault("files", message, severity="warning"),)))
        found = _read(path, data, ground, owed, words)
        return _packed(replace(found, faults=(*found.faults, *_traces(path, data, found, haystack, base_url))))

    faults: list[tuple[str, Fault]] = []
    files: dict[type, dict[str, Page | Feed | Paper]] = {kind: {} for kind in _KINDS}
    for number, seen in hands.each(len(paths), look, "check", SECONDS):
        if isinstance(seen, End):
            message = f"it took longer than {SECONDS} seconds to read" if seen is End.LATE else "it cannot be read"
            faults.append((paths[number], Fault("files", message)))
            continue
        kind = _KINDS[seen[0]]
        files[kind][paths[number]] = unpack(kind, seen[1:])
    pages, feeds, papers = ({path: files[kind][path] for path in sorted(files[kind])} for kind in _KINDS)
    return Inventory(sizes, pages, feeds, papers, tuple(sorted(faults, key=lambda each: each[0]))), problems  # type: ignore[arg-type]  # each is of its kind


def _packed(found: Page | Feed | Paper) -> bytes:
    return bytes([_KINDS.index(type(found))]) + pack(found)


def _read(path: str, data: bytes, ground: Ground, owed: Owed, words: Body) -> Page | Feed | Paper:
    """One file, by the kind that its name says."""
    ending = path.lower().rpartition(".")[2]
    if ending in ("html", "htm"):
        return read_page(path, data, ground, owed)
    if ending == "css":
        return read_styles(path, data, ground)
    if ending == "json":
        return read_json(path, data, words)
    if path == "robots.txt":
        return read_robots(path, data, ground)
    return Paper(path) if ending == "txt" else read_xml(path, data, ground, words)


def _traces(path: str, data: bytes, found: Page | Feed | Paper, haystack: Haystack, base_url: str) -> list[Fault]:
    """What must not stand in any file. A base_url that leads to this machine is told once, elsewhere."""
    local = any(host in data for host in _HOSTS)
    if not local and _PREVIEW not in data and not haystack.near(data):
        return []
    text = plain(path, data)
    faults = []
    told: set[str] = set()
    for needle in haystack.found(text):
        if needle.path not in told:
            told.add(needle.path)
            message = f"{needle.what} of {needle.path} stands in it, which is not out"
            line = _line(data, needle.words)
            faults.append(Fault("traces", message, line, "run coranto build anew, without --drafts", needle.words))
    linked = any("the machine of whoever reads it" in fault.message for fault in found.faults)
    for address in dict.fromkeys(_HERE.findall(text) if local and not linked else ()):
        if base_url and address.startswith(base_url):
            continue
        message = f"{named(address)} leads to the machine of whoever reads it"
        faults.append(Fault("traces", message, _line(data, address), _BUILD, address))
    if _PREVIEW in data and path.endswith((".html", ".css")):
        line = _line(data, _PREVIEW.decode())
        faults.append(Fault("traces", "the files of the preview's theme are in it", line, _BUILD))
    return faults


_BUILD = "publish what coranto build has made, not the preview"


def _line(data: bytes, words: str) -> int:
    """The line of a file on which words begin; 0 where they are not written as they are meant."""
    at = data.find(words.encode("utf-8", "replace"))
    return data.count(b"\n", 0, at) + 1 if at >= 0 else 0
