"""Work on many hands. A process with threads is not copied, and the tests run in one: so these run in a fresh one."""

import fcntl
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from coranto.galley import _apart
from coranto.hands import Spool
from coranto.problems import CorantoError
from coranto.texts import Manuscript
from coranto.typeset import typeset
from tests.smallsite import SmallSite, article, small_site

PRELUDE = """
import json, os, signal, sys
from pathlib import Path
from coranto.cache import Cache
from coranto.hands import MANY, Hands, Spool
def told(value): print(json.dumps(value))
"""


def run(script: str, *arguments: str) -> Any:
    """What a script says in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", PRELUDE + script, *arguments], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_all_is_done_once_by_any_number_of_hands(jobs: int) -> None:
    """In no certain order."""
    script = f"told(sorted((n, found.decode()) for n, found in Hands({jobs}).each(300, lambda n: b'%d' % (n * n))))"
    assert run(script) == [[number, str(number * number)] for number in range(300)]


def test_more_hands_are_used_where_the_work_is_much() -> None:
    """And this process does it alone where it is little."""
    script = """
def pids(count): return len({found for _, found in Hands(2).each(count, lambda n: b'%d' % os.getpid())} - {b'%d' % os.getpid()})
told([pids(MANY), pids(MANY - 1)])
"""
    assert run(script) == [2, 0]


@pytest.mark.parametrize(
    "harm",
    ["while True: pass", "import re; re.match(r'(a+)+$', 'a' * 60 + 'b')", "os.kill(os.getpid(), signal.SIGSEGV)"],
    ids=["endless", "endless in one call", "crash"],
)
@pytest.mark.parametrize("count", [3, 250])
def test_one_that_never_ends_or_ends_its_process_keeps_none_of_the_others(harm: str, count: int) -> None:
    """It gives nothing; what was before and behind it is done."""
    script = f"""
def work(n):
    if n == 2:
        {harm}
    return b'done'
told(sorted((n, isinstance(found, bytes)) for n, found in Hands(2).each({count}, work, seconds=1)))
"""
    assert run(script) == [[number, number != 2] for number in range(count)]


def test_what_was_made_ahead_is_found() -> None:
    """Whoever asks for it afterwards need not make it."""
    script = """
from coranto.cache import key_of
cache = Cache()
rows, table = [key_of(b'%d' % n) for n in range(250)], ('bodies', 'rows')
late = Hands(2).ahead(cache, 250, lambda n: cache.keep('step', rows[n], b'%d' % n, table[n % 2]), 'step')
told([late, cache.made, [cache.find(row, table[n % 2]).decode() for n, row in enumerate(rows)]])
"""
    assert run(script) == [{}, {"step": 250}, [str(number) for number in range(250)]]


def test_a_spool_keeps_bytes_and_no_names(tmp_path: Path) -> None:
    """What a process put there is read by the other, also when the names are gone."""
    script = """
spool = Spool(Path(sys.argv[1]))
places = dict(Hands(2).each(250, lambda n: spool.put(b'%d' % n * 100)))
ways = {n: spool.get(place) for n, place in places.items()}
spool.close()
told([all(way() == b'%d' % n * 100 for n, way in ways.items()), len(os.listdir(sys.argv[1]))])
"""
    assert run(script, str(tmp_path)) == [True, 0]


@pytest.mark.parametrize("fault", ["", "raise SystemExit(3)"], ids=["all went well", "a fault"])
def test_a_spool_leaves_no_file_open(tmp_path: Path, fault: str) -> None:
    """A way to its bytes holds the file; with the last of them it is closed, also after a fault."""
    script = f"""
import warnings
from contextlib import closing, suppress
from coranto.hands import can_fork
warnings.simplefilter('error')
def opened(): return len(os.listdir('/proc/self/fd'))
before, during = opened(), 0
with suppress(SystemExit), closing(Spool(Path(sys.argv[1]))) as spool:
    ways = [spool.get(place) for n, place in Hands(2).each(250, lambda n: spool.put(b'x'))] + [spool.get(spool.put(b'x'))]
    during = opened()
    {fault}
del spool
held = opened()
del ways
told([during > before, held - before, opened() - before, can_fork()])
"""
    done = subprocess.run(
        [sys.executable, "-P", "-W", "error", "-c", PRELUDE + script, str(tmp_path)], capture_output=True, text=True
    )
    assert done.stderr == ""
    assert json.loads(done.stdout) == [True, 3, 0, True]


def test_a_fault_ends_the_hands_at_work() -> None:
    """No process is left behind."""
    script = """
try:
    for n, _ in Hands(2).each(1000, lambda n: b'x' * 100_000):
        raise ValueError
except ValueError: pass
try: os.waitpid(-1, os.WNOHANG); told('left')
except ChildProcessError: told('none left')
"""
    assert run(script) == "none left"


@pytest.fixture
def many(tmp_path: Path) -> SmallSite:
    """A site large enough for two."""
    days = [f"2026-{1 + number // 28:02}-{1 + number % 28:02}" for number in range(260)]
    pieces = [
        article(f"x{n}", f"Story {n}", day, tags=f"[t{n % 7}]", body=f"Text *{n}*.\n\n| a |\n|---|\n| {n} |")
        for n, day in enumerate(days)
    ]
    return small_site(tmp_path / "site", "".join(pieces))


def coranto(site: SmallSite, *arguments: str, setup: str = "") -> subprocess.CompletedProcess[str]:
    """The command, in a process without threads."""
    script = f"{setup}\nfrom coranto.cli import main\nmain()"
    command = [sys.executable, "-P", "-c", script, "build", "--root", str(site.root), "--now", "2026-11-22T12:00Z"]
    return subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=120)


def files(folder: Path) -> dict[str, bytes]:
    """All that was published."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_site_is_the_same_for_any_number_of_jobs(many: SmallSite) -> None:
    """Law 2: byte for byte; with a memory, and without one."""
    sites = []
    for jobs in ("1", "2", "3"):
        done = coranto(many, "--jobs", jobs, "--clean", "--output", str(many.root / f"out{jobs}"))
        assert done.returncode == 0, done.stderr
        sites.append(files(many.root / f"out{jobs}"))
    assert len(sites[0]) > 300
    assert sites[0] == sites[1] == sites[2]


def test_a_template_that_fails_is_told_the_same_by_any_number_of_jobs(many: SmallSite) -> None:
    """The first ten pages, in their order."""
    many.write("-- themes/mine/theme.yaml --\nname: mine\ninherits: plain\n")
    many.write(
        '-- themes/mine/templates/article.html --\n{% extends "plain/article.html" %}\n{% block title %}{{ page.no }}{% endblock %}\n'
    )
    many.write("-- config.yaml --\ntitle: T\ntheme: mine\n")
    one, two = (coranto(many, "--jobs", jobs) for jobs in "12")
    assert one.returncode == two.returncode == 1
    assert one.stderr == two.stderr != ""


def test_a_text_that_takes_too_long_is_told_and_not_waited_for(many: SmallSite) -> None:
    """With its place, beside whatever else is wrong."""
    many.write(article("bad", body="[" * 20_000 + "\n\n| a |\n|---|\n| 1 |"))
    done = coranto(many, setup="import coranto.marker\ncoranto.marker.SECONDS = 1")
    assert done.returncode == 1
    assert done.stderr.startswith("content/bad.md:5: error: this takes more than 1 s to typeset\n  hint: ")
    assert not (many.root / "output").exists()


def test_a_text_that_takes_too_long_is_not_waited_for_beside_threads_either(
    many: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in the preview: the others are done, and so is the next text."""
    monkeypatch.setattr("coranto.marker.SECONDS", 1)
    over = threading.Event()
    beside = threading.Thread(target=over.wait)
    beside.start()
    try:
        bad = Manuscript("[" * 20_000 + "\n\n| a |\n|---|\n| 1 |", "content/bad.md", 5)
        texts = {"bad": bad, "good": Manuscript("A note[^1].\n\n[^1]: Said.", "content/good.md")}
        with pytest.raises(CorantoError) as caught:
            typeset(texts, "python", lambda *_: None)
        assert [str(each.place) for each in caught.value.problems] == ["content/bad.md:5"]
        assert caught.value.problems[0].message == "this takes more than 1 s to typeset"
        assert "Said" in typeset({"good": texts["good"]}, "python", lambda *_: None)[0]["good"].body.html(str)
    finally:
        over.set()
        beside.join()
        _apart().close()


def test_a_spool_that_was_taken_for_left_behind_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two builds at once: the other one may clear it between its making and its lock."""
    lock = fcntl.flock

    def late(descriptor: int, operation: int) -> None:
        for folder in tmp_path.glob("spool-*"):
            folder.rmdir()
        lock(descriptor, operation)

    monkeypatch.setattr("fcntl.flock", late)
    with pytest.raises(FileNotFoundError):
        Spool(tmp_path)
