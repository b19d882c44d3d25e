"""The front matter of an article as a form: its values as they are shown in, what was sent back out as changes.

Only a field that was sent other than it was shown is a change, so nothing is rewritten by being looked at. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from coranto.config import REPUBLISH
from coranto.listing import Doubts, doubts_of
from coranto.merge import digest

Kind = Literal["line", "text", "lines", "moment", "choice"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form. ``key`` is the front matter's, ``image.alt`` one inside a mapping; ``among`` names a list of
    what the site has already; ``first`` are those that every article wants, ``hand`` what the curator writes."""

    key: str
    kind: Kind = "line"
    among: str = ""
    first: bool = False
    hand: bool = False
    choices: tuple[str, ...] = ()

    @property
    def top(self) -> str:
        """The key of the front matter that it stands under."""
        return self.key.partition(".")[0]


FIELDS = (
    Field("title", first=True),
    Field("date", "moment", first=True),
    Field("source.name", among="outlets", first=True),
    Field("source.url", first=True),
    Field("authors", "lines", first=True),
    Field("section", among="sections", first=True),
    Field("tags", "lines", first=True),
    Field("summary", "text", first=True, hand=True),
    Field("note", "text", first=True, hand=True),
    Field("image.alt"),
    Field("image.caption"),
    Field("image.credit"),
    Field("image.licence"),
    Field("image.src"),
    Field("standfirst", "text"),
    Field("language"),
    Field("published", "moment"),
    Field("updated", "moment"),
    Field("story", among="stories"),
    Field("republish", "choice", choices=REPUBLISH),
    Field("licence"),
    Field("slug"),
)
KEYS = frozenset(field.key for field in FIELDS)
ASKED = {"source": "source.name", "image": "image.credit"}
"""Of a mapping that is in doubt, the field that asks."""
_PLAIN = {"source": "name", "image": "src"}  # what a text stands for where a mapping may stand


def shown(values: Mapping[str, Any]) -> dict[str, str]:
    """What each field of the form shows."""
    return {field.key: _shown(values, field) for field in FIELDS}


def _shown(values: Mapping[str, Any], field: Field) -> str:
    top, _, inner = field.key.partition(".")
    value = values.get(top)
    if inner:
        value = _group(value, top).get(inner)
    if isinstance(value, list):
        return "\n".join(each for each in value if isinstance(each, str))
    return value if isinstance(value, str) else ""


def _group(value: Any, top: str) -> dict[str, Any]:
    if isinstance(value, str):
        return {_PLAIN[top]: value}
    return dict(value) if isinstance(value, dict) else {}


def changes(values: Mapping[str, Any], sent: Mapping[str, str], settled: Sequence[str] = ()) -> dict[str, Any]:
    """What a form that was sent changes. ``settled`` are doubts of which somebody says that the field is right."""
    old = shown(values)
    found: dict[str, Any] = {}
    for field in FIELDS:
        if field.key not in sent or said(sent[field.key]) == said(old[field.key]):
            continue
        text = said(sent[field.key])
        top, _, inner = field.key.partition(".")
        if inner:
            group = {**(found.get(top) or _group(values.get(top), top)), inner: text}
            found[top] = {key: value for key, value in group.items() if value not in ("", None)} or None
        elif field.kind == "lines":
            found[top] = [line.strip() for line in text.splitlines() if line.strip()] or None
        else:
            found[top] = text or None
    imported = values.get("imported")
    if settled and isinstance(imported, dict) and isinstance(imported.get("doubts"), list):
        left = [name for name in imported["doubts"] if name not in settled]
        if left != imported["doubts"]:
            found["imported"] = {**imported, "doubts": left}
    return found


def said(text: str) -> str:
    """A text as browsers send it back: line ends are theirs, and space at the ends means nothing."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n"))


def marks(fields: Mapping[str, str]) -> str:
    """What a form was made from, field by field, in few characters: so that one that comes late can tell what somebody
    has written in it from what only stood there."""
    return " ".join(f"{key}={digest(said(text))}" for key, text in fields.items())


def merged(now: Mapping[str, str], sent: Mapping[str, str], was: str) -> tuple[dict[str, str], dict[str, str]]:
    """A form that comes late: what it shall show, and beside it what the file says where that is another word.

    A field that nobody has touched in the form shows what the file says now.
    """
    before = dict(pair.split("=", 1) for pair in was.split() if "=" in pair)
    show, beside = dict(now), {}
    for key, text in sent.items():
        if key in now and digest(said(text)) != before.get(key) and said(text) != said(now[key]):
            show[key], beside[key] = text, now[key]
    return show, beside


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a field was found. ``sure`` is what the import says of that, ``doubt`` that it asks."""

    key: str
    where: str
    sure: str
    doubt: bool


def evidence(values: Mapping[str, Any], body: str) -> list[Evidence]:
    """A row for each field that the import tells of, doubts first."""
    imported = values.get("imported")
    told = imported.get("evidence") if isinstance(imported, dict) else None
    doubts: Doubts = doubts_of(values, body)
    open_ = {name for name, _ in doubts}
    rows = [Evidence(name, seen, "", True) for name, seen in doubts]
    for key, where in (told if isinstance(told, dict) else {}).items():
        if key not in open_:
            text, _, sure = str(where).rpartition(" (")
            known = sure.rstrip(")") if sure.endswith(")") and sure[:-1] in ("sure", "likely", "unsure") else ""
            rows.append(Evidence(key, text if known else str(where), known, False))
    return rows
