"""Charts are kept as tables; the confusion matrix counts as scikit-learn would."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import torch

import varre


def table_of(chart: Any) -> list[list[Any]]:
    return chart.table.data


def test_the_confusion_matrix_counts_pairs() -> None:
    chart = varre.plot.confusion_matrix(y_true=[0, 0, 1, 2], preds=[0, 1, 1, 0], class_names=["a", "b", "c"])
    counts = {(actual, predicted): n for actual, predicted, n in table_of(chart)}
    assert len(counts) == 9
    assert {pair: n for pair, n in counts.items() if n} == {("a", "a"): 1, ("a", "b"): 1, ("b", "b"): 1, ("c", "a"): 1}


@pytest.mark.parametrize("kind", [list, np.array, torch.tensor])
def test_labels_and_probabilities_of_any_library(kind: Any) -> None:
    probs = kind([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]])
    chart = varre.plot.confusion_matrix(probs=probs, y_true=kind([0, 1, 1]))
    assert table_of(chart) == [["0", "0", 1], ["0", "1", 0], ["1", "0", 1], ["1", "1", 1]]


def test_labels_may_be_the_names_themselves() -> None:
    chart = varre.plot.confusion_matrix(y_true=["cat", "dog"], preds=["dog", "dog"], class_names=["dog", "cat"])
    assert table_of(chart)[:2] == [["dog", "dog", 1], ["dog", "cat", 0]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"y_true": [1]}, "either preds or probs"),
        ({"preds": [1]}, "give y_true"),
        ({"y_true": [1], "preds": [1], "probs": [[1]]}, "either"),
        ({"y_true": [1], "preds": [1, 2]}, "1 true labels, but 2 predictions"),
        ({"y_true": [5], "preds": [0], "class_names": ["a"]}, "label 5 has no name among 1"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(arguments: Any, message: str) -> None:
    with pytest.raises(varre.UsageError, match=message):
        varre.plot.confusion_matrix(**arguments)


def test_a_chart_is_kept_with_its_table(attempt: Any) -> None:
    with varre.init() as run:
        run.log({"cm": varre.plot.confusion_matrix(y_true=[0, 1], preds=[0, 1], title="test set")})
    (line,) = attempt.lines("row")
    kept = line["d"]["cm"]
    assert (kept["_type"], kept["chart"], kept["title"]) == ("table-file", "confusion_matrix", "test set")
    content = json.loads((attempt.run_dir / kept["path"]).read_text())
    assert content["columns"] == ["Actual", "Predicted", "nPredictions"]
    assert content["data"][0] == ["0", "0", 1]


def test_line_series_with_shared_and_own_xs() -> None:
    shared = varre.plot.line_series([0, 1], [[5, 6], [7, 8]], keys=["a", "b"])
    assert table_of(shared) == [[0, "a", 5], [1, "a", 6], [0, "b", 7], [1, "b", 8]]
    own = varre.plot.line_series([[0, 1], [5]], [[5, 6], [7]])
    assert table_of(own)[-1] == [5, "key_1", 7]
    with pytest.raises(varre.UsageError, match="must be as many"):
        varre.plot.line_series([[0], [1]], [[5]])


@pytest.mark.parametrize(
    ("make", "fields"),
    [
        (lambda plot, table: plot.line(table, "a", "b", stroke="c"), {"x": "a", "y": "b", "stroke": "c"}),
        (lambda plot, table: plot.scatter(table, "a", "b"), {"x": "a", "y": "b"}),
        (lambda plot, table: plot.bar(table, "a", "b"), {"label": "a", "value": "b"}),
        (lambda plot, table: plot.histogram(table, "a"), {"value": "a"}),
    ],
)
def test_charts_say_which_columns_they_draw(make: Any, fields: Any) -> None:
    assert make(varre.plot, varre.Table(columns=["a", "b", "c"])).fields == fields
