"""Policy: pages fetch nothing from elsewhere, and hold no script and no style of their own."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from coranto.inventory.addresses import named
from coranto.inventory.case import Case
from coranto.inventory.facts import Page, Paper
from coranto.problems import Problem


def judge(case: Case) -> Iterator[Problem]:
    """What the Content-Security-Policy of the site forbids, and requests to third parties."""
    yield from (case.problem(path, fault) for path, fault in case.faults("policy"))
    files: tuple[Page | Paper, ...] = (*case.inventory.pages.values(), *case.inventory.papers.values())
    for found in files:
        for out in found.outs:
            if out.use in ("load", "feed"):
                host = urlsplit(out.url).hostname or ""
                message = f"{named(out.url)} is fetched from {host}, which then knows who reads this"
                yield Problem(
                    message, case.place(found.path, out.line), "put the file into content/assets/", kind="policy"
                )
