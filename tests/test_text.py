"""Text as values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.problems import CorantoError
from coranto.text import (
    SLUG_BYTES,
    clean,
    decode,
    decode_page,
    minutes,
    segment_fault,
    shorten,
    slugify,
    unique_slugs,
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
