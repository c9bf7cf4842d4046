"""Points rounded many at once, against the search space's own decoding and encoding one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varre.models.snapping import Snapper
from varre.space import (
    Beta,
    Categorical,
    Clause,
    Condition,
    Constant,
    Distribution,
    IntUniform,
    LogNormal,
    LogUniformValues,
    Parameter,
    QBeta,
    QLogUniformValues,
    QNormal,
    QUniform,
    SearchSpace,
    Uniform,
)

DISTRIBUTIONS: dict[str, Distribution] = {
    "beta": Beta(2.0, 5.0),
    "constant": Constant("always"),
    "flat": Beta(1e-3, 2.0),
    "integer": IntUniform(-3, 11),
    "large": IntUniform(0, 10**15),
    "log": LogUniformValues(1e-5, 10.0),
    "log_normal": LogNormal(0.0, 2.0),
    "odds": Categorical(("often", "seldom", "never quite"), (0.98, 0.015, 0.005)),
    "open": QNormal(0.0, 10.0, 5),
    "ordered": Categorical((1, 2, 4), ordered=True),
    "q": QUniform(-2.0, 5.0, 0.5),
    "q_beta": QBeta(2.0, 5.0, 0.125),
    "q_fine": QUniform(0.0, 1.0, 1e-4),
    "q_log": QLogUniformValues(1.0, 1000.0, 10),
    "uniform": Uniform(-2.0, 5.0),
    "word": Categorical(("a", False, 0, None)),
}
FLAT = SearchSpace(tuple(Parameter(name, (name,), d) for name, d in DISTRIBUTIONS.items()))


def when(**clauses: Clause) -> Condition:
    return Condition(tuple(sorted(clauses.items())))


def parameter(path: str, distribution: Distribution, condition: Condition | None = None) -> Parameter:
    return Parameter(path, (path,), distribution, condition)


TREE = SearchSpace(
    (
        parameter("word", Categorical(("a", False, 0, None))),
        parameter("rate", Uniform(0.0, 1.0)),
        parameter("open", QNormal(0.0, 10.0, 5)),
        parameter("a", IntUniform(1, 9), when(word=Clause(one_of=("a", 0)))),
        parameter("b", Uniform(0.0, 1.0), when(a=Clause(min=3, max=7), word=Clause(none_of=(0,)))),
        parameter("c", Constant(1), when(b=Clause(max=0.6), rate=Clause(min=0.2))),
        parameter("d", Categorical((True, False)), when(open=Clause(min=0))),
    )
)


def one_by_one(space: SearchSpace, U: np.ndarray) -> np.ndarray:
    return np.array([space.encode(space.decode(u)) for u in U.tolist()], dtype=np.float64)


@pytest.mark.parametrize("space", [FLAT, TREE])
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_rounding_many_points_is_decoding_and_encoding_each(space: SearchSpace, seed: int) -> None:
    U = np.random.default_rng(seed).random((30, len(space)))
    assert Snapper(space)(U) == pytest.approx(one_by_one(space, U), abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("end", [0.0, 1.0])
def test_the_ends_of_the_cube_are_points_like_others(end: float) -> None:
    U = np.full((1, len(FLAT)), end)
    assert Snapper(FLAT)(U) == pytest.approx(one_by_one(FLAT, U), abs=1e-9)


# But for the flat one, whose values of many quantiles are one float: it has the quantile of one of them.
STEEP = SearchSpace(tuple(p for p in FLAT.parameters if p.path != "flat"))


@pytest.mark.parametrize("space", [STEEP, TREE])
def test_what_has_been_rounded_stays(space: SearchSpace) -> None:
    snap = Snapper(space)
    once = snap(np.random.default_rng(0).random((200, len(space))))
    again = snap(np.where(np.isnan(once), 0.5, once))
    assert again == pytest.approx(once, abs=1e-9, nan_ok=True)
    assert np.array_equal(np.isnan(once), np.isnan(again))


def test_nothing_depends_on_the_coordinate_of_what_is_absent() -> None:
    U = np.random.default_rng(1).random((200, len(TREE)))
    V = Snapper(TREE)(U)
    assert np.isnan(V).any(axis=0).sum() == 4
    assert np.array_equal(Snapper(TREE)(np.where(np.isnan(V), 0.123, U)), V, equal_nan=True)
