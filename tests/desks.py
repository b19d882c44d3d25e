"""A desk for tests: its server in this process, and somebody who comes to it.

with desk(made) as visitor:
    visitor.get("?show=published")              status, headers, page
    visitor.act("content/a.md", "accept")       what the button does, with the form as it stands
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import lxml.html
import tornado.httpserver
import tornado.netutil
import tornado.web

from coranto.desk.addresses import routes
from coranto.desk.bringing import Fetch
from coranto.desk.office import Office
from coranto.fetch import Fetched
from coranto.preview import Preview
from tests.smallsite import NOW, SmallSite


def no_network() -> Fetch:
    def fetch(address: str, etag: str, modified: str) -> Fetched:
        raise AssertionError(f"nobody may ask the network for {address}")

    return fetch


@dataclass
class Visitor:
    """Whoever has the token."""

    office: Office
    port: int
    root: Path

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str | None
    ) -> tuple[int, dict[str, str], str]:
        """One request as a browser at the desk sends it; what is None in ``headers`` is left out."""
        sent: dict[str, str | None] = {
            "Host": self.host,
            "Cookie": f"coranto-desk-{self.port}={self.office.token}",
            "Origin": f"http://{self.host}" if method == "POST" else None,
            "Content-Type": "application/x-www-form-urlencoded" if body is not None else None,
        }
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.items():
            if value is not None:
                connection.putheader(name, value.encode("utf-8"))
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        data = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, dict(answer.getheaders()), data

    def get(self, path: str = "") -> tuple[int, dict[str, str], str]:
        """A page of the desk, by its address below ``/_desk/`` or whole."""
        return self.ask("GET", path if path.startswith("/") else f"/_desk/{path}")

    def post(
        self, path: str, fields: Mapping[str, Any] | list[tuple[str, str]], **headers: str | None
    ) -> tuple[int, dict[str, str], str]:
        """Send a form, with its secret."""
        pairs = list(fields.items()) if isinstance(fields, Mapping) else fields
        body = urlencode([("secret", self.office.secret), *pairs], doseq=True).encode()
        return self.ask("POST", path if path.startswith("/") else f"/_desk/{path}", body, **headers)

    def form(self, name: str, show: str = "draft", which: str = "settle") -> dict[str, str]:
        """The form of an article as it is shown."""
        page = lxml.html.fromstring(self.get(f"?a={quote(name)}&show={show}")[2])
        return fields_of(page, which)

    def act(self, name: str, verb: str, show: str = "draft", **fields: Any) -> tuple[int, dict[str, str], str]:
        """Open an article, change fields (``source_name`` for ``source.name``), and press a button."""
        form = self.form(name, show) | {key.replace("_", "."): value for key, value in fields.items()} | {"act": verb}
        return self.post("act", form)

    def text(self, name: str) -> str:
        return (self.root / name).read_bytes().decode("utf-8")


def fields_of(page: lxml.html.HtmlElement, which: str) -> dict[str, str]:
    """What a form would send, as browsers do: the first line end of a textarea is none."""
    apart = {
        field.get("name"): field.get("value") for field in page.xpath(f"//input[@form='{which}' and @type='hidden']")
    }
    return {key: value.removeprefix("\n") for key, value in page.get_element_by_id(which).form_values()} | apart


@contextmanager
def desk(
    made: SmallSite, now: datetime = NOW, build: bool = False, gate: Callable[[], Fetch] = no_network
) -> Iterator[Visitor]:
    """A desk over a small site, until the end of the block."""
    preview = Preview(lambda script: made.order(now, withheld=True, script=script), "/livereload.js")
    sockets = tornado.netutil.bind_sockets(0, "127.0.0.1")
    port = sockets[0].getsockname()[1]
    office = Office(preview, port, gate)
    office.open()
    if build:
        preview.make()
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    async def listen() -> None:
        server = tornado.httpserver.HTTPServer(
            tornado.web.Application(routes(office), log_function=lambda handler: None)
        )
        server.add_sockets(sockets)
        ready.set()
        await stop.wait()
        server.stop()
        await server.close_all_connections()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(listen())

    stop = asyncio.Event()
    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    try:
        yield Visitor(office, port, made.root)
    finally:
        office.close()
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
