"""`run.config`: what is given, what is locked, how it is merged and read."""

from __future__ import annotations

import argparse
import copy
import json
import pickle
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

import varre


def test_sweep_values_lie_over_the_given_ones_key_by_key(attempt: Any) -> None:
    run = varre.init(config={"lr": 1.0, "encoder": {"layers": 9, "width": 64}, "epochs": 3})
    assert dict(run.config) == {"lr": 0.1, "encoder": {"layers": 2, "width": 64}, "epochs": 3}
    (line,) = attempt.lines("config")
    assert line["d"] == {"encoder": {"layers": 2, "width": 64}, "epochs": 3}


def test_a_config_that_adds_nothing_writes_nothing(attempt: Any) -> None:
    varre.init(config={"lr": 1.0})
    assert attempt.lines("config") == []


def test_items_are_read_in_every_way(attempt: Any) -> None:
    config = varre.init(config={"epochs": 3}).config
    assert config.epochs == config["epochs"] == config.get("epochs") == 3
    assert config.encoder["layers"] == 2
    assert config.get("nothing", 7) == 7
    assert "epochs" in config
    assert "nothing" not in config
    assert set(config) == set(config.keys()) == {"epochs", "lr", "encoder"}
    assert dict(config.items()) == config.as_dict() == {**config}
    assert len(config) == 3
    assert json.loads(json.dumps(dict(config))) == config.as_dict()
    with pytest.raises(AttributeError, match="config has no 'nothing'"):
        _ = config.nothing
    with pytest.raises(KeyError):
        _ = config["nothing"]


def test_locked_values_stay_and_say_so_once(attempt: Any, capsys: pytest.CaptureFixture[str]) -> None:
    config = varre.init().config
    config.lr = 5
    config["lr"] = 6
    config.update({"lr": 7, "epochs": 3}, allow_val_change=True)
    assert (config.lr, config.epochs) == (0.1, 3)
    assert capsys.readouterr().err == "varre: Config item 'lr' was locked by 'sweep' (ignored update)\n"


def test_a_change_needs_to_be_allowed(attempt: Any) -> None:
    config = varre.init(config={"epochs": 3}).config
    config.epochs = 3
    with pytest.raises(varre.UsageError, match=r"config\.epochs: is 3 and would become 4"):
        config.epochs = 4
    config.update({"epochs": 4}, allow_val_change=True)
    assert config.epochs == 4
    assert attempt.lines("config")[-1]["d"] == {"epochs": 4}


def test_setdefaults_adds_only_what_is_missing(attempt: Any) -> None:
    config = varre.init(config={"epochs": 3}).config
    config.setdefaults({"epochs": 9, "lr": 9, "seed": 1})
    assert dict(config) == {"epochs": 3, "lr": 0.1, "encoder": {"layers": 2}, "seed": 1}


@pytest.mark.parametrize(
    "given",
    [
        {"epochs": 3, "name": "x"},
        MappingProxyType({"epochs": 3, "name": "x"}),
        argparse.Namespace(epochs=3, name="x"),
    ],
)
def test_mappings_and_namespaces_are_configurations(attempt: Any, given: Any) -> None:
    config = varre.init(config=given).config
    assert (config.epochs, config.name) == (3, "x")


def test_a_namespace_updates_as_public_scripts_do(attempt: Any) -> None:
    run = varre.init()
    varre.config.update(argparse.Namespace(epochs=3, lr=9))
    assert dict(run.config) == {"epochs": 3, "lr": 0.1, "encoder": {"layers": 2}}


def test_selected_keys(attempt: Any) -> None:
    given = {"a": 1, "b": 2, "c": 3}
    with varre.init(config=given, config_exclude_keys=["a"]) as run:
        assert "a" not in run.config
    with varre.init(config=given, config_include_keys=["a"]) as run:
        assert "a" in run.config
        assert "b" not in run.config


def test_values_become_plain(attempt: Any) -> None:
    config = varre.init(config={"seed": np.int64(3), "where": Path("x/y"), "size": (2, 3)}).config
    assert dict(config)["seed"] == 3
    assert type(config.seed) is int
    assert (config.where, config.size) == ("x/y", [2, 3])


@pytest.mark.parametrize("given", [3, [("a", 1)], "no-such-file.yaml"])
def test_what_is_no_configuration_is_a_usage_error(attempt: Any, given: Any) -> None:
    with pytest.raises(varre.UsageError, match="config: "):
        varre.init(config=given)
    assert varre.run is None


def test_defaults_of_the_working_directory(attempt: Any, tmp_path: Path) -> None:
    (tmp_path / "config-defaults.yaml").write_text("lr: {desc: rate, value: 9}\nepochs: {value: 3}\nplain: [1, 2]\n")
    config = varre.init(config={"epochs": 5}).config
    assert (config.lr, config.epochs, config.plain) == (0.1, 5, [1, 2])


def test_a_yaml_file_is_a_configuration(attempt: Any, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("wandb_version: 1\nepochs: {value: 3}\n")
    assert varre.init(config="base.yaml").config.epochs == 3
    (tmp_path / "broken.yaml").write_text("a: [")
    with pytest.raises(varre.UsageError, match=r"cannot read broken\.yaml"):
        varre.config.update("broken.yaml")
    (tmp_path / "list.yaml").write_text("[1]")
    with pytest.raises(varre.UsageError, match="must hold a mapping, got list"):
        varre.config.update("list.yaml")


def test_copies_belong_to_no_run(attempt: Any) -> None:
    config = varre.init(config={"epochs": 3}).config
    for twin in (copy.deepcopy(config), pickle.loads(pickle.dumps(config))):
        assert twin.as_dict() == config.as_dict()
        twin.update({"lr": 3}, allow_val_change=True)
    assert config.lr == 0.1
    assert len(attempt.lines("config")) == 1
