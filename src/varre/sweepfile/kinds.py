"""The distributions that a sweep file can name, and the keys that belong to each."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["ALL_FIELDS", "BOUNDS", "FIELDS", "REPLACED", "required"]

BOUNDS = ("min", "max")
_CHOICE = ("values", "probabilities", "ordered")
_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "constant": ("value",),
    "categorical": _CHOICE,
    "categorical_w_probabilities": _CHOICE,
    "int_uniform": BOUNDS,
    "uniform": BOUNDS,
    "log_uniform": BOUNDS,
    "log_uniform_values": BOUNDS,
    "inv_log_uniform": BOUNDS,
    "inv_log_uniform_values": BOUNDS,
    "normal": ("mu", "sigma"),
    "log_normal": ("mu", "sigma"),
    "beta": ("a", "b"),
}
_QUANTISED = ("uniform", "log_uniform", "log_uniform_values", "normal", "log_normal", "beta")
FIELDS: Mapping[str, tuple[str, ...]] = {
    **_FAMILIES,
    **{f"q_{kind}": (*_FAMILIES[kind], "q") for kind in _QUANTISED},
}
"""The keys that belong to each distribution."""

ALL_FIELDS = frozenset(key for fields in FIELDS.values() for key in fields)
REPLACED: Mapping[str, str] = {
    "log_uniform": "log_uniform_values",
    "q_log_uniform": "q_log_uniform_values",
    "inv_log_uniform": "inv_log_uniform_values",
}
"""The deprecated ones, whose bounds are exponents, and what to use instead."""


def required(kind: str) -> tuple[str, ...]:
    """The keys that a distribution cannot do without."""
    if kind == "categorical_w_probabilities":
        return ("values", "probabilities")
    return tuple(key for key in FIELDS[kind] if key in ("value", "values", *BOUNDS))
