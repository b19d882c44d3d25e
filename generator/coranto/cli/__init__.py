"""The command line: arguments in, exit codes and words out. The only room that prints, the only one with a clock.

Exit codes: 0 good, 1 problems in what was read, 2 wrong usage. Results go to standard output, problems to standard
error.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from coranto import __version__
from coranto.cli.building import build
from coranto.cli.checking import check
from coranto.cli.curating import pick, publish, retract
from coranto.cli.deploying import deploy
from coranto.cli.doctor import doctor
from coranto.cli.editions import edition
from coranto.cli.importing import import_
from coranto.cli.listing import list_
from coranto.cli.orders import build_options, order_of
from coranto.cli.starting import init, new
from coranto.cli.themes import theme
from coranto.cli.words import as_problem, complain
from coranto.problems import CorantoError, error, visible

if TYPE_CHECKING:
    from coranto.materials import Order


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(
    f"{__version__} (Python {sys.version.split()[0]}, {sys.platform})",
    prog_name="coranto",
    message="%(prog)s %(version)s",
)
def cli() -> None:
    """Coranto makes a digest site and its feed from articles that people have read and put in order.

    Example: coranto init digest && cd digest && coranto serve
    """


cli.add_command(init)
cli.add_command(new)
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

    needed = {"content": 'make it: coranto new article "A title"'}
    if not options["config"]:
        needed = {"config.yaml": "run coranto init, or give --root FOLDER"} | needed
    for name, hint in needed.items():
        if not (options["root"] / name).exists():
            raise error(f"there is no {name} in {options['root'].absolute()}", hint=hint)
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
    except click.exceptions.NoArgsIsHelpError as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except click.ClickException as fault:
        said = "\n".join(map(visible, fault.format_message().split("\n")))
        click.UsageError(said, getattr(fault, "ctx", None)).show()
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
            complain([as_problem(fault)])
        sys.exit(1)
