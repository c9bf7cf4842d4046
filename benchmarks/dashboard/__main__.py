"""Varre's dashboard and Optuna's beside each other: the same data, the same browser, the same minute.

    make bench-dashboard
    python benchmarks/dashboard [--peer PYTHON] [--runs 20 1000 10000]

prints a table in Markdown, one figure for each number of runs, and which targets were not met. ``--peer`` names the
Python of an environment with `requirements.txt` in it; without it Varre is measured alone. Each page is opened cold, in
a browser of its own without a GPU, 1440 by 900 points; times begin with the navigation. Data lie in memory, so that the
disk is in no figure.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

import ours
import sweep
import theirs
from table import Figures, missed, printed


def main() -> None:
    """Measure at each size, then print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--runs", type=int, nargs="+", default=[20, 1_000, 10_000])
    asked = parser.parse_args()
    before = os.getloadavg()[0]
    found = [_both(runs, asked.peer) for runs in asked.runs]
    own, other = [pair[0] for pair in found], [pair[1] for pair in found]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load before {before:.1f}\n"
    )
    print(printed(asked.runs, own, other))
    print("\nTargets missed:\n" + "".join(f"\n- {line}" for line in missed(asked.runs, own)))


def _both(runs: int, peer: Path | None) -> tuple[Figures, Figures]:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        print(f"{runs:,} runs: making them", file=sys.stderr)
        datadir, made = sweep.made(Path(folder) / "varre", runs)
        trials = sweep.trials(datadir, made)
        print(f"{runs:,} runs: Varre", file=sys.stderr)
        own = ours.measure(datadir, made)
        print(f"{runs:,} runs: {own}", file=sys.stderr, flush=True)
        if peer is None:
            return own, {}
        print(f"{runs:,} runs: optuna-dashboard", file=sys.stderr)
        return own, theirs.measure(peer, Path(folder), trials)


if __name__ == "__main__":
    main()
