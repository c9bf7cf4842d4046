"""Read YAML into plain values and the lines of their keys.

Words are read with version 1.2's numbers and booleans: ``1e-5`` is a number, ``on`` is a word, and so is a date. As
in version 1.1, digits may be grouped by underscores and ``<<`` merges one mapping into another. A repeated key is an
error. Size and depth are bounded, each alias counting as what it repeats.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

import yaml
from yaml.composer import Composer
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.resolver import BaseResolver
from yaml.scanner import Scanner

from varre.space import Value
from varre.sweepfile.document import Document, TextError
from varre.sweepfile.places import Place
from varre.sweepfile.plain import MAX_DEPTH, MAX_VALUES

__all__ = ["read_yaml", "word"]

_TAG = "tag:yaml.org,2002:"
_PLAIN = "plain"
"""The tag of a scalar that stands without quotes and without a tag of its own."""

_WORDS: Mapping[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN", "NaN"), math.nan),
    **{sign + word: math.inf for sign in ("", "+") for word in (".inf", ".Inf", ".INF", "Infinity")},
    **{"-" + word: -math.inf for word in (".inf", ".Inf", ".INF", "Infinity")},
}
_INTEGER = re.compile(r"[-+]?[0-9][0-9_]*")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9][0-9_]*|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?")
_OLD_BOOLEAN = re.compile(r"yes|no|on|off", re.IGNORECASE)
_MOST_DIGITS = 400


class _Nodes(Reader, Scanner, Parser, Composer, BaseResolver):
    """PyYAML up to its nodes; what a scalar means is decided here, not by its YAML 1.1."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)
        BaseResolver.__init__(self)

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: tuple[bool, bool]) -> str:
        """The tag of a node that has none."""
        if kind is yaml.ScalarNode:
            return _PLAIN if implicit[0] else _TAG + "str"
        return _TAG + ("seq" if kind is yaml.SequenceNode else "map")


def read_yaml(text: str) -> Document:
    """The document in ``text``. Raises `TextError`."""
    node = _compose(text)
    reader = _Values()
    value = None if node is None else reader.read(node, ())
    return Document(value, reader.lines, tuple(reader.doubts))


def _compose(text: str) -> yaml.Node | None:
    try:
        return _Nodes(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        line = None if error.problem_mark is None else error.problem_mark.line + 1
        raise TextError(f"is not valid YAML: {_explained(error)}", line=line) from None
    except (yaml.YAMLError, ValueError) as error:
        raise TextError(f"is not valid YAML: {str(error).splitlines()[0]}") from None
    except RecursionError:
        raise TextError(f"is nested more than {MAX_DEPTH} levels deep") from None


def _explained(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if problem.startswith("but"):
        problem = f"{error.context} {problem}"
    return f"{problem} (indent with blanks, not with tabs)" if r"'\t'" in problem else problem


class _Values:
    """Turns nodes into values. An alias is read again wherever it stands, and counts again."""

    def __init__(self) -> None:
        self.lines: dict[Place, int] = {}
        self.doubts: list[tuple[Place, str]] = []
        self._seen = 0

    def read(self, node: yaml.Node, place: Place) -> Value:
        self._seen += 1
        if self._seen > MAX_VALUES:
            raise TextError(f"has more than {MAX_VALUES:,} values, counting what aliases repeat")
        if len(place) > MAX_DEPTH:
            raise _error(node, place[:1], f"is nested more than {MAX_DEPTH} levels deep")
        self.lines.setdefault(place, _line(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            _expect(node, place, "seq")
            return [self.read(item, (*place, number)) for number, item in enumerate(node.value)]
        return self._scalar(node, place)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> Value:
        _expect(node, place, "map")
        own: dict[str, Value] = {}
        merged: dict[str, Value] = {}
        for key_node, value_node in node.value:
            key = _key(key_node, place)
            if key == "<<" and key_node.tag == _PLAIN:
                for items in self._merged(value_node, place):
                    merged = {**items, **merged}
                continue
            if key in own:
                raise _error(key_node, (*place, key), "the key stands twice")
            self.lines[(*place, key)] = _line(key_node)
            own[key] = self.read(value_node, (*place, key))
        return {**merged, **own}

    def _merged(self, node: yaml.Node, place: Place) -> Iterator[Mapping[str, Value]]:
        for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            value = self.read(item, place)
            if not isinstance(value, dict):
                raise _error(node, place, "<< merges mappings only")
            yield value

    def _scalar(self, node: yaml.Node, place: Place) -> Value:
        text = str(node.value)
        if node.tag != _PLAIN:
            return _tagged(node, text, place)
        value = word(text)
        if isinstance(value, str) and _OLD_BOOLEAN.fullmatch(value):
            self.doubts.append((place, f'{text} is a word here, not a boolean: write true or false, or "{text}"'))
        return value


def word(text: str) -> Value:
    """What a scalar without quotes means."""
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _MOST_DIGITS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text.replace("_", ""))
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    return float(text.replace("_", "")) if _FLOAT.fullmatch(text) else text


def _tagged(node: yaml.Node, text: str, place: Place) -> Value:
    if node.tag == _TAG + "str":
        return text
    value = word(text)
    if node.tag == _TAG + "float" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value) if abs(value) < 2**63 or isinstance(value, float) else math.inf
    for name, kind in _PYTHON_TYPES.items():
        if node.tag == _TAG + name and type(value) is kind:
            return value
    raise _error(node, place, f"{text[:40]} is not what its tag says: {_short(node.tag)}")


_PYTHON_TYPES: Mapping[str, type] = {"int": int, "bool": bool, "null": type(None)}


def _expect(node: yaml.Node, place: Place, kind: str) -> None:
    if node.tag != _TAG + kind:
        raise _error(node, place, f"the tag {_short(node.tag)} means nothing here")


def _key(node: yaml.Node, place: Place) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _error(node, place, "a key must be text, not a list or a mapping")
    return str(node.value)


def _short(tag: str) -> str:
    return tag.replace(_TAG, "!!")[:40]


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _error(node: yaml.Node, place: Place, message: str) -> TextError:
    return TextError(message, place, _line(node))
