"""The part of the JSON Schema that describes ``early_terminate``: a schema a rule, chosen by its type."""

from __future__ import annotations

from varre.sweepfile.options import RULES, Option, RuleKind
from varre.sweepfile.plugins import STOPPERS, names
from varre.sweepfile.schema_space import WRITTEN, Schema

__all__ = ["early_terminate", "given"]


def early_terminate() -> Schema:
    """The rules of Varre, and the types that the packages installed here bring along, with whatever options."""
    own = [{"const": name, "description": kind.about} for name, kind in RULES.items()]
    others = [{"const": name, "description": "Of another package."} for name in names(STOPPERS) if name not in RULES]
    return {
        "description": "When to give up on a run that does badly.",
        "type": ["object", "null"],
        "properties": {"type": {"description": "The stopping rule.", "oneOf": [*own, *others]}},
        "required": ["type"],
        "allOf": [_chosen(name, kind) for name, kind in RULES.items()],
    }


def given(*keys: str) -> Schema:
    """That all of ``keys`` are there, with something behind them."""
    return {"required": list(keys), "properties": {key: {"not": {"type": "null"}} for key in keys}}


def _chosen(name: str, kind: RuleKind) -> Schema:
    """What holds if the type is ``name``; where nothing is to be found, nothing does."""
    rule: Schema = {
        "properties": {"type": True, **{key: _option(option) for key, option in kind.options.items()}},
        "additionalProperties": False,
    }
    if name == "hyperband":
        rule["anyOf"] = [given("min_iter"), given("max_iter", "s")]
    return {"if": {"type": "object", "properties": {"type": {"const": name}}, "required": ["type"]}, "then": rule}


def _option(option: Option) -> Schema:
    described: Schema = {"description": option.about}
    if option.default is not None:
        described["default"] = option.default
    if option.kind == "flag":
        return {**described, "type": ["boolean", "null"]}
    if option.kind == "count":
        return {**described, "type": ["integer", "null"], "minimum": option.least}
    number: Schema = {"type": "number", "exclusiveMinimum" if option.above else "minimum": option.least}
    if option.most is not None:
        number["maximum"] = option.most
    written = [WRITTEN] if option.written else []
    return {**described, "anyOf": [number, *written, {"type": "null"}]}
