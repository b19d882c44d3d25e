"""Files in which addresses stand as plain text: style sheets and robots.txt."""

from __future__ import annotations

import re

from coranto.inventory.addresses import Ground, named
from coranto.inventory.facts import Fault, Out, Paper

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_URL = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^'")\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
_SITEMAP = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


def read_styles(path: str, data: bytes, ground: Ground) -> Paper:
    """A style sheet: what it fetches."""
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), data.decode("utf-8", "replace"))
    outs, faults = [], []
    for found in _URL.finditer(text):
        url = next((group for group in found.groups() if group is not None), "")
        line = text.count("\n", 0, found.start()) + 1
        led = ground.lead(url, path)
        if led.where == "out":
            outs.append(Out(url, line, "load"))
        elif led.where == "other":
            message = f"{named(url[:40])} stands in the style sheet itself, which the policy forbids"
            faults.append(Fault("policy", message, line))
        elif led.where == "nowhere":
            faults.append(Fault("links", f"the address {named(url)} {led.fault}", line, led.hint))
    return Paper(path, tuple(outs), faults=tuple(faults))


def read_robots(path: str, data: bytes, ground: Ground) -> Paper:
    """robots.txt: the sitemaps it names."""
    text = data.decode("utf-8", "replace")
    faults = []
    for found in _SITEMAP.finditer(text):
        led = ground.lead(found[1], path)
        line = text.count("\n", 0, found.start(1)) + 1
        if not found[1].startswith(("http://", "https://")):
            faults.append(Fault("links", f"the sitemap {named(found[1])} is not absolute", line))
        elif led.where != "ours":
            why = led.fault or "leads out of this site"
            faults.append(Fault("links", f"the sitemap {named(found[1])} {why}", line, led.hint))
    return Paper(path, faults=tuple(faults))
