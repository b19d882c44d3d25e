"""content/ in; typed articles, editions, pages and records out, with every mistake at its line.

Reads only regular files below content/: links, FIFOs and dotfiles are left alone. Knows nothing of what is published,
of addresses or of HTML; never writes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from coranto import frontmatter
from coranto.config import LANGUAGE, REPUBLISH
from coranto.fields import Fields
from coranto.files import read_bytes, regular_files
from coranto.model import (
    Article,
    Content,
    Correction,
    Edition,
    FreePage,
    Image,
    Item,
    Moment,
    Part,
    Record,
    Republish,
    SourceRef,
    Teaser,
)
from coranto.moments import parse_moment
from coranto.problems import CorantoError, Place, Problem, error, stop_on_errors, warning
from coranto.text import SLUG_BYTES, decode, fold, segment_fault, slugify

RECORDS = ("authors", "sources", "sections", "tags")
NO_ARTICLES = ("editions", "pages", *RECORDS)
UNRANKED = 10**6  # `featured: true`: a pick behind all that have a rank
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}[-_]?")


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
            editions.append(_edition(name, fields, document))
        elif top == "pages":
            pages.append(_page(name, fields, document))
        elif top in RECORDS:
            records.append(_record(name, top, fields, document))
        else:
            articles.append(read_article(name, fields, document))
    _refuse_twins("id", ((article.id, article.path) for article in articles), problems)
    _refuse_twins("number", ((str(edition.number), edition.path) for edition in editions), problems)
    named = (((f"{record.kind}: {fold(record.name)}"), record.path) for record in records)
    _refuse_twins("name", named, problems)
    problems = _once(problems)
    stop_on_errors(problems)
    return Content(tuple(articles), tuple(editions), tuple(pages), tuple(records), tuple(assets)), problems


def read_article(name: str, fields: Fields, document: frontmatter.Document) -> Article:
    """One article's front matter, typed. Mistakes go into ``fields.problems``."""
    stem = Path(name).stem
    draft = fields.flag("draft")
    title = fields.text("title")
    date = fields.moment("date")
    if not draft:
        for key in ("title", "date"):
            if key not in fields:
                fields.fault(key, f"a published article needs '{key}'", f"write {key}: …, or draft: true")
    if "\n" in title:
        fields.fault("title", "'title' must be one line")
    source = _source(fields)
    slug = _slug(fields, _DATED.sub("", stem, count=1) or stem)
    article = Article(
        path=name,
        id=fields.text("id") or name.removeprefix("content/").removesuffix(".md"),
        slug=slug,
        title=title,
        date=date,
        published=fields.moment("published"),
        updated=fields.moment("updated"),
        authors=_distinct(fields.texts("authors")),
        source=source,
        section=fields.text("section"),
        tags=_distinct(fields.texts("tags")),
        language=_language(fields),
        standfirst=fields.text("standfirst"),
        summary=fields.text("summary"),
        note=fields.text("note"),
        image=_image(fields),
        related=tuple(_related(fields)),
        featured=_featured(fields),
        story=fields.text("story"),
        republish=cast("Republish | None", fields.choice("republish", REPUBLISH) or None),
        licence=fields.text("licence"),
        draft=draft,
        aliases=tuple(_aliases(fields)),
        corrections=tuple(_corrections(fields)),
        imported=_imported(fields),
        body=document.body,
        body_line=document.body_line,
        extra=fields.rest(),
    )
    if "id" in fields and re.search(r"[\s<>]", article.id):
        fields.fault("id", f"'id' must be without spaces: {article.id!r}", f"write id: {slugify(article.id)}")
    if article.republish == "link" and not source.url:
        fields.fault(
            "republish", "'republish: link' needs the address of the original", "write source: {name: …, url: …}"
        )
    return article


def _slug(fields: Fields, default: str) -> str:
    written = fields.text("slug")
    if not written:
        slug = slugify(default)
        if not slug:
            fields.fault("slug", f"no slug can be made of the file name {default!r}", "write slug: a-name")
        return slug or "article"
    why = segment_fault(written) or ("longer than 200 bytes" if len(written.encode()) > SLUG_BYTES else "")
    if not why and (re.search(r"[\s%&]", written) or written != written.lower()):
        why = "slugs are in lower case, without spaces, % and &"
    if not why and written.startswith((".", "_")):
        why = "a dot or underscore at its beginning"
    if why:
        fields.fault(
            "slug",
            f"'slug' cannot be a folder's name on every host: {written!r} ({why})",
            f"write slug: {slugify(written)}",
        )
        return slugify(written) or "article"
    return unicodedata.normalize("NFC", written)


def _language(fields: Fields) -> str:
    language = fields.text("language")
    if language and not LANGUAGE.fullmatch(language):
        fields.fault("language", f"'language' is not a language tag: {language!r}", "write en, uk or pt-BR")
        return ""
    return language


def _source(fields: Fields) -> SourceRef:
    node = fields.raw("source")
    if node is None:
        return SourceRef()
    if isinstance(node.value, str):
        return SourceRef(node.value.strip())
    group = fields.group("source", "source")
    assert group is not None
    source = SourceRef(group.text("name"), group.url("url"))
    group.rest()
    if not source.name:
        group.fault("name", "'source' needs a name", 'write source: {name: The Example Times, url: "https://…"}')
    return source


def _image(fields: Fields) -> Image | None:
    node = fields.raw("image")
    if node is None:
        return None
    if isinstance(node.value, str):
        return Image(src=node.value.strip())
    group = fields.group("image", "image")
    assert group is not None
    image = Image(
        src=group.text("src"),
        alt=group.text("alt") if "alt" in group.keys else None,
        caption=group.text("caption"),
        credit=group.text("credit"),
        licence=group.text("licence"),
    )
    group.rest()
    return image


def _related(fields: Fields) -> Iterator[Teaser]:
    for group in fields.groups("related", "a related story"):
        teaser = Teaser(group.text("title"), group.url("url"))
        group.rest()
        if not teaser.title:
            group.fault("title", "a related story needs a title")
        yield teaser


def _featured(fields: Fields) -> int:
    text = fields.text("featured")
    if text == "true":
        return UNRANKED
    if text == "false":
        return 0
    if text and not re.fullmatch(r"[1-9][0-9]{0,4}", text):
        fields.fault("featured", f"'featured' is true, false or a rank from 1 up: {text!r}", "write featured: 1")
        return 0
    return int(text or 0)


def _aliases(fields: Fields) -> Iterator[str]:
    for alias in fields.texts("aliases"):
        parts = alias.strip("/").split("/")
        if not alias.startswith("/") or any(segment_fault(part) for part in parts):
            fields.fault("aliases", f"not a path in this site: {alias!r}", "write aliases: [/old/path/]")
            continue
        yield alias


def _corrections(fields: Fields) -> Iterator[Correction]:
    for group in fields.groups("corrections", "a correction"):
        date, text = group.moment("date"), group.text("text")
        group.rest()
        if date is None or not text:
            if date is None and "date" not in group:
                group.fault("date", "a correction needs a date", "write - {date: 2026-11-21, text: …}")
            if not text:
                group.fault("text", "a correction needs a text", "write - {date: 2026-11-21, text: …}")
            continue
        yield Correction(date, text)


def _imported(fields: Fields) -> dict[str, Any]:
    node = fields.raw("imported")
    if node is None:
        return {}
    plain = node.plain()
    if not isinstance(plain, dict):
        fields.fault("imported", "'imported' is written by coranto import: a mapping")
        return {}
    return plain


def _edition(name: str, fields: Fields, document: frontmatter.Document) -> Edition:
    stem = Path(name).stem
    digits = re.search(r"\d{1,9}", stem)
    number = fields.number("number", int(digits.group()) if digits else 0, least=1)
    if not number:
        fields.fault("number", "an edition needs a number", "write number: 1")
    if "title" not in fields:
        fields.fault("title", "an edition needs a title", "write title: …")
    date = fields.moment("date")
    if "date" not in fields:
        fields.fault("date", "an edition needs a date", "write date: 2026-11-22")
    parts = []
    for part in fields.groups("parts", "a part of an edition"):
        items = []
        for item in part.groups("items", "an item of an edition", scalar="article"):
            items.append(Item(item.text("article"), item.text("note"), item.node.place.line))
            if not items[-1].article:
                item.fault("article", "an item names its article by id", "write - {article: 2026-11-20-grid-repairs}")
            item.rest()
        parts.append(Part(part.text("title"), tuple(items)))
        part.rest()
    return Edition(
        path=name,
        number=number,
        title=fields.text("title"),
        date=date or _epoch(fields),
        period=fields.text("period"),
        editor=fields.text("editor"),
        parts=tuple(parts),
        draft=fields.flag("draft"),
        body=document.body,
        body_line=document.body_line,
        extra=fields.rest(),
    )


def _epoch(fields: Fields) -> Moment:
    """Stands in for a date in error, so that the rest of the file is read; the stage stops before it is used."""
    return parse_moment("1970-01-01", fields.zone)


def _page(name: str, fields: Fields, document: frontmatter.Document) -> FreePage:
    below = name.removeprefix("content/pages/").removesuffix(".md").split("/")
    slug = "/".join([slugify(part) or "page" for part in below[:-1]] + [_slug(fields, below[-1])])
    if "title" not in fields:
        fields.fault("title", "a page needs a title", "write title: …")
    return FreePage(
        path=name,
        slug=slug,
        title=fields.text("title"),
        draft=fields.flag("draft"),
        body=document.body,
        body_line=document.body_line,
        extra=fields.rest(),
    )


def _record(name: str, kind: str, fields: Fields, document: frontmatter.Document) -> Record:
    _imported(fields)
    return Record(
        path=name,
        kind=cast(Any, kind),
        name=fields.text("name") or Path(name).stem,
        url=fields.url("url"),
        feed=fields.url("feed"),
        label=fields.text("label"),
        why=fields.text("why"),
        always=fields.flag("always"),
        role=fields.text("role"),
        licence=fields.text("licence"),
        republish=cast("Republish | None", fields.choice("republish", REPUBLISH) or None),
        body=document.body,
        body_line=document.body_line,
        extra=fields.rest(),
    )


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names without those that repeat one but for case."""
    return tuple({fold(name): name for name in reversed(names)}[key] for key in dict.fromkeys(map(fold, names)))


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
