"""Write a sweep file in a normal form, as YAML that people can go on editing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import yaml

from varre.sweepfile.writing import write
from varre.sweepfile.yamltext import word

if TYPE_CHECKING:
    from varre.sweepfile.sweep import SweepFile

__all__ = ["write_yaml"]

_WIDTH = 100
_DEFAULTS = {"retries": 1, "max_retries": 3, "order": "sorted"}
_BREAKS = frozenset("\x85\u2028\u2029")
_TAGS = {type(None): "null", bool: "bool", int: "int", float: "float"}


def write_yaml(sweep: SweepFile) -> str:
    """``sweep`` as YAML that parses to an equal sweep file; what is as by default is left out."""
    raw = {key: value for key, value in json.loads(write(sweep)).items() if _DEFAULTS.get(key) != value}
    return yaml.dump(raw, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH, default_flow_style=None)


class _Dumper(yaml.SafeDumper):
    """Quotes every text that this project's reader, or one of YAML 1.1, would take for something else."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: tuple[bool, bool]) -> str:
        """What a reader would take a scalar for; where that is not what it is, the scalar is quoted."""
        if kind is yaml.ScalarNode and implicit[0]:
            meant = word(value or "")
            if not isinstance(meant, str):
                return f"tag:yaml.org,2002:{_TAGS[type(meant)]}"
        return str(super().resolve(kind, value, implicit))  # type: ignore[no-untyped-call]

    def text(self, data: str) -> yaml.ScalarNode:
        """PyYAML writes the line breaks that only Unicode knows as they are, and reads them as blanks."""
        style = '"' if _BREAKS.intersection(data) else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Dumper.add_representer(str, _Dumper.text)
