"""Bayesian optimisation: a Gaussian process over what was seen, and the point of the greatest expected improvement.

The first few points are scrambled Sobol. Then each ask fits the model anew (`varre.models.gp`), stands for the runs
under way with fantasies, and looks for the best point of log EI (`varre.search.climb`).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice

from varre.models.encoding import Encoder
from varre.models.snapping import Snapper
from varre.models.threads import one_thread
from varre.runs import Exhausted, History, Observation, Outcome, Prediction, Reason, Seeds, Suggestion
from varre.search.base import Needs
from varre.search.belief import Belief
from varre.search.climb import climb
from varre.search.learning import Learner
from varre.search.ledger import Ledger
from varre.search.moves import Moves
from varre.search.pool import Pool
from varre.search.random import Untried
from varre.search.sobol import scrambled_points
from varre.search.tried import Tried
from varre.space import Params, SearchSpace

__all__ = ["BayesSampler"]

_FEWEST, _MOST = 5, 8
"""How many first points there are; between them, half of the parameters and three."""
_MOST_LOOKED_AT = 1024
"""So many Sobol points are looked at for the first points where there are constraints."""
_LIKELY = 0.25
"""From this chance of a new best on, it is why a point was chosen; below, it is what may be learnt."""


class BayesSampler:
    """Bayesian optimisation on a mixed space; a finite space never gives the same configuration twice."""

    needs = Needs.OBJECTIVES

    def __init__(self, space: SearchSpace) -> None:
        self._space = space
        encoders = Encoder.all_of(space)
        self._ledger = Ledger(space)
        self._learner = Learner(encoders)
        self._tried = Tried(space)
        self._is_finite = space.is_finite
        self._untried = Untried(space)
        self._moves = Moves(space, Snapper(space))
        self._pools: dict[tuple[int, bool], Pool] = {}
        self.first_points = min(_MOST, max(_FEWEST, encoders[0].dimension // 2 + 3))

    def ask(self, history: History, n: int, seeds: Seeds) -> list[Suggestion] | Exhausted:
        """See `Sampler.ask`. Each suggestion counts as under way for those after it."""
        with one_thread():
            return self._ask(history, n, seeds) or Exhausted()

    def _ask(self, history: History, n: int, seeds: Seeds) -> list[Suggestion]:
        suggestions: list[Suggestion] = []
        for _ in range(n):
            suggestion = self._next(history, seeds)
            if suggestion is None:
                break
            suggestions.append(suggestion)
            history = with_running(history, suggestion.params)
        return suggestions

    def predict(self, history: History, points: Sequence[Params]) -> Sequence[Prediction]:
        """See `Explainer.predict`. Median, and half the distance of the quantiles one standard deviation away.

        With fewer than two losses nothing is known: a mean of NaN and an infinite standard deviation.
        """
        with one_thread():
            entries = self._ledger.entries(history.observations)
            belief = self._learner.learn(entries, len(history.observations))
            if belief is None:
                return [Prediction(math.nan, math.inf) for _ in points]
            return belief.predictions(belief.encoder.encode(points))

    def belief(self, history: History, seeds: Seeds) -> Belief | None:
        """What is believed when the next number is asked for; ``None`` while the first points are not all there."""
        entries = self._ledger.entries(history.observations)
        if len(entries) < self.first_points:
            return None
        return self._learner.learn(entries, seeds.number(history.next_number).getrandbits(64))

    def suggestion(self, belief: Belief | None, history: History, seeds: Seeds) -> Suggestion | None:
        """The answer to ``history``, of which ``belief`` is what `belief` says; ``None`` if nothing is left."""
        tried = self._keys(history)
        if self._untried.is_all(tried):
            return None
        if belief is None:
            return self._first_point(history, seeds, tried)
        return self._improvement(belief, history.next_number, seeds, tried)

    def considered(self, belief: Belief, history: History, seeds: Seeds) -> Iterator[Params]:
        """What the next suggestion is climbed to from, best first."""
        return self._pool(belief, seeds).ranked(belief, seeds, history.next_number, self._keys(history))

    def reason(self, belief: Belief, params: Params) -> Reason:
        """Why one would try ``params``."""
        point = belief.encoder.encode([params])
        improvement, probability = belief.improvement(point)
        note = "" if probability > _LIKELY else "looked where little was known"
        return Reason("gp", belief.predictions(point)[0], improvement, probability, note)

    def _next(self, history: History, seeds: Seeds) -> Suggestion | None:
        if self._untried.is_all(self._keys(history)):
            return None
        return self.suggestion(self.belief(history, seeds), history, seeds)

    def _keys(self, history: History) -> AbstractSet[Hashable]:
        return self._tried.keys(history) if self._is_finite else frozenset()

    def _pool(self, belief: Belief, seeds: Seeds) -> Pool:
        place = seeds.seed, belief.encoder.logarithmic
        return self._pools.setdefault(place, Pool(self._space, belief.encoder, self._moves.snap, self._untried))

    def _first_point(self, history: History, seeds: Seeds, tried: AbstractSet[Hashable]) -> Suggestion | None:
        """The Sobol point of the run's number, or a random one in its place if that is tried or there is none."""
        params = self._sobol_point(history.next_number, seeds)
        if params is None or (tried and self._space.key(params) in tried):
            other = self._untried.draw(seeds.number(history.next_number), tried)
            return None if other is None else Suggestion(other, Reason("random"))
        return Suggestion(params, Reason("sobol"))

    def _sobol_point(self, number: int, seeds: Seeds) -> Params | None:
        """Point ``number``, from 1 on, of the Sobol sequence; where there are constraints, of its feasible points."""
        first, n, before = (0, _MOST_LOOKED_AT, number - 1) if self._space.constraints else (number - 1, 1, 0)
        U = scrambled_points(seeds.sweep(), max(len(self._space), 1), first, n)[:, : len(self._space)]
        feasible = (params for u in U if self._space.allows(params := self._space.decode(u.tolist())))
        return next(islice(feasible, before, None), None)

    def _improvement(
        self, belief: Belief, number: int, seeds: Seeds, tried: AbstractSet[Hashable]
    ) -> Suggestion | None:
        candidates = self._pool(belief, seeds).candidates(belief, seeds, number, tried)
        if not len(candidates):
            return None
        params = climb(belief, candidates, self._moves, tried)
        return Suggestion(params, self.reason(belief, params))


def with_running(history: History, params: Params) -> History:
    """The history in which the next number is a run under way."""
    running = Observation(history.next_number, params, (), Outcome.RUNNING)
    return History((*history.observations, running), history.next_number + 1)
