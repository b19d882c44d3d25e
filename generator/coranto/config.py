"""config.yaml in; a checked, frozen ``Config`` out, or every mistake in it with line, column and hint.

Every key has its line in ``docs/reference/config.md``. Never reads anything but the text it is given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coranto.channels import Feeds, read_feeds
from coranto.crawlers import Robots, read_robots
from coranto.fields import Fields
from coranto.model import KINDS, Republish
from coranto.moves import Move, read_cname, read_moves
from coranto.problems import Place, Problem, error, stop_on_errors, suggest, warning
from coranto.targets import Deploy, read_deploy
from coranto.text import web_address
from coranto.yamltree import Node, parse

REPUBLISH = ("own", "full", "excerpt", "link")
ENGINES = ("python", "python-markdown", "commonmark")
FORMATS = ("webp", "avif")
SENDER = 'write "The Packet <packet@example.org>"'
WAY_OUT = "write https://… or mailto:…"
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")  # the form of a BCP 47 tag, not its registry


@dataclass(frozen=True, slots=True)
class Images:
    """``images:``. The widths in which pictures are made, their quality from 1 to 100, the formats beside their own."""

    widths: tuple[int, ...] = (480, 960, 1600)
    quality: int = 80
    formats: tuple[str, ...] = ("webp",)


@dataclass(frozen=True, slots=True)
class Sender:
    """``editions:``, as mails. Who sends them, as ``Name <name@host>``, and where one unsubscribes; either may be
    empty."""

    address: str = ""
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry of the menu: a title and an address, in this site (from ``/``) or outside."""

    title: str
    url: str
    line: int = 0  # of config.yaml


@dataclass(frozen=True, slots=True)
class Config:
    """What config.yaml says, or its defaults. ``base_url`` ends in ``/`` or is empty. ``pages`` are the kinds made."""

    title: str
    tagline: str = ""
    base_url: str = ""
    language: str = "en"
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    theme: str = "plain"
    theme_options: Node | None = field(default=None, repr=False, compare=False)  # what it means, the theme says
    menu: tuple[MenuItem, ...] = ()
    permalink: str = "/:year/:month/:slug/"
    urls: str = "pretty"
    slugs: str = ""  # as "latin", which nobody has written
    pages: frozenset[str] = frozenset(KINDS)
    per_page: int = 20
    feeds: Feeds = field(default_factory=Feeds)
    editions: Sender = Sender()
    engine: str = "python"
    republish: Republish | None = None
    licence: str = ""
    robots: Robots = field(default_factory=Robots)
    redirects: tuple[Move, ...] = ()
    cname: str = ""
    images: Images | None = None  # None: as is usual, where pillow is installed
    search: bool = False
    deploy: Deploy = field(default_factory=Deploy)
    extensions: tuple[str, ...] = ()
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict, repr=False, compare=False)  # (key, name)

    def place(self, key: str, name: str) -> Place:
        """Where a key names something of which only the file system says whether it is there."""
        return self.places.get((key, name), Place("config.yaml"))

    @property
    def tongue(self) -> str:
        """The language in whose Latin letters names stand in addresses; empty when they keep their own letters."""
        return "" if self.slugs == "letters" else self.language

    @property
    def base_path(self) -> str:
        """The path of ``base_url``, from ``/`` to ``/``."""
        return urlsplit(self.base_url).path or "/"


def parse_config(text: str, path: str = "config.yaml", base_url: str = "") -> tuple[Config, list[Problem]]:
    """The text of config.yaml -> the config, and warnings. Raises CorantoError with every mistake.

    ``base_url``, when given, stands in for the one in the text.
    """
    problems: list[Problem] = []
    if not text.strip():
        raise error("config.yaml is empty", Place(path), "write at least title: Name of the digest")
    fields = Fields(parse(text, path), problems, path)
    if "title" not in fields:
        fields.fault("title", "'title' is missing", "write title: Name of the digest")
    zone = _zone(fields)
    menu = []
    for entry in fields.groups("menu", "a menu entry"):
        title, url = entry.text("title"), entry.text("url")
        hint = "write - {title: About, url: /about/}"
        if not title or not url:
            problems.append(entry.node.problem("a menu entry needs a title and a url", hint))
        elif not re.match(r"/(?!/)|https?://|mailto:", url):
            entry.fault("url", f"a menu entry's url begins with /, https:// or mailto:, unlike {url!r}", hint)
        entry.close()
        menu.append(MenuItem(title, url, entry.node.line))
    options = fields.raw("theme_options")
    if options is not None and not isinstance(options.value, dict):
        fields.fault("theme_options", "'theme_options' must be a mapping", "write theme_options: {density: compact}")
    pages = _pages(fields)
    config = Config(
        title=fields.text("title"),
        tagline=fields.text("tagline"),
        base_url=_base_url(fields, base_url),
        language=_language(fields),
        timezone=zone,
        theme=_theme(fields),
        theme_options=options,
        menu=tuple(menu),
        permalink=_permalink(fields),
        urls=fields.choice("urls", ("pretty", "file"), "pretty"),
        slugs=fields.choice("slugs", ("latin", "letters")),
        pages=pages,
        per_page=fields.number("per_page", 20, least=1),
        feeds=read_feeds(fields, pages),
        editions=_editions(fields),
        engine=_engine(fields),
        republish=cast("Republish | None", fields.choice("republish", REPUBLISH) or None),
        licence=fields.text("licence"),
        robots=read_robots(fields),
        redirects=read_moves(fields),
        cname=read_cname(fields),
        images=_images(fields),
        search=fields.flag("search"),
        deploy=read_deploy(fields),
        extensions=_extensions(fields),
        places=_places(fields),
    )
    if not config.base_url and "base_url" not in fields:
        problems.append(
            warning(
                "there is no base_url: no feed, no sitemap and no canonical address can be written",
                Place(path),
                "write base_url: https://example.org/",
            )
        )
    host = urlsplit(config.base_url)
    if config.cname and config.base_url and (host.hostname, host.path) != (config.cname, "/"):
        message = f"the host {config.cname} shows this site at its root, and base_url is {config.base_url}"
        hint = f"write base_url: https://{config.cname}/"
        problems.append(warning(message, fields.keys["cname"][1].place, hint))
    sample = config.feeds.id_authority.startswith("example.org,")
    if sample and config.base_url and urlsplit(config.base_url).hostname != "example.org":
        message = "feeds.id_authority is the sample's: ids would bear a domain that is not yours, for good"
        hint = "write your own domain there before the first subscriber comes"
        problems.append(warning(message, Place(path), hint))
    fields.close()
    stop_on_errors(problems)
    return config, problems


def _zone(fields: Fields) -> ZoneInfo:
    name = fields.text("timezone", "UTC")
    try:
        if not re.fullmatch(r"[A-Za-z0-9+_-]+(?:/[A-Za-z0-9+_-]+)*", name):
            raise ValueError(name)
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        fields.fault("timezone", f"there is no time zone {name!r}", "write a name such as Europe/Kyiv or UTC")
        return ZoneInfo("UTC")


def _base_url(fields: Fields, instead: str) -> str:
    url = fields.url("base_url")
    if instead:
        if not web_address(instead):
            raise error(f"not a web address: {instead!r}", Place("--base-url"), "write https://example.org/digest/")
        url = instead
    if not url:
        return ""
    parts = urlsplit(url)
    strange = parts.query or parts.fragment or parts.username is not None or "//" in parts.path
    if strange or "/../" in f"{parts.path}/":
        fields.fault("base_url", "'base_url' is a host and a path, nothing more", "write https://example.org/digest/")
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~")  # feeds and sitemaps hold addresses in ASCII alone
    return f"{parts.scheme}://{_host(fields, parts.netloc)}{path}" + ("" if path.endswith("/") else "/")


def _host(fields: Fields, name: str) -> str:
    """A host with its port, as programs know it."""
    if name.isascii():
        return name.lower()
    import idna  # here: few sites need it

    host, colon, port = name.partition(":")
    try:
        return idna.encode(host, uts46=True).decode("ascii") + colon + port
    except (idna.IDNAError, UnicodeError):
        fields.fault("base_url", f"'base_url' names no host: {name!r}", "write https://example.org/digest/")
        return name


def _language(fields: Fields) -> str:
    language = fields.text("language", "en")
    if not LANGUAGE.fullmatch(language):
        fields.fault("language", f"'language' is not a language tag: {language!r}", "write en, uk or pt-BR")
    return language


def _theme(fields: Fields) -> str:
    name = fields.text("theme", "plain")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
        fields.fault("theme", f"'theme' is the name of a folder in themes/: {name!r}", "write theme: plain")
        return "plain"
    return name


def _permalink(fields: Fields) -> str:
    group = fields.group("permalinks", "permalinks")
    if group is None:
        return "/:year/:month/:slug/"
    pattern = group.text("article", "/:year/:month/:slug/")
    unknown = [
        name for name in re.findall(r":([a-z]*)", pattern) if name not in ("year", "month", "day", "slug", "section")
    ]
    if unknown or ":slug" not in pattern or not re.fullmatch(r"/(?:[^/\s]+/)+", pattern) or ".." in pattern:
        group.fault(
            "article", f"not a permalink: {pattern!r}", "use :year :month :day :section :slug, as /:year/:month/:slug/"
        )
    group.close()
    return pattern


def _pages(fields: Fields) -> frozenset[str]:
    group = fields.group("pages", "pages")
    if group is None:
        return frozenset(KINDS)
    made = frozenset(kind for kind in KINDS if group.flag(kind, True))
    group.close()
    return made


def _editions(fields: Fields) -> Sender:
    group = fields.group("editions", "editions")
    if group is None:
        return Sender()
    sender = Sender(group.text("from"), group.text("unsubscribe"))
    if sender.address and not mail_address(sender.address):
        group.fault("from", f"not a mail address: {sender.address!r}", SENDER)
    if sender.unsubscribe and not way_out(sender.unsubscribe):
        group.fault("unsubscribe", f"no address to unsubscribe at: {sender.unsubscribe!r}", WAY_OUT)
    group.close()
    return sender


def mail_address(written: str) -> tuple[str, str] | None:
    """The name and the address of ``Name <name@host>``; None for what is no such thing."""
    from email.utils import getaddresses

    found = getaddresses([written])
    sound = len(found) == 1 and re.fullmatch(r"[\x21-\x7e]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", found[0][1])
    return found[0] if sound and " ".join(written.split()) == written else None


def way_out(written: str) -> bool:
    """Is this an address at which one can unsubscribe? It has to stand on one line of a mail."""
    return len(written) < 900 and bool(re.fullmatch(r"(?:https?://|mailto:)[\x21-\x3b\x3d\x3f-\x7e]+", written))


def _images(fields: Fields) -> Images | None:
    group = fields.group("images", "images")
    if group is None:
        return None
    usual = Images()
    widths = group.texts("widths")
    for width in widths:
        if not re.fullmatch(r"[1-9][0-9]{1,3}", width):
            group.fault("widths", f"each of 'widths' is a number of pixels from 10 to 9999, unlike {width!r}")
            widths = ()
    formats = group.texts("formats")
    for each in formats:
        if each not in FORMATS:
            hint = suggest(each, FORMATS) or "write formats: [webp], or formats: [] for none"
            group.fault("formats", f"each of 'formats' is one of {', '.join(FORMATS)}, unlike {each!r}", hint)
    quality = group.number("quality", usual.quality, least=1)
    if quality > 100:
        group.fault("quality", f"'quality' is a number from 1 to 100: {quality}")
    group.close()
    return Images(
        tuple(sorted(map(int, widths))) if "widths" in group else usual.widths,
        quality,
        formats if "formats" in group else usual.formats,
    )


def _extensions(fields: Fields) -> tuple[str, ...]:
    names = fields.texts("extensions")
    for name in names:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,99}", name):
            hint = "write extensions: [name] for extensions/name.py, or for an installed one"
            fields.fault("extensions", f"not the name of an extension: {name!r}", hint)
            return ()
    return names


def _places(fields: Fields) -> dict[tuple[str, str], Place]:
    found = {}
    for key in ("theme", "extensions"):
        node = fields.raw(key)
        for each in node.value if node and isinstance(node.value, list) else [node]:
            if each and isinstance(each.value, str):
                found[key, each.value.strip()] = each.place
    return found


def _engine(fields: Fields) -> str:
    group = fields.group("markdown", "markdown")
    if group is None:
        return "python"
    engine = group.choice("engine", ENGINES, "python")
    group.close()
    return engine
