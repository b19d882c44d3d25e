"""``robots.txt``: everything may be read unless config.yaml says otherwise, and where the sitemaps are.

Crawlers read it at a host's root only; below it, it is a note for whoever owns the root, and says so.
"""

from __future__ import annotations

from coranto.config import Config
from coranto.model import Output
from coranto.planned import Site
from coranto.sight import Sight

BELOW = """\
# Crawlers read robots.txt at the root of a host alone. This site stands at {path}:
# these lines are for the robots.txt at the root.
"""


def make(site: Site, config: Config, sight: Sight) -> list[Output]:
    """``robots.txt`` from ``robots:`` of config.yaml; the news sitemap is named when it has items."""
    text = BELOW.format(path=config.base_path) if config.base_path != "/" else ""
    text += "\n".join(config.robots.lines) + "\n"
    if config.base_url:
        names = ["sitemap.xml", *(["news-sitemap.xml"] if site.news else [])]
        text += "\n" + "".join(f"Sitemap: {config.base_url}{name}\n" for name in names)
    return [Output("robots.txt", text.encode(), "outputs/robots")]
