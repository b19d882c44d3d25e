"""A site of Pelican -> its articles and pages: Markdown with lines of metadata, or front matter in YAML.

pelicanconf.py is read, and never run: what it says in plain values is taken. reStructuredText and HTML are told, and
not converted.
"""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from coranto.elsewhere import fields, folder, heads, markup, urls
from coranto.elsewhere.moment import iso
from coranto.elsewhere.post import Old, Post
from coranto.problems import CorantoError, Place, Problem, error, warning
from coranto.text import slugify

NOISE = frozenset("template save_as url translation".split())
DATED = r"(?P<date>\d{4}-\d{2}-\d{2}).*"
_PLACE = re.compile(r"\{(?:static|attach|filename)\}|\|(?:static|attach|filename)\|")


def read(place: Path) -> Old:
    """The articles below the folder of its settings, or below ``content/``, or below the folder itself."""
    problems: list[Problem] = []
    said = _settings(place, problems)
    below = str(said.get("PATH") or "content").strip("/")
    home = place / below if (place / below).is_dir() and ".." not in below.split("/") else place
    names = list(folder.files(home, home.name, problems))
    if not any(name.endswith((*folder.MARKDOWN, ".rst")) for name in names):
        raise error("there is no article here", Place(str(place)), "give the folder that has pelicanconf.py in it")
    zone = folder.zone_of(said.get("TIMEZONE")) or ZoneInfo("UTC")
    base = urls.base_of(said.get("SITEURL"))
    kept = tuple(str(each).strip("/") + "/" for each in _list(said.get("STATIC_PATHS"), ["images"]))
    taken = [
        name for name in names if name.endswith(folder.MARKDOWN) or (folder.is_post(name) and not name.startswith(kept))
    ]
    posts = tuple(partial(_post, home, name, said, zone, base) for name in taken)
    return Old(posts, (home,), (base,) if base else (), tuple(taken), tuple(problems))


def _settings(place: Path, problems: list[Problem]) -> dict[str, Any]:
    """The plain values that pelicanconf.py gives to names, and publishconf.py's address of the site."""
    said: dict[str, Any] = {}
    for name in ("pelicanconf.py", "publishconf.py"):
        if not (place / name).is_file():
            continue
        try:
            tree = ast.parse(folder.text_of(place / name, name, problems, folder.SETTINGS))
        except (SyntaxError, ValueError, RecursionError, MemoryError, CorantoError):
            problems.append(
                warning("not read: this is no Python", Place(name), "old addresses are then the usual ones")
            )
            continue
        for each in tree.body:
            if isinstance(each, ast.Assign) and len(each.targets) == 1 and isinstance(each.targets[0], ast.Name):
                try:
                    said[each.targets[0].id] = ast.literal_eval(each.value)
                except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                    continue  # worked out when it is run, and it is not
    return said


def _list(value: object, default: list[str]) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list | tuple) else default


def _post(home: Path, name: str, said: Mapping[str, Any], zone: tzinfo, base: str) -> Post | None:
    problems: list[Problem] = []
    folder.refuse_others(name)
    text = folder.text_of(home / name, name, problems)
    head = heads.split(text, name) if text.startswith("---") else heads.metadata(text, name)
    if head is None:
        return None
    stem = posixpath.splitext(posixpath.basename(name))[0]
    told = _of_name(stem, said)
    taken = fields.Taken({**told, **head.values}, Place(name, 1), problems)
    found = fields.post(taken, name, head.body, head.line, zone)
    paths = _list(said.get("PAGE_PATHS"), ["pages"])
    page = any(name.startswith(f"{path.strip('/')}/") for path in paths if path.strip("/"))
    parts = name.split("/")
    section = found.section
    if not section and len(parts) > 1 and not page and said.get("USE_FOLDER_AS_CATEGORY", True):
        section = parts[-2]
    found = replace(found, section=section, slug=found.slug or slugify(found.title) or stem)
    address = _address(found, taken, said, page)
    references: dict[str, str] = {}
    body = markup.mend(markup.without_more(head.body), partial(_moved, name, references))
    return replace(
        found,
        body=body,
        page=page,
        address=address,
        guid=_tag(base, address, found.date),
        beside=str((home / name).parent),
        rest=fields.left_over(taken, NOISE),
        references=references,
        problems=(*problems, *markup.marks(body, head.line, name)),
    )


def _of_name(stem: str, said: Mapping[str, Any]) -> dict[str, str]:
    """What the name of the file tells, by the pattern of the settings; one that could take for ever is not tried."""
    pattern = said.get("FILENAME_METADATA", DATED)
    if not isinstance(pattern, str) or re.search(r"\)[*+?{]", pattern) or len(re.findall(r"[*+]|,\}", pattern)) > 3:
        return {}
    try:
        match = re.fullmatch(pattern, stem[:200]) or re.match(pattern, stem[:200])
    except (re.error, RecursionError):
        return {}
    found = {key.lower(): value for key, value in match.groupdict().items() if value} if match else {}
    if not iso(found.get("date", ""), None):
        found.pop("date", None)
    return found


def _moved(name: str, references: dict[str, str], url: str, picture: bool) -> str:
    """An address with Pelican's own words for where a file is, as a path from the root of its content; such a one of a
    post stays, and is noted."""
    match = _PLACE.match(url)
    if not match:
        return url
    path = url[match.end() :]
    where = path if path.startswith("/") else posixpath.join("/", posixpath.dirname(name), path)
    where = posixpath.normpath(where)
    if "filename" not in match[0] or picture:
        return where
    references[url] = where.lstrip("/")
    return url


def _address(post: Post, taken: fields.Taken, said: Mapping[str, Any], page: bool) -> str:
    if url := taken.text("url"):
        return urls.tidy(url)
    usual = "pages/{slug}.html" if page else "{slug}.html"
    pattern = said.get("PAGE_URL" if page else "ARTICLE_URL", usual)
    day = urls.day_of(post.date)

    def value(word: str) -> str | None:
        key, _, form = word.partition(":")
        if key == "date":
            return day.strftime(form) if day and re.fullmatch(r"(?:%[YmdjyHM]|[/_.-])+", form) else None
        author = post.authors[0] if post.authors else str(said.get("AUTHOR") or "")
        return {
            "slug": post.slug,
            "category": slugify(post.section) or None,
            "author": slugify(author) or None,
            "lang": post.language or str(said.get("DEFAULT_LANG") or "en"),
        }.get(key)

    return urls.filled(pattern, r"\{([^{}]{1,60})\}", value) if isinstance(pattern, str) else ""


def _tag(base: str, address: str, date: str) -> str:
    """The id that Pelican's feeds give an article."""
    if not base or not address or not date:
        return ""
    parts = urlsplit(f"{base}{address}")
    return f"tag:{parts.hostname},{date[:10]}:{parts.path}"
