"""What `init` may be told, and what of it has an effect here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from varre.errors import UsageError
from varre.sdk.notices import warn_once

__all__ = ["Options", "Settings", "project_of", "read", "warn_of_no_effect"]

UNCATEGORIZED = "uncategorized"
_MODES = ("online", "offline", "dryrun", "shared", "run", "disabled")
_YES = ("1", "true", "yes", "on")


class Settings:
    """What W&B's settings object is given. Of these, ``mode``, ``project``, ``run_id`` and ``run_name`` count."""

    def __init__(self, **settings: Any) -> None:
        self.__dict__.update(settings)


@dataclass(frozen=True, slots=True)
class Options:
    """What `init` was told, after the settings object and the environment have been asked too."""

    project: str | None
    id: str | None
    name: str
    disabled: bool


def read(
    *, project: str | None, id: str | None, name: str | None, mode: str | None, settings: object, env: Mapping[str, str]
) -> Options:
    """Arguments win over the settings object, that over the environment."""
    told: Mapping[str, Any] = settings if isinstance(settings, Mapping) else getattr(settings, "__dict__", {})
    return Options(
        project=project or told.get("project") or project_of(env),
        id=id or told.get("run_id") or env.get("WANDB_RUN_ID") or None,
        name=name or told.get("run_name") or env.get("WANDB_NAME", ""),
        disabled=_is_disabled(mode or told.get("mode"), env),
    )


def project_of(env: Mapping[str, str] | None = None) -> str | None:
    """The project that the environment names, if any."""
    env = os.environ if env is None else env
    return env.get("VARRE_PROJECT") or env.get("WANDB_PROJECT") or None


def warn_of_no_effect(call: str, arguments: Mapping[str, object]) -> None:
    """Say once which of the given ``arguments`` (those that are set) do nothing here."""
    for name, value in arguments.items():
        if value is not None and value is not False:
            warn_once(f"{call}({name}=…) has no effect here")


def _is_disabled(mode: str | None, env: Mapping[str, str]) -> bool:
    if env.get("WANDB_DISABLED", "").lower() in _YES:
        return True
    mode = mode or env.get("WANDB_MODE") or "online"
    if mode not in _MODES:
        raise UsageError(f"init: mode must be one of online, offline, shared, disabled, got {mode!r}")
    return mode == "disabled"
