"""The HTML of an export -> Markdown, through the machinery that reads feeds; what is left out of it is told.

In: the HTML of one post. Out: Markdown of the documented subset; scripts, forms and frames never come through.
"""

from __future__ import annotations

import re
from pathlib import Path

from coranto.files import read_bytes
from coranto.problems import Place, Problem, error, warning
from coranto.text import clean, legible, one_line

LIMIT = 128 * 1024 * 1024  # bytes of an export
_LEFT_OUT = re.compile(r"<(iframe|video|audio|object|embed|form|script|canvas|svg)\b([^<>]{0,2000})", re.IGNORECASE)
_SRC = re.compile(r"\b(?:src|data)=[\"']([^\"'<>\s]{1,500})")


def bytes_of(place: Path) -> bytes:
    """The bytes of an export. Raises CorantoError for a folder, and for what is too large."""
    if place.is_dir():
        raise error("this is a folder", Place(str(place)), "give the file of the export")
    data = read_bytes(place, str(place), LIMIT)
    if len(data) > LIMIT:
        raise error(f"larger than {LIMIT // 1024 // 1024} MB", Place(str(place)), "export it in parts, one by one")
    return data


def markdown(html: str, base: str, place: Place, problems: list[Problem]) -> str:
    """A post's body, relative links made absolute against ``base``. Raises CorantoError for one that would be cut."""
    from coranto.extract.html_fragment import LONGEST, markdown_of

    if len(html) > LONGEST:
        raise error(f"the post has more than {LONGEST:,} characters", place, "bring it over by hand")
    for match in _LEFT_OUT.finditer(html):
        source = _SRC.search(match[2])
        what = f"<{match[1].lower()}>" + (f" of {clean(source[1])}" if source else "")
        problems.append(warning(f"left out: {what}", place, "put a link, or a picture, in its place"))
    return markdown_of(html, base)


def plain(html: str) -> str:
    """A title, name or excerpt in plain words, on one line."""
    from coranto.extract.html_fragment import text_of

    if "<" not in html and "&" not in html:
        return one_line(clean(html))
    return one_line(text_of(legible(f"<p>{html}</p>")))
