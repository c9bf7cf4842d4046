"""The files in which a run's parameters are handed to its program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from varre.runs import Claim
from varre.space import Value

__all__ = ["as_text", "write_json_file", "write_parameter_file"]


def write_parameter_file(path: Path, claim: Claim) -> None:
    """W&B's parameter file: ``wandb_version`` and ``{name: {"value": …}}``; valid as JSON and as YAML."""
    content: dict[str, Value] = {"wandb_version": 1}
    content.update({name: {"value": value} for name, value in claim.config.items()})
    path.write_text(as_text(content) + "\n", encoding="utf-8")


def write_json_file(path: Path, claim: Claim) -> None:
    """What ``${args_json_file}`` names: the configuration as one JSON object."""
    path.write_text(as_text(claim.config) + "\n", encoding="utf-8")


def as_text(value: Value) -> str:
    """JSON that a YAML 1.1 reader takes for the same values: it would read ``1e-05`` as a word, so ``1.0e-05``."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(str(key))}: {as_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(as_text(item) for item in value) + "]"
    return _scalar(value)


def _scalar(value: Value) -> str:
    text = json.dumps(value, ensure_ascii=False)  # YAML does not join surrogate pairs
    if isinstance(value, float) and "e" in text and "." not in text:
        return text.replace("e", ".0e")
    return text
