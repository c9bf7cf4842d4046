"""A run's console log: one file for all its attempts, and what of it people should see when a run fails."""

from __future__ import annotations

import re
import signal
from datetime import datetime
from pathlib import Path

from varre.runs import Claim

__all__ = ["begin", "describe", "last_lines"]

_TAIL_BYTES = 64 * 1024
_LINE_LENGTH = 300
_TRACEBACK = "Traceback (most recent call last):"
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])|[\x00-\x08\x0b-\x1f\x7f]")


def begin(path: Path, claim: Claim, now: float) -> int:
    """Head the part of an attempt; the offset at which that part begins."""
    number = "" if claim.number is None else f" of #{claim.number}"
    moment = datetime.fromtimestamp(now).astimezone().isoformat(" ", "seconds")
    with path.open("ab") as file:
        file.write(f"--- attempt {claim.lease.attempt}{number} ({claim.id}), {moment} ---\n".encode())
        return file.tell()


def last_lines(path: Path, start: int, count: int = 20) -> list[str]:
    """The last lines that are not blank, from ``start`` on, as a terminal would show them but without its colours."""
    try:
        with path.open("rb") as file:
            end = file.seek(0, 2)
            file.seek(max(start, end - _TAIL_BYTES))
            text = file.read().decode(errors="replace")
    except OSError:
        return []
    shown = (_ESCAPES.sub("", line.rstrip("\r").rpartition("\r")[2]).rstrip() for line in text.split("\n"))
    return [line for line in shown if line][-count:]


def describe(code: int, lines: list[str]) -> str:
    """One line that says why a process failed: the error of the last traceback, else its last line, else the code."""
    if code < 0:
        return f"killed by {_signal_name(-code)}"
    if _TRACEBACK in lines:
        after = lines[len(lines) - lines[::-1].index(_TRACEBACK) :]
        error = next((line for line in after if not line.startswith((" ", "\t"))), "")
    else:
        error = next((line for line in reversed(lines) if re.match(r"[\w.]+(Error|Exception|Exit)\b", line)), "")
    return (error or (lines[-1] if lines else "") or f"exit code {code}")[:_LINE_LENGTH]


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
