"""Read JSON-LD, as broken as pages carry it.

In: a parsed page. Out: the object that describes the story, its references within the page followed, and the values
people put in it as plain text. Never fails on broken JSON: what can still be read of it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from coranto import text

Object = dict[str, Any]

MOST_SCRIPTS = 2_000
LONGEST = 1_000_000  # characters of a script
MOST_OBJECTS = 5_000
DEEPEST = 12
STORY = re.compile(
    r"(?:\w*News|Reportage|Analysis|Opinion|Background|Review|Ask\w*|Social\w*|LiveBlog|Blog|Tech|Scholarly|Medical\w*)?"
    r"(?:Article|Posting|Report|Review)|BlogPost|Recipe|CreativeWork|HowTo|Interview"
)
PAGE = re.compile(r"(?:\w*WebPage|ItemPage|AboutPage|VideoObject|NewsMediaPage)")
# What is not the story's own.
OTHERS = frozenset("itemReviewed comment review citation about mentions potentialAction liveBlogUpdate".split())
COMMA = re.compile(r",(?=\s*[}\]])")
OPENED = re.compile(r"\s{0,20}(?://)?\s{0,20}(?:<!--|<!\[CDATA\[|/\*.{0,40}?\*/)")
CLOSED = re.compile(r"(?://)?\s{0,20}(?:-->|\]\]>)\s{0,20};?$|;$")
# What can be read of JSON that no parser takes: strings of the keys that matter.
RESCUED = re.compile(
    r'"(?P<key>headline|datePublished|dateModified|articleSection|inLanguage)"\s*:\s*"(?P<value>(?:[^"\\\n]|\\.){1,400})"'
)


def story(tree: HtmlElement) -> Object:
    """The object that tells of the page's story; empty if none does."""
    found, named = read(tree)
    stories = [one for one in found if _is(one, STORY)]
    full = [one for one in stories if "headline" in one or "datePublished" in one]
    # Where several stories are told of, as on a page of teasers, the one with the text or the most said is the page's.
    best = max(full or stories, key=_worth, default=None)
    if best is None:
        best = next((one for one in found if _is(one, PAGE) and "datePublished" in one), {})
    return {key: follow(value, named) for key, value in best.items()}


def publisher(tree: HtmlElement) -> str:
    """The name of the organisation that the page says it is of."""
    found, _ = read(tree)
    for kind in ("NewsMediaOrganization", "WebSite", "Organization"):
        for one in found:
            if kind in _types(one) and (name := words(one.get("name"))):
                return name
    return ""


def read(tree: HtmlElement) -> tuple[list[Object], dict[str, Object]]:
    """All objects of the page in order, and those with an ``@id``."""
    found: list[Object] = []
    named: dict[str, Object] = {}
    for script in islice(tree.iter("script"), MOST_SCRIPTS):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for one in islice(_objects(_parsed(script.text or ""), 0), MOST_OBJECTS):
            found.append(one)
            identity = one.get("@id")
            if isinstance(identity, str) and len(one) > len(named.get(identity, ())):
                named[identity] = one
        if len(found) >= MOST_OBJECTS:
            break
    return found, named


def follow(value: Any, named: dict[str, Object]) -> Any:
    """The value with references to objects elsewhere in the page replaced, one step deep."""
    if isinstance(value, list):
        return [follow(each, named) for each in value[:50]]
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value and "url" not in value:
        return named.get(value["@id"], value)
    return value


def words(value: Any) -> str:
    """The text of a value: itself, its ``@value`` or ``name``, or the first of a list."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name") or ""
    return text.one_line(text.clean(value)) if isinstance(value, str) else ""


def listed(value: Any) -> list[Any]:
    """The value as a list."""
    if value is None:
        return []
    return value[:50] if isinstance(value, list) else [value]


def is_organisation(value: Any) -> bool:
    """Whether an author is said to be no person."""
    return isinstance(value, dict) and any("Organi" in kind or kind == "WebSite" for kind in _types(value))


def _worth(one: Object) -> tuple[bool, bool, int]:
    return "articleBody" in one or "mainEntityOfPage" in one, "datePublished" in one, len(one)


def _types(one: Object) -> list[str]:
    return [kind.rsplit("/", 1)[-1] for kind in listed(one.get("@type")) if isinstance(kind, str)]


def _is(one: Object, pattern: re.Pattern[str]) -> bool:
    return any(pattern.fullmatch(kind) for kind in _types(one))


def _objects(value: Any, depth: int) -> Iterator[Object]:
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        if "@type" in value or "@id" in value or "headline" in value:
            yield value
        for key, each in value.items():
            if isinstance(each, dict | list) and key not in OTHERS:
                yield from _objects(each, depth + 1)
    elif isinstance(value, list):
        for each in value[:MOST_OBJECTS]:
            yield from _objects(each, depth + 1)


def _parsed(source: str) -> Any:
    source = source[:LONGEST].strip()
    for _ in range(2):  # a comment within a comment
        if opened := OPENED.match(source):
            source = source[opened.end() :].strip()
        if closed := CLOSED.search(source, max(0, len(source) - 80)):
            source = source[: closed.start()].strip()
    for attempt in (source, COMMA.sub("", source)):
        try:
            return json.JSONDecoder(strict=False).raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
    rescued: Object = {}
    for match in islice(RESCUED.finditer(source), 200):
        rescued.setdefault(match["key"], match["value"].replace('\\"', '"').replace("\\/", "/"))
    return {"@type": "Article", **rescued} if rescued else None
