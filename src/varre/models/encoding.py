"""Configurations as arrays, for models on mixed spaces.

Notation:
    n         number of points
    d         number of numbers: continuous, integer, quantised parameters and ordered categories
    c         number of unordered categories
    X (n, d)  quantiles in [0, 1]; discrete values at the centres of their cells, absent ones 0.5
    P (n, d)  whether the number is present
    C (n, c)  which category, counted from 0; absent is -1, a category of its own

A parameter with a single value tells nothing and has no column.

A learning rate is often declared uniform from 0.0001 to 0.1, where a logarithmic scale was meant: nine tenths of its
quantiles then lie in the last decade. An encoder may look at such numbers by their logarithm,

    X = log(1 + u (R - 1)) / log R,    R = max / min,

and whoever fits a model tries both (Snoek et al. 2014 learn a warp of the inputs for the same reason).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from varre.space import Categorical, Distribution, IntUniform, Parameter, Params, QUniform, SearchSpace, Uniform

__all__ = ["Encoder", "Points", "centres"]

Floats = NDArray[np.float64]
_DECADES = 100.0
"""A uniform number whose ends differ by this factor may have been meant on a logarithmic scale."""


@dataclass(frozen=True, slots=True)
class Points:
    """``n`` configurations: ``X`` (n, d) numbers, ``P`` (n, d) their presence, ``C`` (n, c) categories."""

    X: Floats
    P: NDArray[np.bool_]
    C: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.X)

    def __getitem__(self, rows: NDArray[np.generic] | slice | Sequence[int]) -> Points:
        """Some of the points, by index, slice or mask."""
        return Points(self.X[rows], self.P[rows], self.C[rows])

    def __add__(self, other: Points) -> Points:
        """The points of both, one after the other."""
        return Points(
            np.concatenate([self.X, other.X]),
            np.concatenate([self.P, other.P]),
            np.concatenate([self.C, other.C]),
        )

    def order(self) -> NDArray[np.intp]:
        """Indices that sort the points, whatever order they came in."""
        columns = self.columns()
        return np.lexsort(columns) if columns else np.arange(len(self))

    def columns(self) -> tuple[Floats, ...]:
        """All columns as keys for a sort."""
        return tuple(np.concatenate([self.X, self.P, self.C], axis=1).T)


class Encoder:
    """Turns configurations of one search space into `Points`.

    ``numbers`` and ``categories`` are the places, in the space's order, of the parameters behind the columns of ``X``
    and ``C``; ``conditional`` (d,) says which numbers may be absent, ``levels`` (d,) how many values each number has
    (0: infinitely many). With ``logarithmic``, numbers that may have been meant so are seen by their logarithm;
    ``ratios`` (d,) holds R for these, and 1 for all others.
    """

    def __init__(self, space: SearchSpace, *, logarithmic: bool = False) -> None:
        self.space = space
        self.logarithmic = logarithmic
        varied = [i for i, p in enumerate(space.parameters) if p.distribution.cardinality != 1]
        self.categories = [i for i in varied if _is_category(space.parameters[i])]
        self.numbers = [i for i in varied if not _is_category(space.parameters[i])]
        numbers = [space.parameters[i] for i in self.numbers]
        self.conditional = np.array([p.when is not None for p in numbers], dtype=bool)
        self.levels = np.array([p.distribution.cardinality or 0 for p in numbers], dtype=np.int64)
        self.ratios = np.array([_ratio(p) if logarithmic else 1.0 for p in numbers])
        self._centres = [centres(space.parameters[i].distribution) for i in self.categories]

    @classmethod
    def all_of(cls, space: SearchSpace) -> tuple[Encoder, ...]:
        """Every way to look at ``space``: as declared, and by logarithms if there is a number to see so."""
        declared, logarithmic = cls(space), cls(space, logarithmic=True)
        return (declared, logarithmic) if (logarithmic.ratios > 1.0).any() else (declared,)

    @property
    def dimension(self) -> int:
        """How many columns there are, d + c."""
        return len(self.numbers) + len(self.categories)

    def encode(self, configurations: Iterable[Params]) -> Points:
        """The points of ``configurations``. Raises ValueError for a value outside its domain."""
        return self.from_units([self.space.encode(params) for params in configurations])

    def from_units(self, units: Floats | Sequence[Sequence[float | None]]) -> Points:
        """The points of coordinates (n, D) as `SearchSpace.encode` gives them: quantiles, NaN or ``None`` if absent."""
        U = np.asarray(units, dtype=np.float64).reshape(len(units), len(self.space))  # None becomes NaN
        X = self._bent(U[:, self.numbers])
        C = np.full((len(U), len(self.categories)), -1, dtype=np.int64)
        for column, (place, centres) in enumerate(zip(self.categories, self._centres, strict=True)):
            u = U[:, place]
            C[:, column] = np.where(np.isnan(u), -1, np.searchsorted(centres, u - 1e-12))
        return Points(np.where(np.isnan(X), 0.5, X), ~np.isnan(X), C)

    def to_units(self, points: Points) -> Floats:
        """The coordinates (n, D) of points, as `SearchSpace.encode` gives them, with NaN for what is absent.

        Parameters with a single value lie in the middle, whether or not they exist.
        """
        units = np.full((len(points), len(self.space)), 0.5)
        units[:, self.numbers] = np.where(points.P, self._straight(points.X), np.nan)
        for column, (place, centres) in enumerate(zip(self.categories, self._centres, strict=True)):
            units[:, place] = np.append(centres, np.nan)[points.C[:, column]]  # -1, absent, is the last
        return units

    def _bent(self, X: Floats) -> Floats:
        """Quantiles as the columns of ``X`` have them."""
        bent = X.copy()
        for column in np.flatnonzero(self.ratios > 1.0):
            ratio = self.ratios[column]
            bent[:, column] = np.log1p(X[:, column] * (ratio - 1.0)) / np.log(ratio)
        return bent

    def _straight(self, X: Floats) -> Floats:
        """The columns of ``X`` as quantiles."""
        straight = X.copy()
        for column in np.flatnonzero(self.ratios > 1.0):
            ratio = self.ratios[column]
            straight[:, column] = np.expm1(X[:, column] * np.log(ratio)) / (ratio - 1.0)
        return straight


def centres(distribution: Distribution) -> Floats:
    """The centres of the cells of a discrete distribution, in the order of its values."""
    return np.array([distribution.to_unit(value) for value in distribution.values()])


def _is_category(parameter: Parameter) -> bool:
    return isinstance(parameter.distribution, Categorical) and not parameter.distribution.ordered


def _ratio(parameter: Parameter) -> float:
    """R of a uniform number over so many decades that a logarithmic scale may have been meant, else 1."""
    distribution = parameter.distribution
    if not isinstance(distribution, (Uniform, IntUniform, QUniform)) or distribution.min <= 0:
        return 1.0
    ratio = distribution.max / distribution.min
    return ratio if ratio >= _DECADES else 1.0
