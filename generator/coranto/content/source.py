"""What lies in content/: each text as two keys, one of its front matter and one of its body.

A file whose inode, size and times are those of the last time is not read again, and its parts only when they are asked
for. Reads only regular files: links, FIFOs and dotfiles are left alone. Never writes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from coranto import frontmatter
from coranto.cache import Cache, key_of
from coranto.files import LINKED, read_bytes, regular_entries, regular_files
from coranto.packing import pack, unpack
from coranto.problems import CorantoError, Place, Problem, error, warning
from coranto.program import program
from coranto.stats import Stat, before, stat_of
from coranto.text import decode

LARGEST = 16 * 1024 * 1024  # bytes of a text: a long novel is one of them
HELD = 64 * 1024 * 1024  # bytes of texts that stay in memory from their first reading; others are read once more
Parts = tuple[str, str]  # front matter and body


@dataclass(frozen=True, slots=True)
class Text:
    """A Markdown file of content/. ``name`` is its path below the site's root, ``folder`` that root, ``line`` where its
    body begins."""

    name: str
    head: bytes
    body: bytes
    line: int
    folder: Path
    read: tuple[Parts, ...] = field(default=(), compare=False, repr=False)

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / self.name

    def parts(self) -> Parts:
        """Its front matter and its body. Raises CorantoError when they are not what they were a moment ago."""
        if self.read:
            return self.read[0]
        head, body, _, _ = _taken_apart(read_bytes(self.path, self.name, LARGEST), self.name)
        if (_key(head), _key(body)) != (self.head, self.body):
            raise error("this has changed while the site was made", Place(self.name), "build again")
        return head, body

    def markdown(self) -> str:
        """Its body."""
        return self.parts()[1]


@dataclass(frozen=True, slots=True)
class Source:
    """All that lies in content/. ``texts`` by name, and ``fronts``, the keys of their front matter; ``assets`` are the
    files that are no Markdown.

    ``key`` tells whether any of it has changed. ``problems`` says what was left out, or could not be read.
    """

    texts: Mapping[str, Text]
    fronts: Mapping[str, bytes]
    assets: tuple[str, ...]
    key: bytes
    problems: tuple[Problem, ...]


Shelf = dict[str, tuple[Stat, str, str, int]]
"""name -> what the file system said of it, the keys of its parts in hex, and the line of its body."""


def reread(source: Source, root: Path, touched: Iterable[Path]) -> Source | None:
    """A source after some texts of it were edited; None when anything else in content/ may have changed.

    Its key tells it from what it was, and is not that of the same source read as a whole.
    """
    said = {problem.place.path for problem in source.problems if problem.place}
    inside = sorted(path for path in touched if path.is_relative_to(root / "content"))
    changed: dict[str, Text] = {}
    for path in inside:
        name = path.relative_to(root).as_posix()
        if name not in source.texts or name in said:
            return None
        try:
            head, body, line, problems = _taken_apart(read_bytes(path, name, LARGEST), name)
        except CorantoError:
            return None
        if problems:
            return None
        changed[name] = Text(name, _key(head), _key(body), line, root, ((head, body),))
    fronts = {name: text.head for name, text in changed.items() if text.head != source.fronts[name]}
    told = [
        part for text in changed.values() for part in (os.fsencode(text.path), text.head, text.body, b"%d" % text.line)
    ]
    return replace(
        source,
        texts={**source.texts, **changed},
        fronts={**source.fronts, **fronts} if fronts else source.fronts,
        key=key_of(source.key, *told),
    )


def read_source(root: Path, cache: Cache | None = None) -> Source:
    """What ``root/content`` holds. Raises CorantoError when there is none."""
    folder = root / "content"
    if folder.is_symlink():  # to leave it out would be to publish a site of nothing
        raise error("this is a link, and nothing is read through links", Place("content"), LINKED)
    if not folder.is_dir():
        raise error("there is no content/ folder", Place("content"), 'make it: coranto new article "A title"')
    cache = cache or Cache()
    row = key_of(b"shelf", program(), os.fsencode(folder))
    old = before(cache.clock())
    known = _known(cache, row)
    shelf: Shelf = {}
    problems: list[Problem] = []
    texts: dict[str, Text] = {}
    held = 0
    assets: list[str] = []
    parts: list[bytes] = []
    for below, told in regular_entries(folder, "content", problems):
        name = f"content/{below}"
        stat = stat_of(told)
        if below.endswith(".md"):
            found = known.get(name)
            if found is not None and found[0] == stat:
                text = Text(name, bytes.fromhex(found[1]), bytes.fromhex(found[2]), found[3], root)
                shelf[name] = found
            else:
                try:
                    data = read_bytes(folder / below, name, LARGEST)
                    head, body, line, said = _taken_apart(data, name)
                except CorantoError as fault:
                    problems += fault.problems
                    continue
                held += len(data)
                whole = ((head, body),) if held <= HELD else ()
                text = Text(name, _key(head), _key(body), line, root, whole)
                problems += said
                if not said and max(stat[2:]) < old:  # what is wrong with a file is said each time
                    shelf[name] = (stat, text.head.hex(), text.body.hex(), line)
            texts[name] = text
            parts += [name.encode("utf-8", "surrogatepass"), text.head, text.body, str(text.line).encode()]
        elif ".original." not in below.rpartition("/")[2]:  # what `import --keep-original` keeps: never ours to publish
            assets.append(name)
            parts.append(f"{name}\0{stat}".encode("utf-8", "surrogatepass"))
            if cache.folder and max(stat[2:]) >= old:  # too young for its times to tell the next change
                with suppress(CorantoError):
                    parts.append(key_of(read_bytes(folder / below, name)))
            if below.lower().endswith((".md", ".markdown", ".mdown")):
                problems.append(warning("not read: the names of articles end in .md", Place(name)))
    if shelf != known:
        with suppress(OverflowError):  # a time after the year 2554
            cache.keep("shelf", row, pack(shelf), "bodies")
    problems += _beside(root)
    parts += [problem.show().encode("utf-8", "surrogatepass") for problem in problems]
    fronts = {name: text.head for name, text in texts.items()}
    return Source(texts, fronts, tuple(assets), key_of(*parts), tuple(problems))


def _beside(root: Path) -> Iterator[Problem]:
    """What somebody has laid beside content/ that is meant to lie in it."""
    for name, home in (("articles", "articles"), ("posts", "articles"), ("editions", "editions"), ("pages", "pages")):
        if any(path.endswith(".md") for path in regular_files(root / name, name, [])):
            yield warning("not read: texts lie in content/", Place(name), f"move them to content/{home}/")


def _known(cache: Cache, row: bytes) -> Mapping[str, tuple[Stat, str, str, int]]:
    found = cache.find(row, "bodies")
    try:
        shelf: Shelf = unpack(Shelf, found) if found is not None else {}
    except ValueError:
        return {}
    return shelf


def _taken_apart(data: bytes, name: str) -> tuple[str, str, int, list[Problem]]:
    if len(data) > LARGEST:
        raise error(f"larger than {LARGEST // 1024 // 1024} MiB", Place(name), "make several texts of it")
    text, said = decode(data, name)
    head, body, line = frontmatter.fences(text, name)
    return head, body, line, said


def _key(text: str) -> bytes:
    return key_of(text.encode("utf-8", "surrogatepass"))
