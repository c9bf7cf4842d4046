"""Charts that are logged: each is kept as its table, with what it is to be drawn as (`varre.plot`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from varre.errors import UsageError
from varre.sdk.media import Table
from varre.sdk.values import Folder
from varre.space import Value

__all__ = ["Chart", "bar", "confusion_matrix", "histogram", "line", "line_series", "scatter"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A table and how to draw it: ``kind`` is the name of the function that made it, ``fields`` names its columns."""

    kind: str
    table: Table
    title: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)

    def keep(self, folder: Folder) -> Value:
        """Write the table; what the chart is stands in the row."""
        kept = self.table.keep(folder)
        assert isinstance(kept, Mapping)
        return {**kept, "chart": self.kind, "title": self.title, "fields": dict(self.fields)}


def confusion_matrix(
    probs: Sequence[Sequence[float]] | None = None,
    y_true: Sequence[Any] | None = None,
    preds: Sequence[Any] | None = None,
    class_names: Sequence[str] | None = None,
    title: str | None = None,
    split_table: bool = False,
) -> Chart:
    """How often each class was taken for which: one row for each pair (Actual, Predicted, nPredictions).

    Give ``y_true`` with either ``preds`` or ``probs`` (n, classes), whose largest counts. Without ``class_names`` the
    labels themselves name the classes; with them integer labels are indices.
    """
    if y_true is None or (preds is None) == (probs is None):
        raise UsageError("confusion_matrix: give y_true and either preds or probs")
    actual = _labels(y_true)
    predicted = _labels(preds) if preds is not None else [_largest(row) for row in _labels(probs)]
    if len(actual) != len(predicted):
        raise UsageError(f"confusion_matrix: {len(actual)} true labels, but {len(predicted)} predictions")
    names = _class_names(actual, predicted, class_names)
    counts = Counter(zip(actual, predicted, strict=True))
    rows = [[names[a], names[p], counts[a, p]] for a in names for p in names]
    table = Table(columns=["Actual", "Predicted", "nPredictions"], data=rows)
    fields = {"Actual": "Actual", "Predicted": "Predicted", "nPredictions": "nPredictions"}
    return Chart("confusion_matrix", table, title or "Confusion Matrix Curve", fields)


def _labels(sequence: Any) -> list[Any]:
    """A list of plain values from a list, an array or a tensor."""
    return sequence.tolist() if hasattr(sequence, "tolist") else list(sequence)


def _largest(row: Sequence[float]) -> int:
    return max(range(len(row)), key=row.__getitem__)


def _class_names(actual: Sequence[Any], predicted: Sequence[Any], names: Sequence[str] | None) -> dict[Any, str]:
    """The name of each label, in the order of the matrix."""
    labels = set(actual) | set(predicted)
    if names is None:
        return {label: str(label) for label in sorted(labels, key=lambda label: (str(type(label)), label))}
    if labels <= set(names):
        return {name: str(name) for name in names}
    unknown = labels - set(range(len(names)))
    if unknown:
        raise UsageError(f"confusion_matrix: label {min(map(str, unknown))} has no name among {len(names)} class_names")
    return dict(enumerate(map(str, names)))


def line(table: Table, x: str, y: str, stroke: str | None = None, title: str = "", split_table: bool = False) -> Chart:
    """A line through ``(x, y)``, one for each value of ``stroke``."""
    return Chart("line", table, title, {"x": x, "y": y, **({"stroke": stroke} if stroke else {})})


def scatter(table: Table, x: str, y: str, title: str = "", split_table: bool = False) -> Chart:
    """A point for each row."""
    return Chart("scatter", table, title, {"x": x, "y": y})


def bar(table: Table, label: str, value: str, title: str = "", split_table: bool = False) -> Chart:
    """A bar for each row."""
    return Chart("bar", table, title, {"label": label, "value": value})


def histogram(table: Table, value: str, title: str = "", split_table: bool = False) -> Chart:
    """How the values of a column are distributed."""
    return Chart("histogram", table, title, {"value": value})


def line_series(
    xs: Iterable[Any],
    ys: Iterable[Iterable[Any]],
    keys: Iterable[str] | None = None,
    title: str = "",
    xname: str = "x",
    split_table: bool = False,
) -> Chart:
    """Several lines; ``xs`` is one sequence for all of them or one for each."""
    lines = [_labels(values) for values in ys]
    shared = _labels(xs)
    own = shared if shared and isinstance(shared[0], list | tuple) else [shared] * len(lines)
    names = list(keys) if keys is not None else [f"key_{number}" for number in range(len(lines))]
    if not len(own) == len(names) == len(lines):
        raise UsageError(f"line_series: {len(lines)} lines, {len(own)} xs and {len(names)} keys: they must be as many")
    series = zip(own, names, lines, strict=True)
    rows = [[x, name, y] for at, name, values in series for x, y in zip(at, values, strict=True)]
    table = Table(columns=["step", "lineKey", "lineVal"], data=rows)
    return Chart("line_series", table, title, {"step": "step", "lineKey": "lineKey", "lineVal": "lineVal", "x": xname})
