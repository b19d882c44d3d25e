"""The door of the desk: what all its addresses share. A request in; a refusal, or the way to what it wants, out.

Who is let in stands in ``gate``.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

import tornado.web

from coranto.desk.gate import PLACE, Asked, refusal
from coranto.desk.inbox import SHOWS, View
from coranto.desk.ledger import Deed
from coranto.desk.office import Office
from coranto.desk.scene import Told
from coranto.problems import CorantoError

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HTML = "text/html; charset=utf-8"


class Door(tornado.web.RequestHandler):
    """Lets nobody in but the one who has the token, and nothing be done but by a form of the desk's own."""

    SUPPORTED_METHODS = ("GET", "POST")

    def initialize(self, office: Office) -> None:
        self.office = office

    def set_default_headers(self) -> None:
        self.set_header("Server", "Coranto")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("X-Frame-Options", "DENY")
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Referrer-Policy", "same-origin")  # with no-referrer browsers would send no Origin either

    def prepare(self) -> None:
        head = self.request.headers
        asked = Asked(
            self.request.method or "",
            self.request.host,
            head.get("Origin", ""),
            head.get("Sec-Fetch-Site", ""),
            self.get_cookie(self.cookie) or "",
            self.word("secret") if self.request.method == "POST" else "",
        )
        if self.request.method == "GET" and self.entered(asked):
            return
        why = refusal(asked, self.office.token, self.office.port)
        if why:
            self.set_status(403)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(f"403: {why}\n")

    @property
    def cookie(self) -> str:
        return f"coranto-desk-{self.office.port}"

    def entered(self, asked: Asked) -> bool:
        """Did the address bear the token? It is then left for one that does not."""
        token = self.get_query_argument("token", "")
        told = Asked("GET", asked.host, token=token)
        if not token or refusal(told, self.office.token, self.office.port):
            return False
        self.set_cookie(self.cookie, token, path=PLACE, httponly=True, samesite="Strict")
        self.redirect(PLACE, status=303)
        return True

    def word(self, name: str) -> str:
        """One field of a form, as it was sent."""
        return str(self.get_body_argument(name, "", strip=False))

    def number(self, name: str) -> int:
        """A whole number of the address or the form; 0 for anything else."""
        text = str(self.get_argument(name, ""))
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @property
    def view(self) -> View:
        show = str(self.get_argument("show", "draft"))
        return View(
            show if show in SHOWS else "draft",
            " ".join(str(self.get_argument("q", "")).split())[:200],
            self.number("skip"),
        )

    def told(self) -> Told:
        """What was done last, when the address names it."""
        return Told(self.office.ledger.find(self.number("done")))

    def page(self, text: str, status: int = 200) -> None:
        self.set_status(status)
        self.set_header("Content-Type", HTML)
        self.finish(text)

    def onward(self, place: str, done: Deed | None = None) -> None:
        """To a page that is there to be loaded again."""
        joint = "&" if "?" in place else "?"
        self.redirect(place + (f"{joint}done={done.number}" if done else ""), status=303)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        told = f"{status_code}\n"
        fault = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(fault, CorantoError):
            told += "".join(f"{problem.show()}\n" for problem in fault.problems)
        elif fault is not None and not isinstance(fault, tornado.web.HTTPError):
            last = traceback.extract_tb(fault.__traceback__)[-1]
            where = f"{Path(last.filename).name}:{last.lineno}"
            told += f"a fault of Coranto itself, not of your files: {type(fault).__name__}: {fault} ({where})\n"
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(told)
