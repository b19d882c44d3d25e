"""Files of the site in; beside each that is text, the same packed by gzip and brotli, for servers that send these as
they are (nginx, Caddy). Only where that is smaller. The same bytes give the same bytes: a gzip file bears no time.

What was packed before is known by the sum of the file, and is packed again only when it has to be written.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path, PurePosixPath

from coranto.cache import key_of
from coranto.files import read_bytes
from coranto.model import Output
from coranto.problems import Place, Problem, warning
from coranto.program import install_extra, installed, program
from coranto.sight import Sight

TEXTS = frozenset((".html", ".css", ".js", ".xml", ".json", ".svg", ".txt", ".opml", ".ico"))
LEAST = 200  # bytes: below that the headers of an answer weigh more than what is saved
BROTLI = 10  # of 11: the last step takes more than twice as long, for three parts in a hundred


def squeeze(outputs: Iterable[Output], sight: Sight) -> tuple[list[Output], list[Problem]]:
    """The packed files, by path; a warning where brotli is not installed."""
    ways: dict[str, Callable[[bytes], bytes]] = {".gz": _gzip}
    problems = []
    if installed("brotli"):
        ways[".br"] = _brotli
    else:
        problems.append(
            warning(".br files need the extra 'brotli', which is not installed: there are .gz files alone",
                    Place("--precompress"), install_extra("brotli"))
        )  # fmt: skip
    texts = [output for output in outputs if PurePosixPath(output.path).suffix in TEXTS]
    files = []
    for output in texts:
        known = _summed(output)
        if known.size < LEAST:
            continue
        for ending, pack in ways.items():
            key = key_of(program(), ending.encode(), known.digest.encode())
            files.append((key, output.path + ending, output.origin, partial(_packed, known, pack)))
    return [output for output in sight.outputs("squeeze", files) if output.size], problems


def _summed(output: Output) -> Output:
    if isinstance(output.data, Path) and not output.digest:
        return Output(output.path, read_bytes(output.data, output.origin), output.origin).summed()
    return output.summed()


def _packed(output: Output, pack: Callable[[bytes], bytes]) -> bytes:
    """What comes of it; nothing, where that is not smaller."""
    data = output.data
    held = data if isinstance(data, bytes) else read_bytes(data, output.origin) if isinstance(data, Path) else data()
    made = pack(held)
    return made if len(made) < len(held) else b""


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def _brotli(data: bytes) -> bytes:
    import brotli

    return bytes(brotli.compress(data, mode=brotli.MODE_TEXT, quality=BROTLI))
