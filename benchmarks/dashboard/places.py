"""Where things are: the repository, and what the benchmark takes from its tests."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
TESTS = HERE.parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "e2e" / "dashboard")]
