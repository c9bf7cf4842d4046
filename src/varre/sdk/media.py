"""What a script logs besides numbers: images, tables, histograms. Kept as files in ``run.dir/media``."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from varre.errors import UsageError
from varre.sdk.notices import warn_once
from varre.sdk.png import encode
from varre.sdk.values import Folder, Keepable, to_value
from varre.space import Value

__all__ = ["Histogram", "Html", "Image", "Table", "wrap"]


class Image:
    """An image: a file's path, an array (height, width[, channels]), a PIL image, or a Matplotlib figure.

    Arrays of floats between 0 and 1 are scaled to 255; a PyTorch tensor has its channels first.
    """

    def __init__(
        self, data_or_path: Any, mode: str | None = None, caption: str | None = None, **others: object
    ) -> None:
        self._data = data_or_path
        self._caption = caption
        for name in ["mode", *others] if mode else others:
            warn_once(f"Image({name}=…) has no effect here")

    def keep(self, folder: Folder) -> Value:
        """Write the image; a path is copied as it is."""
        suffix = Path(fspath(self._data)).suffix if isinstance(self._data, str | PathLike) else ".png"
        path, relative = folder.new_file("images", suffix)
        _write_image(self._data, path)
        value: dict[str, Value] = {"_type": "image-file", "path": relative}
        return value if self._caption is None else {**value, "caption": self._caption}


def _write_image(data: Any, path: Path) -> None:
    if isinstance(data, str | PathLike):
        shutil.copyfile(data, path)
    elif hasattr(data, "savefig"):
        data.savefig(path, format="png")
    elif hasattr(data, "save"):
        data.save(path, format="png")
    else:
        path.write_bytes(encode(data))


class Html:
    """A piece of HTML: text, the path of a file, or an open file."""

    def __init__(self, data: Any, inject: bool = True, data_is_not_path: bool = False) -> None:
        named = isinstance(data, PathLike) or (isinstance(data, str) and data.endswith(".html"))
        if named and not data_is_not_path:
            data = Path(data).read_text()
        self._text: str = data.read() if hasattr(data, "read") else data

    def keep(self, folder: Folder) -> Value:
        """Write the page."""
        path, relative = folder.new_file("html", ".html")
        path.write_text(self._text)
        return {"_type": "html-file", "path": relative}


class Histogram:
    """Counts of a sequence of numbers in ``num_bins`` equal bins, or a (counts, edges) pair made before."""

    def __init__(self, sequence: Any = None, np_histogram: tuple[Any, Any] | None = None, num_bins: int = 64) -> None:
        if (sequence is None) == (np_histogram is None):
            raise UsageError("Histogram: give either a sequence of numbers or np_histogram=(counts, edges)")
        counts, edges = np_histogram if np_histogram is not None else _count(sequence, num_bins)
        self.histogram = [float(count) for count in counts]
        self.bins = [float(edge) for edge in edges]
        if len(self.bins) != len(self.histogram) + 1:
            raise UsageError(f"Histogram: {len(self.histogram)} counts need one more edge, got {len(self.bins)}")

    def keep(self, folder: Folder) -> Value:
        """The counts stand in the row itself."""
        return {"_type": "histogram", "values": list(self.histogram), "bins": list(self.bins)}


def _count(sequence: Any, num_bins: int) -> tuple[Any, Any]:
    import numpy as np

    numbers = np.asarray(sequence.detach().cpu() if hasattr(sequence, "detach") else sequence, dtype=float).ravel()
    finite = numbers[np.isfinite(numbers)]
    return np.histogram(finite if finite.size else np.zeros(0), bins=num_bins)


class Table:
    """Rows under named columns. Cells are values, or media that are kept beside the table."""

    def __init__(
        self,
        columns: Sequence[str | int] | None = None,
        data: Iterable[Sequence[Any]] | Any = None,
        rows: Iterable[Sequence[Any]] | None = None,
        dataframe: Any = None,
        **others: object,
    ) -> None:
        for name in others:
            warn_once(f"Table({name}=…) has no effect here")
        data = rows if data is None else data
        if dataframe is None and hasattr(data, "columns"):
            dataframe = data
        if dataframe is not None:
            columns, data = [str(name) for name in dataframe.columns], dataframe.to_numpy().tolist()
        self.columns: list[str | int] = list(columns) if columns is not None else ["Input", "Output", "Expected"]
        self.data: list[list[Any]] = []
        for row in data if data is not None else ():
            self.add_data(*row)

    def add_data(self, *row: Any) -> None:
        """Add a row; it must have a cell for each column."""
        if len(row) != len(self.columns):
            raise UsageError(f"Table: a row must have {len(self.columns)} cells ({self.columns}), got {len(row)}")
        self.data.append(list(row))

    def add_column(self, name: str, data: Iterable[Any]) -> None:
        """Add a column; it must have a cell for each row, unless the table is empty."""
        cells = list(data)
        if self.data and len(cells) != len(self.data):
            raise UsageError(f"Table: column {name!r} must have {len(self.data)} cells, got {len(cells)}")
        old = self.data or [[] for _ in cells]
        self.columns = [*self.columns, name] if self.data else [name]
        self.data = [[*row, cell] for row, cell in zip(old, cells, strict=True)]

    def get_column(self, name: str) -> list[Any]:
        """The cells of a column, from the first row on."""
        return [row[self.columns.index(name)] for row in self.data]

    def keep(self, folder: Folder) -> Value:
        """Write the table as JSON: ``columns`` and ``data``."""
        content = {"columns": list(self.columns), "data": to_value(self.data, folder)}
        path, relative = folder.new_file("table", ".table.json")
        path.write_text(json.dumps(content))
        return {"_type": "table-file", "path": relative, "ncols": len(self.columns), "nrows": len(self.data)}


@dataclass(frozen=True, slots=True)
class _Plotly:
    figure: Any

    def keep(self, folder: Folder) -> Value:
        path, relative = folder.new_file("plotly", ".plotly.json")
        path.write_text(self.figure.to_json())
        return {"_type": "plotly-file", "path": relative}


def wrap(value: Any) -> Keepable | None:
    """A figure, PIL image or data frame as something that keeps itself; ``None`` for what is none of them."""
    if hasattr(value, "to_json") and hasattr(value, "to_plotly_json"):
        return _Plotly(value)
    if hasattr(value, "to_numpy") and hasattr(value, "columns"):
        return Table(dataframe=value)
    if getattr(value, "__name__", "") == "matplotlib.pyplot":
        return Image(value.gcf())
    if hasattr(value, "get_figure") and not hasattr(value, "savefig"):
        return Image(value.get_figure())
    return Image(value) if hasattr(value, "savefig") or hasattr(value, "save") else None
