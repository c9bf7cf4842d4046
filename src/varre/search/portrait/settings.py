"""Setting one parameter of a configuration, and with it what must be so for it to exist, or not to."""

from __future__ import annotations

from collections.abc import Sequence

from varre.space import Params, SearchSpace, Value

__all__ = ["Settings"]


class Settings:
    """Knows, from configurations in order of preference, what values to give to parameters that have none.

    What a change brings into existence is as in the first of ``known`` that has it, or in the middle of its range.
    """

    def __init__(self, space: SearchSpace, known: Sequence[Params]) -> None:
        self._space = space
        self._known = known
        self._filling = [0.5] * len(space)
        for params in reversed(known):
            units = space.encode(params)
            self._filling = [old if u is None else u for u, old in zip(units, self._filling, strict=True)]
        self._parents = {parameter.path: self._above(parameter.path) for parameter in space.parameters}

    def present(self, params: Params, path: str, value: Value) -> Params | None:
        """``params`` with ``path`` set to ``value``; ``None`` if nothing known has the parameter."""
        if path in params:
            return self._completed({**params, path: value})
        model = next((known for known in self._known if path in known), None)
        return None if model is None else self._completed({**params, **self._parents_of(path, model), path: value})

    def absent(self, params: Params, path: str) -> Params | None:
        """``params`` without ``path``; ``None`` if nothing known lacks it."""
        if path not in params:
            return params
        model = next((known for known in self._known if path not in known), None)
        return None if model is None else self._completed({**params, **self._parents_of(path, model)}, without=path)

    def _completed(self, partial: Params, without: str = "") -> Params | None:
        params = self._space.complete(partial, self._filling)
        return None if without in params else params

    def _parents_of(self, path: str, model: Params) -> Params:
        return {parent: model[parent] for parent in self._parents[path] if parent in model}

    def _above(self, path: str) -> list[str]:
        condition = self._space[path].when
        return [name for parent in (condition.paths if condition else ()) for name in (parent, *self._above(parent))]
