"""What the arguments of ``import`` name -> bytes: files, folders, addresses, standard input.

Files are read here and addresses by the gate that is handed in; what the bytes mean is not known here.
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coranto.files import read_bytes, real, regular_files
from coranto.problems import CorantoError, Place, Problem, error

if TYPE_CHECKING:
    from coranto.fetch import Fetched

LIMIT = 64 * 1024 * 1024  # bytes of one file
STDIN, PASTED = "stdin", "pasted text"
NAMELESS = (STDIN, PASTED)  # what is called so has no name of its own
Fetch = Callable[[str], "Fetched"]


@dataclass(frozen=True, slots=True)
class Input:
    """Bytes to be read, and what they are called. ``answer`` is what the gate says of them, when they were fetched."""

    name: str
    data: bytes
    answer: Fetched | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """One input before it is opened: a file, an address, or standard input."""

    name: str
    path: Path | None = None


def is_address(name: str) -> bool:
    """Is an argument an address and no file?"""
    return name.lower().startswith(("http://", "https://"))


def named(names: Iterable[str]) -> list[Named | CorantoError]:
    """Every input that the arguments name, folders file by file. What is written later is no input."""
    found: list[Named | CorantoError] = []
    for name in names:
        path = Path(name)
        if name == "-" or is_address(name):
            found.append(Named(name))
        elif os.path.isdir(name):  # noqa: PTH112 (unlike the other, it never raises)
            problems: list[Problem] = []
            found += [Named(str(path / below), path / below) for below in regular_files(path, name, problems)]
            found += [CorantoError(*problems)] if problems else []
        else:
            found.append(Named(name, real(path)))
    return found


def opened(each: Named, stdin: Callable[[int], bytes], fetch: Fetch, called: str = STDIN) -> Input:
    """The bytes of one input; standard input is ``called`` so. Raises CorantoError when they cannot be had."""
    if each.path is not None:
        data = read_bytes(each.path, each.name, LIMIT)
    elif each.name == "-":
        data = stdin(LIMIT + 1)
    else:
        answer = fetch(each.name)
        return Input(answer.url, _as_utf8(answer), answer)
    if len(data) > LIMIT:
        raise error(f"larger than {LIMIT // 1024 // 1024} MB", Place(each.name), "bring it in smaller parts")
    return Input(called if each.name == "-" else each.name, data)


def _as_utf8(answer: Fetched) -> bytes:
    """A page's bytes, in UTF-8 with its mark where the host names the encoding: that goes before what the page says."""
    if (
        "html" not in answer.kind
        or not answer.charset
        or answer.data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    ):
        return answer.data
    try:
        return codecs.BOM_UTF8 + answer.data.decode(answer.charset).encode("utf-8")
    except (LookupError, UnicodeError):
        return answer.data
