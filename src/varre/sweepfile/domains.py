"""What a parameter can be, in words, and whether a condition on it can hold."""

from __future__ import annotations

from varre.space import (
    Categorical,
    Clause,
    Distribution,
    IntUniform,
    LogNormal,
    Normal,
    QLogNormal,
    QNormal,
    Quantised,
    Value,
)
from varre.sweepfile.places import either, show

__all__ = ["outside", "possible", "spoken"]

_FEW = 12
_ENUMERABLE = 10_000


def spoken(distribution: Distribution) -> str:
    """The domain: ``"adam" or "sgd"``, or ``numbers from 0.1 to 0.9``."""
    count = distribution.cardinality
    if count is not None and count <= _FEW:
        return either([show(value) for value in distribution.values()])
    kind = "integers" if isinstance(distribution, IntUniform) else "numbers"
    if isinstance(distribution, Quantised):
        kind = f"multiples of {show(distribution.lattice.q)}"
    if isinstance(distribution, (Normal, QNormal)):
        return kind
    if isinstance(distribution, (LogNormal, QLogNormal)):
        return f"{kind} above 0" if isinstance(distribution, LogNormal) else f"{kind} from 0 on"
    if isinstance(distribution, Categorical):
        return f"one of {count} values"
    return f"{kind} from {distribution.from_unit(0):.6g} to {distribution.from_unit(1):.6g}"


def outside(path: str, distribution: Distribution, value: Value) -> str:
    """What to say of a ``value`` that the parameter at ``path`` cannot have; nothing if it can."""
    if distribution.contains(value):
        return ""
    return f"{show(value)} is not a value of {path}, which takes {spoken(distribution)}"


def possible(distribution: Distribution, clause: Clause) -> bool:
    """Whether some value of ``distribution`` is as ``clause`` demands."""
    if clause.one_of is not None:
        known = [distribution.canonical(value) for value in clause.one_of if distribution.contains(value)]
        return any(map(clause.holds, known))
    count = distribution.cardinality
    if count is not None and count <= _ENUMERABLE:
        return any(map(clause.holds, distribution.values()))
    # Too many values to look at, and so numbers: the bounds decide. Barring a few values leaves the others.
    low, high = distribution.from_unit(0), distribution.from_unit(1)
    return Clause(min=clause.min).holds(high) and Clause(max=clause.max).holds(low)
