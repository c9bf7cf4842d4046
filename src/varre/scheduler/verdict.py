"""Which state the end of an attempt leads to. The process's end decides; what was ordered only names it."""

from __future__ import annotations

from dataclasses import replace

from varre.runs import Exit, Run, RunState, StopReason

__all__ = ["ended", "heard_again"]

_SIGNALLED = (137, 143)  # 128 + KILL and + TERM: how a shell, and the handler of the SDK, tell of a signal


def ended(run: Run, exit: Exit, *, canceled: bool, max_retries: int, now: float) -> Run:
    """The run after its attempt ended so; ``canceled`` says that its sweep was, meanwhile."""
    losses = run.losses + _costs_a_retry(run, exit)
    state = _state(run, exit, canceled, losses > max_retries)
    stop = run.stop or (StopReason("canceled") if state == RunState.CANCELED else None)
    error = exit.error.encode("utf-8", "replace").decode("utf-8")  # a console may hold anything
    return replace(run, state=state, losses=losses, stop=stop, ended=now, exit_code=exit.code, error=error)


def heard_again(run: Run) -> Run:
    """The run whose agent was taken for lost, and lives: as if nothing had happened."""
    return replace(run, state=RunState.RUNNING, losses=run.losses - (not run.preempting), ended=None, error="")


def _costs_a_retry(run: Run, exit: Exit) -> bool:
    """Neither Ctrl-C nor a preemption that the script announced does."""
    return exit.lost and exit.code != 0 and not run.preempting


def _state(run: Run, exit: Exit, canceled: bool, retries_used_up: bool) -> RunState:
    if exit.code == 0:
        return RunState.FINISHED  # even after an order to stop
    if _is_stopped(run, exit):
        return RunState.CANCELED if canceled else RunState.STOPPED
    if not (exit.lost or exit.interrupted or run.preempting):
        return RunState.FAILED
    if canceled:
        return RunState.CANCELED
    if run.sweep is None:  # nobody would give it out again
        return RunState.CRASHED if exit.lost else RunState.STOPPED if exit.interrupted else RunState.FAILED
    return RunState.CRASHED if exit.lost and retries_used_up else RunState.PREEMPTED


def _is_stopped(run: Run, exit: Exit) -> bool:
    """An order and a signal; one that was to be stopped is not started again only because its agent died first."""
    by_signal = exit.code < 0 or exit.code in _SIGNALLED
    return (exit.ordered and by_signal) or (exit.lost and run.stop is not None)
