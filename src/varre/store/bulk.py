"""Many runs at once. Reading each of 10,000 on its own takes four times as long, and all of it in small calls."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from varre.runs import Run, RunState
from varre.store.records import reason_of, stop_of

__all__ = ["runs_of"]

_NAMES = tuple(field.name for field in fields(Run))


def runs_of(rows: Sequence[sqlite3.Row]) -> list[Run]:
    """The runs of rows of table ``run``, as `run_of` has each; equal parts of them may be one object."""
    if not rows:
        return []
    texts: dict[str, Sequence[Any]] = dict(zip(rows[0].keys(), zip(*rows, strict=True), strict=True))
    params = _parsed(texts["params"])
    columns: dict[str, Sequence[Any]] = {
        **texts,
        "params": params,
        "config": _configs(texts["config"], texts["params"], params),
        "summary": _parsed(texts["summary"]),
        "best_row": _parsed(texts["best_row"]),
        "ranges": [{name: (low, high) for name, (low, high) in found.items()} for found in _parsed(texts["ranges"])],
        "tags": _each_once(texts["tags"], lambda text: tuple(json.loads(text))),
        "state": _each_once(texts["state"], RunState),
        "reason": _each_once(texts["reason"], reason_of),
        "stop": _each_once(texts["stop"], stop_of),
        "preempting": [number != 0 for number in texts["preempting"]],
    }
    return [Run(*values) for values in zip(*(columns[name] for name in _NAMES), strict=True)]


def _parsed(texts: Sequence[str]) -> list[Any]:
    """What each of many JSON texts says, parsed as one list."""
    parsed: list[Any] = json.loads(f"[{','.join(texts)}]")
    return parsed


def _configs(texts: Sequence[str], params_texts: Sequence[str], params: Sequence[Any]) -> list[Any]:
    """Most scripts add nothing to their configuration and no group nests it: then it reads as the parameters do."""
    return [
        same if text == params_text else json.loads(text)
        for text, params_text, same in zip(texts, params_texts, params, strict=True)
    ]


def _each_once(texts: Sequence[str], parse: Callable[[str], Any]) -> list[Any]:
    """What each of many texts says, most of which say the same."""
    known = {text: parse(text) for text in set(texts)}
    return [known[text] for text in texts]
