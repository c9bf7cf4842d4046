"""Looking at a sweep file before it becomes a sweep."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from varre.server.deps import SettingsDep
from varre.server.preview import check
from varre.server.schema import Check, SweepText
from varre.sweepfile.schema import json_schema

__all__ = ["router"]

router = APIRouter(tags=["sweep files"])


@router.post("/api/sweeps/check")
def check_sweep(wanted: SweepText, settings: SettingsDep) -> Check:
    """What is wrong with a sweep file, with lines; or what it would search, and the command that it would run."""
    return check(wanted.text, settings.directory)


@router.get("/api/schema")
def get_schema() -> dict[str, Any]:
    """The JSON Schema of a sweep file."""
    return json_schema()
