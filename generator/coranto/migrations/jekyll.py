"""A site of Jekyll -> its posts, drafts and pages. Liquid that Markdown has words for is translated; other tags stay.

Posts and pages that are not in Markdown are told, and not converted; neither is the front page.
"""

from __future__ import annotations

import codecs
import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import Any

from coranto.elsewhere import fields, folder, heads, markup, urls
from coranto.elsewhere.moment import iso
from coranto.elsewhere.post import Old, Post
from coranto.files import read_bytes
from coranto.problems import CorantoError, Place, Problem, error, warning
from coranto.text import shorten, slugify

STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
NOISE = frozenset("layout permalink comments sitemap excerpt_separator render_with_liquid toc math hidden pin".split())
KEPT = frozenset(("_posts", "_drafts"))
_NAME = re.compile(r"(?P<date>\d{4}-\d{1,2}-\d{1,2})-(?P<slug>.+)")
_BASE = re.compile(r"\{\{-?\s*site\.(?:baseurl|url)\s*-?\}\}")
_RELATIVE = re.compile(r"\{\{-?\s*[\"']([^\"'{}]{1,500})[\"']\s*\|\s*(?:relative_url|absolute_url)\s*-?\}\}")
_POST = re.compile(r"\{%-?\s*(post_url|link)\s+([^\s%{}]{1,500})\s*-?%\}")
_CODE = re.compile(r"^[ \t]*\{%-?\s*highlight\s+(\w+)[^%\n]{0,200}%\}[ \t]*$", re.MULTILINE)
_CODE_END = re.compile(r"^[ \t]*\{%-?\s*endhighlight\s*-?%\}[ \t]*$", re.MULTILINE)
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}\n?")


def read(place: Path) -> Old:
    """The posts in all ``_posts/`` and ``_drafts/``. Raises CorantoError when there is neither."""
    problems: list[Problem] = []
    said = folder.settings(place, ("_config.yml", "_config.yaml", "_config.toml"), problems)
    every = list(folder.files(place, place.name, problems))
    names = [name for name in every if folder.is_post(name) and KEPT & set(name.split("/")[:-1])]
    if not names:
        raise error("this is no site of Jekyll: no post in _posts/", Place(str(place)), "give the site's own folder")
    names += _pages(place, every, said, problems)
    zone = folder.zone_of(said.get("timezone"))
    path = str(said.get("baseurl") or "").strip("/")
    base = urls.base_of(said.get("url"))
    base = f"{base}/{path}" if base and path else base
    rule = str(said.get("permalink") or "date")
    posts = tuple(partial(_post, place, name, STYLES.get(rule, rule), zone, base) for name in names)
    return Old(posts, (place,), (base,) if base else (), tuple(names), tuple(problems))


def _pages(place: Path, every: list[str], said: Mapping[str, object], problems: list[Problem]) -> list[str]:
    """What Jekyll makes pages of: files with front matter that lie in no folder of its own, nor are to be left out."""
    kept, left = (_said(said.get(key)) for key in ("include", "exclude"))
    found, behind = [], []
    for name in every:
        parts = name.split("/")
        hidden = any(part[0] in "_." and part not in kept for part in parts) or KEPT & set(parts)
        if hidden or name in left or parts[0] in left or not folder.is_post(name):
            continue
        front = posixpath.splitext(name)[0] in ("index", "404")
        text = _text(place / name, name)
        if text is None or (front and not text):
            continue
        if front or name.lower().endswith(folder.OTHERS):
            behind.append(name)
        else:
            found.append(name)
    if behind:
        hint = "what is to stay of them fits into pages: coranto new page"
        told = f"left behind, for only Markdown is read, and the front page is made anew: {', '.join(behind)}"
        problems.append(warning(shorten(told, 500), Place(place.name), hint))
    return found


def _text(path: Path, name: str) -> str | None:
    """What stands below the front matter, or None where there is none. What cannot be read is told later."""
    try:
        if not read_bytes(path, name, 8).removeprefix(codecs.BOM_UTF8).startswith(b"---"):
            return None
        head = heads.split(folder.text_of(path, name, []), name)
    except CorantoError:
        return name
    return head.body.strip() if head else None


def _said(value: object) -> frozenset[str]:
    """A list of files in the settings."""
    named = value if isinstance(value, list) else [value]
    return frozenset(each.strip("/") for each in named if isinstance(each, str))


def _post(place: Path, name: str, rule: str, zone: tzinfo | None, base: str) -> Post | None:
    folder.refuse_others(name)
    problems: list[Problem] = []
    text = folder.text_of(place / name, name, problems)
    head = heads.split(text, name)
    if head is None:
        raise error("there is no front matter", Place(name, 1, 1), "begin it with a line '---'")
    stem = posixpath.splitext(posixpath.basename(name))[0]
    dated = _NAME.fullmatch(stem)
    slug = dated["slug"] if dated else stem
    taken = fields.Taken(_listed(head.values), Place(name, 1), problems)
    found = fields.post(taken, name, head.body, head.line, zone, dated=iso(dated["date"], None) if dated else "")
    body = _translated(markup.without_more(head.body))
    references = _references(body)
    folders = name.split("/")
    if not KEPT & set(folders):
        found = replace(found, body=body, references=references, beside=str((place / name).parent))
        return _page(found, taken, rule, name, problems)
    at = next(number for number, part in enumerate(folders) if part in KEPT)
    kinds = [*folders[:at], *(each for each in (found.section, *taken.texts("categories")) if each)]
    address = _address(found, taken, rule, found.slug or slug, list(dict.fromkeys(kinds)))
    guid = f"{base}{posixpath.join(posixpath.dirname(address.rstrip('/')), found.slug or slug)}"
    return replace(
        found,
        title=found.title or slug.replace("-", " ").capitalize(),
        body=body,
        slug=found.slug or slug,
        draft=found.draft or "_drafts" in folders,
        address=address,
        guid=guid if base and address else "",
        beside=str(place),
        rest=fields.left_over(taken, NOISE),
        references=references,
        problems=(*problems, *markup.marks(body, head.line, name, references)),
    )


def _page(found: Post, taken: fields.Taken, rule: str, name: str, problems: list[Problem]) -> Post:
    """A page; one that is called ``index`` goes by its folder."""
    above, _, stem = posixpath.splitext(name)[0].rpartition("/")
    slug = posixpath.basename(above) if stem == "index" else stem
    said = taken.text("permalink") or (f"/:path/{stem}/" if rule.endswith("/") else f"/:path/{stem}.html")
    address = urls.filled(said, r":([a-z_]+)", {"path": above, "basename": stem, "output_ext": ".html"}.get)
    return replace(
        found,
        title=found.title or slug.replace("-", " ").capitalize(),
        slug=found.slug or slug,
        page=True,
        address=address.removesuffix("index/") if stem == "index" else address,
        problems=(*problems, *markup.marks(found.body, found.line, name, found.references)),
    )


def _listed(values: Mapping[str, Any]) -> dict[str, Any]:
    """With the words of ``tags`` and ``categories`` apart, as Jekyll takes a text of them."""
    texts = {key: values[key] for key in ("tags", "categories") if isinstance(values.get(key), str)}
    return {**values, **{key: text.replace(",", " ").split() for key, text in texts.items()}}


def _address(post: Post, taken: fields.Taken, rule: str, slug: str, kinds: list[str]) -> str:
    rule = taken.text("permalink") or rule
    rule = STYLES.get(rule, rule)
    day = urls.day_of(post.date)
    stamps = {"year": "%Y", "short_year": "%y", "month": "%m", "i_month": "%-m", "day": "%d", "i_day": "%-d",
              "y_day": "%j", "hour": "%H", "minute": "%M", "second": "%S"}  # fmt: skip

    def value(word: str) -> str | None:
        if word in stamps:
            return day.strftime(stamps[word]) if day else None
        return {
            "title": slug,
            "slug": slugify(slug),
            "name": slugify(slug),
            "categories": "/".join(slugify(kind) for kind in kinds),
            "output_ext": ".html",
        }.get(word)

    return urls.filled(rule, r":([a-z_]+)", value)


def _translated(body: str) -> str:
    """The tags that Markdown has words for, in those."""
    if "{{" not in body and "{%" not in body:
        return body

    body = _CODE_END.sub("```", _CODE.sub(r"```\1", body))
    body = markup.translate(body, lambda text: _RELATIVE.sub(lambda each: "/" + each[1].lstrip("/"), text))
    return _RAW.sub("", markup.translate(body, lambda text: _BASE.sub("", text)))


def _references(body: str) -> dict[str, str]:
    """What ``post_url`` and ``link`` name."""
    named = {match[0]: (match[1], match[2].strip("\"'/")) for match in _POST.finditer(body)}
    return {words: name if tag == "link" else f"_posts/{name}" for words, (tag, name) in named.items()}
