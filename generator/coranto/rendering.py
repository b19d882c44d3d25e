"""Views through templates: a loaded theme in, a function that makes pages out.

A theme is trusted like code; content is not, and is never compiled as a template. What templates may call stands in
``docs/reference/views.md``; none of it asks the world.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from coranto import moments
from coranto.attribution import unnamed
from coranto.body import Body
from coranto.cache import key_of
from coranto.config import Config
from coranto.crew import Begun, Errand
from coranto.extensions import NONE, Extensions
from coranto.imprint import imprint
from coranto.language import ENGLISH, Language, upper_first
from coranto.model import Moment
from coranto.permalinks import absolute, encode, is_ours, placed, written
from coranto.planned import Page, Site
from coranto.problems import CorantoError, Place, Problem, error, suggest
from coranto.program import program
from coranto.speech import Speech
from coranto.theme import Theme
from coranto.views import PageViews, SiteView


def environment(
    theme: Theme,
    base_url: str,
    file_urls: bool,
    compiled: Path | None = None,
    language: Language = ENGLISH,
    extensions: Extensions = NONE,
) -> jinja2.Environment:
    """The templates of a theme, ready to render: autoescape, no undefined names, pure filters.

    ``compiled`` is a folder of the user's own, where compiled templates are kept as Python keeps its modules: what lies
    there is run, so it is never one of the site's.
    """
    words = tuple((name, text, str(file)) for name, (text, file) in sorted(theme.templates.items()))
    return _environment(words, base_url, file_urls, compiled, language, extensions.filters, extensions.key)


@lru_cache(2)  # a preview makes one build after the other, and templates take long to compile
def _environment(
    templates: tuple[tuple[str, str, str], ...],
    base_url: str,
    file_urls: bool,
    compiled: Path | None,
    language: Language,
    filters: tuple[tuple[str, Callable[..., object]], ...],
    added: str,
) -> jinja2.Environment:
    found = {name: (text, file, lambda: True) for name, text, file in templates}

    env = jinja2.Environment(
        loader=jinja2.FunctionLoader(found.get),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_bytecode(compiled, repr((base_url, file_urls, language, added))) if compiled else None,
    )
    env.globals.clear()
    speech = Speech(language)
    env.globals |= {
        "t": speech.say,
        "tn": speech.count,
        "plural": speech.count,
        "unit": speech.unit,
        "lang": speech.lang,
        "bdi": speech.bdi,
        "imprint": partial(imprint, language=language),
    }
    dates = language.dates
    env.filters |= {
        "day": partial(moments.day, dates=dates),
        "day_short": partial(moments.day_short, dates=dates),
        "weekday": partial(moments.weekday, dates=dates),
        "month": partial(moments.month, dates=dates),
        "month_name": partial(moments.month_name, dates=dates),
        "iso": moments.iso,
        "year": moments.year,
        "clock": moments.clock,
        "number": language.number,
        "upper_first": upper_first,
    }

    @lru_cache(1 << 16)
    def link(url: str) -> str:
        return written(url, file_urls) if is_ours(url) else url

    def html(body: Body, name: str = "") -> Markup:
        text = body.html(link)
        if name:
            from coranto.sanitise import beside  # here: few texts stand beside another

            text = beside(text, name)
        return Markup(text)  # noqa: S704 (a Body is sanitised where it is made)

    @jinja2.pass_context
    def asset(context: Context, name: str) -> str:
        return link(context["site"].assets + encode(name))

    del env.filters["random"]  # the same page, the same bytes
    env.filters |= {"link": link, "html": html, "absolute": lambda url: absolute(url, base_url)}
    env.filters |= dict(filters)
    env.globals["asset"] = asset
    env.globals["once"] = Once()
    return env


def _bytecode(folder: Path, settings: str) -> jinja2.BytecodeCache | None:
    """Jinja's own store, in a folder of this program's version, that nobody else can write to. What a filter makes of a
    constant is compiled in, so the ``settings`` of the filters are part of each name."""
    place = folder / f"templates-{program().hex()[:16]}"
    try:
        if not place.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            for older in folder.glob("templates-*"):
                shutil.rmtree(older, ignore_errors=True)
            place.mkdir(mode=0o700)
        told = place.lstat()
    except OSError:
        return None
    owner = os.geteuid() if hasattr(os, "geteuid") else told.st_uid
    if not stat.S_ISDIR(told.st_mode) or told.st_mode & 0o022 or told.st_uid != owner:
        return None
    return Store(str(place), f"{key_of(settings.encode()).hex()[:16]}-%s.cache")


class Store(jinja2.FileSystemBytecodeCache):
    """One that may vanish: a build by another version of the program takes it away."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, if that can be done."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def load(env: jinja2.Environment, names: Iterable[str]) -> None:
    """Compile templates before many processes want them. What is wrong with one is said by the page that needs it."""
    for name in sorted(names):
        with suppress(Exception):
            env.get_template(name)


class Once:
    """``once(macro, …)``: what the macro makes of these values, made the first time only.

    A macro sees its values and nothing of the page, if it is imported without context; and how links are written is
    the same on all pages until these are whole. So what it makes is the same wherever it stands.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], tuple[Any, Markup]] = {}

    def __call__(self, macro: Macro, *values: Any, **named: Any) -> Markup:
        key = (
            id(macro),
            tuple(map(_known_by, values)),
            tuple((name, _known_by(value)) for name, value in named.items()),
        )
        if key not in self._made:  # the values too: while they are held, no others have their ids
            self._made[key] = ((macro, values, named), Markup(macro(*values, **named)))  # noqa: S704 (a macro's)
        return self._made[key][1]

    def forget(self) -> None:
        """Begin anew."""
        self._made.clear()


def _known_by(value: Any) -> Any:
    """Equal is not the same: a text and the same one marked safe, or 1 and true."""
    return (type(value), value) if type(value) in _PLAIN else ("", id(value))


_PLAIN = frozenset({str, Markup, int, bool, Moment, type(None)})


Render = Callable[[Page, Site], bytes]
Draw = Callable[[str, PageViews, SiteView], bytes]


def renderer(env: jinja2.Environment, theme: Theme, base_path: str) -> Render:
    """A function (planned page, its site) -> the page's bytes. Raises CorantoError at the template's line."""
    draw = _drawer(env, theme, base_path)
    return lambda planned, site: draw(planned.template, site.view(planned), site.facts)


@dataclass(frozen=True, slots=True)
class Paper:
    """What the pages of a site have in common, for a process that shares nothing with this one."""

    theme: Theme
    base_url: str
    file_urls: bool
    base_path: str
    language: Language
    facts: SiteView


def errand(site: Site, theme: Theme, config: Config, extensions: Extensions = NONE) -> Errand:
    """The pages of a site as work that can be done elsewhere: of each, its template and all that this sees."""
    bare = replace(theme, assets={}, options={}, values={})  # what templates are given of these stands in the facts
    paper = Paper(bare, config.base_url, config.urls == "file", config.base_path, site.language, site.facts)

    def piece(number: int) -> tuple[str, PageViews]:
        if extensions.filters:
            names = " and ".join(name for name, _ in extensions.filters)
            hint = "build without --executor"
            raise error(f"filters of extensions ({names}) cannot be sent elsewhere", Place("config.yaml"), hint)
        return site.pages[number].template, site.view(site.pages[number])

    return Errand(draw_elsewhere, paper, piece)


def draw_elsewhere(paper: Paper) -> Begun:
    """What makes pages on a worker elsewhere."""
    env = environment(paper.theme, paper.base_url, paper.file_urls, None, paper.language)

    def draw_all(pieces: list[tuple[str, PageViews]]) -> list[bytes | None]:
        draw = _drawer(env, paper.theme, paper.base_path)
        found: list[bytes | None] = []
        for template, page in pieces:
            try:
                found.append(draw(template, page, paper.facts))
            except CorantoError:
                found.append(None)
        return found

    return draw_all


def _drawer(env: jinja2.Environment, theme: Theme, base_path: str) -> Draw:
    once = env.globals["once"]
    assert isinstance(once, Once)
    once.forget()

    def draw(template: str, page: PageViews, facts: SiteView) -> bytes:
        try:
            text = env.get_template(template).render(page=page, site=facts)
        except jinja2.TemplateSyntaxError as fault:
            raise CorantoError(_problem(theme, fault.filename or "", fault.lineno, fault.message or "syntax")) from None
        except jinja2.TemplateNotFound as fault:
            raise _missing(theme, fault) from None
        except CorantoError:  # of an extension
            raise
        except RecursionError as fault:
            place = Place(f"themes/{theme.names[0]}/templates/{template}")
            if _template_line(fault, theme) is None:  # it has not begun: its text was still being read
                raise error(f"{template} is nested too deeply", place, "make macros of its parts") from None
            hint = f'to extend that of a theme, write its name first: {{% extends "{theme.names[-1]}/{template}" %}}'
            raise error(f"{template} extends, includes or calls itself without end", place, hint) from None
        except Exception as fault:  # a theme is code: whatever it raises is told at the line of the template
            line = _template_line(fault, theme)
            if line is None:
                raise
            said = str(fault) or type(fault).__name__
            raise CorantoError(_problem(theme, *line, f"{said} ({template} for {page.head.url})")) from None
        if template.endswith(".html") and (name := unnamed(page, text)):
            raise _unnamed(theme, template, name, page.head.url)
        return placed(text, page.head.url, base_path if page.head.rooted else "").encode("utf-8")

    return draw


def _missing(theme: Theme, fault: jinja2.TemplateNotFound) -> CorantoError:
    """At the line that names it, when there is one."""
    message = f"there is no template {str(fault.name)!r}"
    if len(theme.names) == 1:
        hint = "write inherits: plain in its theme.yaml, and it has all of them"
    else:
        hint = suggest(str(fault.name), theme.templates) or "name a file of templates/, here or in an inherited theme"
    line = _template_line(fault, theme)
    problem = _problem(theme, *line, message) if line else Problem(message, Place(f"themes/{theme.names[0]}"))
    return CorantoError(replace(problem, hint=hint))


def _unnamed(theme: Theme, template: str, name: str, url: str) -> CorantoError:
    """A theme may show the words of others only with their names."""
    file = theme.templates[template][1]
    label = next(label for label, folder in zip(theme.names, theme.folders, strict=True) if file.is_relative_to(folder))
    hint = "write {{ parts.source_line(card) }} with each article, and on its own page {{ card.original | link }} too"
    at = Place(f"themes/{label}/templates/{template}")
    return error(f"what is from {name!r} is shown without saying so (on {url})", at, hint)


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
            lines = next((text for text, file in theme.templates.values() if str(file) == filename), "").split("\n")
            excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
            return Problem(message, Place(f"themes/{name}/{shown}", line), "see docs/reference/views.md", excerpt)
    return Problem(message, Place(f"themes/{theme.names[0]}"))
