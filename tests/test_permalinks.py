"""Addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.permalinks import encode, feed_id, output_path, pages_of, placed, written


@pytest.mark.parametrize(
    ("url", "start", "shown", "in_files"),
    [
        ("/", "/", "./", "index.html"),
        ("/2026/11/x/", "/", "2026/11/x/", "2026/11/x/index.html"),
        ("/", "/2026/11/x/", "../../../", "../../../index.html"),
        ("/tag/a/", "/2026/11/x/", "../../../tag/a/", "../../../tag/a/index.html"),
        ("/feed.xml", "/tag/a/", "../../feed.xml", "../../feed.xml"),
        ("/about/#who", "/tag/", "../about/#who", "../about/index.html#who"),
        ("/s.js?port=1", "/tag/", "../s.js?port=1", "../s.js?port=1"),
        ("/404.html", "/404.html", "404.html", "404.html"),
    ],
)
def test_links_are_written_as_seen_from_the_page(url: str, start: str, shown: str, in_files: str) -> None:
    """One output works at a domain's root, under a sub-path and from a disk."""
    assert placed(written(url), start) == shown
    assert placed(written(url, file=True), start) == in_files


@pytest.mark.parametrize(
    ("url", "path"),
    [("/", "index.html"), ("/a/", "a/index.html"), ("/feed.xml", "feed.xml"), (encode("/київ/"), "київ/index.html")],
)
def test_an_address_is_encoded_and_a_path_is_not(url: str, path: str) -> None:
    """Percent signs belong into addresses only."""
    assert output_path(url) == path


@given(st.integers(0, 500), st.integers(1, 30))
def test_pages_hold_every_item_once_in_order(count: int, size: int) -> None:
    """No item is lost between two pages."""
    cuts = pages_of(count, size)
    assert [place for _, first, last in cuts for place in range(first, last)] == list(range(count))
    assert cuts[0][0] == 0


@given(st.integers(1, 300), st.integers(1, 30))
def test_one_more_article_leaves_old_pages_as_they_were(count: int, size: int) -> None:
    """Pages are counted from the oldest item: a later page of `count` holds the same items after one is added."""
    before = {number: (count - last, count - first) for number, first, last in pages_of(count, size) if number}
    after = {
        number: (count + 1 - last, count + 1 - first) for number, first, last in pages_of(count + 1, size) if number
    }
    assert before.items() <= after.items()


def test_feed_ids_outlive_the_domain() -> None:
    """With an authority nothing of the address is in them (RFC 4151)."""
    assert feed_id("2026-11-20-grid", "example.org,2026", "https://new.org/") == "tag:example.org,2026:2026-11-20-grid"
    assert feed_id("київ/a", "e.org,2026", "") == "tag:e.org,2026:%D0%BA%D0%B8%D1%97%D0%B2/a"
    assert feed_id("x", "", "https://e.org/") == "https://e.org/#x"
