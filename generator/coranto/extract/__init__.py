"""Turn the text of a saved page into a clipping.

In: text as copied or scraped, and where it came from. Out: a ``Clipping`` with what the page tells, where each field
was found, and what the curator has to settle. Never reads a file, the clock or the network; never knows one outlet
from another; never completes what the page leaves open.

    wrapping -> blocks -> furniture -> runs -> body -> facts -> markdown
    facts: headline, signature (byline, outlet), moment (dates), picture
"""

from __future__ import annotations

from coranto.extract import blocks as _blocks
from coranto.extract import body, furniture, markdown
from coranto.extract.facts import Facts, gather
from coranto.model import Clipping, SourceRef

__all__ = ["from_text"]

ORDER = ("title", "body", "date", "source", "authors")
LEAST_WORDS = 20  # fewer make no story


def from_text(text: str, origin: str) -> Clipping:
    """The clipping that a page's text makes. Any text is taken; what cannot be found is left empty and doubted."""
    page = _blocks.read(text)
    kinds = tuple(furniture.kind(block) for block in page)
    story = body.choose(page, kinds)
    if story is None or sum(page[index].words for index in story.paragraphs) < LEAST_WORDS:
        return Clipping(origin, evidence={"body": "no run of sentences on the page"}, doubts=ORDER)
    facts = gather(page, kinds, story)
    printed = markdown.document(_pieces(page, facts))
    evidence = dict(facts.evidence)
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
        evidence=evidence,
        doubts=tuple(key for key in ORDER if key in facts.doubts),
    )


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
