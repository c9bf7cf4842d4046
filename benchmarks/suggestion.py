"""How long a `bayes` suggestion takes, and how much memory the search holds above NumPy and SciPy.

    OMP_NUM_THREADS=1 python benchmarks/suggestion.py [--trials 20 100 …] [--repeats 15] [--only lenet5 wide]

Two spaces: that of the LeNet-5 sweep, and a wide mixed one with conditions, two deep. Half of a history is spread over
the space, half lies about its best point, as a search leaves it; losses are a rough bowl with noise. Each time one more
result is told and the next suggestion asked for, as in a sweep: `ask` is all that is timed. The first ask of a process
is told apart, for it also makes what later ones find made. Prints tables in Markdown: milliseconds of CPU time of one
thread, so that other work on the machine does not count, and the high-water mark of memory in a process of its own.
"""

from __future__ import annotations

import argparse
import math
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from machine import processor

from varre.runs import Exhausted, History, Observation, Outcome, Seeds
from varre.space import Params, SearchSpace
from varre.sweepfile import SweepFile

LENET5 = Path(__file__).parents[1] / "examples" / "lenet5" / "sweep.yaml"
WIDE = """
method: bayes
metric: {name: loss, goal: minimize}
parameters:
  learning_rate: {min: 0.0001, max: 0.1}
  weight_decay:  {distribution: log_uniform_values, min: 0.000001, max: 0.1}
  batch_size:    {values: [16, 32, 64, 128], ordered: true}
  warmup:        {min: 0, max: 500}
  label_noise:   {distribution: q_uniform, min: 0, max: 0.3, q: 0.01}
  clip:          {distribution: log_normal, mu: 0, sigma: 1}
  schedule:      {values: [cosine, step, linear, none]}
  activation:    {values: [relu, gelu, silu, tanh, elu]}
  optimizer:     {values: [sgd, adam, lion]}
  momentum:      {min: 0.0, max: 0.99, when: {optimizer: sgd}}
  nesterov:      {values: [true, false], when: {optimizer: sgd}}
  beta1:         {min: 0.8, max: 0.99, when: {optimizer: [adam, lion]}}
  beta2:         {min: 0.9, max: 0.9999, when: {optimizer: [adam, lion]}}
  dropout:       {values: [true, false]}
  dropout_rate:  {min: 0.05, max: 0.7, when: {dropout: true}}
  model:         {values: [mlp, conv]}
  layers:        {min: 1, max: 6, when: {model: mlp}}
  width:         {distribution: q_log_uniform_values, min: 16, max: 1024, q: 16, when: {model: mlp}}
  filters:       {values: [8, 16, 32, 64], when: {model: conv}}
  pooling:       {values: [max, mean], when: {model: conv}}
"""
NOISE = 0.02
SPREAD = 0.08
MEMORY_TRIALS = 1_000

Loss = Callable[[Params], float]


def files(names: Sequence[str]) -> dict[str, SweepFile]:
    """The sweep files measured, by name."""
    texts = {"lenet5": LENET5.read_text("utf-8"), "wide": WIDE}
    return {name: SweepFile.parse_text(texts[name], source=name) for name in names}


def rough_bowl(space: SearchSpace, rng: random.Random) -> Loss:
    """A bowl over the quantiles, each parameter with a weight and a place of its own, with ripples and noise."""
    slopes = [(rng.random() ** 3, rng.random(), rng.uniform(2.0, 9.0)) for _ in space.parameters]

    def loss(params: Params) -> float:
        total = rng.gauss(0.0, NOISE)
        for u, (weight, place, pitch) in zip(space.encode(params), slopes, strict=True):
            total += weight * (0.3 if u is None else (u - place) ** 2 + 0.05 * math.sin(pitch * u))
        return total

    return loss


def history_of(space: SearchSpace, loss: Loss, n: int, rng: random.Random) -> History:
    """``n`` finished runs: half of them anywhere, half about the best of these."""
    anywhere = [[rng.random() for _ in space.parameters] for _ in range(n - n // 2)]
    best = min(anywhere, key=lambda u: loss(space.decode(u)))
    about = [[min(max(rng.gauss(x, SPREAD), 0.0), 1.0) for x in best] for _ in range(n // 2)]
    points = [space.decode(u) for u in (*anywhere, *about)]
    return History(tuple(Observation(i, p, (loss(p),), Outcome.FINISHED) for i, p in enumerate(points, 1)), n + 1)


def milliseconds(file: SweepFile, n: int, repeats: int) -> list[float]:
    """CPU time of ``repeats`` suggestions, of which the first finds ``n`` finished runs, each later one more."""
    from varre.search.bayes import BayesSampler

    rng = random.Random(n)
    loss = rough_bowl(file.space, rng)
    history = history_of(file.space, loss, n, rng)
    sampler, took = BayesSampler(file.space), []
    for _ in range(repeats):
        began = time.process_time()
        answer = sampler.ask(history, 1, Seeds(n))
        took.append((time.process_time() - began) * 1e3)
        if isinstance(answer, Exhausted):
            break
        params = answer[0].params
        seen = Observation(history.next_number, params, (loss(params),), Outcome.FINISHED)
        history = History((*history.observations, seen), history.next_number + 1)
    return took


def times(sweeps: dict[str, SweepFile], trials: Sequence[int], repeats: int) -> None:
    """The table of times."""
    print("| space | finished trials | median, ms | p95, ms | first ask, ms |\n| -- | --: | --: | --: | --: |")
    for name, file in sweeps.items():
        for n in trials:
            first, *later = milliseconds(file, n, repeats + 1)
            later.sort()
            p95 = later[math.ceil(0.95 * len(later)) - 1]
            print(f"| {name} | {n:,} | {statistics.median(later):.1f} | {p95:.1f} | {first:.1f} |", flush=True)


def high_water_mb() -> float:
    """The most memory that this process has held so far. Not `getrusage`, which begins with what its parent held."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


LIBRARIES = """
import numpy, scipy.linalg, scipy.special
numpy.linalg.cholesky(numpy.eye(400)) @ scipy.linalg.cholesky(numpy.eye(400))
"""
"""What of NumPy and SciPy a search loads, with the buffers that BLAS takes at its first use."""
HIGH_WATER = """
print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
"""
"""The most memory that a process has held. Not `getrusage`, which begins with what the parent held."""


def megabytes(*arguments: str) -> float:
    """The high-water mark of a Python process that prints it in kilobytes."""
    shown = subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True).stdout
    return int(shown) / 1024


def memory(names: Sequence[str]) -> None:
    """The table of memory."""
    print(f"\nMemory after three suggestions at {MEMORY_TRIALS:,} trials, these included: high-water marks.\n")
    print("| space | NumPy and SciPy, MB | with the search, MB | above, MB |\n| -- | --: | --: | --: |")
    libraries = megabytes("-c", LIBRARIES + HIGH_WATER)
    for name in names:
        search = megabytes(__file__, "--memory-of", name)
        print(f"| {name} | {libraries:.1f} | {search:.1f} | {search - libraries:.1f} |", flush=True)


def machine() -> str:
    """Where this was measured."""
    return f"{processor()}, one thread, Python {platform.python_version()}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, nargs="+", default=[20, 100, 300, 1_000, 3_000, 10_000])
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--only", nargs="+", choices=["lenet5", "wide"], default=["lenet5", "wide"])
    parser.add_argument("--memory-of", choices=["lenet5", "wide"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory_of:
        milliseconds(files([options.memory_of])[options.memory_of], MEMORY_TRIALS, 3)
        exec(HIGH_WATER)
        return
    print(f"{options.repeats} suggestions each. {machine()}.\n")
    times(files(options.only), options.trials, options.repeats)
    memory(options.only)


if __name__ == "__main__":
    main()
