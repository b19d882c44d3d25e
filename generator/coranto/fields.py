"""A tree of texts in; typed fields with their places out.

Every scalar is text until a reader asks for a type, so ``NO``, ``18:53``, ``0123`` and ``2023`` stay what was written.
Never guesses; what is wrong is noted, and reading goes on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from coranto.model import Moment
from coranto.moments import parse_moment
from coranto.problems import Problem, suggest
from coranto.text import web_address
from coranto.yamltree import Node


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _looks(key: str) -> str:
    """A key as people see it: without what is invisible or stands around it, in lower case."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", key) if unicodedata.category(sign) != "Cf")
    return seen.strip().casefold()


_DATES = "write 2026-11-22 or 2026-11-22T09:30+02:00"
_YES = ("true", "yes", "y", "on", "1")


def _withholds(looks: str, value: Node) -> bool:
    """Might a key that nobody knows be meant to keep a file from being published? What is out cannot be taken back."""
    said = value.value.strip().casefold() if isinstance(value.value, str) else ""
    return said == "draft" or (said in _YES and bool(suggest(looks, ["draft"])))


class Fields:
    """One mapping while it is read: each getter takes a key and gives a typed value, and notes what is wrong.

    Problems go into ``problems``; a value in error reads as its default, so that one run finds all mistakes.
    """

    def __init__(
        self, node: Node, problems: list[Problem], what: str = "this file", zone: ZoneInfo | None = None
    ) -> None:
        self.node = node
        self.problems = problems
        self.what = what
        self.zone = zone or ZoneInfo("UTC")
        self.asked: set[str] = set()
        self.keys: dict[str, tuple[Node, Node]] = {}
        if isinstance(node.value, dict):
            self.keys = node.value
        elif node.value is not None:
            problems.append(node.problem(f"{what} must be a mapping of keys to values", "write key: value, one a line"))

    def __contains__(self, key: str) -> bool:
        """Has the key a value? Nothing and empty text are none."""
        pair = self.keys.get(key)
        return pair is not None and not _blank(pair[1].value)

    def fault(self, key: str, message: str, hint: str = "") -> None:
        """Note an error at the value of ``key`` (at the mapping when the key is not there)."""
        node = self.keys[key][1] if key in self.keys else self.node
        if key in self.keys and node.value is None:
            node = self.keys[key][0]
        self.problems.append(node.problem(message, hint))

    def raw(self, key: str) -> Node | None:
        """The node under a key; None when it is absent or empty."""
        self.asked.add(key)
        pair = self.keys.get(key)
        return None if pair is None or _blank(pair[1].value) else pair[1]

    def text(self, key: str, default: str = "", hint: str = "") -> str:
        """One line or more of text. ``hint``: what to write, where not any text will do."""
        self.asked.add(key)
        pair = self.keys.get(key)
        value = pair[1].value if pair else None
        if isinstance(value, str):
            return value.strip() or default
        if value is not None:
            self.fault(key, f"{key!r} must be text", hint or f'write {key}: "…"')
        return default

    def texts(self, key: str, distinct: bool = True) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one. ``distinct`` drops what stands twice."""
        node = self.raw(key)
        if node is None:
            return ()
        if isinstance(node.value, str):
            return (node.value.strip(),) if node.value.strip() else ()
        if isinstance(node.value, list):
            found = []
            for item in node.value:
                if not isinstance(item.value, str):
                    self.problems.append(item.problem(f"each of {key!r} must be text", f"write {key}: [one, two]"))
                elif item.value.strip():
                    found.append(item.value.strip())
            return tuple(dict.fromkeys(found)) if distinct else tuple(found)
        self.fault(key, f"{key!r} must be a list of texts", f"write {key}: [one, two]")
        return ()

    def flag(self, key: str, default: bool = False) -> bool:
        """``true`` or ``false``; anything else is an error, never a guess."""
        self.asked.add(key)
        if key not in self.keys:
            return default
        value = self.keys[key][1].value
        text = value.strip() if isinstance(value, str) else value
        if text in ("true", "false"):
            return text == "true"
        said = "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else repr(text or "")
        self.fault(key, f"{key!r} is true or false, not {said}", f"write {key}: true or {key}: false")
        return default

    def number(self, key: str, default: int = 0, least: int = 0) -> int:
        """A whole number, not below ``least``."""
        hint = f"write {key}: {max(default, least)}"
        text = self.text(key, hint=hint)
        if not text:
            return default
        if re.fullmatch(r"[0-9]{1,9}", text) and int(text) >= least:
            return int(text)
        self.fault(key, f"{key!r} is not a whole number from {least} up: {text!r}", hint)
        return default

    def choice(self, key: str, options: Collection[str], default: str = "") -> str:
        """One of the given words."""
        hint = f"write {key}: {next(iter(options))}, or take the line out"
        text = self.text(key, hint=hint)
        if not text or text in options:
            return text or default
        self.fault(key, f"{key!r} is not one of {', '.join(options)}: {text!r}", suggest(text, options) or hint)
        return default

    def moment(self, key: str) -> Moment | None:
        """A day, or a day and time, in the site's zone unless it names its own. Returned in the site's zone."""
        text = self.text(key, hint=_DATES)
        if not text:
            return None
        try:
            return parse_moment(text, self.zone)
        except ValueError as fault:
            self.fault(key, f"{key!r} is not a date: {text!r}{f' ({fault})' if str(fault) else ''}", _DATES)
            return None

    def url(self, key: str) -> str:
        """An http or https address."""
        hint = "write https://example.org/…"
        text = self.text(key, hint=hint)
        if not text:
            return ""
        if web_address(text):
            return text
        self.fault(key, f"{key!r} is not a web address: {text!r}", hint)
        return ""

    def group(self, key: str, what: str) -> Fields | None:
        """The fields of a mapping under a key."""
        node = self.raw(key)
        return None if node is None else Fields(node, self.problems, what, self.zone)

    def groups(self, key: str, what: str, scalar: str = "") -> Iterator[Fields]:
        """The fields of each mapping of a list under a key. A plain text stands for a mapping of ``scalar`` to it."""
        node = self.raw(key)
        if node is None:
            return
        if not isinstance(node.value, list):
            self.fault(key, f"{key!r} must be a list", f"write {key}: and under it lines that begin with '- '")
            return
        for item in node.value:
            if scalar and isinstance(item.value, str):
                item = item._replace(value={scalar: (item, item)})
            yield Fields(item, self.problems, what, self.zone)

    def rest(self) -> dict[str, Any]:
        """What nobody asked for, as plain values, with a warning each; a key that differs by case alone is an error."""
        extra: dict[str, Any] = {}
        names = self.asked
        if self.keys.keys() <= names:
            return extra
        for key, (at, value) in self.keys.items():
            if key in names:
                continue
            looks = _looks(key)
            twin = next((name for name in names if name.casefold() == looks), None)
            if twin:
                self.problems.append(
                    at.problem(f"unknown key {key!r} in {self.what}", f"write {twin}: keys are in lower case")
                )
                continue
            if "draft" in names and _withholds(looks, value):
                message = f"unknown key {key!r}, which may mean that this is a draft"
                self.problems.append(at.problem(message, "write draft: true, or call the key otherwise"))
                continue
            problem = at.problem(f"unknown key {key!r} in {self.what}", suggest(key, names))
            self.problems.append(
                Problem(problem.message, problem.place, problem.hint, problem.excerpt, problem.span, "warning")
            )
            extra[key] = value.plain()
        return extra

    def close(self) -> None:
        """Every key that nobody asked for is an error."""
        for key, (at, _) in self.keys.items():
            if key not in self.asked:
                hint = suggest(key, self.asked) or f"there is {', '.join(sorted(self.asked))}"
                self.problems.append(at.problem(f"unknown key {key!r} in {self.what}", hint))
