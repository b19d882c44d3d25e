"""Import takes anything: bytes, texts, broken pages, and golden pages with something wrong in them.

Nothing but CorantoError comes out of reading, what is brought is sane, and the same bytes bring the same. For a long
run: `FUZZ_EXAMPLES=20000 pytest tests/test_fuzz_import.py --hypothesis-show-statistics`; each test then tries so many
inputs, and others every time.
"""

import os
import re
import time
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import markdown
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from lxml import etree

from coranto import frontmatter
from coranto.article_file import article_values
from coranto.bounded import Reader
from coranto.filing import Destination, file_clipping
from coranto.model import Clipping
from coranto.moments import parse_moment
from coranto.problems import CorantoError
from coranto.reading import read
from coranto.text import clean, decode_page, web_address
from coranto.texts import Manuscript
from coranto.typeset import typeset
from tests.conftest import HERE

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LIMIT = 20  # entries of a feed
MOST = 50  # authors or tags
LONGEST = 500  # characters of one
LONGEST_TITLE = 500
SECONDS = 8  # of the processor for one input, as in coranto.bounded
UNSEEN = {"Cc", "Cs", "Zl", "Zp"}  # controls, halves of pairs and line ends
EXTENSIONS = ["footnotes", "tables", "sane_lists", "fenced_code", "def_list", "abbr", "admonition"]
SUBSET = set("p h2 h3 blockquote ul ol li table thead tbody tr th td a em strong code pre img br hr".split())
PAGES = {path.name: path.read_bytes() for path in sorted((HERE / "pages").iterdir()) if path.suffix != ".md"}


def tries(usually: int) -> settings:
    """So many inputs, always the same; with FUZZ_EXAMPLES so many others."""
    many = int(os.environ.get("FUZZ_EXAMPLES", "0"))
    return settings(max_examples=many or usually, derandomize=not many, deadline=None, database=None)


def faults(data: bytes, name: str, folder: Path) -> Iterator[str]:
    """What is wrong with what import makes of an input; whatever but CorantoError is raised goes through."""
    begun = time.process_time()
    try:
        reading = read(data, name, LIMIT)
    except CorantoError as refused:
        yield from (f"told unreadably: {each!r}" for each in refused.problems if not told(each.show()))
        return
    if time.process_time() - begun > SECONDS:
        yield f"took {time.process_time() - begun:.0f} seconds"
    if read(data, name, LIMIT) != reading:
        yield "another reading the second time"
    if not reading.clippings and not reading.subscriptions:
        yield "neither clippings nor a problem"
    for subscription in reading.subscriptions:
        if not web_address(subscription.feed) or unseen(subscription.name) or not subscription.name:
            yield f"no subscription: {subscription!r}"
    texts = forms(data)
    for clipping in reading.clippings:
        yield from unfit(clipping)
        yield from invented(clipping, texts)
        yield from unlike_when_read_back(clipping)
    yield from unlike_when_filed(reading.clippings, folder)


def told(line: str) -> bool:
    """Whether a problem can be shown: in lines, each printable."""
    return bool(line.strip()) and all(not unseen(part) for part in line.split("\n"))


def unseen(line: str) -> str:
    """The characters of a line that are none: controls, line ends and non-characters."""
    return "".join(each for each in line if unicodedata.category(each) in UNSEEN or clean(each) != each)


def forms(data: bytes) -> tuple[str, ...]:
    """The text of an input as it may be meant: as it stands, unescaped, without tags, without what nobody sees."""
    text = unicodedata.normalize("NFKC", f"{decode_page(data)}\n{data.decode('utf-8', 'ignore')}")
    flat = unescape(unescape(text))
    bare = re.sub(r"<[^<>]*>", "", flat)
    spelt = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    return tuple(_plain(each) for each in (text, flat, bare, spelt, unescape(spelt), re.sub(r"\W", "", bare)))


def _plain(text: str) -> str:
    seen = re.sub(
        "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "", unicodedata.normalize("NFKC", text).casefold()
    )
    return "".join(str(unicodedata.decimal(each, each)) for each in seen)


def _in(word: str, texts: tuple[str, ...]) -> bool:
    return any(word in text for text in texts)


SHORT_YEAR = re.compile(
    r"(?:\d{1,2}[\s./,-]+\w+|\w+[\s./,-]+\d{1,2})[\s./,-]+['’]?(\d\d)(?!\d)|(?<!\d)(\d\d)(?=[./-]\d\d[./-]\d\d(?!\d))"
)


def years_of(texts: tuple[str, ...]) -> set[str]:
    """Every number in the input that may be a year: four digits, or two at the end or the beginning of a date."""
    short = {year for text in texts for match in SHORT_YEAR.findall(text) for year in match if year}
    return short | {year for text in texts for year in re.findall(r"(?=(\d{4}))", text)}


def invented(clipping: Clipping, texts: tuple[str, ...]) -> Iterator[str]:
    """Words and years that the input does not have."""
    shown = re.sub(r"<[^<>]*>", "", markdown.markdown(clipping.body, extensions=EXTENSIONS))
    told = (
        clipping.title,
        clipping.standfirst,
        clipping.source.name,
        *clipping.authors,
        *clipping.tags,
        unescape(shown),
    )
    for word in dict.fromkeys(re.findall(r"\w{3,}", _plain(" ".join(told)))):
        halves = ((word[:at], word[at:]) for at in range(1, len(word)))  # two that lost what stood between them
        if not _in(word, texts) and not any(_in(one, texts) and _in(other, texts) for one, other in halves):
            yield f"the word {word!r} is not in the input"
    years = years_of(texts)
    for key, value in (("date", clipping.date), ("updated", clipping.updated)):
        if value and value[:4] not in years and value[2:4] not in years:
            yield f"a year for {key} that the input does not name: {value}"


def unfit(clipping: Clipping) -> Iterator[str]:
    """What no clipping may be."""
    if unseen(clipping.title) or len(clipping.title) > LONGEST_TITLE or clipping.title != clipping.title.strip():
        yield f"the title {clipping.title!r}"
    for what, values in (("authors", clipping.authors), ("tags", clipping.tags)):
        if len(values) > MOST or len(set(values)) != len(values):
            yield f"{len(values)} {what}, {len(set(values))} of them different"
        yield from (
            f"among the {what} {value!r}"
            for value in values
            if not value.strip() or unseen(value) or len(value) > LONGEST
        )
    image = clipping.image
    lines = {
        "standfirst": clipping.standfirst,
        "section": clipping.section,
        "outlet": clipping.source.name,
        "licence": clipping.licence,
        "language": clipping.language,
        "caption": image.caption if image else "",
        "credit": image.credit if image else "",
        "alt": (image.alt or "") if image else "",
        **{f"evidence for {key}": where for key, where in clipping.evidence.items()},
    }
    yield from (f"the {key} {line!r}" for key, line in lines.items() if unseen(line))
    for key, value in (("date", clipping.date), ("updated", clipping.updated)):
        try:
            _ = parse_moment(value, ZoneInfo("UTC")) if value else None
        except (ValueError, OverflowError):
            yield f"the {key} {value!r}"
    addresses = [clipping.source.url, *(teaser.url for teaser in clipping.related), image.src if image else ""]
    yield from (f"the address {address!r}" for address in addresses if address and not web_address(address))
    if ("title" in clipping.doubts) is bool(clipping.title):
        yield f"doubts {clipping.doubts} of the title {clipping.title!r}"
    if ("date" in clipping.doubts) is bool(clipping.date):
        yield f"doubts {clipping.doubts} of the date {clipping.date!r}"
    yield from unfit_body(clipping.body)


def unfit_body(body: str) -> Iterator[str]:
    """What the Markdown of a body may not hold: controls, HTML, other elements and addresses than import writes."""
    if controls := unseen(re.sub(r"[\n\t]", "", body)):
        yield f"the body holds {controls!r}"
    engine = markdown.Markdown(extensions=EXTENSIONS)
    html = engine.convert(body)
    for raw in engine.htmlStash.rawHtmlBlocks:
        if re.match(r"\s*<(?!pre><code)[a-z/!?]", str(raw), re.IGNORECASE):
            yield f"HTML in the body: {raw!r}"
    root = etree.HTML(f"<html><body>{html}</body></html>")
    for element in root.iter():
        if element.tag not in SUBSET | {"html", "body"}:
            yield f"<{element.tag!s}> in the body"
        for key, value in ((str(key), str(value)) for key, value in element.attrib.items()):
            if key in ("href", "src") and not re.match(r"https?://|mailto:", value, re.IGNORECASE):
                yield f"the address {value!r} in the body"
            elif key not in ("href", "src", "alt", "title", "start", "align", "class"):
                yield f"{key}={value!r} in the body"
    typeset({"x": Manuscript(body, "x.md")}, "python", lambda written, path, kind: written)


def unlike_when_read_back(clipping: Clipping) -> Iterator[str]:
    """The file that is written says what the clipping says."""
    values = article_values(clipping, "x", None, "0")
    document = frontmatter.split(frontmatter.join(values, clipping.body), "x.md")
    plain = document.fields.plain()
    for key in ("title", "date", "updated", "section", "language", "standfirst", "licence"):
        if plain.get(key, "") != getattr(clipping, key):
            yield f"{key} reads back as {plain.get(key)!r}"
    if tuple(plain.get("authors", ())) != clipping.authors or tuple(plain.get("tags", ())) != clipping.tags:
        yield "authors or tags read back otherwise"
    if document.body.strip() != clipping.body.strip():
        yield "the body reads back otherwise"


def unlike_when_filed(clippings: tuple[Clipping, ...], folder: Path) -> Iterator[str]:
    """Filed once it is new, twice it is known; the same entry twice in a feed is known, too."""
    to = Destination(folder, NOW, dry=True)
    first = [file_clipping(clipping, to) for clipping in clippings]
    again = [file_clipping(clipping, to) for clipping in clippings]
    if clippings and first[0].status != "new":
        yield f"{first[0].status} the first time"
    if any(filed.status not in ("known", "changed") for filed in again):
        yield f"{[filed.status for filed in again]} the second time"
    names = [change.path.name for filed in first for change in filed.changes]
    yield from (f"a file called {name!r}" for name in names if unseen(name) or len(name.encode()) > 255 or "/" in name)


def hold(data: bytes, name: str, folder: Path) -> None:
    """Fail with all that is wrong, and the input it is wrong with."""
    found = list(faults(data, name, folder))
    if found:
        note(f"input: {data!r}")
    assert not found, "\n".join(found)


@pytest.fixture(scope="session")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing in it, and nothing is written there."""
    return tmp_path_factory.mktemp("nowhere")


STORY = "The ferry left the quay at noon with forty people and a goat on board, the harbour office said on Monday.\n\n"
FOUND = [  # what fuzzing has found, made small
    pytest.param(
        b"<html>P<link>&#1", "x.html", id="control-reference-behind-link",
    ),
    pytest.param(f"The ferry\tand the goat\n\nNovember 16, 2026\n\n{STORY * 3}".encode(), "x.txt", id="tab-in-headline"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "name"), FOUND)
def test_what_was_found_once_is_not_found_again(nowhere: Path, data: bytes, name: str) -> None:
    """Small inputs that went wrong."""
    hold(data, name, nowhere)


LONG = {
    "text": "The ferry\n\nNovember 16, 2026\n\n{}\n\n" + STORY * 3,
    "page": f"<html><title>{{0}}</title><h1>{{0}}</h1><p class=byline>{{0}}</p><p>{STORY}</p><p>{{0}}</p><p>{STORY}</p>",
    "feed": "<rss><channel><title>{0}</title><item><title>{0}</title><description>{0}</description></item></channel></rss>",
}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """A process that may work two seconds for each input."""
    reader = Reader(cpu=2)
    yield reader
    reader.close()


@pytest.mark.parametrize("kind", LONG)
@pytest.mark.parametrize(
    "sign", [" ", "a ", "(", "[", "*", "By A ", "12:", "Nov. 14, ", "A, ", "http://a ", "&#38;", "© "]
)
def test_a_long_run_of_one_sign_is_no_long_work(reader: Reader, kind: str, sign: str) -> None:
    """A pattern that starts anew at each character would not come to an end."""
    data = LONG[kind].format(sign * (100_000 // len(sign))).encode()
    with suppress(CorantoError):
        reader.read(data, "x", LIMIT)
    assert reader.alive


SENTENCES = st.sampled_from(
    [
        "The ferry left the quay at noon with forty people and a goat on board, the harbour office said on Monday.",
        "“Nobody asked the goat,” said Oda Brennick, who has worked the Skerrow run for eleven years without one.",
        "Talks resume on Thursday in the customs house, where the stove was mended with a spoon last winter.",
        "Паром отошёл от причала в полдень с сорока пассажирами и козой на борту, сообщили в порту в понедельник.",
        "渡轮中午载着四十名乘客和一只山羊离开码头，港务局周一表示，谈判将于周四在海关大楼恢复。",
    ]
)
WORDS = st.sampled_from(
    [
        "By Mira Holt and Tobin Ash", "Von Götz Amsel und Wiebke Thal", "Автор: Ирина Полевая", "بقلم: سلمى النجار", "作者：苏蔓",
        "16 November 2026", "Nov. 14", "2 hours ago", "05/11/2026", "16.11.26", "2026年11月16日", "9:15 AM", "31 February 2026",
        "99/99/9999", "November 0, 0000", "١٦ نوفمبر ٢٠٢٦", "Monday", "Read more", "Share", "Advertisement", "Log in", "© 2026 Norvale Post",
        "(Photo: Wim Oster / Kestrel Wire)", "2023. It was", "#Kyiv", "# Kyiv", "---", "***", "+++", "```", "~~~", "title: x", "* x", "1) x", "> x",
        "| a | b |\n| --- | --- |\n| c | d |", "[x](javascript:alert(1))", "[x]: javascript:alert(1)", "![x](data:x)", "*[HTML]: x", "[^1]: x", "x[^1]",
        "<javascript:alert(1)>", "<https://x.example>", "<b>", "</p>", "<!--", "-->", "<?x", "<![CDATA[", "&lt;script&gt;", "&amp;lt;", "&#60;b>", "&#x1b;", "&#0;",
        "!!! note", ": x", "    code", "a  \nb", "\\", "\\*", "__init__", "{{ x }}", "\u202e", "\u200b", "\u00ad", "\ufeff", "\u2028", "\x85", "\ufdd0", "😀",
    ]
)  # fmt: skip
HOSTILE = [
    b"", b"\x00", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b$B", b"\x85", b"\xc2\x85", b"\xe2\x80\xa8", b"\xed\xa0\x80", b"\xef\xbf\xbe",
    b"&#0;", b"&#7;", b"&#x1b;[31m", b"&#xD800;", b"&#x110000;", b"&#99999999999;", b"&nbsp;", b"&lt;script&gt;alert(1)&lt;/script&gt;", b"&amp;amp;lt;",
    b"<script>", b"</script>", b"<script>alert(1)</script>", b"<svg onload=alert(1)>", b"<img src=x onerror=alert(1)>", b"<style>", b"<!--", b"-->", b"]]>", b"<![CDATA[",
    b"<?php ?>", b"<title>", b"</title>", b"<textarea>", b"<plaintext>", b"<noscript>", b"<template>", b"<frameset>", b"<head>", b"</body>", b"</html>", b"<base href='http://['>",
    b"<a href='http://[::1'>", b"<a href='http://x:99999/'>", b"<a href='//'>", b"<a href='javascript:alert(1)'>x</a>", b"<a href='java&#10;script:x'>x</a>", b"<a href='data:text/html,x'>x</a>",
    b"<link rel=canonical href='http://['>", b"<link rel=canonical href='javascript:x'>", b"<meta property=og:url content='http://['>", b"<meta property=og:image content='javascript:x'>",
    b"<meta charset=utf-7>", b"<meta charset=unicode_escape>\xff", b"<meta charset=idna>\xff", b"<meta charset=rot13>\xff", b"<meta charset=utf-16>\xff", b"<meta charset=undefined>\xff",
    b"<meta name=author content='" + b"A B, " * 300 + b"'>", b"<meta name=keywords content='" + b"a,b,c" * 300 + b"'>", b"<table><tr><td colspan=9007199254740991 rowspan=99999>x</table>",
    b"<ol start=-99999999999999999999><li value=1e9>x</ol>", b"<div>" * 300, b"<ul><li>" * 80, b"<blockquote>" * 80, b"<b><i>" * 60, b"<p>" + b"[" * 300, b"<p>" + b"*_" * 200,
    b"<h1>", b"<h1></h1>", b"<h1>\xe2\x80\xae\xc2\xad</h1>", b"<time datetime='2026-13-45'>", b"<time datetime='10000-01-01'>", b"<time datetime='0000-00-00T99:99'>", b"<time datetime='PT2H'>",
    b'"datePublished":"9999-12-31T23:59:60Z",', b'"datePublished":1e999,', b'"datePublished":["2026"],', b'"author":{"name":{"name":[]}},', b'"author":[[[["x"]]]],', b'"headline":null,', b'"@graph":{"@graph":[]},', b'"@type":[],',
    b'"\\ud800"', b"[" * 2000, b'{"a":' * 500, b"NaN", b"-0", b"1e400", b"null",
    b"\n---\n", b"---\n", b"+++\n", b"\n```\n", b"\r", b"\r\n", b"\n\n", b"\t", b"imported:\n", b"<?xml version='1.0' encoding='utf-7'?>", b"<?xml version='1.0' encoding='x'?>",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<!DOCTYPE x SYSTEM 'http://127.0.0.1:1/x'>", b"&a;", b"&xxe;", b" xml:base='http://['", b" xml:lang='\xe2\x80\xae'", b"xmlns:x='y'", b"<x:y>",
    b"<item>", b"</item>", b"<entry>", b"<item/>" * 50, b"<item><title>x</title></item>", b"<guid>x</guid>", b"<guid>\x07</guid>", b"<link>http://[</link>", b"<link>javascript:x</link>", b"<link/>",
    b"<pubDate>Mon, 99 Foo 99999 99:99:99 +9999</pubDate>", b"<pubDate>Mon, 16 Nov 26 10:00 EST</pubDate>", b"<updated>2026-11-16T24:00:00Z</updated>", b"<published>-2026-11-16</published>",
    b"<outline>" * 200, b"<outline xmlUrl='http://['/>", b"<outline xmlUrl='javascript:x'/>", b"<outline xmlUrl='https://x.example/\xe2\x80\xae'/>",
    "Київ ".encode(), "日本語".encode("shift_jis"), "١٦ نوفمبر ٢٠٢٦".encode(), "２０２６年".encode(), "😀".encode("utf-16"), b"2026", b"16 November 1626", b"0", b"yesterday",
]  # fmt: skip
TAGS = st.sampled_from(
    "a abbr address article aside b blockquote body br button caption center code dd del details div dl dt em fieldset figcaption figure font footer form frame frameset h1 h2 h3 h6 head header hr html i iframe img input ins label li "
    "link main mark math menu meta nav noscript object ol option p picture pre q ruby s script section select small source span strong style sub summary sup svg table tbody td template textarea th thead time title tr u ul video x-y".split()
)
ATTRIBUTES = st.sampled_from(
    ["", "", "", "", " hidden", " aria-hidden=true", " style='display:none'", " class=byline", " class=author rel=author", " class=date", " class='article-body'", " class=share", " class=caption", " class=related", " class=newsletter", " id=comments",
     " itemprop=author", " itemprop=datePublished content=2026-11-16", " itemprop=headline", " itemprop=articleBody", " datetime=2026-11-16T22:40", " datetime=16", " href=https://x.example/a", " href=/2026/11/16/x", " href='javascript:x'", " href='http://['",
     " src=/i.jpg alt=x", " src=data:x", " src='https://x.example/a b(c).jpg' title='\"'", " colspan=9999999999", " lang=en", " lang=\u202e", " dir=rtl", " name=author content='A B'", " property=og:title content='A title'", " property=og:site_name content=Post",
     " property=article:published_time content=2026-11-16", " name=description content='&#7;'", " rel=canonical href=//x.example/a", " rel=tag", " rel=license href=https://x.example/l", " type=application/ld+json", " charset=utf-8", " onclick=x", " '\"", " =", " x=\x00"]
)  # fmt: skip
PROSE = st.one_of(
    SENTENCES, st.builds("{} {} {}".format, SENTENCES, WORDS, SENTENCES), st.builds("{}{}".format, WORDS, SENTENCES)
)
PARAGRAPH = st.builds("<p>{}</p>\n".format, PROSE)
PIECE = st.one_of(
    WORDS,
    PARAGRAPH,
    PARAGRAPH,
    PARAGRAPH,
    st.builds("<{}{}>".format, TAGS, ATTRIBUTES),
    st.builds("<{}{}>".format, TAGS, ATTRIBUTES),
    TAGS.map("</{}>".format),
    st.builds("<p>{}</p>".format, WORDS),
    st.builds("<{0}{1}>{2}</{0}>".format, TAGS, ATTRIBUTES, WORDS),
    st.sampled_from(['{"@type":"NewsArticle","headline":"x","datePublished":"2026-11-16"}', '{"@graph":[{"@type":"Article"', '"', "'", "<", ">", "&", "</", "<!", "]]>"]),
    st.text(max_size=12),
)  # fmt: skip


@tries(150)
@given(st.one_of(st.binary(max_size=400), st.builds(bytes.__add__, st.sampled_from(HOSTILE), st.binary(max_size=300))))
def test_any_bytes(nowhere: Path, data: bytes) -> None:
    """Whatever they are, and whatever they begin like."""
    hold(data, "x.bin", nowhere)


@tries(150)
@given(
    st.lists(st.one_of(WORDS, PROSE, PROSE, PROSE, st.text(max_size=6)), min_size=3, max_size=30),
    st.sampled_from(["\n", "\n\n", "\n\n", "\n\n", " ", "\r\n\r\n"]),
)
def test_any_text(nowhere: Path, pieces: list[str], between: str) -> None:
    """Sentences, dates, bylines, machinery, and signs that mean something to other programs."""
    hold(between.join(pieces).encode("utf-8", "surrogatepass"), "x.txt", nowhere)


@tries(120)
@given(st.lists(PIECE, min_size=5, max_size=60))
def test_any_broken_page(nowhere: Path, pieces: list[str]) -> None:
    """Tags that do not fit one another around things that look like an article's."""
    hold(f"<html>{''.join(pieces)}".encode("utf-8", "replace"), "x.html", nowhere)


CHANGE = st.tuples(
    st.sampled_from(["cut", "double", "flip", "insert", "insert", "insert", "end", "number"]),
    st.floats(0, 1, exclude_max=True),
    st.integers(1, 2000),
    st.sampled_from(HOSTILE),
)


def changed(data: bytes, changes: list[tuple[str, float, int, bytes]]) -> bytes:
    """An input with things cut, doubled, flipped, put in, or numbers made others."""
    for what, place, size, hostile in changes:
        at = int(place * len(data))
        if what == "cut":
            data = data[:at] + data[at + size :]
        elif what == "double":
            data = data[: at + size] + data[at:]
        elif what == "flip":
            data = data[:at] + bytes(each ^ (1 << size % 8) for each in data[at : at + 1]) + data[at + 1 :]
        elif what == "insert":
            data = data[:at] + hostile + data[at:]
        elif what == "end":
            data = data[: max(at, 1)]
        else:
            data = data[:at] + re.sub(rb"\d+", str(size).encode(), data[at:], count=1)
    return data


@pytest.mark.parametrize(
    ("kinds", "usually"),
    [pytest.param((".html",), 110, id="page"), pytest.param((".txt",), 110, id="text"), pytest.param((".xml", ".json", ".opml"), 150, id="feed")],
)  # fmt: skip
def test_a_golden_page_with_something_wrong_in_it(nowhere: Path, kinds: tuple[str, ...], usually: int) -> None:
    """What is right in tests/pages, cut, doubled, flipped, or with something hostile put in."""
    names = [name for name in PAGES if name.endswith(kinds)]

    @tries(usually)
    @given(st.sampled_from(names), st.lists(CHANGE, min_size=1, max_size=4))
    def holds(name: str, changes: list[tuple[str, float, int, bytes]]) -> None:
        hold(changed(PAGES[name], changes), name, nowhere)

    holds()
