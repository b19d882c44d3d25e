"""Where an address or a reference of an old site leads in the new one. Copies nothing: it tells what has to come along.

In: all posts, and the files they become. Out: addresses as they are to stand in texts.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Mapping
from os.path import normpath
from pathlib import Path
from urllib.parse import unquote

from coranto.elsewhere import urls
from coranto.elsewhere.folder import MARKDOWN
from coranto.elsewhere.post import Old, Post
from coranto.extract.escaping import brackets
from coranto.moves import whole
from coranto.plan.addresses import FILES
from coranto.text import clean, one_line

COPIED = (*FILES, ".svg")


class Links:
    """Where an address leads: to a post's file below ``content``, or to a picture that is to be copied."""

    def __init__(self, posts: list[Post], names: Mapping[str, Path], old: Old, content: Path) -> None:
        self.old = old
        self.origins = {post.origin: f"/{names[post.origin].relative_to(content).as_posix()}" for post in posts}
        ends: defaultdict[str, list[str]] = defaultdict(list)
        for origin in self.origins:
            ends[_stem(origin)].append(origin)
        self.titles = {post.origin: one_line(clean(post.title)) or post.origin for post in posts}
        self.ends = {name: origins[0] for name, origins in ends.items() if len(origins) == 1}
        self.addresses = {
            whole(unquote(address)): self.origins[post.origin]
            for post in posts
            for address in (post.address, *post.aliases)
            if address.startswith("/")
        }

    def refers(self, meant: str, bare: bool) -> str:
        """What is to stand for a reference to a post or a file: its path, or a link with its title; or nothing."""
        name, mark, tail = meant.partition("#")
        name = unquote(name)
        named = [f"{name}{ending}" for ending in ("", *MARKDOWN, "/index.md")]
        named.append(self.ends.get(_stem(name), ""))
        origin = next((each for each in named if each in self.origins), "")
        found = self._file(f"/{name}", None)
        path = self.origins[origin] if origin else found[1] if found else ""
        if bare or not path:
            return f"{path}{mark}{tail}" if path else ""
        return f"[{brackets(self.titles[origin] if origin else posixpath.basename(name))}]({path}{mark}{tail})"

    def leads(self, url: str, picture: bool, post: Post, copies: dict[str, Path]) -> str:
        """The address that is to stand in the new text. A file that has to come along is put into ``copies``."""
        bare, mark, tail = re.match(r"([^?#]*)([?#]?)(.*)", url, re.DOTALL).groups()  # type: ignore[union-attr]  # always
        path = urls.local(bare, self.old.hosts)
        if path and not picture and (file := self.addresses.get(whole(unquote(path)))):
            return f"{file}{mark}{tail}"
        if re.match(r"[a-zA-Z][\w+.-]*:|//|#|$", bare) and not path:
            return url
        beside = not path
        name = unquote(path or bare)
        if not picture and not name.lower().endswith(COPIED):
            return url
        found_at = self._file(name, Path(post.beside) if beside and post.beside else None)
        if found_at is None:
            return url
        shelf, below = found_at
        if beside:
            shelf, below = next(
                ((each, f"/{found.relative_to(each).as_posix()}") for found in (shelf / below.lstrip("/"),)
                 for each in self.old.shelves if found.is_relative_to(each)), found_at)  # fmt: skip
        copies[below] = shelf / below.lstrip("/")
        return below if beside or path != bare else url

    def _file(self, name: str, beside: Path | None) -> tuple[Path, str] | None:
        """A file of the old site: the folder it was looked for in, and its path from there. Never one outside."""
        below = posixpath.normpath("/" + name) if beside is None else posixpath.normpath(name)
        if "\x00" in below or "\\" in below or not below.lower().endswith(COPIED):
            return None
        for shelf in self.old.shelves:
            start = shelf if beside is None else beside
            place = Path(normpath(start / below.lstrip("/")))
            if place.is_relative_to(shelf) and place.is_file() and not place.is_symlink():
                return shelf, "/" + place.relative_to(shelf).as_posix()
        return None


def _stem(origin: str) -> str:
    """The name of a file without its folders and the ending that posts have."""
    name = posixpath.basename(origin)
    return next((name.removesuffix(ending) for ending in MARKDOWN if name.endswith(ending)), name)
