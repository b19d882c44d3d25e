"""Turn the text of a saved page into a clipping.

In: text as copied or scraped, and where it came from. Out: a ``Clipping`` with what the page tells, where each field
was found, and what the curator has to settle. Never reads a file, the clock or the network; never knows one outlet
from another; never completes what the page leaves open; never takes a log-in or cookie wall for a story.

    wrapping -> blocks -> furniture -> runs -> body -> facts -> markdown
    facts: headline, signature (byline, outlet), moment (dates), picture
"""

from __future__ import annotations

from coranto.extract import blocks as _blocks
from coranto.extract import body, furniture, markdown
from coranto.extract.facts import Facts, gather, signed_line
from coranto.model import Clipping, SourceRef

__all__ = ["from_text"]

ORDER = ("title", "body", "date", "source", "authors")
EVIDENCE = ("title", "date", "updated", "authors", "source", "section", "standfirst", "image", "body", "related")
LEAST_WORDS = 20  # fewer make no story
MOST_WALLS = 60  # paragraphs; a longer story is one
SHORT = 150  # words; so little may be but the beginning of a story
NEAR = 8  # blocks below the story in which a wall is looked for


def from_text(text: str, origin: str) -> Clipping:
    """The clipping that a page's text makes. Any text is taken; what cannot be found is left empty and doubted."""
    page = _blocks.read(text)
    kinds = tuple(furniture.kind(block) for block in page)
    story = body.choose(page, kinds)
    seen = story.paragraphs[:MOST_WALLS] if story else ()
    walls = [index for index in seen if furniture.wall(page[index])]
    told = sum(page[index].words for index in story.paragraphs if index not in walls) if story else 0
    if story is None or told < LEAST_WORDS:
        wall = f"line {page[walls[0]].line} stands where the story should" if walls else ""
        return _empty(page, kinds, origin, wall or "no run of sentences on the page")
    if walls and told < SHORT and any(furniture.no_page(block.text) for block in page[: story.first + 1]):
        return Clipping(origin, evidence={"body": f"line {page[walls[0]].line} says that there is none"}, doubts=ORDER)
    facts = gather(page, kinds, story)
    if furniture.no_page(facts.title) and told < SHORT:
        return Clipping(origin, evidence={"body": f'"{facts.title}" is no headline of a story'}, doubts=ORDER)
    printed = markdown.document(_pieces(page, facts))
    evidence = dict(facts.evidence)
    doubts = facts.doubts
    below = [*walls, *(index for index in range(story.last + 1, story.last + NEAR) if _wall(page, index))]
    if told < SHORT and below:
        doubts |= {"body"}
        evidence["body"] += f'; it may go on behind a wall (line {page[below[0]].line}, "{page[below[0]].text[:60]}")'
    if len(page) == _blocks.MOST_BLOCKS:
        evidence["body"] += f"; only the first {_blocks.MOST_BLOCKS} lines of the page were read"
    return Clipping(
        origin=origin,
        title=facts.title,
        standfirst=facts.standfirst,
        authors=facts.authors,
        date=facts.date,
        updated=facts.updated,
        source=SourceRef(facts.outlet),
        section=facts.section,
        image=facts.image,
        related=facts.related,
        bios=facts.bios,
        body=printed,
        evidence={key: evidence[key] for key in (*EVIDENCE, *evidence) if key in evidence},
        doubts=tuple(key for key in ORDER if key in doubts),
    )


def _wall(page: tuple[_blocks.Block, ...], index: int) -> bool:
    return index < len(page) and furniture.wall(page[index])


def _empty(page: tuple[_blocks.Block, ...], kinds: tuple[furniture.Kind, ...], origin: str, why: str) -> Clipping:
    """A page without a story: its headline, names and date only if one line signs it with both."""
    signed = signed_line(page, kinds)
    if signed is None:
        return Clipping(origin, evidence={"body": why}, doubts=ORDER)
    title, authors, date, line = signed
    if furniture.no_page(title):
        return Clipping(origin, evidence={"body": why}, doubts=ORDER)
    where = f"line {line}, the only byline of a page without a story (likely)"
    evidence = {"title": f"above line {line} (likely)", "date": where, "authors": where, "body": why}
    return Clipping(origin, title=title, authors=authors, date=date, evidence=evidence, doubts=("body", "source"))


def _pieces(page: tuple[_blocks.Block, ...], facts: Facts) -> list[str | list[str]]:
    """Paragraphs, and lists where lines with list signs follow one another."""
    pieces: list[str | list[str]] = []
    last = -2
    for index in facts.paragraphs:
        block = page[index]
        if not block.bullet:
            pieces.append(block.text)
        elif pieces and isinstance(pieces[-1], list) and index == last + 1:
            pieces[-1].append(block.text)
        else:
            pieces.append([block.text])
        last = index
    return pieces
