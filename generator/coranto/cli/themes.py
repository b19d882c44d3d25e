"""`coranto theme`: which themes there are, a new one, a copy of an inherited file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coranto.cli.words import root_option, say, site_config
from coranto.problems import visible

if TYPE_CHECKING:
    from coranto.options import Option


@click.group()
def theme() -> None:
    """See, make and change themes.

    Example: coranto theme new evening
    """


@theme.command("list")
@root_option
def list_(root: Path) -> None:
    """Show all themes: where they are, what they inherit from, what they change, and their options.

    Example: coranto theme list
    """
    from coranto.files import real
    from coranto.wardrobe import themes

    used = site_config(root).theme
    for each in themes(real(root)):
        chain = f", inherits {', '.join(each.inherits)}" if each.inherits else ""
        say(f"{each.name}: {each.where or 'built in'}{chain}{', in use' if each.name == used else ''}")
        for word, files in (("changes", each.changed), ("adds", each.added if each.where else ())):
            if files:
                say(f"    {word} {visible(', '.join(files))}")
        for option in each.options:
            say(f"    option {visible(_option(option))}")


def _option(option: Option) -> str:
    kind = " or ".join(option.choices) if option.type == "choice" else option.type
    default = option.default
    if isinstance(default, dict):
        default = f"{default['light']} and {default['dark']}"
    elif isinstance(default, bool):
        default = "true" if default else "false"
    told = f", else {default}" if default not in (None, "") else ""
    return f"{option.name} ({kind}{told})" + (f": {option.help}" if option.help else "")


@theme.command()
@click.argument("name")
@click.option("--inherits", default="plain", show_default=True, help="The theme it is to stand on.")
@root_option
def new(name: str, inherits: str, root: Path) -> None:
    """Make a theme: an empty stylesheet that says what can be set, and one template.

    Example: coranto theme new evening
    """
    from coranto.files import real
    from coranto.wardrobe import new_theme

    site_config(root)
    for path in new_theme(real(root), name, inherits):
        say(path.relative_to(real(root)).as_posix())
    say(f"Next: write theme: {name} into config.yaml, and run coranto serve")


@theme.command()
@click.argument("files", nargs=-1, metavar="[TEMPLATE|ASSET]...")
@click.option("--force", is_flag=True, help="Write over files of your own.")
@root_option
def eject(files: tuple[str, ...], force: bool, root: Path) -> None:
    """Copy inherited templates or assets into the site's theme, to be changed there.

    Without a name, shows what can be copied.

    Example: coranto theme eject article.html
    """
    from coranto import wardrobe
    from coranto.files import real

    name = site_config(root).theme
    if not files:
        for path, whose in wardrobe.ejectable(real(root), name):
            say(f"{path.partition('/')[2]:<18} from {whose}")
    for written, whose in wardrobe.eject(real(root), name, files, force) if files else ():
        say(f"{written.relative_to(real(root)).as_posix()}, a copy of {whose}'s")
