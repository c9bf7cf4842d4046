"""The lines that say which sweep this is."""

from __future__ import annotations

from collections.abc import Sequence

from varre.cli.board import Board
from varre.cli.calling import called
from varre.cli.text import clean, count, cut, span, width
from varre.runs import SweepState
from varre.sweepfile import EarlyTermination, HyperbandRule, Objective, OtherRule, PatienceRule, SweepFile

__all__ = ["aim", "joined", "method", "of_show", "place", "state", "title"]

_SEPARATOR = " · "


def joined(parts: Sequence[tuple[str, int]], cells: int) -> str:
    """Parts with dots between, in ``cells`` cells; those of the lowest importance are left out first.

    A part that begins with a comma belongs to the one before it.
    """
    kept = [part for part in parts if part[0]]
    while len(kept) > 1 and width(_run_together(kept)) > cells:
        kept.remove(min(reversed(kept), key=lambda part: part[1]))
    return cut(_run_together(kept), cells)


def _run_together(parts: Sequence[tuple[str, int]]) -> str:
    return _SEPARATOR.join(text for text, _ in parts).replace(f"{_SEPARATOR},", ",")


def method(file: SweepFile) -> str:
    """The search method, one word."""
    return clean(file.method)


def aim(objective: Objective | None) -> str:
    """``minimise val_loss``."""
    if objective is None:
        return "no metric"
    return f"{objective.goal[:-3]}ise {clean(objective.name)}"


def stopping(early: EarlyTermination | None) -> str:
    """``hyperband from row 3``."""
    match early:
        case None:
            return ""
        case HyperbandRule(min_iter=None):
            return f"{early.type} up to row {early.max_iter}"
        case PatienceRule():
            return f"{early.type} of {count(early.rows, 'row')}"
        case OtherRule():
            return clean(early.type)
        case _:
            return f"{early.type} from row {early.min_iter}"


def title(board: Board, cells: int) -> str:
    """``lenet5 · bayes · minimise val_loss · 20 runs, 2 at a time, 1 thread each · hyperband from row 3``."""
    total = board.total
    return joined(
        [
            (clean(board.sweep.name or board.sweep.project), 9),
            (method(board.file), 7),
            (aim(board.objective), 8),
            ("no end set" if total is None else count(total, "run"), 6),
            (f", {board.slots} at a time" if board.slots > 1 else "", 4),
            (f", {count(board.threads, 'thread')} each" if board.threads else "", 1),
            (stopping(board.file.early_terminate), 3),
        ],
        cells,
    )


def place(board: Board, cells: int) -> str:
    """``sweep k3f9x2ab in .varre · Ctrl-C stops cleanly · go on with: varre run --resume k3f9x2ab``."""
    name = clean(board.sweep.id)
    return joined(
        [
            (f"sweep {name} in {clean(board.place)}", 3),
            ("Ctrl-C stops cleanly", 1),
            (f"go on with: {clean(board.again) or f'{called()} run --resume {name}'}", 2),
        ],
        cells,
    )


def state(board: Board) -> str:
    """``finished (run_cap)``."""
    why = board.sweep.state_reason
    return f"{board.sweep.state.value} ({clean(why)})" if why else board.sweep.state.value


def of_show(board: Board, cells: int) -> str:
    """``lenet5/k3f9x2ab · finished (run_cap) · bayes · minimise val_loss · 24 November 21:02 to 21:13``."""
    sweep = board.sweep
    over = sweep.state in (SweepState.FINISHED, SweepState.CANCELED)
    return joined(
        [
            (f"{clean(sweep.project)}/{clean(sweep.id)}", 9),
            (clean(sweep.name), 2),
            (state(board), 8),
            (method(board.file), 5),
            (aim(board.objective), 6),
            (span(sweep.created, sweep.ended if over else None), 3),
        ],
        cells,
    )
