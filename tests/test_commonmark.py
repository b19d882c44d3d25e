"""The fast path of the Markdown engine: what it takes, and the law that its HTML is Python-Markdown's."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto import galley as typesetter
from coranto.commonmark import convert, plain, twin
from coranto.problems import CorantoError

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
SHARED = Path(__file__).parents[2] / "shared"
sys.path.insert(0, str(BENCHMARKS))

import markdown_law  # noqa: E402 (its folder is put on the path first)
from markdown_law import lawful  # noqa: E402 (as above)


@pytest.fixture(scope="module", autouse=True)
def engines() -> object:
    """Both engines, each alone, under names of their own."""
    with pytest.MonkeyPatch.context() as patch:
        alone = typesetter._python_markdown()
        patch.setattr(typesetter, "ENGINES", {"python": lambda: alone, "twin": lambda: twin})
        yield


ACCEPTED = [
    pytest.param("", id="nothing"),
    pytest.param("One line.\n\n\nAnother.\n", id="paragraphs"),
    pytest.param("One line\nand another  \nafter a break", id="lines"),
    pytest.param("## Head *one* & two\n\n### 1. Next [x](y.md)\n\n#### Of #6", id="headings"),
    pytest.param("- a\n- *b*\n- [c](d)\n\nAfter.", id="list"),
    pytest.param("- a\n    - b\n        - c\n    - d\n- e\n\n1. a\n    - b\n2. c", id="lists-in-lists"),
    pytest.param("- a\n\n- b\n\n3. c\n4. d", id="loose-list-and-another"),
    pytest.param("> a\n> b\n>\n> - c\n> - d\n>\n> -- Mara Quill", id="quotation"),
    pytest.param("---\n\n***\n\n* * *", id="rules"),
    pytest.param("```\na <b> *c*\n\n    # d\n```\n\nafter", id="code"),
    pytest.param("*a* **b** ***c*** (*d*) “**e**” *f.* `g*_h` i*j*k", id="emphasis"),
    pytest.param("5 * 3, snake_case, Lock*innen", id="signs-that-mean-nothing"),
    pytest.param("[a](https://e.example/a_b?c=1&d=2#e) [*b*](c.md) [d\\]](e) [f](<https://e.example/(g)>)", id="links"),
    pytest.param("[sic] and [*so*]", id="words-between-brackets"),
    pytest.param('![a](b.jpg "c · d")\n\n![](<https://e.example/(a).jpg> "it\'s (b)")', id="pictures"),
    pytest.param("2023\\. It was\n\n\\# five \\* & AT&T &lt;b> &amp;copy; &#58;", id="what-import-escapes"),
    pytest.param("a < b > c, 漢字 <漢> x² Ω", id="brackets-of-no-tag"),
]

REFUSED = [
    pytest.param("a\n- b", id="list-under-a-paragraph-is-one-only-in-commonmark"),
    pytest.param("a\n# b", id="heading-under-a-paragraph"),
    pytest.param("#b", id="heading-without-space-is-one-only-in-python"),
    pytest.param("## b ##", id="closed-heading"),
    pytest.param("a\n---", id="underlined-heading"),
    pytest.param("> a\nb", id="lazy-quotation"),
    pytest.param("> a\n\n> b", id="two-quotations-are-one-in-python"),
    pytest.param("> > a", id="quotation-in-a-quotation"),
    pytest.param("- a\n\n* b", id="two-signs-are-one-list-in-python"),
    pytest.param("- a\n- b\n\n- c", id="half-loose-list"),
    pytest.param("- a\n\n    b", id="further-paragraph-of-an-item"),
    pytest.param("- a  \n    b", id="break-in-an-item-keeps-its-indent-in-python"),
    pytest.param("- a\n  - b", id="indented-by-two-is-nested-only-in-commonmark"),
    pytest.param("- a\n    2. b", id="inner-list-that-begins-with-two"),
    pytest.param("100. a\n    - b", id="not-nested-below-a-long-number"),
    pytest.param("1) a", id="bracket-behind-a-number"),
    pytest.param("01. a", id="number-with-a-nought"),
    pytest.param("٣. a", id="digits-of-another-script"),
    pytest.param("    a", id="indented-code"),
    pytest.param("a\\\nb", id="break-by-backslash"),
    pytest.param("a \nb", id="a-space-at-the-end-stays-in-python"),
    pytest.param("a\tb", id="tab"),
    pytest.param("a\r\nb", id="carriage-return"),
    pytest.param("\xa0a", id="no-break-space-is-stripped-in-python"),
    pytest.param("a\u2028b", id="line-separator"),
    pytest.param("a\x02b", id="python-marks-its-own-by-it"),
    pytest.param("**a*b**c*", id="crossed-emphasis"),
    pytest.param("**a *b* c**", id="emphasis-in-emphasis"),
    pytest.param("a *b\nc* d", id="emphasis-over-two-lines"),
    pytest.param("k *  \nd*", id="a-star-before-a-break-begins-emphasis-in-python"),
    pytest.param("_a_", id="emphasis-by-line"),
    pytest.param("``a`b``", id="code-by-two-strokes"),
    pytest.param("`a", id="code-with-no-end"),
    pytest.param("\\\\`a`", id="backslashes-before-code"),
    pytest.param("\\~a", id="escape-that-python-does-not-know"),
    pytest.param("<b>a</b>", id="html"),
    pytest.param("<https://e.example/>", id="address-in-brackets"),
    pytest.param("<é@b>", id="mail-address-only-in-python"),
    pytest.param('<é[a](b "c")@b>', id="mail-address-around-a-link"),
    pytest.param("&copy; &#6;", id="entity"),
    pytest.param("[a][b]\n\n[b]: https://e.example/", id="reference"),
    pytest.param("[a](b 'c')", id="title-in-other-quotes"),
    pytest.param("[a](b \"'c') d\")", id="title-with-apostrophes-and-bracket"),
    pytest.param('[a](b "c\xa0d")', id="no-break-space-in-a-title-is-a-plain-one-in-python"),
    pytest.param("[a](b c)", id="space-in-an-address"),
    pytest.param("[a](b(c))", id="bracket-in-an-address"),
    pytest.param("[a](é)", id="letters-in-an-address-are-escaped-by-the-native-engine"),
    pytest.param("![*a*](b)", id="emphasis-in-alt"),
    pytest.param("[![a](b)](c)", id="picture-in-a-link"),
    pytest.param("a[^1]\n\n[^1]: b", id="footnote"),
    pytest.param("| a |\n| --- |\n| b |", id="table"),
    pytest.param("a\n:   b", id="definition"),
    pytest.param('!!! note "A"\n    b', id="admonition"),
    pytest.param("*[HTML]: a", id="abbreviation"),
    pytest.param("~~~\na\n~~~", id="code-between-tildes"),
    pytest.param("```py\na\n```", id="code-with-a-language"),
    pytest.param("```\na", id="code-with-no-last-line"),
    pytest.param("\0", id="nul"),
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_what_is_plain_comes_out_the_same(text: str) -> None:
    """What importers write, and most of what people do."""
    assert plain(text)
    assert lawful(text)


@pytest.mark.parametrize("text", REFUSED)
def test_what_dialects_may_read_differently_is_not_plain(text: str) -> None:
    """Each for the reason it is named by."""
    assert not plain(text)
    assert not plain(f"Before.\n\n{text}\n\nAfter.")


SIGNS = st.sampled_from(markdown_law.SPOILERS)
TEXTS = st.lists(st.one_of(SIGNS, st.sampled_from(markdown_law.WORDS), st.just(" ")), max_size=12).map("".join)


@settings(max_examples=600)
@given(TEXTS)
def test_the_law_for_heaps_of_signs(text: str) -> None:
    """Whatever stands beside whatever."""
    assert not plain(text) or lawful(text)


@settings(max_examples=400)
@given(st.integers(0, 10**9))
def test_the_law_for_texts_of_good_form_and_spoilt_ones(seed: int) -> None:
    """As the long run in benchmarks/ writes them."""
    text = markdown_law.Writer(seed, []).body()
    assert not plain(text) or lawful(text)


def test_many_of_the_texts_of_good_form_are_plain() -> None:
    """Else the law would hold for nothing."""
    writer = markdown_law.Writer(1, [])
    assert sum(plain(writer.body()) for _ in range(2000)) > 300


@pytest.mark.skipif(not (SHARED / "bench").is_dir(), reason="no corpus here")
def test_the_law_for_a_corpus(tmp_path: Path) -> None:
    """All of its bodies are plain."""
    command = [sys.executable, str(SHARED / "bench" / "corpus.py"), "1000", str(tmp_path), "--seed", "1"]
    subprocess.run([*command, "--dialect", "plain"], check=True, capture_output=True)
    bodies = list(markdown_law.articles(tmp_path))
    accepted = [body for body in bodies if plain(body)]
    assert len(accepted) > 0.95 * len(bodies)
    for body in random.Random(1).sample(accepted, 150):
        assert lawful(body)


@pytest.mark.skipif(not (SHARED / "devset").is_dir(), reason="no saved pages here")
def test_the_law_for_imported_pages() -> None:
    """Every sixteenth page; the long run takes them all."""
    from coranto.importers import html

    for path in sorted((SHARED / "devset" / "html").glob("*.gz"))[::16]:
        try:
            body = html.read(gzip.decompress(path.read_bytes()), path.name, 500).clippings[0].body
        except CorantoError:
            continue
        assert not plain(body) or lawful(body)


HOSTILE = [
    "[" * 50_000, "*a " * 50_000, "*a*" * 20_000, ">" * 5_000, "> " * 5_000, "`" * 50_000, "`a " * 50_000,
    "[a](" * 50_000, "[a](b) " * 20_000, "[a](<https://b" * 20_000, '[a](b "\'' * 20_000, '![a](b "' + "'" * 50_000,
    "![" * 50_000, "| a " * 5_000 + "\n" + "|---" * 5_000, "***a " * 20_000, "a*" * 50_000, "a_" * 50_000, "&" * 50_000,
    "<é" * 50_000, "- a\n" * 20_000, "    " * 5_000 + "- a", "> a\n" * 20_000, "```\n" * 20_000, "\n\n```\n" * 20_000,
    "a\n" * 50_000, "a  \n" * 30_000, "\\" * 50_000, "1. a\n\n" * 20_000, "#" * 50_000, "# a " * 20_000, "\n" * 100_000,
    "- " * 5_000, "<!-- " * 20_000, "[a] " * 20_000, "=" * 50_000, "-" * 50_000, "-|" * 30_000, "1" * 50_000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_no_text_takes_long(text: str) -> None:
    """Neither to judge nor to convert: both grow with the text, not with its square."""
    start = time.process_time()
    plain(text)
    convert(text)
    assert time.process_time() - start < 1


def test_the_engine_for_all_knows_tables_and_their_columns() -> None:
    """Alignment by attribute, which the typesetter makes a class of."""
    assert '<td align="right">1</td>' in convert("| a |\n| --: |\n| 1 |")
    assert convert("a\n- b") == "<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n"
