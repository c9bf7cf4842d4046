"""Read the tree of a constraint into an expression: of Python's grammar a few forms only, all others are refused.

Numbers, truths and words are kept apart: ``a + b`` takes numbers, ``a and b`` truths, ``a == b`` any two values.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping

from varre.space import Categorical, Constant, SearchSpace, Value
from varre.space.distribution import number
from varre.space.expression import (
    COMPARISONS,
    FUNCTIONS,
    OPERATIONS,
    All,
    Compared,
    Computed,
    Equal,
    Expression,
    Literal,
    Named,
    Negated,
    OneOf,
    Some,
)
from varre.sweepfile.cursor import nearest
from varre.sweepfile.domains import outside, spoken
from varre.sweepfile.formulas import Formula, MisreadError, written
from varre.sweepfile.places import either

__all__ = ["read_expression"]

_WORDS: Mapping[str, Value] = {"true": True, "false": False, "null": None}
_SYMBOLS: Mapping[type[ast.operator | ast.cmpop], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_NO_PLACE = "has no place in a constraint"
_OF_SEVERAL = ("min", "max")
_NUMERIC = (ast.BinOp, ast.Call)
_LOGICAL = (ast.BoolOp, ast.Compare)


def read_expression(text: str, space: SearchSpace) -> tuple[Expression, frozenset[str]]:
    """What ``text`` says of the parameters of ``space``, and the paths that it names. Raises `MisreadError`."""
    formula = Formula(text)
    reader = _Reader(formula, space)
    expression = reader.truth(formula.tree)
    if not reader.paths:
        raise MisreadError("names no parameter")
    return expression, frozenset(reader.paths)


class _Reader:
    """Reads nodes as what stands around them demands."""

    def __init__(self, formula: Formula, space: SearchSpace) -> None:
        self._formula = formula
        self._space = space
        self.paths: set[str] = set()

    def truth(self, node: ast.expr) -> Expression:
        """Something that is true or false."""
        match node:
            case ast.BoolOp(op=ast.And()):
                return All(tuple(self.truth(part) for part in node.values))
            case ast.BoolOp():
                return Some(tuple(self.truth(part) for part in node.values))
            case ast.UnaryOp(op=ast.Not()):
                return Negated(self.truth(node.operand))
            case ast.Compare():
                return self._comparison(node)
        found = self._leaf(node)
        if found is None or not self._may_be(found, lambda value: isinstance(value, bool)):
            raise self._misread(node, f"is neither true nor false{self._but(node)}: compare it with something")
        return found

    def _figure(self, node: ast.expr) -> Expression:
        """A number."""
        match node:
            case ast.BinOp() if type(node.op) in _SYMBOLS:
                return Computed(
                    OPERATIONS[_SYMBOLS[type(node.op)]], (self._figure(node.left), self._figure(node.right))
                )
            case ast.UnaryOp(op=ast.UAdd() | ast.USub()):
                return self._signed(node.op, self._figure(node.operand))
            case ast.Call():
                return self._function(node)
        found = self._leaf(node)
        if found is None or not self._may_be(found, lambda value: number(value) is not None):
            raise self._misread(node, f"is not a number{self._but(node)}" if found else _NO_PLACE)
        return found

    def _any(self, node: ast.expr) -> Expression:
        """A value of whatever kind."""
        if isinstance(node, _LOGICAL) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)):
            return self.truth(node)
        if isinstance(node, (*_NUMERIC, ast.UnaryOp)):
            return self._figure(node)
        found = self._leaf(node)
        if found is None:
            raise self._misread(node, _NO_PLACE)
        return found

    # -- comparisons ---------------------------------------------------------------------------------------------

    def _comparison(self, node: ast.Compare) -> Expression:
        operands = [node.left, *node.comparators]
        pairs = [self._pair(*each) for each in zip(operands, node.ops, node.comparators, strict=False)]
        return pairs[0] if len(pairs) == 1 else All(tuple(pairs))

    def _pair(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Expression:
        match op:
            case ast.Eq() | ast.NotEq():
                equal = Equal(self._any(left), self._any(right))
                self._check_domain(equal.left, right, equal.right)
                self._check_domain(equal.right, left, equal.left)
                return equal if isinstance(op, ast.Eq) else Negated(equal)
            case ast.In() | ast.NotIn():
                found = self._one_of(self._any(left), right)
                return found if isinstance(op, ast.In) else Negated(found)
            case ast.Is() | ast.IsNot():
                raise self._misread(left, "is compared by is: write == or !=")
        return Compared(COMPARISONS[_SYMBOLS[type(op)]], self._figure(left), self._figure(right))

    def _one_of(self, item: Expression, node: ast.expr) -> Expression:
        if not isinstance(node, (ast.List, ast.Tuple)) or not node.elts:
            raise self._misread(node, "is not a list such as [16, 32] behind in")
        others = [self._any(element) for element in node.elts]
        for element, other in zip(node.elts, others, strict=True):
            self._check_domain(item, element, other)
        return OneOf(item, tuple(others))

    def _check_domain(self, item: Expression, node: ast.expr, other: Expression) -> None:
        """Refuse the comparison of a parameter with a value that it never has."""
        if isinstance(item, Named) and isinstance(other, Literal):
            wrong = outside(item.path, self._space[item.path].distribution, other.content)
            if wrong:
                raise MisreadError(f"{wrong} (at character {self._formula.character(node)})")

    # -- numbers -------------------------------------------------------------------------------------------------

    def _signed(self, sign: ast.unaryop, operand: Expression) -> Expression:
        if isinstance(sign, ast.UAdd):
            return operand
        value = number(operand.content) if isinstance(operand, Literal) else None
        return Computed(operator.neg, (operand,)) if value is None else Literal(-value)

    def _function(self, node: ast.Call) -> Expression:
        name = self._formula.name(node.func)
        if name is None or name not in FUNCTIONS or node.keywords:
            raise self._misread(node, f"is not a call of {either(sorted(FUNCTIONS))}")
        operands = tuple(self._figure(operand) for operand in node.args)
        if (len(operands) < 2) if name in _OF_SEVERAL else (len(operands) != 1):
            raise self._misread(node, f"takes {'two numbers or more' if name in _OF_SEVERAL else 'one number'}")
        return Computed(FUNCTIONS[name], operands)

    # -- names and literals --------------------------------------------------------------------------------------

    def _leaf(self, node: ast.expr) -> Expression | None:
        """A parameter or a value as it is written; ``None`` if the node is neither."""
        if isinstance(node, ast.Constant):
            return self._literal(node)
        name = self._formula.name(node)
        if name is None:
            return None
        if name in _WORDS and not self._formula.is_backquoted(node):
            return Literal(_WORDS[name])
        return self._named(node, name)

    def _literal(self, node: ast.Constant) -> Expression:
        value = node.value
        if value is None or isinstance(value, (bool, str)):
            return Literal(value)
        if not isinstance(value, (int, float)) or number(value) is None:
            raise self._misread(node, "is not a finite number, nor text")
        return Literal(value)

    def _named(self, node: ast.expr, name: str) -> Expression:
        if name not in self._space:
            raise MisreadError(f"{self._formula.spoken(node)} is not a parameter: {self._guess(name)}", name)
        self.paths.add(name)
        return Named(name)

    def _guess(self, name: str) -> str:
        paths = [parameter.path for parameter in self._space.parameters]
        cut = next((path for path in paths if path.startswith(f"{name}-")), None)  # weight-decay without backquotes
        guess = cut or nearest(name, paths)
        return f"did you mean {written(guess)}?" if guess else either([written(path) for path in paths[:20]])

    def _may_be(self, found: Expression, fits: Callable[[Value], bool]) -> bool:
        """Whether a literal or a parameter can be something that ``fits``."""
        if isinstance(found, Literal):
            return fits(found.content)
        assert isinstance(found, Named)
        distribution = self._space[found.path].distribution
        if isinstance(distribution, (Categorical, Constant)):
            return any(map(fits, distribution.values()))
        return fits(distribution.from_unit(0.5))

    def _misread(self, node: ast.expr, what: str) -> MisreadError:
        return MisreadError(f"{self._formula.spoken(node)} {what}")

    def _but(self, node: ast.expr) -> str:
        """What a parameter takes instead; nothing for what is none."""
        name = self._formula.name(node)
        return f", but {spoken(self._space[name].distribution)}" if name is not None and name in self._space else ""
