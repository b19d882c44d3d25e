"""What stands at former addresses: a page that leads on, for any host; and ``_redirects``, for hosts that read it.

``_redirects`` is read at a host's root alone, so a site below it has none; its pages lead on all the same. What is no
page (an old feed, a picture) cannot lead on by itself: for these there is only the line in ``_redirects``.
"""

from __future__ import annotations

from html import escape

from coranto.config import Config
from coranto.model import Output
from coranto.permalinks import absolute, is_ours, output_path, placed, written
from coranto.plan.former import lines
from coranto.planned import Redirect, Site
from coranto.sight import Sight

PAGES = ("/", ".html", ".htm")


def make(site: Site, config: Config, sight: Sight) -> list[Output]:
    """A page at each former address, and the file for hosts."""
    pages = [each for each in site.redirects if each.old.endswith(PAGES)]
    made = [Output(output_path(each.old), _page(each, site, config).encode(), each.origin) for each in pages]
    if site.redirects and config.base_path == "/":
        text = "".join(line + "\n" for line in lines(site.redirects))
        made.append(Output("_redirects", text.encode(), "outputs/redirects"))
    return made


def _page(redirect: Redirect, site: Site, config: Config) -> str:
    """Without the theme: nobody is to stay. Goes at once, says so in words, and is not to be found by search."""
    new = redirect.new
    to = escape(placed(written(new, config.urls == "file"), redirect.old) if is_ours(new) else new)
    whole = absolute(new.partition("#")[0], config.base_url)
    canonical = f'<link rel="canonical" href="{escape(whole)}">\n' if whole else ""
    moved = escape(site.language.say("This page has moved"))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(site.facts.language)}" dir="{site.facts.direction}">\n<head>\n'
        f'<meta charset="utf-8">\n<title>{moved}</title>\n<meta name="viewport" content="width=device-width">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<meta name="robots" content="noindex">\n{canonical}<meta http-equiv="refresh" content="0; url={to}">\n'
        f'</head>\n<body>\n<main>\n<h1>{moved}</h1>\n<p><a href="{to}">{escape(redirect.title)}</a></p>\n</main>\n'
        "</body>\n</html>\n"
    )
