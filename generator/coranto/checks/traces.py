"""Traces: nothing of what is withheld, of the preview or of the machine it was made on stands in any file."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from coranto.inventory.addresses import HERE
from coranto.inventory.case import Case
from coranto.problems import Place, Problem


def judge(case: Case) -> Iterator[Problem]:
    """Words of drafts, addresses of this machine. What a text that is out says itself is no trace."""
    for path, fault in case.faults("traces"):
        if not (fault.said and case.says(fault.said)):
            yield case.problem(path, fault)
    if HERE.fullmatch(urlsplit(case.config.base_url).hostname or ""):
        message = "base_url leads to the machine of whoever reads the site"
        yield Problem(message, Place("config.yaml"), "write the address that it will have", kind="traces")
    digest = case.digest
    shown = {article.path for article in (*digest.articles, *digest.retracted)}
    ids = case.here.ids if case.here else {}
    for article in case.content.articles:
        if article.path not in shown and article.id in ids:
            message = f"manifest.json names {article.path}, which is not out"
            yield Problem(message, Place(f"{case.name}/manifest.json"), "run coranto build", kind="traces")
