"""A sweep file as YAML for people: it reads back as what it was, and looks as a person would write it."""

from __future__ import annotations

import pytest

from varre.sweepfile import SweepFile

WORDS = [
    "on",
    "off",
    "Yes",
    "NO",
    "y",
    "null",
    "~",
    "",
    "true",
    "True",
    "1",
    "1.0",
    "1e-5",
    "1_000",
    "0x1f",
    "0o17",
    "017",
    ".5",
    "-.inf",
    "NaN",
    ".nan",
    "Infinity",
    "2026-01-01",
    "12:30:45",
    "<<",
    "=",
    "- a",
    "a: b",
    "a #b",
    "#a",
    "&a",
    "*a",
    "!a",
    "%a",
    "@a",
    "`a`",
    "{a}",
    "[a]",
    "'",
    '"',
    "a\nb",
    "a\tb",
    " a ",
    "\u2028",
    "\u0085",
    "\ufeff",
    "ümläut",
    "😀",
    "\u202eabc",
    "x" * 300,
    "word " * 60,
    "---",
    "...",
    "? a",
    "|",
    ">",
]
NUMBERS = [0, -1, 2**62, 1.0, 1e-5, 1e5, 1e16, 1e22, 1e300, -2.5e-300, 0.1, 5e-324, 1.7976931348623157e308]
OTHERS = [None, True, False, [1, "1", [True]], {"a": {"b": "on"}, "c": []}, [], {}]


def with_values(*values: object) -> SweepFile:
    return SweepFile.parse({"method": "grid", "program": "t.py", "parameters": {"a": {"values": list(values)}}})


@pytest.mark.parametrize("value", [*WORDS, *NUMBERS, *OTHERS], ids=ascii)
def test_every_value_reads_back_as_what_it_was(value: object) -> None:
    file = with_values(value, "another")
    again = SweepFile.parse_text(file.to_yaml())
    assert again == file
    assert again.warnings == ()
    first = again.space["a"].distribution.at(0)
    assert (type(first), first) == (type(value), value)


def test_it_looks_as_a_person_would_write_it() -> None:
    text = """method: bayes
program: train.py
run_cap: 20
command: ['${env}', '${interpreter}', '${program}', '${args}']
metric: {name: val_loss, goal: minimize}
early_terminate: {type: hyperband, min_iter: 3, eta: 3, strict: true}
parameters:
  learning_rate: {distribution: log_uniform_values, min: 0.0001, max: 0.1}
  momentum:
    distribution: uniform
    min: 0.0
    max: 0.99
    when: {optimizer: [sgd]}
  optimizer:
    values: [adam, sgd]
"""
    file = SweepFile.parse_text(text)
    written = file.to_yaml()
    assert SweepFile.parse_text(written) == file
    assert "early_terminate: {type: hyperband" in written
    assert "learning_rate: {distribution: log_uniform_values, min: 0.0001, max: 0.1}" in written
    assert "values: [adam, sgd]" in written
    assert "retries" not in written
    assert "&" not in written
