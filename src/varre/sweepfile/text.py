"""Read the text of a sweep file, JSON or YAML, into plain values and the lines of their keys."""

from __future__ import annotations

import json

from varre.space import Value
from varre.sweepfile.document import Document, TextError

__all__ = ["MAX_LENGTH", "read_text"]

MAX_LENGTH = 2**20
"""How many characters a sweep file may have."""


def read_text(text: str) -> Document:
    """The document in ``text``. Raises `TextError`."""
    if len(text) > MAX_LENGTH:
        raise TextError(f"is too long: {len(text):,} characters, {MAX_LENGTH:,} are allowed")
    if text.lstrip().startswith("{"):
        try:
            return Document(json.loads(text, object_pairs_hook=_unique), {})
        except (ValueError, RecursionError):
            pass  # the YAML reader says on which line it went wrong, and reads what only looks like JSON
    return read_yaml(text)


def read_yaml(text: str) -> Document:
    """The document in ``text``, which is YAML, with lines also for what is JSON. Raises `TextError`."""
    # Imported here because a training script that never sees a sweep file's text must not pay for it.
    from varre.sweepfile.yamltext import read_yaml

    return read_yaml(text)


def _unique(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found
