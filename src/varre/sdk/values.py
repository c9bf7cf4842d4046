"""Whatever a script logs or configures, as a JSON value: numbers of any library, arrays, figures, tables.

Nothing is imported for it: a value is known by what it can do, and the module of its class.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from numbers import Real
from os import PathLike, fspath
from typing import Any, Protocol, runtime_checkable

from varre.sdk.notices import warn_once
from varre.space import Value

__all__ = ["Folder", "Keepable", "to_value"]

_PLAIN = frozenset({bool, int, float, str, type(None)})
_DEEPEST = 64
_LONGEST_LIST = 32


class Folder(Protocol):
    """Where the files of one logged key go."""

    def new_file(self, kind: str, suffix: str) -> tuple[Any, str]:
        """A path that does not exist yet, and the same relative to ``run.dir``."""
        ...


@runtime_checkable
class Keepable(Protocol):
    """A value that keeps itself as a file, or as a dict with a ``_type``."""

    def keep(self, folder: Folder) -> Value:
        """What stands for it in the row."""
        ...


def to_value(value: object, folder: Folder | None = None, *, depth: int = 0) -> Value:
    """``value`` as JSON can hold it.

    Figures and the like become files in ``folder``. What cannot be kept is kept as its text, with a warning, once for
    each type.
    """
    if type(value) in _PLAIN:
        return value  # type: ignore[return-value]  # narrowed by the exact type
    if depth > _DEEPEST:
        return _as_text(value)
    if isinstance(value, Mapping):
        return {str(key): to_value(inner, folder, depth=depth + 1) for key, inner in value.items()}
    if isinstance(value, Sequence | Set) and not isinstance(value, str | bytes | bytearray | memoryview):
        return [to_value(inner, folder, depth=depth + 1) for inner in value]
    return _simple(value) if _is_simple(value) else _from_library(value, folder)


def _is_simple(value: object) -> bool:
    return isinstance(value, str | Real | Decimal | date | PathLike)


def _simple(value: object) -> Value:
    """A number, text, date or path whose class is not a basic one (enums, fractions, NumPy's own float)."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, PathLike):
        return str(fspath(value))
    if hasattr(value, "item"):  # a NumPy scalar: integers must stay integers
        return to_value(value.item())
    return float(value)  # type: ignore[arg-type]  # Real or Decimal


def _from_library(value: Any, folder: Folder | None) -> Value:
    if hasattr(value, "shape") and (hasattr(value, "tolist") or hasattr(value, "numpy")):
        return _from_array(value, folder)
    keepable = value if isinstance(value, Keepable) else _figure(value)
    if keepable is None or folder is None:
        return _as_text(value)
    return keepable.keep(folder)


def _from_array(array: Any, folder: Folder | None) -> Value:
    """A scalar, a short list, or for anything longer a histogram, as W&B does it."""
    if hasattr(array, "detach"):
        array = array.detach().cpu()
    if not hasattr(array, "tolist"):
        array = array.numpy()
    size = math.prod(array.shape)
    if size == 1:
        scalar = array.item()
        return to_value(scalar) if type(scalar) in _PLAIN else _as_text(scalar)
    if size <= _LONGEST_LIST or folder is None:
        return to_value(array.tolist())
    from varre.sdk.media import Histogram

    return Histogram(array).keep(folder)


def _figure(value: Any) -> Keepable | None:
    """Figures of other libraries, wrapped; ``None`` for what is none."""
    library = getattr(value, "__name__", type(value).__module__).partition(".")[0]
    if library not in ("matplotlib", "PIL", "plotly", "pandas", "seaborn"):
        return None
    from varre.sdk import media

    return media.wrap(value)


def _as_text(value: object) -> str:
    kind = type(value)
    warn_once(f"a value of type {kind.__module__}.{kind.__qualname__} cannot be kept as it is: its text is kept")
    return str(value)[:1000]
