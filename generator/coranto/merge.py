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
    return " ".join(f"{key}={digest(value)}" for key, value in told.items())


def noted(imported: Any) -> dict[str, str]:
    """The digests that an article's ``imported`` holds."""
    was = str(imported.get("was") or "") if isinstance(imported, dict) else ""
    return dict(pair.split("=", 1) for pair in was.split() if "=" in pair)


def digest(value: Any) -> str:
    """What tells a field's value from another. White space at the ends of lines is no difference."""
    text = _lines(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def merge(text: str, values: Mapping[str, Any], body: str, path: str) -> Merged:
    """Bring a newer import's ``values`` and ``body`` into an article's text.

    A field that the newer one lacks stays. Raises CorantoError when the article's front matter cannot be read.
    """
    document = frontmatter.read(text, path)
    now: dict[str, Any] = document.fields.plain()
    imported = now.get("imported")
    known = imported if isinstance(imported, dict) else {}
    was = noted(known)
    less = values.get("republish") in ("excerpt", "link") and now.get("republish") not in ("excerpt", "link")
    changes: dict[str, Any] = {}
    kept: list[str] = []
    for key, value in values.items():
        if key in OURS or now.get(key) == value or (key == "republish" and less):
            continue
        if (digest(now[key]) if key in now else None) == was.get(key):
            changes[key] = value
        else:
            kept.append(key)
    renewed = [*changes]
    new_was = {
        **{key: told for key, told in was.items() if key not in values and key != "body"},
        **noted(values["imported"]),
    }
    if less:
        new_was = {key: told for key, told in new_was.items() if key not in ("body", "republish")}
        new_was |= {key: was[key] for key in ("body", "republish") if key in was}
    if not values.get("republish") and now.get("republish") and was.get("republish") == digest(now["republish"]):
        changes["republish"] = None  # the whole text has come
        new_was.pop("republish", None)
    brought = {**values["imported"], "was": " ".join(f"{key}={told}" for key, told in new_was.items())}
    changed_body = not less and _lines(document.body) != _lines(body)
    if changed_body and (was.get("body") == digest(document.body.strip()) or not document.body.strip()):
        renewed.append("body")
    elif changed_body:
        kept.append("body")
    result = frontmatter.edit(text, {**changes, "imported": {**known, **brought}}, path)
    return Merged(with_body(result, body, path) if "body" in renewed else result, tuple(renewed), tuple(kept))


def with_body(text: str, body: str, path: str) -> str:
    """The text with another body; its line ends stay what they are. Raises CorantoError as ``edit`` does."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = frontmatter.lines_of(text.removeprefix("\ufeff"), path)
    ending = "\r\n" if lines[0].endswith("\r") else "\n"
    head = lines[: frontmatter.read(text, path).body_line - 1]
    return mark + "\n".join(head) + "\n" + ending + body.strip().replace("\n", ending) + ending
