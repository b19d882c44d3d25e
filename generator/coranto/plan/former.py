"""Former addresses: the ``aliases`` of articles and ``redirects`` of config.yaml in, where each leads out.

None leads to an outlet's own page by itself: who comes for a page of ours is told where it went.
"""

from __future__ import annotations

from coranto.config import Config
from coranto.moves import whole
from coranto.permalinks import encode, is_ours
from coranto.plan.cards import Cards
from coranto.planned import Redirect
from coranto.problems import Place, Problem, warning

MOST = 2_000  # lines that hosts read of a file of redirects
LONGEST = 1_000  # characters of such a line


def redirects(cards: Cards, config: Config) -> tuple[tuple[Redirect, ...], list[Problem]]:
    """Those of config.yaml, then those of articles, newest first; and what has no effect."""
    found: list[Redirect] = []
    problems: list[Problem] = []
    for move in config.redirects:
        new = cards.addresses.resolve(move.new, "content/", "link") if is_ours(move.new) else move.new
        if new is None:
            message = f"the redirect of {move.old!r} names {move.new!r}, which is no page of this site: left out"
            problems.append(warning(message, Place("config.yaml", move.line), kind="links"))
        else:
            found.append(Redirect(encode(move.old), new, move.new, "config.yaml", move.line))
    for article in (*cards.digest.articles, *cards.digest.retracted):
        url = cards.addresses.pages.get(article.path, "")
        if article.aliases and not url:
            message = "its aliases have no effect: it has no page here that they could lead to"
            problems.append(warning(message, Place(article.path), "take them out"))
            continue
        aliases = dict.fromkeys(encode(whole(alias)) for alias in article.aliases)
        if url in aliases:
            message = f"the alias {url!r} is its own address, and has no effect"
            problems.append(warning(message, Place(article.path), "take it out"))
        where = (article.path, article.aliases_line)
        found += [Redirect(alias, url, article.title, *where) for alias in aliases if alias != url]
    if config.base_path == "/" and len(lines(found)) < len(found):
        message = f"{len(found)} old addresses: hosts read {MOST} lines of at most {LONGEST} characters of _redirects"
        problems.append(warning(message, Place("config.yaml"), "the others are pages that lead on, and stay that"))
    return tuple(found), problems


def lines(found: list[Redirect] | tuple[Redirect, ...]) -> list[str]:
    """As Netlify, Cloudflare and others read them."""
    written = (f"{each.old} {each.new} 301" for each in found)
    return [line for line in written if len(line) <= LONGEST][:MOST]
