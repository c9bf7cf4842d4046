"""What the page does to sweeps and runs, seen in the store: each action, its question, and its way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from seed import Seeder
from served import Served, Serving
from varre.datadir import find as find_datadir
from varre.runs import Exit, Lease, Run, RunState, Sweep, SweepState
from visits import Visits

RUNS = 6


@pytest.fixture
def seeder(tmp_path: Path) -> Iterator[Seeder]:
    """A sweep that goes on: its last run is running, by an agent that lives as long as the test."""
    seeder = Seeder(find_datadir(create=True, env={"VARRE_DIR": str(tmp_path / "data")}))
    seeder.sweep(RUNS, running=1, changes={"run_cap": 20, "early_terminate": None})
    yield seeder
    seeder.close()


@pytest.fixture
def served(seeder: Seeder, serving: Serving) -> Served:
    return serving(seeder.datadir.path)


@pytest.fixture
def page(served: Served, visit: Visits) -> Page:
    opened = visit(served, f"/sweeps/{served.sweep()}")
    expect(opened.get_by_role("region", name="Selection")).to_contain_text("All 6 runs")
    return opened


def _sweep(served: Served) -> Sweep:
    with served.scheduler() as scheduler:
        return scheduler.sweeps()[0]


def _run(served: Served, number: int) -> Run:
    with served.scheduler() as scheduler:
        return next(run for run in scheduler.runs(scheduler.sweeps()[0].key) if run.number == number)


def _numbers(served: Served) -> list[int | None]:
    with served.scheduler() as scheduler:
        return [run.number for run in scheduler.runs(scheduler.sweeps()[0].key)]


def _end(seeder: Seeder, run: Run) -> None:
    """The agent reports that the process of a run has ended as it was told to."""
    assert run.agent is not None
    seeder.scheduler.end(Lease(run.key, run.attempt, run.agent), Exit(-15, ordered=True))


def _menu_of(page: Page, number: int) -> None:
    """Open the menu of a run's row."""
    row = page.locator("#s-runs tr").filter(has=page.get_by_role("link", name=f"#{number}", exact=True))
    row.hover()
    row.get_by_role("button", name=f"More for #{number}").click()


def _choose(page: Page, item: str) -> None:
    page.get_by_role("menu").get_by_role("menuitem", name=item).click()


def _said(page: Page, text: str) -> None:
    expect(page.get_by_role("log", name="What has just been done")).to_contain_text(text)


def test_a_sweep_is_edited(served: Served, page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    _choose(page, "Name, notes, tags")
    dialog = page.get_by_role("dialog", name="Name, notes and tags")
    dialog.get_by_label("Name").fill("another name")
    dialog.get_by_label("Notes").fill("two\nlines")
    dialog.get_by_label("Tags, separated by commas").fill("one, two ,one,")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("another name")
    sweep = _sweep(served)
    assert (sweep.name, sweep.notes, sweep.tags) == ("another name", "two\nlines", ("one", "two"))


def test_a_run_is_edited(served: Served, page: Page) -> None:
    page.goto(f"{page.url}/runs/2")
    page.get_by_role("region", name="Notes and tags").get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("a name")
    dialog.get_by_label("Notes").fill("looks odd")
    dialog.get_by_label("Tags, separated by commas").fill("odd")
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator("#notes")).to_contain_text("looks odd")
    run = _run(served, 2)
    assert (run.name, run.notes, run.tags) == ("a name", "looks odd", ("odd",))


def test_a_run_is_told_to_stop_only_when_that_is_confirmed(served: Served, page: Page) -> None:
    _menu_of(page, RUNS)
    _choose(page, "Stop")
    page.get_by_role("dialog", name=f"Stop #{RUNS}?").get_by_role("button", name="Cancel").click()
    assert _run(served, RUNS).stop is None
    _menu_of(page, RUNS)
    _choose(page, "Stop")
    page.get_by_role("dialog", name=f"Stop #{RUNS}?").get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.goto(f"{page.url.partition('?')[0]}/runs/{RUNS}")
    expect(page.get_by_role("button", name="Stopping")).to_be_disabled()
    stop = _run(served, RUNS).stop
    assert stop is not None
    assert stop.source == "person"


def test_a_configuration_is_run_again(served: Served, page: Page) -> None:
    _menu_of(page, 3)
    _choose(page, "Run this configuration again")
    _said(page, "#7 waits for an agent")
    expect(page.get_by_role("region", name="Selection")).to_contain_text("All 7 runs")
    made, first = _run(served, 7), _run(served, 3)
    assert (made.state, made.params) == (RunState.PENDING, first.params)


def test_a_run_is_added_by_hand(served: Served, page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    _choose(page, "Add a run")
    dialog = page.get_by_role("dialog", name="Add a run")
    dialog.get_by_label("learning_rate").fill("0.02")
    dialog.get_by_label("optimizer").select_option(label="sgd")
    dialog.get_by_role("button", name="Add the run").click()
    _said(page, "#7 waits for an agent")
    made = _run(served, 7)
    assert (made.state, made.params["learning_rate"], made.params["optimizer"]) == (RunState.PENDING, 0.02, "sgd")
    assert set(made.params) >= {"epochs", "batch_size", "batch_norm"}  # what was left open is drawn


def test_a_run_that_does_not_fit_the_space_is_refused_with_the_reason(
    served: Served, page: Page, visit: Visits
) -> None:
    visit.expect(page, r"status of 4\d\d")
    page.get_by_role("button", name="More actions").click()
    _choose(page, "Add a run")
    dialog = page.get_by_role("dialog", name="Add a run")
    dialog.get_by_label("learning_rate").fill("fast")
    dialog.get_by_role("button", name="Add the run").click()
    _said(page, "Add the run did not work")
    _said(page, "learning_rate")
    expect(dialog).to_be_visible()
    assert _numbers(served) == [1, 2, 3, 4, 5, 6]


def test_a_run_is_deleted_and_taken_back(served: Served, page: Page) -> None:
    _menu_of(page, 2)
    _choose(page, "Delete")
    _said(page, "#2 deleted")
    expect(page.get_by_role("region", name="Selection")).to_contain_text("All 5 runs")
    assert _numbers(served) == [1, 3, 4, 5, 6]
    page.get_by_role("log", name="What has just been done").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("region", name="Selection")).to_contain_text("All 6 runs")
    assert _numbers(served) == [1, 2, 3, 4, 5, 6]


def test_a_running_run_is_not_deleted(page: Page) -> None:
    _menu_of(page, RUNS)
    expect(page.get_by_role("menuitem", name="Delete")).to_be_disabled()


def test_a_run_is_deleted_from_its_own_page(served: Served, page: Page) -> None:
    page.goto(f"{page.url}/runs/1")
    page.get_by_role("button", name="More actions for this run").click()
    _choose(page, "Delete run")
    expect(page.get_by_role("region", name="Selection")).to_contain_text("All 5 runs")
    assert _numbers(served) == [2, 3, 4, 5, 6]
    page.get_by_role("log", name="What has just been done").get_by_role("button", name="Undo").click()
    _said(page, "#1 restored")
    assert _numbers(served) == [1, 2, 3, 4, 5, 6]
    expect(page.get_by_role("region", name="Selection")).to_contain_text("All 6 runs")


def test_a_sweep_is_cancelled_then_deleted_and_taken_back(served: Served, seeder: Seeder, page: Page) -> None:
    page.get_by_role("button", name="Cancel", exact=True).click()
    page.get_by_role("dialog", name="Cancel this sweep?").get_by_role("button", name="Cancel", exact=True).last.click()
    _said(page, "Cancelled")
    assert _sweep(served).state is SweepState.CANCELED
    _end(seeder, _run(served, RUNS))
    more = page.get_by_role("button", name="More actions")
    expect(page.locator("main")).to_contain_text("1 cancelled")
    more.click()
    _choose(page, "Delete sweep")
    _said(page, "lenet5-6 deleted")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sweeps")
    with served.scheduler() as scheduler:
        assert scheduler.sweeps() == []
        assert len(scheduler.sweeps(deleted=True)) == 1
    page.get_by_role("log", name="What has just been done").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("lenet5-6")
    assert _sweep(served).deleted is None


def test_chosen_runs_stand_beside_each_other(page: Page) -> None:
    for number in (1, 3):
        _menu_of(page, number)
        page.get_by_role("menuitemcheckbox", name="Compare").click()
    page.get_by_role("button", name="Compare 2").click()
    panel = page.get_by_role("tabpanel", name="Compare")
    expect(panel).to_contain_text("2 runs, differences to #1 only")
    expect(panel.get_by_role("columnheader")).to_have_count(2)
    panel.get_by_role("button", name="Leave #3 out").click()
    expect(panel).to_contain_text("Needs at least two runs")
