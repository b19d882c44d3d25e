"""``extensions:`` of config.yaml in; what the site adds to the program at its five seams, out.

An extension is a module of Python: ``extensions/NAME.py`` of the site, or an installed one that is named in the entry
points ``coranto.extensions``. It is code that the user trusts, and runs only where config.yaml names it. It adds to the
tables that the program's own parts stand in, under their names:

    IMPORTERS  objects with recognise(data, name) and read(data, name, limit)       ``importers/``
    ARTICLES   functions (article) -> article, in their order
    FILTERS    {name: function}, for templates                                      ``rendering.py``
    OUTPUTS    functions (site, config, sight) -> list[Output]                      ``outputs/``
    CHECKS     {name: function (case) -> Iterator[Problem]}                         ``checks/``

Their sources are part of every key. What an extension does wrong is told at its own line. Without any there is no cost.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, wraps
from pathlib import Path
from types import ModuleType
from typing import Any

from coranto.cache import key_of
from coranto.files import read_bytes, refuse_links
from coranto.model import Article, Content, Output
from coranto.problems import CorantoError, Place, Problem, error, stop_on_errors, suggest

FOLDER = "extensions"
GROUP = "coranto.extensions"
SEAMS = ("IMPORTERS", "ARTICLES", "FILTERS", "OUTPUTS", "CHECKS")
Call = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Extensions:
    """What a site adds. ``key`` is made of the sources and versions of all of it; empty without any."""

    importers: tuple[Any, ...] = ()
    articles: tuple[Call, ...] = ()
    filters: tuple[tuple[str, Call], ...] = ()
    outputs: tuple[Call, ...] = ()
    checks: tuple[tuple[str, Call], ...] = ()
    key: str = ""


NONE = Extensions()


@dataclass(frozen=True, slots=True)
class Guarded:
    """An importer of an extension: what it does wrong is told as its own."""

    recognise: Call
    read: Call


_MEND = "mend it, or take it out of extensions: in config.yaml"


def _somewhere(name: str) -> Place:
    return Place("config.yaml")


def read_extensions(root: Path, names: Iterable[str], place: Callable[[str], Place] = _somewhere) -> Extensions:
    """All extensions that a site names, each at its ``place``. Raises CorantoError with what is wrong in each."""
    found, problems = NONE, list[Problem]()
    for name in names:
        try:
            module, label, digest = _module(root, name, place(name))
            found = _added(found, module, label, digest)
        except CorantoError as fault:
            problems += fault.problems
    stop_on_errors(problems)
    return found


def transformed(content: Content, extensions: Extensions) -> Content:
    """The content with its articles as the extensions make them. They keep path and id. Raises CorantoError."""
    if not extensions.articles:
        return content
    problems: list[Problem] = []
    articles = []
    for article in content.articles:
        made = article
        try:
            for change in extensions.articles:
                made = change(made)
        except CorantoError as fault:
            problems += (replace(each, message=f"{each.message} (at {article.path})") for each in fault.problems)
            if len(problems) >= 10:
                break
        articles.append(made)
    stop_on_errors(problems)
    return replace(content, articles=tuple(articles))


def _module(root: Path, name: str, place: Place) -> tuple[ModuleType, str, str]:
    """The module of a name, what problems call its file, and a digest of what it is."""
    path = root / FOLDER / f"{name}.py"
    label = f"{FOLDER}/{name}.py"
    if path.is_file() or path.is_symlink():
        refuse_links(path, root)
        source = read_bytes(path, label)
        return _run(str(path.absolute()), label, name, source), label, key_of(name.encode(), source).hex()
    for point in importlib.metadata.entry_points(group=GROUP, name=name):
        try:
            module = point.load()
        except (Exception, SystemExit) as fault:  # an extension is code: whatever it raises
            raise error(f"the extension {name!r} cannot be loaded: {fault}", Place(point.value)) from None
        if not isinstance(module, ModuleType) or not module.__file__:
            raise error(f"the extension {name!r} is no module", Place(point.value))
        version = point.dist.version if point.dist else ""
        label = f"{name} {version}: {Path(module.__file__).name}".replace(" :", ":")
        source = read_bytes(Path(module.__file__), label)
        return module, label, key_of(name.encode(), version.encode(), source).hex()
    there = sorted(each.stem for each in (root / FOLDER).glob("*.py")) if (root / FOLDER).is_dir() else []
    hint = suggest(name, there) or f"write {label}, or install the package that has it"
    raise error(f"there is no extension {name!r}", place, hint)


@lru_cache(32)  # a preview reads the materials at each change
def _run(path: str, label: str, name: str, source: bytes) -> ModuleType:
    module = ModuleType(f"coranto_extension_{name}")
    module.__file__ = path
    sys.modules[module.__name__] = module  # dataclasses look there
    try:
        exec(compile(source, path, "exec"), module.__dict__)  # noqa: S102 (what an extension is: the user's own code)
    except SyntaxError as fault:
        place = Place(label, fault.lineno or 0, fault.offset or 0)
        problem = Problem(f"this is not Python: {fault.msg}", place, _MEND, (fault.text or "").rstrip("\n"))
        raise CorantoError(problem) from None
    except (Exception, SystemExit) as fault:  # whatever it raises
        raise CorantoError(_blame(fault, path, label)) from None
    return module


def _added(so_far: Extensions, module: ModuleType, label: str, digest: str) -> Extensions:
    """What was there, and what a module adds."""
    own = {name: getattr(module, name) for name in SEAMS if hasattr(module, name)}
    if not own:
        raise error("this extension adds nothing", Place(label), f"give it one of {', '.join(SEAMS)}")
    file = str(module.__file__)

    def wrong(name: str, form: str) -> CorantoError:
        return error(f"{name} is not of the form it must have", Place(label), f"write {name} = {form}")

    def calls(name: str, check: Call | None = None) -> tuple[Call, ...]:
        listed = own.get(name, ())
        if not isinstance(listed, list | tuple) or not all(callable(each) for each in listed):
            raise wrong(name, "(a_function,)")
        return tuple(_guarded(each, file, label, check) for each in listed)

    def named(name: str, check: Call | None = None) -> tuple[tuple[str, Call], ...]:
        table = own.get(name, {})
        if not isinstance(table, Mapping) or not all(isinstance(key, str) and callable(table[key]) for key in table):
            raise wrong(name, '{"name": a_function}')
        return tuple((key, _guarded(each, file, label, check)) for key, each in table.items())

    listed = own.get("IMPORTERS", ())
    if not isinstance(listed, list | tuple) or not all(
        callable(getattr(each, "recognise", None)) and callable(getattr(each, "read", None)) for each in listed
    ):
        raise wrong("IMPORTERS", "(an_object_with_recognise_and_read,)")
    guarded = (Guarded(_guarded(each.recognise, file, label), _guarded(each.read, file, label)) for each in listed)
    return Extensions(
        (*so_far.importers, *guarded),
        (*so_far.articles, *calls("ARTICLES", _same_article)),
        (*so_far.filters, *named("FILTERS")),
        (*so_far.outputs, *calls("OUTPUTS", _outputs)),
        (*so_far.checks, *named("CHECKS", _problems)),
        key_of(so_far.key.encode(), digest.encode()).hex(),
    )


def _same_article(given: tuple[Any, ...], made: Any) -> Any:
    if not isinstance(made, Article) or (made.path, made.id) != (given[0].path, given[0].id):
        raise TypeError("it must give an Article of the same path and id")
    return made


def _outputs(given: tuple[Any, ...], made: Any) -> Any:
    made = list(made)
    if not all(isinstance(each, Output) for each in made):
        raise TypeError("it must give a list of Output")
    return made


def _problems(given: tuple[Any, ...], made: Any) -> Any:
    made = list(made)
    if not all(isinstance(each, Problem) for each in made):
        raise TypeError("it must give Problems")
    return made


def _guarded(call: Call, path: str, label: str, check: Call | None = None) -> Call:
    """A function of an extension: whatever it raises is told at its line."""

    @wraps(call, updated=())
    def guarded(*given: Any, **named: Any) -> Any:
        try:
            made = call(*given, **named)
            return check(given, made) if check else made
        except CorantoError:
            raise
        except (Exception, SystemExit) as fault:  # an extension is code: whatever it raises
            from jinja2 import UndefinedError

            if isinstance(fault, UndefinedError):  # the template gave it a value that there is not
                raise
            at = getattr(getattr(call, "__code__", None), "co_firstlineno", 0)
            raise CorantoError(_blame(fault, path, label, at)) from None

    return guarded


def _blame(fault: BaseException, path: str, label: str, line: int = 0) -> Problem:
    """The innermost line of the extension on the way to what it raised; else that where its function begins."""
    trace = fault.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    lines = read_bytes(Path(path), label).decode("utf-8", "replace").split("\n")
    excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
    message = f"the extension has a mistake: {type(fault).__name__}: {fault}"
    return Problem(message, Place(label, line), _MEND, excerpt)
