"""Runs and logged rows as programs read them: JSON and CSV, the same from the command line and from a server."""

from __future__ import annotations

from varre.records.runs import of_row, of_run, rows_of
from varre.records.writing import Records, as_json, csv_lines, json_lines

__all__ = ["Records", "as_json", "csv_lines", "json_lines", "of_row", "of_run", "rows_of"]
