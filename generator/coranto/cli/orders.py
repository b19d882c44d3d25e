"""What `build` and `serve` are told: options in, an order out. The clock is read here."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coranto.cli.words import Command, date_of, root_option

if TYPE_CHECKING:
    from coranto.materials import Order


def build_options(command: Command) -> Command:
    """What an order is made of: which site, and as of when."""
    for option in reversed(
        [
            click.option("--config", type=click.Path(path_type=Path), help="Another config.yaml."),
            click.option("--base-url", default="", help="The address of the site, instead of the one in config.yaml."),
            click.option("--now", "when", default="", metavar="DATE", help="Build as on this day, such as 2026-11-30."),
            click.option("--strict", is_flag=True, help="Take warnings for errors."),
        ]
    ):
        command = option(command)
    return root_option(command)


def now_of(text: str) -> datetime:
    """The moment of a build: ``--now``, else SOURCE_DATE_EPOCH, else the clock. Without a zone: the site's, later."""
    from zoneinfo import ZoneInfo

    if given := date_of(text, ZoneInfo("UTC"), "--now"):
        zoned = text.rstrip().endswith("Z") or "+" in text or text.count("-") > 2
        return given.at if zoned else given.at.replace(tzinfo=None)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            raise click.UsageError("SOURCE_DATE_EPOCH is no number of seconds") from None
    return datetime.now(UTC).replace(microsecond=0)


def order_of(options: dict[str, Any], **more: Any) -> Order:
    """An order, as the options say."""
    from coranto.files import real
    from coranto.materials import Order

    return Order(
        root=real(options["root"]),
        now=now_of(options["when"]),
        config=options["config"],
        base_url=options["base_url"],
        strict=options["strict"],
        compiled=_compiled(),
        **more,
    )


def _compiled() -> Path | None:
    """The folder for what is compiled, among the user's caches; None where there is no home."""
    places = {"darwin": "~/Library/Caches", "win32": os.environ.get("LOCALAPPDATA", "")}
    place = Path(os.environ.get("XDG_CACHE_HOME") or places.get(sys.platform, "") or "~/.cache")
    try:
        return place.expanduser() / "coranto"
    except RuntimeError:
        return None
