"""Ask and tell, for people who drive the loop themselves.

    optimizer = Optimizer({"method": "bayes", "metric": {"name": "loss", "goal": "minimize"}, "parameters": …})
    for _ in range(20):
        suggestion = optimizer.ask()
        optimizer.tell(suggestion, train(**suggestion.params))
    print(optimizer.best)

No store and no processes: what has been told lives in memory. Parameters are nested as a training script sees them,
figures are in the metric's own units.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path

from varre import search
from varre.errors import SpaceExhausted, UsageError
from varre.runs import Exhausted, History, Observation, Outcome, Prediction, Reason, Seeds, Suggestion, Wait
from varre.space import Params, Value
from varre.sweepfile import Objective, SweepFile

__all__ = ["Best", "Optimizer"]

_DRAWS = 100
"""How often the gaps of a start point are filled anew when that meets a configuration that exists."""


@dataclass(frozen=True, slots=True)
class Best:
    """The best configuration told so far: ``params`` nested, ``value`` in the metric's own units."""

    params: Mapping[str, Value]
    value: float


class Optimizer:
    """Suggests configurations and learns from what they gave.

    Any number of suggestions may be outstanding. The same sweep, seed and order of calls give the same suggestions.
    An instance serves one thread at a time.
    """

    def __init__(self, sweep: Mapping[str, object] | str | PathLike[str] | SweepFile, seed: int | None = None) -> None:
        """``sweep`` is a sweep file as a dict, its path, or one that has been read.

        Without ``seed`` the sweep file's own counts, and 0 if it has none. Raises ConfigError for a sweep file that
        cannot be used, and UsageError for a file that cannot be read.
        """
        self._file = _read(sweep)
        self._space = self._file.space
        self._objective = self._file.objective or Objective("value")
        self._sampler = search.make(self._file)
        own = self._file.seed if seed is None else seed
        self._seeds = Seeds(0 if own is None else own)
        self._start = list(self._file.start)
        self._observations: list[Observation] = []
        self._places: dict[Hashable, list[int]] = {}
        self._retries: dict[Hashable, int] = {}

    # -- the loop ------------------------------------------------------------------------------------------------

    def ask(self) -> Suggestion:
        """The next configuration to try, and why.

        First the sweep file's ``start`` points, then what its method suggests, at last configurations that failed,
        ``retries`` times each. Raises SpaceExhausted when nothing is left.
        """
        suggestion = self._start_point() or self._suggested()
        self._add(suggestion.params, (), Outcome.RUNNING)
        reason = suggestion.reason.in_units(self._objective)
        return Suggestion(self._space.nest(suggestion.params), reason)

    def tell(
        self, suggestion: Suggestion | Mapping[str, Value], value: float | None = None, *, failed: bool = False
    ) -> None:
        """What a configuration gave: ``value`` in the metric's own units, or that it ``failed``.

        ``suggestion`` may also be parameters, nested or flat, that were never suggested. NaN and infinity count as
        failed: the run diverged. A configuration told again counts as one more run. Raises UsageError for parameters
        outside the search space, and if there is neither a value nor a failure; nothing has been learnt then.
        """
        params = self._checked(suggestion.params if isinstance(suggestion, Suggestion) else suggestion)
        curve = self._curve(value, failed)
        outcome = Outcome.FINISHED if curve and not failed else Outcome.FAILED
        place = self._outstanding(params)
        if place is None:
            self._add(params, curve, outcome)
        else:
            self._observations[place] = replace(self._observations[place], curve=curve, outcome=outcome)

    @property
    def best(self) -> Best | None:
        """The best configuration that finished, or ``None`` before the first; the earlier one of two equals."""
        finished = [seen for seen in self._observations if seen.outcome == Outcome.FINISHED]
        if not finished:
            return None
        winner = min(finished, key=lambda seen: seen.curve[0])
        return Best(self._space.nest(winner.params), self._objective.value(winner.curve[0]))

    def predict(self, params: Mapping[str, Value]) -> Prediction:
        """What the model expects of a configuration, in the metric's own units.

        Raises UsageError where the method has no model, and for parameters outside the search space.
        """
        if not isinstance(self._sampler, search.Explainer):
            raise UsageError(f"method {self._file.method} has no model to ask")
        [prediction] = self._sampler.predict(self._history, [self._checked(params)])
        return replace(prediction, mean=self._objective.value(prediction.mean))

    # -- what comes next -----------------------------------------------------------------------------------------

    @property
    def _history(self) -> History:
        return History(tuple(self._observations), len(self._observations) + 1)

    def _start_point(self) -> Suggestion | None:
        """The next start point that does not exist yet, its gaps filled at random."""
        while self._start:
            partial = self._start.pop(0)
            generator = self._seeds.number(len(self._observations) + 1)
            for _ in range(_DRAWS):
                params = self._space.fill(partial, generator)
                if params is not None and self._space.key(params) not in self._places:
                    return Suggestion(params, Reason("start"))
        return None

    def _suggested(self) -> Suggestion:
        answer = self._sampler.ask(self._history, 1, self._seeds)
        if isinstance(answer, Wait):
            raise UsageError(f"tell what is outstanding first: {answer.reason}")
        if not isinstance(answer, Exhausted):
            return answer[0]
        again = self._retry()
        if again is None:
            raise SpaceExhausted(f"all {len(self._places)} configurations have been tried")
        return again

    def _retry(self) -> Suggestion | None:
        """The first configuration of which every run failed and that has not been retried often enough."""
        for key, places in self._places.items():
            same = [self._observations[place] for place in places]
            retried = self._retries.get(key, 0)
            if retried < self._file.retries and all(seen.outcome == Outcome.FAILED for seen in same):
                self._retries[key] = retried + 1
                return Suggestion(same[0].params, Reason("retry", note=f"#{same[-1].number} failed"))
        return None

    # -- what is known -------------------------------------------------------------------------------------------

    def _add(self, params: Params, curve: tuple[float, ...], outcome: Outcome) -> None:
        place = len(self._observations)
        self._observations.append(Observation(place + 1, params, curve, outcome))
        self._places.setdefault(self._space.key(params), []).append(place)

    def _outstanding(self, params: Params) -> int | None:
        """The first run of ``params`` that waits for its result."""
        places = self._places.get(self._space.key(params), ())
        return next((place for place in places if self._observations[place].outcome == Outcome.RUNNING), None)

    def _checked(self, config: Mapping[str, Value]) -> Params:
        params = self._space.flatten(config)
        wrong = self._space.check(params)
        if not wrong and (violated := self._space.violated(params)):
            wrong = [f"it {violated.refusal(params)}"]
        if wrong:
            raise UsageError("no such configuration: " + "; ".join(wrong))
        return {
            parameter.path: params[parameter.path] for parameter in self._space.parameters if parameter.path in params
        }

    def _curve(self, value: float | None, failed: bool) -> tuple[float, ...]:
        if value is None:
            if not failed:
                raise UsageError("tell needs a value, or failed=True")
            return ()
        loss = self._objective.loss(float(value))
        return (loss,) if math.isfinite(loss) else ()


def _read(sweep: Mapping[str, object] | str | PathLike[str] | SweepFile) -> SweepFile:
    if isinstance(sweep, SweepFile):
        return sweep
    if isinstance(sweep, Mapping):
        return SweepFile.parse(sweep)
    path = Path(sweep)
    try:
        return SweepFile.parse_text(path.read_text("utf-8"), source=str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from None
