"""What static hosts want to find: so far ``.nojekyll``, without which GitHub Pages drops some folders."""

from __future__ import annotations

from coranto.config import Config
from coranto.model import Output
from coranto.planned import Site
from coranto.sight import Sight


def make(site: Site, config: Config, sight: Sight) -> list[Output]:
    """``.nojekyll``, empty."""
    return [Output(".nojekyll", b"", "outputs/hosts")]
