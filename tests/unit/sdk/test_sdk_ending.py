"""How a process ends, as far as it can be known before it has."""

from __future__ import annotations

import sys

import pytest

from varre.sdk.ending import Ending, code_of, in_a_line


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (None, 0, ""),
        (SystemExit(), 0, ""),
        (SystemExit(3), 3, ""),
        (SystemExit("bad argument"), 1, ""),
        (KeyboardInterrupt(), 130, "KeyboardInterrupt"),
        (ValueError("no\n  data"), 1, "ValueError: no data"),
        (RuntimeError("x" * 9999), 1, "RuntimeError: " + "x" * 300),
    ],
)
def test_errors_have_a_code_and_a_line(error: BaseException | None, code: int, line: str) -> None:
    assert (code_of(error), in_a_line(error)) == (code, line)


def test_the_hooks_call_what_was_there_and_go_away(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *details: seen.append(details[1]))
    before = sys.excepthook, sys.exit
    ending = Ending()
    ending.watch()
    problem = ValueError("x")
    sys.excepthook(ValueError, problem, None)
    with pytest.raises(SystemExit):
        sys.exit(7)
    assert seen == [problem]
    assert (ending.code, ending.error) == (7, "ValueError: x")
    ending.leave()
    assert (sys.excepthook, sys.exit) == before


def test_a_hook_put_over_it_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    ending = Ending()
    ending.watch()
    later = sys.excepthook = lambda *details: None
    ending.leave()
    assert sys.excepthook is later
