"""The live picture of a sweep as lines: a pure function of a board and the size of the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from varre.cli import heading
from varre.cli.board import Board, Tally
from varre.cli.configs import abbreviations, assignment, brief, other_metrics, parameters
from varre.cli.events import Event, label
from varre.cli.glyphs import bar, spark
from varre.cli.numbers import figure, figures, finite
from varre.cli.reasons import tried_short
from varre.cli.styles import ACCENT, BAD, DIM, line
from varre.cli.table import Cell, Column, lay_out
from varre.cli.text import about, clean, clock, count, width
from varre.runs import Run

__all__ = ["lines"]

_BAR = 40
_LEAST_BAR = 10
_EPOCH_BAR = 10


def lines(board: Board, log: Sequence[Event], cells: int, rows: int, note: str = "") -> list[Text]:
    """The picture in at most ``cells`` by ``rows``: header, progress, running trials, the best, the latest events.

    ``note`` is what Varre does about a Ctrl-C; it stands where the eye is, below the progress.
    """
    head = [line(heading.title(board, cells)), line((heading.place(board, cells), DIM))]
    head += [*([line(board.link)] if board.link else []), line()]
    head += [progress(board, cells), *([line(), line(note)] if note else []), line()]
    best = _best(board, cells)
    tail = [*best, line()] if best else []
    trials = _trials(board, cells, max(rows - len(head) - len(tail) - 3, 1))
    above = [*head, *trials, *([line()] if trials else []), *tail]
    return [*above, *_latest(log, cells, rows - len(above) - 1)][: max(rows - 1, 1)]


def progress(board: Board, cells: int) -> Text:
    """The bar, how many runs have ended and how, and the estimated end."""
    tally, total = board.tally, board.total
    counts = _counts(tally)
    left = _left(board)
    done = f"{tally.ended} of {total}" if total else count(tally.ended, "run")
    words = width("    ".join(text for text in (done, "  ".join(text for text, _ in counts), left) if text))
    while counts and words + _LEAST_BAR + 3 > cells and left:
        words, left = words - width(left) - 4, ""
    room = min(_BAR, cells - words - 3)
    text = _bar(tally, total, room) if total and room >= _LEAST_BAR else line()
    text.append(f"  {done}" if text else done)
    for index, (part, style) in enumerate(counts):
        text.append("  " if index else "    ").append(part, style)
    text.append(f"    {left}" if left else "", DIM)
    return text


def _bar(tally: Tally, total: int, cells: int) -> Text:
    """Finished runs full, stopped ones half, the others that ended light, those to come a line; no colour needed."""
    ends = [round(cells * part / total) for part in (tally.finished, tally.finished + tally.stopped, tally.ended)]
    full, half, light = ends[0], ends[1] - ends[0], ends[2] - ends[1]
    return line("█" * full, ("▒" * half, DIM), ("░" * light, BAD), ("─" * (cells - ends[2]), DIM))


def _counts(tally: Tally) -> list[tuple[str, str]]:
    parts = [
        (tally.finished, "finished", ""),
        (tally.stopped, "stopped", DIM),
        (tally.failed, "failed", BAD),
        (tally.canceled, "cancelled", DIM),
    ]
    return [(f"{number:,} {word}", style) for number, word, style in parts if number]


def _left(board: Board) -> str:
    seconds = board.seconds_left()
    return "" if seconds is None or not board.tally.running else f"about {about(seconds)} left"


def _trials(board: Board, cells: int, rows: int) -> list[Text]:
    running = board.running
    shown = running if len(running) <= rows else running[: rows - 1]
    columns = [*_state_columns(board, shown), *_config_columns(board, shown), _expected(shown)]
    table = lay_out(columns, cells) if shown else []
    more = len(running) - len(shown)
    return [*table, line((f" …  {more:,} more running", DIM))] if more else table


def _state_columns(board: Board, runs: Sequence[Run]) -> list[Column]:
    lengths = board.lengths
    curves = [board.curves.get(run.key, ()) for run in runs]
    fractions = [(lengths.done(run) or 0) / (lengths.of_run(run) or 1) for run in runs]
    known = any(lengths.of_run(run) for run in runs)
    values = figures([finite(run.last) for run in runs])
    best = board.best
    leading = [ACCENT if best is not None and best.key == run.key else "" for run in runs]
    return [
        Column("", tuple(Cell(label(run)) for run in runs)),
        Column("", tuple(Cell(bar(part, _EPOCH_BAR) if known else "") for part in fractions), importance=4),
        Column("", tuple(Cell(_so_far(board, run)) for run in runs), right=True),
        Column("", tuple(map(Cell, values, leading)), right=True),
        Column("", tuple(Cell(spark(curve)) for curve in curves), importance=5),
    ]


def _so_far(board: Board, run: Run) -> str:
    length = board.lengths.of_run(run)
    return f"row {run.rows}" if length is None else f"{board.lengths.done(run)} of {length}"


def _config_columns(board: Board, runs: Sequence[Run]) -> list[Column]:
    paths = [path for path in parameters(board) if path != board.lengths.name]
    short = abbreviations(paths)
    return [
        Column(
            "",
            tuple(Cell(brief(short[path], run.params.get(path), present=path in run.params)) for run in runs),
            importance=2,
            widest=20,
        )
        for path in paths
    ]


def _expected(runs: Sequence[Run]) -> Column:
    return Column("", tuple(Cell(tried_short(run.reason), DIM) for run in runs), importance=3)


def _best(board: Board, cells: int) -> list[Text]:
    run = board.best
    if run is None:
        return []
    text = line(" best ", (f"{label(run)}  ", ACCENT), (figure(run.value), ACCENT))
    for name in other_metrics(board, [run]):
        text.append(f"  {clean(name)} {figure(finite(run.best_row.get(name)))}")
    text.append(f"  {spark(board.curves.get(run.key, ()))}")
    text.truncate(cells, overflow="ellipsis")
    return [text, *(line((row, DIM)) for row in _wrapped(assignment(run.params), cells, "      ", 3))]


def _wrapped(words: Sequence[str], cells: int, indent: str, most: int) -> list[str]:
    """Words in lines of ``cells``, each after ``indent``; beyond ``most`` lines an ellipsis."""
    rows = [indent]
    for word in words:
        if rows[-1] != indent and width(rows[-1]) + width(word) > cells:
            rows.append(indent)
        rows[-1] += f"{word} "
    rows = [row.rstrip() for row in rows]
    return rows if len(rows) <= most else [*rows[: most - 1], f"{indent}…"]


def _latest(log: Sequence[Event], cells: int, rows: int) -> list[Text]:
    return [_event(event, cells) for event in log[max(len(log) - max(rows, 0), 0) :]]


def _event(event: Event, cells: int) -> Text:
    text = line((f" {clock(event.time)}  ", DIM))
    text.append_text(event.text)
    text.truncate(cells, overflow="ellipsis")
    return text
