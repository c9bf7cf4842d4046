"""What lies in a run's folder: its console, and whatever its script left there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response, StreamingResponse

from varre.errors import NotFoundError
from varre.server.consoles import bounds, read_piece
from varre.server.deps import DataDirDep, RunDep
from varre.server.folders import listed, open_file
from varre.server.schema import ConsoleText, FileView

__all__ = ["router"]

router = APIRouter(prefix="/api/runs/{run}", tags=["files"])

_BLOCK = 256 * 1024
_SHOWN = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    **dict.fromkeys(
        (".txt", ".log", ".md", ".py", ".json", ".jsonl", ".yaml", ".yml", ".csv"), "text/plain; charset=utf-8"
    ),
}
"""What browsers may show as it is: none of these can run anything."""
_ACTIVE = {".html": "text/html; charset=utf-8", ".htm": "text/html; charset=utf-8", ".svg": "image/svg+xml"}
_SANDBOX = {
    # No origin, no network: a logged page may draw itself with what stands in it, and reach nothing.
    "Content-Security-Policy": (
        "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
        "img-src data: blob:; font-src data:; media-src data: blob:; frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}


@router.get("/console")
def get_console(
    run: RunDep,
    datadir: DataDirDep,
    after: Annotated[int | None, Query(ge=0, le=2**53, description="The byte to go on from.")] = None,
    attempt: Annotated[int | None, Query(ge=1, le=2**31, description="The part of one attempt only.")] = None,
) -> ConsoleText:
    """What a run printed: its last part, or what follows a byte. At most 256 KiB at once."""
    try:
        fd = open_file(datadir.run_dir(run.key), "console.log")
    except NotFoundError:
        return ConsoleText(start=0, offset=0, text="", end=True)
    try:
        between = (0, None) if attempt is None else bounds(fd, attempt)
        if between is None:
            return ConsoleText(start=0, offset=0, text="", end=True)
        piece = read_piece(fd, after, *between)
    finally:
        os.close(fd)
    return ConsoleText(start=piece.start, offset=piece.offset, text=piece.text, end=piece.end)


@router.get("/files")
def list_files(run: RunDep, datadir: DataDirDep) -> list[FileView]:
    """The files of a run's folder; links are left out."""
    found = listed(datadir.run_dir(run.key))
    return [FileView(path=file.path, size=file.size, modified=file.modified) for file in found]


@router.get(
    "/files/{path:path}",
    response_class=Response,
    responses={200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}},
)
def get_file(
    run: RunDep,
    datadir: DataDirDep,
    path: Annotated[str, Path(max_length=4096)],
    download: Annotated[bool, Query(description="To be saved, not shown.")] = False,
) -> Response:
    """One file. Pages and drawings that a script logged run in a sandbox, without an origin and without a network."""
    fd = open_file(datadir.run_dir(run.key), path)
    size = os.fstat(fd).st_size
    return StreamingResponse(_blocks(fd, size), headers=_headers(path, size, download), media_type=_kind(path))


def _kind(path: str) -> str:
    suffix = PurePosixPath(path).suffix.lower()
    return _SHOWN.get(suffix) or _ACTIVE.get(suffix) or "application/octet-stream"


def _headers(path: str, size: int, download: bool) -> dict[str, str]:
    name, suffix = PurePosixPath(path).name, PurePosixPath(path).suffix.lower()
    shown = not download and (suffix in _SHOWN or suffix in _ACTIVE)
    disposition = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}"
    return {
        "Content-Length": str(size),
        "Content-Disposition": disposition,
        **(_SANDBOX if suffix in _ACTIVE else {}),
    }


def _blocks(fd: int, size: int) -> Iterator[bytes]:
    """As many bytes as were promised; what a script appends meanwhile is for the next time."""
    with os.fdopen(fd, "rb") as file:
        while size > 0 and (block := file.read(min(_BLOCK, size))):
            size -= len(block)
            yield block
