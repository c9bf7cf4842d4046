"""The calls that act on the current run: `varre.log`, `varre.finish` and the like."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from varre.errors import UsageError
from varre.sdk import current

__all__ = ["AlertLevel", "BeforeInit", "define_metric", "finish", "log", "login", "of_current_run", "require", "setup"]


class AlertLevel(StrEnum):
    """How urgent an alert is."""

    INFO = "INFO"
    WARN = "WARN"
    ERROR = "ERROR"


def log(data: Mapping[str, Any], step: int | None = None, commit: bool | None = None, sync: bool | None = None) -> None:
    """Keep a row of metrics of the current run: see `Run.log`."""
    current.require("log()").log(data, step=step, commit=commit)


def finish(exit_code: int | None = None, quiet: bool | None = None) -> None:
    """Close the log of the current run, if there is one: see `Run.finish`."""
    run = current.run()
    if run is not None:
        run.finish(exit_code)


def define_metric(name: str, step_metric: str | None = None, summary: str | None = None, **others: object) -> None:
    """Say how a metric of the current run is summarised: see `Run.define_metric`."""
    current.require("define_metric()").define_metric(name, step_metric, summary, **others)


def login(*args: object, **others: object) -> bool:
    """W&B's log-in. There is no account here: always true."""
    return True


def setup(settings: object = None) -> None:
    """W&B's preparation of its service. There is none here: does nothing."""


def require(*requirements: object, **others: object) -> None:
    """W&B's opting in to what it is going to change. Does nothing."""


class BeforeInit:
    """`varre.config` and `varre.summary` while no run is open: any use is a `UsageError` that says what to call."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        object.__setattr__(self, "_name", name)

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        raise UsageError(f"call varre.init() before varre.{self._name}.{attribute}")

    def __setattr__(self, attribute: str, value: object) -> None:
        self.__getattr__(attribute)

    def __getitem__(self, key: str) -> Any:
        raise UsageError(f"call varre.init() before varre.{self._name}[{key!r}]")

    def __setitem__(self, key: str, value: object) -> None:
        self[key]


def of_current_run(name: str) -> Any:
    """The method ``name`` of the current run; calling it without one is a `UsageError`."""

    def call(*args: Any, **others: Any) -> Any:
        return getattr(current.require(f"{name}()"), name)(*args, **others)

    call.__name__ = name
    return call
