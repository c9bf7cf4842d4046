"""``varre run --dry-run``: what the first runs would be, without a store."""

from __future__ import annotations

import random
import shlex
from collections.abc import Sequence
from pathlib import Path

from varre.cli.configs import assignment
from varre.cli.display import console
from varre.cli.reasons import tried
from varre.cli.styles import DIM, line
from varre.cli.text import clean, count
from varre.runs import (
    AgentId,
    Claim,
    History,
    Lease,
    Observation,
    Outcome,
    Reason,
    RunKey,
    Seeds,
    Suggestion,
)
from varre.search import make
from varre.sweepfile import SweepFile
from varre.worker import expand

__all__ = ["first_suggestions", "rehearse"]

_SHOWN = 5


def rehearse(file: SweepFile, directory: Path, project: str | None) -> None:
    """Print five configurations as the sweep would try them first, each with its command line."""
    seed = file.seed if file.seed is not None else random.SystemRandom().getrandbits(32)
    suggestions = first_suggestions(file, Seeds(seed), _SHOWN)
    out = console()
    for number, suggestion in enumerate(suggestions, 1):
        out.print(
            line(f"#{number}  ", " ".join(assignment(suggestion.params)), (f"   {tried(suggestion.reason)}", DIM))
        )
        command = expand(_claim(file, suggestion, number, directory, project or file.project or ""))
        out.print(line((f"    {clean(shlex.join(command))}", DIM)))
    total = file.run_cap or file.space.cardinality
    rest = "no end set" if total is None else f"{count(total, 'run')} in all"
    out.print(line((f"dry run: nothing was created ({rest})", DIM)))


def first_suggestions(file: SweepFile, seeds: Seeds, wanted: int) -> list[Suggestion]:
    """The first suggestions, as if none of the runs had logged anything yet: start points, then the search method."""
    starts = [_start(file, seeds, number) for number in range(1, min(len(file.start), wanted) + 1)]
    suggestions = [suggestion for suggestion in starts if suggestion is not None]
    sampler = make(file)
    while len(suggestions) < wanted:
        answer = sampler.ask(_history(suggestions), wanted - len(suggestions), seeds)
        if not isinstance(answer, list) or not answer:
            break
        suggestions += answer
    return suggestions[: min(wanted, file.run_cap or wanted)]


def _start(file: SweepFile, seeds: Seeds, number: int) -> Suggestion | None:
    params = file.space.fill(file.start[number - 1], seeds.number(number))
    return None if params is None else Suggestion(params, Reason("start"))


def _history(suggestions: Sequence[Suggestion]) -> History:
    seen = (Observation(number, each.params, (), Outcome.WAITING) for number, each in enumerate(suggestions, 1))
    return History(tuple(seen), next_number=len(suggestions) + 1)


def _claim(file: SweepFile, suggestion: Suggestion, number: int, directory: Path, project: str) -> Claim:
    return Claim(
        lease=Lease(RunKey(f"dryrun{number:02}"), 1, AgentId("dry-run-00000000")),
        id=f"dryrun{number:02}",
        number=number,
        sweep=None,
        sweep_id=None,
        project=project,
        params=suggestion.params,
        config=file.space.nest(suggestion.params),
        reason=suggestion.reason,
        program=file.program,
        command=file.command,
        directory=str(directory),
    )
