"""The searcher's end of a race: answers lines of JSON on standard input, in an environment of its own.

    {"begin": {"parameters": …, "seed": 3, "trials": 100, "workers": 8}}    ->  {"version": …}
    {"ask": 8}                                                              ->  {"params": …, "seconds": 0.011}
    {"tell": {"trial": 7, "loss": 0.12}}         null: the training failed  ->  nothing
    {"end": true}                                                           ->  {"memory_mb": 207.1}

``seconds`` are processor time of this process since the answer before, so that what a searcher does when it is told
something counts too. Nothing of Varre is imported here but by its own peer.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from spaces import Parameters

__all__ = ["Peer", "most_memory", "serve"]


class Peer(Protocol):
    """A searcher in the middle of one sweep. Losses are minimised."""

    def __init__(self, parameters: Parameters, seed: int, trials: int, workers: int) -> None: ...

    def ask(self, trial: int) -> Mapping[str, Any]:
        """What to try as the trial of this number; only parameters whose conditions hold."""

    def tell(self, trial: int, loss: float | None) -> None:
        """What came of it; ``None`` where it failed."""


def serve(kind: type[Peer], version: str) -> None:
    """Answer until the end. What the searcher prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    peer: Peer | None = None
    since = 0.0

    def answer(**said: object) -> None:
        answers.write(json.dumps(said) + "\n")

    for line in sys.stdin:
        (order, given), *_ = json.loads(line).items()
        if order == "begin":
            _seeded(given["seed"])
            peer = kind(given["parameters"], given["seed"], given["trials"], given["workers"])
            answer(version=version)
            since = time.process_time()
        elif order == "ask" and peer:
            params = {name: _plain(value) for name, value in peer.ask(given).items()}
            answer(params=params, seconds=time.process_time() - since)
            since = time.process_time()
        elif order == "tell" and peer:
            peer.tell(given["trial"], given["loss"])
        else:
            answer(memory_mb=most_memory())
            return


def _seeded(seed: int) -> None:
    """Some searchers draw from the generators that a process shares, whatever seed they are given."""
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)


def most_memory() -> float:
    """The greatest resident memory in MB. That of `getrusage` is at least the parent's, who was copied at the start."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def _plain(value: Any) -> Any:
    """A value of NumPy as Python's."""
    return value.item() if hasattr(value, "item") else value
