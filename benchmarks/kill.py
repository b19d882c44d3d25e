"""Kill a program that publishes, again and again, and look at what it left.

    python benchmarks/kill.py [--kills 500] [--pages 60] [--no-workshop] [--seed 1]

A child publishes one version after the other into a folder that also holds files of somebody else. It is killed at a
moment that nobody chose. Then the folder must hold one version, whole, with the others' files; and after the next
publication the version asked for. Prints one line; exits 1 when anything was wrong.
"""

# ruff: noqa: T201, S311, S603 (a program for the command line)

from __future__ import annotations

import argparse
import collections
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from coranto.model import Output
from coranto.publish import MANIFEST, publish


def site(version: int, pages: int) -> list[Output]:
    """One version: pages that all differ from those of the last, one that stays, one under a name of its own."""
    found = [Output(f"p{number}/index.html", b"%d" % version * 4000, "a page") for number in range(pages)]
    return [*found, Output("same.html", b"same", "a page"), Output(f"only/{version}/index.html", b"x", "a page")]


def standing(out: Path, pages: int) -> int:
    """The version that stands there; -1 when it is none, or not whole."""
    found = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    found.pop(MANIFEST, None)
    versions = [path.name for path in (out / "only").iterdir()] if (out / "only").is_dir() else []
    if len(versions) != 1:
        return -1
    wanted = {output.path: output.data for output in site(int(versions[0]), pages)} | {"CNAME": b"mine", ".git/x": b"x"}
    return int(versions[0]) if found == wanted else -1


def child(out: Path, workshop: Path | None, pages: int) -> None:
    """Publish until somebody ends it."""
    version = 0
    while True:
        version += 1
        publish(site(version, pages), out, None, workshop)
        print(version, flush=True)


def main() -> int:
    """Count what the kills left."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-workshop", action="store_true")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, None if options.no_workshop else options.child.parent / ".coranto", options.pages)
    moments = random.Random(options.seed)
    counts: collections.Counter[str] = collections.Counter()
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "output"
        workshop = None if options.no_workshop else out.parent / ".coranto"
        (out / ".git").mkdir(parents=True)
        (out / ".git/x").write_text("x")
        (out / "CNAME").write_text("mine")
        for kill in range(options.kills):
            command = [sys.executable, __file__, "--child", str(out), "--pages", str(options.pages)]
            process = subprocess.Popen(
                command + ["--no-workshop"] * options.no_workshop, stdout=subprocess.PIPE, text=True
            )
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(moments.uniform(0, 0.06))
            process.send_signal(signal.SIGKILL)
            said = [1, *map(int, process.stdout.read().split())]
            process.wait()
            process.stdout.close()
            left = standing(out, options.pages)
            counts["mixed" if left < 0 else "the version announced last" if left == said[-1] else "the next"] += 1
            if kill % 5 == 0:
                publish(site(10_000 + kill, options.pages), out, None, workshop)
                counts["wrong afterwards"] += standing(out, options.pages) != 10_000 + kill
                counts["left beside"] += len({path.name for path in out.parent.iterdir()} - {"output", ".coranto"})
    print(f"{options.kills} kills: {', '.join(f'{number} {what}' for what, number in sorted(counts.items()))}")
    return 1 if counts["mixed"] or counts["wrong afterwards"] or counts["left beside"] else 0


if __name__ == "__main__":
    sys.exit(main())
