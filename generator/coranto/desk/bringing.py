"""What is brought in: a pasted text, dropped files, addresses and feeds, by the import the command line has.

In: an order. Out: a job, whose progress and results can be looked at while it runs in a thread of its own. Uploaded
files lie in a folder of the system's for as long as that takes. One job at a time: a second one waits its turn.
"""

from __future__ import annotations

import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath

from coranto.desk.ledger import Change
from coranto.fetch import Fetched, Gate
from coranto.filing import Destination, Filed, Recorded
from coranto.gather import Means, Result, Unchanged, gather
from coranto.inputs import PASTED, is_address
from coranto.problems import CorantoError, Problem, visible
from coranto.text import slugify

Fetch = Callable[[str, str, str], Fetched]
KEPT = 20  # jobs that can be looked at


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be brought in. ``files``: name and bytes; ``follow``: the feeds of the site's sources."""

    text: bytes = b""
    files: tuple[tuple[str, bytes], ...] = ()
    addresses: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()  # what stood among addresses and is none
    follow: bool = False

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.files or self.addresses or self.strange or self.follow)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one thing that was brought: ``status`` is that of ``filing``, or ``refused``, or ``warning``;
    ``alike``: path, verdict and share of each that tells the same."""

    status: str
    name: str = ""
    title: str = ""
    doubts: tuple[str, ...] = ()
    alike: tuple[tuple[str, str, float], ...] = ()
    message: str = ""
    hint: str = ""


@dataclass(slots=True)
class Job:
    """An order at work, or done."""

    number: int
    done: int = 0
    total: int = 0
    running: bool = True
    deed: int = 0  # its number in the ledger, when it has changed anything
    outcomes: list[Outcome] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


class Porter:
    """Brings things in, one order after the other."""

    def __init__(self, root: Path, gate: Callable[[], Fetch]) -> None:
        self._root = root
        self._gate = gate  # a fresh one for each order: it remembers what it asked
        self._turn = threading.Lock()
        self._jobs: dict[int, Job] = {}
        self._number = 0

    def find(self, number: int) -> Job | None:
        """A job by its number."""
        return self._jobs.get(number)

    def start(self, order: Order, now: datetime, ended: Callable[[Job], object]) -> Job:
        """Begin; ``ended`` is called in the job's own thread."""
        self._number += 1
        job = Job(self._number)
        self._jobs[job.number] = job
        self._jobs.pop(self._number - KEPT, None)
        threading.Thread(target=self._run, args=(job, order, now, ended), daemon=True).start()
        return job

    def _run(self, job: Job, order: Order, now: datetime, ended: Callable[[Job], object]) -> None:
        with self._turn:
            try:
                self._bring(job, order, now)
            except CorantoError as fault:
                job.outcomes += [_told(problem) for problem in fault.problems]
            except Exception as fault:  # the desk must say so, for nobody else is there to
                where = traceback.extract_tb(fault.__traceback__)[-1]
                message = f"a fault of Coranto itself: {type(fault).__name__}: {fault} ({where.name}:{where.lineno})"
                job.outcomes.append(Outcome("refused", message=message, hint="please report it"))
            finally:
                ended(job)
                job.running = False

    def _bring(self, job: Job, order: Order, now: datetime) -> None:
        for word in order.strange:
            hint = "it begins with https:// or http://"
            job.outcomes.append(Outcome("refused", title=visible(word), message="this is no address", hint=hint))
        if not (order.text.strip() or order.files or order.addresses or order.follow):
            return

        def step(done: int, total: int) -> None:
            job.done, job.total = done, total

        with tempfile.TemporaryDirectory(prefix="coranto-") as folder:
            names = ["-"] if order.text.strip() else []
            names += _laid_out(order.files, Path(folder))
            names += order.addresses
            job.total = len(names)
            means = Means(self._gate(), lambda most: order.text[:most], follow=order.follow, step=step, called=PASTED)
            for result in gather(names, Destination(self._root, now), means):
                self._note(job, result)

    def _note(self, job: Job, result: Result) -> None:
        if isinstance(result, Problem):
            job.outcomes.append(_told(result))
        elif isinstance(result, Unchanged):
            job.outcomes.append(Outcome("unchanged", title=result.name))
        elif isinstance(result, Recorded):
            name = self._name(result.path) if result.path else ""
            job.outcomes.append(Outcome(f"source {result.status}", name, result.subscription.name))
        elif isinstance(result, Filed):
            alike = tuple((self._name(each.path), each.verdict, each.shared) for each in result.alike)
            job.outcomes.append(
                Outcome(
                    result.status,
                    self._name(result.path),
                    result.clipping.title,
                    result.clipping.doubts if result.status == "new" else (),
                    alike,
                )
            )
        if isinstance(result, Filed | Recorded):
            for each in result.changes:
                before = None if each.before is None else each.before.encode("utf-8")
                job.changes.append(Change(self._name(each.path), before, each.after.encode("utf-8")))

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else str(path)


def _told(problem: Problem) -> Outcome:
    place = visible(Path(problem.place.path).name) if problem.place else ""
    status = "refused" if problem.severity == "error" else "warning"
    return Outcome(status, title=place, message=visible(problem.message), hint=visible(problem.hint))


def _laid_out(files: tuple[tuple[str, bytes], ...], folder: Path) -> list[str]:
    """Uploaded files under names that cannot lead anywhere else, each in a folder of its own."""
    found = []
    for number, (name, data) in enumerate(files):
        bare = PurePosixPath(PureWindowsPath(name).name)
        ending = slugify(bare.suffix)[:8]
        place = folder / str(number) / f"{slugify(bare.stem)[:80] or 'file'}{'.' + ending if ending else ''}"
        place.parent.mkdir()
        place.write_bytes(data)
        found.append(str(place))
    return found


def order_of(text: str, files: tuple[tuple[str, bytes], ...], places: str, follow: bool) -> Order:
    """An order from what a form sends. Only addresses are taken for addresses: anything else would name a file here."""
    words = tuple(dict.fromkeys(places.split()))
    return Order(
        text.encode("utf-8"),
        files,
        tuple(word for word in words if is_address(word)),
        tuple(word for word in words if not is_address(word)),
        follow,
    )


def network() -> Fetch:
    """The way to the network."""
    gate = Gate(time.monotonic, time.sleep)
    return lambda address, etag, modified: gate.get(address, etag=etag, modified=modified)
