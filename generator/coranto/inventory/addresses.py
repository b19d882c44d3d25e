"""Where an address in a built file leads: text in; a file of the site, the world outside, or nowhere out.

Reads nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from posixpath import dirname
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from coranto.permalinks import encode
from coranto.text import shorten

_PLAIN = re.compile(r"(?:\.\./)*(?:\./)?([a-z0-9][a-z0-9/_-]*(?:\.[a-z0-9]+)?)?", re.ASCII)  # nearly all are
HERE = re.compile(r"localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1\]?|.+\.local(?:host)?", re.IGNORECASE)
"""Names of the machine of whoever asks."""


@dataclass(frozen=True, slots=True)
class Led:
    """Where an address leads. ``target`` is a path of ours; ``fault`` says why there is nothing at it."""

    where: Literal["ours", "out", "other", "nowhere"]
    target: str = ""
    fragment: str = ""
    fault: str = ""
    hint: str = ""


@dataclass
class Ground:
    """The files of a site, and the address it is built for (empty: not known)."""

    files: Collection[str]
    base_url: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        self.host = (parts.scheme, parts.netloc)
        self.root = parts.path or "/"
        self.known: dict[str, Led] = {}
        self.whole: dict[str, Led] = {}

    @cached_property
    def folded(self) -> dict[str, str]:
        """Paths by what they are but for case and Unicode form."""
        return {_folded(path): path for path in self.files}

    @cached_property
    def folders(self) -> frozenset[str]:
        """The folders that have a page."""
        return frozenset(path[: -len("/index.html")] for path in self.files if path.endswith("/index.html"))

    def lead(self, url: str, page: str) -> Led:
        """Where an address that stands in the file ``page`` leads."""
        plain = _PLAIN.fullmatch(url)
        if plain and url:
            climb = url.count("../")
            folders = page.split("/")[:-1]
            if climb <= len(folders):
                kept = "/".join(folders[: len(folders) - climb])
                rest = plain[1] or ""
                return self._at(f"{kept}/{rest}" if kept else rest)
        found = self.whole.get(url)
        if found is None:
            found = self._odd(url, page)
            if "://" in url:  # it leads there from anywhere
                self.whole[url] = found
        return found

    def _odd(self, url: str, page: str) -> Led:
        text = url.strip()
        if text.startswith("#"):
            return Led("ours", page, _unquoted(text[1:]))
        try:
            parts = urlsplit(text)
            if parts.scheme and parts.scheme not in ("http", "https"):
                return Led("other")
            base = self.base_url or "https://site.invalid/"
            whole = urljoin(base + encode(page), text)
            there = urlsplit(whole)
            name = there.hostname or ""
            there.port  # noqa: B018 (raises where it is none)
        except ValueError:
            return Led("nowhere", fault="is no address")
        if not name:
            return Led("nowhere", fault="is no address")
        home = urlsplit(base)
        if there.netloc != home.netloc:
            if HERE.fullmatch(name):
                return Led("nowhere", fault="leads to the machine of whoever reads it", hint=_PREVIEW)
            return Led("out")
        if there.scheme != home.scheme:
            return Led("nowhere", fault=f"is written with {there.scheme}:, the site with {home.scheme}:")
        climbs = not parts.netloc and not text.startswith("/") and _climbs(parts.path, page)
        if climbs or not there.path.startswith(home.path):
            hint = f"the site is built for {home.path}: links must stay below it"
            return Led("nowhere", fault="leads out of the site's own folder", hint=hint)
        led = self._at(_unquoted(there.path[len(home.path) :]))
        return Led(led.where, led.target, _unquoted(there.fragment), led.fault, led.hint)

    def _at(self, path: str) -> Led:
        found = self.known.get(path)
        if found is None:
            found = self.known[path] = self._sought(path)
        return found

    def _sought(self, path: str) -> Led:
        target = f"{path}index.html" if not path or path.endswith("/") else path
        if target in self.files:
            return Led("ours", target)
        if target in self.folders:
            return Led("ours", f"{target}/index.html", fault="slash")
        near = self.folded.get(_folded(target))
        if near:
            return Led("nowhere", fault=f"is there only as {near!r}: names differ by case or Unicode form")
        return Led("nowhere", fault="leads to nothing in this site")


_PREVIEW = "publish what `coranto build` has made, not the preview"


def _climbs(written: str, page: str) -> bool:
    """Does a relative path go higher than the site's own folder at any point?"""
    depth = len([part for part in dirname(page).split("/") if part])
    for part in written.split("/")[:-1] + ([".."] if written.endswith("..") else []):
        depth += -1 if part == ".." else 0 if part in ("", ".") else 1
        if depth < 0:
            return True
    return False


def _unquoted(text: str) -> str:
    return unquote(text, errors="surrogateescape")


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def named(url: str) -> str:
    """An address as findings name it."""
    return repr(shorten(url, 200))
