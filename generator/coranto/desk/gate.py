"""Who may come to the desk: facts of a request in, a refusal in words or nothing out. Pure.

The desk is for one person at this machine. Its token is printed once; the address that bears it is left at once for a
cookie, so that it stands in no Referer and no history. A form bears another secret made from it, so that a page that
could read the one does not have the other.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

PLACE = "/_desk/"
HOSTS = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says of itself. ``token`` is its cookie's, ``form`` the secret of the form that it sends."""

    method: str
    host: str
    origin: str = ""
    site: str = ""  # Sec-Fetch-Site
    token: str = ""
    form: str = ""


def form_secret(token: str) -> str:
    """What forms bear: known to whoever was shown a page of the desk."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Are they equal? Takes as long when they differ early as when they differ late."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def refusal(asked: Asked, token: str, port: int) -> str:
    """Why a request is not answered; empty when it is."""
    if not ours(asked.host, port):
        return "this is not the name of the desk"
    if asked.site not in ("", "same-origin", "none"):
        return "another site sent this"
    if not same(asked.token, token):
        return "open the address of the desk that coranto serve has printed"
    if asked.method != "POST":
        return ""
    if asked.origin != f"http://{asked.host}":
        return "another page sent this"
    if not same(asked.form, form_secret(token)):
        return "this form is of an earlier desk: load the page again"
    return ""


def ours(host: str, port: int) -> bool:
    """Is this the Host of a request that means us? Any other name is somebody's DNS pointing here."""
    try:
        parts = urlsplit(f"//{host}")
        return (parts.hostname or "") in HOSTS and (parts.port or 80) == port and "@" not in host
    except ValueError:
        return False


def is_home(host: str, bound: str) -> bool:
    """May the desk be opened on this host, bound to this address? Only where no other machine can come."""
    try:
        return host in HOSTS and ip_address(bound).is_loopback
    except ValueError:
        return False
