"""How long it takes to compare very many articles with one another, and how much memory. See README.md here."""
# ruff: noqa: S311, T201 - invented words; a report is printed

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from itertools import accumulate
from pathlib import Path

from coranto.likeness import Shelf

LENGTH = 400
VOCABULARY = 20_000
PLATE = " ".join(f"boilerplate{number}" for number in range(60))


def invented(count: int) -> dict[str, str]:
    """Bodies of words drawn as often as words of a language are; every hundredth is a mended copy of the one before."""
    draw = random.Random(1)
    words = [f"word{number}" for number in range(VOCABULARY)]
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))
    bodies: dict[str, str] = {}
    body: list[str] = []
    for number in range(count):
        if number % 100 == 99:
            body = [*body[:200], "mended", *body[201:]]
        else:
            body = draw.choices(words, cum_weights=weights, k=LENGTH)
        bodies[str(number)] = " ".join(body)
    return bodies


def read(folder: Path) -> dict[str, str]:
    """The bodies of all Markdown files below a folder."""
    return {str(path): path.read_text("utf-8").split("\n---\n", 1)[-1] for path in sorted(folder.rglob("*.md"))}


def main() -> int:
    """Put all on a shelf, ask for the neighbours of each, print what that took."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=10_000, help="so many invented articles")
    options.add_argument("--corpus", type=Path, help="the Markdown files of this folder instead")
    options.add_argument("--boilerplate", action="store_true", help="with the same sixty words under each")
    chosen = options.parse_args()
    bodies = read(chosen.corpus) if chosen.corpus else invented(chosen.count)
    if chosen.boilerplate:
        bodies = {key: f"{body}\n\n{PLATE}" for key, body in bodies.items()}
    length = sum(len(body.split()) for body in bodies.values()) // max(1, len(bodies))
    start = time.perf_counter()
    shelf = Shelf()
    for key, body in bodies.items():
        shelf.add(key, body)
    middle = time.perf_counter()
    verdicts = [like.verdict for key in bodies for like in shelf.neighbours(key) if like.verdict]
    end = time.perf_counter()
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    print(f"{len(bodies)} articles of {length} words: read in {middle - start:.1f} s, compared in {end - middle:.1f} s")
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit:.0f} MiB, the texts included")
    print(", ".join(f"{name} {verdicts.count(name)}" for name in ("near-copy", "same story")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
