"""An article's front matter, typed. Mistakes go into the reader's problems, and reading goes on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from coranto.config import LANGUAGE, REPUBLISH
from coranto.fields import Fields
from coranto.model import Article, Correction, Image, Republish, Retraction, SourceRef, Teaser
from coranto.moves import is_alias
from coranto.text import SLUG_BYTES, fold, segment_fault, slugify

UNRANKED = 10**6  # `featured: true`: a pick behind all that have a rank
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}[-_]?")


def read_article(name: str, fields: Fields) -> Article:
    """One article's front matter, typed. Mistakes go into ``fields.problems``."""
    file = name.rpartition("/")[2]
    stem = file.rpartition(".")[0] or file
    draft = fields.flag("draft")
    title = fields.text("title")
    date = fields.moment("date")
    if not draft:
        for key in ("title", "date"):
            if key not in fields:
                fields.fault(key, f"a published article needs '{key}'", f"write {key}: …, or draft: true")
    if "\n" in title:
        fields.fault("title", "'title' must be one line", 'write title: "…", on one line')
    source = _source(fields)
    _told_apart(fields)
    slug = slug_of(fields, _DATED.sub("", stem, count=1) or stem)
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
        note_line=_line_of(fields, "note"),
        image=_image(fields),
        related=tuple(_related(fields)),
        featured=_featured(fields),
        story=fields.text("story"),
        republish=cast("Republish | None", fields.choice("republish", REPUBLISH) or None),
        licence=fields.text("licence"),
        draft=draft,
        aliases=tuple(_aliases(fields)),
        aliases_line=_line_of(fields, "aliases"),
        corrections=tuple(_corrections(fields)),
        retracted=_retracted(fields),
        imported=imported(fields),
        extra=fields.rest(),
    )
    if "id" in fields and re.search(r"[\s<>]", article.id):
        hint = f"write id: {slugify(article.id) or 'a-name'}"
        fields.fault("id", f"'id' must be without spaces, < and >: {article.id!r}", hint)
    if article.republish == "link" and not source.url:
        fields.fault(
            "republish", "'republish: link' needs the address of the original", "write source: {name: …, url: …}"
        )
    return article


def slug_of(fields: Fields, default: str) -> str:
    """The slug that is written, checked; else one made of ``default``."""
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
            f"write slug: {slugify(written) or 'a-name'}",
        )
        return slugify(written) or "article"
    return unicodedata.normalize("NFC", written)


def _line_of(fields: Fields, key: str) -> int:
    """The line of the file on which a text begins: under the key when it is written as a block."""
    node = fields.raw(key)
    if node is None:
        return 1
    return node.line + (node.excerpt[node.column - 1 : node.column] in ("|", ">"))


def _told_apart(fields: Fields) -> None:
    """``tags: a, b`` is one tag, and nobody means that."""
    node = fields.raw("tags")
    if node is not None and isinstance(node.value, str) and "," in node.value:
        hint = f"write tags: [{', '.join(' '.join(part.split()) for part in node.value.split(',') if part.strip())}]"
        problem = node.problem(f"'tags' is one tag here: {node.value.strip()!r}", hint)
        fields.problems.append(replace(problem, severity="warning"))


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
    source = SourceRef(group.text("name"), group.url("url"), group.url("archived_url"))
    group.rest()
    if not source.name:
        group.fault("name", "'source' needs a name", 'write source: {name: The Example Times, url: "https://…"}')
    return source


def _image(fields: Fields) -> Image | None:
    node = fields.raw("image")
    if node is None:
        return None
    if isinstance(node.value, str):
        return Image(src=node.value.strip(), line=node.line)
    group = fields.group("image", "image")
    assert group is not None
    image = Image(
        src=group.text("src"),
        alt=group.text("alt") if "alt" in group.keys else None,
        caption=group.text("caption"),
        credit=group.text("credit"),
        licence=group.text("licence"),
        line=group.node.line,
    )
    group.rest()
    return image


def _related(fields: Fields) -> Iterator[Teaser]:
    for group in fields.groups("related", "a related story"):
        teaser = Teaser(group.text("title"), group.url("url"))
        group.rest()
        if not teaser.title:
            group.fault("title", "a related story needs a title", "write - {title: …, url: …}")
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
        if not is_alias(alias):
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


def _retracted(fields: Fields) -> Retraction | None:
    node = fields.raw("retracted")
    if node is None:
        return None
    hint = "write retracted: {date: 2026-11-21, reason: …}"
    if not isinstance(node.value, dict):
        fields.fault("retracted", "'retracted' must be a mapping of 'date' and 'reason'", hint)
        return None
    group = Fields(node, fields.problems, "a retraction", fields.zone)
    date, reason = group.moment("date"), group.text("reason")
    group.rest()
    for key in ("date", "reason"):
        if key not in group:
            group.fault(key, f"a retraction needs a {key}", hint)
    return Retraction(date, reason) if date and reason else None


def imported(fields: Fields) -> dict[str, Any]:
    """What ``coranto import`` noted of where it came from, as it stands."""
    node = fields.raw("imported")
    if node is None:
        return {}
    plain = node.plain()
    if not isinstance(plain, dict):
        fields.fault("imported", "'imported' is written by coranto import: a mapping", "take it out")
        return {}
    return plain


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names without those that repeat one but for case."""
    if len(names) < 2:
        return names
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold(name), name)
    return tuple(found.values())
