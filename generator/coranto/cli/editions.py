"""`coranto edition`: a proposed edition as a file to edit, and a finished one as a mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coranto.cli.orders import build_options, now_of, order_of
from coranto.cli.words import complain, date_of, root_option, say
from coranto.problems import Place, as_errors, error, stop_on_errors, visible

if TYPE_CHECKING:
    from coranto.model import Content
    from coranto.planned import Page
    from coranto.press import Press


@click.group()
def edition() -> None:
    """Propose the next edition, or write one as a mail.

    Example: coranto edition draft --since 2026-11-16
    """


@edition.command()
@click.option("--since", default="", metavar="DATE", help="From this day on (default: that of the last edition).")
@click.option("--title", default="", help="The edition's title (default: none yet).")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Another file than content/editions/N.md.")
@click.option("--now", "when", default="", metavar="DATE", help="As on this day.")
@root_option
def draft(since: str, title: str, out: Path | None, when: str, root: Path) -> None:
    """Propose the next edition from what was published.

    A part for each section, picks first, a story once. The file is a draft, to be edited; none is ever overwritten.

    Example: coranto edition draft --since 2026-11-16 --title "The week of the fog"
    """
    from coranto.cache import Cache
    from coranto.catalogues import language_of
    from coranto.content import read_content
    from coranto.curation import curate
    from coranto.files import refuse_links, write_new
    from coranto.issue import begin, propose
    from coranto.materials import Order, read_materials
    from coranto.model import Article, Moment

    materials = read_materials(Order(root, now_of(when)), Cache())
    config = materials.config
    until = Moment(materials.now.astimezone(config.timezone))
    content, _ = read_content(materials.source, config.timezone)
    first = date_of(since, config.timezone, "--since") or begin(content.editions)
    if first is None:
        raise click.UsageError("there is no edition yet to go on from: give --since, such as --since 2026-11-16")
    digest, _ = curate(content, until.at, config.republish)

    def length(article: Article) -> int:
        return len(content.texts[article.path].markdown)

    language, _ = language_of(config.language, materials.catalogues)
    proposal = propose(digest, content.editions, first, until, title, length, language.dates)
    left = f" ({proposal.told} left out: an edition has them)" if proposal.told else ""
    if not proposal.items:
        other = " that is in no edition yet" if proposal.told else ""
        begun = first.at.isoformat(" ", "minutes")[:16]
        raise error(f"nothing was published since {begun}{other}", None, "give an earlier day with --since")
    path = out or root / "content" / "editions" / f"{proposal.number}.md"
    if out is None:
        refuse_links(path, root)
    say(visible(str(write_new(path, proposal.text))))
    many = "item" if proposal.items == 1 else "items"
    parts = "part" if proposal.parts == 1 else "parts"
    joined = proposal.reports - proposal.items
    reports = f", {joined} more report{'s' if joined > 1 else ''} joined to them" if joined else ""
    say(f"{proposal.items} {many} in {proposal.parts} {parts}{reports}{left}.")
    say("Next: edit it, take out draft: true, and coranto build.")


@edition.command()
@click.argument("number", type=click.IntRange(1))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Another folder than emails/edition-NUMBER/ in the site's.",
)
@click.option(
    "--from", "sender", default="", metavar="ADDRESS", help='Who sends it: "The Packet <packet@example.org>".'
)
@click.option("--unsubscribe", default="", metavar="URL", help="Where one unsubscribes: https:// or mailto:.")
@build_options
def email(number: int, out: Path | None, sender: str, unsubscribe: str, **options: Any) -> None:
    """Write a published edition as a mail.

    One HTML with its styles inside, the same as plain text, and an .eml that mail programs open. Nothing is sent.

    Example: coranto edition email 12
    """
    from coranto.build import press
    from coranto.cache import memory, opened
    from coranto.config import Sender
    from coranto.files import refuse_links, write_over
    from coranto.mail import write
    from coranto.theme import load_theme

    order = order_of(options)
    with opened(memory(order.root)) as cache:
        made = press(order, cache)
    page = _page(number, made, order.now)
    theme, _ = load_theme(order.root, made.config.theme)
    usual = made.config.editions
    config = replace(made.config, editions=Sender(sender or usual.address, unsubscribe or usual.unsubscribe))
    letter = write(page, made.site, theme, config, made.site.language, made.extensions)
    if options["strict"]:
        stop_on_errors(as_errors(letter.problems))
    folder = out or options["root"] / "emails" / f"edition-{number}"
    for ending, data in (("html", letter.html.encode()), ("txt", letter.text.encode()), ("eml", letter.eml)):
        path = folder / f"edition-{number}.{ending}"
        if out is None:
            refuse_links(path, options["root"])
        write_over(path, data)
        say(f"{visible(str(path))}  {len(data) / 1000:.1f} kB")
    complain([*(each for each in made.problems if each.place and each.place.path == page.origin), *letter.problems])


def _page(number: int, made: Press, now: datetime) -> Page:
    """The planned page of an edition."""
    from coranto.curation import standing

    moment = now if now.tzinfo else now.replace(tzinfo=made.config.timezone)
    out = {}
    for each in made.content.editions:
        out[each.number] = standing(each.draft, each.date, moment)
        if each.number == number and out[number] != "published":
            hint = (
                "take out draft: true"
                if out[number] == "draft"
                else f"wait until {each.date.at:%Y-%m-%d %H:%M}, or give --now"
            )
            raise error(f"edition {number} is {'a draft' if each.draft else 'scheduled'}", Place(each.path), hint)
    if number not in out:
        raise error(f"there is no edition {number}", Place("content/editions"), _which(made.content))
    found = [page for page in made.site.pages if page.template == "edition.html" and page.url.endswith(f"/{number}/")]
    if not found:
        hint = "write edition: true there, so that readers of the mail can read on"
        raise error("editions have no pages (pages in config.yaml)", Place("config.yaml"), hint)
    return found[0]


def _which(content: Content) -> str:
    numbers = sorted(each.number for each in content.editions)
    if not numbers:
        return "coranto edition draft makes one"
    shown = ", ".join(map(str, numbers[-12:]))
    return f"there {'is' if len(numbers) == 1 else 'are'} {'…, ' if len(numbers) > 12 else ''}{shown}"
