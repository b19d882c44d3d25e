"""The desk: the curator's morning in one page, over plain files.

In: the preview, and where it listens. Out: addresses for its server, below ``/_desk/``; nothing where another machine
could come. Files stay the truth: the desk reads and writes the Markdown in ``content/`` and keeps nothing of its own.

    gate        who may come                         (pure)
    form        front matter as a form               (pure)
    acts        what an action writes: bytes, bytes  (pure)
    binding     an edition as parts that move        (pure)
    inbox, health, proof, twins, candidates          what is shown
    stock       what lies in content/, read
    inspection  what ``check`` finds, in a thread of its own
    ledger      what was written, and its way back   (the only room here that writes)
    bringing    imports, in a thread of their own
    office, bureau, scene, words                 pages
    door, addresses                              requests, let in and answered
"""

from __future__ import annotations

import socket
import sys
from dataclasses import dataclass
from typing import Any

from coranto.desk.gate import PLACE, is_home
from coranto.preview import Preview

SWITCH = 0.0005  # seconds


@dataclass(frozen=True, slots=True)
class Desk:
    """An open desk: its routes for tornado, and the address that lets one in."""

    routes: tuple[Any, ...]
    address: str


def opened(preview: Preview, host: str, listener: socket.socket) -> Desk | None:
    """A desk for this preview; None where it would not be alone with its curator."""
    bound = listener.getsockname()
    if not is_home(host, bound[0]):
        return None
    from coranto.desk.addresses import routes
    from coranto.desk.office import Office

    # A request gives up the interpreter some twenty times, and beside a build waits that long each time: 5 ms as it is.
    sys.setswitchinterval(SWITCH)
    office = Office(preview, bound[1])
    office.open()
    shown = f"[{host}]" if ":" in host else host
    return Desk(tuple(routes(office)), f"http://{shown}:{bound[1]}{PLACE}?token={office.token}")
