"""The whole build on one screen: materials in, all files of the site out.

A stage reads nothing that is not handed to it, and stops with every mistake it found. Nothing is written before
everything is rendered. ``build`` and ``serve`` call the same ``press``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from coranto.cache import Cache
from coranto.catalogues import language_of
from coranto.config import Config
from coranto.content import read_content
from coranto.curation import curate
from coranto.hands import Hands
from coranto.materials import Materials, Order
from coranto.model import Content, Output
from coranto.outputs import OUTPUTS
from coranto.permalinks import encode
from coranto.plan import check_paths, give_addresses, manuscripts, plan
from coranto.planned import Site
from coranto.prints import read_prints
from coranto.problems import Problem, as_errors, stop_on_errors
from coranto.publish import MANIFEST
from coranto.reasons import keep, reasons, recall
from coranto.rendering import environment, load, renderer
from coranto.sight import Sight
from coranto.theme import MADE, Theme
from coranto.typeset import typeset
from coranto.views import SiteView


@dataclass(frozen=True, slots=True)
class Press:
    """A finished site that is not written yet."""

    config: Config
    content: Content
    site: Site
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]
    reasons: tuple[tuple[str, str], ...]


def press(materials: Materials, order: Order, cache: Cache) -> Press:
    """Make every file of the site. Raises CorantoError when anything is wrong; touches nothing.

    ``cache`` is what may be remembered from the last time; the result is the same without it.
    """
    config, theme, problems = materials.config, materials.theme, list(materials.problems)
    hands = Hands(order.jobs, order.tell)
    language, noted = language_of(config.language, materials.catalogues)
    problems += noted
    content, said = read_content(materials.source, config.timezone, cache, hands)
    problems += said
    digest, said = curate(content, materials.now, config.republish, order.withheld, config.tongue)
    problems += said
    prints, said = read_prints(order.root, content.assets, config.images, cache, hands)
    problems += said
    addresses = give_addresses(digest, config, tuple(path for path in content.assets if path not in prints.refused))
    written = manuscripts(digest, content.texts)
    texts, said = typeset(written, config.engine, addresses.resolve, cache, hands, prints.frames)
    problems += said
    site, said = plan(digest, texts, addresses, config, language, prints.frames)
    problems += said
    site = replace(site, facts=_dress(site, theme, order))
    settings = (config.base_url, config.base_path, config.urls, config.language, config.licence, repr(config.feeds))
    sight = Sight(cache, hands, theme, site.facts, (*settings, repr(materials.catalogues)))
    pages = render(site, theme, config, sight, order.compiled)
    why = _account(site, sight, cache, order)
    outputs = [*pages, *_files(site, theme)]
    copied, said = prints.outputs(site.files, cache, hands, now=not order.script)
    outputs += copied
    problems += said
    for make in OUTPUTS:
        outputs += make(site, config, sight)
    check_paths([(MANIFEST, "the manifest"), *((output.path, output.origin) for output in outputs)])
    if order.strict:
        stop_on_errors(as_errors(problems))
    return Press(config, content, site, tuple(outputs), tuple(problems), why)


def render(site: Site, theme: Theme, config: Config, sight: Sight, compiled: Path | None) -> list[Output]:
    """Every planned page through its template; one that was seen before only when it is written.

    Raises CorantoError for the first ten that fail.
    """
    env = environment(theme, config.base_url, config.urls == "file", compiled, site.language)
    make = renderer(env, theme, config.base_path)
    pages = [(sight.page(page), page.path, page.origin, partial(make, page, site.facts)) for page in site.pages]
    wanted = {page.template for page, file in zip(site.pages, pages, strict=True) if not sight.knows("page", file[0])}
    load(env, {name for template in wanted for name in sight.drawn(template)})
    return sight.outputs("page", pages)


def _account(site: Site, sight: Sight, cache: Cache, order: Order) -> tuple[tuple[str, str], ...]:
    """Why pages were made, if somebody asks; the next build may."""
    made = [page for page in site.pages if page.path in sight.made]
    now = sight.account(site.pages)
    before = recall(cache, order.kind) if order.explain else {}
    keep(cache, order.kind, now)
    return reasons(made, before, now) if order.explain else ()


def _dress(site: Site, theme: Theme, order: Order) -> SiteView:
    """The site's facts with the theme's own: where its files are, and what is chosen of its options."""
    address = f"/theme/{'preview' if order.script else theme.fingerprint}/"
    return replace(
        site.facts,
        assets=address,
        styles=tuple(address + encode(style) for style in theme.styles),
        options=theme.values,
        preview=bool(order.script),
        script=order.script,
    )


def _files(site: Site, theme: Theme) -> list[Output]:
    """The theme's files."""
    below = site.facts.assets.removeprefix("/")
    copied = [Output(below + path, file, f"themes/…/assets/{path}") for path, file in theme.assets.items()]
    if theme.made:
        copied.append(Output(below + MADE, theme.made.encode(), "theme_options"))
    icon = theme.assets.get("favicon.ico")  # asked for at the root by readers of feeds, search engines, old browsers
    if icon and theme.assets.get("icon.svg", icon).parent == icon.parent:  # a theme's own icon.svg needs its own
        copied.append(Output("favicon.ico", icon, "themes/…/assets/favicon.ico"))
    return copied
