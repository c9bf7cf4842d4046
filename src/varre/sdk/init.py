"""`varre.init`: the beginning of a run."""

from __future__ import annotations

import atexit
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from varre.sdk import current, options
from varre.sdk.config import as_mapping, read_defaults
from varre.sdk.hosts import Host, Nowhere, UnderAgent
from varre.sdk.notebook import in_notebook
from varre.sdk.notices import warn_once
from varre.sdk.run import Run

__all__ = ["init"]


def init(
    entity: str | None = None,
    project: str | None = None,
    dir: str | os.PathLike[str] | None = None,
    id: str | None = None,
    name: str | None = None,
    notes: str | None = None,
    tags: Sequence[str] | None = None,
    config: Mapping[str, Any] | object = None,
    config_exclude_keys: Sequence[str] | None = None,
    config_include_keys: Sequence[str] | None = None,
    allow_val_change: bool | None = None,
    group: str | None = None,
    job_type: str | None = None,
    mode: str | None = None,
    force: bool | None = None,
    reinit: bool | str | None = None,
    resume: bool | str | None = None,
    settings: object = None,
    **others: object,
) -> Run:
    """Begin a run and return it; it is `varre.run` until `finish`.

    In a process that an agent started, and in a function that `varre.agent` calls, this is the run that the agent
    holds: its configuration is ``config`` with the sweep's values over it. Anywhere else it is a new run without a
    sweep in ``project``. ``mode="disabled"`` gives a run that keeps nothing; online and offline mean the same here.
    While a run is open, `init` returns it, unless ``reinit`` (or a notebook) asks for a new one. Every argument of W&B
    is accepted; one without effect here is named once on standard error.

    Raises `UsageError` for a configuration or an environment that cannot be used, and `ConflictError` for an ``id``
    that is taken.
    """
    open_ = _open_run(reinit)
    if open_ is not None:
        return open_
    about = {"name": name, "notes": notes, "tags": tags, "group": group, "job_type": job_type}
    told = options.read(project=project, id=id, mode=mode, about=about, settings=settings, env=os.environ)
    given = {**read_defaults(Path.cwd()), **_selected(config, config_exclude_keys, config_include_keys)}
    host = _host(told)
    _warn(host, project, id, {"entity": entity, "dir": dir, "resume": resume, **others})
    try:
        run = Run(host)
        for what, said in told.about.items():
            setattr(run, what, said)
        run.config.begin(given, host.place.fixed)
    except BaseException:
        host.end(1)
        raise
    current.set_run(run)
    host.begin()
    _close_at_exit()
    return run


def _open_run(reinit: bool | str | None) -> Run | None:
    """The run that is open already, if it is to be returned; otherwise it is finished here."""
    run = current.run()
    if run is None:
        return None
    anew = reinit in (True, "finish_previous", "create_new") or (reinit in (None, "default") and in_notebook())
    if not anew:
        return run
    if reinit == "create_new":
        warn_once("init(reinit='create_new') finishes the open run: a process has one run at a time")
    run.finish()
    return None


def _selected(config: object, without: Sequence[str] | None, only: Sequence[str] | None) -> dict[str, Any]:
    items = {str(key): value for key, value in as_mapping(config).items()}
    return {key: value for key, value in items.items() if key not in (without or ()) and (not only or key in only)}


def _host(told: options.Options) -> Host:
    """Where the run belongs: nowhere, to the function agent of this process, to the agent above, or to itself."""
    function_host = current.host()
    if function_host is None and os.environ.get("VARRE_RUN"):
        function_host = UnderAgent.from_environment(os.environ)
    if told.disabled:
        fixed = function_host.place.fixed if function_host else {}
        return Nowhere(told.id or "disabled", told.project or options.UNCATEGORIZED, fixed)
    if function_host is not None:
        return function_host
    from varre.sdk.by_hand import ByHand

    return ByHand.start(told)


def _warn(host: Host, project: str | None, id: str | None, without_effect: Mapping[str, object]) -> None:
    place = host.place
    if not place.kept:
        return
    options.warn_of_no_effect("init", without_effect)
    if place.sweep_id is not None:
        for what, asked, is_ in (("project", project, place.project), ("id", id, place.id)):
            if asked and asked != is_:
                warn_once(f"init({what}={asked!r}) has no effect in a sweep: the run's {what} is {is_!r}")


@cache
def _close_at_exit() -> None:
    atexit.register(_finish_current)


def _finish_current() -> None:
    """Not in a forked child that ends by itself: the run goes on in its parent."""
    run = current.run()
    if run is not None and run.pid == os.getpid():
        run.finish()
