"""What is wrong, where, and what to write instead.

In: a message, a place, the source line. Out: ``Problem`` values, and one exception that carries them.
Never prints; never decides whether a warning is an error (the command line does).

    CorantoError        the only exception of ours; anything else that escapes is our own mistake
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file: the path as the user knows it, line and column from 1 (0: the file as a whole)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. ``excerpt`` is the source line as it stands, ``span`` how many of its columns are meant, ``kind``
    the kind of check whose finding it is: that of a build's warning which is an error there."""

    message: str
    place: Place | None = None
    hint: str = ""
    excerpt: str = ""
    span: int = 1
    severity: Severity = "error"
    kind: str = ""

    def show(self) -> str:
        """The problem as printed: ``path:line:col: error: what``, the line, the hint. No raw control characters."""
        head = f"{self.place}: " if self.place else ""
        lines = [f"{head}{self.severity}: {self.message}"]
        if self.excerpt and self.place and self.place.line:
            lines += _pointed(self.excerpt.rstrip(), self.place.line, self.place.column, self.span)
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(visible(line) for line in lines)


_BEFORE, _MEANT, _BEHIND = 100, 60, 60  # characters of a line that are shown: around what is meant, and of it


def around(line: str, column: int, span: int) -> tuple[str, str, str]:
    """A source line, fit to be shown: what stands before what is meant, that, what stands behind it; a long line
    cut on both sides."""
    at = max(0, column - 1)
    start, end = max(0, at - _BEFORE), at + min(max(1, span), _MEANT)
    before = "…" * (start > 0) + visible(line[start:at])
    behind = visible(line[end : end + _BEHIND]) + "…" * (len(line) > end + _BEHIND)
    return before, visible(line[at:end]), behind


def _pointed(line: str, number: int, column: int, span: int) -> list[str]:
    """A source line with a mark under what is meant, as wide as it is printed."""
    before, meant, behind = around(line, column, span)
    shown = [f"    {number} | {before}{meant}{behind}"]
    if column:
        shown.append(f"    {' ' * len(str(number))} | {' ' * width_of(before)}{'^' * max(1, width_of(meant))}")
    return shown


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes: two for the wide letters of East Asia and for emoji, none for
    marks that stand over another letter."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me") or letter == "\u200d":
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


class CorantoError(Exception):
    """One or more problems that stop the work. Raised at the end of a stage, after it has looked at everything."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(problem.message for problem in problems))


def error(message: str, place: Place | None = None, hint: str = "") -> CorantoError:
    """A ``CorantoError`` with one problem in it."""
    return CorantoError(Problem(message, place, hint))


def warning(message: str, place: Place | None = None, hint: str = "", kind: str = "") -> Problem:
    """A problem that is told but does not stop the build (unless ``--strict``)."""
    return Problem(message, place, hint, severity="warning", kind=kind)


def stop_on_errors(problems: Iterable[Problem]) -> None:
    """Raise everything that was noted, warnings too, when there is an error among it; else keep quiet.

    File by file as they were met, and down the lines of each.
    """
    noted = list(problems)
    if any(problem.severity == "error" for problem in noted):
        files = {problem.place.path: None for problem in noted if problem.place}
        order = {path: number for number, path in enumerate(files)}
        noted.sort(key=lambda each: (order[each.place.path], each.place) if each.place else (-1, Place("")))
        raise CorantoError(*noted)


def as_errors(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems, each an error: what ``--strict`` means."""
    return [replace(problem, severity="error") for problem in problems]


def suggest(word: str, options: Collection[str]) -> str:
    """``did you mean …?`` when one of the options is near, or holds the word; else empty."""
    word = word.casefold()
    near = difflib.get_close_matches(word, sorted(options), n=1, cutoff=0.6)
    near = near or sorted(
        (each for each in options if len(word) > 3 and word in each), key=lambda each: (len(each), each)
    )
    return f"did you mean {near[0]!r}?" if near else ""


def visible(text: str) -> str:
    """Text from outside made fit for a terminal: control and bidirectional marks are shown as ``\\x1b``, not obeyed."""
    if text.isprintable():  # most are, and it takes no time to see
        return text
    return "".join(
        character.encode("unicode_escape").decode("ascii")
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else character
        for character in text
    )
