"""What everything but the training costs: the CPU time of agent, supervisors and training processes of one sweep.

    python benchmarks/machinery.py [SWEEP_FILE [OPTION ...]]

runs `varre run SWEEP_FILE OPTION ...` (by default the quick LeNet-5 sweep) in a data directory of its own, samples the
process tree five times a second and prints a table in Markdown. The total is the kernel's own account of the whole
tree; a process's last fifth of a second is not seen, so the figures of agent and supervisors may be low by that.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
SAMPLE_S = 0.2


def kind(process: psutil.Process, agent: int) -> str:
    """Which of the three kinds a process of the tree is."""
    if process.pid == agent:
        return "agent (search, store, display)"
    if any(part.endswith("supervisor.py") for part in process.cmdline()):
        return "supervisors"
    return "training"


def sample(root: psutil.Process, seen: dict[int, tuple[str, float]]) -> None:
    """Note the CPU seconds that each process of the tree has used so far."""
    for process in [root, *root.children(recursive=True)]:
        try:
            times = process.cpu_times()
            seen[process.pid] = (kind(process, root.pid), times.user + times.system)
        except psutil.Error:
            continue


def run(command: list[str], environment: dict[str, str]) -> tuple[dict[str, float], float, float]:
    """CPU seconds by kind, of the whole tree, and the wall seconds of the command."""
    began = time.monotonic()
    child = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=sys.stderr)
    root = psutil.Process(child.pid)
    seen: dict[int, tuple[str, float]] = {}
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        sample(root, seen)
        time.sleep(SAMPLE_S)
    child.returncode = os.waitstatus_to_exitcode(status)
    by_kind: dict[str, float] = defaultdict(float)
    for name, seconds in seen.values():
        by_kind[name] += seconds
    return by_kind, usage.ru_utime + usage.ru_stime, time.monotonic() - began


def main() -> None:
    """Run the sweep and print the table."""
    arguments = sys.argv[1:] or ["examples/lenet5/sweep-quick.yaml"]
    varre = str(Path(sys.executable).with_name("varre"))
    with tempfile.TemporaryDirectory(prefix="varre-machinery-") as folder:
        directory = os.environ.get("VARRE_DIR") or str(Path(folder, ".varre"))
        by_kind, total, wall = run([varre, "run", *arguments], {**os.environ, "VARRE_DIR": directory})
    print(f"\n`python benchmarks/machinery.py {' '.join(arguments)}`, {os.cpu_count()} cores, {wall:.0f} s\n")
    print("| processes | CPU s | share of all |")
    print("| -- | --: | --: |")
    machinery = total - by_kind["training"]
    for name in ("training", "agent (search, store, display)", "supervisors"):
        print(f"| {name} | {by_kind[name]:.2f} | {by_kind[name] / total:.2%} |")
    print(f"| all, by the kernel's account | {total:.2f} | 100% |")
    seen = by_kind["agent (search, store, display)"] + by_kind["supervisors"]
    print(f"\nMachinery: {seen / total:.2%} as sampled; {machinery / total:.2%} if all that no sample saw was its own.")


if __name__ == "__main__":
    main()
