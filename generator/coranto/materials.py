"""All that a site is made from, read once: configuration, content, theme. An order in, materials out.

Their key tells whether anything has changed. Nothing heavy is loaded for it: where nothing has, nothing else is needed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from coranto.cache import Cache, key_of
from coranto.catalogues import Texts, read_catalogues
from coranto.config import Config, parse_config
from coranto.content import Source, read_source, reread
from coranto.crew import Crew
from coranto.extensions import NONE, Extensions, read_extensions
from coranto.files import read_bytes
from coranto.hands import Tell, untold
from coranto.problems import Place, Problem, error
from coranto.program import program, stamp, zone_data
from coranto.text import decode
from coranto.theme import Theme, load_theme


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks of a build.

    A ``now`` without a zone is in the site's. ``withheld`` shows drafts and scheduled items too, marked; ``script`` is
    the address of the live reload script, and makes it a preview. ``clean`` forgets what was remembered. ``jobs`` is
    how many processes may be at work (0: as many as help), ``tell`` hears how far it is. ``compiled`` is a folder of
    the user's for compiled templates. ``explain`` wants to know why pages were made.
    ``precompress`` packs texts as well. ``crew`` is the way to workers elsewhere.
    """

    root: Path
    now: datetime
    config: Path | None = None
    output: Path | None = None
    base_url: str = ""
    withheld: bool = False
    strict: bool = False
    script: str = ""
    clean: bool = False
    jobs: int = 0
    tell: Tell = field(default=untold, compare=False)
    compiled: Path | None = None
    explain: bool = False
    precompress: bool = False
    crew: Crew | None = field(default=None, compare=False)

    @property
    def kind(self) -> bytes:
        """What tells one way to build a site from others: it may be built in several in turn."""
        kind = (self.root, self.config, self.base_url, self.withheld, self.script, self.precompress)
        return repr(kind).encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Materials:
    """What a site is made from. ``now`` has a zone; ``key`` holds all of it but ``now``."""

    config: Config
    source: Source
    theme: Theme
    catalogues: Texts
    now: datetime
    key: bytes
    problems: tuple[Problem, ...]
    extensions: Extensions = NONE


def read_materials(
    order: Order, cache: Cache, before: Materials | None = None, touched: frozenset[Path] = frozenset()
) -> Materials:
    """Read everything. Raises CorantoError when configuration or theme are wrong, or content is missing.

    ``before``, ``touched``: what was read last, and the only files that have changed since, if both are known.
    """
    source = reread(before.source, order.root, touched) if before and touched else None
    if before and source and all(path.is_relative_to(order.root / "content") for path in touched):
        key = key_of(before.key, source.key)
        return replace(before, source=source, now=_in_zone(order.now, before.config), key=key)
    config, problems = read_config(order)
    extensions = read_extensions(order.root, config.extensions, partial(config.place, "extensions"))
    source = source or read_source(order.root, cache)
    theme, said = load_theme(order.root, config.theme, config.theme_options, config.place("theme", config.theme))
    catalogues, noted = read_catalogues(config.language, order.root, zip(theme.names, theme.folders, strict=True))
    words = [name + "\0" + text for name, (text, _) in sorted(theme.templates.items())]
    files = [f"{path}\0{stamp(file)}" for path, file in sorted(theme.assets.items())]
    parts = [
        repr(replace(config, pages=frozenset())),
        repr(sorted(config.pages)),
        repr((order.withheld, order.script)),
        os.fsdecode(order.root),
        *(problem.show() for problem in (*problems, *said, *noted)),
        theme.fingerprint,
        *theme.names,
        *theme.styles,
        repr(theme.values),
        repr((catalogues, noted)),
        extensions.key,
    ]
    told = [part.encode("utf-8", "surrogatepass") for part in (*parts, *words, *files)]
    key = key_of(program(), zone_data(config.timezone), source.key, *told)
    return Materials(
        config, source, theme, catalogues, _in_zone(order.now, config), key, tuple(problems + said + noted), extensions
    )


def _in_zone(now: datetime, config: Config) -> datetime:
    return now if now.tzinfo else now.replace(tzinfo=config.timezone)


def read_config(order: Order) -> tuple[Config, list[Problem]]:
    """config.yaml of the site, with what the command line puts in its place."""
    path = order.config or order.root / "config.yaml"
    name = path.name if path.parent == order.root else str(path)
    if not path.exists():
        looked = f"there is no {path.name} in {path.parent.absolute()}"
        hint = "see whether --config is right" if order.config else "run coranto init, or give --root FOLDER"
        raise error(looked, Place(name), hint)
    text, problems = decode(read_bytes(path, name, 1 << 20), name)  # more than is read is an error there
    config, said = parse_config(text, name, order.base_url)
    return config, problems + said
