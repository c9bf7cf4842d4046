"""From the ``command`` of a sweep file to the argument list of one run. Never a shell.

W&B's macros are replaced where they are a whole token. ``${NAME}`` with the name of a parameter and
``${envvar:NAME}`` are replaced inside longer tokens too; any other ``${…}`` stays as it is, because other programs
(Hydra) have a use for it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from varre.errors import UsageError
from varre.runs import Claim
from varre.space import Value
from varre.sweepfile import DEFAULT_COMMAND

__all__ = ["check_command", "expand", "find_program"]

_REFERENCE = re.compile(r"\$\{([^{}]*)\}")
_MACRO_LIKE = re.compile(r"[\w.-]+")
_ENVVAR = "envvar:"

Warn = Callable[[str], None]


def expand(
    claim: Claim,
    *,
    json_file: Path = Path("config.json"),
    interpreter: str = sys.executable,
    environ: Mapping[str, str] = os.environ,
    warn: Warn = lambda text: None,
) -> list[str]:
    """The command line of a run. Raises `UsageError` if its program is needed and cannot be found.

    ``json_file`` is what ``${args_json_file}`` stands for; ``warn`` hears of every reference that means nothing.
    """
    tokens = claim.command or DEFAULT_COMMAND
    macros = _Macros(claim, json_file, interpreter)
    return [argument for token in tokens for argument in _expand_token(token, macros, environ, warn)]


def find_program(program: str | None, directory: str | Path | None, cwd: Path | None = None) -> str:
    """The absolute path of a sweep's program: from the working directory, else from beside the sweep file.

    Raises `UsageError` when it is in neither place.
    """
    if not program:
        raise UsageError("the sweep file names no program, and its command uses ${program}: add `program: train.py`")
    here = cwd or Path.cwd()
    places = [here] if directory is None else [here, Path(directory)]
    for place in places:
        candidate = place / Path(program).expanduser()
        if candidate.is_file():
            return str(candidate.absolute())
    looked = " or ".join(str(place) for place in dict.fromkeys(places))
    raise UsageError(f"program {program} not found in {looked}")


def check_command(command: Sequence[str], program: str | None, directory: str | Path | None) -> None:
    """Raise `UsageError` now for a command that could start no run. Call it before the first run is claimed."""
    tokens = tuple(command) or DEFAULT_COMMAND
    if "${program}" in tokens:
        find_program(program, directory)
    if "$" not in tokens[0] and shutil.which(tokens[0]) is None:
        raise UsageError(f"command: {tokens[0]} is not a program that can be run from here")


class _Macros:
    """What each whole-token macro stands for, worked out only when asked for."""

    def __init__(self, claim: Claim, json_file: Path, interpreter: str) -> None:
        self.claim = claim
        self.json_file = json_file
        self.interpreter = interpreter
        self.table: dict[str, Callable[[], list[str]]] = {
            "env": lambda: ["/usr/bin/env"],
            "interpreter": lambda: [self.interpreter],
            "program": lambda: [find_program(self.claim.program, self.claim.directory)],
            "args": lambda: self._each("--{}={}"),
            "args_no_hyphens": lambda: self._each("{}={}"),
            "args_no_boolean_flags": self._boolean_flags,
            "args_no_equals": self._two_tokens,
            "args_json": lambda: [json.dumps(self.claim.config)],
            "args_json_file": lambda: [str(self.json_file)],
            "args_append_hydra": lambda: self._each_leaf("+{}={}"),
            "args_override_hydra": lambda: self._each_leaf("++{}={}"),
        }

    def _each(self, form: str) -> list[str]:
        return [form.format(name, _text(value)) for name, value in self.claim.config.items()]

    def _each_leaf(self, form: str) -> list[str]:
        """Hydra reads no JSON objects, but it has dotted names for what is inside."""
        return [form.format(path, _text(value)) for path, value in self.claim.params.items()]

    def _two_tokens(self) -> list[str]:
        return [part for name, value in self.claim.config.items() for part in (f"--{name}", _text(value))]

    def _boolean_flags(self) -> list[str]:
        flags = {True: "--{}", False: ""}
        forms = ((flags[v] if isinstance(v, bool) else "--{}={}", n, v) for n, v in self.claim.config.items())
        return [form.format(name, _text(value)) for form, name, value in forms if form]

    def value_of(self, name: str) -> str | None:
        """The text of a parameter, by its name in the configuration or by its full path."""
        for mapping in (self.claim.config, self.claim.params):
            if name in mapping:
                return _text(mapping[name])
        return None


def _expand_token(token: str, macros: _Macros, environ: Mapping[str, str], warn: Warn) -> Iterator[str]:
    whole = _REFERENCE.fullmatch(token)
    if whole and whole[1] in macros.table:
        yield from macros.table[whole[1]]()
    else:
        yield _REFERENCE.sub(lambda match: _substitute(match, token, macros, environ, warn), token)


def _substitute(match: re.Match[str], token: str, macros: _Macros, environ: Mapping[str, str], warn: Warn) -> str:
    name = match[1]
    if name.startswith(_ENVVAR):
        return _variable(name.removeprefix(_ENVVAR), environ, warn)
    value = macros.value_of(name)
    if value is not None:
        return value
    if name in macros.table:
        warn(f"command: {match[0]} is replaced only where it is a whole token, so {token!r} stays as it is")
    elif match[0] == token or _MACRO_LIKE.fullmatch(name):
        warn(f"command: {match[0]} is neither a macro nor a parameter of this run, so {token!r} stays as it is")
    return match[0]


def _variable(name: str, environ: Mapping[str, str], warn: Warn) -> str:
    if name not in environ:
        warn(f"command: the environment has no {name}, so ${{envvar:{name}}} becomes {name!r}")
    return environ.get(name, name)


def _text(value: Value) -> str:
    """As W&B writes it (``str``), except that what is nested becomes JSON and not Python."""
    return json.dumps(value) if isinstance(value, (Mapping, list, tuple)) else str(value)
