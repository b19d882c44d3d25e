"""The desk's pages: templates of its own, in the words of the site's language. Values in, HTML out.

Its words stand in catalogues beside those of the site (``desk/languages/``), so that a site in a language of its own
need not translate them; where one lacks, it is English. Strict about names, and all that is not marked safe is escaped.
"""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path

import jinja2

from coranto import moments
from coranto.catalogues import language_of, read_catalogues
from coranto.language import Language, direction
from coranto.speech import Speech

HERE = Path(__file__).parent


def speak(tag: str, root: Path) -> Language:
    """The site's language, with the desk's own words in it."""
    texts, _ = read_catalogues(tag, root, ())
    first = tag.split("-")[0].lower()
    path = HERE / "languages" / f"{first}.yaml"
    if first != "en" and path.is_file():
        texts = ((f"coranto/desk/{path.name}", path.read_text("utf-8")), *texts)
    return language_of(tag, texts)[0]


@lru_cache(2)
def templates(language: Language) -> jinja2.Environment:
    """The templates, ready to render."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    speech = Speech(language)
    env.globals |= {"t": speech.say, "tn": speech.count, "lang": speech.lang, "bdi": speech.bdi}
    env.globals |= {"language": language.tag, "direction": direction(language.tag)}
    dates = language.dates
    env.filters |= {
        "day": partial(moments.day, dates=dates),
        "iso": moments.iso,
        "clock": moments.clock,
        "number": language.number,
    }
    return env
