"""Aligned columns without boxes; what does not fit is left out, the least important first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.text import Text

from varre.cli.text import cut, pad, width

__all__ = ["Cell", "Column", "lay_out"]

GAP = "  "
MARK = " …"


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a table: harmless text and how it is coloured."""

    text: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, its cells, and what happens when there is little room.

    Columns leave in order of ``importance``, the lowest first, later ones before earlier ones; one of importance
    ``None`` always stays. A column is never wider than ``widest`` cells; when ``shrinks`` is given it may be cut down
    to that many cells before it has to leave.
    """

    title: str
    cells: tuple[Cell, ...]
    right: bool = False
    importance: int | None = None
    widest: int = 40
    shrinks: int | None = None
    title_style: str = "dim"

    @property
    def natural(self) -> int:
        """The cells that the column would like to have."""
        return min(max([width(self.title), *(width(cell.text) for cell in self.cells)]), self.widest)

    @property
    def least(self) -> int:
        """The cells below which it leaves."""
        return self.natural if self.shrinks is None else min(self.shrinks, self.natural)


def lay_out(columns: Sequence[Column], cells: int, *, indent: str = " ") -> list[Text]:
    """The lines of a table in at most ``cells`` cells: titles (where there are any), then one line a row."""
    shown = _fitting([column for column in columns if _says_something(column)], cells - len(indent))
    if not shown:
        return []
    widths = _widths(shown, cells - len(indent))
    titles = [Cell(column.title, column.title_style) for column in shown]
    head = [_line(titles, shown, widths, indent)] if any(column.title for column in shown) else []
    rows = range(len(shown[0].cells))
    return head + [_line([column.cells[row] for column in shown], shown, widths, indent) for row in rows]


def _says_something(column: Column) -> bool:
    return bool(column.title) or any(cell.text for cell in column.cells)


def _fitting(columns: list[Column], cells: int) -> list[Column]:
    while _taken([column.least for column in columns]) > cells:
        leaving = [(column.importance, -index) for index, column in enumerate(columns) if column.importance is not None]
        if not leaving:
            break
        columns = _without(columns, -min(leaving)[1])
    return columns


def _without(columns: Sequence[Column], index: int) -> list[Column]:
    """The columns but one; the title before it says with an ellipsis that something is missing."""
    before, after = list(columns[:index]), list(columns[index + 1 :])
    if before and before[-1].title and not before[-1].title.endswith(MARK):
        before[-1] = _marked(before[-1])
    return before + after


def _marked(column: Column) -> Column:
    """The mark stands outside of the column: numbers stay below their title."""
    blank = " " * len(MARK) if column.right else ""
    cells = tuple(replace(cell, text=cell.text + blank) for cell in column.cells)
    return replace(column, title=column.title + MARK, cells=cells)


def _widths(columns: Sequence[Column], cells: int) -> list[int]:
    """Natural widths; where that is too much, the shrinking columns give, the last one first."""
    widths = [column.natural for column in columns]
    excess = _taken(widths) - cells
    for index in reversed(range(len(columns))):
        given = min(max(excess, 0), widths[index] - columns[index].least)
        widths[index] -= given
        excess -= given
    return widths


def _taken(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * max(len(widths) - 1, 0)


def _line(cells: Sequence[Cell], columns: Sequence[Column], widths: Sequence[int], indent: str) -> Text:
    line = Text(indent, no_wrap=True, overflow="crop")
    for index, (cell, column, room) in enumerate(zip(cells, columns, widths, strict=True)):
        line.append(GAP if index else "")
        line.append(pad(cut(cell.text, room), room, right=column.right), style=cell.style)
    line.rstrip()
    return line
