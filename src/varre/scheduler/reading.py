"""Finding sweeps and runs by what people call them."""

from __future__ import annotations

from varre.errors import NotFoundError, UsageError
from varre.runs import Run, Sweep, SweepKey
from varre.scheduler.room import Room

__all__ = ["best", "find_run", "find_sweep"]


def find_sweep(room: Room, ref: str, project: str | None = None) -> Sweep:
    """The sweep that ``id``, ``project/id`` or ``entity/project/id`` names; the entity is ignored.

    Raises `NotFoundError`, and `UsageError` where several projects have a sweep of that id.
    """
    id, project = _parts(ref, project)
    found = room.store.sweeps.find(id, project)
    if not found:
        raise NotFoundError(f"there is no sweep {ref}{_in(project)}")
    if len(found) > 1:
        raise UsageError(f"several projects have a sweep {id}: {', '.join(f'{s.project}/{s.id}' for s in found)}")
    return found[0]


def find_run(room: Room, ref: str) -> Run:
    """The run that a key, ``id``, ``project/id``, ``entity/project/id`` or ``SWEEP/NUMBER`` names.

    Raises `NotFoundError`, and `UsageError` where several projects have a run of that id.
    """
    numbered = _numbered(room, ref)
    if numbered is not None:
        return numbered
    id, project = _parts(ref, None)
    found = room.store.runs.find(id, project)
    if not found:
        raise NotFoundError(f"there is no run {ref}")
    if len(found) > 1:
        raise UsageError(f"several projects have a run {id}: {', '.join(f'{r.project}/{r.id}' for r in found)}")
    return found[0]


def best(room: Room, key: SweepKey, *, last: bool = False) -> Run | None:
    """The run with the best value of the metric, by the best of each run's history or by its last value."""
    objective = room.known(key).file.objective
    if objective is None:
        return None
    valued = [(run.last_value if last else run.value, run) for run in room.store.runs.of(key)]
    losses = [(objective.loss(value), run.number or 0, run) for value, run in valued if value is not None]
    return min(losses, key=lambda entry: entry[:2])[2] if losses else None


def _parts(ref: str, project: str | None) -> tuple[str, str | None]:
    parts = ref.split("/")
    if len(parts) > 3 or not all(parts):
        raise UsageError(f"{ref!r} is not an id: id, project/id or entity/project/id is expected")
    return parts[-1], parts[-2] if len(parts) > 1 else project


def _numbered(room: Room, ref: str) -> Run | None:
    sweep, _, number = ref.rpartition("/")
    if not sweep or not (number.isascii() and number.isdigit()):
        return None
    try:
        return room.store.runs.numbered(find_sweep(room, sweep).key, int(number))
    except NotFoundError:
        return None


def _in(project: str | None) -> str:
    return "" if project is None else f" in project {project}"
