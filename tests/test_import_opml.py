"""Lists of subscriptions. Every outlet here is invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.importers import IMPORTERS, opml
from coranto.model import Reading, Subscription
from coranto.problems import CorantoError


def listed(body: str) -> bytes:
    """A list with these outlines."""
    return f'<?xml version="1.0"?>\n<opml version="2.0"><head/><body>{body}</body></opml>'.encode()


def read(body: str) -> Reading:
    """What a list holds."""
    assert opml.recognise(listed(body), "x")
    return opml.read(listed(body), "subs.opml", 500)


def test_outlines_become_subscriptions() -> None:
    """However deep they stand; each feed once, in the order of the list."""
    reading = read(
        '<outline text="News"><outline text="More"><outline text="The &amp;amp; Courier" title="Sample Courier" '
        'type="rss" xmlUrl="https://courier.example/feed" htmlUrl="https://courier.example/"/></outline></outline>'
        '<outline text="Blatt" xmlUrl=" https://blatt.example/f?x=1&amp;y=2 " htmlUrl="javascript:x"/>'
        '<outline text="Again" xmlUrl="https://courier.example/feed"/>'
        '<outline xmlurl="http://www.bare.example/rss"/><outline text="A link" url="https://no.example/"/>'
    )
    assert reading.subscriptions == (
        Subscription("Sample Courier", "https://courier.example/feed", "https://courier.example/"),
        Subscription("Blatt", "https://blatt.example/f?x=1&y=2"),
        Subscription("bare.example", "http://www.bare.example/rss"),
    )
    assert (reading.problems, reading.clippings, reading.left) == ((), (), 0)


def test_other_addresses_are_left_out() -> None:
    """Only http and https; the list's reader is told."""
    reading = read(
        '<outline text="a" xmlUrl="file:///etc/passwd"/><outline text="b" xmlUrl="feed://b.example/"/>'
        '<outline text="c" xmlUrl="https://c.example/feed"/>'
    )
    assert [each.feed for each in reading.subscriptions] == ["https://c.example/feed"]
    assert [each.message for each in reading.problems] == ["2 feeds have no http or https address"]


def test_a_broken_list_gives_what_it_can() -> None:
    """With a warning."""
    data = listed('<outline text="a & b" xmlUrl="https://a.example/feed"/><outline text="b" xmlUrl="https://b')[:-22]
    reading = opml.read(data, "subs.opml", 500)
    assert reading.subscriptions[0] == Subscription("a & b", "https://a.example/feed")
    assert [each.severity for each in reading.problems] == ["warning"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(listed('<outline text="Folder"/>'), "it names no feed", id="folders only"),
        pytest.param(listed(""), "it names no feed", id="empty"),
        pytest.param(b"<opml>" + b"<outline>" * 100_000, "it names no feed", id="deep"),
        pytest.param(listed(" " * 6 * 1024 * 1024), "larger than 5 MB", id="large"),
        pytest.param(
            b'<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><outline text="&x;"/></opml>',
            "it declares entities of its own, and these are never expanded",
            id="a file",
        ),
    ],
)
def test_what_names_no_feed_is_one_error(data: bytes, message: str) -> None:
    """However large, deep or clever it is."""
    assert opml.recognise(data, "x")
    with pytest.raises(CorantoError) as caught:
        opml.read(data, "subs.opml", 500)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"<?xml version='1.0'?><!-- x --><OPML>", True, id="capitals"),
        pytest.param(b"<rss/>", False, id="a feed"),
        pytest.param(b"opml", False, id="a word"),
        pytest.param(b"", False, id="nothing"),
    ],
)
def test_a_list_is_known_by_its_first_element(data: bytes, expected: bool) -> None:
    """By the bytes, whatever the name."""
    assert opml.recognise(data, "x.xml") is expected
    assert not expected or next(each for each in IMPORTERS if each.recognise(data, "x")) is opml


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 200))
def test_any_bytes_are_read_or_refused(data: bytes, at: int) -> None:
    """Put anywhere into a list."""
    whole = listed('<outline text="c" xmlUrl="https://c.example/feed"/>' * 2)
    try:
        assert opml.read(whole[:at] + data + whole[at:], "subs.opml", 5).subscriptions
    except CorantoError as caught:
        assert caught.problems
