"""Words: the interface speaks the language of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from coranto.catalogues import keys
from coranto.inventory.case import Case
from coranto.problems import Place, Problem, warning

_STRING = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_SAID = re.compile(rf"\bt\(\s*{_STRING}|\btn\([^\"']*,\s*(?:\"[^\"]*\"|'[^']*')\s*,\s*{_STRING}")


def judge(case: Case) -> Iterator[Problem]:
    """Words of templates, and of the program itself, for which the language has none."""
    language = case.language
    if (
        language.tag.split("-")[0].lower() == "en" or not language.words
    ):  # where there are none at all the build says so
        return
    known = {*language.words, *language.counts}
    own = f"languages/{language.tag}.yaml"
    said = set()
    for _, (text, file) in sorted(case.theme.templates.items()):
        for found in _SAID.finditer(text):
            word = (found[1] or found[2])[1:-1].replace('\\"', '"')
            if word in known or word in said:
                continue
            said.add(word)
            place = Place(_named(file), text.count("\n", 0, found.start()) + 1)
            yield warning(_message(word, language.tag), place, f"write them into {own}", "words")
    for word in (word for words in keys() for word in words):
        if word not in known and word not in said:
            yield warning(_message(word, language.tag), Place(own), f"write them into {own}", "words")


def _message(word: str, tag: str) -> str:
    return f"{word!r} has no words in {tag!r}: it is shown in English"


def _named(file: Path) -> str:
    """A template as people know it: from themes/ on."""
    return "themes/" + file.as_posix().rpartition("/themes/")[2]
