"""A clipping, looked up in what a site holds: its earlier version, the draft that was rejected, what tells the same.

An earlier version is known by its address and its feed's id; what tells the same, by its shingles.

In: a clipping, and the index of the site, which grows with each that is filed. Out: paths. Writes no file.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coranto.article_file import called, is_same
from coranto.holdings import Holdings, body_of, document_of, same_place
from coranto.inputs import NAMELESS, is_address
from coranto.likeness import Shelf
from coranto.model import Clipping
from coranto.problems import CorantoError, Place, error


@dataclass(frozen=True, slots=True)
class Alike:
    """An article that is nearly the same (``near-copy``) or tells the same event (``same story``).

    ``shared`` is the part of the new one's shingles that it has too, ``contained`` the part of its own.
    """

    path: Path
    verdict: str
    shared: float
    contained: float


def places_of(clipping: Clipping, address: str) -> list[str]:
    """Where it stands, and by what it was asked for: an entry of a feed has its own address alone."""
    own = (clipping.source.url,) if clipping.guid else (clipping.source.url, clipping.origin, address)
    return [same_place(each) for each in own if is_address(each)]


def find_earlier(clipping: Clipping, places: list[str], held: Holdings) -> Path | None:
    """The article that an earlier version of the clipping made: by the feed's id, by address or by file.

    None of these is believed alone. Feeds number their entries from 1; some outlets give all their pages the address of
    the front page; a file is called page.html. Headline and day, or half of the older text, must agree too.
    """
    found = [path for path in held.guids.get(clipping.guid, ()) if clipping.guid]
    found += [path for place in places for path in held.addresses.get(place, ())]
    if not clipping.guid and not is_address(clipping.origin) and clipping.origin not in NAMELESS:
        found += held.origins.get(called(clipping.origin), ())
    for path in dict.fromkeys(found):
        document = document_of(path, held)
        if document is None:
            raise error(
                "this may be an older version of it, and cannot be read", Place(str(path)), "coranto build says why"
            )
        if is_same(clipping, document):
            return path
    return None


def find_rejected(clipping: Clipping, places: list[str], key: str, aside: Holdings | None) -> Path | None:
    """The draft that was made of this clipping, or of an older version, and was rejected."""
    with suppress(CorantoError):  # nobody knows what that file was: a draft too many is soon rejected
        return (aside.prints.get(key) or find_earlier(clipping, places, aside)) if aside else None
    return None


def find_alike(clipping: Clipping, held: Holdings) -> tuple[Alike, ...]:
    """The site's articles that tell the same, best first."""
    if held.shelf is None:  # all bodies are read once, and only when there is something to hold them against
        held.shelf = Shelf()
        for path, outlet in held.articles.items():
            if (body := body_of(path, held)) is not None:
                held.shelf.add(str(path), body, outlet)
    found = []
    for each in held.shelf.nearest(clipping.body, outlet=clipping.source.name):
        if each.verdict:
            found.append(Alike(Path(each.key), each.verdict, each.shared, each.contained))
    return tuple(found)


def remember(held: Holdings, path: Path, key: str, clipping: Clipping, places: list[str]) -> None:
    """Have it found from now on."""
    held.prints[key] = path
    held.ids.add(path.stem)
    held.articles[path] = clipping.source.name
    if not clipping.guid:
        held.origins[called(clipping.origin)].append(path)
    for place in places:
        held.addresses[place].append(path)
    if clipping.guid:
        held.guids[clipping.guid].append(path)
    if held.shelf is not None:
        held.shelf.add(str(path), clipping.body, clipping.source.name)
