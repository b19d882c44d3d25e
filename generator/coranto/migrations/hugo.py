"""A site of Hugo -> its posts. Front matter in YAML, TOML or JSON, page bundles, permalinks of its settings.

``figure``, ``ref``, ``relref`` and ``highlight`` become Markdown; other shortcodes stay, and are told. Posts that are
not in Markdown are told, and not converted.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_plus
from zoneinfo import ZoneInfo

from coranto.elsewhere import fields, folder, heads, markup, urls
from coranto.elsewhere.post import Old, Post
from coranto.problems import Place, Problem, error

NAMES = tuple(f"{stem}.{form}" for stem in ("hugo", "config", "config/_default/hugo", "config/_default/config")
              for form in ("toml", "yaml", "yml"))  # fmt: skip
NOISE = frozenset("layout type url markup outputs build cascade sitemap linktitle menus menu toc".split())
_FIGURE = re.compile(r"\{\{<\s*figure\s+(?P<inside>[^{}]{1,2000}?)\s*/?>\}\}")
_SETTING = re.compile(r"([a-z]+)\s*=\s*(?:\"([^\"]*)\"|`([^`]*)`|(\S+))")
_REF = re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+\"?([^\"\s{}]{1,500})\"?\s*[>%]\}\}")
_HERE = re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+\"?(#[^\"\s{}]{1,500})\"?\s*[>%]\}\}")
_CODE = re.compile(r"^[ \t]*\{\{<\s*highlight\s+(\w+)[^{}\n]{0,200}>\}\}[ \t]*$", re.MULTILINE)
_CODE_END = re.compile(r"^[ \t]*\{\{<\s*/\s*highlight\s*>\}\}[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Site:
    """What the settings say: how addresses are made, and where and when the site is."""

    rules: Mapping[str, str]
    ugly: bool
    upper: bool  # capitals stay
    bare: bool  # accents go
    zone: ZoneInfo
    base: str


def read(place: Path) -> Old:
    """The posts below ``content/``. Raises CorantoError when there is no such folder."""
    if not (place / "content").is_dir():
        raise error("this is no site of Hugo: it has no content/", Place(str(place)), "give the site's own folder")
    problems: list[Problem] = []
    said = folder.settings(place, NAMES, problems)
    zone = folder.zone_of(said.get("timezone")) or ZoneInfo("UTC")
    base = urls.base_of(said.get("baseurl"))
    names = [name for name in folder.files(place / "content", "content", problems) if folder.is_post(name)]
    true = {key for key, value in said.items() if str(value) == "true"}
    rules = _rules(said.get("permalinks"))
    site = Site(rules, "uglyurls" in true, "disablepathtolower" in true, "removepathaccents" in true, zone, base)
    posts = tuple(partial(_post, place, name, site) for name in names)
    shelves = (place / "static", place / "content", place / "assets")
    called = tuple(f"content/{name}" for name in names)
    return Old(posts, shelves, (base,) if base else (), called, tuple(problems))


def _rules(said: object) -> dict[str, str]:
    """Permalinks by section; newer settings have them one level deeper, under ``page``."""
    found = said if isinstance(said, dict) else {}
    inner = found.get("page")
    return {
        key: value for key, value in (inner if isinstance(inner, dict) else found).items() if isinstance(value, str)
    }


def _post(place: Path, name: str, site: Site) -> Post | None:
    stem = posixpath.splitext(posixpath.basename(name))[0]
    if stem == "_index":
        return None
    origin, problems = f"content/{name}", list[Problem]()
    text = folder.text_of(place / "content" / name, origin, problems)
    if name.lower().endswith((".html", ".htm")) and text.lstrip().startswith("<"):
        return None  # a file as it is, to Hugo too: pages begin with front matter
    folder.refuse_others(origin)
    head = heads.split(text, origin)
    if head is None:
        raise error("there is no front matter", Place(origin, 1, 1), "begin it with ---, +++ or {")
    taken = fields.Taken(head.values, Place(origin, 1), problems)
    found = fields.post(taken, origin, head.body, head.line, site.zone)
    if str(head.values.get("headless", "")) == "true":
        return None
    section, _, _ = name.rpartition("/")
    if stem == "index":  # a bundle is called by its folder
        section, _, stem = section.rpartition("/")
    body = _translated(markup.without_more(head.body))
    references = _references(body, name)
    address = _address(found, taken, section, stem, site)
    return replace(
        found,
        title=found.title or stem.replace("-", " "),
        body=body,
        slug=found.slug or _named(found, section, site) or stem,
        page=not section and not found.date,
        address=address,
        aliases=tuple(posixpath.join("/", section, alias) for alias in found.aliases),
        guid=f"{site.base}{address}" if site.base and address else "",
        beside=str((place / "content" / name).parent),
        rest=fields.left_over(taken, NOISE),
        references=references,
        problems=(*problems, *markup.marks(body, head.line, origin, references)),
    )


def _named(post: Post, section: str, site: Site) -> str:
    """What a post is called that says no slug itself, where addresses end in its title: so it keeps its own."""
    rule = site.rules.get(section.partition("/")[0], "")
    return urlize(post.title).lower() if re.search(r":(?:slug|title)/?\Z", rule) else ""


def _address(post: Post, taken: fields.Taken, section: str, stem: str, site: Site) -> str:
    if url := taken.text("url"):
        return urls.tidy(url) if not url.startswith("http") else ""
    day = urls.day_of(post.date)
    top = section.partition("/")[0]

    def value(word: str) -> str | None:
        words: dict[str, str | None] = {
            "section": top,
            "sections": section,
            "title": urlize(post.title),
            "slug": urlize(post.slug or post.title),
            "filename": urlize(stem),
            "contentbasename": urlize(stem),
            "slugorfilename": urlize(post.slug or stem),
            "slugorcontentbasename": urlize(post.slug or stem),
        }
        stamps = {"year": "%Y", "month": "%m", "day": "%d", "yearday": "%j"}
        if word in stamps:
            return day.strftime(stamps[word]) if day else None
        return words.get(word)

    rule = site.rules.get(top, "")
    path = urls.filled(rule or "/:sections/:slugorcontentbasename/", r":([a-z]+)", value)
    path = urlize(unquote_plus(path) if rule else path)  # Hugo takes its own rule apart so, and a + is gone
    if site.bare:
        bare = "".join(sign for sign in unicodedata.normalize("NFD", path) if unicodedata.category(sign) != "Mn")
        path = unicodedata.normalize("NFC", bare)
    path = path if site.upper else path.lower()
    return quote(f"{path.rstrip('/')}.html" if site.ugly and path else path, safe="/~+@")


def urlize(text: str) -> str:
    """A name as Hugo takes it into a path: no sign but these, and one hyphen for each gap."""
    made: list[str] = []
    gap = hyphen = False
    for at, sign in enumerate(text):
        kind = unicodedata.category(sign)
        escape = sign == "%" and re.match(r"[0-9a-fA-F]{2}", text[at + 1 : at + 3])
        if kind[0] in "LM" or kind == "Nd" or sign in "./\\_#+~-@" or escape:
            hyphen = sign == "-"
            made += ["-", sign] if gap and not hyphen else [sign]
            gap = False
        elif made and not hyphen and sign.isspace():
            gap = True
    return "".join(made)


def _translated(body: str) -> str:
    """The shortcodes that Markdown has words for, in those."""
    if "{{" not in body:
        return body

    def figure(match: re.Match[str]) -> str:
        said: dict[str, Any] = {key: a or b or c for key, a, b, c in _SETTING.findall(match["inside"])}
        if not said.get("src"):
            return match[0]
        told = " · ".join(filter(None, (said.get("caption") or said.get("title"), said.get("attr"))))
        caption = ' "' + told.replace('"', "”") + '"' if told else ""
        return f"![{said.get('alt', '')}]({said['src']}{caption})"

    body = markup.translate(body, lambda text: _HERE.sub(r"\1", _FIGURE.sub(figure, text)))
    return _CODE_END.sub("```", _CODE.sub(r"```\1", body))


def _references(body: str, name: str) -> dict[str, str]:
    """What ``ref`` and ``relref`` name; a path starts where the post is."""
    found = {}
    for match in _REF.finditer(body):
        target, mark, anchor = match[1].partition("#")
        where = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), target))
        found[match[0]] = f"content{where}{mark}{anchor}"
    return found
