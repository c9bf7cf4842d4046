"""A sweep that is written in the browser: help while writing, problems in their place, and then it is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from served import Served, Serving
from varre.runs import SweepState
from visits import Visits

GOOD = """\
program: train.py
project: browser
method: random
metric: {name: val_loss, goal: minimize}
run_cap: 12
parameters:
  learning_rate: {distribution: log_uniform_values, min: 0.0001, max: 0.1}
  optimizer: {values: [adam, sgd]}
"""


@pytest.fixture
def served(datadir: Path, serving: Serving) -> Served:
    return serving(datadir)


@pytest.fixture
def page(served: Served, visit: Visits) -> Page:
    opened = visit(served, "/new")
    expect(_editor(opened)).to_be_visible()
    return opened


def _editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Sweep file")


def _write(page: Page, text: str) -> None:
    """In place of all that stands there, as a paste does: nothing is completed or indented."""
    _editor(page).focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def _verdict(page: Page) -> Locator:
    return page.locator(".verdict")


def _create(page: Page) -> Locator:
    return page.get_by_role("button", name="Create", exact=True)


def test_keys_and_their_values_are_completed(page: Page) -> None:
    _write(page, "program: train.py\n")
    page.keyboard.type("meth")
    offers = page.locator(".cm-tooltip-autocomplete")
    offers.get_by_role("option", name="method").click()
    expect(_editor(page)).to_contain_text("method:")
    page.keyboard.type("bay")
    offers.get_by_role("option", name="bayes").click()
    expect(_editor(page)).to_contain_text("method: bayes")


def test_a_problem_is_said_at_its_line(page: Page) -> None:
    _write(page, GOOD.replace("random", "guess"))
    expect(_verdict(page)).to_contain_text("1 problem, line 3")
    wrong = page.locator(".cm-line").nth(2).locator(".cm-lintRange-error")
    expect(wrong).to_contain_text("guess")
    expect(_create(page)).to_be_disabled()
    page.locator(".verdict .to-line").click()
    expect(page.locator(".cm-activeLine")).to_contain_text("method: guess")
    _write(page, GOOD)
    expect(_verdict(page)).to_contain_text("No problem")
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    expect(_create(page)).to_be_enabled()


def test_the_space_is_shown_as_it_will_be_searched(page: Page) -> None:
    _write(page, GOOD)
    expect(_verdict(page)).to_contain_text("No problem")
    preview = page.get_by_role("main")
    for text in ("learning_rate", "0.0001 to 0.1, log", "optimizer", "adam", "12 runs are asked for"):
        expect(preview.get_by_text(text).first).to_be_visible()
    _write(page, "parameters: [")
    expect(preview).to_contain_text("As it was before the problem")


def test_it_is_created_and_says_how_to_start_it(served: Served, page: Page) -> None:
    _write(page, GOOD)
    expect(_verdict(page)).to_contain_text("No problem")
    _create(page).click()
    expect(page.get_by_text("created. Start an agent to work on it.")).to_be_visible()
    with served.scheduler() as scheduler:
        (sweep,) = scheduler.sweeps()
        assert (sweep.project, sweep.state) == ("browser", SweepState.PENDING)
        assert scheduler.file(sweep.key).to_yaml()
    expect(page.get_by_role("heading", level=1)).to_have_text(sweep.id)
    expect(page.get_by_role("main")).to_contain_text(f"varre agent browser/{sweep.id}")
    expect(page.get_by_role("main")).to_contain_text("Waiting for an agent")


def test_what_was_written_is_still_there_when_one_comes_back(served: Served, page: Page) -> None:
    _write(page, "# a thought\n" + GOOD)
    expect(_verdict(page)).to_contain_text("No problem")
    page.goto(served.url)
    page.goto(f"{served.url}/new")
    expect(_editor(page)).to_contain_text("# a thought")


def test_ctrl_enter_creates_it(served: Served, page: Page) -> None:
    _write(page, GOOD)
    expect(_create(page)).to_be_enabled()
    _editor(page).press("Control+Enter")
    expect(page.get_by_role("main")).to_contain_text("Waiting for an agent")
    with served.scheduler() as scheduler:
        assert len(scheduler.sweeps()) == 1
