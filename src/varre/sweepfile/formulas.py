"""Take the text of a constraint apart by Python's grammar: nothing is run, and what Python cannot name is masked.

A name in backquotes is not Python. It is read as a plain name of the same length, so that places stay right.
"""

from __future__ import annotations

import ast
import keyword
import re

from varre.sweepfile.places import show

__all__ = ["MAX_LENGTH", "Formula", "MisreadError", "written"]

MAX_LENGTH = 500
"""How many characters a constraint may have."""

_MAX_DEPTH = 64
_PIECE = re.compile(r"""'[^']*'|"[^"]*"|`([^`]*)`""")
_SPACE = re.compile(r"[\t\r\n\f\v]")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")
_SINGLE = re.compile(r"(?<![<>=!])=(?!=)")


class MisreadError(Exception):
    """What is wrong with a constraint, in words; ``name`` is given for a name that is no parameter."""

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name


class Formula:
    """A text as a tree of Python's grammar, of bounded length and depth."""

    def __init__(self, text: str) -> None:
        """Raises `MisreadError` for what Python's grammar cannot read."""
        self._text = text
        self._backquoted: dict[int, str] = {}
        if len(text) > MAX_LENGTH:
            raise MisreadError(f"is too long: {len(text):,} characters, {MAX_LENGTH} are allowed")
        self._refuse("\\", text)
        self._refuse("#", _PIECE.sub(lambda piece: "_" * len(piece[0]), text))
        self._indent = len(text) - len(text.lstrip())
        self._masked = _PIECE.sub(self._mask, _SPACE.sub(" ", text))[self._indent :]
        self.tree = self._parse()

    def _refuse(self, character: str, text: str) -> None:
        if character in text:
            raise MisreadError(f"{character} has no place in a constraint (at character {text.index(character) + 1})")

    def _mask(self, piece: re.Match[str]) -> str:
        if piece[1] is None:
            return piece[0]
        around = piece.string[max(piece.start() - 1, 0) : piece.start()] + piece.string[piece.end() : piece.end() + 1]
        if re.search(r"[\w.`]", around):
            raise MisreadError(f"backquotes hold the whole name of a parameter (at character {piece.start() + 1})")
        self._backquoted[piece.start()] = piece[1]
        return "_" * len(piece[0])

    def _parse(self) -> ast.expr:
        try:
            tree = ast.parse(self._masked, mode="eval").body
        except SyntaxError as error:
            raise MisreadError(self._unreadable((error.offset or 1) + self._indent)) from None
        except (MemoryError, RecursionError, ValueError):
            raise MisreadError("cannot be read: nested too deeply, or not all of it is text") from None
        level: list[ast.AST] = [tree]
        for _ in range(_MAX_DEPTH):
            level = [child for node in level for child in ast.iter_child_nodes(node)]
        if level:
            raise MisreadError(f"is nested too deeply: {_MAX_DEPTH} levels are allowed")
        return tree

    def _unreadable(self, character: int) -> str:
        rest = self._text[min(character, len(self._text)) - 1 :]
        if _SINGLE.search(_PIECE.sub("", self._text)):
            hint = "equal is written =="
        else:
            hint = "a comparison such as layers * width <= 4096; names that Python cannot read stand in backquotes"
        return f"cannot be read from character {character} on, {show(rest)}: {hint}"

    # -- about its nodes -----------------------------------------------------------------------------------------

    def name(self, node: ast.expr) -> str | None:
        """The name that a node is, dots and all; ``None`` if it is something else."""
        if isinstance(node, ast.Attribute):
            group = self.name(node.value)
            return None if group is None else f"{group}.{node.attr}"
        if not isinstance(node, ast.Name):
            return None
        return self._backquoted.get(self._place(node.col_offset), node.id)

    def is_backquoted(self, node: ast.expr) -> bool:
        """Whether a name stands in backquotes, and so is a parameter's whatever it looks like."""
        return self._place(node.col_offset) in self._backquoted

    def spoken(self, node: ast.expr) -> str:
        """A node as it was written, and where: ``width (at character 12)``."""
        start, end = self._place(node.col_offset), self._place(node.end_col_offset or node.col_offset)
        return f"{show(self._text[start:end])[1:-1]} (at character {start + 1})"

    def character(self, node: ast.expr) -> int:
        """Where a node begins, counted from 1."""
        return self._place(node.col_offset) + 1

    def _place(self, offset: int) -> int:
        """Where the byte of that offset, which is what Python counts, stands in the text."""
        return self._indent + len(self._masked.encode()[:offset].decode(errors="ignore"))


def written(path: str) -> str:
    """The name of a parameter as a constraint has it: in backquotes where Python could not read it."""
    words = path.split(".")
    plain = _PLAIN.fullmatch(path) and not any(map(keyword.iskeyword, words)) and path not in ("true", "false", "null")
    return path if plain else f"`{path}`"
