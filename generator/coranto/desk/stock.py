"""All that lies in content/, as the desk knows it: read once, and again only what has changed since.

In: a site's folder, and what the last build has read already. Out: articles with their file's stamp, editions, records,
and what cannot be read. It may be behind by the blink of an eye, so nothing that is shown here is ever written back.
"""

from __future__ import annotations

import atexit
import hashlib
import stat
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from watchfiles import watch

from coranto import frontmatter
from coranto.config import Config
from coranto.content import NO_ARTICLES, is_article
from coranto.content.article import read_article
from coranto.content.others import read_edition, read_record
from coranto.fields import Fields
from coranto.files import read_bytes, refuse_links, regular_entries
from coranto.holdings import REJECTED
from coranto.listing import Doubts, doubts_of
from coranto.model import Article, Content, Edition, Record
from coranto.problems import CorantoError, Problem, stop_on_errors
from coranto.stats import Stat, stat_of
from coranto.text import decode, fold


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file of content/ that could be read."""

    name: str
    stat: Stat
    piece: Article | Edition | Record


@dataclass(frozen=True, slots=True)
class Broken:
    """One that could not."""

    name: str
    stat: Stat
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Stock:
    """What there is at one moment. ``broken``: files that cannot be read, and why; ``rejected``: drafts put aside."""

    articles: Mapping[str, Leaf] = field(default_factory=dict)
    editions: tuple[Edition, ...] = ()
    records: tuple[Record, ...] = ()
    broken: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    rejected: tuple[str, ...] = ()

    def article(self, name: str) -> Article | None:
        """The article of a path."""
        found = self.articles.get(name)
        return found.piece if found and isinstance(found.piece, Article) else None

    def all(self) -> Iterator[Article]:
        """Every article."""
        return (leaf.piece for leaf in self.articles.values() if isinstance(leaf.piece, Article))


class Keeper:
    """Keeps the stock. May be asked from several threads, one after the other.

    While it follows the folder, only what has changed is looked at: to ask the file system about ten thousand files
    takes long where a build is at work in another thread.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / "content"
        self._lock = threading.Lock()
        self._follower: threading.Thread | None = None
        self._stop = threading.Event()
        self._files = self._all()
        self._first = dict(self._files)
        self._changed: set[str] = set()
        self._whole = True  # is all to be looked at?
        self._known: dict[str, Leaf | Broken] = {}
        self._doubts: dict[tuple[str, Stat], Doubts] = {}
        self._about: dict[tuple[str, Stat], str] = {}
        self._zone: object = None
        self._stock = Stock()

    def follow(self) -> None:
        """Begin to follow the folder, in a thread."""
        self._follower = threading.Thread(target=self._follow, daemon=True)
        self._follower.start()
        atexit.register(self.close)

    def close(self) -> None:
        """Follow no more."""
        self._stop.set()
        if self._follower is not None:
            self._follower.join(2)
        atexit.unregister(self.close)

    def _follow(self) -> None:
        while not self._stop.is_set():
            if not self._folder.is_dir():
                self._stop.wait(1)
                continue
            for changes in watch(
                self._folder, watch_filter=None, stop_event=self._stop, debounce=100, step=20,
                rust_timeout=500, yield_on_timeout=True, raise_interrupt=False,
            ):  # fmt: skip
                if changes:
                    self.touch(Path(path).relative_to(self._root).as_posix() for _, path in changes)
                if not self._folder.is_dir():
                    break

    def touch(self, names: Iterable[str]) -> None:
        """These have changed, or may have."""
        with self._lock:
            for name in names:
                if name.endswith(".md"):
                    self._changed.add(name)
                elif not name.rpartition("/")[2].startswith(".") or name == REJECTED.rstrip("/"):
                    self._whole = True  # a folder that was moved, or something else with files in it

    def _all(self) -> dict[str, Stat]:
        below = ((f"content/{path}", told) for path, told in regular_entries(self._folder, "content", []))
        folder = self._root / REJECTED
        aside = ((f"{REJECTED}{path}", told) for path, told in regular_entries(folder, REJECTED, []))
        return {name: stat_of(told) for name, told in (*below, *aside) if name.endswith(".md")}

    def _one(self, name: str) -> Stat | None:
        """A file's stamp, where it is one that ``_all`` would name."""
        below = name.removeprefix(REJECTED) if name.startswith(REJECTED) else name.removeprefix("content/")
        if any(part.startswith(".") for part in below.split("/")):
            return None
        try:
            refuse_links(self._root / name, self._root)
            told = (self._root / name).lstat()
        except (OSError, CorantoError):
            return None
        return stat_of(told) if stat.S_ISREG(told.st_mode) else None

    def look(self, config: Config, built: Content | None = None) -> Stock:
        """What there is now. ``built`` is what a build has read, which then need not be read again."""
        with self._lock:
            changed = self._refresh()
            if self._zone != config.timezone:  # moments without a zone are others now
                self._known.clear()
                self._zone, changed = config.timezone, True
            if changed:
                self._stock = self._made(config, built)
            return self._stock

    def _refresh(self) -> bool:
        """Bring the stamps up to date. Has any of them changed?"""
        following = self._follower is not None and self._follower.is_alive()
        changed, self._changed = self._changed, set()
        if self._whole or not following:
            self._whole = False
            files = self._all()
        else:
            files = dict(self._files) if changed else self._files
            for name in changed:
                files.pop(name, None)
                if (found := self._one(name)) is not None:
                    files[name] = found
        before, self._files = self._files, files
        return files != before or not self._known

    def _made(self, config: Config, built: Content | None) -> Stock:
        if built is not None and not self._known:
            self._trust(built)
        known: dict[str, Leaf | Broken] = {}
        for name, stamp in self._files.items():
            if name.startswith(("content/pages/", REJECTED)):
                continue
            old = self._known.get(name)
            known[name] = old if old is not None and old.stat == stamp else self._read(name, stamp, config)
        self._known = known
        pieces = [each for each in known.values() if isinstance(each, Leaf)]
        return Stock(
            articles={each.name: each for each in pieces if isinstance(each.piece, Article)},
            editions=tuple(each.piece for each in pieces if isinstance(each.piece, Edition)),
            records=tuple(each.piece for each in pieces if isinstance(each.piece, Record)),
            broken={each.name: each.problems for each in known.values() if isinstance(each, Broken)},
            rejected=tuple(sorted(name for name in self._files if name.startswith(REJECTED))),
        )

    def _trust(self, built: Content) -> None:
        """Take what the first build has read, where the file is still what it was before that began."""
        pieces: Iterable[Article | Edition | Record] = (*built.articles, *built.editions, *built.records)
        for piece in pieces:
            stamp = self._files.get(piece.path)
            if stamp is not None and self._first.get(piece.path) == stamp:
                self._known[piece.path] = Leaf(piece.path, stamp, piece)

    def _read(self, name: str, stamp: Stat, config: Config) -> Leaf | Broken:
        try:
            text, problems = decode(read_bytes(self._root / name, name), name)
            fields = Fields(frontmatter.split(text, name).fields, problems, "front matter", config.timezone)
            below = name.removeprefix("content/")
            top = below.partition("/")[0]
            piece: Article | Edition | Record
            if is_article(below):
                piece = read_article(name, fields)
            elif top == "editions":
                piece = read_edition(name, fields)
            else:
                assert top in NO_ARTICLES
                piece = read_record(name, top, fields)
            stop_on_errors(problems)
        except CorantoError as fault:
            return Broken(name, stamp, fault.problems)
        return Leaf(name, stamp, piece)

    def doubts(self, leaf: Leaf) -> Doubts:
        """The open doubts of an article; its file is read for them once."""
        assert isinstance(leaf.piece, Article)
        if not leaf.piece.imported.get("doubts"):
            return ()
        key = (leaf.name, leaf.stat)
        if key not in self._doubts:
            try:
                text, _ = decode(read_bytes(self._root / leaf.name, leaf.name), leaf.name)
                document = frontmatter.split(text, leaf.name)
                self._doubts[key] = doubts_of(document.fields.plain(), document.body)
            except CorantoError:
                return ()
        return self._doubts[key]

    def about(self, leaf: Leaf) -> str:
        """What an article's head says, folded, to look for words in."""
        key = (leaf.name, leaf.stat)
        if key not in self._about:
            each = leaf.piece
            assert isinstance(each, Article)
            said = (each.title, each.standfirst, each.summary, each.note, each.source.name, each.section, each.story)
            self._about[key] = fold(" ".join((*said, *each.tags, *each.authors, each.path)))
        return self._about[key]


def digest(data: bytes) -> str:
    """What a form bears of the file that it was made from."""
    return hashlib.sha256(data).hexdigest()[:32]
