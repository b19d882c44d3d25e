"""Pictures: each says what it shows, whose it is, and under which licence it may be shown."""

from __future__ import annotations

from collections.abc import Iterator

from coranto.inventory.case import Case
from coranto.problems import Place, Problem, warning
from coranto.text import web_address

_HINT = "write image: {src: …, licence: CC BY 4.0}, or whatever was agreed"


def judge(case: Case) -> Iterator[Problem]:
    """Pictures in pages without alt; what the build has warned of; lead pictures without a licence."""
    yield from (case.problem(path, fault) for path, fault in case.faults("pictures"))
    yield from (each for each in case.built if each.kind == "pictures")
    for article in case.digest.articles:
        image = article.image
        if image is None or not image.src or image.licence or image.alt == "" or web_address(image.src):
            continue
        place = Place(article.path, image.line)
        yield warning(f"the picture {image.src!r} has no licence", place, _HINT, "pictures")
