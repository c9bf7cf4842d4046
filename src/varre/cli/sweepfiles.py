"""Reading a sweep file for a command, with what the command line changes in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from varre.cli.display import console, room
from varre.cli.problems import warnings
from varre.errors import UsageError
from varre.sweepfile import SweepFile, load_text, override

__all__ = ["read", "warn"]


def read(
    path: Path, assignments: Sequence[str] = (), *, name: str | None = None, run_cap: int | None = None
) -> SweepFile:
    """The sweep file at ``path``; raises `ConfigError` with all its problems, `UsageError` when it cannot be read.

    Unchanged, it is parsed from its text, so that problems have line numbers.
    """
    text = _text(path)
    changes = {key: value for key, value in (("name", name), ("run_cap", run_cap)) if value is not None}
    if not assignments and not changes:
        return SweepFile.parse_text(text, source=path.name)
    raw = override(load_text(text, source=path.name), assignments, source=path.name)
    return SweepFile.parse({**raw, **changes}, source=path.name)


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
