"""The modules of a benchmark import one another by bare names, as they do when they are run."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks" / "search"))
sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks" / "search" / "peers"))
