"""The themes a site can have: which there are, a new one, a copy of an inherited file. Overwrites only when told to.

In: the site's folder and names. Out: plain facts, or the paths that were written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coranto.files import read_bytes, refuse_links, write_new, write_over
from coranto.options import Option
from coranto.problems import Place, error, suggest
from coranto.theme import BUILT_IN, MADE, NAME, Theme, all_themes, load_theme

_YAML = """\
name: {name}
inherits: {parent}
styles: [{name}.css]
"""

_PROPERTIES = """\
/* {name}: what is set here stands over what {parent} says. Take a line out of the comment to set it.
   Colours that text is set in need a contrast of 4.5 on --paper, --wash and --wrap. */
:root {{
  /* --paper: #fdfdfb;   the page */
  /* --wash: #f1f4f5;    a faint ground: corrections, code */
  /* --wrap: #e1e9ed;    the wrapper of an edition */
  /* --ink: #15202b;     text */
  /* --ink-2: #495561;   smaller text: times, summaries */
  /* --hair: #d2d9dd;    lines between things */
  /* --line: #15202b;    the line that opens a section */
  /* --accent: #a81d16;  the editor's ink; the option accent in config.yaml goes before it */
  /* --focus: #0a55c0;   the ring around what the keyboard is on */
  /* --serif: Palatino, serif;    headlines and running text */
  /* --sans: Arial, sans-serif;   source lines, times, menus */
  /* --s4: 1rem;         a step of space; from --s1, the smallest, to --s7 */
}}
@media (prefers-color-scheme: dark) {{
  :root {{
    /* The same colours once more, for the dark scheme. */
  }}
}}
"""

_TEMPLATE = """\
{{# Articles as {parent} has them. Blocks that can be filled anew: docs/reference/views.md. #}}
{{% extends "{parent}/article.html" %}}
{{% block body %}}
{{{{ super() }}}}
{{% endblock %}}
"""


@dataclass(frozen=True, slots=True)
class Garment:
    """A theme as a list tells it. ``where`` is its folder below the site, or empty for a built-in one.

    ``changed`` are files it has instead of inherited ones, ``added`` those that are its own.
    """

    name: str
    where: str
    inherits: tuple[str, ...]
    changed: tuple[str, ...]
    added: tuple[str, ...]
    options: tuple[Option, ...]


def themes(root: Path) -> list[Garment]:
    """All themes of a site, the built-in ones last. Raises CorantoError for one that cannot be read."""
    found = [_garment(root, load_theme(root, name)[0]) for name in all_themes(root) if NAME.fullmatch(name)]
    return sorted(found, key=lambda each: (not each.where, each.name))


def _garment(root: Path, theme: Theme) -> Garment:
    files = _files(theme)
    own = [path for path, file in files.items() if file.is_relative_to(theme.folders[0])]
    below = set(_files(load_theme(root, theme.names[1])[0])) if len(theme.names) > 1 else set()
    built_in = theme.folders[0].is_relative_to(BUILT_IN)
    return Garment(
        theme.names[0],
        "" if built_in else f"themes/{theme.names[0]}",
        theme.names[1:],
        tuple(path for path in own if path in below),
        tuple(path for path in own if path not in below),
        tuple(option for option in theme.options.values() if option.theme == theme.names[0]),
    )


def _files(theme: Theme) -> dict[str, Path]:
    """What a theme shows its pages with: ``templates/…`` and ``assets/…`` -> the file."""
    prefixes = tuple(f"{name}/" for name in theme.names)
    templates = {name: file for name, (_, file) in theme.templates.items() if not name.startswith(prefixes)}
    files = {f"templates/{name}": file for name, file in templates.items()}
    return dict(sorted((files | {f"assets/{name}": file for name, file in theme.assets.items()}).items()))


def new_theme(root: Path, name: str, parent: str) -> list[Path]:
    """Lay out a theme: theme.yaml, a stylesheet with what can be set, a template that extends its parent's."""
    if not NAME.fullmatch(name):
        raise error(f"not a name for a theme: {name!r}", hint="write it with letters, digits, - and _")
    if name.casefold() in [each.casefold() for each in all_themes(root)]:
        raise error(f"there is a theme {name!r} already", hint="give it another name, or change that one")
    if f"{name}.css" == MADE:
        raise error(f"{name!r} cannot be the name of a theme: {MADE} is made of the options", hint="choose another")
    inherited, _ = load_theme(root, parent)
    texts = {"theme.yaml": _YAML, f"assets/{name}.css": _PROPERTIES}
    if "article.html" in inherited.templates:
        texts["templates/article.html"] = _TEMPLATE
    paths = []
    for below, text in texts.items():
        path = root / "themes" / name / below
        refuse_links(path, root)
        paths.append(write_new(path, text.format(name=name, parent=parent)))
    return paths


def ejectable(root: Path, theme_name: str) -> list[tuple[str, str]]:
    """(path below the theme, the theme it comes from) of each file that a theme inherits and has no own of."""
    theme, _ = load_theme(root, theme_name)
    own = theme.folders[0]
    return [(path, _whose(theme, file)) for path, file in _files(theme).items() if not file.is_relative_to(own)]


def _whose(theme: Theme, file: Path) -> str:
    return next(name for name, folder in zip(theme.names, theme.folders, strict=True) if file.is_relative_to(folder))


def eject(root: Path, theme_name: str, wanted: Sequence[str], force: bool) -> list[tuple[Path, str]]:
    """Copy inherited files into the site's theme: (path, the theme it comes from) of each.

    Nothing is copied when one of them is not there, cannot be read, or would be overwritten without ``force``.
    """
    theme, _ = load_theme(root, theme_name)
    if theme.folders[0].is_relative_to(BUILT_IN):
        hint = "run coranto theme new NAME, and write theme: NAME into config.yaml"
        raise error(f"the theme {theme_name!r} is built in, and has no folder of yours", Place("config.yaml"), hint)
    if len(theme.names) == 1:
        raise error(f"the theme {theme_name!r} inherits from none", Place(f"themes/{theme_name}/theme.yaml"))
    below, _ = load_theme(root, theme.names[1])
    files = _files(below)
    copies = []
    for name in dict.fromkeys(wanted):
        found = [path for path in (name, f"templates/{name}", f"assets/{name}") if path in files]
        if not found:
            names = [path.partition("/")[2] for path in files]
            hint = suggest(name, names) or f"there is {', '.join(names)}"
            raise error(f"the theme {below.names[0]!r} has no file {name!r}", hint=hint)
        path = theme.folders[0] / found[0]
        refuse_links(path, root)
        if path.exists() and not force:
            hint = "give --force to write over it"
            raise error("a file stands there already", Place(path.relative_to(root).as_posix()), hint)
        copies.append((path, files[found[0]]))
    read = [(path, read_bytes(file, file.name), _whose(below, file)) for path, file in copies]
    return [((write_over if force else write_new)(path, data), whose) for path, data, whose in read]
