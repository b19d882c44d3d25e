"""What waits in content/: which articles are withheld and why, and putting one out.

In: a site's folder and ``now``. Out: a list, or one file with two keys changed. Never renders, never deletes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from coranto import frontmatter
from coranto.config import Config
from coranto.content import is_article
from coranto.content.article import read_article
from coranto.curation import Standing, article_standing
from coranto.fields import Fields
from coranto.files import read_bytes, real, regular_files, replace_text
from coranto.merge import digest, noted
from coranto.model import Article
from coranto.problems import CorantoError, Place, Problem, error, stop_on_errors
from coranto.text import decode


@dataclass(frozen=True, slots=True)
class Waiting:
    """A withheld article: its standing, and each doubt with what the import saw instead."""

    article: Article
    standing: Standing
    doubts: tuple[tuple[str, str], ...]


def waiting(root: Path, config: Config, now: datetime) -> tuple[list[Waiting], list[Problem]]:
    """Every article that is withheld, or published with a doubt, by path; and what could not be read."""
    found: list[Waiting] = []
    problems: list[Problem] = []
    folder = root / "content"
    if not folder.is_dir():
        raise error("there is no content/ folder", Place("content"), "run coranto init, or give --root FOLDER")
    for below in regular_files(folder, "content", problems):
        if not below.endswith(".md") or not is_article(below):
            continue
        try:
            article, document = _read(root, f"content/{below}", config, problems)
        except CorantoError as fault:
            problems += fault.problems
            continue
        state = article_standing(article, now)
        doubts = doubts_of(document)
        if state != "published" or doubts:
            found.append(Waiting(article, state, doubts))
    return found, problems


def doubts_of(document: frontmatter.Document) -> tuple[tuple[str, str], ...]:
    """The doubts of an import that are still open: their fields are empty, or stand as import wrote them."""
    values = document.fields.plain()
    imported = values.get("imported")
    if not isinstance(imported, dict):
        return ()
    named, evidence, was = imported.get("doubts") or [], imported.get("evidence") or {}, noted(imported)
    if not isinstance(named, list) or not isinstance(evidence, dict):
        return ()
    have = {**values, "body": document.body.strip()}
    open_ = [name for name in map(str, named) if not have.get(name) or digest(have[name]) == was.get(name)]
    return tuple((name, str(evidence.get(name) or "")) for name in open_)


def put_out(path: Path, root: Path, config: Config, now: datetime) -> Article:
    """Publish one article: ``draft`` goes, ``published`` is now. Raises CorantoError when it lacks title or date."""
    root = real(root)
    place = real(path.parent) / path.name
    name = place.relative_to(root).as_posix() if place.is_relative_to(root) else ""
    below = name.removeprefix("content/")
    if below == name or not is_article(below) or path.is_symlink() or not path.is_file():
        raise error("this is no article of the site", Place(str(path)), "give the path of an article in content/")
    problems: list[Problem] = []
    article, document = _read(root, name, config, problems)
    stop_on_errors(problems)
    missing = [key for key in ("title", "date") if not getattr(article, key)]
    missing += [] if document.body.strip() or article.republish == "link" else ["a body"]
    if missing:
        raise error(f"it cannot be published without {' and '.join(missing)}", Place(name), "settle that first")
    if not article.draft:
        return article
    text = read_bytes(path, name).decode("utf-8")  # as it is: `edit` keeps its line ends and its byte order mark
    stamp = now.astimezone(config.timezone).isoformat(timespec="minutes")
    changes = {"draft": None} if article.published else {"draft": None, "published": stamp}  # a date set is a wish
    changed = frontmatter.edit(text, changes, name)
    replace_text(path, changed)
    return article


def _read(root: Path, name: str, config: Config, problems: list[Problem]) -> tuple[Article, frontmatter.Document]:
    text, said = decode(read_bytes(root / name, name), name)
    problems += said
    document = frontmatter.split(text, name)
    fields = Fields(document.fields, problems, "front matter", config.timezone)
    return read_article(name, fields), document
