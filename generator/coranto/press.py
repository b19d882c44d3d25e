"""The whole build on one screen: materials in, all files of the site out.

A stage reads nothing that is not handed to it, and stops with every mistake it found. Nothing is written before
everything is rendered. ``build`` and ``serve`` call the same ``press``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from jinja2 import Environment

from coranto import pictures
from coranto.cache import Cache
from coranto.catalogues import language_of
from coranto.config import Config
from coranto.content import read_content
from coranto.crew import Errand
from coranto.curation import Digest, around, curate, turns
from coranto.extensions import NONE, Extensions, transformed
from coranto.files import read_bytes
from coranto.hands import Hands
from coranto.held import Held
from coranto.materials import Materials, Order
from coranto.model import Content, Output
from coranto.outputs import OUTPUTS, feeds
from coranto.permalinks import encode
from coranto.plan import check_paths, give_addresses, manuscripts, plan, taken_back
from coranto.planned import Page, Site
from coranto.prints import read_prints
from coranto.problems import Place, Problem, as_errors, error, stop_on_errors
from coranto.publish import MANIFEST
from coranto.reasons import keep, reasons, recall
from coranto.rendering import environment, errand, load, renderer
from coranto.sight import Sight
from coranto.squeeze import squeeze
from coranto.theme import MADE, Theme
from coranto.typeset import Known, typeset
from coranto.view_parts import Frame, ImageView
from coranto.views import SiteView


@dataclass(frozen=True, slots=True)
class Press:
    """A finished site that is not written yet. In a preview no page is among its ``outputs``: each is made by ``page``
    when it is asked for."""

    config: Config
    content: Content
    site: Site
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]
    reasons: tuple[tuple[str, str], ...]
    page: Callable[[Page], bytes]
    extensions: Extensions = NONE


def press(materials: Materials, order: Order, cache: Cache, held: Held | None = None) -> Press:
    """Make every file of the site. Raises CorantoError when anything is wrong; touches nothing.

    ``cache`` is what may be remembered from the last time, ``held`` what this program still has; the result is the
    same without them.
    """
    held = held or Held()
    config, theme, problems = materials.config, materials.theme, list(materials.problems)
    hands = Hands(order.jobs, order.tell, order.crew)
    language, noted = language_of(config.language, materials.catalogues)
    problems += noted
    content, said = read_content(materials.source, config.timezone, cache, hands, held)
    problems += said
    content = transformed(content, materials.extensions)
    digest, said = _curated(content, materials, order, held)
    problems += said
    prints, said = read_prints(order.root, content.assets, config.images, cache, hands)
    problems += said
    assets = tuple(path for path in content.assets if path not in prints.refused)
    addresses = held.same("addresses", (digest, config, assets), lambda: give_addresses(digest, config, assets))
    written = manuscripts(digest, content.texts, held)
    taken = taken_back(digest, content.texts, addresses)
    known = held.same("typeset", (addresses, config.engine, prints.frames), Known)
    texts, said = typeset(written, config.engine, addresses.resolve, cache, hands, prints.frames, known)
    problems += said
    site, said = plan(digest, texts, addresses, config, language, prints.frames, taken, held)
    problems += said
    site = replace(site, facts=_dress(site, theme, order))
    added = materials.extensions
    settings = (config.base_url, config.base_path, config.urls, config.language, config.licence, repr(config.feeds))
    sight = Sight(cache, hands, theme, site, (*settings, repr(materials.catalogues), added.key), bool(order.script))
    env = environment(theme, config.base_url, config.urls == "file", order.compiled, site.language, added)
    make = renderer(env, theme, config.base_path)

    def page(planned: Page) -> bytes:
        return make(planned, site)

    pages = [] if order.script else render(site, env, page, sight, errand(site, theme, config, added))
    why = () if order.script else _account(site, sight, cache, order)
    outputs = [*pages, *_files(site, theme)]
    copied, said = prints.outputs(site.files, cache, hands, now=not order.script)
    outputs += copied
    problems += said
    for more in (*OUTPUTS, *added.outputs):
        outputs += more(site, config, sight)
    problems += feeds.complaints(site, outputs)
    if order.precompress:
        packed, said = squeeze(outputs, sight)
        outputs += packed
        problems += said
    paths = ((MANIFEST, "the manifest"), *((output.path, output.origin) for output in outputs))
    later = site.pages if order.script else ()
    held.same("paths", (later, paths), lambda: check_paths([*((each.path, each.origin) for each in later), *paths]))
    if order.strict:
        stop_on_errors(as_errors(problems))
    return Press(config, content, site, tuple(outputs), tuple(problems), why, page, added)


def _curated(content: Content, materials: Materials, order: Order, held: Held) -> tuple[Digest, list[Problem]]:
    """What is published; the texts have no say in it, nor has the moment as long as nothing new is out."""
    config = materials.config
    pieces = (content.articles, content.editions, content.pages, content.records)
    now = materials.now
    moments = held.same("turns", pieces[:2], lambda: turns(content))
    day = now.date() if order.withheld else None  # that of a draft which has none
    seen = (*pieces, around(moments, now), day, config.republish, order.withheld, config.tongue)
    return held.same("curate", seen, lambda: curate(content, now, config.republish, order.withheld, config.tongue))


def render(site: Site, env: Environment, make: Callable[[Page], bytes], sight: Sight, errand: Errand) -> list[Output]:
    """Every planned page through its template; one that was seen before only when it is written.

    Raises CorantoError for the first ten that fail.
    """
    pages = [(sight.page(page), page.path, page.origin, partial(make, page)) for page in site.pages]
    wanted = {page.template for page, file in zip(site.pages, pages, strict=True) if not sight.knows("page", file[0])}
    load(env, {name for template in wanted for name in sight.drawn(template)})
    return sight.outputs("page", pages, errand)


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
        image=site.facts.image or _shared(theme, address, site.facts.title),
        styles=tuple(address + encode(style) for style in theme.styles),
        options=theme.values,
        preview=bool(order.script),
        script=order.script,
        icon="/icon.png" if _owns(theme, "icon.png") else "",
    )


def _shared(theme: Theme, address: str, title: str) -> ImageView | None:
    """The theme's picture for pages that are shared and have none."""
    file = theme.assets.get("share.png")
    if file is None:
        return None
    try:
        picture, _ = pictures.read(read_bytes(file, f"themes/{theme.names[0]}/assets/share.png"))
    except ValueError as fault:
        raise error(f"this picture cannot be shown: {fault}", Place(f"themes/…/assets/{file.name}")) from None
    url = address + file.name
    return ImageView(url, title, frame=Frame(url, picture.width, picture.height))


def _files(site: Site, theme: Theme) -> list[Output]:
    """The theme's files."""
    below = site.facts.assets.removeprefix("/")
    copied = [Output(below + path, file, f"themes/…/assets/{path}") for path, file in theme.assets.items()]
    if theme.made:
        copied.append(Output(below + MADE, theme.made.encode(), "theme_options"))
    for name in ("favicon.ico", "icon.png"):  # at the root readers of feeds, search engines, old browsers ask for them
        if _owns(theme, name):
            copied.append(Output(name, theme.assets[name], f"themes/…/assets/{name}"))
    return copied


def _owns(theme: Theme, name: str) -> bool:
    """Has it such an icon? A theme's own icon.svg needs its own."""
    icon = theme.assets.get(name)
    return icon is not None and theme.assets.get("icon.svg", icon).parent == icon.parent
