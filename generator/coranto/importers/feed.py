"""A feed (RSS, Atom, JSON Feed) -> a clipping for each of its newest entries.

In: the bytes of the feed. What each format says is read by ``extract.feed_xml`` and ``extract.feed_json``; here it is
judged: which date is sure, which name is of a person, how much of the story came along. Never fetches the rest of it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter

from coranto.extract.feed_entry import Entry, Feed
from coranto.model import Clipping, Reading, SourceRef
from coranto.problems import Place, error
from coranto.text import fold

ORDER = ("title", "body", "date", "source")
MOST_TAGS = 30
_RDF_FEED = re.compile(rb"purl\.org/rss/1\.0|my\.netscape\.com/rdf/simple|channel\.netscape\.com/rdf/simple")
_JSON = re.compile(rb"[\xef\xbb\xbf\s]*\{")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}|[A-Za-z]{4}|\d{3}))?(?:[-_][A-Za-z0-9]{1,8})*")
_FEED_WORDS = re.compile(
    r"\s*(?:[|»:·]|\s[–—-])\s*(?:the )?(?:rss|atom|feed|rss[ -]?feed|newsfeed|news feed)s?\s*$", re.I
)
_SECTION = re.compile(r"section|rubri[ck]|ressort|sezion|sección|seccion", re.IGNORECASE)
_NO_SECTION = frozenset(
    "uncategorized uncategorised allgemein general sin-categoría sin-categoria non-classé senza-categoria".split()
)


def recognise(data: bytes, name: str) -> bool:
    """An XML document that begins with an element of a feed, or JSON that says it is one."""
    if _JSON.match(data[:4096]):
        from coranto.extract.feed_json import is_json_feed

        return is_json_feed(data)
    if b"<" not in data[:4096]:
        return False
    from coranto.extract.xml_text import HEAD, root_of

    root = root_of(data)
    return root in ("rss", "feed") or (root == "rdf" and bool(_RDF_FEED.search(data[:HEAD].replace(b"\x00", b""))))


def read(data: bytes, name: str, limit: int) -> Reading:
    """The newest ``limit`` entries. Raises CorantoError when there are none, or none can be read."""
    from coranto.extract import feed_json, feed_xml  # here, so that `build` and `--help` do not wait for lxml

    feed = (feed_json if _JSON.match(data[:4096]) else feed_xml).read(data, name, limit)
    entries = [entry for entry in feed.entries if entry.title or entry.link or entry.contents or entry.summary]
    if not entries:
        raise error("no entries", Place(name), "give the address of the feed itself")
    addresses = _addresses(entries)
    clippings = tuple(_clipping(entry, feed, name, address) for entry, address in zip(entries, addresses, strict=True))
    return Reading(clippings, left=feed.left, problems=feed.problems, feed=True)


def _addresses(entries: list[Entry]) -> list[str]:
    """The entries' addresses without what only tracks readers; with the fragment where that alone tells two apart."""
    from coranto.extract.html_address import plain_address

    plain = [plain_address(entry.link) if entry.link else "" for entry in entries]
    many = Counter(plain)
    return [
        f"{address}#{fragment}" if fragment and many[address] > 1 else address
        for address, fragment in (
            (address, entry.link.partition("#")[2]) for address, entry in zip(plain, entries, strict=True)
        )
    ]


def _clipping(entry: Entry, feed: Feed, name: str, address: str) -> Clipping:
    from coranto.extract import feed_dates, feed_text

    evidence: dict[str, str] = {"title": "feed: title (sure)" if entry.title else "feed: the entry has no title"}
    when = feed_dates.settle(entry.published, entry.updated)
    evidence["date"], evidence["updated"] = when.where, when.where_updated
    outlet, evidence["source"] = _outlet(entry, feed)
    authors, evidence["authors"] = _authors(entry, feed, outlet)
    section, tags, evidence["section"], evidence["tags"] = _filed_under(entry.categories)
    language, evidence["language"] = _language(entry, feed)
    story = feed_text.story(entry.contents, entry.summary, entry.base)
    part = story.part
    evidence["body"] = story.where
    if part == "link" and not address:
        part, evidence["body"] = "full", "feed: neither text nor link"
    if story.standfirst:
        evidence["standfirst"] = "feed: summary (likely)"
    if entry.image:
        evidence["image"] = f"feed: {entry.image_where} (sure)"
    licence = entry.licence or feed.licence
    if licence:
        evidence["licence"] = f"feed: {'the entry' if entry.licence else 'the feed'}'s licence (sure)"
    missing = {
        "title": not entry.title,
        "body": not story.markdown and part != "link",
        "date": not when.date,
        "source": not outlet,
    }
    return Clipping(
        origin=name,
        title=entry.title,
        standfirst=story.standfirst,
        authors=authors,
        date=when.date,
        updated=when.updated,
        source=SourceRef(outlet, address),
        section=section,
        tags=tags,
        language=language,
        licence=licence,
        image=entry.image,
        body=story.markdown,
        guid=entry.guid or address or _own_id(entry, when.date),
        republish=None if part == "full" else part,
        evidence={key: where for key, where in evidence.items() if where},
        doubts=tuple(key for key in ORDER if missing[key]),
    )


def _own_id(entry: Entry, date: str) -> str:
    """An id for an entry that has neither id nor link: the same as long as its headline and date are."""
    said = entry.title or "".join(entry.contents) or entry.summary
    return "sha256:" + hashlib.sha256(f"{date}\n{said}".encode("utf-8", "replace")).hexdigest()[:16]


def _outlet(entry: Entry, feed: Feed) -> tuple[str, str]:
    """The outlet: whom the entry was taken from, else the feed itself."""
    if entry.outlet:
        return entry.outlet, "feed: the entry's source (sure)"
    outlet = _FEED_WORDS.sub("", feed.title).strip()
    return (outlet, "feed: the feed's title (likely)") if outlet else ("", "feed: the feed has no title")


def _authors(entry: Entry, feed: Feed, outlet: str) -> tuple[tuple[str, ...], str]:
    """The people who signed, none of them named as the outlet; the feed's author signs what nobody else does."""
    from coranto.extract.html_names import of_value

    houses = {fold(outlet), fold(feed.title), ""}
    for said, where in ((entry.authors, "author (sure)"), (feed.authors, "the feed's author (likely)")):
        names = (name for value in said for name in of_value(value))
        people = tuple(dict.fromkeys(name for name in names if fold(name) not in houses))
        if people:
            return people, f"feed: {where}"
    return (), "feed: only an organisation (unsure)" if entry.authors else ""


def _filed_under(categories: tuple[tuple[str, str], ...]) -> tuple[str, tuple[str, ...], str, str]:
    """Section and tags: a category that says it is a section, or stands alone; all others are tags."""
    words = {fold(word): (word, scheme) for word, scheme in reversed(categories) if len(word) <= 60}
    known = [pair for key, pair in reversed(words.items()) if key.replace(" ", "-") not in _NO_SECTION]
    marked = next((word for word, scheme in known if _SECTION.search(scheme[:300])), "")
    section = marked or (known[0][0] if len(known) == 1 else "")
    tags = tuple(word for word, _ in known if word != section)[:MOST_TAGS]
    where = "feed: category, said to be a section (sure)" if marked else "feed: the only category (likely)"
    return section, tags, where if section else "", "feed: category (sure)" if tags else ""


def _language(entry: Entry, feed: Feed) -> tuple[str, str]:
    for value, where in ((entry.language, "the entry"), (feed.language, "the feed")):
        if match := _LANGUAGE.fullmatch(value.strip()[:40]):
            region = match[2] or ""
            region = f"-{region.upper() if len(region) < 4 else region.title()}" if region else ""
            return match[1].lower() + region, f"feed: the language of {where} (sure)"
    return "", ""
