"""What no source of Varre does: hand text to a shell, evaluate it, or unpickle what came from elsewhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import varre

SOURCE = Path(varre.__file__).parent
EVALUATES = {"eval", "exec", "compile", "__import__"}
SHELLS = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput", "commands.getoutput"}
LOADS = {"yaml.load", "yaml.load_all", "yaml.unsafe_load", "yaml.full_load", "numpy.load", "np.load"}
PICKLES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
PIPES = {"multiprocessing", "multiprocessing.connection"}
RECKONER = "server/reckoner.py"
"""Its pickles go through a pair of sockets that only the server and its own child hold."""


def wrongs(source: str, name: str = "") -> Iterator[str]:
    """What a source does that it may not."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=called, keywords=keywords):
                text = ast.unparse(called)
                if text in EVALUATES | SHELLS | LOADS:
                    yield text
                if any(each.arg == "shell" and ast.unparse(each.value) != "False" for each in keywords):
                    yield "shell"
            case ast.Import(names=names):
                yield from (each.name for each in names if _pickles(each.name, name))
            case ast.ImportFrom(module=str(module)):
                yield from [module] if _pickles(module, name) else []


def _pickles(module: str, name: str) -> bool:
    return module.partition(".")[0] in PICKLES or (module in PIPES and name != RECKONER)


def test_no_source_does_it() -> None:
    sources = {str(path.relative_to(SOURCE)): path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")}
    assert len(sources) > 200
    found = {name: list(wrongs(source, name)) for name, source in sources.items()}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("eval(text)", "eval"),
        ("import os\nos.system(text)", "os.system"),
        ("subprocess.run(text, shell=True)", "shell"),
        ("subprocess.Popen(text, shell=wanted)", "shell"),
        ("yaml.load(text, Loader)", "yaml.load"),
        ("import pickle", "pickle"),
        ("from pickle import loads", "pickle"),
        ("from multiprocessing import Pipe", "multiprocessing"),
        ("import joblib.memory", "joblib.memory"),
    ],
)
def test_it_would_be_noticed(source: str, what: str) -> None:
    assert list(wrongs(source, "server/app.py")) == [what]
