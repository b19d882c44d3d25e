"""The body of a post of another site: its addresses changed, and what only its generator understands, told.

In: Markdown. Out: Markdown, and a warning for each mark and reference that stays. Code is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from coranto.problems import Place, Problem, warning

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).{1,2000}?(?<!`)\1(?!`)")
_URL = r"<[^<>\n]{1,2000}>|[^\s()<>]{1,2000}"
_TOKEN = re.compile(  # no part of it can begin twice at one place, so that a line takes time by its length
    rf"\\.|(?P<open>!?\[)|\]\((?P<url>{_URL})|\]"
    rf"|(?P<attribute><(?P<tag>[A-Za-z]{{1,20}})\b[^<>\n]{{0,2000}}?\b(?:src|href)=[\"'])(?P<value>[^\"'\s<>]{{1,2000}})"
)
_DEFINED = re.compile(r"( {0,3}\[[^\[\]\n]{1,200}\]:[ \t]+)(<[^<>\n]{1,2000}>|\S{1,2000})")
_MARK = re.compile(r"\{\{.{1,500}?\}\}|\{%.{1,500}?%\}")
_REFERENCE = re.compile(
    r"\{\{[<%][^{}\n]{1,600}[>%]\}\}|\{%[^%{}\n]{1,600}%\}"
    r"|(?<=<)[{|]filename[}|][^<>\n]{1,500}(?=>)|[{|]filename[}|][^\s()<>\"']{1,500}"
)
_BEFORE_ADDRESS = re.compile(r"(?:\]\([ \t]*<?|^ {0,3}\[[^\[\]]{1,200}\]:[ \t]*<?|\b(?:src|href)=[\"']?)$")
_MORE = re.compile(r"^[ \t]*<!--[ \t]*more[ \t]*-->[ \t]*\n?", re.MULTILINE | re.IGNORECASE)

Change = Callable[[str, bool], str]
"""An address, and whether it is that of a picture -> the address that is to stand there."""
Refer = Callable[[str, bool], str]
"""What a reference names, and whether an address is wanted -> that, or a whole link; empty when it leads nowhere."""


def lines(body: str) -> Iterator[tuple[int, str, bool]]:
    """Each line with its number from 0, and whether it is one of a block of code."""
    fence = ""
    for number, line in enumerate(body.split("\n")):
        found = _FENCE.match(line)
        opens = bool(found) and not fence
        closes = bool(found and fence and found[1].startswith(fence))
        yield number, line, bool(fence) or opens
        if opens and found:
            fence = found[1]
        elif closes:
            fence = ""


def outside_code(line: str, change: Callable[[str], str]) -> str:
    """A line with all changed but for the code in it."""
    if "`" not in line:
        return change(line)
    pieces, at = [], 0
    for code in _CODE.finditer(line):
        pieces += [change(line[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*pieces, change(line[at:])])


def mend(body: str, change: Change) -> str:
    """The body with the addresses of links and pictures changed."""

    def bare(url: str, picture: bool) -> str:
        inner = url.strip("<>")
        new = change(inner, picture)
        return url if new == inner else f"<{new}>" if re.search(r"[\s()]", new) else new

    def whole(text: str) -> str:
        if defined := _DEFINED.match(text):
            return defined[1] + bare(defined[2], False) + text[defined.end() :]
        open_: list[bool] = []  # brackets, and whether they are of pictures

        def put(match: re.Match[str]) -> str:
            if match["open"]:
                open_.append(len(match["open"]) == 2)
            elif match[0].startswith("]"):
                picture = open_.pop() if open_ else False
                if match["url"]:
                    return f"]({bare(match['url'], picture)}"
            elif match["attribute"]:
                return match["attribute"] + change(match["value"], match["tag"].lower() == "img")
            return match[0]

        return _TOKEN.sub(put, text)

    if "](" not in body and "]:" not in body and "=" not in body:
        return body
    return "\n".join(line if code else outside_code(line, whole) for _, line, code in lines(body))


def translate(body: str, change: Callable[[str], str]) -> str:
    """The body with each line outside of code changed."""
    return "\n".join(line if code else outside_code(line, change) for _, line, code in lines(body))


def refer(body: str, references: Mapping[str, str], to: Refer, place: Place) -> tuple[str, list[Problem]]:
    """The body with its references replaced, and a warning for each that leads nowhere: its words stay.

    ``place`` is where the body begins.
    """
    found: list[Problem] = []

    def put(number: int, match: re.Match[str]) -> str:
        meant = references.get(match[0])
        if meant is None:
            return match[0]
        bare = bool(_BEFORE_ADDRESS.search(match.string, max(0, match.start() - 250), match.start()))
        if made := to(meant, bare):
            return made
        hint = "bring over what it names, or write where it leads"
        line = Place(place.path, place.line + number if place.line else 0)
        found.append(warning(f"nothing came for {match[0]}: it stays in the text", line, hint))
        return match[0]

    if not references:
        return body, found
    mended = (
        line if code else outside_code(line, partial(_REFERENCE.sub, partial(put, number)))
        for number, line, code in lines(body)
    )
    return "\n".join(mended), found


def without_more(body: str) -> str:
    """The body without the mark that ends an old site's teaser."""
    return _MORE.sub("", body) if "<!--" in body else body


def marks(body: str, first_line: int, path: str, known: Collection[str] = ()) -> list[Problem]:
    """A warning for each shortcode or tag of a template language in it, but for the known: it stays, and is seen."""
    found: list[Problem] = []
    if "{{" not in body and "{%" not in body:
        return found
    for number, line, code in lines(body):
        for match in () if code else _MARK.finditer(_CODE.sub(lambda each: " " * len(each[0]), line)):
            if match[0] in known:
                continue
            place = Place(path, first_line + number if first_line else 0, match.start() + 1 if first_line else 0)
            hint = "write what it stands for, or take it out"
            found.append(warning(f"nothing here stands for {match[0]}: it stays in the text", place, hint))
    return found
