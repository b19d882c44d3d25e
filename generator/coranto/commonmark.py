r"""A native CommonMark engine, and the texts for which it says the same as Python-Markdown.

In: Markdown. Out: HTML as the engine makes it, not yet sanitised; and whether a text is *plain*: made of nothing that
the two dialects read differently. The law, held by tests/test_commonmark.py and benchmarks/markdown_law.py: of every
plain text ``twin`` makes the HTML that Python-Markdown makes of it. ``plain`` names what is plain and refuses all else;
it never guesses, and takes time in proportion to the text, whatever that is: its loops are possessive. Decision:
docs/decisions/0005-markdown-engines-behind-a-seam.md.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyromark import Markdown

# -- a line ------------------------------------------------------------------------------------------------------------

_NOISE = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_MARKS = r"!-/:-@\[-`{-~‘’‚“”„«»‹›–—…·、。「」（）！？¿¡"  # punctuation, beyond doubt in each edition of CommonMark
_ENTITY = r"\#|[A-Za-z0-9]+;"
_WORDS = rf"[ \"-%'-)+-;=-Z^a-~]++|[^\\`*_\[\]<&!{_NOISE}]++"  # first those of ASCII, which are found faster
_SIGNS = (
    r"!(?!\[)"
    r"|_(?<=[^\W_]_)_*+(?=[^\W_])"  # in snake_case
    rf"|&(?:(?!{_ENTITY})|(?:lt|gt|amp|quot);|\#(?:3[3-9]|[4-9]\d|1[01]\d|12[0-6]);)"
    r"|\\[\\`*_{}\[\]()>#+.!|-](?!`)"  # what both unescape
)
_TEXT = f"{_WORDS}|{_SIGNS}"
_CODE = rf"`(?<!``)(?=[^\s`])[^`\\<&{_NOISE}]++(?<=\S)`(?!`)"


def _marked(name: str) -> str:
    """Text, code, and emphasis that holds neither code nor emphasis. It begins before a word, or behind a space or a
    mark, and ends likewise: there both agree that it does. ``name`` is a group's, which must not come twice."""
    begin = rf"(?<!\*)(?:(?<![^\s{_MARKS}])(?=\*++[^\s*])|(?=\*++[^\W_]))(?P<{name}>\*{{1,3}}+)"
    end = rf"(?:(?<=[^\W_])(?P={name})|(?<=\S)(?P={name})(?=[\s{_MARKS}]|\Z))(?!\*)"
    return rf"{_TEXT}|{_CODE}|{begin}(?>(?:{_TEXT})+){end}"


_ADDRESS = rf"(?>(?:[\w:/?=.,~%\#@!$+;-]++|&(?!{_ENTITY})|&amp;)+)"
_ANGLED = rf"<https?://(?>(?:[\w:/?=.,~%\#@!$+;()*-]++|&(?!{_ENTITY})|&amp;)+)>"
_SPACES = r"\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"  # which Python-Markdown makes plain ones in a title
_TITLE = rf'(?=[^\s\'"])(?>(?:[^"\\`*_\[\]<&!{_SPACES}{_NOISE}]++|(?!"){_SIGNS})+)(?<=\S)"'
# Behind a bare address Python-Markdown may take a bracket in the title for the end, when there is an apostrophe too.
_TARGET = rf"\((?:(?a:{_ADDRESS})(?=\)| \"(?:(?![^\n\"]*')|(?![^\n\"]*[()])))|(?a:{_ANGLED}))(?: \"{_TITLE})?\)"
_IMAGE = rf"!\[(?>(?:{_TEXT})*)\]{_TARGET}"
_LINK = rf"\[(?![\s^])(?>(?:{_marked('linked')})+)(?:(?<=\S)\]{_TARGET}|\](?!\s?[\[(:]))"  # or words between brackets
_STAR = r"\*(?<= \*)(?= \S)|\*(?<!\*\*)(?=[^*]*+\Z)"  # between words; or the last of its block, with no partner
_LESS = r"<(?=[\s\d]|[^\x00-\x7f])(?![^<>]*@)"
_BEGIN = (  # what begins no block, whether at the beginning of one or in the middle
    r"(?![\s#>:|~]|<(?![^\x00-\x7f])|=(?!=*+ *+[^=\s])|!!!|\d+[.)](?:\s|\Z)|\*\[|[*+](?!\S)|- |-(?![-|: ]*[^-|:\s]))"
)
_END = r"(?:(?:(?<=\S)|(?<=\S  ))\n(?!\Z)|(?<=\S)\Z)"
_PARAGRAPH = re.compile(rf"(?>(?:{_BEGIN}(?>(?:{_LINK}|{_IMAGE}|{_LESS}|{_marked('free')}|{_STAR})+){_END})+)\Z")

# -- blocks ------------------------------------------------------------------------------------------------------------

_FENCED = re.compile(rf"(?:\A\n*+|\n\n)```\n(?>(?:(?! *```)(?: *+[^ {_NOISE}][^{_NOISE}]*+)?\n)+)```(?=\n\n|\n*\Z)")
_HEADING = re.compile(r"#{1,6} (\S[^\n\\]*)(?<!#)\Z")
_RULE = re.compile(r"---|\*\*\*|\* \* \*")
_ITEM = re.compile(r"((?>(?: {4})*))(?:([-*+])|([1-9]\d{0,3})\.) (\S.*)", re.ASCII)
_DEEPEST = 3


def plain(text: str) -> bool:
    """Is this text made of nothing but paragraphs, headings, simple lists, quotations, rules, fenced code, links,
    pictures, emphasis and code, all in the form that reads the same in both dialects? On any doubt it is not."""
    if "\0" in text:
        return False
    if "```" in text:
        text = _FENCED.sub("\n\n\0", text)  # no block of code is read further
    return _plain(text, quoted=False)


def _plain(text: str, quoted: bool) -> bool:
    last = ""
    for block in text.strip("\n").split("\n\n"):
        block = block.lstrip("\n")
        if not block:
            continue
        kind = _kind(block, quoted)
        if kind == "no" or kind == last == "quotation" or (kind[:2] == last[:2] == "li" and not _goes_on(last, kind)):
            return False
        last = kind
    return True


def _kind(block: str, quoted: bool) -> str:
    """What this block is, or ``no`` when that is in doubt."""
    if _PARAGRAPH.match(block):
        return "paragraph"
    first = block[0]
    if first == "#":
        heading = _HEADING.match(block)
        return "heading" if heading and _inline(heading[1]) else "no"
    if first == ">" and not quoted:
        lines = block.split("\n")
        whole = all(line.startswith("> ") or line == ">" for line in lines)
        filled = lines[0][2:].strip() and lines[-1][2:].strip()
        inside = whole and filled and _plain("\n".join(line[2:] for line in lines), quoted=True)
        return "quotation" if inside else "no"
    if block == "\0":
        return "code"
    if _RULE.fullmatch(block):
        return "rule"
    return _list(block, 1 if quoted else _DEEPEST)


def _inline(text: str) -> bool:
    """Is this a line in which nothing can begin a block? The stroke stands for the sign before it."""
    return _PARAGRAPH.match(f"/{text}") is not None


def _list(block: str, deepest: int) -> str:
    """``li`` and its sign, a ``+`` behind it when it has more than one line."""
    signs: list[str] = []  # of the lists that are open
    lines = block.split("\n")
    for line in lines:
        item = _ITEM.fullmatch(line)
        if not item or not _PARAGRAPH.match(item[4]):
            return "no"
        depth, sign = len(item[1]) // 4, item[2] or "1"
        if depth > len(signs) or depth >= deepest or (depth and len(item[3] or "") > 2):
            return "no"
        if depth == len(signs):
            if depth and item[3] not in (None, "1"):
                return "no"
            signs.append(sign)
        del signs[depth + 1 :]
        if signs[depth] != sign:
            return "no"
    if deepest > 1 and "\n    " in block and any(len(item) > 2 for item in re.findall(r"^\d+", block, re.MULTILINE)):
        return "no"
    return f"li{signs[0]}{'' if len(lines) == 1 else '+'}"


def _goes_on(last: str, kind: str) -> bool:
    """May a list stand behind a list? Of another kind, or an item on its own behind an item on its own."""
    return (last[2] == "1") != (kind[2] == "1") or (last == kind and len(kind) == 3)


# -- the engine --------------------------------------------------------------------------------------------------------


def convert(text: str) -> str:
    """The HTML of any Markdown as CommonMark has it, with tables; columns are aligned by attribute, not by style."""
    html = _html(text)
    return _ALIGNED.sub(r'<\1 align="\2">', html) if "text-align" in html else html


_ALIGNED = re.compile(r'<(t[hd]) style="text-align: (left|center|right)">')
_PICTURE = re.compile(r'<img src="([^"]*)" alt="([^"]*)"( title="[^"]*")? />')
_NESTED = re.compile(r"(<li>[^\n]*)\n(?=<[uo]l)")


def twin(text: str) -> str:
    """The HTML of a plain text, to the byte as Python-Markdown makes it once both are read as HTML. In such a text each
    ``<`` of the HTML is the engine's own, so its tags can be rewritten."""
    html = _html(text).rstrip("\n")
    if "<img" in html:
        html = _PICTURE.sub(r'<img alt="\2" src="\1"\3 />', html)
    if "<em><strong>" in html:
        html = html.replace("<em><strong>", "<strong><em>").replace("</strong></em>", "</em></strong>")
    return _NESTED.sub(r"\1", html) if "l>\n</li>" in html else html


def _html(text: str) -> str:
    try:
        return _engine().html(text)
    except Exception:
        raise
    except BaseException as fault:
        if (
            type(fault).__name__ == "PanicException"
        ):  # a mistake of the engine, and not meant to be caught as others are
            raise RuntimeError(str(fault)) from fault
        raise


@cache
def _engine() -> Markdown:
    from pyromark import Markdown, Options

    return Markdown(options=Options.ENABLE_TABLES)
