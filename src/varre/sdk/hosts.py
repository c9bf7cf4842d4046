"""Where a run of this process belongs, and who listens: the seam between a run and what surrounds it.

Under an agent the environment says it, and the spool is all there is (`UnderAgent`). A script started by hand and a
function agent stand in modules of their own, which load the scheduler. ``mode="disabled"`` is `Nowhere`.
"""

from __future__ import annotations

import json
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from varre.datadir import check_key, find
from varre.errors import UsageError
from varre.runs import RunKey
from varre.sdk.signals import catch_sigterm, leave_sigterm
from varre.space import Value
from varre.spool import SpoolWriter

__all__ = ["Host", "Nowhere", "Place", "UnderAgent", "Writer"]


class Writer(Protocol):
    """Where the lines of a run go; `varre.spool.SpoolWriter` is the one."""

    def write(self, kind: str, data: Mapping[str, Value], *, step: int | None = None, commit: bool = True) -> None:
        """Keep one line; durable when it returns."""
        ...

    def close(self) -> None:
        """No line will follow."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """A run as its own process sees it.

    ``fixed`` holds the values that the sweep chose, nested; ``kept`` is false for a disabled run.
    """

    key: str
    id: str
    project: str
    directory: Path
    attempt: int = 1
    sweep_id: str | None = None
    number: int | None = None
    fixed: Mapping[str, Value] = field(default_factory=dict)
    kept: bool = True


class Host(Protocol):
    """What surrounds a run in this process."""

    @property
    def place(self) -> Place:
        """Where the run belongs."""
        ...

    def open_writer(self) -> Writer:
        """A writer of this process's own; a forked child asks again."""
        ...

    def begin(self) -> None:
        """The run was made: listen for orders."""
        ...

    def stop_asked(self) -> bool:
        """Whether the run should end after the row that it has just written."""
        ...

    def end(self, code: int | None, error: str = "") -> None:
        """The log is closed. ``code`` is what the script said in `finish`, ``None`` if nothing; ``error`` says why."""
        ...


class UnderAgent:
    """A process that an agent started. It writes the spool and takes SIGTERM as the order to stop."""

    def __init__(self, place: Place, spool: Path) -> None:
        self.place = place
        self._spool = spool

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> UnderAgent:
        """Read what the agent put into the environment; `UsageError` names a variable that is missing or wrong."""
        _variable(env, "VARRE_DIR")
        datadir = find(create=False, env=env)
        key = RunKey(check_key(_variable(env, "VARRE_RUN")))
        place = Place(
            key=key,
            id=env.get("VARRE_RUN_ID", key),
            project=env.get("VARRE_PROJECT", ""),
            directory=datadir.run_dir(key),
            attempt=_count(env, "VARRE_ATTEMPT"),
            sweep_id=env.get("VARRE_SWEEP_ID") or None,
            number=_count(env, "VARRE_RUN_NUMBER") if "VARRE_RUN_NUMBER" in env else None,
            fixed=_read_parameters(env.get("VARRE_PARAMS")),
        )
        return cls(place, datadir.spool(key))

    def open_writer(self) -> Writer:
        return SpoolWriter(self._spool, self.place.attempt)

    def begin(self) -> None:
        catch_sigterm()

    def stop_asked(self) -> bool:
        return False

    def end(self, code: int | None, error: str = "") -> None:
        leave_sigterm()


class _Discard:
    def write(self, kind: str, data: Mapping[str, Value], *, step: int | None = None, commit: bool = True) -> None:
        return None

    def close(self) -> None:
        return None


class Nowhere:
    """A run that is not kept (``mode="disabled"``). Its folder is a temporary one, made when first asked for."""

    def __init__(self, id: str, project: str, fixed: Mapping[str, Value]) -> None:
        self._id, self._project, self._fixed = id, project, fixed

    @cached_property
    def place(self) -> Place:
        folder = Path(tempfile.gettempdir()) / f"varre-disabled-{secrets.token_hex(8)}"
        return Place(key=self._id, id=self._id, project=self._project, directory=folder, fixed=self._fixed, kept=False)

    def open_writer(self) -> Writer:
        return _Discard()

    def begin(self) -> None:
        return None

    def stop_asked(self) -> bool:
        return False

    def end(self, code: int | None, error: str = "") -> None:
        return None


def _variable(env: Mapping[str, str], name: str) -> str:
    if not env.get(name):
        raise UsageError(f"{name}: not set, though VARRE_RUN says that an agent started this process")
    return env[name]


def _count(env: Mapping[str, str], name: str) -> int:
    text = _variable(env, name)
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(f"{name}: must be a whole number from 1 on, got {text!r}")
    return int(text)


def _read_parameters(path: str | None) -> dict[str, Value]:
    """The parameter file: JSON (which is YAML too), each name with a ``value``."""
    if not path:
        return {}
    try:
        content = json.loads(Path(path).read_text())
    except (OSError, ValueError) as problem:
        raise UsageError(f"VARRE_PARAMS: cannot read {path}: {problem}") from None
    return {name: entry["value"] for name, entry in content.items() if isinstance(entry, dict) and "value" in entry}
