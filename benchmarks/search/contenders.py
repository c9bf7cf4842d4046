"""Who takes part: each searcher's script, and the environment that `make bench-peers` makes for it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import varre

__all__ = ["CONTENDERS", "ENVIRONMENTS", "PEERS", "Contender"]

PEERS = Path(__file__).parent / "peers"
ENVIRONMENTS = Path(__file__).parents[2] / ".venv-peers"
ROOMS = ("space", "sweepfile", "models", "search", "optimizer.py")
"""What of Varre a proposal depends on."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A searcher: its ``script`` and ``arguments``.

    ``environment`` names its pins, `peers/NAME.txt`, and its folder; empty for what needs no more than this process
    has. One that is ``slow`` takes seconds a suggestion.
    """

    script: str
    arguments: tuple[str, ...] = ()
    environment: str = ""
    slow: bool = False

    def start(self) -> subprocess.Popen[str]:
        """Its process, with one thread. Raises FileNotFoundError where its environment has not been made."""
        threads = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
        jax = {"JAX_PLATFORMS": "cpu", "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false"}
        return subprocess.Popen(
            [self.python(), str(PEERS / self.script), *self.arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **threads, **jax},
        )

    def python(self) -> str:
        """The interpreter of its environment."""
        return str(ENVIRONMENTS / self.environment / "bin" / "python") if self.environment else sys.executable

    def pins(self) -> str:
        """Another word where its environment is another; of what runs in this one, where the code of Varre is."""
        if self.environment:
            lines = (PEERS / f"{self.environment}.txt").read_text().splitlines()
            return _digest("\n".join(sorted(line for line in lines if line and not line.startswith("#"))).encode())
        return _digest(_sources()) if self.script == "varre_.py" else ""


CONTENDERS: Mapping[str, Contender] = {
    "random": Contender("random_.py"),
    "varre": Contender("varre_.py"),
    "optuna-tpe": Contender("optuna_.py", ("tpe",), "optuna"),
    "optuna-tpe-multivariate": Contender("optuna_.py", ("tpe-multivariate",), "optuna"),
    "optuna-gp": Contender("optuna_.py", ("gp",), "optuna", slow=True),
    "hyperopt": Contender("hyperopt_.py", (), "hyperopt"),
    "wandb": Contender("sweeps_.py", (), "sweeps"),
    "smac": Contender("smac_.py", (), "smac", slow=True),
    "hebo": Contender("hebo_.py", (), "hebo", slow=True),
    "ax": Contender("ax_.py", (), "ax", slow=True),
    "vizier": Contender("vizier_.py", (), "vizier", slow=True),
}


def _sources() -> bytes:
    root = Path(varre.__file__).parent
    places = [root / room for room in ROOMS]
    files = [file for place in places for file in ([place] if place.is_file() else sorted(place.rglob("*.py")))]
    return b"".join(file.read_bytes() for file in files)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
