"""The part of the JSON Schema that describes ``parameters``: groups, distributions and conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from varre.sweepfile.kinds import FIELDS, REPLACED, required

__all__ = ["NUMBER_OR_TEXT", "WRITTEN", "Schema", "definitions"]

Schema: TypeAlias = dict[str, object]

WRITTEN: Schema = {"type": "string", "pattern": r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$"}
NUMBER_OR_TEXT: Schema = {"anyOf": [{"type": "number"}, WRITTEN]}
"""A number, or text that is written as one, such as ``"1e-5"``."""

_FARTHEST_EXPONENT = 700
_SHAPE = {"minimum": 1e-4, "maximum": 1e7}

_WORDS: Mapping[str, str] = {
    "value": "The value of a constant: anything that JSON can hold.",
    "values": "The values to choose from. `true` is not `1`, but `1` is `1.0`.",
    "probabilities": "How likely each of the values is: as many as values, none negative, summing to 1.",
    "ordered": "Varre's own. Whether the order of the values means something.",
    "min": "The least value, included. Of log_uniform, q_log_uniform and inv_log_uniform: an exponent.",
    "max": "The greatest value, included; greater than min.",
    "mu": "The mean of the normal distribution (of the logarithm, for log_normal). 0 if it is left out.",
    "sigma": "The standard deviation, not below 0. 1 if it is left out.",
    "a": "The first shape parameter of the beta distribution. 1 if it is left out.",
    "b": "The second shape parameter of the beta distribution. 1 if it is left out.",
    "q": "Values are multiples of it, counted from 0. 1 if it is left out.",
}
_KINDS: Mapping[str, str] = {
    "constant": "Always `value`.",
    "categorical": "One of `values`, all equally likely unless `probabilities` says otherwise.",
    "categorical_w_probabilities": "One of `values`, as likely as `probabilities` says. Not in a grid.",
    "int_uniform": "The integers from `min` to `max`, both included.",
    "uniform": "Evenly between `min` and `max`.",
    "log_uniform": "Deprecated: e to the power of an even value; the bounds are exponents. Use log_uniform_values.",
    "log_uniform_values": "Evenly on a logarithmic scale between `min` and `max`, both above 0.",
    "inv_log_uniform": "Deprecated: e to the power of minus an even value. Use inv_log_uniform_values.",
    "inv_log_uniform_values": "The inverse is even on a logarithmic scale, and so is the value.",
    "normal": "The normal distribution of mean `mu` and standard deviation `sigma`.",
    "log_normal": "e to the power of a normal value.",
    "beta": "The beta distribution, between 0 and 1.",
    "param_dict": "A group: the parameters in it stand under `parameters`.",
}


def definitions() -> Mapping[str, Schema]:
    """What ``$defs`` holds, by name."""
    return {
        "parameters": _parameters(),
        "parameter": _parameter(),
        "when": _when(),
        "clause": _clause(),
    }


def _parameters() -> Schema:
    return {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_.-]*$"},
        "additionalProperties": {"$ref": "#/$defs/parameter"},
    }


def _parameter() -> Schema:
    """One parameter or a group; which keys go together depends on what is there."""
    return {
        "type": "object",
        "description": "Where the values of a parameter come from, or a group of parameters.",
        "properties": {**{key: {"description": text} for key, text in _WORDS.items()}, **_beside()},
        "if": {"required": ["parameters"]},
        "then": _group(),
        "else": {"if": {"required": ["distribution"]}, "then": _named(), "else": _inferred()},
    }


def _beside() -> Schema:
    return {
        "distribution": {
            "description": "How values are drawn. Inferred from the other keys if it is left out.",
            "anyOf": [
                *({"const": kind, "description": _of_kind(kind)} for kind in (*FIELDS, "param_dict")),
                {"type": "null"},
            ],
        },
        "when": {"$ref": "#/$defs/when"},
        "parameters": {
            "description": "The parameters of a group. A script sees the group as a nested mapping.",
            "$ref": "#/$defs/parameters",
        },
    }


def _of_kind(kind: str) -> str:
    if kind in _KINDS:
        return _KINDS[kind]
    return f"{_KINDS[kind.removeprefix('q_')]} In multiples of `q`."


def _group() -> Schema:
    return {
        "properties": {"distribution": {"enum": ["param_dict", None]}, "when": True, "parameters": True},
        "additionalProperties": False,
    }


def _named() -> Schema:
    rules = [{"if": {"properties": {"distribution": {"const": kind}}}, "then": _fields(kind)} for kind in FIELDS]
    return {"properties": {"distribution": {"enum": list(FIELDS)}}, "allOf": rules}


def _inferred() -> Schema:
    """Without ``distribution`` the keys say which one is meant: the first of these that is there decides."""
    choice = {"if": {"required": ["values"]}, "then": _fields("categorical"), "else": _fields("uniform")}
    return {"if": {"required": ["value"]}, "then": _fields("constant"), "else": choice}


def _fields(kind: str) -> Schema:
    """The keys of a parameter with the distribution ``kind``."""
    own = {key: _field(kind, key) for key in FIELDS[kind]}
    return {
        "properties": {"distribution": True, "when": True, **own},
        "required": list(required(kind)),
        "additionalProperties": False,
    }


def _field(kind: str, key: str) -> Schema | bool:
    fixed: Mapping[str, Schema | bool] = {
        "value": True,
        "values": {"type": "array", "minItems": 1},
        "probabilities": {"type": "array", "minItems": 1, "items": {"type": "number", "minimum": 0}},
        "ordered": {"type": ["boolean", "null"]},
        "sigma": _number({"minimum": 0}),
        "a": _number(_SHAPE),
        "b": _number(_SHAPE),
        "q": _number({"exclusiveMinimum": 0}),
        "mu": NUMBER_OR_TEXT,
    }
    return fixed[key] if key in fixed else _bound(kind)


def _bound(kind: str) -> Schema:
    if kind == "int_uniform":
        return {"anyOf": [{"type": "integer", "minimum": -(2**53), "maximum": 2**53}, WRITTEN]}
    if kind in REPLACED:
        return _number({"minimum": -_FARTHEST_EXPONENT, "maximum": _FARTHEST_EXPONENT})
    return _number({"exclusiveMinimum": 0}) if kind.endswith("_values") else NUMBER_OR_TEXT


def _number(limits: Mapping[str, float]) -> Schema:
    return {"anyOf": [{"type": "number", **limits}, WRITTEN]}


def _when() -> Schema:
    return {
        "description": "Varre's own. The parameter exists only if all of this holds: other parameters by full path.",
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {"$ref": "#/$defs/clause"},
    }


def _clause() -> Schema:
    """A value, a list of values, or bounds and exceptions; an object without an operator is a value."""
    operators: Schema = {
        "not": {"description": "None of these values.", "not": {"const": []}},
        "min": {"description": "At least so much.", **NUMBER_OR_TEXT},
        "max": {"description": "At most so much.", **NUMBER_OR_TEXT},
    }
    return {
        "description": "A value it must have, a list of such values, or a mapping of not, min and max.",
        "not": {"const": []},
        "if": {"type": "object", "anyOf": [{"required": [key]} for key in operators]},
        "then": {"properties": operators, "additionalProperties": False},
    }
