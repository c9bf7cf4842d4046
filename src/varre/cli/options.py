"""Options and arguments that several commands share."""

from __future__ import annotations

import os
import re

import click

from varre.errors import UsageError

__all__ = [
    "entity",
    "json_switch",
    "maybe_sweep",
    "positive",
    "project",
    "project_of",
    "run_cap",
    "seconds",
    "slots",
    "threads",
    "within",
]

_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400}


def positive(text: str) -> int:
    """A whole number from 1 on."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise click.BadParameter(f"{text} is not a whole number of at least 1")
    return int(text)


project = click.option("-p", "--project", metavar="NAME", help="The project, instead of the file's own.")
within = click.option("-p", "--project", metavar="NAME", help="The sweep's project, where ID alone means several.")
maybe_sweep = click.argument("sweep_id", metavar="[ID]", required=False)
entity = click.option("-e", "--entity", metavar="NAME", help="Accepted as W&B has it; without effect here.")
slots = click.option("--slots", type=positive, metavar="N", help="How many runs at a time.")
threads = click.option("--threads", type=positive, metavar="N", help="CPU threads of each run.")
run_cap = click.option("--run-cap", type=positive, metavar="N", help="How many runs in all.")
json_switch = click.option("--json", "as_json", is_flag=True, help="One JSON object, with full precision.")


def project_of(option: str | None) -> str | None:
    """The project that the command line or the environment asks for; ``None`` leaves it to the sweep file."""
    return option or os.environ.get("VARRE_PROJECT") or os.environ.get("WANDB_PROJECT") or None


def seconds(_context: click.Context, _parameter: click.Parameter, text: str | None) -> float | None:
    """A length of time such as ``90``, ``30min``, ``8h``, ``1h30m``, in seconds."""
    if text is None:
        return None
    compact = text.replace(" ", "")
    parts = re.findall(r"(\d+(?:\.\d+)?)(min|[smhd])?", compact)
    if not parts or "".join(number + unit for number, unit in parts) != compact:
        raise UsageError(f"--timeout {text}: not a length of time, write 90s, 30min, 8h or 1h30min")
    total = sum(float(number) * _UNITS[unit or "s"] for number, unit in parts)
    if total <= 0:
        raise UsageError(f"--timeout {text}: must be longer than nothing")
    return total
