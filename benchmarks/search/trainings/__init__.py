"""Real trainings, small enough to be run thousands of times: what the tables of `benchmarks/search` are made from."""

from . import boosting, cash, forests, linear, networks, vectors
from .training import Training

TRAININGS: dict[str, Training] = {
    training.name: training
    for family in (vectors, networks, boosting, forests, linear, cash)
    for training in family.TRAININGS
}

__all__ = ["TRAININGS", "Training"]
