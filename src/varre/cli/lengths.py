"""How long a run is and how far it has come, where a parameter such as ``epochs`` says so."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from varre.runs import Run, RunState

__all__ = ["Lengths"]

_NAMES = ("epochs", "max_epochs", "num_epochs", "n_epochs", "num_train_epochs", "epoch")


@dataclass(frozen=True, slots=True)
class Lengths:
    """The parameter that tells how many epochs a run has (``None``: unknown), and how many rows an epoch logs."""

    name: str | None = None
    rows_per_epoch: int = 1

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Lengths:
        """What ``runs`` of one sweep say. Rows per epoch are learnt from finished runs; until then one is assumed."""
        name = next((name for name in _candidates(runs) if any(_whole(run, name) for run in runs)), None)
        if name is None:
            return cls()
        rate = _rate([(run.rows, _whole(run, name) or 0) for run in runs if run.state is RunState.FINISHED])
        return cls(name, max(math.ceil(rate - 0.5), 1)) if rate >= 0.5 else cls()

    def of_run(self, run: Run) -> int | None:
        """The epochs that ``run`` will have if nothing stops it."""
        return None if self.name is None else _whole(run, self.name)

    def done(self, run: Run) -> int | None:
        """The epochs that ``run`` has behind it."""
        length = self.of_run(run)
        return None if length is None else min(run.rows // self.rows_per_epoch, length)

    def saved(self, run: Run) -> int | None:
        """The epochs that ``run`` did not train because it was stopped; ``None`` where that is unknown."""
        length, done = self.of_run(run), self.done(run)
        return None if length is None or done is None or run.state is not RunState.STOPPED else length - done


def _rate(finished: Sequence[tuple[int, int]]) -> float:
    """Rows per epoch, from (rows, epochs) of finished runs; one while there is none.

    The longest runs tell it best, for a script may log one more row when it is done; their median, because some may
    have ended by themselves before their time.
    """
    longest = max((epochs for rows, epochs in finished if rows), default=0)
    return median(rows / longest for rows, epochs in finished if rows and epochs == longest) if longest else 1.0


def _candidates(runs: Sequence[Run]) -> list[str]:
    paths = {path for run in runs for path in run.params}
    return sorted(
        (path for path in paths if path.rpartition(".")[2] in _NAMES),
        key=lambda path: (_NAMES.index(path.rpartition(".")[2]), path),
    )


def _whole(run: Run, name: str) -> int | None:
    value = run.params.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
