"""A theme in, its templates and files out: the site's own over the ones it inherits from, the built-in one last.

A theme is a folder with ``theme.yaml``, ``templates/`` and ``assets/``. It is trusted like code; content is not, and is
never compiled as a template. What templates may call stands in ``docs/reference/views.md``; none of it asks the world.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from coranto import moments
from coranto.fields import Fields
from coranto.files import read_bytes, regular_files
from coranto.permalinks import encode, is_ours, relative
from coranto.problems import CorantoError, Place, Problem, error, stop_on_errors, suggest
from coranto.text import decode
from coranto.views import Body, Head
from coranto.yamltree import parse

BUILT_IN = Path(__file__).parent / "themes"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with its ancestors, the youngest first. ``assets``: path below the theme's address -> file."""

    names: tuple[str, ...]
    folders: tuple[Path, ...]
    styles: tuple[str, ...]
    assets: Mapping[str, Path]
    fingerprint: str


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
    return Theme(tuple(names), tuple(folders), tuple(styles), assets, _fingerprint(assets)), problems


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


def environment(theme: Theme, base_url: str, base_path: str, file_urls: bool) -> jinja2.Environment:
    """The templates of a theme, ready to render: autoescape, no undefined names, pure filters."""
    search = [str(folder / "templates") for folder in theme.folders]
    own = {name: jinja2.FileSystemLoader(path) for name, path in zip(theme.names, search, strict=True)}
    env = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.FileSystemLoader(search), jinja2.PrefixLoader(own)]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.globals.clear()
    env.globals["plural"] = plural
    env.filters |= {
        "iso": moments.iso,
        "day": moments.day,
        "day_short": moments.day_short,
        "weekday": moments.weekday,
        "month": moments.month,
        "year": moments.year,
        "clock": moments.clock,
    }

    def written(head: Head, url: str) -> str:
        if not is_ours(url):
            return url
        if head.rooted:
            return base_path + url[1:]
        return relative(url, head.url, file_urls)

    @jinja2.pass_context
    def link(context: Context, url: str) -> str:
        return written(context["page"].head, url)

    @jinja2.pass_context
    def html(context: Context, body: Body) -> Markup:
        head = context["page"].head
        return Markup(body.html(lambda url: written(head, url)))  # noqa: S704 (a Body is sanitised where it is made)

    @jinja2.pass_context
    def asset(context: Context, name: str) -> str:
        return written(context["page"].head, context["site"].assets + encode(name))

    env.filters |= {"link": link, "html": html, "absolute": lambda url: absolute(url, base_url)}
    env.globals["asset"] = asset
    return env


def absolute(url: str, base_url: str) -> str:
    """An address of ours with host and base path; empty without a base_url. Outside addresses as they are."""
    if not is_ours(url):
        return url
    return base_url + url[1:] if base_url else ""


def plural(count: int, one: str, many: str) -> str:
    """``3 articles``, which a line does not break."""
    return f"{count}\N{NO-BREAK SPACE}{one if count == 1 else many}"


Render = Callable[[str, Any, Any], bytes]


def renderer(env: jinja2.Environment, theme: Theme) -> Render:
    """A function (template, page view, site facts) -> the page's bytes. Raises CorantoError at the template's line."""

    def render(template: str, page: Any, site: Any) -> bytes:
        try:
            return env.get_template(template).render(page=page, site=site).encode("utf-8")
        except jinja2.TemplateSyntaxError as fault:
            raise CorantoError(_problem(theme, fault.filename or "", fault.lineno, fault.message or "syntax")) from None
        except jinja2.TemplateNotFound as fault:
            hint = "" if len(theme.names) > 1 else "write inherits: plain in its theme.yaml, and it has all of them"
            raise error(f"there is no template {fault.name!r}", Place(f"themes/{theme.names[0]}"), hint) from None
        except RecursionError:
            place = Place(f"themes/{theme.names[0]}/templates/{template}")
            hint = f'write {{% extends "{theme.names[-1]}/{template}" %}}: the theme first, then the name'
            raise error(f"{template} extends itself", place, hint) from None
        except Exception as fault:  # a theme is code: whatever it raises is told at the line of the template
            line = _template_line(fault, theme)
            if line is None:
                raise
            raise CorantoError(_problem(theme, *line, f"{fault} ({template} for {page.head.url})")) from None

    return render


def _template_line(fault: BaseException, theme: Theme) -> tuple[str, int] | None:
    """The innermost line of a template on the way to the fault."""
    found = None
    trace = fault.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if any(Path(name).is_relative_to(folder) for folder in theme.folders):
            found = (name, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _problem(theme: Theme, filename: str, line: int, message: str) -> Problem:
    for name, folder in zip(theme.names, theme.folders, strict=True):
        if filename and Path(filename).is_relative_to(folder):
            shown = Path(filename).relative_to(folder).as_posix()
            lines = Path(filename).read_text("utf-8", "replace").split("\n")
            excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
            return Problem(message, Place(f"themes/{name}/{shown}", line), "see docs/reference/views.md", excerpt)
    return Problem(message, Place(f"themes/{theme.names[0]}"))
