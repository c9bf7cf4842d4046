"""What the training loop of the LeNet-5 example adds to the bare step: forward, loss, backward, fused optimizer.

    OMP_NUM_THREADS=1 python benchmarks/training_loop.py

Three loops in turn over the same number of batches, so that a busy machine slows all alike: the bare step on one batch
that never changes; `train_epoch` of the example, which shuffles, gathers batches and scores them; and the loop of most
tutorials, with a `DataLoader` in this process. Prints a table in Markdown: CPU seconds of an epoch of 50,000 images
(median of the rounds) and, in the same round, the ratio to the bare step (median).
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader, TensorDataset

sys.path.insert(0, str(Path(__file__).parents[1] / "examples" / "lenet5"))
from model import lenet5
from training import Examples, make_optimizer, train_epoch

EPOCH = 50_000
IMAGES = 9_600  # 30 MB, more than a core's cache holds
SLICE = 1_600  # of a round: short, so that the three loops meet the same machine
ROUNDS = 36
CASES = (
    ("adam", "tanh", False, 16),
    ("adam", "tanh", False, 32),
    ("adam", "tanh", False, 64),
    ("sgd", "relu", True, 16),
)


def bare(model: torch.nn.Module, optimizer: torch.optim.Optimizer, train: Examples, batch_size: int) -> None:
    """As many steps as an epoch has, all on one batch."""
    model.train()
    images, labels = train.images[:batch_size].clone(), train.labels[:batch_size].clone()
    for _ in range(len(train.labels) // batch_size):
        loss = cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def tutorial(model: torch.nn.Module, optimizer: torch.optim.Optimizer, train: Examples, batch_size: int) -> None:
    """An epoch as tutorials write it."""
    model.train()
    total, right = 0.0, 0
    for images, labels in DataLoader(TensorDataset(train.images, train.labels), batch_size, shuffle=True):
        optimizer.zero_grad()
        output = model(images)
        loss = cross_entropy(output, labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        right += (output.argmax(1) == labels).sum().item()


LOOPS = (bare, train_epoch, tutorial)


def cpu_seconds(loop: Callable[[], object]) -> float:
    """CPU seconds of ``loop``, as for an epoch of 50,000 images."""
    began = time.process_time()
    loop()
    return (time.process_time() - began) * EPOCH / SLICE


def measure(case: tuple[str, str, bool, int], train: Examples) -> str:
    """The table's line of one case."""
    name, activation, batch_norm, batch_size = case
    models = [lenet5(activation=activation, batch_norm=batch_norm) for _ in LOOPS]
    optimizers = [make_optimizer(name, model, 0.001) for model in models]
    rounds = []
    for turn in range(ROUNDS + 1):
        start = turn * SLICE % IMAGES
        part = Examples(train.images[start : start + SLICE], train.labels[start : start + SLICE])
        arguments = zip(LOOPS, models, optimizers, strict=True)
        rounds.append([cpu_seconds(partial(loop, *with_, part, batch_size)) for loop, *with_ in arguments])
    rounds = rounds[1:]  # the first warms up
    seconds = [statistics.median(column) for column in zip(*rounds, strict=True)]
    ratios = [statistics.median(row[i] / row[0] for row in rounds) for i in (1, 2)]
    what = f"{activation}, {'batch norm, ' if batch_norm else ''}{name}, batches of {batch_size}"
    return f"| {what} | {seconds[0]:.2f} | {seconds[1]:.2f} | {seconds[2]:.2f} | {ratios[0]:.3f} | {ratios[1]:.3f} |"


def main() -> None:
    """Measure all cases and print the table."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    train = Examples(torch.rand(IMAGES, 1, 28, 28), torch.randint(0, 10, (IMAGES,)))
    print(
        f"One thread of {platform.machine()} ({torch.backends.cpu.get_cpu_capability()}), PyTorch {torch.__version__}\n"
    )
    print(
        "| an epoch of 50,000 images | bare step, s | this loop, s | DataLoader, s | this / bare | DataLoader / bare |"
    )
    print("| -- | --: | --: | --: | --: | --: |")
    for case in CASES:
        print(measure(case, train), flush=True)


if __name__ == "__main__":
    main()
