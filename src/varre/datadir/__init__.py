"""The data directory: where it is, what lies where in it, the ids that name its folders, and its lock files.

Standard library only: every training script that logs loads this. Only the server and who looks for one need
`varre.datadir.access` and `varre.datadir.private`, which are loaded by their own names.
"""

from __future__ import annotations

from varre.datadir.ids import (
    check_agent,
    check_id,
    check_key,
    check_project,
    host_of,
    new_agent_id,
    new_key,
    this_host,
)
from varre.datadir.locks import Lock, hold, is_held, wait_for
from varre.datadir.place import DataDir, find

__all__ = [
    "DataDir",
    "Lock",
    "check_agent",
    "check_id",
    "check_key",
    "check_project",
    "find",
    "hold",
    "host_of",
    "is_held",
    "new_agent_id",
    "new_key",
    "this_host",
    "wait_for",
]
