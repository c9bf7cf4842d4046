"""Low-discrepancy points, against SciPy's and against what makes them what they are."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc

from varre.runs import Seeds
from varre.search.joe_kuo import JOE_KUO
from varre.search.sobol import scrambled_points, sobol_matrices


def unscrambled(dimension: int, count: int) -> np.ndarray:
    v = sobol_matrices(dimension)
    points = np.zeros((count, dimension), dtype=np.int64)
    for i in range(count):
        for bit in range(v.shape[1]):
            if i >> bit & 1:
                points[i] ^= v[:, bit]
    return points / 2.0 ** v.shape[1]


@pytest.mark.parametrize("dimension", [1, 2, 7, 64])
def test_direction_numbers_give_scipys_points(dimension):
    # SciPy goes through the same points in Gray code order: equal as sets for each power of two.
    ours = unscrambled(dimension, 256)
    theirs = qmc.Sobol(dimension, scramble=False, bits=30).random(256)
    assert np.array_equal(ours[np.lexsort(ours.T)], theirs[np.lexsort(theirs.T)])


def test_the_table_serves_64_dimensions():
    assert len(JOE_KUO) + 1 == 64


@pytest.mark.parametrize("dimension", [1, 3, 64, 65, 80])
def test_points_lie_in_the_unit_cube_and_start_anywhere(dimension):
    points = scrambled_points(Seeds(3).sweep(), dimension, 0, 40)
    assert points.shape == (40, dimension)
    assert np.all((points >= 0.0) & (points < 1.0))
    assert np.array_equal(scrambled_points(Seeds(3).sweep(), dimension, 17, 5), points[17:22])


@pytest.mark.parametrize("dimension", [2, 64])
def test_a_scrambled_sequence_is_still_a_net(dimension):
    # Of 2^m points one lies in each of the 2^m equal intervals of every dimension.
    for m in (3, 6):
        points = scrambled_points(Seeds(1).sweep(), dimension, 0, 2**m)
        for column in np.floor(points * 2**m).T:
            assert sorted(column) == list(range(2**m))


def test_in_two_dimensions_elementary_boxes_hold_one_point_each():
    points = scrambled_points(Seeds(8).sweep(), 2, 0, 64)
    for k in range(7):
        boxes = np.floor(points * [2**k, 2 ** (6 - k)])
        assert len(np.unique(boxes, axis=0)) == 64


@pytest.mark.parametrize("dimension", [3, 70])
def test_the_scramble_depends_on_the_generator_and_makes_points_uniform(dimension):
    firsts = np.array([scrambled_points(Seeds(seed).sweep(), dimension, 0, 1)[0] for seed in range(200)])
    assert len(np.unique(firsts[:, 0])) > 150
    # Of 200 uniform draws the mean has a standard error of 0.0204: five of them are as good as impossible.
    assert np.all(np.abs(firsts.mean(axis=0) - 0.5) < 0.105)


@pytest.mark.parametrize("dimension", [2, 5, 66])
def test_points_are_spread_more_evenly_than_random_ones(dimension):
    points = scrambled_points(Seeds(2).sweep(), dimension, 0, 128)
    random = np.random.default_rng(0).random((128, dimension))
    assert qmc.discrepancy(points[:, :5], method="L2-star") < 0.6 * qmc.discrepancy(random[:, :5], method="L2-star")
