"""How to call this program again."""

from __future__ import annotations

import shutil
import sys
from functools import cache
from pathlib import Path

__all__ = ["called"]

_NAME = "varre"


@cache
def called() -> str:
    """``varre``, or the path that it was started by where the shell would not find this one by its name."""
    program = Path(sys.argv[0])
    found = shutil.which(_NAME)
    if program.name != _NAME or not program.exists() or (found and Path(found).samefile(program)):
        return _NAME
    return str(program)
