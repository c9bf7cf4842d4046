"""Climbing several functions at once, against optima known and SciPy's L-BFGS-B."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import fmin_l_bfgs_b

from varre.models.ascent import Objective, ascend

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
CLOSELY = {"longest": 1.0, "gain": 1e-12, "evaluations": 200}


def bowls(seed: int, s: int, d: int) -> tuple[Objective, Floats, Floats]:
    """``s`` concave quadratic functions, with their tops and curvatures."""
    rng = np.random.default_rng(seed)
    roots = rng.normal(size=(s, d, d))
    A = roots @ roots.transpose(0, 2, 1) + 0.1 * np.eye(d)
    tops = rng.normal(size=(s, d))

    def objective(x: Floats, rows: Rows) -> tuple[Floats, Floats]:
        g = -np.einsum("kij,kj->ki", A[rows], x - tops[rows])
        return 0.5 * np.einsum("ki,ki->k", g, x - tops[rows]), g

    return objective, tops, A


def valley(x: Floats, rows: Rows) -> tuple[Floats, Floats]:
    """Rosenbrock's, upside down."""
    a, b = x.T
    slope = np.stack([2.0 * (1.0 - a) + 400.0 * a * (b - a * a), -200.0 * (b - a * a)], axis=1)
    return -((1.0 - a) ** 2) - 100.0 * (b - a * a) ** 2, slope


@pytest.mark.parametrize("seed", range(3))
def test_each_ends_at_its_own_top(seed: int) -> None:
    objective, tops, A = bowls(seed, 5, 4)
    top = ascend(objective, np.zeros((5, 4)), np.full(4, -9.0), np.full(4, 9.0), **CLOSELY)
    assert top.x == pytest.approx(tops, abs=1e-4)
    assert top.f == pytest.approx(np.zeros(5), abs=1e-8)
    assert np.einsum("kij,kjl->kil", top.B, A) == pytest.approx(np.tile(np.eye(4), (5, 1, 1)), abs=0.6)


@pytest.mark.parametrize("seed", range(5))
def test_bounds_hold_and_the_best_within_them_is_found(seed: int) -> None:
    objective, _, _ = bowls(seed, 4, 3)
    low, high = np.array([-0.3, -1.0, 0.1]), np.array([0.2, -0.5, 2.0])
    top = ascend(objective, np.full((4, 3), 0.1), low, high, **CLOSELY)
    assert np.all((top.x >= low) & (top.x <= high))
    for row in range(4):
        one = np.array([row])

        def negated(x: Floats, one: Rows = one) -> tuple[float, Floats]:
            f, g = objective(x[None, :], one)
            return -float(f[0]), -g[0]

        _, least, _ = fmin_l_bfgs_b(negated, np.zeros(3), bounds=list(zip(low, high, strict=True)), pgtol=1e-9)
        assert top.f[row] == pytest.approx(-least, abs=1e-6)


def test_a_bent_valley_is_followed_to_its_end() -> None:
    starts = np.array([[-1.2, 1.0], [0.0, 0.0], [2.0, 2.0]])
    top = ascend(valley, starts, np.full(2, -3.0), np.full(2, 3.0), **CLOSELY)
    assert top.x == pytest.approx(np.ones((3, 2)), abs=1e-3)


def test_a_variable_with_equal_bounds_stays() -> None:
    objective, tops, A = bowls(0, 2, 3)
    x = np.array([[0.5, 0.0, 0.0], [0.0, 0.25, 0.0]])
    fixed = x != 0.0
    top = ascend(objective, x, np.where(fixed, x, -9.0), np.where(fixed, x, 9.0), **CLOSELY)
    assert np.array_equal(top.x[fixed], x[fixed])
    gradient = np.einsum("kij,kj->ki", A, top.x - tops)
    assert gradient[~fixed] == pytest.approx(np.zeros(4), abs=1e-4)


def test_nobody_is_disturbed_by_the_others() -> None:
    objective, _, _ = bowls(1, 6, 4)
    low, high = np.full(4, -0.5), np.full(4, 0.5)
    together = ascend(objective, np.zeros((6, 4)), low, high, **CLOSELY)
    alone = ascend(lambda x, rows: objective(x, rows + 4), np.zeros((1, 4)), low, high, **CLOSELY)
    assert together.x[4] == pytest.approx(alone.x[0], abs=1e-9)


def test_a_step_into_nowhere_is_taken_back() -> None:
    def objective(x: Floats, rows: Rows) -> tuple[Floats, Floats]:
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.log(0.3 - x[:, 0]) + 2.0 * x[:, 0], 2.0 - 1.0 / (0.3 - x)

    top = ascend(objective, np.full((1, 1), -3.0), np.full(1, -5.0), np.full(1, 5.0), **CLOSELY)
    assert top.x[0, 0] == pytest.approx(-0.2, abs=1e-4)


def test_no_more_evaluations_than_allowed_and_none_in_vain() -> None:
    calls: list[int] = []

    def counted(x: Floats, rows: Rows) -> tuple[Floats, Floats]:
        calls.append(len(rows))
        return valley(x, rows)

    starts = np.array([[-1.2, 1.0], [1.0, 1.0]])
    ascend(counted, starts, np.full(2, -3.0), np.full(2, 3.0), longest=1.0, gain=1e-9, evaluations=7)
    assert calls == [2, 1, 1, 1, 1, 1, 1]


def test_curvature_that_is_known_makes_the_first_step_the_last() -> None:
    objective, tops, A = bowls(2, 3, 4)
    far, exactly = np.full(4, -9.0), np.linalg.inv(A)
    top = ascend(objective, np.zeros((3, 4)), far, -far, longest=9.0, gain=1e-9, evaluations=2, B=exactly)
    assert top.x == pytest.approx(tops, abs=1e-9)
