"""The second program on one screen: a site's folder and one ``now`` in, all its files out.

A stage reads nothing that is not handed to it, and stops with every mistake it found. Nothing is written before
everything is rendered. ``serve`` calls the same ``press``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from coranto.cache import Cache, opened
from coranto.config import Config, parse_config
from coranto.content import read_content
from coranto.curation import curate
from coranto.files import read_bytes, real
from coranto.model import Output
from coranto.outputs import OUTPUTS
from coranto.permalinks import encode
from coranto.plan import check_paths, give_addresses, manuscripts, plan
from coranto.problems import CorantoError, Place, Problem, as_errors, error, stop_on_errors
from coranto.publish import MANIFEST, Published, publish
from coranto.sight import Sight
from coranto.text import decode
from coranto.theme import Theme, environment, load_theme, renderer
from coranto.typeset import typeset
from coranto.views import ArticleView, Site, SiteView


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks of a build. A ``now`` without a zone is in the site's. ``withheld`` shows drafts and
    scheduled items too, marked; ``script`` is the address of the live reload script, and makes it a preview."""

    root: Path
    now: datetime
    config: Path | None = None
    output: Path | None = None
    base_url: str = ""
    withheld: bool = False
    strict: bool = False
    script: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A finished site that is not written yet."""

    config: Config
    site: Site
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]


def press(order: Order, cache: Cache | None = None) -> Press:
    """Make every file of the site. Raises CorantoError when anything is wrong; touches nothing but what it reads.

    ``cache`` is what may be remembered from the last time; the result is the same without it.
    """
    cache = cache or Cache()
    config, problems = read_config(order)
    content, said = read_content(order.root, config.timezone, cache)
    problems += said
    now = order.now if order.now.tzinfo else order.now.replace(tzinfo=config.timezone)
    digest, said = curate(content, now, config.republish, order.withheld)
    problems += said
    addresses = give_addresses(digest, config, content.assets)
    texts, said = typeset(manuscripts(digest), config.engine, addresses.resolve, cache)
    problems += said
    site, said = plan(digest, texts, addresses, config)
    problems += said
    theme, said = load_theme(order.root, config.theme)
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
    return Press(config, site, tuple(outputs), tuple(problems))


def build(order: Order) -> tuple[Press, Published]:
    """Press the site and publish it to its output folder."""
    folder = _output_folder(order)
    with opened(order.root / ".coranto") as cache:
        pressed = press(order, cache)
        views = (page.view for page in pressed.site.pages)
        ids = {view.card.id: view.head.url for view in views if isinstance(view, ArticleView)}
        return pressed, publish(pressed.outputs, folder, ids, order.root / ".coranto")


def read_config(order: Order) -> tuple[Config, list[Problem]]:
    """config.yaml of the site, with what the command line puts in its place."""
    path = order.config or order.root / "config.yaml"
    name = path.name if path.parent == order.root else str(path)
    if not path.exists():
        raise error("there is no config.yaml", Place(name), "run coranto init, or give --root FOLDER")
    text, problems = decode(read_bytes(path, name), name)
    config, said = parse_config(text, name, order.base_url)
    return config, problems + said


def render(site: Site, theme: Theme, config: Config, sight: Sight) -> list[Output]:
    """Every planned page through its template; one that was seen before only when it is written.

    Raises CorantoError for the first ten that fail.
    """
    env = environment(theme, config.base_url, config.base_path, config.urls == "file")
    make = renderer(env, theme)
    outputs: list[Output] = []
    problems: dict[Problem, None] = {}
    for page in site.pages:
        key = sight.page(page.template, page.view)
        try:
            show = partial(make, page.template, page.view, site.facts)
            outputs.append(sight.output("page", key, page.path, page.origin, show))
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


def _output_folder(order: Order) -> Path:
    """Where the site goes. Never the site's own folder, nor above or inside what it is made from."""
    folder = Path(order.output or order.root / "output").absolute()
    place = real(folder)
    root = real(order.root)
    kept = [root / name for name in ("content", "themes", ".git", ".coranto")]
    if root.is_relative_to(place) or any(place.is_relative_to(each) or each.is_relative_to(place) for each in kept):
        raise error(
            f"the site cannot be written to {folder}", None, "give --output a folder of its own, such as output/"
        )
    return folder
