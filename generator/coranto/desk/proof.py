"""One article as readers will see it, before any build: its text set as the press sets it. Reads nothing.

Pictures lead to the preview, links within the site do not lead anywhere here: the page itself, which the preview has,
shows those.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import quote

from markupsafe import Markup

from coranto.config import Config
from coranto.curation import curate
from coranto.frontmatter import Document
from coranto.galley import ENGINES, set_text
from coranto.model import Article, Content, Manuscript, Record, Republish
from coranto.permalinks import encode, leads_out
from coranto.plan.addresses import IMAGES, Addresses
from coranto.texts import Typeset, Use


@dataclass(frozen=True, slots=True)
class Proof:
    """``republish`` is what readers get of it, by its own word, its outlet's or the site's."""

    article: Article
    republish: Republish
    body: Markup
    excerpt: Markup
    note: Markup
    words: int
    shown: int
    image: str


def prove(
    article: Article,
    document: Document,
    config: Config,
    now: datetime,
    base: str,
    records: tuple[Record, ...],
    assets: Iterable[str],
) -> Proof:
    """Set it. Raises CorantoError for what no page can be made of. ``base`` is where the preview has the site."""
    files = {path: encode("/" + path.removeprefix("content/")) for path in assets if path.lower().endswith(IMAGES)}
    addresses = Addresses({}, {}, {}, files, frozenset())

    def resolve(written: str, path: str, use: Use) -> str | None:
        return written if leads_out(written, use) else addresses.resolve(written, path, use)

    def made(text: str) -> Typeset:
        engine = ENGINES[config.engine]()
        return set_text(Manuscript(text, article.path), engine, resolve, {})[0].text

    def html(text: Typeset, excerpt: bool = False) -> Markup:
        body = text.excerpt if excerpt else text.body
        return Markup(body.html(lambda url: escape(_placed(url, base))))  # noqa: S704 (a Body is sanitised)

    digest, _ = curate(Content((article,), records=records), now, config.republish, withheld=True)
    found = (*digest.articles, *digest.retracted)[0]
    text = made(document.body)
    source = article.image.src if article.image else ""
    image = resolve(source, article.path, "image") if source else None
    return Proof(
        article=article,
        republish=found.republish or "own",
        body=html(text),
        excerpt=html(text, excerpt=True),
        note=html(made(article.note)) if article.note else Markup(""),
        words=text.words,
        shown=text.excerpt_words,
        image=_placed(image, base) if image and image.startswith("/") else "",
    )


def _placed(url: str, base: str) -> str:
    return quote(base.rstrip("/")) + url if url.startswith("/") else url
