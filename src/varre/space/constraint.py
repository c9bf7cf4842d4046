"""What configurations must fulfil: conditions that relate the values of several parameters to each other."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from varre.space.expression import Expression
from varre.space.values import Params

__all__ = ["Constraint"]


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint: as it was written, the parameters that it names, and what it says of them.

    Two constraints are equal if they were written alike.
    """

    text: str
    paths: frozenset[str]
    expression: Expression = field(repr=False, compare=False)

    def holds(self, params: Params) -> bool:
        """Whether a configuration is as demanded. It is where a parameter that is named does not exist.

        Where the arithmetic has no result (a division by zero, the logarithm of 0), it is not.
        """
        if not self.paths <= params.keys():
            return True
        try:
            return self.expression.value(params) is True
        except (ArithmeticError, ValueError):
            return False

    def told(self, params: Params) -> str:
        """The values that it looks at, for people: ``layers is 8, width is 1024``."""
        return ", ".join(f"{path} is {json.dumps(params[path])}" for path in sorted(self.paths) if path in params)

    def refusal(self, params: Params) -> str:
        """What is wrong with a configuration in which it does not hold, for people."""
        return f"violates the constraint {self.text}: {self.told(params)}"
