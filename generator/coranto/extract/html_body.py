"""Find the story on a saved page and print it as Markdown.

In: the page's tree and its source. Out: a ``Story``: Markdown, the same as plain text, and who agreed on it. Two
extractors (trafilatura, readability), the page's own JSON-LD and the place where they agree most each vote on every
block; what reads as page machinery needs more votes. Where the extractors took different things, the place below the
headline decides; where the page's text has no story and an extractor found one in a script, that is taken. Never looks
a host up, never alters the tree, never invents a word.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from coranto.extract import (
    blocks,
    byline_words,
    furniture,
    html_blocks,
    html_disputes,
    html_edges,
    html_figures,
    html_words,
    markdown,
)
from coranto.extract.html_blocks import Part
from coranto.extract.html_disputes import LONG_PROSE, PROSE
from coranto.extract.html_place import INTRODUCES, Place, Trunk, is_caption, look_of, place_of
from coranto.extract.html_tree import tree_of
from coranto.extract.html_voices import SHINGLE, Candidate, candidates, votes

MOST_TAGS = 25_000  # signs that open one; the longest article of the developers' set has 19,000
MOST_SOURCE = 4_000_000  # characters
SOURCE = 25  # words that name who said a quotation
ALIKE = 0.5  # share of the story's words that look like a block
AROUND = 0.85  # share of the agreed words that the story's container holds


@dataclass(frozen=True, slots=True)
class Story:
    """The article's body. ``evidence`` says which candidates agreed, and how far. ``standfirst`` is the one handed in,
    or nothing where the body begins with it."""

    markdown: str
    text: str
    evidence: str
    standfirst: str = ""


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
    # Of the following the size was set by hand.
    "opening": 1.0,
    "alike": 0.5,
}
NEVER = frozenset({"form", "list", "feed", "comments", "reader", "legal", "time", "inset", "noise"})
LISTS = frozenset({"list", "feed", "comments"})


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
    trunk: Trunk
    looks: Mapping[str, float]  # share of the agreed words that stand in such elements
    titles: frozenset[str]  # its first headings
    title: str

    def titled(self, own: Sequence[str]) -> bool:
        """Whether some words are the page's headline."""
        key = " ".join(own)
        return key in self.titles or (len(own) >= SHINGLE and f" {key} " in f" {self.title} ")


def body_of(tree: HtmlElement, html: str, lead: str = "", standfirst: str = "") -> Story:
    """The article's body of a page; an empty one where no candidate found anything.

    ``lead`` is the address of the page's lead picture: the body does not begin with it once more. ``standfirst`` is
    what the front matter has: where it stands above the story, it is none of it.
    """
    shorter = _cut(html)
    if shorter is not html:
        html, tree = shorter, tree_of(shorter)
    read = html_blocks.read(tree)
    parts = [part for part in read if part.block.picture is None]
    voices = candidates(tree)
    words = [part.words for part in parts]
    given = [votes(voices, each) for each in words]
    has = html_disputes.settled(parts, words, given)
    page = _overall(tree, parts, words, has)
    kept = list(_keep(parts, words, has, page))
    kept = html_edges.trimmed(kept, page.trunk, _above(parts, kept, page), page.titled, standfirst)
    if found := html_disputes.beside_the_tree(words, given, voices, sum(len(part.words) for part in kept)):
        name, lines = found
        return Story(
            markdown.document(lines), "\n\n".join(lines), f"not in the page's text; as {name} has it", standfirst
        )
    base = html_figures.base_of(tree)
    printed = html_blocks.document(html_figures.with_pictures(read, kept, page.trunk, base, lead), base)
    told = "\n\n".join(part.text for part in kept)
    return Story(
        printed,
        told,
        _evidence(kept, voices, dict(zip(map(id, parts), given, strict=True))),
        "" if html_edges.begins_with(kept, standfirst) else standfirst,
    )


def _cut(html: str) -> str:
    """As much of a page as can be read in due time; the page itself unless it is beyond what pages are."""
    if len(html) > MOST_SOURCE:
        html = html[:MOST_SOURCE]
    if html.count("<") <= MOST_TAGS:
        return html
    end = 0
    for _ in range(MOST_TAGS):
        end = html.find("<", end) + 1
    return html[: end - 1]


def _overall(
    tree: HtmlElement, parts: Sequence[Part], words: Sequence[list[str]], has: Sequence[tuple[bool, ...]]
) -> _Page:
    votes = tuple(sum(each) for each in has)
    core = [index for index, vote in enumerate(votes) if vote >= 2 and len(words[index]) >= PROSE]
    looks: Counter[str] = Counter()
    for part, own, vote in zip(parts, words, votes, strict=True):
        if vote >= 2:
            looks[look_of(part)] += len(own)
    total = sum(looks.values()) or 1
    inside = _container(parts, words, votes)
    above = frozenset() if inside is None else frozenset((inside, *inside.iterancestors()))
    return _Page(
        votes,
        core[0] if core else 0,
        core[-1] if core else len(parts),
        Trunk(inside, above),
        {look: count / total for look, count in looks.items()},
        frozenset(_folded("".join(map(str, each.itertext()))) for each in tree.iter("h1")),
        _folded(tree.findtext(".//title") or ""),
    )


def _above(parts: Sequence[Part], kept: Sequence[Part], page: _Page) -> set[int]:
    """The places, among those kept, of what stands above the headline."""
    heading = next((index for index, part in enumerate(parts) if part.where.tag == "h1" and page.titled(part.words)), 0)
    before = {id(part) for part in parts[:heading]}
    return {index for index, part in enumerate(kept) if id(part) in before}


def _keep(
    parts: Sequence[Part], words: Sequence[list[str]], has: Sequence[tuple[bool, ...]], page: _Page
) -> Iterator[Part]:
    known: dict[HtmlElement, Place] = {}
    below_list = False
    last: Part | None = None
    heading = next(
        (index for index, part in enumerate(parts) if part.where.tag == "h1" and page.titled(words[index])), -1
    )
    for index, part in enumerate(parts):
        own, vote = words[index], page.votes[index]
        look = page.looks.get(look_of(part), 0.0)
        between = page.first <= index <= page.last
        above = 0 <= heading < index < page.first
        if not (look or between or above or any(page.votes[max(0, index - 2) : index + 3])):
            continue  # far from the story
        block = blocks.measure(part.text)
        kind = furniture.kind(block)
        if kind in LISTS and index > page.first:
            below_list = True
        elif block.sentence and vote >= 2:
            below_list = False
        place = place_of(part, page.trunk, known)
        quoted = place.quoted
        if (quoted and place.within and between) or (index and parts[index - 1] is last and _is_source(part, last)):
            last = part
            yield part
            continue
        signed = len(own) <= 12 and not block.closed and bool(byline_words.LEAD.match(block.key))
        if kind in NEVER or page.titled(own) or signed or (not quoted and is_caption(part)):
            continue
        trafilatura, readability, stated_so = has[index]
        phrase = not block.closed
        opening = above and not phrase and len(own) >= PROSE and not (kind or place.aside)
        plain = not kind and part.linked < 0.5
        if plain and (
            (opening and _introduces(part, parts[heading], place)) or (vote and between and _heads(index, parts, page))
        ):
            last = part
            yield part
            continue
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
            "quotation": part.block.quoted,
            "agreed above": sum(page.votes[max(0, index - 2) : index]) / 4,
            "agreed below": sum(page.votes[index + 1 : index + 3]) / 4,
            "length": math.log(1 + len(own)) / 3,
            "links": part.linked,
            "links, phrase": part.linked * (phrase and len(own) < 25),
            "furniture": bool(kind),
            "furniture, both": bool(kind) and trafilatura and readability,
            "class name": place.beside and not quoted,
            "aside": place.aside and not quoted,
            "all emphasis": bool(part.block.spans) and all(piece.sign for piece in part.block.spans),
            "below a list's heading": below_list and phrase,
            "phrase below the story": phrase and index > page.last,
            "opening": opening and not place.beside and vote > 0,
            "alike": between and place.within and not phrase and look >= ALIKE and vote > 0 and part.linked < 0.3,
        }
        if sum(WEIGHTS[sign] * value for sign, value in signs.items()) > 0:
            last = part
            yield part


def _is_source(part: Part, last: Part | None) -> bool:
    """Whether it names who said the quotation above it, and stands in that."""
    if last is None or not (part.block.quoted and last.block.quoted) or len(part.words) > SOURCE:
        return False
    box = next((each for each in part.where.iterancestors("blockquote")), None)
    return box is not None and any(each is box for each in (last.where, *last.where.iterancestors("blockquote")))


def _introduces(part: Part, heading: Part, place: Place) -> bool:
    """Whether a paragraph stands below the headline, in the same box or in one of its own there."""
    near = islice(part.where.iterancestors(), 2)
    if part.where.tag not in ("p", "div") or not any(each is heading.where.getparent() for each in near):
        return False
    return not place.beside or bool(INTRODUCES.search(part.where.get("class") or ""))


def _heads(index: int, parts: Sequence[Part], page: _Page) -> bool:
    """Whether it is a heading between two paragraphs of the story, all three in one box."""
    part, box = parts[index], parts[index].where.getparent()
    if part.where.tag not in html_blocks.HEADINGS or index + 1 >= len(parts):
        return False
    return all(parts[near].where.getparent() is box and page.votes[near] >= 2 for near in (index - 1, index + 1))


def _folded(text: str) -> str:
    return " ".join(html_words.words(text))


def _evidence(kept: Sequence[Part], voices: Sequence[Candidate], given: Mapping[int, tuple[bool, ...]]) -> str:
    """Which candidates hold how much of what was kept. ``given`` are the votes on each part, by its identity."""
    if not kept:
        return "no story on the page"
    total = sum(len(part.words) for part in kept)
    shares = [
        f"{voice.name} {sum(len(part.words) for part in kept if given[id(part)][number]) * 100 // total} %"
        for number, voice in enumerate(voices)
        if voice.shingles
    ]
    return f"{len(kept)} blocks; agreed on by {', '.join(shares) or 'nobody'}"
