"""content/ in; typed articles, editions, pages and records out, with every mistake at its line.

Reads only regular files below content/: links, FIFOs and dotfiles are left alone. Knows nothing of what is published,
of addresses or of HTML; never writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from coranto import frontmatter
from coranto.content.article import read_article
from coranto.content.others import read_edition, read_page, read_record
from coranto.fields import Fields
from coranto.files import read_bytes, regular_files
from coranto.model import Article, Content, Edition, FreePage, Record
from coranto.problems import CorantoError, Place, Problem, error, stop_on_errors, warning
from coranto.text import decode, fold

RECORDS = ("authors", "sources", "sections", "tags")
NO_ARTICLES = ("editions", "pages", *RECORDS)


def is_article(below: str) -> bool:
    """Does a path below content/ belong to an article?"""
    top, _, rest = below.partition("/")
    return below.endswith(".md") and not (rest and top in NO_ARTICLES)


def read_content(root: Path, zone: ZoneInfo) -> tuple[Content, list[Problem]]:
    """Read ``root/content`` whole. Raises CorantoError with the mistakes of all files when there is one."""
    folder = root / "content"
    if not folder.is_dir():
        raise error("there is no content/ folder", Place("content"), "run coranto init, or give --root FOLDER")
    problems: list[Problem] = []
    articles: list[Article] = []
    editions: list[Edition] = []
    pages: list[FreePage] = []
    records: list[Record] = []
    assets: list[str] = []
    for path in regular_files(folder, "content", problems):
        name = f"content/{path}"
        if not path.endswith(".md"):
            assets.append(name)
            if path.lower().endswith((".md", ".markdown", ".mdown")):
                problems.append(warning("not read: the names of articles end in .md", Place(name)))
            continue
        try:
            text, said = decode(read_bytes(folder / path, name), name)
            problems += said
            document = frontmatter.split(text, name)
        except CorantoError as fault:
            problems += fault.problems
            continue
        fields = Fields(document.fields, problems, "front matter", zone)
        top = path.split("/")[0] if "/" in path else ""
        if top == "editions":
            editions.append(read_edition(name, fields, document))
        elif top == "pages":
            pages.append(read_page(name, fields, document))
        elif top in RECORDS:
            records.append(read_record(name, top, fields, document))
        else:
            articles.append(read_article(name, fields, document))
    _refuse_twins("id", ((article.id, article.path) for article in articles), problems)
    _refuse_twins("number", ((str(edition.number), edition.path) for edition in editions), problems)
    named = (((f"{record.kind}: {fold(record.name)}"), record.path) for record in records)
    _refuse_twins("name", named, problems)
    problems = _once(problems)
    stop_on_errors(problems)
    return Content(tuple(articles), tuple(editions), tuple(pages), tuple(records), tuple(assets)), problems


def _refuse_twins(what: str, owners: Iterable[tuple[str, str]], problems: list[Problem]) -> None:
    """An error for each file that has the id, number or name of another."""
    seen: dict[str, str] = {}
    for key, path in owners:
        first = seen.setdefault(key, path)
        if first != path:
            message = f"the {what} {key!r} is taken by {first}"
            problems.append(Problem(message, Place(path), f"give one of them another {what}"))


def _once(problems: list[Problem]) -> list[Problem]:
    """Warnings of one wording once, with the number of further files: an unknown key may stand in a thousand."""
    kept: dict[tuple[str, str], tuple[Problem, int]] = {}
    for number, problem in enumerate(problems):
        same = problem.severity == "warning" and problem.message.startswith("unknown key")
        key = (problem.message, "" if same else str(number))
        first, count = kept.get(key, (problem, 0))
        kept[key] = (first, count + 1)
    return [
        replace(problem, message=f"{problem.message} (and in {count - 1} more files)") if count > 1 else problem
        for problem, count in kept.values()
    ]
