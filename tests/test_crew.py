"""Work elsewhere: whoever does it, and wherever, the bytes are the same; and what goes wrong there is told here."""

import multiprocessing
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from coranto.build import build
from coranto.crew import PIECES, Errand, _Dask, crew_of, do, done_elsewhere, portrait
from coranto.galley import _apart
from coranto.hands import End, Hands
from coranto.materials import Order
from coranto.problems import CorantoError, error
from tests.extras import needs
from tests.smallsite import SmallSite, article, small_site

SPAWN = partial(ProcessPoolExecutor, 2, multiprocessing.get_context("spawn"))
THREADS = partial(ThreadPoolExecutor, 2)


@pytest.fixture
def many(tmp_path: Path) -> SmallSite:
    """A site large enough to be sent: plain texts and others, links, notes, tags."""
    days = [f"2026-{1 + number // 28:02}-{1 + number % 28:02}" for number in range(260)]
    bodies = [
        "Text *{n}*.\n\n| a |\n|---|\n| {n} |",
        "See [another](x3.md) and [nothing](none.md).",
        "A note[^1].\n\n[^1]: Said.",
    ]
    pieces = [
        article(f"x{n}", f"Story {n}", day, tags=f"[t{n % 7}]", body=bodies[n % 3].replace("{n}", str(n)))
        for n, day in enumerate(days)
    ]
    return small_site(tmp_path / "site", "".join(pieces))


def made(site: SmallSite, name: str, crew: Any = None) -> tuple[dict[str, bytes], list[str]]:
    """All that is published, and what is said of it."""
    folder = site.root / name
    told = build(Order(site.root, datetime(2026, 11, 22, 12, tzinfo=UTC), output=folder, clean=True, crew=crew))
    return files(folder), [each.show() for each in told.problems]


def files(folder: Path) -> dict[str, bytes]:
    """All that was published."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("crew", [SPAWN, THREADS], ids=["fresh processes", "threads"])
def test_the_site_is_the_same_by_any_executor(many: SmallSite, crew: Any) -> None:
    """Byte for byte, warnings too."""
    here, elsewhere = made(many, "here"), made(many, "elsewhere", crew)
    assert len(here[0]) > 300
    assert here == elsewhere
    assert any("leads nowhere" in problem for problem in here[1])


CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
        prefix = cluster.scheduler.task_prefixes.get("do")
        print(prefix is not None and prefix.state_counts["memory"] > 2, flush=True)
"""


@pytest.fixture
def cluster() -> Iterator[Callable[[int], tuple[str, Callable[[], bool]]]]:
    """Dask on this machine, as a process: so many workers -> its address; and the way to end it and to learn whether
    it has worked."""
    running: list[subprocess.Popen[str]] = []

    def start(workers: int) -> tuple[str, Callable[[], bool]]:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", CLUSTER, str(workers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        running.append(process)
        assert process.stdout
        address = process.stdout.readline().strip()
        return address.replace("tcp://", "dask://"), lambda: process.communicate(timeout=60)[0].strip() == "True"

    start.running = running  # type: ignore[attr-defined]  # for who ends it too soon
    yield start
    for process in running:
        if process.poll() is None:
            process.communicate(timeout=60)
        for stream in (process.stdin, process.stdout):
            assert stream
            stream.close()


def coranto(site: SmallSite, *arguments: str, setup: str = "") -> subprocess.CompletedProcess[str]:
    """The command, as its user has it."""
    script = f"{setup}\nfrom coranto.cli import main\nmain()"
    command = [
        sys.executable,
        "-P",
        "-W",
        "error",
        "-c",
        script,
        "build",
        "--root",
        str(site.root),
        "--now",
        "2026-11-22T12:00Z",
    ]
    return subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=120)


@needs("distributed")
def test_the_site_is_the_same_by_two_workers_of_dask(many: SmallSite, cluster: Any) -> None:
    """On loopback; and the workers have worked."""
    address, worked = cluster(2)
    done = coranto(many, "--executor", address, "--output", str(many.root / "elsewhere"))
    assert done.returncode == 0, done.stderr
    assert worked()
    again = coranto(many, "--clean", "--output", str(many.root / "here"))
    assert again.returncode == 0, again.stderr
    assert (done.stdout, done.stderr) == (again.stdout, again.stderr)
    assert files(many.root / "elsewhere") == files(many.root / "here")


@needs("distributed")
def test_a_scheduler_without_workers_is_told(many: SmallSite, cluster: Any) -> None:
    """After a while, with what starts one."""
    address, _ = cluster(0)
    done = coranto(many, "--executor", address, setup="import coranto.crew\ncoranto.crew.ABSENT = 0.2")
    assert done.returncode == 1
    assert done.stderr.startswith(f"--executor: error: no worker has come to {address} in 0.2 s\n  hint: start one")
    assert "dask worker tcp://127.0.0.1:" in done.stderr
    assert not (many.root / "output").exists()


@needs("distributed")
def test_one_that_answers_and_is_no_scheduler_is_told(many: SmallSite) -> None:
    """In one line, and soon."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"dask://127.0.0.1:{other.getsockname()[1]}"
        setup = "import coranto.crew\ncoranto.crew.SECONDS = 1"
        done = coranto(many, "--executor", address, setup=setup)
    assert done.returncode == 1
    assert done.stderr.startswith(f"--executor: error: no scheduler answers at {address}: ")
    assert len(done.stderr.splitlines()) == 2


ENDS = """
import os, signal
import coranto.crew as crew
result = crew._result
def ends(future):
    told = result(future)
    crew._result = result
    for pid in {pids}:
        os.kill(pid, signal.SIGKILL)
    return told
crew._result = ends
"""


def workers_of(pid: int) -> list[int]:
    """The processes of a cluster's workers."""
    children = Path(f"/proc/{pid}/task").glob("*/children")
    found = [int(each) for path in children for each in path.read_text().split()]
    return [each for each in found if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]


@needs("distributed")
@pytest.mark.skipif(sys.platform != "linux", reason="by /proc")
def test_a_worker_that_is_killed_midway_is_made_up_for(many: SmallSite, cluster: Any) -> None:
    """By the others: the same bytes, and not a word."""
    address, _ = cluster(2)
    killed = workers_of(cluster.running[0].pid)[:1]
    assert killed
    done = coranto(
        many, "--executor", address, "--output", str(many.root / "elsewhere"), setup=ENDS.format(pids=killed)
    )
    again = coranto(many, "--clean", "--output", str(many.root / "here"))
    assert (done.returncode, done.stdout, done.stderr) == (0, again.stdout, again.stderr)
    assert files(many.root / "elsewhere") == files(many.root / "here")


@needs("distributed")
def test_a_scheduler_that_is_killed_midway_is_told(many: SmallSite, cluster: Any) -> None:
    """In one line, and soon; nothing is written."""
    address, _ = cluster(1)
    done = coranto(many, "--executor", address, setup=ENDS.format(pids=[cluster.running[0].pid]))
    assert done.returncode == 1
    assert done.stderr.startswith("--executor: error: ")
    assert len(done.stderr.splitlines()) == 2
    assert not (many.root / "output").exists()


@needs("distributed")
@pytest.mark.parametrize(
    ("said", "words"),
    [
        (b"x", "it has fallen silent for 0.6 s"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", ""),
        ((16).to_bytes(8, "little") + (1).to_bytes(8, "little") + bytes(16), ""),
    ],
    ids=["one byte", "a web server", "frames of nothing"],
)
def test_one_that_speaks_otherwise_is_told(many: SmallSite, said: bytes, words: str) -> None:
    """In one line, and soon: Dask itself would wait without end, or print a traceback."""

    def speak() -> None:
        with suppress(OSError):
            while True:
                caller = other.accept()[0]
                caller.sendall(said)
                callers.append(caller)

    callers: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as other:
        thread = threading.Thread(target=speak)
        thread.start()
        address = f"dask://127.0.0.1:{other.getsockname()[1]}"
        done = coranto(many, "--executor", address, setup="import coranto.crew\ncoranto.crew.SECONDS = 0.3")
        other.shutdown(socket.SHUT_RDWR)
        thread.join()
        for each in callers:
            each.close()
    assert done.returncode == 1
    assert done.stderr.startswith(f"--executor: error: no scheduler answers at {address}: {words}")
    assert len(done.stderr.splitlines()) == 2


@needs("distributed")
def test_an_unreachable_scheduler_is_told_before_anything_is_read(tmp_path: Path) -> None:
    """Also where there is no site at all."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    done = coranto(SmallSite(tmp_path), "--executor", f"dask://127.0.0.1:{port}")
    assert done.returncode == 1
    assert done.stderr == (
        f"--executor: error: no scheduler answers at dask://127.0.0.1:{port}: Connection refused\n"
        "  hint: is it the address that dask scheduler says? with TLS it is dask+tls://HOST:PORT\n"
    )


@pytest.mark.parametrize(
    "address",
    ["", "dask", "dask://", "dask://host", "dask://:8786", "dask://a:b", "dask://a:99999", "ray://a:1", "tcp://a:1",
     "dask://me@a:1", "dask://a:1/x", "dask://a b:1", "dask://a:١", "dask://a:1\n", "dask://[::1:1"],
)  # fmt: skip
def test_what_names_no_executor_is_told(address: str) -> None:
    """With what to write."""
    with pytest.raises(CorantoError, match="this names no executor: ") as caught:
        crew_of(address)
    assert "write dask://HOST:PORT" in caught.value.problems[0].hint


def test_without_dask_it_is_told_what_to_install(monkeypatch: Any) -> None:
    """In one line."""
    monkeypatch.setattr("coranto.crew.installed", lambda name: False)
    with pytest.raises(CorantoError, match="Dask is not installed") as caught:
        crew_of("dask://127.0.0.1:8786")
    assert caught.value.problems[0].hint == f"{sys.executable} -m pip install 'distributed>=2025.1'"


# Errands of these tests: functions of a module, as every executor can send them.


def squares(common: int) -> Any:
    """Squares, and something that is common; odd ones are done at home."""
    return lambda pieces: [b"%d" % (common + piece * piece) if piece % 2 == 0 else None for piece in pieces]


def fails(common: int) -> Any:
    """What raises."""
    return [].index(common)


def dies(common: int) -> Any:
    """What ends its process."""
    os._exit(common)


def numbers(count: int, crew: Any, begin: Any = squares) -> dict[int, bytes | None]:
    return dict(done_elsewhere(crew, count, Errand(begin, 5, lambda number: number)))


@pytest.mark.parametrize("count", [0, 1, 3, PIECES, 1001])
def test_each_piece_is_done_once(count: int) -> None:
    """Whatever the number of chunks."""
    want = {number: b"%d" % (5 + number * number) if number % 2 == 0 else None for number in range(count)}
    assert numbers(count, THREADS) == want


def test_what_is_sent_back_is_left_to_this_process() -> None:
    """Its number is told, as for one that ends its process."""
    errand = Errand(squares, 5, lambda number: number)
    found = dict(Hands(crew=THREADS).each(300, lambda number: b"", errand=errand))
    assert {number for number, data in found.items() if data is End.LEFT} == set(range(1, 300, 2))


def test_what_is_common_is_sent_once_to_each_worker() -> None:
    """It may be large; and chunks grow no larger than they must."""
    sent: list[tuple[bool, int]] = []

    class Noted(ThreadPoolExecutor):
        def submit(self, work: Any, *told: Any, **more: Any) -> Future[Any]:
            sent.append((told[2] is not None, len(told[3])))
            return super().submit(work, *told, **more)

    large = Errand(weighs, os.urandom(8), lambda number: b"x" * 100_000)
    found = dict(done_elsewhere(partial(Noted, 1), 100, large))
    assert found == dict.fromkeys(range(100), b"100000")
    assert 1 <= sum(common for common, _ in sent) <= 4  # those that were under way before the first had come back
    assert max(size for _, size in sent) < 1_200_000


def weighs(common: bytes) -> Any:
    """How large pieces are."""
    return lambda pieces: [b"%d" % len(piece) for piece in pieces]


@pytest.mark.parametrize(
    ("crew", "begin", "words"),
    [
        (THREADS, fails, "the work elsewhere has failed: ValueError: 5 is not in list"),
        (SPAWN, dies, "the work elsewhere has failed: BrokenProcessPool: A process in the process pool"),
    ],
    ids=["one that raises", "one that dies"],
)
def test_a_worker_that_fails_is_told(crew: Any, begin: Any, words: str) -> None:
    """In words, and at once."""
    with pytest.raises(CorantoError) as caught:
        numbers(300, crew, begin)
    assert caught.value.problems[0].show().startswith(f"--executor: error: {words}")


def test_workers_that_say_nothing_are_not_waited_for(monkeypatch: Any) -> None:
    """Longer than is said."""

    class Silent(Executor):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            return Future()

    monkeypatch.setattr("coranto.crew.SILENCE", 0.01)
    with pytest.raises(CorantoError, match=r"nothing has come back from the workers for 0\.01 s"):
        numbers(300, Silent)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("unknown", None), "a worker answers otherwise than the Coranto of here"),
        (("done", [b"1"]), "a worker answers otherwise than the Coranto of here"),
        (5, "TypeError: "),
        (("done",), "ValueError: "),
    ],
)
def test_a_worker_that_answers_otherwise_is_told(answer: Any, words: str) -> None:
    """Also one that forgets for ever what is common: it is sent once more, and then no more."""

    class Odd(ThreadPoolExecutor):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            return super().submit(lambda: answer)

    with pytest.raises(CorantoError) as caught:
        numbers(300, partial(Odd, 1))
    assert words in caught.value.problems[0].message


def test_when_none_is_left_the_silence_is_not_waited_out(monkeypatch: Any) -> None:
    """After a while without an answer the scheduler is asked whether somebody is there."""

    class Left(_Dask):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            return Future()

        def need_worker(self) -> None:
            raise error("no worker has come")

    monkeypatch.setattr("coranto.crew.ABSENT", 0.01)
    with pytest.raises(CorantoError, match="no worker has come"):
        numbers(300, lambda: Left(None, "", ""))


def test_a_worker_of_another_version_is_refused() -> None:
    """By all that its bytes depend on; nothing it was sent is unpacked."""
    ours = portrait()

    class Other(ThreadPoolExecutor):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            return super().submit(lambda: ("other", {**ours, "lxml": "0.1", "nh3": "none"}))

    with pytest.raises(CorantoError) as caught:
        numbers(300, partial(Other, 1))
    said = f"a worker has lxml 0.1, here {ours['lxml']}; nh3 none, here {ours['nh3']}"
    assert caught.value.problems[0].message == said
    assert do({**ours, "Python": "2"}, b"", b"no pickle", b"no pickle") == ("other", ours)


def test_a_template_that_fails_elsewhere_is_told_as_here(many: SmallSite) -> None:
    """The first ten pages, in their order, with the line of the template."""
    many.write("-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\n")
    many.write(
        '-- themes/mine/templates/article.html --\n{% extends "plain/article.html" %}\n{% block title %}{{ page.no }}{% endblock %}\n'
    )
    many.write("-- config.yaml --\ntitle: T\ntheme: mine\n")
    told = []
    for crew in (None, THREADS):
        with pytest.raises(CorantoError) as caught:
            made(many, "out", crew)
        told.append([each.show() for each in caught.value.problems])
    assert told[0] == told[1] != []


def test_filters_of_extensions_are_told_not_to_travel(many: SmallSite) -> None:
    """They are the user's own functions, and stand in no module that a worker has."""
    many.write('-- extensions/loud.py --\nFILTERS = {"loud": str.upper}\n')
    many.write("-- config.yaml --\ntitle: T\nextensions: [loud]\n")
    with pytest.raises(CorantoError, match=r"filters of extensions \(loud\) cannot be sent elsewhere"):
        made(many, "out", THREADS)


def test_a_text_that_takes_too_long_elsewhere_is_told_and_not_waited_for(many: SmallSite, monkeypatch: Any) -> None:
    """With its place: Python-Markdown has its time there too."""
    monkeypatch.setattr("coranto.marker.SECONDS", 1)
    many.write(article("bad", body="[" * 20_000 + "\n\n| a |\n|---|\n| 1 |"))
    over = threading.Event()
    beside = threading.Thread(target=over.wait)
    beside.start()  # so that it is not set in a copy of this process either
    try:
        with pytest.raises(CorantoError) as caught:
            made(many, "out", THREADS)
    finally:
        over.set()
        beside.join()
        _apart().close()
    errors = [each.show().splitlines()[0] for each in caught.value.problems if each.severity == "error"]
    assert errors == ["content/bad.md:5: error: this takes more than 1 s to typeset"]
