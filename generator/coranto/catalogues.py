"""The catalogues of a language in, the words of the interface out.

``languages/uk.yaml`` is a catalogue: those that come with Coranto (in ``languages/`` here), then those of the theme,
then the site's own, each over the ones before it. What stands in one is told in ``docs/reference/languages.md``.
Where no catalogue has the names of months, Babel is asked, if it is installed (the extra ``i18n``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from coranto import locales
from coranto.fields import Fields
from coranto.files import read_bytes
from coranto.language import ENGLISH, FORMS, RULES, Dates, Language, Numbers, holes
from coranto.problems import Place, Problem, stop_on_errors, suggest, warning
from coranto.program import install_extra
from coranto.text import decode
from coranto.yamltree import Node, parse

BUILT_IN = Path(__file__).parent / "languages"
CONFIG = Place("config.yaml")
Texts = tuple[tuple[str, str], ...]
"""(path as people know it, text) of each catalogue, those that others go over first"""
_HOLES = {
    "day": {"day", "month", "year", "number"},
    "day_short": {"day", "month", "number"},
    "day_short_year": {"day", "month", "year", "number"},
    "weekday": {"day", "month", "weekday", "number"},
    "weekday_year": {"day", "month", "year", "weekday", "number"},
    "month": {"month", "year", "number"},
}


def read_catalogues(tag: str, root: Path, themes: Iterable[tuple[str, Path]]) -> tuple[Texts, list[Problem]]:
    """The catalogues there are for a language, as texts. ``themes``: name and folder, the youngest first.

    Of ``pt-BR`` those of ``pt`` too, below it. Raises CorantoError for a file that is no text.
    """
    places = [("languages", root / "languages")]
    places += [(f"themes/{name}/languages", folder / "languages") for name, folder in themes]
    places.append(("coranto/languages", BUILT_IN))
    parts = tag.split("-")
    names = ["-".join(parts[:length]) for length in range(1, len(parts) + 1)]
    found: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for label, folder in reversed(places):
        for name in dict.fromkeys([names[0].lower(), *names[1:]]):
            path = folder / f"{name}.yaml"
            if names[0].lower() == "en" and folder == BUILT_IN:
                continue  # they are the English words themselves
            if path.is_file() and not path.is_symlink():
                text, said = decode(read_bytes(path, f"{label}/{path.name}"), f"{label}/{path.name}")
                found.append((f"{label}/{path.name}", text))
                problems += said
    return tuple(found), problems


@lru_cache(4)  # a preview makes one build after the other, and what is made with a language is known by it
def language_of(tag: str, texts: Texts) -> tuple[Language, tuple[Problem, ...]]:
    """A language from its catalogues, and warnings for what it lacks. Raises CorantoError with every mistake."""
    if tag.lower() == "en" and not texts:
        return ENGLISH, ()
    primary = tag.split("-")[0].lower()
    rule, forms = RULES.get(primary) or (locales.rule(tag) or RULES["en"][0], ("other",))
    problems: list[Problem] = []
    words: dict[str, str] = {}
    counts: dict[str, Mapping[str, str]] = {}
    dates, numbers = (ENGLISH.dates, ENGLISH.numbers) if primary == "en" else (Dates(), Numbers(group=""))
    for path, text in texts:
        fields = Fields(parse(text, path), problems, path)
        words |= _words(fields, problems)
        counts |= _counts(fields, forms, problems)
        dates = _dates(fields.group("dates", "dates"), dates)
        numbers = _numbers(fields.group("numbers", "numbers"), numbers)
        fields.close()
    stop_on_errors(problems)
    if not dates.months:
        dates = locales.dates(tag) or dates
    if primary != "en":
        problems += _lacking(tag, words, counts, dates, texts)
    return Language(tag, words, counts, dates, numbers, rule), tuple(problems)


def _lacking(
    tag: str, words: Mapping[str, str], counts: Mapping[str, Any], dates: Dates, texts: Texts
) -> Iterable[Problem]:
    """What is said of a language that is not there, or not whole."""
    own = f"languages/{tag}.yaml"
    if not words:
        hint = f"write {own}: docs/reference/languages.md says how, and has every word to begin with"
        yield warning(f"there is no catalogue of words for the language {tag!r}: English ones stand in", CONFIG, hint)
    elif texts[-1][0].startswith("languages/"):
        known, counted = keys()
        missing = [word for word in (*known, *counted) if word not in words and word not in counts]
        if missing:
            message = f"{len(missing)} of {len(known) + len(counted)} words are not in it: English ones stand in"
            yield warning(message, Place(texts[-1][0]), f"the first is {missing[0]!r}")
    if not dates.months:
        hint = f"{install_extra('i18n')}, which knows most languages, or write dates: into {own}"
        yield warning(f"nobody knows the names of months for {tag!r}: dates are written as 2026-11-22", CONFIG, hint)


@lru_cache(1)
def keys() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All words of the interface in English: those that stand alone, and those that go with a number."""
    path = BUILT_IN / "en.yaml"
    fields = Fields(parse(path.read_text("utf-8"), path.name), [])
    groups = fields.group("words", "words"), fields.group("counts", "counts")
    words, counts = (tuple(group.keys) if group else () for group in groups)
    return words, counts


def _words(fields: Fields, problems: list[Problem]) -> dict[str, str]:
    group = fields.group("words", "words")
    found: dict[str, str] = {}
    for english, (at, node) in group.keys.items() if group else ():
        if not isinstance(node.value, str) or not node.value.strip():
            problems.append(at.problem(f"{english!r} has no words beside it", f'write "{english}": "…"'))
        elif _fits(english, node, problems):
            found[english] = node.value
    return found


def _counts(fields: Fields, forms: tuple[str, ...], problems: list[Problem]) -> dict[str, Mapping[str, str]]:
    group = fields.group("counts", "counts")
    found: dict[str, Mapping[str, str]] = {}
    for english, (at, node) in group.keys.items() if group else ():
        wanted = ", ".join(f"{form}: …" for form in forms)
        if not isinstance(node.value, dict):
            problems.append(at.problem(f"{english!r} needs its forms", f"write {{{wanted}}}"))
            continue
        said: dict[str, str] = {}
        for form, (where, words) in node.value.items():
            if form not in FORMS:
                problems.append(where.problem(f"{form!r} is no plural form", suggest(form, FORMS) or f"write {wanted}"))
            elif not isinstance(words.value, str) or not words.value.strip():
                problems.append(where.problem(f"{form!r} of {english!r} has no words beside it", f"write {wanted}"))
            elif _fits(english, words, problems):
                said[form] = words.value
        missing = [form for form in forms if form not in node.value]
        if missing:
            problems.append(at.problem(f"{english!r} lacks the forms {', '.join(missing)}", f"write {wanted}"))
        found[english] = said
    return found


def _fits(english: str, node: Node, problems: list[Problem]) -> bool:
    """Are all places in the words also in the English?"""
    have = holes(english) | {"count"}
    strange = sorted(holes(str(node.value)) - have)
    if strange:
        named = ", ".join(f"{{{name}}}" for name in sorted(holes(english)))
        hint = f"there is {named}" if named else "there is none in the English"
        problems.append(node.problem(f"nothing is called {{{strange[0]}}} in {english!r}", hint))
    return not strange


def _dates(group: Fields | None, dates: Dates) -> Dates:
    if group is None:
        return dates
    names = {
        "months": _names(group, "months", 12) or dates.months,
        "weekdays": _names(group, "weekdays", 7) or dates.weekdays,
    }
    if "months" in group and "weekdays" not in group and not dates.weekdays:
        group.fault("months", "'weekdays' are missing", "write weekdays: and seven names, from Monday on")
    names["of_months"] = _names(group, "of_months", 12) or dates.of_months or names["months"]
    names["short_months"] = _names(group, "short_months", 12) or dates.short_months or names["of_months"]
    patterns = {"first": group.text("first", dates.first)}
    for name, have in _HOLES.items():
        patterns[name] = group.text(name, getattr(dates, name))
        strange = sorted(holes(patterns[name]) - have)
        if strange:
            known = ", ".join(f"{{{each}}}" for each in sorted(have))
            group.fault(name, f"nothing is called {{{strange[0]}}} in {name!r}", f"there is {known}")
    group.close()
    return replace(dates, **names, **patterns)  # type: ignore[arg-type]  # tuples and texts by their names


def _names(group: Fields, key: str, count: int) -> tuple[str, ...]:
    found = group.texts(key, distinct=False)
    if found and len(found) != count:
        group.fault(key, f"{key!r} are {count}, and these are {len(found)}")
    return found


def _numbers(group: Fields | None, numbers: Numbers) -> Numbers:
    if group is None:
        return numbers
    group.text("group")  # what it is when it is no text; but a space is text here
    value = group.keys["group"][1].value if "group" in group.keys else numbers.group
    sign = value if isinstance(value, str) else ""
    found = Numbers(sign, group.number("least", numbers.least, least=1))
    group.close()
    return found
