"""Numbers for people: as many digits as say something, and alike within a column."""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import median

from varre.cli.text import clean
from varre.space import Value

__all__ = ["DASH", "figure", "figures", "finite", "is_number", "parameter", "with_sd"]

DASH = "–"


def is_number(value: object) -> bool:
    """Whether ``value`` is an int or a float; a boolean is not a number here."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def finite(value: object) -> float | None:
    """``value`` as a float, or ``None`` when it is no finite number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def figures(values: Iterable[float | None]) -> list[str]:
    """The values of a column, all with the same decimals: fit for the median, so that one wild value spoils nothing."""
    column = list(values)
    sizes = [abs(value) for value in column if value is not None and math.isfinite(value) and value != 0]
    decimals = _decimals(median(sizes)) if sizes else 4
    return [_figure(value, decimals) for value in column]


def figure(value: float | None) -> str:
    """One value of a metric: ``0.0362``, ``12.34``, ``3.1e-07``."""
    return figures([value])[0]


def _decimals(size: float) -> int:
    exponent = math.floor(math.log10(size))
    if exponent >= 0:
        return max(3 - exponent, 0)
    return 4 if exponent >= -2 else min(2 - exponent, 6)


def _figure(value: float | None, decimals: int) -> str:
    if value is None:
        return DASH
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else str(value)
    size = abs(value)
    if size >= 1e7 or 0 < size < 0.5 * 10**-decimals:
        return f"{value:.2e}"
    return f"{value:.{decimals}f}"


def with_sd(mean: float, sd: float) -> str:
    """A mean and its standard deviation with the decimals that the latter deserves: ``0.041 ± 0.012``."""
    if not (math.isfinite(mean) and math.isfinite(sd)):
        return f"{_figure(mean, 3)} ± {_figure(sd, 3)}"
    scale = max(sd, abs(mean) * 1e-3)
    three = scale == 0 or (0.005 <= scale < 1 and abs(mean) < 10)
    decimals = 3 if three else max(1 - math.floor(math.log10(scale)), 0)
    if decimals > 6 or abs(mean) >= 1e7:
        return f"{mean:.3g} ± {sd:.2g}"
    return f"{mean:.{decimals}f} ± {sd:.{decimals}f}"


def parameter(value: Value) -> str:
    """A value of a configuration: ``true``, ``adam``, ``0.0305``; a long float loses digits, an int never."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        exact = repr(value)
        return exact if len(exact) <= 6 else f"{value:.3g}"
    return clean(str(value))
