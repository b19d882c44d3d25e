"""Whether a machine, and a site's folder on it, are fit for the work: facts in, findings out.

In: a folder, and what the terminal says of itself. Out: findings in plain words, each with what to do. Writes and
removes one folder of its own below the site, to see what the file system can do; never changes a file of the site,
never opens a connection.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import re
import shutil
import sqlite3
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from coranto import __version__
from coranto.cache import FORMAT, NAME, SCHEMA, plain, schema_of
from coranto.files import regular_files
from coranto.materials import Order, read_config
from coranto.problems import CorantoError, Problem
from coranto.program import install, install_extra
from coranto.publish.trees import swap

State = Literal["good", "note", "bad"]
EXTRAS = {
    "images": ("PIL", "smaller copies of pictures are not made"),
    "search": ("pagefind_bin", "'search: true' in config.yaml cannot be built"),
    "email": ("css_inline", "coranto edition email does not work"),
    "s3": ("botocore", "coranto deploy cannot send to S3"),
    "brotli": ("brotli", "--precompress writes no .br files"),
    "i18n": ("babel", "dates and plurals of languages that Coranto has no words for stay plain"),
    "dask": ("distributed", "coranto build --executor cannot reach other machines"),
}
TOOLS = {
    "git": "coranto deploy cannot push to a branch",
    "rsync": "coranto deploy cannot send by rsync",
}
FEW_WATCHES = 8_192
WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``note``: something does less than it could; ``bad``: something does not work."""

    about: str
    state: State
    says: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the program was started with: the encoding of its output, and of names of files."""

    encoding: str
    names: str


def examine(root: Path, now: datetime, terminal: Terminal) -> Iterator[Finding]:
    """Everything, in the order in which one thing needs another."""
    yield from versions()
    yield from extras(lambda name: importlib.util.find_spec(name) is not None)
    yield from tools(shutil.which)
    yield zones()
    yield encoding(terminal)
    shut = os.path.lexists(root) and not os.access(root, os.X_OK)
    if not shut and not any(os.path.lexists(root / name) for name in ("config.yaml", "content")):
        yield Finding("site", "note", "there is no site in this folder", "coranto init makes one; --root names another")
        return
    looks: dict[str, Callable[[], Iterator[Finding]]] = {
        "config.yaml": lambda: settings(root, now),
        "folders": lambda: folders(root),
        "file system": lambda: file_system(root),
        "cache": lambda: iter([cache(root)]),
        "watching": lambda: iter([watches(root)]),
    }
    for about, look in looks.items():
        try:
            yield from look()
        except OSError as fault:  # the rest is looked at all the same
            said = f"{fault.filename or root}: {fault.strerror or fault}"
            yield Finding(about, "bad", said, "see who may read and enter the folder")


def versions() -> Iterator[Finding]:
    """This program, what it runs on, and the libraries that it cannot do without."""
    system = f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
    yield Finding("coranto", "good", f"{__version__} on {system}")
    yield from libraries(importlib.metadata.requires("coranto") or (), importlib.metadata.version)


def libraries(asked: Iterable[str], version: Callable[[str], str | None]) -> Iterator[Finding]:
    """What the package asks for without an extra: which of it is missing, or older than it may be."""
    found = 0
    for wish in asked:
        said = re.fullmatch(r"([\w.-]+)(?:\[.*\])?(?:>=([\d.]+))?", wish)
        if said is None:  # of an extra, or of another system
            continue
        try:
            there = version(said[1])
        except importlib.metadata.PackageNotFoundError:
            yield Finding("libraries", "bad", f"{said[1]} is not installed", install(wish))
            continue
        if not there:  # None, says Python, where the record of an installation is damaged
            hint = install("--force-reinstall", wish)
            yield Finding("libraries", "bad", f"{said[1]} does not say its version", hint)
            continue
        if said[2] and _numbers(there) < _numbers(said[2]):
            yield Finding("libraries", "bad", f"{said[1]} {there} is older than {said[2]}", install(wish))
            continue
        found += 1
    yield Finding("libraries", "good", f"{found} are there")


def _numbers(version: str) -> tuple[int, ...]:
    """``6.1`` is not older than ``6.1.0``, so zeros at the end do not count."""
    release = re.match(r"[\d.]*", version)
    numbers = [int(part) for part in (release[0] if release else "").split(".") if part]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def extras(there: Callable[[str], bool]) -> Iterator[Finding]:
    """What not everybody needs."""
    for extra, (module, without) in EXTRAS.items():
        if there(module):
            yield Finding(f"extra {extra}", "good", "installed")
        else:
            yield Finding(f"extra {extra}", "note", f"not installed: {without}", install_extra(extra))


def tools(which: Callable[[str], str | None]) -> Iterator[Finding]:
    """Programs that are not ours."""
    for name, without in TOOLS.items():
        path = which(name)
        if path:
            yield Finding(name, "good", path)
        else:
            yield Finding(name, "note", f"not installed: {without}", f"install the package {name} if you want that")


def zones() -> Finding:
    """The rules of time zones: the system's, or those of a package."""
    known = len(available_timezones())
    if known < 100:
        return Finding("time zones", "bad", "there is no data of time zones", install("tzdata"))
    summer = datetime(2026, 7, 1, tzinfo=ZoneInfo("Europe/Kyiv")).astimezone(UTC)
    good = summer.hour == 21
    return Finding("time zones", "good" if good else "note", f"{known} are known", "" if good else "update tzdata")


def encoding(terminal: Terminal) -> Finding:
    """Whether names and titles of any script can be shown, and be names of files."""
    found = f"output {terminal.encoding}, names of files {terminal.names}"
    if "utf" not in terminal.names.lower():
        return Finding("encoding", "bad", found, "set LANG=C.UTF-8, or PYTHONUTF8=1")
    if "utf" not in terminal.encoding.lower():
        return Finding("encoding", "note", found, "set PYTHONUTF8=1: other letters are shown as \\u… until then")
    return Finding("encoding", "good", found)


def settings(root: Path, now: datetime) -> Iterator[Finding]:
    """config.yaml, as the build reads it."""
    try:
        _, said = read_config(Order(root, now))
    except CorantoError as fault:
        yield from (_told(each, "bad" if each.severity == "error" else "note") for each in fault.problems)
        return
    yield from (_told(each, "note") for each in said)
    if not said:
        yield Finding("config.yaml", "good", "read")


def _told(problem: Problem, state: State) -> Finding:
    return Finding(str(problem.place or "config.yaml"), state, problem.message, problem.hint)


def folders(root: Path) -> Iterator[Finding]:
    """Whether what has to be written may be."""
    for name in (".", "content", "output", ".coranto"):
        path = root / name
        if path.is_symlink():
            hint = "put a real folder there; nothing is written through links"
            yield Finding(f"folder {name}", "bad", "it is a link", hint)
        elif path.is_dir():
            able = os.access(path, os.R_OK | os.W_OK | os.X_OK)
            says = "may be written" if able else "may not be written by you"
            yield Finding(f"folder {name}", "good" if able else "bad", says, "" if able else f"chmod u+rwx {path}")
        elif os.path.lexists(path):
            yield Finding(f"folder {name}", "bad", "it is no folder", "move it away")
        elif name == "content":
            yield Finding("folder content", "bad", "is not there", "coranto init lays out a site")
    room = shutil.disk_usage(root).free // 1024 // 1024
    short = "free some: a site is written whole before it takes the old one's place"
    yield Finding("room", "good" if room >= 200 else "note", f"{room:,} MB are free", "" if room >= 200 else short)


def file_system(root: Path) -> Iterator[Finding]:
    """What the file system of the site can do, tried out in a folder that is gone afterwards."""
    try:
        with tempfile.TemporaryDirectory(prefix=".coranto-doctor-", dir=root) as name:
            yield from _tried(Path(name))
    except OSError as fault:
        yield Finding("file system", "bad", f"nothing can be written here: {fault.strerror}", "choose another folder")


def _tried(place: Path) -> Iterator[Finding]:
    one, other = place / "one", place / "other"
    one.mkdir()
    other.mkdir()
    (one / "mark").touch()
    try:
        swapped = sys.platform == "linux" and swap(one, other) and (other / "mark").exists()
    except OSError:
        swapped = False
    slow = "a site takes the old one's place in three steps: for a moment there is none"
    yield Finding("exchange of folders", "good" if swapped else "note", "in one step" if swapped else slow)
    (place / "letter-a").touch()
    folded = (place / "LETTER-A").exists()
    says = "names that differ only by case are one file here" if folded else "names keep their case"
    hint = "write links as the files are named: most hosts tell a from A" if folded else ""
    yield Finding("case of names", "note" if folded else "good", says, hint)
    composed = unicodedata.normalize("NFC", "é")
    try:
        (place / composed).touch()
    except UnicodeError:  # the encoding of names is a finding of its own
        yield Finding("accents in names", "bad", "no file can have them", "set LANG=C.UTF-8, or PYTHONUTF8=1")
    else:
        kept = composed in {each.name for each in place.iterdir()}
        says = "kept as written" if kept else "are taken apart here"
        yield Finding("accents in names", "good" if kept else "note", says)
    marked = place / "letter-a"
    wanted = 1_700_000_000_123_456_789
    os.utime(marked, ns=(wanted, wanted))
    off = abs(marked.stat().st_mtime_ns - wanted)
    fine = off < 1_000_000
    says = "finer than a millisecond" if fine else f"{off / 1e9:.3f} seconds are lost"
    hint = "" if fine else "a second change within that time may be missed: coranto build --clean sees it"
    yield Finding("times of files", "good" if fine else "note", says, hint)


def cache(root: Path) -> Finding:
    """What builds remember. A damaged one costs time and nothing else."""
    path = root / ".coranto" / NAME
    if not os.path.lexists(path):
        return Finding("cache", "good", "none yet")
    journal = path.with_name(f"{NAME}-journal")
    if path.parent.is_symlink() or not plain(path):
        return Finding("cache", "note", "is no file, so that nothing is remembered", "move .coranto away")
    if os.path.lexists(journal) and journal.stat().st_size:
        return Finding("cache", "good", "at work, or left amid it: the next build puts that right")
    try:  # immutable: beside a file of another kind SQLite would write, and wait
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            ours = version == FORMAT and schema_of(connection) == SCHEMA
            (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone() if ours else ("ok",)
    except sqlite3.Error as fault:
        return Finding("cache", "note", f"damaged ({fault})", "the next build makes it anew")
    if sound != "ok":
        return Finding("cache", "note", "damaged", "coranto build --clean makes it anew")
    if not ours:
        return Finding("cache", "note", "of another version of Coranto", "the next build makes it anew")
    return Finding("cache", "good", f"sound, {path.stat().st_size // 1024:,} KB")


def watches(root: Path) -> Finding:
    """Whether the preview can hear of changes in all folders."""
    try:
        allowed = int(WATCHES.read_text())
    except (OSError, ValueError):
        return Finding("watching", "good", "this system sets no number of folders")
    said: list[Problem] = []
    watched = ("content", "themes", "languages", "extensions")
    needed = len({Path(name).parent for each in watched for name in regular_files(root / each, each, said)})
    if allowed < max(FEW_WATCHES, 2 * needed):
        hint = f"sysctl fs.inotify.max_user_watches=65536, or coranto serve --poll ({needed} folders are watched)"
        return Finding("watching", "note", f"the system allows {allowed:,} folders to all programs", hint)
    return Finding("watching", "good", f"{needed:,} folders of {allowed:,} that the system allows")
