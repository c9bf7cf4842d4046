"""What a sweep file would mean, before it becomes a sweep."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from varre.errors import ConfigError, Problem, UsageError
from varre.runs import AgentId, Claim, Lease, Reason, RunKey
from varre.server.errors import as_problem
from varre.server.parameters import parameter_views
from varre.server.schema import Check, ObjectiveView
from varre.space import Params, SearchSpace
from varre.sweepfile import SweepFile
from varre.worker import expand

__all__ = ["check"]

_VARIABLE = re.compile(r"\$\{envvar:([^{}]*)\}")


def check(text: str, directory: Path) -> Check:
    """The problems of a sweep file, or its search space and the command line of a run in the middle of it."""
    try:
        file = SweepFile.parse_text(text)
    except ConfigError as error:
        return _broken(error)
    command, doubts = _command(file, directory)
    return Check(
        problems=[],
        warnings=[as_problem(doubt) for doubt in (*file.warnings, *doubts)],
        parameters=parameter_views(file),
        cardinality=file.space.cardinality,
        objective=_objective(file),
        method=file.method,
        run_cap=file.run_cap,
        text_normalised=file.to_yaml(),
        command=command,
    )


def _broken(error: ConfigError) -> Check:
    return Check(
        problems=[as_problem(problem) for problem in error.problems],
        warnings=[as_problem(warning) for warning in error.warnings],
        parameters=[],
        cardinality=None,
        objective=None,
        method=None,
        run_cap=None,
        text_normalised=None,
        command=[],
    )


def _objective(file: SweepFile) -> ObjectiveView | None:
    found = file.objective
    return None if found is None else ObjectiveView(name=found.name, goal=found.goal, target=found.target)


def _command(file: SweepFile, directory: Path) -> tuple[list[str], list[Problem]]:
    """The arguments that start a run, and what is doubtful about them. Nothing is started."""
    doubts: list[Problem] = []
    # What the server's environment holds is not for the browser: a variable stays a name.
    environ = {name: f"${{envvar:{name}}}" for name in _VARIABLE.findall(" ".join(file.command))}
    try:
        tokens = expand(
            _claim(file, directory),
            interpreter="python",
            environ=environ,
            warn=lambda text: doubts.append(Problem("", text)),
        )
    except UsageError as error:
        return list(file.command), [Problem("program", str(error))]
    return tokens, doubts


def _claim(file: SweepFile, directory: Path) -> Claim:
    params = _middle(file.space)
    return Claim(
        lease=Lease(RunKey("preview0"), 1, AgentId("preview-00000000")),
        id="preview0",
        number=1,
        sweep=None,
        sweep_id=None,
        project=file.project or "",
        params=params,
        config=file.space.nest(params),
        reason=Reason("start"),
        program=file.program,
        command=file.command,
        directory=str(directory),
    )


def _middle(space: SearchSpace) -> Params:
    """The configuration in the middle of the space, or another one where constraints refuse that."""
    middle = space.decode([0.5] * len(space))
    return middle if space.allows(middle) else space.fill({}, Random(0)) or middle
