"""LeNet-5: its weights, its shapes, and where batch normalisation, activation and dropout stand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install 'varre[lenet5]'")
sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "lenet5"))

from model import configured, count_weights, lenet5  # noqa: E402
from torch import nn  # noqa: E402


def kinds(model: nn.Sequential) -> list[str]:
    return [type(layer).__name__ for layer in model]


def test_lenet5_has_61706_weights() -> None:
    assert count_weights(lenet5()) == 61_706


def test_batch_normalisation_adds_a_scale_and_a_shift_for_each_map() -> None:
    assert count_weights(lenet5(batch_norm=True)) == 61_706 + 2 * (6 + 16)


def test_dropout_adds_no_weights() -> None:
    assert count_weights(lenet5(dropout_rate=0.5)) == 61_706


def test_each_layer_has_the_shape_of_the_paper_s_figure() -> None:
    shapes = []
    value = torch.zeros(3, 1, 28, 28)
    for layer in lenet5():
        value = layer(value)
        if isinstance(layer, nn.Conv2d | nn.AvgPool2d | nn.Linear):
            shapes.append(tuple(value.shape[1:]))
    assert shapes == [(6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5), (120,), (84,), (10,)]


def test_plain_layers_stand_in_order() -> None:
    convolution, dense = ["Conv2d", "Tanh", "AvgPool2d"], ["Linear", "Tanh"]
    assert kinds(lenet5()) == [*convolution, *convolution, "Flatten", *dense, *dense, "Linear"]


def test_batch_normalisation_stands_between_convolution_and_activation() -> None:
    convolution, dense = ["Conv2d", "BatchNorm2d", "ReLU", "AvgPool2d"], ["Linear", "ReLU"]
    assert kinds(lenet5(activation="relu", batch_norm=True)) == [
        *convolution, *convolution, "Flatten", *dense, *dense, "Linear",
    ]  # fmt: skip


def test_dropout_follows_pools_and_dense_layers_but_not_the_last() -> None:
    model = lenet5(dropout_rate=0.3)
    convolution, dense = ["Conv2d", "Tanh", "AvgPool2d", "Dropout"], ["Linear", "Tanh", "Dropout"]
    assert kinds(model) == [*convolution, *convolution, "Flatten", *dense, *dense, "Linear"]
    assert {layer.p for layer in model if isinstance(layer, nn.Dropout)} == {0.3}


def test_the_first_convolution_sees_the_same_size_through_zeros_at_the_border() -> None:
    first = lenet5()[0]
    outside = torch.nn.functional.pad(torch.ones(1, 1, 28, 28), (2, 2, 2, 2))
    unpadded = nn.functional.conv2d(outside, first.weight, first.bias)
    assert torch.allclose(first(torch.ones(1, 1, 28, 28)), unpadded)


def test_a_configuration_without_dropout_needs_no_rate() -> None:
    config = {"activation": "relu", "batch_norm": True, "dropout": False, "learning_rate": 0.1}
    assert "Dropout" not in kinds(configured(config))


def test_a_rate_without_dropout_is_not_used() -> None:
    config = {"activation": "tanh", "batch_norm": False, "dropout": False, "dropout_rate": 0.4}
    assert "Dropout" not in kinds(configured(config))
    assert kinds(configured({**config, "dropout": True})).count("Dropout") == 4
