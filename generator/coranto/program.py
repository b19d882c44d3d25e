"""What makes the site beside its own files: this program, the libraries it works with, the zones' data. As short bytes,
for keys of what is remembered, and how what is missing is installed. Reads the names, sizes and times of files, and
imports none of them.
"""

from __future__ import annotations

import importlib.util
import os
import shlex
import sys
from functools import cache
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

from coranto import __version__
from coranto.cache import key_of

LIBRARIES = (
    "jinja2",
    "lxml",
    "markdown",
    "markupsafe",
    "nh3",
    "yaml",
    "feedgen",
    "pyromark",
    "msgspec",
    "babel",
    "tzdata",
)
_PLAIN = str.maketrans("'", '"', " ")  # a mark as it is, however it is written
EXTRAS = ("PIL", "brotli", "pagefind_bin", "pagefind_bin_extended")


@cache
def program() -> bytes:
    """This program and its libraries, as they are installed."""
    parts = [__version__, sys.version]
    here = Path(__file__).parent
    for folder, _, names in sorted(os.walk(here)):
        parts += [stamp(Path(folder, name)) for name in sorted(names) if not name.endswith(".pyc")]
    for name in LIBRARIES + EXTRAS:
        spec = importlib.util.find_spec(name)
        parts.append(stamp(Path(spec.origin)) if spec and spec.origin else name)
    return key_of(*(part.encode("utf-8", "surrogatepass") for part in parts))


@cache
def installed(name: str) -> bool:
    """Is a library there that not everybody has?"""
    return importlib.util.find_spec(name) is not None


def install(*wishes: str) -> str:
    """The command that installs libraries for this Python: its pip need not be the one on the PATH."""
    return shlex.join([sys.executable, "-m", "pip", "install", *wishes])


def install_extra(extra: str) -> str:
    """That for what an extra brings, by the libraries' own names: what an index has under ours may be a stranger's."""
    import importlib.metadata

    every = (wish.partition(";") for wish in importlib.metadata.requires("coranto") or ())
    return install(*(wish.strip() for wish, _, mark in every if f'extra=="{extra}"' in mark.translate(_PLAIN)))


@cache
def zone_data(zone: ZoneInfo) -> bytes:
    """A zone's rules: they may change while its name stays."""
    for folder in TZPATH:
        path = Path(folder, zone.key or "UTC")
        if path.is_file():
            return key_of(zone.key.encode(), path.read_bytes())
    return key_of(zone.key.encode())


def stamp(path: Path) -> str:
    """What tells a file from itself after a change, without reading it; empty when it is gone."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    return f"{path} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}"
