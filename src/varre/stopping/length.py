"""How many rows a run will have if nothing stops it, as its sweep's finished runs tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from varre.runs import Observation, Outcome
from varre.space import Value

__all__ = ["rows_of"]


def rows_of(run: Observation, peers: Iterable[Observation]) -> int:
    """The rows of ``run`` in full; 0 if no run has finished.

    Where finished runs differ in length and a parameter (``epochs``, say) tells it, in the same proportion for all of
    them, it tells that of ``run`` too; otherwise their median counts.
    """
    finished = [peer for peer in peers if peer.outcome is Outcome.FINISHED and peer.curve]
    lengths = sorted([len(peer.curve) for peer in finished])
    if finished and lengths[0] < lengths[-1]:
        for name in sorted(run.params):
            rate = _rate(name, finished)
            count = _count(run.params[name])
            if rate is not None and count is not None:
                return round(count * rate)
    return lengths[len(lengths) // 2] if lengths else 0


def _rate(name: str, finished: Sequence[Observation]) -> float | None:
    """How many rows a unit of the parameter gives, if it is the same for all."""
    counts = [_count(peer.params.get(name)) for peer in finished]
    rates = {len(peer.curve) / count if count else None for peer, count in zip(finished, counts, strict=True)}
    return rates.pop() if len(rates) == 1 else None


def _count(value: Value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
