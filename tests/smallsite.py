"""A site as one string, for tests.

``-- path --`` heads a file; what follows is its text. A site without config.yaml gets a plain one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import lxml.html

from coranto.build import Order, build, press
from coranto.press import Press
from coranto.publish import Published

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CONFIG = """\
title: Test Digest
base_url: https://example.org/d/
feeds: {id_authority: "example.org,2026"}
"""
_HEAD = re.compile(r"^-- (\S.*?) --\n", re.MULTILINE)


DOT = "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
"""The smallest picture, in characters that are bytes."""


def bytes_of(data: bytes | Path) -> bytes:
    return data if isinstance(data, bytes) else data.read_bytes()


def split_files(text: str) -> dict[str, str]:
    """The files a string describes."""
    pieces = _HEAD.split(text.lstrip("\n"))
    assert not pieces[0].strip(), f"text before the first file: {pieces[0]!r}"
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def article(path: str, title: str = "A title", date: str = "2026-11-20", body: str = "Text.", **fields: str) -> str:
    """One article as a piece of a small site."""
    lines = [f"title: {title}", f"date: {date}", *(f"{key}: {value}" for key, value in fields.items())]
    return f"-- content/{path}.md --\n---\n" + "\n".join(lines) + f"\n---\n\n{body}\n"


@dataclass
class SmallSite:
    """A site in a folder of its own."""

    root: Path

    def write(self, text: str) -> SmallSite:
        """Add or replace files."""
        for path, content in split_files(text).items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8")
        return self

    def order(self, now: datetime = NOW, **more: object) -> Order:
        """An order to build this site."""
        return Order(self.root, now, **more)  # type: ignore[arg-type]  # passed on by name

    def press(self, now: datetime = NOW, **more: object) -> Press:
        """Make the site without writing it."""
        return press(self.order(now, **more))

    def build(self, now: datetime = NOW, **more: object) -> Published:
        """Build into output/."""
        return build(self.order(now, **more)).published

    def files(self, now: datetime = NOW, **more: object) -> dict[str, bytes]:
        """Every output by its path."""
        pressed = self.press(now, **more)
        pages = {page.path: pressed.page(page) for page in pressed.site.pages} if more.get("script") else {}
        return pages | {out.path: out.data() if callable(out.data) else bytes_of(out.data) for out in pressed.outputs}

    def html(self, path: str, now: datetime = NOW, **more: object) -> str:
        """One page."""
        return self.files(now, **more)[path].decode("utf-8")

    def main(self, path: str, now: datetime = NOW, **more: object) -> str:
        """The text of one page's <main>, white space folded."""
        tree = lxml.html.fromstring(self.html(path, now, **more))
        return " ".join(tree.find(".//main").text_content().split())

    def warnings(self, now: datetime = NOW, **more: object) -> list[str]:
        """The messages of a build's warnings."""
        return [problem.message for problem in self.press(now, **more).problems]


def small_site(folder: Path, text: str = "") -> SmallSite:
    """A new site from one string."""
    site = SmallSite(folder)
    (folder / "content").mkdir(parents=True, exist_ok=True)
    site.write(f"-- config.yaml --\n{CONFIG}")
    return site.write(text)
