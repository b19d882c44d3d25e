"""What static hosts want to find: ``.nojekyll``, without which GitHub Pages drops some folders, and ``CNAME``, by which
it knows a host of the user's own; and ``_headers``, which Netlify and Cloudflare read. Others pass over it, so nothing
may depend on it."""

from __future__ import annotations

from collections.abc import Iterator

from coranto.config import Config
from coranto.headers import KEPT, POLICY, REFERRER, SEARCH_POLICY, TYPES
from coranto.model import Output
from coranto.planned import Site
from coranto.sight import Sight


def make(site: Site, config: Config, sight: Sight) -> list[Output]:
    """``.nojekyll``, empty; ``CNAME`` from ``cname:`` of config.yaml; ``_headers``, where the site has the host's root:
    elsewhere nobody reads it."""
    files = [Output(".nojekyll", b"", "outputs/hosts")]
    if config.cname:
        files.append(Output("CNAME", f"{config.cname}\n".encode(), "cname in config.yaml"))
    if config.base_path == "/":
        files.append(Output("_headers", "".join(_rules(config)).encode(), "outputs/hosts"))
    return files


def _rules(config: Config) -> Iterator[str]:
    """No header is set by two rules for one file, as hosts would join them with a comma; where that cannot be, as in
    the policy of the search page, the first is taken back (``!``)."""
    yield "# By Coranto, at each build. For Netlify and Cloudflare.\n"
    yield f"/*\n  Content-Security-Policy: {POLICY}\n  Referrer-Policy: {REFERRER}\n  X-Content-Type-Options: nosniff\n"
    if config.search:
        yield f"/search/*\n  ! Content-Security-Policy\n  Content-Security-Policy: {SEARCH_POLICY}\n"
    yield f"/theme/*\n  Cache-Control: {KEPT}\n"
    for name in ("feed.xml", "atom.xml", "feed.json"):
        yield f"/{name}\n  Content-Type: {TYPES[name]}\n/*/{name}\n  Content-Type: {TYPES[name]}\n"
