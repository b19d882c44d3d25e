"""Markdown to safe HTML."""

import re
import subprocess
import sys
import time

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.body import Body
from coranto.galley import EXCERPT_WORDS
from coranto.problems import CorantoError
from coranto.sanitise import portable, sanitise
from coranto.texts import Manuscript, Typeset
from coranto.typeset import typeset
from coranto.view_parts import Frame, OtherFormat, Scaled


def resolve(written: str, path: str, use: str) -> str | None:
    """A site with one article, one picture and the outside world."""
    known = {"other.md": "/2026/11/other/", "grid.jpg": "/articles/grid.jpg", "/about/": "/about/"}
    return known.get(written) or (written if written.startswith("https://") and use == "link" else None)


def made(text: str) -> Typeset:
    """One text, typeset."""
    return typeset({"a": Manuscript(text, "content/a.md", 5)}, "python", resolve)[0]["a"]


def html(text: str) -> str:
    """Its HTML, with links as from the root."""
    return made(text).body.html(lambda url: f".{url}").strip()


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Plain *and* **bold**.", "<p>Plain <em>and</em> <strong>bold</strong>.</p>"),
        ("[o](other.md)", '<p><a href="./2026/11/other/">o</a></p>'),
        ("[o](/about/)", '<p><a href="./about/">o</a></p>'),
        ("[o](https://e.org/?a=1&b=2)", '<p><a href="https://e.org/?a=1&amp;b=2">o</a></p>'),
        ("[o](javascript:alert(1))", "<p>o</p>"),
        ("[o](data:text/html,x)", "<p>o</p>"),
        ("[o](gone.md)", "<p>o</p>"),
        ("![A grid](grid.jpg)", '<figure><img alt="A grid" src="./articles/grid.jpg"></figure>'),
        (
            '![A grid](grid.jpg "At dusk & dawn")',
            '<figure><img alt="A grid" src="./articles/grid.jpg"><figcaption>At dusk &amp; dawn</figcaption></figure>',
        ),
        (
            '![A grid](grid.jpg "At dusk · seen · Ines Tallow")',
            '<figure><img alt="A grid" src="./articles/grid.jpg"><figcaption>At dusk · seen <small>Ines Tallow</small>'
            "</figcaption></figure>",
        ),
        (
            '![A grid](grid.jpg "· Ines Tallow")',
            '<figure><img alt="A grid" src="./articles/grid.jpg"><figcaption><small>Ines Tallow</small></figcaption></figure>',
        ),
        (
            '![A grid](grid.jpg "At · dusk ·")',
            '<figure><img alt="A grid" src="./articles/grid.jpg"><figcaption>At · dusk</figcaption></figure>',
        ),
        ("![x](https://e.org/hot.jpg)", ""),
        ('![x](https://e.org/hot.jpg "A · B")', "<figure><figcaption>A <small>B</small></figcaption></figure>"),
        ('![x](gone.jpg "A · B")', ""),
        ("a ![x](https://e.org/hot.jpg) b", "<p>a  b</p>"),
        ("a [![x](https://e.org/hot.jpg)](https://e.org/) b", "<p>a  b</p>"),
        ('<img src="https://e.org/a.jpg" srcset="https://e.org/b.jpg 2x"> a', "<p> a</p>"),
        ("Text ![A](grid.jpg) text", '<p>Text <img alt="A" src="./articles/grid.jpg"> text</p>'),
        ("<script>alert(1)</script>ok", "<p>ok</p>"),
        ("<b onclick='x()'>b</b>", "<p><b>b</b></p>"),
        ("<div id='main' class='note evil' style='x'>t</div>", '<div class="note">t</div>'),
        ('<q cite="javascript:x">q</q>', "<p><q>q</q></p>"),
        ("<svg><a href='javascript:x'>x</a></svg>t", "<p>t</p>"),
        ("{{ site.title }} {% raw %}", "<p>{{ site.title }} {% raw %}</p>"),
        ('“Curly” -- and "straight"...', '<p>“Curly” -- and "straight"...</p>'),
    ],
)
def test_what_comes_out_of_a_text(markdown: str, expected: str) -> None:
    """Safe, with links in their final form, and no character of the words altered."""
    assert html(markdown) == expected


def test_headings_begin_below_the_pages_own_and_leave_no_gaps() -> None:
    """One h1 a page; ids come from the words, in any script, and never clash."""
    found = html("# Top\n\n#### Deep\n\n## Down\n\n## Down\n\n### Київ")
    assert re.findall(r'<(h\d) id="([^"]+)"', found) == [
        ("h2", "top"), ("h3", "deep"), ("h3", "down"), ("h3", "down-1"), ("h4", "київ"),
    ]  # fmt: skip


def test_footnotes_of_one_text_do_not_reach_the_next() -> None:
    """The engine keeps state; it is reset."""
    texts = {name: Manuscript("A[^1]\n\n[^1]: note", f"{name}.md") for name in "ab"}
    done, _ = typeset(texts, "python", resolve)
    assert done["a"].body == done["b"].body
    assert 'id="fn:1"' in done["a"].body.html(str)


def test_tables_align_by_class() -> None:
    """Inline styles are against the site's own policy."""
    found = html("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<td class="right">2</td>' in found
    assert "style" not in found


def test_a_link_that_leads_nowhere_is_told_at_its_line() -> None:
    """A warning with the line of the file, not of the body."""
    _, said = typeset({"a": Manuscript("One\n\n[x](gone.md)", "content/a.md", 5)}, "python", resolve)
    assert [(str(problem.place), problem.severity) for problem in said] == [("content/a.md:7", "warning")]


def test_of_very_many_links_that_lead_nowhere_each_has_its_line() -> None:
    """The later ones are sought near the one before."""
    text = "\n".join(f"[x](gone{number})" for number in range(300))
    _, said = typeset({"a": Manuscript(text, "content/a.md", 5)}, "python", resolve)
    lines = [problem.place.line for problem in said if problem.place]
    assert lines == list(range(5, 305))


def test_a_picture_of_another_host_is_no_mistake() -> None:
    """An import notes where it was. A name that is no address is a mistake as before."""
    texts = {"a": Manuscript('![x](https://e.org/a.jpg "A")\n\n![y](//e.org/b.jpg)', "a.md")}
    done, said = typeset(texts, "python", resolve)
    assert [problem.place.line for problem in said if problem.place] == [3]
    assert "e.org" not in done["a"].body.html(str)


@pytest.mark.parametrize(
    ("markup", "left"),
    [
        ("<figure><img src=gone><img src=gone><figcaption>c</figcaption></figure> t", "t"),
        ("<figure><img src=https://e.org/a.jpg><img src=https://e.org/b.jpg></figure> t", "t"),
        ("<figure><img src=https://e.org/a.jpg><figcaption>c</figcaption></figure>", "c"),
        ("<p><a href=gone><img src=gone>s</a> t</p>", "s t"),
        ("<p>a <a href=other.md><img src=gone></a> b <a href=gone>c</a> d</p>", "a  b c d"),
    ],
)
def test_pictures_and_links_that_lead_nowhere_leave_the_words_around_them(markup: str, left: str) -> None:
    """Also where several stand in one figure or in each other."""
    found = html(markup)
    assert "gone" not in found
    assert "<img" not in found
    assert lxml.html.fromstring(found).text_content().strip() == left


def test_words_of_neighbouring_blocks_are_not_one_word() -> None:
    """Whether or not anything stands between the blocks."""
    assert made("<p>a</p><p>b</p>").words == made("a\n\nb").words == 2


HOSTILE = {
    "headings": "# a\n\n" * 20_000,
    "links": "[x](https://e.example/) " * 20_000,
    "wrong links": "".join(f"[x](gone{number})\n" for number in range(20_000)),
    "the same wrong link": "[x](gone) " * 20_000,
    "pictures": "![x](grid.jpg)\n" * 10_000,
    "pictures without words": "![](grid.jpg)\n" * 10_000,
    "pictures in a figure": "<figure>\n" + '<img src="grid.jpg">\n' * 10_000,
    "wrong pictures": "![x](gone.jpg) b " * 10_000,
    "remote pictures": "![x](https://e.example/a.jpg) b " * 10_000,
    "figures": '![x](grid.jpg "A · B")\n\n' * 5_000,
    "marks": "# a" + "\u0316\u0301\u0327" * 10_000,
    "brackets": "[" * 200_000,
    "stars": "a*" * 50_000,
    "angles": "<" * 100_000,
    "one line": "word " * 20_000,
    "one word": "a" * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_takes_long(text: str) -> None:
    """Our own steps take time in proportion to the text, whatever that is."""
    start = time.process_time()
    typeset({"a": Manuscript(text, "a.md")}, "commonmark", resolve)
    assert time.process_time() - start < 2


def test_an_excerpt_is_cut_visibly_at_sixty_words() -> None:
    """Exact words, then […]."""
    text = " ".join(f"w{number}" for number in range(100))
    first, _, second = text.partition(" w40")
    done = made(f"{first}\n\nw40{second}")
    shown = lxml.html.fromstring(done.excerpt.html(str)).text_content()
    assert done.excerpt_words == EXCERPT_WORDS
    assert shown.endswith(" […]")
    assert len(re.findall(r"w\d+", shown)) == EXCERPT_WORDS
    assert made("Short text.").excerpt.pieces == ("<p>Short text.</p>",)


@pytest.mark.parametrize(
    "text", ["", "<html>", "<!DOCTYPE x>", "<!-- c", "<html><style>", "<frameset>", "<body>", "</body></html>x"]
)
def test_a_body_that_is_no_fragment_is_typeset_all_the_same(text: str) -> None:
    """Whatever raw HTML does to the document around it."""
    assert made(text).words <= 1


@pytest.mark.parametrize("opener", ["> ", "<b>", "<div>"])
def test_no_text_is_lost_to_depth(opener: str) -> None:
    """Deep nesting is an error that names the file; a parser's own limit would drop the rest in silence."""
    shallow = made(f"FIRST\n\n{opener * 40}MIDDLE\n\nLAST").body.html(str)
    assert all(word in shallow for word in ("FIRST", "MIDDLE", "LAST"))
    from coranto.problems import CorantoError

    with pytest.raises(CorantoError) as caught:
        made(f"FIRST\n\n{opener * 300}MIDDLE\n\nLAST")
    assert str(caught.value.problems[0].place).startswith("content/a.md")


@pytest.mark.parametrize(
    ("text", "longest"),
    [("长" * 2000, 500), ("- one\n- two\n- three", 40), ("| a | b |\n|---|---|\n| c | d |", 40)],
)
def test_an_excerpt_of_any_script_and_any_block_is_short_and_not_empty(text: str, longest: int) -> None:
    """Words without spaces, lists, tables."""
    shown = lxml.html.fromstring(made(text).excerpt.html(str)).text_content()
    assert 3 < len(shown) <= longest


def test_a_text_the_engine_cannot_take_is_named_and_the_others_are_done() -> None:
    """A recursion in the engine is a mistake of that text."""
    nested = "".join("    " * depth + "- x\n" for depth in range(500))
    with pytest.raises(CorantoError) as caught:
        typeset({"a": Manuscript(nested, "content/a.md"), "b": Manuscript("ok", "content/b.md")}, "python", resolve)
    assert [str(problem.place) for problem in caught.value.problems] == ["content/a.md:1"]
    after, _ = typeset({"c": Manuscript("Next <b>text</b>.", "content/c.md")}, "python", resolve)
    assert after["c"].body.html(str) == "<p>Next <b>text</b>.</p>"


@pytest.mark.parametrize("size", [1, 2, 4])
@pytest.mark.parametrize("bomb", ["abbreviation", "reference", "picture"])
def test_a_text_that_grows_beyond_measure_is_refused(bomb: str, size: int) -> None:
    """A long title that many places name would be written out at each of them."""
    long, many = "b" * 1_000 * size, 3_000
    text = {
        "abbreviation": f"*[a]: {long}\n\n" + "a " * many,
        "reference": f'[a]: /x "{long}"\n\nx[^1]\n\n[^1]: y\n\n' + "[a] " * many,
        "picture": f'[a]: /x "{long}"\n\nx[^1]\n\n[^1]: y\n\n' + "![b][a] " * many,
    }[bomb]
    with pytest.raises(CorantoError) as caught:
        typeset({"a": Manuscript(text, "content/a.md", 4)}, "python", resolve)
    [problem] = caught.value.problems
    assert re.fullmatch(r"it becomes \d+ MB of HTML", problem.message)
    assert (str(problem.place), bool(problem.hint)) == ("content/a.md:4", True)


GREEDY = """
from coranto.cache import Cache
from coranto.hands import Hands
from coranto.problems import error


def greedy(number):
    try:
        assert len(bytearray(2 << 30))
    except MemoryError:
        raise error(f"{number} is too large") from None


print(Hands().ahead(Cache(), 1, greedy, "typeset", 10))
"""


def test_a_text_has_so_much_memory_and_no_more() -> None:
    """What needs more is refused by name, and is not tried once more where nothing bounds it. In a process without
    threads, beside which none is copied."""
    done = subprocess.run([sys.executable, "-P", "-c", GREEDY], capture_output=True, text=True, check=True)
    assert "0 is too large" in done.stdout


@pytest.mark.parametrize("piece", ["Word and word. ", "| a | b |\n", "- a\n", "## a\n\n", "> a\n\n", "a & b < c\n"])
def test_a_long_text_of_any_ordinary_kind_is_set(piece: str) -> None:
    """The measure is far from what one writes."""
    text = piece * (1_000_000 // len(piece) if piece[0] == "W" else 5_000)
    done, _ = typeset({"a": Manuscript(text, "content/a.md")}, "python", resolve)
    assert done["a"].words


PIECES = st.lists(
    st.sampled_from(
        "<script>|</script>|<svg>|<math>|<style>|</style>|<img src=x onerror=alert(1)>|<a href=javascript:alert(1)>|"
        "<iframe srcdoc=x>|<b>|</b>|<p>|</p>|<table>|<td>|&#xFDD0;|\ufdd0|&#64976;|&#6&#64976;4976;|/x|<noscript>|<!--|-->|"
        "<![CDATA[|]]>|<form action=/x>|<input>|<a href='/in'>|\"|'|text|<title>|<textarea>|<xmp>|<h2 id=main>|"
        "<a href=&#106;avascript:x>|<a href='java\tscript:x'>|<div style=color:red>|<base href=//evil>|<meta http-equiv=refresh>|"
        "<img srcset=x>|<li id='fn:1'>|<li id=evil>|<object data=x>|<embed>|<link rel=stylesheet href=x>|"
        "<picture>|</picture>|<source srcset='/a 1w, //evil/b 2w'>|<source type=text/html srcset='/a 1w'>|"
        "<img src=/y srcset='/x 480w, /y 600w' sizes=100vw loading=eager>|<img srcset='javascript:x 1w'>".split("|")
    ),
    max_size=14,
).map("".join)


@given(PIECES)
def test_no_script_comes_through_and_sanitising_twice_changes_nothing(source: str) -> None:
    """Law 7, judged by an allow-list over the parsed tree."""
    once = sanitise(source)
    text = once.html(str)
    assert sanitise(text).html(str) == text
    judge(text)
    judge(portable(text))


@given(PIECES)
def test_no_script_comes_through_the_whole_way(source: str) -> None:
    """The same through Markdown and our own steps, which also give headings ids that the theme does not use."""
    judge(html(source))
    assert 'id="main"' not in html(source)


def judge(text: str) -> None:
    """Fail on any element, attribute or address that the allow-list does not have."""
    allowed = set(
        "p h2 h3 h4 h5 h6 b a img table tbody tr td div li ul ol figure figcaption strong em br hr code pre".split()
    )
    allowed |= {"blockquote", "sup", "html", "body", "span", "thead", "th", "del", "ins", "picture", "source"}
    ours = ("srcset", "sizes", "type", "loading", "decoding")
    for element in lxml.html.document_fromstring(f"<html><body>{text}</body></html>").iter():
        assert isinstance(element.tag, str), text
        assert element.tag in allowed, text
        for name, value in element.attrib.items():
            common = ("href", "src", "alt", "title", "class", "id", "colspan", "rowspan", "tabindex")
            assert name in common or (name in ours and element.tag in ("img", "source")), text
            if name == "srcset":
                assert all(re.fullmatch(r"\.?/(?!/)\S* \d+w", each) for each in value.split(", ")), text
            assert name not in ("type", "loading") or value in ("lazy", "image/webp"), text
            if name in ("href", "src"):
                assert not re.match(r"\s*[a-z]+\s*:", value, re.I) or value.startswith(
                    ("https:", "http:", "mailto:")
                ), text
            assert not (name == "id" and value == "evil"), text


def test_a_picture_of_ours_is_framed_and_nobody_elses() -> None:
    """Its size, its widths and formats, each address held apart; what the text says of them goes."""
    frame = Frame("/articles/grid.jpg", 600, 300, (Scaled("/articles/grid.jpg.480w.jpg", 480), Scaled("/articles/grid.jpg", 600)),
                  (OtherFormat("image/webp", (Scaled("/articles/grid.jpg.480w.webp", 480),)),))  # fmt: skip
    text = Manuscript(
        '<picture><source srcset="/x 1w"><img src="grid.jpg" width="9" srcset="/evil 1w" alt="A"></picture> end',
        "content/a.md",
    )
    done, _ = typeset({"a": text}, "python", resolve, frames={"/articles/grid.jpg": frame})
    html = done["a"].body.html(lambda url: f".{url}")
    source = (
        '<source type="image/webp" srcset="./articles/grid.jpg.480w.webp 480w" sizes="(min-width: 42rem) 39rem, 100vw">'
    )
    assert source in html
    assert 'srcset="./articles/grid.jpg.480w.jpg 480w, ./articles/grid.jpg 600w"' in html
    assert 'width="600"' in html
    assert 'height="300"' in html
    assert "evil" not in html
    assert html.count("<source") == html.count("<picture>") == html.count("</picture> end") == 1
    assert set(done["a"].leads) == {"/articles/grid.jpg", "/articles/grid.jpg.480w.jpg", "/articles/grid.jpg.480w.webp"}
    other, _ = typeset({"a": text}, "python", resolve, frames={"/articles/grid.jpg": Frame("/articles/grid.jpg", 6, 3)})
    assert other["a"].key != done["a"].key


def test_addresses_of_ours_are_held_apart_and_cannot_be_forged() -> None:
    """Only the sanitiser's own mark makes a piece a link."""
    assert sanitise('<a href="/a">x</a>').pieces == ('<a href="', "/a", '">x</a>')
    assert len(sanitise("<p>&#xFDD0;/x&#xFDD0; &#64976; \ufdd0/y\ufdd0</p>").pieces) == 1
    assert not Body()
    assert Body(("<p>x</p>",))
