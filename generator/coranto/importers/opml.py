"""A list of subscriptions (OPML) -> a subscription for each feed that it names.

In: the bytes of the list, outlines nested as they may be. Never fetches a feed; folders are not kept.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from coranto.model import Reading, Subscription
from coranto.problems import Place, Problem, error, warning
from coranto.text import clean, web_address

LIMIT = 5 * 1024 * 1024
LONGEST = 2_000  # characters of an address


def recognise(data: bytes, name: str) -> bool:
    """An XML document that begins with ``<opml>``."""
    if b"<" not in data[:4096]:
        return False
    from coranto.extract.xml_text import root_of

    return root_of(data) == "opml"


def read(data: bytes, name: str, limit: int) -> Reading:
    """All feeds of the list, each once, however many: ``limit`` is of entries. Raises CorantoError for none."""
    from coranto.extract import xml_text

    source = xml_text.source_of(data, name, LIMIT)
    tree = xml_text.parse(source)
    problems: list[Problem] = []
    if tree is None:
        tree = xml_text.parse(source, recover=True)
        if tree is None:
            raise error("this cannot be read as OPML", Place(name), "export the list again")
        problems.append(warning("the list is broken, and may lack feeds", Place(name), "export it again"))
    found: dict[str, Subscription] = {}
    refused = 0
    for element in tree.iter():
        if xml_text.local(element) != "outline":
            continue
        said = {str(key).lower(): str(value) for key, value in element.attrib.items()}
        if not said.get("xmlurl", "").strip():
            continue
        feed = _address(said["xmlurl"])
        refused += not feed
        if feed:
            found.setdefault(feed, Subscription(_name(said, feed), feed, _address(said.get("htmlurl", ""))))
    if refused:
        said_so = "1 feed has" if refused == 1 else f"{refused} feeds have"
        problems.append(warning(f"{said_so} no http or https address", Place(name), "write its address out in full"))
    if not found:
        raise error("it names no feed", Place(name), 'a feed is an outline with xmlUrl="https://…"')
    return Reading(subscriptions=tuple(found.values()), problems=tuple(problems))


def _address(value: str) -> str:
    address = clean(value).strip()
    return address if len(address) <= LONGEST and web_address(address) else ""


def _name(said: dict[str, str], feed: str) -> str:
    """What the list calls the feed; else its host."""
    from coranto.extract.feed_text import title

    name = title(said.get("title", "")) or title(said.get("text", ""))
    return name or (urlsplit(feed).hostname or "").removeprefix("www.")
