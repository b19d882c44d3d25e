"""An article and a newer clipping of it in, the article's new text out, field by field.

What a curator changed is kept: a field is only replaced when it still says what the last import wrote. That is known
from ``imported.was``, a short digest of each field as it was written. Pure: never reads or writes a file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coranto import frontmatter
from coranto.text import clean

OURS = ("id", "draft", "published", "imported", "story")  # never the outlet's


@dataclass(frozen=True, slots=True)
class Merged:
    """The article's text after the merge, the fields that were renewed, and those kept because a hand changed them."""

    text: str
    renewed: tuple[str, ...]
    kept: tuple[str, ...]


def digests(values: Mapping[str, Any], body: str) -> str:
    """``title=1f2e3d4c body=…``: what each field said when import wrote it."""
    told = {key: value for key, value in values.items() if key not in OURS} | {"body": body}
    return " ".join(f"{key}={_digest(value)}" for key, value in told.items())


def _digest(value: Any) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def merge(text: str, values: Mapping[str, Any], body: str, path: str) -> Merged:
    """Bring a newer import's ``values`` and ``body`` into an article's text.

    A field that the newer one lacks stays. Raises CorantoError when the article's front matter cannot be read.
    """
    document = frontmatter.split(clean(text.removeprefix("\ufeff")), path)
    now: dict[str, Any] = document.fields.plain()
    imported = now.get("imported")
    known = imported if isinstance(imported, dict) else {}
    was = dict(pair.split("=", 1) for pair in str(known.get("was") or "").split() if "=" in pair)
    changes: dict[str, Any] = {}
    kept: list[str] = []
    for key, value in values.items():
        if key in OURS or now.get(key) == value:
            continue
        if (_digest(now[key]) if key in now else None) == was.get(key):
            changes[key] = value
        else:
            kept.append(key)
    renewed = [*changes]
    changed_body = " ".join(document.body.split()) != " ".join(body.split())
    if changed_body and (was.get("body") == _digest(document.body.strip()) or not document.body.strip()):
        renewed.append("body")
    elif changed_body:
        kept.append("body")
    result = frontmatter.edit(text, {**changes, "imported": {**known, **values["imported"]}}, path)
    return Merged(_with_body(result, body, path) if "body" in renewed else result, tuple(renewed), tuple(kept))


def _with_body(text: str, body: str, path: str) -> str:
    """The text with another body; its line ends stay what they are."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = text.removeprefix("\ufeff").split("\n")
    ending = "\r\n" if lines[0].endswith("\r") else "\n"
    head = lines[: frontmatter.split(clean(text.removeprefix("\ufeff")), path).body_line - 1]
    return mark + "\n".join(head) + "\n" + ending + body.strip().replace("\n", ending) + ending
