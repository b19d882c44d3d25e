"""The fetch gate: what it brings, what it refuses, and that it ends."""

import gzip
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from coranto import __version__
from coranto.fetch import LIMIT, ROBOTS_LIMIT, Fetched, Gate
from coranto.fetch.addresses import follow, refusal, target
from coranto.problems import CorantoError
from tests.webserver import Page, Send, Web, serving

HTML = {"Content-Type": "text/html; charset=UTF-8"}
PAGE: Page = (200, HTML, b"<p>The river froze.</p>")
Serve = Callable[..., Web]


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)


def home(host: str, port: int, **_: Any) -> list[Any]:
    """A resolver for which every name is this machine."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


def gate(seconds: float = 10.0, **options: Any) -> Gate:
    """A gate to this machine that does not wait between two requests."""
    settings = {"allow_private": True, "resolve": home, **options}
    return Gate(time.monotonic, lambda wait: None, seconds=seconds, **settings)


def fault(url: str, of: Gate | None = None, **options: Any) -> str:
    """What is printed when an address is refused; the test fails when it is not."""
    with pytest.raises(CorantoError) as caught:
        (of or gate()).get(url, **options)
    text = "\n".join(problem.show() for problem in caught.value.problems)
    assert all(problem.place for problem in caught.value.problems)
    assert "\n" not in "".join(problem.message for problem in caught.value.problems)
    return text


@pytest.fixture
def web() -> Iterator[Serve]:
    """Servers on this machine, each from a table of paths; all stopped at the end."""
    with ExitStack() as stack:
        yield lambda pages, context=None: stack.enter_context(serving(pages, context))


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Whatever anybody dials; nothing is ever reached."""
    addresses: list[Any] = []

    def refuse(address: Any, *_: Any, **__: Any) -> socket.socket:
        addresses.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "create_connection", refuse)
    return addresses


@contextmanager
def speaking(speak: Callable[[Send, threading.Event], Any]) -> Iterator[int]:
    """A port on this machine where whoever asks is told what a function says; there is no robots.txt."""
    over = threading.Event()

    def listen() -> None:
        while not over.is_set():
            caller = listener.accept()[0]
            with caller, suppress(OSError):
                caller.settimeout(5)
                if b"/robots.txt" in caller.recv(65536):
                    caller.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
                elif not over.is_set():
                    speak(caller.sendall, over)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            over.set()
            socket.create_connection(listener.getsockname()).close()  # the last caller lets it go home
            thread.join()


# What it brings


def test_a_page_comes_with_what_the_host_says_of_it(web: Serve) -> None:
    """The bytes as they are; type, encoding and what to send back next time."""
    headers = {"Content-Type": 'Text/HTML; Charset="Windows-1251"', "ETag": '"a1"', "Last-Modified": "yesterday"}
    host = web({"/news?page=2": (200, headers, b"\xcf\xf0\xe8")})
    assert gate().get(f"{host}/news?page=2#top") == Fetched(
        f"{host}/news?page=2", b"\xcf\xf0\xe8", "text/html", "windows-1251", '"a1"', "yesterday"
    )
    assert host.asked == ["GET /robots.txt", "GET /news?page=2"]


def test_it_says_who_it_is_and_keeps_no_cookie(web: Serve) -> None:
    """Our own name, where to complain, and nothing that was not asked for."""
    host = web({"/": (200, {**HTML, "Set-Cookie": "id=7"}, b"x")})
    asking = gate(contact="https://digest.example/about/")
    asking.get(f"{host}/")
    asking.get(f"{host}/")
    sent = host.headers[-1]
    assert sent.pop("Accept").startswith("application/")
    assert sent == {
        "Host": f"127.0.0.1:{host.port}",
        "User-Agent": f"Coranto/{__version__} (+https://digest.example/about/)",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def test_the_host_is_asked_by_its_name(web: Serve) -> None:
    """The number that was looked up is dialled; the name is what the host is told."""
    host = web({"/": PAGE})
    assert gate().get(f"http://Bücher.Example:{host.port}").url == f"http://xn--bcher-kva.example:{host.port}/"
    assert host.headers[-1]["Host"] == f"xn--bcher-kva.example:{host.port}"


def test_the_proxies_of_the_environment_are_ignored(web: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would dial for us, unchecked."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert gate().get(f"{web({'/': PAGE})}/").data == PAGE[2]


def test_unchanged_is_said_without_data(web: Serve) -> None:
    """What was told last time is sent back; 304 brings nothing new."""
    host = web({"/feed.xml": (304, {"ETag": '"b2"'}, b"")})
    found = gate().get(f"{host}/feed.xml", etag='"b2"', modified="Sun, 22 Nov 2026 07:00:00 GMT")
    assert found == Fetched(f"{host}/feed.xml", etag='"b2"', unchanged=True)
    assert host.headers[-1]["If-None-Match"] == '"b2"'
    assert host.headers[-1]["If-Modified-Since"] == "Sun, 22 Nov 2026 07:00:00 GMT"


def test_304_without_a_question_is_no_answer(web: Serve) -> None:
    """There is nothing that could be unchanged."""
    assert "answered 304" in fault(f"{web({'/': (304, {}, b'')})}/")


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\x00", "ä", " a", "x" * 5000])
def test_what_is_no_header_is_not_sent_back(web: Serve, value: str) -> None:
    """A memory that somebody has edited adds no header."""
    host = web({"/": PAGE})
    gate().get(f"{host}/", etag=value, modified=value)
    assert not host.headers[-1].keys() & {"If-None-Match", "If-Modified-Since", "X-Evil"}


@pytest.mark.parametrize(
    ("packed", "data"),
    [
        pytest.param(gzip.compress(b"news " * 50_000), b"news " * 50_000, id="one"),
        pytest.param(gzip.compress(b"one ") + gzip.compress(b"two"), b"one two", id="two members"),
        pytest.param(gzip.compress(b"news") + b"\0\0\0", b"news", id="padded"),
        pytest.param(gzip.compress(b""), b"", id="empty"),
    ],
)
def test_gzip_is_unpacked(web: Serve, packed: bytes, data: bytes) -> None:
    """The only packing that is asked for."""
    assert gate().get(f"{web({'/': (200, {**HTML, 'Content-Encoding': 'gzip'}, packed)})}/").data == data


# Redirects


def chain(length: int) -> dict[str, Page]:
    """Pages that redirect one to the next, and a page at the end."""
    return {f"/{n}": (301 + n % 2, {"Location": f"{n + 1}"}, b"") for n in range(length)} | {f"/{length}": PAGE}


def test_five_redirects_are_followed(web: Serve) -> None:
    """And where it went is told."""
    host = web(chain(5))
    found = gate().get(f"{host}/0")
    assert (found.url, found.hops) == (f"{host}/5", tuple(f"{host}/{n}" for n in range(5)))


def test_a_sixth_redirect_is_refused(web: Serve) -> None:
    """And not asked for."""
    host = web(chain(6))
    assert "redirects more than 5 times" in fault(f"{host}/0")
    assert "GET /6" not in host.asked


def test_a_circle_is_noticed(web: Serve) -> None:
    """At once, not after five rounds."""
    host = web({"/a": (302, {"Location": "/b"}, b""), "/b": (302, {"Location": "/a#again"}, b"")})
    assert "in a circle" in fault(f"{host}/a")
    assert host.asked == ["GET /robots.txt", "GET /a", "GET /b"]


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://0x7f.1/",
        "//169.254.169.254/",
        "http://inside.example/",
        "http://user:secret@outside.example/",
        "file:///etc/passwd",
        "ftp://outside.example/",
        "gopher://outside.example/1",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://[::1",
        "http://outside.example:99999/",
        "http:///",
        "http://outside.example\\@inside.example/",
        "//",
        "http://[fe80::1%25eth0]/",
        "http://[::ffff:127.0.0.1]/",
        "http://outside.example:" + "1" * 6000 + "/",
        "http://outside.example/" + "x" * 70_000,
        "http://xn--/",
        "http://a@b@outside.example/",
        "jar:http://outside.example!/",
    ],
)
def test_where_a_redirect_leads_is_checked_like_the_first(
    web: Serve, location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page outside may lead inside; nothing there is asked."""
    host = web({"/": (302, {"Location": location}, b"")})
    names = {"outside.example": "93.184.216.34", "inside.example": "192.168.0.7"}
    dialled: list[str] = []
    connect = socket.create_connection

    def dial(address: tuple[str, int], *rest: Any, **options: Any) -> socket.socket:
        dialled.append(address[0])
        return connect(("127.0.0.1", host.port), *rest, **options)

    def resolve(name: str, port: int, **_: Any) -> list[Any]:
        return [(2, 1, 6, "", (names[name], port))]

    monkeypatch.setattr(socket, "create_connection", dial)
    fault("http://outside.example/", gate(resolve=resolve, allow_private=False))
    assert dialled == ["93.184.216.34", "93.184.216.34"]
    assert host.asked == ["GET /robots.txt", "GET /"]


def test_https_does_not_lead_to_http() -> None:
    """What comes over http may have been changed on the way, and would be published."""
    with pytest.raises(CorantoError, match=r"from https to http://b\.example/x"):
        follow(target("https://a.example/"), "http://b.example/x")
    assert follow(target("http://a.example/"), "https://b.example/x").url == "https://b.example/x"


# What ends


def test_a_body_that_drips_is_cut_off(web: Serve) -> None:
    """The limit is on the whole, so that a byte now and then does not help."""

    def drip(send: Send, over: threading.Event) -> None:
        while not over.wait(0.02):
            send(b"x")

    begun = time.monotonic()
    assert "not done within 0.3 seconds" in fault(f"{web({'/': (200, HTML, drip)})}/", gate(0.3))
    assert time.monotonic() - begun < 30


def test_headers_that_drip_are_cut_off(web: Serve) -> None:
    """Before the body it is the same."""

    def drip(send: Send, over: threading.Event) -> None:
        while not over.wait(0.02):
            send(b"HTTP/1.1 100 Continue\r\n\r\n")

    with speaking(drip) as port:
        assert "not done within 0.3 seconds" in fault(f"http://127.0.0.1:{port}/", gate(0.3))


def test_silence_is_cut_off() -> None:
    """A host that takes the call and says nothing."""
    with speaking(lambda send, over: over.wait(30) and None) as port:
        assert "not done within 0.2 seconds" in fault(f"http://127.0.0.1:{port}/", gate(0.2))


def test_a_slow_resolver_is_not_waited_for(dialled: list[Any]) -> None:
    """A name can take as long as its owner likes."""
    over = threading.Event()
    assert "0.1 seconds" in fault("http://slow.example/", gate(0.1, resolve=lambda *_, **__: over.wait(30) and []))
    over.set()
    assert not dialled


def test_the_time_is_for_all_redirects_together(web: Serve) -> None:
    """Each of them alone would be in time."""
    clock = Clock()
    host = web(chain(5))
    asking = Gate(clock, clock.sleep, allow_private=True, seconds=3.5)
    assert "not done within 3.5 seconds" in fault(f"{host}/0", asking)
    assert clock.now <= 103.5


def test_an_endless_body_is_cut_off(web: Serve) -> None:
    """After 10 MB, with no word of how much there is."""
    sent = []

    def flood(send: Send, over: threading.Event) -> None:
        while not over.is_set():
            send(b"x" * 100_000)
            sent.append(100_000)

    assert "larger than 10 MB" in fault(f"{web({'/': (200, HTML, flood)})}/")
    assert sum(sent) < 3 * LIMIT


def test_ten_megabytes_are_taken_and_no_byte_more(web: Serve) -> None:
    """Packed, so that what counts is what comes out."""
    headers = {**HTML, "Content-Encoding": "gzip"}
    pages: dict[str, Page] = {
        f"/{more}": (200, headers, gzip.compress(b"\0" * (LIMIT + more), compresslevel=1)) for more in (0, 1)
    }
    host = web(pages)
    assert len(gate().get(f"{host}/0").data) == LIMIT
    assert "larger than 10 MB" in fault(f"{host}/1")


def test_what_says_that_it_is_too_large_is_not_read(web: Serve) -> None:
    """The host tells before it sends."""

    def wait(send: Send, over: threading.Event) -> None:
        over.wait(30)

    headers = {**HTML, "Content-Length": str(LIMIT + 1)}
    assert "larger than 10 MB" in fault(f"{web({'/': (200, headers, wait)})}/")


def test_a_gzip_bomb_is_stopped_early(web: Serve) -> None:
    """1000 to 1, without end: read as far as makes 10 MB, and no further."""
    sent = []

    def bomb(send: Send, over: threading.Event) -> None:
        pack = zlib.compressobj(9, wbits=31)
        while not over.is_set():
            sent.append(len(piece := pack.compress(b"\0" * 1_000_000)))
            send(piece)

    assert "larger than 10 MB" in fault(f"{web({'/': (200, {**HTML, 'Content-Encoding': 'gzip'}, bomb)})}/")
    assert sum(sent) < 5_000_000


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        pytest.param(b"", gzip.compress(b"") * 500, id="empty members"),
        pytest.param(b"\x1f\x8b\x08\0\0\0\0\0\0\3", b"\0\0\0\xff\xff" * 5000, id="empty blocks"),
        pytest.param(b"\x1f\x8b\x08\x08\0\0\0\0\0\3", b"a" * 65536, id="a name"),
    ],
)
def test_packed_nothing_without_end_is_cut_off(web: Serve, head: bytes, piece: bytes) -> None:
    """It never comes to 10 MB: the clock ends it."""

    def flood(send: Send, over: threading.Event) -> None:
        send(head)
        while not over.is_set():
            send(piece)

    host = web({"/": (200, {**HTML, "Content-Encoding": "gzip"}, flood)})
    assert "not done within 0.3 seconds" in fault(f"{host}/", gate(0.3))


def test_a_robots_txt_without_end_is_read_as_far_as_its_limit(web: Serve) -> None:
    """What it says until there holds; and a million rules are no long work."""
    sent = []

    def flood(send: Send, over: threading.Event) -> None:
        send(b"User-agent: *\nDisallow: /shut\n")
        while not over.is_set():
            send(b"Disallow: /x*y*z*$\n" * 1000)
            sent.append(19_000)

    host = web({"/": PAGE, "/robots.txt": (200, {}, flood)})
    asking = gate()
    assert asking.get(f"{host}/").data == PAGE[2]
    assert "asks programs not to read" in fault(f"{host}/shut", asking)
    assert sum(sent) < 20 * ROBOTS_LIMIT


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "wait", ["99999999999", "9" * 6000, "-1", "1e9", "Fri, 31 Dec 9999 23:59:59 GMT", "\x1b[2J", "\x85", " "]
)
def test_a_host_that_asks_to_wait_is_not_waited_for(web: Serve, status: int, wait: str) -> None:
    """What it says is told, cut and escaped; the next fetch is not put off for it."""
    clock = Clock()
    host = web({"/": (status, {"Retry-After": wait}, b"")})
    text = fault(f"{host}/", Gate(clock, clock.sleep, allow_private=True))
    assert clock.slept == [1.0]
    assert len(text) < 250
    assert text.replace("\n", "").isprintable()


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "compress", "gzip, gzip", "gzip, br", "x" * 500])
def test_packings_that_were_not_asked_for_are_not_unpacked(web: Serve, coding: str) -> None:
    """A brotli bomb makes a gigabyte of a kilobyte; none is ever opened."""
    bomb = bytes.fromhex("5bffffff0f")  # the head of a brotli stream of 256 MB
    assert "was not asked for" in fault(f"{web({'/': (200, {**HTML, 'Content-Encoding': coding}, bomb)})}/")


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(b"<p>plain</p>", id="not packed"),
        pytest.param(gzip.compress(b"news " * 1000)[:-9], id="cut off"),
        pytest.param(b"", id="empty"),
    ],
)
def test_broken_gzip_is_an_error(web: Serve, packed: bytes) -> None:
    """Half a story is not taken for a whole one."""
    assert "cannot be unpacked" in fault(f"{web({'/': (200, {**HTML, 'Content-Encoding': 'gzip'}, packed)})}/")


def test_a_body_that_breaks_off_is_an_error(web: Serve) -> None:
    """Half a story is not taken for a whole one."""
    assert "broke off" in fault(f"{web({'/': (200, {**HTML, 'Content-Length': '100'}, b'half')})}/")


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(b"220 mail.example ready\r\n", id="another protocol"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000, id="endless header"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", id="negative length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", id="two lengths"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxx", id="chunks"
        ),
        pytest.param(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", id="another protocol offered"),
        pytest.param(b"HTTP/1.1 999 Odd\r\n\r\n", id="odd status"),
        pytest.param(b"<p>HTTP/0.9", id="HTTP/0.9"),
        pytest.param(b"HTTP/1.1 " + b"9" * 6000 + b" OK\r\n\r\n", id="a status of 6000 digits"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 6000 + b"\r\n\r\nx", id="a length of 6000 digits"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b\r\n\r\nx", id="half a line break"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Type: \x1b]0;x\x07/\xe2\x80\xae\r\n\r\nx", id="a type of controls"),
        pytest.param(
            b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe.example/\r\n\r\n", id="a location that is no UTF-8"
        ),
        *(
            pytest.param(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
                + size
                + b"\r\nxx\r\n",
                id=f"chunk of {size[:9]!r}",
            )
            for size in (b"-1", b"+1", b"0x1", b"f" * 4000, b"7fffffffffffffff", b"\xd9\xa3", b"")
        ),
    ],
)
def test_what_is_no_http_is_an_error(said: bytes) -> None:
    """And never a traceback."""
    with speaking(lambda send, over: send(said)) as port:
        assert fault(f"http://127.0.0.1:{port}/").replace("\n", "").isprintable()


# What is not a page


@pytest.mark.parametrize(
    ("kind", "taken"),
    [
        ("text/html", True),
        ("application/xhtml+xml", True),
        ("text/plain; charset=koi8-r", True),
        ("application/rss+xml", True),
        ("application/atom+xml", True),
        ("application/feed+json", True),
        ("application/json", True),
        ("text/xml", True),
        ("text/x-opml", True),
        ("", True),
        ("image/jpeg", False),
        ("application/pdf", False),
        ("application/octet-stream", False),
        ("video/mp4", False),
        ("text/html2", False),
        ("image/svg+xml", False),
        ("\x1b[2J", False),
    ],
)
def test_types_are_taken_by_list(web: Serve, kind: str, taken: bool) -> None:
    """A host that names no type is given the benefit: what it is, is found from the bytes."""
    host = web({"/": (200, {"Content-Type": kind} if kind else {}, b"x")})
    if taken:
        assert gate().get(f"{host}/").data == b"x"
    else:
        assert "\x1b" not in fault(f"{host}/")


def test_the_caller_says_which_types_it_wants(web: Serve) -> None:
    """And the host is told."""
    host = web({"/": PAGE})
    assert "type 'text/html'" in fault(f"{host}/", accept=["application/rss+xml"])
    assert host.headers[-1]["Accept"] == "application/rss+xml"


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (404, {}, "no such page (404)"),
        (410, {}, "gone for good (410)"),
        (401, {}, "does not let us in (401)"),
        (403, {}, "does not let us in (403)"),
        (429, {"Retry-After": "120"}, "asks to wait 120 seconds"),
        (429, {"Retry-After": "Mon, 23 Nov 2026 07:00:00 GMT"}, "asks to wait until Mon, 23 Nov 2026 07:00:00 GMT"),
        (429, {}, "asked too often (429)"),
        (500, {}, "fault of its own (500)"),
        (503, {"Retry-After": "60"}, "asks to wait 60 seconds"),
        (418, {}, "answered 418"),
        (204, {}, "answered 204"),
        (206, {}, "answered 206"),
        (302, {}, "answered 302"),
        (300, {"Location": "/x"}, "answered 300"),
    ],
)
def test_what_a_host_says_instead_of_a_page(web: Serve, status: int, headers: dict[str, str], said: str) -> None:
    """In words, with the number."""
    assert said in fault(f"{web({'/': (status, headers, b'')})}/")


def test_a_password_is_not_printed() -> None:
    """Logs are read by others."""
    text = fault("https://anna:secret@press.example/feed?x=1@2")
    assert "secret" not in text
    assert text.startswith("https://…@press.example/feed?x=1@2: error: the address holds a user name")


def test_a_port_where_nobody_listens_is_an_error(dialled: list[Any]) -> None:
    """By the system's own words."""
    assert "Connection refused" in fault("http://127.0.0.1:1/")


# robots.txt


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        pytest.param("User-agent: *\nDisallow: /", "/a", False, id="all shut"),
        pytest.param("User-agent: *\nDisallow:", "/a", True, id="all open"),
        pytest.param("", "/a", True, id="empty"),
        pytest.param("<html>not found</html>", "/a", True, id="a page in its place"),
        pytest.param("User-agent: coranto\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False, id="by our name"),
        pytest.param("User-agent: *\nDisallow: /\n\nUser-agent: Coranto\nAllow: /", "/a", True, id="our name first"),
        pytest.param("User-agent: OtherBot\nDisallow: /", "/a", True, id="somebody else"),
        pytest.param("User-agent: *\nDisallow: /\nAllow: /news/", "/news/1", True, id="longest wins"),
        pytest.param("User-agent: *\nAllow: /\nDisallow: /news/", "/news/1", False, id="longest wins, shut"),
        pytest.param("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True, id="a tie is open"),
        pytest.param("User-agent: *\nDisallow: /*/print", "/x/print", False, id="star"),
        pytest.param("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False, id="end"),
        pytest.param("User-agent: *\nDisallow: /*.pdf$", "/x.pdf?y", True, id="not the end"),
        pytest.param("User-agent: *\n\nDisallow: /", "/a", False, id="an empty line ends nothing"),
        pytest.param("User-agent: *\nDisallow: /q?x=", "/q?x=1", False, id="query"),
        pytest.param("\ufeffUser-agent: *\r\nDisallow: /", "/a", False, id="BOM and CRLF"),
        pytest.param("User-agent: *\nDisallow: /ї", "/%D1%97", False, id="encoded or not"),
        pytest.param("# x\n" * 150_000 + "User-agent: *\nDisallow: /", "/a", True, id="after 500 kB"),
        pytest.param("User-agent: *\nDisallow: /" + "*a" * 2000 + "b$", "/" + "a" * 3000, True, id="slow pattern"),
    ],
)
def test_robots_txt_is_obeyed(web: Serve, rules: str, path: str, allowed: bool) -> None:
    """As RFC 9309 reads it."""
    host = web({path: PAGE, "/robots.txt": (200, {"Content-Type": "text/plain"}, rules.encode())})
    if allowed:
        gate().get(f"{host}{path}")
    else:
        assert "asks programs not to read this page" in fault(f"{host}{path}")
        assert host.asked == ["GET /robots.txt"]


def test_robots_txt_is_asked_for_once(web: Serve) -> None:
    """For one run."""
    host = web({"/": PAGE})
    asking = gate()
    asking.get(f"{host}/")
    asking.get(f"{host}/")
    assert host.asked == ["GET /robots.txt", "GET /", "GET /"]


@pytest.mark.parametrize("status", [500, 503])
def test_a_host_that_cannot_give_its_robots_txt_is_left_alone(web: Serve, status: int) -> None:
    """Nobody knows what it would have said; asked once, it is not asked again."""
    host = web({"/": PAGE, "/robots.txt": (status, {}, b"")})
    asking = gate()
    for _ in range(2):
        assert f"cannot be read (error {status})" in fault(f"{host}/", asking)
    assert host.asked == ["GET /robots.txt"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_robots_txt_that_is_not_there_forbids_nothing(web: Serve, status: int) -> None:
    """RFC 9309, 2.3.1.3."""
    assert gate().get(f"{web({'/': PAGE, '/robots.txt': (status, {}, b'')})}/").data == PAGE[2]


def test_robots_txt_may_be_elsewhere(web: Serve) -> None:
    """Redirects are followed as for pages; it speaks for the host that was asked."""
    there = web({"/rules": (200, {}, b"User-agent: *\nDisallow: /shut")})
    host = web({"/": PAGE, "/shut": PAGE, "/robots.txt": (302, {"Location": f"{there}/rules"}, b"")})
    assert gate().get(f"{host}/").data == PAGE[2]
    assert "asks programs not to" in fault(f"{host}/shut")
    lost = web({"/": PAGE, "/robots.txt": (302, {"Location": "/robots.txt"}, b"")})
    assert "cannot be read (it redirects in a circle" in fault(f"{lost}/")


def test_the_host_that_a_redirect_leads_to_has_rules_of_its_own(web: Serve) -> None:
    """They are asked for before its page is."""
    there = web({"/": PAGE, "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /")})
    host = web({"/": (302, {"Location": f"{there}/"}, b"")})
    assert f"redirected by {host}/: robots.txt of 127.0.0.1 asks" in fault(f"{host}/")
    assert there.asked == ["GET /robots.txt"]


# Manners


def test_a_host_is_asked_once_a_second(web: Serve) -> None:
    """Whatever is asked of it; another host need not wait."""
    clock = Clock()
    host = web({"/": PAGE})
    asking = Gate(clock, clock.sleep, allow_private=True, resolve=home)
    asking.get(f"{host}/")
    assert clock.slept == [1.0]
    clock.now += 0.75
    asking.get(f"{host}/")
    assert clock.slept == [1.0, 0.25]
    asking.get(f"http://other.example:{host.port}/")
    assert clock.slept == [1.0, 0.25, 1.0]
    clock.now += 5
    asking.get(f"{host}/")
    assert clock.slept == [1.0, 0.25, 1.0]


# Addresses


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("HTTP://News.Example", "http://news.example/"),
        ("https://news.example:443/a b?q=ї&x=%41#part", "https://news.example/a%20b?q=%D1%97&x=%41"),
        ("http://news.example:8080?x", "http://news.example:8080/?x"),
        ("  https://news.example/\u2019 ", "https://news.example/%E2%80%99"),
        ("https://новини.example./", "https://xn--b1amarcd.example/"),
        ("https://news。example/", "https://news.example/"),
        ("http://[2606:4700:0::1]:80/", "http://[2606:4700::1]/"),
        ("http://1.2.3.4/", "http://1.2.3.4/"),
        ('https://news.example/a\\b"<c>', "https://news.example/a%5Cb%22%3Cc%3E"),
        ("https://under_score.example/", "https://under_score.example/"),
    ],
)
def test_addresses_have_one_plain_form(url: str, plain: str) -> None:
    """Host in ASCII, path encoded once, no fragment, no usual port; and that form stays as it is."""
    assert target(url).url == plain
    assert target(plain).url == plain


PRIVATE = """
127.0.0.1 127.255.255.254 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 100.127.255.255 100.100.100.200
0.0.0.0 0.1.2.3 169.254.169.254 169.254.0.1 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.19.255.255
198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
::1 :: ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:a9fe:a9fe ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1
100::1 2001::1 2001:0:7f00:1::1 2001:2::1 2001:10::1 2001:db8::1 2002:7f00:1::1 2002:c0a8:1::1 3fff::1 5f00::1 fc00::1
fd00:ec2::254 fe80::1 fec0::1 ff02::1 ff0e::1
""".split()

HOSTILE = [
    *(f"http://[{number}]/" if ":" in number else f"http://{number}/" for number in PRIVATE),
    *(
        f"http://{host}/"
        for host in """
2130706433 017700000001 0x7f000001 0x7f.0.0.1 0177.0.0.1 127.1 127.0.1 127.0.0.01 0 00.0.0.0 3232235777 0xa9fea9fe
127.0.0.1. 1.2.3 1.2.3.4.5 256.1.1.1 127.0.0.0x1 ①②⑦.⓪.⓪.① １２７.0.0.1 127。0。0。1 localhost localhost. LOCALHOST
a.localhost printer.local metadata.internal inside.example [fe80::1%25eth0] [::1%1] [v1.x] [::1 ::1 [127.0.0.1] [] . ..
a..b -a.example a-.example exa%6dple.example ex%2561mple user@ user:pass@127.0.0.1 @127.0.0.1 a\\@b 127.0.0.1\\.example
a[::1] [::1].example news.example:0 news.example:99999 news.example:x news.example:-1 ｌocalhost a*b.example a$b.example
""".split()
    ),
    f"http://{'a' * 64}.example/",
    f"http://{'a.' * 130}example/",
    "http://",
    "http:///path",
    "http:news.example",
    "//news.example/",
    "news.example",
    "",
    "file:///etc/passwd",
    "file://localhost/etc/passwd",
    "ftp://news.example/",
    "gopher://news.example:70/_x",
    "dict://news.example:11211/stat",
    "ldap://news.example/",
    "jar:http://news.example!/",
    "data:text/html,x",
    "javascript:alert(1)",
    "http://news.example/a\r\nHost: b",
    "http://news.example\r\n/",
    "http://news.example/a\nX: y",
    "http://news.example/\x00",
    "http://new\ts.example/",
    "http://news.example/\x85",
    "http://news.example/\ud800",
    "http://news example/",
    "http://a.example/" + "x" * 5000,
]


def inside(host: str, port: int, **_: Any) -> list[Any]:
    """A resolver for which every name is inside."""
    return [(2, 1, 6, "", ("93.184.216.34", port)), (2, 1, 6, "", ("10.1.2.3", port))]


@pytest.mark.parametrize("url", [pytest.param(url, id=ascii(url)[:60]) for url in HOSTILE])
def test_hostile_addresses_are_not_reached(url: str, dialled: list[Any]) -> None:
    """By number, by odd number, by name or by another scheme: nothing is dialled."""
    text = fault(url, gate(allow_private=False, resolve=inside))
    assert not dialled
    assert not any(ord(character) < 32 for character in text.replace("\n", ""))


@pytest.mark.parametrize("number", PRIVATE)
def test_a_name_that_leads_inside_is_not_reached(number: str, dialled: list[Any]) -> None:
    """Not even when another of its addresses is outside."""
    family = socket.AF_INET6 if ":" in number else socket.AF_INET

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, 1, 6, "", ("93.184.216.34", port)), (family, 1, 6, "", (number, port))]

    assert "leads to what is not fetched" in fault("http://news.example/", gate(allow_private=False, resolve=resolve))
    assert not dialled


@pytest.mark.parametrize(
    "number",
    "8.8.8.8 93.184.216.34 172.15.0.1 172.32.0.1 100.63.0.1 100.128.0.1 198.20.0.1 223.255.255.1 2606:4700::1 2003::1"
    " 2a00:1450::1 2001:200::1 2001:4860:4860::8888 3ffe::1".split(),
)
def test_numbers_outside_are_open(number: str) -> None:
    """Also those next to the ones that are not."""
    assert refusal(number) == ""


@pytest.mark.parametrize(
    "number",
    [
        "169.254.169.254",
        "100.100.100.200",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "224.0.0.1",
        "::ffff:127.0.0.1",
        "x",
    ],
)
def test_one_s_own_network_is_not_the_cloud_s(number: str) -> None:
    """--allow-private opens the machine and the house, no more."""
    assert refusal(number, allow_private=True)
    assert not refusal("127.0.0.1", allow_private=True)
    assert not refusal("fd12::1", allow_private=True)


def test_the_address_that_was_checked_is_the_one_dialled(dialled: list[Any]) -> None:
    """A name that answers otherwise the second time is not asked a second time."""
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [(2, 1, 6, "", (next(answers), port))]

    asking = gate(allow_private=False, resolve=resolve)
    fault("http://rebind.example/", asking)
    fault("http://rebind.example/again", asking)
    assert set(dialled) == {("93.184.216.34", 80)}


def test_the_next_address_is_tried_when_one_is_dead(web: Serve) -> None:
    """Many hosts have one of each kind, and only one that works from here."""
    host = web({"/": PAGE})

    def resolve(name: str, port: int, **_: Any) -> list[Any]:
        return [(2, 1, 6, "", (number, port)) for number in ("127.0.0.254", "127.0.0.1")]

    assert gate(resolve=resolve).get(f"http://two.example:{host.port}/").data == PAGE[2]


def test_a_name_that_nobody_has_is_an_error(dialled: list[Any]) -> None:
    """With the likely reason."""

    def resolve(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror(-2, "Name or service not known")

    assert "no host of the name nws.example" in fault("http://nws.example/", gate(resolve=resolve))


# TLS


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for press.example that only we trust, and its key."""
    if not shutil.which("openssl"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no openssl on this machine")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem -days 30"
        " -subj /CN=press.example -addext subjectAltName=DNS:press.example".split(),
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.mark.parametrize(
    ("name", "trusted", "said"),
    [
        pytest.param("press.example", True, "", id="good"),
        pytest.param("other.example", True, "its certificate is not valid", id="another name"),
        pytest.param("127.0.0.1", True, "its certificate is not valid", id="the number"),
        pytest.param("press.example", False, "its certificate is not valid", id="not trusted"),
    ],
)
def test_certificates_are_checked_against_the_name(
    web: Serve,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    trusted: bool,
    said: str,
) -> None:
    """Not against the number that is dialled."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    host = web({"/": PAGE}, context)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    else:
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    url = f"https://{name}:{host.port}/"
    if said:
        assert said in fault(url)
        assert not host.asked
    else:
        assert gate().get(url).data == PAGE[2]


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"\x15\3\3\0\2\2\x28",
        b"\x16\3\3\xff\xff" + b"x" * 70_000,
        b"\x14\3\3\0\1\1" * 10_000,
    ],
    ids=["nothing", "HTTP", "an alert", "a large record", "many small ones"],
)
def test_what_is_no_tls_is_an_error(said: bytes) -> None:
    """Told in our words, and never asked again without it."""
    with speaking(lambda send, over: send(said)) as port:
        assert "no safe connection could be agreed on" in fault(f"https://press.example:{port}/")


def test_nothing_heavy_is_loaded_before_a_fetch() -> None:
    """`coranto --help` does not wait for the network's libraries."""
    code = "import sys, coranto.fetch; print([n for n in ('httpcore2', 'protego', 'idna', 'ssl') if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout == b"[]\n"
