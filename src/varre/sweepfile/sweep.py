"""The sweep file as values: parsed once, trusted ever after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from varre.errors import ConfigError, Problem
from varre.space import Params, SearchSpace
from varre.sweepfile.cursor import Cursor, Notes
from varre.sweepfile.document import Document, TextError
from varre.sweepfile.early import read_early_termination
from varre.sweepfile.objective import Objective
from varre.sweepfile.overriding import override
from varre.sweepfile.places import Place, dotted
from varre.sweepfile.plain import TooMuch, plain
from varre.sweepfile.rules import EarlyTermination
from varre.sweepfile.sections import read_objective
from varre.sweepfile.start import read_start
from varre.sweepfile.text import read_text, read_yaml
from varre.sweepfile.toplevel import check_keys, check_method, read_command, read_method, read_project, read_space
from varre.sweepfile.writing import write

__all__ = ["DEFAULT_COMMAND", "SweepFile"]

T = TypeVar("T")

DEFAULT_COMMAND = ("${env}", "${interpreter}", "${program}", "${args}")
"""How a run is started when the file does not say."""


@dataclass(frozen=True, slots=True)
class SweepFile:
    """A sweep file: where to search, what to measure, and how.

    ``start`` holds configurations to try first, flat and maybe partial. ``retries`` is how often a failed
    configuration is tried once more, as a new run; ``max_retries`` how many attempts a run has after lost agents.
    ``warnings`` take no part in comparisons.
    """

    method: str
    space: SearchSpace
    program: str | None = None
    command: tuple[str, ...] = DEFAULT_COMMAND
    objective: Objective | None = None
    early_terminate: EarlyTermination | None = None
    name: str | None = None
    description: str | None = None
    project: str | None = None
    entity: str | None = None
    run_cap: int | None = None
    seed: int | None = None
    order: Literal["sorted", "shuffled"] = "sorted"
    start: tuple[Params, ...] = ()
    retries: int = 1
    max_retries: int = 3
    warnings: tuple[Problem, ...] = field(default=(), compare=False)

    @classmethod
    def parse(cls, raw: object, *, source: str = "") -> SweepFile:
        """The sweep file that a mapping from Python holds. Raises ConfigError with every problem, and nothing else."""
        return _read(raw, Notes(), source)

    @classmethod
    def parse_text(cls, text: str, *, source: str = "", overrides: Sequence[str] = ()) -> SweepFile:
        """The sweep file in YAML or JSON, with line numbers in problems. Raises ConfigError, and nothing else.

        ``overrides`` are assignments such as ``parameters.lr.max=0.01``, which replace what the text says.
        """
        document = _document(text, source)
        raw = override(document.value, overrides, source=source) if overrides else document.value
        notes = Notes(document.lines)
        for place, doubt in document.doubts:
            notes.warn(place, doubt)
        try:
            return _read(raw, notes, source)
        except ConfigError:
            if document.lines:
                raise
        # JSON is read without its lines, which are looked up only when there is something to say of them.
        return _read(raw, Notes(_lines(text)), source)

    def to_json(self) -> str:
        """The file in a normal form, as JSON: `parse_text` gives an equal one back."""
        return write(self)

    def to_yaml(self) -> str:
        """The file in a normal form, as YAML for people: `parse_text` gives an equal one back."""
        from varre.sweepfile.writing_yaml import write_yaml

        return write_yaml(self)


def _document(text: str, source: str) -> Document:
    try:
        return read_text(text)
    except TextError as error:
        raise ConfigError([Problem(dotted(error.place), error.message, error.line)], source=source) from None


def _lines(text: str) -> Mapping[Place, int]:
    try:
        return read_yaml(text).lines
    except TextError:
        return {}


def _read(raw: object, notes: Notes, source: str) -> SweepFile:
    sweep = None
    try:
        sweep = _read_sweep(Cursor(plain(raw, notes.refuse), (), notes))
    except TooMuch as error:
        notes.problems.append(Problem("", str(error)))
    except RecursionError:
        notes.problems.append(Problem("", "is nested too deeply"))
    if sweep is None or notes.problems:
        raise ConfigError(sorted(notes.problems, key=lambda problem: problem.line or 0), notes.warnings, source)
    return sweep


def _read_sweep(top: Cursor) -> SweepFile | None:
    if not isinstance(top.value, dict) or not top.value:
        top.error("must be a mapping of keys such as method, metric and parameters")
        return None
    check_keys(top)
    method = read_method(top)
    reading = read_space(top)
    space = SearchSpace(()) if reading is None else reading.space
    objective = _at(top, "metric", read_objective, None)
    early = top.get("early_terminate")
    if method is not None:
        check_method(top, method, space)
    order = _at(top, "order", lambda cursor: cursor.word(("sorted", "shuffled"), "an order"), "sorted")
    sweep = SweepFile(
        method=method or "",
        space=space,
        program=_at(top, "program", Cursor.text_or_nothing, None),
        command=_at(top, "command", read_command, None) or DEFAULT_COMMAND,
        objective=objective,
        early_terminate=None if early is None else read_early_termination(early),
        name=_at(top, "name", Cursor.text_or_nothing, None),
        description=_at(top, "description", Cursor.text_or_nothing, None),
        project=_at(top, "project", read_project, None),
        entity=_at(top, "entity", Cursor.text_or_nothing, None),
        run_cap=_at(top, "run_cap", lambda cursor: cursor.count(1), None),
        seed=_at(top, "seed", lambda cursor: cursor.count(0), None),
        order="shuffled" if order == "shuffled" else "sorted",
        start=() if reading is None else _at(top, "start", lambda cursor: read_start(cursor, reading), None) or (),
        retries=_count(top, "retries", 1),
        max_retries=_count(top, "max_retries", 3),
    )
    return replace(sweep, warnings=tuple(top.notes.warnings))


def _at(top: Cursor, key: str, read: Callable[[Cursor], T | None], default: T | None) -> T | None:
    """What stands behind ``key``, or ``default`` where nothing does."""
    here = top.get(key)
    return default if here is None else read(here)


def _count(top: Cursor, key: str, default: int) -> int:
    count = _at(top, key, lambda cursor: cursor.count(0), default)
    return default if count is None else count
