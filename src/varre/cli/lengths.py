"""How long a run is and how far it has come, where a parameter such as ``epochs`` says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
        finished = [(run.rows, _whole(run, name)) for run in runs if run.state is RunState.FINISHED]
        rates = [rows / length for rows, length in finished if rows and length]
        rate = min(rates, default=1.0)  # the least: a script may log a last row of its own when it is done
        return cls(name, max(int(rate), 1)) if rate >= 0.5 else cls()

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


def _candidates(runs: Sequence[Run]) -> list[str]:
    paths = {path for run in runs for path in run.params}
    return sorted(
        (path for path in paths if path.rpartition(".")[2] in _NAMES),
        key=lambda path: (_NAMES.index(path.rpartition(".")[2]), path),
    )


def _whole(run: Run, name: str) -> int | None:
    value = run.params.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
