"""What people really write, as seen in public sweep files: each has a clear answer."""

from __future__ import annotations

import pytest

from varre.errors import ConfigError
from varre.space import IntUniform, QLogUniformValues, Uniform
from varre.sweepfile import HyperbandRule, Objective, SweepFile

LENET5 = """
program: train.py
project: lenet5
method: bayes
metric: {name: val_loss, goal: minimize}
run_cap: 20
seed: 1998
early_terminate: {type: hyperband, min_iter: 3, eta: 3}
parameters:
  batch_norm:    {values: [true, false]}
  dropout:       {values: [true, false]}
  dropout_rate:  {values: [0.3, 0.4, 0.5], when: {dropout: true}}
  batch_size:    {values: [16, 32, 64]}
  activation:    {values: [tanh, relu]}
  optimizer:     {values: [adam, sgd]}
  epochs:        {values: [5, 10, 15]}
  learning_rate: {min: 0.0001, max: 0.1}
"""


def problems(text: str) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        SweepFile.parse_text(text)
    return {problem.path: problem.message for problem in caught.value.problems}


def test_the_sweep_that_varre_exists_for() -> None:
    sweep = SweepFile.parse_text(LENET5)
    assert sweep.warnings == ()
    assert sweep.objective == Objective("val_loss", "minimize")
    assert sweep.early_terminate == HyperbandRule(min_iter=3, eta=3.0)
    assert (sweep.run_cap, sweep.seed, len(sweep.space)) == (20, 1998, 8)
    assert sweep.space["learning_rate"].distribution == Uniform(0.0001, 0.1)
    without = sweep.space.complete({"dropout": False}, [0.5] * 8)
    assert "dropout_rate" not in without
    assert SweepFile.parse_text(sweep.to_json()) == sweep


def test_the_same_as_a_wandb_user_would_write_it() -> None:
    plain = "\n".join(line for line in LENET5.splitlines() if not line.startswith("seed"))
    sweep = SweepFile.parse_text(plain.replace(", when: {dropout: true}", ""))
    assert sweep.warnings == ()
    assert all(parameter.when is None for parameter in sweep.space.parameters)


def test_log_uniform_with_real_values_as_bounds() -> None:
    text = """
method: random
parameters:
  lr:
    distribution: log_uniform
    min: 0.00025
    max: 0.0006
"""
    ((path, message, line),) = [(w.path, w.message, w.line) for w in SweepFile.parse_text(text).warnings]
    assert (path, line) == ("parameters.lr", 4)
    assert message == (
        "log_uniform takes exponents: 0.00025 to 0.0006 searches 1.00025 to 1.0006. log_uniform_values takes values."
    )


def test_a_quantised_range_without_any_multiple_of_q() -> None:
    text = "method: random\nparameters:\n  lr: {distribution: q_log_uniform_values, min: 1e-5, max: 3e-3}\n"
    assert problems(text) == {
        "parameters.lr": "no multiple of q lies between 1e-05 and 0.003 (q is 1 by default): give a smaller q"
    }
    sweep = SweepFile.parse_text(text.replace("3e-3", "3e-3, q: 1e-5"))
    assert sweep.space["lr"].distribution == QLogUniformValues(1e-5, 3e-3, 1e-5)


def test_values_left_empty() -> None:
    text = "method: grid\nparameters:\n  optimizer:\n    values:\n  lr:\n    values: []\n"
    assert problems(text) == {
        "parameters.optimizer.values": "is empty: list at least one value",
        "parameters.lr.values": "is empty: list at least one value",
    }


@pytest.mark.parametrize("goal", ["min", "max", "Minimize", "minimise"])
def test_a_goal_that_is_none(goal: str) -> None:
    text = f"method: random\nmetric: {{name: loss, goal: {goal}}}\nparameters: {{a: {{value: 1}}}}\n"
    assert problems(text) == {"metric.goal": f'"{goal}" is not a goal: minimize or maximize'}


def test_min_iter_beside_max_iter() -> None:
    text = """
method: bayes
metric: {name: loss}
early_terminate: {type: hyperband, min_iter: 3, max_iter: 27%s}
parameters: {lr: {min: 0.0, max: 1.0}}
"""
    with_s = SweepFile.parse_text(text % ", s: 2")
    assert with_s.early_terminate == HyperbandRule(max_iter=27, s=2.0)
    assert [(w.path, w.line) for w in with_s.warnings] == [("early_terminate.min_iter", 4)]
    without_s = SweepFile.parse_text(text % "")
    assert without_s.early_terminate == HyperbandRule(min_iter=3)
    assert [(w.path, w.line) for w in without_s.warnings] == [("early_terminate.max_iter", 4)]


def test_the_skeleton_of_the_documentation_full_of_zeros() -> None:
    text = """
program: train.py
method: bayes
metric:
  name: loss
  goal: minimize
  target: 0
early_terminate:
  type: hyperband
  min_iter: 0
  max_iter: 0
  s: 0
  eta: 0
  strict: false
run_cap: 0
parameters:
  lr:
    distribution: q_uniform
    min: 0
    max: 0
    q: 0
  decay:
    distribution: normal
    mu: 0
    sigma: 0
"""
    assert problems(text) == {
        "early_terminate.min_iter": "must be an integer of at least 1, got 0",
        "early_terminate.max_iter": "must be an integer of at least 1, got 0",
        "early_terminate.s": "must be at least 1, got 0",
        "early_terminate.eta": "must be greater than 1, got 0",
        "run_cap": "must be an integer of at least 1, got 0",
        "parameters.lr": "max must be greater than min, got min 0 and max 0; value: 0 is a constant",
        "parameters.lr.q": "must be greater than 0 for q_uniform, got 0",
    }


def test_dotted_names_beside_nested_ones() -> None:
    text = """
method: random
parameters:
  trainer.lr: {min: 0.0, max: 1.0}
  trainer:
    parameters:
      epochs: {value: 5}
"""
    space = SweepFile.parse_text(text).space
    assert space.nest(space.decode([0.5, 0.5])) == {"trainer.lr": 0.5, "trainer": {"epochs": 5}}


def test_names_with_blanks() -> None:
    text = "method: random\nproject: My MNIST project\nmetric: {name: Validation Loss}\nparameters: {a: {value: 1}}\n"
    sweep = SweepFile.parse_text(text)
    assert sweep.project == "My MNIST project"
    assert sweep.objective == Objective("Validation Loss")


def test_hydras_own_interpolations_in_a_command_are_kept() -> None:
    text = """
method: random
command:
  - ${env}
  - python3
  - ${program}
  - hydra.run.dir=outputs/${now:%H%M}_${oc.env:WANDB_RUN_ID}
  - ${args_no_hyphens}
parameters: {a: {value: 1}}
"""
    sweep = SweepFile.parse_text(text)
    assert sweep.command[3] == "hydra.run.dir=outputs/${now:%H%M}_${oc.env:WANDB_RUN_ID}"
    assert sweep.warnings == ()


def test_a_number_without_a_point() -> None:
    text = "method: random\nparameters:\n  lr: {min: 1e-5, max: 1e-1}\n  wd: {values: [1e-4, 1e-3]}\n"
    space = SweepFile.parse_text(text).space
    assert space["lr"].distribution == Uniform(1e-5, 1e-1)
    assert space["wd"].distribution.values() == (1e-4, 1e-3)


def test_an_integer_beside_a_float_as_bounds() -> None:
    text = "method: random\nparameters:\n  a: {min: 0, max: 0.5}\n  b: {min: 1, max: 5}\n"
    space = SweepFile.parse_text(text).space
    assert space["a"].distribution == Uniform(0.0, 0.5)
    assert space["b"].distribution == IntUniform(1, 5)


def test_nested_parameters_without_the_word() -> None:
    text = "method: random\nparameters:\n  optimizer:\n    lr: {min: 0.0, max: 1.0}\n    name: {value: adam}\n"
    assert problems(text) == {
        "parameters.optimizer.lr": "no such key here: nested parameters stand under parameters",
        "parameters.optimizer.name": "no such key here: nested parameters stand under parameters",
    }


def test_a_launch_file() -> None:
    text = "method: random\njob: me/queue/job:latest\nscheduler: {job: x}\nparameters: {a: {value: 1}}\n"
    assert set(problems(text)) == {"job", "scheduler"}
