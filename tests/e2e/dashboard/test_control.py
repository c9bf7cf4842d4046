"""Pausing, stopping and cancelling from the page while an agent runs, beside what the store holds then."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from paced import EPOCHS, Start, Training
from served import Served, Serving
from sweeppage import progress, rows, state
from varre.runs import Run, RunState, Sweep, SweepKey, SweepState
from visits import Visits


@dataclass
class Scene:
    """A page on a sweep whose first run is under way, and whose epochs the test allows."""

    served: Served
    training: Training
    page: Page
    key: SweepKey

    def sweep(self) -> Sweep:
        with self.served.scheduler() as scheduler:
            return scheduler.sweep(self.key)

    def runs(self) -> list[Run]:
        with self.served.scheduler() as scheduler:
            return list(scheduler.runs(self.key))

    def press(self, name: str) -> None:
        self.page.locator("main .head").get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def scene(datadir: Path, serving: Serving, visit: Visits, train: Start) -> Scene:
    served = serving(datadir)
    training = train(datadir)
    training.allow(1)
    page = visit(served)
    page.get_by_role("link", name="watched", exact=True).click()
    expect(rows(page)).to_have_count(1)
    return Scene(served, training, page, SweepKey(served.sweep()))


def test_paused_means_no_new_run_until_it_is_resumed(scene: Scene) -> None:
    page = scene.page
    scene.press("Pause")
    expect(state(page)).to_have_text("Paused")
    page.get_by_role("log").get_by_role("button", name="Undo").click()
    expect(state(page)).to_have_text("Running")
    assert scene.sweep().state is SweepState.RUNNING

    scene.press("Pause")
    expect(state(page)).to_have_text("Paused")
    assert scene.sweep().state is SweepState.PAUSED

    scene.training.allow(EPOCHS + 1)  # as far as into the second run, if there were one
    expect(progress(page)).to_have_attribute("aria-valuenow", "1")
    assert [run.state for run in scene.runs()] == [RunState.FINISHED]

    resumed = time.time()
    scene.press("Resume")
    expect(state(page)).to_have_text("Running")
    expect(rows(page)).to_have_count(2)
    first, second = scene.runs()
    assert first.ended is not None
    assert second.started is not None
    assert first.ended < resumed < second.started, "the second run waited for the sweep to be resumed"
    assert scene.sweep().state is SweepState.RUNNING


def test_stopping_asks_first_and_lets_the_running_run_end(scene: Scene) -> None:
    page, question = scene.page, scene.page.get_by_role("dialog", name="Stop this sweep?")
    scene.press("Stop")
    expect(question).to_contain_text("the 1 running run goes on to the end")
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_have_count(0)
    assert scene.sweep().state is SweepState.RUNNING

    scene.press("Stop")
    question.get_by_role("button", name="Stop").click()
    expect(state(page)).to_have_text("Finished")
    assert [run.state for run in scene.runs()] == [RunState.RUNNING]
    scene.training.allow()
    expect(progress(page)).to_have_attribute("aria-valuenow", "1")
    scene.training.wait()
    assert (scene.sweep().state, scene.sweep().state_reason) == (SweepState.FINISHED, "stopped")
    assert [(run.state, run.rows) for run in scene.runs()] == [(RunState.FINISHED, EPOCHS)]


def test_cancelling_asks_first_and_ends_the_running_run_at_once(scene: Scene) -> None:
    page, question = scene.page, scene.page.get_by_role("dialog", name="Cancel this sweep?")
    scene.press("Cancel")
    expect(question).to_contain_text("Ends 1 running run now")
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    assert scene.sweep().state is SweepState.RUNNING

    scene.press("Cancel")
    question.get_by_role("button", name="Cancel").last.click()
    expect(state(page)).to_have_text("Cancelled")
    scene.training.wait()  # without another epoch
    expect(rows(page).locator(".st")).to_have_text(["Cancelled"])
    assert scene.sweep().state is SweepState.CANCELED
    assert [run.state for run in scene.runs()] == [RunState.CANCELED]
    scene.press("Resume")
    expect(state(page)).to_have_text("Running")
    assert scene.sweep().state is SweepState.RUNNING
