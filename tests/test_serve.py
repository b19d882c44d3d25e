"""The preview server: what it answers, to whom, and that it shows every save."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from coranto.preview import Preview
from coranto.problems import CorantoError
from coranto.serve import _beside, bind
from tests.smallsite import DOT, SmallSite, article

Make = Callable[[str], SmallSite]
pytestmark = pytest.mark.server


class Server:
    """A running `coranto serve` and what it prints."""

    def __init__(self, process: subprocess.Popen[str], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """One request, sent as it is."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), data

    def raw(self, request: bytes) -> bytes:
        """Bytes as they are, and the answer; nothing when the connection is closed without one."""
        found = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as stream:
            with suppress(ConnectionError):  # closed while a request that is too long is still on its way
                stream.sendall(request)
            with suppress(ConnectionError):
                while not (length := re.search(rb"\r\nContent-Length: (\d+)\r\n(?:.*\r\n)*?\r\n", found)) or len(
                    found
                ) < length.end() + int(length[1]):
                    piece = stream.recv(65536)
                    if not piece:
                        break
                    found += piece
        return found

    def until(self, path: str, seen: Callable[[int, bytes], bool]) -> bytes:
        """Ask until the answer is as wanted; fail after a minute."""
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            status, _, data = self.get(path)
            if seen(status, data):
                return data
            time.sleep(0.02)
        raise AssertionError(f"{path} never came to be as wanted:\n{self.log.read_text()}")


@contextmanager
def running(site: SmallSite, *options: str) -> Iterator[Server]:
    """`coranto serve` as a process of its own, until its address is printed."""
    log = site.root.parent / "serve.log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "coranto", "serve", "--root", str(site.root), *options],
            stdout=stream, stderr=subprocess.STDOUT, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        try:
            limit = time.monotonic() + 60
            told = rf"at http://\S+:(\d+)/\S* {'' if '--host' in options else '.*desk is at'}"
            while not (found := re.search(told, log.read_text(), re.DOTALL)):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < limit, log.read_text()
                time.sleep(0.02)
            yield Server(process, int(found[1]), log)
        finally:
            process.kill()
            process.wait()


SITE = (
    article("a", "First headline", body="First words.")
    + article("draft", "Hidden headline", draft="true")
    + "-- content/pages/about.md --\n---\ntitle: About\n---\nAbout us.\n"
)


def test_it_answers_as_a_host_does(site: Make) -> None:
    """The real sub-path, index files, types, redirects, the site's own 404; nothing cached, nothing written."""
    made = site(SITE)
    made.build()
    before = {path: path.stat().st_mtime_ns for path in (made.root / "output").rglob("*")}
    with running(made) as server:
        status, headers, data = server.get("/d/")
        assert (status, headers["Content-Type"], headers["Cache-Control"]) == (
            200,
            "text/html; charset=utf-8",
            "no-store",
        )
        assert b"livereload.js" in data
        assert server.get("/")[:2][0] == 302
        assert server.get("/d/2026/11/a")[1]["Location"] == "/d/2026/11/a/"
        assert server.get("/d/feed.xml")[1]["Content-Type"] == "application/rss+xml; charset=utf-8"
        status, headers, data = server.get("/d/no/such/page")
        assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
        assert b"never arrived" in data
        assert b'href="/d/theme/preview/style.css"' in data
        assert server.get("/elsewhere/")[0] == 404
        assert server.get("/d/", method="HEAD")[0::2] == (200, b"")
        assert b"Hidden headline" in server.get("/d/")[2]
        (made.root / "content/a.md").write_text((made.root / "content/a.md").read_text() + "\nMore.\n")
        server.until("/d/2026/11/a/", lambda _, data: b"More." in data)
    assert {path: path.stat().st_mtime_ns for path in (made.root / "output").rglob("*")} == before
    assert b"livereload" not in (made.root / "output/index.html").read_bytes()


HOSTILE: list[tuple[bytes, int]] = [
    *((b"GET /d/ HTTP/1.1\r\nHost: %s\r\n\r\n" % host, 403) for host in (
        b"evil.example", b"evil.example:{port}", b"127.0.0.1.evil.example", b"localhost.evil.example:{port}", b"[::1",
        b"evil.example@127.0.0.1:{port}", b"127.0.0.1:{port}@evil.example", b"0.0.0.0:{port}", b"2130706433", b"%00",
        b'[fe80::1%25"><script>]',
    )),
    *((b"GET %s HTTP/1.1\r\nHost: evil.example\r\n\r\n" % path, 403) for path in (
        b"/livereload", b"/livereload.js", b"/d/_coranto/problems.css", b"/no/such/page",
    )),
    *((b"GET %s HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: %s\r\n\r\n" % each, 403) for each in (
        (b"/d/", b"http://evil.example"), (b"/d/", b"null"), (b"/livereload.js", b"http://127.0.0.1:1"),
        (b"/d/", b"http://["), (b"/d/feed.xml", b"https://localhost.evil.example:{port}"),
    )),
    *((b"GET %s HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n" % path, 404) for path in (
        b"/forcereload", b"/d/forcereload", b"/d/../config.yaml", b"/d/..%2fconfig.yaml", b"/d/%2e%2e/config.yaml",
        b"/d/%252e%252e/config.yaml", b"/d/..\\config.yaml", b"/d/..%5cconfig.yaml", b"/../../../../etc/passwd",
        b"/d/%2e%2e/%2e%2e/etc/passwd", b"//etc/passwd", b"/d//etc/passwd", b"/d/....//....//etc/passwd",
        b"/d/%00", b"/d/index.html%00.css", b"/d/%ff%fe", b"/d/%c0%ae%c0%ae/config.yaml", b"/d/%u002e%u002e/",
        b"/d/content/a.md", b"/d/config.yaml", b"/d/.coranto/", b"/d/.git/config", b"/d/~root/", b"/d/theme/../../config.yaml",
        b"/d/" + b"a/" * 4000, b"/d/" + b"%2e%2e%2f" * 900, b"/proc/self/environ", b"file:///etc/passwd",
        b"http://evil.example/d/", b"/d/_coranto/../../config.yaml", b"/d/index.html/..%2f..%2fconfig.yaml",
    )),
    *((b"%s /d/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 0\r\n\r\n" % verb, 405) for verb in (
        b"POST", b"PUT", b"DELETE", b"PATCH", b"OPTIONS", b"TRACE", b"CONNECT", b"PROPFIND", b"get",
    )),
    (b"GET /d/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX: " + b"a" * 200_000 + b"\r\n\r\n", 0),
    (b"GET /d/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n" + b"X: y\r\n" * 20_000 + b"\r\n", 0),
    (b"GET /d/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 99999999999\r\n\r\n", 400),
    (b"GET /d/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: -1\r\n\r\n", 400),
    (b"GET /d/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\n\r\n", 403),
    (b"GET /d/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nzz\r\n", 400),
    (b"GET\r\n\r\n", 400),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    (b"GET /d/ HTTP/9.9\r\nHost: 127.0.0.1:{port}\r\n\r\n", 400),
    (b"GET /d/\x00 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n", 400),
]  # fmt: skip


def test_hostile_requests_get_nothing_and_harm_nothing(served: Server) -> None:
    """Another site's page, a rebound name, a path that climbs, bytes that are no request: sent as they are."""
    assert len(HOSTILE) >= 60
    wrong = []
    for request, status in HOSTILE:
        request = request.replace(b"{port}", b"%d" % served.port)
        answer = served.raw(request)
        found = int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0
        if found not in (status, 400) or b"title: Test" in answer or b"root:" in answer or b"Traceback" in answer:
            wrong.append((request[:120], found, answer[:200]))
    assert not wrong
    assert served.get("/d/")[0] == 200
    assert "Traceback" not in served.log.read_text()


def test_slow_requests_hold_up_nobody(served: Server) -> None:
    """A hundred that never end, and the site is served."""
    slow = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(100)]
    for each in slow:
        each.sendall(b"GET /d/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
    assert served.get("/d/")[0] == 200
    for each in slow:
        each.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for many requests."""
    from tests.smallsite import small_site

    with running(small_site(tmp_path_factory.mktemp("served") / "site", SITE)) as server:
        yield server


@pytest.mark.parametrize(
    ("origin", "good"),
    [
        ("http://127.0.0.1:{port}", True),
        ("http://localhost:{port}", True),
        ("http://evil.example", False),
        ("http://127.0.0.1:1", False),
        ("http://localhost.evil.example:{port}", False),
        ("null", False),
    ],
)
def test_the_socket_opens_only_to_our_own_pages(served: Server, origin: str, good: bool) -> None:
    """livereload's own lets any site in."""

    async def attempt() -> bool:
        request = HTTPRequest(
            f"ws://127.0.0.1:{served.port}/livereload", headers={"Origin": origin.format(port=served.port)}
        )
        try:
            socket_ = await websocket_connect(request)
        except Exception:
            return False
        await socket_.write_message(json.dumps({"command": "hello"}))
        answer = json.loads(await socket_.read_message() or "{}")
        socket_.close()
        while await socket_.read_message() is not None:
            pass
        return bool(answer.get("command") == "hello")

    assert asyncio.run(attempt()) is good


@pytest.mark.parametrize("message", ["", "[]", "not json", '{"command": 1}', '{"x": "y"}', '"hello"'])
def test_nonsense_on_the_socket_does_not_harm_the_server(served: Server, message: str) -> None:
    """It closes, and the site is served on."""

    async def send() -> None:
        socket_ = await websocket_connect(f"ws://127.0.0.1:{served.port}/livereload")
        await socket_.write_message(message)
        socket_.close()
        while await socket_.read_message() is not None:
            pass

    asyncio.run(send())
    assert served.get("/d/")[0] == 200


def test_every_manner_of_saving_is_seen(site: Make) -> None:
    """A plain save, an editor's atomic one, a new file, an old file moved in, a deletion, config, template, CSS."""
    made = site(SITE + "-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\nstyles: [mine.css]\n"
                "-- themes/mine/assets/mine.css --\na {}\n"
                "-- config.yaml --\ntitle: T\nbase_url: https://e.org/d/\ntheme: mine\n")  # fmt: skip
    with running(made) as server:
        path = made.root / "content/a.md"
        text = path.read_text()
        path.write_text(text.replace("First words", "Saved words"))
        server.until("/d/2026/11/a/", lambda _, data: b"Saved words" in data)
        aside = made.root / "content/.a.md.swp"
        aside.write_text(text.replace("First words", "Atomic words"))
        aside.replace(path)
        server.until("/d/2026/11/a/", lambda _, data: b"Atomic words" in data)
        old = made.root / "old.md"
        old.write_text(text.replace("First words", "Moved words"))
        os.utime(old, (1, 1))
        old.rename(made.root / "content/moved.md")
        server.until("/d/2026/11/moved/", lambda status, data: status == 200 and b"Moved words" in data)
        (made.root / "content/moved.md").unlink()
        server.until("/d/2026/11/moved/", lambda status, _: status == 404)
        (made.root / "themes/mine/assets/mine.css").write_text("b {}")
        server.until("/d/theme/preview/mine.css", lambda _, data: b"b {}" in data)
        template = made.root / "themes/mine/templates/page.html"
        template.parent.mkdir()
        template.write_text('{% extends "plain/page.html" %}{% block title %}New title{% endblock %}')
        server.until("/d/about/", lambda _, data: b"New title" in data)
        made.write("-- config.yaml --\ntitle: Renamed\nbase_url: https://e.org/d/\n")
        server.until("/d/", lambda _, data: b"Renamed" in data)


def test_a_themes_folder_made_after_the_start_is_watched(site: Make) -> None:
    """From its first file on."""
    made = site(SITE)
    with running(made) as server:
        made.write("-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\n")
        made.write("-- config.yaml --\ntitle: Themed\nbase_url: https://e.org/d/\ntheme: mine\n")
        server.until("/d/", lambda _, data: b"Themed" in data)
        made.write(
            '-- themes/mine/templates/page.html --\n{% extends "plain/page.html" %}{% block title %}Mine{% endblock %}\n'
        )
        server.until("/d/about/", lambda _, data: b"<title>Mine" in data)


def test_a_mistake_is_shown_over_the_last_good_page_and_goes_when_it_is_mended(site: Make) -> None:
    """With file, line and hint; without a restart."""
    made = site(SITE)
    with running(made) as server:
        path = made.root / "content/a.md"
        good = path.read_text()
        path.write_text(good.replace("date: 2026-11-20", "date: yesterdy"))
        data = server.until("/d/", lambda _, data: b"coranto-problems" in data)
        assert b"First headline" in data
        assert b"<code>content/a.md:3:7</code>: <b>error</b>: &#x27;date&#x27; is not a date" in data
        assert b"3 | date: <mark>yesterdy</mark>" in data
        assert b"write 2026-11-22" in data
        assert "content/a.md:3:7: error" in server.log.read_text()
        path.write_text(good)
        server.until("/d/", lambda _, data: b"coranto-problems" not in data)


def test_it_starts_on_a_broken_site_and_shows_the_problems(site: Make) -> None:
    """The first build may fail too."""
    made = site("-- content/a.md --\nno front matter\n")
    with running(made) as server:
        status, _, data = server.get("/d/")
        assert status == 500
        assert b"there is no front matter" in data
        made.write(article("a", "Mended"))
        server.until("/d/", lambda status, data: status == 200 and b"Mended" in data)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have programs of their own for it")
def test_open_opens_a_browser_at_the_site(site: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that the user has chosen."""
    seen, program = tmp_path / "seen", tmp_path / "bin/xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$1" > {seen}.new\nmv {seen}.new {seen}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    with running(site(SITE), "--open") as server:
        server.until("/d/", lambda status, _: status == 200 and seen.exists())
        assert seen.read_text() == f"http://127.0.0.1:{server.port}/d/\n"


def test_ctrl_c_ends_it_within_a_second(site: Make) -> None:
    """And with exit code 0."""
    made = site(SITE)
    took = []
    while not took or (min(took) >= 1 and len(took) < 5):  # another program may have had the processor
        with running(made) as server:
            started = time.monotonic()
            server.process.send_signal(signal.SIGINT)
            assert server.process.wait(60) == 0
            took.append(time.monotonic() - started)
            assert "Traceback" not in server.log.read_text()
    assert min(took) < 1


def test_ctrl_c_does_not_wait_for_a_build(site: Make) -> None:
    """Not for one that is held by a hostile text."""
    made = site(SITE)
    with running(made) as server:
        (made.root / "content/bomb.md").write_text("---\ntitle: B\ndate: 2026-11-20\n---\n\n" + "[" * 20_000)
        time.sleep(0.6)  # well into the build; how far does not matter
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(10) == 0


def test_a_picture_that_became_a_link_or_a_pipe_is_not_served(site: Make) -> None:
    """While the last good site is shown."""
    made = site(article("a", body="![A](p.png)") + f"-- content/p.png --\n{DOT}")
    preview = Preview(lambda script: made.order(script=script), "/livereload.js")
    assert preview.make()
    assert preview.page("/d/p.png")[1] == DOT.encode()
    (made.root / "content/p.png").unlink()
    (made.root / "content/p.png").symlink_to(made.root / "config.yaml")
    assert b"title" not in preview.page("/d/p.png")[1]
    (made.root / "content/p.png").unlink()
    os.mkfifo(made.root / "content/p.png")
    assert preview.page("/d/p.png")[1] == b""


def test_a_port_in_use_is_passed_over_or_an_error() -> None:
    """The next free one is taken, unless one was asked for."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CorantoError, match="in use"):
            bind("127.0.0.1", port)
    first = bind("127.0.0.1", None)
    second = bind("127.0.0.1", None)
    assert first[0].getsockname()[1] != second[0].getsockname()[1]
    for each in first + second:
        each.close()


def test_a_fault_of_our_own_is_told_as_ours(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the last good site stays up."""
    made = site(SITE)
    preview = Preview(lambda script: made.order(withheld=True, script=script), "/livereload.js")
    assert preview.make()

    def broken(_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("coranto.preview.press", broken)
    assert preview.make() is None
    status, data, _, _ = preview.page("/d/")
    assert status == 200
    assert b"First headline" in data
    assert b"a fault of Coranto itself" in data


def test_what_fails_beside_the_loop_is_raised_where_it_is_waited_for() -> None:
    """A desk that cannot be opened ends the server; nothing waits for it for ever."""
    with pytest.raises(ZeroDivisionError):
        asyncio.run(_beside(lambda: 1 // 0))
