"""The HTML of an item, as all formats hold it: an item in; its source line, picture, note, text and corrections out.

All addresses are whole. Nothing here changes a word of the text; what is put around it is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from coranto.body import Body
from coranto.config import Config
from coranto.language import Language, direction
from coranto.model import Moment
from coranto.moments import day
from coranto.permalinks import absolute
from coranto.view_parts import ImageView, SourceView
from coranto.views import FeedItem


def tell(item: FeedItem, config: Config, language: Language) -> str:
    """The source line, always first; then the lead picture, our note, the body (or the summary, where there is none),
    the parts of an edition, and what was corrected."""
    by = "told by" if item.own else "by"
    told = _line(item.source, item.authors, item.original_date, item.original, config, language, by)
    told += "".join((*_picture(item, config), *_note(item, config, language)))
    told += _text(item, config)
    told += _parts(item, config, language) + _corrections(item, language)
    return f'<div dir="rtl">{told}</div>' if language.direction == "rtl" else told


def html(body: Body, config: Config) -> str:
    """A body with whole addresses, without what only its page can use."""
    from coranto.sanitise import portable

    base_url = escape(config.base_url, quote=False)  # it may hold an ampersand
    return portable(body.html(lambda url: absolute(url, base_url)))


def _text(item: FeedItem, config: Config) -> str:
    text = html(item.body, config)
    if not text.strip() and not item.parts:
        text = f"<p>{escape(item.summary, quote=False)}</p>"
    if item.language and item.language != config.language:
        return f'<div lang="{escape(item.language)}" dir="{direction(item.language)}">{text}</div>'
    return text


def _picture(item: FeedItem, config: Config) -> Iterator[str]:
    """The lead picture, unless the body shows it."""
    image = item.image
    if image is None or shown(image) & set(item.body.pieces[1::2]):
        return
    size = f' width="{image.frame.width}" height="{image.frame.height}"' if image.frame else ""
    source = escape(absolute(image.src, config.base_url))
    yield f'<figure><img src="{source}" alt="{escape(image.alt)}"{size}>'
    credit = f"<small>{escape(image.credit, quote=False)}</small>" if image.credit else ""
    caption = " ".join(filter(None, (escape(image.caption, quote=False), credit)))
    yield f"<figcaption>{caption}</figcaption></figure>" if caption else "</figure>"


def shown(image: ImageView) -> set[str]:
    """The addresses of a picture in all its sizes."""
    frame = image.frame
    sizes = (frame.src, *(size.url for size in frame.sizes)) if frame else ()
    return {image.src, *sizes}


def _note(item: FeedItem, config: Config, language: Language) -> Iterator[str]:
    if item.note:
        yield f"<p><strong>{escape(language.say('Our note'), quote=False)}</strong></p>{html(item.note, config)}<hr>"


def _corrections(item: FeedItem, language: Language) -> str:
    if not item.corrections:
        return ""
    many = len(item.corrections) > 1
    rows = [
        language.say("{when}: {text}", when=day(each.date, language.dates), text=each.text) for each in item.corrections
    ]
    title = language.say("Corrections" if many else "Correction")
    told = "".join(f"<p>{escape(row, quote=False)}</p>" for row in rows)
    return f"<hr><p><strong>{escape(title, quote=False)}</strong></p>{told}"


def _parts(item: FeedItem, config: Config, language: Language) -> str:
    """The parts of an edition: each item with its source line, its headline, and what the editor says of it."""
    told = []
    for part in item.parts:
        title = f"{part.roman}. {part.title}" if part.title else part.roman
        told.append(f'<h2>{escape(title)}</h2><ol start="{part.items[0].number}">')
        for each in part.items:
            card = each.card
            authors = tuple(author.title for author in card.authors)
            original = card.original if card.url != card.original else ""
            by = "told by" if each.own else "by"
            line = _line(card.source, authors, card.date, original, config, language, by)
            headline, note = escape(card.title), f"<p>{escape(each.note)}</p>" if each.note else ""
            if card.url:
                headline = f'<a href="{escape(absolute(card.url, config.base_url))}">{headline}</a>'
            told.append(f"<li>{line}<p><strong>{headline}</strong></p>{note}</li>")
        told.append("</ol>")
    return "".join(told)


def _line(
    source: SourceView | None,
    authors: tuple[str, ...],
    date: Moment,
    original: str,
    config: Config,
    language: Language,
    by: str,
) -> str:
    """``From Outlet (label), by Author, 22 November 2026. Read the original``; without an outlet ``By Author, …``."""
    parts: list[str] = []
    if source:
        name = escape(source.name)
        page = escape(absolute(source.url, config.base_url))
        linked = f'<a href="{page}">{name}</a>' if page else name
        label = f" ({source.label})" if source.label else ""
        parts.append(f"{escape(language.say('From'), quote=False)} {linked}{escape(label)}")
    if authors:
        parts.append(escape(f"{language.say(by if parts else 'By')} {language.say(', ').join(authors)}"))
    parts.append(escape(day(date, language.dates), quote=False))
    line = escape(language.say(", "), quote=False).join(parts) + "."
    if original:
        line += f' <a href="{escape(original)}">{escape(language.say("Read the original"), quote=False)}</a>'
    return f"<p>{line}</p>"
