"""Why pages were made: what the last build said they were made of, beside what this one says.

In: two accounts and the pages that were made. Out: a line for each. Decides nothing: what is made follows from
keys alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coranto.cache import Cache, key_of
from coranto.packing import pack, unpack
from coranto.planned import Page
from coranto.sight import Account

WORDS: Mapping[str, str] = {
    "article": "its front matter, or what cards show of it",
    "text": "its text",
    "note": "its note",
    "tags": "the pages of its tags",
    "people": "its authors",
    "turns": "the article before or after it",
    "story": "its story",
    "reports": "another report of its story",
    "frame": "what stands around the list",
    "articles": "the articles listed",
    "view": "what it shows",
}


def recall(cache: Cache, kind: bytes) -> Account:
    """What the last build of this kind said."""
    found = cache.find(_row(kind), "bodies")
    try:
        account: Account = unpack(Account, found) if found is not None else {}
    except ValueError:
        return {}
    return account


def keep(cache: Cache, kind: bytes, account: Account) -> None:
    """Let the next build know."""
    cache.keep("account", _row(kind), pack(account), "bodies")


def _row(kind: bytes) -> bytes:
    return key_of(b"account", kind)


def reasons(made: Iterable[Page], before: Account, now: Account) -> tuple[tuple[str, str], ...]:
    """(path, why) of the pages that were made, in their order."""
    if not before:
        return tuple((page.path, "nothing was remembered") for page in made)
    return tuple((page.path, _reason(page, before.get(page.path), now[page.path])) for page in made)


def _reason(page: Page, before: tuple[int, int, dict[str, int]] | None, now: tuple[int, int, dict[str, int]]) -> str:
    if before is None:
        return f"new: {page.origin}"
    if before[0] != now[0]:
        return "what all pages show (settings, menu, sections, the current edition, the theme), or this program"
    if before[1] != now[1]:
        return f"the template {page.template}, or one that it draws on"
    changed = [WORDS.get(name, name) for name, value in now[2].items() if before[2].get(name) != value]
    return "; ".join(changed) or "it was not remembered"
