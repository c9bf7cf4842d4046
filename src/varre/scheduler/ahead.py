"""Suggestions worked out ahead, so that an agent with a free slot need not wait for a search to think.

A suggestion made ahead lives in memory, is for one number, and is used as that number or not at all. Results may have
arrived since: at most as many as runs are under way, for a search with that many runs in the air misses as many anyway.
So a sweep that goes one run at a time always learns from its last result, and where nothing arrived since, a claim is
given what it would have been given without this.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from varre.runs import Exhausted, Suggestion, SweepKey, Wait
from varre.scheduler.memory import Moment
from varre.search.base import Needs

if TYPE_CHECKING:
    from varre.scheduler.room import Known

__all__ = ["Ahead"]

_SLOTS = 2
"""With fewer runs under way the next claim comes after a result that a suggestion made now would have to know."""
_log = logging.getLogger("varre.scheduler")

Answer = list[Suggestion] | Wait | Exhausted


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a sampler answered at some moment."""

    moment: Moment
    answer: list[Suggestion]

    def serves(self, now: Moment, may_miss: int) -> bool:
        """Whether it may be used now, when at most so many results may have arrived since."""
        return _place(self.moment) == _place(now) and now.results - self.moment.results <= may_miss


class Ahead:
    """Asks samplers, and between `start` and `stop` does so before anyone waits for the answer.

    Only for samplers that learn from results: the others answer at once, and by more than the number of results.
    """

    def __init__(self) -> None:
        self._kept: dict[SweepKey, _Kept] = {}
        self._news = threading.Condition()
        self._wanted: dict[SweepKey, Known] = {}
        self._thread: threading.Thread | None = None

    def ask(self, key: SweepKey, known: Known, *, in_haste: bool = False) -> Answer:
        """What the sampler of a sweep says to the history as of its last refresh; with ``in_haste`` what it said ahead,
        although a few results have arrived since."""
        with known.thinking:  # if the thread is at it already, that answer is waited for
            moment = known.memory.moment()
            if known.sampler.needs != Needs.OBJECTIVES:
                return known.sampler.ask(moment.history, 1, known.seeds)
            kept = self._kept.get(key)
            if kept is not None and kept.serves(moment, moment.under_way if in_haste else 0):
                return kept.answer
            answer = known.sampler.ask(moment.history, 1, known.seeds)
            if isinstance(answer, list):
                self._kept[key] = _Kept(moment, answer)
            return answer

    def prepare(self, key: SweepKey, known: Known) -> None:
        """A run has just been given out: begin with the next."""
        with self._news:
            if self._thread is not None:
                self._wanted[key] = known
                self._news.notify()

    def start(self) -> None:
        """Work ahead from now on; starting twice does nothing."""
        with self._news:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="ahead", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """End, after what is being worked out."""
        with self._news:
            thread, self._thread = self._thread, None
            self._news.notify()
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while (wanted := self._next()) is not None:
            try:
                self._think(*wanted)
            except Exception:  # noqa: BLE001 - the outermost loop of its thread; the claim that meets the same says so
                _log.exception("the next suggestion of sweep %s cannot be worked out ahead", wanted[0])

    def _next(self) -> tuple[SweepKey, Known] | None:
        with self._news:
            while self._thread is not None and not self._wanted:
                self._news.wait()
            return self._wanted.popitem() if self._thread is not None else None

    def _think(self, key: SweepKey, known: Known) -> None:
        known.memory.refresh()
        if known.sampler.needs == Needs.OBJECTIVES and known.memory.moment().under_way >= _SLOTS:
            self.ask(key, known)


def _place(moment: Moment) -> Hashable:
    """What a suggestion is for: its number, among the same runs."""
    return moment.history.next_number, moment.forgotten, len(moment.history.observations)
