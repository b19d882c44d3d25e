"""No Markdown holds a build: at one, two and four times a bomb's length the cost stays flat, or the text is refused.

`HOSTILE=1 pytest -s tests/test_hostile_markdown.py` tries every bomb on every engine, and prints the figures.
"""

from __future__ import annotations

import os
import time

import pytest

from coranto import marker
from coranto.problems import CorantoError
from coranto.texts import Manuscript
from coranto.typeset import typeset
from tests.hostile import fragment_faults

ALL = bool(os.environ.get("HOSTILE"))
SECONDS = 2
TAIL = "\n\nA note[^1].\n\n[^1]: Said.\n"  # what only Python-Markdown knows: so it sets the whole
BOMBS = {
    "[": "[", "[a](": "[a](", "![": "![", "<a ": "<a ", '<a x="': '<a x="', "*a_": "*a_", "**": "**", "`": "` ``", "<!--": "<!--", "<![": "<![", "&": "&#", "> ": "> ", "- ": "- ", "<b>": "<b>", "|": "a|",
    "[^": "[^1]", "notes": "[^{n}]: x\n\n", "abbr": "*[a{n}]: b\n", "refs": "[r{n}]: /x\n", "ref": "[r][r{n}]", "tabs": "\t", "spaces": " ", "lines": "x\n", "breaks": "x  \n", "rows": "| a |\n", "headings": "# a\n\n", "same": "# a{n}\n\n",
    "fences": "```\n", "dl": "a\n:   b\n\n", "note": "!!! note\n    x\n\n", "links": "[x](y{n})\n", "pictures": "![x](y{n}.png)\n", "entities": "&amp;", "marks": "a\u0301", "wide": "\U0001f600", "bidi": "\u202e", "</": "</p>", "quotes": '"', "backslash": "\\[", "lists": "1. a\n    - b\n\n", "html": "<div>\n\n", "nest": "<table><tr><td>",
}  # fmt: skip
LONG = {"title": '[t]: /x "{long}"\n\n', "abbreviation": "*[t]: {long}\n\n"}  # what each piece stands for
BOMBS |= dict.fromkeys(LONG, "[t] t ")
FEW = ("[", "![", "<a ", "notes", "lists", "abbreviation")


def text_of(bomb: str, size: int) -> str:
    """So many characters of it."""
    piece = BOMBS[bomb]
    if bomb in LONG:
        return LONG[bomb].replace("{long}", "b" * (size // 40)) + piece * (size // len(piece))
    if "{n}" in piece:
        return "".join(piece.replace("{n}", str(number)) for number in range(size // len(piece)))
    return piece * (size // len(piece))


@pytest.mark.parametrize("engine", ["python", "commonmark"] if ALL else ["python"])
@pytest.mark.parametrize("bomb", BOMBS if ALL else FEW)
def test_a_bomb_is_set_or_refused_by_name(bomb: str, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another text beside it is not held up, and what comes out is as safe as ever."""
    monkeypatch.setattr(marker, "SECONDS", SECONDS)
    took = []
    for size in (20_000, 40_000, 80_000) if ALL else (40_000,):
        tail = "" if engine == "commonmark" else TAIL
        begun = time.monotonic()
        try:
            done, _ = typeset({"x": Manuscript(text_of(bomb, size) + tail, "content/x.md", 4)}, engine, lambda *_: None)
            said = "set"
            assert size > 20_000 or not list(fragment_faults(done["x"].body.html(str)))
        except CorantoError as fault:
            [problem] = fault.problems
            assert problem.place
            assert problem.place.path == "content/x.md"
            assert problem.hint or "nested" in problem.message
            said = problem.message
        took.append((time.monotonic() - begun, said))
    print(f"\n{engine:>15} {bomb:<10}" + "  ".join(f"{seconds:5.1f} s {said[:30]}" for seconds, said in took))
    assert (
        max(seconds for seconds, _ in took) < 60
    )  # by the clock, on a machine that does other things; unbounded: minutes
