"""Read ``early_terminate``."""

from __future__ import annotations

from collections.abc import Mapping

from varre.sweepfile.cursor import Cursor
from varre.sweepfile.options import RULES, Option
from varre.sweepfile.places import either, show
from varre.sweepfile.plugins import STOPPERS, names
from varre.sweepfile.rules import EarlyTermination, HyperbandRule, OtherRule

__all__ = ["read_early_termination"]

Given = Mapping[str, int | float | bool]


def read_early_termination(cursor: Cursor) -> EarlyTermination | None:
    """The stopping rule at ``cursor``."""
    if cursor.mapping("{type: hyperband, min_iter: 3}") is None:
        return None
    kind = _type(cursor)
    if kind is None:
        return None
    if kind not in RULES:
        return OtherRule(kind, {name: cursor.at(name).value for name in cursor.names() if name != "type"})
    given = _options(cursor, RULES[kind].options)
    if given is None:
        return None
    if kind == "hyperband":
        return _hyperband(cursor, given)
    return RULES[kind].make(**given)


def _type(cursor: Cursor) -> str | None:
    here = cursor.at("type")
    if isinstance(here.value, str) and here.value in RULES:
        return here.value  # without a look at the packages that are installed, which takes a while
    allowed = (*RULES, *names(STOPPERS))
    if cursor.has("type"):
        return here.word(allowed, "a stopping rule")
    cursor.error(f"type is missing: {either(allowed)}")
    return None


def _options(cursor: Cursor, options: Mapping[str, Option]) -> Given | None:
    """The options that are given and those that have a default; ``None`` if anything is wrong with them."""
    before = len(cursor.notes.problems)
    allowed = ("type", *options)
    for extra in cursor.unknown(allowed):
        extra.no_such_key(allowed)
    read = {name: _read(cursor, name, option) for name, option in options.items()}
    if len(cursor.notes.problems) > before:
        return None
    return {name: value for name, value in read.items() if value is not None}


def _read(cursor: Cursor, name: str, option: Option) -> int | float | bool | None:
    if not cursor.get(name):
        return float(option.default) if option.kind == "number" and option.default is not None else option.default
    here = cursor.at(name)
    if option.kind == "flag":
        return here.boolean()
    if option.kind == "count":
        return here.count(option.least)
    return _number(here, option)


def _number(cursor: Cursor, option: Option) -> float | None:
    value = cursor.number(written=option.written)
    if value is not None and (value < option.least or (value == option.least and option.above)):
        bound = f"greater than {option.least}" if option.above else f"at least {option.least}"
        cursor.error(f"must be {bound}, got {show(value)}")
    elif value is not None and option.most is not None and value > option.most:
        cursor.error(f"must be at most {option.most}, got {show(value)}")
    return None if value is None else float(value)


def _hyperband(cursor: Cursor, given: Given) -> HyperbandRule | None:
    """Exactly one way to say where the bands are; what is left over is told."""
    eta, strict = float(given["eta"]), bool(given["strict"])
    if "max_iter" in given and "s" in given:
        if "min_iter" in given:
            cursor.at("min_iter").warn("is ignored: max_iter wins where both are given")
        if given["max_iter"] / eta < 1:
            cursor.error(f"has no band: max_iter {given['max_iter']} divided by eta {show(eta)} is below 1")
            return None
        return HyperbandRule(max_iter=int(given["max_iter"]), s=float(given["s"]), eta=eta, strict=strict)
    if "min_iter" not in given:
        cursor.error("needs min_iter, or max_iter and s")
        return None
    if "max_iter" in given:
        cursor.at("max_iter").warn("is ignored: it needs s; the bands begin at min_iter")
    elif "s" in given:
        cursor.at("s").warn("is ignored: it goes with max_iter")
    return HyperbandRule(min_iter=int(given["min_iter"]), eta=eta, strict=strict)
