"""Varre: hyperparameter sweeps, offline.

A training script needs `init`, `config`, `log` and `finish`; ``import varre as wandb`` works for scripts written for
W&B. `sweep` and `agent` make and work through a sweep from Python, `Optimizer` is ask and tell. Names are loaded when
they are first used: importing Varre costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from varre.errors import UsageError, VarreError
    from varre.errors import VarreError as Error
    from varre.optimizer import Optimizer
    from varre.sdk import plot
    from varre.sdk.calls import AlertLevel, define_metric, finish, log, login, require, setup
    from varre.sdk.calls import finish as join
    from varre.sdk.calls import finish as teardown
    from varre.sdk.config import Config
    from varre.sdk.init import init
    from varre.sdk.media import Histogram, Html, Image, Table
    from varre.sdk.options import Settings
    from varre.sdk.run import Run
    from varre.sdk.summary import Summary
    from varre.sdk.sweeps import agent, sweep

    run: Run | None
    config: Config
    summary: Summary
    __version__: str

__all__ = [
    "AlertLevel",
    "Config",
    "Error",
    "Histogram",
    "Html",
    "Image",
    "Optimizer",
    "Run",
    "Settings",
    "Table",
    "UsageError",
    "VarreError",
    "__version__",
    "agent",
    "config",
    "define_metric",
    "finish",
    "init",
    "join",
    "log",
    "login",
    "plot",
    "require",
    "run",
    "setup",
    "summary",
    "sweep",
    "teardown",
]

_WHERE = {
    "AlertLevel": "varre.sdk.calls:AlertLevel",
    "Config": "varre.sdk.config:Config",
    "Error": "varre.errors:VarreError",
    "Histogram": "varre.sdk.media:Histogram",
    "Html": "varre.sdk.media:Html",
    "Image": "varre.sdk.media:Image",
    "Optimizer": "varre.optimizer:Optimizer",
    "Run": "varre.sdk.run:Run",
    "Settings": "varre.sdk.options:Settings",
    "Table": "varre.sdk.media:Table",
    "UsageError": "varre.errors:UsageError",
    "VarreError": "varre.errors:VarreError",
    "agent": "varre.sdk.sweeps:agent",
    "define_metric": "varre.sdk.calls:define_metric",
    "errors": "varre.errors",
    "finish": "varre.sdk.calls:finish",
    "init": "varre.sdk.init:init",
    "join": "varre.sdk.calls:finish",
    "log": "varre.sdk.calls:log",
    "login": "varre.sdk.calls:login",
    "plot": "varre.sdk.plot",
    "require": "varre.sdk.calls:require",
    "setup": "varre.sdk.calls:setup",
    "sweep": "varre.sdk.sweeps:sweep",
    "teardown": "varre.sdk.calls:finish",
}
_OF_RUN = frozenset({"alert", "log_code", "mark_preempting", "save", "unwatch", "watch"})


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        module, _, attribute = _WHERE[name].partition(":")
        value = import_module(module)
        return globals().setdefault(name, getattr(value, attribute) if attribute else value)
    if name in ("run", "config", "summary"):
        return _of_now(name)
    if name in _OF_RUN:
        from varre.sdk.calls import of_current_run

        return of_current_run(name)
    if name == "__version__":
        return _version()
    raise AttributeError(f"varre has no {name!r} (W&B has more than what works here: docs/python.md lists it)")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("varre")
    except PackageNotFoundError:  # a source tree on the path
        return "0+source"


def _of_now(name: str) -> Any:
    """The current run or a part of it. Never kept here: the next `init` changes it."""
    from varre.sdk import current
    from varre.sdk.calls import BeforeInit

    run = current.run()
    if name == "run":
        return run
    return BeforeInit(name) if run is None else getattr(run, name)
