"""LeNet-5 in its usual modern form (LeCun, Bottou, Bengio and Haffner, "Gradient-based learning", 1998, figure 2).

Modern: 28 x 28 images padded to the same size instead of 32 x 32 ones, plain average pools, every map of the first
layer connected to every map of the second, a softmax at the end. 61,706 weights; batch normalisation adds 44.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from torch import nn

ACTIVATIONS: dict[str, type[nn.Module]] = {"tanh": nn.Tanh, "relu": nn.ReLU}


def lenet5(*, activation: str = "tanh", batch_norm: bool = False, dropout_rate: float = 0.0) -> nn.Sequential:
    """The network from images (n, 1, 28, 28) to logits (n, 10), with PyTorch's own initial weights.

    ``batch_norm``: after each convolution, before the activation. ``dropout_rate`` above 0: dropout after each pool
    and each dense layer but the last.
    """

    def convolution(maps_in: int, maps_out: int, padding: int) -> Iterator[nn.Module]:
        yield nn.Conv2d(maps_in, maps_out, kernel_size=5, padding=padding)
        if batch_norm:
            yield nn.BatchNorm2d(maps_out)
        yield ACTIVATIONS[activation]()
        yield nn.AvgPool2d(2)
        yield from dropout()

    def dense(units_in: int, units_out: int) -> Iterator[nn.Module]:
        yield nn.Linear(units_in, units_out)
        yield ACTIVATIONS[activation]()
        yield from dropout()

    def dropout() -> Iterator[nn.Module]:
        if dropout_rate > 0:
            yield nn.Dropout(dropout_rate)

    return nn.Sequential(
        *convolution(1, 6, padding=2),  # 28 x 28, pooled to 14 x 14
        *convolution(6, 16, padding=0),  # 10 x 10, pooled to 5 x 5
        nn.Flatten(),
        *dense(16 * 5 * 5, 120),
        *dense(120, 84),
        nn.Linear(84, 10),
    )


def configured(config: Mapping[str, Any]) -> nn.Sequential:
    """The network that the configuration of a run asks for; without dropout there may be no ``dropout_rate``."""
    return lenet5(
        activation=config["activation"],
        batch_norm=config["batch_norm"],
        dropout_rate=config["dropout_rate"] if config["dropout"] else 0.0,
    )


def count_weights(model: nn.Module) -> int:
    """The number of trainable weights of ``model``."""
    return sum(weights.numel() for weights in model.parameters())
