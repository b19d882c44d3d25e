"""What a picture file is, from its bytes alone."""

import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto import pictures
from tests.made_pictures import MAKERS, SECRET, avif, box, gif, jpeg, png, webp

FORMATS = sorted(MAKERS)


@pytest.mark.parametrize("format", FORMATS)
def test_a_picture_tells_format_and_size(format: str) -> None:
    """By its bytes, never by its name."""
    picture, bare = pictures.read(MAKERS[format](640, 400, secret=False))
    assert (picture.format, picture.width, picture.height, picture.turned) == (format, 640, 400, 1)
    assert picture.whole
    assert not picture.moving
    assert bare == MAKERS[format](640, 400, secret=False)


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_is_left_of_what_is_no_picture(format: str) -> None:
    """Exif, XMP, IPTC, comments, previews, unknown pieces, and what stands behind the end; the picture stays."""
    data = MAKERS[format](640, 400)
    assert SECRET in data
    picture, bare = pictures.read(data)
    assert picture.whole
    assert SECRET[:6] not in bare
    assert pictures.read(bare) == (picture, bare)
    if format == "jpeg":
        assert b"colours" in bare
        assert b"Adobe" in bare


@pytest.mark.parametrize("turned", range(1, 9))
@pytest.mark.parametrize("make", [jpeg, png, webp], ids=lambda make: make.__name__)
def test_a_turned_picture_has_the_size_it_is_shown_in(make: Callable[[int, int, int], bytes], turned: int) -> None:
    """And how it is turned is all that stays of its Exif."""
    picture, bare = pictures.read(make(640, 400, turned))
    assert (picture.width, picture.height) == ((400, 640) if turned > 4 else (640, 400))
    assert picture.turned == turned
    assert SECRET[:6] not in bare
    assert pictures.read(bare)[0] == picture
    assert (b"MM\0*" in bare) == (turned != 1)


def test_an_avif_is_turned_by_its_own_property() -> None:
    """Which is part of the picture, and not of its Exif."""
    picture, _ = pictures.read(avif(640, 400, 6))
    assert (picture.width, picture.height, picture.turned) == (400, 640, 1)


def test_the_frames_of_an_avif_that_moves_stay() -> None:
    """They stand among the bytes of which no item tells."""
    data = avif(9, 9, secret=False, film=box(b"moov")) + box(b"mdat", b"frames")
    assert pictures.read(data)[1] == data
    assert b"frames" not in pictures.read(avif(9, 9, secret=False) + box(b"mdat", b"frames"))[1]


def test_what_moves_is_known() -> None:
    """It is copied as it is."""
    assert pictures.read(gif(5, 5, frames=2))[0].moving
    apng = png(5, 5, secret=False)
    control = b"\0\0\0\x08acTL" + struct.pack(">III", 2, 0, 0)
    assert pictures.read(apng[:33] + control + apng[33:])[0].moving


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_that_ends_too_early_is_not_whole(format: str) -> None:
    """It shows as far as it goes, or is refused; its Exif does not come along in either case."""
    data = MAKERS[format](640, 400)
    end = len(MAKERS[format](640, 400, secret=False))
    for cut in range(end):
        try:
            picture, bare = pictures.read(data[:cut])
        except ValueError:
            continue
        assert (picture.width, picture.height) in ((640, 400), (400, 640)), cut
        assert len(bare) <= cut + 64
        if format in ("jpeg", "gif"):
            assert SECRET not in bare


def test_a_png_with_a_wrong_check_sum_is_not_whole() -> None:
    """Its metadata goes all the same."""
    data = bytearray(png(640, 400))
    data[data.index(b"IDAT") + 5] ^= 1
    picture, bare = pictures.read(bytes(data))
    assert not picture.whole
    assert SECRET not in bare


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no PNG, JPEG, GIF, WebP or AVIF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "no PNG"),
        (png(8000, 6000), "8000 × 6000 pixels are more than 40 megapixels"),
        (jpeg(65535, 65535), "more than 40 megapixels"),
        (webp(16384, 16384), "more than 40 megapixels"),
        (avif(2**32 - 1, 2**32 - 1), "more than 40 megapixels"),
        (jpeg(0, 5), "no width or no height"),
        (gif(0, 0), "no width or no height"),
        (png(5, 5)[:20], "ends before it says how large it is"),
        (jpeg(5, 5)[:300], "ends before it says how large it is"),
        (b"RIFF\xff\xff\xff\xffWEBP", "ends before it says how large it is"),
        (avif(5, 5)[:40], "ends before it says how large it is"),
    ],
    ids=lambda each: each if isinstance(each, str) else str(len(each)),
)
def test_what_cannot_be_shown_says_why(data: bytes, said: str) -> None:
    """In words for whoever put it there."""
    with pytest.raises(ValueError, match=said):
        pictures.read(data)


@given(st.sampled_from(FORMATS), st.data())
def test_hostile_bytes_are_refused_and_nothing_else(format: str, data: st.DataObject) -> None:
    """Any change to any picture: a picture, or a ValueError; and what is left is read again as the same."""
    whole = bytearray(MAKERS[format](64, 40))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
        whole = whole or bytearray(b"x")
    try:
        picture, bare = pictures.read(bytes(whole))
    except ValueError:
        return
    assert 0 < picture.width * picture.height <= pictures.MOST
    again, _ = pictures.read(bare)
    assert (again.width, again.height, again.format) == (picture.width, picture.height, picture.format)
