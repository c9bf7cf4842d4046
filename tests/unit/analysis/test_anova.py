"""The functional analysis of variance of trees: exact, against brute force over cells and against integrals."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from scipy.integrate import quad
from sklearn.tree import DecisionTreeRegressor

from varre.analysis.anova import Anova
from varre.analysis.axes import Axis, axis_of
from varre.analysis.boxes import Boxes, Nodes, boxes, slices, table
from varre.analysis.regions import region
from varre.space import (
    Categorical,
    Clause,
    Condition,
    Distribution,
    IntUniform,
    LogUniformValues,
    Parameter,
    QUniform,
    SearchSpace,
    Uniform,
)


def axes_of(space: SearchSpace, n: int = 60, seed: int = 0) -> list[Axis]:
    rng = np.random.default_rng(seed)
    units = [space.encode(space.decode(rng.random(len(space)).tolist())) for _ in range(n)]
    U = np.array(units, dtype=float)
    found = [axis_of(parameter, U[:, i]) for i, parameter in enumerate(space.parameters)]
    return [axis for axis in found if axis is not None]


def plain(**distributions: Distribution) -> SearchSpace:
    return SearchSpace(tuple(Parameter(name, (name,), distribution) for name, distribution in distributions.items()))


def tree_on(axes: list[Axis], seed: int = 0) -> tuple[Boxes, DecisionTreeRegressor]:
    """A tree grown on noise: as irregular as they come."""
    rng = np.random.default_rng(seed)
    cells = [rng.integers(axis.size, size=200) for axis in axes]
    X = np.concatenate([axis.table[:, c] for axis, c in zip(axes, cells, strict=True)]).T
    grown = DecisionTreeRegressor(random_state=seed, min_samples_leaf=3).fit(X, rng.normal(size=200))
    t = grown.tree_
    nodes = Nodes(t.children_left, t.children_right, t.feature, t.threshold, t.value.reshape(-1))
    return boxes(nodes, table(axes)), grown


def everywhere(axes: list[Axis], grown: DecisionTreeRegressor) -> np.ndarray:
    """What the tree predicts in every combination of cells."""
    grid = list(product(*(range(axis.size) for axis in axes)))
    X = np.array([np.concatenate([axis.table[:, c] for axis, c in zip(axes, cells, strict=True)]) for cells in grid])
    return grown.predict(X).reshape([axis.size for axis in axes])


def marginal(values: np.ndarray, weights: list[np.ndarray], keep: tuple[int, ...]) -> np.ndarray:
    for axis in reversed(range(values.ndim)):
        if axis not in keep:
            values = np.tensordot(values, weights[axis], axes=(axis, 0))
    return values


SPACES = {
    "categories": plain(a=Categorical(("x", "y", "z")), b=Categorical((True, False)), c=Categorical((1, 2, 4, 8))),
    "weights": plain(a=Categorical(("x", "y", "z"), (0.7, 0.2, 0.1)), b=QUniform(0.0, 10.0, 3.0), c=IntUniform(1, 5)),
    "ordered": plain(a=Categorical((16, 32, 64), ordered=True), b=Categorical(tuple("abcde"))),
}


@pytest.mark.parametrize("name", SPACES)
def test_effects_are_those_of_the_full_grid(name: str) -> None:
    axes = axes_of(SPACES[name])
    weights = [axis.weights() for axis in axes]
    tree, grown = tree_on(axes)
    values = everywhere(axes, grown)
    anova = Anova(tree, slices(axes), weights)
    mean = float(marginal(values, weights, ()))
    assert anova.mean == pytest.approx(mean)
    for i in range(len(axes)):
        np.testing.assert_allclose(anova.effects[i], marginal(values, weights, (i,)) - mean, atol=1e-12)
    for i in range(len(axes)):
        for j in range(i + 1, len(axes)):
            expected = marginal(values, weights, (i, j)) - mean
            expected = expected - anova.effects[i][:, None] - anova.effects[j][None, :]
            np.testing.assert_allclose(anova.pair(i, j), expected, atol=1e-12)


def test_all_effects_together_are_the_whole_variance_of_two_axes() -> None:
    axes = axes_of(SPACES["ordered"])
    weights = [axis.weights() for axis in axes]
    tree, grown = tree_on(axes)
    values = everywhere(axes, grown)
    anova = Anova(tree, slices(axes), weights)
    parts = [float(w @ f**2) for w, f in zip(weights, anova.effects, strict=True)]
    parts.append(float(weights[0] @ anova.pair(0, 1) ** 2 @ weights[1]))
    whole = float(weights[0] @ (values - anova.mean) ** 2 @ weights[1])
    assert sum(parts) == pytest.approx(whole)


def test_marginals_of_continuous_parameters_are_integrals() -> None:
    space = plain(lr=LogUniformValues(1e-4, 1.0), x=Uniform(0.0, 2.0))
    axes = axes_of(space, n=30)
    tree, grown = tree_on(axes)
    anova = Anova(tree, slices(axes), [axis.weights() for axis in axes])
    edges = axes[1].edges
    assert edges is not None
    for cell in (0, 7, axes[0].size - 1):
        lr = float(axes[0].table[0, cell])

        def along_x(u: float, lr: float = lr) -> float:
            inside = min(int(np.searchsorted(edges, u, side="right")) - 1, axes[1].size - 1)
            return float(grown.predict([[lr, axes[1].table[0, inside]]])[0])

        integral = sum(quad(along_x, a, b, epsabs=1e-9)[0] for a, b in pairwise(edges))
        assert anova.effects[0][cell] + anova.mean == pytest.approx(integral, abs=1e-6)


def test_a_region_is_the_space_where_conditions_hold() -> None:
    momentum = Parameter("momentum", ("momentum",), Uniform(0.0, 1.0), Condition((("opt", Clause(one_of=("sgd",))),)))
    needs = Condition((("momentum", Clause(min=0.25)), ("opt", Clause(none_of=("adam",)))))
    nesterov = Parameter("nesterov", ("nesterov",), Categorical((True, False)), needs)
    opt = Parameter("opt", ("opt",), Categorical(("adam", "rms", "sgd")))
    space = SearchSpace((momentum, nesterov, opt))
    axes = axes_of(space, n=200)
    at = {axis.path: i for i, axis in enumerate(axes)}
    whole = region(space, axes, [])
    with_momentum = region(space, axes, ["momentum"])
    with_nesterov = region(space, axes, ["nesterov"])
    np.testing.assert_allclose(whole[at["opt"]], [1 / 3, 1 / 3, 1 / 3])
    np.testing.assert_allclose(with_momentum[at["opt"]], [0.0, 0.0, 1.0])
    np.testing.assert_allclose(with_nesterov[at["opt"]], [0.0, 0.0, 1.0])
    edges = axes[at["momentum"]].edges
    assert edges is not None
    np.testing.assert_allclose(with_nesterov[at["momentum"]], np.diff(np.clip(edges, 0.25, 1.0)) / 0.75)


@pytest.mark.parametrize(
    "distribution",
    [Uniform(0.0, 1.0), IntUniform(1, 6), IntUniform(1, 5000), QUniform(0.0, 1.0, 0.3), Categorical(tuple("abcdefg"))],
)
def test_the_cells_of_an_axis_fill_it(distribution: Distribution) -> None:
    [axis] = axes_of(plain(p=distribution), n=500)
    assert axis.weights().sum() == pytest.approx(1.0)
    assert axis.size <= 64
    assert axis.codes.min() >= 0
    assert axis.codes.max() < axis.size
    assert len(axis.weights()) == axis.size


def test_a_category_with_very_many_values_keeps_the_frequent_ones_apart() -> None:
    distribution = Categorical(tuple(f"v{i}" for i in range(200)))
    u = np.array([distribution.to_unit(f"v{i}") for i in [*[3] * 9, *[5] * 8, *range(100)]])
    axis = axis_of(Parameter("p", ("p",), distribution), u)
    assert axis is not None
    assert axis.table.shape == (30, 31)
    assert len(set(axis.codes[:9].tolist())) == 1
    assert axis.codes[0] != axis.codes[9] != 30
    assert axis.weights().sum() == pytest.approx(1.0)


def test_neighbouring_floats_have_a_cell_each() -> None:
    u = np.array([0.5, np.nextafter(0.5, 1.0), np.nextafter(np.nextafter(0.5, 1.0), 1.0), 0.0, 5e-324])
    axis = axis_of(Parameter("p", ("p",), Uniform(0.0, 1.0)), u)
    assert axis is not None
    assert axis.size == len(axis.weights()) == len(set(axis.codes.tolist())) == 5


def test_what_never_varied_has_no_axis() -> None:
    assert axis_of(Parameter("p", ("p",), Uniform(0.0, 1.0)), np.array([0.5, np.nan, 0.5])) is None
