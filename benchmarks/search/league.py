"""The league table: who finds the best, at which budget, at what price.

    python benchmarks/search/league.py [--workers 1] [--peers …] [--by-task PEER]

Ranks are within a task and seed, equal ones shared, over the races that all of the searchers have at that budget.
Regret is 0 at the best loss that is known of a task and 1 at the median of random configurations. "x random": the
random trials that on average reach the true loss of the incumbent (which is chosen by the loss seen), from 20,000
draws a task and capped there, as a geometric mean over tasks and seeds, divided by the trials and by random search's
own figure. Intervals are 90%, from a bootstrap over tasks and seeds. Milliseconds are CPU, of the suggestions asked
for when some 90 to 100 trials had ended (of shorter races the last ten); MB are the greatest memory of the searcher's
process.

``--by-task`` prints the "x random" of one searcher on each task instead.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from contenders import CONTENDERS, PEERS
from ensembles import Array
from figures import Estimate, bootstrap, draws_for, incumbent, ranks, regret, times_random
from records import RECORDS, Record, read
from run import current
from tasks import task

BUDGETS = (10, 25, 50, 100, 200)
DETAILED = (50, 100)
"""The budgets of which regret and "x random" are told."""
LATE = slice(90, 100)

Key = tuple[str, int]
Races = Mapping[str, Mapping[Key, Record]]


@dataclass(frozen=True, slots=True)
class Standing:
    """The races that all searchers have at one budget: ``keys``, and each searcher's incumbents, in their order."""

    budget: int
    keys: Sequence[Key]
    found: Mapping[str, Array]

    @classmethod
    def at(cls, budget: int, races: Races) -> Standing:
        """Of races that are long enough."""
        long = [{key for key, race in own.items() if race.heat.trials >= budget} for own in races.values()]
        keys = sorted(set.intersection(*long))
        found = {name: np.array([incumbent(own[key], budget) for key in keys]) for name, own in races.items()}
        return cls(budget, keys, found)

    @property
    def tasks(self) -> list[str]:
        """The task of each race."""
        return [name for name, _ in self.keys]

    def ranked(self) -> dict[str, Estimate]:
        """Each searcher's mean rank."""
        return {name: bootstrap(own, self.tasks) for name, own in ranks(self.found).items()}

    def regret(self, name: str) -> Estimate:
        """A searcher's mean regret."""
        lost = [regret(loss, task(on)) for loss, on in zip(self.found[name], self.tasks, strict=True)]
        return bootstrap(np.array(lost), self.tasks)

    def times_random(self, name: str, only: str | None = None) -> Estimate:
        """A searcher's "x random", on all tasks or on one."""
        kept = [place for place, on in enumerate(self.tasks) if only in (None, on)]
        tasks = [self.tasks[place] for place in kept]
        own, random = (
            [draws_for(self.found[who][place], task(self.tasks[place])) for place in kept] for who in (name, "random")
        )
        return bootstrap(times_random(own, random), tasks).map(math.exp)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--peers", nargs="+", default=list(CONTENDERS), choices=list(CONTENDERS))
    parser.add_argument("--by-task", choices=list(CONTENDERS))
    parser.add_argument("--records", type=Path, default=RECORDS)
    given = parser.parse_args()
    races = load(given.peers, given.workers, given.records)
    if "random" not in races:
        raise SystemExit("random search has not been run: python benchmarks/search/run.py --peers random")
    print(by_task(races, given.by_task) if given.by_task else table(races, given.workers))


def load(peers: Sequence[str], workers: int, folder: Path) -> Races:
    """The races of each searcher that has any, by task and seed: those of its present pins and tasks."""
    found = {
        peer: {
            (record.heat.task, record.heat.seed): record
            for record in read(peer, folder)
            if record.heat.workers == workers and current(record, CONTENDERS[peer])
        }
        for peer in dict.fromkeys(("random", *peers))
    }
    return {peer: own for peer, own in found.items() if own}


def table(races: Races, workers: int) -> str:
    """A row a searcher, the best mean rank at the largest common budget first."""
    standings = [standing for budget in BUDGETS if (standing := Standing.at(budget, races)).keys]
    ranked = {standing.budget: standing.ranked() for standing in standings}
    detailed = [standing for standing in standings if standing.budget in DETAILED]
    heads = ["searcher", *(f"rank at {budget}" for budget in ranked)]
    heads += [head for own in detailed for head in (f"regret at {own.budget}", f"x random at {own.budget}")]
    heads += ["ms a suggestion", "MB", "died"]
    by = detailed[-1].budget if detailed else standings[-1].budget
    rows = []
    for name in sorted(races, key=lambda name: ranked[by][name].mean):
        cells = [_told(own[name], 2) for own in ranked.values()]
        cells += [cell for own in detailed for cell in (_told(own.regret(name), 3), _told(own.times_random(name), 1))]
        rows.append([name, *cells, *_price(list(races[name].values()))])
    counts = ", ".join(f"{len(own.keys)} on {len(set(own.tasks))} tasks at {own.budget}" for own in standings)
    note = f"NumPy and SciPy alone: {_bare_memory():.0f} MB."
    return f"{workers} worker(s); races that all have: {counts}. {note}\n\n{_markdown(heads, rows)}"


def by_task(races: Races, name: str) -> str:
    """The "x random" of one searcher, a row a task."""
    standings = [standing for budget in BUDGETS if (standing := Standing.at(budget, races)).keys]
    heads = ["task", *(f"x random at {own.budget}" for own in standings)]
    rows = [
        [on, *(_told(own.times_random(name, on), 1) if on in own.tasks else "" for own in standings)]
        for on in sorted(set(standings[0].tasks))
    ]
    return _markdown(heads, rows)


def _price(records: Sequence[Record]) -> list[str]:
    late = [second for record in records for second in (record.seconds[LATE] or record.seconds[-10:])]
    speed = f"{1000 * float(np.median(late)):.3g}"
    return [speed, f"{max(record.memory_mb for record in records):.0f}", str(sum(r.died is not None for r in records))]


def _bare_memory() -> float:
    """The greatest memory in MB of a process that has what Varre's search needs, and does nothing."""
    script = "import numpy, scipy.linalg, scipy.optimize, scipy.special, peer; print(peer.most_memory())"
    said = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(PEERS)}, capture_output=True, check=True
    )
    return float(said.stdout)


def _told(estimate: Estimate, digits: int) -> str:
    return f"{estimate.mean:.{digits}f} ({estimate.low:.{digits}f} to {estimate.high:.{digits}f})"


def _markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["--"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    main()
