"""The words of a language in templates: a ``Language`` in, HTML out, in which every value is escaped.

What these functions are called in templates stands in ``docs/reference/views.md``. Reads nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from coranto.language import Language, counted, direction, pieces

_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LEFT = re.compile("[A-Za-z\u00aa-\u02b8\u0370-\u0589\u0900-\u1fff\u2c00-\ud7ff\uff21-\uff3a\uff41-\uff5a]")


class Speech:
    """A language as templates use it: the same words as HTML, in which values are escaped unless they are HTML."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._bare: dict[str, Markup] = {}

    def say(self, english: str, **values: object) -> Markup:
        """``t("All from {name}", name=…)``."""
        if values:
            return _fill(self.language.words.get(english, english), values)
        found = self._bare.get(english)
        if found is None:
            found = self._bare[english] = escape(self.language.words.get(english, english))
        return found

    def count(self, number: int, one: str, many: str, **values: object) -> Markup:
        """``tn(3, "article", "articles")``."""
        text = counted(self.language.form(number, one, many))
        return _fill(text, {"count": self.language.number(number), **values})

    def unit(self, number: int, one: str, many: str) -> Markup:
        """The words of ``tn`` without the number."""
        return escape(self.language.unit(number, one, many))

    def lang(self, tag: str) -> Markup:
        """The attributes of an element whose text is in another language than the page; empty for the page's own."""
        own = self.language.tag
        if not tag or tag.casefold() == own.casefold():
            return Markup("")
        turned = direction(tag)
        turn = Markup(' dir="{}"').format(turned) if turned != direction(own) else ""
        return Markup(' lang="{}"').format(tag) + turn

    def bdi(self, name: str) -> Markup:
        """A name, kept apart from the text around it when it runs the other way."""
        right = direction(self.language.tag) == "rtl"
        strange = _LEFT if right else _RIGHT
        if (name.isascii() and not right) or not strange.search(name):
            return escape(name)
        return Markup("<bdi>{}</bdi>").format(name)


def _fill(text: str, values: Mapping[str, object]) -> Markup:
    return Markup(  # noqa: S704 (each piece is escaped)
        "".join([str(escape(values[piece] if at % 2 else piece)) for at, piece in enumerate(pieces(text))])
    )
