"""What the preview lays over pages: the list of what is wrong, and the way a new text comes into an open page.

In: problems. Out: HTML, a stylesheet, a script that follows livereload's. Opens no socket, reads nothing of a site.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote

from coranto.problems import Problem, around, visible

STYLE = "_coranto/problems.css"
MOST = 50  # problems that are listed


@cache
def style() -> bytes:
    """The look of the list."""
    return Path(__file__).with_name("problems.css").read_bytes()


@cache
def script() -> bytes:
    """What follows livereload's script."""
    return Path(__file__).with_name("swap.js").read_bytes()


def panel(problems: Sequence[Problem], base: str, good: bool) -> bytes:
    """What was wrong, to stand behind a page's own HTML: browsers take what follows it into the body. ``good``: there
    is a page behind it, the last good one."""
    count = sum(problem.severity == "error" for problem in problems)
    said = "one problem" if count == 1 else f"{count} problems"
    more = len(problems) - MOST
    parts = [
        f'<link rel="stylesheet" href="{html.escape(quote(base))}{STYLE}">',
        '<aside id="coranto-problems" role="alert" lang="en" dir="ltr"><details open>',
        f"<summary>Not built: {said}</summary>",
        "<p>This page is the last good one.</p>" if good else "",
        f"<ol>{''.join(map(_item, problems[:MOST]))}</ol>",
        f"<p>… and {more} more: the terminal shows them all.</p>" if more > 0 else "",
        "</details></aside>",
    ]
    return "\n".join(filter(None, parts)).encode("utf-8", "replace")


def _item(problem: Problem) -> str:
    """One problem: where, what, the line, what to do."""
    place, said = problem.place, html.escape(visible(problem.message))
    where = f"<code>{html.escape(visible(str(place)))}</code>: " if place else ""
    parts = [f"<p>{where}<b>{problem.severity}</b>: {said}</p>"]
    if problem.excerpt and place and place.line:
        parts.append(f"<pre>{place.line} | {_marked(problem, place.column)}</pre>")
    if problem.hint:
        parts.append(f"<p>Hint: {html.escape(visible(problem.hint))}</p>")
    return f'<li class="{problem.severity}">{"".join(parts)}</li>'


def _marked(problem: Problem, column: int) -> str:
    """The line, what is meant marked in it."""
    before, meant, behind = map(html.escape, around(problem.excerpt.rstrip(), column, problem.span))
    return f"{before}<mark>{meant}</mark>{behind}" if column and meant else before + meant + behind


def blank(script_at: str, problems: bytes) -> bytes:
    """What is shown when there is no page."""
    head = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Problems</title>'
    view = '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
    at = html.escape(script_at)
    return f'{head}{view}<script src="{at}" defer></script></head><body>'.encode() + problems + b"</body></html>"
