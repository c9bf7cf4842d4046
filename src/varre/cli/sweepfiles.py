"""Reading a sweep file for a command, with what the command line changes in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from varre.cli.display import console, room
from varre.cli.problems import warnings
from varre.errors import UsageError
from varre.sweepfile import SweepFile

__all__ = ["read", "warn"]


def read(
    path: Path, assignments: Sequence[str] = (), *, name: str | None = None, run_cap: int | None = None
) -> SweepFile:
    """The sweep file at ``path``, changed as the command line says.

    Raises `ConfigError` with all its problems and their lines, `UsageError` when it cannot be read.
    """
    given = [("name", name), ("run_cap", run_cap)]
    options = [f"{key}={json.dumps(value)}" for key, value in given if value is not None]
    return SweepFile.parse_text(_text(path), source=path.name, overrides=[*assignments, *options])


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 text (byte {error.start})") from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error


def warn(file: SweepFile) -> None:
    """Show the file's warnings, on standard error."""
    out = console(stderr=True)
    for row in warnings(file.warnings, room(out)):
        out.print(row)
