"""A theme in, its templates and files out: the site's own over the ones it inherits from, the built-in one last.

A theme is a folder with ``theme.yaml``, ``templates/`` and ``assets/``. Nothing is compiled here (``rendering``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from coranto.fields import Fields
from coranto.files import read_bytes, regular_files
from coranto.problems import Place, Problem, error, stop_on_errors, suggest
from coranto.text import decode
from coranto.yamltree import parse

BUILT_IN = Path(__file__).parent / "themes"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with its ancestors, the youngest first.

    ``assets``: path below the theme's address -> file. ``templates``: each name that a template can be called by ->
    its words and its file; a theme's own name in front means that theme's.
    """

    names: tuple[str, ...]
    folders: tuple[Path, ...]
    styles: tuple[str, ...]
    assets: Mapping[str, Path]
    fingerprint: str
    templates: Mapping[str, tuple[str, Path]]


def load_theme(root: Path, name: str) -> tuple[Theme, list[Problem]]:
    """The theme of a name, from ``root/themes/`` or built in, with all it inherits from. Raises CorantoError."""
    problems: list[Problem] = []
    names: list[str] = []
    folders: list[Path] = []
    styles: list[str] = []
    wanted = name
    while wanted:
        if wanted in names:
            raise error(
                f"the themes {' and '.join(names)} inherit from one another", Place(f"themes/{wanted}/theme.yaml")
            )
        folder = _find(root, wanted, f"themes/{names[-1]}/theme.yaml" if names else "config.yaml")
        names.append(wanted)
        folders.append(folder)
        label = f"themes/{wanted}"
        text, said = decode(read_bytes(folder / "theme.yaml", f"{label}/theme.yaml"), f"{label}/theme.yaml")
        problems += said
        fields = Fields(parse(text, f"{label}/theme.yaml"), problems, "theme.yaml")
        fields.text("name")
        fields.raw("options")
        styles[:0] = [style for style in fields.texts("styles") if style not in styles]
        wanted = fields.text("inherits")
        fields.close()
    stop_on_errors(problems)
    assets: dict[str, Path] = {}
    for label, folder in reversed(list(zip(names, folders, strict=True))):
        if (folder / "assets").is_dir():
            for path in regular_files(folder / "assets", f"themes/{label}/assets", problems):
                assets[path] = folder / "assets" / path
    for style in styles:
        if style not in assets:
            raise error(f"there is no stylesheet {style!r} in assets/", Place(f"themes/{name}/theme.yaml"))
    templates: dict[str, tuple[str, Path]] = {}
    for label, folder in reversed(list(zip(names, folders, strict=True))):
        for path, words in _templates(folder / "templates", f"themes/{label}/templates", problems):
            templates[path] = templates[f"{label}/{path}"] = words
    theme = Theme(tuple(names), tuple(folders), tuple(styles), assets, _fingerprint(assets), templates)
    return theme, problems


def _templates(folder: Path, name: str, problems: list[Problem]) -> Iterator[tuple[str, tuple[str, Path]]]:
    if folder.is_dir():
        for path in regular_files(folder, name, problems):
            text, said = decode(read_bytes(folder / path, f"{name}/{path}"), f"{name}/{path}")
            problems += said
            yield path, (text, folder / path)


def _find(root: Path, name: str, place: str) -> Path:
    for folder in (root / "themes" / name, BUILT_IN / name):
        if NAME.fullmatch(name) and not folder.is_symlink() and (folder / "theme.yaml").is_file():
            return folder
    have = sorted({path.parent.name for base in (root / "themes", BUILT_IN) for path in base.glob("*/theme.yaml")})
    raise error(f"there is no theme {name!r}", Place(place), suggest(name, have) or f"there is {' and '.join(have)}")


def _fingerprint(assets: Mapping[str, Path]) -> str:
    """Part of the address of the theme's files: a changed theme is a new address, so caches may keep the old one."""
    digest = hashlib.sha256()
    for path, file in sorted(assets.items()):
        digest.update(path.encode() + b"\0" + hashlib.sha256(read_bytes(file, path)).digest())
    return digest.hexdigest()[:10]
