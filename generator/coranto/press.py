"""The whole build on one screen: materials in, all files of the site out.

A stage reads nothing that is not handed to it, and stops with every mistake it found. Nothing is written before
everything is rendered. ``build`` and ``serve`` call the same ``press``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from coranto.cache import Cache
from coranto.config import Config
from coranto.content import read_content
from coranto.curation import curate
from coranto.materials import Materials, Order
from coranto.model import Content, Output
from coranto.outputs import OUTPUTS
from coranto.permalinks import encode
from coranto.plan import check_paths, give_addresses, manuscripts, plan
from coranto.problems import CorantoError, Problem, as_errors, stop_on_errors
from coranto.publish import MANIFEST
from coranto.rendering import environment, renderer
from coranto.sight import Sight
from coranto.theme import Theme
from coranto.typeset import typeset
from coranto.views import Site, SiteView


@dataclass(frozen=True, slots=True)
class Press:
    """A finished site that is not written yet."""

    config: Config
    content: Content
    site: Site
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]


def press(materials: Materials, order: Order, cache: Cache) -> Press:
    """Make every file of the site. Raises CorantoError when anything is wrong; touches nothing.

    ``cache`` is what may be remembered from the last time; the result is the same without it.
    """
    config, theme, problems = materials.config, materials.theme, list(materials.problems)
    content, said = read_content(materials.source, config.timezone, cache)
    problems += said
    digest, said = curate(content, materials.now, config.republish, order.withheld)
    problems += said
    addresses = give_addresses(digest, config, content.assets)
    texts, said = typeset(manuscripts(digest, content.texts), config.engine, addresses.resolve, cache)
    problems += said
    site, said = plan(digest, texts, addresses, config)
    problems += said
    site = replace(site, facts=_dress(site, theme, order))
    settings = (config.base_url, config.base_path, config.urls, config.language, config.licence, repr(config.feeds))
    sight = Sight(cache, theme, site.facts, settings)
    outputs = [*render(site, theme, config, sight), *_files(site, theme, order.root)]
    for make in OUTPUTS:
        outputs += make(site, config, sight)
    check_paths([(MANIFEST, "the manifest"), *((output.path, output.origin) for output in outputs)])
    if order.strict:
        stop_on_errors(as_errors(problems))
    return Press(config, content, site, tuple(outputs), tuple(problems))


def render(site: Site, theme: Theme, config: Config, sight: Sight) -> list[Output]:
    """Every planned page through its template; one that was seen before only when it is written.

    Raises CorantoError for the first ten that fail.
    """
    env = environment(theme, config.base_url, config.urls == "file")
    make = renderer(env, theme, config.base_path)
    outputs: list[Output] = []
    problems: dict[Problem, None] = {}
    for page in site.pages:
        try:
            show = partial(make, page, site.facts)
            outputs.append(sight.output("page", sight.page(page), page.path, page.origin, show))
        except CorantoError as fault:
            problems |= dict.fromkeys(fault.problems)
            if len(problems) >= 10:
                break
    stop_on_errors(problems)
    return outputs


def _dress(site: Site, theme: Theme, order: Order) -> SiteView:
    """The site's facts with the theme's own: where its files are."""
    address = f"/theme/{'preview' if order.script else theme.fingerprint}/"
    return replace(
        site.facts,
        assets=address,
        styles=tuple(address + encode(style) for style in theme.styles),
        preview=bool(order.script),
        script=order.script,
    )


def _files(site: Site, theme: Theme, root: Path) -> list[Output]:
    """What is copied: the theme's files and those of content/ that the pages show."""
    below = site.facts.assets.removeprefix("/")
    copied = [Output(below + path, file, f"themes/…/assets/{path}") for path, file in theme.assets.items()]
    return copied + [Output(path, root / name, name) for path, name in site.files.items()]
