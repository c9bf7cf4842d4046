"""What the tables are made of: encodings, scales, small networks."""

from __future__ import annotations

import numpy as np
import pytest
from encoding import encode
from ensembles import Ensemble
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scales import Scale
from sklearn.neural_network import MLPRegressor

PARAMETERS = {
    "rate": {"distribution": "log_uniform_values", "min": 0.01, "max": 1.0},
    "layers": {"min": 1, "max": 3},
    "kind": {"values": ["a", "b"]},
    "width": {"min": 0, "max": 10, "when": {"layers": 3}},
}


def test_numbers_lie_in_their_range_and_categories_have_a_column_each():
    configs = [{"rate": 0.1, "layers": 2, "kind": "b"}, {"rate": 1, "layers": 3, "kind": "a", "width": 5}]
    rows = encode(PARAMETERS, configs)
    assert rows == pytest.approx(np.array([[0.5, 1, 0.5, 1, 0, 1, 0, 0], [1, 1, 1, 1, 1, 0, 0.5, 1]]))


def test_true_and_one_are_told_apart_from_what_is_absent():
    rows = encode({"on": {"values": [True, False]}}, [{"on": True}, {"on": False}, {}])
    assert rows.tolist() == [[1, 0], [0, 1], [0, 0]]


LOGS = arrays(float, st.integers(5, 40), elements=st.floats(-20, 50))


@given(LOGS)
def test_a_scale_leads_there_and_back(logs: np.ndarray):
    scale = Scale.of(logs)
    assert scale.logs(scale.standard(logs)) == pytest.approx(logs, abs=1e-6)


@given(LOGS)
def test_a_scale_keeps_the_order(logs: np.ndarray):
    standard = Scale.of(logs).standard(np.sort(logs))
    assert (np.diff(standard) >= 0).all()


def test_what_diverged_is_hardly_further_away_than_what_is_bad():
    scale = Scale(middle=0.0, unit=1.0, lowest=-3.0)
    bad, diverged = scale.standard(np.array([10.0, 50.0]))
    assert diverged - bad < 2


def test_below_the_best_training_a_network_is_believed_less_and_less():
    scale = Scale(middle=0.0, unit=1.0, lowest=-3.0)
    at, little, deep = scale.logs(np.array([-3.0, -3.05, -9.0]))
    assert at == -3
    assert -3.05 < little < -3.03
    assert -3.5 < deep < little


@pytest.mark.filterwarnings("ignore:lbfgs failed to converge")
def test_an_ensemble_is_the_mean_of_its_networks():
    dice = np.random.default_rng(0)
    x, y = dice.random((60, 3)), dice.random(60)
    given = {"hidden_layer_sizes": (8, 5), "activation": "tanh", "solver": "lbfgs", "max_iter": 20}
    networks = [MLPRegressor(**given, random_state=member).fit(x, y) for member in range(3)]
    ensemble = Ensemble.of(networks)
    assert ensemble(x) == pytest.approx(np.mean([network.predict(x) for network in networks], axis=0))
    again = Ensemble.load("loss", ensemble.saved("loss"))
    assert again(x) == pytest.approx(ensemble(x), abs=0.01)
