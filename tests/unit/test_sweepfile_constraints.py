"""Constraints of a sweep file: what they mean, what is refused and in which words; any text is one or an error."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from varre.errors import ConfigError
from varre.space import Constraint, Params
from varre.sweepfile import SweepFile
from varre.sweepfile.expressions import read_expression
from varre.sweepfile.formulas import MisreadError

PARAMETERS = {
    "layers": {"min": 1, "max": 8},
    "width": {"values": [64, 128, 1024]},
    "lr": {"min": 0.0, "max": 0.5},
    "bn": {"values": [True, False]},
    "schedule": {"values": ["cosine", "step", None]},
    "warmup": {"min": 0, "max": 5, "when": {"schedule": "cosine"}},
    "weight-decay": {"min": 0.0, "max": 0.1},
    "lambda": {"min": 0, "max": 3},
    "encoder": {"parameters": {"heads": {"values": [1, 2, 4]}, "block-size": {"min": 1, "max": 9}}},
}
HERE = {
    "layers": 4, "width": 128, "lr": 0.25, "bn": True, "schedule": "cosine", "warmup": 3, "weight-decay": 0.0,
    "lambda": 2, "encoder.heads": 2, "encoder.block-size": 5,
}  # fmt: skip


def sweep(*constraints: object, **more: object) -> SweepFile:
    return SweepFile.parse({"method": "random", "parameters": PARAMETERS, "constraints": list(constraints), **more})


def constraint(text: str) -> Constraint:
    """Without the draws that show whether it can hold."""
    expression, paths = read_expression(text, SPACE)
    return Constraint(text, paths, expression)


SPACE = sweep().space


def problems(*constraints: object, **more: object) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        sweep(*constraints, **more)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("layers * width <= 4096", True),
        ("layers * width <= 511", False),
        ("layers < 3 or schedule != 'cosine'", False),
        ("not (layers < 3 or schedule != 'cosine')", True),
        ("bn and layers == 4.0", True),
        ("bn == true", True),
        ("bn == (layers > 4)", False),
        ("bn == 1 or layers > 9", None),
        ("1 < layers < 5 <= 5", True),
        ("1 < layers < 3", False),
        ("layers in [1, 2, 2 + 2]", True),
        ("layers not in (1, 2, 4)", False),
        ('schedule in ["step", null]', False),
        ("`weight-decay` == 0", True),
        ("lr > 0 and `weight-decay` < lr", True),
        ("`lambda` + encoder.heads == 4", True),
        ("`encoder.block-size` // encoder.heads == 2", True),
        ("layers ** 2 % 5 == 1", True),
        ("-layers + +5 == 1", True),
        ("min(layers, warmup, 9) == 3 and max(1, layers) == 4", True),
        ("abs(1 - layers) == 3 and floor(2.5) == 2 and ceil(lr) == 1", True),
        ("log2(layers) == 2 and sqrt(layers) == 2 and log(`lambda` - 1) == 0", True),
        ("warmup / `weight-decay` > 1", False),
        ("not warmup / `weight-decay` > 1", False),
        ("`weight-decay` == 0 or warmup / `weight-decay` > 1", True),
        ("warmup / `weight-decay` > 1 or `weight-decay` == 0", False),
        ("(0 - layers) ** 0.5 > 0 or bn", False),
        ("layers ** 999 > 0 or bn", False),
        ("\n  layers\n\t>= 4  ", True),
        ("lr in [0.25, 0.5]", True),
    ],
)
def test_what_a_constraint_means(text: str, holds: bool | None) -> None:
    if holds is None:
        assert "1 is not a value of bn" in problems(text)[0]
    else:
        assert constraint(text).holds(HERE) is holds


def test_it_holds_where_a_parameter_does_not_exist() -> None:
    without = {name: value for name, value in HERE.items() if name != "warmup"}
    assert constraint("warmup > 3").holds(without)
    assert not constraint("warmup > 3").holds(HERE)


def test_names_are_those_of_the_parameters() -> None:
    text = "layers < `encoder.block-size` or `lambda` < 2"
    assert constraint(text).paths == {"layers", "encoder.block-size", "lambda"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("widht < 3", "widht (at character 1) is not a parameter: did you mean width?"),
        ("layers < weight-decay", "weight (at character 10) is not a parameter: did you mean `weight-decay`?"),
        ("'é' == schedule or encoder < 2", '"é" is not a value of schedule, which takes "cosine", "step" or nothing'),
        ("layers > 2 or encoder < 2", "encoder (at character 15) is not a parameter: did you mean encoder.heads?"),
        ("x < 1", "x (at character 1) is not a parameter: bn, `encoder.block-size`, encoder.heads, `lambda`, layers"),
        ("lambda < 2", "names that Python cannot read stand in backquotes"),
        ("layers = 3", "equal is written =="),
        ("(layers", "cannot be read from character 1 on"),
        ("layers)", "cannot be read from character 7 on"),
        ("layers < 3 # few", "# has no place in a constraint (at character 12)"),
        ("layers < '\\n'", "\\ has no place in a constraint (at character 11)"),
        ("encoder.`block-size` < 3", "backquotes hold the whole name of a parameter (at character 9)"),
        ("`no` < 3", "no"),
        ("layers", "layers (at character 1) is neither true nor false, but 1, 2, 3, 4, 5, 6, 7 or 8: compare it"),
        ("layers and bn", "layers (at character 1) is neither true nor false"),
        ("1 + bn > 2", "bn (at character 5) is not a number, but true or false"),
        ("'a' + 'b' == schedule", "'a' (at character 1) is not a number"),
        ("schedule < 3", 'schedule (at character 1) is not a number, but "cosine", "step" or nothing'),
        ("schedule == 'cosin'", '"cosin" is not a value of schedule, which takes "cosine", "step" or nothing'),
        ("layers in [1, 17]", "17 is not a value of layers, which takes 1, 2, 3, 4, 5, 6, 7 or 8 (at character 15)"),
        ("layers in width", "width (at character 11) is not a list such as [16, 32] behind in"),
        ("layers in []", "is not a list such as [16, 32] behind in"),
        ("layers is 2", "layers (at character 1) is compared by is: write == or !="),
        ("layers & 2 > 1", "layers & 2 (at character 1) has no place in a constraint"),
        ("pow(layers, 2) < 9", "is not a call of abs, ceil, floor, log, log2, max, min or sqrt"),
        ("max(layers) < 9", "max(layers) (at character 1) takes two numbers or more"),
        ("log(layers, 2) < 9", "log(layers, 2) (at character 1) takes one number"),
        ("max(layers, key=width) < 9", "is not a call of"),
        ("max(*[layers, 3]) < 9", "has no place in a constraint"),
        ("layers.__class__ == 1", "layers.__class__ (at character 1) is not a parameter"),
        ("().__class__ == 1", "().__class__ (at character 1) has no place in a constraint"),
        ("__import__('os') == 1", "is not a call of"),
        ("[x for x in layers] == 1", "has no place in a constraint"),
        ("f'{layers}' == 'a'", "has no place in a constraint"),
        ("b'a' == schedule", "is not a finite number, nor text"),
        ("layers < 1e999", "1e999 (at character 10) is not a finite number, nor text"),
        ("layers < 2j", "2j (at character 10) is not a finite number, nor text"),
        ("layers if bn else bn", "is neither true nor false"),
        ("(layers := 3) == 3", "has no place in a constraint"),
        ("layers < 3, bn", "is neither true nor false"),
        ("1 < 2", "names no parameter"),
        ("", 'must be text, got ""'),
        (3, "must be text, got 3: put it in quotes"),
        ("a" * 501, "is too long: 501 characters, 500 are allowed"),
        ("-" * 400 + "layers < 2", "is nested too deeply: 64 levels are allowed"),
        ("(" * 230 + "layers" + ")" * 230 + " < 2", "cannot be read"),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_with_its_place(text: object, message: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith("constraints[0]: ")
    assert message in problem


def test_a_single_text_is_no_list() -> None:
    assert problems(constraints="layers < 3") == [
        'constraints: must be a list such as ["layers * width <= 4096"], got "layers < 3"'
    ]


def test_there_are_a_hundred_at_most() -> None:
    assert len(sweep(*["layers < 9"] * 100).space.constraints) == 100
    assert problems(*["layers < 9"] * 101) == ["constraints: must be at most 100, got 101"]


def test_all_problems_are_told_with_their_lines() -> None:
    text = """
method: random
constraints:
  - a < 3
  - b < 3
  - c == 3
parameters:
  a: {min: 0, max: 9}
  b: {min: 0, mxa: 9}
"""
    with pytest.raises(ConfigError) as caught:
        SweepFile.parse_text(text)
    told = [(problem.path, problem.line) for problem in caught.value.problems]
    assert ("constraints[2]", 6) in told
    assert all(path.startswith("parameters.b") for path, _ in told if path != "constraints[2]")


def test_an_infeasible_file_names_the_constraint_that_refused_most() -> None:
    assert problems("layers < 6", "layers > 6") == [
        "constraints[1]: no feasible point in 10,000 draws: this constraint refused 7,501 of them"
    ]


def test_a_rare_feasible_point_is_enough() -> None:
    rare = {f"p{i}": {"min": 1, "max": 10} for i in range(3)}
    file = SweepFile.parse({"method": "grid", "parameters": rare, "constraints": ["p0 == p1 == p2 == 7"]})
    assert file.space.cardinality == 1
    assert list(file.space.grid()) == [{"p0": 7, "p1": 7, "p2": 7}]


def test_start_points_that_violate_a_constraint_are_refused() -> None:
    assert problems("layers > 4", "layers < width", start=[{"layers": 5}, {"layers": 2, "width": 64}]) == [
        "start[1]: violates the constraint layers > 4: layers is 2"
    ]
    assert problems("lr > 0.4 or `weight-decay` > lr", start=[{"lr": 0.2}]) == [
        "start[0]: what is missing cannot be filled in as the constraints demand: give more values"
    ]


def test_constraints_are_written_as_they_were() -> None:
    file = sweep("layers*width  <= 4096", "`weight-decay` < lr")
    assert json.loads(file.to_json())["constraints"] == ["layers*width  <= 4096", "`weight-decay` < lr"]
    for text in (file.to_json(), file.to_yaml()):
        again = SweepFile.parse_text(text)
        assert again == file
        assert [each.expression for each in again.space.constraints] == [
            each.expression for each in file.space.constraints
        ]


# -- any constraint ------------------------------------------------------------------------------------------------

PIECES = [
    *"()[]<>=+-*/%`'\"., 0123456789\\#&|^~@{}:\n", "**", "//", "<=", "==", "!=", " or ", " and ", " not ", " in ",
    "layers", "width", "encoder.heads", "bn", "true", "null", "min", "log", "1e9", "lambda",
    " if ", " else ", " for ", "é", "\0",
]  # fmt: skip


@given(text=st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=60))
@example("'" * 3)
@example("layers < 10 ** 10 ** 10")
@example("layers < " + "9" * 400)
@example("é`layers` < 3")
@example("layers\f < 3")
@settings(deadline=None, max_examples=300)
def test_any_text_is_a_constraint_or_an_error(text: str) -> None:
    with contextlib.suppress(MisreadError):
        assert constraint(text).holds(HERE) in (True, False)


@dataclass(frozen=True)
class Told:
    """A part of a constraint, and what it comes to by Python itself."""

    text: str
    value: Callable[[Params], object]


def computed(operator: str, left: Told, right: Told) -> Told:
    def value(params: Params) -> object:
        a, b = left.value(params), right.value(params)
        assert isinstance(a, (int, float))
        assert isinstance(b, (int, float))
        if operator == "**":
            return math.pow(a, b)
        result = {
            "+": lambda: a + b,
            "-": lambda: a - b,
            "*": lambda: a * b,
            "/": lambda: a / b,
            "//": lambda: a // b,
            "%": lambda: a % b,
        }[operator]()
        if not math.isfinite(result):
            raise OverflowError
        return result

    return Told(f"({left.text} {operator} {right.text})", value)


def compared(operator: str, left: Told, right: Told) -> Told:
    compare = {"<": float.__lt__, "<=": float.__le__, ">": float.__gt__, ">=": float.__ge__, "==": float.__eq__}
    return Told(
        f"({left.text} {operator} {right.text})",
        lambda params: compare[operator](float(left.value(params)), float(right.value(params))),  # type: ignore[arg-type]
    )


def name(path: str) -> Told:
    return Told(path, lambda params: params[path])


def literal(value: float) -> Told:
    return Told(f"({value!r})", lambda _: value)


names = st.sampled_from(["layers", "width", "lr"]).map(name)
figures = st.recursive(
    names | st.sampled_from([-2, 0, 1, 3.5]).map(literal),
    lambda inner: st.builds(computed, st.sampled_from(["+", "-", "*", "/", "//", "%", "**"]), inner, inner),
    max_leaves=4,
)
sums = st.builds(computed, st.sampled_from(["+", "*", "/", "**"]), names, figures)
comparisons = st.builds(compared, st.sampled_from(["<", "<=", ">", ">=", "=="]), sums, figures)
truths = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        inner.map(lambda part: Told(f"(not {part.text})", lambda params: not part.value(params))),
        st.builds(
            lambda a, b: Told(f"({a.text} and {b.text})", lambda params: a.value(params) and b.value(params)),
            inner,
            inner,
        ),
        st.builds(
            lambda a, b: Told(f"({a.text} or {b.text})", lambda params: a.value(params) or b.value(params)),
            inner,
            inner,
        ),
    ),
    max_leaves=3,
)


@given(
    part=truths.filter(lambda part: len(part.text) <= 500), lr=st.sampled_from([0.0, 0.25]), layers=st.integers(1, 8)
)
@settings(deadline=None, max_examples=200)
def test_a_constraint_comes_to_what_python_says(part: Told, lr: float, layers: int) -> None:
    params = {**HERE, "lr": lr, "layers": layers}
    try:
        expected = bool(part.value(params))
    except (ArithmeticError, ValueError):
        expected = False
    assert constraint(part.text).holds(params) is expected
