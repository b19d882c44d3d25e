"""Ids: what was published stays known by the id that it had. Subscribers would else see everything once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from coranto.inventory.case import Case
from coranto.model import Article
from coranto.permalinks import output_path
from coranto.problems import Place, Problem, warning

ALIKE = 0.6
CANDIDATES = 500  # new articles that an id is held against


def judge(case: Case) -> Iterator[Problem]:
    """The ids of the folder's manifest beside those of the one that was published last."""
    if case.here is None or case.before is None:
        return
    old, new = case.before.ids, case.here.ids
    articles = {article.id: article for article in case.content.articles}
    held = {url: name for name, url in new.items()}
    for name, url in old.items():
        if name in new:
            yield from _moved(case, name, url, new[name], held.get(url, ""), articles.get(name))
        else:
            yield from _lost(case, name, url, held.get(url, ""), old, articles)


def _lost(
    case: Case, name: str, url: str, holder: str, old: Mapping[str, str], articles: Mapping[str, Article]
) -> Iterator[Problem]:
    """An id that is no longer there: was it changed, was the file renamed, or is the article away?"""
    here = articles.get(name)
    if here is not None:
        if here.republish != "link":
            message = f"the article {name!r} was published, and is withheld now"
            hint = "coranto retract leaves a notice at its address"
            yield warning(message, Place(here.path), hint, "ids")
        return
    heir = holder if holder and holder not in old else _alike(name, [each for each in articles if each not in old])
    if heir:
        article = articles[heir]
        what = "changed" if holder == heir else "lost"
        message = f"the id {name!r} is {what}: the article at {url} has {heir!r} now, and is new to every reader"
        yield Problem(message, case.article_place(article, "id"), f"write id: {name}", kind="ids")
    else:
        message = f"the article {name!r} was published at {url}, and no file has its id any more"
        hint = "bring it back, and coranto retract it: a notice then stands at its address"
        yield warning(message, Place("content"), hint, "ids")


def _moved(case: Case, name: str, url: str, now: str, holder: str, article: Article | None) -> Iterator[Problem]:
    """An id that is there still: at another article?"""
    if url == now or article is None:
        return
    place = case.article_place(article, "id")
    if holder and holder != name:
        message = f"the id {name!r} was that of {url}, where {holder!r} is now, and stands at {now}"
        yield Problem(message, place, "give each article the id back that it had", kind="ids")
    elif url not in article.aliases and not set(_parts(url)) & set(_parts(now)):
        message = f"the id {name!r} was that of {url}, and is used again for {now}"
        hint = f"write another id:, or, if this is the same article, aliases: [{url}]"
        yield Problem(message, place, hint, kind="ids")
    elif url not in article.aliases and output_path(url) not in case.inventory.sizes:
        message = f"the article {name!r} has moved from {url} to {now}, and nothing leads there"
        yield warning(message, case.article_place(article, "slug"), f"write aliases: [{url}]", "ids")


def _parts(url: str) -> list[str]:
    return [part for part in url.split("/") if part]


def _alike(name: str, others: list[str]) -> str:
    """The id that looks most like it; empty when none does."""
    match = SequenceMatcher(b=name, autojunk=False)
    best, share = "", ALIKE
    for other in others[:CANDIDATES]:
        match.set_seq1(other)
        if match.quick_ratio() > share and (ratio := match.ratio()) > share:
            best, share = other, ratio
    return best
