"""The index that the search page reads: made by Pagefind, a program of its own, of what articles, editions and pages of
the site's own say. None unless config.yaml asks for it, and none in the preview.

Pagefind reads files of ours that hold the text alone, so no menu or foot is ever found, whatever the theme. The same
files give the same bytes; what they were is remembered, and it runs again only for another text, or when a file of its
index has to be written that is not there any more. It opens no socket, and sees no settings but those given here.
"""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from html import escape
from pathlib import Path

from coranto.cache import key_of
from coranto.config import Config
from coranto.language import Language
from coranto.model import Output
from coranto.moments import day_short, iso
from coranto.packing import pack, unpack
from coranto.plan.addresses import SEARCH
from coranto.plan.ways import BUNDLE, indexer
from coranto.planned import Page, Site
from coranto.problems import CorantoError, Place, error
from coranto.sight import Sight
from coranto.views import ArticleView, EditionView, PageView, PageViews

TEMPLATES = ("article.html", "edition.html", "page.html")  # of the pages whose text is searched
WANTED = re.compile(r"pagefind\.js|pagefind-entry\.json|[^/]+\.pf_meta|wasm\.[^/]+|(?:index|fragment)/[^/]+")
"""What the search page needs of what Pagefind makes: not its own boxes and styles, nor its worker."""
SECONDS = 1_800
Sums = tuple[tuple[str, str, int], ...]
"""(path, digest, size) of each file"""


def make(site: Site, config: Config, sight: Sight) -> list[Output]:
    """The files of the index."""
    if not config.search or site.facts.preview:
        return []
    pages = [page for page in site.pages if page.template in TEMPLATES]
    ours = any(page.url == SEARCH and page.template == "search.html" for page in site.pages)
    if not (ours and pages and indexer()):
        return []
    files = cache(partial(index, site, pages))

    def sums() -> bytes:
        made = [Output(path, data, "").summed() for path, data in files().items()]
        return pack(tuple((each.path, each.digest, each.size) for each in made))

    seen = key_of(*(key for page in pages for key in (page.url.encode(), *(told for _, told in page.sees(site.cards)))))
    known: Sums = unpack(Sums, sight.piece("search", seen, sums))
    return [Output(path, partial(_one, files, path), "outputs/search", digest, size) for path, digest, size in known]


def _one(files: Callable[[], dict[str, bytes]], path: str) -> bytes:
    return files()[path]


def index(site: Site, pages: list[Page]) -> dict[str, bytes]:
    """What Pagefind makes of the pages: path in output/ -> bytes. Raises CorantoError when it fails."""
    program = importlib.import_module(indexer()).get_executable()
    with tempfile.TemporaryDirectory(prefix="coranto-search-", ignore_cleanup_errors=True) as folder:
        texts, made = Path(folder, "texts"), Path(folder, "made")
        for page in pages:
            target = texts / page.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text_of(site.view(page), page.url, site.language), encoding="utf-8")
        order = [str(program), "--site", str(texts), "--output-path", str(made), "--quiet"]
        order += ["--force-language", site.language.tag.split("-")[0].lower()]
        kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("PAGEFIND_")}
        try:
            ran = subprocess.run(  # noqa: S603 (the package's own program)
                order, cwd=folder, env=kept, capture_output=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.SubprocessError) as fault:
            raise _failed(str(fault)) from None
        if ran.returncode or not (made / "pagefind.js").is_file():
            raise _failed((ran.stderr or ran.stdout).decode("utf-8", "replace"))
        found = {path.relative_to(made).as_posix(): path for path in sorted(made.rglob("*")) if path.is_file()}
        return {BUNDLE[1:] + name: path.read_bytes() for name, path in found.items() if WANTED.fullmatch(name)}


def _failed(said: str) -> CorantoError:
    last = said.strip().splitlines()[-1:] or ["it says nothing"]
    return error(f"Pagefind made no index: {last[0]}", Place("config.yaml"), "write search: false to do without")


def text_of(view: PageViews, url: str, language: Language) -> str:
    """A page as Pagefind is to read it: the words, and beside them what a result shows."""
    facts = (("at", url), *_facts(view, language))
    rows = "".join(f'<p data-pagefind-meta="{name}[title]" title="{escape(value)}"></p>' for name, value in facts)
    words = "\n".join(_words(view))
    return (
        f'<!DOCTYPE html><html lang="{escape(language.tag)}"><head><meta charset="utf-8"><title></title></head><body>'
        f"<main data-pagefind-body>{rows}{words}</main></body></html>"
    )


def _facts(view: PageViews, language: Language) -> Iterator[tuple[str, str]]:
    if isinstance(view, ArticleView | EditionView):
        yield "date", iso(view.card.date)
        yield "when", day_short(view.card.date, year=True, dates=language.dates)
    if isinstance(view, ArticleView) and view.card.source:
        yield "source", view.card.source.name
        yield "outlet", view.card.source.url


def _words(view: PageViews) -> Iterator[str]:
    """The text of a page, as HTML without addresses."""

    def plain(*texts: str) -> Iterator[str]:
        yield from (f"<p>{escape(text)}</p>" for text in texts if text)

    def nowhere(url: str) -> str:
        return ""

    if isinstance(view, PageView):
        yield f"<h1>{escape(view.title)}</h1>"
        yield view.body.html(nowhere)
    elif isinstance(view, EditionView):
        yield f"<h1>{escape(view.card.title or view.head.title)}</h1>"
        yield view.intro.html(nowhere)
        for part in view.parts:
            yield from plain(part.title, *(item.note for item in part.items))
    elif isinstance(view, ArticleView):
        yield f"<h1>{escape(view.card.title)}</h1>"
        yield from plain(view.standfirst, view.summary)
        yield view.note.html(nowhere)
        yield view.excerpt.body.html(nowhere) if view.excerpt else view.body.html(nowhere)
        yield from plain(*(each.text for each in view.corrections))
        told = [person.name for person in view.people] + [tag.title for tag in view.tags]
        yield from plain(view.card.source.name if view.card.source else "", ", ".join(told))
