"""The door between commands and the shell: every error becomes a message on standard error and an exit code."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence

import click

from varre.errors import ConfigError, VarreError

__all__ = ["BAD_INPUT", "BROKEN", "CTRL_C", "enter"]

BAD_INPUT = 2
BROKEN = 70
CTRL_C = 130
_PIPE_CLOSED = 141


def enter(group: click.Group, arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    _never_fail_to_encode()
    try:
        return _told(lambda: group.main(arguments, prog_name="varre", standalone_mode=False))
    except (KeyboardInterrupt, click.Abort):
        return CTRL_C
    except BrokenPipeError:
        _close_quietly()
        return _PIPE_CLOSED


def _never_fail_to_encode() -> None:
    """A terminal of another encoding gets a question mark for what it cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _told(command: Callable[[], object]) -> int:
    try:
        code = command()
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ConfigError as error:
        _say_problems(error)
        return BAD_INPUT
    except VarreError as error:
        _say(str(error))
        return BAD_INPUT
    except (BrokenPipeError, click.Abort):
        raise
    except Exception as error:  # noqa: BLE001 - the outermost door: nobody is shown a traceback
        _say(_unexpected(error))
        return BROKEN
    return code if isinstance(code, int) else 0


def _say(message: str) -> None:
    from varre.cli.text import clean

    print("\n".join(clean(row) for row in f"varre: {message}".splitlines()), file=sys.stderr)


def _say_problems(error: ConfigError) -> None:
    from varre.cli.display import console, room
    from varre.cli.problems import lines

    out = console(stderr=True)
    for row in lines(error, room(out)):
        out.print(row)


def _unexpected(error: Exception) -> str:
    what = traceback.format_exception_only(error)[-1].strip()
    try:
        kept = _keep(error)
    except OSError as reason:
        return f"unexpected error, not your fault: {what} (its traceback could not be kept: {reason.strerror})"
    return f"unexpected error, not your fault: {what}\nthe traceback is kept in {kept}"


def _keep(error: Exception) -> str:
    descriptor, path = tempfile.mkstemp(prefix="varre-error-", suffix=".txt")
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"varre {' '.join(sys.argv[1:2])}\nPython {sys.version}\n\n")
        file.writelines(traceback.format_exception(error))
    return path


def _close_quietly() -> None:
    """Point standard output at nothing, so that Python's own flush at exit does not fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
