"""Whatever agents, people and deaths do in whatever order: run histories stay legal and nothing is lost."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from varre.errors import ConflictError
from varre.runs import (
    FINAL,
    TRANSITIONS,
    AgentId,
    Claim,
    Exit,
    Lease,
    Outcome,
    Run,
    RunKey,
    RunState,
    StopReason,
    SweepState,
)

FILE = {
    "method": "grid",
    "metric": {"name": "loss"},
    "parameters": {"a": {"values": [1, 2, 3]}, "b": {"values": [True, False]}},
    "max_retries": 1,
}
EXITS = [
    Exit(0),
    Exit(1),
    Exit(-9),
    Exit(143, ordered=True),
    Exit(-2, interrupted=True),
    Exit(-9, interrupted=True, lost=True),
]


picks = st.integers(0, 9)
sides = st.integers(0, 1)
flags = st.booleans()
exits = st.sampled_from(EXITS)
actions = st.sampled_from(["resume", "resume", "resume", "pause", "stop", "cancel"])


class Histories(RuleBasedStateMachine):
    """Two schedulers over one store, agents that come and die, and a model of what was logged."""

    def __init__(self, make_world: Callable[[Path], Any]) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.world = make_world(Path(self._folder.name))
        self.schedulers = [self.world.scheduler, self.world.another_scheduler()]
        self.logged: dict[tuple[RunKey, int], list[int]] = {}
        self.written: dict[Lease, int] = {}
        self.states: dict[RunKey, RunState] = {}
        self.finals: dict[RunKey, RunState] = {}
        self.living: list[AgentId] = []
        self.claims: list[Claim] = []
        self.rows = 0

    @initialize(retries=st.integers(0, 1), cap=st.none() | st.integers(1, 7))
    def create(self, retries: int, cap: int | None) -> None:
        cap_key = {} if cap is None else {"run_cap": cap}
        self.retries, self.cap = retries, cap
        self.sweep = self.world.sweep(FILE, retries=retries, **cap_key)
        self.come()

    @rule(
        what=st.sampled_from(["claim", "log", "log", "end"]), pick=picks, which=sides, exit=exits, twice=st.booleans()
    )
    def agents_work(self, what: str, pick: int, which: int, exit: Exit, twice: bool) -> None:
        if what == "claim" or not self.claims:
            self.claim(pick, which)
        elif what == "log":
            self.log(pick, which, twice)
        else:
            self.end(pick, exit, which)

    @rule(
        what=st.sampled_from(["come", "die", "recover", "control", "stop", "delete", "restore"]),
        pick=picks,
        which=sides,
        action=actions,
    )
    def things_happen(self, what: str, pick: int, which: int, action: str) -> None:
        if what == "come" or not self.living:
            self.come()
        elif what == "die":
            self.die(pick)
        elif what == "recover":
            self.recover(which)
        elif what == "control":
            self.control(action, which)
        elif self.claims and what == "stop":
            self.stop(pick, which)
        elif self.claims and what == "delete":
            self.delete(pick, which)
        elif self.claims:
            self.schedulers[which].restore_run(self.picked(pick).lease.run)

    # -- agents ----------------------------------------------------------------------------------------------------

    def come(self) -> None:
        self.living.append(self.world.agent())

    def claim(self, pick: int, which: int) -> None:
        if not self.living:
            self.come()
        agent = self.living[pick % len(self.living)]
        answer = self.schedulers[which].claim(self.sweep.key, agent)
        if isinstance(answer, Claim):
            assert (answer.lease.run, answer.lease.attempt) not in self.logged, "an attempt is given once"
            self.logged[answer.lease.run, answer.lease.attempt] = []
            self.claims.append(answer)

    def log(self, pick: int, which: int, twice: bool) -> None:
        """One row; also by an attempt that is over, whose process outlived it. Perhaps handed on twice."""
        claim = self.picked(pick)
        self.rows += 1
        line = b'{"t":1,"r":1,"k":"row","d":{"loss":%d}}\n' % self.rows
        offset = self.written.get(claim.lease, 0)
        for _ in range(1 + twice):
            ack = self.schedulers[which].append(claim.lease, f"{claim.lease.attempt}.1-00000000", offset, line)
            assert ack.next_offset == offset + len(line)
        self.written[claim.lease] = ack.next_offset
        self.logged[claim.lease.run, claim.lease.attempt].append(self.rows)

    def end(self, pick: int, exit: Exit, which: int) -> None:
        claim = self.picked(pick)
        try:
            state = self.schedulers[which].end(claim.lease, exit)
        except ConflictError:
            assert self.world.run(claim).attempt > claim.lease.attempt
        else:
            assert state == self.schedulers[1 - which].end(claim.lease, Exit(0)), "the first end counts"

    def die(self, pick: int) -> None:
        self.world.die(self.living.pop(pick % len(self.living)))

    def recover(self, which: int) -> None:
        self.schedulers[which].recover()
        for run in self.world.scheduler.runs(self.sweep.key):
            assert run.state != RunState.RUNNING or run.agent in self.living

    # -- people ----------------------------------------------------------------------------------------------------

    def control(self, action: str, which: int) -> None:
        before = self.world.scheduler.sweep(self.sweep.key).state
        try:
            self.schedulers[which].control(self.sweep.key, action)  # type: ignore[arg-type]
        except ConflictError:
            assert action in ("pause", "stop")
            assert before in (SweepState.FINISHED, SweepState.CANCELED)

    def stop(self, pick: int, which: int) -> None:
        claim = self.picked(pick)
        before = self.world.run(claim).state
        try:
            self.schedulers[which].stop_run(claim.lease.run, StopReason("person"))
        except ConflictError:
            assert before in FINAL

    def delete(self, pick: int, which: int) -> None:
        claim = self.picked(pick)
        try:
            self.schedulers[which].delete_run(claim.lease.run)
        except ConflictError:
            assert self.world.run(claim).state == RunState.RUNNING

    def picked(self, pick: int) -> Claim:
        """Often a late one: those of the first attempts are soon over."""
        return self.claims[-1 - pick % len(self.claims)]

    # -- what always holds -----------------------------------------------------------------------------------------

    def runs(self) -> list[Run]:
        """All runs, hidden or not, in order of number."""
        there, hidden = (self.world.scheduler.runs(self.sweep.key, deleted=deleted) for deleted in (False, True))
        return sorted([*there, *hidden], key=lambda run: run.number)

    @invariant()
    def histories_are_legal(self) -> None:
        for run in self.runs():
            before = self.states.get(run.key, RunState.PENDING)
            assert run.state == before or run.state in _reachable(before), (before, run.state)
            self.states[run.key] = run.state
            if run.state in FINAL:
                assert self.finals.setdefault(run.key, run.state) == run.state
                assert run.ended is not None

    @invariant()
    def no_configuration_is_repeated_but_by_retries(self) -> None:
        runs = self.runs()
        assert [run.number for run in runs] == list(range(1, len(runs) + 1))
        assert len(runs) <= (self.cap or 99)
        first = Counter(tuple(run.params.items()) for run in runs if run.reason and run.reason.source == "grid")
        again = Counter(tuple(run.params.items()) for run in runs if run.reason and run.reason.source == "retry")
        assert max(first.values(), default=0) <= 1
        assert max(again.values(), default=0) <= self.retries

    @invariant()
    def no_row_is_lost_or_doubled(self) -> None:
        for (run, attempt), values in self.logged.items():
            assert [row.values["loss"] for row in self.world.scheduler.rows(run, attempt)] == values

    @invariant()
    def both_schedulers_remember_the_same(self) -> None:
        one, two = (scheduler.history(self.sweep.key) for scheduler in self.schedulers)
        assert one == two
        for seen in one.observations:
            run = self.world.scheduler.find_run(f"{self.sweep.id}/{seen.number}")
            curve = tuple(map(float, self.logged.get((run.key, run.attempt), [])))
            assert run.best == min(curve, default=None)
            assert seen.curve == (() if run.deleted else curve)
            assert (seen.outcome == Outcome.FORGOTTEN) == (run.deleted is not None)

    def teardown(self) -> None:
        for agent in self.living:
            self.world.die(agent)
        self.world.scheduler.recover()
        assert RunState.RUNNING not in {run.state for run in self.world.scheduler.runs(self.sweep.key)}
        for scheduler in self.schedulers:
            scheduler.close()
        self._folder.cleanup()


def _reachable(state: RunState) -> frozenset[RunState]:
    """The states that a run may be seen in after ``state``, whatever was missed in between."""
    found: set[RunState] = set()
    new = set(TRANSITIONS[state])
    while new - found:
        found |= new
        new = {after for step in found for after in TRANSITIONS[step]}
    return frozenset(found)


def test_histories_are_legal_whatever_happens(make_world: Callable[[Path], Any]) -> None:
    run_state_machine_as_test(
        partial(Histories, make_world),
        settings=settings(
            max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
        ),
    )
