"""Read the keys at the top of a sweep file that hold one value."""

from __future__ import annotations

from collections.abc import Mapping

from varre.space import Categorical, SearchSpace
from varre.sweepfile.constraints import constrained
from varre.sweepfile.cursor import Cursor, nearest
from varre.sweepfile.parameters import Reading, read_parameters
from varre.sweepfile.places import either, show
from varre.sweepfile.plugins import SAMPLERS, names

__all__ = ["KEYS", "check_keys", "check_method", "read_command", "read_method", "read_project", "read_space"]

METHODS = ("grid", "random", "bayes")
KEYS = (
    "apiVersion",
    "command",
    "constraints",
    "controller",
    "description",
    "early_terminate",
    "entity",
    "kind",
    "max_retries",
    "method",
    "metric",
    "name",
    "order",
    "parameters",
    "program",
    "project",
    "retries",
    "run_cap",
    "seed",
    "start",
)
"""The keys that a sweep file may have at its top."""

_LAUNCH = "belongs to W&B Launch, which has no counterpart here: name a program, or a command"
_REFUSED: Mapping[str, str] = {
    "job": _LAUNCH,
    "image_uri": _LAUNCH,
    "scheduler": "Varre suggests by itself, no scheduler is needed: choose method: bayes; varre.Optimizer is for loops "
    "of your own",
    "metrics": "one metric a sweep: log the combination that matters, a weighted sum say, and name it in metric",
    "repeats": "not yet: repeats come in a later version; list a seed among the parameters to repeat configurations",
}


def check_keys(top: Cursor) -> None:
    """Note every key at the top that has no place there, or no effect."""
    for extra in top.unknown(KEYS):
        key = str(extra.place[-1])
        if key in _REFUSED:
            extra.error(_REFUSED[key])
        else:
            _strange(extra, key)
    if top.get("controller"):
        _check_controller(top.at("controller"))


def _strange(extra: Cursor, key: str) -> None:
    guess = nearest(key, KEYS)
    extra.error(f"no such key here: did you mean {guess}?" if guess else f"no such key here: {either(KEYS)}")


def _check_controller(cursor: Cursor) -> None:
    kind = cursor.value.get("type") if isinstance(cursor.value, dict) else cursor.value
    if kind == "cloud":
        cursor.warn("has no effect: Varre decides on this machine")
    elif kind == "local":
        cursor.error("there is no local controller, Varre decides on this machine anyway: leave controller out")
    else:
        cursor.error(f"must be {{type: cloud}}, got {show(cursor.value)}: best left out")


def read_method(top: Cursor) -> str | None:
    """How to search."""
    here = top.get("method")
    if here is None:
        top.error(f"method is missing: {either(_methods())}")
        return None
    if here.value in METHODS:
        return str(here.value)  # without a look at the packages that are installed, which takes a while
    if here.value == "custom":
        here.error(f"custom is for engines outside: choose {either(METHODS)}, or drive the loop with varre.Optimizer")
        return None
    return here.word(_methods(), "a method")


def _methods() -> tuple[str, ...]:
    """Varre's own methods, and those that packages bring along."""
    return tuple(dict.fromkeys((*METHODS, *names(SAMPLERS))))


def read_space(top: Cursor) -> Reading | None:
    """The search space with its constraints, as far as they can be read."""
    here = top.get("parameters")
    if here is None:
        top.error("parameters is missing: at least one is needed")
        return None
    reading = read_parameters(here)
    constraints = top.get("constraints")
    return reading if constraints is None else constrained(constraints, reading)


def check_method(top: Cursor, method: str, space: SearchSpace) -> None:
    """Note what the method cannot work with."""
    if method == "bayes" and not top.get("metric"):
        top.error("metric is missing: bayes needs to know what to minimize or maximize")
    elif top.get("early_terminate") and not top.get("metric"):
        top.error("metric is missing: early_terminate needs to know what to minimize or maximize")
    if method != "grid" and top.get("order"):
        top.at("order").warn(f"has no effect: it is for grids, and the method is {method}")
    if method == "grid":
        _check_grid(top, space)


def _check_grid(top: Cursor, space: SearchSpace) -> None:
    for parameter in space.parameters:
        place = tuple(key for name in parameter.keys for key in ("parameters", name))
        distribution = parameter.distribution
        if distribution.cardinality is None:
            top.notes.error(place, f"a grid cannot try all values of {distribution.kind}: list values, or quantise it")
        elif isinstance(distribution, Categorical) and distribution.probabilities is not None:
            top.notes.error((*place, "probabilities"), "a grid tries each value once: probabilities mean nothing in it")


def read_project(cursor: Cursor) -> str | None:
    """A project's name: free text, blanks allowed, without a slash."""
    name = cursor.text_or_nothing()
    if name is not None and "/" in name:
        cursor.error(f"must not hold a slash, got {show(name)}")
    return name


def read_command(cursor: Cursor) -> tuple[str, ...] | None:
    """The tokens of a command line."""
    example = "[python, train.py, '${args}']"
    if isinstance(cursor.value, str):
        tokens = ", ".join(cursor.value.split())
        cursor.error(f"must be a list, one string a token: [{tokens}]")
        return None
    elements = cursor.elements(example)
    if elements is None:
        return None
    if not elements:
        cursor.error(f"is empty: a list such as {example}")
    tokens_read = [_token(element) for element in elements]
    return tuple(token for token in tokens_read if token is not None)


def _token(cursor: Cursor) -> str | None:
    if isinstance(cursor.value, str):
        return cursor.value
    cursor.error(f"must be text, got {show(cursor.value)}: put it in quotes")
    return None
