"""A saved web page -> one clipping: its story by ``extract.html_body``, its facts by ``extract.metadata``.

In: the bytes of the page. Encoding from BOM, then ``<meta>``, then the bytes themselves. Never fetches anything.
"""

from __future__ import annotations

import re

from coranto.model import Clipping, Reading
from coranto.problems import Place, error
from coranto.text import decode_page, web_address, words

LIMIT = 10 * 1024 * 1024
ORDER = ("title", "body", "date", "source", "authors")
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--(?>.*?-->)\s*)*)<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def recognise(data: bytes, name: str) -> bool:
    """Bytes that begin like a web page."""
    return bool(_PAGE.match(data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")))


def read(data: bytes, name: str, limit: int) -> Reading:
    """One clipping. Raises CorantoError for a page that is too large, or no article: a wall, a shell, a front page."""
    import lxml.etree  # here, so that `build` and `--help` do not wait for it

    from coranto.extract import html_walls
    from coranto.extract.html_body import body_of
    from coranto.extract.html_tree import tree_of
    from coranto.extract.metadata import facts_of

    if len(data) > LIMIT:
        raise error(f"larger than {LIMIT // 1024 // 1024} MB", Place(name), "save the article's page alone")
    html = decode_page(data)
    try:
        tree = tree_of(html)
    except (lxml.etree.LxmlError, ValueError):
        raise error("there is no page in it", Place(name), "save the page again, or copy its text") from None
    facts = facts_of(tree, html, name if web_address(name) else "")
    story = body_of(tree, html, facts.image.src if facts.image else "", facts.standfirst)
    told = words(story.text)
    if (not facts.title and not story.markdown) or html_walls.is_none(tree, facts, told):
        raise error(
            "no headline and no story were found in this page", Place(name), "save the page's text, and try that"
        )
    wall = html_walls.wall(tree, told)
    behind = f'; it may go on behind a wall ("{wall[:60]}")' if wall else ""
    missing = {*facts.doubts, *(("body",) if wall or not story.markdown else ())}
    clipping = Clipping(
        origin=name,
        title=facts.title,
        standfirst=story.standfirst,
        authors=facts.authors,
        date=facts.date,
        updated=facts.updated,
        source=facts.source,
        section=facts.section,
        tags=facts.tags,
        language=facts.language,
        licence=facts.licence,
        image=facts.image,
        body=story.markdown,
        evidence={**facts.evidence, "body": f"{story.evidence}{behind}"},
        doubts=tuple(key for key in ORDER if key in missing),
    )
    return Reading((clipping,))
