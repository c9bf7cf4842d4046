"""Trains one LeNet-5 on MNIST as the sweep says: the program of `sweep.yaml`.

varre run sweep.yaml                                      a sweep
python train.py --optimizer=adam --learning_rate=0.001    one run by hand
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import torch
from model import configured, count_weights
from torch import Tensor, nn
from training import Examples, make_optimizer, predict, score, train_and_validation, train_epoch

import varre

SEED = 1998  # of every run: a configuration trained again gives the same figures
DIGITS = [str(digit) for digit in range(10)]


def options() -> dict[str, object]:
    """The configuration on the command line. In a sweep Varre passes its own there, and holds on to it in any case."""

    def truth(text: str) -> bool:
        return {"true": True, "false": False}[text.lower()]

    parser = argparse.ArgumentParser(description="Train one LeNet-5 on MNIST.", argument_default=argparse.SUPPRESS)
    parser.add_argument("--activation", choices=["tanh", "relu"], default="tanh")
    parser.add_argument("--batch_norm", type=truth, default=False, metavar="true|false")
    parser.add_argument("--batch_size", type=int, default=32)
    parser.add_argument("--dropout", type=truth, default=False, metavar="true|false")
    parser.add_argument("--dropout_rate", type=float, help="needed where there is dropout")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--images", type=int, default=50_000, help="train on the first so many")
    parser.add_argument("--learning_rate", type=float, default=0.05)
    parser.add_argument("--optimizer", choices=["adam", "sgd"], default="sgd")
    return vars(parser.parse_args())


def main() -> None:
    """One run: train, and log at the end what the best epoch made of the validation images."""
    with varre.init(config=options()) as run:
        torch.manual_seed(SEED)
        train, validation = train_and_validation(run.config.images)
        model = configured(run.config)
        logits = fit(run, model, train, validation)
        matrix = varre.plot.confusion_matrix(
            y_true=validation.labels.tolist(), preds=logits.argmax(1).tolist(), class_names=DIGITS
        )
        run.log({"weights": count_weights(model), "confusion_matrix": matrix})


def fit(run: varre.Run, model: nn.Module, train: Examples, validation: Examples) -> Tensor:
    """Train, log each epoch, keep the weights of the best one; returns what that one says of the validation images."""
    config = run.config
    optimizer = make_optimizer(config.optimizer, model, config.learning_rate)
    best_loss, best_logits = math.inf, torch.empty(0)
    for epoch in range(1, config.epochs + 1):
        began = time.perf_counter()
        seen = train_epoch(model, optimizer, train, config.batch_size)
        logits = predict(model, validation.images)
        judged = score(logits, validation.labels)
        if judged.loss < best_loss:  # kept before it is logged: a run may be stopped in `log`
            best_loss, best_logits = judged.loss, logits
            keep_weights(model, Path(run.dir, "weights.pt"))
        row = {
            "loss": seen.loss,
            "accuracy": seen.accuracy,
            "val_loss": judged.loss,
            "val_accuracy": judged.accuracy,
            "seconds": time.perf_counter() - began,
        }
        print(f"epoch {epoch}:", ", ".join(f"{name} {value:.4f}" for name, value in row.items()), flush=True)
        run.log(row)
    return best_logits


def keep_weights(model: nn.Module, path: Path) -> None:
    """Save the weights under another name first, so that ``path`` is whole whenever the run is killed."""
    partial = path.with_suffix(".partial")
    torch.save(model.state_dict(), partial)
    partial.replace(path)


if __name__ == "__main__":
    main()
