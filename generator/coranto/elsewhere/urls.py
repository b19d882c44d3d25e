"""Old addresses: a generator's pattern and the values of a post in, its path from the old site's root out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from coranto.text import web_address


def day_of(date: str) -> datetime | None:
    """The clock of the place where a date was written."""
    return datetime.fromisoformat(date) if date else None


def filled(pattern: str, sign: str, value: Callable[[str], str | None]) -> str:
    """A pattern with its words, found by ``sign``, replaced; empty when one of them is not known."""
    missing = False

    def put(match: re.Match[str]) -> str:
        nonlocal missing
        found = value(match[1])
        missing |= found is None
        return found or ""

    path = re.sub(sign, put, pattern)
    return "" if missing else tidy(path)


def tidy(path: str) -> str:
    """A path from the root, without doubled slashes, and without the name of an index."""
    path = re.sub(r"/{2,}", "/", f"/{path}")
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def parts(url: str) -> SplitResult:
    """An address taken apart; empty parts for what is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def base_of(url: object) -> str:
    """The address of an old site, without ``/`` at its end; empty for what is none."""
    return url.strip().rstrip("/") if isinstance(url, str) and web_address(url.strip()) else ""


def local(url: str, hosts: tuple[str, ...]) -> str:
    """The path of an address in the old site; empty for one outside."""
    for host in hosts:
        if url == host or url.startswith(f"{host}/"):
            return url[len(host) :] or "/"
    if url.startswith("/") and not url.startswith("//"):
        prefix = next((urlsplit(host).path for host in hosts if urlsplit(host).path), "")
        return url.removeprefix(prefix) if prefix and url.startswith(f"{prefix}/") else url
    return ""
