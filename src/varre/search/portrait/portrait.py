"""The portrait of a search, from the sampler's own model: a pure function of history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from varre.models.threads import one_thread
from varre.runs import History, Observation, Outcome, Seeds, Suggestion
from varre.search import make
from varre.search.bayes import BayesSampler
from varre.search.belief import Belief
from varre.search.ledger import usable
from varre.search.portrait.bands import bands
from varre.search.portrait.courses import Course, course
from varre.search.portrait.effects import effects
from varre.search.portrait.guesses import Neighbourhood, apart
from varre.search.portrait.left_out import judged, left_out
from varre.search.portrait.likeness import likeness
from varre.search.portrait.novelty import novelty
from varre.search.portrait.settings import Settings
from varre.search.portrait.shapes import Guess, Model, Portrait, Slice
from varre.search.sobol import scrambled_points
from varre.space import Params
from varre.sweepfile import SweepFile

__all__ = ["portrait"]

_AVERAGED = 32
"""Configurations over which the others are averaged."""
_ALTERNATIVES = 2
_ENDED = (Outcome.FINISHED, Outcome.STOPPED, Outcome.FAILED)


def portrait(
    file: SweepFile, history: History, seeds: Seeds, others: Literal["best", "average"] | int = "best"
) -> Portrait | None:
    """What the search believes after ``history``; ``None`` for a method without a model.

    Its ``next`` is what the sampler answers to the same history. Along each parameter the ``others`` are as in the
    best run, averaged over the space, or as in the run of that number; ValueError if there is none. With over 300 runs
    the model knows a subset, as the sampler's does, so that the time is bounded (about 1 s).
    """
    sampler = make(file)
    if not isinstance(sampler, BayesSampler):
        return None
    with one_thread():
        return _portrait(file, sampler, history, seeds, others)


def _portrait(
    file: SweepFile, sampler: BayesSampler, history: History, seeds: Seeds, others: Literal["best", "average"] | int
) -> Portrait:
    observations = [seen for seen in usable(file.space, history.observations) if _is_a_run(seen)]
    base = _run(observations, others) if isinstance(others, int) else None
    belief = sampler.belief(history, seeds)
    suggestion = sampler.suggestion(belief, history, seeds)
    needed, have = sampler.first_points, len(observations)
    if belief is None:
        return Portrait(needed, have, None if suggestion is None else Guess(suggestion.params, suggestion.reason), None)

    base = None if others == "average" else base or _ranked(belief)[0]
    settings = Settings(file.space, [seen.params for seen in _ranked(belief)])
    average = _courses(belief, settings, _spread(file, seeds))
    mattering = effects(belief, average)
    paths = [effect.path for effect in mattering]
    slices = _slices(belief, average if base is None else _courses(belief, settings, [base.params]), base)
    points = belief.encoder.encode([seen.params for seen in observations])
    around = Neighbourhood(belief, observations, points, paths)
    model = Model(
        fitted=len(belief.told),
        of=sum(seen.outcome in _ENDED for seen in observations),
        stopped=sum(seen.outcome is Outcome.STOPPED for seen in belief.told),
        failed=sum(seen.outcome is Outcome.FAILED for seen in belief.told),
        under_way=sum(seen.outcome not in _ENDED for seen in observations),
        noise=belief.seen.noise**0.5,
        base=None if base is None else base.number,
        alternatives=_alternatives(sampler, belief, history, seeds, suggestion, around),
        slices=tuple(sorted(slices, key=lambda along: paths.index(along.path))),
        effects=mattering,
        left_out=left_out(belief),
        novelty=novelty(belief, observations, points, needed),
    )
    return Portrait(
        needed, have, None if suggestion is None else around.guess(suggestion.params, suggestion.reason), model
    )


def _is_a_run(seen: Observation) -> bool:
    """What a person deleted or skipped has been tried, as far as search goes, but is nothing to show."""
    return seen.outcome is not Outcome.FORGOTTEN and (seen.number is not None or seen.outcome in _ENDED)


def _run(observations: Sequence[Observation], number: int) -> Observation:
    found = next((seen for seen in observations if seen.number == number), None)
    if found is None:
        raise ValueError(f"no run {number} in the search space")
    return found


def _ranked(belief: Belief) -> list[Observation]:
    """The runs that the model knows, those with the least loss first, failed ones last."""
    failed = [seen.outcome is Outcome.FAILED or seen.loss is None for seen in belief.told]
    order = sorted(
        range(len(failed)), key=lambda i: (failed[i], belief.told[i].loss or 0.0, belief.told[i].number or 0)
    )
    return [belief.told[i] for i in order]


def _spread(file: SweepFile, seeds: Seeds) -> list[Params]:
    """Configurations all over the space."""
    dimension = len(file.space)
    units = scrambled_points(seeds.sweep(), max(dimension, 1), 0, _AVERAGED)
    return [file.space.decode(u.tolist()[:dimension]) for u in units]


def _courses(belief: Belief, settings: Settings, over: Sequence[Params]) -> list[Course]:
    varied = (p for p in belief.encoder.space.parameters if p.distribution.cardinality != 1)
    found = (course(belief, settings, parameter, over) for parameter in varied)
    return [each for each in found if each is not None]


def _slices(belief: Belief, courses: Sequence[Course], base: Observation | None) -> list[Slice]:
    """With a base, where runs would end, noise and all; an average has no noise of its own."""
    noise = 0.0 if base is None else belief.seen.noise
    found = []
    for each in courses:
        shown = bands(belief, each.mean, each.variance + noise)
        absent = shown[-1] if each.can_be_absent else None
        alike = () if base is None else _likeness(belief, base, each.path)
        found.append(Slice(each.path, each.values, shown[: len(each.values)], absent, alike))
    return found


def _likeness(belief: Belief, base: Observation, path: str) -> tuple[float, ...]:
    runs = belief.encoder.encode([belief.told[i].params for i in judged(belief)])
    return likeness(belief, belief.encoder.encode([base.params]), runs, path)


def _alternatives(
    sampler: BayesSampler,
    belief: Belief,
    history: History,
    seeds: Seeds,
    suggestion: Suggestion | None,
    around: Neighbourhood,
) -> tuple[Guess, ...]:
    """The best others that are not nearly the same, as the sampler saw them before it climbed."""
    if suggestion is None:
        return ()
    others = apart(belief, suggestion.params, sampler.considered(belief, history, seeds), _ALTERNATIVES)
    return tuple(around.guess(params, sampler.reason(belief, params)) for params in others)
