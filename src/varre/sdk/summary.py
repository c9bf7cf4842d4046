"""`run.summary`: the last value of each metric, or what the script itself puts there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from varre.sdk.metrics import MetricRules
from varre.sdk.values import to_value
from varre.space import Value
from varre.spool import flatten

__all__ = ["Summary"]


class Summary(MutableMapping[str, Any]):
    """A dict, with its items as attributes too. What is written here is kept at once."""

    __slots__ = ("_rules", "_values", "_write")

    def __init__(self, write: Callable[[Mapping[str, Value]], None], rules: MetricRules) -> None:
        for name, value in {"_write": write, "_rules": rules, "_values": {}}.items():
            object.__setattr__(self, name, value)

    def observe(self, row: Mapping[str, Value]) -> None:
        """Take in a row that was logged, by the rules of its metrics."""
        differing: dict[str, Value] = {}
        for name, value in flatten(row).items():
            says = self._rules.summarise(name, value)
            if says is None and value is not None:
                self._values.pop(name, None)
            else:
                self._values[name] = says
            if says is not value:
                differing[name] = says
        if differing:
            self._write(differing)

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.update({key: value})

    def __delitem__(self, key: str) -> None:
        del self._values[key]
        self._write({key: None})

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._values:
            raise AttributeError(f"summary has no {name!r}")
        return self._values[name]

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __repr__(self) -> str:
        return repr(self._values)

    def update(self, other: Any = (), /, **more: Any) -> None:
        """Set several items in one line of the spool."""
        plain = {str(key): to_value(value) for key, value in {**dict(other), **more}.items()}
        self._values.update(plain)
        self._write(plain)
