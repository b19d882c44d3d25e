"""The files of another generator's site: which posts there are, and their texts. Follows no links, runs nothing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from coranto.elsewhere import heads
from coranto.files import read_bytes, regular_files
from coranto.problems import CorantoError, Place, Problem, error, warning
from coranto.text import decode
from coranto.yamltree import parse

LIMIT = 10 * 1024 * 1024  # bytes of one post
SETTINGS = 256 * 1024  # bytes of a file of settings
MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
OTHERS = (".rst", ".html", ".htm", ".adoc", ".asciidoc", ".ad", ".org", ".textile", ".pandoc", ".pdc")  # not read


def text_of(path: Path, name: str, problems: list[Problem], most: int = LIMIT) -> str:
    """A file's text. Raises CorantoError for what is too large or no UTF-8; what is dropped is noted."""
    data = read_bytes(path, name, most)
    if len(data) > most:
        raise error(f"larger than {most // 1024} KiB", Place(name), "this is no post")
    text, said = decode(data, name)
    problems += said
    return text


def files(folder: Path, name: str, problems: list[Problem]) -> Iterator[str]:
    """The files below a folder, but for those in folders that generators keep for themselves."""
    skipped = ("_site/", "public/", "output/", "node_modules/", "vendor/", "resources/", "themes/", "_layouts/")
    return (path for path in regular_files(folder, name, problems) if not path.startswith(skipped))


def is_post(name: str) -> bool:
    """A file that may hold a post, whether its form is read here or not."""
    return name.lower().endswith((*MARKDOWN, *OTHERS))


def refuse_others(name: str) -> None:
    """Raises CorantoError for a post in a form that is not read: lost it must not be."""
    ending = posixpath.splitext(name)[1]
    if ending.lower() in OTHERS:
        hint = "turn it into Markdown first (pandoc does), and import again"
        raise error(f"{ending} is not converted", Place(name), hint)


def settings(folder: Path, names: tuple[str, ...], problems: list[Problem]) -> dict[str, object]:
    """The first of the files of settings that is there, by key in lower case. One that cannot be read is a warning:
    old addresses then are those that the generator gives by default."""
    for name in names:
        path = folder / name
        if not path.is_file():
            continue
        try:
            text = text_of(path, name, problems, SETTINGS)
            if name.endswith(".toml"):
                return heads.toml(text, name)
            return heads.mapping(parse(text, name).plain(), name)
        except CorantoError as fault:
            hint = "old addresses, zone and names are then what is usual there"
            problems += [warning(f"not read: {each.message}", each.place, hint) for each in fault.problems]
            return {}
    return {}


def zone_of(name: object) -> ZoneInfo | None:
    """A time zone by its name; None where there is none of that name."""
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9+_-]+(?:/[A-Za-z0-9+_-]+)*", name):
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None
