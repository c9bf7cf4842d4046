"""`run.config`: what the script was given, what it adds, and what the sweep has fixed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from varre.errors import UsageError
from varre.sdk.notices import warn_once
from varre.sdk.values import to_value
from varre.space import Value

__all__ = ["Config", "as_mapping", "read_defaults"]


class Config(Mapping[str, Any]):
    """A mapping whose items are attributes too. Nested values are plain dicts.

    Values that the sweep chose are locked: a write to one is dropped with a warning. Any other value may be added, and
    changed with ``allow_val_change=True``.
    """

    __slots__ = ("_locked", "_values", "_write")

    def __init__(self, write: Callable[[Mapping[str, Value]], None]) -> None:
        for name, value in {"_write": write, "_values": {}, "_locked": frozenset()}.items():
            object.__setattr__(self, name, value)

    def begin(self, given: Mapping[str, Any], fixed: Mapping[str, Value]) -> None:
        """Start from ``given``, with the sweep's values laid over it, nested ones key by key, and locked."""
        values = {_name(key): to_value(value) for key, value in given.items()}
        own = {key: merge(value, fixed[key]) if key in fixed else value for key, value in values.items()}
        self._values.update({**own, **{key: value for key, value in fixed.items() if key not in own}})
        object.__setattr__(self, "_locked", frozenset(fixed))
        self._keep({key: value for key, value in own.items() if value != fixed.get(key)})

    def update(self, d: object, allow_val_change: bool | None = None) -> None:
        """Take in a mapping, an `argparse.Namespace` or the path of a YAML file."""
        new = {_name(key): to_value(value) for key, value in as_mapping(d).items()}
        open_ = {key: value for key, value in new.items() if not self._is_locked(key)}
        if not allow_val_change and not _in_notebook():
            for key, value in open_.items():
                self._must_not_change(key, value)
        self._values.update(open_)
        self._keep(open_)

    def setdefaults(self, d: object) -> None:
        """Take in those items whose names are not there yet."""
        self.update({key: value for key, value in as_mapping(d).items() if _name(key) not in self._values})

    def as_dict(self) -> dict[str, Any]:
        """A plain dict of all items."""
        return dict(self._values)

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.update({key: value})

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in Config.__slots__ or name not in self._values:
            raise AttributeError(f"config has no {name!r}")
        return self._values[name]

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __reduce__(self) -> tuple[Callable[..., Config], tuple[dict[str, Any]]]:
        return _detached, (self.as_dict(),)

    def __repr__(self) -> str:
        return repr(self._values)

    def _is_locked(self, key: str) -> bool:
        if key in self._locked:
            warn_once(f"Config item {key!r} was locked by 'sweep' (ignored update)")
        return key in self._locked

    def _must_not_change(self, key: str, value: Value) -> None:
        if key in self._values and self._values[key] != value:
            raise UsageError(
                f"config.{key}: is {self._values[key]!r} and would become {value!r}; "
                "config.update(..., allow_val_change=True) allows it"
            )

    def _keep(self, values: Mapping[str, Value]) -> None:
        if values:
            self._write(values)


def merge(under: Value, over: Value) -> Value:
    """``over`` laid over ``under``, key by key where both are mappings."""
    if not (isinstance(under, Mapping) and isinstance(over, Mapping)):
        return over
    return {**under, **{key: merge(under[key], value) if key in under else value for key, value in over.items()}}


def as_mapping(given: object) -> Mapping[str, Any]:
    """The items of what may stand for a configuration; `UsageError` for anything else."""
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return given
    if isinstance(given, str | Path):
        return read_yaml(Path(given))
    if hasattr(given, "flag_values_dict"):  # absl.flags
        return dict(given.flag_values_dict())
    if hasattr(given, "__dict__") and not isinstance(given, type):  # argparse.Namespace, a dataclass
        return {key: value for key, value in vars(given).items() if not key.startswith("_")}
    raise UsageError(f"config: must be a mapping, an argparse.Namespace or a path, got {type(given).__name__}")


def read_defaults(folder: Path) -> Mapping[str, Any]:
    """``config-defaults.yaml`` of ``folder``, or nothing where there is none."""
    path = folder / "config-defaults.yaml"
    return read_yaml(path) if path.is_file() else {}


def read_yaml(path: Path) -> Mapping[str, Any]:
    """The items of a YAML file; W&B's form ``{lr: {value: 0.1}}`` is unwrapped."""
    import yaml

    try:
        content = yaml.safe_load(path.read_text())
    except (OSError, ValueError, yaml.YAMLError) as problem:
        raise UsageError(f"config: cannot read {path}: {problem}") from None
    if not isinstance(content, Mapping):
        raise UsageError(f"config: {path} must hold a mapping, got {type(content).__name__}")
    items = {str(key): value for key, value in content.items() if key != "wandb_version"}
    return {key: _unwrapped(value) for key, value in items.items()}


def _unwrapped(value: Any) -> Any:
    return value["value"] if isinstance(value, Mapping) and set(value) in ({"value"}, {"value", "desc"}) else value


def _name(key: object) -> str:
    return str(key).strip("-")


def _in_notebook() -> bool:
    from varre.sdk.notebook import in_notebook

    return in_notebook()


def _detached(values: dict[str, Any]) -> Config:
    """A copy, in another process or not: it belongs to no run."""
    copy = Config(lambda _: None)
    copy.update(values)
    return copy
