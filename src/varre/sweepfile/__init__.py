"""The sweep file: W&B's schema and Varre's own keys, read once into frozen values, with every problem at its place."""

from varre.sweepfile.objective import EarlyTermination, Objective
from varre.sweepfile.overriding import load_text, override
from varre.sweepfile.sweep import DEFAULT_COMMAND, SweepFile

__all__ = ["DEFAULT_COMMAND", "EarlyTermination", "Objective", "SweepFile", "load_text", "override"]
