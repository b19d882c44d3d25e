"""What ``check`` finds in the site as it was built last, asked for at the desk. An order in, findings out; in a thread
of its own, for it takes as long as a build."""

from __future__ import annotations

import threading
from dataclasses import replace

from coranto.checks import check
from coranto.materials import Order
from coranto.problems import CorantoError, Problem


class Inspector:
    """One inspection at a time; the last one's findings are kept until the next."""

    def __init__(self) -> None:
        self._work: threading.Thread | None = None
        self.found: tuple[Problem, ...] | None = None

    @property
    def running(self) -> bool:
        """Is one at work?"""
        return self._work is not None and self._work.is_alive()

    def start(self, order: Order) -> None:
        """Begin, unless one is at work."""
        if not self.running:
            self._work = threading.Thread(target=self._run, args=(replace(order, compiled=None),), daemon=True)
            self._work.start()

    def _run(self, order: Order) -> None:
        try:
            self.found = check(order).problems
        except CorantoError as fault:
            self.found = fault.problems
        except Exception as fault:  # the desk must say so, for nobody else is there to
            message = f"a fault of Coranto itself: {type(fault).__name__}: {fault}"
            self.found = (Problem(message, hint="please report it"),)
