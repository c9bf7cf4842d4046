"""The JSON Schema (draft 2020-12) of a sweep file, for editors: completion, descriptions, first checks.

It refuses what can be seen without relating two values to each other; `SweepFile` also checks that ``max`` is greater
than ``min``, that names exist, and the like. It never refuses a file that `SweepFile` reads.
"""

from __future__ import annotations

from collections.abc import Mapping

from varre.sweepfile.formulas import MAX_LENGTH
from varre.sweepfile.plugins import SAMPLERS, names
from varre.sweepfile.schema_early import early_terminate, given
from varre.sweepfile.schema_space import NUMBER_OR_TEXT, Schema, definitions

__all__ = ["json_schema"]


def json_schema() -> Schema:
    """The schema as plain values. Each call gives a fresh one."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Sweep file",
        "description": "Where to search, what to measure, and how.",
        "type": "object",
        "properties": _properties(),
        "required": ["method", "parameters"],
        "additionalProperties": False,
        "allOf": [
            {"if": {"properties": {"method": {"const": "bayes"}}}, "then": _with_metric()},
            {"if": given("early_terminate"), "then": _with_metric()},
        ],
        "$defs": dict(definitions()),
    }


def _properties() -> Schema:
    return {
        "method": _method(),
        "metric": _metric(),
        "parameters": {"description": "The search space: each parameter by name.", "$ref": "#/$defs/parameters"},
        "early_terminate": early_terminate(),
        "program": _text("The training script. Needed if the command has ${program}."),
        "command": _command(),
        "run_cap": _count(1, "How many runs there may be, whatever becomes of them."),
        "name": _text("What the sweep is called."),
        "description": _text("What the sweep is for."),
        "project": _project(),
        "entity": _text("Accepted as W&B has it; without effect."),
        "seed": _count(0, "Varre's own. The same seed gives the same suggestions; drawn and kept if it is left out."),
        "start": _start(),
        "constraints": _constraints(),
        "order": _order(),
        "retries": _count(0, "Varre's own. How often a failed configuration is tried once more, as a new run.", 1),
        "max_retries": _count(0, "Varre's own. How often a run whose agent was lost is started again.", 3),
        "controller": _controller(),
        "apiVersion": {"description": "Accepted, without effect."},
        "kind": {"description": "Accepted, without effect."},
    }


# -- one value --------------------------------------------------------------------------------------------------------


def _text(description: str) -> Schema:
    """Text that is not blank; empty text and null count as absent."""
    return {"description": description, "type": ["string", "null"], "pattern": r"^$|\S"}


def _count(least: int, description: str, default: int | None = None) -> Schema:
    written: Schema = {"description": description, "type": ["integer", "null"], "minimum": least}
    return written if default is None else {**written, "default": default}


def _or_null(*schemas: Schema) -> list[Schema]:
    return [*schemas, {"type": "null"}]


def _words(words: Mapping[str, str]) -> list[Schema]:
    return [{"const": word, "description": text} for word, text in words.items()]


def _method() -> Schema:
    words = {
        "bayes": "A Gaussian process over what has been seen. Needs metric.",
        "random": "Independent draws. In a finite space each configuration comes once.",
        "grid": "Every configuration once. All parameters must be countable.",
    }
    others = dict.fromkeys(names(SAMPLERS), "Of another package.")
    return {
        "description": "How to decide where to look next.",
        "oneOf": _words(others | words),
    }


def _project() -> Schema:
    return {
        **_text("The project that the sweep belongs to; a name without a slash."),
        "pattern": r"^$|^[^/]*[^/\s][^/]*$",
    }


def _order() -> Schema:
    words = {"sorted": "One after another, the last parameter fastest.", "shuffled": "In an order drawn from the seed."}
    return {
        "description": "Varre's own. The order of a grid.",
        "default": "sorted",
        "oneOf": _or_null(*_words(words)),
    }


def _controller() -> Schema:
    return {
        "description": "Without effect: Varre decides on this machine.",
        "anyOf": _or_null(
            {"const": "cloud"}, {"type": "object", "properties": {"type": {"const": "cloud"}}, "required": ["type"]}
        ),
    }


# -- lists and mappings -----------------------------------------------------------------------------------------------


def _command() -> Schema:
    return {
        "description": "How a run is started, one element a token; nothing passes through a shell. "
        "${env}, ${interpreter}, ${program}, ${args} and others are replaced.",
        "default": ["${env}", "${interpreter}", "${program}", "${args}"],
        "type": ["array", "null"],
        "items": {"type": "string"},
        "minItems": 1,
    }


def _start() -> Schema:
    return {
        "description": "Varre's own. Configurations to try before all others; missing values are filled in.",
        "type": ["array", "null"],
        "items": {"type": "object"},
    }


def _constraints() -> Schema:
    return {
        "description": "Varre's own. What configurations must fulfil: comparisons over the values of parameters, such "
        "as encoder.layers * width <= 4096.",
        "type": ["array", "null"],
        "items": {"type": "string", "pattern": r"\S", "maxLength": MAX_LENGTH},
        "maxItems": 100,
    }


def _metric() -> Schema:
    goals = {"minimize": "Lower is better.", "maximize": "Higher is better."}
    return {
        "description": "What to minimise or maximise. Needed by bayes and early_terminate.",
        "type": ["object", "null"],
        "properties": {
            "name": {
                "description": "What the training script logs; nested values by their dotted name.",
                "type": "string",
                "pattern": r"\S",
            },
            "goal": {
                "description": "Whether lower or higher values are better.",
                "default": "minimize",
                "oneOf": _or_null(*_words(goals)),
            },
            "target": {
                "description": "The sweep ends when a run reaches it.",
                "anyOf": _or_null(NUMBER_OR_TEXT),
            },
            "impute": {"description": "Without effect: failed runs count as infeasible."},
            "impute_while_running": {"description": "Without effect: running runs count by their curve."},
        },
        "required": ["name"],
        "additionalProperties": False,
    }


def _with_metric() -> Schema:
    return given("metric")
