"""Configurations and metrics of runs: which to show, and how short."""

from __future__ import annotations

from collections.abc import Sequence

from varre.cli.board import Board
from varre.cli.numbers import finite, parameter
from varre.cli.text import clean
from varre.runs import Run
from varre.space import Params, Value

__all__ = ["abbreviations", "assignment", "brief", "other_metrics", "parameters"]


def parameters(board: Board) -> list[str]:
    """The parameters worth a column: those that differ, all of them while there is only one configuration."""
    paths = [parameter.path for parameter in board.file.space.parameters]
    varying = [path for path in paths if board.file.space[path].distribution.cardinality != 1]
    return varying or paths


def assignment(params: Params) -> list[str]:
    """``name=value`` of each parameter, in the order of names."""
    return [f"{clean(name)}={parameter(value)}" for name, value in sorted(params.items())]


def abbreviations(paths: Sequence[str]) -> dict[str, str]:
    """A short name for each parameter, no two alike: ``learning_rate`` is ``lr`` unless there is an ``lr``."""
    short: dict[str, str] = {}
    for path in paths:
        taken = {*short.values(), *paths} - {path}
        short[path] = next((option for option in _shorter(path) if option not in taken), path)
    return {path: clean(name) for path, name in short.items()}


def _shorter(path: str) -> tuple[str, str]:
    name = path.rpartition(".")[2]
    words = [word for word in name.replace("-", "_").split("_") if word]
    return "".join(word[0] for word in words) if len(words) > 1 else name[:8], name


def brief(name: str, value: Value | None, *, present: bool) -> str:
    """A value so short that it needs no title: ``bn`` for true, nothing for false, ``relu``, ``lr 0.0412``."""
    if not present or value is False:
        return ""
    if value is True:
        return name
    return parameter(value) if isinstance(value, str) else f"{name} {parameter(value)}"


def other_metrics(board: Board, runs: Sequence[Run], limit: int = 1) -> list[str]:
    """Metrics to show beside the objective: numbers of its best rows, those with its prefix first."""
    if board.objective is None:
        return []
    own = board.objective.name
    names = {name for run in runs for name, value in run.best_row.items() if _worth_showing(name, value, own)}
    prefix = _prefix(own)
    alike = [name for name in sorted(names) if prefix and _prefix(name) == prefix]
    return (alike or sorted(names, key=lambda name: ("acc" not in name, name)))[:limit]


def _worth_showing(name: str, value: Value, own: str) -> bool:
    housekeeping = ("epoch", "step", "seconds", "time")
    return name != own and not name.startswith("_") and name not in housekeeping and finite(value) is not None


def _prefix(name: str) -> str:
    for separator in "/_.":
        head, found, _ = name.partition(separator)
        if found:
            return head
    return ""
