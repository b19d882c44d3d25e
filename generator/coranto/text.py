"""Text as values: decoding, cleaning, slugs, words.

In: bytes or text from outside. Out: text that is safe to keep, or a problem with its place. No files, no HTML.
"""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import count
from typing import Literal
from urllib.parse import urlsplit

from coranto.latin import latin
from coranto.problems import Place, Problem, error, warning

EXCERPT_WORDS = 60  # of an outlet, where no more of it may be shown
SLUG_BYTES = 200  # longer names break on common file systems once an ending is added
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_SPACE = re.compile(r"\s+")


def _is_noise(code: int) -> bool:
    """Control characters and non-characters: illegal in XML 1.0, or never text at all."""
    return (
        (code < 0x20 and code not in (0x09, 0x0A, 0x0D))
        or 0x7F <= code <= 0x9F
        or 0xD800 <= code <= 0xDFFF
        or 0xFDD0 <= code <= 0xFDEF
        or code & 0xFFFE == 0xFFFE
    )


_NOISE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)


def clean(text: str) -> str:
    """The text without control and non-characters, with ``\\n`` for every line end."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\x85", "\n")
    return text if _is_quiet(text) else _NOISE.sub("", text)


def _is_quiet(text: str) -> bool:
    """Is there surely no noise in it? True for most texts, and forty times as fast as to look for it."""
    if text.isascii():
        return len(text.encode().translate(None, _CONTROL)) == len(text)
    return text.replace("\n", "").replace("\t", "").replace("\xa0", "").isprintable()


_CONTROL = bytes(code for code in range(128) if _is_noise(code))


_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]*)|0*([0-9]*));?")


def legible(html: str) -> str:
    """HTML without control and non-characters, also where a numeric reference (``&#6;``) would bring one back."""

    def check(match: re.Match[str]) -> str:
        hexadecimal, decimal = match.groups()
        digits, base = (hexadecimal, 16) if hexadecimal is not None else (decimal, 10)
        if not digits:
            return "\ufffd" if "0" in match.group() else match.group()
        code = int(digits, base) if len(digits) < 8 else 0xFFFF
        if 0x80 <= code <= 0x9F:  # as browsers read it: whoever wrote it meant Windows-1252
            return bytes([code]).decode("cp1252", "ignore")
        return "\ufffd" if code > 0x10FFFF or _is_noise(code) else match.group()

    return _REFERENCE.sub(check, clean(html))


def decode(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """UTF-8 bytes of a file people edit -> clean text, and warnings for what was dropped.

    A BOM and CRLF are allowed. Raises CorantoError for anything that is not UTF-8 and for NUL.
    """
    if b"\x00" in data:
        line, column = _spot(data, data.index(b"\x00"))
        raise error("a NUL character: this is no text file", Place(path, line, column), "save it as plain UTF-8 text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line, column = _spot(data, fault.start)
        raise error(
            f"byte 0x{data[fault.start]:02x} is not UTF-8", Place(path, line, column), "save the file as UTF-8"
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = []
    match = None if _is_quiet(text) else _NOISE.search(text)
    if match:
        before = text[: match.start()]
        place = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        count = len(_NOISE.findall(text))
        code = ord(match.group())
        problems.append(warning(f"{count} control or non-characters dropped, the first is U+{code:04X}", place))
        text = _NOISE.sub("", text)
    return text, problems


_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.I
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WEB = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "gb2312": "gb18030"}


_ISO_2022_JP = re.compile(rb"\x1b\$(?:[@B]|\(D)|\x1b\(I")  # its bytes are all ASCII, and so pass for UTF-8
_NO_PAGE = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf-7", "undefined"}  # Python's alone


def decode_page(data: bytes) -> str:
    """The bytes of a page from outside -> clean text. Never fails.

    By its BOM, else by the escape sequences of ISO-2022-JP, else UTF-8 if it is that, else by what its markup says (as
    browsers read those names, WHATWG Encoding), else by what the bytes look like.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return clean(data[len(mark) :].decode(name, "replace"))
    if data.isascii() and _ISO_2022_JP.search(data):
        with contextlib.suppress(UnicodeDecodeError):
            return clean(data.decode("iso2022_jp_ext"))
    with contextlib.suppress(UnicodeDecodeError):
        return clean(data.decode("utf-8"))
    found = _META.search(data[:4096])
    if found:
        name = (found[1] or found[2]).decode("ascii", "replace").lower()
        name = "cp1252" if name in _NO_PAGE else name
        with contextlib.suppress(LookupError, UnicodeError):
            return clean(data.decode(_WEB.get(name, name), "replace"))
    from charset_normalizer import from_bytes  # here: only pages of old encodings need it

    best = from_bytes(data[:200_000]).best()
    return clean(data.decode(best.encoding if best else "cp1252", "replace"))


def _spot(data: bytes, offset: int) -> tuple[int, int]:
    before = data[:offset]
    start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[start:].decode("utf-8-sig", "replace")) + 1


def one_line(text: str) -> str:
    """The text on one line: runs of white space become one space."""
    return " ".join(text.split())


_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_UNSPACED_WORD = 2  # characters of a word in scripts that put no spaces between words: Chinese, Thai and others
_LONG_WORD = 40


def weight(piece: str) -> int:
    """How many words a run of text without spaces is worth: 1, or more in scripts that write without spaces."""
    if len(piece) < 2 * _LONG_WORD and piece.isascii():
        return 1
    return max(1, len(_UNSPACED.findall(piece)) // _UNSPACED_WORD, len(piece) // _LONG_WORD)


_WESTERN = "cp1252"  # letters and marks of Western Europe, a byte each
_SHAPE = "".join(
    "w" if _WORD.match(sign) else "'" if sign in "'’-" else " "
    for sign in (bytes([code]).decode(_WESTERN, "replace") for code in range(256))
).encode()

_BEHIND_JOINT = re.compile(rb"'(?<!w')w")  # where it joins nothing


def words(text: str) -> int:
    """How many words the text has."""
    try:  # the same count in a tenth of the time: a word begins behind what is neither of a word nor joins it to one
        shape = b" " + (text.encode() if text.isascii() else text.encode(_WESTERN)).translate(_SHAPE)
        if b"w" * 2 * _LONG_WORD not in shape.replace(b"'", b"w"):
            return shape.count(b" w") + len(_BEHIND_JOINT.findall(shape))
    except UnicodeEncodeError:
        pass
    found = _WORD.findall(text)
    if max(map(len, found), default=0) < 2 * _LONG_WORD and not _UNSPACED.search(text):
        return len(found)
    return sum(map(weight, found))


def first_words(text: str, limit: int) -> tuple[str, int]:
    """The first words of a text on one line, at most ``limit``, and how many they are."""
    pieces = text.split(" ", limit)
    head = pieces[:limit]
    if max(map(len, head), default=0) < 2 * _LONG_WORD and (text.isascii() or not _UNSPACED.search(" ".join(head))):
        return (text if len(pieces) <= limit else " ".join(head)), len(head)
    kept: list[str] = []
    left = limit
    for piece in pieces:
        if left <= 0:
            break
        worth = weight(piece)
        kept.append(piece if worth <= left else piece[: len(piece) * left // worth])
        left -= min(worth, left)
    return " ".join(kept), limit - left


def minutes(count: int) -> int:
    """Reading time of so many words, in minutes, at least 1 (230 words a minute: Brysbaert 2019, silent reading)."""
    return max(1, round(count / 230))


def shorten(text: str, limit: int) -> str:
    """The text, cut at a word before ``limit`` characters and marked with an ellipsis when it is longer."""
    text = one_line(text)
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, _, _ = cut.rpartition(" ")
    return (head or cut).rstrip(" ,;:–—-") + "…"


@lru_cache(1 << 14)  # a site has few names, and asks for each a hundred times
def fold(text: str) -> str:
    """The form under which two names are the same: NFC, case folded, white space in runs of one."""
    return _normal("NFC", _normal("NFC", one_line(text)).casefold())


_TOGETHER = 1_000  # characters: to order the marks above one letter takes the square of the time


def _normal(form: Literal["NFC", "NFKC"], text: str) -> str:
    """The text in a normal form; a very long one in pieces."""
    if text.isascii():
        return text
    pieces = (text[start : start + _TOGETHER] for start in range(0, len(text), _TOGETHER))
    return "".join(unicodedata.normalize(form, piece) for piece in pieces)


_PLUS = re.compile(r"(?<=[^\W\d_])\+|(?<=\+)\+")  # of C++, not of 2+2
_SHARP = re.compile(r"(?<=[^\W\d_])#(?!\w)")  # of C#, not of #1


_NO_LETTER = re.compile(r"[^a-z0-9]+")  # of ASCII in lower case
_DASHES = re.compile("-+")


def slugify(text: str, language: str = "") -> str:
    """A name fit for a path segment: letters, digits and marks of any script in lower case, joined by ``-``.

    With a language, in the Latin letters that it has for its own (``latin``). ``C++`` and ``C#`` keep their difference.
    Empty when nothing is left. Cut at ``SLUG_BYTES`` bytes.
    """
    lowered = text.lower() if text.isascii() else _normal("NFC", one_line(_normal("NFKC", text)).lower())
    if language and not lowered.isascii():
        lowered = latin(lowered, language)
    if "+" in lowered or "#" in lowered:
        lowered = _SHARP.sub("-sharp-", _PLUS.sub("-plus-", lowered))
    if lowered.isascii():
        slug = _NO_LETTER.sub("-", lowered.replace("'", "").replace("`", "")).strip("-")
    else:
        kept = "".join(
            character if unicodedata.category(character)[0] in "LNM" else "-"
            for character in lowered
            if character not in "'’ʼ`"
        )
        slug = _DASHES.sub("-", kept).strip("-")
    if len(slug) * 4 > SLUG_BYTES:
        slug = slug.encode("utf-8")[:SLUG_BYTES].decode("utf-8", "ignore").strip("-")
    if language and not slug:  # a sign that is no letter in Latin
        return slugify(text)
    return f"{slug}-1" if slug in _WINDOWS else slug


def unique_slugs(names: Iterable[str], language: str = "") -> dict[str, str]:
    """A slug for each name, all different. Of names that share one, the first in order keeps it; the others add a hash
    of the name, so that a new name never moves an old one's address unless it sorts before it."""
    taken: set[str] = set()
    slugs: dict[str, str] = {}
    for name in sorted(names):
        digest = hashlib.sha256(name.encode("utf-8")).hexdigest()
        slug = slugify(name, language) or digest[:8]
        if slug in taken:
            short = slug.encode("utf-8")[: SLUG_BYTES - 7].decode("utf-8", "ignore")
            slug = f"{short}-{digest[:6]}"
        taken.add(slug)
        slugs[name] = slug
    return slugs


def numbered(name: str) -> Iterator[str]:
    """The names that a file may have that would be called so, the one to be preferred first: name, name-2, name-3 …"""
    yield name
    yield from (f"{name}-{number}" for number in count(2))


_WINDOWS = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}


_SOUND = re.compile(r"[a-z0-9][a-z0-9_-]{0,150}(?:\.html)?")  # what nearly all of them are


@lru_cache(65_536)
def segment_fault(segment: str) -> str:
    """Why a path segment cannot be written on every host; empty when it can."""
    if _SOUND.fullmatch(segment) and segment.partition(".")[0] not in _WINDOWS:
        return ""
    if not segment or segment in (".", ".."):
        return "an empty or dotted segment"
    if len(segment.encode("utf-8", "surrogatepass")) > SLUG_BYTES + 5:
        return f"longer than {SLUG_BYTES} bytes"
    if any(character in '\\:?*"<>|/\t\n\r\u2028\u2029' or _is_noise(ord(character)) for character in segment):
        return 'one of \\ / : ? * " < > | or a control character'
    if any(unicodedata.category(character) == "Cf" for character in segment):
        return "an invisible character"
    if segment[-1] in ". " or segment[0] == " ":
        return "a dot or space at its end"
    if segment.split(".")[0].casefold() in _WINDOWS:
        return "a name that Windows keeps for itself"
    return ""


_ORDINARY = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?:/[\w/.,~%?=&\#+:;@!$'()*-]*)?", re.ASCII)  # nearly all are


def web_address(text: str) -> bool:
    """Is this an absolute http or https address with a host, without spaces or control characters?"""
    return _ORDINARY.fullmatch(text) is not None or _is_web_address(text)


@lru_cache(16_384)  # links lead to few places, and each is asked about in many
def _is_web_address(text: str) -> bool:
    if re.search(r"[\s\x00-\x20<>\"{}|\\^`]", text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
