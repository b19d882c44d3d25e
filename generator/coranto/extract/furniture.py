"""Know page machinery by its words.

In: a block. Out: what kind of furniture it is, or nothing. Never decides where the story begins or ends; never knows
one outlet from another: what stands here must be true of news pages in general.

    noise      part of the page, says nothing: share bars, "1 min read", buttons
    form       newsletter and other forms
    plea       asks for support, a subscription, a download
    list       heading over other stories; they may be an inset, and the story may go on
    feed       heading over a stream of other stories; the story does not go on below
    comments   heading over what readers wrote
    reader     head of one comment
    bio        sign of an author's box
    legal      copyright, cookies
    time       nothing but a time or an age
    inset      "Read more: …", a pointer to another story in one line
    credit     whose picture it is, with or without its caption
    icons      words of an icon font, with what they stand before
"""

from __future__ import annotations

import re
from typing import Literal

from coranto.extract import phrases, picture
from coranto.extract.blocks import Block

Kind = Literal[
    "",
    "noise",
    "form",
    "plea",
    "list",
    "feed",
    "comments",
    "reader",
    "bio",
    "legal",
    "time",
    "inset",
    "credit",
    "icons",
]


def _whole(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


WHOLE_LINES: tuple[tuple[Kind, int, re.Pattern[str]], ...] = (
    ("time", 40, _whole(phrases.TIME)),
    ("comments", 180, _whole(phrases.COMMENTS)),
    ("reader", 110, _whole(phrases.READER)),
    ("feed", 60, _whole(phrases.FEED)),
    ("list", 60, _whole(phrases.LIST)),
    ("bio", 80, _whole(phrases.BIO)),
    ("form", 160, _whole(phrases.FORM)),
    ("noise", 160, _whole(phrases.NOISE)),
    ("credit", 160, _whole(phrases.CREDIT)),
    ("legal", 240, _whole(phrases.LEGAL)),
)
PLEA = _whole(phrases.PLEA)
WALL = _whole(phrases.WALL)
NO_PAGE = _whole(phrases.NO_PAGE)


def kind(block: Block) -> Kind:
    """What sort of furniture a block is; empty for what may be a headline or a story."""
    key = block.key
    if block.words <= 14 and phrases.ICON.search(block.text[:200]):
        return "icons"
    heading = key.rstrip(" :»>›…|")
    for name, longest, pattern in WHOLE_LINES:
        if len(block.text) <= longest and (pattern.fullmatch(heading) or pattern.fullmatch(key)):
            return name
    if block.words <= 90 and (legal := WHOLE_LINES[-1])[2].fullmatch(key) and len(block.text) <= 600:
        return legal[0]
    if not block.closed and picture.sure(block.text):
        return "credit"
    if block.words <= 30 and phrases.INSET.match(key):
        return "inset"
    if block.words <= 80 and PLEA.search(key):
        return "plea"
    return ""


def wall(block: Block) -> bool:
    """Whether a page says this instead of its story: log in, accept cookies, enable scripts, not found."""
    return block.words <= 90 and bool(WALL.search(block.key))


def no_page(line: str) -> bool:
    """Whether a headline says that there is no story here."""
    return bool(NO_PAGE.fullmatch(" ".join(line[:200].split()).casefold().replace("’", "'").rstrip(" .!…")))


def inset_title(block: Block) -> str:
    """The headline that a "Read more: …" line points to."""
    folded = " ".join(block.text.split())
    match = phrases.INSET.match(folded.casefold().replace("’", "'"))
    return folded[match.end() :].strip() if match else ""
