"""A page that is open while a sweep runs shows what happens, without being loaded again."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from paced import EPOCHS, RUNS, Start, allow, write
from served import Serving
from sweeppage import curve_points, mark, progress, rows, state, stayed, until
from visits import LOST, Visits


def test_a_page_follows_a_sweep_from_its_first_epoch_to_its_end(
    datadir: Path, tmp_path: Path, serving: Serving, visit: Visits
) -> None:
    folder = write(tmp_path / "training", epochs=1)
    served = serving(datadir, "run", "sweep.yaml", "--ui", "--slots", "1", cwd=folder)
    page = visit.outside(served, expected=LOST)  # this server ends with its sweep
    page.goto(served.link)
    mark(page)
    expect(rows(page)).to_have_count(1)
    expect(state(page)).to_have_text("Running")
    until(page, lambda: curve_points(page) == 1, "the first epoch")

    allow(folder, EPOCHS - 1)
    until(page, lambda: curve_points(page) == EPOCHS - 1, "a curve that grows")
    expect(progress(page)).to_have_attribute("aria-valuenow", "0")

    page.get_by_role("button", name="More actions").click()
    menu = page.get_by_role("menu", name="More actions")
    expect(menu).to_be_visible()
    allow(folder, EPOCHS + 1)
    expect(rows(page)).to_have_count(2)
    expect(progress(page)).to_have_attribute("aria-valuenow", "1")
    expect(menu).to_be_visible()  # what arrives changes marks only
    page.keyboard.press("Escape")
    until(page, lambda: curve_points(page) == EPOCHS + 1, "the first epoch of the second run")

    allow(folder)
    expect(state(page)).to_have_text("Finished")
    expect(progress(page)).to_have_attribute("aria-valuenow", str(RUNS))
    expect(rows(page)).to_have_count(RUNS)
    assert curve_points(page) == RUNS * EPOCHS
    expect(page.get_by_text("Best val_loss")).to_be_visible()
    expect(stayed(page)).to_be_visible()
    assert served.wait() == 0


def test_home_shows_a_sweep_that_another_process_begins_and_ends(
    datadir: Path, serving: Serving, visit: Visits, train: Start
) -> None:
    page = visit(serving(datadir))
    expect(page.get_by_role("heading", name="No sweeps yet")).to_be_visible()
    mark(page)
    training = train(datadir)
    line = page.get_by_role("row").filter(has_text="watched")
    expect(line.locator(".st").first).to_have_text("Running")
    training.allow()
    expect(line.locator(".st").first).to_have_text("Finished")
    expect(line).to_contain_text(f"{RUNS} of {RUNS}")
    expect(stayed(page)).to_be_visible()
