"""Which addresses may be asked at all: URLs taken apart strictly, and numbers that belong to nobody outside.

In: a URL as somebody wrote it, or an IP address as a resolver gave it. Out: its parts in one plain form, or why it is
refused. Never resolves a name, never opens a connection.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit

from coranto.problems import error
from coranto.text import shorten

SLIP = "look for a slip in the address"
LENGTH = 4096  # characters of a URL; servers refuse longer ones themselves
PORTS = {"http": 80, "https": 443}

# Written out, for what `is_global` says of these differs between versions of Python.
HOME = tuple(
    ip_network(network)
    for network in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7")
)
NEVER = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",
        "100.100.100.200",  # this and the next three: what clouds tell their own machines, keys among it
        "168.63.129.16",
        "169.254.0.0/16",
        "fd00:ec2::254",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",  # Teredo, benchmarks, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
    )
)
UNICAST = ip_network("2000::/3")  # mapped, NAT64, link-local, multicast and all the rest of IPv6 lie outside

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_BRACKETS = re.compile(r"\[[^\[\]]*\](:[0-9]*)?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PATH = "%/:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Target:
    """A URL in plain form: ``host`` in ASCII without brackets, ``path`` with the query, percent-encoded."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host as URLs and the Host header write it, with the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address, without a fragment."""
        return self.origin + self.path


def target(url: str) -> Target:
    """Take a URL apart. Raises CorantoError, without a place, when it is not one that may be asked for."""
    if len(url) > LENGTH:
        raise error(f"the address is longer than {LENGTH} characters", hint=SLIP)
    if _UNSEEN.search(url):
        raise error("the address has a line break or a control character in it", hint="copy it anew from the browser")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        name = parts.hostname or ""
    except ValueError:
        raise error("this is no address", hint=SLIP) from None
    if parts.scheme not in PORTS:
        what = f"{parts.scheme}: addresses are" if parts.scheme else "an address without http:// or https:// is"
        raise error(f"{what} not fetched", hint="only http and https are")
    if "@" in parts.netloc:
        raise error("the address holds a user name or password", hint="leave out what stands before the @")
    if "[" in parts.netloc and not _BRACKETS.fullmatch(parts.netloc):
        raise error("this is no address", hint=SLIP)
    if port == 0:
        raise error("port 0 is no port", hint=SLIP)
    path = quote(parts.path or "/", safe=_PATH) + (f"?{quote(parts.query, safe=_PATH + '?')}" if parts.query else "")
    return Target(parts.scheme, _host(name, "[" in parts.netloc), port or PORTS[parts.scheme], path)


def follow(here: Target, location: str) -> Target:
    """Where a redirect leads. Raises CorantoError when it may not be followed."""
    hint = "open it in a browser, and give the address shown there"
    if _UNSEEN.search(location) or not location.strip():
        raise error("it redirects to what is no address", hint=hint)
    try:
        there = target(urljoin(here.url, location.strip()))
    except ValueError:
        raise error("it redirects to what is no address", hint=hint) from None
    if here.scheme == "https" and there.scheme == "http":
        raise error(
            f"it redirects from https to {shorten(there.url, 200)}, where anybody on the way could change the text",
            hint="if you trust that address, ask for it itself",
        )
    return there


def shown(url: str) -> str:
    """A URL as problems name it: cut when it is long, and without a password."""
    return shorten(re.sub(r"(?<=://)[^/?#]*@", "…@", url), 300)


def refusal(number: str, allow_private: bool = False) -> str:
    """Why an IP address is not dialled; empty when it may be.

    ``allow_private`` opens one's own machine and network, and nothing else: no link-local address, no cloud's services.
    """
    try:
        address = ip_address(number)
    except ValueError:
        return f"{number!r} is no IP address"
    special = f"{address} is an address for special use"
    if any(address in network for network in NEVER):
        return special
    if any(address in network for network in HOME):
        return "" if allow_private else f"{address} is an address of this machine or of a private network"
    if isinstance(address, IPv6Address) and (address not in UNICAST or address.scope_id is not None):
        return special
    return ""


def literal(host: str) -> bool:
    """Is this host an IP address itself?"""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _host(name: str, bracketed: bool) -> str:
    """A host in one plain form: an IP address in its usual writing, or a name in ASCII (IDNA)."""
    if bracketed:
        try:
            return str(IPv6Address("" if "%" in name else name))
        except ValueError:
            raise error(f"{shorten(name, 100)!r} is no IPv6 address", hint=SLIP) from None
    plain = name if name.isascii() else _ascii(name)
    plain = plain.removesuffix(".")
    if not plain:
        raise error("the address names no host", hint=SLIP)
    labels = plain.split(".")
    if _NUMBER.fullmatch(labels[-1]):  # some readers take 2130706433, 0x7f.1 and 0177.0.0.1 for 127.0.0.1
        try:
            return str(IPv4Address(plain))
        except ValueError:
            raise error(f"{plain!r} is an odd way to write a host", hint="write its name") from None
    if len(plain) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise error(f"{shorten(plain, 100)!r} is no host name", hint=SLIP)
    return plain


def _ascii(name: str) -> str:
    import idna  # here: few addresses need it

    try:
        mapped = idna.uts46_remap(name)
        return mapped if mapped.isascii() else idna.encode(mapped).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise error(f"{shorten(name, 100)!r} is no host name", hint=SLIP) from None
