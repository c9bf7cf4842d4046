"""A process that reckons for the server: arrays, forests and models stay out of the server's memory and time.

It is started as a program of its own and not by `multiprocessing`, which would run the main module again: a notebook's
or a script's, for all that anyone knows. Functions and results go through a pair of sockets as pickles, which only
these two processes hold. It reckons at low priority and on one core, for the others are training; and it ends when the
server does, even by ``kill -9``, for then its standard input ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

__all__ = ["DiedError", "OverdueError", "Reckoner"]

_NICENESS = 10
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_Answer = tuple[str | None, Exception | None, str]
"""What a function returned, else what it raised and how that came about."""


class DiedError(Exception):
    """The process died while it reckoned."""


class OverdueError(Exception):
    """The process took longer than it may; it has been ended."""


class Reckoner:
    """The server's end of the process, which starts at the first call. One thread at a time may call."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    @property
    def runs(self) -> bool:
        """Whether there is a process, as far as is known."""
        return self._process is not None

    def call(self, function: Callable[..., str], arguments: tuple[object, ...], budget_s: float) -> str:
        """What a function of a module returns there. Raises what it raises, `DiedError` and `OverdueError`.

        A process that died before it took the function is started anew; one that dies in the middle of it is not.
        """
        try:
            connection = self._taken(function, arguments, budget_s)
            answer: _Answer = _received(connection, budget_s)
        except (EOFError, OSError) as error:
            self.end()
            raise DiedError("the process that reckons has died") from error
        except OverdueError:
            self.end()
            raise
        result, failure, course = answer
        if failure is not None:
            failure.add_note(course)
            raise failure
        assert result is not None
        return result

    def end(self) -> None:
        """End the process, whatever it is doing: it keeps nothing. Another thread's call raises `DiedError`."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            assert process.stdin is not None
            process.stdin.close()

    def _taken(self, function: Callable[..., str], arguments: tuple[object, ...], budget_s: float) -> Connection:
        """Hand the function over; the connection on which its answer will come.

        Whether an idle process is alive can only be learnt so: while it dies, its exit code is not there yet.
        """
        fresh = self._process is None
        connection = self._started()
        try:
            return _handed(connection, function, arguments, budget_s)
        except (EOFError, OSError):
            if fresh or self._process is None:  # another thread has ended it
                raise
            self.end()
            return _handed(self._started(), function, arguments, budget_s)

    def _started(self) -> Connection:
        if self._process is None or self._process.poll() is not None or self._connection is None:
            self.end()
            ours, theirs = Pipe()
            self._process, self._connection = _start(theirs), ours
            theirs.close()
        return self._connection


def _handed(
    connection: Connection, function: Callable[..., str], arguments: tuple[object, ...], budget_s: float
) -> Connection:
    connection.send((function, arguments))
    _received(connection, budget_s)
    return connection


def _received(connection: Connection, budget_s: float) -> Any:
    if not connection.poll(budget_s):
        raise OverdueError(f"it would have taken more than {budget_s:g} s")
    return connection.recv()


def _start(connection: Connection) -> subprocess.Popen[bytes]:
    """Start the process with our own import path; ``-P``: no module of the working directory is taken for another."""
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "varre.server.reckoner", str(connection.fileno())],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **_ONE_THREAD, "PYTHONPATH": paths},
        pass_fds=[connection.fileno()],
        start_new_session=True,  # Ctrl-C is the server's alone
    )


def _main() -> None:
    os.nice(_NICENESS)
    threading.Thread(target=_end_with_server, name="lifeline", daemon=True).start()
    connection = Connection(int(sys.argv[1]))
    with suppress(EOFError, OSError):
        while True:
            function, arguments = connection.recv()
            connection.send("taken")
            connection.send(_answer(function, arguments))


def _answer(function: Callable[..., str], arguments: tuple[object, ...]) -> _Answer:
    try:
        return function(*arguments), None, ""
    except Exception as error:  # noqa: BLE001 - the server raises it again
        return None, error, traceback.format_exc()


def _end_with_server() -> None:
    while os.read(0, 1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    _main()
