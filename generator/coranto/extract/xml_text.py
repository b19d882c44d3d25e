"""Read XML from outside without its traps.

In: bytes, or text that has passed here. Out: text in which nothing is left to be expanded, and trees of it. Never opens
a file or a connection, never expands an entity that a document declares, never follows nesting beyond libxml2's 256.
"""

from __future__ import annotations

import codecs
import re
from html.entities import html5

from lxml import etree

from coranto import text
from coranto.problems import Place, error

Element = etree._Element

HEAD = 65_536  # bytes in which the root element begins
_UTF16 = {b"<\x00": codecs.BOM_UTF16_LE, b"\x00<": codecs.BOM_UTF16_BE}
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[(?P<inside>.*?)\]\s*)?>", re.IGNORECASE | re.DOTALL)
_DECLARED = re.compile(r"<!ENTITY\s+(?P<name>[\w.:-]+)")
_DECLARATION = re.compile(r"\A\s*<\?xml\s[^>]{0,300}\?>")
_NAME = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)(?=[\s/>])")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']\s*([\w.:-]{1,40})", re.IGNORECASE)
# Codecs of Python that are no character set; the first two take the square of the time.
_NO_CHARSET = frozenset("punycode idna unicode-escape raw-unicode-escape utf-7 undefined mbcs oem".split())
_TOKEN = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|(?P<declares><![A-Z])|"
    r"&(?:#[xX](?P<hex>[0-9a-fA-F]{1,8});|#(?P<number>[0-9]{1,8});|(?P<name>[A-Za-z][\w.:-]{0,40});)?",
    re.DOTALL,
)
_OF_XML = frozenset("amp lt gt quot apos".split())


def root_of(data: bytes) -> str:
    """The name of the element that a document begins with, in lower case and without its prefix; empty if none does."""
    head = data[:HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").decode("latin-1")
    at = 0
    while True:
        at = len(head) - len(head[at:].lstrip())
        for begin, end in (("<?", "?>"), ("<!--", "-->")):
            if head.startswith(begin, at):
                stop = head.find(end, at + len(begin))
                if stop < 0:
                    return ""
                at = stop + len(end)
                break
        else:
            if doctype := _DOCTYPE.match(head, at):
                at = doctype.end()
                continue
            name = _NAME.match(head, at)
            return name[1].lower() if name else ""


def source_of(data: bytes, name: str, limit: int) -> str:
    """The document as text, line for line: decoded, without declaration and DOCTYPE, each reference one of XML's own.

    Names of HTML (``&nbsp;``) become their characters, and a stray ``&`` is mended. Raises CorantoError for what is too
    large, and for a document that declares entities of its own.
    """
    if len(data) > limit:
        raise error(f"larger than {limit // 1024 // 1024} MB", Place(name), "save a part of it")
    for begin, mark in _UTF16.items():
        data = mark + data if data.startswith(begin) else data
    declared = _ENCODING.search(data[:400])
    if declared and declared[1].decode().lower().replace("_", "-") in _NO_CHARSET:
        raise error(f"its encoding, {declared[1].decode()}, is not read", Place(name), "save it as UTF-8")
    source = text.decode_page(data)
    source = _DECLARATION.sub(lambda match: "\n" * match[0].count("\n"), source, count=1)
    return _TOKEN.sub(lambda match: _mended(match, name), _without_doctype(source, name))


def line_of(source: str, at: int) -> int:
    """The number of the line that a place in the text is on."""
    return source.count("\n", 0, at) + 1


def parse(source: str, recover: bool = False) -> Element | None:
    """The tree of a text that ``source_of`` made; nothing if it is not well-formed, or, with ``recover``, hopeless."""
    parser = etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        tree = etree.fromstring(source, parser)
        if recover and tree is not None:  # libxml2 then lets names of entities stand, and halves of surrogate pairs
            etree.strip_tags(tree, etree.Entity)
            etree.tostring(tree, encoding="utf-8").decode("utf-8")
    except (etree.LxmlError, ValueError):
        return None
    return tree


def local(element: Element) -> str:
    """The name of an element or attribute in lower case, without namespace and prefix."""
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def space(element: Element) -> str:
    """The namespace of an element; empty if it has none."""
    return element.tag[1:].partition("}")[0] if isinstance(element.tag, str) and element.tag.startswith("{") else ""


def rename(element: Element) -> None:
    """Leave an element its name without namespace and prefix, where that is one."""
    name = str(element.tag).rpartition("}")[2].rpartition(":")[2]
    element.tag = name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", name) else "span"


def words(element: Element) -> str:
    """What an element says, on one line."""
    return text.one_line(text.clean("".join(map(str, element.itertext()))[:20_000]))


def _without_doctype(source: str, name: str) -> str:
    at = source.lower().find("<!doctype", 0, HEAD)
    match = _DOCTYPE.match(source, at) if at >= 0 else None
    if not match:
        return source
    for entity in _DECLARED.finditer(match["inside"] or ""):
        if f"{entity['name']};" not in html5:
            raise _own(name)
    return source[:at] + "\n" * match[0].count("\n") + source[match.end() :]


def _mended(match: re.Match[str], name: str) -> str:
    found = match[0]
    if match["declares"]:
        raise _own(name)
    if found[0] == "<":
        return found
    if match["name"]:
        if match["name"] in _OF_XML:
            return found
        return html5.get(f"{match['name']};") or f"&amp;{found[1:]}"
    if match["hex"] or match["number"]:
        return reference(int(match["hex"], 16) if match["hex"] else int(match["number"]), found)
    return "&amp;"


def reference(code: int, written: str) -> str:
    """A numeric reference as it may stand: of Windows-1252 as its character, as in HTML; of no character nothing."""
    if 0x80 <= code <= 0x9F:
        return bytes([code]).decode("cp1252", "ignore")
    return written if code <= 0x10FFFF and text.clean(chr(code)) else ""


def _own(name: str) -> Exception:
    hint = "take its DOCTYPE out, or save it anew without"
    return error("it declares entities of its own, and these are never expanded", Place(name), hint)
