"""The spool: how what a training process logs gets out of it.

A process writes one JSON line a call into a file of its own and nothing else (`SpoolWriter`); whoever looks after the
run reads complete lines from where it left off (`Tail`); where they are kept, `take_in` turns them into rows. A line
that has been written survives ``kill -9`` of everything.

    {"t": 1732500000.5, "r": 12.3, "k": "row", "d": {"loss": 0.1}, "step": null, "commit": true}

Standard library only: every training script that logs loads this.
"""

from __future__ import annotations

from varre.spool.about import About, plain
from varre.spool.intake import Intake, WriterState, flatten, flush, merge, take_in
from varre.spool.tail import Tail, attempt_of, lock_of, writers
from varre.spool.writer import LINE_LIMIT, SpoolWriter

__all__ = [
    "LINE_LIMIT",
    "About",
    "Intake",
    "SpoolWriter",
    "Tail",
    "WriterState",
    "attempt_of",
    "flatten",
    "flush",
    "lock_of",
    "merge",
    "plain",
    "take_in",
    "writers",
]
