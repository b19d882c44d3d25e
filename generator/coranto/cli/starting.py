"""``coranto init`` and ``new``: files that somebody begins with, and what is said of them. Never overwrites."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import click

from coranto.cli.words import OneOf, root_option, say, site_config


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", default="", help="The digest's name (default: the folder's).")
@click.option(
    "--host",
    type=OneOf(["github-pages", "netlify", "cloudflare", "s3", "nginx", "caddy"]),
    help="Write what this host wants, too; for a site that is there, that alone.",
)
def init(folder: Path, title: str, host: str | None) -> None:
    """Make a new site that builds at once.

    Example: coranto init digest --title "The Morning Packet"
    """
    from coranto import scaffold

    if host and (folder / "config.yaml").exists():
        _equip(folder, host)
        return
    name = title or Path(os.path.realpath(folder)).name.replace("-", " ").replace("_", " ").capitalize()
    written = scaffold.init(folder, name, datetime.now(UTC), host or "")
    for path in written:
        say(str(path))
    if host:
        _unsettled(written)
    here = "" if Path(os.path.realpath(folder)) == Path.cwd() else f"cd {shlex.quote(str(folder))} && "
    say(f"Next: {here}coranto serve")


@click.command()
@click.argument("kind", type=OneOf(["article", "edition", "page", "source", "author"]))
@click.argument("title")
@root_option
def new(kind: str, title: str, root: Path) -> None:
    """Make a file for a new article, edition, page, source or author.

    Example: coranto new article "Grid repairs finished"
    """
    from coranto import scaffold

    config = site_config(root)
    now = datetime.now(config.timezone).replace(microsecond=0)
    say(str(scaffold.new(root, kind, title, now, config.tongue)))


def _equip(folder: Path, host: str) -> None:
    """Write what a host wants into the folder of a site, and say what goes into config.yaml."""
    from coranto import recipes, scaffold

    config, now = site_config(folder), datetime.now(UTC)
    written = scaffold.equip(folder, host, config.base_url, config.title, now)
    for path in written:
        say(str(path))
    if not config.base_url:
        _unsettled(written)
    part = recipes.config_part(host, config.base_url, config.title, now)
    if part and not config.deploy.targets:
        say(f"For config.yaml:\n\n{part}")


def _unsettled(paths: Iterable[Path]) -> None:
    """Say which files of a host bear the sample's address, as the site has none yet."""
    from coranto.recipes import SAMPLE

    host = urlsplit(SAMPLE).netloc
    for path in paths:
        if f"https://{host}" in path.read_text("utf-8") and path.name != "config.yaml":
            say(f"{path} is for {host}: write the name of your host there.")
