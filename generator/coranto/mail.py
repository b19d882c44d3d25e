"""An edition as a mail: its planned page in; one HTML, its twin in plain text, and an ``.eml`` with both out.

All addresses are whole and bare, so nothing tells who reads. The same edition gives the same bytes. Sends nothing,
fetches nothing, writes nothing.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup

from coranto.body import Body
from coranto.config import SENDER, WAY_OUT, Config, mail_address, way_out
from coranto.extensions import NONE, Extensions
from coranto.language import ENGLISH, Language
from coranto.permalinks import absolute, is_ours
from coranto.planned import Page, Site
from coranto.problems import Place, Problem, error, warning
from coranto.program import install_extra
from coranto.rendering import environment, renderer
from coranto.sanitise import portable
from coranto.text import one_line
from coranto.theme import Theme
from coranto.views import EditionView, SiteView

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST = 100_000  # bytes of HTML: where a mail is longer, some clients show its beginning alone
WIDTH = 72
_BLOCKS = frozenset(
    "p h2 h3 h4 h5 h6 blockquote ul ol li dl dt dd table caption tr pre figure figcaption hr div".split()
)


@dataclass(frozen=True, slots=True)
class Letter:
    """An edition ready to be sent, and what is doubtful about it."""

    html: str
    text: str
    eml: bytes
    problems: tuple[Problem, ...] = ()


def write(
    page: Page,
    site: Site,
    theme: Theme,
    config: Config,
    language: Language = ENGLISH,
    extensions: Extensions = NONE,
) -> Letter:
    """The mail of an edition whose page is planned, from whom ``config.editions`` says. Raises CorantoError without
    ``base_url``, for an address that is none, or when css-inline is missing."""
    if not config.base_url:
        hint = "write base_url: https://example.org/, or give --base-url"
        raise error("there is no base_url, so no link in a mail would lead anywhere", Place("config.yaml"), hint)
    view = site.view(page)
    assert isinstance(view, EditionView)

    def make(template: str, env: jinja2.Environment) -> str:
        return renderer(env, theme, config.base_path)(replace(page, template=template), site).decode("utf-8")

    env = _whole(environment(theme, config.base_url, False, None, language, extensions), config)
    html, text = inlined(make("email.html", env)), _tidy(make("email.txt", _bare(env, language)))
    problems = []
    size = len(html.encode("utf-8"))
    if size > MOST:
        hint = "make it two editions, or shorten its notes"
        message = f"the mail has {size:,} bytes; beyond {MOST:,} some clients show its beginning alone"
        problems.append(warning(message, Place(page.origin), hint))
    return Letter(html, text, _message(view, site.facts, html, text, config), tuple(problems))


def inlined(html: str) -> str:
    """The HTML with the rules of its ``<style>`` in its elements; what mail clients drop is then no loss."""
    try:
        import css_inline
    except ImportError:
        raise error("a mail needs the extra 'email', which is not installed", hint=install_extra("email")) from None
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False)
    try:
        made = inliner.inline(html)
    except (css_inline.InlineError, ValueError) as fault:
        raise error(f"the styles of email.html cannot be written into it: {fault}") from None
    return made.replace('<style data-css-inline="keep">', "<style>", 1).strip() + "\n"


def _whole(shared: jinja2.Environment, config: Config) -> jinja2.Environment:
    """The same templates, but every address is whole."""
    env = shared.overlay()

    def html(body: Body) -> Markup:
        base_url = escape(config.base_url, quote=False)
        return Markup(portable(body.html(lambda url: absolute(url, base_url))))  # noqa: S704 (a Body is sanitised)

    def link(url: str) -> str:
        return absolute(url, config.base_url) if is_ours(url) else url

    env.globals = {**shared.globals, "unsubscribe": config.editions.unsubscribe}
    env.filters = {**shared.filters, "link": link, "html": html, "wrap": wrap, "plain": lambda body: plain(html(body))}
    return env


def _bare(whole: jinja2.Environment, language: Language) -> jinja2.Environment:
    """The same for plain text: nothing is escaped."""
    env = whole.overlay(autoescape=False)
    words = {"t": language.say, "tn": language.count, "plural": language.count, "unit": language.unit}
    env.globals = {**whole.globals, **words, "bdi": str, "lang": lambda tag: ""}
    return env


def wrap(text: object, indent: int = 0, first: int | None = None) -> str:
    """A paragraph in lines of 72 characters; a word that is longer, such as an address, stays whole."""
    start = " " * (indent if first is None else first)
    found = textwrap.wrap(
        one_line(str(text)),
        WIDTH,
        initial_indent=start,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(found)


def _tidy(text: str) -> str:
    """No space at the end of a line, no two empty lines in a row, one line end at the end."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def plain(html: str) -> str:
    """Sanitised HTML as plain text, in lines of 72 characters: addresses stand behind the words that lead to them."""
    from lxml import html as parser

    if not html.strip():
        return ""
    return "\n\n".join(_blocks(parser.fragment_fromstring(html, create_parent="div")))


def _blocks(element: HtmlElement) -> list[str]:
    found: list[str] = []
    loose = element.text or ""
    for child in element:
        if child.tag in _BLOCKS:
            found += [wrap(loose)] if loose.strip() else []
            found += _block(child)
            loose = child.tail or ""
        else:
            loose += _inline(child) + (child.tail or "")
    return found + ([wrap(loose)] if loose.strip() else [])


def _block(element: HtmlElement) -> list[str]:
    if element.tag == "hr":
        return ["* * *"]
    if element.tag == "pre":
        return [element.text_content().rstrip("\n")]
    if element.tag in ("ul", "ol"):
        items = [child for child in element if child.tag == "li"]
        start = int(element.get("start") or 1)
        signs = [f"{start + at}. " if element.tag == "ol" else "- " for at in range(len(items))]
        rows = zip(signs, map(_blocks, items), strict=True)
        return ["\n".join(sign + textwrap.indent("\n".join(rows), "   ").lstrip() for sign, rows in rows)]
    if element.tag == "tr":
        return [" | ".join(one_line(_text(cell)) for cell in element)]
    if element.tag == "table":
        return ["\n".join(row for part in element.iter("caption", "tr") for row in _block(part))]
    inner = _blocks(element)
    if element.tag == "blockquote":
        return [textwrap.indent("\n\n".join(inner), "> ", lambda line: True)]
    return inner


def _text(element: HtmlElement) -> str:
    pieces = [
        (f" {_inline(child)} " if child.tag in _BLOCKS else _inline(child), child.tail or "") for child in element
    ]
    return (element.text or "") + "".join(inner + tail for inner, tail in pieces)


def _inline(element: HtmlElement) -> str:
    if element.tag == "br":
        return " "
    if element.tag == "img":
        return element.get("alt") or ""
    words = _text(element)
    href = element.get("href") or ""
    return f"{words} ({href})" if href and href not in (words, f"mailto:{words}") else words


def _message(view: EditionView, site: SiteView, html: str, text: str, config: Config) -> bytes:
    """Both as the alternatives of one message. Without a sender it is marked as not sent yet: clients open it as a
    draft of the account at hand."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(f"{site.title}: {view.head.title}")
    message["Date"] = view.card.date.at
    if config.editions.address:
        message["From"] = _from(config.editions.address)
    else:
        message["X-Unsent"] = "1"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = config.language
    # Chance would else choose it; no quoted-printable text holds "=_".
    message.set_boundary(f"=_coranto_{hashlib.sha256((text + html).encode()).hexdigest()[:32]}")
    return "".join(_addresses(view.card.number, config)).encode("ascii") + message.as_bytes()


def _addresses(number: int, config: Config) -> Iterator[str]:
    """Lines that are written as they are: a long address is otherwise put into words that no client reads."""
    yield f"Message-ID: {message_id(number, config)}\r\n"
    way = config.editions.unsubscribe
    if way:
        if not way_out(way):
            raise error(f"no address to unsubscribe at: {way!r}", Place("--unsubscribe"), WAY_OUT)
        yield f"List-Unsubscribe: <{way}>\r\n"


def _from(written: str) -> Address:
    wrong = error(f"not a mail address: {written!r}", Place("--from"), SENDER)
    found = mail_address(written)
    if found is None:
        raise wrong
    try:
        return Address(display_name=found[0], addr_spec=found[1])
    except (ValueError, MessageError):
        raise wrong from None


def message_id(number: int, config: Config) -> str:
    """``<edition-12.2026@example.org>``: the same whenever it is made, from what never changes of the feeds' ids."""
    authority, _, year = config.feeds.id_authority.partition(",")
    if authority:
        return f"<edition-{number}.{year}@{authority}>"
    parts = urlsplit(config.base_url)
    place = re.sub(r"[^a-z0-9]+", "-", parts.path.lower()).strip("-")
    host = re.sub(r"[^a-z0-9.-]+", "-", _ascii(parts.hostname or ""))
    return f"<edition-{number}{'.' + place if place else ''}@{host}>"


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
