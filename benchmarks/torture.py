"""The long forms of the tests that try to break Coranto, one after the other, and the figures they print.

    python benchmarks/torture.py [--share 1.0] [NAME …]

``--share 0.1`` makes a tenth of the inputs. Each line of the table says what was tried, how often, how long it took,
and whether it held; below it stands what the tests printed. Exits 1 when anything did not hold.
"""

# ruff: noqa: T201, S603 (a program for the command line)

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent / "tests"


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried: a file of tests, which of them, and the variable that says how often."""

    what: str
    file: str
    chosen: str
    variable: str
    many: int


_ANY = "any_ or leads_outside"
TRIALS = {
    "markup": Trial("markup at every place of a site", "test_hostile_markup.py", "not settings", "HOSTILE", 2_000),
    "files": Trial("front matter, settings, bytes, Markdown, names", "test_hostile_files.py", _ANY, "HOSTILE", 20_000),
    "tables": Trial("drafts, kinds of file, bombs of YAML", "test_hostile_files.py", f"not ({_ANY})", "", 0),
    "markdown": Trial("bombs of Markdown at 1x, 2x, 4x", "test_hostile_markdown.py", "", "HOSTILE", 1),
    "growth": Trial("texts that grow, nest or take long", "test_typeset.py", "grows or memory or long or depth", "", 0),
    "themes": Trial("mistakes in templates and themes", "test_site.py", "mistake_in", "", 0),
    "commands": Trial("paths in circles, and where no site is", "test_cli.py", "no_path or no_site", "", 0),
    "xml": Trial("entities, inclusions, laughs", "test_hostile_xml.py", "", "", 0),
    "days": Trial("an import killed, a clock stepping back", "test_hostile_days.py", "", "", 0),
    "import": Trial("bytes, texts, pages and feeds", "test_fuzz_import.py", "any or golden", "FUZZ_EXAMPLES", 20_000),
    "builds": Trial("edits between builds", "test_incremental.py", "what_is_remembered", "SEQUENCES", 1_000),
    "pairs": Trial("two builds at once", "test_incremental.py", "two_builds", "ROUNDS", 20),
    "faults": Trial("every call failing, kills, two at once", "test_crash.py", "", "", 0),
    "fetch": Trial("addresses, redirects, bombs, slow servers", "test_fetch.py", "", "", 0),
    "preview": Trial("requests from pages next door", "test_serve.py", "hostile or socket or slow or link", "", 0),
}
KILLS = 500


def run(trial: Trial, share: float) -> tuple[bool, str, list[str]]:
    """Try it. Gives whether it held, the line of the table, and what it printed."""
    many = max(1, round(trial.many * share)) if trial.variable else 0
    order = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", str(TESTS / trial.file)]
    order += ["-k", trial.chosen] if trial.chosen else []
    env = {**os.environ, **({trial.variable: str(many)} if trial.variable else {})}
    begun = time.monotonic()
    done = subprocess.run(order, env=env, cwd=HERE.parent, capture_output=True, text=True)
    told = [
        line.lstrip(".") for line in done.stdout.splitlines() if re.search(r"\d (?:s|active|payloads|pages)\b", line)
    ]
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-300:]
    line = f"{trial.what:<48} {many or '':>7} {time.monotonic() - begun:>7.0f} s  {last}"
    return done.returncode == 0, line, told if done.returncode == 0 else [done.stdout[-3_000:]]


def main() -> int:
    """Run the trials that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--share", type=float, default=1.0, help="this part of the inputs")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join([*TRIALS, 'kill'])}; all when none is named"
    )
    given = parser.parse_args()
    unknown = set(given.names) - {*TRIALS, "kill"}
    if unknown:
        parser.error(f"there is no trial {', '.join(sorted(unknown))}")
    held = True
    for name in given.names or [*TRIALS, "kill"]:
        if name == "kill":
            kills = max(1, round(KILLS * given.share))
            done = subprocess.run([sys.executable, str(HERE / "kill.py"), "--kills", str(kills)], check=False)
            held = held and done.returncode == 0
            continue
        good, line, told = run(TRIALS[name], given.share)
        held = held and good
        print(line, *(f"    {each}" for each in told if each not in line), sep="\n", flush=True)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
