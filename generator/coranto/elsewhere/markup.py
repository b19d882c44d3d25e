"""The body of a post of another site: its addresses changed, and what only its generator understands, told.

In: Markdown. Out: Markdown, and a warning for each mark that stays. Code is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from coranto.problems import Place, Problem, warning

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).{1,2000}?(?<!`)\1(?!`)")
_TARGET = re.compile(
    r"(?P<inline>(?P<mark>!?)\[(?:[^\[\]\n]|\[[^\[\]\n]{0,500}\]){0,2000}\]\()(?P<url><[^<>\n]{1,2000}>|[^\s()<>]{1,2000})"
    r"|(?P<define>^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]+)(?P<defined><[^<>\n]{1,2000}>|\S{1,2000})"
    r"|(?P<attribute><(?P<tag>[A-Za-z]{1,20})\b[^<>\n]{0,2000}?\b(?:src|href)=[\"'])(?P<value>[^\"'\s<>]{1,2000})"
)
_LINKED_PICTURE = re.compile(r"!\[(?P<alt>[^\[\]\n]{0,1000})\]\((?P<url>[^\s()<>]{1,2000})(?P<rest>[^()\n]{0,1000})\)")
_MARK = re.compile(r"\{\{.{1,500}?\}\}|\{%.{1,500}?%\}")
_MORE = re.compile(r"^[ \t]*<!--[ \t]*more[ \t]*-->[ \t]*\n?", re.MULTILINE | re.IGNORECASE)

Change = Callable[[str, bool], str]
"""An address, and whether it is that of a picture -> the address that is to stand there."""


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

    def put(match: re.Match[str]) -> str:
        if match["inline"] is not None:
            bare = match["url"].strip("<>")
            new = change(bare, bool(match["mark"]))
            return match["inline"] + (match["url"] if new == bare else f"<{new}>" if re.search(r"[\s()]", new) else new)
        if match["define"] is not None:
            bare = match["defined"].strip("<>")
            new = change(bare, False)
            return match["define"] + (match["defined"] if new == bare else new)
        return match["attribute"] + change(match["value"], match["tag"].lower() == "img")

    def picture(match: re.Match[str]) -> str:
        return f"![{match['alt']}]({change(match['url'], True)}{match['rest']})"

    def whole(text: str) -> str:
        text = _TARGET.sub(put, text)
        return _LINKED_PICTURE.sub(picture, text) if "[![" in text else text

    if "](" not in body and "]:" not in body and "=" not in body:
        return body
    return "\n".join(line if code else outside_code(line, whole) for _, line, code in lines(body))


def translate(body: str, change: Callable[[str], str]) -> str:
    """The body with each line outside of code changed."""
    return "\n".join(line if code else outside_code(line, change) for _, line, code in lines(body))


def without_more(body: str) -> str:
    """The body without the mark that ends an old site's teaser."""
    return _MORE.sub("", body) if "<!--" in body else body


def marks(body: str, first_line: int, path: str) -> list[Problem]:
    """A warning for each shortcode or tag of a template language in it: it stays, and readers would see it."""
    found: list[Problem] = []
    if "{{" not in body and "{%" not in body:
        return found
    for number, line, code in lines(body):
        for match in () if code else _MARK.finditer(_CODE.sub(lambda each: " " * len(each[0]), line)):
            place = Place(path, first_line + number if first_line else 0, match.start() + 1 if first_line else 0)
            hint = "write what it stands for, or take it out"
            found.append(warning(f"nothing here stands for {match[0]}: it stays in the text", place, hint))
    return found
