"""A theme in, its templates and files out: the site's own over the ones it inherits from, the built-in one last.

A theme is a folder with ``theme.yaml``, ``templates/`` and ``assets/``. What a site has chosen among its options comes
in as it stands in config.yaml, and goes out checked. Nothing is compiled here (``rendering``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coranto.fields import Fields
from coranto.files import read_bytes, regular_files
from coranto.options import Option, brought, chosen, declared, stylesheet
from coranto.problems import CorantoError, Place, Problem, error, stop_on_errors, suggest
from coranto.text import decode
from coranto.yamltree import Node, parse

BUILT_IN = Path(__file__).parent / "themes"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
CONFIG = Place("config.yaml")
MADE = "options.css"  # the stylesheet that is made of what a site has chosen


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with its ancestors, the youngest first.

    ``assets``: path below the theme's address -> file. ``templates``: each name that a template can be called by ->
    its words and its file; a theme's own name in front means that theme's. ``options``: what can be chosen;
    ``values``: what is; ``made``: the stylesheet made of that, or nothing.
    """

    names: tuple[str, ...]
    folders: tuple[Path, ...]
    styles: tuple[str, ...]
    assets: Mapping[str, Path]
    fingerprint: str
    templates: Mapping[str, tuple[str, Path]]
    options: Mapping[str, Option]
    values: Mapping[str, Any]
    made: str


def load_theme(root: Path, name: str, wanted: Node | None = None, place: Place = CONFIG) -> tuple[Theme, list[Problem]]:
    """The theme of a name, from ``root/themes/`` or built in, with all it inherits from. Raises CorantoError.

    ``wanted`` is what the site says of its options, ``place`` where it names the theme.
    """
    problems: list[Problem] = []
    chain = _chain(root, name, place, problems)
    options: dict[str, Option] = {}
    written: list[tuple[str, tuple[str, ...]]] = []  # the styles that each names
    for label, _, fields in reversed(chain):
        options = declared(fields, label, options)
        written.append((label, fields.texts("styles")))
        fields.close()
    values, said = chosen(options, wanted, name)
    problems += said
    stop_on_errors(problems)
    lists = [[*own, *brought(options, values, label)] for label, own in written]
    styles = list(dict.fromkeys(style for styles in lists for style in styles))
    assets: dict[str, Path] = {}
    for label, folder, _ in reversed(chain):
        if (folder / "assets").is_dir():
            for path in regular_files(folder / "assets", f"themes/{label}/assets", problems):
                assets[path] = folder / "assets" / path
    for style in styles:
        if style not in assets:
            gone = f"there is no stylesheet {style!r} in assets/"
            hint = suggest(style, assets) or "put it there, or take the name out"
            problems += [at.problem(gone, hint) for _, _, fields in chain for at in _naming(fields.node, style)]
    stop_on_errors(problems)
    made = stylesheet(options, values)
    if made and MADE in assets:
        raise error(f"{MADE} is made of the theme's options", Place(f"themes/{name}/assets/{MADE}"), "rename the file")
    templates: dict[str, tuple[str, Path]] = {}
    for label, folder, _ in reversed(chain):
        for path, words in _templates(folder / "templates", f"themes/{label}/templates", problems):
            templates[path] = templates[f"{label}/{path}"] = words
    names, folders, _ = zip(*chain, strict=True)
    shown = (*styles, *([MADE] if made else []))
    fingerprint = _fingerprint(assets, made)
    return Theme(names, folders, shown, assets, fingerprint, templates, options, values, made), problems


def _chain(root: Path, name: str, place: Place, problems: list[Problem]) -> list[tuple[str, Path, Fields]]:
    """A theme and those it inherits from: name, folder and theme.yaml of each, of which options and styles wait."""
    chain: list[tuple[str, Path, Fields]] = []
    while name:
        names = [each for each, _, _ in chain]
        if name in names:
            circle = f"the themes {' and '.join(names)} inherit from one another"
            message = circle if len(names) > 1 else f"the theme {name} inherits from itself"
            last = chain[-1][2].keys["inherits"][1]
            raise CorantoError(last.problem(message, "write inherits: plain"))
        folder = find_theme(root, name, chain[-1][2].keys["inherits"][1].place if names else place)
        label = f"themes/{name}/theme.yaml"
        text, said = decode(read_bytes(folder / "theme.yaml", label), label)
        problems += said
        fields = Fields(parse(text, label), problems, "theme.yaml")
        fields.text("name")
        chain.append((name, folder, fields))
        name = fields.text("inherits")
    return chain


def _naming(node: Node, text: str) -> list[Node]:
    """Where a text stands in a tree."""
    if isinstance(node.value, dict):
        return [found for _, each in node.value.values() for found in _naming(each, text)]
    if isinstance(node.value, list):
        return [found for each in node.value for found in _naming(each, text)]
    return [node] if node.value and node.value.strip() == text else []


def _templates(folder: Path, name: str, problems: list[Problem]) -> Iterator[tuple[str, tuple[str, Path]]]:
    if folder.is_dir():
        for path in regular_files(folder, name, problems):
            text, said = decode(read_bytes(folder / path, f"{name}/{path}"), f"{name}/{path}")
            problems += said
            yield path, (text, folder / path)


def find_theme(root: Path, name: str, place: Place) -> Path:
    """The folder of a theme: the site's own, or a built-in one. ``place`` is where it is named. Raises CorantoError."""
    for folder in (root / "themes" / name, BUILT_IN / name):
        if NAME.fullmatch(name) and not folder.is_symlink() and (folder / "theme.yaml").is_file():
            return folder
    have = all_themes(root)
    raise error(f"there is no theme {name!r}", place, suggest(name, have) or f"there is {' and '.join(have)}")


def all_themes(root: Path) -> list[str]:
    """The names of the themes a site can have."""
    return sorted({path.parent.name for base in (root / "themes", BUILT_IN) for path in base.glob("*/theme.yaml")})


def _fingerprint(assets: Mapping[str, Path], made: str) -> str:
    """Part of the address of the theme's files: a changed theme is a new address, so caches may keep the old one."""
    digest = hashlib.sha256(made.encode())
    for path, file in sorted(assets.items()):
        digest.update(path.encode() + b"\0" + hashlib.sha256(read_bytes(file, path)).digest())
    return digest.hexdigest()[:10]
