"""``robots.txt``: everything may be read unless config.yaml says otherwise, and where the sitemap is.

Crawlers read it at a host's root only; under a sub-path it is a note for whoever owns the root.
"""

from __future__ import annotations

from coranto.config import Config
from coranto.model import Output
from coranto.planned import Site
from coranto.sight import Sight


def make(site: Site, config: Config, sight: Sight) -> list[Output]:
    """``robots.txt`` from ``robots:`` of config.yaml (its lines, as they are), and the sitemap's address."""
    lines = list(config.robots) or ["User-agent: *", "Allow: /"]
    if config.base_url:
        lines += ["", f"Sitemap: {config.base_url}sitemap.xml"]
    return [Output("robots.txt", ("\n".join(lines) + "\n").encode(), "outputs/robots")]
