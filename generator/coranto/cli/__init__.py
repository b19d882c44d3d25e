"""The command line: arguments in, exit codes and words out. The only room that prints, the only one with a clock.

Exit codes: 0 good, 1 problems in what was read, 2 wrong usage. Results go to standard output, problems to standard
error.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coranto import __version__
from coranto.cli.building import build
from coranto.cli.checking import check
from coranto.cli.curating import pick, publish, retract
from coranto.cli.deploying import deploy, equip, unsettled
from coranto.cli.doctor import doctor
from coranto.cli.editions import edition
from coranto.cli.importing import import_
from coranto.cli.listing import list_
from coranto.cli.orders import build_options, order_of
from coranto.cli.themes import theme
from coranto.cli.words import complain, root_option, say, site_config
from coranto.problems import CorantoError, Place, Problem, error

if TYPE_CHECKING:
    from coranto.materials import Order


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="coranto", message="%(prog)s %(version)s")
def cli() -> None:
    """Coranto makes a digest site and its feed from articles that people have read and put in order.

    Example: coranto init digest && cd digest && coranto serve
    """


@cli.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", default="", help="The digest's name (default: the folder's).")
@click.option(
    "--host",
    type=click.Choice(["github-pages", "netlify", "cloudflare", "s3", "nginx", "caddy"]),
    help="Write what this host wants, too; for a site that is there, that alone.",
)
def init(folder: Path, title: str, host: str | None) -> None:
    """Make a new site that builds at once.

    Example: coranto init digest --title "The Morning Packet"
    """
    from coranto import scaffold

    if host and (folder / "config.yaml").exists():
        equip(folder, host)
        return
    name = title or Path(os.path.realpath(folder)).name.replace("-", " ").replace("_", " ").capitalize()
    written = scaffold.init(folder, name, datetime.now(UTC), host or "")
    for path in written:
        say(str(path))
    if host:
        unsettled(written)
    here = "" if Path(os.path.realpath(folder)) == Path.cwd() else f"cd {folder} && "
    say(f"Next: {here}coranto serve")


@cli.command()
@click.argument("kind", type=click.Choice(["article", "edition", "page", "source", "author"]))
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


cli.add_command(import_)


cli.add_command(list_)
cli.add_command(publish)
cli.add_command(pick)
cli.add_command(retract)
cli.add_command(build)
cli.add_command(check)
cli.add_command(edition)
cli.add_command(theme)
cli.add_command(deploy)
cli.add_command(doctor)


@cli.command()
@build_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="This port and no other (default: the first free from 8000)."
)
@click.option("--published", is_flag=True, help="Hide drafts and scheduled articles.")
@click.option("--open", "open_", is_flag=True, help="Open the browser.")
@click.option("--poll", is_flag=True, help="Look at all files again and again: for folders on a network.")
def serve(host: str, port: int | None, published: bool, open_: bool, poll: bool, **options: Any) -> None:
    """Serve a preview with live reload.

    Shows drafts and scheduled articles too, marked; never writes into output/. Opens a desk for reading, accepting
    and building editions, for this machine alone: the address is printed.

    Example: coranto serve --port 8080
    """
    from coranto.serve import serve as run

    def order(script: str) -> Order:
        return order_of(options, withheld=not published, script=script)

    for missing in (name for name in ("config.yaml", "content") if not (options["root"] / name).exists()):
        if missing != "config.yaml" or not options["config"]:
            raise error(f"there is no {missing} here", hint="run coranto init, or give --root FOLDER")
    order("")  # wrong usage is told before the server starts

    def tell(text: str) -> None:
        with suppress(OSError):  # a closed pipe must not end the preview
            click.echo(text)

    run(order, host, port, tell, click.launch if open_ else None, poll)


def main() -> None:
    """Run a command; show problems as problems. A traceback is only for a fault of our own."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal or pipe that is not UTF-8
    try:
        cli.main(prog_name="coranto", standalone_mode=False)
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except click.exceptions.Exit as fault:
        sys.exit(fault.exit_code)
    except click.Abort:
        sys.exit(130)
    except CorantoError as fault:
        complain(fault.problems)
        sys.exit(1)
    except OSError as fault:
        if isinstance(fault, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        else:
            complain([Problem(fault.strerror or str(fault), Place(str(fault.filename)) if fault.filename else None)])
        sys.exit(1)
