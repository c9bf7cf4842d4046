"""What a server does unasked: look for runs whose agent has died, so that nothing it shows stays running for ever.

And seal what an earlier Varre left unsealed, thousands of attempts perhaps, in the time that it has.
"""

from __future__ import annotations

import logging
import threading
import time

from varre.errors import VarreError
from varre.scheduler import Scheduler

__all__ = ["Upkeep"]

_EVERY_S = 10.0
_REST_S = 0.1

_log = logging.getLogger("varre.server")


class Upkeep:
    """A thread that recovers now and then, from `start` to `stop`."""

    def __init__(self, scheduler: Scheduler, every_s: float = _EVERY_S) -> None:
        self._scheduler = scheduler
        self._every_s = every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="upkeep", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for a look that is under way."""
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._over.wait(self._every_s):
            try:
                self._scheduler.recover()
                self._seal_all()
            except (VarreError, OSError):
                _log.warning("the store could not be looked after", exc_info=True)

    def _seal_all(self) -> None:
        """At most half of the time: whoever trains, or looks at a page, writes and reads in between."""
        more = True
        while more and not self._over.is_set():
            begun = time.monotonic()
            more = self._scheduler.seal_some()
            self._over.wait(max(time.monotonic() - begun, _REST_S) if more else 0.0)
