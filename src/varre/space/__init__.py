"""The geometry of a search: parameters as quantile functions, and the space that they span.

Standard library only; `Beta` loads ``scipy.special`` at its first use. Nothing here knows of algorithms, and nothing
here checks what a person wrote: that is `varre.sweepfile`'s work.
"""

from varre.space.condition import Clause, Condition
from varre.space.continuous import (
    Beta,
    Continuous,
    InvLogUniform,
    InvLogUniformValues,
    LogNormal,
    LogUniform,
    LogUniformValues,
    Normal,
    Uniform,
)
from varre.space.discrete import Categorical, Constant, Discrete, IntUniform
from varre.space.distribution import Distribution
from varre.space.quantised import QBeta, QLogNormal, QLogUniform, QLogUniformValues, QNormal, Quantised, QUniform
from varre.space.searchspace import Parameter, SearchSpace
from varre.space.values import Params, Value, identity

__all__ = [
    "Beta",
    "Categorical",
    "Clause",
    "Condition",
    "Constant",
    "Continuous",
    "Discrete",
    "Distribution",
    "IntUniform",
    "InvLogUniform",
    "InvLogUniformValues",
    "LogNormal",
    "LogUniform",
    "LogUniformValues",
    "Normal",
    "Parameter",
    "Params",
    "QBeta",
    "QLogNormal",
    "QLogUniform",
    "QLogUniformValues",
    "QNormal",
    "QUniform",
    "Quantised",
    "SearchSpace",
    "Uniform",
    "Value",
    "identity",
]
