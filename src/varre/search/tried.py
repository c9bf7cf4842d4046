"""Which configurations exist already, kept up to date from one ask to the next."""

from __future__ import annotations

from collections.abc import Hashable
from operator import is_

from varre.runs import History
from varre.space import Params, SearchSpace

__all__ = ["Tried"]


class Tried:
    """The configurations of a history that lie in the space; a run that exists counts, whatever became of it.

    Asks follow each other with few new runs, so the answer for the last history is kept and extended. It is the same
    as from scratch: runs never leave a history and never change their parameters, and if these did, it starts anew.
    Serves one thread at a time.
    """

    def __init__(self, space: SearchSpace) -> None:
        self._space = space
        self._seen: list[Params] = []
        self._keys: set[Hashable] = set()
        self.restarts = 0

    def keys(self, history: History) -> set[Hashable]:
        """The keys (`SearchSpace.key`) of all configurations tried; not to be changed."""
        params = [observation.params for observation in history.observations]
        if not self._extends(params):
            self._seen, self._keys = [], set()
            self.restarts += 1
        for new in params[len(self._seen) :]:
            if not self._space.check(new) and self._space.allows(new):
                self._keys.add(self._space.key(new))
        self._seen = params
        return self._keys

    def _extends(self, params: list[Params]) -> bool:
        # Comparing by identity first: 100,000 configurations in about 2 ms.
        if len(params) < len(self._seen):
            return False
        return all(map(is_, self._seen, params)) or self._seen == params[: len(self._seen)]
