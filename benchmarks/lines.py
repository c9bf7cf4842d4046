"""Results kept as they come, a line of JSON each: what was cut in the middle of a line goes on where it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any

__all__ = ["add", "read"]


def read(path: Path) -> list[Any]:
    """The lines of a file, from which one that was cut is taken away; none if there is no file."""
    if not path.exists():
        return []
    whole, _, cut = path.read_bytes().rpartition(b"\n")
    if cut:
        path.write_bytes(whole + b"\n" if whole else b"")
    return [json.loads(line) for line in whole.splitlines()]


def add(file: IO[str], result: object) -> None:
    """One more line, on its way to the disk before this returns."""
    file.write(json.dumps(result) + "\n")
    file.flush()
