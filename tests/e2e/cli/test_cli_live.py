"""``varre run`` on a real terminal."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

SIZES = [(80, 24), (160, 50)]
FIVE_EPOCHS = ("--set", "parameters.epochs.value=5")


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_the_picture_shows_the_running_trials_and_the_best(terminal, columns, rows) -> None:
    screen = terminal("run", "sweep.yaml", "--slots", "2", *FIVE_EPOCHS, columns=columns, rows=rows, EPOCH_S="0.4")
    seen = screen.wait_for(lambda rows: any(row.startswith(" best #") for row in rows))
    assert seen[0].startswith("demo · random · minimise val_loss · 4 runs, 2 at a time")
    assert any(row.startswith((" #1", " #2", " #3")) and " of 5 " in row for row in seen)
    screen.wait_for(lambda rows: any("2 of 4" in row and "2 finished" in row for row in rows))
    assert screen.end() == 0
    seen = [row for row in screen.rows() if row]
    assert seen[0].startswith("4 runs in ")
    assert seen[0].endswith(": 4 finished")
    assert seen[1].split()[:2] == ["val_loss", "val_accuracy"]
    assert seen[-2].startswith("varre show ")
    assert "at a time" not in screen.everything(), "the picture is taken away at the end"


def test_ctrl_c_is_answered_and_counted(terminal, folder) -> None:
    screen = terminal("run", "sweep.yaml", "--slots", "2", EPOCH_S="30")
    screen.wait_for(lambda rows: any(row.startswith(" #2") for row in rows))
    screen.type("\x03")
    wanted = "stopping: no new runs, waiting for #1 and #2. Again to end them now."
    screen.wait_for(lambda rows: wanted in rows)
    screen.type("\x03")
    assert screen.end() == 130
    shown = screen.everything()
    assert "^C" not in shown
    assert f"2 runs go back to the queue. Go on with: varre run --resume {folder.sweep_id()}" in shown
    assert [each["state"] for each in folder.show()["runs"]] == ["preempted"] * 2


def test_the_last_lines_of_a_failed_run_stay_above(terminal, folder) -> None:
    folder.write("sweep.yaml", (folder.path / "sweep.yaml").read_text() + "  mode: {value: fail}\n")
    screen = terminal("run", "sweep.yaml", "--run-cap", "2", "--slots", "1", rows=40)
    assert screen.end() == 1
    shown = screen.everything()
    assert shown.index("RuntimeError: loss is not finite") < shown.index("2 runs in ")
    assert "2 failed" in shown


def test_no_color_means_plain_lines(terminal) -> None:
    screen = terminal("run", "sweep.yaml", "--run-cap", "1", columns=160, NO_COLOR="1")
    assert screen.end() == 0
    assert "#1 started: " in screen.everything()
    assert all(cell.fg == "default" and not cell.bold for row in screen.screen.buffer.values() for cell in row.values())


def test_a_terminal_that_goes_away_leaves_nothing_running(terminal, folder) -> None:
    screen = terminal("run", "sweep.yaml", "--slots", "2", EPOCH_S="30")
    screen.wait_for(lambda rows: any(row.startswith(" #2") for row in rows))
    os.killpg(screen.process.pid, signal.SIGHUP)
    assert screen.end() != 0
    assert [each["state"] for each in folder.show()["runs"]] == ["preempted"] * 2
    assert not training(folder.path)


def training(path: Path) -> list[str]:
    """The processes that still run the training script of this folder."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = each.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        found += [line] if f"{path}/train.py" in line else []
    return found
