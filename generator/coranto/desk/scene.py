"""What a page of the desk is made from: the site at one moment, what was done last, what came too late. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import jinja2

from coranto.config import Config
from coranto.desk.gate import PLACE
from coranto.desk.inbox import View
from coranto.desk.ledger import Clash, Deed, difference
from coranto.desk.stock import Stock
from coranto.problems import Problem


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says above all else: what was done last, what clashed, what is wrong."""

    deed: Deed | None = None
    clashes: tuple[Clash, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Late:
    """A form that came, and was not taken: what it said, and the marks of what it had been made from."""

    fields: Mapping[str, str]
    marks: str


@dataclass(frozen=True, slots=True)
class Scene:
    """The site at the moment of a request: the files are looked at once for all that it shows."""

    config: Config
    now: datetime
    stock: Stock
    env: jinja2.Environment

    def say(self, english: str) -> str:
        """A word in the site's language."""
        words: Any = self.env.globals["t"]
        return str(words(english))


def address(view: View, name: str, done: int = 0) -> str:
    """The address of a list, with an article open in it."""
    query = {"a": name, "show": view.show if view.show != "draft" else "", "q": view.words}
    query |= {"skip": str(view.skip or ""), "done": str(done or "")}
    told = urlencode({key: value for key, value in query.items() if value})
    return PLACE + (f"?{told}" if told else "")


def deed_shown(deed: Deed) -> dict[str, Any]:
    """What was done, as pages have it."""
    files = [
        {
            "name": change.name,
            "fresh": change.before is None,
            "gone": change.after is None,
            "lines": difference(change) if change.before is not None and change.after is not None else [],
        }
        for change in deed.changes
    ]
    return {"number": deed.number, "verb": deed.verb, "about": deed.about, "files": files[:20], "undone": deed.undone}


def clash_shown(clash: Clash, has_form: bool) -> dict[str, Any]:
    """Two versions of a file, as pages have them."""

    def text(data: bytes | None) -> str | None:
        return None if data is None else data.decode("utf-8", "replace")

    return {"name": clash.name, "wanted": text(clash.wanted), "found": text(clash.found), "form": has_form}


def problem_shown(problem: Problem) -> dict[str, str]:
    """A problem as pages have it."""
    place = str(problem.place) if problem.place else ""
    return {"message": problem.message, "place": place, "hint": problem.hint, "severity": problem.severity}
