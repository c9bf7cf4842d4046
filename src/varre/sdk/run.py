"""A run as its script sees it. Each call writes one line into the spool and is durable when it returns."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from varre.errors import UsageError
from varre.sdk import current, files
from varre.sdk.config import Config
from varre.sdk.ending import code_of, in_a_line
from varre.sdk.hosts import Host
from varre.sdk.metrics import MetricRules
from varre.sdk.notices import warn_once
from varre.sdk.options import as_tags
from varre.sdk.signals import STOPPED, sdk_call
from varre.sdk.steps import Steps, whole_step
from varre.sdk.summary import Summary
from varre.sdk.values import to_value
from varre.space import Value

__all__ = ["Run"]


class Run:
    """One attempt at one configuration, from `init` to `finish`.

    Threads may share it; a forked child that logs writes a file of its own. After `finish` only its attributes may be
    read.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self._writer = host.open_writer()
        self._finished = False
        self.pid = os.getpid()
        self._steps = Steps()
        self._rules = MetricRules()
        self.name = host.place.id
        self.tags: tuple[str, ...] = ()
        self.notes = self.group = self.job_type = ""
        self.config = Config(lambda values: self._write("config", values))
        self.summary = Summary(lambda values: self._write("summary", values), self._rules)
        self._made = True

    def __setattr__(self, name: str, value: Any) -> None:
        """What a run says of itself is kept when it is set: ``run.notes = "why"``, ``run.tags += ("a",)``."""
        if name in _ABOUT and "_made" in self.__dict__:
            value = as_tags(value) if name == "tags" else str(value or "")
            self._write("about", {name: value})
        object.__setattr__(self, name, value)

    # -- what it is ------------------------------------------------------------------------------------------------

    @property
    def id(self) -> str:
        """The run's id, unique in its project."""
        return self._host.place.id

    @property
    def project(self) -> str:
        """The project that the run belongs to."""
        return self._host.place.project

    @property
    def entity(self) -> str:
        """W&B's account; there is none here."""
        return ""

    @property
    def path(self) -> str:
        """``project/id``."""
        return f"{self.project}/{self.id}"

    @property
    def sweep_id(self) -> str | None:
        """The sweep's id, or ``None`` for a run without one."""
        return self._host.place.sweep_id

    @property
    def number(self) -> int | None:
        """The run's number in its sweep, from 1, where the agent told it."""
        return self._host.place.number

    @property
    def resumed(self) -> bool:
        """Whether an earlier attempt at this run was lost: its files are in `dir`."""
        return self._host.place.attempt > 1

    @property
    def dir(self) -> str:
        """The run's folder, the same for all attempts: checkpoints belong here."""
        folder = self._host.place.directory
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return str(folder)

    @property
    def step(self) -> int:
        """The step that the next row gets."""
        return self._steps.step

    @property
    def url(self) -> str | None:
        """A page that shows the run; ``None`` while no server does."""
        return None

    sweep_url = project_url = url

    @property
    def disabled(self) -> bool:
        """Whether nothing is kept (``mode="disabled"``)."""
        return not self._host.place.kept

    # -- what it says ----------------------------------------------------------------------------------------------

    def log(
        self, data: Mapping[str, Any], step: int | None = None, commit: bool | None = None, sync: bool | None = None
    ) -> None:
        """Keep a row of metrics; when this returns it survives the death of every process.

        Without ``step`` rows count up from 0. A ``step`` below the current one is dropped with a warning. With
        ``commit=False`` (the default where ``step`` is given) the row stays open for further calls. Nested dicts
        become names joined by dots. Raises `TypeError` for what is not a dict with text keys, or a step that is not
        whole, and `SystemExit` (143) after writing the row if a function agent or a run started by hand was told to
        stop.
        """
        _check_row(data)
        whole = None if step is None else whole_step(step)
        with sdk_call:
            self._log(data, whole, step is None if commit is None else bool(commit))
        if self._host.stop_asked():
            raise SystemExit(STOPPED)

    def _log(self, data: Mapping[str, Any], step: int | None, commit: bool) -> None:
        self._must_be_open()
        if not self._steps.may_log_at(step):
            warn_once(f"log(step={step}) was dropped: step {self._steps.step} has been reached, and steps only go up")
            return
        at = self._steps.step if step is None else step
        folder = self._host.place.directory
        row = {key: to_value(value, files.MediaFolder(folder, key, at)) for key, value in data.items()}
        self._write("row", row, step=step, commit=commit)
        self._steps.logged(step, commit)
        self.summary.observe(row)

    def define_metric(
        self, name: str, step_metric: str | None = None, summary: str | None = None, **others: object
    ) -> None:
        """Say how a metric is summarised (min, max, mean, last, first, none; several joined by commas).

        A trailing ``*`` in ``name`` stands for any ending. ``step_metric`` names the metric on its horizontal axis.
        """
        self._rules.define(name, summary)
        self._write("metric", {"name": name, "step_metric": to_value(step_metric), "summary": summary})

    def alert(self, title: str, text: str = "", level: object = None, wait_duration: object = None) -> None:
        """Keep a message with the run."""
        self._write("alert", {"title": title, "text": text, "level": str(level) if level else "INFO"})

    def save(
        self,
        glob_str: str | os.PathLike[str] | None = None,
        base_path: str | os.PathLike[str] | None = None,
        policy: str = "live",
        **others: object,
    ) -> list[str]:
        """Copy files into `dir`; returns the copies' paths. Call it again when a file has changed."""
        if glob_str is None:  # W&B's old way of saving the run's own record, which needs no saving
            return []
        saved = files.save(Path(self.dir), os.fspath(glob_str), Path(base_path) if base_path else None)
        for path in saved:
            self._write("file", {"path": str(Path(path).relative_to(self.dir))})
        if not saved:
            warn_once(f"save({os.fspath(glob_str)!r}): there is no such file")
        return saved

    def mark_preempting(self) -> None:
        """Say that this machine may be taken away: should the run fail now, it goes back to the queue."""
        self._write("preempting", {})

    def watch(self, models: object = None, *args: object, **others: object) -> None:
        """W&B's log of gradients; it has no effect here."""
        warn_once("watch() has no effect here: gradients are not kept")

    def unwatch(self, models: object = None) -> None:
        """The end of `watch`."""

    def log_code(self, *args: object, **others: object) -> None:
        """W&B's copy of the source; it has no effect here."""
        warn_once("log_code() has no effect here")

    # -- its end ---------------------------------------------------------------------------------------------------

    def finish(self, exit_code: int | None = None, quiet: bool | None = None) -> None:
        """Close the log. Under an agent the end of the process decides how the run ended.

        A run started by hand, and one in a function agent, is failed if ``exit_code`` is not 0. Finishing twice does
        nothing.
        """
        self._finish(exit_code)

    def _finish(self, exit_code: int | None, error: str = "") -> None:
        if self._finished:
            return
        with sdk_call:
            self._write("finish", {"exit_code": exit_code})
            self._finished = True
            self._writer.close()
            if current.run() is self:
                current.set_run(None)
            self._host.end(exit_code, error)

    @property
    def finished(self) -> bool:
        """Whether `finish` was called."""
        return self._finished

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._finish(code_of(error), in_a_line(error))

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(_missing(name))

    # -- how it is written -----------------------------------------------------------------------------------------

    def _write(self, kind: str, data: Mapping[str, Value], *, step: int | None = None, commit: bool = True) -> None:
        self._must_be_open()
        with sdk_call:
            try:
                self._writer.write(kind, data, step=step, commit=commit)
            except OSError as problem:  # a full disk must not end hours of training
                warn_once(f"what is logged is not kept: {problem}")

    def _must_be_open(self) -> None:
        if self._finished:
            raise UsageError(f"run {self.id} has finished: call varre.init() for another one")


_ABOUT = frozenset({"name", "notes", "tags", "group", "job_type"})


def _check_row(data: object) -> None:
    if not isinstance(data, Mapping):
        raise TypeError(f"log: must be given a dict, got {type(data).__name__}")
    wrong = next((key for key in data if not isinstance(key, str)), None)
    if wrong is not None:
        raise TypeError(f"log: the keys must be text, got {wrong!r}")


_ABSENT = {"artifact", "model", "link", "restore", "pin", "to_html", "display"}


def _missing(name: str) -> str:
    if any(word in name for word in _ABSENT):
        return f"run.{name}: W&B has it, Varre does not: what is to be kept goes into run.dir"
    return f"a run has no {name!r}"
