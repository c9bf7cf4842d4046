"""The event stream."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import StreamingResponse

from varre.server.deps import StreamDep

__all__ = ["router"]

_STREAM = {"description": "Server-sent events", "content": {"text/event-stream": {"schema": {"type": "string"}}}}
_LARGEST = 2**53 - 1

router = APIRouter(tags=["data"], responses={200: _STREAM})


@router.get("/api/events", response_class=StreamingResponse)
async def get_events(
    stream: StreamDep,
    since: Annotated[int | None, Query(ge=0, le=_LARGEST, description="A cursor; without it: from now on.")] = None,
    last_event_id: Annotated[str | None, Header(description="What a browser sends that was cut off.")] = None,
) -> StreamingResponse:
    """Everything that changes after a cursor: ``hello``, then ``change`` and ``reset``, each with its cursor as id."""
    begun = since if last_event_id is None else _cursor(last_event_id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream.listen(begun), headers=headers, media_type="text/event-stream")


def _cursor(text: str) -> int:
    """The cursor of an id; from the beginning for one that is none of ours, so that nothing is missed."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
