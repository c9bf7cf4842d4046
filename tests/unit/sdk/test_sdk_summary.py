"""The summary: last values, a script's own, and what `define_metric` asks for."""

from __future__ import annotations

from typing import Any

import pytest

import varre


def test_the_last_value_of_each_key(attempt: Any) -> None:
    run = varre.init()
    run.log({"loss": 2.0, "acc": {"top1": 0.5}})
    run.log({"loss": 1.0})
    assert dict(run.summary) == {"loss": 1.0, "acc.top1": 0.5}
    assert dict(attempt.taken_in().summary) == dict(run.summary)
    assert attempt.lines("summary") == []


def test_a_scripts_own_values(attempt: Any) -> None:
    run = varre.init()
    varre.summary["best"] = 0.9
    run.summary.update({"a": 1, "b": 2})
    run.summary.note = "fine"
    varre.run.summary["a"] += 1
    assert (run.summary.note, run.summary.get("b"), run.summary["a"]) == ("fine", 2, 2)
    assert "best" in run.summary
    assert attempt.taken_in().summary == {"best": 0.9, "a": 2, "b": 2, "note": "fine"}
    with pytest.raises(AttributeError, match="summary has no 'nothing'"):
        _ = run.summary.nothing


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("min", {"min": 1.0}),
        ("max", {"max": 3.0}),
        ("mean", {"mean": 2.0}),
        ("last", {"last": 1.0}),
        ("first", {"first": 2.0}),
        ("min,max", {"min": 1.0, "max": 3.0}),
        ("copy", 1.0),
    ],
)
def test_a_metric_is_summarised_as_defined(attempt: Any, words: str, kept: Any) -> None:
    run = varre.init()
    varre.define_metric("loss", summary=words)
    for loss in (2.0, 3.0, 1.0):
        run.log({"loss": loss})
    assert run.summary["loss"] == kept
    flat = {f"loss.{word}": value for word, value in kept.items()} if isinstance(kept, dict) else {"loss": kept}
    assert flat.items() <= dict(attempt.taken_in().summary).items()


def test_a_star_stands_for_any_ending(attempt: Any) -> None:
    run = varre.init()
    run.define_metric("val/*", summary="min")
    run.define_metric("val/acc", summary="max")
    run.log({"val/loss": 1.0, "val/acc": 0.5, "loss": 3.0})
    run.log({"val/loss": 2.0, "val/acc": 0.4, "loss": 4.0})
    assert dict(run.summary) == {"val/loss": {"min": 1.0}, "val/acc": {"max": 0.5}, "loss": 4.0}


def test_the_longest_rule_counts(attempt: Any) -> None:
    """Lightning's logger defines ``*`` before anything else."""
    run = varre.init()
    run.define_metric("*", step_metric="trainer/global_step")
    run.define_metric("val/*", summary="max")
    run.log({"val/acc": 0.5, "loss": 1.0})
    run.log({"val/acc": 0.4, "loss": 2.0})
    assert dict(run.summary) == {"val/acc": {"max": 0.5}, "loss": 2.0}


def test_none_keeps_a_metric_out(attempt: Any) -> None:
    run = varre.init()
    run.define_metric("batch", summary="none")
    run.log({"batch": 3})
    assert "batch" not in run.summary


@pytest.mark.parametrize(("name", "summary"), [("a", "best!"), ("a*b", "min")])
def test_a_wrong_definition_says_so(attempt: Any, name: str, summary: str) -> None:
    run = varre.init()
    with pytest.raises(varre.UsageError, match="define_metric"):
        run.define_metric(name, summary=summary)
    assert attempt.lines("metric") == []
