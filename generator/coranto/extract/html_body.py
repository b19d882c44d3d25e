"""Find the story on a saved page and print it as Markdown.

In: the page's tree and its source. Out: a ``Story``: Markdown, the same as plain text, and who agreed on it. Two
extractors (trafilatura, readability), the page's own JSON-LD and the place where they agree most each vote on every
block; what reads as page machinery needs more votes. Never looks a host up, never alters the tree, never invents
a word.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import lxml.html
from lxml.html import HtmlElement

from coranto.extract import blocks, byline, furniture, html_blocks
from coranto.extract.html_blocks import Part

SHINGLE = 4  # words
LONG = 500  # characters; a shorter articleBody is a summary
LONGEST = 400_000  # characters of a candidate; of a longer one the rest is not looked at
MOST_SCRIPT = 2_000_000  # characters
KEPT_SHARE = 0.6  # of a block's shingles that a candidate must have
PROSE = 10  # words of a block that shows where the story stands
LONG_PROSE = 20  # words
NAME = 500  # characters of class names and id that are looked at
AROUND = 0.85  # share of the agreed words that the story's container holds

# Class names and ids of what stands beside a story, in the words page makers use.
BESIDE = re.compile(
    r"relat|recommend|share|sharing|social|newsletter|subscri|sign-?up|promo|teaser|sidebar|widget|comment|disqus|"
    r"caption|credit|byline|author|contributor|bio(?:$|[\s_-])|tags|topics|footer|footnote|popular|trending|recirc|outbrain|taboola|"
    r"read-?more|more-|also|cookie|consent|banner|advert|breadcrumb|paywall|metered|gallery|carousel|meta(?:$|[\s_-])|"
    r"(?:^|[\s_-])ads?(?:$|[\s_-])|correction|dateline|timestamp|pagination|menu|modal|popup|login|donat|rating",
    re.IGNORECASE,
)
CAPTION = re.compile(r"caption|(?:^|[-_ ])credit|photo-?by", re.IGNORECASE)
QUOTED = re.compile(r"twitter-|tweet|instagram-media|fb-post|bluesky|mastodon", re.IGNORECASE)
ASIDE = frozenset({"aside", "footer", "nav", "form", "figure", "header", "address", "details"})


@dataclass(frozen=True, slots=True)
class Story:
    """The article's body. ``evidence`` says which candidates agreed, and how far."""

    markdown: str
    text: str
    evidence: str


# What each sign adds to a block's score; above nought it stays. Found by logistic regression on half of the
# developers' set (65 pages, each block weighed by its share of the story), then rounded.
WEIGHTS = {
    "base": -1.45,
    "trafilatura": 1.0,
    "readability": 0.5,
    "both": 0.4,
    "only trafilatura": 0.5,
    "JSON-LD": 0.2,
    "trafilatura, phrase": 0.6,
    "looks like the story": 1.1,
    "looks like the story, readability": 1.3,
    "prose, readability": 0.4,
    "quotation": 0.3,
    "agreed above": 0.6,
    "agreed below": 0.8,
    "length": -1.0,  # long blocks without a vote are other stories
    "links": -0.9,
    "links, phrase": -0.5,
    "furniture": -0.3,
    "furniture, both": -0.1,
    "class name": -0.9,
    "aside": -0.4,
    "all emphasis": -0.1,
    "below a list's heading": -0.3,
    "phrase below the story": -0.3,
}
NEVER = frozenset({"form", "list", "feed", "comments", "reader", "legal", "time", "inset", "noise"})
LISTS = frozenset({"list", "feed", "comments"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one extractor took for the story, as words and as shingles."""

    name: str
    line: str
    shingles: frozenset[tuple[str, ...]]

    def has(self, words: Sequence[str]) -> bool:
        """Whether it holds most of a block."""
        if len(words) < 2 * SHINGLE:
            return f" {' '.join(words)} " in self.line
        own = _shingles(words)
        return sum(each in self.shingles for each in own) >= KEPT_SHARE * len(own)


def _shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[index : index + SHINGLE]) for index in range(max(1, len(words) - SHINGLE + 1))]


def candidate(name: str, text: str) -> Candidate:
    """A candidate from its plain text."""
    words = html_blocks.WORD.findall(text[:LONGEST].casefold())
    return Candidate(name, f" {' '.join(words)} ", frozenset(_shingles(words)) if words else frozenset())


def stated(tree: HtmlElement) -> str:
    """The longest articleBody of the page's JSON-LD; empty where none is long."""
    found = ""
    for script in tree.iter("script"):
        source = script.text or ""
        if "articleBody" not in source or len(source) > MOST_SCRIPT or "json" not in (script.get("type") or ""):
            continue
        try:
            value = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        found = max((found, *_bodies(value)), key=len)
    if "<p" in found or "&lt;p" in found:
        found = re.sub(r"<[^<>]{0,500}>", " ", found.replace("&lt;", "<").replace("&gt;", ">"))
    return found if len(found) >= LONG else ""


def _bodies(value: object, depth: int = 0) -> Iterator[str]:
    if depth > 6:
        return
    if isinstance(value, list):
        for each in value:
            yield from _bodies(each, depth + 1)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key == "articleBody" and isinstance(each, str):
                yield each
            elif isinstance(each, (dict, list)):
                yield from _bodies(each, depth + 1)


def candidates(tree: HtmlElement, html: str) -> list[Candidate]:
    """What each extractor takes for the story. One that fails has no voice."""
    return [
        candidate("trafilatura", _trafilatura(tree)),
        candidate("readability", _readability(html)),
        candidate("JSON-LD", stated(tree)),
    ]


def _trafilatura(tree: HtmlElement) -> str:
    import trafilatura

    try:
        found = trafilatura.bare_extraction(tree, with_metadata=False, include_comments=False)
    except Exception:  # whatever goes wrong inside: it has no voice then, and the others are heard
        return ""
    return str(getattr(found, "text", "") or "")


def _readability(html: str) -> str:
    import readability

    try:
        summary = readability.Document(html).summary(html_partial=True)
        return "\n\n".join(part.text for part in html_blocks.read(lxml.html.fromstring(summary)))
    except Exception:  # as above; pages without a body end here
        return ""


def _container(parts: Sequence[Part], words: Sequence[list[str]], votes: Sequence[int]) -> HtmlElement | None:
    """The smallest element that holds nearly all words on which two agree."""
    agreed = [(part, len(own)) for part, own, vote in zip(parts, words, votes, strict=True) if vote >= 2]
    total = sum(count for _, count in agreed)
    held: Counter[HtmlElement] = Counter()
    for part, count in agreed:
        held[part.where] += count
        for above in part.where.iterancestors():
            held[above] += count
    best, depth = None, -1
    for element, count in held.items():
        if count >= AROUND * total and (level := sum(1 for _ in element.iterancestors())) > depth:
            best, depth = element, level
    return best


@dataclass(frozen=True, slots=True)
class _Page:
    """What is known of the page as a whole."""

    votes: tuple[int, ...]
    first: int  # of the blocks on which two agree
    last: int
    above: frozenset[HtmlElement]  # the story's container and what holds it
    container: HtmlElement | None
    looks: Mapping[str, float]  # share of the agreed words that stand in such elements
    titles: frozenset[str]  # its first headings
    title: str


def body_of(tree: HtmlElement, html: str) -> Story:
    """The article's body of a page; an empty one where no candidate found anything."""
    parts = html_blocks.read(tree)
    voices = candidates(tree, html)
    words = [part.words for part in parts]
    has = [tuple(voice.has(each) for voice in voices) for each in words]
    page = _overall(tree, parts, words, has)
    kept = list(_keep(parts, words, has, page))
    return Story(html_blocks.document(kept), "\n\n".join(part.text for part in kept), _evidence(kept, voices))


def _overall(
    tree: HtmlElement, parts: Sequence[Part], words: Sequence[list[str]], has: Sequence[tuple[bool, ...]]
) -> _Page:
    votes = tuple(sum(each) for each in has)
    core = [index for index, vote in enumerate(votes) if vote >= 2 and len(words[index]) >= PROSE]
    looks: Counter[str] = Counter()
    for part, own, vote in zip(parts, words, votes, strict=True):
        if vote >= 2:
            looks[_look(part)] += len(own)
    total = sum(looks.values()) or 1
    inside = _container(parts, words, votes)
    above = frozenset() if inside is None else frozenset((inside, *inside.iterancestors()))
    return _Page(
        votes,
        core[0] if core else 0,
        core[-1] if core else len(parts),
        above,
        inside,
        {look: count / total for look, count in looks.items()},
        frozenset(_folded("".join(map(str, each.itertext()))) for each in tree.iter("h1")),
        _folded(tree.findtext(".//title") or ""),
    )


def _keep(
    parts: Sequence[Part], words: Sequence[list[str]], has: Sequence[tuple[bool, ...]], page: _Page
) -> Iterator[Part]:
    title = f" {page.title} "
    below_list = False
    for index, part in enumerate(parts):
        own, vote = words[index], page.votes[index]
        look = page.looks.get(_look(part), 0.0)
        between = page.first <= index <= page.last
        if not (look or between or any(page.votes[max(0, index - 2) : index + 3])):
            continue  # far from the story
        block = blocks.measure(part.text)
        kind = furniture.kind(block)
        if kind in LISTS and index > page.first:
            below_list = True
        elif block.sentence and vote >= 2:
            below_list = False
        beside, quoted, aside, within = _place(part, page)
        if quoted and within and between:
            yield part
            continue
        key = " ".join(own)
        titled = key in page.titles or (len(own) >= SHINGLE and f" {key} " in title)
        signed = len(own) <= 12 and not block.closed and bool(byline.LEAD.match(block.key))
        if kind in NEVER or titled or signed or (not quoted and _caption(part)):
            continue
        trafilatura, readability, stated_so = has[index]
        phrase = not block.closed
        signs: dict[str, float] = {
            "base": 1,
            "trafilatura": trafilatura,
            "readability": readability,
            "both": trafilatura and readability,
            "only trafilatura": trafilatura and not readability,
            "JSON-LD": stated_so,
            "trafilatura, phrase": trafilatura and phrase and len(own) < PROSE,
            "looks like the story": look,
            "looks like the story, readability": look * readability,
            "prose, readability": readability and block.closed and len(own) >= LONG_PROSE,
            "quotation": part.form == "quote",
            "agreed above": sum(page.votes[max(0, index - 2) : index]) / 4,
            "agreed below": sum(page.votes[index + 1 : index + 3]) / 4,
            "length": math.log(1 + len(own)) / 3,
            "links": part.linked,
            "links, phrase": part.linked * (phrase and len(own) < 25),
            "furniture": bool(kind),
            "furniture, both": bool(kind) and trafilatura and readability,
            "class name": beside and not quoted,
            "aside": aside and not quoted,
            "all emphasis": bool(part.pieces) and all(piece.sign for piece in part.pieces),
            "below a list's heading": below_list and phrase,
            "phrase below the story": phrase and index > page.last,
        }
        if sum(WEIGHTS[sign] * value for sign, value in signs.items()) > 0:
            yield part


def _place(part: Part, page: _Page) -> tuple[bool, bool, bool, bool]:
    """Whether it stands beside a story by its class names, in a quoted post, in an aside, within the container."""
    beside = quoted = aside = False
    within = False
    for element in islice((part.where, *part.where.iterancestors()), html_blocks.DEEPEST):
        if element in page.above:
            within = element is page.container
            break
        name = _name(element)
        if QUOTED.search(name):
            quoted = True
        elif BESIDE.search(name):
            beside = True
        aside = aside or element.tag in ASIDE
    return beside, quoted, aside, within


def _caption(part: Part) -> bool:
    above = part.where.getparent()
    return any(each is not None and CAPTION.search(each.get("class") or "") for each in (part.where, above))


def _name(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:NAME]


def _look(part: Part) -> str:
    """How a page styles a block: its element and the classes there and above."""
    above = part.where.getparent()
    classes = (part.where.get("class") or "", "" if above is None else above.get("class") or "")
    return "/".join((str(part.where.tag), *classes))


def _folded(text: str) -> str:
    return " ".join(html_blocks.WORD.findall(text.casefold()))


def _evidence(kept: Sequence[Part], voices: Sequence[Candidate]) -> str:
    """Which candidates hold how much of what was kept."""
    if not kept:
        return "no story on the page"
    words = [part.words for part in kept]
    total = sum(map(len, words))
    shares = [
        f"{voice.name} {sum(len(each) for each in words if voice.has(each)) * 100 // total} %"
        for voice in voices
        if voice.shingles
    ]
    return f"{len(kept)} blocks; agreed on by {', '.join(shares) or 'nobody'}"
