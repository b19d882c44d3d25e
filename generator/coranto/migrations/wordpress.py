"""An export of WordPress (WXR) -> its posts and pages. Captions and galleries become pictures with captions.

Entities that it declares are never expanded. Pictures are looked for in ``wp-content/`` beside the export.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from coranto.elsewhere import export, urls
from coranto.elsewhere.moment import iso
from coranto.elsewhere.post import Old, Post
from coranto.extract import xml_text
from coranto.extract.xml_text import Element
from coranto.problems import Place, Problem, error, warning

KINDS = ("post", "page")
SILENT = frozenset(["attachment", "nav_menu_item", "revision", "wp_global_styles", "wp_navigation", "custom_css"])
NO_SECTION = frozenset(["uncategorized", "uncategorised", "allgemein", "без рубрики"])
_CAPTION = re.compile(r"\[caption\b[^\]]{0,500}\](.*?)\[/caption\]", re.DOTALL | re.IGNORECASE)
_PICTURE = re.compile(r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE)
_GALLERY = re.compile(r"\[gallery\b([^\]]{0,1000})\]", re.IGNORECASE)
_EMBED = re.compile(r"\[embed\b[^\]]{0,200}\]\s*(https?://[^\s\[\]<>\"]{1,500})\s*\[/embed\]", re.IGNORECASE)
_SHORTCODE = re.compile(r"(?<!\[)\[([a-z][a-z0-9_-]{2,40})(?:\s[^\[\]]{0,500})?/?\]", re.IGNORECASE)
_CLOSED = re.compile(r"\[/([a-z][a-z0-9_-]{2,40})\]", re.IGNORECASE)
_BLOCK = re.compile(
    r"\s*</?(?:address|article|aside|blockquote|div|dl|figure|footer|form|h[1-6]|header|hr|iframe|li|ol|p|pre|section|"
    r"table|ul|video|audio)\b",
    re.IGNORECASE,
)
_SIZE = re.compile(r"-\d{2,5}x\d{2,5}(?=\.[A-Za-z]{3,4}(?:$|[\"'?]))")


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture of the media library."""

    url: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Site:
    """What all posts of an export share."""

    name: str
    folder: Path
    base: str
    authors: Mapping[str, str]
    pictures: Mapping[str, Attached]


def read(place: Path) -> Old:
    """The posts and pages of an export. Raises CorantoError when it is none."""
    name = place.name
    source = xml_text.source_of(export.bytes_of(place), name, export.LIMIT)
    problems: list[Problem] = []
    tree = xml_text.parse(source)
    if tree is None:
        tree = xml_text.parse(source, recover=True)
        problems.append(warning("the export is broken, and may lack posts", Place(name), "export it again"))
    items = [] if tree is None else [each for each in tree.iter() if xml_text.local(each) == "item"]
    if tree is None or not any(_of(each, "post_type") for each in items):
        raise error("this is no export of WordPress", Place(name), "take the file that Tools → Export gives (XML)")
    channel = next((each for each in tree if xml_text.local(each) == "channel"), tree)
    base = urls.base_of(_of(channel, "base_blog_url") or _of(channel, "base_site_url") or _of(channel, "link"))
    writers = [each for each in channel if xml_text.local(each) == "author"]
    authors = {_of(each, "author_login"): _of(each, "author_display_name") for each in writers}
    pictures = {
        _of(each, "post_id"): Attached(
            _of(each, "attachment_url"),
            _meta(each).get("_wp_attachment_image_alt", ""),
            _text(each, "encoded", "excerpt"),
        )
        for each in items
        if _of(each, "post_type") == "attachment"
    }
    site = Site(name, place.parent, base, authors, pictures)
    posts = [each for each in items if _of(each, "post_type") in KINDS]
    others = Counter(_of(each, "post_type") for each in items) - Counter(dict.fromkeys((*KINDS, *SILENT), 10**9))
    for kind, count in sorted(others.items()):
        problems.append(warning(f"{count} of the kind {kind!r} stay behind", Place(name), "only posts and pages come"))
    comments = sum(xml_text.local(each) == "comment" for item in posts for each in item)
    if comments:
        problems.append(warning(f"{comments} comments stay behind: there is no place for them here", Place(name)))
    called = tuple(f"{name}:{each.sourceline or 0}" for each in posts)
    made = tuple(partial(_post, each, site) for each in posts)
    return Old(made, (place.parent,), _hosts(base), called, tuple(problems))


def _hosts(base: str) -> tuple[str, ...]:
    """The site's address by https and by http: texts are older than its certificate."""
    bare = re.sub(r"^https?:", "", base)
    return (f"https:{bare}", f"http:{bare}") if bare else ()


def _post(item: Element, site: Site) -> Post | None:
    status = _of(item, "status")
    if status in ("trash", "auto-draft", "inherit"):
        return None
    title = export.plain(_of(item, "title"))
    place = Place(site.name, item.sourceline or 0)
    problems: list[Problem] = []
    hidden = "private" if status == "private" else "behind a password" if _of(item, "post_password") else ""
    if hidden:
        problems.append(warning(f"{title!r} was {hidden}: it comes as a draft", place))
    html = _paragraphs(_pictures(_text(item, "encoded", "content"), site))
    closed = set(_CLOSED.findall(html))
    for code in dict.fromkeys(
        match[0] for match in _SHORTCODE.finditer(html) if "=" in match[0] or match[1] in closed
    ):  # others are words in brackets
        hint = "write what it stands for, or take it out"
        problems.append(warning(f"nothing here stands for {code}: it stays in the text of {title!r}", place, hint))
    kinds = [(each.get("domain"), export.plain(each.text or "")) for each in item if xml_text.local(each) == "category"]
    sections = [name for domain, name in kinds if domain == "category" and name.lower() not in NO_SECTION]
    tags = [name for domain, name in kinds if domain == "post_tag"]
    link = urls.parts(_of(item, "link"))
    lead = site.pictures.get(_meta(item).get("_thumbnail_id", ""))
    creator = _of(item, "creator")
    return Post(
        origin=_of(item, "post_id") or _of(item, "guid"),
        title=title,
        body=export.markdown(html, f"{site.base}/", place, problems),
        date=_date(_of(item, "post_date"), _of(item, "post_date_gmt")),
        slug=unquote(_of(item, "post_name")),
        authors=tuple(filter(None, [site.authors.get(creator) or creator])),
        section=sections[0] if sections else "",
        tags=tuple(dict.fromkeys((*tags, *sections[1:]))),
        summary=export.plain(_text(item, "encoded", "excerpt")),
        image=lead.url if lead else "",
        alt=lead.alt if lead else "",
        caption=export.plain(lead.caption) if lead else "",
        featured=_of(item, "is_sticky") == "1",
        draft=status not in ("publish", "future") or bool(hidden),
        page=_of(item, "post_type") == "page",
        address="" if link.query else link.path.removeprefix(urlsplit(site.base).path),
        guid=_of(item, "guid"),
        problems=tuple(problems),
    )


def _of(element: Element, name: str) -> str:
    """The text of the first part of that name."""
    return next(((each.text or "").strip() for each in element if xml_text.local(each) == name), "")


def _text(item: Element, name: str, space: str) -> str:
    """That of a name that two namespaces share."""
    found = (each.text or "" for each in item if xml_text.local(each) == name and space in xml_text.space(each))
    return next(found, "").strip()


def _meta(item: Element) -> dict[str, str]:
    return {_of(each, "meta_key"): _of(each, "meta_value") for each in item if xml_text.local(each) == "postmeta"}


def _date(local: str, gmt: str) -> str:
    """The site's own clock, with what it was ahead of Greenwich then."""
    here, there = iso(local, None), iso(gmt, None)
    if not here:
        return ""
    if not there:
        return here
    ahead = round((datetime.fromisoformat(here) - datetime.fromisoformat(there)).total_seconds() / 60)
    if abs(ahead) > 14 * 60:
        return f"{there}+00:00"
    return f"{here}{'-' if ahead < 0 else '+'}{abs(ahead) // 60:02d}:{abs(ahead) % 60:02d}"


def _pictures(html: str, site: Site) -> str:
    """Captions, galleries and embedded addresses as HTML; pictures in their whole size where that is here."""

    def caption(match: re.Match[str]) -> str:
        parts = _PICTURE.fullmatch(match[1])
        return f"\n\n<figure>{parts[1]}<figcaption>{parts[2]}</figcaption></figure>\n\n" if parts else match[1]

    def gallery(match: re.Match[str]) -> str:
        named = re.search(r"\bids=[\"']?([\d,\s]{1,900})", match[1])
        shown = [site.pictures[each] for each in re.findall(r"\d+", named[1]) if each in site.pictures] if named else []
        figures = (_figure(each) for each in shown)
        return "\n\n" + "\n".join(figures) + "\n\n" if shown else match[0]

    html = _EMBED.sub(r'<p><a href="\1">\1</a></p>', _GALLERY.sub(gallery, _CAPTION.sub(caption, html)))

    def whole(match: re.Match[str]) -> str:
        bare = _SIZE.sub("", match[0])
        path = unquote(urls.local(re.sub(r"^src=[\"']", "", bare).rstrip("\"'"), _hosts(site.base)))
        known = bare != match[0] and ".." not in path and (site.folder / path.lstrip("/")).is_file()
        return bare if known else match[0]

    return re.sub(r"src=[\"'][^\"'<>\s]{1,1000}[\"']", whole, html)


def _figure(picture: Attached) -> str:
    image = f'<img src="{escape(picture.url)}" alt="{escape(picture.alt)}">'
    return f"<figure>{image}<figcaption>{picture.caption}</figcaption></figure>"


def _paragraphs(html: str) -> str:
    """Texts of the old editor have empty lines instead of paragraphs."""
    if "<!-- wp:" in html or re.search(r"<p[\s>]", html, re.IGNORECASE):
        return html
    pieces = re.split(r"(<pre\b.*?</pre>)", html.replace("\r\n", "\n"), flags=re.DOTALL | re.IGNORECASE)
    made = []
    for number, piece in enumerate(pieces):
        blocks = [piece] if number % 2 else re.split(r"\n[ \t]*\n\s*", piece.strip())
        made += [
            each if _BLOCK.match(each) else "<p>" + each.replace("\n", "<br>\n") + "</p>" for each in blocks if each
        ]
    return "\n\n".join(made)
