"""How logged values become the summary: the last one, unless `define_metric` says otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from varre.errors import UsageError
from varre.space import Value

__all__ = ["MetricRules"]

_SUMMARIES = ("min", "max", "mean", "last", "first", "copy", "none", "best")


@dataclass(slots=True)
class _Seen:
    """What has been logged of one metric so far."""

    first: float
    last: float
    low: float
    high: float
    total: float = 0.0
    count: int = 0

    def add(self, value: float) -> None:
        self.last = value
        self.low, self.high = min(self.low, value), max(self.high, value)
        self.total, self.count = self.total + value, self.count + 1

    def figure(self, name: str) -> float:
        figures = {"min": self.low, "max": self.high, "first": self.first, "mean": self.total / self.count}
        return figures.get(name, self.last)


class MetricRules:
    """What was defined for which metric, and what has been seen of those that need it."""

    __slots__ = ("_rules", "_seen")

    def __init__(self) -> None:
        self._rules: dict[str, tuple[str, ...]] = {}
        self._seen: dict[str, _Seen] = {}

    def define(self, name: str, summary: str | None) -> None:
        """Summarise ``name`` (a trailing ``*`` stands for any ending) by ``summary``: words joined by commas."""
        words = tuple(word.strip() for word in summary.split(",")) if summary else ()
        unknown = [word for word in words if word not in _SUMMARIES]
        if unknown:
            raise UsageError(f"define_metric({name!r}): summary must be of {', '.join(_SUMMARIES)}, got {unknown[0]!r}")
        if "*" in name[:-1]:
            raise UsageError(f"define_metric({name!r}): '*' may stand at the end only")
        self._rules[name] = tuple(word for word in words if word not in ("copy", "best"))

    def summarise(self, name: str, value: Value) -> Value:
        """What the summary says of ``name`` after ``value`` was logged; ``None`` where it is to say nothing."""
        words = self._words(name)
        if not words:
            return value
        if "none" in words:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        seen = self._seen.setdefault(name, _Seen(value, value, value, value))
        seen.add(value)
        return {word: seen.figure(word) for word in words}

    def _words(self, name: str) -> tuple[str, ...]:
        if not self._rules or name in self._rules:
            return self._rules.get(name, ())
        fitting = [rule for rule in self._rules if rule.endswith("*") and name.startswith(rule[:-1])]
        return self._rules[max(fitting, key=len)] if fitting else ()
