"""New sweeps and runs, earlier runs, and how they are found again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from varre.errors import ConflictError, NotFoundError, UsageError
from varre.runs import RunState, SweepState
from varre.sweepfile import SweepFile


def test_a_sweep_is_what_its_file_says(world: Any, random: Any) -> None:
    file = SweepFile.parse({**random, "name": "my sweep", "project": "from the file"})
    sweep = world.scheduler.create_sweep(file, directory=Path("/a/folder"))
    assert (sweep.name, sweep.project, sweep.seed) == ("my sweep", "from the file", 1)
    assert (sweep.directory, sweep.state, sweep.id) == ("/a/folder", SweepState.PENDING, sweep.key)
    assert world.scheduler.sweep(sweep.key) == sweep
    assert world.scheduler.file(sweep.key) == file
    assert world.scheduler.create_sweep(SweepFile.parse(random)).project == "uncategorized"


def test_an_id_of_ones_own_is_checked_and_unique_in_its_project(world: Any, random: Any) -> None:
    file = SweepFile.parse(random)
    sweep = world.scheduler.create_sweep(file, project="p", id="My.sweep-1")
    assert sweep.id == "My.sweep-1"
    with pytest.raises(ConflictError, match="My"):
        world.scheduler.create_sweep(file, project="p", id="My.sweep-1")
    with pytest.raises(UsageError):
        world.scheduler.create_sweep(file, project="p", id="../x")
    with pytest.raises(UsageError):
        world.scheduler.create_sweep(file, project="a/b")
    assert len(world.scheduler.sweeps()) == 1


def test_a_sweep_is_found_by_what_people_call_it(world: Any, random: Any) -> None:
    file = SweepFile.parse(random)
    one = world.scheduler.create_sweep(file, project="my project", id="same")
    find = world.scheduler.find_sweep
    assert find("same") == find("my project/same") == find("anyone/my project/same") == find(one.key) == one
    assert find("same", "my project") == find("my project/same", "another") == one
    two = world.scheduler.create_sweep(file, project="another", id="same")
    assert find("another/same") == find("same", "another") == two
    with pytest.raises(UsageError, match=r"another/same.*my project/same|my project/same.*another/same"):
        find("same")
    for ref in ("nothing", "another/nothing", "third/same"):
        with pytest.raises(NotFoundError, match="there is no sweep"):
            find(ref)
    for ref in ("", "a//b", "a/b/c/d", "/same"):
        with pytest.raises(UsageError):
            find(ref)


def test_a_run_is_found_by_what_people_call_it(world: Any, grid: Any) -> None:
    sweep, agent = world.sweep(grid), world.agent()
    claim = world.claim(sweep, agent)
    run = world.run(claim)
    find = world.scheduler.find_run
    assert find(run.key) == find(f"p/{run.id}") == find(f"x/p/{run.id}") == find(f"{sweep.id}/1") == run
    assert find(f"x/p/{sweep.id}/1") == run
    digits = world.scheduler.start_run(agent, project="p", id="12", config={})
    assert find("p/12").key == digits.lease.run
    for ref in ("nothing", f"{sweep.id}/2", "p/nothing"):
        with pytest.raises(NotFoundError, match="there is no run"):
            find(ref)


def test_a_run_without_a_sweep_is_in_the_hands_of_its_agent(world: Any) -> None:
    agent = world.agent()
    claim = world.scheduler.start_run(agent, project="p", id="mine", name="a name", config={"lr": 0.1, "m": {"d": 2}})
    run = world.run(claim)
    assert (run.id, run.name, run.state, run.attempt, run.agent) == ("mine", "a name", RunState.RUNNING, 1, agent)
    assert (run.config, run.params) == ({"lr": 0.1, "m": {"d": 2}}, {"lr": 0.1, "m.d": 2})
    world.log(claim.lease, 0.5)
    assert world.end(claim) == RunState.FINISHED
    assert world.run(claim).summary == {"loss": 0.5}
    with pytest.raises(ConflictError):
        world.scheduler.start_run(agent, project="p", id="mine", config={})


def test_changed_gives_what_a_display_has_not_seen(world: Any, grid: Any) -> None:
    sweep, agent = world.sweep(grid), world.agent()
    claim = world.claim(sweep, agent)
    cursor, runs = world.scheduler.changed(sweep.key, 0)
    assert [run.number for run in runs] == [1]
    assert world.scheduler.changed(sweep.key, cursor) == (cursor, [])
    world.claim(sweep, agent)
    world.log(claim.lease, 0.5)
    later, runs = world.scheduler.changed(sweep.key, cursor)
    assert later > cursor
    assert [(run.number, run.best) for run in runs] == [(1, 0.5), (2, None)]


def test_the_best_run_is_none_that_failed_or_crashed(world: Any, random: Any) -> None:
    sweep, agent = world.sweep(random, max_retries=0), world.agent()
    failed, crashed, stopped, finished = (world.claim(sweep, agent) for _ in range(4))
    for claim, loss in zip((failed, crashed, stopped, finished), (0.1, 0.2, 0.3, 0.4), strict=True):
        world.log(claim.lease, loss)
    assert world.scheduler.best(sweep.key).number == 1
    world.end(failed, 1)
    assert world.end(crashed, 1, lost=True) == RunState.CRASHED
    world.end(stopped, -15, ordered=True)
    world.end(finished)
    for last in (False, True):
        assert world.scheduler.best(sweep.key, last=last).number == 3
    values = [(run.value, run.last_value) for run in world.scheduler.runs(sweep.key)]
    assert values == [(None, None), (None, None), (0.3, 0.3), (0.4, 0.4)]


# -- earlier runs --------------------------------------------------------------------------------------------------


def test_earlier_runs_are_known_with_this_sweeps_parameters_and_metric(world: Any, random: Any) -> None:
    agent = world.agent()
    earlier = world.claim(world.sweep(random, metric={"name": "other"}), agent)
    writer = world.writer(earlier.lease)
    writer.write("config", {"unrelated": "x"})
    writer.write("row", {"loss": 0.5, "other": 9})
    writer.write("row", {"loss": 0.25})
    world.hand_on(earlier.lease, writer)
    writer.close()
    world.end(earlier)
    file = SweepFile.parse(random)
    sweep = world.scheduler.create_sweep(file, prior_runs=[earlier.id])
    history = world.scheduler.history(sweep.key)
    (seen,) = history.observations
    assert (seen.number, seen.params, seen.curve, seen.outcome) == (None, earlier.params, (0.5, 0.25), "finished")
    assert history.next_number == 1


def test_a_script_started_by_hand_can_be_an_earlier_run(world: Any, random: Any) -> None:
    claim = world.scheduler.start_run(world.agent(), project="p", config={"a": 0.5, "more": [1]})
    world.log(claim.lease, 2.0)
    world.end(claim)
    random["metric"]["goal"] = "maximize"
    sweep = world.scheduler.create_sweep(SweepFile.parse(random), prior_runs=[f"p/{claim.id}"])
    (seen,) = world.scheduler.history(sweep.key).observations
    assert (seen.params, seen.loss) == ({"a": 0.5}, -2.0)


@pytest.mark.parametrize("config", [{"a": 7.0}, {"a": "x"}, {}])
def test_earlier_runs_that_do_not_fit_are_left_out_with_a_warning(world: Any, random: Any, config: Any) -> None:
    claim = world.scheduler.start_run(world.agent(), project="p", config=config)
    world.end(claim)
    with pytest.warns(UserWarning, match=f"prior run {claim.id} is left out"):
        sweep = world.scheduler.create_sweep(SweepFile.parse(random), prior_runs=[claim.id])
    assert world.scheduler.history(sweep.key).observations == ()


def test_an_earlier_run_that_does_not_exist_creates_nothing(world: Any, random: Any) -> None:
    with pytest.raises(NotFoundError):
        world.scheduler.create_sweep(SweepFile.parse(random), prior_runs=["nothing"])
    assert world.scheduler.sweeps() == []
