"""Tell what a feed gives of a story: the whole, its beginning, or a link; and read its titles.

In: the HTML of an entry's content and summary. Out: Markdown, and how much of the story it is. Takes away what feeds
put behind a story ("The post … appeared first on …", "Continue reading"); alters nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Literal

from coranto import text
from coranto.extract.html_fragment import markdown_of, text_of

WHOLE = 150  # words from which a description in paragraphs is the story itself
STANDFIRST = 80  # words; a longer summary is no standfirst
LONGEST_TITLE = 400
LONGEST = 2_000  # characters of a title with its markup
TAIL = 1_000  # characters of a last line that are looked at
_GONE = re.compile(r"<(script|style)\b[^<>]{0,500}>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(
    r"</?(?P<name>a|abbr|b|big|bdi|bdo|br|cite|code|del|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|q|s|script|"
    r"small|span|strike|strong|style|sub|sup|tt|u|ul|wbr)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_APART = frozenset("br p div h1 h2 h3 h4 h5 h6 hr li ol ul".split())
_REFERENCE = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,40});")
_MORE = re.compile(
    r"\W*(?:continue (?:reading|lendo)|(?:click here to )?"
    r"read (?:more|on|full|the (?:full|whole|rest|entire|original))|"
    r"full (?:story|article)\b|keep reading|learn more\W*$|more\W*$|weiterlesen|mehr lesen|hier weiterlesen|"
    r"zum (?:artikel|beitrag)\b|lire (?:la suite|plus)|seguir leyendo|leer m[aá]s|sigue leyendo|"
    r"continua a leggere|leggi tutto|continuar lendo|leia mais|lees (?:meer|verder)|czytaj (?:dalej|więcej)|"
    r"читать (?:далее|дальше|полностью)|подробнее|читати (?:далі|більше)|детальніше|läs mer|les mer|læs mere)",
    re.IGNORECASE,
)
_LINK_AT_END = re.compile(r"\[(?P<words>[^\[\]]{1,300})\]\(<?[^()<>]{0,600}>?\)[\s.…→»>\]\\]*$")
_WORDS_AT_END = re.compile(r"(?:^|(?<=[.…!?»\]]))\s*(?P<words>[^.…!?]{3,80})[\s.…→»>]*$")
_FOOTER = re.compile(
    r"\W*(?:the (?:post|article)|der (?:beitrag|artikel)|l[’']article|la entrada|el (?:art[ií]culo|post)|l[’']articolo|"
    r"o (?:post|artigo)|het bericht|wpis|запись|сообщение|допис|запис|inlägget|innlegget)\b.{1,800}"
    r"(?:(?:appeared first|first appeared) (?:on|in)|erschien zuerst (?:auf|bei|in)|proviene da|"
    r"est apparu en premier (?:sur|dans)|(?:se public[oó]|apareció) (?:primero|por primera vez) en|"
    r"è apparso per primo su|apareceu primeiro em|verscheen eerst op|"
    r"pojawił się (?:początkowo|pierwszy raz|najpierw) (?:na|w)|(?:впервые|сначала) появил\w+ (?:на|в)|"
    r"спочатку з.явил\w+ (?:на|в)|dök först upp på|dukket først opp på).{1,400}",
    re.IGNORECASE | re.DOTALL,
)
_CUT = re.compile(r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.|more)\s*\\?\])[\s*_\\\]).»\"”]*$", re.IGNORECASE)
_ADDRESS = re.compile(r"\]\([^()\s]{0,2000}\)")


@dataclass(frozen=True, slots=True)
class Story:
    """What an entry tells. ``part``: all of it, its beginning, or nothing but where to find it."""

    markdown: str
    part: Literal["full", "excerpt", "link"]
    where: str = ""
    standfirst: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    markdown: str = ""
    cut: bool = False
    words: int = 0


_NOTHING = _Text()


def story(contents: Sequence[str], summary: str, base: str = "") -> Story:
    """The text of an entry. Content is the whole unless it ends as what was cut does; a summary only when it is long
    and in paragraphs. A content with less in it than the summary is passed over."""
    printed = [_ending(markdown_of(each, base)) for each in contents]
    body = max(printed, key=lambda one: one.words, default=_NOTHING)
    short = _ending(markdown_of(summary, base)) if summary else _NOTHING
    if body.markdown and body.words >= short.words:
        if body.cut:
            return Story(body.markdown, "excerpt", "feed: content that is cut (sure)")
        return Story(body.markdown, "full", "feed: content (sure)", _standfirst(summary, short, body.markdown))
    if not short.markdown:
        return Story("", "link", "feed: no text, only the link (sure)")
    paragraphs = sum(_count(block) >= 10 for block in short.markdown.split("\n\n"))
    if not short.cut and paragraphs > 1 and short.words > WHOLE:
        return Story(short.markdown, "full", "feed: description, long and in paragraphs (likely)")
    return Story(short.markdown, "excerpt", f"feed: summary{' that is cut' if short.cut else ''} (sure)")


def title(value: str, html: bool = True) -> str:
    """A title, name or caption as plain words on one line. Of HTML: tags gone, references read once and not twice."""
    if html:
        value = _GONE.sub(" ", value[:LONGEST])
        value = _TAG.sub(lambda match: " " if match["name"].lower() in _APART else "", value)
        value = _REFERENCE.sub(lambda match: unescape(match[0]), value)
    return text.shorten(text.clean(value[:LONGEST]), LONGEST_TITLE)


def as_html(plain: str) -> str:
    """Plain text as HTML: paragraphs where a line is left empty, and line ends kept."""
    blocks = re.split(r"\n[ \t]*\n\s*", text.clean(plain).strip())
    return "".join(f"<p>{escape(block, quote=False).replace(chr(10), '<br>')}</p>" for block in blocks if block)


def with_paragraphs(html: str) -> str:
    """HTML as it is, or in paragraphs where it has no tags and leaves lines empty instead."""
    if re.search(r"<[A-Za-z/!]", html) or "\n\n" not in html:
        return html
    return "".join(f"<p>{block}</p>" for block in re.split(r"\n\n+", html.strip()))


def _ending(markdown: str) -> _Text:
    """The text without what is no part of the story at its end, and whether it is cut there."""
    blocks = markdown.split("\n\n") if markdown else []
    cut = False
    for _ in range(4):
        if not blocks:
            break
        last = blocks[-1]
        if len(last) < 2 * TAIL and _FOOTER.fullmatch(last.strip()):
            blocks.pop()
            continue
        head, tail = last[:-TAIL], last[-TAIL:]
        link = _LINK_AT_END.search(tail) or _WORDS_AT_END.search(tail)
        if not (link and _MORE.match(link["words"])):
            break
        cut = True
        rest = (head + tail[: link.start()]).rstrip()
        blocks[-1:] = [rest] if re.search(r"\w", rest) else []
    body = "\n\n".join(blocks).strip()
    return _Text(body, cut or bool(_CUT.search(body[-40:])), _count(body))


def _count(markdown: str) -> int:
    return text.words(_ADDRESS.sub("]", markdown))


def _standfirst(summary: str, short: _Text, body: str) -> str:
    """A summary that says something else than the story's beginning."""
    if short.cut or "\n\n" in short.markdown or not 5 <= short.words <= STANDFIRST:
        return ""
    known = _plain_words(short.markdown) in _plain_words(body[: 4 * len(short.markdown) + 400])
    return "" if known else text.one_line(text_of(summary))


def _plain_words(markdown: str) -> str:
    return re.sub(r"[\W_]+", " ", _ADDRESS.sub("]", markdown)).casefold().strip()
