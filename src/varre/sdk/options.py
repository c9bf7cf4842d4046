"""What `init` may be told, and what of it has an effect here."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from varre.errors import UsageError
from varre.sdk.notices import warn_once

__all__ = ["Options", "Settings", "as_tags", "project_of", "read", "warn_of_no_effect"]

UNCATEGORIZED = "uncategorized"
_MODES = ("online", "offline", "dryrun", "shared", "run", "disabled")
_ABOUT = {
    "name": "WANDB_NAME",
    "notes": "WANDB_NOTES",
    "tags": "WANDB_TAGS",
    "group": "WANDB_RUN_GROUP",
    "job_type": "WANDB_JOB_TYPE",
}
_YES = ("1", "true", "yes", "on")


class Settings:
    """What W&B's settings object is given.

    Of these, ``mode``, ``project``, ``run_id``, ``run_name``, ``run_notes``, ``run_tags``, ``run_group`` and
    ``run_job_type`` count.
    """

    def __init__(self, **settings: Any) -> None:
        self.__dict__.update(settings)


@dataclass(frozen=True, slots=True)
class Options:
    """What `init` was told, after the settings object and the environment have been asked too.

    ``about`` is what was said of the run itself: its ``name``, ``notes``, ``tags``, ``group`` and ``job_type``, those
    that were given.
    """

    project: str | None
    id: str | None
    about: Mapping[str, str | tuple[str, ...]]
    disabled: bool

    @property
    def name(self) -> str:
        """The run's name; empty if it was given none."""
        name = self.about.get("name", "")
        return name if isinstance(name, str) else ""


def read(
    *,
    project: str | None,
    id: str | None,
    mode: str | None,
    about: Mapping[str, object],
    settings: object,
    env: Mapping[str, str],
) -> Options:
    """Arguments win over the settings object, that over the environment."""
    told: Mapping[str, Any] = settings if isinstance(settings, Mapping) else getattr(settings, "__dict__", {})
    return Options(
        project=project or told.get("project") or project_of(env),
        id=id or told.get("run_id") or env.get("WANDB_RUN_ID") or None,
        about=_about(about, told, env),
        disabled=_is_disabled(mode or told.get("mode"), env),
    )


def as_tags(tags: object) -> tuple[str, ...]:
    """Tags as W&B takes them: one, or several."""
    if isinstance(tags, str):
        return (tags,)
    return tuple(map(str, tags)) if isinstance(tags, Iterable) else ()


def _about(
    about: Mapping[str, object], told: Mapping[str, Any], env: Mapping[str, str]
) -> dict[str, str | tuple[str, ...]]:
    found: dict[str, str | tuple[str, ...]] = {}
    for name, variable in _ABOUT.items():
        said = about.get(name) or told.get(f"run_{name}")
        if name == "tags":
            tags = as_tags(said) or tuple(tag.strip() for tag in env.get(variable, "").split(",") if tag.strip())
            found |= {name: tags} if tags else {}
        elif said or env.get(variable):
            found[name] = str(said or env[variable])
    return found


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
