"""Markdown: what looks like a list and is not one in the engine that sets this site."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coranto.inventory.case import Case
from coranto.model import Article, Edition, FreePage
from coranto.problems import Place, Problem, warning

_ITEM = re.compile(r"( *)([-*+]|\d{1,9}\.)[ \t]+\S")
_LIKELY = re.compile(r"^ {0,3}(?:[-*+]|\d{1,9}\.)[ \t]+\S", re.MULTILINE)
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_SPECIAL = re.compile(r" {0,3}(?:#|>|\||<|\[|:)| {4}|\t| {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$")


def judge(case: Case) -> Iterator[Problem]:
    """Lists right behind a paragraph, and lists in lists that are set in by two or three spaces."""
    if case.config.engine == "commonmark":  # to which both are lists
        return
    digest = case.digest
    out: tuple[Article | Edition | FreePage, ...] = (*digest.articles, *digest.editions, *digest.pages)
    for each in out:
        text = case.content.texts[each.path]
        markdown = text.markdown
        if _LIKELY.search(markdown):
            for line, message, hint in surprises(markdown):
                yield warning(message, Place(each.path, text.line + line), hint, "markdown")


def surprises(markdown: str) -> Iterator[tuple[int, str, str]]:
    """(line from 0, what surprises, what to write instead)."""
    fence, before = "", ""
    level: int | None = None  # how far the list is set in that is going on
    items = False  # has the block had one?
    for number, line in enumerate(markdown.split("\n")):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence, before = "" if fence else mark[1][:3], ""
            continue
        if fence:
            continue
        item = _ITEM.match(line)
        if not line.strip():
            items = False
        elif item:
            depth = len(item[1])
            first = item[2] in "-*+" or item[2] == "1."  # a line of prose may begin with 2023.
            if depth < 4 and before.strip() and not items and level is None and first and not _SPECIAL.match(before):
                yield number, "this list is part of the paragraph above it", "leave an empty line before the list"
            elif level is not None and level + 2 <= depth < level + 4:
                yield number, "this list in a list is not set in far enough", "set it in by four spaces"
            level, items = depth if level is None else min(level, depth), True
        elif not before.strip() and line[:1] not in " \t":
            level = None
        before = line
