"""Files beside the pages: each module here makes one kind of file from the planned site.

A member has ``make(site, config, sight) -> list[Output]``, imports no other member, and is named in ``OUTPUTS``.
"""

from collections.abc import Callable

from coranto.config import Config
from coranto.model import Output
from coranto.outputs import feeds, hosts, opml, redirects, robots, search, sitemap
from coranto.planned import Site
from coranto.sight import Sight

OUTPUTS: tuple[Callable[[Site, Config, Sight], list[Output]], ...] = (
    feeds.make,
    opml.make,
    sitemap.make,
    robots.make,
    redirects.make,
    hosts.make,
    search.make,
)
