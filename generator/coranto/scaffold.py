"""New files: a site that builds at once, what a host wants, an article, an edition, a page, a record. Never overwrites.

In: a folder or a title, and ``now``. Out: the paths that were written.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from coranto import frontmatter
from coranto.files import refuse_links, write_new
from coranto.problems import Place, error
from coranto.recipes import HOSTS, config_part, recipe
from coranto.text import slugify

STARTER = Path(__file__).parent / "starter"


def init(folder: Path, title: str, now: datetime, host: str = "") -> list[Path]:
    """Lay out a new site in a folder that holds no site yet. ``now`` dates its first article and its feed ids. With a
    ``host`` come the files that this one wants."""
    for name in ("config.yaml", "content"):
        if os.path.lexists(folder / name):
            raise error("a site is here already", Place(str(folder / name)), "give init another folder")
    values = {"@TITLE@": _quoted(title), "@YEAR@": f"{now:%Y}", "@DAY@": f"{now:%Y-%m-%d}"}
    written = []
    sources = [path for path in STARTER.rglob("*") if path.is_file() and not path.is_relative_to(HOSTS)]
    for source in sorted(sources):
        below = source.relative_to(STARTER).as_posix()
        target = folder / below.replace("dot-gitignore", ".gitignore").replace("DAY", values["@DAY@"])
        if target.name == ".gitignore" and target.exists():
            continue  # a clone has one: it is the user's
        text = re.sub("@[A-Z]+@", lambda match: values[match.group()], source.read_text("utf-8"))
        if host and target.name == "config.yaml" and (part := config_part(host, "", title, now)):
            text += f"\n{part}"
        written.append(write_new(target, text))
    return written + (equip(folder, host, "", title, now) if host else [])


def starter_page(name: str) -> bytes:
    """A page that ``init`` writes, as it writes it; empty where it writes none of that name."""
    path = STARTER / "content" / "pages" / name
    return path.read_bytes() if path.is_file() else b""


def equip(folder: Path, host: str, base_url: str, title: str, now: datetime) -> list[Path]:
    """The files that a host wants, in the folder of a site; all of them or none."""
    files = {folder / path: text for path, text in recipe(host, base_url, title, now).items()}
    for path in files:
        refuse_links(path, folder)
        if path.exists():
            raise error("a file stands there already", Place(str(path)), "move it away, and try again")
    return [write_new(path, text) for path, text in files.items()]


def _quoted(text: str) -> str:
    return frontmatter.dump({"x": text})[3:].strip()


def new(root: Path, kind: str, title: str, now: datetime, language: str = "") -> Path:
    """A file for a new article, edition, page, source or author, with the keys it needs.

    Its name is in the Latin letters of a language.
    """
    slug = slugify(title, language)
    if not slug:
        raise error(f"no file name can be made of {title!r}", hint="give it a title with letters")
    make: Callable[[Path, str, str, datetime], tuple[Path, dict[str, Any], str]] = {
        "article": _article,
        "edition": _edition,
        "page": _page,
        "source": _source,
        "author": _author,
    }[kind]
    path, values, body = make(root / "content", title, slug, now)
    refuse_links(path, root)
    return write_new(path, frontmatter.join(values, body))


def _article(folder: Path, title: str, slug: str, now: datetime) -> tuple[Path, dict[str, Any], str]:
    name = f"{now:%Y-%m-%d}-{slug}"
    values = {"title": title, "date": now.isoformat(timespec="minutes"), "id": name, "draft": True}
    return folder / "articles" / f"{name}.md", values, "Write here."


def _edition(folder: Path, title: str, slug: str, now: datetime) -> tuple[Path, dict[str, Any], str]:
    numbers = [int(found.group()) for path in folder.glob("editions/*.md") if (found := re.search(r"\d+", path.stem))]
    number = max(numbers, default=0) + 1
    values = {"number": number, "title": title, "date": now.isoformat(timespec="minutes"), "draft": True, "parts": []}
    return folder / "editions" / f"{number}.md", values, "The editor's intro."


def _page(folder: Path, title: str, slug: str, now: datetime) -> tuple[Path, dict[str, Any], str]:
    return folder / "pages" / f"{slug}.md", {"title": title, "draft": True}, "Write here."


def _source(folder: Path, title: str, slug: str, now: datetime) -> tuple[Path, dict[str, Any], str]:
    return folder / "sources" / f"{slug}.md", {"name": title}, ""


def _author(folder: Path, title: str, slug: str, now: datetime) -> tuple[Path, dict[str, Any], str]:
    return folder / "authors" / f"{slug}.md", {"name": title}, ""
