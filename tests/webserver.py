"""A web server on 127.0.0.1 for tests, as one table of paths.

    with serving({"/": (200, {"Content-Type": "text/html"}, b"<p>Hello")}) as web:
        f"{web}/"      its address
        web.asked      what was asked for, in order: method and path

A body is bytes, or a function that is given ``send`` and ``over``: it sends what it likes, and stops when ``over`` is
set. Without an entry for it, ``/robots.txt`` is 404, as is all else.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Send = Callable[[bytes], Any]
Body = bytes | Callable[[Send, threading.Event], None]
Page = tuple[int, Mapping[str, str], Body]


class Web(ThreadingHTTPServer):
    """The server; as text, its address."""

    daemon_threads = True

    def __init__(self, pages: Mapping[str, Page], context: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.pages = dict(pages)
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.headless: set[str] = set()  # paths at which HEAD is refused
        self.over = threading.Event()
        self.scheme = "https" if context else "http"
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    @property
    def port(self) -> int:
        """The port that the system chose."""
        return int(self.server_address[1])

    def __str__(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up early is no fault of the server."""


class _Asked(BaseHTTPRequestHandler):
    server: Web
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.close_connection = True
        self.server.asked.append(f"GET {self.path}")
        self.server.headers.append(dict(self.headers.items()))
        status, headers, body = self.server.pages.get(self.path, (404, {"Content-Type": "text/html"}, b"no such page"))
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if isinstance(body, bytes) and not {name.lower() for name in headers} & {"content-length", "transfer-encoding"}:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if isinstance(body, bytes):
            self.wfile.write(body)
        else:
            body(self.wfile.write, self.server.over)

    def do_HEAD(self) -> None:
        self.close_connection = True
        self.server.asked.append(f"HEAD {self.path}")
        self.server.headers.append(dict(self.headers.items()))
        status, headers, _ = self.server.pages.get(self.path, (404, {}, b""))
        self.send_response_only(405 if self.path in self.server.headless else status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""


@contextmanager
def serving(pages: Mapping[str, Page], context: ssl.SSLContext | None = None) -> Iterator[Web]:
    """The server, running until the end of the block."""
    with Web(pages, context) as web:
        thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield web
        finally:
            web.over.set()
            web.shutdown()
            thread.join()
