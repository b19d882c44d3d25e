"""Whom the preview answers: what a request says of itself in, whether it means us out. Pure.

Any page in the browser can send a request to this machine, and any name can be made to point to it.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def names(host: str, bound: str) -> tuple[str, int] | None:
    """The name and port in a request's Host, if they mean us. Any other name is somebody's DNS pointing here."""
    try:
        parts = urlsplit(f"//{host}")
        name, port = parts.hostname or "", parts.port or 80
    except ValueError:
        return None
    if set(host) & set("@%/?#\\"):
        return None
    anywhere = bound in ("0.0.0.0", "::") and _is_address(name)  # noqa: S104 (compared with, not bound to)
    return (name, port) if anywhere or name in (*LOOPBACK, bound) else None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def may_ask(origin: str, host: str, bound: str, port: int) -> bool:
    """May a page of this origin ask? One of ours, by the name of the request or another of our names."""
    netloc = origin.removeprefix("http://").removeprefix("https://")
    if netloc == origin:
        return False
    known = names(netloc, bound)
    return netloc == host or (known is not None and known[1] == port)
