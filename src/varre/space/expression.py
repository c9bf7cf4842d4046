"""What a constraint says, as a tree of values: numbers, truths, and comparisons over the values of parameters.

Nothing here runs Python: a tree is made of the few forms below, and each knows its own value. Where arithmetic has no
result (a division by zero, the root of a negative number, a number asked of a word), an ArithmeticError or a ValueError
says so.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from varre.space.values import Params, Value, identity

__all__ = [
    "COMPARISONS",
    "FUNCTIONS",
    "OPERATIONS",
    "All",
    "Compared",
    "Computed",
    "Equal",
    "Expression",
    "Literal",
    "Named",
    "Negated",
    "OneOf",
    "Some",
]

OPERATIONS: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": math.pow,  # of floats: whole numbers would grow without bounds
}
FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "abs": abs,
    "ceil": math.ceil,
    "floor": math.floor,
    "log": math.log,
    "log2": math.log2,
    "max": max,
    "min": min,
    "sqrt": math.sqrt,
}
COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Expression(Protocol):
    """Something that has a value once parameters have theirs."""

    def value(self, params: Params) -> Value:
        """The value. Raises KeyError for a parameter that is absent, ArithmeticError or ValueError if there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as it was written."""

    content: Value

    def value(self, params: Params) -> Value:
        """See `Expression.value`."""
        return self.content


@dataclass(frozen=True, slots=True)
class Named:
    """The value of a parameter."""

    path: str

    def value(self, params: Params) -> Value:
        """See `Expression.value`."""
        return params[self.path]


@dataclass(frozen=True, slots=True)
class Computed:
    """What one of `OPERATIONS` or `FUNCTIONS` makes of numbers."""

    compute: Callable[..., float]
    operands: tuple[Expression, ...]

    def value(self, params: Params) -> Value:
        """See `Expression.value`. Always finite."""
        result = self.compute(*(_number(operand, params) for operand in self.operands))
        if not math.isfinite(result):
            raise OverflowError("the result is too large")
        return result


@dataclass(frozen=True, slots=True)
class Compared:
    """Whether one of `COMPARISONS` holds between two numbers."""

    compare: Callable[[float, float], bool]
    left: Expression
    right: Expression

    def value(self, params: Params) -> Value:
        """See `Expression.value`."""
        return self.compare(_number(self.left, params), _number(self.right, params))


@dataclass(frozen=True, slots=True)
class Equal:
    """Whether two values are the same, as `identity` has it."""

    left: Expression
    right: Expression

    def value(self, params: Params) -> Value:
        """See `Expression.value`."""
        return identity(self.left.value(params)) == identity(self.right.value(params))


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether a value is the same as one of some others."""

    item: Expression
    others: tuple[Expression, ...]

    def value(self, params: Params) -> Value:
        """See `Expression.value`."""
        wanted = identity(self.item.value(params))
        return any(identity(other.value(params)) == wanted for other in self.others)


@dataclass(frozen=True, slots=True)
class Negated:
    """Whether something is not true."""

    part: Expression

    def value(self, params: Params) -> Value:
        """See `Expression.value`."""
        return not _truth(self.part, params)


@dataclass(frozen=True, slots=True)
class All:
    """Whether all parts are true. The first that is not decides; those after it are not looked at."""

    parts: tuple[Expression, ...]

    def value(self, params: Params) -> Value:
        """See `Expression.value`."""
        return all(_truth(part, params) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Some:
    """Whether a part is true. The first that is decides; those after it are not looked at."""

    parts: tuple[Expression, ...]

    def value(self, params: Params) -> Value:
        """See `Expression.value`."""
        return any(_truth(part, params) for part in self.parts)


def _number(expression: Expression, params: Params) -> int | float:
    value = expression.value(params)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("not a number")
    return value


def _truth(expression: Expression, params: Params) -> bool:
    value = expression.value(params)
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value
