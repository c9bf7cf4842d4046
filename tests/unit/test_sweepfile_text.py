"""The text of a sweep file: YAML with 1.2's words, JSON, lines in problems, and what is no such text."""

from __future__ import annotations

import json
import math
import subprocess
import sys

import pytest

from varre.errors import ConfigError
from varre.sweepfile import SweepFile, load_text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-5", 1e-5),
        ("1E5", 1e5),
        ("1.", 1.0),
        (".5", 0.5),
        ("-1.5e+3", -1500.0),
        ("12", 12),
        ("-0", 0),
        ("010", 10),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", 1000),
        ("1_000.5", 1000.5),
        ("true", True),
        ("FALSE", False),
        ("on", "on"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("null", None),
        ("~", None),
        ("", None),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("Infinity", math.inf),
        ("1:30", "1:30"),
        ("2020-01-01", "2020-01-01"),
        ("1.2.3", "1.2.3"),
        ("e5", "e5"),
        ("'1e-5'", "1e-5"),
        ('"true"', "true"),
        ("!!float 1e-5", 1e-5),
        ("!!float 3", 3.0),
        ("!!str 1e-5", "1e-5"),
        ("!!int 7", 7),
        ("!!bool true", True),
        ("!!null ~", None),
        ("9" * 401, "9" * 401),
    ],
)
def test_words_mean_what_yaml_1_2_says(text: str, value: object) -> None:
    loaded = load_text(f"x: {text}")
    assert loaded == {"x": value}
    assert isinstance(loaded, dict)
    assert type(loaded["x"]) is type(value)


def test_not_a_number_is_one() -> None:
    assert repr(load_text("[.nan, NaN]")) == "[nan, nan]"


VALID = """
method: random
parameters:
  lr: {min: 1e-5, max: 1e-1}
"""


def problems(text: str) -> list[tuple[str, str, int | None]]:
    with pytest.raises(ConfigError) as caught:
        SweepFile.parse_text(text, source="sweep.yaml")
    assert caught.value.source == "sweep.yaml"
    return [(problem.path, problem.message, problem.line) for problem in caught.value.problems]


def test_each_problem_has_its_line_in_the_order_of_the_file() -> None:
    text = """method: bayes
metric:
  name: loss
  goal: min
parameters:
  lr:
    max: 0.01
    min: 0.1
  optimizer:
    vales: [adam]
run_cap: 0
"""
    assert problems(text) == [
        ("metric.goal", '"min" is not a goal: minimize or maximize', 4),
        ("parameters.lr", "max must be greater than min, got min 0.1 and max 0.01", 6),
        ("parameters.optimizer.vales", "no such key here: did you mean parameters.optimizer.values?", 10),
        ("run_cap", "must be an integer of at least 1, got 0", 11),
    ]


def test_warnings_have_lines_too() -> None:
    (warning,) = SweepFile.parse_text(VALID + "controller: {type: cloud}\n").warnings
    assert (warning.path, warning.line) == ("controller", 5)


def test_json_is_read_with_lines_although_yaml_could_not_read_its_tabs() -> None:
    assert SweepFile.parse_text('{\n\t"method": "random",\n\t"parameters": {"a": {"value": 1}}\n}').method == "random"
    assert problems('{\n "method": "random",\n "parameters": {\n  "a": 1}}') == [
        ("parameters.a", "must be a mapping such as {value: 1}, got 1", 4)
    ]
    assert problems('{\n\t"method": "random",\n\t"parameters": {"a": 1}}')[0][2] is None


def test_json_keeps_characters_beyond_the_basic_plane() -> None:
    text = json.dumps({"method": "random", "name": "sweep 🧹", "parameters": {"a": {"value": "🧹"}}})
    assert "\\ud83e" in text
    assert SweepFile.parse_text(text).name == "sweep 🧹"


@pytest.mark.parametrize(
    ("text", "path", "message", "line"),
    [
        ("method: grid\nmethod: random\n", "method", "the key stands twice", 2),
        ('{"method": "grid",\n "method": "random"}', "method", "the key stands twice", 2),
        ("a:\n  b: 1\n  b: 2\n", "a.b", "the key stands twice", 3),
        ("method: [grid\n", "", "is not valid YAML", 2),
        ("method: grid\n\tx: 1\n", "", "indent with blanks, not with tabs", 2),
        ("a: 1\n---\nb: 1\n", "", "expected a single document in the stream but found another document", 2),
        ("a: *nowhere\n", "", "undefined alias", 1),
        ("a: !!binary aGk=\n", "a", "aGk= is not what its tag says: !!binary", 1),
        ("a: !!set {x}\n", "a", "the tag !!set means nothing here", 1),
        (
            "a: !!python/object/apply:os.system [ls]\n",
            "a",
            "the tag !!python/object/apply:os.system means nothing here",
            1,
        ),
        ("a: !!int 1.5\n", "a", "1.5 is not what its tag says: !!int", 1),
        ("? [1, 2]\n: 1\n", "", "a key must be text, not a list or a mapping", 1),
        ("<<: 7\n", "", "<< merges mappings only", 1),
        ("a: &x [*x]\n", "a", "is nested more than 64 levels deep", 1),
        ("a: \x00", "", "is not valid YAML", None),
    ],
)
def test_what_is_no_such_text_is_one_problem_with_its_line(
    text: str, path: str, message: str, line: int | None
) -> None:
    ((found_path, found, found_line),) = problems(text)
    assert found_path == path
    assert message in found
    assert found_line == line


@pytest.mark.parametrize("text", ["", "  \n", "# nothing\n", "---\n", "just words", "[1, 2]", "7"])
def test_a_text_without_keys_is_no_sweep_file(text: str) -> None:
    assert problems(text)[0][1] == "must be a mapping of keys such as method, metric and parameters"


def test_anchors_and_merges_work_and_own_keys_win() -> None:
    text = """
method: random
parameters:
  a: &range {min: 1, max: 8}
  b: *range
  c: {<<: *range, max: 4}
  d: {<<: [{min: 2}, *range]}
"""
    space = SweepFile.parse_text(text).space
    assert {p.path: repr(p.distribution) for p in space.parameters} == {
        "a": "IntUniform(min=1, max=8)",
        "b": "IntUniform(min=1, max=8)",
        "c": "IntUniform(min=1, max=4)",
        "d": "IntUniform(min=2, max=8)",
    }


def test_a_word_that_was_a_boolean_in_yaml_1_1_is_a_warning() -> None:
    sweep = SweepFile.parse_text("method: random\nparameters:\n  a: {values: [yes, 'no', maybe]}\n")
    assert sweep.space["a"].distribution.values() == ("yes", "no", "maybe")
    ((path, message, line),) = [(w.path, w.message, w.line) for w in sweep.warnings]
    assert (path, line) == ("parameters.a.values[0]", 3)
    assert message == 'yes is a word here, not a boolean: write true or false, or "yes"'


def test_a_byte_order_mark_and_windows_lines_do_no_harm() -> None:
    assert SweepFile.parse_text("\ufeff" + VALID.lstrip().replace("\n", "\r\n")) == SweepFile.parse_text(VALID)


def test_json_needs_no_yaml_and_nothing_else_beyond_the_standard_library() -> None:
    text = SweepFile.parse_text(VALID).to_json()
    code = (
        "import sys, varre.sweepfile\n"
        f"varre.sweepfile.SweepFile.parse_text({text!r}).space.decode([0.5])\n"
        "found = {'yaml', 'numpy', 'scipy'} & sys.modules.keys()\n"
        "assert not found, found\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_who_only_logs_does_not_load_the_reader() -> None:
    code = (
        "import sys, varre.runs\n"
        "from varre.space import Value\n"
        "from varre.sweepfile import Objective\n"
        "found = [name for name in sys.modules if name.startswith(('varre.sweepfile.', 'varre.space.'))]\n"
        "assert sorted(found) == ['varre.space.values', 'varre.sweepfile.objective'], found\n"
        "import varre.space, varre.sweepfile\n"
        "for module in (varre.space, varre.sweepfile):\n"
        "    assert [name for name in module.__all__ if not hasattr(module, name)] == []\n"
        "    assert not hasattr(module, 'nothing')\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
