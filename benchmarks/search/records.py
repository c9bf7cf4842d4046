"""What is kept of the races: a compressed file a searcher, a line a race, and when a race need not be run again."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["RECORDS", "Record", "read", "write"]

RECORDS = Path(__file__).parent / "records"


@dataclass(frozen=True, slots=True)
class Record:
    """One race.

    ``pins`` tells one state of the searcher's environment from another (of Varre: of its code), ``table`` one state
    of the task. ``incumbents`` are triples: after how many trials, the loss seen, the true loss. ``seconds`` are CPU
    a suggestion. ``died`` is how many trials had ended when the searcher died, ``None`` where it lived.
    """

    peer: str
    task: str
    seed: int
    workers: int
    trials: int
    version: str
    pins: str
    table: str
    machine: str
    incumbents: list[list[float]]
    seconds: list[float]
    memory_mb: float
    died: int | None = None

    def covers(self, task: str, seed: int, workers: int, trials: int) -> bool:
        """Whether this race is that one or a longer one."""
        return (self.task, self.seed, self.workers) == (task, seed, workers) and self.trials >= trials


def read(peer: str, folder: Path = RECORDS) -> list[Record]:
    """The races of one searcher; none where there is no file."""
    path = _path(peer, folder)
    if not path.exists():
        return []
    with gzip.open(path, "rt") as file:
        return [Record(**json.loads(line)) for line in file]


def write(peer: str, records: list[Record], folder: Path = RECORDS) -> None:
    """Keep these races and no others; whatever happens meanwhile, the file is the old or the new one."""
    ordered = sorted(records, key=lambda record: (record.task, record.workers, record.seed))
    lines = "".join(json.dumps(asdict(record), separators=(",", ":")) + "\n" for record in ordered)
    path = _path(peer, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(gzip.compress(lines.encode(), mtime=0))  # the same races are the same bytes
    fresh.replace(path)


def _path(peer: str, folder: Path) -> Path:
    return folder / f"{peer}.jsonl.gz"
