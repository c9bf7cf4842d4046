"""Training and judging a classifier on images that lie in memory: what the scripts of both sweeps share.

Images are float32 (n, 1, 28, 28) with values in [0, 1], labels int64 (n,). Nothing is done per batch beyond the
step: no loader process, no figure taken out of a tensor, no copy but the gathering of the batch itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import mnist
import torch
from mnist_sources import Bytes
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

VALIDATION_IMAGES = 10_000
JUDGED_AT_ONCE = 500  # images of a forward pass without gradients: small enough for the processor's cache


@dataclass(frozen=True, slots=True)
class Examples:
    """Images (n, 1, 28, 28) and the labels (n,) that belong to them."""

    images: Tensor
    labels: Tensor


@dataclass(frozen=True, slots=True)
class Score:
    """Mean cross-entropy and the share of right answers."""

    loss: float
    accuracy: float


def examples(images: Bytes, labels: Bytes) -> Examples:
    """Tensors from images (n, 28, 28) and labels (n,) of bytes."""
    return Examples(torch.from_numpy(images).unsqueeze(1).float().div_(255), torch.from_numpy(labels).long())


def train_and_validation(count: int = 50_000) -> tuple[Examples, Examples]:
    """The first ``count`` of the 60,000 training images to train on, and the last 10,000 to validate with."""
    images, labels = mnist.training()
    held_out = len(images) - VALIDATION_IMAGES
    if not 0 < count <= held_out:
        raise ValueError(f"images: 1 to {held_out:,} can be trained on, got {count:,}")
    return examples(images[:count], labels[:count]), examples(images[held_out:], labels[held_out:])


def make_optimizer(name: str, model: nn.Module, learning_rate: float) -> torch.optim.Optimizer:
    """``adam``, or ``sgd`` without momentum; fused: one call updates all weights."""
    if name == "adam":
        return torch.optim.Adam(model.parameters(), lr=learning_rate, fused=True)
    return torch.optim.SGD(model.parameters(), lr=learning_rate, fused=True)


def train_epoch(model: nn.Module, optimizer: torch.optim.Optimizer, train: Examples, batch_size: int) -> Score:
    """One pass over ``train`` in a new random order; the score is that of the batches as they were met."""
    model.train()
    order = torch.randperm(len(train.labels))
    labels = train.labels[order]
    logits = torch.empty(len(order), 10)
    for index, wanted, kept in zip(*(torch.split(some, batch_size) for some in (order, labels, logits)), strict=True):
        output = model(train.images.index_select(0, index))
        loss = cross_entropy(output, wanted)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        kept.copy_(output.detach())
    return score(logits, labels)


@torch.inference_mode()
def predict(model: nn.Module, images: Tensor) -> Tensor:
    """The logits (n, 10) of ``images``, without dropout and with the running statistics of batch normalisation."""
    model.eval()
    return torch.cat([model(some) for some in torch.split(images, JUDGED_AT_ONCE)])


def score(logits: Tensor, labels: Tensor) -> Score:
    """The score of ``logits`` (n, 10); raises `RuntimeError` where training went astray and the loss is no number."""
    loss = float(cross_entropy(logits, labels))
    if not math.isfinite(loss):
        raise RuntimeError("loss is not finite")
    return Score(loss, float((logits.argmax(1) == labels).float().mean()))
