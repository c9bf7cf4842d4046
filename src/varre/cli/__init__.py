"""The command line: ``varre run``, ``sweep``, ``agent``, ``ls``, ``show``, ``best``, ``export``.

Nothing but click is loaded before a command is known, so that ``varre --help`` is quick.
"""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """The entry point of the ``varre`` program; ends the process with the exit code."""
    from varre.cli.commands import varre
    from varre.cli.doors import enter

    sys.exit(enter(varre))
