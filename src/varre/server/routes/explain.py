"""What mattered in a sweep, and what its model believes; reckoned in a process of its own, each thing once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from varre.errors import UsageError
from varre.server import explaining
from varre.server.calculator import Calculator, Key
from varre.server.deps import CalculatorDep, DataDirDep, SchedulerDep, SweepDep, ViewsDep
from varre.server.explained import GuessView, ImportanceView, ModelView
from varre.server.explaining import Aim, Which
from varre.server.reckoner import DiedError, OverdueError
from varre.sweepfile import Objective, SweepFile

__all__ = ["router"]

router = APIRouter(tags=["explain"])

Goal = Literal["minimize", "maximize"]


@router.get("/api/sweeps/{sweep}/importance", response_model=ImportanceView)
async def get_importance(
    sweep: SweepDep,
    scheduler: SchedulerDep,
    datadir: DataDirDep,
    views: ViewsDep,
    calculator: CalculatorDep,
    method: Literal["fanova", "ped_anova", "permutation"] = "fanova",
    metric: Annotated[
        str | None, Query(min_length=1, max_length=1024, description="Without it: the sweep's own.")
    ] = None,
    which: Annotated[Which, Query(description="Which value of the metric counts for a run.")] = "best",
    goal: Annotated[Goal | None, Query(description="Which values are good, if not the sweep's.")] = None,
    stopped: Annotated[bool, Query(description="Whether runs count that were stopped early.")] = True,
) -> Response:
    """What mattered: how much each parameter did, and how it goes together with the metric."""
    aim = _aim(scheduler.file(sweep.key), metric, which, goal)
    _, settled = await run_in_threadpool(views.versions, sweep.key)
    asked = (datadir.path, sweep.key, aim, method, stopped)
    return await _answer(calculator, ("importance", sweep.key, settled, *asked), explaining.importance, *asked)


@router.get("/api/sweeps/{sweep}/model", response_model=ModelView)
async def get_model(
    sweep: SweepDep,
    datadir: DataDirDep,
    views: ViewsDep,
    calculator: CalculatorDep,
    others: Annotated[
        str, Query(pattern="^(best|average|[1-9][0-9]{0,8})$", description="The rest of each slice; or a run's number.")
    ] = "best",
) -> Response:
    """What the search believes: the next suggestion, what it expects along each parameter, how good it has been."""
    version, _ = await run_in_threadpool(views.versions, sweep.key)
    asked = (datadir.path, sweep.key, int(others) if others.isdigit() else others)
    return await _answer(calculator, ("model", sweep.key, version, *asked), explaining.model, *asked)


@router.post("/api/sweeps/{sweep}/model/skip", response_model=GuessView | None)
async def skip_suggestion(sweep: SweepDep, datadir: DataDirDep, calculator: CalculatorDep) -> Response:
    """Set the next suggestion aside for good; the one that takes its place, or null."""
    answer = await _answer(calculator, None, explaining.skip, datadir.path, sweep.key)
    calculator.forget("model", sweep.key)
    return answer


async def _answer(
    calculator: Calculator, key: Key | None, function: Callable[..., str], *arguments: object
) -> Response:
    try:
        found = await calculator.run(key, function, *arguments)
    except (DiedError, OverdueError) as error:
        raise HTTPException(503, str(error)) from error
    return Response(found, media_type="application/json")


def _aim(file: SweepFile, metric: str | None, which: Which, goal: Goal | None) -> Aim:
    own = file.objective
    if own is not None and metric in (None, own.name):
        return Aim(Objective(own.name, goal or own.goal), which, own=True)
    if metric is None:
        raise UsageError("the sweep has no metric of its own: metric= names one")
    return Aim(Objective(metric, goal or ("maximize" if which == "max" else "minimize")), which, own=False)
