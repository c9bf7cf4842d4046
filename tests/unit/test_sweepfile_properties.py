"""What holds of any input: a sweep file or a ConfigError, and what was read is written and read again the same."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from varre.errors import ConfigError, Problem
from varre.sweepfile import SweepFile, load_text, override

# The first use of beta imports SciPy, and the machines that run this are busy: no deadlines.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

# -- anything ----------------------------------------------------------------------------------------------------

# fmt: off
KEYS = [
    "method", "metric", "parameters", "name", "goal", "target", "values", "value", "min", "max", "q", "mu",
    "sigma", "a", "b", "distribution", "probabilities", "when", "not", "ordered", "early_terminate", "type",
    "min_iter", "max_iter", "s", "eta", "strict", "run_cap", "seed", "order", "start", "retries", "max_retries",
    "command", "program", "controller", "kind", "apiVersion", "job", "metrics", "scheduler", "project", "lr",
    "optimizer", "constraints",
]
WORDS = [
    "grid", "random", "bayes", "custom", "hyperband", "minimize", "maximize", "uniform", "q_uniform",
    "log_uniform", "log_uniform_values", "normal", "constant", "categorical", "int_uniform", "beta",
    "q_log_normal", "param_dict", "sgd", "sorted", "shuffled", "1e-5", "0.1", "nan", "inf", "${args}",
]
# fmt: on

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(WORDS),
    st.sampled_from([0, 1, -1, 0.0, 1e308, -1e308, 5e-324, 10**400, 2**63, float("nan"), float("inf"), "\ud800", "\0"]),
)
strange = st.one_of(
    st.binary(max_size=4),
    st.dates(),
    st.decimals(),
    st.fractions(),
    st.complex_numbers(),
    st.just(object()),
    st.just(print),
    st.sets(st.integers(), max_size=2),
    st.just(int),
    st.builds(range, st.integers(0, 3)),
)
keys = st.one_of(st.sampled_from(KEYS), st.text(max_size=5), st.integers(), st.none(), st.tuples(st.booleans()))
anything = st.recursive(
    scalars | strange,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.dictionaries(keys, inner, max_size=5),
        st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    ),
    max_leaves=25,
)

VALID = """
program: train.py
project: my project
method: random
metric: {name: val loss, goal: maximize, target: 0.99}
run_cap: 20
seed: 7
retries: 2
early_terminate: {type: hyperband, max_iter: 27, s: 2, eta: 3}
start: [{optimizer: sgd, momentum: 0.9}, {trainer.lr: 0.01}]
command: [python, '${program}', '${args}']
constraints: ["encoder.layers * width <= 256", "momentum < 0.95 or optimizer != 'sgd'", "`trainer.lr` ** 2 < 1"]
parameters:
  optimizer: {values: [adam, sgd, rmsprop], probabilities: [0.5, 0.3, 0.2]}
  momentum: {min: 0.0, max: 0.99, when: {optimizer: sgd}}
  nesterov: {values: [true, false], when: {optimizer: [sgd, rmsprop], momentum: {min: 0.1}}}
  trainer.lr: {distribution: log_uniform_values, min: 1e-5, max: 1e-1}
  width: {distribution: q_uniform, min: 16, max: 64, q: 16}
  encoder:
    when: {optimizer: {not: adam}}
    parameters:
      layers: {min: 1, max: 8}
      heads: {values: [4, 8], when: {encoder.layers: {min: 2}}}
  constant: {value: {nested: [1, null, .nan]}}
"""


def outcome(read: Callable[[], object]) -> object:
    """What reading gives, a ConfigError included; any other exception is a failure of the test."""
    try:
        return read()
    except ConfigError as caught:
        error = caught
    assert error.problems
    assert all(isinstance(problem, Problem) and problem.message for problem in error.problems)
    assert str(error).encode()
    return error


@given(raw=anything)
@settings(PATIENT, max_examples=300)
def test_any_object_gives_a_sweep_file_or_a_config_error(raw: object) -> None:
    assert isinstance(outcome(lambda: SweepFile.parse(raw)), (SweepFile, ConfigError))


@given(raw=anything, key=st.sampled_from(KEYS[:3]), under=st.sampled_from(KEYS))
@settings(PATIENT, max_examples=300)
def test_any_value_in_a_valid_file_gives_a_sweep_file_or_a_config_error(raw: object, key: str, under: str) -> None:
    valid = load_text(VALID)
    assert isinstance(valid, dict)
    outcome(lambda: SweepFile.parse({**valid, under: raw}))
    outcome(lambda: SweepFile.parse({**valid, "parameters": {"lr": raw, "optimizer": {under: raw}}}))
    outcome(
        lambda: SweepFile.parse({**valid, "parameters": {**valid["parameters"], "p": {"min": 0, "max": 1, key: raw}}})
    )


@given(text=st.text(max_size=200) | st.text(alphabet="[]{}:,-&*!|>%@`\"'\\ \t\n#?ab1.<=~", max_size=200))
@example("&a [*a]")
@example("&a {x: *a}")
@example("? [a]\n: 1")
@example("method: !!python/object:os.system x")
@example("%YAML 3.0\n---\na: 1")
@example("a: " + "9" * 5000)
@example("{" + '"a": {' * 500)
@example('{"a": ' + "9" * 5000 + "}")
@example("!!float : 1")
@example("a: !!int 1.5")
@example("<<: [1]")
@example("=: 1")
@example("\ufeffmethod: grid")
@example('{"method": "\\ud800"}')
@settings(PATIENT, max_examples=300)
def test_any_text_gives_a_sweep_file_or_a_config_error(text: str) -> None:
    outcome(lambda: SweepFile.parse_text(text))
    outcome(lambda: override({"method": "grid"}, [text, f"method={text}", f"{text}=1"]))


@given(seed=st.integers(0, 2**32))
@settings(PATIENT, max_examples=200)
def test_a_valid_file_with_some_characters_changed_gives_a_sweep_file_or_a_config_error(seed: int) -> None:
    generator = random.Random(seed)
    text = VALID
    for _ in range(generator.randint(1, 4)):
        start = generator.randrange(len(text))
        end = start + generator.randint(0, 6)
        text = (
            text[:start]
            + "".join(generator.choices("[]{}:,-&*! \n'0159eabmin", k=generator.randint(0, 4)))
            + text[end:]
        )
    outcome(lambda: SweepFile.parse_text(text))


def test_what_contains_itself_is_refused() -> None:
    looped: list[object] = []
    looped.append(looped)
    twice: dict[str, object] = {"method": "grid"}
    twice["parameters"] = {"a": twice, "b": twice}
    for raw in (looped, twice, {"parameters": looped}):
        error = outcome(lambda raw=raw: SweepFile.parse(raw))  # type: ignore[misc]
        assert isinstance(error, ConfigError)


def test_what_is_very_deep_or_very_large_is_refused() -> None:
    deep: object = 1
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(ConfigError, match="64 levels"):
        SweepFile.parse({"method": deep})
    with pytest.raises(ConfigError, match="200,000 values"):
        SweepFile.parse({"parameters": {"a": {"values": list(range(300_000))}}})
    with pytest.raises(ConfigError, match="64 levels"):
        SweepFile.parse_text("[" * 100_000)
    with pytest.raises(ConfigError, match=r"too long: 1,048,577 characters"):
        SweepFile.parse_text("#" * (2**20 + 1))


def test_sixty_four_levels_are_read_and_no_more() -> None:
    for levels, fits in ((61, True), (62, False)):  # below parameters, a name and value
        text = f"method: grid\nparameters: {{a: {{value: {'[' * levels}1{']' * levels}}}}}"
        for read in (SweepFile.parse_text, lambda text: SweepFile.parse(yaml.safe_load(text))):
            assert isinstance(outcome(lambda read=read, text=text: read(text)), SweepFile) is fits  # type: ignore[misc]


def test_aliases_count_as_what_they_repeat() -> None:
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    with pytest.raises(ConfigError, match="aliases"):
        SweepFile.parse_text("\n".join(lines))


def test_a_file_with_a_thousand_problems_lists_the_first_ones() -> None:
    with pytest.raises(ConfigError) as caught:
        SweepFile.parse({"method": "grid", "parameters": {f"p{i}": {"valeus": [1]} for i in range(1000)}})
    assert len(caught.value.problems) == 201
    assert caught.value.problems[-1].message == "has more problems than these 200"


# -- valid files -------------------------------------------------------------------------------------------------

numbers = st.integers(-1000, 1000) | st.floats(-1e6, 1e6)
positive = st.floats(1e-6, 1e6)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=2),
    max_leaves=4,
)


def ranges(kind: str, bound: st.SearchStrategy[float], **more: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    pairs = st.tuples(bound, bound).filter(lambda pair: pair[0] < pair[1])
    return st.builds(
        lambda pair, rest: {"distribution": kind, "min": pair[0], "max": pair[1], **rest},
        pairs,
        st.fixed_dictionaries({}, optional=dict(more)),
    )


distributions = st.one_of(
    st.fixed_dictionaries({"value": json_values}),
    st.fixed_dictionaries(
        {"values": st.lists(json_values, min_size=1, max_size=4)}, optional={"ordered": st.booleans()}
    ),
    st.lists(st.integers(1, 9), min_size=1, max_size=4).map(
        lambda weights: {
            "values": [f"v{i}" for i in range(len(weights))],
            "probabilities": [weight / sum(weights) for weight in weights],
        }
    ),
    ranges("int_uniform", st.integers(-1000, 1000)),
    ranges("uniform", numbers),
    ranges("q_uniform", st.integers(0, 1000), q=st.sampled_from([1, 1.0])),
    ranges("log_uniform", st.floats(-10, 10)),
    ranges("inv_log_uniform", st.floats(-10, 10)),
    ranges("log_uniform_values", positive),
    ranges("inv_log_uniform_values", positive),
    ranges("q_log_uniform_values", st.integers(1, 1000), q=st.just(1)),
    st.fixed_dictionaries(
        {"distribution": st.sampled_from(["normal", "log_normal"])},
        optional={"mu": st.floats(-5, 5), "sigma": st.floats(0, 5)},
    ),
    st.fixed_dictionaries(
        {"distribution": st.sampled_from(["q_normal", "q_log_normal"])},
        optional={"mu": st.floats(-5, 5), "sigma": st.floats(0, 5), "q": st.sampled_from([1, 0.5, 0.1])},
    ),
    st.fixed_dictionaries({"distribution": st.just("beta")}, optional={"a": st.floats(0.1, 9), "b": st.floats(0.1, 9)}),
    st.fixed_dictionaries({"distribution": st.just("q_beta")}, optional={"q": st.sampled_from([1, 0.1])}),
)
conditions = st.sampled_from(
    [
        {"flag": True},
        {"flag": [True, "auto"]},
        {"flag": {"not": False}},
        {"depth": {"min": 2}},
        {"depth": {"min": 1, "max": 3, "not": 2}, "flag": {"not": ["auto", False]}},
    ]
)
trees = st.recursive(
    st.builds(lambda d, when: {**d, **({"when": when} if when else {})}, distributions, st.none() | conditions),
    lambda inner: st.builds(
        lambda items, when: {"parameters": items, **({"when": when} if when else {})},
        st.dictionaries(st.sampled_from(["u", "v.w", "x-1"]), inner, min_size=1, max_size=2),
        st.none() | conditions,
    ),
    max_leaves=4,
)


@st.composite
def files(draw: st.DrawFn) -> Mapping[str, object]:
    """A valid sweep file, drawing on most of the language."""
    parameters = draw(st.dictionaries(st.sampled_from(["lr", "a.b", "net", "_p"]), trees, max_size=3))
    parameters["flag"] = {"values": [True, False, "auto"]}
    parameters["depth"] = {"min": 1, "max": 4}
    optional = {
        "run_cap": st.integers(1, 99),
        "seed": st.integers(0, 2**63 - 1),
        "retries": st.integers(0, 3),
        "max_retries": st.integers(0, 3),
        "name": st.sampled_from(["a", "a sweep: with # marks", "ü"]),
        "project": st.just("my project"),
        "early_terminate": st.sampled_from(
            [
                {"type": "hyperband", "min_iter": 3},
                {"type": "hyperband", "max_iter": 27, "s": 2, "strict": False},
                {"type": "asha"},
                {"type": "asha", "min_iter": 2, "eta": "4"},
                {"type": "median", "min_runs": 3, "min_iter": None},
                {"type": "curve", "chance": 0.1},
                {"type": "auto"},
                {"type": "patience", "rows": 5.0, "min_delta": 0.1},
            ]
        ),
        "start": st.lists(st.sampled_from([{"flag": True}, {"flag": "auto", "depth": 2.0}, {}]), max_size=2),
        "command": st.lists(st.sampled_from(["python", "${args}", "x y", ""]), min_size=1, max_size=3),
    }
    return {
        "method": draw(st.sampled_from(["random", "bayes"])),
        "metric": {"name": "val loss", **draw(st.sampled_from([{}, {"goal": "maximize", "target": 1}]))},
        "parameters": parameters,
        **draw(st.fixed_dictionaries({}, optional=optional)),
    }


@given(raw=files())
@settings(PATIENT, max_examples=200)
def test_a_file_that_is_written_and_read_again_is_the_same(raw: Mapping[str, object]) -> None:
    sweep = SweepFile.parse(raw)
    text = sweep.to_json()
    again = SweepFile.parse_text(text)
    assert again == sweep
    assert again.to_json() == text
    assert SweepFile.parse(json.loads(text)) == sweep
    assert SweepFile.parse_text(sweep.to_yaml()) == sweep


@given(raw=files())
@settings(PATIENT, max_examples=100)
def test_yaml_and_a_dict_of_the_same_file_are_the_same(raw: Mapping[str, object]) -> None:
    sweep = SweepFile.parse(raw)
    assert SweepFile.parse_text(yaml.safe_dump(json.loads(json.dumps(raw)), allow_unicode=True)) == sweep


@given(raw=files(), seed=st.integers(0, 2**32))
@settings(PATIENT, max_examples=100)
def test_points_and_start_points_become_legal_configurations(raw: Mapping[str, object], seed: int) -> None:
    sweep = SweepFile.parse(raw)
    generator = random.Random(seed)
    for partial in ({}, *sweep.start):
        params = sweep.space.complete(partial, [generator.random() for _ in sweep.space.parameters])
        assert sweep.space.check(params) == []
        assert params.items() >= {name: value for name, value in partial.items() if name in params}.items()
        nested = sweep.space.nest(params)
        assert sweep.space.key(sweep.space.flatten(nested)) == sweep.space.key(params)
