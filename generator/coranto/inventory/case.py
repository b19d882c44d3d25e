"""What a check judges: the built folder, what it was made of, and what was published before. Made once, read by all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from coranto.config import Config
from coranto.curation import Digest
from coranto.files import read_bytes
from coranto.inventory.addresses import Ground
from coranto.inventory.facts import Fault, Inventory, Manifest
from coranto.language import Language
from coranto.model import Article, Content, Edition, FreePage, Record
from coranto.permalinks import absolute, encode
from coranto.problems import CorantoError, Place, Problem
from coranto.text import one_line
from coranto.theme import Theme

LARGEST = 4_000_000  # bytes of a file in content/


@dataclass(frozen=True)
class Case:
    """``name`` is what the folder is called; ``origins``: path -> the file, or the words, that it is made of;
    ``built``: what the build itself has said; ``sums``: path -> sha256, of what a build would make now; ``here`` is the
    folder's own manifest, ``before`` the one that was published last."""

    root: Path
    name: str
    config: Config
    content: Content
    digest: Digest
    inventory: Inventory
    origins: Mapping[str, str]
    sums: Mapping[str, str]
    built: tuple[Problem, ...]
    theme: Theme
    language: Language
    here: Manifest | None
    before: Manifest | None
    now: datetime

    def faults(self, kind: str) -> Iterator[tuple[str, Fault]]:
        """The faults of single files, of one kind of check."""
        held = self.inventory
        found = (held.pages, held.feeds, held.papers)
        every = ((path, fault) for files in found for path, each in files.items() for fault in each.faults)
        yield from ((path, fault) for path, fault in (*every, *held.faults) if fault.kind == kind)

    def problem(self, path: str, fault: Fault) -> Problem:
        """A fault of one file as a finding."""
        place = self.place(path, fault.line, fault.said)
        return Problem(fault.message, place, fault.hint, severity=fault.severity, kind=fault.kind)

    def place(self, path: str, line: int = 0, words: str = "") -> Place:
        """A line of a built file; rather that of the text it is made of, where ``words`` stand there."""
        origin = self.origins.get(path, "")
        if words and origin.endswith(".md"):
            at = self.line(origin, re.escape(words))
            if at:
                return Place(origin, at)
        return Place(f"{self.name}/{path}", line)

    def article_place(self, article: Article, key: str) -> Place:
        """Where an article's front matter has a key; its first line where it has not."""
        return Place(article.path, self.line(article.path, rf"^{key}\s*:") or 1)

    def line(self, path: str, pattern: str) -> int:
        """The first line of a file in content/ that a pattern is found on; 0: none."""
        text = self.text(path)
        found = re.search(pattern, text, re.MULTILINE)
        return text.count("\n", 0, found.start()) + 1 if found else 0

    def text(self, path: str) -> str:
        """A file of the site's own, as it stands; nothing where it cannot be read."""
        try:
            data = read_bytes(self.root / path, path, LARGEST)
        except CorantoError:
            return ""
        return data.decode("utf-8", "replace").replace("\r\n", "\n")

    def says(self, words: str) -> bool:
        """Does a text that is out say these words itself?"""
        return words in self._out

    @cached_property
    def _out(self) -> str:
        digest = self.digest
        shown: tuple[Article | Edition | FreePage | Record, ...] = (*digest.articles, *digest.retracted)
        shown += (*digest.editions, *digest.pages, *self.content.records)
        paths = [each.path for each in shown]
        return one_line("\n".join([*map(self.text, paths), self.text("config.yaml")]))

    @cached_property
    def ground(self) -> Ground:
        """Where addresses lead."""
        return Ground(frozenset(self.inventory.sizes), self.config.base_url)

    def address(self, path: str) -> str:
        """The public address of a file."""
        shown = path[: -len("index.html")] if path == "index.html" or path.endswith("/index.html") else path
        return absolute("/" + encode(shown), self.config.base_url)
