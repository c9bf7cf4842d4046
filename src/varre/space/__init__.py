"""The geometry of a search: parameters as quantile functions, and the space that they span.

Standard library only; `Beta` loads ``scipy.special`` at its first use. Nothing here knows of algorithms, and nothing
here checks what a person wrote: that is `varre.sweepfile`'s work.

Names are loaded at their first use: a training script that only logs needs the types of values, and would wait for
the rest at each of its starts.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from varre.space.values import Params, Value, identity

if TYPE_CHECKING:
    from varre.space.condition import Clause, Condition
    from varre.space.constraint import Constraint
    from varre.space.continuous import Continuous, Uniform
    from varre.space.discrete import Categorical, Constant, Discrete, IntUniform
    from varre.space.distribution import Distribution
    from varre.space.logarithmic import InvLogUniform, InvLogUniformValues, LogUniform, LogUniformValues
    from varre.space.quantised import QBeta, QLogNormal, QLogUniform, QLogUniformValues, QNormal, Quantised, QUniform
    from varre.space.searchspace import Parameter, SearchSpace
    from varre.space.shaped import Beta, LogNormal, Normal

__all__ = [
    "Beta",
    "Categorical",
    "Clause",
    "Condition",
    "Constant",
    "Constraint",
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

_MODULES = (
    "condition",
    "constraint",
    "continuous",
    "discrete",
    "distribution",
    "logarithmic",
    "quantised",
    "searchspace",
    "shaped",
)


def __getattr__(name: str) -> object:
    if name in __all__:
        for module in _MODULES:
            found = import_module(f"{__name__}.{module}")
            if name in found.__all__:
                return getattr(found, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
