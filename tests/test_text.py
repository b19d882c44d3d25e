"""Text as values."""

import re
import time
from itertools import islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coranto.problems import CorantoError
from coranto.text import (
    SLUG_BYTES,
    _is_web_address,
    clean,
    decode,
    decode_page,
    first_words,
    fold,
    minutes,
    numbered,
    segment_fault,
    shorten,
    slugify,
    unique_slugs,
    web_address,
    weight,
    words,
)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Grid repairs finished", "grid-repairs-finished"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("Київ: світло", "київ-світло"),
        ("  — ‘Quoted’ — ", "quoted"),
        ("Zelensky's plan", "zelenskys-plan"),
        ("ﬁnal", "final"),
        ("../../etc/passwd", "etc-passwd"),
        ("🎉", ""),
        ("İstanbul", "i̇stanbul"),
    ],
)
def test_slugs_keep_letters_of_any_script(name: str, slug: str) -> None:
    """Lower case, joined by hyphens, nothing a path could trip over."""
    assert slugify(name) == slug


@given(st.text())
def test_a_slug_is_always_fit_for_a_path(name: str) -> None:
    """Whatever the title, its slug is empty or a segment any host takes (Windows' device names apart)."""
    slug = slugify(name)
    assert len(slug.encode()) <= SLUG_BYTES
    assert not slug or segment_fault(f"x{slug}") == ""
    assert slugify(slug) == slug


@given(st.lists(st.text(min_size=1), unique=True, max_size=12))
def test_different_names_get_different_slugs(names: list[str]) -> None:
    """No term hides another."""
    slugs = unique_slugs(names)
    assert len(set(slugs.values())) == len(names)
    assert all(slugs.values())


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("\ufeffa\r\nb\rc".encode(), "a\nb\nc"),
        ("naïve".encode(), "naïve"),
    ],
)
def test_bom_and_crlf_are_read(data: bytes, text: str) -> None:
    """What Windows editors write is text too."""
    assert decode(data, "f") == (text, [])


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"ok\nna\xefve", "f:2:3"),
        (b"a\x00", "f:1:2"),
        ("п".encode("utf-16"), "f:1:1"),
        ("привіт".encode("cp1251"), "f:1:1"),
    ],
)
def test_what_is_not_utf8_is_an_error_with_its_place(data: bytes, place: str) -> None:
    """Encodings are never guessed."""
    with pytest.raises(CorantoError) as caught:
        decode(data, "f")
    assert str(caught.value.problems[0].place) == place


@pytest.mark.parametrize("declared", ["", '<meta charset="iso-2022-jp">'])
def test_iso_2022_jp_is_known_by_its_escapes(declared: str) -> None:
    """All its bytes are ASCII, and would pass for UTF-8."""
    page = f"<html>{declared}<p>汐見の灯台 in ASCII too</p>"
    assert decode_page(page.encode("iso2022_jp")) == page
    assert decode_page(b"<p>\x1b[1mplain</p>") == "<p>[1mplain</p>"


def test_control_and_non_characters_are_dropped_with_a_warning() -> None:
    """They would break every feed that carries them."""
    text, said = decode("a\x0bb\ufffec\ufdd0\n\tok".encode(), "f")
    assert text == "abc\n\tok"
    assert [problem.severity for problem in said] == ["warning"]
    assert "3 control" in said[0].message


@given(st.text(alphabet=st.characters()))
def test_clean_text_is_legal_xml(text: str) -> None:
    """Every character that is left may stand in XML 1.0."""
    import lxml.etree

    lxml.etree.Element("x").text = clean(text)


def test_text_is_cut_at_a_word_and_the_cut_is_seen() -> None:
    """An ellipsis stands where something is missing."""
    assert shorten("one two three", 13) == "one two three"
    assert shorten("one two three", 12) == "one two…"
    assert shorten("abcdefgh", 5) == "abcd…"


def test_words_and_minutes() -> None:
    """Reading time is at least a minute."""
    assert words("It’s the so-called end, п’ять") == 5
    assert (minutes(0), minutes(460)) == (1, 2)


@given(st.text(alphabet=st.sampled_from("aW_1é²’'- .,“—€ 長ก\n\x85\xa0"), max_size=120) | st.text())
@example("'a a' 'b' c''d e'-f g-'h -i- j'k'l")
@example("a-" * 60 + "b " + "c" * 200)
def test_words_are_counted_as_they_are_defined(text: str) -> None:
    """The quick count of Western texts is the slow one."""
    assert words(text) == sum(map(weight, re.findall(r"\w+(?:['’\-]\w+)*", text)))


@given(st.lists(st.sampled_from(["a", "", "don’t", "x" * 79, "x" * 80, "x" * 200, "長" * 9, "長い"]), max_size=9))
def test_the_first_words_weigh_what_was_asked_for(pieces: list[str]) -> None:
    """However they are counted, and with nothing lost of a text that fits."""
    text = " ".join(pieces)
    kept, count = first_words(text, 5)
    total = sum(map(weight, text.split(" ")))
    assert count == min(5, total)
    assert text.startswith(kept)
    assert (kept == text) == (total <= 5)


@given(st.text(alphabet=st.sampled_from("htps:/ab.Z-_?#[]@%0é <\\"), max_size=24).map("http".__add__) | st.text())
@example("https://e.example/a_b/c.html?d=1&e=2#f")
@example("https://e.example:99999/")
def test_ordinary_addresses_are_addresses_by_the_full_judgement_too(text: str) -> None:
    """The quick answer says nothing that the full one does not."""
    assert web_address(text) == _is_web_address(text)


def test_marks_without_end_take_no_time_without_end() -> None:
    """To put the marks above one letter in order takes the square of the time, so they are not all ordered."""
    start = time.process_time()
    for make in (slugify, fold):
        assert make("a" + "\u0316\u0301\u0327" * 20_000)
    assert time.process_time() - start < 2
    assert fold("e\u0301" * 400) == "é" * 400


def test_a_name_that_is_taken_is_numbered_from_two() -> None:
    """Without end."""
    assert [*islice(numbered("grid"), 3)] == ["grid", "grid-2", "grid-3"]
    assert next(islice(numbered("grid"), 999, None)) == "grid-1000"
