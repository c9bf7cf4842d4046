"""The training loop of the LeNet-5 example: what an epoch does, what is reported of it, and that it can be repeated."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install 'varre[lenet5]'")
sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "lenet5"))

import mnist  # noqa: E402
import numpy as np  # noqa: E402
import training  # noqa: E402
from model import lenet5  # noqa: E402
from torch import nn  # noqa: E402
from training import Examples, make_optimizer, predict, score, train_epoch  # noqa: E402


@pytest.fixture
def some() -> Examples:
    """Seventy images in two classes that a glance tells apart."""
    labels = torch.arange(70) % 2
    return Examples(torch.rand(70, 1, 28, 28) * 0.1 + labels.view(-1, 1, 1, 1) * 0.9, labels)


class Recorder(nn.Module):
    """A model that remembers the batches it was given; an image's logits are its first ten pixels and a weight."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(10))
        self.batches: list[torch.Tensor] = []

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        self.batches.append(images)
        return images[:, 0, 0, :10] + self.weight


def test_an_epoch_meets_every_image_once_in_batches_with_the_rest_last(some: Examples) -> None:
    model = Recorder()
    train_epoch(model, make_optimizer("sgd", model, 0.0), some, 32)
    assert [len(batch) for batch in model.batches] == [32, 32, 6]
    met = torch.cat(model.batches)[:, 0, 0, 0].sort().values
    assert torch.equal(met, some.images[:, 0, 0, 0].sort().values)


def test_each_epoch_has_another_order(some: Examples) -> None:
    model = Recorder()
    for _ in range(2):
        train_epoch(model, make_optimizer("sgd", model, 0.0), some, 70)
    assert not torch.equal(model.batches[0], model.batches[1])


def test_images_keep_their_labels_when_they_are_shuffled(some: Examples) -> None:
    model = Recorder()
    marked = Examples(torch.nn.functional.one_hot(some.labels, 28).float().view(-1, 1, 1, 28) * 9, some.labels)
    assert train_epoch(model, make_optimizer("sgd", model, 0.0), marked, 32).accuracy == 1.0


@pytest.mark.parametrize("name", ["sgd", "adam"])
def test_training_learns_and_the_optimizer_is_fused(some: Examples, name: str) -> None:
    torch.manual_seed(0)
    model = lenet5(activation="relu", batch_norm=True)
    optimizer = make_optimizer(name, model, 0.01)
    first, *_, last = [train_epoch(model, optimizer, some, 16) for _ in range(8)]
    assert optimizer.defaults["fused"] is True
    assert last.loss < first.loss / 2
    assert last.accuracy == 1.0


def test_the_same_seed_gives_the_same_figures(some: Examples) -> None:
    def figures() -> list[training.Score]:
        torch.manual_seed(1998)
        model = lenet5(dropout_rate=0.3)
        optimizer = make_optimizer("adam", model, 0.01)
        return [train_epoch(model, optimizer, some, 16) for _ in range(3)]

    assert figures() == figures()


def test_a_score_is_the_mean_over_images_not_over_batches(some: Examples) -> None:
    model = Recorder()
    got = train_epoch(model, make_optimizer("sgd", model, 0.0), some, 32)
    want = score(model(some.images).detach(), some.labels)
    assert got.loss == pytest.approx(want.loss, rel=1e-6)
    assert got.accuracy == pytest.approx(want.accuracy)


def test_prediction_uses_no_dropout_and_joins_its_parts_in_order(
    monkeypatch: pytest.MonkeyPatch, some: Examples
) -> None:
    model = lenet5(dropout_rate=0.5)
    whole = predict(model, some.images)
    monkeypatch.setattr(training, "JUDGED_AT_ONCE", 32)
    assert torch.allclose(predict(model, some.images), whole, atol=1e-6)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_loss_that_is_no_number_ends_the_run(value: float) -> None:
    logits = torch.zeros(4, 10)
    logits[2, 3] = value
    with pytest.raises(RuntimeError, match=r"^loss is not finite$"):
        score(logits, torch.zeros(4, dtype=torch.long))


def test_the_last_10000_images_validate_and_the_first_ones_train(monkeypatch: pytest.MonkeyPatch) -> None:
    labels = (np.arange(60_000) // 10_000).astype(np.uint8)
    monkeypatch.setattr(mnist, "training", lambda: (np.full((60_000, 1, 1), 255, np.uint8), labels))
    train, validation = training.train_and_validation()
    assert sorted(set(train.labels.tolist())) == [0, 1, 2, 3, 4]
    assert len(train.labels) == 50_000
    assert set(validation.labels.tolist()) == {5}
    assert len(validation.labels) == 10_000
    assert train.images.dtype == torch.float32
    assert float(train.images.max()) == 1.0


@pytest.mark.parametrize("count", [0, -1, 50_001])
def test_validation_images_are_never_trained_on(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    images, labels = np.zeros((60_000, 1, 1), np.uint8), np.zeros(60_000, np.uint8)
    monkeypatch.setattr(mnist, "training", lambda: (images, labels))
    with pytest.raises(ValueError, match="1 to 50,000 can be trained on"):
        training.train_and_validation(count)
