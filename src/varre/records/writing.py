"""Records as text: strict JSON, a JSON text a line, or CSV."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from varre.space import Value

__all__ = ["Records", "as_json", "csv_lines", "json_lines"]

_NESTED = ("params", "summary", "best_row", "reason", "stop", "values")
_LEFT_OUT = ("config",)

Records = Callable[[], Iterable[Mapping[str, Value]]]
"""Where records come from, as often as they are asked for."""


def as_json(value: Value, *, indent: int | None = 2) -> str:
    """Strict JSON: a number that JSON does not know is written as W&B does, ``"NaN"`` or ``"Infinity"``."""
    return json.dumps(_strict(value), indent=indent, ensure_ascii=False, allow_nan=False)


def _strict(value: Value) -> Value:
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, str):
        return _sound(value)
    if isinstance(value, Mapping):
        return {_sound(key): _strict(item) for key, item in value.items()}
    return [_strict(item) for item in value] if isinstance(value, Sequence) else value


def _sound(text: str) -> str:
    """A name or a text of a script may hold halves of characters, which no UTF-8 knows."""
    return text.encode("utf-8", "replace").decode("utf-8")


def json_lines(records: Records) -> Iterator[str]:
    """A JSON text a line."""
    for record in records():
        yield as_json(record, indent=None) + "\n"


def csv_lines(records: Records) -> Iterator[str]:
    """CSV with a line of names; what is nested gets columns of its own: ``params.learning_rate``.

    Two passes: the columns are known only when every record has been seen, and all rows need not fit in memory.
    """
    names: dict[str, None] = {}
    for record in records():
        names.update(dict.fromkeys(_flat(record)))
    writer = csv.writer(_Line(), lineterminator="\n")
    yield _line(writer.writerow(names))
    for record in records():
        flat = _flat(record)
        yield _line(writer.writerow([flat.get(name, "") for name in names]))


class _Line:
    """Gives back what is written to it, as `csv.writer` does then."""

    def write(self, text: str) -> str:
        return text


def _line(written: object) -> str:
    return str(written)


def _flat(record: Mapping[str, Value]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in record.items():
        if name in _NESTED and isinstance(value, Mapping):
            flat.update((_sound(f"{name}.{inner}"), _field(item)) for inner, item in value.items())
        elif name not in (*_LEFT_OUT, *_NESTED):
            flat[name] = _field(value)
    return flat


def _field(value: Value) -> object:
    """Text as it is, a number with all its digits, what is nested as JSON."""
    if value is None or isinstance(value, str):
        return value and _sound(value)
    return repr(value) if isinstance(value, float) else as_json(value, indent=None)
