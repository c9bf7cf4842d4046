"""What the model of a search believes, for people to look at."""

from varre.search.portrait.portrait import portrait
from varre.search.portrait.shapes import Band, Effect, Guess, LeftOut, Model, Novelty, Portrait, Slice

__all__ = ["Band", "Effect", "Guess", "LeftOut", "Model", "Novelty", "Portrait", "Slice", "portrait"]
