"""``redirects:`` and ``cname:`` of config.yaml in; old addresses with what stands for them, checked, out.

An old address is one that hosts and browsers may still ask for; a page that was there is not to be lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coranto.fields import Fields
from coranto.text import segment_fault, web_address

_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_FILE = re.compile(r"/[^/]*\.[A-Za-z][A-Za-z0-9]{0,7}$")


@dataclass(frozen=True, slots=True)
class Move:
    """An old path of this site, and where it leads: a path in this site, or an outside address."""

    old: str
    new: str
    line: int = 0  # of config.yaml


def is_path(path: str) -> bool:
    """Could this be the path of a page in this site, beside the front page?"""
    return path.startswith("/") and not any(segment_fault(part) for part in path[1:].removesuffix("/").split("/"))


def is_alias(path: str) -> bool:
    """Could this be the former path of an article? Hosts show no dotfiles, and tools write some of their own."""
    return is_path(path) and not any(part.startswith(".") for part in path.strip("/").split("/"))


def whole(path: str) -> str:
    """An old path as hosts know it: that of a folder ends in ``/``."""
    return path if path.endswith("/") or _FILE.search(path) else path + "/"


def read_moves(fields: Fields) -> tuple[Move, ...]:
    """``redirects``: a mapping of old paths to where they lead."""
    group = fields.group("redirects", "redirects")
    if group is None:
        return ()
    hint = "write redirects: {/old/path/: /about/}"
    moves = []
    for old in group.keys:
        new = group.text(old)
        if not is_path(old):
            group.problems.append(group.keys[old][0].problem(f"not a path in this site: {old!r}", hint))
        elif not new or not (web_address(new) or re.match(r"/(?!/)", new)):
            group.fault(old, f"{old!r} leads to a path in this site or to a web address, not to {new!r}", hint)
        else:
            moves.append(Move(whole(old), new, group.keys[old][0].line))
    return tuple(moves)


def read_cname(fields: Fields) -> str:
    """``cname``: a host's name."""
    name = fields.text("cname")
    if name and not _HOST.fullmatch(name):
        fields.fault("cname", f"'cname' is the name of a host, unlike {name!r}", "write cname: digest.example.org")
        return ""
    return name
