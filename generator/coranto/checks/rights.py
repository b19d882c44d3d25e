"""Rights: whoever wrote something is named where it is shown, and the whole of it is shown by leave alone."""

from __future__ import annotations

from collections.abc import Iterator

from coranto.inventory.case import Case
from coranto.problems import Problem, warning


def judge(case: Case) -> Iterator[Problem]:
    """Pages and cards without their outlet; whole texts of others without a licence; originals without an address."""
    yield from (case.problem(path, fault) for path, fault in case.faults("rights"))
    for article in case.digest.articles:
        others = bool(article.source.name or article.imported)
        if article.republish == "full" and others and not article.licence:
            whose = f"of {article.source.name}" if article.source.name else "of somebody else"
            message = f"the whole text {whose} is shown, and no licence is stated"
            hint = "write licence: …, here or in the record of the source; or republish: excerpt"
            yield warning(message, case.article_place(article, "source"), hint, "rights")
        if others and article.republish != "own" and not article.source.url:
            message = "what somebody else wrote is shown, and nothing leads to the original"
            hint = "write its address: source: {name: …, url: https://…}"
            yield warning(message, case.article_place(article, "source"), hint, "rights")
