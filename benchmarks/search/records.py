"""What is kept of the races: a compressed file a searcher, a line a race."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["RECORDS", "Heat", "Incumbent", "Record", "read", "write"]

RECORDS = Path(__file__).parent / "records"

Incumbent = tuple[int, float, float]
"""After how many trials it became the best, the loss seen, and the loss that is true of it."""


@dataclass(frozen=True, slots=True, order=True)
class Heat:
    """Which race it is."""

    task: str
    workers: int
    seed: int
    trials: int

    def covers(self, other: Heat) -> bool:
        """Whether it is that race or a longer one."""
        same = (self.task, self.workers, self.seed) == (other.task, other.workers, other.seed)
        return same and self.trials >= other.trials


@dataclass(frozen=True, slots=True)
class Record:
    """One race.

    ``pins`` tells one state of the searcher's environment from another, ``table`` one state of the task.
    ``seconds`` are CPU a suggestion, in the order of asking. ``died`` is how many trials had ended when the searcher
    died, ``None`` where it lived.
    """

    peer: str
    heat: Heat
    version: str
    pins: str
    table: str
    machine: str
    incumbents: Sequence[Incumbent]
    seconds: Sequence[float]
    memory_mb: float
    died: int | None = None

    @classmethod
    def of(cls, line: str) -> Record:
        """What ``line`` gave."""
        fields = json.loads(line)
        incumbents = [(int(after), seen, true) for after, seen, true in fields.pop("incumbents")]
        return cls(heat=Heat(**fields.pop("heat")), incumbents=incumbents, **fields)

    def line(self) -> str:
        """As one line of JSON."""
        return json.dumps(asdict(self), separators=(",", ":")) + "\n"


def read(peer: str, folder: Path = RECORDS) -> list[Record]:
    """The races of one searcher; none where there is no file."""
    path = _path(peer, folder)
    if not path.exists():
        return []
    with gzip.open(path, "rt") as file:
        return [Record.of(line) for line in file]


def write(peer: str, records: list[Record], folder: Path = RECORDS) -> None:
    """Keep these races and no others; whatever happens meanwhile, the file is the old or the new one."""
    lines = "".join(record.line() for record in sorted(records, key=lambda record: record.heat))
    path = _path(peer, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(gzip.compress(lines.encode(), mtime=0))  # the same races are the same bytes
    fresh.replace(path)


def _path(peer: str, folder: Path) -> Path:
    return folder / f"{peer}.jsonl.gz"
