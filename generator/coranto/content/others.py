"""Editions, pages and records: their front matter, typed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from coranto.config import REPUBLISH
from coranto.content.article import imported, slug_of
from coranto.fields import Fields
from coranto.model import Edition, FreePage, Item, Moment, Part, Record, Republish
from coranto.moments import parse_moment
from coranto.text import slugify


def read_edition(name: str, fields: Fields) -> Edition:
    """An edition. It names each article once; which there are is not known here."""
    stem = Path(name).stem
    digits = re.search(r"\d{1,9}", stem)
    number = fields.number("number", int(digits.group()) if digits else 0, least=1)
    if not number:
        fields.fault("number", "an edition needs a number", "write number: 1")
    draft = fields.flag("draft")
    if "title" not in fields and not draft:
        fields.fault("title", "an edition needs a title", "write title: …")
    date = fields.moment("date")
    if "date" not in fields:
        fields.fault("date", "an edition needs a date", "write date: 2026-11-22")
    parts = []
    named: set[str] = set()
    for part in fields.groups("parts", "a part of an edition"):
        items = []
        for item in part.groups("items", "an item of an edition", scalar="article"):
            items.append(Item(item.text("article"), item.text("note"), item.node.place.line))
            if not items[-1].article:
                item.fault("article", "an item names its article by id", "write - {article: 2026-11-20-grid-repairs}")
            elif items[-1].article in named:
                message = f"this edition names {items[-1].article!r} twice"
                problem = item.node.problem(message, "take one of the two out")
                fields.problems.append(replace(problem, severity="warning"))
            named.add(items[-1].article)
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
        draft=draft,
        extra=fields.rest(),
    )


def _epoch(fields: Fields) -> Moment:
    """Stands in for a date in error, so that the rest of the file is read; the stage stops before it is used."""
    return parse_moment("1970-01-01", fields.zone)


def read_page(name: str, fields: Fields) -> FreePage:
    """A page of the site's own, at the address that its path below ``pages/`` says."""
    below = name.removeprefix("content/pages/").removesuffix(".md").split("/")
    slug = "/".join([slugify(part) or "page" for part in below[:-1]] + [slug_of(fields, below[-1])])
    if "title" not in fields:
        fields.fault("title", "a page needs a title", "write title: …")
    return FreePage(
        path=name,
        slug=slug,
        title=fields.text("title"),
        draft=fields.flag("draft"),
        extra=fields.rest(),
    )


def read_record(name: str, kind: str, fields: Fields) -> Record:
    """What is told of a section, tag, author or source. Its name is the file's, unless it gives one."""
    imported(fields)
    if fields.flag("public") and not fields.text("feed"):
        fields.fault("public", "only a source that has a feed can be named in public", "write feed: https://…")
    if "draft" in fields.keys:
        fields.asked.add("draft")
        fields.fault("draft", "a record cannot be a draft", "take the line out, or keep the file out of content/")
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
        public=fields.flag("public"),
        extra=fields.rest(),
    )
