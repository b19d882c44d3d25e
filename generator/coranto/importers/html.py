"""A saved web page -> one clipping: its story by ``extract.html_body``, its facts by ``extract.metadata``.

In: the bytes of the page. Encoding from BOM, then ``<meta>``, then the bytes themselves. Never fetches anything.
"""

from __future__ import annotations

import re

from coranto.model import Clipping, Reading
from coranto.problems import Place, error
from coranto.text import decode_page

LIMIT = 10 * 1024 * 1024
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


def recognise(data: bytes, name: str) -> bool:
    """Bytes that begin like a web page."""
    return bool(_PAGE.match(data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")))


def read(data: bytes, name: str, limit: int) -> Reading:
    """One clipping. Raises CorantoError for a page that is too large or holds neither a headline nor a story."""
    import lxml.html  # here, so that `build` and `--help` do not wait for it

    from coranto.extract.html_body import body_of
    from coranto.extract.metadata import facts_of

    if len(data) > LIMIT:
        raise error(f"larger than {LIMIT // 1024 // 1024} MB", Place(name), "save the article's page alone")
    html = decode_page(data)
    try:
        tree = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(remove_pis=True))
    except (lxml.etree.LxmlError, ValueError):
        raise error("there is no page in it", Place(name)) from None
    facts = facts_of(tree, html)
    story = body_of(tree, html)
    if not facts.title and not story.markdown:
        raise error(
            "no headline and no story were found in this page", Place(name), "save the page's text, and try that"
        )
    doubts = facts.doubts if story.markdown else tuple(dict.fromkeys(("body", *facts.doubts)))
    clipping = Clipping(
        origin=name,
        title=facts.title,
        standfirst=facts.standfirst,
        authors=facts.authors,
        date=facts.date,
        updated=facts.updated,
        source=facts.source,
        section=facts.section,
        tags=facts.tags,
        language=facts.language,
        image=facts.image,
        body=story.markdown,
        evidence={**facts.evidence, "body": story.evidence},
        doubts=doubts,
    )
    return Reading((clipping,))
