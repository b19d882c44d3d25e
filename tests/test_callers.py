"""Whom the preview answers."""

import pytest

from coranto.callers import may_ask, names


@pytest.mark.parametrize(
    ("host", "bound", "found"),
    [
        ("127.0.0.1:8000", "127.0.0.1", ("127.0.0.1", 8000)),
        ("localhost:9000", "127.0.0.1", ("localhost", 9000)),
        ("localhost", "127.0.0.1", ("localhost", 80)),
        ("LocalHost:8000", "127.0.0.1", ("localhost", 8000)),
        ("[::1]:8000", "127.0.0.1", ("::1", 8000)),
        ("10.1.2.3:8000", "127.0.0.1", None),
        ("10.1.2.3:8000", "0.0.0.0", ("10.1.2.3", 8000)),
        ("[fe80::1]:8000", "::", ("fe80::1", 8000)),
        ("digest.lan:8000", "digest.lan", ("digest.lan", 8000)),
        ("evil.example:8000", "0.0.0.0", None),
        ("evil.example", "127.0.0.1", None),
        ("localhost.evil.example", "127.0.0.1", None),
        ("evil.example@localhost", "127.0.0.1", None),
        ("localhost:8000@evil.example", "127.0.0.1", None),
        ('[fe80::1%"><script>]', "::", None),
        ("[::1", "127.0.0.1", None),
        ("localhost:99999", "127.0.0.1", None),
        ("localhost:x", "127.0.0.1", None),
        ("localhost,evil.example", "127.0.0.1", None),
        ("", "127.0.0.1", None),
        ("\0", "127.0.0.1", None),
    ],
)
def test_a_host_is_ours_or_it_is_not(host: str, bound: str, found: tuple[str, int] | None) -> None:
    """Loopback, what was asked for, and any address where it was asked to listen anywhere; never another name."""
    assert names(host, bound) == found


@pytest.mark.parametrize(
    ("origin", "good"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
        ("http://tunnel.example", False),
        ("http://127.0.0.1:8001", False),
        ("http://127.0.0.1", False),
        ("127.0.0.1:8000", False),
        ("file://", False),
        ("null", False),
        ("", False),
        ("http://[", False),
        ("http://127.0.0.1:8000/", False),
        ("http://127.0.0.1:8000@evil.example", False),
    ],
)
def test_a_page_may_ask_when_it_is_ours(origin: str, good: bool) -> None:
    """By name and port both."""
    assert may_ask(origin, "127.0.0.1:8000", "127.0.0.1", 8000) is good
